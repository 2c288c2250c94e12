"""OpenDocument text as a transcript: what LibreOffice prints, paragraph by paragraph.

Running heads stand in front; notes, running feet and what tracked changes struck out at the end.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count
from typing import Literal

from pipeline.limits import DEFAULT, Limits
from pipeline.readers.odt.body import PARAGRAPHS, lines_in
from pipeline.readers.odt.lists import Lists, ListStyles, list_styles_of
from pipeline.readers.odt.names import stated, tag
from pipeline.readers.odt.runs import mark_of
from pipeline.readers.odt.story import Place, Story
from pipeline.readers.odt.styles import Styles, styles_of
from pipeline.readers.prose.stitched import settled, struck_last
from pipeline.readers.prose.trees import Element, tree_of
from pipeline.readers.prose.zipped import Archive, Format, open_archive
from pipeline.records import dataclass
from pipeline.transcript import Line, Remark, Role, Sheet, Transcript, Unreadable

OPEN_DOCUMENT = Format("not-odt", "an OpenDocument text")
CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
ROOT, BODY = tag("office:document-content"), f"{tag('office:body')}/{tag('office:text')}"
ASIDE = frozenset({"hidden", "deleted"})
KINDS = ("footnote", "endnote")
FIRST_MASTER = "Standard"
Margin = Literal["header", "footer"]


@dataclass(frozen=True, slots=True)
class Document:
    """The parts that hold words, and the styles that each of them sees."""

    archive: Archive
    body: Element
    masters: dict[str, Element]
    """Page styles by name."""
    styles: Styles
    margin_styles: Styles
    lists: ListStyles
    margin_lists: ListStyles


def read(data: bytes, name: str, limits: Limits = DEFAULT) -> Transcript:
    """The transcript of an OpenDocument text; `name` is for messages.

    Raises `Unreadable`: empty, encrypted, not-odt, corrupt, expands-too-much, too-deep.
    """
    document = _document(open_archive(data, name, OPEN_DOCUMENT, limits))
    tables, notes = count(), list[Element]()
    story = Story(document.archive, document.styles, Lists(document.lists), tables, notes)
    lines = chain(
        _margin(document, tables, "header"),
        lines_in(document.body, Place(), story),
        _struck(document.body, story),
        _notes(story),
        _margin(document, tables, "footer"),
    )
    placed = tuple(settled(struck_last(lines)))
    return Transcript(placed, (Sheet(1),), tuple(_remarks(document.body)))


def _document(archive: Archive) -> Document:
    if not archive.holds(CONTENT):
        raise Unreadable("not-odt", f"{archive.name} is a zip file, but not an OpenDocument text.")
    _check_open(archive)
    content = _tree(archive, CONTENT)
    body = content.find(BODY) if content.tag == ROOT else None
    if body is None:
        raise Unreadable("not-odt", f"{archive.name} is an OpenDocument file, but not a text.")
    common = _tree(archive, STYLES) if archive.holds(STYLES) else None
    named, own = _child(common, "office:styles"), _child(content, "office:automatic-styles")
    margin_own, masters = _child(common, "office:automatic-styles"), _child(common, "office:master-styles")
    pages = () if masters is None else masters.iterchildren(tag("style:master-page"))
    return Document(
        archive,
        body,
        {stated(one, "style:name") or "": one for one in pages},
        styles_of(named, own),
        styles_of(named, margin_own),
        list_styles_of(named, own),
        list_styles_of(named, margin_own),
    )


def _tree(archive: Archive, part: str) -> Element:
    return tree_of(archive.content(part), f"{archive.name}: {part}", archive.limits)


def _child(parent: Element | None, name: str) -> Element | None:
    return None if parent is None else parent.find(tag(name))


def _check_open(archive: Archive) -> None:
    """A file with a password says so in its manifest."""
    if not archive.holds(MANIFEST):
        return
    manifest = _tree(archive, MANIFEST)
    if next(manifest.iter(tag("manifest:encryption-data")), None) is not None:
        raise Unreadable("encrypted", f"{archive.name} is protected by a password; save a copy without one.")


def _margin(document: Document, tables: Iterator[int], margin: Margin) -> Iterator[Line]:
    """Each header or footer that some page may show, once."""
    role: Role = "running-head" if margin == "header" else "running-foot"
    seen: set[str] = set()
    for element in _margins(document, margin):
        story = Story(document.archive, document.margin_styles, Lists(document.margin_lists), tables, [])
        lines = [_as(line, role) for line in lines_in(element, Place(), story)]
        words = " ".join("".join(line.text for line in lines).split())
        if words and words not in seen:
            seen.add(words)
            yield from (line for line in lines if line.text)


def _margins(document: Document, margin: Margin) -> Iterator[Element]:
    """Of each page style in use: for all pages, then for left and first ones."""
    for master in _masters_used(document):
        for name in (f"style:{margin}", f"style:{margin}-left", f"style:{margin}-first", f"loext:{margin}-first"):
            for element in document.masters[master].iterchildren(tag(name)):
                if stated(element, "style:display") != "false":
                    yield element


def _masters_used(document: Document) -> list[str]:
    """The page styles that the text's paragraphs and tables begin, and those that follow them."""
    found = [FIRST_MASTER] if FIRST_MASTER in document.masters else list(document.masters)[:1]
    elements = document.body.iter(*map(tag, ("text:p", "text:h", "table:table")))
    for element in elements:
        family = "table" if element.tag == tag("table:table") else "paragraph"
        name = stated(element, f"{'table' if family == 'table' else 'text'}:style-name")
        begun = (style.master for style in document.styles.chain(family, name))
        found += [master for master in begun if master in document.masters]
    used = list(dict.fromkeys(found))
    for master in used:  # grows while it is walked
        after = stated(document.masters[master], "style:next-style-name")
        if after in document.masters and after not in used:
            used.append(after)
    return used


