"""Footnotes and endnotes: the marks that are printed for them, and which notes are printed at all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from pipeline.readers.docx.flow import FALLBACK, STRUCK
from pipeline.readers.docx.ooxml import children, tag, value, whole
from pipeline.readers.prose.number_formats import formatted
from pipeline.readers.prose.trees import Element
from pipeline.records import dataclass

NoteKind = Literal["footnote", "endnote"]
KINDS: tuple[NoteKind, ...] = ("footnote", "endnote")
USUAL_FORMAT: Mapping[NoteKind, str] = {"footnote": "decimal", "endnote": "lowerRoman"}
RESTART_BY_PAGE = "eachPage"


@dataclass(frozen=True, slots=True)
class Scheme:
    """How the notes of a section are numbered."""

    format: str
    start: int
    restart: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """One reference: to which note, and its mark; empty where the paper types a mark of its own."""

    kind: NoteKind
    id: str
    reference: Element
    mark: str


def notes_in(body: Element, settings: Element | None) -> list[Note]:
    """The references that are shown, in order, with their marks."""
    return [note for kind in KINDS for note in _notes(body, settings, kind)]


def _notes(body: Element, settings: Element | None, kind: NoteKind) -> Iterator[Note]:
    schemes = _schemes(body, settings, kind)
    section, count = 0, 0
    for at, reference in _references(body, kind):
        scheme = schemes[min(at, len(schemes) - 1)]
        if at != section and scheme.restart == "eachSect":
            count = 0
        section = at
        custom = reference.get(tag("w:customMarkFollows"), "0") in {"1", "true", "on"}
        count += not custom
        mark = "" if custom else formatted(scheme.start + count - 1, scheme.format)
        yield Note(kind, reference.get(tag("w:id"), ""), reference, mark)


def _references(body: Element, kind: NoteKind) -> Iterator[tuple[int, Element]]:
    """References with the number of their section. A section's properties stand in its last paragraph."""
    section, ended = 0, None
    for element in body.iter(tag(f"w:{kind}Reference"), tag("w:sectPr")):
        if element.tag == tag("w:sectPr"):
            ended = next(element.iterancestors(tag("w:p")), None)
            section += ended is not None
        elif next(element.iterancestors(*STRUCK, FALLBACK), None) is None:
            inside = ended is not None and ended in element.iterancestors(tag("w:p"))
            yield section - inside, element


def _schemes(body: Element, settings: Element | None, kind: NoteKind) -> Sequence[Scheme]:
    """The numbering of each section's notes."""
    usual = _scheme(None if settings is None else settings.find(tag(f"w:{kind}Pr")), None, kind)
    sections = (one.find(tag(f"w:{kind}Pr")) for one in body.iter(tag("w:sectPr")))
    return [_scheme(stated, usual, kind) for stated in sections] or [usual]


def _scheme(stated: Element | None, usual: Scheme | None, kind: NoteKind) -> Scheme:
    base = usual or Scheme(USUAL_FORMAT[kind], 1, None)
    start = whole(value(stated, "w:numStart"))
    return Scheme(
        value(stated, "w:numFmt") or base.format,
        base.start if start is None else start,
        value(stated, "w:numRestart") or base.restart,
    )


def restarts_by_page(body: Element, settings: Element | None) -> bool:
    """Marks begin anew on each page; which page a note is on, the file does not say."""
    roots = [body] if settings is None else [body, settings]
    return any(one.get(tag("w:val")) == RESTART_BY_PAGE for root in roots for one in root.iter(tag("w:numRestart")))


def bodies(root: Element | None, kind: NoteKind) -> dict[str, Element]:
    """The notes by id, without the separators."""
    return {
        one.get(tag("w:id"), ""): one
        for one in children(root, f"w:{kind}")
        if one.get(tag("w:type"), "normal") == "normal"
    }
