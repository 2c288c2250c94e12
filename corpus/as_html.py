"""A paper as a page of the council's web site: headings, typed numbers, lists, a table with its header row."""

from collections.abc import Iterator
from html import escape

from as_txt import header_rows
from description import Item, Paper, Paragraph, Section, Table
from markup import pieces

STYLE = """body { font: 1rem/1.5 Arial, sans-serif; max-width: 48rem; margin: 0 auto; padding: 1rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
th, td { border: 1px solid #999; padding: .3rem .5rem; text-align: left; vertical-align: top }
caption { text-align: left; font-weight: bold }"""


def page(paper: Paper) -> str:
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{escape(paper.header.title)} - {escape(paper.header.council)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        *above(paper),
        "<main>",
        *(line for section in paper.sections for line in body(section)),
        "</main>",
        f"<footer><p>{escape(paper.running_foot)}</p></footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def above(paper: Paper) -> Iterator[str]:
    yield '<nav><a href="/">Home</a> <a href="/meetings">Meetings</a> <a href="/contact">Contact us</a></nav>'
    yield "<header>"
    yield f"<p>{escape(paper.header.council)}</p>"
    yield "<table>"
    for key, value in header_rows(paper):
        yield f'<tr><th scope="row">{escape(key)}</th><td>{escape(value)}</td></tr>'
    yield "</table>"
    yield "</header>"


def body(section: Section) -> Iterator[str]:
    yield f"<h2>{f'{section.number}. ' if section.number else ''}{escape(section.title)}</h2>"
    for each in section.content:
        yield from table(each) if isinstance(each, Table) else paragraph(each)


def paragraph(each: Paragraph) -> Iterator[str]:
    yield f"<p>{f'{each.number} ' if each.number else ''}{inline(each.text)}</p>"
    yield from bullets(each.items)


def bullets(items: tuple[Item, ...]) -> Iterator[str]:
    if not items:
        return
    yield "<ul>"
    for item in items:
        yield "\n".join([f"<li>{inline(item.text)}", *bullets(item.items)]) + "</li>"
    yield "</ul>"


def table(each: Table) -> Iterator[str]:
    yield "<table>"
    if each.caption:
        yield f"<caption>{escape(each.caption)}</caption>"
    headings = "".join(f'<th scope="col">{escape(column.heading)}</th>' for column in each.columns)
    yield f"<thead><tr>{headings}</tr></thead>"
    yield "<tbody>"
    for row in each.rows:
        cells = "".join(f"<td>{escape(cell.raw)}</td>" for cell in row.cells)
        yield f'<tr><th scope="row">{inline(row.label)}</th>{cells}</tr>'
    yield "</tbody>"
    yield "</table>"


def inline(text: str) -> str:
    return "".join(
        f"<strong>{escape(piece)}</strong>" if kind == "bold" else escape(piece)
        for kind, piece in pieces(text)
        if kind != "footnote"
    )
