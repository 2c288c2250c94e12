"""What of a page stands around the paper, by structure alone: before and after the main part, and lists of links.

A website prints its menus, breadcrumbs and related pages as lists of links to other pages, in front of the first prose
of the page or after the last. A list of links under a heading of its own, between prose or in its middle is part of
the paper (supporting documents); a table of contents links to places in the page itself and is too.
"""

import re
from collections.abc import Iterator
from dataclasses import field

from lxml import etree

from pipeline.readers.html_style import Element, style_of
from pipeline.records import dataclass
from pipeline.transcript import Role

PROSE = 60  # characters without a link in one block: shorter ones are labels, dates and copyright lines
LINKED = 0.6  # of the characters; menus have labels, bars, arrows and counts beside the links
FEWEST_LINKS = 2
FEWEST_UNDER_HEADING = 3  # where the group holds its heading: a title with two links below it is no menu
GROUPS = frozenset({"ul", "ol", "menu", "dl", "div", "section", "aside", "table", "td", "form"})
"""Elements that can be a menu. A single paragraph can be a line of the paper's header."""
BLOCKS = GROUPS | {"p", "li", "dt", "dd", "th", "tr", "blockquote", "article", "main", "body", "pre", "br", "hr"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NOT_PROSE = frozenset(
    {"head", "script", "style", "noscript", "template", "nav", "footer", "select", "button", "dialog"}
)
CONTROLS = ("form", "input", "select", "button")
OTHER_PAGE = re.compile(r"(?!#|mailto:|tel:|javascript:void)\S", re.I)
COOKIES = re.compile(r"cookies?(?![a-z])", re.I)


@dataclass(frozen=True, slots=True)
class Group:
    """A block that may be a menu: where it stands in the page, and how much of it are links to other pages."""

    element: Element
    start: int
    end: int
    plain: int
    linked: int
    links: int
    headings: int
    headed: bool
    """Stands directly under a heading or a lead-in."""


@dataclass(slots=True)
class _Open:
    """A group that has begun: the counts when it did."""

    element: Element
    start: int
    counts: tuple[int, int, int, int]


@dataclass(slots=True)
class _Walk:
    """A walk through the page; lives inside `margins_in` only."""

    at: int = 0
    plain: int = 0
    linked: int = 0
    links: int = 0
    headings: int = 0
    run: int = 0
    """Characters without a link since the last edge of a block."""
    in_links: int = 0
    prose: list[int] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    def counts(self) -> tuple[int, int, int, int]:
        return self.plain, self.linked, self.links, self.headings

    def words(self, text: str | None) -> None:
        count = len("".join((text or "").split()))
        if self.in_links:
            self.linked += count
        else:
            self.plain += count
            self.run += count

    def edge(self) -> None:
        if self.run >= PROSE:
            self.prose.append(self.at)
        self.run = 0


def margins_in(root: Element) -> dict[Element, Role]:
    """The elements that are the page's own head and foot."""
    found = dict(_around_main(root))
    walk = _walked(root)
    if not walk.prose:
        return found
    first, last = walk.prose[0], walk.prose[-1]
    menus = [group for group in walk.groups if _is_menu(group)]
    found |= {group.element: "running-head" for group in menus if group.end < first}
    feet = [group for group in menus if group.start > last and not group.headings and not group.headed]
    found |= {group.element: "running-foot" for group in feet}
    if feet:
        found |= dict.fromkeys(_after(min(feet, key=_start).element), "running-foot")
    return found


def _start(group: Group) -> int:
    return group.start


def _is_menu(group: Group) -> bool:
    """Most of it links; it may hold its own heading, but not one of the first rank."""
    fewest = FEWEST_UNDER_HEADING if group.headings else FEWEST_LINKS
    if group.links < fewest or group.linked < LINKED * (group.plain + group.linked):
        return False
    return not group.headings or next(group.element.iter("h1"), None) is None


def _after(element: Element) -> Iterator[Element]:
    """What follows a menu at the page's foot is the foot too: the owner, the year, the address."""
    for level in (element, *element.iterancestors()):
        if level.tag not in {"li", "td", "tr", "tbody"}:
            yield from level.itersiblings(etree.Element)


def _walked(root: Element) -> _Walk:
    walk = _Walk()
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in events:
        if event == "start":
            walk.at += 1
            if node.tag in NOT_PROSE or is_unshown(node):
                events.skip_subtree()
            else:
                _begin(node, walk)
            continue
        if event == "end" and not (node.tag in NOT_PROSE or is_unshown(node)):
            _end(node, walk)
        walk.words(node.tail)
    walk.edge()
    return walk


def _begin(node: Element, walk: _Walk) -> None:
    if node.tag in BLOCKS or node.tag in HEADINGS:
        walk.edge()
    if node.tag in HEADINGS:
        walk.headings += 1
    if node.tag in GROUPS:
        walk.open.append(_Open(node, walk.at, walk.counts()))
    if _leads_away(node):
        walk.in_links += 1
        walk.links += 1
    walk.words(node.text)


def _end(node: Element, walk: _Walk) -> None:
    if node.tag in BLOCKS or node.tag in HEADINGS:
        walk.edge()
    if _leads_away(node):
        walk.in_links -= 1
    if node.tag in GROUPS and walk.open:
        begun = walk.open.pop()
        plain, linked, links, headings = (now - then for now, then in zip(walk.counts(), begun.counts, strict=True))
        if links < FEWEST_LINKS:
            return
        place = (begun.start, walk.at)
        walk.groups.append(Group(node, *place, plain, linked, links, headings, _is_under_heading(node)))


def _leads_away(node: Element) -> bool:
    return node.tag == "a" and OTHER_PAGE.match(node.get("href", "").strip()) is not None


def _is_under_heading(node: Element) -> bool:
    """What stands before it, or before what it begins, is a heading or a line that ends in a colon."""
    before = _before(node)
    while before is None and (parent := node.getparent()) is not None and parent.tag in GROUPS:
        node = parent
        before = _before(node)
    if before is None:
        return False
    return before.tag in HEADINGS or "".join(map(str, before.itertext())).rstrip().endswith(":")


def _before(node: Element) -> Element | None:
    return next(node.itersiblings(etree.Element, preceding=True), None)


def is_unshown(node: Element) -> bool:
    """Hidden, or a notice about cookies: neither is what the page is about."""
    if not node.attrib:
        return False
    if node.get("hidden") is not None or style_of(node).get("display") == "none":
        return True
    return is_cookie_notice(node)


def is_cookie_notice(node: Element) -> bool:
    """A block that is named for cookies and holds no part of the page's own."""
    if node.tag not in GROUPS or not COOKIES.search(f"{node.get('id', '')} {node.get('class', '')}"[:500]):
        return False
    return next(node.iter("h1", "main", "article"), None) is None


def _around_main(root: Element) -> Iterator[tuple[Element, Role]]:
    """What stands before and after the one main part, where that holds most of the page's words.

    A heading of the first rank outside a main part that has none is the paper's title; what holds neither links nor
    controls is the paper's own header.
    """
    mains = [one for one in root.iter(etree.Element) if one.tag == "main" or one.get("role") == "main"]
    if len(mains) != 1 or not _holds_most(mains[0], root):
        return
    titled = next(mains[0].iter("h1"), None) is not None
    for level in (mains[0], *mains[0].iterancestors()):
        for beside in level.itersiblings(etree.Element, preceding=True):
            if _is_site(beside, titled):
                yield beside, "running-head"
        for beside in level.itersiblings(etree.Element):
            if _is_site(beside, titled):
                yield beside, "running-foot"


def _is_site(beside: Element, titled: bool) -> bool:
    if beside.tag == "head" or next(beside.iter("a", "nav", *CONTROLS), None) is None:
        return False
    return titled or next(beside.iter("h1"), None) is None


def _holds_most(main: Element, root: Element) -> bool:
    """Of the words that are no links."""
    inside, whole = _walked(main).plain, _walked(root).plain
    return inside * 2 >= whole > 0
