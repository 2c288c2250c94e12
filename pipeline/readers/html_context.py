"""What an HTML element means for the words inside it: type, place, role. One small rule a subject, in order."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from pipeline.readers.html_grid import Placed
from pipeline.readers.html_margins import is_cookie_notice
from pipeline.readers.html_style import Element, points, style_of
from pipeline.readers.raised import is_note_mark
from pipeline.records import dataclass
from pipeline.transcript import Cell, Role

Fate = Literal["shown", "hidden", "deleted"]

PLAIN = frozenset(("p", "div", "span", "br", "li", "tr", "tbody", "table", "td", "a", "font", "dd", "dl"))
"""Elements which without an attribute change nothing; most elements of a page."""

LISTS = frozenset({"ul", "ol", "menu", "dir"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BOLD = frozenset({"b", "strong", "th", "dt", *HEADINGS})
ITALIC = frozenset({"i", "em", "cite", "dfn", "var", "address"})
UNDERLINED = frozenset({"u", "ins"})
CONTENT = frozenset({"article", "main", "section", "td", "th", "blockquote"})
HEAD_ROLES = frozenset({"navigation", "banner", "search", "menu", "menubar", "toolbar", "dialog", "alertdialog"})
CONTROLS = frozenset({"button", "select", "textarea", "datalist", "nav", "label"})
BOXES = frozenset({"div", "ul", "ol", "section", "aside", "a"})
"""Elements whose names may say that they are the page's margin; `<tr class="header">` is a row of a table."""
SITE_NAMES = frozenset({"skip", "skip-link", "skip-links", "skiplink", "cookie-banner", "site-header", "siteheader"})
MENU_NAMES = SITE_NAMES | {"breadcrumb", "breadcrumbs", "menu", "main-menu", "nav", "navbar", "navigation", "topnav"}
TOP_NAMES = frozenset(
    {"header", "page-header", "pageheader", "print-header", "printheader", "running-header", "masthead"}
)
FOOT_NAMES = frozenset(
    (
        "footer",
        "page-footer",
        "pagefooter",
        "print-footer",
        "printfooter",
        "running-footer",
        "site-footer",
        "sitefooter",
    )
)
HIDDEN_NAMES = frozenset(
    ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "govuk-visually-hidden", "element-invisible")
)
NOTE_NAMES = frozenset(("footnotes", "footnote", "endnotes", "endnote", "msofootnotetext", "msoendnotetext"))
NOTE_MARK = re.compile(r"\s{0,20}[\[(]?(?:\d{1,3}|[ivx]{1,5}|[*†‡§¶]{1,4}|[a-z])[\])]?\s{0,20}")
NOTE_TARGET = re.compile(r"#_?(?:ftn|edn|fn|en|footnote|endnote|note)", re.I)
WORD_LEVEL = re.compile(r"\blevel(\d)\b")
INDENT = 18.0  # points a list level; browsers use 30, Word and Google Docs half of that
BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for the words at one place of the page."""

    fate: Fate = "shown"
    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float | None = None
    pre: bool = False
    raised: bool = False
    linked: bool = False
    mark: bool = False
    """The words are the number or bullet which Word has written in front of a list paragraph."""
    role: Role | None = None
    level: int | None = None
    content: bool = False
    """Inside the part of the page that is the paper: headers and footers in it are the paper's own."""
    lists: int = 0
    left: float = 0.0
    cell: Cell | None = None


Rule = Callable[[Element, Context], Context]


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found out about the page as a whole."""

    cells: Mapping[Element, Placed]
    margins: Mapping[Element, Role]
    """The elements that are the page's own head and foot."""


def enter(element: Element, above: Context, layout: Layout) -> Context:
    """The context inside the element."""
    context = above
    if element in layout.margins:
        context = replace(context, role=layout.margins[element], level=None)
    if element.attrib or element.tag not in PLAIN:
        for rule in RULES:
            context = rule(element, context)
    placed = layout.cells.get(element)
    if placed:
        context = replace(context, cell=placed.cell, left=0.0, lists=0, content=True)
    return context


def _fate(element: Element, context: Context) -> Context:
    if context.fate == "shown" and _is_hidden(element):
        return replace(context, fate="hidden")
    if context.fate == "shown" and element.tag == "del":
        return replace(context, fate="deleted")
    return context


def _is_hidden(element: Element) -> bool:
    style = style_of(element)
    return (
        element.get("hidden") is not None
        or style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or style.get("mso-hide") == "all"
        or (element.tag == "dialog" and element.get("open") is None)
        or not HIDDEN_NAMES.isdisjoint(_classes(element))
    )


def _type(element: Element, context: Context) -> Context:
    """Bold, italic, underlined, size: what the tag means, then what its style states."""
    style = style_of(element)
    bold = _stated_bold(style.get("font-weight"), context.bold or element.tag in BOLD)
    italic = _stated_italic(style.get("font-style"), context.italic or element.tag in ITALIC)
    decoration = style.get("text-decoration") or style.get("text-decoration-line") or ""
    underline = "underline" in decoration or context.underline or element.tag in UNDERLINED
    size = points(style.get("font-size")) or context.size
    if (bold, italic, underline, size) == (context.bold, context.italic, context.underline, context.size):
        return context
    return replace(context, bold=bold, italic=italic, underline=underline, size=size)


def _stated_bold(weight: str | None, otherwise: bool) -> bool:
    if weight is None:
        return otherwise
    if weight.isdecimal() and weight.isascii():
        return int(weight[:5]) >= BOLD_WEIGHT
    return {"bold": True, "bolder": True, "normal": False}.get(weight, otherwise)


