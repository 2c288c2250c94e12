"""What properties state: of letters (`w:rPr`) and of a paragraph's indents (`w:pPr`). None: not stated."""

from pipeline.readers.docx.ooxml import points, switch, tag, value, whole
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Indent, Typeface

UNDERLINE_OFF = frozenset({"none", "0"})
HALF_POINTS = 2


def typeface_of(properties: Element | None) -> Typeface:
    """What a `w:rPr` states."""
    if properties is None or len(properties) == 0:
        return Typeface()
    size, line = _size(value(properties, "w:sz")), value(properties, "w:u")
    raised = value(properties, "w:vertAlign")
    return Typeface(
        bold=switch(properties, "w:b"),
        italic=switch(properties, "w:i"),
        underline=None if line is None else line not in UNDERLINE_OFF,
        capitals=switch(properties, "w:caps"),
        hidden=switch(properties, "w:vanish"),
        raised=None if raised is None else raised == "superscript",
        size=size,
        font=_font(properties),
    )


def _size(stated: str | None) -> float | None:
    """In points; stated in halves of a point, or with a unit, as in Strict documents."""
    halves = whole(stated)
    size = points(stated) if halves is None else halves / HALF_POINTS
    return size if size is not None and size > 0 else None


def _font(properties: Element) -> str | None:
    fonts = properties.find(tag("w:rFonts"))
    if fonts is None:
        return None
    stated: str | None = fonts.get(tag("w:ascii")) or fonts.get(tag("w:hAnsi"))
    return stated


def indent_of(properties: Element | None) -> Indent:
    """What the `w:ind` of a `w:pPr` states."""
    stated = None if properties is None else properties.find(tag("w:ind"))
    if stated is None:
        return Indent()
    left, hanging = points(stated.get(tag("w:left"), stated.get(tag("w:start")))), points(stated.get(tag("w:hanging")))
    first = points(stated.get(tag("w:firstLine")))
    return Indent(left, first if hanging is None else -hanging)
