"""A printed paper as a Word document: typed or automatic numbers, real footnotes, real tables."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from tests.generator.description import Actions, Indicators
from tests.generator.printing import (
    AreaTable,
    Block,
    Box,
    Field,
    Heading,
    Lines,
    ListPoint,
    Paragraph,
    Points,
    Printed,
    cuttable,
    pieces,
)
from tests.generator.styles import Style

PACK_START = 23
REFERENCE_WIDTH = 44.0
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"

Container = Document | _Cell
Level = tuple[str, str, int]
"""Number format, text with %1 %2 %3, first number."""

DECIMAL, LETTER, ROMAN, CAPITAL = "decimal", "lowerLetter", "lowerRoman", "upperLetter"
MAIN_LEVELS: dict[str, tuple[Level, ...]] = {
    "1. 1.1": ((DECIMAL, "%1.", 1), (DECIMAL, "%1.%2", 1)),
    "1 1.1": ((DECIMAL, "%1", 1), (DECIMAL, "%1.%2", 1)),
    "1. 1.1.": ((DECIMAL, "%1.", 1), (DECIMAL, "%1.%2.", 1)),
    "1.0 1.1": ((DECIMAL, "%1.0", 1), (DECIMAL, "%1.%2", 1)),
    "sections from 17": ((DECIMAL, "%1.", 17), (DECIMAL, "%1.%2", 1)),
    "1. a)": ((DECIMAL, "%1.", 1), (LETTER, "%2)", 1)),
    "1. (a)": ((DECIMAL, "%1.", 1), (LETTER, "(%2)", 1)),
    "1. (i)": ((DECIMAL, "%1.", 1), (ROMAN, "(%2)", 1)),
    "1 1.1 1.1.1": ((DECIMAL, "%1", 1), (DECIMAL, "%1.%2", 1), (DECIMAL, "%1.%2.%3", 1)),
    "1. plain": ((DECIMAL, "%1.", 1),),
    "A. A1": ((CAPITAL, "%1.", 1), (DECIMAL, "%1%2", 1)),
    "continuous 1.": ((DECIMAL, "%1.", 1),),
    "continuous 1": ((DECIMAL, "%1", 1),),
    "continuous (1)": ((DECIMAL, "(%1)", 1),),
    "from 17": ((DECIMAL, "%1.", 17),),
    "restart 1.": ((DECIMAL, "%1.", 1),),
}


class Maker:
    """One document in the making; the state is the document and the list that runs."""

    def __init__(self, printed: Printed) -> None:
        self.printed, self.style = printed, printed.style
        self.document: Document = docx.Document()
        self.automatic = self.style.automatic == "automatic"
        self.gap = {"inline": 0.0, "wide hanging": 54.0}.get(self.style.placement, 36.0)
        if self.style.numbering in ("plain",):
            self.gap = 0.0
        levels = MAIN_LEVELS.get(self.style.numbering)
        self.main = self.new_list(levels, self.style.placement == "inline") if levels and self.automatic else None
        self.footnote_ids = iter(range(1, 100))

    # -- lists --------------------------------------------------------------

    def new_list(self, levels: tuple[Level, ...], spaced: bool) -> int:
        """A numbering definition of its own; returns its number."""
        numbering = self.document.part.numbering_part.element
        existing = numbering.findall(qn("w:abstractNum"))
        ident = max((int(e.get(qn("w:abstractNumId"))) for e in existing), default=0) + 1
        body = "".join(self.level_xml(i, level, spaced) for i, level in enumerate(levels))
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{ident}">'
            f'<w:multiLevelType w:val="multilevel"/>{body}</w:abstractNum>'
        )
        numbering.insert(len(existing), abstract)
        number = numbering.add_num(ident)
        return int(number.numId)

    @staticmethod
    def level_xml(index: int, level: Level, spaced: bool) -> str:
        """One level of a numbering definition."""
        form, text, start = level
        symbol = text == "\uf0b7"
        font = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol" w:hint="default"/></w:rPr>' if symbol else ""
        suffix = '<w:suff w:val="space"/>' if spaced else ""
        return (
            f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{suffix}'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{font}</w:lvl>'
        )

    @staticmethod
    def in_list(paragraph: WordParagraph, number: int, level: int) -> None:
        """The paragraph takes its number from the list."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = number

    # -- paragraphs ---------------------------------------------------------

    def paragraph(self, container: Container, after: float | None = None) -> WordParagraph:
        """A new paragraph in the paper's spacing."""
        made = container.add_paragraph()
        form = made.paragraph_format
        form.line_spacing = float(self.style.leading)
        form.space_before = Pt(0)
        gaps = {"space": 8.0, "blank lines": 0.0, "indents": 0.0, "none": 0.0}
        form.space_after = Pt(gaps[self.style.separation] if after is None else after)
        if self.style.align == "justified":
            made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        return made

    def blank(self, container: Container) -> None:
        """The empty paragraph that separates, where the style separates so."""
        if self.style.separation == "blank lines":
            self.paragraph(container, 0)

    def words(
        self, paragraph: WordParagraph, text: str, bold: bool = False, italic: bool = False, linked: bool = True
    ) -> None:
        """The text's runs: raised letters, footnote marks (linked to a footnote, or, about a table, plain)."""
        for kind, piece in pieces(text):
            if kind == "mark" and linked:
                self.footnote_reference(paragraph, int(piece))
                continue
            run = paragraph.add_run()
            fill_run(run, cuttable(piece, self.style) if linked and not bold else piece)
            run.bold, run.italic = bold or None, italic or None
            if kind != "text":
                run.font.superscript = True

    @staticmethod
    def footnote_reference(paragraph: WordParagraph, ident: int) -> None:
        """The raised mark that Word numbers itself."""
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(ident))
        run._r.append(reference)

    def numbered(self, paragraph: WordParagraph, number: str, level: int, bold: bool) -> None:
        """The number before the words, and the indents that go with it."""
        form, placement = paragraph.paragraph_format, self.style.placement
        hanging = placement in ("hanging", "wide hanging")
        form.left_indent, form.first_line_indent = Pt(self.gap if hanging else 0), Pt(-self.gap if hanging else 0)
        if placement == "first-line":
            form.tab_stops.add_tab_stop(Pt(self.gap))
        if self.automatic and self.main is not None:
            self.in_list(paragraph, self.main, level)
            return
        run = paragraph.add_run(number + (" " if placement == "inline" else "\t"))
        run.bold = bold or None

    def heading(self, container: Container, block: Heading) -> None:
        """A section heading in the style's look."""
        look = self.style.heading
        if look == "word style":
            made = self.document.add_heading(level=block.level)
            made.paragraph_format.space_after = Pt(6)
            made.paragraph_format.space_before = Pt(10)
        else:
            made = self.paragraph(container, 6 if self.style.separation in ("space", "none", "indents") else 0)
            made.alignment = WD_ALIGN_PARAGRAPH.LEFT
            made.paragraph_format.space_before = Pt(0 if self.style.separation == "blank lines" else 8)
        made.paragraph_format.keep_with_next = True
        if self.style.numbering.startswith("restart") and self.automatic:
            self.main = self.new_list(MAIN_LEVELS["restart 1."], self.style.placement == "inline")
        if block.number:
            self.numbered(made, block.number, block.level - 1, look not in ("light number", "underlined"))
            if self.automatic and look not in ("light number", "underlined", "word style"):
                self.mark_bold(made)
        run = made.add_run(block.title)
        self.dress(run, block.level)
        self.blank(container)

    @staticmethod
    def mark_bold(paragraph: WordParagraph) -> None:
        """Automatic numbers take the look of the paragraph mark."""
        properties = paragraph._p.get_or_add_pPr()
        look = OxmlElement("w:rPr")
        look.append(OxmlElement("w:b"))
        properties.append(look)

    def dress(self, run: Run, level: int) -> None:
        """The look of a heading's words."""
        look, size = self.style.heading, float(self.style.size)
        if look == "word style":
            return
        run.bold = look != "underlined" or None
        run.underline = look == "underlined" or None
        run.italic = level == 2 or None
        if look == "large":
            run.font.size = Pt(size + 4 - level)
        if look == "coloured":
            run.font.color.rgb = RGBColor(0x1F, 0x4E, 0x79)

    def body(self, container: Container, block: Paragraph) -> None:
        """A paragraph and its list."""
        made = self.paragraph(container)
        if block.number:
            flat = self.style.numbering.startswith(("continuous", "from", "restart"))
            self.numbered(made, block.number, 0 if flat else block.level, False)
        elif block.quotation:
            made.paragraph_format.left_indent, made.paragraph_format.right_indent = Pt(self.gap + 28), Pt(28)
        elif self.style.loose == "yes" and "hanging" in self.style.placement and not block.label:
            made.paragraph_format.left_indent = Pt(self.gap)
        elif self.style.separation == "indents" and not block.label:
            made.paragraph_format.first_line_indent = Pt(18)
        if block.points:
            made.paragraph_format.keep_with_next = True
        if block.label:
            self.words(made, block.label, bold=True)
        self.words(made, block.text, bold=block.bold, italic=block.quotation)
        self.blank(container)
        left = self.gap if block.number and self.style.placement in ("hanging", "wide hanging") else 0
        if block.points:
            self.points(container, block.points, left)
            self.blank(container)

    def points(self, container: Container, points: tuple[ListPoint, ...], left: float) -> None:
        """A list, each level with its own definition where numbers are automatic."""
        step = 24 if points[0].mark[-1] in ").:" else 18
        indent = left + float(self.style.bullet_indent) + step
        number = self.new_list((self.mark_level(points[0].mark),), False) if self.automatic else None
        for index, point in enumerate(points):
            last = index == len(points) - 1
            made = self.paragraph(container, 8 if last and self.style.separation != "blank lines" else 2)
            made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = Pt(indent), Pt(-step)
            if number is None:
                type_mark(made, point.mark)
            else:
                self.in_list(made, number, 0)
            self.words(made, point.text)
            if point.points:
                self.points(container, point.points, indent)

    @staticmethod
    def mark_level(mark: str) -> Level:
        """The automatic form of a list whose first mark this is."""
        for first, form in (("a", LETTER), ("i", ROMAN), ("1", DECIMAL)):
            if first in mark and mark[-1] in ").":
                return form, mark.replace(first, "%1"), 1
        return "bullet", mark, 1

    # -- tables -------------------------------------------------------------

    def table(self, block: Indicators) -> None:
        """The indicator table, its caption and its notes."""
        if block.caption:
            made = self.paragraph(self.document, 4)
            made.paragraph_format.keep_with_next = True
            self.words(made, block.caption, bold=True)
        grid = self.document.add_table(rows=0, cols=len(block.columns))
        rule(grid, self.style.table)
        widths = self.widths(len(block.columns), block.label_column)
        fixed(grid, widths)
        if block.over:
            self.row(
                grid, [text for text, span in block.over for text in (text, *[""] * (span - 1))], widths, bold=True
            )
            span_cells(grid, block.over)
        self.row(grid, block.columns, widths, bold=True)
        if self.style.table_head == "repeated":
            for row in grid.rows:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for measure in block.measures:
            self.row(grid, measure.texts(), widths, bold=not measure.cells)
        paint(grid, self.style)
        for note in block.notes:
            self.words(self.paragraph(self.document, 0), note, linked=False)
        self.paragraph(self.document, 0)

    def measure(self) -> float:
        """The width between the margins, in points."""
        return (841.9 if self.style.page == "landscape" else 595.3) - 2 * float(self.style.margin)

    def widths(self, columns: int, references: int) -> list[float]:
        """Column widths in points: a third to the labels, little to the references before them."""
        whole, narrow = self.measure() - REFERENCE_WIDTH * references, [REFERENCE_WIDTH] * references
        columns -= references
        first = whole * (0.45 if columns < 4 else 0.3)
        return [*narrow, first, *([(whole - first) / (columns - 1)] * (columns - 1))]

    def row(self, grid: Table, texts: Iterable[str], widths: list[float], bold: bool = False) -> None:
        """One row; a text alone spans it."""
        row, said = grid.add_row(), list(texts)  # type: ignore[no-untyped-call]
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if len(said) == 1:
            cells = [row.cells[0].merge(row.cells[-1])]
        else:
            cells = list(row.cells)
            for cell, width in zip(cells, widths, strict=True):
                cell.width = Pt(width)
        align = {
            "left": WD_ALIGN_PARAGRAPH.LEFT,
            "right": WD_ALIGN_PARAGRAPH.RIGHT,
            "centre": WD_ALIGN_PARAGRAPH.CENTER,
        }
        for index, (cell, text) in enumerate(zip(cells, said, strict=True)):
            made = cell.paragraphs[0]
            made.paragraph_format.space_after = Pt(2)
            if index > (widths[0] == REFERENCE_WIDTH):
                made.alignment = align[self.style.table_align]
            self.words(made, text, bold=bold, linked=False)
            if len(widths) > 4:
                for run in made.runs:
                    run.font.size = Pt(min(8.5, float(self.style.size)))

    def area_table(self, block: AreaTable) -> None:
        """Improvement areas in one column."""
        grid = self.document.add_table(rows=0, cols=1)
        rule(grid, "grid")
        self.row(grid, (block.head,), [400.0], bold=True)
        for text in block.rows:
            self.row(grid, (text,), [400.0])
        self.paragraph(self.document, 0)

    def actions(self, block: Actions) -> None:
        """The table without indicators."""
        grid = self.document.add_table(rows=0, cols=len(block.columns))
        rule(grid, self.style.table)
        widths = [200.0, 130.0, 90.0]
        fixed(grid, widths)
        self.row(grid, block.columns, widths, bold=True)
        for row in block.rows:
            self.row(grid, row, widths)
        paint(grid, self.style)
        self.paragraph(self.document, 0)

    def box(self, block: Box) -> None:
        """A frame: a table of one cell."""
        grid = self.document.add_table(rows=1, cols=1)
        rule(grid, "grid")
        cell = grid.cell(0, 0)
        for inner in block.blocks:
            self.block(cell, inner)
        first = cell.paragraphs[0]
        if not first.text:
            first._p.getparent().remove(first._p)
        self.paragraph(self.document, 0)

    # -- the paper ----------------------------------------------------------

    def block(self, container: Container, block: Block) -> None:
        """Any block."""
        if isinstance(block, Heading):
            self.heading(container, block)
        elif isinstance(block, Paragraph):
            self.body(container, block)
        elif isinstance(block, Points):
            self.points(container, block.points, self.gap if "hanging" in self.style.placement else 0)
            self.blank(container)
        elif isinstance(block, Indicators):
            self.table(block)
        elif isinstance(block, AreaTable):
            self.area_table(block)
        elif isinstance(block, Actions):
            self.actions(block)
        elif isinstance(block, Box):
            self.box(block)
        else:
            self.lines(block)

    def lines(self, block: Lines) -> None:
        """Lines of their own, close together."""
        self.paragraph(self.document, 0)
        for line in block.lines:
            self.words(self.paragraph(self.document, 0), line)

    def page(self) -> None:
        """Page size, margins, font, running lines."""
        section = self.document.sections[0]
        width, height = Pt(595.3), Pt(841.9)
        if self.style.page == "landscape":
            section.orientation = WD_ORIENT.LANDSCAPE
            width, height = height, width
        section.page_width, section.page_height = width, height
        section.left_margin = section.right_margin = Pt(float(self.style.margin))
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = self.style.font, Pt(float(self.style.size))
        normal.paragraph_format.space_after = Pt(0)
        for level in (1, 2):
            style = self.document.styles[f"Heading {level}"]
            style.font.name, style.font.size = self.style.font, Pt(float(self.style.size) + 3 - level)
            fonts = style.element.rPr.rFonts
            for name in list(fonts.attrib):
                del fonts.attrib[name]
            for name in ("ascii", "hAnsi"):
                fonts.set(qn(f"w:{name}"), self.style.font)
        self.running_line(section.header.paragraphs[0], self.printed.running_head)
        self.running_line(section.footer.paragraphs[0], self.printed.running_foot)
        if "@" in (self.printed.running_foot or ""):
            start = OxmlElement("w:pgNumType")
            start.set(qn("w:start"), str(PACK_START))
            section._sectPr.append(start)

    def running_line(self, paragraph: WordParagraph, text: str | None) -> None:
        """A running head or foot with its page fields."""
        if text is None:
            return
        for style_name in ("Header", "Footer"):
            self.document.styles[style_name].font.size = Pt(9)
        if "@" in text:
            text = text.split("\t")[1].replace("@", "#")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(self.measure()), WD_TAB_ALIGNMENT.RIGHT)
        if "\t" not in text:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if self.style.align == "left" else WD_ALIGN_PARAGRAPH.RIGHT
        else:
            clear_tabs(paragraph)
        for part in (
            text.replace("##", "\x01")
            .replace("#", "\x02")
            .replace("\x01", "|\x01|")
            .replace("\x02", "|\x02|")
            .split("|")
        ):
            if part in ("\x01", "\x02"):
                field(paragraph, "NUMPAGES" if part == "\x01" else "PAGE")
            else:
                paragraph.add_run(part)

    def header_block(self) -> None:
        """The head of the paper."""
        fields, form = self.printed.header, self.style.header
        if form in ("table", "letterhead table"):
            self.header_table(fields)
        else:
            for index, one in enumerate(fields):
                self.header_line(one, form, index)
        self.paragraph(self.document, 6)

    def header_table(self, fields: tuple[Field, ...]) -> None:
        """Labels in the first column, values in the second; a crest line above."""
        labelled = [one for one in fields if one.label]
        for one in fields:
            if not one.label:
                made = self.paragraph(self.document, 10)
                made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                run = made.add_run(one.value)
                run.bold, run.font.size = True, Pt(float(self.style.size) + 3)
        grid = self.document.add_table(rows=0, cols=2)
        fixed(grid, [120, 320])
        rule(grid, "grid" if self.style.table != "unruled" else "unruled")
        for one in labelled:
            row = grid.add_row()
            row.cells[0].width, row.cells[1].width = Pt(120), Pt(320)
            row.cells[0].paragraphs[0].add_run(self.label(one)).bold = True
            row.cells[1].paragraphs[0].add_run(one.value)

    def label(self, one: Field) -> str:
        """A colon after the label, but not in every paper."""
        return (
            f"{one.label}:"
            if self.style.quotes == "curly" or self.style.header not in ("table", "letterhead table")
            else f"{one.label}"
        )

    def header_line(self, one: Field, form: str, index: int) -> None:
        """One line of a header block without a table."""
        made = self.paragraph(self.document, 6)
        made.alignment = WD_ALIGN_PARAGRAPH.LEFT
        if one.label:
            made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = Pt(110), Pt(-110)
            made.add_run(f"{one.label}:").bold = True
            made.add_run(f"\t{one.value}")
            return
        if form == "agenda" and index == 0:
            made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif form != "lines":
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.add_run(one.value).bold = True

    def footnotes(self) -> None:
        """The part that holds the footnotes' bodies."""
        if not self.printed.footnotes:
            return
        bodies = "".join(
            f'<w:footnote w:id="{i}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
            for i, text in enumerate(self.printed.footnotes, start=1)
        )
        separators = (
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0">'
            "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
        )
        declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        xml = f"{declared}<w:footnotes {nsdecls('w')}>{separators}{bodies}</w:footnotes>"
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode(), self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def make(self, path: Path) -> None:
        """The whole document."""
        self.page()
        self.header_block()
        for block in self.printed.blocks:
            self.block(self.document, block)
        self.footnotes()
        self.document.core_properties.author = ""
        kept = BytesIO()
        self.document.save(kept)
        timeless(kept, path)


