"""pdfium's view of a page: words with box and font, rulings, pictures. The one door to pdfium.

One text call per page, then boxes only at the first and last character of each word and font facts once per text
object: measured at about the cost of `pdftotext -bbox-layout`, thirty times below character by character loading.
Coordinates are points from the top left corner of the page as displayed: crop box and rotation are applied here.
"""

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from functools import partial
from itertools import repeat
from math import atan2, degrees
from typing import Any, Literal, NamedTuple, cast

import pypdfium2
from pypdfium2 import raw

from pipeline.readers.pdf import calls
from pipeline.readers.pdf.painted import Box, are_paper
from pipeline.readers.pdf.spaces import closed
from pipeline.readers.pdf.structure import Structure, structure_of
from pipeline.records import dataclass
from pipeline.transcript import Unreadable

WORD = re.compile(r"[^\s\x00\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")  # a hyphen at a line end ends the word there
LINE_END_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})  # pdfium's marks for a hyphen that ends a line
CONTROL = re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # what no page shows
DOUBTED = re.compile(rf"{CONTROL.pattern}|\ufffd")  # the number of a glyph, or none
UNCODED = 0xF0000  # the plane that the standard leaves to everyone: numbers of glyphs stand there
BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
ITALIC_NAME = re.compile(r"italic|oblique", re.IGNORECASE)
BOLD_WEIGHT = 600
FORCE_BOLD_FLAG = 1 << 18  # PDF 32000, table 123
NOTE_MARK = re.compile(r"(?<=.)[\d*†‡§¹²³]{1,3}[.,;:)]?\Z")
RAISED_SIZE = 0.85  # a superscript is set at most this share of its line's size
MOST_FORMS_DEEP = 12
COVERED = 0.55  # of the page: a scan fills it but for its margins; a photograph beside text does not
NO_ERROR = raw.FPDF_ERR_FILE  # that of a path; bytes in memory have none of their own
PATH, IMAGE, SHADING, FORM = 2, 3, 4, 5
INVISIBLE = 3  # text render mode: neither filled nor stroked
ROUGH = 3.0  # points between the box of a character and that of its ink
WHITE = "#ffffff"
NEARLY_WHITE = 250  # of 255
OVERLAID = {raw.FPDF_ANNOT_FREETEXT: b"Contents", raw.FPDF_ANNOT_WIDGET: b"V"}
"""Where an annotation of the kind has its words."""
MOST_ANNOTATIONS = 5_000  # of a page; forms have hundreds
MOST_CLIPS, MOST_SEGMENTS = 20, 40  # more is a drawing, not the edge of a cell or column
FLOATS, PARTS = (ctypes.c_float * 6)(), (ctypes.c_uint * 4)()
AT_FLOATS, AT_PARTS = ctypes.addressof(FLOATS), ctypes.addressof(PARTS)
"""Where pdfium writes one answer, read at once: a page has hundreds of text objects. It serves one thread only."""
MOST_OPEN = 200  # pages; pdfium keeps the fonts of an open file, 70 kB a page of a pack of papers with their own fonts
BOX_BYTES, POINT_BYTES = 16, 16  # four floats, two doubles


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
    lost: bool = False
    """The file names the page, and it cannot be read; its size is 0."""
    overlaid: tuple[str, ...] = ()
    """Words that lie over the page and are no part of its text: filled fields of a form, what a person typed on it."""
    structure: Structure = field(default_factory=dict)
    """What the tree of a tagged file says of the words' marked content."""

    @property
    def covered(self) -> float:
        """The share of the page under pictures; a scan may be stored as strips, which do not overlap."""
        whole = self.width * self.height
        parts = (
            max(0.0, min(x1, self.width) - max(x0, 0.0)) * max(0.0, min(bottom, self.height) - max(top, 0.0))
            for x0, top, x1, bottom in self.pictures
        )
        return sum(parts) / whole if whole else 0.0


class Look(NamedTuple):
    """What a file holds, before any page of it is loaded."""

    pages: int
    attached: int
    """Other files in it."""
    is_form: bool
    """Its pages are made by a program from a form (XFA); those in the file may say no more than to wait for that."""


def looked_into(data: bytes) -> Look:
    """What pdfium finds, at least one page; raises `Unreadable` (encrypted, corrupt, no-pages)."""
    document = _open(data)
    try:
        form = raw.FPDF_GetFormType(document.raw)
        found = Look(len(document), raw.FPDFDoc_GetAttachmentCount(document.raw), form == raw.FORMTYPE_XFA_FULL)
    finally:
        document.close()
    if found.pages == 0:
        raise Unreadable("no-pages", "the PDF has no pages")
    return found


