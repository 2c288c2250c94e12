"""A paper as Word would have it: styles, real numbering and lists, a table with a repeated header row, page fields."""

from datetime import UTC, datetime, time, timedelta

import docx
import docx_parts
from as_txt import header_rows
from description import Item, Paper, Paragraph, Section, Table
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from markup import marks, pieces

BODY = "Arial"
INDENT = Cm(1.27)
WRITTEN_BEFORE = timedelta(days=8)  # papers are published five clear working days before a meeting
TEXT_WIDTH = 16.0  # cm, A4 less margins of 2.5 cm
LABEL_WIDTHS = {3: 6.4, 5: 5.6}  # cm, the first column by the number of columns


def package(paper: Paper) -> bytes:
    document = docx.Document()
    set_up(document, paper)
    write_head(document, paper)
    notes = list(paper.footnotes)
    for section in paper.sections:
        write_section(document, paper, section, notes)
    write_running_lines(document, paper)
    if notes:
        docx_parts.add_footnotes(document, paper.footnotes)
    return docx_parts.package(document)


# -- the document ----------------------------------------------------------


def set_up(document: Document, paper: Paper) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    bullets = docx_parts.TYPED_BULLETS if paper.layout == "table" else docx_parts.SYMBOL_BULLETS
    docx_parts.define_numbering(document, bullets, ("lowerRoman", "(%1)"))
    set_styles(document, paper)
    set_properties(document, paper)


def set_styles(document: Document, paper: Paper) -> None:
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    set_font(styles["Normal"], 11)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    for name in ("Heading 1", "Heading 2"):
        set_font(styles[name], 12)
        styles[name].font.bold = True
        styles[name].paragraph_format.space_before, styles[name].paragraph_format.space_after = Pt(12), Pt(6)
    set_font(styles["Caption"], 10)
    styles["Caption"].font.bold = True
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Footer"].paragraph_format.tab_stops.clear_all()
    numbered = styles.add_style("Numbered Paragraph", WD_STYLE_TYPE.PARAGRAPH)
    numbered.base_style = styles["Normal"]
    set_hanging(numbered)
    if paper.automatic:
        docx_parts.number_by(styles["Heading 1"].element.get_or_add_pPr(), docx_parts.HEADINGS, 0)
        docx_parts.number_by(numbered.element.get_or_add_pPr(), docx_parts.HEADINGS, 1)
    elif paper.layout != "plain":
        set_hanging(styles["Heading 1"])
    docx_parts.number_by(styles["List Bullet"].element.get_or_add_pPr(), docx_parts.BULLETS, 0)
    docx_parts.number_by(styles["List Bullet 2"].element.get_or_add_pPr(), docx_parts.BULLETS, 1)
    for name in ("List Bullet", "List Bullet 2"):
        styles[name].paragraph_format.space_after = Pt(4)


def set_font(style: ParagraphStyle, size: int) -> None:
    """One face for every script, and none of the template's theme faces, colours or rules."""
    properties = style.element.get_or_add_rPr()
    for child in properties.findall(qn("w:rFonts")):
        properties.remove(child)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
    style.font.name = BODY
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)


def set_hanging(style: ParagraphStyle) -> None:
    style.paragraph_format.left_indent = INDENT
    style.paragraph_format.first_line_indent = -INDENT
    style.paragraph_format.tab_stops.add_tab_stop(INDENT)


def set_properties(document: Document, paper: Paper) -> None:
    written = datetime.combine(paper.header.meeting_date, time(9), UTC) - WRITTEN_BEFORE
    properties = document.core_properties
    properties.author = properties.last_modified_by = paper.header.council
    properties.title, properties.comments, properties.keywords = paper.header.title, "", ""
    properties.created = properties.modified = written.replace(tzinfo=None)
    properties.language, properties.revision = "en-GB", 1


def write_running_lines(document: Document, paper: Paper) -> None:
    page = document.sections[0]
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    if paper.running_head:
        head.add_run(paper.running_head).font.size = Pt(9)
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if paper.layout == "centred":
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        docx_parts.add_field(foot, "PAGE")
    elif paper.running_foot:
        foot.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        foot.add_run(f"{paper.running_foot}\tPage ")
        docx_parts.add_field(foot, "PAGE")
        if paper.layout == "table":
            foot.add_run(" of ")
            docx_parts.add_field(foot, "NUMPAGES")


# -- the header ------------------------------------------------------------


def write_head(document: Document, paper: Paper) -> None:
    match paper.layout:
        case "centred":
            write_centred(document, paper)
        case "letter":
            write_letter(document, paper)
        case "table":
            write_header_table(document, paper)
        case "plain":
            write_plain(document, paper)


def write_centred(document: Document, paper: Paper) -> None:
    facts = paper.header
    for line in (facts.council, facts.committee, facts.meeting_date_printed, facts.title):
        write_bold(document, line).alignment = WD_ALIGN_PARAGRAPH.CENTER


