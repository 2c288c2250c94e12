"""PDF: pdfium's words and rulings become printed lines and ruled tables, page by page."""

from pipeline.readers.pdf.continued import with_tables
from pipeline.readers.pdf.engine import pages
from pipeline.readers.pdf.printed import page_lines
from pipeline.transcript import Line, Remark, Sheet, Transcript, Unreadable


def read(data: bytes, name: str) -> Transcript:  # noqa: ARG001  one signature for all readers
    """The transcript of a PDF; raises `Unreadable` (encrypted, corrupt, no-pages)."""
    lines: list[Line] = []
    sheets: list[Sheet] = []
    remarks: list[Remark] = []
    table = 0
    for page, grids in with_tables(pages(data)):
        found, table = page_lines(page, grids, table)
        sheets.append(Sheet(page.number, round(page.width, 2), round(page.height, 2)))
        if not page.words:
            remarks.append(_without_text(page.number))
        lines += found
    return Transcript(tuple(lines), tuple(sheets), tuple(remarks))


def _without_text(page: int) -> Remark:
    message = f"page {page} has no text layer: it was not read"
    return Remark("page-without-text", "error", message, page)


__all__ = ["Unreadable", "read"]
