"""A sentence as pieces with letters: values, periods, and words by their cue; what the shapes of `narrative` read.

`S` a share, `N` a bare number, `R` a rate per so many, `D` a length of time, `C` a change, `X` a figure that states no
measure (money, a reference, an age), `P` a period; `n` things counted, `r` the name of a kind of measure, and one
letter for each other cue of `vocabulary/prose_cues.csv`. Any other word is `w`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline import values
from pipeline.records import dataclass
from pipeline.values.amounts import Amount, matches
from pipeline.values.figures import Piece, pieces

if TYPE_CHECKING:
    from pipeline.language import Sentence, Word

LETTERS = {
    "": "w",
    "noun": "n",
    "measure": "r",
    "being": "b",
    "moving": "u",
    "holding": "e",
    "from": "f",
    "to": "t",
    "of": "o",
    "by": "y",
    "preposition": "i",
    "and": "&",
    "joining": "z",
    "that": "q",
    "determiner": "k",
    "pointing": "@",
    "auxiliary": "h",
    "adverb": "d",
    "against": "c",
    "change": "x",
    "area": "A",
    "modal": "m",
    "abort": "!",
    "limit": "l",
    "phrase": "p",
    "when": "P",
    "reference": "X",
    "doing": "v",
    "money": "M",
    "elsewhere": "E",
    "body": "w",
    "making": "g",
    "inhabitants": "I",
}
MARKS = {"–": ":", "—": ":", "[": "(", "]": ")", "/": "w", "&": "&", "%": "X", "-": "w", "‑": "w", "‐": "w"}
BLOCKING = ("phrase", "reference", "when", "abort", "making")
"""Cues whose words may hold a number, which is then no figure."""
RATED = re.compile(r"[(\[]|\bra(?:ted|g)\b", re.IGNORECASE)
"""What makes a colour in a sentence a rating: 81% (green), 81% rated green."""
OF_FIGURE = frozenset("NF%£")
SPELT = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine)[ -](?!to\b)", re.IGNORECASE)
AFTER_FIGURE = frozenset("NF%Ugp")
"""Letters of the value grammar's pieces at which a figure's own print begins and ends; a noun after it is not its."""
UNITS = {
    "percent": "S",
    None: "N",
    "count": "N",
    "days": "D",
    "weeks": "D",
    "months": "D",
    "score": "N",
    "cases_per_worker": "R",
    "rate_per_1000": "R",
    "rate_per_10000": "R",
    "rate_per_100000": "R",
}
TIMES = frozenset({"years", "months", "weeks", "days", "hours"})
QUALIFIERS_OF_CHANGE = frozenset({"change", "positive_change", "negative"})
MOST_CHARACTERS = 1500  # a sentence; what is longer is a table or a list without marks


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a sentence; characters `[start, end)` of the passage."""

    letter: str
    start: int
    end: int
    text: str
    meaning: str = ""
    amount: Amount | None = None
    period: values.Period | None = None


def parts_of(sentence: "Sentence", text: str, anchor: date | None) -> tuple[Part, ...]:
    """The pieces of a sentence of the passage `text`, in order; () where it is too long to be one."""
    if not sentence or sentence[-1].end - sentence[0].start > MOST_CHARACTERS:
        return ()
    first, last = sentence[0].start, sentence[-1].end
    printed = text[first:last]
    periods = [_moved(p, first) for p in _periods(sentence, printed, first, anchor)]
    taken = [(p.start, p.end) for p in periods]
    taken += [(w.start, w.end) for w in sentence if _blocks(w) and not _touches(w.start, w.end, taken)]
    taken += list(_parting(sentence))
    figures = [f for f in _figures(printed, first, taken) if not _touches(f.start, f.end, taken)]
    whole = sorted([*periods, *figures], key=lambda part: part.start)
    covered = [(part.start, part.end) for part in whole]
    words = [_word(w, anchor) for w in sentence if not _touches(w.start, w.end, covered)]
    inside = list(_limited(sorted([*whole, *(w for w in words if w.letter)], key=lambda part: part.start)))
    return tuple(_rated(_named_short(inside)))


ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,6}[A-Z]s?\d{0,2}|[A-Z]\d{1,2}")


def _named_short(parts: Sequence[Part]) -> list[Part]:
    """A child protection plan (CPP), the time to placement (A10): the bracket is part of the name, not an aside."""
    joined: list[Part] = []
    at = 0
    while at < len(parts):
        three = parts[at : at + 3]
        letters = "".join(p.letter for p in three)
        if re.fullmatch(r"\([wnrdX]\)", letters) and ACRONYM.fullmatch(three[1].text):
            joined.append(Part("d", three[0].start, three[2].end, f"({three[1].text})"))
            at += 3
        else:
            joined.append(parts[at])
            at += 1
    return joined


def _rated(parts: Sequence[Part]) -> Iterator[Part]:
    """312 children in need per 10,000: the figure is a rate, what stands between is what it counts."""
    letters = "".join(part.letter for part in parts)
    for at, part in enumerate(parts):
        found = re.match(r"N[wep]{0,3}n[pi]{0,3}wp", letters[at:]) if part.letter == "N" else None
        unit = _base(parts[at + found.end() - 2 : at + found.end()]) if found else None
        if unit is None or part.amount is None:
            yield part
        else:
            yield replace(part, letter="R", amount=part.amount._replace(unit=unit))


