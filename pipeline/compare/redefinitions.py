"""Measures from one paper to the next: renamed, redefined, new, returned, dropped."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from pipeline.compare.assignment import best_pairs
from pipeline.compare.grouping import Member
from pipeline.compare.likeness import Weights, likeness, marked, words_of
from pipeline.compare.notes import notes_of, redefines
from pipeline.compare.periods import named
from pipeline.compare.threads import ALIKE_LABEL, Row, Thread, numbers
from pipeline.records import dataclass
from pipeline.vocabulary.indicators import canonical, indicator
from pipeline.vocabulary.wording import folded
from schemas.comparison import At, Presence, Redefinition, Renaming

By = Literal["unit", "measure", "label", "note"]
RELATED = 1.0  # added to the likeness of labels where the vocabulary says that the two measures are easily confused


@dataclass(frozen=True, slots=True)
class Named:
    """A thread and the id of its measure."""

    id: str
    thread: Thread


Step = tuple[Named, Row, Row]
"""A measure in two papers, one after the other."""


def at(row: Row) -> At:
    return At(paper=row.key, id=row.record.id)


# --- in both papers ---------------------------------------------------------------------------------------------


def renamings(measures: Sequence[Named], members: Sequence[Member]) -> Iterator[Renaming]:
    """The same measure under other words, where its figures may still be set side by side."""
    for measure, earlier, later in _steps(measures):
        if folded(earlier.record.label) == folded(later.record.label) or redefined(earlier, later, members):
            continue
        yield Renaming(
            measure=measure.id,
            earlier=at(earlier),
            later=at(later),
            earlier_label=earlier.record.label,
            later_label=later.record.label,
            marked=marked(earlier.record.label, later.record.label),
        )


def redefinitions(measures: Sequence[Named], members: Sequence[Member]) -> Iterator[Redefinition]:
    """Measures that go on, counted otherwise; and measures that a related one has taken the place of."""
    for measure, earlier, later in _steps(measures):
        if found := redefined(earlier, later, members):
            yield _redefinition(measure.id, measure.id, earlier, later, found)
    for gone, come, why in replaced(measures, members):
        yield _redefinition(gone.id, come.id, gone.thread.last, come.thread.rows[0], why)


def redefined(earlier: Row, later: Row, members: Sequence[Member]) -> tuple[By, str] | None:
    """Why the figures of a row may not be set beside those of its forerunner."""
    if earlier.unit and later.unit and earlier.unit != later.unit:
        return "unit", f"{named(earlier.unit)} became {named(later.unit)}"
    before, after = measured_by(earlier.record.label), measured_by(later.record.label)
    if before and after and before != after:
        return "label", f"{', '.join(before)} became {', '.join(after)} in the label"
    known = {folded(note) for note in notes_of(members[earlier.paper].paper, earlier.record)}
    for note in notes_of(members[later.paper].paper, later.record):
        if folded(note) not in known and redefines(note):
            return "note", note
    return None


def measured_by(label: str) -> tuple[str, ...]:
    """The numbers that are part of what is measured: ages, days. Not the code before a label, not a year in it."""
    return tuple(
        word
        for word in numbers(canonical(label))
        if not ("/" in word or word.startswith(("19", "20")) * (len(word) == 4))
    )


def _steps(measures: Sequence[Named]) -> Iterator[Step]:
    for measure in measures:
        for earlier, later in pairwise(measure.thread.rows):
            yield measure, earlier, later


def _redefinition(before: str, after: str, earlier: Row, later: Row, found: tuple[By, str]) -> Redefinition:
    by, why = found
    return Redefinition(
        earlier_measure=before,
        later_measure=after,
        earlier=at(earlier),
        later=at(later),
        earlier_label=earlier.record.label,
        later_label=later.record.label,
        by=by,
        why=why,
    )


# --- in one of them ---------------------------------------------------------------------------------------------


def replaced(measures: Sequence[Named], members: Sequence[Member]) -> list[tuple[Named, Named, tuple[By, str]]]:
    """A measure that ends and another that begins in the next paper, where one stands for the other."""
    found = []
    for earlier, later in pairwise(reporting(members)):
        gone = [m for m in measures if m.thread.last.paper == earlier]
        come = [m for m in measures if m.thread.rows[0].paper == later]
        scores = {}
        for i, old in enumerate(gone):
            for j, new in enumerate(come):
                if kinship := _kinship(old.thread.last, new.thread.rows[0]):
                    scores[i, j] = kinship
        for i, j in best_pairs(scores):
            found.append((gone[i], come[j], _why(gone[i].thread.last, come[j].thread.rows[0])))
    return found


def _kinship(earlier: Row, later: Row) -> float:
    alike = likeness(words_of(canonical(earlier.record.label)), words_of(canonical(later.record.label)), Weights())
    ids = earlier.record.indicator, later.record.indicator
    if None not in ids:
        return RELATED + alike if _confusable(*ids) else 0.0
    differ = earlier.unit != later.unit or numbers(earlier.record.label) != numbers(later.record.label)
    return alike if differ and alike >= ALIKE_LABEL else 0.0


def _confusable(a: str | None, b: str | None) -> bool:
    own, other = indicator(a or ""), indicator(b or "")
    if own is None or other is None:
        return False
    return other.id in (*own.confusable_with, own.opposite) or own.id in (*other.confusable_with, other.opposite)


def _why(earlier: Row, later: Row) -> tuple[By, str]:
    if earlier.unit and later.unit and earlier.unit != later.unit:
        return "unit", f"{named(earlier.unit)} became {named(later.unit)}"
    if None in (earlier.record.indicator, later.record.indicator):
        return "label", "alike labels with other numbers"
    return "measure", f"{earlier.record.indicator} gave way to {later.record.indicator}"


def presences(measures: Sequence[Named], members: Sequence[Member]) -> Iterator[Presence]:
    """New, returned and dropped measures, between papers that report measures at all."""
    swapped = replaced(measures, members)
    gone, come = {old.id for old, _, _ in swapped}, {new.id for _, new, _ in swapped}
    going_on = {(m.id, row.paper): row.record.id for m in measures for row in m.thread.rows}
    for earlier, later in pairwise(reporting(members)):
        both = {m.id for m in measures if (m.id, earlier) in going_on and (m.id, later) in going_on}
        parts = {(paper, going_on[one, paper]) for one in both for paper in (earlier, later)}
        for measure in measures:
            rows = {row.paper: row for row in measure.thread.rows}
            if any((paper, rows[paper].record.id) in parts for paper in rows) and measure.id not in both:
                continue  # another unit of a row that goes on
            if (
                earlier in rows
                and later not in rows
                and not (measure.id in gone and rows[earlier] is measure.thread.last)
            ):
                yield _presence("dropped", measure, rows[earlier], members[later])
            if later in rows and earlier not in rows:
                first = rows[later] is measure.thread.rows[0]
                if not (first and measure.id in come):
                    yield _presence("new" if first else "returned", measure, rows[later], members[earlier])


def reporting(members: Sequence[Member]) -> list[int]:
    """The papers that have rows of measures; one without drops nothing."""
    return [place for place, member in enumerate(members) if member.paper.indicators]


def _presence(change: Literal["new", "returned", "dropped"], measure: Named, row: Row, other: Member) -> Presence:
    return Presence(change=change, measure=measure.id, label=row.record.label, at=at(row), missing_in=other.key)
