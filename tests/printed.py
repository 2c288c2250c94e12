"""Papers typed in a few lines for tests: printed lines with their places, and what they become."""

import hashlib
from collections.abc import Sequence
from typing import Any

from pipeline.layout.blocks import split
from pipeline.layout.header import find_header
from pipeline.layout.typesetting import measure
from pipeline.outline import Outline, arrange
from pipeline.readers import read
from pipeline.transcript import Line, Sheet, Transcript

SIZE, LEADING, MARGIN, WIDTH = 11.0, 14.0, 72.0, 420.0  # points
CHARACTER = 5.2  # points: about the width of a letter of that size


def printed(*rows: str | tuple[str, dict[str, Any]]) -> tuple[Line, ...]:
    """Lines down a page at one leading; an empty row is a gap; a row may come with fields of its `Line`.

    Leading spaces indent by a letter's width each. `full=True` sets a line that reaches the right margin.
    """
    lines: list[Line] = []
    page, y = 1, 72.0
    for row in rows:
        text, fields = row if isinstance(row, tuple) else (row, {})
        if fields.get("page", page) != page:
            page, y = fields["page"], 72.0
        if not text:
            y += LEADING
            continue
        size = fields.get("size", SIZE)
        left = MARGIN + CHARACTER * (len(text) - len(text.lstrip(" ")))
        words = text.strip(" ")
        full = fields.pop("full", False)
        right = MARGIN + WIDTH if full else min(left + CHARACTER * len(words), MARGIN + WIDTH)
        box = fields.pop("box", (left, y, right, y + size))
        lines.append(Line(words + "\n", **{"page": page, "box": box, "left": left, "size": size, **fields}))
        y += LEADING
    return tuple(lines)


def outline_of(lines: Sequence[Line]) -> Outline:
    """What the lines become."""
    sheets = tuple(Sheet(n, 595.0, 842.0) for n in range(1, lines[-1].page + 1))
    return outline_of_transcript(Transcript(tuple(lines), sheets))


def outline_of_transcript(transcript: Transcript) -> Outline:
    typesetting = measure(transcript.lines, {s.number: s.height for s in transcript.sheets})
    header = find_header(transcript.lines, typesetting)
    return arrange(transcript, split(transcript.lines, header, typesetting), header)


def outline_of_text(text: str) -> Outline:
    """What a plain text becomes."""
    return outline_of_transcript(read("text/plain", text.encode(), "case.txt"))


def paragraphs(outline: Outline) -> list[tuple[str | None, str]]:
    """Number and words."""
    return [(p.number, p.text) for p in outline.paragraphs]


def points(items: Sequence[Any], depth: int = 0) -> list[tuple[int, str | None, str]]:
    """Depth, marker and words, depth first."""
    out: list[tuple[int, str | None, str]] = []
    for item in items:
        out.append((depth, item.marker, item.text))
        out += points(item.items, depth + 1)
    return out


def sections(outline: Outline) -> list[tuple[str | None, str]]:
    """Number and title."""
    return [(s.number, s.title) for s in outline.sections]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
