"""Tables of OpenDocument: every cell's place in the full grid, repeated columns and rows written out."""

from collections.abc import Iterator

from pipeline.readers.odt.names import stated, tag, whole
from pipeline.readers.odt.styles import Styles
from pipeline.readers.prose.trees import Element
from pipeline.records import dataclass
from pipeline.transcript import Cell, Unreadable

ROW, HEAD = tag("table:table-row"), tag("table:table-header-rows")
GROUPS = frozenset(map(tag, ("table:table-rows", "table:table-row-group", "table:table-header-rows")))
CELLS = frozenset(map(tag, ("table:table-cell", "table:covered-table-cell")))
MOST_COLUMNS = 1000
MOST_CELLS = 200_000  # of one table; far above any paper, low enough for memory


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in its place. `covered`: another cell reaches over it, what is in it is not shown."""

    element: Element
    cell: Cell
    covered: bool


@dataclass(frozen=True, slots=True)
class _Row:
    element: Element
    header: bool


def rows_of(table: Element, number: int, within: int | None, styles: Styles) -> list[list[Placed]]:
    """The rows of a table that is the `number`th of the transcript."""
    rows = _rows(table, header=False)
    below = styles.fill("table", stated(table, "table:style-name"))
    found: list[list[Placed]] = []
    cells = 0
    for row in rows:
        fill = styles.fill("table-row", stated(row.element, "table:style-name")) or below
        place = Cell(number, len(found), 0, header=row.header, fill=fill or None, within=within)
        found.append(list(_cells(row.element, place, styles)))
        cells += len(found[-1]) + 1
        if cells > MOST_CELLS:
            raise Unreadable("expands-too-much", f"a table has more than {MOST_CELLS:,} cells")
    return _cut(found)


def _rows(parent: Element, header: bool) -> Iterator[_Row]:
    for child in parent:
        if child.tag == ROW:
            for _ in range(max(whole(stated(child, "table:number-rows-repeated")) or 1, 1)):
                yield _Row(child, header)
        elif child.tag in GROUPS:
            yield from _rows(child, header or child.tag == HEAD)


def _cells(row: Element, place: Cell, styles: Styles) -> Iterator[Placed]:
    column = 0
    for element in row:
        if element.tag not in CELLS:
            continue
        own = styles.fill("table-cell", stated(element, "table:style-name"))
        cell = Cell(
            place.table,
            place.row,
            column,
            columns=min(max(whole(stated(element, "table:number-columns-spanned")) or 1, 1), MOST_COLUMNS),
            rows=max(whole(stated(element, "table:number-rows-spanned")) or 1, 1),
            header=place.header,
            fill=place.fill if own is None else own or None,
            within=place.within,
        )
        for _ in range(min(max(whole(stated(element, "table:number-columns-repeated")) or 1, 1), MOST_COLUMNS)):
            covered = element.tag == tag("table:covered-table-cell")
            yield Placed(element, _at(cell, column), covered)
            column += 1


def _at(cell: Cell, column: int) -> Cell:
    return Cell(cell.table, cell.row, column, cell.columns, cell.rows, cell.header, cell.fill, cell.within)


def _cut(rows: list[list[Placed]]) -> list[list[Placed]]:
    """Spans end where the grid does."""
    width = max((len(row) for row in rows), default=0)
    return [[_fitted(placed, len(rows), width) for placed in row] for row in rows]


def _fitted(placed: Placed, height: int, width: int) -> Placed:
    cell = placed.cell
    columns, rows = min(cell.columns, width - cell.column), min(cell.rows, height - cell.row)
    fitted = Cell(cell.table, cell.row, cell.column, columns, rows, cell.header, cell.fill, cell.within)
    return Placed(placed.element, fitted, placed.covered)
