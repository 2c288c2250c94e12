"""Claims: what the program took each line of a paper for, in words that a person can check against the page.

A view is one question put to a paper: how its lines were read, what the blocks are, where the tables' cells are, which
records were found. Each answers with claims on lines of the transcript. Pictures and listings only show claims.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Literal, get_args

from pipeline.layout.tables import TableCell
from pipeline.outline import DataTable, Outline
from pipeline.records import dataclass
from pipeline.run import Stages
from pipeline.transcript import Line
from schemas import Paper
from schemas.base import Span
from schemas.issue import Issue
from schemas.outline import Item
from schemas.record import Indicator, Period, Reading, Statement

View = Literal["lines", "blocks", "tables", "records"]
VIEWS: tuple[View, ...] = get_args(View)

Kind = Literal[
    "line",
    "table line",
    "line with a role",
    "header",
    "heading",
    "paragraph",
    "item",
    "table",
    "figure",
    "furniture",
    "head cell",
    "cell",
    "value column",
    "indicator",
    "reading",
    "improvement area",
    "recommendation",
    "issue",
]
KINDS: dict[View, tuple[Kind, ...]] = {
    "lines": ("line", "table line", "line with a role"),
    "blocks": ("header", "heading", "paragraph", "item", "table", "figure", "furniture", "issue"),
    "tables": ("table", "head cell", "cell", "issue"),
    "records": ("value column", "indicator", "reading", "improvement area", "recommendation", "issue"),
}
"""What a view may claim, in the order of its legend."""

SAME_SPOT = 0.06  # points: published boxes are rounded to one decimal
MOST_QUOTED = 60  # characters of a value or title in a note; the page shows the rest


def view_named(name: str) -> View:
    return next(view for view in VIEWS if view == name)


@dataclass(frozen=True, slots=True)
class Claim:
    """Lines of the transcript, by index, and what they were taken for."""

    kind: Kind
    tag: str
    """A few words to stand beside the lines."""
    note: str
    """What else is known of it; may be empty."""
    lines: tuple[int, ...]
    id: str | None = None
    page: int | None = None
    """Where a claim on no line belongs."""
    holds: bool = False
    """Its lines are also claimed one by one, or claimed by what it is about."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A paper with the way back from spans of its text to lines of its transcript."""

    outline: Outline
    paper: Paper
    starts: tuple[int, ...]
    ends: tuple[int, ...] = field(repr=False)

    def lines(self, spans: Iterable[Span]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(i for span in spans for i in self._of(span)))

    def _of(self, span: Span) -> Iterator[int]:
        """The lines that hold characters of the span; of an empty one, the line without characters at its box."""
        for i in range(bisect_left(self.ends, span.start), bisect_right(self.starts, span.end)):
            line = self.outline.transcript.lines[i]
            if span.start == span.end:
                if not line.text and line.page == span.page and is_at(line, span):
                    yield i
            elif line.text and self.starts[i] < span.end and self.ends[i] > span.start:
                yield i


def is_at(line: Line, span: Span) -> bool:
    if line.box is None or span.box is None:
        return line.box is span.box
    return all(abs(a - b) <= SAME_SPOT for a, b in zip(line.box, span.box, strict=True))


def seen_in(stages: Stages) -> Seen:
    starts, lines = stages.outline.starts, stages.outline.transcript.lines
    ends = tuple(start + len(line.text) for start, line in zip(starts, lines, strict=True))
    return Seen(stages.outline, stages.paper, starts, ends)


def claims_of(stages: Stages, view: View) -> tuple[Claim, ...]:
    """The claims of one view in its own order, then the issues about what it shows and about the paper as a whole."""
    seen = seen_in(stages)
    claims = tuple(claim for claim in CLAIMANTS[view](seen) if claim.lines)
    if "issue" not in KINDS[view]:
        return claims
    return (*claims, *issue_claims(seen, claims, view))


# -- lines


def line_claims(seen: Seen) -> Iterator[Claim]:
    """Every line by its number in the transcript, from 1."""
    usual = usual_size(seen.outline.transcript.lines)
    for i, line in enumerate(seen.outline.transcript.lines):
        kind: Kind = "line with a role" if line.role else "table line" if line.cell else "line"
        yield Claim(kind, str(i + 1), "; ".join(line_facts(line, usual)), (i,))


def usual_size(lines: Sequence[Line]) -> float | None:
    """The font size of most characters."""
    weight: dict[float, int] = {}
    for line in lines:
        if line.size is not None:
            weight[line.size] = weight.get(line.size, 0) + len(line.text)
    return max(weight, key=lambda size: (weight[size], size), default=None)


