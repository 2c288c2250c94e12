"""Cuts a cell into the pieces that the value grammar reads: numbers, signs, units, qualifiers, ratings, names.

Periods are found first and stand as single pieces, so that no number inside a period can become a value.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pipeline.values import phrases
from pipeline.values.tokens import DASH, NUMBERS

CUES: Mapping[str, str] = {
    "unit": "U",
    "noun": "c",
    "less": "l",
    "more": "m",
    "least": "e",
    "most": "x",
    "or_more": "E",
    "or_less": "X",
    "about": "a",
    "to": "t",
    "between": "b",
    "and": "&",
    "in": "i",
    "out_of": "o",
    "per": "p",
    "up": "u",
    "down": "d",
    "flat": "f",
    "change_word": "h",
    "rag": "r",
    "provisional": "v",
    "name": "C",
    "threshold": "H",
    "base": "n",
    "quartile": "q",
    "rank": "k",
    "nil": "z",
    "magnitude": "g",
    "versus": "V",
    "pay": "W",
    "filler": "",
}
"""The letter of each cue of `words.csv`."""


class Piece(NamedTuple):
    """A piece of a cell. `cls` is its letter; a silent piece has none."""

    cls: str
    start: int
    end: int
    word: str
    mark: str = ""
    """The meaning of a cue: a unit, a colour, a name, a direction."""
    number: Decimal = Decimal(0)
    second: Decimal = Decimal(0)


WORDS = phrases.load("words.csv", CUES)

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = "|".join(sorted((word for word in NUMBERS if word != "zero"), key=len, reverse=True))
_PARTS = "half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_NTH = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_MANY = f"{_UNITS}|a|an"


WORD_SHAPE = rf"[a-z](?:[a-z0-9]*[a-z0-9])?(?:[{DASH}/’'&.][a-z]+)*"


@cache
def plain_words() -> re.Pattern[str]:
    """A word that begins no other piece and stands behind no figure, and white space before it: most of prose."""
    others = rf"gbp|n\s?[=:]|ca?\.?\s?\d|an?[\s-](?:{_PARTS}|hundred)|half|{_TENS}|{_SMALL}"
    return re.compile(rf"[\s·]{{0,80}}+(?<!\d)(?<!\d\s)(?!{others})(?P<word>{WORD_SHAPE})")


@cache
def piece_shapes() -> re.Pattern[str]:
    """Every printed piece, the longer shapes first."""
    return re.compile(
        rf"""(?P<space>[\s·]+)
        |(?P<note>(?<=%)\d(?![\d.,%/])|\[note\s?\w+\]|\[\d\d?\]|[*†‡§^¹²³⁰⁴⁵⁶⁷⁸⁹#]+)
        |(?P<dotted>\d+(?:\.\d+){{2,6}})
        |(?P<mixed>(?<![\d.,])\d{{1,4}}\s?[½¼¾⅓⅔])
        |(?P<whom>\d\d?\s?[{DASH}]\s?\d\d?[\s{DASH}](?:year|yr)s?[\s{DASH}]olds?\b)
        |(?P<margin>±|\+\s?/\s?[{DASH}](?=\s?\d))
        |(?P<number>
            (?:\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?
            |\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?![\d,%]|\s?%|\.\d)
            |\d+(?:[.·]\d+)?|(?<![a-z])\.\d+)(?:(?:st|nd|rd|th)\b)?)
        |(?P<sign>(?<![\w%)½¼¾])[-−–‐‑+](?=£?[\d.])|\A\s?[-−–‐‑+]\s(?=£?[\d.]{{1,9}}\s?(?:%|[a-z]{{0,4}})\Z))
        |(?P<bound><=|>=|=<|=>|[<>≤≥~≈⩽⩾])
        |(?P<points>%\s?(?:points?|pts?|pp)\b\.?)
        |(?P<percent>%|٪|％)
        |(?P<scale>£\s?['’‘]?000['’‘]?s?(?![\d,.])|£\s?(?:k|mn?|millions?)\b)
        |(?P<currency>£|gbp(?=\s?\d))
        |(?P<arrow>--?>|[↑↓→←↔↗↘▲▼△▽⬆⬇➔►◄⇧⇩⇑⇓⇒⬌🔼🔽➚➘⬈⬊⤴⤵⏶⏷🡅🡇]️?)
        |(?P<base>\bn\s?[=:]\s?(?=\d))
        |(?P<vulgar>[½¼¾⅓⅔])
        |(?P<parts>(?:(?:{_MANY})[\s-])(?:{_PARTS})\b|\bhalf\b)
        |(?P<hundred>(?:{_MANY})\shundred(?:\sand\s(?:(?:{_TENS})(?:[\s{DASH}](?:{_UNITS}))?|(?:{_SMALL})))?\b)
        |(?P<spelt>(?!(?:{_TENS})\s(?:{_NTH})\b)(?:(?:{_TENS})(?:[\s{DASH}](?:{_UNITS}))?|(?:{_SMALL}))\b(?![{DASH}]))
        |(?P<letter>(?<=\d)[dwykmh](?![a-z0-9])|(?<=\d\s)[dwykmh](?![a-z0-9]|/[a-z]))
        |(?P<about>\bca?\.?\s?(?=\d)|(?<=\d)[\s{DASH}]?ish\b)
        |(?P<word>{WORD_SHAPE})
        |(?P<mark>.)""",
        re.VERBOSE | re.DOTALL,
    )


_MARKS = {
    "(": "(",
    "[": "(",
    ")": ")",
    "]": ")",
    ",": ",",
    ";": ",",
    "|": ",",
    "\n": ",",
    ":": ":",
    "/": "/",
    "=": "=",
    "+": "E",
}
_MARKS |= dict.fromkeys("-‐‑‒–—−", "-") | {"&": "&", ".": "", "\\": "/"} | dict.fromkeys("'’‘“”\"•·_", "")
_BOUNDS = {"<": "l", ">": "m", "≤": "x", "<=": "x", "=<": "x", "⩽": "x", "≥": "e", ">=": "e", "=>": "e", "⩾": "e"}
_ONWARD = frozenset("→➔➡⇒-")
"""Between two figures these lead from the earlier to the later one."""
_UP, _DOWN = frozenset("↑▲△⬆⇧⇑↗🔼➚⬈⤴⏶🡅"), frozenset("↓▼▽⬇⇩⇓↘🔽➘⬊⤵⏷🡇")
_PART_OF = {"hal": 2, "thi": 3, "qua": 4, "fif": 5, "six": 6, "sev": 7, "eig": 8, "nin": 9, "ten": 10}
_VULGAR = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}
_TENS_VALUE = {word: 10 * number for number, word in enumerate(_TENS.split("|"), 2)}
_RAG_LETTERS = {"R": "red", "A": "amber", "G": "green"}
_MAX_DIGITS = 15
"""A longer run of digits is no figure of a committee paper."""


def _number(match: re.Match[str]) -> Piece:
    """1,234.5 | 1 234 | .5 | 12th."""
    start, end = match.span()
    digits = re.sub(r"[^\d.]", "", match.group().replace("·", "."))
    if len(digits) > _MAX_DIGITS:
        return Piece("w", start, end, match.group())
    return Piece("O" if match.group()[-1].isalpha() else "N", start, end, match.group(), number=Decimal(digits))


def _spelt(match: re.Match[str]) -> Piece:
    """twelve | thirty-five."""
    words = re.findall("[a-z]+", match.group())
    total = sum(_TENS_VALUE.get(word, 0) or NUMBERS.get(word, 0) for word in words)
    return Piece("N", *match.span(), match.group(), "spelt", Decimal(total))


def _hundred(match: re.Match[str]) -> Piece:
    """a hundred | one hundred and twelve | two hundred."""
    many, *rest = re.findall("[a-z]+", match.group())
    total = 100 * NUMBERS.get(many, 1) + sum(_TENS_VALUE.get(word, 0) or NUMBERS.get(word, 0) for word in rest)
    return Piece("N", *match.span(), match.group(), "spelt", Decimal(total))


def _parts(match: re.Match[str]) -> Piece:
    """two thirds | a quarter | half | three-quarters."""
    words = re.findall("[a-z]+", match.group())
    many = NUMBERS.get(words[0], 1) if len(words) > 1 else 1
    return Piece("F", *match.span(), match.group(), "", Decimal(many), Decimal(_PART_OF[words[-1][:3]]))


def _vulgar(match: re.Match[str]) -> Piece:
    many, parts = _VULGAR[match.group()]
    return Piece("F", *match.span(), match.group(), "", Decimal(many), Decimal(parts))


def _mixed(match: re.Match[str]) -> Piece:
    """2½ | 12 ¾: to two decimal places, as a figure is printed."""
    many, parts = _VULGAR[match.group()[-1]]
    whole = re.sub(r"\D", "", match.group()[:-1])
    part = (Decimal(many) / parts).quantize(Decimal("0.01")).normalize()
    return Piece("N", *match.span(), match.group(), number=Decimal(whole) + part)


def _scale(match: re.Match[str]) -> Piece:
    """£000s, £'000, £m: money whose figures stand beside it."""
    return Piece("$", *match.span(), match.group(), "1000000" if "m" in match.group() else "1000")


