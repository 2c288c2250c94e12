"""Lists of statements: improvement areas and recommendations. The heading or the lead-in decides, never the bullet.

Shapes read:

    4. Areas for continuing improvement        a heading that asks; its bullets, numbered points, or one-cell rows
    The following areas for improvement were identified:   a lead-in that asks, its points
    Cabinet is asked to: a) ... b) ...
    8. Recommendation / Cabinet is asked to NOTE the report.      a heading that asks, one sentence
    Recommendation: Cabinet is asked to NOTE the report.          a label that asks, one sentence or its points
    | Working well | Needs improvement |       a column whose heading asks; the points of its cells
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from pipeline.ids import Ids
from pipeline.layout.tables import ReadTable, TableCell
from pipeline.outline import DataTable, Outline
from pipeline.records import dataclass
from pipeline.vocabulary.headings import heading_kind, lead_in_kind, leads_in, states_nothing, tells_what_came_of_it
from schemas.base import Span
from schemas.outline import Paragraph
from schemas.record import Statement

SENTENCE = re.compile(r"(?<=[.!?])\s+")
LABEL = re.compile(r"([^:.]{3,40}):\s+(?=\S)")
SENTENCE_ENDS = (".", ".’", ".”", ".'", '."', ".)")
MOST_KEPT = 2048  # paragraphs
BRIEF = 260  # characters: an unnumbered paragraph that is one point of a list is no longer
PROSE = 12  # characters: what is shorter is a number or a reference, not a statement
Statements = tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The words of one statement and where they stand."""

    text: str
    section: str | None
    spans: tuple[Span, ...]


def improvement_areas(outline: Outline, ids: Ids) -> Statements:
    """The points that the paper names for improvement."""
    return _statements(outline, ids, "improvement_areas", "area")


def recommendations(outline: Outline, ids: Ids) -> Statements:
    """What the committee is asked to decide."""
    return _statements(outline, ids, "recommendations", "rec")


LISTS: dict[str, Callable[[Outline, Ids], Statements]] = {
    "improvement_areas": improvement_areas,
    "recommendations": recommendations,
}


def _statements(outline: Outline, ids: Ids, kind: str, prefix: str) -> Statements:
    """In reading order; what is printed twice in the same words stands once, with both places."""
    asked = _asking(outline, kind)
    around = _by_section(outline.paragraphs)
    found = [p for paragraph in outline.paragraphs for p in _points(paragraph, kind, asked, around)]
    found += [p for table in outline.data_tables for p in _of_table(outline, table, kind, asked)]
    once: dict[str, Point] = {}
    for point in sorted((p for p in found if not states_nothing(p.text)), key=lambda p: p.spans[0].start):
        first = once.setdefault(point.text, point)
        if first is not point:
            once[point.text] = Point(first.text, first.section, (*first.spans, *point.spans))
    return tuple(
        Statement(id=ids.statement(prefix, number), text=p.text, section=p.section, spans=p.spans)
        for number, p in enumerate(once.values(), 1)
    )


def _asking(outline: Outline, kind: str) -> set[str]:
    """The sections whose headings ask; where some say "recommendation" outright, others ("asked to do") do not."""
    asked = [s for s in outline.sections if heading_kind(s.title) == kind]
    outright = [s for s in asked if "recommend" in s.title.lower()] if kind == "recommendations" else []
    return {s.id for s in outright or asked}


@dataclass(frozen=True, slots=True)
class Around:
    """What the paragraphs of one section are like."""

    several: bool
    listed: bool
    """One of them holds a list."""
    numbered: bool
    brief: bool
    """All of them are."""


def _by_section(paragraphs: Sequence[Paragraph]) -> dict[str | None, Around]:
    """Looked at once for all of them: a section may hold hundreds."""
    sections: dict[str | None, list[Paragraph]] = {}
    for paragraph in paragraphs:
        sections.setdefault(paragraph.section, []).append(paragraph)
    return {
        section: Around(
            len(inside) > 1,
            any(p.items for p in inside),
            any(p.number for p in inside),
            all(len(p.text) <= BRIEF for p in inside),
        )
        for section, inside in sections.items()
    }


def _points(paragraph: Paragraph, kind: str, asked: set[str], around: Mapping[str | None, Around]) -> Iterator[Point]:
    by_lead_in = _asked_by(paragraph)
    by_heading = paragraph.section in asked
    label = LABEL.match(paragraph.text)
    by_label = label is not None and heading_kind(label[1]) == kind
    if by_lead_in is None and leads_in(paragraph.text):
        by_lead_in = heading_kind(paragraph.text)
    if paragraph.items:
        if by_lead_in == kind or ((by_heading or by_label) and by_lead_in is None):
            yield from (Point(item.text, paragraph.section, item.spans) for item in paragraph.items)
    elif by_label and label is not None and not leads_in(paragraph.text):
        yield Point(paragraph.text[label.end() :], paragraph.section, paragraph.spans)
    elif by_heading and _states(paragraph, kind, around[paragraph.section]):
        yield Point(paragraph.text, paragraph.section, paragraph.spans)


def _asked_by(paragraph: Paragraph) -> str | None:
    """What the last sentence of a lead-in asks for."""
    return lead_in_kind(_last_sentence(paragraph.text)) if paragraph.text else None


@lru_cache(MOST_KEPT)
def _last_sentence(text: str) -> str:
    """Each list asks for it anew."""
    return SENTENCE.split(text)[-1]


def _states(paragraph: Paragraph, kind: str, around: Around) -> bool:
    """A paragraph under a heading that asks is a statement itself where the section holds no list.

    Beside a list of areas a paragraph speaks about them; beside points of one recommendation others may still stand.
    Of numbered and unnumbered paragraphs in one section the numbered ones state; of unnumbered ones alone, all do
    under a heading that asks for a decision, and brief ones, at least two, under one that asks for areas.
    """
    if leads_in(paragraph.text):
        return False
    if around.listed and kind != "recommendations":
        return False
    if around.numbered:
        return paragraph.number is not None
    if around.listed:
        return False
    sentence = paragraph.text.endswith(SENTENCE_ENDS)
    if kind == "recommendations":
        return sentence or _asked_by(paragraph) == kind
    if heading_kind(paragraph.text) == kind and not sentence:
        return False
    return around.several and around.brief


def _of_table(outline: Outline, table: DataTable, kind: str, asked: set[str]) -> Iterator[Point]:
    for column in _columns(table.read, kind, table.section in asked):
        for row in table.read.body:
            cell = row[column] if column < len(row) else None
            if cell is not None and cell.text:
                yield from _of_cell(outline, table, cell)


def _columns(table: ReadTable, kind: str, asked: bool) -> Sequence[int]:
    """The columns whose headings ask; under a heading that asks, the one that holds most words."""
    headings = table.columns()
    if kind == "recommendations" and any(tells_what_came_of_it(heading) for heading in headings):
        return ()  # a tracker: of earlier meetings, or of others
    named = [c for c, heading in enumerate(headings) if heading_kind(heading) == kind]
    if named or not asked:
        return named
    weight = [sum(len(c.text) for row in table.body if (c := row[i]) is not None) for i in range(table.width)]
    widest = weight.index(max(weight))
    return [widest] if weight[widest] >= PROSE * len(table.body) else []


def _of_cell(outline: Outline, table: DataTable, cell: TableCell) -> Iterator[Point]:
    """The points of a cell: its bullets where it has any, else all its words."""
    for text, lines in outline.points_of(cell):
        yield Point(text, table.section, outline.spans(lines))
