"""The prose of a paper: paragraphs and list points, and where any of their words stand in the paper's text.

A paragraph's own words are not a slice of the text: line ends became one space, words cut by a hyphen were joined,
numbers in front and footnote marks left out. What is left is always the text with characters taken out, so each of its
characters is found again by going through both from the end.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from pipeline.outline import Outline
from pipeline.records import dataclass
from schemas.base import Span, Spans
from schemas.outline import Item

WORD, WHITE = re.compile(r"\S+"), re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one paragraph or point, and where they stand."""

    id: str
    section: str | None
    text: str
    spans: Spans
    """Of the whole paragraph or point, its number or bullet included."""


def passages(outline: Outline) -> Iterator[Passage]:
    """Every paragraph and, after it, its points; in reading order."""
    for paragraph in outline.paragraphs:
        yield Passage(paragraph.id, paragraph.section, paragraph.text, paragraph.spans)
        yield from _points(paragraph.items, paragraph.section)


def _points(items: Iterable[Item], section: str | None) -> Iterator[Passage]:
    for item in items:
        yield Passage(item.id, section, item.text, item.spans)
        yield from _points(item.items, section)


@dataclass(frozen=True, slots=True)
class Places:
    """Where each character of a passage stands in the paper's text."""

    outline: Outline
    passage: Passage
    at: tuple[int, ...]
    """By character of the passage's text; empty where its words are not found again."""

    def spans(self, start: int, end: int) -> Spans:
        """The spans of characters `[start, end)` of the passage, one for each page; all of it where in doubt."""
        if not self.at:
            return self.passage.spans
        return tuple(_spans(self.outline, self.passage.spans, self.at[start], self.at[end - 1] + 1))


def places_of(outline: Outline, passage: Passage) -> Places:
    """The places of a passage's characters; a space stands where the character before it ends."""
    wanted = passage.text
    printed = "".join([outline.text[span.start : span.end] for span in passage.spans])
    sources = [i for span in passage.spans for i in range(span.start, span.end)]
    found, source = [0] * len(wanted), len(sources)
    for word in reversed(list(WORD.finditer(wanted))):
        start, end = word.span()
        source = printed.rfind(wanted[end - 1], 0, source) + 1
        if printed.endswith(word[0], 0, source):  # most words are printed whole; the others character by character
            source -= end - start
            found[start:end] = sources[source : source + end - start]
            continue
        for at in range(end - 1, start - 1, -1):
            source = printed.rfind(wanted[at], 0, source)
            if source < 0:
                return Places(outline, passage, ())
            found[at] = sources[source]
    for white in WHITE.finditer(wanted, 1):
        found[white.start() : white.end()] = [found[white.start() - 1]] * (white.end() - white.start())
    return Places(outline, passage, tuple(found))


def _spans(outline: Outline, whole: Spans, start: int, end: int) -> Iterator[Span]:
    """The part of `[start, end)` that each of the passage's own spans holds, boxed by the lines it touches."""
    for span in whole:
        low, high = max(span.start, start), min(span.end, end)
        if low >= high:
            continue
        first, last = bisect_right(outline.starts, low) - 1, bisect_left(outline.starts, high)
        boxes = [s.box for s in outline.spans(range(first, last)) if s.box is not None]
        box = None
        if boxes:
            x0, top, x1, bottom = zip(*boxes, strict=True)
            box = min(x0), min(top), max(x1), max(bottom)
        yield Span(page=span.page, start=low, end=high, box=box)
