"""A story from top to bottom: paragraphs, lists, tables inside tables, text boxes, figures, as lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.readers.odt.drawings import drawing_of
from pipeline.readers.odt.lists import OUTLINE, Entry
from pipeline.readers.odt.names import stated, tag, whole
from pipeline.readers.odt.runs import NOT_PRINTED, is_drawn, tokens_of
from pipeline.readers.odt.story import Place, Story
from pipeline.readers.odt.styles import Style, indent_of, is_listed, role_of
from pipeline.readers.odt.tables import Placed, rows_of
from pipeline.readers.prose.lines import Manner, lines_of
from pipeline.readers.prose.stitched import ended, in_cell
from pipeline.readers.prose.tokens import Shape, Token, Words
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Typeface, over
from pipeline.transcript import Line

PARAGRAPHS = frozenset(map(tag, ("text:p", "text:h")))
HEADING, TABLE, LIST = tag("text:h"), tag("table:table"), tag("text:list")
ITEM, NUMBERED, SECTION = tag("text:list-item"), tag("text:numbered-paragraph"), tag("text:section")
HIDDEN_FIELD = tag("text:hidden-paragraph")
DEFAULT_SIZE = 12.0  # points, where the file states none


def lines_in(blocks: Iterable[Element], place: Place, story: Story) -> Iterator[Line]:
    """The lines of the blocks; what nobody knows is looked through, so that no words are lost in it."""
    for child in blocks:
        if child.tag in PARAGRAPHS:
            yield from _paragraph(child, place, story)
        elif child.tag == TABLE:
            yield from _table(child, place, story)
        elif child.tag == LIST:
            yield from _list(child, place, story)
        elif child.tag == NUMBERED:
            yield from lines_in(child, replace(place, entry=story.lists.numbered(child)), story)
        elif is_drawn(child):
            yield from _drawing(child, replace(place, entry=None), story)[1]
        elif child.tag not in NOT_PRINTED:
            hidden = child.tag == SECTION and stated(child, "text:display") == "none"
            yield from lines_in(child, replace(place, covered=place.covered or hidden), story)


def _list(element: Element, place: Place, story: Story) -> Iterator[Line]:
    """The items of a list; the first block of each has the number in front, those of a list header have none."""
    entry = story.lists.enter(element, place.entry)
    for item in element:
        start = whole(stated(item, "text:start-value"))
        style = stated(item, "text:style-override") or entry.style
        due = replace(entry, style=style, due=item.tag == ITEM, start=start)
        for block in item:
            yield from _block(block, replace(place, entry=due), story)
            if block.tag in PARAGRAPHS:
                due = replace(due, due=False, start=None)


def _block(block: Element, place: Place, story: Story) -> Iterator[Line]:
    if block.tag in PARAGRAPHS:
        yield from _paragraph(block, place, story)
    elif block.tag == LIST:
        yield from _list(block, place, story)
    else:
        yield from lines_in(block, replace(place, entry=None), story)


def _paragraph(paragraph: Element, place: Place, story: Story) -> Iterator[Line]:
    """The lines of one paragraph, with what is drawn in it in front or after."""
    styles = story.styles
    name = stated(paragraph, "text:style-name")
    chain = styles.chain("paragraph", name)
    usual = over(Typeface(size=DEFAULT_SIZE), styles.defaults.get("paragraph", Typeface()))
    typeface = over(usual, styles.typeface("paragraph", name))
    tokens = tokens_of(paragraph, typeface, place, story)
    entry = _entry(paragraph, chain, place, story)
    covered = place.covered or any(one.get(tag("text:is-hidden")) == "true" for one in paragraph.iter(HIDDEN_FIELD))
    number = story.lists.next(entry) if entry and entry.due and not (place.struck or covered) else None
    before, after = _drawn(tokens, place, story)
    if story.own_mark and not number:
        tokens = _marked(tokens, typeface, story.own_mark)
    lines = list(lines_of(tokens, _manner(paragraph, chain, entry, story), number, place.cell))
    if covered:
        lines = [replace(line, role="hidden") for line in lines if line.text.strip()]
    elif place.struck:
        lines = [line for line in lines if line.text.strip()]
    yield from (*before, *lines, *after)


def _entry(paragraph: Element, chain: Sequence[Style], place: Place, story: Story) -> Entry | None:
    """The place in a list: where it stands in one; a heading outside lists counts in the outline."""
    named = next((style.list_style for style in chain if style.list_style is not None), None)
    if place.entry is not None:
        return place.entry if place.entry.style else replace(place.entry, style=named)
    if paragraph.tag != HEADING or named == "":
        return None
    level = (_outline(paragraph, chain) or 1) - 1
    is_due = stated(paragraph, "text:is-list-header") != "true"
    restarts = stated(paragraph, "text:restart-numbering") == "true"
    start = whole(stated(paragraph, "text:start-value"))
    lists = story.lists
    return Entry(lists.outline, OUTLINE, level, is_due, start if start is not None else 1 if restarts else None)


def _outline(paragraph: Element, chain: Sequence[Style]) -> int | None:
    """The level of a heading, counted from 1."""
    stated_level = whole(stated(paragraph, "text:outline-level"))
    if paragraph.tag != HEADING:
        return None
    named = next((style.outline for style in chain if style.outline is not None), None)
    return min(max(stated_level or named or 1, 1), 10)


def _manner(paragraph: Element, chain: Sequence[Style], entry: Entry | None, story: Story) -> Manner:
    level = None if entry is None else story.lists.level(entry.style, entry.level)
    outline = _outline(paragraph, chain)
    return Manner(
        indent=indent_of(chain, None if level is None else level.indent),
        role=role_of(chain) if outline is None else "heading",
        level=outline,
        list_level=entry.level if entry else 0,
        listed=is_listed(chain),
    )


def _marked(tokens: list[Token], typeface: Typeface, mark: str) -> list[Token]:
    """The body of a note with its mark in front, and the gap that the program leaves where the file has none."""
    first = next((one.text for one in tokens if isinstance(one, Words)), "")
    gap = [] if first[:1].isspace() else [Words("\t", typeface)]
    return [Words(mark, typeface, made=True), *gap, *tokens]


def _drawn(tokens: Sequence[Token], place: Place, story: Story) -> tuple[list[Line], list[Line]]:
    """Drawings in front of the words, and those after them; what floats beside the text comes after."""
    before: list[Line] = []
    after: list[Line] = []
    begun = False
    for token in tokens:
        begun = begun or (isinstance(token, Words) and bool(token.text.strip()))
        if isinstance(token, Shape):
            floats, lines = _drawing(token.element, replace(place, entry=None), story)
            (after if begun or floats else before).extend(lines)
    return before, after


def _drawing(element: Element, place: Place, story: Story) -> tuple[bool, list[Line]]:
    drawing = drawing_of(element, story)
    own = replace(story, own_mark="")
    lines = [line for box in drawing.boxes for line in lines_in(box, place, own) if line.text]
    if drawing.figure is not None:
        text = f"{drawing.figure}\n" if drawing.figure else ""
        lines.append(Line(text, opens=True, role="figure", cell=place.cell))
    return drawing.floats, lines


def _table(table: Element, place: Place, story: Story) -> Iterator[Line]:
    number = next(story.tables)
    within = None if place.cell is None else place.cell.table
    for row in rows_of(table, number, within, story.styles):
        yield from _row(row, place, story)


def _row(row: Sequence[Placed], place: Place, story: Story) -> Iterator[Line]:
    shown = [one for one in row if not one.covered]
    for one in row:
        covered = place.covered or one.covered
        inside = Place(None if place.struck else one.cell, struck=place.struck, covered=covered)
        lines = in_cell(lines_in(one.element, inside, story))
        plain = one.covered or place.struck or place.covered
        yield from lines if plain else ended(lines, one.cell, "\n" if one is shown[-1] else "\t")
