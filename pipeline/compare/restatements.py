"""Figures that a later paper gives otherwise: the same measure, body and period, another value."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from pipeline.compare.figures import agree, difference, has_figure
from pipeline.compare.grouping import Member
from pipeline.compare.periods import days_of, when
from pipeline.compare.threads import Row, Thread
from schemas.comparison import At, Restatement
from schemas.record import Reading

Placed = tuple[Row, int, Reading]
"""A reading in its row, and its place there from 0."""


def restatements(measure: str, thread: Thread, members: Sequence[Member]) -> Iterator[Restatement]:
    """Each against the paper that gave the figure last, so that a figure restated twice is told twice."""
    latest: dict[Hashable, list[Placed]] = {}
    for row in thread.rows:
        now: dict[Hashable, list[Placed]] = defaultdict(list)
        for place, reading in row.readings:
            key = _key(reading, members[row.paper])
            if key and has_figure(reading):
                now[key].append((row, place, reading))
        for key, readings in now.items():
            yield from _told(measure, latest.get(key, []), readings)
        latest.update(now)


def _key(reading: Reading, member: Member) -> Hashable | None:
    """Body and days. Where no date is printed, the same column of papers to the same meeting."""
    days = days_of(reading)
    return reading.of, days or (member.paper.header.meeting_date, reading.column)


def _told(measure: str, before: Sequence[Placed], now: Sequence[Placed]) -> Iterator[Restatement]:
    """Figures that agree with one of the other paper confirm it; the rest are told in the order printed."""
    earlier, later = list(before), list(now)
    for one in before:
        twin = next((other for other in later if _units_agree(one[2], other[2]) and agree(one[2], other[2])), None)
        if twin:
            earlier.remove(one)
            later.remove(twin)
    for (row, i, own), (other_row, j, other) in zip(earlier, later, strict=False):
        if _units_agree(own, other):
            yield Restatement(
                measure=measure,
                of=own.of,
                period=when(other.period),
                earlier=At(paper=row.key, id=row.record.id, reading=i),
                later=At(paper=other_row.key, id=other_row.record.id, reading=j),
                earlier_raw=own.raw,
                later_raw=other.raw,
                difference=difference(own.value, other.value),
            )


def _units_agree(a: Reading, b: Reading) -> bool:
    return a.unit == b.unit
