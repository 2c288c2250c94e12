"""What became of each measure since the paper before: one difference a measure, of those that were taken."""

from collections.abc import Sequence
from typing import Literal

from pipeline.records import dataclass
from schemas.comparison import Against, At, Measure, Point, Series, Step, When

SHORTEST_YEAR, LONGEST_YEAR = 360, 370  # days between two ends of periods that are called a year apart
FIRST = "no earlier figure"

Group = Literal["worse", "better", "same", "moved", "alone"]
"""`moved`: more is neither good nor bad, or no one has said; `alone`: there is nothing to set the figure against."""
TITLES: dict[Group, str] = {
    "worse": "Got worse",
    "better": "Got better",
    "same": "Stayed the same",
    "moved": "Moved; which way is better is not stated",
    "alone": "Not subtracted: no earlier figure that is like it",
}
GROUPS: tuple[Group, ...] = tuple(TITLES)
"""In the order in which they matter."""


@dataclass(frozen=True, slots=True)
class Move:
    """A late figure of a measure, the earlier one before it, and the figures beside it."""

    measure: Measure
    own: Point
    earlier: Point | None
    step: Step | None
    """The difference that was taken; None where the earlier figure is shown and not subtracted, or there is none."""
    reason: str | None
    """Why there is no difference; None where there is one."""
    beside: tuple[Against, ...]
    newest: Point | None = None
    """The newest figure, where it is another: nothing earlier is like it."""
    beside_newest: tuple[Against, ...] = ()

    @property
    def group(self) -> Group:
        if self.step is None:
            return "alone"
        return self.step.judgement or "moved"


def moves(series: Series) -> tuple[Move, ...]:
    """Of every measure of which the latest paper has a figure of the council's own, in the order of the measures."""
    last = series.papers[-1]
    found = (move(measure, last) for measure in series.measures)
    return tuple(one for one in found if one)


def move(measure: Measure, paper: str) -> Move | None:
    """A difference over a year before any other, then the latest; where none was taken, the latest figure."""
    points = {point.at: point for point in measure.points}
    own = [point for point in measure.points if point.at.paper == paper and point.of == "authority" and figure(point)]
    if not own:
        return None
    steps = [step for step in measure.steps if step.of == "authority" and step.later.paper == paper]
    taken = [step for step in steps if step.difference is not None]
    if not taken:
        latest = newest(own) or next((point for point in reversed(own) if point.period), own[-1])
        refused = next((step for step in steps if step.later == latest.at), None)
        earlier = points[refused.earlier] if refused else None
        why = (refused.reason if refused else None) or FIRST
        return Move(measure, latest, earlier, None, why, beside(measure, latest.at))
    best = max(enumerate(taken), key=lambda one: (year_apart(one[1], points), one[0]))[1]
    last_of_all = newest(own)
    newer = last_of_all if last_of_all and last_of_all.at != best.later else None
    found, aims = beside(measure, best.later), beside(measure, newer.at) if newer else ()
    return Move(measure, points[best.later], points[best.earlier], best, None, found, newer, aims)


def newest(points: Sequence[Point]) -> Point | None:
    """The one whose period ends last; None where no period has days."""
    dated = [(point.period.end, n) for n, point in enumerate(points) if point.period and point.period.end]
    return points[max(dated)[1]] if dated else None


def figure(point: Point) -> bool:
    return point.value is not None or point.high is not None


def beside(measure: Measure, own: At) -> tuple[Against, ...]:
    return tuple(against for against in measure.against if against.own == own)


def year_apart(step: Step, points: dict[At, Point]) -> bool:
    earlier, later = points[step.earlier].period, points[step.later].period
    return is_year_apart(earlier, later)


def is_year_apart(earlier: When | None, later: When | None) -> bool:
    if not (earlier and later and earlier.end and later.end):
        return False
    return SHORTEST_YEAR <= (later.end - earlier.end).days <= LONGEST_YEAR
