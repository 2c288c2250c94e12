"""Office Open XML as a tree: namespaces and attributes."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.limits import Limits
from pipeline.readers.prose.trees import Element, tree_of

NAMESPACES: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
STRICT = "http://purl.oclc.org/ooxml/"
TRANSITIONAL = "http://schemas.openxmlformats.org/"
STRICT_NAME = re.compile(r"\{http://purl\.oclc\.org/ooxml/([A-Za-z]{1,40})/([A-Za-z]{1,40})\}")
OFF = frozenset({"0", "false", "off", "none"})
WHOLE = re.compile(r"\s*([+-]?\d{1,9})(?:\.\d{1,9})?\s*")
LENGTH = re.compile(r"\s*([+-]?\d{1,9}(?:\.\d{1,9})?)(pt|in|cm|mm|pc|pi)?\s*")
POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
TWIPS = 20  # a point


def tag(name: str) -> str:
    """`w:p` as lxml writes it."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


VAL = tag("w:val")


def parsed(data: bytes, part: str, limits: Limits, *, mending: bool = False) -> Element:
    """The root of a part. Raises `Unreadable`: corrupt, too-deep, expands-too-much."""
    root = tree_of(data, part, limits, mending=mending)
    if root.tag.startswith("{" + STRICT):
        _make_transitional(root)
    return root


def _make_transitional(root: Element) -> None:
    """Give the elements and attributes of a Strict document the names that all other documents use."""
    for element in root.iter(etree.Element):
        element.tag = _transitional(element.tag)
        for name in list(element.attrib):
            if name.startswith("{" + STRICT):
                element.set(_transitional(name), element.attrib.pop(name))


def _transitional(name: str) -> str:
    return STRICT_NAME.sub(lambda found: f"{{{TRANSITIONAL}{found[1]}/2006/{found[2]}}}", name)


def value(element: Element | None, path: str = "") -> str | None:
    """The `w:val` of the element, or of its child `path`."""
    found = element.find(tag(path)) if path and element is not None else element
    stated: str | None = None if found is None else found.get(VAL)
    return stated


def whole(stated: str | None) -> int | None:
    """A whole number as Word reads one: a fraction is cut."""
    found = WHOLE.fullmatch(stated) if stated else None
    return int(found[1]) if found else None


def points(stated: str | None) -> float | None:
    """A length: twentieths of a point, or with a unit."""
    found = LENGTH.fullmatch(stated) if stated else None
    if not found:
        return None
    return float(found[1]) * POINTS[found[2]] if found[2] else float(found[1]) / TWIPS


def switch(element: Element | None, name: str) -> bool | None:
    """An on/off property: present without a value is on; None when it is not stated."""
    found = None if element is None else element.find(tag(name))
    return None if found is None else found.get(VAL, "1") not in OFF


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The child elements of one name."""
    if element is not None:
        yield from element.iterchildren(tag(name))
