"""From parted rows and columns to cells: sub-headings over several columns, and heads of two storeys.

In a head of two storeys the upper row names groups of columns: fewer words, set in the middle of the columns that
they cover (or at their left or right edge), over a row that fills those columns. A column that only the lower row
names has one tall head cell.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.pdf.bands import Band
from pipeline.readers.pdf.grids import Grid, GridCell, grid_of
from pipeline.readers.pdf.row_edges import Piece, Pieces
from pipeline.readers.pdf.rows import Row

Columns = Sequence[tuple[float, float]]
"""From where to where the words of each column reach."""


ALIKE = 4.0  # points: of middles no farther apart the one over more columns is meant


class Reach(NamedTuple):
    """Columns `[column, end)` that a cell covers."""

    column: int
    end: int


def cells_of(
    by_row: Sequence[Sequence[Piece]],
    across: Sequence[float],
    down: tuple[float, ...],
    columns: Columns,
    bands: Sequence[Band],
) -> Grid:
    """One cell a place; words that reach over a separator join the columns they cover."""
    reaches = [_reaches(here, len(down) - 1) for here in by_row]
    reaches[0] = _drawn(across, bands, down) or _upper_storey(by_row, columns) or reaches[0]
    tall = _tall(by_row, reaches)
    cells: list[GridCell] = []
    for number, (top, bottom) in enumerate(pairwise(across)):
        for reach in reaches[number]:
            if number == 1 and reach.column in tall:
                continue
            deep = 2 if number == 0 and reach.column in tall else 1
            box = down[reach.column], top, down[reach.end], across[number + deep] if deep > 1 else bottom
            cells.append(GridCell(number, reach.column, deep, reach.end - reach.column, box, None))
    return grid_of(tuple(across), down, tuple(cells))


def by_table_row(rows: Sequence[Row], pieces: Pieces, across: Sequence[float]) -> list[list[Piece]]:
    """The pieces of each row of the table."""
    out: list[list[Piece]] = [[] for _ in across[1:]]
    for row, here in zip(rows, pieces, strict=True):
        at = bisect_right(across, row.baseline - 0.3 * row.size) - 1
        out[min(max(at, 0), len(out) - 1)] += here
    return out


def _reaches(pieces: Sequence[Piece], width: int) -> list[Reach]:
    out: list[Reach] = []
    column = 0
    while column < width:
        end = column + 1
        while any(p.column < end < p.end and p.end > end for p in pieces):
            end += 1
        out.append(Reach(column, end))
        column = end
    return out


def _drawn(across: Sequence[float], bands: Sequence[Band], down: Sequence[float]) -> list[Reach]:
    """The head's cells where each has its own fill or rule: bands with pieces wider than columns."""
    for band in bands:
        if abs(band.bottom - across[1]) > 4 or band.bottom < across[0] or len(band.edges) < 3:
            continue
        inner = [min(range(len(down)), key=lambda i: abs(down[i] - x)) for x in band.edges[1:-1]]
        places = [0, *inner, len(down) - 1]
        if all(abs(down[i] - x) < 12 for i, x in zip(inner, band.edges[1:-1], strict=True)) and _rise(places):
            return [Reach(a, b) for a, b in pairwise(places)]
    return []


def _rise(places: Sequence[int]) -> bool:
    return all(a < b for a, b in pairwise(places))


def _upper_storey(by_row: Sequence[Sequence[Piece]], columns: Columns) -> list[Reach]:
    """The columns each name of the upper row covers, told by how it is set over them; empty where it is no storey."""
    if len(by_row) < 2:
        return []
    upper, lower = by_row[0], by_row[1]
    named = {c for p in upper for c in range(p.column, p.end)}
    filled = {c for p in lower for c in range(p.column, p.end)}
    if not named or 0 in named or len(filled) <= len(named) or not set(range(len(columns))) - named <= filled:
        return []
    return _covered(sorted(upper), columns)


def _covered(upper: Sequence[Piece], columns: Columns) -> list[Reach]:
    ways = [_centred(upper, columns), _from_left(upper, columns), _from_right(upper, columns)]
    _, found = min(ways, key=lambda way: way[0])
    covered = {c for reach in found for c in range(reach.column, reach.end)}
    alone = [Reach(c, c + 1) for c in range(len(columns)) if c not in covered]
    return sorted((*found, *alone))


def _limits(upper: Sequence[Piece], at: int, width: int) -> Reach:
    """The columns between the names on both sides; the first column is never grouped."""
    low = upper[at - 1].end if at else 1
    high = upper[at + 1].column if at + 1 < len(upper) else width
    return Reach(low, max(high, upper[at].end))


def _centred(upper: Sequence[Piece], columns: Columns) -> tuple[float, list[Reach]]:
    off, found, low = 0.0, list[Reach](), 1
    for at, piece in enumerate(upper):
        limits, middle = _limits(upper, at, len(columns)), (piece.x0 + piece.x1) / 2
        options = [
            (round(abs((columns[a][0] + columns[b - 1][1]) / 2 - middle) / ALIKE), a - b, Reach(a, b))
            for a in range(max(low, limits.column), piece.column + 1)
            for b in range(piece.end, limits.end + 1)
        ]
        if not options:
            return float("inf"), []
        best = min(options)
        off, low = off + ALIKE * best[0], best[2].end
        found.append(best[2])
    return off, found


def _from_left(upper: Sequence[Piece], columns: Columns) -> tuple[float, list[Reach]]:
    found = [Reach(p.column, _limits(upper, i, len(columns)).end) for i, p in enumerate(upper)]
    return sum(abs(p.x0 - columns[p.column][0]) for p in upper), found


def _from_right(upper: Sequence[Piece], columns: Columns) -> tuple[float, list[Reach]]:
    found = [Reach(min(_limits(upper, i, len(columns)).column, p.column), p.end) for i, p in enumerate(upper)]
    return sum(abs(columns[p.end - 1][1] - p.x1) for p in upper), found


def _tall(by_row: Sequence[Sequence[Piece]], reaches: Sequence[Sequence[Reach]]) -> set[int]:
    """Columns whose head stands in the lower storey only."""
    if len(by_row) < 2 or not any(r.end - r.column > 1 for r in reaches[0]) or not by_row[0]:
        return set()
    above = {c for p in by_row[0] for c in range(p.column, p.end)}
    single = {r.column for r in reaches[0] if r.end - r.column == 1}
    below = {r.column for r in reaches[1] if r.end - r.column == 1}
    return (single & below) - above
