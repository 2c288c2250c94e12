"""The way down for damaged PDFs: pdfium; pdfium again over a new directory of the same objects. Each step is told.

Whether there is a step to take is asked only where something is wrong: pdfium cannot open the file, finds fewer pages
than the bytes hold page objects, or nothing on one of them. A file which the next step reads no better stays as it was.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from pipeline.limits import Limits, over
from pipeline.readers.pdf.engine import Look, has_words, looked_into
from pipeline.readers.pdf.rebuilt import rebuilt
from pipeline.readers.pdf.streams import check_streams
from pipeline.records import dataclass
from pipeline.transcript import Remark, Unreadable

PAGE = re.compile(rb"/Type\s{0,4}/Page(?![A-Za-z])")
JOINED = re.compile(rb"%%EOF\s{0,20}%PDF-\d")
MOST_NAMED = 20  # pages in a message
HOPELESS = frozenset({"encrypted"})


@dataclass(frozen=True, slots=True)
class Opened:
    """Bytes that pdfium opens, and what had to be done for that."""

    data: bytes
    look: Look
    remarks: tuple[Remark, ...] = ()

    @property
    def pages(self) -> int:
        return self.look.pages


def opened(data: bytes, limits: Limits) -> Opened:
    """The file as far down the ladder as it takes.

    Raises `Unreadable`: encrypted, corrupt, no-pages, expands-too-much, too-many-pages.
    """
    check_streams(data, limits)
    found = _opened(data, limits)
    if found.pages > limits.pages:
        found = _counted(data, found, limits)
    if found.pages > limits.pages:
        message = f"the PDF has {found.pages:,} pages, more than {limits.pages:,}"
        raise over("too-many-pages", message, "pages")
    return replace(found, remarks=(*found.remarks, *_joined(data), *_beside(found.look)))


def opened_anew(source: Opened, blank: Collection[int], limits: Limits) -> Opened | None:
    """The file with a new directory where that shows words on pages that were blank; None where it does not.

    Bytes put in or lost in the middle of a file shift what stands behind them: pdfium finds the pages, and nothing at
    the places where their contents should be.
    """
    if not blank or any(remark.code == "repaired-file" for remark in source.remarks):
        return None
    new = rebuilt(source.data, limits)
    if new is None or new.pages != source.pages or not has_words(new.data, blank):
        return None
    pages = ", ".join(map(str, sorted(blank)[:MOST_NAMED]))
    message = (
        f"the PDF is damaged, and showed nothing on page {pages}; put in order again it does: compare it with the PDF"
    )
    return replace(source, data=new.data, remarks=(*source.remarks, Remark("repaired-file", "error", message)))


def _counted(data: bytes, claimed: Opened, limits: Limits) -> Opened:
    """A page tree may say that there are a million pages, and name one: then those that it names."""
    new = rebuilt(data, limits)
    if new is None or not 0 < new.pages <= limits.pages:
        return claimed
    try:
        look = looked_into(new.data)
    except Unreadable:
        return claimed
    found = f"{look.pages:,} were found: compare them with the PDF"
    message = f"the PDF says that it has {claimed.pages:,} pages, and {found}"
    return Opened(new.data, look, (*claimed.remarks, Remark("repaired-file", "error", message)))


def _joined(data: bytes) -> Iterator[Remark]:
    """Two files written one after the other are one file to every program: the last."""
    if JOINED.search(data):
        yield Remark("left-out", "warning", "another PDF stands in front of this one in the same file; it was not read")


def _beside(look: Look) -> Iterator[Remark]:
    """What of the file is on none of its pages."""
    if look.attached:
        files = "file is" if look.attached == 1 else "files are"
        message = f"{look.attached} {files} attached to the PDF and not read; save what is a paper, and extract it"
        yield Remark("left-out", "warning", message)
    if look.is_form:
        message = "the PDF is a form (XFA), whose fields its pages may not show; print it to a PDF and extract that"
        yield Remark("left-out", "warning", message)


def _opened(data: bytes, limits: Limits) -> Opened:
    try:
        look = looked_into(data)
    except Unreadable as fault:
        if fault.code in HOPELESS:
            raise
        mended = _mended(data, 0, limits)
        if mended is None:
            raise
        return mended
    if look.pages < limits.pages and len(PAGE.findall(data)) > look.pages:
        return _mended(data, look.pages, limits) or Opened(data, look)
    return Opened(data, look)


def _mended(data: bytes, pages: int, limits: Limits) -> Opened | None:
    """The file with a new directory, where that gives more pages than before."""
    new = rebuilt(data, limits)
    if new is None or new.pages <= pages:
        return None
    try:
        look = looked_into(new.data)
    except Unreadable:
        return None
    if look.pages <= pages:
        return None
    before = "could not be opened" if not pages else f"showed {pages} of its pages"
    mended = f"it was put in order again, and {look.pages} pages were found: compare them with the PDF"
    message = f"the PDF is damaged and {before}; {mended}"
    return Opened(new.data, look, (Remark("repaired-file", "error", message),))