def type_mark(paragraph: WordParagraph, mark: str) -> None:
    """A typed mark and its tab; a symbol font's bullet is an element of its own, as Word writes it."""
    run = paragraph.add_run()
    if mark == "\uf0b7":
        symbol = OxmlElement("w:sym")
        symbol.set(qn("w:font"), "Symbol")
        symbol.set(qn("w:char"), "F0B7")
        run._r.append(symbol)
        paragraph.add_run("\t")
    else:
        run.add_text(f"{mark}\t")


def fill_run(run: Run, text: str) -> None:
    """The run's text; a soft hyphen is an element of its own."""
    for index, part in enumerate(text.split("\xad")):
        if index:
            run._r.append(OxmlElement("w:softHyphen"))
        if part:
            run.add_text(part)


def clear_tabs(paragraph: WordParagraph) -> None:
    """Header and Footer styles bring a centre tab; it goes."""
    tabs = paragraph._p.get_or_add_pPr().get_or_add_tabs()
    for position in ("4320", "4513", "8640", "9026"):
        tab = OxmlElement("w:tab")
        tab.set(qn("w:val"), "clear")
        tab.set(qn("w:pos"), position)
        tabs.insert(0, tab)


def field(paragraph: WordParagraph, instruction: str) -> None:
    """A page field."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    made.append(run)
    paragraph._p.append(made)


def span_cells(grid: Table, over: tuple[tuple[str, int], ...]) -> None:
    """Merges the upper heads over their columns."""
    column, cells = 0, grid.rows[0].cells
    for _, span in over:
        if span > 1:
            merged = cells[column].merge(cells[column + span - 1])
            for empty in merged.paragraphs[1:]:
                empty._p.getparent().remove(empty._p)
            merged.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        column += span


def fixed(grid: Table, widths: list[float]) -> None:
    """Column widths that the words do not move."""
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Pt(width)


def rule(grid: Table, look: str) -> None:
    """Borders of a table."""
    sides = {
        "grid": ("top", "left", "bottom", "right", "insideH", "insideV"),
        "lines": ("top", "bottom", "insideH"),
    }.get(look, ())
    xml = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    grid._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{xml}</w:tblBorders>"))


def paint(grid: Table, style: Style) -> None:
    """What a look needs beside borders: the rule under the head, the bands."""
    for index, row in enumerate(grid.rows):
        banded = style.table == "zebra" and index % 2 == 1
        headed = style.table in ("zebra", "grid") and index == 0
        for cell in row.cells:
            properties = cell._tc.get_or_add_tcPr()
            if banded or headed:
                fill = "DCE6F1" if headed else "EEEEEE"
                properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'))
            if style.table == "header rule" and index == 0:
                edge = '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
                properties.append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{edge}</w:tcBorders>"))


def timeless(kept: BytesIO, path: Path) -> None:
    """The same parts in a package without the clock's time."""
    with ZipFile(kept) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(name), ZIP_DEFLATED)


def make(printed: Printed, path: Path) -> None:
    """The paper as a Word document at `path`."""
    Maker(printed).make(path)
