"""A printed paper as a PDF straight from its words: no tags, lines broken by another engine."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, SimpleDocTemplate, Spacer, Table
from reportlab.platypus.doctemplate import LayoutError

from tests.generator import printing
from tests.generator.description import Actions, Indicators
from tests.generator.printing import AreaTable, Block, Box, Heading, Lines, ListPoint, Points, Printed, cuttable, pieces
from tests.generator.styles import Style

FONTS = Path("/usr/share/fonts/truetype")
FILES: dict[str, tuple[str, ...]] = {
    "Liberation Sans": tuple(f"liberation/LiberationSans-{f}.ttf" for f in ("Regular", "Bold", "Italic", "BoldItalic")),
    "Liberation Serif": tuple(
        f"liberation/LiberationSerif-{f}.ttf" for f in ("Regular", "Bold", "Italic", "BoldItalic")
    ),
    "DejaVu Sans": tuple(f"dejavu/DejaVuSans{f}.ttf" for f in ("", "-Bold", "-Oblique", "-BoldOblique")),
    "DejaVu Serif": tuple(f"dejavu/DejaVuSerif{f}.ttf" for f in ("", "-Bold", "-Italic", "-BoldItalic")),
}
PACK_AHEAD = 22
ALIGN = {"left": TA_LEFT, "right": TA_RIGHT, "centre": TA_CENTER}
GLYPHS = {"\uf0b7": "•"}
"""Marks that only a symbol font has."""


def family(style: Style) -> str:
    """The style's font, or one like it; registered on first use."""
    like = "Liberation Sans" if "Sans" in style.font else "Liberation Serif"
    name = style.font if style.font in FILES else like
    return registered(name)


def registered(name: str) -> str:
    """The font family `name`, registered on first use."""
    if name not in pdfmetrics.getRegisteredFontNames():
        faces = ("", "-Bold", "-Italic", "-BoldItalic")
        for face, file in zip(faces, FILES[name], strict=True):
            pdfmetrics.registerFont(TTFont(name + face, str(FONTS / file)))
        pdfmetrics.registerFontFamily(name, *(name + face for face in faces))
    return name


def available() -> bool:
    """Whether this machine has the fonts."""
    return all((FONTS / file).exists() for files in FILES.values() for file in files)


def size(style: Style) -> float:
    """Font size."""
    return float(style.size)


@dataclass(frozen=True, slots=True)
class Look:
    """The measures of one paper."""

    style: Style
    font: str
    gap: float
    width: float
    at_hyphens: int

    def base(self, **changes: object) -> ParagraphStyle:
        """The body's paragraph style, changed."""
        after = {"space": 8.0, "blank lines": size(self.style) * 1.2, "indents": 0.0, "none": 0.0}[
            self.style.separation
        ]
        made = {
            "fontName": self.font,
            "fontSize": size(self.style),
            "leading": size(self.style) * 1.17 * float(self.style.leading),
            "spaceAfter": after,
            "alignment": TA_JUSTIFY if self.style.align == "justified" else TA_LEFT,
            "embeddedHyphenation": self.at_hyphens,
            "bulletFontName": self.font,
            "bulletFontSize": size(self.style),
            **changes,
        }
        return ParagraphStyle("body", **made)


def marked_up(text: str, style: Style, cut: bool = True) -> str:
    """The text in ReportLab's markup; the body's footnote marks are left out, as its footnotes are."""
    out = []
    for kind, piece in pieces(cuttable(text, style) if cut else text):
        if kind == "text":
            out.append(html.escape(piece, quote=False))
        elif kind == "raised" or not cut:
            out.append(f"<super>{piece}</super>")
    return "".join(out)


def bold(text: str) -> str:
    """In bold."""
    return f"<b>{text}</b>"


# -- blocks -----------------------------------------------------------------


