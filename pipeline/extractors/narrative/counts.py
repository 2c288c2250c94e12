"""Things that are counted, and who has them."""

import re
from collections.abc import Sequence

from pipeline.extractors.clauses import Part
from pipeline.extractors.narrative.model import FIGURE, SMALL, Clause, Measure, Statement, is_small, word_before
from pipeline.extractors.narrative.told import told_of
from pipeline.extractors.narrative.words import OPENS, forward, is_measure, led
from pipeline.vocabulary.columns import area_in
from pipeline.vocabulary.indicators import match_label

CHANGED = re.compile(r"(?:\A|(?<=[,;]))[@gkwihP,]{0,40}C(?:i?P)?t\Z")
HAVING = re.compile(r"w?d?h(?:d|k){0,20}\Z")
OPENING = re.compile(r"(?:\A|P,?|[zq(]|,)(?:k|d)?\Z")
HAVE = frozenset({"have", "has", "had"})
HELD = re.compile(r"e(?:[dk]|o){0,20}\Z")
WE = re.compile(r"we\b", re.IGNORECASE)
OWNED_BEFORE = re.compile(r"\A[iPdk,:(]*\Z|z\Z")
"""Before a holding verb without an owner of its own: nothing, a time, or `which`."""


def counted(clause: Clause) -> Statement | None:
    """There were 23 young people with university places | 203 fostering households were registered."""
    if clause.value.letter != "N" or not re.match(r"[wep]{0,3}n", clause.after):
        return None
    held = _held(clause) or CHANGED.search(clause.before) or _having(clause)
    if held is None and not (_opens(clause) or _goes_with(clause)):
        return None
    there = held is not None and clause.parts[clause.start + held.start()].meaning == "there"
    if _is_anecdote(clause.value, there) or not _is_whole(clause.value):
        return None
    measure = forward(clause, clause.at + 1)
    said = any(p.letter in "bhe" or p.meaning == "flow" for p in measure.words)
    if not (said or held) or _is_of_others(measure.words) or _is_of_staff(measure):
        return None
    statement = told_of(clause, led(clause, measure, clause.at))
    if is_measure(measure, clause.value, held is not None):
        return statement
    return statement if held and measure.words and not is_small(clause.value) and statement.told[0].period else None


def _is_whole(part: Part) -> bool:
    """For every child who left, 1.8 children came into care: no count."""
    value = part.amount.value if part.amount is not None else None
    return value is None or value == value.to_integral_value()


def _is_anecdote(part: Part, there: bool) -> bool:
    amount = part.amount
    spelt = not any(c.isdigit() for c in part.text)
    return amount is None or (spelt and not there and (amount.value or 0) < SMALL)


def _is_of_staff(measure: Measure) -> bool:
    """The team has 11 supervising social workers: who works somewhere is no measure, but for those that are known."""
    head = next((p for p in measure.words if p.letter == "n"), None)
    if head is None or head.meaning != "staff":
        return False
    return match_label(" ".join(p.text for p in measure.words), "count").indicator is None


def _is_of_others(words: Sequence[Part]) -> bool:
    """Who answered a survey, and what belongs to things that could be counted ("children's records")."""
    head = next((i for i, p in enumerate(words) if p.letter == "n"), 0)
    follows = "".join(p.letter for p in words[head + 2 : head + 5])
    owned = words[head + 1 : head + 2] and words[head + 1].text in ("'s", "’s", "'", "’")
    return any(p.meaning == "sample" for p in words) or (bool(owned) and not re.match("[wp]{0,2}n", follows))


def _opens(clause: Clause) -> bool:
    """At the head of a clause; "the 20 children most in need" are no count."""
    return OPENING.search(clause.before) is not None and word_before(clause, clause.at) not in ("the", "these")


def _goes_with(clause: Clause) -> bool:
    """Demand remains high, with 4,870 contacts received in the quarter."""
    return clause.before.endswith(",i") and word_before(clause, clause.at) == "with"


def _held(clause: Clause) -> re.Match[str] | None:
    """A holding verb and whose it is: ours or a body's, not Mrs Jones's; `there were` and `we had` tell it."""
    found = HELD.search(clause.before)
    if found is None:
        return None
    verb = clause.start + found.start()
    if clause.parts[verb].meaning in ("there", "sum"):
        return found
    words = clause.parts[verb].text.lower().split()
    if words[-1] in HAVE and is_small(clause.value):  # we have two vacancies
        return None
    if words[0] == "we":
        return found
    opened = [at + 1 for at in range(clause.start, verb) if clause.letters[at] in OPENS]
    first = max(opened, default=clause.start)
    if not OWNED_BEFORE.search(clause.letters[clause.start : first]) and clause.letters[first:verb] in ("", "d"):
        return None
    return found if _is_ours(clause.parts[first:verb]) else None


def _is_ours(owner: Sequence[Part]) -> bool:
    """We, a body, a place that has a council, or nobody; a body is named before any preposition ("the head of ...")."""
    named = [p for p in owner if p.letter not in "dhb"]
    end = next((i for i, p in enumerate(named) if i and p.letter in "io"), len(named))
    named = named[:end]
    if not named:
        return True
    if named[0].meaning == "single" or named[0].letter in FIGURE:  # a typical team, one team
        return False
    last = named[-1]
    return last.meaning == "body" or WE.match(last.text) is not None or area_in(last.text) is not None


def _having(clause: Clause) -> re.Match[str] | None:
    """We have 214 approved fostering households: of ten and more."""
    found = HAVING.search(clause.before)
    if found is None or is_small(clause.value):
        return None
    words = (p.text.lower() for p in clause.parts[clause.start + found.start() : clause.at])
    return found if any(word in HAVE for word in words) else None
