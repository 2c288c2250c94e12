"""A printed paper as plain text: one line a paragraph or wrapped lines; tables by tabs, bars or aligned columns."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

from tests.generator.description import Actions, Indicators
from tests.generator.printing import AreaTable, Block, Box, Heading, Lines, ListPoint, Paragraph, Points, Printed, plain
from tests.generator.styles import Style

WIDTH = 78
MARKS = {"\uf0b7": "•"}


def wrapped(first: str, text: str, style: Style, indent: int = 0) -> str:
    """A number or mark and the words; wrapped where the paper's lines are close, hanging where its numbers hang."""
    if style.leading == "1.5":
        return " " * indent + first + text
    hang = indent + (len(first) if "hanging" in style.placement or indent else 0)
    return textwrap.fill(text, WIDTH, initial_indent=" " * indent + first, subsequent_indent=" " * hang)


def paragraph(block: Paragraph, style: Style) -> Iterator[str]:
    """A paragraph and its list."""
    spaces = "  " if "hanging" in style.placement else " "
    first = block.number + spaces if block.number else ""
    words = (block.label or "") + plain(block.text)
    yield wrapped(first, words, style, 8 if block.quotation else 0)
    if block.points:
        yield "\n".join(points(block.points, style, 0))


def points(listed: tuple[ListPoint, ...], style: Style, indent: int) -> Iterator[str]:
    """A line or more for each point."""
    for point in listed:
        yield wrapped(f"{MARKS.get(point.mark, point.mark)} ", plain(point.text), style, indent)
        yield from points(point.points, style, indent + 4)


def flat_heads(block: Indicators) -> list[str]:
    """One row of heads: a lower head with the upper one's words."""
    upper = [text for text, span in block.over for _ in range(span)] or [""] * len(block.columns)
    return [f"{low} {up}".strip() for low, up in zip(block.columns, upper, strict=True)]


def table(block: Indicators, style: Style) -> Iterator[str]:
    """The indicator table, its rows on following lines."""
    rows = [flat_heads(block), *([plain(text) for text in m.texts()] for m in block.measures)]
    if block.caption:
        yield block.caption
    if style.table == "grid":
        yield "\n".join("| " + " | ".join(row) + " |" for row in rows)
    elif style.table == "unruled":
        full = [row for row in rows if len(row) > 1]
        widths = [max(len(row[i]) for row in full) + 3 for i in range(len(block.columns))]
        yield "\n".join(
            "".join(text.ljust(width) for text, width in zip(row, widths, strict=False)).rstrip() for row in rows
        )
    else:
        yield "\n".join("\t".join(row) for row in rows)
    yield from (note.replace("^[", "").replace("]", "") for note in block.notes)


def stanzas(block: Block, style: Style) -> Iterator[str]:
    """Any block, in the runs of lines that blank lines part."""
    if isinstance(block, Heading):
        words = f"{block.number} {block.title}" if block.number else block.title
        yield words + (f"\n{'=' * len(words)}" if style.heading == "underlined" else "")
    elif isinstance(block, Paragraph):
        yield from paragraph(block, style)
    elif isinstance(block, Points):
        yield "\n".join(points(block.points, style, 0))
    elif isinstance(block, Indicators):
        yield from table(block, style)
    elif isinstance(block, Actions):
        yield "\n".join(
            "\t".join(row) if style.table != "grid" else "| " + " | ".join(row) + " |"
            for row in (block.columns, *block.rows)
        )
    elif isinstance(block, AreaTable):
        yield "\n".join(f"| {text} |" for text in (block.head, *block.rows))
    elif isinstance(block, Lines):
        yield "\n".join(block.lines)
    elif isinstance(block, Box):
        for inner in block.blocks:
            yield from stanzas(inner, style)


def make(printed: Printed, path: Path) -> None:
    """The paper as text at `path`."""
    head = [f"{one.label}: {one.value}" if one.label else one.value for one in printed.header]
    body = [stanza for block in printed.blocks for stanza in stanzas(block, printed.style)]
    path.write_text("\n\n".join((*head, *body)) + "\n", encoding="utf-8")
