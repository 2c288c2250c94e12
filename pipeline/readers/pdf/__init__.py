"""PDF: pdfium's words and rulings, or those of a page's picture, become printed lines and ruled tables."""

from collections.abc import Iterator

from pipeline.readers.pdf.continued import with_tables
from pipeline.readers.pdf.engine import PageContent, pages, rendered
from pipeline.readers.pdf.printed import page_lines
from pipeline.readers.pdf.scans import DPI, INSTALL, LONGEST, Recognise, is_scan, recogniser
from pipeline.transcript import Line, Remark, Sheet, Transcript, Unreadable

DOUBTFUL = 0.6  # confidence of a word; of real scans' words below it about half are wrong
MOST_HIDDEN = 200  # characters quoted
MOST_QUOTED = 6  # doubtful words in one remark


def read(data: bytes, name: str) -> Transcript:  # noqa: ARG001  one signature for all readers
    """The transcript of a PDF; raises `Unreadable` (encrypted, corrupt, no-pages)."""
    lines: list[Line] = []
    sheets: list[Sheet] = []
    remarks: list[Remark] = []
    table = 0
    for page, grids in with_tables(_recognised(data, remarks)):
        found, table = page_lines(page, grids, table)
        sheets.append(Sheet(page.number, round(page.width, 2), round(page.height, 2)))
        lines += found
        remarks += _hidden(page)
    return Transcript(tuple(lines), tuple(sheets), tuple(remarks))


def _recognised(data: bytes, remarks: list[Remark]) -> Iterator[PageContent]:
    """The pages, those that are pictures of text with the words in them; what could not be read goes to the remarks."""
    recognise: Recognise | None = None
    for page in pages(data):
        if not is_scan(page):
            yield page
            continue
        recognise = recognise or recogniser()
        if recognise is None:
            remarks.append(_not_read(page))
            yield page
            continue
        seen = recognise(page, rendered(data, page.number, DPI / 72, LONGEST))
        remarks += _doubts(seen)
        yield seen


def _hidden(page: PageContent) -> Iterator[Remark]:
    """Words in the file that no reader of the page sees; they are kept as furniture."""
    words = " ".join(word.text for word in page.words if word.hidden)
    if words:
        message = f"page {page.number} holds words that cannot be seen on it; they are in no paragraph"
        yield Remark("hidden-text", "info", message, page.number, words[:MOST_HIDDEN])


def _not_read(page: PageContent) -> Remark:
    message = f"page {page.number} is a picture of text and was not read; to have such pages read: {INSTALL}"
    return Remark("page-without-text", "error", message, page.number)


def _doubts(page: PageContent) -> Iterator[Remark]:
    """Which words of a recognised page a person should look at."""
    if not any(w.confidence is not None for w in page.words):  # words without one are stamps of the file's own
        yield Remark(
            "page-without-text", "warning", f"on page {page.number}, a picture, no text was found", page.number
        )
    doubtful = [w.text for w in page.words if w.confidence is not None and w.confidence < DOUBTFUL]
    if doubtful:
        message = (
            f"page {page.number} was read from a picture, and {len(doubtful)} of {len(page.words)} words are doubtful"
        )
        yield Remark("doubtful-text", "warning", message, page.number, " … ".join(doubtful[:MOST_QUOTED]))


__all__ = ["Unreadable", "read"]