def numbered(look: Look, number: str | None, text: str, **changes: object) -> Paragraph:
    """A paragraph with its number in the margin, in line, or in the first line."""
    placement = look.style.placement
    if number is None:
        return Paragraph(text, look.base(**changes))
    if placement == "inline":
        return Paragraph(f"{number} {text}", look.base(**changes))
    hanging = "hanging" in placement
    indents: dict[str, float] = {
        "leftIndent": look.gap if hanging else 0.0,
        "firstLineIndent": 0.0 if hanging else look.gap,
        "bulletIndent": 0.0,
    }
    return Paragraph(text, look.base(**indents, **changes), bulletText=number)


def heading(look: Look, block: Heading) -> Iterator[Flowable]:
    """A heading in the style's look."""
    kind, text = look.style.heading, html.escape(block.title, quote=False)
    light = kind in ("underlined", "light number")
    text = f"<u>{text}</u>" if kind == "underlined" else bold(text)
    text = f'<font color="#1F4E79">{text}</font>' if kind in ("coloured", "word style") else text
    text = f"<i>{text}</i>" if block.level == 2 else text
    large = size(look.style) + (4 - block.level if kind in ("large", "word style") else 0)
    face = look.font if light else f"{look.font}-Bold"
    number = bold(block.number) if block.number and look.style.placement == "inline" and not light else block.number
    yield CondPageBreak(large * 5)
    yield Spacer(1, 0 if look.style.separation == "blank lines" else 8)
    changes = {
        "fontSize": large,
        "leading": large * 1.25,
        "bulletFontName": face,
        "bulletFontSize": large,
        "alignment": TA_LEFT,
    }
    yield numbered(look, number, text, **{**changes, "spaceAfter": max(4.0, look.base().spaceAfter)})


def paragraph(look: Look, block: printing.Paragraph) -> Iterator[Flowable]:
    """A paragraph and its list."""
    text = marked_up(block.text, look.style)
    text = bold(html.escape(block.label)) + text if block.label else text
    text = bold(text) if block.bold else text
    if block.quotation:
        yield Paragraph(f"<i>{text}</i>", look.base(leftIndent=look.gap + 28, rightIndent=28))
        return
    indent: dict[str, float] = (
        {"firstLineIndent": 18.0} if look.style.separation == "indents" and not block.number and not block.label else {}
    )
    if block.number is None and look.style.loose == "yes" and "hanging" in look.style.placement and not block.label:
        indent = {"leftIndent": look.gap}
    if block.points:
        yield CondPageBreak(look.base().leading * 3)
    yield numbered(look, block.number, text, **indent)
    hanging = block.number and "hanging" in look.style.placement
    yield from points(look, block.points, look.gap if hanging else 0)


def points(look: Look, listed: tuple[ListPoint, ...], left: float) -> Iterator[Flowable]:
    """A list and the lists under it."""
    for index, point in enumerate(listed):
        step = 26 if point.mark[-1] in ")." else 18
        start = left + float(look.style.bullet_indent)
        after = look.base().spaceAfter if index == len(listed) - 1 else 2
        made = look.base(
            leftIndent=start + step,
            bulletIndent=start,
            spaceAfter=max(after, 2),
            bulletFontName=mark_font(look, point.mark),
        )
        yield Paragraph(marked_up(point.text, look.style), made, bulletText=GLYPHS.get(point.mark, point.mark))
        yield from points(look, point.points, start + step)


def mark_font(look: Look, mark: str) -> str:
    """The ticks and squares stand in DejaVu only."""
    return registered("DejaVu Sans") if mark in "✓▪‑" else look.font