def line_facts(line: Line, usual: float | None) -> Iterator[str]:
    """What the reader noted of a line besides its words, where it is anything unusual."""
    if line.role:
        yield line.role if line.level is None else f"{line.role} level {line.level}"
    if line.cell:
        yield f"table {line.cell.table + 1} row {line.cell.row + 1} column {line.cell.column + 1}"
        if (line.cell.rows, line.cell.columns) != (1, 1):
            yield f"covers {line.cell.rows} × {line.cell.columns}"
        if line.cell.header:
            yield "head"
        if line.cell.fill:
            yield f"fill {line.cell.fill}"
    if line.size is not None and line.size != usual:
        yield f"{line.size:g} pt"
    yield from style_facts(line)
    if line.opens is not None:
        yield "opens a block" if line.opens else "goes on"
    if line.confidence is not None:
        yield f"recognised, {line.confidence:.0%} sure"


def style_facts(line: Line) -> Iterator[str]:
    for name in ("bold", "italic", "underline"):
        if getattr(line, name):
            yield name
    if line.bold_start:
        yield f"bold start {quoted(line.text[: line.bold_start])}"
    for start, end in line.raised:
        yield f"raised {quoted(line.text[start:end])}"


# -- blocks


def block_claims(seen: Seen) -> Iterator[Claim]:
    """The parts of the spine: each character of the paper is in exactly one of them."""
    paper = seen.paper
    yield from header_claims(seen)
    for section in paper.sections:
        note = f"{section.id}, level {section.level}"
        yield Claim("heading", named("heading", section.number), note, seen.lines(section.spans), section.id)
    for paragraph in paper.paragraphs:
        tag = named("para", paragraph.number)
        yield Claim("paragraph", tag, paragraph.id, seen.lines(paragraph.spans), paragraph.id)
        for item in paragraph.items:
            yield from item_claims(item, 1, seen)
    for table in paper.tables:
        note = f"{table.id}, {size_of(table.columns, table.rows)}"
        yield Claim("table", "table", note, seen.lines(table.spans), table.id)
    for figure in paper.figures:
        yield Claim("figure", "figure", figure.id, seen.lines(figure.spans), figure.id)
    for piece in paper.furniture:
        yield Claim("furniture", piece.kind, "", seen.lines(piece.spans))


def header_claims(seen: Seen) -> Iterator[Claim]:
    for name, spans in seen.paper.header.spans.items():
        worded = tuple(span for span in spans if seen.paper.text[span.start : span.end].strip())
        value = getattr(seen.paper.header, name, None)
        note = f"read as {quoted(str(value))}" if value is not None else ""
        tag = "header" if name == "block" else name.replace("_", " ")
        yield Claim("header", tag, note, seen.lines(worded))


def item_claims(item: Item, depth: int, seen: Seen) -> Iterator[Claim]:
    note = f"{item.id}, level {depth}" if depth > 1 else item.id
    yield Claim("item", named("item", item.marker), note, seen.lines(item.spans), item.id)
    for below in item.items:
        yield from item_claims(below, depth + 1, seen)


def named(word: str, number: str | None) -> str:
    return f"{word} {number}" if number else word


# -- tables


def table_claims(seen: Seen) -> Iterator[Claim]:
    """Tables that hold data, and their cells: rows of the head and rows of the body each count from 1."""
    for table, published in zip(seen.outline.data_tables, seen.paper.tables, strict=True):
        note = f"{table.id}, {size_of(published.columns, published.rows)}"
        if published.caption:
            note += f", caption {quoted(published.caption)}"
        yield Claim("table", "table", note, table.lines, table.id, holds=True)
        yield from cell_claims(table)


def cell_claims(table: DataTable) -> Iterator[Claim]:
    parts: tuple[tuple[Kind, str, Sequence[Sequence[TableCell | None]]], ...] = (
        ("head cell", "h", table.read.head),
        ("cell", "r", table.read.body),
    )
    for kind, letter, rows in parts:
        for number, row in enumerate(rows, 1):
            for cell in row:
                if cell is not None and cell.text:
                    tag = f"{letter}{number} c{cell.place.column + 1}"
                    yield Claim(kind, tag, merged(cell), cell.lines, table.id)


def merged(cell: TableCell) -> str:
    rows, columns = cell.place.rows, cell.place.columns
    return f"covers {rows} × {columns}" if (rows, columns) != (1, 1) else ""


