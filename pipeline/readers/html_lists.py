"""The numbers and bullets a browser prints in front of list items."""

from collections.abc import Iterator

from pipeline.readers.html_style import Element, style_of

BULLETS = ("•", "◦", "▪")  # by depth, as browsers do
DRAWN = {"disc": "•", "circle": "◦", "square": "▪"}
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
ROMAN_UNITS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
STYLES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
ALIASES = {"lower-latin": "lower-alpha", "upper-latin": "upper-alpha"}
LARGEST = 1_000_000  # a number beyond is an attack or a slip


def markers_in(root: Element) -> dict[Element, str]:
    """The marker of every `li` inside a list, without the gap after it; empty where none is drawn."""
    return {item: marker for ordered in root.iter("ol") for item, marker in _numbered(ordered)} | {
        item: marker for unordered in root.iter("ul", "menu", "dir") for item, marker in _bulleted(unordered)
    }


def _items(parent: Element) -> list[Element]:
    return [child for child in parent if child.tag == "li"]


def _numbered(ordered: Element) -> Iterator[tuple[Element, str]]:
    items = _items(ordered)
    backwards = ordered.get("reversed") is not None
    number = _integer(ordered.get("start"), len(items) if backwards else 1)
    for item in items:
        number = _integer(item.get("value"), number)
        kind = _list_style(item) or _list_style(ordered) or "decimal"
        yield item, _marker(number, kind)
        number += -1 if backwards else 1


def _bulleted(unordered: Element) -> Iterator[tuple[Element, str]]:
    depth = sum(1 for _ in unordered.iterancestors("ul", "ol", "menu", "dir"))
    drawn = BULLETS[min(depth, len(BULLETS) - 1)]
    for item in _items(unordered):
        kind = _list_style(item) or _list_style(unordered)
        yield item, "" if kind == "none" else DRAWN.get(kind or "", drawn)


def _list_style(element: Element) -> str | None:
    """`list-style-type` where stated in the element itself, else its `type`."""
    style = style_of(element)
    for word in (style.get("list-style-type") or style.get("list-style") or "").split():
        if word in DRAWN or word == "none" or "-" in word or word == "decimal":
            return ALIASES.get(word, word)
    kind = element.get("type", "").strip()
    return STYLES.get(kind) or (kind.lower() or None)


def _marker(number: int, kind: str) -> str:
    if kind == "none":
        return ""
    if kind in DRAWN:
        return DRAWN[kind]
    text = _numeral(number, kind)
    return f"{text.upper() if kind.startswith('upper') else text}."


def _numeral(number: int, kind: str) -> str:
    if kind.endswith("alpha") and number > 0:
        return _letters(number)
    if kind.endswith("roman") and 0 < number < 4000:
        return _roman(number)
    return str(number)


def _letters(number: int) -> str:
    """a … z, aa, ab …"""
    text = ""
    while number:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, numeral in (*ROMAN, *ROMAN_UNITS):
        text += numeral * (number // value)
        number %= value
    return text


def _integer(text: str | None, otherwise: int) -> int:
    stated = (text or "").strip()
    if not stated.lstrip("-").isdecimal() or not stated.isascii() or len(stated) > 8:
        return otherwise
    return max(-LARGEST, min(int(stated), LARGEST)) if stated.count("-") <= 1 else otherwise
