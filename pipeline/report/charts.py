"""A small chart of one measure: its figures in the order of time, and where each stands on the paper of the chart.

Lengths are in pixels of the chart's own grid; the page may scale it. Everything that is drawn is also in `spoken`.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pipeline.records import dataclass
from pipeline.report import words
from pipeline.report.words import Label
from schemas.comparison import At, Measure, Number, Point

SLOT, RIGHT, TOP, PLOT, BOTTOM = 52, 108, 22, 120, 36
LETTER, LEAST_LEFT = 6.6, 36  # the width of a digit of the axis; room for its words
ACROSS = -1
"""The column of a target without a date: it holds for all of them."""
FEWEST_SLOTS = 4
MOST_SLOTS = 10  # more would not fit a page; the table has them all
LINE = 14  # between two labels of one column
ABOVE, BELOW = -9, 18  # of a figure's words from its mark
RADIUS = 4.5
STEPS = (1, 2, 5, 10)
TICKS = 4  # at most, between the ends of an axis
WHOLE = 100  # per cent
LEAST_SHARE = 0.25  # of the largest figure is the least that an axis spans: a small change looks small
NAMES = {
    "authority": "Council",
    "england": "England",
    "region": "Region",
    "statistical_neighbours": "Similar areas",
    "target": "Target",
    "floor": "Floor",
}
LONGEST_NAME = 13


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Written:
    """Words at a place of the chart; `leader`: the line to them, empty where they stand beside their mark."""

    x: float
    y: float
    words: str
    leader: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A mark, as an SVG path, and the class that gives it its look."""

    look: str
    path: str


@dataclass(frozen=True, slots=True)
class Column:
    x: float
    label: Label


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure, drawn."""

    id: str
    title: str
    axis: str
    width: float
    height: float
    plot_left: float
    plot_right: float
    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    lines: tuple[str, ...]
    """Between figures of the council that may be set side by side."""
    shapes: tuple[Shape, ...]
    figures: tuple[Written, ...]
    names: tuple[Written, ...]
    spoken: str
    note: str | None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A figure to be drawn."""

    at: At
    of: str
    column: int
    low: Number
    high: Number
    words: str
    spoken: str
    label: Label
    outdated: bool

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a value and a column are in the chart."""

    low: float
    high: float
    ticks: tuple[float, ...]
    left: float
    right: float

    def x(self, column: int) -> float:
        return self.left + SLOT * (column + 0.5)

    def y(self, value: float) -> float:
        return round(TOP + PLOT * (self.high - value) / (self.high - self.low), 1)


def chart(id: str, measure: Measure, papers: Sequence[str]) -> Chart | None:  # noqa: A002  the page's word
    """The chart of a measure; None where fewer than two figures can be drawn. `papers`: keys in the order of time."""
    found, left_out = marks(measure, papers)
    if len(found) < 2 or not any(mark.of == "authority" for mark in found):
        return None
    count = max(FEWEST_SLOTS, max(mark.column for mark in found) + 1)
    grid = scale(found, count, WHOLE if measure.unit == "percent" else math.inf)
    labels = {mark.column: mark.label for mark in found if mark.column != ACROSS}
    return Chart(
        id=id,
        title=measure.labels[-1].text,
        axis=words.axis(measure.unit),
        width=grid.right + RIGHT,
        height=TOP + PLOT + BOTTOM,
        plot_left=grid.left,
        plot_right=grid.right,
        ticks=tuple(Tick(grid.y(tick), words.number(plain(tick))) for tick in grid.ticks),
        columns=tuple(Column(grid.x(column), label) for column, label in sorted(labels.items())),
        lines=tuple(joined(measure, found, grid)),
        shapes=tuple(shape(mark, grid) for mark in sorted(found, key=lambda one: one.of == "authority")),
        figures=tuple(figure(mark, found, grid) for mark in found if mark.of == "authority"),
        names=tuple(names(found, grid)),
        spoken=spoken(found),
        note=f"{left_out} earlier periods are in the table only." if left_out else None,
    )


def plain(value: float) -> Number:
    return int(value) if value == int(value) else round(value, 6)


# --- which figures ----------------------------------------------------------------------------------------------


def marks(measure: Measure, papers: Sequence[str]) -> tuple[list[_Mark], int]:
    """The figures of the measure's own unit, a column for each time; and how many times do not fit."""
    points = [point for point in once(measure.points, papers) if bounds(point) and point.unit == measure.unit]
    across = [point for point in points if is_across(point)]
    times = sorted({time_of(point, papers) for point in points if not is_across(point)})
    columns = {time: column for column, time in enumerate(times[-MOST_SLOTS:])}
    drawn = [point for point in points if time_of(point, papers) in columns and not is_across(point)]
    found = [mark_of(point, columns[time_of(point, papers)], papers, points) for point in drawn]
    found += [mark_of(point, ACROSS, papers, points) for point in across]
    return found, len(times) - len(columns)


