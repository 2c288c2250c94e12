"""The printed number or bullet at the start of a line.

Shapes read: `2.7`, `2.7.`, `2.`, `2)`, `(2)`, `2<gap>`, `17.2.1`, `1.0`, `A7`, `A.7`, `a)`, `(a)`, `a.`, `iv)`,
`(iv)`, `A)`, and bullets of any glyph.
Whether a number is one, or the first word of a sentence ("2019 was ..."), is decided by the
order of the numbers round it: see `numbering`.
"""

import re
from typing import Literal

from pipeline.records import dataclass

BULLETS = "•‣⁃∙·⦁⬤»√\u2190-\u21ff\u25a0-\u25ff\u2700-\u27bf\u2b00-\u2bff\ue000-\uf8ff"  # shapes, arrows, private use
DASH_BULLETS = "-–—‑*o§ØüŸþ¨"  # the last are letters that Wingdings and Symbol draw as arrows, ticks and dots
BULLET = re.compile(rf"\s*([{BULLETS}])[\s\u200b]*|\s*([{re.escape(DASH_BULLETS)}])[^\S\n]+(?=\S)")
LETTERED = re.compile(r"\s*([A-Z])\.?(\d{1,2})((?:\.\d{1,2})*)\.?(\s+|\Z)")
NUMBER = re.compile(r"\s*((\d{1,3}(?:\.\d{1,3}){0,4})([.):]?))(\s+|\Z|(?=[A-Z‘“'\"]))")
BRACKETED = re.compile(r"\s*+\(\s{0,20}(\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})\s{0,20}\)(\s+|\Z)")
LETTER = re.compile(r"\s*([a-zA-Z]|[ivxIVX]{2,5})([.)])(\s+|\Z)")
ROMANS = {"i": 1, "v": 5, "x": 10}

Family = Literal["decimal", "lettered", "letter", "roman", "bullet"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed number or bullet."""

    printed: str
    """As the contract prints numbers: without a trailing dot (`2.7`, `a)`, `(iii)`); a bullet's glyph."""
    family: Family
    parts: tuple[int, ...]
    """(2, 7) for 2.7; (1, 7) for A7; (3,) for c) and iii); empty for a bullet."""
    style: str
    """What surrounds the number: `.`, `)`, `()`, or nothing; a bullet's glyph."""
    end: int
    """Where the words begin in the line's text."""
    gap: str = " "
    """The white space between the number and the words."""

    @property
    def set_off(self) -> bool:
        """Wider white than between words stands after the number: it is in the margin."""
        return any(c not in " \u00a0" for c in self.gap) or len(self.gap) > 1


def read_mark(text: str) -> Mark | None:
    """The mark at the start of the text; None where the line begins with words."""
    return _bullet(text) or _decimal(text) or _lettered(text) or _bracketed(text) or _letter(text)


def _bullet(text: str) -> Mark | None:
    match = BULLET.match(text)
    if match is None:
        return None
    glyph = match[1] or match[2]
    return Mark(glyph, "bullet", (), glyph, match.end())


def _decimal(text: str) -> Mark | None:
    match = NUMBER.match(text)
    if match is None:
        return None
    whole, digits, dot, gap = match.groups()
    parts = tuple(int(p) for p in digits.split("."))
    if not gap and not (dot and match.end() < len(text)):
        return None
    printed = digits if dot in (".", "") else whole
    return Mark(printed, "decimal", parts, dot, match.end(), gap)


def _lettered(text: str) -> Mark | None:
    match = LETTERED.match(text)
    if match is None:
        return None
    parts = ord(match[1]) - 64, int(match[2]), *(int(p) for p in match[3].split(".") if p)
    return Mark(match[0].strip().rstrip("."), "lettered", parts, "", match.end(), match[4])


def _bracketed(text: str) -> Mark | None:
    match = BRACKETED.match(text)
    return None if match is None else _of_word(match[1], "()", match.end(), match[2])


def _letter(text: str) -> Mark | None:
    match = LETTER.match(text)
    return None if match is None else _of_word(match[1], match[2], match.end(), match[3])


def _of_word(word: str, style: str, end: int, gap: str) -> Mark | None:
    printed = f"({word})" if style == "()" else word if style == "." else f"{word}{style}"
    if word.isdigit():
        return Mark(printed, "decimal", (int(word),), style, end, gap)
    if len(word) > 1 or word.lower() in ROMANS:
        value = roman(word.lower())
        if value is not None:
            return Mark(printed, "roman", (value,), style, end, gap)
    return Mark(printed, "letter", (ord(word.lower()) - 96,), style, end, gap) if len(word) == 1 else None


def roman(word: str) -> int | None:
    """The value of a roman number up to 39; None where the letters are no number."""
    values = [ROMANS[c] for c in word]
    total = sum(-v if v < after else v for v, after in zip(values, (*values[1:], 0), strict=True))
    return total if 0 < total < 40 and to_roman(total) == word else None


def to_roman(number: int) -> str:
    """1 to 39 in small letters."""
    tens, rest = divmod(number, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[rest]


def is_one_letter(mark: Mark) -> bool:
    """`i)`, `v)` or `x)`: a roman number, or a letter."""
    return mark.family == "roman" and len(mark.printed.strip("().")) == 1


def as_letter(mark: Mark) -> Mark:
    """`i)` after `h)`: the same mark read as a letter."""
    letter = mark.printed.strip("().").lower()
    return Mark(mark.printed, "letter", (ord(letter) - 96,), mark.style, mark.end, mark.gap)
