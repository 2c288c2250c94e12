"""pdfium's view of a page: words with box and font, rulings, pictures. The one door to pdfium.

One text call per page, then boxes only at the first and last character of each word and font facts once per text
object: measured at about the cost of `pdftotext -bbox-layout`, thirty times below character by character loading.
Coordinates are points from the top left corner of the page as displayed: crop box and rotation are applied here.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from pipeline.transcript import Unreadable

WORD = re.compile(r"[^\s\x00\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")  # a hyphen at a line end ends the word there
LINE_END_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})  # pdfium's marks for a hyphen that ends a line
BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
ITALIC_NAME = re.compile(r"italic|oblique", re.IGNORECASE)
BOLD_WEIGHT = 600
FORCE_BOLD_FLAG = 1 << 18  # PDF 32000, table 123
NOTE_MARK = re.compile(r"(?<=\D)[\d*†‡§¹²³]{1,3}[.,;:)]?\Z")
RAISED_SIZE = 0.8  # a superscript is set at most this share of its line's size
MOST_FORMS_DEEP = 12
PATH, IMAGE, SHADING, FORM = 2, 3, 4, 5
INVISIBLE = 3  # text render mode: neither filled nor stroked


class Word(NamedTuple):
    """A run of characters without white space."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    """Where the word stands, measured down the page: words of one printed line share it."""
    size: float
    bold: bool
    italic: bool
    mcid: int
    raised: int
    """How many characters at the end are a superscript mark."""
    upright: bool
    hidden: bool


class Ruling(NamedTuple):
    """A stroked or filled rectangle or straight line."""

    x0: float
    top: float
    x1: float
    bottom: float
    stroked: bool
    fill: str | None


@dataclass(frozen=True, slots=True)
class PageContent:
    """All that is read from one page."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    pictures: tuple[tuple[float, float, float, float], ...]


def pages(data: bytes) -> Iterator[PageContent]:
    """The pages in order, one alive at a time; raises `Unreadable` where pdfium cannot open the file."""
    document = _open(data)
    try:
        if len(document) == 0:
            raise Unreadable("no-pages", "the PDF has no pages")
        for index in range(len(document)):
            page = document[index]
            try:
                yield _content(page, index + 1)
            finally:
                page.close()
    finally:
        document.close()


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            raise Unreadable("encrypted", "the PDF asks for a password") from error
        raise Unreadable("corrupt", "the PDF is damaged beyond reading") from error


def _content(page: pypdfium2.PdfPage, number: int) -> PageContent:
    view = _View(page)
    rulings, pictures = _drawings(page, view)
    width, height = page.get_size()
    return PageContent(number, width, height, _words(page, view), rulings, pictures)


class _View:
    """From user space (origin bottom left, unrotated) to the page as displayed (origin top left)."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.rotation = page.get_rotation()

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        if self.rotation == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.rotation == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        if self.rotation == 270:
            return self.top - y1, self.right - x1, self.top - y0, self.right - x0
        return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0


class _Font(NamedTuple):
    size: float
    bold: bool
    italic: bool
    mcid: int
    upright: bool
    hidden: bool


def _words(page: pypdfium2.PdfPage, view: _View) -> tuple[Word, ...]:
    textpage = page.get_textpage()
    try:
        return tuple(_words_of(textpage, view))
    finally:
        textpage.close()


def _words_of(textpage: pypdfium2.PdfTextPage, view: _View) -> Iterator[Word]:
    text = _page_text(textpage)
    handle = textpage.raw
    first, last = raw.FS_RECTF(), raw.FS_RECTF()
    fonts: dict[int, _Font] = {}
    for match in WORD.finditer(text):
        start, end = match.span()
        raw.FPDFText_GetLooseCharBox(handle, start, first)
        raw.FPDFText_GetLooseCharBox(handle, end - 1, last)
        font = _font_at(handle, start, fonts, view)
        raised = _raised(handle, match[0], end, font.size)
        box = view.box(
            min(first.left, last.left),
            min(first.bottom, last.bottom),
            max(first.right, last.right),
            max(first.top, last.top),
        )
        words = match[0].translate(LINE_END_HYPHENS)
        baseline = _baseline(handle, start, view) if font.upright else box[3]
        yield Word(
            words, *box, baseline, font.size, font.bold, font.italic, font.mcid, raised, font.upright, font.hidden
        )


def _page_text(textpage: pypdfium2.PdfTextPage) -> str:
    """One character of text for each of pdfium's; what has no place in the basic plane is looked up one by one."""
    count = textpage.count_chars()
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage.raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    return "".join(_character(raw.FPDFText_GetUnicode(textpage.raw, i)) for i in range(count))


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _font_at(handle: Any, index: int, fonts: dict[int, _Font], view: _View) -> _Font:
    pointer = raw.FPDFText_GetTextObject(handle, index)
    key = ctypes.cast(pointer, ctypes.c_void_p).value or -1
    if key not in fonts:
        fonts[key] = _font(handle, index, pointer, view)
    return fonts[key]


