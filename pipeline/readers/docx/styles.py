"""Styles: what a paragraph or a run is set in, through defaults, the chain of styles, and what it states itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache

from pipeline.readers.docx.numbering import Numbering
from pipeline.readers.docx.ooxml import children, tag, value, whole
from pipeline.readers.docx.settings import indent_of, typeface_of
from pipeline.readers.prose.lines import Manner
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Indent, Typeface, over
from pipeline.records import dataclass
from pipeline.transcript import Role

DEFAULT_SIZE = 10.0  # points, where the file states none
TOGGLES = ("bold", "italic", "capitals", "hidden")
"""Properties that a second style turns off again (ISO 29500-1, 17.7.3)."""
HEADING_NAME = re.compile(r"heading ([1-9])")
LIST_NAME = re.compile(r"list(?: bullet| number)?(?: [2-5])?")
NAMED_ROLES: Mapping[str, Role] = {"title": "title", "caption": "caption"}
BODY_LEVEL = 9  # the outline level that means: no heading
NO_LIST = "0"


@dataclass(frozen=True, slots=True)
class Style:
    id: str
    name: str
    """In lower case; built-in styles keep their English names in every language of Word."""
    based_on: str | None
    typeface: Typeface
    indent: Indent
    list_id: str | None
    list_level: int | None
    outline: int | None
    element: Element


@dataclass(frozen=True, slots=True)
class Setting:
    """How one paragraph is set."""

    typeface: Typeface
    """Of its runs, before what the runs state."""
    paragraph_typeface: Typeface
    manner: Manner
    list_id: str | None = None
    mark_hidden: bool = False


@dataclass(slots=True)
class Styles:
    """The style definitions, with the chains worked out so far."""

    styles: Mapping[str, Style]
    defaults: Typeface
    default_indent: Indent
    paragraph: str | None
    """The style of paragraphs that name none."""
    table: str | None = None
    chains: dict[str, tuple[Style, ...]] = field(default_factory=dict)
    typefaces: dict[str, Typeface] = field(default_factory=dict)

    def chain(self, style_id: str | None) -> tuple[Style, ...]:
        """The style and those it is based on, nearest first."""
        if style_id is None:
            return ()
        if style_id not in self.chains:
            self.chains[style_id] = tuple(self._up(style_id))
        return self.chains[style_id]

    def _up(self, style_id: str) -> Iterator[Style]:
        seen: set[str] = set()
        at: str | None = style_id
        while at is not None and at in self.styles and at not in seen:
            seen.add(at)
            yield self.styles[at]
            at = self.styles[at].based_on

    def typeface(self, style_id: str | None) -> Typeface:
        """What a style and those below it state together."""
        if style_id is None:
            return Typeface()
        if style_id not in self.typefaces:
            found = Typeface()
            for style in reversed(self.chain(style_id)):
                found = over(found, style.typeface)
            self.typefaces[style_id] = found
        return self.typefaces[style_id]

    def linked_lists(self) -> dict[str, str]:
        """The list that each numbering style names."""
        return {one.id: one.list_id for one in self.styles.values() if one.list_id is not None}


def styles_of(root: Element | None) -> Styles:
    """The styles part; defaults alone when there is none."""
    if root is None:
        return Styles({}, Typeface(size=DEFAULT_SIZE), Indent(), None)
    found = {style.id: style for style in (_style(one) for one in children(root, "w:style"))}
    default = {
        one.get(tag("w:type")): one.get(tag("w:styleId"))
        for one in children(root, "w:style")
        if one.get(tag("w:default"), "0") not in {"0", "false", "off"}
    }
    run = root.find("/".join(map(tag, ("w:docDefaults", "w:rPrDefault", "w:rPr"))))
    paragraph = root.find("/".join(map(tag, ("w:docDefaults", "w:pPrDefault", "w:pPr"))))
    defaults = over(Typeface(size=DEFAULT_SIZE), typeface_of(run))
    return Styles(found, defaults, indent_of(paragraph), default.get("paragraph"), default.get("table"))


def _style(element: Element) -> Style:
    properties = element.find(tag("w:pPr"))
    numbered = None if properties is None else properties.find(tag("w:numPr"))
    return Style(
        id=element.get(tag("w:styleId"), ""),
        name=(value(element, "w:name") or "").lower(),
        based_on=value(element, "w:basedOn"),
        typeface=typeface_of(element.find(tag("w:rPr"))),
        indent=indent_of(properties),
        list_id=value(numbered, "w:numId"),
        list_level=whole(value(numbered, "w:ilvl")),
        outline=whole(value(properties, "w:outlineLvl")),
        element=element,
    )


def setting_of(properties: Element | None, styles: Styles, numbering: Numbering, table: Typeface) -> Setting:
    """How a paragraph with these properties (`w:pPr`) is set inside a table of this typeface."""
    stated = value(properties, "w:pStyle")
    style_id = stated if stated in styles.styles else styles.paragraph
    chain = styles.chain(style_id)
    list_id, list_level = _list(properties, chain, numbering)
    outline = _outline(properties, chain)
    role = _role(chain, outline)
    base = styles.typeface(style_id)
    own = typeface_of(None if properties is None else properties.find(tag("w:rPr")))
    return Setting(
        typeface=table,
        paragraph_typeface=base,
        manner=Manner(
            indent=_indent(properties, styles, numbering, (list_id, list_level), chain),
            role=role,
            level=outline if role == "heading" else None,
            list_level=list_level,
            listed=any(LIST_NAME.fullmatch(style.name) for style in chain),
        ),
        list_id=list_id,
        mark_hidden=bool(over(base, own).hidden),
    )


def _list(properties: Element | None, chain: Sequence[Style], numbering: Numbering) -> tuple[str | None, int]:
    """The list and level a paragraph counts in."""
    direct = None if properties is None else properties.find(tag("w:numPr"))
    list_id = value(direct, "w:numId")
    level = whole(value(direct, "w:ilvl"))
    source = next((style for style in chain if style.list_id is not None), None)
    if list_id is None:
        list_id = source.list_id if source else None
        if level is None and source and list_id:
            level = _style_level(list_id, source, chain, numbering)
    if list_id is None or list_id == NO_LIST:
        return None, 0
    if level is None:
        level = _linked_level(list_id, chain, numbering)
    return list_id, min(max(level or 0, 0), 8)


def _style_level(list_id: str, source: Style, chain: Sequence[Style], numbering: Numbering) -> int | None:
    """The level a style numbers at: the one the list reserves for it, else the one it states."""
    own = numbering.level_of_style(list_id, chain[0].id)
    return own if own is not None else source.list_level


def _linked_level(list_id: str, chain: Sequence[Style], numbering: Numbering) -> int | None:
    levels = (numbering.level_of_style(list_id, style.id) for style in chain)
    return next((level for level in levels if level is not None), None)


def _indent(
    properties: Element | None,
    styles: Styles,
    numbering: Numbering,
    place: tuple[str | None, int],
    chain: Sequence[Style],
) -> Indent:
    """Style by style from the lowest; a list's own indent counts where the list is named."""
    level = None if place[0] is None else numbering.level(place[0], place[1])
    listed = Indent() if level is None else level.indent
    indent = styles.default_indent
    for style in reversed(chain):
        indent = over(over(indent, listed) if style.list_id is not None else indent, style.indent)
    if properties is not None and properties.find(tag("w:numPr")) is not None:
        indent = over(indent, listed)
    return over(indent, indent_of(properties))


