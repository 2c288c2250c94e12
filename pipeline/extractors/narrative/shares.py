"""Shares of things: the figure and what it is a share of, with what is said of them."""

import re
from dataclasses import replace

from pipeline.extractors.clauses import Part
from pipeline.extractors.narrative.model import (
    CONTENT,
    SMALL,
    Clause,
    Measure,
    Statement,
    is_fraction,
    is_small,
    word_before,
)
from pipeline.extractors.narrative.told import told_of
from pipeline.extractors.narrative.words import LEAST_WORDS, forward, is_measure, led, trimmed

SAYING = frozenset("bhewpv")
"""Letters of what is said of things; without any, "96% of contacts" measures nothing."""
SAID = frozenset("bhev")
HANDFUL = 20  # things: "one of our 12 homes" is an anecdote; "one in five" and "1 in 40" are shares
OF_THINGS = r"(?:(?<!S)o[kdh@]{0,10}|(?<![^,;.])z)[NX]?(?P<m>[nwpeiPvk]{0,40}n[nwpeiPvkdbhuc]{0,40})"
THINGS = re.compile(rf"{OF_THINGS},(?:k|d){{0,10}}\Z")
COUNTED_OF = re.compile(rf"{OF_THINGS},N(?P<r>[bhev][nwpeivkdbhoty]{{0,20}})\(\Z")
NO_THINGS = re.compile("[^bhevit]*(?:M|nt)")
"""Of money, or of things to be."""
AMONG = re.compile(r"o[kd]{0,3}(?P<t>[wpe]{0,6}[nr])|k?d?n")
"""After a share: of what."""
EXACT = re.compile(r"(?:o(?P<t>[kdwpe]{0,6}n[nwpiev]{0,8}))?\((?P<v>S)\)(?(t)(?=[bhev])|o)")
"""Two thirds of carers (65%) had ... | More than half (54%) of children were ...: what follows a fraction in words."""
ALONE = re.compile(r"\A(?:d|i?P|,){0,6}\Z")


def things_after(clause: Clause) -> Statement | None:
    """96.7 per cent of contacts had been completed | two thirds of children | one in five families said."""
    things = AMONG.match(clause.after)
    if clause.value.letter != "S" or things is None:
        return None
    if things["t"] is None and not is_fraction(clause.value) and " of " not in clause.value.text:
        return None
    said = re.search(r"[bA:]d?\Z", clause.before)
    if said and not re.search("[bhev]" if said[0][0] == ":" else "b", clause.after):
        return None
    if clause.parts[clause.at + things.end()].meaning == "length":  # 80% of the time
        return None
    return _of_things(clause, _sharing(clause, forward(clause, clause.at + 1 + (clause.after[0] == "o"))))


def _sharing(clause: Clause, measure: Measure) -> Measure:
    """98% of children with a plan, and 97% of children in care, had a visit: what is said of both."""
    second = re.match(r",?&[kd]{0,2}So", clause.letters[measure.end :])
    if not measure.words or second is None or any(p.letter in SAID for p in measure.words):
        return measure
    rest = forward(clause, measure.end + second.end())
    first = next((i for i, p in enumerate(rest.words) if p.letter in SAID), len(rest.words))
    return Measure((*measure.words, *rest.words[first:]), measure.end, measure.period)


def _of_things(clause: Clause, measure: Measure) -> Statement | None:
    """A share of things, with what is said of them: not what is to be, and not a share of money."""
    letters = "".join(p.letter for p in measure.words)
    if not is_measure(measure, clause.value) or not SAYING & set(letters):
        return None
    if NO_THINGS.match(letters) or word_before(clause, clause.at) == "for" or _is_one_of_few(clause.value):
        return None
    return told_of(clause, led(clause, measure, clause.at))


def _is_one_of_few(part: Part) -> bool:
    """One of our 12 homes: a single thing is told of, not measured."""
    amount = part.amount
    if amount is None or amount.numerator != 1 or amount.denominator is None:
        return False
    return SMALL < amount.denominator < HANDFUL


def exactly(clause: Clause) -> Statement | None:
    """Almost two thirds of carers (65%) had attended | More than half (54%) of children were under five: the figure."""
    found = EXACT.match(clause.after) if is_fraction(clause.value) else None
    if found is None:
        return None
    first = clause.at + 1
    rest = forward(clause, first + found.end(), said=found["t"] is not None)
    things = clause.parts[first + found.start("t") : first + found.end("t")] if found["t"] else ()
    if not rest.words:
        return None
    figure = replace(clause, at=first + found.start("v"))
    return _of_things(figure, Measure((*trimmed(things), *rest.words), rest.end, rest.period))


def without_things(clause: Clause) -> Statement | None:
    """78% achieved a grade 4 or above in English and maths: who, the sentence before it told."""
    follows = clause.parts[clause.at + 1 : clause.at + 2]
    if clause.value.letter != "S" or not ALONE.match(clause.before) or not follows or follows[0].meaning != "attain":
        return None
    measure = forward(clause, clause.at + 1, said=True)
    content = [w for p in measure.words if p.letter in CONTENT for w in p.text.split()]
    if len(content) < LEAST_WORDS:
        return None
    return told_of(clause, led(clause, measure, clause.at))


def things_before(clause: Clause) -> Statement | None:
    """Of the 1,204 contacts received, 96% were completed within one working day | 203 (65%) were graded good."""
    opened = THINGS.search(clause.before)
    counted = COUNTED_OF.search(clause.before) if clause.after.startswith(")") else None
    if counted is not None:
        return _of_counted_things(clause, counted)
    if opened is not None and clause.value.letter == "N" and re.match(r"\(S\)[bhev]", clause.after):
        clause = replace(clause, at=clause.at + 2, skipped=1)
    if opened is None or clause.value.letter != "S" or not re.match(r"\(?[NS]?\)?[bhevp]", clause.after):
        return None
    first, last = clause.start + opened.start("m"), clause.start + opened.end("m")
    if any(_is_few_or_money(p) for p in clause.parts[clause.start + opened.start() : first]):
        return None
    things = tuple(clause.parts[i] for i in range(first, last) if not re.match(r"i?P", clause.letters[i:last]))
    skip = re.match(r"\([NS]\)", clause.after)
    rest = forward(clause, clause.at + 1 + (skip.end() if skip else clause.skipped), said=True)
    if not any(p.letter in CONTENT for p in rest.words):
        return None
    hole = rest.period or next((p for p in clause.parts[clause.start : last] if p.letter == "P"), None)
    return told_of(clause, Measure((*things, *rest.words), rest.end, hole))


def _is_few_or_money(part: Part) -> bool:
    """Of the 4 homes, 75% ... | Of £12m spent on children, 40% ..."""
    return (part.letter == "N" and is_small(part)) or "£" in part.text


def _of_counted_things(clause: Clause, found: re.Match[str]) -> Statement | None:
    """Of the 29 schools inspected, 27 were judged good (93%)."""
    spans = ((clause.start + found.start(g), clause.start + found.end(g)) for g in ("m", "r"))
    words = [p for first, last in spans for p in clause.parts[first:last] if p.letter not in "Pi"]
    return told_of(clause, Measure(trimmed(words))) if clause.value.letter == "S" else None
