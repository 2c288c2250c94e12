"""A printed paper as a web page: heading elements or bold paragraphs, list elements or typed marks."""

import html
from collections.abc import Iterator
from pathlib import Path

from tests.generator.description import Actions, Indicators
from tests.generator.printing import (
    AreaTable,
    Block,
    Heading,
    Lines,
    ListPoint,
    Paragraph,
    Points,
    Printed,
    pieces,
)
from tests.generator.styles import Style


def escaped(text: str) -> str:
    """Text with its raised letters and marks."""
    tag = {"raised": "<sup>{}</sup>", "mark": '<sup class="footnote-ref">{}</sup>', "text": "{}"}
    return "".join(tag[kind].format(html.escape(piece, quote=False)) for kind, piece in pieces(text))


def gap(style: Style) -> str:
    """What stands between a number and its words."""
    return " " if style.placement == "inline" else "&nbsp;&nbsp; " if style.placement == "hanging" else "&emsp;"


def heading(block: Heading, style: Style) -> str:
    """A heading element, or a paragraph that only looks like one."""
    words = (f"{block.number}{gap(style)}" if block.number else "") + escaped(block.title)
    if style.heading in ("underlined", "bold", "light number"):
        tag = "u" if style.heading == "underlined" else "strong"
        return f"<p><{tag}>{words}</{tag}></p>"
    return f"<h{block.level + 1}>{words}</h{block.level + 1}>"


def points(listed: tuple[ListPoint, ...], style: Style) -> str:
    """List elements where Word's numbers would be automatic, typed marks elsewhere."""
    if style.automatic == "typed":
        return "".join(
            f"<p>{point.mark}{gap(style)}{escaped(point.text)}</p>\n{points(point.points, style)}" for point in listed
        )
    if not listed:
        return ""
    kind = {"a": "a", "i": "i", "1": "1"}.get(listed[0].mark.strip("().")) if listed[0].mark[-1] in ")." else None
    opening, closing = (f'<ol type="{kind}">', "</ol>") if kind else ("<ul>", "</ul>")
    body = "".join(f"<li>{escaped(point.text)}{points(point.points, style)}</li>\n" for point in listed)
    return f"{opening}\n{body}{closing}\n"


def paragraph(block: Paragraph, style: Style) -> str:
    """A paragraph and its list."""
    words = (f"<strong>{block.label.strip()}</strong> " if block.label else "") + escaped(block.text)
    if block.quotation:
        return f"<blockquote><p>{words}</p></blockquote>\n"
    words = f"<strong>{words}</strong>" if block.bold else words
    number = f"{block.number}{gap(style)}" if block.number else ""
    return f"<p>{number}{words}</p>\n{points(block.points, style)}"


def table(block: Indicators) -> Iterator[str]:
    """The indicator table."""
    yield "<table>\n"
    if block.caption:
        yield f"<caption>{escaped(block.caption)}</caption>\n"
    yield "<thead>"
    if block.over:
        yield "<tr>" + "".join(f'<th colspan="{span}">{escaped(text)}</th>' for text, span in block.over) + "</tr>\n"
    yield "<tr>" + "".join(f"<th>{escaped(head)}</th>" for head in block.columns) + "</tr></thead>\n<tbody>\n"
    for measure in block.measures:
        if measure.cells:
            yield "<tr>" + "".join(f"<td>{escaped(text)}</td>" for text in measure.texts()) + "</tr>\n"
        else:
            yield f'<tr><th colspan="{len(block.columns)}">{escaped(measure.label)}</th></tr>\n'
    yield "</tbody>\n</table>\n"
    yield from (f"<p>{escaped(note)}</p>\n" for note in block.notes)


def blocks(block: Block, style: Style) -> str:
    """Any block."""
    if isinstance(block, Heading):
        return heading(block, style) + "\n"
    if isinstance(block, Paragraph):
        return paragraph(block, style)
    if isinstance(block, Points):
        return points(block.points, style)
    if isinstance(block, Indicators):
        return "".join(table(block))
    if isinstance(block, Actions):
        rows = "".join(
            "<tr>" + "".join(f"<td>{escaped(text)}</td>" for text in row) + "</tr>\n"
            for row in (block.columns, *block.rows)
        )
        return f"<table>\n{rows}</table>\n"
    if isinstance(block, AreaTable):
        rows = "".join(f"<tr><td>{escaped(text)}</td></tr>\n" for text in block.rows)
        return f"<table>\n<tr><th>{block.head}</th></tr>\n{rows}</table>\n"
    if isinstance(block, Lines):
        return "<p>" + "<br>\n".join(map(escaped, block.lines)) + "</p>\n"
    return '<div class="box">\n' + "".join(blocks(inner, style) for inner in block.blocks) + "</div>\n"


def header(printed: Printed) -> Iterator[str]:
    """The head of the paper."""
    labelled = [one for one in printed.header if one.label]
    for one in printed.header:
        if not one.label:
            tag = "h1" if one.fact == "title" and printed.style.heading in ("large", "word style") else "p"
            yield f"<{tag}>{escaped(one.value)}</{tag}>\n"
    if labelled and "table" in printed.style.header:
        rows = "".join(f"<tr><th>{one.label}:</th><td>{escaped(one.value)}</td></tr>\n" for one in labelled)
        yield f"<table>\n{rows}</table>\n"
    else:
        yield from (f"<p><strong>{one.label}:</strong> {escaped(one.value)}</p>\n" for one in labelled)


def make(printed: Printed, path: Path) -> None:
    """The paper as a web page at `path`."""
    title = next((one.value for one in printed.header if one.fact == "title"), "")
    body = "".join(header(printed)) + "".join(blocks(block, printed.style) for block in printed.blocks)
    notes = "".join(f'<li role="doc-footnote">{escaped(text)}</li>\n' for text in printed.footnotes)
    notes = f'<section role="doc-endnotes">\n<ol>\n{notes}</ol>\n</section>\n' if notes else ""
    page = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(title)}</title>\n</head>\n"
        f"<body>\n{body}{notes}</body>\n</html>\n"
    )
    path.write_text(page, encoding="utf-8")
