"""The words of a measure: where they begin and end, whether they name one, and whether the figure can be its."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extractors.clauses import Part
from pipeline.extractors.narrative.model import CONTENT, HEADS, VERBS, Clause, Measure, is_small
from pipeline.values.amounts import Amount
from pipeline.values.units import unit_in
from pipeline.vocabulary.indicators import match_label

OPENS = ",zq(:;.)P"
"""Letters after which a clause begins."""
STOPS = frozenset(",;:().!?Pzc&SNRDCXAumx!@")
"""Letters at which the words of a measure end."""
NOT_AFTER = frozenset("mxXSNRDAu")
"""Letters that may not end what is said: a wish, a change, another figure, another body's."""
LOOSE_ENDS = frozenset("odkhityflbd&")
FIGURES = (*"SNRD", "")
LEAST_WORDS = 2  # content words: "contacts" alone is no measure
MOST_JOINED = 8  # words: what `and` joins to something said is no longer, else it is another statement
COMPARES = re.compile(r"c[kd]{0,3}(?:[SNRDXAP@qcr]|[wn]{0,3}A)")
SET_IN = re.compile(r"[,(]i?(?P<p>P)[,)](?=d?[bhev])")
LEADING = re.compile(r"(?:(?:^|(?<=[,zq(;.]))[ikw]{0,2}|(?=P,?\Z))(?P<p>P)[^SNRDP]*\Z")


def forward(clause: Clause, start: int, said: bool = False) -> Measure:
    """The words from `start` to the end of what is said; none where a figure or a wish follows them directly."""
    letters = clause.letters
    words: list[Part] = []
    period: Part | None = None
    at = start
    while at < len(letters):
        part = clause.parts[at]
        if part.letter == "P" and not said and re.match(r"P[bhev]", letters[at:]):
            period = part
        elif not said and words and (time := SET_IN.match(letters, at)):  # of children, as at June 2020, had
            period = clause.parts[time.start("p")]
            at = time.end() - 1
        elif part.letter == "(" and (aside := re.match(r"\([wnrpikod]{1,12}\)", letters[at:])):
            words += clause.parts[at : at + aside.end()]
            at += aside.end() - 1
        elif part.letter in STOPS and not _passes(clause, at, said, words):
            break
        else:
            words.append(part)
            said = said or part.letter in VERBS
        at += 1
    if at < len(letters) and letters[at] in NOT_AFTER:
        return Measure((), at)
    return Measure(trimmed(words), at, period)


def _passes(clause: Clause, at: int, said: bool, words: Sequence[Part]) -> bool:
    """Whether a word at which measures end is one of this measure's: `under the category of`, `told us they would`."""
    part = clause.parts[at]
    if part.letter == "c":
        return part.meaning == "also" and not COMPARES.match(clause.letters, at)
    if part.letter in "mx":
        return any(p.meaning == "telling" for p in words) and clause.letters[at + 1 : at + 2] not in FIGURES
    if part.letter == "N":
        return said and is_spelt(part)
    return part.letter == "&" and _goes_on(clause.letters, at, said)


def is_spelt(part: Part) -> bool:
    """One of their three preferred schools: a small number in words, no figure."""
    return is_small(part) and not any(c.isdigit() for c in part.text)


def _goes_on(letters: str, at: int, said: bool) -> bool:
    """Whether `and` joins words of the measure: before its verb, or what has no verb of its own."""
    rest = re.match(r"&([nrwpohedlityk&v]{1,40})", letters[at:])
    return rest is not None and (not said or (not VERBS & set(rest[1]) and len(rest[1]) <= MOST_JOINED))


def backward(clause: Clause, found: re.Match[str], group: str) -> Measure | None:
    """The words that a shape found before the value; None where they do not begin a clause."""
    first, last = clause.start + found.start(group), clause.start + found.end(group)
    if first > clause.start and clause.letters[first - 1] not in OPENS:
        return None
    if clause.letters[max(first - 2, 0) : first] == "Az":  # higher than in England, where the rate is 70
        return None
    return whole(clause.parts[first:last])


def whole(parts: Sequence[Part]) -> Measure:
    """From the determiner on, where nothing that counts stands in front of it; a period among them apart."""
    period = next((p for p in parts if p.letter == "P"), None)
    words = [p for p in parts if p.letter != "P"]
    cut = next((i for i, p in enumerate(words) if p.letter == "k"), None)
    if cut is not None and words[cut].meaning == "personal":  # his school attendance
        return Measure(())
    if cut is not None and not any(p.letter in HEADS for p in words[:cut]):
        words = words[cut:]
    return Measure(trimmed(words), 0, period)


def trimmed(measure: Sequence[Part]) -> tuple[Part, ...]:
    words = list(measure)
    while words and words[-1].letter in LOOSE_ENDS:
        words.pop()
    while words and words[0].letter in "kdhzi&tfy":
        words.pop(0)
    return tuple(words)


def is_measure(measure: Measure, value: Part, held: bool = False) -> bool:
    """Something counted or measured, and enough said of it; a count that a verb holds may stand alone if named."""
    if not any(p.letter in HEADS and p.meaning != "figure" for p in measure.words):
        return False
    if held and " " in measure.words[0].text and measure.words[0].letter == "n":
        return True
    content = [w for p in measure.words if p.letter in CONTENT for w in (p.text.split() if p.letter == "r" else [p])]
    if len(content) >= LEAST_WORDS:
        return True
    known = match_label(" ".join(p.text for p in measure.words), unit_of_figure(value.amount))
    return known.indicator is not None or "-" in measure.words[0].text


def fits(measure: Measure, value: Part, opens: bool) -> bool:
    """The kind of measure goes with the kind of value: a length in days, a number bare, a share in percent."""
    kinds = {kind for p in measure.words if p.letter == "r" for kind in p.meaning.split()}
    if value.letter == "D":
        return "length" in kinds
    if value.letter == "S":
        return not kinds & {"length"} or "share" in kinds
    if value.letter == "R":
        return bool(kinds) or any(p.letter == "n" for p in measure.words)
    events = any(p.letter == "n" and p.meaning == "event" for p in measure.words)
    if "share" in kinds:
        return known_rate(measure.words) is not None
    named = measure.words[0].letter == "n" and " " in measure.words[0].text
    return "number" in kinds or ((events or named) and opens and not kinds)


def known_rate(words: Sequence[Part]) -> str | None:
    """The unit of a rate whose figure is printed bare ("the rate of children in need was 301.5"): known, or named."""
    label = " ".join(p.text for p in words)
    named = unit_in(label)
    if named is not None and named.startswith("rate_per"):
        return named
    bare = " ".join(p.text for p in words if p.letter not in "bhkd")
    for unit in ("rate_per_10000", "rate_per_100000", "rate_per_1000", "score"):
        if match_label(bare, unit).indicator is not None:
            return unit
    return None


def led(clause: Clause, measure: Measure, before: int) -> Measure:
    """With the period that opens the clause, where the measure holds none and no other figure stands between."""
    found = LEADING.search(clause.letters, clause.start, before)
    return replace(measure, period=clause.parts[found.start("p")]) if found and measure.period is None else measure


def unit_of_figure(amount: Amount | None) -> str:
    """As a label is matched: a bare figure may be a count, a score, a caseload."""
    return amount.unit if amount is not None and amount.unit is not None else "count"
