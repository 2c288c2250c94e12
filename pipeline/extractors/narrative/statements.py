"""What a sentence states: the first shape that fits each of its figures."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.extractors.clauses import Part
from pipeline.extractors.narrative.counts import counted
from pipeline.extractors.narrative.model import FIGURE, Clause, Statement, clause_of
from pipeline.extractors.narrative.portions import (
    after_things,
    and_share,
    bracketed_share,
    counted_share,
    done_for,
    of_which,
    portion_of,
    portioned,
    with_share,
)
from pipeline.extractors.narrative.shares import exactly, things_after, things_before, without_things
from pipeline.extractors.narrative.told import asides
from pipeline.extractors.narrative.verbs import fronted, labelled, moved, named, rate_of, risen, subject

Shape = Callable[[Clause], Statement | None]

SHAPES: tuple[Shape, ...] = (
    portioned,
    done_for,
    bracketed_share,
    counted_share,
    exactly,
    things_after,
    without_things,
    things_before,
    after_things,
    rate_of,
    subject,
    moved,
    risen,
    fronted,
    named,
    labelled,
    counted,
)

AFTER_ANOTHER: tuple[Shape, ...] = (of_which, with_share, portion_of, and_share)
"""Of the things of which a figure was read before: "the landlord owns 1,200 homes, 15% of which are vacant" is none."""
OF_OTHERS = re.compile(r"i?k?A(?:,|k?d?[SNRD]|[eh]|z|[wnr]{0,4}[qv])")
"""Nationally, ... | In England 21% of ... | England has ...: a clause that is all of another body."""
WISHED = re.compile("[mE]")
"""What is wanted or expected, and what is told of others."""


def statements(parts: Sequence[Part]) -> tuple[Statement, ...]:
    """What a sentence states, each value once."""
    letters = "".join(part.letter for part in parts)
    if "!" in letters or not any(letter in FIGURE for letter in letters):
        return ()
    parts, aside = asides(tuple(parts))
    letters = "".join(part.letter for part in parts)
    found: list[Statement] = []
    used: set[int] = set()
    for at, part in enumerate(parts):
        if part.letter not in FIGURE or part.start in used:
            continue
        statement = _statement(clause_of(parts, letters, at), bool(found)) or _rate(found[-1:], parts, letters, at)
        if statement is not None:
            used |= {told.value.start for told in statement.told}
            statement = replace(statement, told=(*statement.told, *aside.get(part.start, ())))
            found.append(statement)
    return tuple(found)


THEIRS = re.compile(r"(?:i?P)?A(?:[.;,]|\Z)")
"""The suicide rate is 5 per 100,000 in England: the body directly after the figure, and nothing more of it."""
SET_AGAINST = re.compile(r"[^SNRD.;]{0,4}c[kd]?P,?z?\Z")
"""Compared with 2022/23, when 70% of reviews were on time: not the figure that the sentence is about."""
EQUIVALENT = re.compile(r"N[^SNRD.;]{0,40}[,(](?:z|&|&z|k)?[kdi]{0,2}(?:ro)?\Z")


def _rate(found: Sequence[Statement], parts: Sequence[Part], letters: str, at: int) -> Statement | None:
    """1,845, equivalent to 301 per 10,000 | 472 children in care, a rate of 74 per 10,000: of the same, as a rate."""
    if not found or parts[at].letter != "R" or not EQUIVALENT.search(letters[:at]):
        return None
    return replace(found[0], told=(replace(found[0].told[0], value=parts[at]),))


def _statement(clause: Clause, follows: bool) -> Statement | None:
    """The first shape that fits; none where the clause speaks of what is wanted or expected."""
    if WISHED.search(clause.before) or OF_OTHERS.match(clause.letters, clause.start):
        return None
    if THEIRS.match(clause.after) or SET_AGAINST.match(clause.before):
        return None
    for shape in (*AFTER_ANOTHER, *SHAPES) if follows else SHAPES:
        statement = shape(clause)
        if statement is not None:
            return statement
    return None
