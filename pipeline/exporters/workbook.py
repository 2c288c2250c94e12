"""An Excel workbook for people: a sheet a kind of row, and one that says what the columns mean.

Text is written as text, whatever it looks like: no formula, no link, no date comes of a paper's words. Numbers and
dates are real ones. The same papers give the same bytes.
"""

from collections.abc import Iterable
from datetime import date, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.exporters.made import Made, PathFor
from pipeline.records import dataclass
from pipeline.tidy import KINDS, Document, Kind, Row

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NAME = "papers.xlsx"
CREATED = datetime(2000, 1, 1)  # fixed, or no two exports were the same
LAST_ROW = 1_048_575  # of a sheet, from 0; row 0 is the header
FIRST_DAY = date(1900, 3, 1)  # Excel believes in a 29 February 1900, and knows nothing before that year
WIDEST, NARROWEST, DAY = 60, 8, 11  # characters
NOTES = "columns"
"""The sheet that says what the columns mean."""
NOTE_HEADS, NOTE_WIDTHS = ("sheet", "column", "meaning"), (20, 22, 100)
WRITTEN_WITH_LOSS = -2  # what the library answers when it has cut a text to the 32,767 characters of an Excel cell
MARKUP = "<r>"
"""The library writes a text that begins so as markup of its own, unescaped; a space before it keeps it text."""
TOO_LONG = "cells that are too long for Excel are cut; CSV, Parquet and DuckDB have them whole"


@dataclass(slots=True)
class Sheet:
    """A sheet while rows are added to it."""

    worksheet: "Worksheet"
    kind: Kind
    name: str
    widths: list[int]
    rows: int = 0
    cut: int = 0
    """Cells that were too long for Excel."""


@dataclass(frozen=True, slots=True)
class Formats:
    head: "Format"
    day: "Format"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook while it is written: of each kind the sheets that its rows fill, the last one open."""

    workbook: "Workbook"
    formats: Formats
    sheets: dict[str, list[Sheet]]


def export(documents: Iterable[Document], path_for: PathFor) -> tuple[Made, ...]:
    """One workbook."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryDirectory(prefix="papers-") as folder:
        workbook = xlsxwriter.Workbook(path_for(NAME), {**OPTIONS, "tmpdir": folder})
        workbook.use_zip64()  # has no effect on a workbook that does not need it
        workbook.set_properties({"title": "Committee papers", "created": CREATED})
        book = begun(workbook)
        for document in documents:
            for kind in KINDS.values():
                for row in kind.rows(document):
                    add(book, kind, row)
        explain(book)
        for sheet in all_sheets(book):
            finish(sheet)
        try:
            workbook.close()
        except FileCreateError as error:
            raise error.args[0] from error
    return tuple(made(sheet) for sheet in all_sheets(book))


OPTIONS: dict[str, object] = {
    "constant_memory": True,  # rows go to a file of the temporary folder as they come
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def begun(workbook: "Workbook") -> Book:
    head = workbook.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "valign": "top"})
    book = Book(workbook, Formats(head, workbook.add_format({"num_format": "yyyy-mm-dd"})), {})
    for kind in KINDS.values():
        book.sheets[kind.name] = [new_sheet(book, kind, kind.name)]
    return book


def all_sheets(book: Book) -> list[Sheet]:
    return [sheet for sheets in book.sheets.values() for sheet in sheets]


def new_sheet(book: Book, kind: Kind, name: str) -> Sheet:
    worksheet = book.workbook.add_worksheet(name)
    for at, column in enumerate(kind.columns):
        worksheet.write_string(0, at, column.name, book.formats.head)
    worksheet.freeze_panes(1, 0)
    return Sheet(worksheet, kind, name, [max(NARROWEST, len(column.name) + 3) for column in kind.columns])


def add(book: Book, kind: Kind, row: Row) -> None:
    """Add a row; where the sheet is full, to a new one: `readings`, `readings 2`."""
    sheets = book.sheets[kind.name]
    if sheets[-1].rows == LAST_ROW:
        sheets.append(new_sheet(book, kind, f"{kind.name} {len(sheets) + 1}"))
    sheet = sheets[-1]
    sheet.rows += 1
    for at, value in enumerate(row.values()):
        if value is not None:
            sheet.widths[at] = max(sheet.widths[at], write(sheet, at, value, book.formats.day))


def write(sheet: Sheet, at: int, value: str | float | date, day: "Format") -> int:
    """Write a value into the last row; how wide it is, in characters."""
    if isinstance(value, date) and value >= FIRST_DAY:
        sheet.worksheet.write_datetime(sheet.rows, at, value, day)
        return DAY
    if isinstance(value, int | float):
        sheet.worksheet.write_number(sheet.rows, at, value)
        return len(str(value)) + 1
    words = str(value)
    harmless = f" {words}" if words.startswith(MARKUP) else words
    sheet.cut += sheet.worksheet.write_string(sheet.rows, at, harmless) == WRITTEN_WITH_LOSS
    return len(words) + 1


def finish(sheet: Sheet) -> None:
    """Filters on the header; columns as wide as what they hold."""
    sheet.worksheet.autofilter(0, 0, sheet.rows, len(sheet.widths) - 1)
    for at, width in enumerate(sheet.widths):
        sheet.worksheet.set_column(at, at, min(width, WIDEST))


def explain(book: Book) -> None:
    worksheet = book.workbook.add_worksheet(NOTES)
    for at, (head, width) in enumerate(zip(NOTE_HEADS, NOTE_WIDTHS, strict=True)):
        worksheet.set_column(at, at, width)
        worksheet.write_string(0, at, head, book.formats.head)
    worksheet.freeze_panes(1, 0)
    notes = ((kind.name, column.name, column.about) for kind in KINDS.values() for column in kind.columns)
    for row, note in enumerate(notes, start=1):
        for at, words in enumerate(note):
            worksheet.write_string(row, at, words)


def made(sheet: Sheet) -> Made:
    return Made(NAME, sheet.name, sheet.rows, f"{sheet.cut} {TOO_LONG}" if sheet.cut else None)
