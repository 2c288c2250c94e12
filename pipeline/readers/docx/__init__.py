"""Word files as a transcript: what Word prints, paragraph by paragraph.

The parts are read as they are, since what stands between the file and the page (numbers, styles, text boxes, content
controls, tracked changes) is what the usual libraries leave out. Running heads stand in front, notes, running feet and
what tracked changes struck out at the end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, count
from typing import Literal

from pipeline.limits import DEFAULT, Limits
from pipeline.readers.docx.body import lines_in
from pipeline.readers.docx.fields import instructions_in
from pipeline.readers.docx.notes import KINDS, Note, NoteKind, bodies, notes_in, restarts_by_page
from pipeline.readers.docx.numbering import Counters, numbering_of
from pipeline.readers.docx.ooxml import children, switch, tag
from pipeline.readers.docx.package import Package, main_part, open_package
from pipeline.readers.docx.story import Place, Source, Story
from pipeline.readers.docx.styles import styles_of
from pipeline.readers.prose.stitched import settled, struck_last
from pipeline.readers.prose.trees import Element
from pipeline.transcript import Line, Remark, Role, Sheet, Transcript

Margin = Literal["header", "footer"]
ASIDE = frozenset({"hidden", "deleted"})
FOREIGN = {tag("w:altChunk"): "a document in another format", tag("w:subDoc"): "another file"}
NUMBERING_FIELDS = ("AUTONUM", "LISTNUM")


def read(data: bytes, name: str, limits: Limits = DEFAULT) -> Transcript:
    """The transcript of a Word file; `name` is for messages.

    Raises `Unreadable`: empty, encrypted, not-docx, corrupt, expands-too-much, too-deep.
    """
    package = open_package(data, name, limits)
    main = main_part(package)
    root = package.tree(main)
    settings = _named(package, main, "settings")
    styles = styles_of(_named(package, main, "styles"))
    numbering = numbering_of(_named(package, main, "numbering"), styles.linked_lists())
    notes = notes_in(root, settings)
    source = Source(package, styles, numbering, {one.reference: one.mark for one in notes}, count())
    lines = chain(
        _margin(source, main, settings, "header"),
        _shown(root, source, main),
        _notes(source, main, notes),
        _margin(source, main, settings, "footer"),
    )
    placed = tuple(settled(struck_last(lines)))
    return Transcript(placed, (Sheet(1),), tuple(_remarks(source, main, root, settings)))


def _named(package: Package, part: str, kind: str) -> Element | None:
    """The root of the part that another part names as its `kind`; None when there is none."""
    relations = package.relations(part).values()
    found = next((one for one in relations if one.kind == kind and not one.external), None)
    return package.tree(found.target) if found and package.holds(found.target) else None


def _story(source: Source, part: str, root: Element, own_mark: str = "") -> Story:
    relations = source.package.relations(part)
    counters, boxes = Counters(source.numbering), Counters(source.numbering)
    return Story(source, relations, counters, boxes, instructions_in(root), own_mark)


def _shown(root: Element, source: Source, part: str) -> Iterator[Line]:
    yield from lines_in(root, Place(), _story(source, part, root))


def _margin(source: Source, main: str, settings: Element | None, margin: Margin) -> Iterator[Line]:
    """Each header or footer that some page shows, once."""
    role: Role = "running-head" if margin == "header" else "running-foot"
    seen: set[str] = set()
    for part in _margin_parts(source.package, main, settings, margin):
        lines = [_as(line, role) for line in _shown(source.package.tree(part), source, part)]
        words = " ".join("".join(line.text for line in lines).split())
        if words and words not in seen:
            seen.add(words)
            yield from (line for line in lines if line.text)


def _as(line: Line, role: Role) -> Line:
    return line if line.role in ASIDE else replace(line, role=role, level=None)


def _margin_parts(package: Package, main: str, settings: Element | None, margin: Margin) -> Iterator[str]:
    """The parts in order of their sections; those for first and even pages where they are switched on."""
    relations = package.relations(main)
    even = switch(settings, "w:evenAndOddHeaders") or False
    for section in package.tree(main).iter(tag("w:sectPr")):
        used = {"default": True, "first": switch(section, "w:titlePg") or False, "even": even}
        for reference in children(section, f"w:{margin}Reference"):
            relation = relations.get(reference.get(tag("r:id"), ""))
            on = used.get(reference.get(tag("w:type"), "default"), False)
            if on and relation and not relation.external and package.holds(relation.target):
                yield relation.target


def _notes(source: Source, main: str, notes: Iterable[Note]) -> Iterator[Line]:
    """The bodies of footnotes, then of endnotes, in the order of their marks; those nothing refers to are hidden."""
    for kind in KINDS:
        part, root = _notes_part(source.package, main, kind)
        left = bodies(root, kind)
        for note in notes:
            if note.kind == kind and note.id in left:
                yield from _note(source, part, left.pop(note.id), note.mark, "footnote")
        for body in left.values():
            yield from _note(source, part, body, "", "hidden")


def _notes_part(package: Package, main: str, kind: NoteKind) -> tuple[str, Element | None]:
    relations = package.relations(main).values()
    part = next((one.target for one in relations if one.kind == f"{kind}s" and not one.external), "")
    return (part, package.tree(part)) if package.holds(part) else (part, None)


def _note(source: Source, part: str, body: Element, mark: str, role: Role) -> Iterator[Line]:
    story = _story(source, part, body, mark)
    yield from (_as(line, role) for line in lines_in(body, Place(), story) if line.text)


def _remarks(source: Source, main: str, root: Element, settings: Element | None) -> Iterator[Remark]:
    for part in source.package.mended:
        text = f"The part {part} is damaged; it was read as far as sense could be made of it. Compare with Word."
        yield Remark("repaired-file", "error", text)
    changes = [
        sum(1 for _ in root.iter(*map(tag, names))) for names in (("w:ins", "w:moveTo"), ("w:del", "w:moveFrom"))
    ]
    if any(changes):
        text = f"Tracked changes were read as accepted: {changes[0]} insertions, {changes[1]} deletions."
        yield Remark("tracked-changes", "warning", text)
    comments = sum(1 for _ in children(_named(source.package, main, "comments"), "w:comment"))
    if comments:
        yield Remark("comments-ignored", "info", f"The file holds {comments} comments; they are not part of the paper.")
    if restarts_by_page(root, settings):
        text = "The marks of notes begin anew on each page; here they are numbered through."
        yield Remark("note-numbers-by-page", "warning", text)
    for name, kind in FOREIGN.items():
        if next(root.iter(name), None) is not None:
            yield Remark("embedded-part", "warning", f"The file shows {kind} at one place; its text was not read.")
    yield from _unprinted_numbers(root)


def _unprinted_numbers(root: Element) -> Iterator[Remark]:
    """Old number fields print a number that the file does not hold."""
    for element in root.iter(tag("w:instrText")):
        instruction = (element.text or "").strip()
        if instruction.upper().startswith(NUMBERING_FIELDS):
            text = "A number printed by an old field is not in the file and was not read."
            yield Remark("number-field", "warning", text, quote=instruction[:60])
            return