def _base(parts: Sequence[Part]) -> str | None:
    """Per 10,000: the unit of a rate."""
    per, base = parts
    of = base.amount.value if base.amount is not None else None
    return f"rate_per_{int(of)}" if per.text.lower() == "per" and of in BASES else None


BASES = frozenset({1000, 10000, 100000})


def _limited(parts: Sequence[Part]) -> Iterator[Part]:
    """`every eight weeks`, `within 15`: what follows a word of limits is no figure; nor is what a rate is per."""
    before, word = "", ""
    for part in parts:
        is_base = word == "per" and part.amount is not None and part.amount.value in BASES
        bounds = (before == "l" and part.letter in "ND") or (is_base and part.letter == "N")
        yield replace(part, letter="p") if bounds else part
        before, word = part.letter, part.text.lower()


def _blocks(word: "Word") -> bool:
    named = word.cue in ("noun", "measure") and (
        any(c.isdigit() for c in word.text) or SPELT.match(word.text) is not None
    )
    return word.cue in BLOCKING or named


def _parting(sentence: "Sentence") -> Iterator[tuple[int, int]]:
    """The `to` of a move: "improved from 76% to 89%" tells two figures, where "from 76% to 89%" is a range."""
    sought = ""
    for word in sentence:
        if word.cue in ("moving", "change"):
            sought = "from"
        elif word.cue == sought == "from":
            sought = "to"
        elif word.cue == sought == "to":
            sought = ""
            yield word.start, word.end


def _touches(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < high and low < end for low, high in taken)


def _periods(sentence: "Sentence", printed: str, first: int, anchor: date | None) -> Iterator[values.Period]:
    """Dated periods; a relative one only of several words ("annual" is none) that are no reference ("In Year 11").

    A phrase stands for a word: the plan that was "up to date in December" names no year to date; nor is the name of a
    measure part of its time ("the average duration in 2023").
    """
    blocked = [(w.start - first, w.end - first) for w in sentence if w.cue == "reference"]
    for phrase in (w for w in sentence if w.cue == "phrase" or (w.cue == "measure" and " " in w.text)):
        start, end = phrase.start - first, phrase.end - first
        printed = f"{printed[:start]}{'x' * (end - start)}{printed[end:]}"
    for period in values.find_periods(printed, anchor):
        if period.start or period.end or (" " in period.text and not _touches(*period.at, blocked)):
            yield period


def _moved(period: values.Period, first: int) -> Part:
    return Part("P", period.at[0] + first, period.at[1] + first, period.text, "", None, period)


def _figures(printed: str, first: int, taken: Sequence[tuple[int, int]]) -> Iterator[Part]:
    blocked = [(start - first, end - first) for start, end in taken]
    seen = [piece for piece in pieces(printed, blocked) if piece.cls]
    for match in matches(seen):
        amount = match.amount
        if amount is None:
            for piece in (p for p in seen[match.first : match.last] if p.cls == "N"):
                yield Part("X", piece.start + first, piece.end + first, piece.word)
            continue
        own = _own_print(seen[match.first : match.last], amount)
        if own is not None:
            start, end = own
            if (amount.qualifier or "").startswith("rag_") and not RATED.search(printed, end, seen[match.last - 1].end):
                amount = amount._replace(qualifier=None)  # 7% are Black
            if seen[match.first].cls == "U" and seen[match.first].mark in TIMES:  # ended the year with 158
                amount = amount._replace(unit=None)
            yield Part(_letter(amount), start + first, end + first, printed[start:end], "", amount)


def _own_print(seen: Sequence[Piece], amount: Amount) -> tuple[int, int] | None:
    """The figure without the noun it counts; a change keeps its verb."""
    if amount.rule == "change":
        return amount.start, amount.end
    begins = [p.start for p in seen if p.cls in OF_FIGURE or p.cls in "lmexa<>s("]
    counted = next((at for at, p in enumerate(seen) if p.cls == "c"), len(seen))
    if amount.rule == "rate" and any(p.cls == "N" for p in seen[counted:]):  # 44.6 children per 10,000
        seen = seen[:counted]
    ends = [p.end for p in seen if p.cls in AFTER_FIGURE or (p.cls == "c" and amount.rule == "rate")]
    ends += [p.end for p in seen if p.cls == ")" and any(q.cls == "(" for q in seen)]
    return (min(begins), max(ends)) if begins and ends else None


def _letter(amount: Amount) -> str:
    if amount.rule == "change" or amount.qualifier in QUALIFIERS_OF_CHANGE:
        return "C"
    if amount.rule in ("rank", "ratio", "base", "duration") or amount.status not in ("reported", "suppressed"):
        return "X"
    return UNITS.get(amount.unit, "X")


def _word(word: "Word", anchor: date | None) -> Part:
    letter = _mark(word.text) if word.cue == "mark" else LETTERS[word.cue]
    if word.cue == "reference" and word.meaning == "name":  # Year 11 pupils, section 20 arrangements
        letter = "p"
    period = values.read_period(word.text, anchor) if letter == "P" else None
    return Part(letter, word.start, word.end, word.text, word.meaning, None, period)


def _mark(text: str) -> str:
    if text in MARKS:
        return MARKS[text]
    return text if text in ",;:().!?" else ""
