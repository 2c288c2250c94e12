"""PDF: pdfium's words and rulings, or those of a page's picture, become printed lines and ruled tables."""

from collections.abc import Iterator

from pipeline.limits import DEFAULT, OPTIONS, Limits
from pipeline.readers.pdf.continued import with_tables
from pipeline.readers.pdf.dots import with_drawn_bullets
from pipeline.readers.pdf.engine import PageContent
from pipeline.readers.pdf.ladder import Opened, opened, opened_anew
from pipeline.readers.pdf.looking import looked_at
from pipeline.readers.pdf.printed import page_lines
from pipeline.transcript import Line, Remark, Sheet, Transcript, Unreadable

MOST_HIDDEN = 200  # characters quoted


def read(data: bytes, name: str, limits: Limits = DEFAULT) -> Transcript:  # noqa: ARG001  one signature for all readers
    """The transcript of a PDF; raises `Unreadable` (encrypted, corrupt, no-pages, or a limit)."""
    source = opened(data, limits)
    found, blank = _pages(source, limits)
    anew = opened_anew(source, blank, limits)
    return found if anew is None else _pages(anew, limits)[0]


def _pages(source: Opened, limits: Limits) -> tuple[Transcript, list[int]]:
    """The transcript, and the numbers of the pages on which there is nothing at all."""
    lines: list[Line] = []
    sheets: list[Sheet] = []
    blank: list[int] = []
    remarks = list(source.remarks)
    table = 0
    seen = map(with_drawn_bullets, looked_at(source.data, remarks, limits))
    for arranged in with_tables(seen, limits.drawn):
        found, table = page_lines(arranged, table)
        page = arranged.page
        size = (None, None) if page.lost else (round(page.width, 2), round(page.height, 2))
        sheets.append(Sheet(page.number, *size))
        lines += found
        blank += [] if page.words or page.pictures or page.rulings else [page.number]
        remarks += (*_hidden(page), *_left_out(page, limits))
    return Transcript(tuple(lines), tuple(sheets), tuple(remarks)), blank


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
    if page.overlaid:
        count = len(page.overlaid)
        fields = "1 filled field or typed note lies" if count == 1 else f"{count} filled fields or typed notes lie"
        message = f"{fields} over page {page.number} and not in its text; print the PDF to a new one to have them read"
        yield Remark("left-out", "warning", message, page.number, " … ".join(page.overlaid)[:MOST_HIDDEN])
    if len(page.rulings) > limits.drawn:
        message = (
            f"page {page.number} has {len(page.rulings):,} lines and boxes drawn on it, more than {limits.drawn:,}: "
            f"no ruled tables were looked for; {OPTIONS['drawn']} raises the limit"
        )
        yield Remark("drawings-passed-over", "warning", message, page.number)


__all__ = ["Unreadable", "read"]