def table(look: Look, block: Indicators) -> Iterator[Flowable]:
    """The indicator table."""
    style = look.style
    print_size = min(size(style), 8.5) if len(block.columns) > 4 else size(style)
    close = {
        "spaceAfter": 0,
        "fontSize": print_size,
        "leading": print_size * 1.17,
        "splitLongWords": 0,
        "embeddedHyphenation": 0,
    }
    small, aligned = look.base(alignment=TA_LEFT, **close), look.base(alignment=ALIGN[style.table_align], **close)
    if block.caption:
        yield CondPageBreak(90)
        yield Paragraph(bold(html.escape(block.caption)), look.base(spaceAfter=4))
    rows, spans = upper_heads(block, look.base(alignment=TA_CENTER, **close))
    for texts, strong in ((block.columns, True), *((m.texts(), not m.cells) for m in block.measures)):
        said = [bold(marked_up(t, style, cut=False)) if strong else marked_up(t, style, cut=False) for t in texts]
        cells = [Paragraph(t, aligned if i > block.label_column else small) for i, t in enumerate(said)]
        if len(cells) == 1:
            spans.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([*cells, *[""] * (len(block.columns) - len(cells))])
    commands = [("VALIGN", (0, 0), (-1, -1), "TOP"), *spans, *ruled(style.table, len(rows))]
    repeated = 1 + bool(block.over) if style.table_head == "repeated" else 0
    yield Table(rows, widths_of(look, block), style=commands, repeatRows=repeated)
    yield Spacer(1, 4)
    for note in block.notes:
        yield Paragraph(marked_up(note, style, cut=False), look.base(spaceAfter=0))
    yield Spacer(1, 10)


def widths_of(look: Look, block: Indicators) -> list[float]:
    """Column widths: a third to the labels, little to the references before them."""
    narrow = [44.0] * block.label_column
    rest, columns = look.width - sum(narrow), len(block.columns) - block.label_column
    share = 0.45 if columns < 4 else 0.3
    return [*narrow, rest * share, *([rest * (1 - share) / (columns - 1)] * (columns - 1))]


def upper_heads(block: Indicators, aligned: ParagraphStyle) -> tuple[list[list[object]], list[tuple[object, ...]]]:
    """The upper row of heads, if there is one, and its spans."""
    if not block.over:
        return [], []
    row: list[object] = []
    spans: list[tuple[object, ...]] = []
    for text, span in block.over:
        spans.append(("SPAN", (len(row), 0), (len(row) + span - 1, 0)))
        row += [Paragraph(bold(html.escape(text)), aligned), *[""] * (span - 1)]
    return [row], spans


