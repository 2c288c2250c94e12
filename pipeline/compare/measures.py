"""A measure through the years: its readings in time order, what lies between them, and how it stands to others."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.compare.figures import difference, has_figure, polarity_of, trend
from pipeline.compare.grouping import Member
from pipeline.compare.periods import caution, days_of, stretch, unlike, when
from pipeline.compare.redefinitions import redefined
from pipeline.compare.threads import Row, Thread
from pipeline.records import dataclass
from pipeline.vocabulary.polarity import judgement
from schemas.comparison import Against, At, Label, Measure, Point, Polarity, Step
from schemas.record import Indicator, Reading

AIMS = ("target", "floor")
ADDS_UP = frozenset({"count", "gbp", "fte"})
"""Units whose figure for a part of a year is no fair test of a target for the whole year."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A reading, where it stands. `era` counts the definitions of the measure: across two nothing is subtracted."""

    row: Row
    place: int
    reading: Reading
    era: int

    @property
    def at(self) -> At:
        return At(paper=self.row.key, id=self.row.record.id, reading=self.place)

    @property
    def order(self) -> tuple[object, ...]:
        """Authority first, then by the days, undated last; then by paper and place."""
        start, end = days_of(self.reading) or (date.max, date.max)
        of = self.reading.of
        return (of != "authority", of, end or date.max, start, self.row.paper, self.place)


def measure(id: str, thread: Thread, members: Sequence[Member]) -> Measure:  # noqa: A002  the contract's word
    """Of rows, with what sentences say of the same; or of sentences alone, where no paper has a row."""
    placed = sorted(_placed(thread, members), key=lambda one: one.order)
    said = [one for row in sentences(thread, members) for one in _placed(Thread([row]), members)]
    record = next((row.record.indicator for row in thread.rows if row.record.indicator), None)
    polarity = polarity_of(record)
    return Measure(
        id=id,
        indicator=record,
        unit=thread.last.unit,
        polarity=polarity,
        labels=tuple(Label(at=At(paper=row.key, id=row.record.id), text=row.record.label) for row in thread.rows),
        points=tuple(_point(one) for one in sorted([*placed, *said], key=lambda one: one.order)),
        steps=tuple(_steps(placed, polarity)),
        against=tuple(_against(placed, polarity)),
    )


def only_said(found: Sequence[Thread], members: Sequence[Member]) -> list[Thread]:
    """Measures of the vocabulary that stand in sentences and in no row."""
    in_rows = {row.record.indicator for thread in found for row in thread.rows}
    said: dict[str, Thread] = {}
    for row in _all_sentences(members):
        if row.record.indicator and row.record.indicator not in in_rows:
            said.setdefault(row.record.indicator, Thread()).rows.append(row)
    return list(said.values())


def sentences(thread: Thread, members: Sequence[Member]) -> list[Row]:
    """What sentences say of a measure that has rows."""
    ids = {row.record.indicator for row in thread.rows if row.record.indicator and not row.said}
    parted = thread.last.places is not None  # the other unit's rows are another measure
    said = [row for row in _all_sentences(members) if row.record.indicator in ids]
    return [row for row in said if not parted or row.unit in (None, thread.last.unit)]


def _all_sentences(members: Sequence[Member]) -> Iterator[Row]:
    for number, member in enumerate(members):
        for said in member.paper.narrative:
            record = Indicator(
                id=said.id,
                label=said.label,
                indicator=said.indicator,
                match=said.match,
                section=said.section,
                table=None,
                readings=said.readings,
                spans=said.spans,
            )
            yield Row(number, member.key, record, said=True)


def _placed(thread: Thread, members: Sequence[Member]) -> Iterator[Placed]:
    era = 0
    for number, row in enumerate(thread.rows):
        if number and redefined(thread.rows[number - 1], row, members):
            era += 1
        for place, reading in row.readings:
            yield Placed(row, place, reading, era)


def _point(one: Placed) -> Point:
    reading = one.reading
    return Point(
        at=one.at,
        stated="sentence" if one.row.said else "row",
        of=reading.of,
        raw=reading.raw,
        value=reading.value,
        low=reading.low,
        high=reading.high,
        unit=reading.unit,
        status=reading.status,
        basis=reading.basis,
        role=reading.role,
        rating=reading.rating,
        period=when(reading.period),
    )


