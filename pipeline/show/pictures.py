"""Pictures: a page as it is printed, and on it what the program took its lines for. The second door to pdfium."""

import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache, partial

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from pipeline import fleet, naming
from pipeline.corpus import Sidecar, Source
from pipeline.limits import DEFAULT, Limits
from pipeline.readers.pdf.engine import picture_pixels
from pipeline.readers.pdf.ladder import opened
from pipeline.records import dataclass
from pipeline.run import Stages, follow
from pipeline.show.callouts import GAP, Note, Shape, notes_for, scaled, shapes_on, tags_for
from pipeline.show.choice import PageRange, chosen
from pipeline.show.claims import KINDS, Claim, Kind, View, claims_of
from pipeline.transcript import Box, Transcript

COLOURS: dict[Kind, str] = {
    "line": "#1f6f8b",
    "table line": "#8e3b6b",
    "line with a role": "#8a5a00",
    "header": "#1f6f8b",
    "heading": "#b34700",
    "paragraph": "#0060a0",
    "item": "#00694d",
    "table": "#8e3b6b",
    "figure": "#8a5a00",
    "furniture": "#5f5f5f",
    "head cell": "#b34700",
    "cell": "#0060a0",
    "value column": "#5f5f5f",
    "indicator": "#8e3b6b",
    "reading": "#0060a0",
    "improvement area": "#00694d",
    "recommendation": "#b34700",
    "issue": "#b00020",
}
"""Dark enough for white words on them. What is drawn is named beside it: no one has to tell colours apart."""

HINTS: dict[View, str] = {
    "lines": "Numbers count the lines of the paper; in the margin what is unusual in type, place or role.",
    "blocks": "In the margin the ids as in the JSON, and the issues.",
    "tables": "h1 c2: first row of the head, second column; r1 c2: first row of the body, second column.",
    "records": "Numbers count the readings of a row; in the margin how each was read; (column): the period is there.",
}
NO_TEXT = "No text was read on this page."

FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf")
"""Tried in this order; DejaVu has the bullets and arrows that papers use. Without any, Pillow's own, of ASCII alone."""
ABSENT = "\ue0ff"  # private use: what a font draws for it, it draws for every character that it lacks

# points on the page
TAG_SIZE = 6.5
NOTE_SIZE = 7.5
LEGEND_SIZE = 9.0
LEADING = 1.25  # line height to font size
NOTES_WIDTH = 250.0
BRIDGE = 14.0  # from the page's edge to the notes, for the lines between
PADDING = 6.0
THIN = 0.5

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

POINTS = 72  # to the inch
MOST_SIDE = 8000  # pixels of a page; plans and maps are shown smaller
TINT = "28"  # alpha in hex digits: the words under it stay readable
VEIL = "e6"  # a tag that had to cover words lets them be guessed
BLANK = (595, 842)  # pixels, for a page whose size is not known: A4 at a pixel a point
BLACK, GREY, WHITE = "#000000", "#b0b0b0", "#ffffff"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be drawn: which view of which pages (none named: all), and how large."""

    view: View
    pages: tuple[PageRange, ...]
    dpi: int
    limits: Limits = DEFAULT


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as a PNG, and how many of each kind are on it."""

    page: int
    png: bytes
    drawn: dict[Kind, int]