def _bound(match: re.Match[str]) -> Piece:
    return Piece(_BOUNDS.get(match.group(), "a"), *match.span(), match.group())


def _arrow(match: re.Match[str]) -> Piece:
    shown = match.group()[0]
    mark = "up" if shown in _UP else "down" if shown in _DOWN else "flat"
    return Piece("Y" if shown in _ONWARD else "A", *match.span(), match.group(), mark)


def _letter(match: re.Match[str]) -> Piece:
    """The letter after a figure: 2y, 3m, 5d, 2h, 2.5k."""
    letter = match.group()
    cls = "g" if letter in "km" else "U"
    mark = {"d": "days", "w": "weeks", "y": "years", "h": "hours", "k": "1000", "m": "1000000"}[letter]
    return Piece(cls, *match.span(), letter, mark)


_PLAIN = {
    "percent": ("%", "percent"),
    "points": ("U", "percentage_points"),
    "currency": ("£", "gbp"),
    "base": ("n", "base"),
    "margin": ("M", "margin"),
    "whom": ("c", "count"),
}
_PLAIN |= {"dotted": ("w", ""), "sign": ("s", ""), "note": ("*", ""), "about": ("a", "approximate")}
_BUILD = {
    "number": _number,
    "spelt": _spelt,
    "hundred": _hundred,
    "parts": _parts,
    "vulgar": _vulgar,
    "mixed": _mixed,
    "bound": _bound,
    "scale": _scale,
    "arrow": _arrow,
    "letter": _letter,
}