# --- from one time to the next ----------------------------------------------------------------------------------


def _steps(placed: Sequence[Placed], polarity: Polarity | None) -> Iterator[Step]:
    """Each figure against the last one before it that is like it; else against the last, with the reason why not."""
    by_body: dict[str, list[Placed]] = defaultdict(list)
    for one in latest(placed):
        by_body[one.reading.of].append(one)
    for of, figures in by_body.items():
        for number, later in enumerate(figures[1:], start=1):
            before = figures[number - 1 :: -1]
            like = next((one for one in before if _why_not(one, later) is None), None)
            yield _step(of, like or before[0], later, None if of in AIMS else polarity)


def latest(placed: Sequence[Placed]) -> list[Placed]:
    """The dated figures, of several for one body and kind of period only the one that the last paper gives."""
    kept: dict[object, Placed] = {}
    for one in placed:
        days = days_of(one.reading)
        if days and has_figure(one.reading):
            kept[one.reading.of, days, stretch(one.reading), one.reading.unit] = one
    return sorted(kept.values(), key=lambda one: one.order)


def _why_not(earlier: Placed, later: Placed) -> str | None:
    if earlier.era != later.era:
        return "the measure was redefined between the two papers"
    if why := unlike(earlier.reading, later.reading):
        return why
    if earlier.reading.value is None or later.reading.value is None:
        return "a range or a suppressed figure"
    return None


def _step(of: str, earlier: Placed, later: Placed, polarity: Polarity | None) -> Step:
    reason = _why_not(earlier, later)
    change = None if reason else difference(earlier.reading.value, later.reading.value)
    return Step(
        of=of,
        earlier=earlier.at,
        later=later.at,
        difference=change,
        trend=None if change is None else trend(change),
        judgement=None if change is None else judgement(change, polarity),
        reason=reason,
        caution=None if reason else caution(earlier.reading, later.reading),
    )


# --- against targets and other bodies ---------------------------------------------------------------------------


def _against(placed: Sequence[Placed], polarity: Polarity | None) -> Iterator[Against]:
    figures = [one for one in placed if one.reading.value is not None]
    own = [one for one in latest(figures) if one.reading.of == "authority"]
    bodies = sorted({one.reading.of for one in figures} - {"authority"})
    for one in own:
        for of in bodies:
            others = [other for other in figures if other.reading.of == of and _beside(one, other)]
            if others:
                yield _set_beside(one, _best(one, others), polarity)


def _best(own: Placed, others: Sequence[Placed]) -> Placed:
    """The one for the same days before one for a longer time; then the one of the own paper, then of the latest."""
    same_days = days_of(own.reading)
    return max(
        others,
        key=lambda one: (days_of(one.reading) == same_days, one.row.paper == own.row.paper, one.row.paper, one.place),
    )


def _beside(own: Placed, other: Placed) -> bool:
    """For the same days; an aim also for a year that the figure is part of, or without a date in the same paper."""
    a, b = own.reading, other.reading
    if own.era != other.era or a.unit != b.unit:
        return False
    days, others = days_of(a), days_of(b)
    if days and days == others:
        return True
    if b.of not in AIMS or a.unit in ADDS_UP:
        return False
    if others is None:
        return own.row.paper == other.row.paper
    return bool(days and days[1] and others[1] and others[0] <= days[0] and days[1] <= others[1])


def _set_beside(own: Placed, other: Placed, polarity: Polarity | None) -> Against:
    change = difference(other.reading.value, own.reading.value)
    assert change is not None  # both have a value
    return Against(
        of=other.reading.of,
        own=own.at,
        other=other.at,
        difference=change,
        judgement=judgement(change, polarity),
        caution=_caution_beside(own.reading, other.reading),
    )


def _caution_beside(own: Reading, other: Reading) -> str | None:
    """An aim has no basis; another body's figure for the same days may be counted otherwise."""
    if other.of in AIMS:
        return None if days_of(own) == days_of(other) else "the target is for a longer time, or undated"
    return unlike(own, other)
