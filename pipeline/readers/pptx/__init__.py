"""PowerPoint files as a transcript: each slide a page, its title a heading, then its shapes in the file's order.

That order is the one in which a screen reader reads a slide. Bullets and numbers are put in front of a paragraph as the
slide prints them, also where only its layout or the master states one. What no slide shows is kept, and hidden: speaker
notes, and slides that are passed over in the show.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from pipeline.limits import DEFAULT, Limits, over
from pipeline.readers.docx.ooxml import children, tag
from pipeline.readers.docx.package import Package
from pipeline.readers.pptx.shapes import Slide, lines_of
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.zipped import Format, open_archive
from pipeline.transcript import Line, Remark, Sheet, Transcript, Unreadable

POWERPOINT = Format("not-pptx", "a PowerPoint file")
EMU = 12_700  # units of the format in a point
LARGEST = 51_206_400  # of these units: the largest slide that PowerPoint makes


def read(data: bytes, name: str, limits: Limits = DEFAULT) -> Transcript:
    """The transcript of a PowerPoint file; `name` is for messages.

    Raises `Unreadable`: empty, encrypted, not-pptx, corrupt, expands-too-much, too-deep, too-many-pages.
    """
    package = Package(open_archive(data, name, POWERPOINT, limits))
    main = _main_part(package)
    parts = _slides(package, main)
    if len(parts) > limits.pages:
        raise over("too-many-pages", f"{name} has {len(parts):,} slides, more than {limits.pages:,}", "pages")
    width, height = _size(package.tree(main))
    lines: list[Line] = []
    remarks: list[Remark] = []
    tables = count()
    for number, part in enumerate(parts, 1):
        lines += _slide(package, part, number, tables)
        notes = [replace(line, page=number, role="hidden", cell=None) for line in _notes(package, part)]
        if notes:
            text = f"slide {number} has notes for the speaker; they are in no paragraph"
            remarks.append(Remark("hidden-text", "info", text, number))
        lines += notes
    for part in package.mended:
        text = f"The part {part} is damaged; it was read as far as sense could be made of it. Compare with PowerPoint."
        remarks.append(Remark("repaired-file", "error", text))
    sheets = tuple(Sheet(number, width, height) for number in range(1, len(parts) + 1))
    return Transcript(tuple(lines), sheets, tuple(remarks))


def _main_part(package: Package) -> str:
    named = [one.target for one in package.relations("").values() if one.kind == "officeDocument" and not one.external]
    if not named or not package.holds(named[0]) or package.tree(named[0]).tag != tag("p:presentation"):
        raise Unreadable("not-pptx", f"{package.name} is a zip file, but not a PowerPoint presentation.")
    return named[0]


def _slides(package: Package, main: str) -> list[str]:
    """The parts of the slides, in the order in which they are shown."""
    relations = package.relations(main)
    listed = children(package.tree(main).find(tag("p:sldIdLst")), "p:sldId")
    named = (relations.get(one.get(tag("r:id"), "")) for one in listed)
    found = [one.target for one in named if one is not None and not one.external and package.holds(one.target)]
    if not found:
        raise Unreadable("no-pages", f"{package.name} has no slides.")
    return found


def _size(presentation: Element) -> tuple[float | None, float | None]:
    """Width and height of a slide in points."""
    size = presentation.find(tag("p:sldSz"))
    stated = [None if size is None else size.get(side) for side in ("cx", "cy")]
    if not all(side and side.isdecimal() and 0 < int(side[:9]) <= LARGEST for side in stated):
        return None, None
    width, height = (round(int(side or 0) / EMU, 2) for side in stated)
    return width, height


def _slide(package: Package, part: str, number: int, tables: Iterator[int]) -> Iterator[Line]:
    tree = package.tree(part)
    layout = _named(package, part, "slideLayout")
    master = _named(package, layout, "slideMaster")
    slide = Slide(package, part, number, tuple(package.tree(p) for p in (layout, master) if p), tables)
    hidden = tree.get("show") in ("0", "false")
    for line in lines_of(tree, slide):
        yield replace(line, role="hidden", cell=None) if hidden and line.text.strip() else line


def _notes(package: Package, part: str) -> Iterator[Line]:
    """The words of the page of notes, without the slide's number and picture on it."""
    notes = _named(package, part, "notesSlide")
    if notes:
        lines = lines_of(package.tree(notes), Slide(package, notes, 1, (), count()))
        yield from (line for line in lines if line.text.strip() and line.role is None)


def _named(package: Package, part: str, kind: str) -> str:
    """The part that another names as its `kind`; empty where there is none."""
    relations = package.relations(part).values() if part else ()
    found = (one.target for one in relations if one.kind == kind and not one.external and package.holds(one.target))
    return next(found, "")
