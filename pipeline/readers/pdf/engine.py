"""pdfium's view of a page: words with box and font, rulings, pictures. The one door to pdfium.

One text call per page, then boxes only at the first and last character of each word and font facts once per text
object: measured at about the cost of `pdftotext -bbox-layout`, thirty times below character by character loading.
Coordinates are points from the top left corner of the page as displayed: crop box and rotation are applied here.
"""

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pypdfium2
from pypdfium2 import raw

from pipeline.readers.pdf.painted import Box, are_paper
from pipeline.transcript import Unreadable

WORD = re.compile(r"[^\s\x00\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")  # a hyphen at a line end ends the word there
LINE_END_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})  # pdfium's marks for a hyphen that ends a line
BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
ITALIC_NAME = re.compile(r"italic|oblique", re.IGNORECASE)
BOLD_WEIGHT = 600
FORCE_BOLD_FLAG = 1 << 18  # PDF 32000, table 123
NOTE_MARK = re.compile(r"(?<=.)[\d*†‡§¹²³]{1,3}[.,;:)]?\Z")
RAISED_SIZE = 0.85  # a superscript is set at most this share of its line's size
MOST_FORMS_DEEP = 12
COVERED = 0.55  # of the page: a scan fills it but for its margins; a photograph beside text does not
PATH, IMAGE, SHADING, FORM = 2, 3, 4, 5
INVISIBLE = 3  # text render mode: neither filled nor stroked
ROUGH = 3.0  # points between the box of a character and that of its ink
WHITE = "#ffffff"
NEARLY_WHITE = 250  # of 255
MOST_CLIPS, MOST_SEGMENTS = 20, 40  # more is a drawing, not the edge of a cell or column


Ink = Literal["dark", "white", "none"]


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
    """No reader of the page can see it."""
    ink: Ink = "dark"
    confidence: float | None = None
    """How sure the recogniser is, 0 to 1; None for characters that are in the file."""


class Ruling(NamedTuple):
    """A stroked or filled rectangle or straight line."""

    x0: float
    top: float
    x1: float
    bottom: float
    stroked: bool
    fill: str | None


class Raster(NamedTuple):
    """A page as a picture: one byte of grey a pixel, row by row from the top."""

    width: int
    height: int
    grey: bytes
    scale: float
    """Pixels a point."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """All that is read from one page."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    pictures: tuple[tuple[float, float, float, float], ...]

    @property
    def covered(self) -> float:
        """The share of the page under pictures; a scan may be stored as strips, which do not overlap."""
        whole = self.width * self.height
        parts = (
            max(0.0, min(x1, self.width) - max(x0, 0.0)) * max(0.0, min(bottom, self.height) - max(top, 0.0))
            for x0, top, x1, bottom in self.pictures
        )
        return sum(parts) / whole if whole else 0.0


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


def rendered(data: bytes, number: int, scale: float, longest: int) -> Raster:
    """The page with this number (from 1) as the reader of it sees it; at most `longest` pixels wide and high."""
    document = _open(data)
    try:
        page = document[number - 1]
        scale = min(scale, longest / max(page.get_size()))
        bitmap = page.render(scale=scale, grayscale=True)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        rows = bytes(bitmap.buffer)
        bitmap.close()
        page.close()
    finally:
        document.close()
    return Raster(width, height, b"".join(rows[y * stride : y * stride + width] for y in range(height)), scale)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable("encrypted", "the PDF asks for a password") from error
        if error.err_code == raw.FPDF_ERR_SUCCESS:  # it has nothing against the file, and there is no page to load
            raise Unreadable("no-pages", "the PDF has no pages") from error
        raise Unreadable("corrupt", "the PDF is damaged beyond reading") from error


def _content(page: pypdfium2.PdfPage, number: int) -> PageContent:
    view = _View(page)
    rulings, pictures = _drawings(page, view)
    width, height = page.get_size()
    found = _words(page, view)
    scans = pictures if _is_layer(found) else ()
    words = tuple(_seen(word, scans, (width, height)) for word in found)
    backed = [r[:4] for r in rulings if r.fill not in (None, WHITE)] + list(pictures)
    return PageContent(number, width, height, _without_white(page, words, backed), rulings, pictures)


def _is_layer(words: Sequence[Word]) -> bool:
    """At least half of the page's text has no ink: the layer that a scanner's software lays over its pictures."""
    return 2 * sum(len(w.text) for w in words if w.ink == "none") >= sum(len(w.text) for w in words)


