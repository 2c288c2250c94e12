"""What a recogniser gets wrong and the ink gets right: dots in numbers, lost spaces, dashes, quote marks, bullets.

A recogniser knows words and guesses small marks from them; the ink of a small mark says what it is whatever stands
round it. Each rule here reads the spots of ink of one word, in lengths of the em, which come from the height of the
line's letters. Where spots and characters do not match one to one, the recogniser is believed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.bullets import with_bullets
from pipeline.readers.pdf.ink import Grey, Spot
from pipeline.readers.pdf.inked import Column, Inked
from pipeline.readers.pdf.quotes import with_quotes
from pipeline.readers.pdf.tesseract import Seen

DOT = 0.22  # of the em: a full stop is no wider
LEAST_DOT = 0.0055  # of the em's square: a full stop has at least 0.008 of ink, dust has less
ON_LINE = 0.042  # of the em below the baseline: full stops end above (0.02), commas below (0.06)
SPACE = 0.245  # of the em: white between letters is about 0.05 to 0.15, between words at least 0.25 (A very)
TAIL = 1.15  # ink right of the middle against left of it, in the lower part: O and 0 reach 1.14, Q begins at 1.19
HYPHEN, EN_DASH = 0.335, 0.78  # of the em: a hyphen is at most 0.31 long, an en dash 0.36 to 0.6, an em dash over 0.85
LONE_LETTER = re.compile(r"[‘’'“”\"(\[]*[l|]")
QUARTER = re.compile(r"\(?[O0][1-4](?!\d)")
BRACKETED_AT = re.compile(r"\(?@\)?")
BRACKETED_I = re.compile(r"[(]?.{1,3}\)")
STEM = 0.24  # of the em: an i is no wider
DASHES = "-–—−"
FIGURES = re.compile(r"[(£+<>]?\d[\d.,:;]*[)%.,:;]*")


def corrected(words: Sequence[Inked], free: Sequence[Spot], grey: Grey) -> list[Inked]:
    """The words as the ink has them, and the bullets that the recogniser did not see."""
    parts = [_with_dashes(_with_points(part)) for word in words for part in _split(word)]
    marked = [_with_tails(_with_bracketed(_with_capital(word)), grey) for word in with_quotes(parts)]
    return with_bullets(marked, free, grey)


def _split(word: Inked) -> list[Inked]:
    """`Avery` into `A very`: white as wide as a space and far wider than the rest of the word's, between letters."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(word.columns)]
    if not gaps or len(word.seen.middles) != len(word.seen.text):
        return [word]
    usual = median(sorted(gaps)[:-1] or [0.0])
    wide = max(SPACE * word.em, 2.5 * usual)
    at = [i for i, gap in enumerate(gaps, 1) if gap > wide and not any(map(word.is_small, word.columns[i - 1 : i + 1]))]
    cuts = sorted({0, *(_letters_before(word, i) for i in at), len(word.seen.text)})
    if len(cuts) == 2:
        return [word]
    return [_part(word, a, b) for a, b in pairwise(cuts)]


def _letters_before(word: Inked, column: int) -> int:
    if word.matched:
        return column
    middle = (word.columns[column - 1].x1 + word.columns[column].x0) / 2
    return sum(1 for m in word.seen.middles if m < middle)


def _part(word: Inked, start: int, end: int) -> Inked:
    seen = word.seen
    edges = [(a + b) / 2 for a, b in pairwise(seen.middles)]
    low = edges[start - 1] if start else seen.x0 - 1
    high = edges[end - 1] if end < len(seen.text) else seen.x1 + 1
    columns = tuple(c for c in word.columns if low <= (c.x0 + c.x1) / 2 < high)
    if word.matched:
        columns = word.columns[start:end]
    x0, x1 = (columns[0].x0, columns[-1].x1) if columns else (low, high)
    part = seen._replace(text=seen.text[start:end], x0=x0, x1=x1, middles=seen.middles[start:end])
    return replace(word, seen=part, columns=columns)