def _font(handle: Any, index: int, pointer: Any, view: _View) -> _Font:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, name, 128, flags)
    family = name.value.decode("utf-8", "replace")
    weight = raw.FPDFText_GetFontWeight(handle, index)
    mcid = raw.FPDFPageObj_GetMarkedContentID(pointer) if pointer else -1
    hidden = bool(pointer) and raw.FPDFTextObj_GetTextRenderMode(pointer) == INVISIBLE
    bold = bool(BOLD_NAME.search(family)) or weight >= BOLD_WEIGHT or bool(flags.value & FORCE_BOLD_FLAG)
    turn = (raw.FPDFText_GetCharAngle(handle, index) * 57.29578 + view.rotation) % 360
    size = _printed_size(handle, index)
    return _Font(size, bold, bool(ITALIC_NAME.search(family)), mcid, min(turn, 360 - turn) < 5, hidden)


def _printed_size(handle: Any, index: int) -> float:
    matrix = raw.FS_MATRIX()
    size: float = raw.FPDFText_GetFontSize(handle, index)
    if not raw.FPDFText_GetMatrix(handle, index, matrix):
        return size
    scale = (matrix.c**2 + matrix.d**2) ** 0.5
    return round(size * scale, 2) if scale else size


def _baseline(handle: Any, index: int, view: _View) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(handle, index, x, y)
    return view.box(x.value, y.value, x.value, y.value)[1]


def _raised(handle: Any, word: str, end: int, size: float) -> int:
    mark = NOTE_MARK.search(word)
    if mark is None:
        return 0
    digits = mark[0].rstrip(".,;:)")
    at = end - len(mark[0])
    return len(mark[0]) if digits and _printed_size(handle, at) <= RAISED_SIZE * size else 0


def _drawings(
    page: pypdfium2.PdfPage, view: _View
) -> tuple[tuple[Ruling, ...], tuple[tuple[float, float, float, float], ...]]:
    rulings: list[Ruling] = []
    pictures: list[tuple[float, float, float, float]] = []
    for item in page.get_objects(filter=[PATH, IMAGE, SHADING], max_depth=MOST_FORMS_DEEP):
        box = view.box(*_bounds(item))
        if item.type == PATH:
            rulings.append(Ruling(*box, *_paint(item.raw)))
        else:
            pictures.append(box)
    return tuple(rulings), tuple(pictures)


def _bounds(item: pypdfium2.PdfObject) -> tuple[float, float, float, float]:
    bounds: tuple[float, float, float, float] = item.get_bounds()
    return bounds


def _paint(path: Any) -> tuple[bool, str | None]:
    fill_mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill_mode, stroke)
    if not fill_mode.value:
        return bool(stroke.value), None
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return bool(stroke.value), f"#{red.value:02x}{green.value:02x}{blue.value:02x}"
