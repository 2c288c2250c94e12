"""PDF: pdfium's words and rulings, or those of a page's picture, become printed lines and ruled tables."""

from collections.abc import Iterator

from pipeline.limits import DEFAULT, OPTIONS, Limits
from pipeline.readers.pdf.continued import with_tables
from pipeline.readers.pdf.engine import PageContent, pages, rendered
from pipeline.readers.pdf.ladder import opened
from pipeline.readers.pdf.printed import page_lines
from pipeline.readers.pdf.scans import DPI, INSTALL, LONGEST, Recognise, is_scan, recogniser
from pipeline.transcript import Line, Remark, Sheet, Transcript, Unreadable

DOUBTFUL = 0.6  # confidence of a word; of real scans' words below it about half are wrong
MOST_HIDDEN = 200  # characters quoted
MOST_QUOTED = 6  # doubtful words in one remark


def read(data: bytes, name: str, limits: Limits = DEFAULT) -> Transcript:  # noqa: ARG001  one signature for all readers
    """The transcript of a PDF; raises `Unreadable` (encrypted, corrupt, no-pages, or a limit)."""
    source = opened(data, limits)
    lines: list[Line] = []
    sheets: list[Sheet] = []
    remarks = list(source.remarks)
    table = 0
    for arranged in with_tables(_recognised(source.data, remarks, limits), limits.drawn):
        found, table = page_lines(arranged, table)
        page = arranged.page
        size = (None, None) if page.lost else (round(page.width, 2), round(page.height, 2))
        sheets.append(Sheet(page.number, *size))
        lines += found
        remarks += (*_hidden(page), *_left_out(page, limits))
    return Transcript(tuple(lines), tuple(sheets), tuple(remarks))


def _recognised(data: bytes, remarks: list[Remark], limits: Limits) -> Iterator[PageContent]:
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
        picture = rendered(data, page.number, DPI / 72, LONGEST, limits.pixels)
        if picture is None:
            remarks.append(_too_fine(page, limits))
            yield page
            continue
        seen = recognise(page, picture)
        remarks += _doubts(seen)
        yield seen


def _hidden(page: PageContent) -> Iterator[Remark]:
    """Words in the file that no reader of the page sees; they are kept as furniture."""
    words = " ".join(word.text for word in page.words if word.hidden)
    if words:
        message = f"page {page.number} holds words that cannot be seen on it; they are in no paragraph"
        yield Remark("hidden-text", "info", message, page.number, words[:MOST_HIDDEN])


def _left_out(page: PageContent, limits: Limits) -> Iterator[Remark]:
    if page.lost:
        message = f"page {page.number} is damaged and could not be read; look at the PDF"
        yield Remark("unread-page", "error", message, page.number)
    if len(page.rulings) > limits.drawn:
        message = (
            f"page {page.number} has {len(page.rulings):,} lines and boxes drawn on it, more than {limits.drawn:,}: "
            f"no ruled tables were looked for; {OPTIONS['drawn']} raises the limit"
        )
        yield Remark("drawings-passed-over", "warning", message, page.number)


def _too_fine(page: PageContent, limits: Limits) -> Remark:
    message = (
        f"page {page.number} is a picture of more than {limits.pixels:,} pixels and was not read; "
        f"{OPTIONS['pixels']} raises the limit"
    )
    return Remark("page-without-text", "error", message, page.number)


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
