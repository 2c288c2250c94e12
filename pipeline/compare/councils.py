"""Councils beside each other: the same measure, unit, basis and days; and what only one of them reports."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field

from pipeline.compare.figures import difference, polarity_of
from pipeline.compare.grouping import Group
from pipeline.compare.periods import Days, basis_of, days_of, stretch, when
from pipeline.records import dataclass
from schemas.comparison import At, Number, OnlyOne, Place, Standing, When
from schemas.record import Indicator, Reading

LEAST_COUNCILS = 2

Key = tuple[str, str | None, str | None, tuple[str, int] | None, Days]
Who = tuple[str, str | None]
"""A series, and its council's name."""
Found = tuple[Who, At, Number, When]


@dataclass(slots=True)
class Between:
    """What the councils report, gathered series by series."""

    figures: dict[Key, dict[str, Found]] = field(default_factory=lambda: defaultdict(dict))
    """By council; of one council the figure that its latest paper gives."""
    first: dict[str, dict[str, tuple[Who, At]]] = field(default_factory=lambda: defaultdict(dict))
    """Where each council first reports a measure of the vocabulary."""
    councils: set[str] = field(default_factory=set)

    def add(self, group: Group) -> None:
        council, who = group.members[0].entry.council, (group.id, group.council)
        self.councils.add(council)
        for row, at, reading in _figures(group):
            days, period = days_of(reading), when(reading.period)
            if (
                row.indicator
                and reading.value is not None
                and reading.of == "authority"
                and days
                and days[1]
                and period
            ):
                key = (row.indicator, reading.unit, basis_of(reading), stretch(reading), days)
                self.figures[key][council] = (who, at, reading.value, period)
        for member in group.members:
            for row in member.paper.indicators:
                if row.indicator:
                    self.first[row.indicator].setdefault(council, (who, At(paper=member.key, id=row.id)))

    def standings(self) -> Iterator[Standing]:
        """Where at least two councils have a figure for the same."""
        for key in sorted(self.figures, key=lambda one: (one[0], one[4][0], one[4][1], str(one[1:4]))):
            if len(self.figures[key]) > 1:
                yield _standing(key, list(self.figures[key].values()))

    def only_one(self) -> Iterator[OnlyOne]:
        """Measures of the vocabulary that a single council reports; none where there is only one council."""
        if len(self.councils) < LEAST_COUNCILS:
            return
        for measure, councils in sorted(self.first.items()):
            if len(councils) == 1:
                (series, council), at = next(iter(councils.values()))
                yield OnlyOne(indicator=measure, council=council, series=series, at=at)


def _figures(group: Group) -> Iterator[tuple[Indicator, At, Reading]]:
    for member in group.members:
        for row in member.paper.indicators:
            for place, reading in enumerate(row.readings):
                yield row, At(paper=member.key, id=row.id, reading=place), reading


def _standing(key: Key, found: Sequence[Found]) -> Standing:
    measure, unit, basis, _, _ = key
    polarity = polarity_of(measure)
    values = [value for _, _, value, _ in found]
    best_first = sorted(values, reverse=polarity != "lower_is_better")
    places = [
        Place(series=series, council=council, at=at, value=value, rank=best_first.index(value) + 1)
        for (series, council), at, value, _ in found
    ]
    spread = difference(min(values), max(values))
    assert spread is not None  # of two numbers
    return Standing(
        indicator=measure,
        unit=unit,
        basis=basis,
        period=found[0][3],
        polarity=polarity,
        places=tuple(sorted(places, key=lambda place: (place.rank, place.series))),
        spread=spread,
    )
