"""Where the cells of an HTML table stand: rows, columns, spans clamped to the grid."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from pipeline.readers.html_style import Element, fill_of
from pipeline.records import dataclass
from pipeline.transcript import Cell

SECTIONS = frozenset({"thead", "tbody", "tfoot"})
CELLS = frozenset({"td", "th"})
MOST_COLUMNS = 1000  # the limit of the HTML standard on colspan
MOST_ROWS = 65534  # and on rowspan


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell's place, and whether it ends its row."""

    cell: Cell
    last: bool


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Element, ...]
    header: bool
    declared: bool
    """It stands in a `thead`."""
    fill: str | None


@dataclass(frozen=True, slots=True)
class Overhang:
    """Columns `[start, end)` that a cell from a row above still covers, before row `until`."""

    start: int
    end: int
    until: int


def cells_in(root: Element) -> dict[Element, Placed]:
    """The place of every `td` and `th` in a table; tables are numbered as they begin."""
    tables = list(root.iter("table"))
    numbers = {table: number for number, table in enumerate(tables)}
    placed: dict[Element, Placed] = {}
    for table in tables:
        outer = next(table.iterancestors("td", "th"), None)
        within = placed[outer].cell.table if outer is not None and outer in placed else None
        placed.update(_place(table, numbers[table], within))
    return placed


def _place(table: Element, number: int, within: int | None) -> Iterator[tuple[Element, Placed]]:
    rows = _rows(table)
    cells = list(_spread(rows, number, within))
    columns = max((cell.column for _, cell in cells), default=0) + 1
    for index, (element, cell) in enumerate(cells):
        last = index + 1 == len(cells) or cells[index + 1][1].row != cell.row
        fitting = replace(
            cell, columns=min(cell.columns, columns - cell.column), rows=min(cell.rows, len(rows) - cell.row)
        )
        yield element, Placed(fitting, last)


def _rows(table: Element) -> list[Row]:
    """The rows in the order of the file; cells which lack a row make one."""
    groups = groupby(_children(table), key=lambda child: child if child.tag == "tr" else child.getparent())
    rows = [row for holder, group in groups if holder is not None for row in _row(holder, list(group))]
    head = _head(rows)
    return rows[:head] + [replace(row, header=False) if row.header else row for row in rows[head:]]


def _children(table: Element) -> Iterator[Element]:
    for child in table:
        yield from child if child.tag in SECTIONS else (child,)


def _row(holder: Element, group: list[Element]) -> Iterator[Row]:
    cells = tuple(cell for cell in (holder if holder.tag == "tr" else group) if cell.tag in CELLS)
    if cells or holder.tag == "tr":
        section = holder.getparent() if holder.tag == "tr" else holder
        declared = section is not None and section.tag == "thead"
        header = declared or (bool(cells) and all(cell.tag == "th" for cell in cells))
        yield Row(cells, header, declared, fill_of(holder))


def _head(rows: list[Row]) -> int:
    """How many rows at the top are the head. One cell over all columns below them is a heading over a group of rows."""
    for at, row in enumerate(rows):
        groups = len(row.cells) == 1 and _span(row.cells[0], "colspan", MOST_COLUMNS) > 1
        if not row.header or (at and groups and not row.declared):
            return at
    return len(rows)


def _spread(rows: list[Row], table: int, within: int | None) -> Iterator[tuple[Element, Cell]]:
    """Each cell in the first column that no cell before it or above it covers; spans as stated."""
    hanging: list[Overhang] = []
    for number, row in enumerate(rows):
        above = [over for over in hanging if over.until > number]
        cells = [(element, _cell(element, row, Cell(table, number, 0, within=within))) for element in row.cells]
        placed = list(_beside(cells, above))
        hanging = sorted((*above, *_overhangs(placed)), key=_start)
        yield from placed


def _cell(element: Element, row: Row, place: Cell) -> Cell:
    columns, down = _span(element, "colspan", MOST_COLUMNS), _span(element, "rowspan", MOST_ROWS)
    return replace(place, columns=columns, rows=down, header=row.header, fill=fill_of(element) or row.fill)


def _beside(cells: list[tuple[Element, Cell]], above: list[Overhang]) -> Iterator[tuple[Element, Cell]]:
    """The cells of a row from left to right, past what hangs down into it (sorted by column)."""
    column, passed = 0, 0
    for element, cell in cells:
        while passed < len(above) and above[passed].start <= column:
            column = max(column, above[passed].end)
            passed += 1
        yield element, replace(cell, column=column)
        column += cell.columns


def _overhangs(cells: list[tuple[Element, Cell]]) -> Iterator[Overhang]:
    for _, cell in cells:
        if cell.rows > 1:
            yield Overhang(cell.column, cell.column + cell.columns, cell.row + cell.rows)


def _start(over: Overhang) -> int:
    return over.start


def _span(element: Element, name: str, most: int) -> int:
    """A stated span; `rowspan="0"` reaches to the end, anything that is no number is 1."""
    stated = element.get(name, "1").strip()
    if not stated.isascii() or not stated.isdecimal():
        return 1
    number = int(stated[:9])
    if number == 0:
        return most if name == "rowspan" else 1
    return min(number, most)