def has_words(data: bytes, numbers: Iterable[int]) -> bool:
    """Whether any of these pages (from 1) has text; not where they cannot be read."""
    try:
        document = _open(data)
    except Unreadable:
        return False
    try:
        return any(_page(document, number - 1).words for number in numbers)
    finally:
        document.close()


def pages(data: bytes) -> Iterator[PageContent]:
    """The pages in order, one alive at a time; raises `Unreadable` where pdfium cannot open the file."""
    document = _open(data)
    try:
        for index in range(len(document)):
            if index and index % MOST_OPEN == 0:
                document.close()
                document = _open(data)
            yield _page(document, index)
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, index: int) -> PageContent:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return PageContent(index + 1, 0.0, 0.0, (), (), (), lost=True)
    try:
        return _content(page, index + 1)
    except pypdfium2.PdfiumError:
        return PageContent(index + 1, 0.0, 0.0, (), (), (), lost=True)
    finally:
        page.close()


def rendered(data: bytes, number: int, scale: float, longest: int, most_pixels: int) -> Raster | None:
    """The page with this number (from 1) as the reader of it sees it; at most `longest` pixels wide and high.

    None where one of its pictures has more than `most_pixels`: to show it at any size, all of it is unpacked.
    """
    document = _open(data)
    try:
        page = document[number - 1]
        if any(pixels > most_pixels for pixels in picture_pixels(page)):
            return None
        width, height = (max(side, 1.0) for side in page.get_size())
        scale = min(scale, longest / max(width, height), (most_pixels / width / height) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        rows = bytes(bitmap.buffer)
        bitmap.close()
        page.close()
    finally:
        document.close()
    return Raster(width, height, b"".join(rows[y * stride : y * stride + width] for y in range(height)), scale)


def picture_pixels(page: pypdfium2.PdfPage) -> Iterator[int]:
    """The size of each picture on the page: to show it at any size, all of it is unpacked."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    for item in page.get_objects(filter=[IMAGE], max_depth=MOST_FORMS_DEEP):
        if raw.FPDFImageObj_GetImagePixelSize(item.raw, width, height):
            yield width.value * height.value


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = _own_error(data)
        if code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable("encrypted", "the PDF asks for a password") from error
        if code == NO_ERROR:  # it has nothing against the file, and there is no page to load
            raise Unreadable("no-pages", "the PDF has no pages") from error
        raise Unreadable("corrupt", "the PDF is damaged beyond reading") from error


def _own_error(data: bytes) -> int | None:
    """Why pdfium does not open these bytes. It keeps the error of the last file that had one: so a file by its path,
    which there is none of, goes before."""
    raw.FPDF_LoadDocument(b"", None)
    try:
        pypdfium2.PdfDocument(data).close()
    except pypdfium2.PdfiumError as error:
        code: int = error.err_code
        return code
    return None


def _content(page: pypdfium2.PdfPage, number: int) -> PageContent:
    view = _View(page)
    rulings, pictures = _drawings(page, view)
    width, height = page.get_size()
    found = _words(page, view)
    if not _are_plain(found, width, height):
        found = _judged(page, found, rulings, pictures)
    overlaid = tuple(_overlaid(page))
    return PageContent(number, width, height, found, rulings, pictures, overlaid=overlaid, structure=structure_of(page))


def _overlaid(page: pypdfium2.PdfPage) -> Iterator[str]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_ANNOTATIONS)):
        one = raw.FPDFPage_GetAnnot(page.raw, index)
        if not one:
            continue
        key = OVERLAID.get(raw.FPDFAnnot_GetSubtype(one))
        if key and not raw.FPDFAnnot_GetFlags(one) & raw.FPDF_ANNOT_FLAG_HIDDEN and _entry(one, b"FT") != "Btn":
            words = " ".join(_entry(one, key).split())
            if words:
                yield words
        raw.FPDFPage_CloseAnnot(one)


def _entry(annotation: Any, key: bytes) -> str:
    """A text of an annotation's dictionary."""
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")


def _are_plain(words: Sequence[Word], width: float, height: float) -> bool:
    """Dark and all on the page, as nearly all words are: no doubt that they are seen."""
    if not words:
        return True
    _, x0s, tops, x1s, bottoms, *_, inks, _ = zip(*words, strict=True)
    return min(x0s) >= 0 and min(tops) >= 0 and max(x1s) <= width and max(bottoms) <= height and {*inks} == {"dark"}


def _judged(
    page: pypdfium2.PdfPage, found: tuple[Word, ...], rulings: Sequence[Ruling], pictures: Sequence[Box]
) -> tuple[Word, ...]:
    """The words, those hidden that no reader of the page sees."""
    scans = pictures if _is_layer(found) else ()
    words = tuple(_seen(word, scans, page.get_size()) for word in found)
    backed = [*(r[:4] for r in rulings if r.fill not in (None, WHITE)), *pictures]
    return _without_white(page, words, backed)


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

    def down(self, x: float, y: float) -> float:
        """How far down the page a point lies."""
        return self.top - y if self.rotation == 0 else self.box(x, y, x, y)[1]


class _Style(NamedTuple):
    bold: bool
    italic: bool
    coded: bool
    """The file says which characters its glyphs are."""


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
        text = _page_text(textpage)
        handle = calls.address(textpage.raw)
        styles: dict[int, _Style] = {}
        words = tuple(_words_of(handle, text, view, styles))
        if DOUBTED.search(text) is None and all(style.coded for style in styles.values()):
            return words
        return tuple(_words_of(handle, _with_codes(handle, text), view, styles))
    finally:
        textpage.close()


def _with_codes(handle: int, text: str) -> str:
    """The text with `UNCODED` added to the number of each glyph that the file names no character for.

    pdfium gives such a number as if it were a character: that of a tab, of a letter, of anything.
    """
    return "".join(
        chr(UNCODED + ord(one)) if ord(one) < UNCODED and calls.is_uncoded(handle, at) == 1 else one
        for at, one in enumerate(text)
    )


def _words_of(handle: int, text: str, view: _View, styles: dict[int, _Style]) -> Iterator[Word]:
    """Column by column: to make each word by itself cost half as much again as all that pdfium is asked for it."""
    spans = [match.span() for match in WORD.finditer(text)]
    ends = _ends(handle, spans)
    whole = closed(handle, text, spans, ends)
    if len(whole) < len(spans):
        spans, ends = whole, _ends(handle, whole)
    shown = text.translate(LINE_END_HYPHENS)
    texts = [shown[start:end].replace(" ", "") for start, end in spans]
    objects = [calls.text_object(handle, start) or 0 for start, _ in spans]
    fonts = _fonts(handle, spans, objects, view, styles)
    looks = [fonts[pointer] for pointer in objects]
    x0s, tops, x1s, bottoms = _boxes(ends, view)
    baselines = _baselines(handle, spans, objects, ends[3::8], view)
    if not all(font.upright for font in looks):
        baselines = [
            base if font.upright else bottom for base, font, bottom in zip(baselines, looks, bottoms, strict=True)
        ]
    sizes, bolds, italics, mcids, uprights, inks, clips = zip(*looks, strict=True) if looks else ((),) * 7
    raised = [
        0 if word[-1].isalpha() else _raised(handle, word, span, font.size, pointer)
        for word, span, font, pointer in zip(texts, spans, looks, objects, strict=True)
    ]
    hidden = _clipped(clips, ends)
    columns = (texts, x0s, tops, x1s, bottoms, baselines, sizes, bolds, italics, mcids, raised, uprights, hidden, inks)
    return map(MAKE_WORD, zip(*columns, repeat(None)))


MAKE_WORD = cast("Callable[[Iterable[object]], Word]", partial(tuple.__new__, Word))
"""Of a row of all its fields, without the checks of a call: a page has hundreds of words."""


def _boxes(ends: Sequence[float], view: _View) -> tuple[Sequence[float], ...]:
    """Round each word's first and last character: left, top, right and bottom edges of all words."""
    left, top, right, bottom, last_left, last_top, last_right, last_bottom = (ends[n::8] for n in range(8))
    x0, y0, x1, y1 = (
        map(min, left, last_left),
        map(min, bottom, last_bottom),
        map(max, right, last_right),
        map(max, top, last_top),
    )
    if view.rotation:
        return tuple(zip(*map(view.box, x0, y0, x1, y1), strict=True)) or ((),) * 4
    from_left, from_top = view.left, view.top
    return (
        [x - from_left for x in x0],
        [from_top - y for y in y1],
        [x - from_left for x in x1],
        [from_top - y for y in y0],
    )


def _fonts(
    handle: int,
    spans: Sequence[tuple[int, int]],
    objects: Sequence[int],
    view: _View,
    styles: dict[int, _Style],
) -> dict[int, _Font]:
    """The font of each text object, as its first word has it."""
    fonts: dict[int, _Font] = {}
    for (start, _), pointer in zip(spans, objects, strict=True):
        if pointer not in fonts:
            fonts[pointer] = _font(handle, start, pointer, view, styles)
    return fonts


def _baselines(
    handle: int, spans: Sequence[tuple[int, int]], objects: Sequence[int], feet: Sequence[float], view: _View
) -> list[float]:
    """How far down the page each word's baseline is; `feet` are the lower edges of first characters.

    A text object is set along one line, and its characters' boxes reach equally far under it: where its next word has
    its foot as high as the one before, it stands on the same baseline, and pdfium need not be asked.
    """
    point = (ctypes.c_double * 2)()
    x, y = ctypes.addressof(point), ctypes.addressof(point) + POINT_BYTES // 2
    origin, turned = calls.origin, view.rotation != 0
    before, foot_before, baseline = 0, 0.0, 0.0
    found: list[float] = []
    for (start, _), foot, pointer in zip(spans, feet, objects, strict=True):
        if foot != foot_before or pointer != before or turned or not pointer:
            origin(handle, start, x, y)
            before, foot_before, baseline = pointer, foot, view.down(*point)
        found.append(baseline)
    return found


def _clipped(clips: Sequence[Box | None], ends: Sequence[float]) -> list[bool]:
    """Of each word whether its object's clip leaves it out."""
    if not any(clips):
        return [False] * len(clips)
    return [clip is not None and _is_clipped(clip, ends[8 * n : 8 * n + 8]) for n, clip in enumerate(clips)]


def _ends(handle: int, spans: Sequence[tuple[int, int]]) -> list[float]:
    """The loose boxes of each word's first and last character: eight numbers a word, left, top, right, bottom."""
    boxes = (ctypes.c_float * (8 * len(spans)))()
    place, loose_box = ctypes.addressof(boxes), calls.loose_box
    for start, end in spans:
        loose_box(handle, start, place)
        loose_box(handle, end - 1, place + BOX_BYTES)
        place += 2 * BOX_BYTES
    return list(boxes)


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


def _font(handle: int, index: int, pointer: int | None, view: _View, styles: dict[int, _Style]) -> _Font:
    """`styles` by the font that the object is set in: a page has hundreds of objects and a few fonts."""
    typeface = (pointer and calls.font(pointer)) or 0
    style = styles.get(typeface) if typeface else None
    if style is None:
        style = styles[typeface] = _style(handle, index)
    size, turn = _set(handle, index)
    turn = (turn + view.rotation) % 360
    return _Font(
        size,
        style.bold,
        style.italic,
        calls.marked_content(pointer) if pointer else -1,
        min(turn, 360 - turn) < 5,
        _ink(pointer),
        _clip(handle, index, pointer),
    )


def _style(handle: int, index: int) -> _Style:
    """How a character's font looks, and whether its glyphs are named."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    calls.font_info(handle, index, ctypes.addressof(name), 128, ctypes.addressof(flags))
    family = name.value.decode("utf-8", "replace")
    bold = calls.font_weight(handle, index) >= BOLD_WEIGHT or bool(flags.value & FORCE_BOLD_FLAG)
    coded = calls.is_uncoded(handle, index) != 1
    return _Style(bold or bool(BOLD_NAME.search(family)), bool(ITALIC_NAME.search(family)), coded)


def _ink(pointer: int | None) -> Ink:
    if not pointer:
        return "dark"
    if calls.render_mode(pointer) == INVISIBLE:
        return "none"
    red, green, blue, alpha = _fill(pointer)
    return "white" if min(red, green, blue) >= NEARLY_WHITE or alpha == 0 else "dark"


def _fill(pointer: int) -> tuple[int, int, int, int]:
    """The colour that an object is filled with: red, green, blue, alpha."""
    calls.fill_colour(pointer, AT_PARTS, AT_PARTS + 4, AT_PARTS + 8, AT_PARTS + 12)
    red, green, blue, alpha = PARTS
    return red, green, blue, alpha


def _clip(handle: int, index: int, pointer: int | None) -> Box | None:
    """The box round the object's clip; None where there is none, or where it is not in the page's own space."""
    path = calls.clip_path(pointer) if pointer else None
    if not pointer or not path:
        return None
    count = calls.clip_parts(path)
    if not 0 < count <= MOST_CLIPS or not _is_in_page_space(handle, index, pointer):
        return None
    clip = ctypes.cast(path, raw.FPDF_CLIPPATH)
    boxes = [box for box in (_path_box(clip, number) for number in range(count)) if box is not None]
    if not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    return max(left), max(bottom), min(right), min(top)


def _is_in_page_space(handle: int, index: int, pointer: int) -> bool:
    """Inside a form the object's own numbers are the form's; then they do not hold the character as displayed."""
    box = (ctypes.c_float * 4)()
    calls.loose_box(handle, index, ctypes.addressof(box))
    left, bottom, right, top = _bounds(pointer)
    x, y = (box[0] + box[2]) / 2, (box[3] + box[1]) / 2
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


def _is_clipped(clip: Box, ends: Sequence[float]) -> bool:
    """More than half of the first and of the last character's height or width lies outside."""
    left, top, right, bottom, last_left, last_top, last_right, last_bottom = ends
    return not (
        _holds(clip, (left + right) / 2, (bottom + top) / 2)
        or _holds(clip, (last_left + last_right) / 2, (last_bottom + last_top) / 2)
    )


def _holds(clip: Box, x: float, y: float) -> bool:
    return clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]