@dataclass(frozen=True, slots=True)
class Legend:
    """What stands above a page."""

    title: str
    kinds: tuple[tuple[Kind, str], ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Pen:
    """Lengths in pixels, and words, at one scale."""

    scale: float
    """Pixels to the point."""

    def px(self, points: float) -> float:
        return points * self.scale

    def row(self, size: float) -> float:
        """The height of a line of words."""
        return self.px(size * LEADING)

    def length(self, size: float, words: str) -> float:
        font = font_of(self.px(size))
        return font.getlength(spelled(words, font))

    def write(self, brush: ImageDraw.ImageDraw, at: tuple[float, float], words: str, look: tuple[float, str]) -> None:
        """Words with their top left corner at a place; `look` is their size and colour."""
        size, colour = look
        font = font_of(self.px(size))
        brush.text(at, spelled(words, font), colour, font)


def work(order: Order, source: Source, sidecar: Sidecar | None) -> tuple[Picture, ...] | fleet.Refused:
    """A worker's job: the pictures, or the reason why not."""
    return fleet.attempted(partial(draw, order), source, sidecar)


def draw(order: Order, source: Source, sidecar: Sidecar | None) -> tuple[Picture, ...]:
    """The pages that were asked for; raises `Unreadable` where one is not there, or the source cannot be read."""
    papers = tuple(follow(source, sidecar, order.limits))
    numbers = chosen(order.pages, papers[0].paper.source.page_count)
    document = pypdfium2.PdfDocument(opened(source.data, order.limits).data)
    try:
        return tuple(picture for stages in papers for picture in pictures_of(document, stages, numbers, order))
    finally:
        document.close()


def pictures_of(
    document: pypdfium2.PdfDocument, stages: Stages, numbers: Collection[int], order: Order
) -> Iterator[Picture]:
    """The chosen pages of one paper."""
    transcript, source = stages.outline.transcript, stages.paper.source
    claims = claims_of(stages, order.view)
    for number in (sheet.number for sheet in transcript.sheets if sheet.number in numbers):
        title = f"{source.name}: {order.view} of page {number} of {source.page_count}"
        image = page_image(document, number, order)
        yield picture_of(image, number, transcript, claims, (title, order.view))


def page_image(document: pypdfium2.PdfDocument, number: int, order: Order) -> Image.Image:
    """The page as displayed; white where it is damaged beyond that, or holds a picture above the limit."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return Image.new("RGB", BLANK, WHITE)
    try:
        longest = max(page.get_size())
        scale = min(order.dpi / POINTS, MOST_SIDE / max(longest, 1.0))
        if any(pixels > order.limits.pixels for pixels in picture_pixels(page)):
            width, height = (max(1, round(side * scale)) for side in page.get_size())
            return Image.new("RGB", (width, height), WHITE)
        bitmap = page.render(scale=scale)
        try:
            image: Image.Image = bitmap.to_pil()
            return image.convert("RGB")
        finally:
            bitmap.close()
    finally:
        page.close()


def picture_of(
    image: Image.Image, number: int, transcript: Transcript, claims: Sequence[Claim], what: tuple[str, View]
) -> Picture:
    """The page with the claims on it: tinted and tagged in their places, explained beside it.

    `what` is the title of the legend and the view.
    """
    title, view = what
    width = next(sheet.width for sheet in transcript.sheets if sheet.number == number)
    pen = Pen(image.width / (width or image.width))
    shapes = shapes_on(number, claims, transcript.lines, pen.scale)
    words = [scaled(line.box, pen.scale) for line in transcript.lines if line.page == number and line.text and line.box]
    drawn = Counter(shape.kind for shape in shapes)
    mark(image, shapes, words, pen)
    legend = Legend(
        title,
        tuple((kind, f"{kind} ({drawn[kind]})") for kind in KINDS[view]),
        HINTS[view] if words else NO_TEXT,
    )
    framed = frame(image, shapes, legend, pen)
    return Picture(number, png_of(framed), {kind: drawn[kind] for kind in KINDS[view]})


def mark(image: Image.Image, shapes: Sequence[Shape], words: Sequence[Box], pen: Pen) -> None:
    """Tint what is claimed, outline it, and tag it."""
    brush = ImageDraw.Draw(image, "RGBA")
    thin = max(1, round(pen.px(THIN)))
    for shape in shapes:
        colour = COLOURS[shape.kind]
        for box in () if shape.holds else shape.boxes:
            brush.rectangle(box, colour + TINT)
        for outline in shape.outlines:
            brush.rectangle(outline, outline=colour, width=thin)
    for tag in tags_for(shapes, words, image.size, pen.row(TAG_SIZE), partial(pen.length, TAG_SIZE)):
        brush.rectangle(tag.box, COLOURS[tag.kind] + VEIL)
        pen.write(brush, (tag.box[0] + GAP, tag.box[1]), tag.words, (TAG_SIZE, WHITE))


def frame(image: Image.Image, shapes: Sequence[Shape], legend: Legend, pen: Pen) -> Image.Image:
    """The page under its legend, with the notes beside it."""
    measure = partial(pen.length, NOTE_SIZE)
    notes = notes_for(shapes, pen.px(NOTES_WIDTH), pen.row(NOTE_SIZE), image.height, measure)
    width = image.width + pen.px(BRIDGE + NOTES_WIDTH + 2 * PADDING)
    places = swatches(legend, width, pen)
    top = places[-1][1] + 2 * pen.row(LEGEND_SIZE) + pen.px(PADDING)
    end = max([float(image.height), *(note.top + pen.row(NOTE_SIZE) * len(note.lines) for note in notes)])
    canvas = Image.new("RGB", (round(width), round(top + end + pen.px(PADDING))), WHITE)
    canvas.paste(image, (0, round(top)))
    brush = ImageDraw.Draw(canvas)
    brush.rectangle((0, round(top) - 1, image.width, round(top) + image.height), outline=GREY)
    write_legend(brush, legend, places, pen)
    for note in notes:
        write_note(brush, note, (float(image.width), top), pen)
    return canvas


def swatches(legend: Legend, width: float, pen: Pen) -> list[tuple[float, float]]:
    """Where the kinds stand: below the title, in as many rows as they need."""
    x, y = pen.px(PADDING), pen.px(PADDING) + pen.row(LEGEND_SIZE)
    places: list[tuple[float, float]] = []
    for _, words in legend.kinds:
        length = pen.length(LEGEND_SIZE, words) + pen.px(2 * LEGEND_SIZE + PADDING)
        if places and x + length > width:
            x, y = pen.px(PADDING), y + pen.row(LEGEND_SIZE)
        places.append((x, y))
        x += length
    return places


def write_legend(brush: ImageDraw.ImageDraw, legend: Legend, places: Sequence[tuple[float, float]], pen: Pen) -> None:
    edge, side = pen.px(PADDING), pen.px(LEGEND_SIZE)
    pen.write(brush, (edge, pen.px(PADDING / 2)), legend.title, (LEGEND_SIZE, BLACK))
    for (kind, words), (x, y) in zip(legend.kinds, places, strict=True):
        brush.rectangle((x, y + side * 0.2, x + side, y + side), COLOURS[kind])
        pen.write(brush, (x + side * 1.4, y), words, (LEGEND_SIZE, BLACK))
    pen.write(brush, (edge, places[-1][1] + pen.row(LEGEND_SIZE)), legend.hint, (LEGEND_SIZE, BLACK))


def write_note(brush: ImageDraw.ImageDraw, note: Note, corner: tuple[float, float], pen: Pen) -> None:
    """A bar in the colour of the kind, the words, and a line from the page; `corner` is the page's upper right one."""
    right, top = corner
    colour, left, row = COLOURS[note.kind], right + pen.px(BRIDGE), pen.row(NOTE_SIZE)
    upper, lower = top + note.top, top + note.top + row * len(note.lines)
    if note.pointer is not None:
        brush.line((right, top + note.pointer, left, (upper + lower) / 2), colour, 1)
    brush.rectangle((left, upper, left + pen.px(PADDING / 3), lower - 1), colour)
    for number, words in enumerate(note.lines):
        pen.write(brush, (left + pen.px(PADDING), upper + number * row), words, (NOTE_SIZE, BLACK))


def png_of(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@cache
def font_of(size: float) -> Font:
    """The first font that this machine has."""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def spelled(words: str, font: Font) -> str:
    """The words with an escape for each character that the font lacks, or that would not be seen."""
    return "".join(c if has(font, c) else f"U+{ord(c):04X}" for c in naming.shown(words))


@cache
def has(font: Font, character: str) -> bool:
    if character.isspace():
        return True
    return bytes(font.getmask(character)) != bytes(font.getmask(ABSENT))