def _with_points(word: Inked) -> Inked:
    """`21` into `2.1`, `2:1` into `2.1`, `4,` into `4.`: what stands between figures is told by its ink.

    Read where a word is a number and its columns other than small marks are as many as its characters other than
    `.`, `,`, `:` and `;`.
    """
    text = word.seen.text
    if not FIGURES.fullmatch(text):
        return word
    letters = [c for c in text if c not in ".,:;"]
    level = median([c.bottom for c in word.columns if c.bottom - c.top > 0.5 * word.em] or [word.seen.baseline])
    marks = [_point(c, word.em, level) for c in word.columns]
    if sum(1 for m in marks if m is None) != len(letters):
        return word
    rest = iter(letters)
    text = "".join(next(rest) if m is None else m for m in marks)
    return replace(word, seen=_reworded(word, text))


def _point(column: Column, em: float, base: float) -> str | None:
    """The small mark that a column is, nothing for dust; None where it is a figure. Figures stand on the baseline."""
    if column.x1 - column.x0 > DOT * em or any(s.height > 0.34 * em for s in column.spots):
        return None
    spots = [s for s in column.spots if s.area >= LEAST_DOT * em * em]
    if not spots:
        return ""
    low = [s for s in spots if s.bottom > base - 2 * ON_LINE * em]
    if len(spots) == 2 and len(low) == 1 and column.bottom - column.top > 0.3 * em:
        return ":" if column.bottom - base <= ON_LINE * em else ";"
    if len(spots) != 1 or not low or column.top < base - 0.3 * em:
        return None
    return "," if column.bottom - base > ON_LINE * em else "."


def _reworded(word: Inked, text: str) -> Seen:
    if text == word.seen.text:
        return word.seen
    middles = tuple((c.x0 + c.x1) / 2 for c in word.columns)
    return word.seen._replace(text=text, middles=middles if len(middles) == len(text) else word.seen.middles)


def _with_dashes(word: Inked) -> Inked:
    """A dash is what its length says; read where each character has its column."""
    text = word.seen.text
    if not word.matched or not any(c in DASHES for c in text):
        return word
    letters = [_dash((k.x1 - k.x0) / word.em) if c in DASHES else c for c, k in zip(text, word.columns, strict=True)]
    return replace(word, seen=word.seen._replace(text="".join(letters)))


def _dash(length: float) -> str:
    return "-" if length < HYPHEN else "–" if length < EN_DASH else "—"


def _with_capital(word: Inked) -> Inked:
    """`l` alone is no word of English and I is one."""
    if not LONE_LETTER.fullmatch(word.seen.text):
        return word
    return replace(word, seen=word.seen._replace(text=word.seen.text[:-1] + "I"))


def _with_bracketed(word: Inked) -> Inked:
    """`@)` into `(a)`, `0)` and `(if)` into `(i)` and `(ii)`: a list's letter with its brackets is no word.

    A column with a dot over a narrow stem is an i; the brackets are the columns beside them.
    """
    text, columns = word.seen.text, word.columns
    if BRACKETED_AT.fullmatch(text) and len(columns) in (2, 3):
        return replace(word, seen=_reworded(word, "(a)" if len(columns) == 3 else "a)"))
    dotted = [_is_dotted_stem(c, word.em) for c in columns]
    if not BRACKETED_I.fullmatch(text) or len(columns) not in (3, 4, 5) or not all(dotted[1:-1]) or dotted[0]:
        return word
    return replace(word, seen=_reworded(word, f"({'i' * (len(columns) - 2)})"))


def _is_dotted_stem(column: Column, em: float) -> bool:
    spots = sorted(column.spots, key=lambda s: s.top)
    return len(spots) == 2 and column.x1 - column.x0 <= STEM * em and spots[0].bottom <= spots[1].top + 1


def _with_tails(word: Inked, grey: Grey) -> Inked:
    """`O1` into `Q1`: an O has as much ink at the lower right as at the lower left, a Q has its tail there.

    Read before a figure, where no word tells the two apart: the quarters of a year.
    """
    if not word.matched or not QUARTER.match(word.seen.text):
        return word
    at = word.seen.text.index(next(c for c in word.seen.text if c in "O0"))
    column = word.columns[at]
    box = grey[column.top + 6 * (column.bottom - column.top) // 10 : column.bottom, column.x0 : column.x1]
    half = box.shape[1] // 2
    left, right = (255.0 - box[:, :half]).sum(), (255.0 - box[:, -half:]).sum()
    if right < TAIL * left:
        return word
    text = word.seen.text[:at] + "Q" + word.seen.text[at + 1 :]
    return replace(word, seen=word.seen._replace(text=text))
