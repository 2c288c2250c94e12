"""OpenDocument names: namespaces, attributes, lengths."""

import re
from collections.abc import Mapping

from pipeline.readers.prose.trees import Element

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES: Mapping[str, str] = {
    "office": f"{OASIS}office:1.0",
    "text": f"{OASIS}text:1.0",
    "table": f"{OASIS}table:1.0",
    "style": f"{OASIS}style:1.0",
    "draw": f"{OASIS}drawing:1.0",
    "chart": f"{OASIS}chart:1.0",
    "manifest": f"{OASIS}manifest:1.0",
    "fo": f"{OASIS}xsl-fo-compatible:1.0",
    "svg": f"{OASIS}svg-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "math": "http://www.w3.org/1998/Math/MathML",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
LENGTH = re.compile(r"\s*(-?\d{1,6}(?:\.\d{1,6})?)(pt|in|cm|mm|pc|px)\s*")
POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75}
WHOLE = re.compile(r"\d{1,9}")


def tag(name: str) -> str:
    """`text:p` as lxml writes it."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def stated(element: Element | None, name: str) -> str | None:
    """An attribute; None where it or the element is not there."""
    found: str | None = None if element is None else element.get(tag(name))
    return found


def points(length: str | None) -> float | None:
    """A length in points; None where it is relative or none."""
    found = LENGTH.fullmatch(length) if length else None
    return round(float(found[1]) * POINTS[found[2]], 2) if found else None


def whole(number: str | None) -> int | None:
    return int(number) if number and WHOLE.fullmatch(number) else None
