"""PDF: pdfium's words and rulings, or those of a page's picture, become printed lines and ruled tables."""

from collections.abc import Iterator

from pipeline.limits import DEFAULT, OPTIONS, Limits
from pipeline.readers.pdf.continued import with_tables
from pipeline.readers.pdf.engine import PageContent
from pipeline.readers.pdf.ladder import opened
from pipeline.readers.pdf.looking import looked_at
from pipeline.readers.pdf.printed import page_lines
from pipeline.transcript import Line, Remark, Sheet, Transcript, Unreadable

MOST_HIDDEN = 200  # characters quoted


def read(data: bytes, name: str, limits: Limits = DEFAULT) -> Transcript:  # noqa: ARG001  one signature for all readers
    """The transcript of a PDF; raises `Unreadable` (encrypted, corrupt, no-pages, or a limit)."""
    source = opened(data, limits)
    lines: list[Line] = []
    sheets: list[Sheet] = []
    remarks = list(source.remarks)
    table = 0
    for arranged in with_tables(looked_at(source.data, remarks, limits), limits.drawn):
        found, table = page_lines(arranged, table)
        page = arranged.page
        size = (None, None) if page.lost else (round(page.width, 2), round(page.height, 2))
        sheets.append(Sheet(page.number, *size))
        lines += found
        remarks += (*_hidden(page), *_left_out(page, limits))
    return Transcript(tuple(lines), tuple(sheets), tuple(remarks))


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


__all__ = ["Unreadable", "read"]
