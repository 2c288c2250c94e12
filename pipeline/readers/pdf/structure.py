"""The structure tree of a tagged PDF, as pdfium knows it for one page: where in the tree each piece of content stands.

Word's "Save as PDF" and browsers write one: P, H1, L/LI/Lbl/LBody, Table/TR/TH/TD. A page's content is marked with
numbers (mcid) that the tree's leaves name. pdfium builds the part of the tree that one page's content stands in, and
keeps the places of all other children empty: so the indexes of the children on the way from the root down name an
element in the whole file, and a paragraph or table that goes on over a page has one name on both pages.

What is read here is what the file says. Whether it is so, `tagged` judges by where the words stand.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import field
from itertools import repeat
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from pipeline.readers.pdf import calls
from pipeline.records import dataclass

MOST_KIDS = 50_000  # children looked at on a page, also empty places; a file of 400 pages has some 10,000 paragraphs
MOST_DEEP = 40  # elements in each other; Word's go some 12 deep
MOST_SPAN = 100  # columns or rows that a cell may say it covers
LONGEST_TYPE = 40  # UTF-16 units of a type's name, with the closing zero
BLOCKS = frozenset(
    {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "Caption", "Note", "FENote", "TOCI", "TD", "TH"}
)
ROW_GROUPS = ("THead", "TBody", "TFoot")
GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "L", "Table", "TR", "TOC", *ROW_GROUPS})
"""Elements that hold elements and no content: a document has thousands of children that are not of this page."""

Path = tuple[int, ...]
"""The indexes of the children from the root down to an element: its name in the whole file."""


class CellPlace(NamedTuple):
    """A cell of a tagged table. Rows are named by their path; columns count from 0."""

    table: Path
    row: Path
    column: int
    rows: int
    columns: int
    header: bool


class Place(NamedTuple):
    """Where a piece of content stands: its innermost elements of each kind."""

    block: Path | None = None
    """The paragraph, heading, item or cell."""
    item: Path | None = None
    """The item of a list."""
    depth: int = 0
    """How many lists it stands in."""
    label: bool = False
    """It is the number or bullet of its item."""
    cell: CellPlace | None = None
    """That of the innermost table."""


Structure = dict[int, Place]
"""Places by the number that the page's content is marked with."""


@dataclass(slots=True)
class _Reading:
    """The page's places as they are found; lives inside `structure_of` only."""

    places: Structure = field(default_factory=dict)
    doubled: bool = False
    kids: int = 0


def structure_of(page: pypdfium2.PdfPage) -> Structure:
    """The places of the page's content; none where the page has no tree, or one that names a piece twice."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw) if raw.FPDFCatalog_IsTagged(page.pdf.raw) else None
    if not tree:
        return {}
    reading = _Reading()
    try:
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            element = raw.FPDF_StructTree_GetChildAtIndex(tree, index)
            if element:
                _read(reading, calls.address(element), Place(), (index,))
    finally:
        raw.FPDF_StructTree_Close(tree)
    return {} if reading.doubled or reading.kids > MOST_KIDS else reading.places


def _read(reading: _Reading, element: int, above: Place, path: Path) -> None:
    kind = _type(element)
    if kind == "Table":
        _read_table(reading, element, above, path)
        return
    place, groups = _placed(above, kind, path), kind in GROUPS
    for index, child in _children(reading, element):
        if child is not None:
            if len(path) < MOST_DEEP:
                _read(reading, child, place, (*path, index))
        elif not groups:
            _note(reading, element, place, index)


def _placed(above: Place, kind: str, path: Path) -> Place:
    if kind in BLOCKS:
        return above._replace(block=path)
    if kind == "LI":
        return above._replace(block=path, item=path)
    if kind == "L":
        return above._replace(depth=above.depth + 1)
    return above._replace(label=True) if kind == "Lbl" else above


def _note(reading: _Reading, element: int, place: Place, index: int) -> None:
    number = calls.child_content(element, index)
    if number >= 0:
        reading.doubled = reading.doubled or number in reading.places
        reading.places[number] = place


def _children(reading: _Reading, element: int) -> Iterator[tuple[int, int | None]]:
    """The element's children with their indexes; None for one that is no element of this page."""
    count = calls.count_children(element)
    reading.kids += max(count, 0)
    if reading.kids > MOST_KIDS:
        return
    yield from enumerate(map(calls.child, repeat(element, count), range(count)))


def _read_table(reading: _Reading, table: int, above: Place, path: Path) -> None:
    """A cell stands in the first column that no cell before it in its row, and none from a row above, covers."""
    covered: dict[int, int] = {}
    for row, here in _rows(reading, table, above, path):
        column = 0
        for index, cell in _children(reading, row):
            while covered.get(column, 0) > 0:
                column += 1
            columns = rows = 1
            if cell is not None:
                columns, rows = _span(cell, b"ColSpan"), _span(cell, b"RowSpan")
                at = CellPlace(path, here, column, rows, columns, _type(cell) == "TH")
                _read(reading, cell, Place(above.block, cell=at), (*here, index))
            covered |= dict.fromkeys(range(column, column + columns), rows)
            column += columns
        covered = {column: rows - 1 for column, rows in covered.items() if rows > 1}


def _rows(reading: _Reading, table: int, above: Place, path: Path) -> Iterator[tuple[int, Path]]:
    for index, child in _children(reading, table):
        if child is None:
            continue
        if (kind := _type(child)) == "TR":
            yield child, (*path, index)
        elif kind in ROW_GROUPS:
            for inner, row in _children(reading, child):
                if row is not None and _type(row) == "TR":
                    yield row, (*path, index, inner)
        else:
            _read(reading, child, above, (*path, index))


def _type(element: int) -> str:
    name = ctypes.create_string_buffer(2 * LONGEST_TYPE)
    size = calls.element_type(element, ctypes.addressof(name), 2 * LONGEST_TYPE)
    return name.raw[: size - 2].decode("utf-16-le", "replace") if 2 < size <= 2 * LONGEST_TYPE else ""


def _span(cell: int, name: bytes) -> int:
    """How many columns or rows the cell says that it covers."""
    element, number = ctypes.cast(cell, raw.FPDF_STRUCTELEMENT), ctypes.c_float()
    for index in range(raw.FPDF_StructElement_GetAttributeCount(element)):
        attributes = raw.FPDF_StructElement_GetAttributeAtIndex(element, index)
        value = attributes and raw.FPDF_StructElement_Attr_GetValue(attributes, name)
        if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, number) and 1 <= number.value <= MOST_SPAN:
            return int(number.value)
    return 1