def _set(handle: int, index: int) -> tuple[float, float]:
    """A character's printed size in points, and by how many degrees it is turned."""
    size: float = calls.font_size(handle, index)
    if not calls.matrix(handle, index, AT_FLOATS):
        return size, 0.0
    a, _, c, d, _, _ = FLOATS
    scale = (c**2 + d**2) ** 0.5
    return round(size * scale, 2) if scale else size, degrees(atan2(c, a))


def _raised(handle: int, word: str, span: tuple[int, int], size: float, pointer: int) -> int:
    """How many characters at the word's end are a note's mark: set smaller, also straight after a figure (`2,317²`).

    A text object is set in one size: a word that ends in the object it began in has none.
    """
    mark = NOTE_MARK.search(word)
    end = span[1]
    if mark is None or calls.text_object(handle, end - 1) == pointer:
        return 0
    last = end - len(mark[0]) + len(mark[0].rstrip(".,;:)")) - 1
    first = last + 1
    while first > end - len(mark[0]) and _set(handle, first - 1)[0] <= RAISED_SIZE * size:
        first -= 1
    return end - first if first <= last else 0


def _drawings(page: pypdfium2.PdfPage, view: _View) -> tuple[tuple[Ruling, ...], tuple[Box, ...]]:
    rulings: list[Ruling] = []
    pictures: list[Box] = []
    for item, kind in _objects(calls.address(page.raw), calls.count_on_page, calls.on_page):
        if kind not in (PATH, IMAGE, SHADING):
            continue
        box = view.box(*_bounds(item, "drawing"))
        if kind == PATH:
            rulings.append(Ruling(*box, *_paint(item)))
        else:
            pictures.append(box)
    return tuple(rulings), tuple(pictures)


