"""Markdown of each paper, for reading: the paper in its order, then what was found in it.

A paper's words stay words: whatever Markdown or HTML would take for markup is escaped, and nothing becomes a link.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from pipeline import naming
from pipeline.exporters.made import Made, PathFor
from pipeline.tidy import Document
from schemas import Paper
from schemas.base import Spans
from schemas.issue import Issue
from schemas.outline import Figure, Item, Paragraph, Section, Table
from schemas.record import Indicator, Narrative, Reading, Statement

SUFFIX = ".json"
DEEPEST = 6  # levels of headings in Markdown
MARKUP = re.compile(
    r"""[\\`*_\[\]<>&#|~$!]    # anywhere
    |:(?=//)|(?<=\bwww)\.|@      # what is taken for an address
    |^[+=-]                     # a list or a heading where it begins a line
    """,
    re.VERBOSE | re.IGNORECASE,
)
NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
"""Words that Markdown would take for a point of a numbered list."""
BULLET = re.compile(r"[^\w()]*")
"""A marker without letter or number: the bullet of the Markdown list stands for it."""


def export(documents: Iterable[Document], path_for: PathFor) -> tuple[Made, ...]:
    """One file a paper, named as its JSON file is: `a/b.pdf.json` becomes `a/b.pdf.md`."""
    made = []
    for document in documents:
        name = output(document.name)
        with open(path_for(name), "w", encoding="utf-8", newline="") as file:  # noqa: PTH123  a path of any bytes
            file.write("\n\n".join(blocks(document.paper)) + "\n")
        made.append(Made(name, "paper", 1))
    return tuple(made)


def output(name: str) -> str:
    *folders, file = name.split("/")
    stem = file.removesuffix(SUFFIX) if file.endswith(SUFFIX) else naming.hashed(file, file)
    return "/".join([*map(naming.safe, folders), f"{naming.safe(stem)}.md"])


def blocks(paper: Paper) -> Iterator[str]:
    """The blocks of the Markdown, without the empty lines between them."""
    yield f"# {escaped(paper.header.title or paper.source.name)}"
    yield bullets([f"{name}: {value}" for name, value in facts(paper) if value])
    yield from (block for _, block in sorted(flow(paper), key=itemgetter(0)))
    yield from notes(paper)
    yield from findings(paper)


def facts(paper: Paper) -> Iterator[tuple[str, str | None]]:
    header = paper.header
    yield "Council", header.council
    yield "GSS code", header.council_code
    yield "Committee", header.committee
    yield "Meeting", header.meeting_date.isoformat() if header.meeting_date else None
    yield "Source", paper.source.name


# -- the paper


def flow(paper: Paper) -> Iterator[tuple[int, str]]:
    """The spine as blocks, each with the place in the text that it begins at."""
    for section in paper.sections:
        yield start(section.spans), heading(section)
    for paragraph in paper.paragraphs:
        spans = (*paragraph.spans, *(span for item in paragraph.items for span in item.spans))
        yield start(spans), "\n".join(paragraph_lines(paragraph))
    for table in paper.tables:
        yield start(table.spans), table_block(table)
    for figure in paper.figures:
        yield start(figure.spans), f"*Figure on page {figure.page}{captioned(figure)}*"


def start(spans: Spans) -> int:
    return min((span.start for span in spans), default=0)


def heading(section: Section) -> str:
    """One level below the title of the paper."""
    return f"{'#' * min(section.level + 1, DEEPEST)} {escaped(numbered(section.number, section.title))}"


def numbered(number: str | None, words: str) -> str:
    return f"{number} {words}" if number else words


def paragraph_lines(paragraph: Paragraph) -> Iterator[str]:
    number = f"**{escaped(paragraph.number)}** " if paragraph.number else ""
    yield f"{number}{escaped(paragraph.text)}"
    if paragraph.items:
        yield ""
    yield from item_lines(paragraph.items, 0)


def item_lines(items: Sequence[Item], depth: int) -> Iterator[str]:
    for item in items:
        marker = None if BULLET.fullmatch(item.marker or "") else item.marker
        yield f"{'  ' * depth}- {escaped(numbered(marker, item.text))}"
        yield from item_lines(item.items, depth + 1)


def table_block(table: Table) -> str:
    caption = f"**{escaped(table.caption)}**\n\n" if table.caption else ""
    width = max(map(len, (table.columns, *table.rows)), default=0)
    return caption + grid(filled(table.columns, width), [filled(row, width) for row in table.rows])


def filled(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *[""] * (width - len(row)))


def captioned(figure: Figure) -> str:
    return f": {escaped(figure.caption)}" if figure.caption else ""


def notes(paper: Paper) -> Iterator[str]:
    footnotes = [one.text for one in paper.furniture if one.kind == "footnote"]
    if footnotes:
        yield "## Footnotes"
        yield bullets(footnotes)


# -- what was found in it


def findings(paper: Paper) -> Iterator[str]:
    if paper.indicators or paper.narrative:
        yield "## Readings"
        yield grid(READING_HEADS, list(reading_rows((*paper.indicators, *paper.narrative))))
    yield from listed("Improvement areas", paper.improvement_areas)
    yield from listed("Recommendations", paper.recommendations)
    if paper.issues:
        yield "## To check"
        yield bullets([in_words(issue) for issue in paper.issues])


READING_HEADS = ("Measure", "Whose", "Role", "Value", "Unit", "From", "To", "Printed", "Page")


def reading_rows(rows: Iterable[Indicator | Narrative]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        for reading in row.readings:
            period = reading.period
            dates = (period.start, period.end) if period else (None, None)
            page = next((span.page for span in (*reading.spans, *row.spans)), None)
            cells = (row.label, reading.of, reading.role, amount(reading), reading.unit, *dates, reading.raw, page)
            yield tuple("" if cell is None else str(cell) for cell in cells)


def amount(reading: Reading) -> str:
    """`19.4`, `5 to 10`, `up to 5`, or why there is none."""
    if reading.value is not None:
        return str(reading.value)
    low, high = reading.low, reading.high
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None:
        return f"{low} or more"
    return f"up to {high}" if high is not None else reading.status.replace("_", " ")


def listed(title: str, statements: Sequence[Statement]) -> Iterator[str]:
    if statements:
        yield f"## {title}"
        yield bullets([statement.text for statement in statements])


def in_words(issue: Issue) -> str:
    where = f" (page {issue.page})" if issue.page else ""
    quote = f" “{issue.quote}”" if issue.quote else ""
    return f"{issue.severity}: {issue.message}{where}{quote}"


# -- Markdown


def bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(text)}" for text in texts)


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not heads:
        return ""
    lines = [heads, ["---"] * len(heads), *rows] if rows else [heads, ["---"] * len(heads)]
    return "\n".join(f"| {' | '.join(cell if cell == '---' else escaped(cell) for cell in line)} |" for line in lines)


def escaped(text: str) -> str:
    """The words on one line, with nothing in them that Markdown acts on."""
    line = MARKUP.sub(lambda match: f"\\{match[0]}", naming.shown(" ".join(text.split())))
    return NUMBERED.sub(r"\1\\\2", line)
