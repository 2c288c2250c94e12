"""What a `style` attribute says, in the few properties that matter to a reader of the page."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

LENGTH = re.compile(r"\s*(-?\d{1,5}(?:\.\d{1,4})?)\s*(pt|px|in|cm|mm)\b", re.I)
POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.3465, "mm": 2.83465}
HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})(?![0-9a-f])", re.I)
RGB = re.compile(
    r"rgba?\(\s{0,9}(\d{1,3})\s{0,9}[, ]\s{0,9}(\d{1,3})\s{0,9}[, ]\s{0,9}(\d{1,3})\s{0,9}"
    r"(?:[,/]\s{0,9}([\d.]{1,6})\s{0,9})?\)",
    re.I,
)
WHITE = "#ffffff"
LONGEST_STYLE = 5000  # characters; longer ones carry data, not style

# The colour names that tables of ratings are painted with.
COLOURS = {
    "red": "#ff0000",
    "darkred": "#8b0000",
    "crimson": "#dc143c",
    "tomato": "#ff6347",
    "pink": "#ffc0cb",
    "lightcoral": "#f08080",
    "orange": "#ffa500",
    "darkorange": "#ff8c00",
    "gold": "#ffd700",
    "yellow": "#ffff00",
    "khaki": "#f0e68c",
    "green": "#008000",
    "darkgreen": "#006400",
    "lightgreen": "#90ee90",
    "limegreen": "#32cd32",
    "lime": "#00ff00",
    "palegreen": "#98fb98",
    "blue": "#0000ff",
    "lightblue": "#add8e6",
    "navy": "#000080",
    "teal": "#008080",
    "purple": "#800080",
    "grey": "#808080",
    "gray": "#808080",
    "lightgrey": "#d3d3d3",
    "lightgray": "#d3d3d3",
    "silver": "#c0c0c0",
    "gainsboro": "#dcdcdc",
    "whitesmoke": "#f5f5f5",
    "black": "#000000",
    "white": WHITE,
}


def style_of(element: Element) -> Mapping[str, str]:
    """The element's own declarations, in lower case; the last of a property wins."""
    return declarations(element.get("style", "")[:LONGEST_STYLE])


@lru_cache(maxsize=4096)
def declarations(style: str) -> Mapping[str, str]:
    pairs = (part.partition(":") for part in style.lower().split(";"))
    stated = {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value.strip()}
    return MappingProxyType(stated)


def points(value: str | None) -> float | None:
    """A length in points; None where the unit is relative."""
    match = LENGTH.match(value or "")
    return round(float(match[1]) * POINTS[match[2].lower()], 2) if match else None


def colour(value: str | None) -> str | None:
    """A colour as `#rrggbb`; None for white, for none and for what is no colour."""
    text = (value or "").strip().lower()
    found = _hex(text) or _rgb(text) or next((COLOURS[word] for word in text.split()[:4] if word in COLOURS), None)
    return None if found == WHITE else found


def _hex(text: str) -> str | None:
    match = HEX.search(text)
    if not match:
        return None
    digits = match[1]
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def _rgb(text: str) -> str | None:
    match = RGB.search(text)
    if not match or (match[4] and match[4].strip("0.") == ""):
        return None
    return "#" + "".join(f"{min(int(part), 255):02x}" for part in match.groups()[:3])


def fill_of(element: Element) -> str | None:
    style = style_of(element)
    stated = style.get("background-color") or style.get("background") or element.get("bgcolor")
    return colour(stated)
