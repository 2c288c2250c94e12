"""OpenDocument styles: what paragraphs, letters and cells are set in, through families, parents and defaults."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from pipeline.readers.odt.names import points, stated, tag, whole
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Indent, Typeface, over
from pipeline.records import dataclass
from pipeline.transcript import Role

BOLD_FROM = 600  # of weights from 100 to 900, as in CSS
HEX = re.compile("#[0-9A-Fa-f]{6}")
WHITE = "#ffffff"
RAISED = re.compile(r"super\b|[1-9]\d{0,2}%")
"""`style:text-position` above the line; below it stands `sub` or a negative share."""
ENCODED = re.compile("_([0-9a-f]{2,4})_")
NAMED_ROLES: Mapping[str, Role] = {"title": "title", "caption": "caption"}
"""Built-in styles; those of pictures, tables and drawings have the caption's as their parent."""
LIST_NAME = re.compile(r"List(?: Bullet| Number|ing)?(?: [1-5])?(?: (?:Start|End|Cont\.))?|Numbering [1-5].*")


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    """As people read it, spaces decoded; built-in styles keep their English names in every language."""
    parent: str | None
    typeface: Typeface
    indent: Indent
    list_style: str | None
    """The list its paragraphs count in; empty: in none; None: not stated."""
    outline: int | None
    fill: str | None
    """Background: `#rrggbb`; empty: none; None: not stated."""
    master: str | None
    """The page style it begins a page in."""
    automatic: bool


@dataclass(slots=True)
class Styles:
    """The styles that one part of the file sees: the common ones and its own automatic ones."""

    styles: Mapping[tuple[str, str], Style]
    """By family and name."""
    defaults: Mapping[str, Typeface]
    faces: dict[tuple[str, str], Typeface] = field(default_factory=dict)

    def chain(self, family: str, name: str | None) -> tuple[Style, ...]:
        """The style and its parents, nearest first."""
        return tuple(self._up(family, name))

    def _up(self, family: str, name: str | None) -> Iterator[Style]:
        seen: set[str] = set()
        while name is not None and name not in seen and (family, name) in self.styles:
            seen.add(name)
            yield self.styles[family, name]
            name = self.styles[family, name].parent

    def typeface(self, family: str, name: str | None) -> Typeface:
        """What a style and its parents state together."""
        if name is None:
            return Typeface()
        if (family, name) not in self.faces:
            found = Typeface()
            for style in reversed(self.chain(family, name)):
                found = over(found, style.typeface)
            self.faces[family, name] = found
        return self.faces[family, name]

    def fill(self, family: str, name: str | None) -> str | None:
        return next((style.fill for style in self.chain(family, name) if style.fill is not None), None)


def styles_of(common: Element | None, automatic: Element | None) -> Styles:
    """The styles below `office:styles` and `office:automatic-styles`."""
    found = dict(_styles(common, automatic=False))
    found |= dict(_styles(automatic, automatic=True))
    elements = () if common is None else common.iterchildren(tag("style:default-style"))
    defaults = {stated(one, "style:family") or "": _typeface(one) for one in elements}
    return Styles(found, defaults)


def _styles(parent: Element | None, automatic: bool) -> Iterator[tuple[tuple[str, str], Style]]:
    for element in () if parent is None else parent.iterchildren(tag("style:style")):
        yield (stated(element, "style:family") or "", stated(element, "style:name") or ""), _style(element, automatic)


def _style(element: Element, automatic: bool) -> Style:
    encoded = stated(element, "style:name") or ""
    paragraph = element.find(tag("style:paragraph-properties"))
    return Style(
        name=stated(element, "style:display-name") or ENCODED.sub(lambda found: chr(int(found[1], 16)), encoded),
        parent=stated(element, "style:parent-style-name"),
        typeface=_typeface(element),
        indent=Indent(points(stated(paragraph, "fo:margin-left")), points(stated(paragraph, "fo:text-indent"))),
        list_style=stated(element, "style:list-style-name"),
        outline=whole(stated(element, "style:default-outline-level")),
        fill=_fill(element),
        master=stated(element, "style:master-page-name"),
        automatic=automatic,
    )


def _fill(element: Element) -> str | None:
    kinds = ("table-cell", "table-row", "table")
    found = (stated(element.find(tag(f"style:{kind}-properties")), "fo:background-color") for kind in kinds)
    colour = next((one for one in found if one is not None), None)
    if colour is None:
        return None
    return colour.lower() if HEX.fullmatch(colour) and colour.lower() != WHITE else ""


def _typeface(element: Element) -> Typeface:
    properties = element.find(tag("style:text-properties"))
    return Typeface() if properties is None else typeface_of(properties)


def typeface_of(properties: Element) -> Typeface:
    """What a `style:text-properties` states."""
    slant, line = stated(properties, "fo:font-style"), stated(properties, "style:text-underline-style")
    position, case = stated(properties, "style:text-position"), stated(properties, "fo:text-transform")
    display = stated(properties, "text:display")
    return Typeface(
        bold=_bold(stated(properties, "fo:font-weight")),
        italic=None if slant is None else slant != "normal",
        underline=None if line is None else line != "none",
        capitals=None if case is None else case == "uppercase",
        hidden=None if display is None else display == "none",
        raised=None if position is None else RAISED.match(position) is not None,
        size=points(stated(properties, "fo:font-size")),
        font=stated(properties, "style:font-name") or (stated(properties, "fo:font-family") or "").strip("'") or None,
    )


def _bold(weight: str | None) -> bool | None:
    if weight is None:
        return None
    return int(weight) >= BOLD_FROM if weight.isascii() and weight.isdecimal() else weight == "bold"


def role_of(chain: Iterable[Style]) -> Role | None:
    """Title and caption by the name of the style or of one above it."""
    return next((NAMED_ROLES[style.name.lower()] for style in chain if style.name.lower() in NAMED_ROLES), None)


def is_listed(chain: Iterable[Style]) -> bool:
    """One of the built-in list styles."""
    return any(LIST_NAME.fullmatch(style.name) for style in chain)


def indent_of(chain: Sequence[Style], listed: Indent | None) -> Indent:
    """Of named styles, then the list's, then the automatic style's: what the paragraph itself states."""
    found = Indent()
    for style in reversed([one for one in chain if not one.automatic]):
        found = over(found, style.indent)
    found = over(found, listed or Indent())
    for style in chain:
        found = over(found, style.indent) if style.automatic else found
    return found
