"""Drawings: the text boxes in them, pictures, and the words printed inside charts, diagrams and drawn lettering."""

from collections.abc import Iterator, Mapping

from pipeline.readers.docx.flow import ALTERNATIVES, choice
from pipeline.readers.docx.ooxml import tag
from pipeline.readers.docx.package import Package, Relation
from pipeline.readers.prose.trees import Element
from pipeline.records import dataclass

BOX = tag("w:txbxContent")
PICTURES = frozenset(map(tag, ("pic:pic", "v:imagedata", "o:OLEObject")))
CHART, DIAGRAM, LETTERING, DRAWN_TEXT = tag("c:chart"), tag("dgm:relIds"), tag("v:textpath"), tag("a:p")
ANCHOR = tag("wp:anchor")
NO_WORDS = frozenset({"parTrans", "sibTrans", "pres", "doc"})
"""Points of a diagram that are its mechanics."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a drawing shows: text boxes; and a figure (None: only lines and frames) with the words inside it."""

    boxes: tuple[Element, ...]
    figure: str | None
    floats: bool
    """It stands beside the text, not at its place in it."""


def drawing_of(element: Element, relations: Mapping[str, Relation], package: Package) -> Drawing:
    """What a `w:drawing`, `w:pict` or `w:object` shows."""
    found = tuple(_shown(element))
    boxes = tuple(one for one in found if one.tag == BOX)
    figures = [_words(one, relations, package) for one in found if one.tag != BOX]
    pictured = any(one.tag in PICTURES or text for one, text in zip(_without_boxes(found), figures, strict=True))
    words = "\n".join(text for text in figures if text)
    figure = words if pictured or _is_chart(found) else None
    return Drawing(boxes, figure, next(element.iter(ANCHOR), None) is not None or _floats(element))


def _without_boxes(found: tuple[Element, ...]) -> list[Element]:
    return [one for one in found if one.tag != BOX]


def _is_chart(found: tuple[Element, ...]) -> bool:
    return any(one.tag in {CHART, DIAGRAM} or "chartex" in one.tag for one in found)


def _shown(element: Element) -> Iterator[Element]:
    """The text boxes, pictures, charts and words, none inside another; hidden drawings show nothing."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in PICTURES or child.tag in {BOX, CHART, DIAGRAM, LETTERING, DRAWN_TEXT} or "chartex" in child.tag:
            yield child
        elif child.tag == ALTERNATIVES:
            chosen = choice(child)
            yield from _shown(chosen) if chosen is not None else ()
        elif not _is_hidden(child):
            yield from _shown(child)


def _is_hidden(element: Element) -> bool:
    named = element.find(tag("wp:docPr"))
    return named is not None and named.get("hidden", "0") in {"1", "true"}


def _floats(element: Element) -> bool:
    """An old drawing that is positioned by its style."""
    return any("position:absolute" in (child.get("style") or "").replace(" ", "") for child in element)


def drawn_words(shape: Element, relations: Mapping[str, Relation], package: Package) -> str:
    """The words of the charts and diagrams in a shape, on one line."""
    return " ".join(" ".join(_words(one, relations, package) for one in shape.iter(CHART, DIAGRAM)).split())


def _words(element: Element, relations: Mapping[str, Relation], package: Package) -> str:
    if element.tag == LETTERING:
        return str(element.get("string", ""))
    if element.tag == DRAWN_TEXT:
        return _paragraph(element)
    if element.tag == CHART:
        part = _part(element.get(tag("r:id")), relations, package)
        return "" if part is None else "\n".join(_distinct(chart_words(part)))
    if element.tag == DIAGRAM:
        part = _part(element.get(tag("r:dm")), relations, package)
        return "" if part is None else "\n".join(diagram_words(part))
    return ""


def _part(relation_id: str | None, relations: Mapping[str, Relation], package: Package) -> Element | None:
    relation = relations.get(relation_id or "")
    if relation is None or relation.external or not package.holds(relation.target):
        return None
    return package.tree(relation.target)


def _distinct(texts: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        if text and text not in seen:
            seen.add(text)
            yield text


def chart_words(chart: Element) -> Iterator[str]:
    """Titles, the names of series and categories, and values where the chart prints them."""
    labelled = _prints_values(chart)
    for element in chart.iter(tag("a:p"), tag("c:v")):
        if element.tag == tag("a:p"):
            yield _paragraph(element)
            continue
        kind = next(element.iterancestors(*map(tag, ("c:tx", "c:cat", "c:val", "c:xVal", "c:yVal"))), None)
        if kind is not None and (kind.tag in {tag("c:tx"), tag("c:cat")} or labelled):
            yield element.text or ""


def _prints_values(chart: Element) -> bool:
    if next(chart.iter(tag("c:dTable")), None) is not None:
        return True
    return any(one.get("val", "1") in {"1", "true"} for one in chart.iter(tag("c:showVal")))


def diagram_words(diagram: Element) -> Iterator[str]:
    """The paragraphs of a diagram (SmartArt), point by point."""
    for point in diagram.iter(tag("dgm:pt")):
        if point.get("type", "node") not in NO_WORDS:
            yield from (text for one in point.iter(tag("a:p")) if (text := _paragraph(one)))


def _paragraph(element: Element) -> str:
    """The words of a paragraph drawn in a shape."""
    breaks = {tag("a:br"): "\n", tag("a:t"): None}
    found = (breaks[one.tag] or one.text or "" for one in element.iter(*breaks))
    return "".join(found).strip()