def is_across(point: Point) -> bool:
    return point.of in words.AIMS and point.value is not None and not is_dated(point)


def is_dated(point: Point) -> bool:
    return point.period is not None and (point.period.start or point.period.end) is not None


def once(points: Iterable[Point], papers: Sequence[str]) -> list[Point]:
    """Each figure of a body for one time once, as the last paper states it; another figure for it stays too."""
    kept: dict[tuple[object, ...], Point] = {}
    for point in sorted(points, key=lambda one: (papers.index(one.at.paper), one.stated == "row")):
        kept[point.of, time_of(point, papers), point.value, point.low, point.high] = point
    return list(kept.values())


def bounds(point: Point) -> tuple[Number, Number] | None:
    """Lowest and highest value; None where no figure can be drawn. A suppressed count begins at nothing."""
    if point.value is not None:
        return point.value, point.value
    if point.high is None:
        return None
    return (0 if point.low is None else point.low), point.high


Time = tuple[date, date, str]


def time_of(point: Point, papers: Sequence[str]) -> Time:
    """For order and for telling times apart; a figure without a date comes first or last, by its part in the table."""
    period = point.period
    if period and (period.start or period.end):
        return period.end or date.max, period.start or date.min, period.kind
    early = point.role in ("baseline", "previous")
    paper = f"{papers.index(point.at.paper):03} {point.role or ''}"
    return (date.min if early else date.max), date.min, paper


def mark_of(point: Point, column: int, papers: Sequence[str], points: Sequence[Point]) -> _Mark:
    low, high = bounds(point) or (0, 0)
    time = time_of(point, papers)
    later = papers[papers.index(point.at.paper) + 1 :]
    outdated = any(o.of == point.of and time_of(o, papers) == time and o.at.paper in later for o in points)
    label = words.label(point.period, point.role or "figure")
    return _Mark(point.at, point.of, column, low, high, words.brief(point), words.amount(point), label, outdated)


# --- where they stand -------------------------------------------------------------------------------------------


def scale(found: Sequence[_Mark], columns: int, limit: float) -> _Scale:
    """Round ends with some air, and a span that lets small changes look small. `limit`: what no figure can pass."""
    low, high = min(mark.low for mark in found), max(mark.high for mark in found)
    span = max(high - low, LEAST_SHARE * max(abs(low), abs(high))) or 1
    middle = (low + high) / 2
    least, most = middle - span * 0.6, middle + span * 0.6
    if low >= 0:
        least = max(0, least)
    if high <= limit:
        most = min(limit, most)
    step = step_for(most - least)
    first, last = math.floor(least / step), math.ceil(most / step)
    ticks = tuple(round(number * step, 9) for number in range(first, last + 1))
    left = max(LEAST_LEFT, round(12 + LETTER * max(len(words.number(plain(tick))) for tick in ticks)))
    return _Scale(first * step, last * step, ticks, left, left + columns * SLOT)


def step_for(span: float) -> float:
    """1, 2 or 5 times a power of ten."""
    rough = span / TICKS
    power = float(10 ** math.floor(math.log10(rough)))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def joined(measure: Measure, found: Sequence[_Mark], grid: _Scale) -> Iterator[str]:
    """A line where a difference was taken: never between figures that are not alike."""
    drawn = {mark.at: mark for mark in found}
    for step in measure.steps:
        before, after = drawn.get(step.earlier), drawn.get(step.later)
        if step.of == "authority" and step.difference is not None and before and after:
            yield (f"M{grid.x(before.column)} {grid.y(before.middle)}L{grid.x(after.column)} {grid.y(after.middle)}")