def size_of(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    width = len(columns) or max((len(row) for row in rows), default=0)
    return f"{len(rows)} rows × {width} columns" + ("" if columns else ", no head")


# -- records


def record_claims(seen: Seen) -> Iterator[Claim]:
    """Indicators with their readings, the columns that these stand in, and statements."""
    paper = seen.paper
    for table in seen.outline.data_tables:
        yield from column_claims(table, [row for row in paper.indicators if row.table == table.id])
    for number, indicator in enumerate(paper.indicators, 1):
        yield from indicator_claims(indicator, number, seen)
    lists: tuple[tuple[Kind, Sequence[Statement]], ...] = (
        ("improvement area", paper.improvement_areas),
        ("recommendation", paper.recommendations),
    )
    for kind, statements in lists:
        for number, statement in enumerate(statements, 1):
            yield Claim(kind, f"{kind} {number}", statement.id, seen.lines(statement.spans), statement.id)


def column_claims(table: DataTable, rows: Sequence[Indicator]) -> Iterator[Claim]:
    """The headings from which readings have their period, each with that period."""
    periods = {
        reading.column: reading.period
        for row in rows
        for reading in row.readings
        if reading.period and is_of_column(reading.period)
    }
    for index, heading in enumerate(table.read.columns()):
        lines = [i for row in table.read.head for cell in row if cell and is_over(cell, index) for i in cell.lines]
        if lines and (period := periods.get(heading)):
            yield Claim("value column", "column", period_of(period), tuple(lines), f"{table.id} {index}")


def is_over(cell: TableCell, index: int) -> bool:
    return cell.place.column <= index < cell.place.column + cell.place.columns


def indicator_claims(indicator: Indicator, number: int, seen: Seen) -> Iterator[Claim]:
    known = f"{indicator.indicator} ({indicator.match})" if indicator.indicator else "not in the vocabulary"
    if indicator.match == "suggested":
        known += ", only suggested"
    note = f"{quoted(indicator.label)}: {known}."
    yield Claim("indicator", f"indicator {number}", note, seen.lines(indicator.spans), indicator.id, holds=True)
    for n, reading in enumerate(indicator.readings, 1):
        yield Claim("reading", str(n), in_words(reading), seen.lines(reading.spans), indicator.id)


def in_words(reading: Reading) -> str:
    """`19.4 percent, current, 2019-04-01 to 2020-03-31 (financial_year “Year End 19/20”)`

    Instead of a period `(column)`: the one of its column, which the column's own claim states.
    """
    facts = (
        value_of(reading),
        reading.qualifier,
        None if reading.of == "authority" else f"of {reading.of}",
        reading.role,
        f"rated {reading.rating}" if reading.rating else None,
        f"going {reading.direction}" if reading.direction else None,
        reading.basis,
        None if is_of_column(reading.period) else period_in_words(reading.period),
    )
    return ", ".join(fact for fact in facts if fact) + (" (column)" if is_of_column(reading.period) else "")


def value_of(reading: Reading) -> str:
    unit = f" {reading.unit}" if reading.unit else " (no unit)"
    if reading.value is not None:
        return f"{reading.value}{unit}"
    if reading.low is not None or reading.high is not None:
        low, high = (("…" if end is None else str(end)) for end in (reading.low, reading.high))
        return f"{low} to {high}{unit}"
    return reading.status


def is_of_column(period: Period | None) -> bool:
    return period is not None and period.source == "column"


def period_in_words(period: Period | None) -> str:
    if period is None:
        return "no period"
    return period_of(period) if period.source == "cell" else f"{period_of(period)} from the {period.source}"


def period_of(period: Period) -> str:
    start, end = (("…" if day is None else day.isoformat()) for day in (period.start, period.end))
    dates = start if start == end else f"{start} to {end}"
    other = f", or {len(period.alternatives)} other" if period.alternatives else ""
    return f"{dates} ({period.kind} {quoted(period.text)}{other})"


# -- issues


def issue_claims(seen: Seen, claims: Sequence[Claim], view: View) -> Iterator[Claim]:
    """Each issue at the first line of what it is about. The blocks also have those about the paper as a whole, and the
    records none that only inform: their own words say as much."""
    first: dict[str, Claim] = {}
    for claim in claims:
        if claim.id is not None and claim.lines:
            first.setdefault(claim.id, claim)
    top = next((page.number for page in seen.paper.pages), 1)
    for issue in seen.paper.issues:
        about = first.get(issue.about or "")
        if view == "records" and issue.severity == "info":
            continue
        if about is not None:
            yield Claim("issue", "!", told(issue), (about.lines[0],), issue.about, holds=True)
        elif view == "blocks" and issue.about is None:
            yield Claim("issue", "!", told(issue), (), None, issue.page or top, holds=True)


def told(issue: Issue) -> str:
    return f"{issue.severity} {issue.code}: {' '.join(issue.message.split())}"


def quoted(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= MOST_QUOTED else f"“{words[:MOST_QUOTED]}…”"


CLAIMANTS: dict[View, Callable[[Seen], Iterator[Claim]]] = {
    "lines": line_claims,
    "blocks": block_claims,
    "tables": table_claims,
    "records": record_claims,
}
