"""A story from top to bottom: paragraphs, tables inside tables, text boxes, figures, as lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.readers.docx.drawings import drawing_of
from pipeline.readers.docx.flow import parts
from pipeline.readers.docx.ooxml import tag
from pipeline.readers.docx.runs import tokens_of
from pipeline.readers.docx.story import Place, Story
from pipeline.readers.docx.styles import Setting, setting_of
from pipeline.readers.docx.tables import Placed, Row, rows_of
from pipeline.readers.prose.lines import Number, lines_of
from pipeline.readers.prose.stitched import ended, in_cell
from pipeline.readers.prose.tokens import Shape, Token, Words
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Typeface, over
from pipeline.records import dataclass
from pipeline.transcript import Line

PARAGRAPH, TABLE = tag("w:p"), tag("w:tbl")
BLOCKS = frozenset((PARAGRAPH, TABLE, tag("m:oMathPara")))
END_STRUCK = "/".join(map(tag, ("w:pPr", "w:rPr", "w:del")))
END_MOVED = "/".join(map(tag, ("w:pPr", "w:rPr", "w:moveFrom")))


def lines_in(container: Element, place: Place, story: Story) -> Iterator[Line]:
    """The lines of what the container holds. A paragraph whose end was struck out goes on with the next one."""
    joined: list[Element] = []
    for element, struck in parts(container, BLOCKS, place.struck):
        here = replace(place, struck=struck) if struck != place.struck else place
        if element.tag != TABLE:
            joined.append(element)
            if _goes_on(element):
                continue
        yield from _joined(joined, here, story)
        joined = []
        if element.tag == TABLE:
            yield from _table(element, here, story)
    yield from _joined(joined, place, story)


def _goes_on(paragraph: Element) -> bool:
    return paragraph.find(END_STRUCK) is not None or paragraph.find(END_MOVED) is not None


def _joined(paragraphs: Sequence[Element], place: Place, story: Story) -> Iterator[Line]:
    """The paragraph; without the blank line when its end was struck out and nothing is left."""
    if not paragraphs:
        return
    lines = paragraph_lines(paragraphs, place, story)
    if place.struck or _goes_on(paragraphs[-1]):
        lines = [line for line in lines if line.text.strip()]
    yield from lines


def paragraph_lines(paragraphs: Sequence[Element], place: Place, story: Story) -> list[Line]:
    """The lines of one paragraph, with what is drawn in it in front or after."""
    source = story.source
    setting = setting_of(paragraphs[-1].find(tag("w:pPr")), source.styles, source.numbering, place.typeface)
    tokens = list(tokens_of(paragraphs, setting, place, story))
    number = _number(tokens, setting, place, story, _goes_on(paragraphs[-1]))
    before, after = _drawn(tokens, place, story)
    lines = list(lines_of(tokens, setting.manner, number, place.cell))
    if place.covered:
        lines = [replace(line, role="hidden") for line in lines if line.text.strip()]
    return [*before, *lines, *after]


def _number(tokens: Sequence[Token], setting: Setting, place: Place, story: Story, goes_on: bool) -> Number | None:
    """The number Word prints in front; what is struck out or hidden as a whole is not counted."""
    if setting.list_id is None or place.struck or place.covered:
        return None
    words = [one for one in tokens if isinstance(one, Words)]
    is_shown = any(not one.struck and not one.typeface.hidden for one in words)
    if not is_shown and (setting.mark_hidden or goes_on):
        return None
    return story.counters.next(setting.list_id, setting.manner.list_level)


def _drawn(tokens: Sequence[Token], place: Place, story: Story) -> tuple[list[Line], list[Line]]:
    """Drawings in front of the words, and those after them; what floats beside the text comes after."""
    before: list[Line] = []
    after: list[Line] = []
    begun = False
    for token in tokens:
        begun = begun or (isinstance(token, Words) and bool(token.text.strip()))
        if isinstance(token, Shape):
            floats, lines = _drawing(token.element, place, story)
            (after if begun or floats else before).extend(lines)
    return before, after


def _drawing(element: Element, place: Place, story: Story) -> tuple[bool, list[Line]]:
    drawing = drawing_of(element, story.relations, story.source.package)
    boxed = replace(story, counters=story.box_counters)
    lines = [line for box in drawing.boxes for line in lines_in(box, place, boxed)]
    if drawing.figure is not None:
        text = f"{drawing.figure}\n" if drawing.figure else ""
        lines.append(Line(text, opens=True, role="figure", cell=place.cell))
    return drawing.floats, lines


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell with its lines."""

    placed: Placed
    lines: list[Line]


def _table(table: Element, place: Place, story: Story) -> Iterator[Line]:
    number = next(story.source.tables)
    within = None if place.cell is None else place.cell.table
    for row in rows_of(table, number, within, story.source.styles):
        yield from _row(row, place, story)


def _row(row: Row, place: Place, story: Story) -> Iterator[Line]:
    if row.struck or place.struck:
        for placed in row.cells:
            yield from lines_in(placed.element, replace(place, cell=None, struck=True), story)
        return
    filled = [_filled(placed, place.typeface, story) for placed in row.cells]
    shown = [one for one in filled if not one.placed.covered]
    for one in filled:
        tail = "\n" if bool(shown) and one is shown[-1] else "\t"
        yield from one.lines if one.placed.covered else ended(one.lines, one.placed.cell, tail)


def _filled(placed: Placed, below: Typeface, story: Story) -> Filled:
    inside = Place(placed.cell, over(below, placed.typeface), covered=placed.covered)
    return Filled(placed, in_cell(lines_in(placed.element, inside, story)))
