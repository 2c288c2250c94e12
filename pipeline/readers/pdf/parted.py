"""Rows of a ruled table in which no lines are drawn between the cells: a shaded head over a gridded body.

The shape, of word processors' own table styles ("Light List", "Grid Table 4"):

    ▓Indicator▓▓▓▓▓▓▓▓2021/22▓▓▓2022/23▓     one shaded cell, as wide as the table
    | Re-referrals   | 21%    | 19%     |     the columns drawn below it

A row that one cell fills is parted where the rows below are, if each run of its words stands in a column of its own.
A heading over a group of rows is one run and stays whole; a title runs over the columns' edges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.readers.pdf.engine import Word
from pipeline.readers.pdf.grids import Grid, GridCell, grid_of
from pipeline.readers.pdf.rows import row_of, words_in_rows

TOUCH = 2.0  # points that words may reach over an edge
Words = Mapping[GridCell, Sequence[Word]]


def with_parted_rows(grid: Grid, by_cell: Words) -> tuple[Grid, Words]:
    """The grid with such rows parted, and the words by its cells."""
    width = len(grid.down) - 1
    wide = [
        c for c in grid.cells if c.columns == width > 1 and c.rows == 1 and _is_in_columns(grid, by_cell.get(c, ()))
    ]
    if not wide or len(wide) == len(grid.cells):
        return grid, by_cell
    pieces = {cell: [_piece(grid, cell, column) for column in range(width)] for cell in wide}
    cells = tuple(piece for cell in grid.cells for piece in pieces.get(cell, [cell]))
    words = {cell: list(found) for cell, found in by_cell.items() if cell not in pieces}
    for cell, row in pieces.items():
        for word in by_cell[cell]:
            words.setdefault(row[_column(grid, word)], []).append(word)
    parted = replace(grid_of(grid.across, grid.down, cells), head=grid.head, joins=grid.joins)
    return parted, words


def _is_in_columns(grid: Grid, words: Sequence[Word]) -> bool:
    """Two columns at least hold words, and no run of words lies over the edge between two."""
    rows = [row_of(row) for row in words_in_rows(w for w in words if w.upright)]
    segments = [segment for row in rows for segment in row.segments]
    columns = [(_at(grid, s.x0 + TOUCH), _at(grid, s.x1 - TOUCH)) for s in segments]
    return len({first for first, _ in columns}) > 1 and all(first == last for first, last in columns)


def _at(grid: Grid, x: float) -> int:
    inner = grid.down[1:-1]
    return sum(1 for edge in inner if edge <= x)


def _column(grid: Grid, word: Word) -> int:
    return _at(grid, (word.x0 + word.x1) / 2)


def _piece(grid: Grid, cell: GridCell, column: int) -> GridCell:
    box = grid.down[column], cell.box[1], grid.down[column + 1], cell.box[3]
    return replace(cell, column=column, columns=1, box=box)