def _stated_italic(style: str | None, otherwise: bool) -> bool:
    return {"italic": True, "oblique": True, "normal": False}.get(style or "", otherwise)


def _white_space(element: Element, context: Context) -> Context:
    stated = style_of(element).get("white-space")
    pre = stated.startswith("pre") if stated else context.pre or element.tag in {"pre", "listing", "xmp"}
    return context if pre == context.pre else replace(context, pre=pre)


def _role(element: Element, context: Context) -> Context:
    if element.tag in CONTENT and not context.content:
        context = replace(context, content=True)
    furniture = _furniture(element, context)
    if furniture:
        return replace(context, role=furniture, level=None)
    if context.role in {"running-head", "running-foot", "footnote"}:
        return context
    if element.tag in HEADINGS:
        return replace(context, role="heading", level=HEADINGS[element.tag])
    if element.get("role") == "heading":
        return replace(context, role="heading", level=_aria_level(element))
    if element.tag in {"caption", "figcaption"}:
        return replace(context, role="caption", level=None)
    return context


def _aria_level(element: Element) -> int:
    stated = element.get("aria-level", "2")
    return int(stated) if stated in {"1", "2", "3", "4", "5", "6"} else 2


def _furniture(element: Element, context: Context) -> Role | None:
    """The page's own head and foot, its menus and controls; and notes."""
    role, names = element.get("role", ""), _classes(element)
    if role.startswith(("doc-footnote", "doc-endnote")) or not NOTE_NAMES.isdisjoint(names):
        return "footnote"
    if style_of(element).get("mso-element", "") in {"footnote-list", "endnote-list", "footnote", "endnote"}:
        return "footnote"
    if element.tag in CONTROLS or role in HEAD_ROLES or is_cookie_notice(element):
        return "running-head"
    if role == "contentinfo":
        return "running-foot"
    return None if context.content or element.tag in {"html", "body"} else _margin(element, names)


def _margin(element: Element, names: frozenset[str]) -> Role | None:
    """Head and foot of the page by tag or by the names that site designers, and Word, give them.

    A header without links or controls is no site's header: it holds the paper's title.
    """
    if element.tag == "footer" or "msofooter" in names or (element.tag in BOXES and not FOOT_NAMES.isdisjoint(names)):
        return "running-foot"
    if "msoheader" in names or (element.tag in BOXES and not MENU_NAMES.isdisjoint(names)):
        return "running-head"
    top = element.tag == "header" or (element.tag in BOXES and not TOP_NAMES.isdisjoint(names))
    return "running-head" if top and next(element.iter("nav", "form", "input", "a"), None) is not None else None


def _classes(element: Element) -> frozenset[str]:
    """The words of `class` and `id`, in lower case."""
    return frozenset(f"{element.get('class', '')} {element.get('id', '')}"[:500].lower().split())


def _place(element: Element, context: Context) -> Context:
    """Indent: list levels, and margins that the style states."""
    style = style_of(element)
    lists = context.lists + (element.tag in LISTS)
    stated = (points(style.get("margin-left")) or 0.0) + (points(style.get("text-indent")) or 0.0)
    left = context.left + INDENT * (lists - context.lists) + stated
    if (lists, left) == (context.lists, context.left):
        return context
    return replace(context, lists=lists, left=round(left, 2))


def _word_list(element: Element, context: Context) -> Context:
    """A list paragraph saved by Word: `mso-list:l0 level2 lfo1` on the paragraph, `mso-list:Ignore` on its mark."""
    stated = style_of(element).get("mso-list")
    if not stated or context.role in {"running-head", "running-foot", "footnote"}:
        return context
    if stated == "ignore":
        return replace(context, mark=True)
    level = WORD_LEVEL.search(stated)
    if not level or context.role == "heading":
        return context
    return replace(context, role="item", level=max(int(level[1]) - 1, 0))


def _raised(element: Element, context: Context) -> Context:
    """Footnote marks: a link to a note, or raised digits and asterisks after a word. Not "5th", not "km2"."""
    linked = context.linked or (element.tag == "a" and element.get("href", "").startswith("#"))
    raised = context.raised or _is_note_link(element) or (_is_superscript(element) and _is_note_mark(element, linked))
    if (linked, raised) == (context.linked, context.raised):
        return context
    return replace(context, linked=linked, raised=raised)


def _is_superscript(element: Element) -> bool:
    return element.tag == "sup" or style_of(element).get("vertical-align") == "super"


def _is_note_link(element: Element) -> bool:
    named = element.get("role") == "doc-noteref" or NOTE_TARGET.match(element.get("href", "")) is not None
    return element.tag == "a" and named and NOTE_MARK.fullmatch(_words(element)) is not None


def _is_note_mark(element: Element, linked: bool) -> bool:
    words = _words(element)
    if linked or next(element.iter("a"), None) is not None:
        return NOTE_MARK.fullmatch(words) is not None
    return is_note_mark(words.strip(), _before(element))


def _words(element: Element) -> str:
    """The text inside, as far as a mark can reach."""
    text = ""
    for piece in element.itertext():
        text += piece if isinstance(piece, str) else ""
        if len(text) > 20:
            break
    return text[:21]


def _before(element: Element) -> str:
    """The characters directly in front of the element, in its parent."""
    previous, parent = element.getprevious(), element.getparent()
    text = previous.tail if previous is not None else parent.text if parent is not None else ""
    return (text or "")[-20:]


RULES: tuple[Rule, ...] = (_fate, _type, _white_space, _role, _place, _word_list, _raised)
