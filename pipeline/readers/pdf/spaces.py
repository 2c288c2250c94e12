"""Spaces that no page prints: pdfium puts one wherever two pieces of a line are set a little apart (`serv ice`).

A word processor draws a line in pieces, and starts a new one where it moved the pen: at a superscript (`9 th`), at a
place where the word might have been cut, at a change of font. Between words it prints a space. So on a page that prints
its spaces, one that pdfium made up and that is narrower than a space of any type parts no words.
"""

import re
from collections.abc import Sequence
from itertools import islice

from pipeline.readers.pdf import calls
from pipeline.vocabulary.english import english

NARROW = (
    0.24  # of the height of a character's box; a printed space is a quarter of the type size, 0.27 of that, or more
)
LETTERS_LAST, LETTERS_FIRST = re.compile(r"(?<![a-z])[a-z]+\Z"), re.compile(r"[a-z]+")
LINE_END_HYPHENS = ("\ufffe", "\x02")
ORDINALS = ("st", "nd", "rd", "th")
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
    cuts = [n for n in close if _may_be_one(text, spans[n - 1], spans[n], ends[8 * n - 4 : 8 * n + 4])]
    cuts = [n for n in cuts if calls.is_generated(handle, spans[n - 1][1]) == 1]
    if not cuts or not _prints_spaces(handle, spans, set(cuts)):
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
    left, top, right, bottom, _, next_top, _, next_bottom = boxes
    if not (left <= right and next_bottom < top and next_top > bottom):
        return False
    letters = text[before[1] - 1].isalpha() and (text[word[0]].islower() or text[word[0] : word[1]] in LINE_END_HYPHENS)
    if not letters:
        return _is_ordinal(text, before, word)
    return not _are_two(text[before[0] : before[1]], text[word[0] : word[1]])


def _are_two(left: str, right: str) -> bool:
    """Two words that make no third: `quality due`, not `super vision`."""
    one, other = LETTERS_LAST.search(left.lower()), LETTERS_FIRST.match(right)
    if one is None or other is None:
        return False
    words = english()
    return one[0] in words and other[0] in words and one[0] + other[0] not in words


def _is_ordinal(text: str, before: Span, word: Span) -> bool:
    return text[before[1] - 1].isdigit() and text[word[0] : word[1]].rstrip(".,;:)") in ORDINALS


def _prints_spaces(handle: int, spans: Sequence[Span], doubted: set[int]) -> bool:
    near = (spans[n - 1][1] for n in range(1, len(spans)) if n not in doubted and spans[n][0] - spans[n - 1][1] == 1)
    asked = [bool(calls.is_generated(handle, at) == 0) for at in islice(near, MOST_ASKED)]
    return sum(asked) > MOSTLY * len(asked)