def _outline(properties: Element | None, chain: Sequence[Style]) -> int | None:
    """The heading level, counted from 1; None: not a heading."""
    stated = whole(value(properties, "w:outlineLvl"))
    if stated is None:
        stated = next((found for style in chain if (found := _style_outline(style)) is not None), None)
    return stated + 1 if stated is not None and 0 <= stated < BODY_LEVEL else None


def _style_outline(style: Style) -> int | None:
    named = HEADING_NAME.fullmatch(style.name)
    return style.outline if style.outline is not None else int(named[1]) - 1 if named else None


def _role(chain: Sequence[Style], outline: int | None) -> Role | None:
    if outline is not None:
        return "heading"
    return next((NAMED_ROLES[style.name] for style in chain if style.name in NAMED_ROLES), None)


@lru_cache(maxsize=8192)
def effective(defaults: Typeface, levels: tuple[Typeface, ...], direct: Typeface) -> Typeface:
    """What letters are set in: defaults, the levels of style (table, paragraph, character), what the run states."""
    found = defaults
    for level in levels:
        found = over(found, level)
    on = {name: _toggled(defaults, levels, name) for name in TOGGLES}
    found = replace(found, bold=on["bold"], italic=on["italic"], capitals=on["capitals"], hidden=on["hidden"])
    return over(found, direct)


def _toggled(defaults: Typeface, levels: Sequence[Typeface], name: str) -> bool:
    times = sum(getattr(level, name) is True for level in levels)
    return bool(getattr(defaults, name)) or times % 2 == 1