def shape(mark: _Mark, grid: _Scale) -> Shape:
    x, y = grid.x(mark.column), grid.y(mark.middle)
    if mark.column == ACROSS:
        return Shape("aim", f"M{grid.left} {y}H{grid.right}")
    if mark.low != mark.high:
        top, foot = grid.y(mark.high), grid.y(mark.low)
        path = f"M{x - 5} {top}H{x + 5}M{x} {top}V{foot}M{x - 5} {foot}H{x + 5}"
        return Shape("range own" if mark.of == "authority" else "range other", path)
    if mark.of in words.AIMS:
        return Shape("aim", f"M{x - SLOT / 2 + 3} {y}H{x + SLOT / 2 - 3}")
    return Shape(look_of(mark), outline(mark.of, x, y))


def look_of(mark: _Mark) -> str:
    if mark.of != "authority":
        return "other"
    return "own outdated" if mark.outdated else "own"


def outline(of: str, x: float, y: float) -> str:
    """A circle for the council, a diamond for England, a triangle for neighbours, a square for the rest."""
    r = RADIUS
    if of == "authority":
        return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"
    if of == "england":
        return f"M{x} {y - 6}L{x + 6} {y}L{x} {y + 6}L{x - 6} {y}z"
    if of == "statistical_neighbours":
        return f"M{x} {y - 6}L{x + 6} {y + 5}H{x - 6}z"
    return f"M{x - 4.5} {y - 4.5}h9v9h-9z"


def figure(mark: _Mark, found: Sequence[_Mark], grid: _Scale) -> Written:
    """A figure of the council in words over its mark; under it, where another mark stands over it."""
    y = grid.y(mark.middle)
    top = grid.y(mark.high)
    others = [grid.y(o.middle) for o in found if o.column == mark.column and o is not mark]
    over = any(y - 24 <= other < y for other in others)
    return Written(
        grid.x(mark.column),
        (grid.y(mark.low) + BELOW) if over else (top + ABOVE),
        mark.words,
        look="outdated" if mark.outdated else "",
    )


def names(found: Sequence[_Mark], grid: _Scale) -> Iterator[Written]:
    """Every body once at the right edge, with its latest figure, and a line to its mark."""
    last: dict[str, _Mark] = {}
    for mark in sorted(found, key=lambda one: (one.column, not one.outdated)):
        last[mark.of] = mark
    ordered = sorted(last.values(), key=lambda one: -one.middle)
    heights = spread([grid.y(mark.middle) for mark in ordered])
    for mark, y in zip(ordered, heights, strict=True):
        right = grid.right
        start = right if mark.column == ACROSS else grid.x(mark.column) + (SLOT / 2 if mark.of in words.AIMS else 8)
        leader = f"M{start} {grid.y(mark.middle)}L{max(start, right - 4)} {grid.y(mark.middle)}L{right + 6} {y}"
        yield Written(
            right + 9,
            y + 4,
            f"{short_name(mark.of)} {mark.words}",
            leader,
            "own" if mark.of == "authority" else "other",
        )


def short_name(of: str) -> str:
    name = NAMES.get(of, of.replace("_", " "))
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def spread(heights: Sequence[float]) -> list[float]:
    """The heights, from the top, moved apart to a line's distance and back inside the plot."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + LINE) if placed else height)
    over = placed[-1] - (TOP + PLOT) if placed else 0
    if over > 0:
        limit = float(TOP + PLOT)
        for index in range(len(placed) - 1, -1, -1):
            placed[index] = min(placed[index], limit)
            limit = placed[index] - LINE
    return [round(height, 1) for height in placed]


def spoken(found: Sequence[_Mark]) -> str:
    """Every figure in the order of time, for who does not see the chart."""
    said = [
        f"{mark.label.spoken}: {words.body(mark.of)} {mark.spoken}{', as first reported' if mark.outdated else ''}"
        for mark in sorted(found, key=lambda one: (one.column, one.of != "authority", one.of))
    ]
    return ". ".join(said) + "."
