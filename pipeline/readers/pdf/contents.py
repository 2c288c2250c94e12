"""What a PDF says of its own parts: bookmarks with the pages that they lead to, and the labels of its pages."""

import pypdfium2

from pipeline.limits import DEFAULT, Limits
from pipeline.readers.pdf.ladder import opened
from pipeline.records import dataclass

MOST_BOOKMARKS = 5000  # a hostile outline can be endless; real packs have some hundreds


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline."""

    title: str
    level: int
    """From 0."""
    page: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Bookmarks in the outline's order, those that lead nowhere left out; a label a page, empty where it has none."""

    bookmarks: tuple[Bookmark, ...] = ()
    labels: tuple[str, ...] = ()


def contents(data: bytes, limits: Limits = DEFAULT) -> Contents:
    """The contents of a PDF that has been read already, repaired where it was for that."""
    document = pypdfium2.PdfDocument(opened(data, limits).data)
    try:
        labels = tuple(document.get_page_label(index) for index in range(len(document)))
        return Contents(tuple(_bookmarks(document)), labels)
    finally:
        document.close()


def _bookmarks(document: pypdfium2.PdfDocument) -> list[Bookmark]:
    found: list[Bookmark] = []
    for entry in document.get_toc():
        target = entry.get_dest()
        page = target.get_index() if target is not None else None
        if page is not None and 0 <= page < len(document):
            found.append(Bookmark(" ".join(entry.get_title().split()), entry.level, page + 1))
        if len(found) == MOST_BOOKMARKS:
            break
    return found