def _objects(holder: int, count: calls.Call, get: calls.Call, depth: int = 1) -> Iterator[tuple[int, int]]:
    """The objects of a page, each with its kind, in the order they are painted; those in a form after the form."""
    for index in range(count(holder)):
        item = get(holder, index)
        if not item:
            raise pypdfium2.PdfiumError("Failed to get pageobject.")
        kind = calls.kind(item)
        yield item, kind
        if kind == FORM and depth < MOST_FORMS_DEEP:
            yield from _objects(item, calls.count_in_form, calls.in_form, depth + 1)


def _bounds(item: int, needed_for: str = "") -> Box:
    """The object's left, bottom, right and top edges."""
    edges = (ctypes.c_float * 4)()
    place = ctypes.addressof(edges)
    if not calls.bounds(item, place, place + 4, place + 8, place + 12) and needed_for:
        raise pypdfium2.PdfiumError(f"Failed to locate {needed_for}.")
    left, bottom, right, top = edges
    return left, bottom, right, top


def _paint(path: int) -> tuple[bool, str | None]:
    modes = (ctypes.c_int * 2)()
    place = ctypes.addressof(modes)
    calls.draw_mode(path, place, place + 4)
    fill_mode, stroke = modes
    if not fill_mode:
        return bool(stroke), None
    red, green, blue, _ = _fill(path)
    return bool(stroke), f"#{red:02x}{green:02x}{blue:02x}"
