"""Councils beside each other: the same measure, unit, basis and days; and what only one of them reports."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.compare.figures import difference, polarity_of
from pipeline.compare.grouping import Group, council_of
from pipeline.compare.periods import Days, basis_of, days_of, stretch, when
from schemas.comparison import At, OnlyOne, Place, Standing
from schemas.record import Indicator, Reading

Key = tuple[str, str | None, str | None, tuple[str, int] | None, Days]
Found = tuple[Group, At, Reading]


def standings(groups: Sequence[Group]) -> Iterator[Standing]:
    """Where at least two councils have a figure for the same; of one council the figure that its latest paper gives."""
    by_key: dict[Key, dict[str, Found]] = defaultdict(dict)
    for group, row, at, reading in _figures(groups):
        days = days_of(reading)
        if row.indicator and days and days[1] and reading.of == "authority" and reading.value is not None:
            key = (row.indicator, reading.unit, basis_of(reading), stretch(reading), days)
            by_key[key][_council(group)] = (group, at, reading)
    for key in sorted(by_key, key=lambda one: (one[0], one[4][0], one[4][1], str(one[1:4]))):
        if len(by_key[key]) > 1:
            yield _standing(key, list(by_key[key].values()))


def only_one(groups: Sequence[Group]) -> Iterator[OnlyOne]:
    """Measures of the vocabulary that a single council reports; none where there is only one council."""
    first: dict[str, dict[str, tuple[Group, At]]] = defaultdict(dict)
    for group in groups:
        for member in group.members:
            for row in member.paper.indicators:
                if row.indicator:
                    first[row.indicator].setdefault(_council(group), (group, At(paper=member.key, id=row.id)))
    if len({_council(group) for group in groups}) < 2:
        return
    for measure, councils in sorted(first.items()):
        if len(councils) == 1:
            group, at = next(iter(councils.values()))
            yield OnlyOne(indicator=measure, council=group.council, series=group.id, at=at)


def _figures(groups: Sequence[Group]) -> Iterator[tuple[Group, Indicator, At, Reading]]:
    for group in groups:
        for member in group.members:
            for row in member.paper.indicators:
                for place, reading in enumerate(row.readings):
                    yield group, row, At(paper=member.key, id=row.id, reading=place), reading


def _council(group: Group) -> str:
    return council_of(group.members[0].paper)


def _standing(key: Key, found: Sequence[Found]) -> Standing:
    measure, unit, basis, _, _ = key
    polarity = polarity_of(measure)
    values = [reading.value for _, _, reading in found if reading.value is not None]
    best_first = sorted(values, reverse=polarity != "lower_is_better")
    places = [
        Place(
            series=group.id, council=group.council, at=at, value=reading.value, rank=best_first.index(reading.value) + 1
        )
        for group, at, reading in found
        if reading.value is not None
    ]
    period, spread = when(found[0][2].period), difference(min(values), max(values))
    assert period is not None  # only dated figures with a value are here
    assert spread is not None
    return Standing(
        indicator=measure,
        unit=unit,
        basis=basis,
        period=period,
        polarity=polarity,
        places=tuple(sorted(places, key=lambda place: (place.rank, place.series))),
        spread=spread,
    )
