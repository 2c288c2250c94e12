"""What a sentence states: the first shape that fits each of its figures."""

import re
from collections.abc import Callable, Sequence

from pipeline.extractors.clauses import Part
from pipeline.extractors.narrative.counts import counted
from pipeline.extractors.narrative.model import FIGURE, Clause, Statement, clause_of
from pipeline.extractors.narrative.shares import exactly, things_after, things_before, without_things
from pipeline.extractors.narrative.verbs import fronted, labelled, moved, named, risen, subject

Shape = Callable[[Clause], Statement | None]

SHAPES: tuple[Shape, ...] = (
    exactly,
    things_after,
    without_things,
    things_before,
    subject,
    moved,
    risen,
    fronted,
    named,
    labelled,
    counted,
)

OF_OTHERS = re.compile(r"i?k?A(?:,|k?d?[SNRD]|[eh])")
"""Nationally, ... | In England 21% of ... | England has ...: a clause that is all of another body."""
WISHED = re.compile("[mE]")
"""What is wanted or expected, and what is told of others."""


def statements(parts: Sequence[Part]) -> tuple[Statement, ...]:
    """What a sentence states, each value once."""
    letters = "".join(part.letter for part in parts)
    if "!" in letters or not any(letter in FIGURE for letter in letters):
        return ()
    found: list[Statement] = []
    used: set[int] = set()
    for at, part in enumerate(parts):
        if part.letter not in FIGURE or part.start in used:
            continue
        statement = _statement(clause_of(parts, letters, at))
        if statement is not None:
            used |= {told.value.start for told in statement.told}
            found.append(statement)
    return tuple(found)


def _statement(clause: Clause) -> Statement | None:
    """The first shape that fits; none where the clause speaks of what is wanted or expected."""
    if WISHED.search(clause.before) or OF_OTHERS.match(clause.letters, clause.start):
        return None
    for shape in SHAPES:
        statement = shape(clause)
        if statement is not None:
            return statement
    return None
