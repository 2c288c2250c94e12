"""The rows of a series' papers, joined to measures: the same measure from paper to paper, whatever its label.

Told by, one after the other, each only for rows that those before left over:

    the vocabulary's id, the label, the sub-heading and the unit      the same row
    the vocabulary's id and the label
    the vocabulary's id                the most alike labels, over all rows of the id at once
    the label, where the id is missing on a side
    much the same words, or alike words and the same figure for the same period, in the same unit
    alike words only: a question for a person
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import field, replace

from pipeline.compare.assignment import Pair, best_pairs
from pipeline.compare.decisions import Decisions
from pipeline.compare.figures import agree, has_figure
from pipeline.compare.grouping import Member
from pipeline.compare.likeness import Weights, likeness, words_of
from pipeline.compare.periods import days_of
from pipeline.records import dataclass
from pipeline.vocabulary.indicators import canonical
from pipeline.vocabulary.wording import folded
from schemas.record import Indicator, Reading

SAME_LABEL = 0.8  # of likeness: the labels differ in a filler word or an abbreviation
ALIKE_LABEL = 0.5  # of likeness: not enough alone, since measures of one subject share most of their words


SAME_UNIT = 1.0  # added where rows of one id are shared out: no likeness of labels outweighs it


@dataclass(frozen=True, slots=True)
class Row:
    """A row of one of the papers; `paper` counts the papers of the series from 0."""

    paper: int
    key: str
    record: Indicator
    said: bool = False
    """In a sentence, not in a table."""
    places: tuple[int, ...] | None = None
    """Which of the record's readings are its own, where the record mixes units; None: all."""

    @property
    def readings(self) -> tuple[tuple[int, Reading], ...]:
        """Its readings, with their places in the record."""
        placed = enumerate(self.record.readings)
        return tuple((place, one) for place, one in placed if self.places is None or place in self.places)

    @property
    def unit(self) -> str | None:
        """The unit of most of its figures."""
        return _main_unit([one for _, one in self.readings])


