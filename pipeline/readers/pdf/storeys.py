"""From parted rows and columns to cells: sub-headings over several columns, and heads of two storeys.

In a head of two storeys the upper row names groups of columns: fewer words, set in the middle of the columns that
they cover (or at their left or right edge), over a row that fills those columns. A column that only the lower row
names has one tall head cell.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.pdf.bands import Band
from pipeline.readers.pdf.grids import Grid, GridCell, grid_of
from pipeline.readers.pdf.row_edges import Piece, Pieces
from pipeline.readers.pdf.rows import Row

Columns = Sequence[tuple[float, float]]
"""From where to where the words of each column reach."""


UNNAMED = 4.0  # points: a column without a name above is taken only where the names then fit better by this


class Reach(NamedTuple):
    """Columns `[column, end)` that a cell covers."""

    column: int
    end: int


Setting = Callable[[Piece, Columns, Reach], float]
"""How far, in points, a name is from where one way of setting it over its columns would put it."""


def cells_of(
    by_row: Sequence[Sequence[Piece]],
    across: Sequence[float],
    down: tuple[float, ...],
    columns: Columns,
    bands: Sequence[Band],
) -> Grid:
    """One cell a place; words that reach over a separator join the columns they cover."""
    reaches = [_reaches(here, len(down) - 1) for here in by_row]
    storey = _drawn(across, bands, down) or _upper_storey(by_row, columns)
    reaches[0] = storey or reaches[0]
    tall = _tall(by_row, reaches) if storey else set()
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
    return _covered(sorted(upper), columns, _settings(by_row[1:], len(columns)))


def _settings(below: Sequence[Sequence[Piece]], width: int) -> list[Setting]:
    """Centred, or at the edge where the words below are set too: the edge at which their places differ least."""
    columns = [[p for row in below for p in row if p.column == c and p.end == c + 1] for c in range(1, width)]
    left = sum(_spread([p.x0 for p in column]) for column in columns)
    right = sum(_spread([p.x1 for p in column]) for column in columns)
    return [_centre, *([_left] if left <= right else []), *([_right] if right <= left else [])]


def _spread(places: Sequence[float]) -> float:
    return max(places, default=0.0) - min(places, default=0.0)


def _covered(upper: Sequence[Piece], columns: Columns, settings: Sequence[Setting]) -> list[Reach]:
    """The runs of columns over which the names fit best: all set in one way."""
    _, found = min((_fitted(upper, columns, setting) for setting in settings), key=lambda fit: fit[0])
    covered = {c for reach in found for c in range(reach.column, reach.end)}
    alone = [Reach(c, c + 1) for c in range(len(columns)) if c not in covered]
    return sorted((*found, *alone))


def _fitted(upper: Sequence[Piece], columns: Columns, setting: Setting) -> tuple[float, tuple[Reach, ...]]:
    """How far the names are off over the best runs, in points, and these; the first column is never grouped."""
    fits: dict[int, tuple[float, tuple[Reach, ...]]] = {1: (0.0, ())}  # by the first column that is still free
    for at, piece in enumerate(upper):
        high = upper[at + 1].column if at + 1 < len(upper) else len(columns)
        longer: dict[int, tuple[float, tuple[Reach, ...]]] = {}
        for low, (off, before) in fits.items():
            for reach in _runs(piece, low, high):
                fit = off + setting(piece, columns, reach) + UNNAMED * (reach.column - low), (*before, reach)
                longer[reach.end] = min(fit, longer.get(reach.end, fit))
        fits = longer
    ends = [(off + UNNAMED * (len(columns) - end), found) for end, (off, found) in fits.items()]
    return min(ends, default=(float("inf"), ()))


def _runs(piece: Piece, low: int, high: int) -> Iterator[Reach]:
    for start in range(low, piece.column + 1):
        for end in range(piece.end, max(high, piece.end) + 1):
            yield Reach(start, end)


def _centre(piece: Piece, columns: Columns, reach: Reach) -> float:
    """From the middle of the words below, or of cells that begin or end with their words."""
    start, end, middle = columns[reach.column][0], columns[reach.end - 1][1], (piece.x0 + piece.x1) / 2
    off = [abs((start + end) / 2 - middle), abs((columns[reach.column - 1][1] + end) / 2 - middle)]
    if reach.end < len(columns):
        off.append(abs((start + columns[reach.end][0]) / 2 - middle))
    return min(off)


def _left(piece: Piece, columns: Columns, reach: Reach) -> float:
    return abs(piece.x0 - columns[reach.column][0])


def _right(piece: Piece, columns: Columns, reach: Reach) -> float:
    return abs(piece.x1 - columns[reach.end - 1][1])


def _tall(by_row: Sequence[Sequence[Piece]], reaches: Sequence[Sequence[Reach]]) -> set[int]:
    """Columns whose head stands in the lower storey only."""
    if len(by_row) < 2 or not any(r.end - r.column > 1 for r in reaches[0]) or not by_row[0]:
        return set()
    above = {c for p in by_row[0] for c in range(p.column, p.end)}
    single = {r.column for r in reaches[0] if r.end - r.column == 1}
    below = {r.column for r in reaches[1] if r.end - r.column == 1}
    return (single & below) - above