def pieces(text: str, periods: Sequence[tuple[int, int]]) -> list[Piece]:
    """All pieces in order, white space left out; each `[start, end)` of `periods` is one piece."""
    lowered = text.lower() if len(text.lower()) == len(text) else text
    starts, shapes, plain = dict(periods), piece_shapes(), plain_words()
    found: list[Piece] = []
    position = 0
    while position < len(text):
        if position in starts:
            found.append(Piece("P", position, starts[position], "\0"))
            position = starts[position]
            continue
        word = plain.match(lowered, position)
        if word is not None and (start := word.start("word")) not in starts:
            position = word.end()
            found.append(_word(text, start, position, word["word"]))
            continue
        match = shapes.match(lowered, position)
        if match is None:
            position += 1
            continue
        position = match.end()
        if match.lastgroup != "space":
            found.append(_piece(match, text))
    return _phrased(found)


def _piece(match: re.Match[str], text: str) -> Piece:
    kind = match.lastgroup or "mark"
    if kind in _BUILD:
        return _BUILD[kind](match)
    start, end = match.span()
    if kind in _PLAIN:
        cls, mark = _PLAIN[kind]
        return Piece(cls, start, end, match.group(), mark)
    if kind == "word":
        return _word(text, start, end, match.group())
    return Piece(_MARKS.get(match.group(), "w"), start, end, match.group())


def _word(text: str, start: int, end: int, word: str) -> Piece:
    """`word` is what stands there in small letters."""
    colour = _RAG_LETTERS.get(text[start:end]) if end - start == 1 else None
    if colour:
        return Piece("r", start, end, "\0", colour)
    return Piece("w", start, end, word if word.isalnum() else DASHED.sub(" ", word))


def _phrased(found: list[Piece]) -> list[Piece]:
    words = [piece.word for piece in found]
    joined: list[Piece] = []
    index = 0
    while index < len(found):
        known = words[index].partition(" ")[0] in WORDS.longest and found[index].cls in "w%&"
        cue = phrases.at(words, index, WORDS) if known else None
        joined.append(_cued(found, index, cue) if cue else found[index])
        index += cue.used if cue else 1
    return joined


def _cued(found: list[Piece], index: int, cue: phrases.Cue) -> Piece:
    start, end = found[index].start, found[index + cue.used - 1].end
    if cue.cls == "v" and len(cue.phrase) == 1 and not _set_apart(found, index):
        return Piece("w", start, end, cue.phrase)
    cls = "%" if cue.cls == "U" and cue.meaning == "percent" else cue.cls
    return Piece(cls, start, end, cue.phrase, cue.meaning or "-")


def _set_apart(found: list[Piece], index: int) -> bool:
    """(p), 81p and, where it ends the cell, 81% p; not the word "e" in a sentence."""
    before = found[index - 1] if index else None
    if before is None or before.cls == "(":
        return before is not None
    beside = before.end == found[index].start or index == len(found) - 1
    return beside and before.cls in "N%"


DASHED = re.compile(f"[{DASH}]")
_NEXT_WORD = re.compile(r"\s*([a-z]+|%)", re.IGNORECASE)


def counts_something(text: str, end: int) -> bool:
    """Whether a unit or a thing counted follows: "2012 cases" is a figure, "2012 total" a year."""
    word = _NEXT_WORD.match(text, end)
    cue = WORDS.cues.get(word.group(1).lower()) if word else None
    return cue is not None and cue[0] in "Uc" and cue[1] not in ("years", "total")
