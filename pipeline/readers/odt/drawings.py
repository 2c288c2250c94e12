"""Drawings of OpenDocument: text boxes and shapes with words, pictures, charts, formulas."""

from collections.abc import Iterator

from pipeline.readers.odt.names import stated, tag
from pipeline.readers.odt.runs import is_drawn
from pipeline.readers.odt.story import Story
from pipeline.readers.prose.trees import Element
from pipeline.records import dataclass

FRAME, GROUP, BOX = tag("draw:frame"), tag("draw:g"), tag("draw:text-box")
OBJECT, PICTURES = tag("draw:object"), frozenset(map(tag, ("draw:image", "draw:object-ole", "draw:plugin")))
WORDS = frozenset(map(tag, ("text:p", "text:h", "text:list")))
CHART_WORDS = tuple(map(tag, ("chart:title", "chart:subtitle", "chart:footer")))
HEADS = tuple(map(tag, ("table:table-header-rows", "table:table-header-columns", "table:table-header-column")))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a drawing shows: blocks of text, and a figure (None: none) with the words inside it."""

    boxes: tuple[Element, ...]
    figure: str | None
    floats: bool
    """It stands beside the text, not at its place in it."""


def drawing_of(element: Element, story: Story) -> Drawing:
    parts = tuple(_parts(element))
    boxes = tuple(one for one in parts if one.tag not in PICTURES and one.tag != OBJECT)
    figures = [_words(one, story) for one in parts if one.tag in PICTURES or one.tag == OBJECT]
    floats = stated(element, "text:anchor-type") not in {None, "as-char"}
    return Drawing(boxes, "\n".join(text for text in figures if text) if figures else None, floats)


def _parts(element: Element) -> Iterator[Element]:
    """Of a frame the first content that is known, the others being for programs that cannot show it."""
    if element.tag == FRAME:
        known = (one for one in element if one.tag in PICTURES or one.tag in {BOX, OBJECT})
        first = next(known, None)
        if first is not None:
            yield first
        return
    if any(child.tag in WORDS for child in element):
        yield element
    for child in element:
        if is_drawn(child):
            yield from _parts(child)


def _words(element: Element, story: Story) -> str:
    """The words that a chart prints: its titles and the names of its series and categories."""
    content = _embedded(element, story)
    if content is None:
        return ""
    if content.tag == tag("math:math"):
        return "".join("".join(content.itertext(tag("math:mi"), tag("math:mn"), tag("math:mo"))).split())
    titles = (one for name in CHART_WORDS for one in content.iter(name))
    heads = (cell for name in HEADS for head in content.iter(name) for cell in head.iter(tag("text:p")))
    texts = (" ".join("".join(one.itertext()).split()) for found in (titles, heads) for one in found)
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _embedded(element: Element, story: Story) -> Element | None:
    folder = stated(element, "xlink:href")
    if element.tag != OBJECT or not folder or "://" in folder:
        return None
    return story.embedded(folder)
