"""Spaces that no page prints: pdfium puts one wherever two pieces of a line are set a little apart (`serv ice`).

A word processor draws a line in pieces, and starts a new one where it moved the pen: at a superscript (`9 th`), at a
place where the word might have been cut, at a change of font. Between words it prints a space. So on a page that prints
its spaces, one that pdfium made up and that is narrower than a space of any type parts no words.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.readers.pdf import calls
from pipeline.vocabulary.english import is_english

NARROW = (
    0.24  # of the height of a character's box; a printed space is a quarter of the type size, 0.27 of that, or more
)
LETTERS_LAST, LETTERS_FIRST = re.compile(r"(?<![a-z])[a-z]+\Z"), re.compile(r"[a-z]+")
LINE_END_HYPHENS = ("\ufffe", "\x02")
ORDINALS = ("st", "nd", "rd", "th")
UNSURE = 0.2  # of the same: pen moves within a word that were measured leave up to 0.18
LEFT, RIGHT = 0, 2  # of a box's four numbers
SPACED = 0.04  # of a box's height: kerning moves letters less
SAME_WHITE = 0.02  # of a box's height: the white between letters that are spaced alike
MANY_SINGLE = 4  # pieces of one letter, of six in a row: initials are fewer
MOST_ASKED = 40  # spaces of a page that show whether it prints them
MOSTLY = 0.75

Span = tuple[int, int]


def closed(handle: int, text: str, spans: Sequence[Span], ends: Sequence[float]) -> list[Span]:
    """The words `[start, end)` of the page's text, those put together that only a made-up space parts.

    `ends`: for each word left, top, right and bottom of its first character's box, then of its last one's.
    """
    lefts, feet, rights, tops = ends[8::8], ends[7::8], ends[6::8], ends[5::8]
    close = [
        n
        for n, (right, left, top, foot) in enumerate(zip(rights, lefts, tops, feet, strict=False), 1)
        if 0 <= left - right < NARROW * (top - foot)
    ]
    spaced = [n for n in close if _is_letter_space(handle, text, spans, ends, n)]
    cuts = [n for n in close if _may_be_one(text, spans[n - 1], spans[n], ends[8 * n - 4 : 8 * n + 4])]
    cuts = [n for n in cuts if calls.is_generated(handle, spans[n - 1][1]) == 1]
    if not cuts or not _prints_spaces(handle, spans, set(cuts)):
        cuts = []
    cuts = sorted({*cuts, *spaced})
    if not cuts:
        return list(spans)
    out = list(spans[: cuts[0]])
    joins = set(cuts)
    for n in range(cuts[0], len(spans)):
        if n in joins:
            out[-1] = out[-1][0], spans[n][1]
        else:
            out.append(spans[n])
    return out


def _may_be_one(text: str, before: Span, word: Span, boxes: Sequence[float]) -> bool:
    """Letters, or a day and its ending, on one line with one space between."""
    if word[0] - before[1] != 1 or text[before[1]] != " ":
        return False
    left, top, right, bottom, next_left, next_top, _, next_bottom = boxes
    if not (left <= right and next_bottom < top and next_top > bottom):
        return False
    letters = text[before[1] - 1].isalpha() and (text[word[0]].islower() or text[word[0] : word[1]] in LINE_END_HYPHENS)
    if not letters:
        return _is_ordinal(text, before, word)
    wide = next_left - right > UNSURE * (top - bottom)
    return not _are_two(text[before[0] : before[1]], text[word[0] : word[1]], wide)


def _is_letter_space(handle: int, text: str, spans: Sequence[Span], ends: Sequence[float], n: int) -> bool:
    """Letter-spaced type (`F INANCIAL`): white as wide as that between the letters beside it, which parts no words."""
    before, word = spans[n - 1], spans[n]
    _, top, right, bottom, next_left, next_top, _, next_bottom = ends[8 * n - 4 : 8 * n + 4]
    height, white = top - bottom, next_left - right
    if white < SPACED * height or not (next_bottom < top and next_top > bottom) or word[0] - before[1] != 1:
        return False
    if not text[before[1] - 1].isalpha() or not text[word[0]].isalpha():
        return False
    # kerning may have moved the letters on one side
    if not any(abs(beside - white) <= SAME_WHITE * height for beside in _whites_beside(handle, spans, ends, n)):
        return False
    return bool(calls.is_generated(handle, before[1]) == 1)


def _whites_beside(handle: int, spans: Sequence[Span], ends: Sequence[float], n: int) -> Iterator[float]:
    """The white between the last two letters of the piece before, and the first two of the piece after.

    That on the other side of a piece of one letter tells only among many such: round `a` stand two spaces.
    """
    before, word = spans[n - 1], spans[n]
    single = sum(1 for start, end in spans[max(0, n - 3) : n + 3] if end - start == 1) >= MANY_SINGLE
    if before[1] - before[0] > 1:
        yield ends[8 * n - 4] - _edge(handle, before[1] - 2, RIGHT)
    elif single and n > 1:
        yield ends[8 * n - 8] - ends[8 * n - 10]
    if word[1] - word[0] > 1:
        yield _edge(handle, word[0] + 1, LEFT) - _edge(handle, word[0], RIGHT)
    elif single and n + 1 < len(spans):
        yield ends[8 * n + 8] - ends[8 * n + 6]


def _edge(handle: int, index: int, side: int) -> float:
    """The left or right edge of a character's box."""
    box = (ctypes.c_float * 4)()
    calls.loose_box(handle, index, ctypes.addressof(box))
    return box[side]


def _are_two(left: str, right: str, wide: bool) -> bool:
    """Two words that make no third: `quality due`, not `super vision`. Where the white is as wide as the spaces of some
    types are, the first need be a word only, since no list of words has all (`of placements`)."""
    one, other = LETTERS_LAST.search(left.lower()), LETTERS_FIRST.match(right)
    if one is None or other is None:
        return False
    return is_english(one[0]) and (wide or is_english(other[0])) and not is_english(one[0] + other[0])


def _is_ordinal(text: str, before: Span, word: Span) -> bool:
    return text[before[1] - 1].isdigit() and text[word[0] : word[1]].rstrip(".,;:)") in ORDINALS


def _prints_spaces(handle: int, spans: Sequence[Span], doubted: set[int]) -> bool:
    near = (spans[n - 1][1] for n in range(1, len(spans)) if n not in doubted and spans[n][0] - spans[n - 1][1] == 1)
    asked = [bool(calls.is_generated(handle, at) == 0) for at in islice(near, MOST_ASKED)]
    return sum(asked) > MOSTLY * len(asked)
