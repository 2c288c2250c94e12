"""Published papers as tidy rows: one kind of row a table, the same columns whatever format they are then written in.

A row is a plain dict of `str`, `int`, `float`, `date` and `None`. Every row names the paper it is from, and every row
of something printed names its place: `page` from 1, and the characters `[text_start, text_end)` of the paper's `text`
that its first and last word stand at.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Generic, Literal, TypeVar

from pipeline.records import dataclass
from schemas import Paper
from schemas.agenda import AgendaItem
from schemas.base import Spans
from schemas.issue import Issue
from schemas.outline import Item, Paragraph, Section, Table
from schemas.record import Commitment, Indicator, Inspection, Mention, Name, Narrative, Period, Reading, Statement

Value = str | int | float | date | None
Row = dict[str, Value]
Datatype = Literal["string", "integer", "number", "date"]
Need = Literal["required", "optional"]
Part = TypeVar("Part")

BETWEEN = "; "
"""Stands between the values of a cell that holds more than one."""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper and the name of the published file that it was read from, unique in an export."""

    name: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is called, what its values are, and what they mean."""

    name: str
    datatype: Datatype
    about: str
    need: Need = "optional"
    """Required: never null, and never an empty text either, which CSV on the Web takes for null."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One table: what a row of it is, its columns, and those that together name a row."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Document], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Field(Generic[Part]):
    """A column, and how its value is read off one part of a paper."""

    column: Column
    value: Callable[[Part], Value]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a point of the list that belongs to it."""

    part: Paragraph | Item
    parent: str | None
    depth: int
    section: Section | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One reading, and the printed row or the sentence that it stands in."""

    row: Indicator | Narrative
    number: int
    reading: Reading
    section: Section | None
    caption: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the body of a table."""

    table: Table
    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Part]):
    """Something without an id of its own, counted from 1, with what it belongs to."""

    owner: str
    number: int
    part: Part


@dataclass(frozen=True, slots=True)
class Filed(Generic[Part]):
    """Something that stands in a section."""

    part: Part
    section: Section | None


def text(name: str, about: str, value: Callable[[Part], str | None], need: Need = "optional") -> Field[Part]:
    return Field(Column(name, "string", about, need), value)


def integer(name: str, about: str, value: Callable[[Part], int | None], need: Need = "optional") -> Field[Part]:
    return Field(Column(name, "integer", about, need), value)


def number(name: str, about: str, value: Callable[[Part], float | None]) -> Field[Part]:
    return Field(Column(name, "number", about), value)


def day(name: str, about: str, value: Callable[[Part], date | None]) -> Field[Part]:
    return Field(Column(name, "date", about), value)


def place(spans: Callable[[Part], Spans]) -> tuple[Field[Part], ...]:
    """Where it is printed; empty where it is nowhere."""

    def page(part: Part) -> int | None:
        return next((span.page for span in spans(part)), None)

    def start(part: Part) -> int | None:
        return min((span.start for span in spans(part)), default=None)

    def end(part: Part) -> int | None:
        return max((span.end for span in spans(part)), default=None)

    return (
        integer("page", "page that it begins on, from 1", page),
        integer("text_start", "its first character in the text of the paper, from 0", start),
        integer("text_end", "the character after its last", end),
    )


def section_of(section: Callable[[Part], Section | None]) -> tuple[Field[Part], ...]:
    def named(part: Part) -> str | None:
        found = section(part)
        return found.id if found else None

    def title(part: Part) -> str | None:
        found = section(part)
        return found.title if found else None

    return (
        text("section_id", "id of the section that it stands in", named),
        text("section_title", "heading of that section", title),
    )


def period_of(prefix: str, period: Callable[[Part], Period | None]) -> tuple[Field[Part], ...]:
    """A period in four columns, their names beginning with the prefix."""

    def stated(part: Part) -> str | None:
        found = period(part)
        return found.text if found else None

    def kind_of(part: Part) -> str | None:
        found = period(part)
        return found.kind if found else None

    def start(part: Part) -> date | None:
        found = period(part)
        return found.start if found else None

    def end(part: Part) -> date | None:
        found = period(part)
        return found.end if found else None

    return (
        text(f"{prefix}_text", "the date or period as printed", stated),
        text(f"{prefix}_kind", "what it is: financial_year, quarter, month, day ...", kind_of),
        day(f"{prefix}_start", "its first day; empty where it is open or unknown", start),
        day(f"{prefix}_end", "its last day; empty where it is open or unknown", end),
    )


PAPER: tuple[Field[Document], ...] = (
    text(
        "file",
        "published JSON file of the paper, relative to the folder that was exported",
        lambda d: d.name,
        "required",
    ),
    text("paper_id", "id of the paper; the same for one paper in several formats", lambda d: d.paper.id, "required"),
    text("council", "council, as the paper or its sidecar states it", lambda d: d.paper.header.council),
    text("gss_code", "ONS GSS code of the council", lambda d: d.paper.header.council_code),
    day("meeting_date", "day of the meeting", lambda d: d.paper.header.meeting_date),
)
"""On every row."""


def kind(
    name: str,
    about: str,
    key: Sequence[str],
    parts: Callable[[Document], Iterable[Part]],
    fields: Sequence[Field[Part]],
) -> Kind:
    """A table with a row for each part that is found in a paper."""
    columns = (*(field.column for field in PAPER), *(field.column for field in fields))

    def rows(document: Document) -> Iterator[Row]:
        shared = {field.column.name: field.value(document) for field in PAPER}
        for part in parts(document):
            yield {**shared, **{field.column.name: field.value(part) for field in fields}}

    return Kind(name, about, ("file", *key), columns, rows)


# -- the parts of a paper that become rows


def sections_by_id(document: Document) -> dict[str | None, Section]:
    return {section.id: section for section in document.paper.sections}


def passages(document: Document) -> Iterator[Passage]:
    """Paragraphs in reading order, each followed by its points, depth first."""
    sections = sections_by_id(document)
    for paragraph in document.paper.paragraphs:
        section = sections.get(paragraph.section)
        yield Passage(paragraph, None, 0, section)
        waiting = [(item, paragraph.id, 1) for item in reversed(paragraph.items)]
        while waiting:
            item, parent, depth = waiting.pop()
            yield Passage(item, parent, depth, section)
            waiting += [(below, item.id, depth + 1) for below in reversed(item.items)]


def figures(document: Document) -> Iterator[Figure]:
    """The readings of table rows, then those of sentences."""
    sections = sections_by_id(document)
    captions = {table.id: table.caption for table in document.paper.tables}
    rows: tuple[Indicator | Narrative, ...] = (*document.paper.indicators, *document.paper.narrative)
    for row in rows:
        caption = captions.get(row.table or "") if isinstance(row, Indicator) else None
        for count, reading in enumerate(row.readings, start=1):
            yield Figure(row, count, reading, sections.get(row.section), caption)


def statements(
    of: Callable[[Paper], Iterable[Statement]],
) -> Callable[[Document], Iterator[Filed[Statement]]]:
    def filed(document: Document) -> Iterator[Filed[Statement]]:
        sections = sections_by_id(document)
        yield from (Filed(one, sections.get(one.section)) for one in of(document.paper))

    return filed


def cells(document: Document) -> Iterator[Cell]:
    for table in document.paper.tables:
        for at, row in enumerate(table.rows, start=1):
            yield from (Cell(table, at, column, words) for column, words in enumerate(row, start=1))


def mentions(document: Document) -> Iterator[tuple[Name, Numbered[Mention]]]:
    for name in document.paper.names:
        for count, mention in enumerate(name.mentions, start=1):
            yield name, Numbered(name.id, count, mention)


def issues(document: Document) -> Iterator[Numbered[Issue]]:
    for count, issue in enumerate(document.paper.issues, start=1):
        yield Numbered(document.paper.id, count, issue)


def spans_of_period(period: Period) -> str | None:
    """`2019-04-01/2020-03-31; 2020-01-01/2020-12-31`; two dots where one is open, as in ISO 8601-2."""
    return BETWEEN.join(f"{one.start or '..'}/{one.end or '..'}" for one in period.alternatives) or None


# -- the columns of each table

PAPERS = kind(
    "papers",
    "One row a paper.",
    (),
    lambda document: [document.paper],
    (
        text("committee", "committee that it was put to", lambda p: p.header.committee),
        text("title", "title of the paper", lambda p: p.header.title),
        text("source_name", "file that was read", lambda p: p.source.name),
        text("source_type", "media type of that file", lambda p: p.source.media_type, "required"),
        text("source_sha256", "SHA-256 of its bytes", lambda p: p.source.sha256, "required"),
        integer("source_bytes", "its size", lambda p: p.source.size),
        integer("page_count", "its pages", lambda p: p.source.page_count),
        text("schema_version", "version of the published shape", lambda p: p.schema_version, "required"),
    ),
)

SECTIONS = kind(
    "sections",
    "One row a heading.",
    ("section_id",),
    lambda document: document.paper.sections,
    (
        text("section_id", "id of the section", lambda s: s.id, "required"),
        text("number", "printed number", lambda s: s.number),
        text("title", "the heading", lambda s: s.title),
        integer("level", "1 for a main heading, 2 for one below it", lambda s: s.level),
        text("parent_id", "section that it is a part of", lambda s: s.parent),
        *place(lambda s: s.spans),
    ),
)

PASSAGES = kind(
    "passages",
    "One row a paragraph, and one a point of a list.",
    ("passage_id",),
    passages,
    (
        text("passage_id", "id of the paragraph or point", lambda p: p.part.id, "required"),
        text(
            "kind",
            "paragraph or item",
            lambda p: "paragraph" if isinstance(p.part, Paragraph) else "item",
            "required",
        ),
        text(
            "number",
            "printed number of a paragraph, printed marker of a point",
            lambda p: p.part.number if isinstance(p.part, Paragraph) else p.part.marker,
        ),
        text("parent_id", "paragraph or point that a point stands under", lambda p: p.parent),
        integer("depth", "0 for a paragraph, 1 for a point of its list, 2 for a point below that", lambda p: p.depth),
        *section_of(lambda p: p.section),
        text("text", "its words", lambda p: p.part.text),
        *place(lambda p: p.part.spans),
    ),
)

READINGS = kind(
    "readings",
    "One row a value: of a row of a table, or of a sentence.",
    ("record_id", "reading"),
    figures,
    (
        text("record_id", "id of the table row or sentence that states it", lambda f: f.row.id, "required"),
        integer("reading", "place of the value among those of its record, from 1", lambda f: f.number, "required"),
        text(
            "kind",
            "table or narrative: where it is printed",
            lambda f: "table" if isinstance(f.row, Indicator) else "narrative",
            "required",
        ),
        text("label", "the measure as printed", lambda f: f.row.label),
        text("indicator_id", "the measure in the vocabulary; empty where it is in none", lambda f: f.row.indicator),
        text("match", "how the label was mapped: exact, cleaned or suggested", lambda f: f.row.match),
        text(
            "suggestions",
            "ids that a person might mean by the label",
            lambda f: BETWEEN.join(f.row.suggestions) or None if isinstance(f.row, Indicator) else None,
        ),
        text(
            "row_group",
            "sub-heading of the table that its row stands under",
            lambda f: f.row.group if isinstance(f.row, Indicator) else None,
        ),
        *section_of(lambda f: f.section),
        text("table_id", "id of its table", lambda f: f.row.table if isinstance(f.row, Indicator) else None),
        text("table_caption", "caption of its table", lambda f: f.caption),
        text(
            "passage_id",
            "id of its paragraph or point",
            lambda f: None if isinstance(f.row, Indicator) else f.row.passage,
        ),
        text(
            "sentence",
            "the sentence that states it",
            lambda f: None if isinstance(f.row, Indicator) else f.row.sentence,
        ),
        text("column_heading", "heading of its column", lambda f: f.reading.column),
        text("raw", "the cell or figure as printed", lambda f: f.reading.raw),
        number("value", "the value; empty for a range and where none is reported", lambda f: f.reading.value),
        number("low", "lower end of a range", lambda f: f.reading.low),
        number("high", "upper end of a range", lambda f: f.reading.high),
        text("unit", "percent, count, days, gbp ...", lambda f: f.reading.unit),
        text("qualifier", "about, over, under ...", lambda f: f.reading.qualifier),
        text(
            "status",
            "reported, suppressed, missing, not_applicable or pending",
            lambda f: f.reading.status,
            "required",
        ),
        text(
            "of",
            "whose value it is: authority, england, region, statistical_neighbours, target, floor, or another area",
            lambda f: f.reading.of,
            "required",
        ),
        text("role", "baseline, previous, current, target or benchmark", lambda f: f.reading.role),
        text("basis", "year-end, snapshot, rolling ...", lambda f: f.reading.basis),
        text("rating", "printed rating, such as red, amber or green", lambda f: f.reading.rating),
        text("direction", "printed direction: up, down or flat", lambda f: f.reading.direction),
        *period_of("period", lambda f: f.reading.period),
        text(
            "period_source",
            "where the period was read from",
            lambda f: f.reading.period.source if f.reading.period else None,
        ),
        text(
            "period_alternatives",
            "other defensible readings of the period, as START/END",
            lambda f: spans_of_period(f.reading.period) if f.reading.period else None,
        ),
        *place(lambda f: f.reading.spans or f.row.spans),
    ),
)


def statement_fields(what: str) -> tuple[Field[Filed[Statement]], ...]:
    return (
        text(f"{what.replace(' ', '_')}_id", f"id of the {what}", lambda s: s.part.id, "required"),
        *section_of(lambda s: s.section),
        text("text", "its words", lambda s: s.part.text),
        *place(lambda s: s.part.spans),
    )


IMPROVEMENT_AREAS = kind(
    "improvement_areas",
    "One row an area for improvement.",
    ("improvement_area_id",),
    statements(lambda paper: paper.improvement_areas),
    statement_fields("improvement area"),
)

RECOMMENDATIONS = kind(
    "recommendations",
    "One row a recommendation.",
    ("recommendation_id",),
    statements(lambda paper: paper.recommendations),
    statement_fields("recommendation"),
)


def inspections(document: Document) -> Iterable[Inspection]:
    return document.paper.inspections


def commitments(document: Document) -> Iterable[Commitment]:
    return document.paper.commitments


def agenda_items(document: Document) -> Iterable[AgendaItem]:
    return document.paper.agenda


INSPECTIONS = kind(
    "inspections",
    "One row an inspection or visit that a sentence tells of.",
    ("inspection_id",),
    inspections,
    (
        text("inspection_id", "id of the inspection", lambda i: i.id, "required"),
        text("inspectorate", "who inspected", lambda i: i.inspectorate),
        text("kind", "the inspectorate's word for it", lambda i: i.kind),
        *period_of("date", lambda i: i.date),
        text("grade", "outstanding, good, requires_improvement or inadequate", lambda i: i.grade),
        text("aspect", "what the grade is of; empty for the overall judgement", lambda i: i.aspect),
        text("passage_id", "id of its paragraph or point", lambda i: i.passage, "required"),
        text("sentence", "the sentence that tells of it", lambda i: i.sentence),
        *place(lambda i: i.spans),
    ),
)

COMMITMENTS = kind(
    "commitments",
    "One row a thing that is to be done by a date.",
    ("commitment_id",),
    commitments,
    (
        text("commitment_id", "id of the commitment", lambda c: c.id, "required"),
        text("verb", "the words that commit", lambda c: c.verb),
        *period_of("due", lambda c: c.due),
        text("passage_id", "id of its paragraph or point", lambda c: c.passage, "required"),
        text("sentence", "the sentence that states it", lambda c: c.sentence),
        *place(lambda c: c.spans),
    ),
)

MENTIONS = kind(
    "mentions",
    "One row a place where an organisation, board, programme or law is named.",
    ("name_id", "mention"),
    mentions,
    (
        text("name_id", "id of the name in the paper", lambda m: m[0].id, "required"),
        integer("mention", "place among the mentions of the name, from 1", lambda m: m[1].number, "required"),
        text("kind", "organisation, board, programme or legislation", lambda m: m[0].kind, "required"),
        text("name", "the full form", lambda m: m[0].name),
        text("acronym", "the short form", lambda m: m[0].acronym),
        text("text", "the words that stand here", lambda m: m[1].part.text),
        text("passage_id", "id of the paragraph or point", lambda m: m[1].part.passage, "required"),
        *place(lambda m: m[1].part.spans),
    ),
)

AGENDA_ITEMS = kind(
    "agenda_items",
    "One row an item of business that the front sheet of an agenda pack lists.",
    ("agenda_item_id",),
    agenda_items,
    (
        text("agenda_item_id", "id of the item", lambda a: a.id, "required"),
        text("number", "printed number", lambda a: a.number),
        text("title", "the item as listed", lambda a: a.title),
        integer("first_page", "first page as listed", lambda a: a.first_page),
        integer("last_page", "last page as listed", lambda a: a.last_page),
        integer(
            "paper_number", "which paper of the pack it is, from 1; empty where none was matched", lambda a: a.paper
        ),
        *place(lambda a: a.spans),
    ),
)

CELLS = kind(
    "cells",
    "One row a cell in the body of a table.",
    ("table_id", "row_number", "column_number"),
    cells,
    (
        text("table_id", "id of the table", lambda c: c.table.id, "required"),
        text("table_caption", "caption of the table", lambda c: c.table.caption),
        text("section_id", "id of the section that it stands in", lambda c: c.table.section),
        integer("row_number", "row of the body, from 1", lambda c: c.row, "required"),
        integer("column_number", "column, from 1", lambda c: c.column, "required"),
        text(
            "column_heading",
            "heading of the column",
            lambda c: c.table.columns[c.column - 1] if c.column <= len(c.table.columns) else None,
        ),
        text("text", "the words of the cell", lambda c: c.text),
    ),
)

ISSUES = kind(
    "issues",
    "One row a doubt that a person should look at.",
    ("issue",),
    issues,
    (
        integer("issue", "place among the issues of the paper, from 1", lambda i: i.number, "required"),
        text("code", "what is doubtful", lambda i: i.part.code, "required"),
        text("severity", "info, warning or error", lambda i: i.part.severity, "required"),
        text("about_id", "id of what it is about; empty for the whole paper", lambda i: i.part.about),
        text("message", "the doubt in words", lambda i: i.part.message),
        text("quote", "the printed words", lambda i: i.part.quote),
        integer("page", "page, from 1", lambda i: i.part.page),
    ),
)

KINDS: dict[str, Kind] = {
    one.name: one
    for one in (
        PAPERS,
        READINGS,
        IMPROVEMENT_AREAS,
        RECOMMENDATIONS,
        SECTIONS,
        PASSAGES,
        INSPECTIONS,
        COMMITMENTS,
        MENTIONS,
        AGENDA_ITEMS,
        CELLS,
        ISSUES,
    )
}
"""Every table, in the order that people read them."""
