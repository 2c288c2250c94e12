"""HTML as a transcript: what a browser prints, block by block.

Every character that the page shows is in a line. Menus, controls, the site's head and foot are kept as running heads
and feet; what is in the file but not on the page (`display:none`, `<del>`) is kept as hidden or deleted. Scripts,
styles and the window title are not part of the page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from pipeline.limits import DEFAULT, Limits, over, too_many_lines
from pipeline.readers.encoding import decode
from pipeline.readers.html_context import Context, Layout, enter
from pipeline.readers.html_grid import Placed, cells_in
from pipeline.readers.html_lines import Break, CellEdge, Picture, Token, Words, lines_of
from pipeline.readers.html_lists import markers_in
from pipeline.readers.html_margins import margins_in
from pipeline.readers.html_style import Element, style_of
from pipeline.readers.prose.trees import is_deeper
from pipeline.transcript import Remark, Sheet, Transcript, Unreadable

NOT_PRINTED = frozenset({"head", "title", "script", "style", "noscript", "template", "area", "map", "datalist"})
PICTURES = frozenset({"img", "svg", "canvas", "object", "embed", "iframe", "video", "audio", "picture", "applet"})
DIVISIONS = frozenset({"html", "body", "article", "aside", "details", "dialog", "div", "form", "main", "section"})
MARGINS = frozenset({"header", "footer", "hgroup", "nav", "search"})
PARAGRAPHS = frozenset(
    {"address", "blockquote", "center", "fieldset", "figcaption", "figure", "hr", "legend", "p", "summary"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
KEPT = frozenset({"pre", "xmp", "listing"})
LISTS = frozenset({"dir", "dd", "dl", "dt", "li", "menu", "ol", "ul"})
TABLES = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
CONTROLS = frozenset({"button", "option", "optgroup", "select", "textarea"})
BLOCKS = DIVISIONS | MARGINS | PARAGRAPHS | HEADINGS | KEPT | LISTS | TABLES | CONTROLS
BLOCK_DISPLAYS = frozenset({"block", "flex", "grid", "list-item", "table", "table-row", "flow-root"})
QUOTES = {"q": ("“", "”")}

BINARY = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip file, as Word and Excel make"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"MIME-Version:", "a web archive (MHTML)"),
)
DECLARATION = re.compile(rb"(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{1,40})", re.I)
DECLARED_WITHIN = 4096  # bytes; browsers look at the first 1,024
NULS = re.compile("\0+")


def read(data: bytes, name: str, limits: Limits = DEFAULT) -> Transcript:
    """The transcript of an HTML page; `name` is for messages. Raises `Unreadable`: empty, not-html, too-deep."""
    if not data:
        raise Unreadable("empty", f"{name} has no bytes.")
    for start, kind in BINARY:
        if data.startswith(start):
            raise Unreadable("not-html", f"{name} is {kind}, not an HTML page.")
    declared = DECLARATION.search(data[:DECLARED_WITHIN])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    root = _parsed(decoded.text, name, limits)
    lines = tuple(lines_of(_tokens(root))) if root is not None else ()
    return Transcript(lines, (Sheet(1),), (*decoded.remarks, *_remarks(decoded.text)))


def _remarks(text: str) -> Iterator[Remark]:
    if "\0" in text:
        yield Remark("control-characters", "warning", "NUL characters stand in the page; they were passed over.")
    if text.rfind("<!--") > text.rfind("-->"):
        quote = text[text.rfind("<!--") :][:200]
        yield Remark(
            "unclosed-comment", "warning", "A comment is never closed; what follows it is not shown.", quote=quote
        )


def _parsed(text: str, name: str, limits: Limits) -> Element | None:
    """The page as a tree; None when it is blank."""
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8", no_network=True)
    source = NULS.sub("", text).encode("utf-8", "replace")
    if not source.strip():
        return None
    try:
        root: Element | None = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, etree.ParserError):
        return None
    if root is not None:
        _join(root)
    too_deep = any("xcessive depth" in entry.message for entry in parser.error_log)
    if too_deep or (root is not None and is_deeper(root, limits.html_depth)):
        raise over("too-deep", f"{name} nests elements more than {limits.html_depth:,} deep", "html_depth")
    if root is not None and sum(1 for _ in root.iter("td", "th", "li")) > limits.lines:
        raise too_many_lines(limits)
    return root


def _join(root: Element) -> None:
    """What stands behind the end of the page belongs to it, as in every browser; the parser begins a second page."""
    pages = [one for one in root.itersiblings() if isinstance(one.tag, str)]
    bodies = root.findall("body")
    for page in pages:
        (bodies[-1] if bodies else root).append(page)


def _tokens(root: Element) -> Iterator[Token]:
    """The page from top to bottom."""
    layout, markers = Layout(cells_in(root), margins_in(root)), markers_in(root)
    contexts = [Context()]
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            contexts.append(enter(node, contexts[-1], layout))
            if _is_leaf(node):
                walk.skip_subtree()
            yield from _begin(node, contexts[-1], layout.cells, markers)
            continue
        if event == "end":
            yield from _end(node, contexts.pop(), layout.cells)
        yield from _text(node.tail, contexts[-1])
    yield Break("block")


def _is_leaf(element: Element) -> bool:
    return element.tag in NOT_PRINTED or element.tag in PICTURES


def _begin(
    element: Element, context: Context, cells: Mapping[Element, Placed], markers: Mapping[Element, str]
) -> Iterator[Token]:
    if element.tag in NOT_PRINTED:
        return
    if element.tag in PICTURES:
        yield Picture(_picture_text(element), context)
        return
    if _is_block(element):
        yield Break("item" if element.tag == "li" else "block")
    if element in cells:
        yield CellEdge(cells[element].cell, begins=True)
    if element.tag == "figure" and _is_bare(element):
        yield Picture("", context)
    if element in markers:
        yield Words(f"{markers[element]}\t" if markers[element] else "", replace(context, raised=False), drawn=True)
    if element.tag == "br":
        yield Break("line")
    yield from _text(QUOTES.get(element.tag, ("", ""))[0], context)
    yield from _text(element.text, context)


def _end(element: Element, context: Context, cells: Mapping[Element, Placed]) -> Iterator[Token]:
    if _is_leaf(element):
        return
    yield from _text(QUOTES.get(element.tag, ("", ""))[1], context)
    if _is_block(element):
        yield Break("item" if element.tag == "li" else "block")
    if element in cells:
        placed = cells[element]
        yield CellEdge(placed.cell, begins=False, last=placed.last)


def _is_block(element: Element) -> bool:
    return element.tag in BLOCKS or style_of(element).get("display") in BLOCK_DISPLAYS


def _is_bare(figure: Element) -> bool:
    """A figure that holds no picture and no table of its own: a chart drawn by a script."""
    return next(figure.iter(*PICTURES, "table", "pre", "blockquote"), None) is None


def _text(text: str | None, context: Context) -> Iterator[Token]:
    """Words; where white space is kept, line ends are breaks."""
    if not text:
        return
    if not context.pre:
        yield Words(text, context)
        return
    for number, part in enumerate(text.replace("\r\n", "\n").split("\n")):
        if number:
            yield Break("line")
        if part:
            yield Words(part, context)


def _picture_text(element: Element) -> str:
    """The words inside a drawing. What stands inside other pictures is for browsers that cannot show those."""
    if element.tag != "svg":
        return ""
    texts = (node.text or "" for node in element.iter("text", "tspan", "textpath", "p", "div", "span"))
    return " ".join(text.strip() for text in texts if text.strip())
