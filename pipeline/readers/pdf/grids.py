"""Ruled tables: from the strokes and thin rectangles on a page to a grid of cells.

Reads grids drawn as lines, as thin filled rectangles (Word) and as cell frames (LibreOffice). Cost is linear in
rulings but for the crossing test, which is bounded by the limit on what is drawn on a page.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.readers.pdf.engine import WHITE, Ruling, Word
from pipeline.records import dataclass

THIN = 3.0  # points: a filled rectangle no thicker than this is a line
SNAP = 2.5  # points: rulings closer than this are one
REACH = 3.0  # points: rulings that end this close to each other meet
SHORTEST_ACROSS, SHORTEST_DOWN = 12.0, 5.0  # points: shorter strokes are dashes, ticks and underlines of letters


class Stroke(NamedTuple):
    """A straight line at `at`, from `low` to `high` along the other axis; points."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class GridCell:
    """A printed cell: grid rows and columns `[row, row + rows)`, `[column, column + columns)`. Like none but itself."""

    row: int
    column: int
    rows: int
    columns: int
    box: tuple[float, float, float, float]
    fill: str | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table drawn with lines: the positions of its rulings, and its cells in reading order."""

    across: tuple[float, ...]
    down: tuple[float, ...]
    cells: tuple[GridCell, ...]
    places: Mapping[tuple[int, int], GridCell]
    """The cell that covers each grid row and column."""
    head: int = 0
    """How many rows at the top are known to be the head."""
    joins: bool = False
    """Goes on with the last table of the page before."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.down[0], self.across[0], self.down[-1], self.across[-1]

    def cell_at(self, x: float, y: float) -> GridCell | None:
        """The cell that holds the point; None outside the grid."""
        row, column = bisect_right(self.across, y) - 1, bisect_right(self.down, x) - 1
        if not (0 <= row < len(self.across) - 1 and 0 <= column < len(self.down) - 1):
            return None
        return self.places.get((row, column))


Place = tuple[int, GridCell]
"""The number of a grid, and a cell of it."""


def places_of(words: Sequence[Word], grids: Sequence[Grid]) -> list[Place | None]:
    """For each word the cell that it stands in, of the first grid that has one there."""
    if not grids:
        return [None] * len(words)
    bounds = [(*grid.box, number, grid) for number, grid in enumerate(grids)]
    found: list[Place | None] = []
    for word in words:
        x, y, place = (word.x0 + word.x1) / 2, word.baseline - 0.3 * word.size, None
        for left, top, right, bottom, number, grid in bounds:
            if left <= x < right and top <= y < bottom and (cell := grid.cell_at(x, y)) is not None:
                place = number, cell
                break
        found.append(place)
    return found


def grid_of(across: tuple[float, ...], down: tuple[float, ...], cells: tuple[GridCell, ...], head: int = 0) -> Grid:
    """The grid of these cells."""
    places = {
        (row, column): c
        for c in cells
        for row in range(c.row, c.row + c.rows)
        for column in range(c.column, c.column + c.columns)
    }
    return Grid(across, down, cells, places, head)


def find_grids(rulings: Sequence[Ruling]) -> tuple[Grid, ...]:
    """The ruled tables of a page, top first; one-column frames are boxes round text and no tables."""
    across, down = _strokes(rulings)
    grids = (_grid(hs, vs, rulings) for hs, vs in _meeting(across, down))
    return tuple(sorted((g for g in grids if g is not None), key=lambda g: (g.across[0], g.down[0])))


def _strokes(rulings: Iterable[Ruling]) -> tuple[list[Stroke], list[Stroke]]:
    across: list[Stroke] = []
    down: list[Stroke] = []
    for ruling in rulings:
        _add_strokes(ruling, across, down)
    joined_across = [s for s in _joined(across) if s.high - s.low >= SHORTEST_ACROSS]
    joined_down = [s for s in _joined(down) if s.high - s.low >= SHORTEST_DOWN]
    return joined_across, joined_down