def ruled(look: str, rows: int) -> list[tuple[object, ...]]:
    """The lines and bands of a table."""
    whole = ((0, 0), (-1, -1))
    if look == "grid":
        return [("GRID", *whole, 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#DCE6F1"))]
    if look == "lines":
        return [("LINEBELOW", *whole, 0.5, colors.black), ("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black)]
    if look == "header rule":
        return [("LINEBELOW", (0, 0), (-1, 0), 1, colors.black)]
    if look == "zebra":
        return [("BACKGROUND", (0, row), (-1, row), colors.HexColor("#EEEEEE")) for row in range(1, rows, 2)]
    return []


def area_table(look: Look, block: AreaTable) -> Iterator[Flowable]:
    """Improvement areas in one column."""
    body = look.base(spaceAfter=0, alignment=TA_LEFT)
    rows = [
        [Paragraph(bold(block.head), body)],
        *([Paragraph(html.escape(text, quote=False), body)] for text in block.rows),
    ]
    yield Table(rows, [look.width], style=ruled("grid", len(rows)))
    yield Spacer(1, 10)


def actions(look: Look, block: Actions) -> Iterator[Flowable]:
    """The table without indicators."""
    body = look.base(spaceAfter=0, alignment=TA_LEFT)
    rows = [[Paragraph(html.escape(text, quote=False), body) for text in row] for row in (block.columns, *block.rows)]
    yield Table(rows, [look.width * share for share in (0.5, 0.28, 0.22)], style=ruled(look.style.table, len(rows)))
    yield Spacer(1, 10)


def box(look: Look, block: Box) -> Iterator[Flowable]:
    """Blocks in a frame."""
    inner = [
        [flowable]
        for one in block.blocks
        for flowable in flowables(look, one)
        if not isinstance(flowable, CondPageBreak)
    ]
    yield Table(inner, [look.width], style=[("BOX", (0, 0), (-1, -1), 0.75, colors.black)])
    yield Spacer(1, 10)


def flowables(look: Look, block: Block) -> Iterator[Flowable]:
    """Any block."""
    if isinstance(block, Heading):
        yield from heading(look, block)
    elif isinstance(block, printing.Paragraph):
        yield from paragraph(look, block)
    elif isinstance(block, Points):
        yield from points(look, block.points, look.gap if "hanging" in look.style.placement else 0)
    elif isinstance(block, Indicators):
        yield from table(look, block)
    elif isinstance(block, AreaTable):
        yield from area_table(look, block)
    elif isinstance(block, Actions):
        yield from actions(look, block)
    elif isinstance(block, Box):
        yield from box(look, block)
    else:
        yield from lines(look, block)


def lines(look: Look, block: Lines) -> Iterator[Flowable]:
    """Lines of their own."""
    yield Spacer(1, 14)
    for line in block.lines:
        yield Paragraph(html.escape(line, quote=False), look.base(spaceAfter=0, alignment=TA_LEFT))


def header_block(look: Look, printed: Printed) -> Iterator[Flowable]:
    """The head of the paper."""
    form = printed.style.header
    plain = look.base(spaceAfter=0, alignment=TA_LEFT)
    grid = []
    for index, one in enumerate(printed.header):
        value = html.escape(one.value, quote=False)
        if one.label:
            grid.append([Paragraph(bold(f"{one.label}:"), plain), Paragraph(value, plain)])
            continue
        align = (
            TA_RIGHT
            if form == "letterhead table" or (form == "agenda" and index == 0)
            else TA_LEFT
            if form == "lines"
            else TA_CENTER
        )
        yield Paragraph(bold(value), look.base(alignment=align, spaceAfter=7))
    if grid:
        yield Table(
            grid, [look.width * 0.28, look.width * 0.72], style=ruled("grid" if "table" in form else "none", len(grid))
        )
    yield Spacer(1, 14)


# -- pages ------------------------------------------------------------------


class Pages(Canvas):  # type: ignore[misc]
    """A canvas that counts the pages before it prints the running lines; `build` sets `printed` and `font`."""

    printed: Printed
    font: str

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.kept: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802  (ReportLab's name)
        """Keeps the page."""
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Prints the running lines on every page kept."""
        for state in self.kept:
            self.__dict__.update(state)
            self.running(len(self.kept))
            super().showPage()
        super().save()

    def running(self, pages: int) -> None:
        """Head and foot of a page."""
        width, height = self._pagesize
        self.setFont(self.font, 9)
        for text, y in ((self.printed.running_head, height - 30), (self.printed.running_foot, 26)):
            if text is None:
                continue
            number = self._pageNumber
            said = text.replace("##", str(pages)).replace("#", str(number)).replace("@", str(number + PACK_AHEAD))
            left, _, right = said.partition("\t")
            if right:
                self.drawString(54, y, left)
                self.drawRightString(width - 54, y, right)
            else:
                self.drawCentredString(width / 2, y, left)


def make(printed: Printed, path: Path) -> None:
    """The paper as a PDF at `path`; the same bytes every time."""
    uncut = replace(printed, style=replace(printed.style, hyphenation="none"))
    for paper, at_hyphens in ((printed, 1), (uncut, 1), (uncut, 0)):
        try:
            return build(paper, path, at_hyphens)
        except LayoutError:  # ReportLab cannot always split a paragraph of broken words at a page's end
            continue
    raise ValueError(f"{path.name} cannot be laid out")


def build(printed: Printed, path: Path, at_hyphens: int) -> None:
    """Lays the paper out; `at_hyphens` 1 lets a line end at a hyphen within a word."""
    style = printed.style
    portrait = (595.3, 841.9)
    page = portrait[::-1] if style.page == "landscape" else portrait
    margin = float(style.margin)
    gap = 0.0 if style.numbering == "plain" else {"inline": 0.0, "wide hanging": 54.0}.get(style.placement, 36.0)
    look = Look(style, family(style), gap, page[0] - 2 * margin - 12, at_hyphens)
    story = [*header_block(look, printed), *(f for block in printed.blocks for f in flowables(look, block))]
    canvas = type("PaperPages", (Pages,), {"printed": printed, "font": look.font})
    sides = {"leftMargin": margin, "rightMargin": margin, "topMargin": 60, "bottomMargin": 60}
    SimpleDocTemplate(str(path), pagesize=page, invariant=1, **sides).build(story, canvasmaker=canvas)