def _as(line: Line, role: Role) -> Line:
    return line if line.role in ASIDE else replace(line, role=role, level=None)


def _struck(body: Element, story: Story) -> Iterator[Line]:
    """What tracked changes took out: it is kept in front of the text, apart from it."""
    for deletion in body.iterfind(f"{tag('text:tracked-changes')}//{tag('text:deletion')}"):
        yield from lines_in(deletion, Place(struck=True), replace(story, lists=Lists({})))


def _notes(story: Story) -> Iterator[Line]:
    """The bodies of footnotes, then of endnotes, in the order of their marks. Notes in notes come after them."""
    for kind in KINDS:
        of_kind = (one for one in story.notes if (stated(one, "text:note-class") or KINDS[0]) == kind)
        for note in list(of_kind):
            yield from (_as(line, "footnote") for line in _note(note, story) if line.text)


def _note(note: Element, story: Story) -> Iterator[Line]:
    """The mark stands in front of the first paragraph; by itself where the note begins with something else."""
    body = note.find(tag("text:note-body"))
    blocks = [] if body is None else list(body)
    mark, lists = mark_of(note), Lists(story.lists.styles)
    if mark and not (blocks and blocks[0].tag in PARAGRAPHS):
        yield Line(f"{mark}\n", opens=True, mark=len(mark))
        mark = ""
    yield from lines_in(blocks[:1], Place(), replace(story, lists=lists, own_mark=mark))
    yield from lines_in(blocks[1:], Place(), replace(story, lists=lists))


def _remarks(body: Element) -> Iterator[Remark]:
    changes = [sum(1 for _ in body.iter(tag(f"text:{kind}"))) for kind in ("insertion", "deletion")]
    if any(changes):
        text = f"Tracked changes were read as accepted: {changes[0]} insertions, {changes[1]} deletions."
        yield Remark("tracked-changes", "warning", text)
    comments = sum(1 for _ in body.iter(tag("office:annotation")))
    if comments:
        yield Remark("comments-ignored", "info", f"The file holds {comments} comments; they are not part of the paper.")