@dataclass(slots=True)
class Thread:
    """A measure: its rows, one a paper, in the order of the papers."""

    rows: list[Row] = field(default_factory=list)

    @property
    def last(self) -> Row:
        return self.rows[-1]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two rows that may be the same measure."""

    earlier: Row
    later: Row
    score: float


def threads(members: Sequence[Member], decisions: Decisions) -> tuple[list[Thread], list[Doubt]]:
    """The measures of a series in the order in which they first stand, and what a person must say."""
    found: list[Thread] = []
    doubts: list[Doubt] = []
    for paper, member in enumerate(members):
        rows = [part for record in member.paper.indicators for part in by_unit(Row(paper, member.key, record))]
        joined, asked = _joined(found, rows, decisions)
        doubts += asked
        for place, row in enumerate(rows):
            if place in joined:
                joined[place].rows.append(row)
            else:
                found.append(Thread([row]))
    return found, doubts


def by_unit(row: Row) -> list[Row]:
    """A row for each unit: a share and a count under one label are two measures, and never subtracted.

    What has no unit (suppressed, pending) goes with the unit of most. The shares come first, so that two papers agree.
    """
    figures = {reading.unit for _, reading in row.readings if reading.unit and has_figure(reading)}
    if len(figures) < 2:
        return [row]
    main = row.unit
    places: dict[str | None, list[int]] = defaultdict(list)
    for place, reading in row.readings:
        places[reading.unit if reading.unit in figures else main].append(place)
    ordered = sorted(places, key=lambda unit: (unit != "percent", unit or ""))
    return [replace(row, places=tuple(places[unit])) for unit in ordered]


def _main_unit(readings: Sequence[Reading]) -> str | None:
    units = Counter(one.unit for one in readings if one.unit)
    return min(units, key=lambda unit: (-units[unit], unit)) if units else None


def _joined(
    found: Sequence[Thread], rows: Sequence[Row], decisions: Decisions
) -> tuple[dict[int, Thread], list[Doubt]]:
    """Which thread each row goes on with, by its place among the rows."""
    open_threads, open_rows = dict(enumerate(found)), dict(enumerate(rows))
    joined: dict[int, Thread] = {}

    def settle(pairs: Iterable[Pair]) -> None:
        for thread, row in pairs:
            joined[row] = open_threads.pop(thread)
            del open_rows[row]

    settle(_decided(open_threads, open_rows, decisions))
    for key_of in (_exact, _by_label, _by_bare_label):
        settle(_by_key(open_threads, open_rows, key_of))
    settle(_by_id(open_threads, open_rows))
    settle(_by_key(open_threads, open_rows, _by_label_only))
    sure, doubtful = _by_wording(open_threads, open_rows, decisions)
    settle(sure)
    return joined, [Doubt(found[t].last, rows[r], score) for (t, r), score in doubtful.items() if r in open_rows]


# --- by key -----------------------------------------------------------------------------------------------------


Key = Callable[[Row], Hashable | None]


def _exact(row: Row) -> Hashable:
    record = row.record
    return record.indicator, folded(record.label), folded(record.group or ""), row.unit


def _by_label(row: Row) -> Hashable:
    return row.record.indicator, folded(row.record.label), folded(row.record.group or "")


def _by_bare_label(row: Row) -> Hashable:
    return row.record.indicator, folded(row.record.label)


def _by_label_only(row: Row) -> Hashable:
    return canonical(row.record.label)


def _by_key(found: dict[int, Thread], rows: dict[int, Row], key_of: Key) -> list[Pair]:
    """Threads and rows of one key; of several, the first with the first, so long as there are as many of them."""
    by_key: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, thread in found.items():
        by_key[key_of(thread.last)][0].append(place)
    for place, row in rows.items():
        by_key[key_of(row)][1].append(place)
    return [
        (thread, row)
        for key, (own, others) in by_key.items()
        if key and len(own) == len(others)
        for thread, row in zip(own, others, strict=True)
        if _may_be_one(found[thread].last, rows[row])
    ]


def _may_be_one(a: Row, b: Row) -> bool:
    """Two ids are two measures, whatever the labels."""
    return a.record.indicator is None or b.record.indicator is None or a.record.indicator == b.record.indicator


def _by_id(found: dict[int, Thread], rows: dict[int, Row]) -> list[Pair]:
    scores = {
        (t, r): 1 + _alike(thread.last, row) + (SAME_UNIT if thread.last.unit == row.unit else 0)
        for t, thread in found.items()
        for r, row in rows.items()
        if row.record.indicator and row.record.indicator == thread.last.record.indicator
    }
    return list(best_pairs(scores))


# --- by wording -------------------------------------------------------------------------------------------------


def _by_wording(
    found: dict[int, Thread], rows: dict[int, Row], decisions: Decisions
) -> tuple[list[Pair], dict[Pair, float]]:
    sure: dict[Pair, float] = {}
    doubtful: dict[Pair, float] = {}
    for t, thread in found.items():
        for r, row in rows.items():
            if not _may_be_asked(thread.last, row, decisions):
                continue
            score = _alike(thread.last, row)
            if score >= SAME_LABEL or (score >= ALIKE_LABEL and _confirmed(thread.last, row)):
                sure[t, r] = score
            elif score >= ALIKE_LABEL:
                doubtful[t, r] = score
    return list(best_pairs(sure)), best_pairs(doubtful)


def _may_be_asked(earlier: Row, later: Row, decisions: Decisions) -> bool:
    """Unlike ids or units settle it, and so does a person; numbers in a label are part of the measure."""
    if None not in (earlier.record.indicator, later.record.indicator) or earlier.unit != later.unit:
        return False
    if numbers(earlier.record.label) != numbers(later.record.label):
        return False
    return decisions.on("measure", earlier.record.label, later.record.label) is not False


def _decided(found: dict[int, Thread], rows: dict[int, Row], decisions: Decisions) -> list[Pair]:
    scores = {
        (t, r): 1.0
        for t, thread in found.items()
        for r, row in rows.items()
        if decisions.given and decisions.on("measure", thread.last.record.label, row.record.label)
    }
    return list(best_pairs(scores))


def _alike(a: Row, b: Row) -> float:
    return likeness(words_of(canonical(a.record.label)), words_of(canonical(b.record.label)), Weights())


def _confirmed(earlier: Row, later: Row) -> bool:
    """Both state a figure for the same body and period, and the figures agree."""
    return any(
        same_time(own, other) and agree(own, other)
        for _, own in earlier.readings
        for _, other in later.readings
        if has_figure(own) and has_figure(other)
    )


def same_time(a: Reading, b: Reading) -> bool:
    return a.of == b.of and days_of(a) is not None and days_of(a) == days_of(b)


def numbers(label: str) -> tuple[str, ...]:
    """The numbers of a label: ages, days, months."""
    return tuple(word for word in folded(label).split() if word[0].isdigit())
