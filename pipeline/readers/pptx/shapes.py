"""The shapes of a slide: texts, tables, pictures, groups of these."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.readers.docx.drawings import drawn_words
from pipeline.readers.docx.ooxml import children, tag, whole
from pipeline.readers.docx.package import Package
from pipeline.readers.pptx.paragraphs import Lists, paragraph_lines
from pipeline.readers.prose.trees import Element
from pipeline.records import dataclass
from pipeline.transcript import Cell, Line, Role

TITLES = ("title", "ctrTitle")
FEET: dict[str, Role] = {"dt": "running-foot", "ftr": "running-foot", "sldNum": "running-foot", "hdr": "running-head"}
MOST_SPAN = 1_000  # columns or rows that a cell may say it covers


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide, with what it takes its manner from: its layout, then the master."""

    package: Package
    part: str
    number: int
    above: tuple[Element, ...]
    tables: Iterator[int]


@dataclass(frozen=True, slots=True)
class Holder:
    """What a shape is on its slide: the kind and number of the place in the layout that it fills."""

    kind: str | None = None
    index: str | None = None

    @property
    def is_title(self) -> bool:
        return self.kind in TITLES


def lines_of(slide: Element, known: Slide) -> Iterator[Line]:
    """The slide's lines, its title first."""
    shapes = list(_shapes(slide.find(f"{tag('p:cSld')}/{tag('p:spTree')}")))
    titles = [shape for shape in shapes if _holder(shape).is_title]
    for shape in (*titles, *(shape for shape in shapes if shape not in titles)):
        for line in _lines(shape, known):
            yield replace(line, page=known.number)


def _shapes(tree: Element | None) -> Iterator[Element]:
    """Shapes in order, those of groups in the group's place; of two renderings of one thing the newer."""
    for element in () if tree is None else tree:
        if element.tag == tag("p:grpSp"):
            yield from _shapes(element)
        elif element.tag == tag("mc:AlternateContent"):
            yield from _shapes(next((child for child in element), None))
        elif element.tag in SHAPES and not _is_hidden(element):
            yield element


SHAPES = {tag(name) for name in ("p:sp", "p:cxnSp", "p:graphicFrame", "p:pic")}


def _is_hidden(shape: Element) -> bool:
    return any(one.get("hidden") in ("1", "true") for one in shape.iter(tag("p:cNvPr")))


def _holder(shape: Element) -> Holder:
    found = next(shape.iter(tag("p:ph")), None)
    return Holder() if found is None else Holder(found.get("type", "obj"), found.get("idx", "0"))


def _lines(shape: Element, slide: Slide) -> Iterator[Line]:
    table = next(shape.iter(tag("a:tbl")), None)
    if table is not None:
        yield from _table(table, next(slide.tables))
    elif shape.tag == tag("p:sp"):
        yield from _text(shape, slide)
    elif shape.tag in (tag("p:pic"), tag("p:graphicFrame")):
        words = drawn_words(shape, slide.package.relations(slide.part), slide.package)
        yield Line(f"{words}\n" if words else "", role="figure", mark=0)


def _text(shape: Element, slide: Slide) -> Iterator[Line]:
    body, holder = shape.find(tag("p:txBody")), _holder(shape)
    if body is None:
        return
    unlisted = holder.is_title or holder.kind in FEET
    lists = Lists(() if unlisted else tuple(_styles(body, holder, slide)))
    for line in paragraph_lines(body, lists):
        if holder.is_title and line.text.strip():
            first = slide.number == 1
            yield replace(line, role="title" if first else "heading", level=None if first else 1)
        else:
            yield replace(line, role=FEET.get(holder.kind or "", line.role))


def _styles(body: Element, holder: Holder, slide: Slide) -> Iterator[Element]:
    """Where a paragraph's manner may be stated, the nearest first."""
    yield from children(body, "a:lstStyle")
    if holder.kind is None:
        return
    for tree in slide.above:
        for shape in _shapes(tree.find(f"{tag('p:cSld')}/{tag('p:spTree')}")):
            own = _holder(shape)
            if own.index == holder.index or (tree.tag == tag("p:sldMaster") and own.kind == "body"):
                yield from shape.iterfind(f"{tag('p:txBody')}/{tag('a:lstStyle')}")
        yield from tree.iterfind(f"{tag('p:txStyles')}/{tag('p:bodyStyle')}")


def _table(table: Element, number: int) -> Iterator[Line]:
    rows = list(children(table, "a:tr"))
    properties = table.find(tag("a:tblPr"))
    headed = properties is not None and properties.get("firstRow") in ("1", "true")
    for at, row in enumerate(rows):
        cells = list(children(row, "a:tc"))
        shown = [(n, cell) for n, cell in enumerate(cells) if not (_is_on(cell, "hMerge") or _is_on(cell, "vMerge"))]
        for column, cell in shown:
            columns = min(_span(cell, "gridSpan"), len(cells) - column)
            place = Cell(number, at, column, columns, min(_span(cell, "rowSpan"), len(rows) - at), headed and at == 0)
            yield from _cell(cell, place, "\n" if column == shown[-1][0] else "\t")


def _is_on(cell: Element, name: str) -> bool:
    return cell.get(name) in ("1", "true")


def _span(cell: Element, name: str) -> int:
    return min(max(whole(cell.get(name)) or 1, 1), MOST_SPAN)


def _cell(cell: Element, place: Cell, end: str) -> Iterator[Line]:
    body = cell.find(tag("a:txBody"))
    lines = [] if body is None else list(paragraph_lines(body, Lists(tuple(children(body, "a:lstStyle")))))
    lines = lines or [Line("\n", mark=0)]
    for line in lines[:-1]:
        yield replace(line, cell=place)
    yield replace(lines[-1], text=lines[-1].text.rstrip("\n") + end, cell=place)