def _add_strokes(ruling: Ruling, across: list[Stroke], down: list[Stroke]) -> None:
    width, height = ruling.x1 - ruling.x0, ruling.bottom - ruling.top
    if not ruling.stroked and ruling.fill in (None, WHITE):
        return
    if height <= THIN < width:
        across.append(Stroke((ruling.top + ruling.bottom) / 2, ruling.x0, ruling.x1))
    elif width <= THIN < height:
        down.append(Stroke((ruling.x0 + ruling.x1) / 2, ruling.top, ruling.bottom))
    elif ruling.stroked and width > THIN and height > THIN:
        across += [Stroke(ruling.top, ruling.x0, ruling.x1), Stroke(ruling.bottom, ruling.x0, ruling.x1)]
        down += [Stroke(ruling.x0, ruling.top, ruling.bottom), Stroke(ruling.x1, ruling.top, ruling.bottom)]


def _joined(strokes: list[Stroke]) -> list[Stroke]:
    """Strokes on one line joined where they touch."""
    out: list[Stroke] = []
    for group in _near(sorted(strokes)):
        at = sum(s.at for s in group) / len(group)
        low, high = None, 0.0
        for stroke in sorted(group, key=lambda s: s.low):
            if low is not None and stroke.low <= high + REACH:
                high = max(high, stroke.high)
                continue
            if low is not None:
                out.append(Stroke(at, low, high))
            low, high = stroke.low, stroke.high
        if low is not None:
            out.append(Stroke(at, low, high))
    return out


def _near(strokes: list[Stroke]) -> list[list[Stroke]]:
    groups: list[list[Stroke]] = []
    for stroke in strokes:
        if groups and stroke.at - groups[-1][0].at <= SNAP:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def _meeting(across: list[Stroke], down: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Horizontal and vertical rulings that hang together by crossing, as separate groups."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if h.low - REACH <= v.at <= h.high + REACH and v.low - REACH <= h.at <= v.high + REACH:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, h in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(v)
    return list(groups.values())


def _grid(across: list[Stroke], down: list[Stroke], rulings: Sequence[Ruling]) -> Grid | None:
    ys = _positions([s.at for s in across] + [end for s in down for end in (s.low, s.high)])
    xs = _positions([s.at for s in down] + [end for s in across for end in (s.low, s.high)])
    if not across or not down or len(ys) < 2 or len(xs) < 3:
        return None
    return grid_of(ys, xs, tuple(_cells(ys, xs, across, down, rulings)))


def _positions(places: list[float]) -> tuple[float, ...]:
    out: list[float] = []
    for at in sorted(places):
        if not out or at - out[-1] > REACH:
            out.append(at)
    return tuple(out)


def _cells(
    ys: tuple[float, ...],
    xs: tuple[float, ...],
    across: list[Stroke],
    down: list[Stroke],
    rulings: Sequence[Ruling],
) -> Iterable[GridCell]:
    fills = fills_of(rulings)
    taken: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            columns = _columns_covered(row, column, ys, xs, down)
            rows = _rows_covered(row, column, ys, xs, across)
            taken.update((r, c) for r in range(row, row + rows) for c in range(column, column + columns))
            box = xs[column], ys[row], xs[column + columns], ys[row + rows]
            yield GridCell(row, column, rows, columns, box, fill_at(box, fills))


def _columns_covered(row: int, column: int, ys: tuple[float, ...], xs: tuple[float, ...], down: list[Stroke]) -> int:
    middle, end = (ys[row] + ys[row + 1]) / 2, column + 1
    while end < len(xs) - 1 and not _is_drawn(xs[end], middle, down):
        end += 1
    return end - column


def _rows_covered(row: int, column: int, ys: tuple[float, ...], xs: tuple[float, ...], across: list[Stroke]) -> int:
    middle, end = (xs[column] + xs[column + 1]) / 2, row + 1
    while end < len(ys) - 1 and not _is_drawn(ys[end], middle, across):
        end += 1
    return end - row


def _is_drawn(at: float, middle: float, strokes: list[Stroke]) -> bool:
    return any(abs(s.at - at) <= REACH and s.low <= middle <= s.high for s in strokes)


def fills_of(rulings: Sequence[Ruling]) -> list[Ruling]:
    """The coloured areas, in the order they are painted."""
    return [r for r in rulings if r.fill not in (None, WHITE) and r.x1 - r.x0 > THIN and r.bottom - r.top > THIN]


def fill_at(box: tuple[float, float, float, float], fills: Sequence[Ruling]) -> str | None:
    """The colour on top in the middle of a cell."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((f.fill for f in reversed(fills) if f.x0 <= x <= f.x1 and f.top <= y <= f.bottom), None)
