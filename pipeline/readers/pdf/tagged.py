"""Tables of a tagged PDF as grids, where the words stand as the tree says.

A tree is a program's or a person's word for what the eye sees, and often wrong: tables for layout, everything in one
paragraph, cells in another order. So a tagged table counts only where its words make a grid by themselves: its rows
lie under each other, its columns beside each other, every word then stands in the very cell that it is tagged for, and
no other word of the page stands among them. And its rows hold data: there are three at least, and a head is tagged as
one, or a column holds mostly figures; one row or two are the rest of a table where the page beside them has more of it.
What rulings show is left to them, and where the white between the words shows the same cells, to that: the tree then
adds nothing.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.readers.pdf.columns import LEAST_ROWS, has_figures
from pipeline.readers.pdf.engine import PageContent, Ruling, Word
from pipeline.readers.pdf.grids import Grid, GridCell, fill_at, fills_of, grid_of, places_of
from pipeline.readers.pdf.row_edges import Piece
from pipeline.readers.pdf.structure import CellPlace, Path, Structure

INTO = 1.5  # points that words may reach into the next column: loose boxes are wider than the ink
APART = 0.5  # of the font size: the lines of two rows stand no closer


class Tagged(NamedTuple):
    """A tagged table, by its name in the file, and the grid that its words make."""

    table: Path
    grid: Grid
    firm: bool
    """Holds data, by itself."""


class _Cell(NamedTuple):
    """A cell with words: rows `[row, row_end)` of those with words, columns `[column, column_end)`."""

    row: int
    row_end: int
    column: int
    column_end: int
    header: bool
    words: tuple[Word, ...]


def tagged_tables(page: PageContent, free: Sequence[Word], known: Sequence[Grid]) -> tuple[Tagged, ...]:
    """The tables that are as tagged, top first: all their words are free, and the known grids part them otherwise."""
    of_free = _by_table(free, page.structure)
    seen = _by_table((word for word in page.words if not word.hidden), page.structure)
    whole = {table: cells for table, cells in seen.items() if cells == of_free.get(table)}
    doubted = {table: cells for table, cells in whole.items() if not _are_parted_so(cells.values(), known)}
    found = (_found(table, _cells(cells), free, page.rulings) for table, cells in doubted.items())
    return tuple(sorted((t for t in found if t is not None), key=lambda t: t.grid.across[0]))


def _are_parted_so(cells: Iterable[Sequence[Word]], grids: Sequence[Grid]) -> bool:
    """Each of the cells fills one of the grids' alone."""
    places = [set(places_of(words, grids)) for words in cells]
    found = [next(iter(place)) for place in places if len(place) == 1]
    return len(found) == len(places) == len(set(found)) and None not in found


def _by_table(words: Iterable[Word], structure: Structure) -> dict[Path, dict[CellPlace, list[Word]]]:
    tables: dict[Path, dict[CellPlace, list[Word]]] = {}
    for word in words:
        place = structure.get(word.mcid)
        if place is not None and place.cell is not None:
            tables.setdefault(place.cell.table, {}).setdefault(place.cell, []).append(word)
    return tables


def _cells(places: dict[CellPlace, list[Word]]) -> list[_Cell]:
    numbers = {row: number for number, row in enumerate(sorted({place.row for place in places}))}
    return [
        _Cell(
            numbers[p.row],
            min(numbers[p.row] + p.rows, len(numbers)),
            p.column,
            p.column + p.columns,
            p.header,
            tuple(words),
        )
        for p, words in places.items()
    ]


def _found(table: Path, cells: Sequence[_Cell], free: Sequence[Word], rulings: Sequence[Ruling]) -> Tagged | None:
    """The table, where its cells' words make a grid."""
    height, width = max(c.row_end for c in cells), max(c.column_end for c in cells)
    across, down = _across(cells, height), _down(cells, width)
    if width < 2 or not across or not down:
        return None
    head = _head(cells, height, width)
    grid = _laid_out(cells, across, down, rulings, head)
    filled = len({c.column for c in cells}) > 1 and height >= LEAST_ROWS
    firm = filled and (0 < head < height or has_figures(_pieces(cells, height), width))
    return Tagged(table, grid, firm) if _holds(grid, cells, free) else None