def _seen(word: Word, pictures: Sequence[Box], size: tuple[float, float]) -> Word:
    """Hidden where it lies off the page or has no ink; but words without ink over a picture are what a scan shows."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    if not (0 <= x <= size[0] and 0 <= y <= size[1]):
        return word._replace(hidden=True)
    if word.ink == "none" and not _lies_on(word, pictures):
        return word._replace(hidden=True)
    return word


def _lies_on(word: Word, boxes: Iterable[Box]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes)


def _without_white(page: pypdfium2.PdfPage, words: tuple[Word, ...], backed: Sequence[Box]) -> tuple[Word, ...]:
    """White words on nothing known are hidden where the painted page shows nothing; few pages need painting."""
    white = [i for i, w in enumerate(words) if w.ink == "white" and not w.hidden and not _lies_on(w, backed)]
    if not white:
        return words
    paper = are_paper(page, [(words[i].x0, words[i].top, words[i].x1, words[i].bottom) for i in white])
    lost = {i for i, is_paper in zip(white, paper, strict=True) if is_paper}
    return tuple(w._replace(hidden=True) if i in lost else w for i, w in enumerate(words))


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
    ink: Ink
    clip: Box | None
    """What lies outside is not painted; in user space."""


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
            words,
            *box,
            baseline,
            font.size,
            font.bold,
            font.italic,
            font.mcid,
            raised,
            font.upright,
            font.clip is not None and _is_outside(first, font.clip) and _is_outside(last, font.clip),
            font.ink,
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
    bold = bool(BOLD_NAME.search(family)) or weight >= BOLD_WEIGHT or bool(flags.value & FORCE_BOLD_FLAG)
    turn = (raw.FPDFText_GetCharAngle(handle, index) * 57.29578 + view.rotation) % 360
    size = _printed_size(handle, index)
    return _Font(
        size,
        bold,
        bool(ITALIC_NAME.search(family)),
        mcid,
        min(turn, 360 - turn) < 5,
        _ink(pointer),
        _clip(handle, index, pointer),
    )


def _ink(pointer: Any) -> Ink:
    if not pointer:
        return "dark"
    if raw.FPDFTextObj_GetTextRenderMode(pointer) == INVISIBLE:
        return "none"
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(pointer, red, green, blue, alpha)
    return "white" if min(red.value, green.value, blue.value) >= NEARLY_WHITE or alpha.value == 0 else "dark"


def _clip(handle: Any, index: int, pointer: Any) -> Box | None:
    """The box round the object's clip; None where there is none, or where it is not in the page's own space."""
    path = raw.FPDFPageObj_GetClipPath(pointer) if pointer else None
    count = raw.FPDFClipPath_CountPaths(path) if path else 0
    if not 0 < count <= MOST_CLIPS or not _is_in_page_space(handle, index, pointer):
        return None
    boxes = [box for box in (_path_box(path, number) for number in range(count)) if box is not None]
    if not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    return max(left), max(bottom), min(right), min(top)


def _is_in_page_space(handle: Any, index: int, pointer: Any) -> bool:
    """Inside a form the object's own numbers are the form's; then they do not hold the character as displayed."""
    box, edges = raw.FS_RECTF(), [ctypes.c_float() for _ in range(4)]
    raw.FPDFText_GetLooseCharBox(handle, index, box)
    raw.FPDFPageObj_GetBounds(pointer, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return bool(left - ROUGH <= x <= right + ROUGH and bottom - ROUGH <= y <= top + ROUGH)


def _path_box(clip: Any, index: int) -> Box | None:
    points = raw.FPDFClipPath_CountPathSegments(clip, index)
    if not 0 < points <= MOST_SEGMENTS:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    xs, ys = [], []
    for at in range(points):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, index, at), x, y)
        xs.append(x.value)
        ys.append(y.value)
    return min(xs), min(ys), max(xs), max(ys)


def _is_outside(box: Any, clip: Box) -> bool:
    """More than half of the character's height or width lies outside."""
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3])


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
    """How many characters at the word's end are a note's mark: set smaller, also straight after a figure (`2,317²`)."""
    mark = NOTE_MARK.search(word)
    if mark is None:
        return 0
    last = end - len(mark[0]) + len(mark[0].rstrip(".,;:)")) - 1
    first = last + 1
    while first > end - len(mark[0]) and _printed_size(handle, first - 1) <= RAISED_SIZE * size:
        first -= 1
    return end - first if first <= last else 0


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