def write_letter(document: Document, paper: Paper) -> None:
    facts = paper.header
    write_bold(document, facts.council)
    addressed = f"{facts.committee}, {facts.meeting_date_printed}"
    for key, value in (("From:", facts.author), ("To:", addressed), ("Subject:", facts.title)):
        line = document.add_paragraph()
        line.paragraph_format.tab_stops.add_tab_stop(Cm(3))
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(3), -Cm(3)
        line.add_run(key).bold = True
        line.add_run(f"\t{value}")


def write_header_table(document: Document, paper: Paper) -> None:
    write_bold(document, paper.header.council)
    rows = header_rows(paper)
    grid = document.add_table(len(rows), 2, "Table Grid")
    set_widths(grid, [3.6, TEXT_WIDTH - 3.6])
    for row, (key, value) in zip(grid.rows, rows, strict=True):
        write_cell(row.cells[0], key, [], bold=True)
        write_cell(row.cells[1], value, [], bold=False)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def write_plain(document: Document, paper: Paper) -> None:
    facts = paper.header
    write_bold(document, facts.council)
    document.add_paragraph(f"Report to the {facts.committee}, {facts.meeting_date_printed}")
    write_bold(document, facts.title).runs[0].font.size = Pt(14)
    document.add_paragraph(f"Report of the {facts.author}")


def write_bold(document: Document, text: str) -> WordParagraph:
    line = document.add_paragraph()
    line.add_run(text).bold = True
    return line


# -- the body --------------------------------------------------------------


def write_section(document: Document, paper: Paper, section: Section, notes: list[str]) -> None:
    write_heading(document, paper, section)
    for each in section.content:
        if isinstance(each, Table):
            write_table(document, each, notes)
        else:
            write_paragraph(document, paper, each, notes)


def write_heading(document: Document, paper: Paper, section: Section) -> None:
    typed = f"{section.number}.\t" if section.number and not paper.automatic else ""
    heading = document.add_paragraph(typed + section.title, "Heading 2" if paper.layout == "plain" else "Heading 1")
    if paper.automatic and not section.number:
        docx_parts.number_by(heading._p.get_or_add_pPr(), 0, 0)
        heading.paragraph_format.left_indent = heading.paragraph_format.first_line_indent = Cm(0)


def write_paragraph(document: Document, paper: Paper, each: Paragraph, notes: list[str]) -> None:
    line = document.add_paragraph(style="Numbered Paragraph" if each.number else "Normal")
    if each.number and not paper.automatic:
        line.add_run(f"{each.number}{'' if '.' in each.number else '.'}\t")
    write_runs(line, each.text, notes)
    if each.items and each.mark != "•":
        line.paragraph_format.keep_with_next = True
        write_points(document, paper, each)
    else:
        write_bullets(document, each.items, "List Bullet")


def write_points(document: Document, paper: Paper, each: Paragraph) -> None:
    """Sub points: numbered by the word processor, or typed and hung on a tab."""
    for item, mark in zip(each.items, marks(each.mark, len(each.items)), strict=True):
        line = document.add_paragraph()
        if paper.automatic:
            docx_parts.number_by(line._p.get_or_add_pPr(), docx_parts.LETTERS, 0)
        else:
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(2.27), -Cm(1)
            line.paragraph_format.tab_stops.add_tab_stop(Cm(2.27))
            line.add_run(f"{mark}\t")
        write_runs(line, item.text, [])


def write_bullets(document: Document, items: tuple[Item, ...], style: str) -> None:
    for item in items:
        write_runs(document.add_paragraph(style=style), item.text, [])
        write_bullets(document, item.items, "List Bullet 2")


def write_runs(line: WordParagraph, text: str, notes: list[str]) -> None:
    for kind, piece in pieces(text):
        if kind == "footnote":
            docx_parts.add_footnote_mark(line, notes.index(piece) + 1)
        else:
            line.add_run(piece).bold = True if kind == "bold" else None


# -- tables ----------------------------------------------------------------


def write_table(document: Document, each: Table, notes: list[str]) -> None:
    if each.caption:
        document.add_paragraph(each.caption, "Caption")
    grid = document.add_table(1 + len(each.rows), len(each.columns), "Table Grid")
    label = LABEL_WIDTHS[len(each.columns)]
    set_widths(grid, [label] + [(TEXT_WIDTH - label) / (len(each.columns) - 1)] * (len(each.columns) - 1))
    for cell, column in zip(grid.rows[0].cells, each.columns, strict=True):
        write_cell(cell, column.heading, [], bold=True)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="D9E2EC"/>'))
    grid.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for line, row in zip(grid.rows[1:], each.rows, strict=True):
        line._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        for cell, text in zip(line.cells, (row.label, *(value.raw for value in row.cells)), strict=True):
            write_cell(cell, text, notes, bold=False)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def set_widths(grid: WordTable, widths: list[float]) -> None:
    """Fixed widths in cm: Word reads them from the cells, LibreOffice from the columns."""
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def write_cell(cell: _Cell, text: str, notes: list[str], *, bold: bool) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(3)
    write_runs(line, text, notes)
    for run in line.runs:
        run.font.size = Pt(10)
        run.bold = bold or run.bold