def _head(cells: Sequence[_Cell], height: int, width: int) -> int:
    """How many rows at the top are tagged as head; under the first, one cell across all names a group of rows."""
    rows = [[c for c in cells if c.row == row] for row in range(height)]
    count = 0
    while count < height and rows[count] and all(c.header for c in rows[count]):
        if count and rows[count][0].column_end - rows[count][0].column == width:
            break
        count += 1
    return count


def _pieces(cells: Sequence[_Cell], height: int) -> list[list[Piece]]:
    rows: list[list[Piece]] = [[] for _ in range(height)]
    for c in cells:
        first, last = c.words[0], c.words[-1]
        rows[c.row].append(Piece(first.x0, last.x1, c.column, c.column_end, " ".join(w.text for w in c.words)))
    return rows


def _across(cells: Sequence[_Cell], height: int) -> tuple[float, ...]:
    """The heights between the rows, and those of the table's top and bottom; empty where rows run into each other."""
    words = [w for c in cells for w in c.words]
    edges = [min(w.top for w in words) - 1]
    for row in range(1, height):
        above = [w for c in cells if c.row_end <= row for w in c.words]
        below = [w for c in cells if c.row >= row for w in c.words]
        high, low = max(map(_middle, above), default=edges[-1]), min(map(_middle, below))
        if low - high < APART * below[0].size:
            return ()
        edges.append((high + low) / 2)
    return (*edges, max(w.bottom for w in words) + 1)


def _middle(word: Word) -> float:
    return word.baseline - 0.3 * word.size


def _down(cells: Sequence[_Cell], width: int) -> tuple[float, ...]:
    """The places between the columns, and the table's left and right edges; empty where columns overlap."""
    edges = [min(w.x0 for c in cells for w in c.words) - 1]
    for column in range(1, width):
        left = [w.x1 for c in cells if c.column_end <= column for w in c.words]
        right = [w.x0 for c in cells if c.column >= column for w in c.words]
        end, start = max(left, default=edges[-1]), min(right, default=edges[-1])
        if start - end < -INTO:
            return ()
        edges.append(max((end + start) / 2, edges[-1]))
    return (*edges, max(w.x1 for c in cells for w in c.words) + 1)


def _laid_out(
    cells: Sequence[_Cell], across: tuple[float, ...], down: tuple[float, ...], rulings: Sequence[Ruling], head: int
) -> Grid:
    fills = fills_of(rulings)
    places = {(r, c): cell for cell in cells for r in range(*cell[:2]) for c in range(*cell[2:4])}
    made: list[GridCell] = []
    for row in range(len(across) - 1):
        for column in range(len(down) - 1):
            cell = places.get((row, column), _Cell(row, row + 1, column, column + 1, False, ()))
            if cell[:4:2] != (row, column):
                continue
            box = down[column], across[row], down[cell.column_end], across[cell.row_end]
            size = cell.row_end - row, cell.column_end - column
            made.append(GridCell(row, column, *size, box, fill_at(box, fills)))
    return grid_of(across, down, tuple(made), head)


def _holds(grid: Grid, cells: Sequence[_Cell], free: Sequence[Word]) -> bool:
    """Every word stands in the cell that it is tagged for, and no word of another's in any."""
    inside = 0
    for c in cells:
        for word in c.words:
            cell = grid.cell_at((word.x0 + word.x1) / 2, _middle(word))
            if cell is None or (cell.row, cell.column) != (c.row, c.column):
                return False
            inside += 1
    return inside == sum(grid.cell_at((w.x0 + w.x1) / 2, _middle(w)) is not None for w in free)
