"""Where the rows of a table without full rulings part: by rules or bands, else by leading, else by what stands in them.

A cell is a run of printed lines in one column, set tighter than row from row; cells that overlap in height are one
row. That holds however the cells are aligned, top, middle or bottom. Where lines and rows are equally far apart, a
row begins where its first column does.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.pdf.rows import Row, is_figure

TIGHT = 1.08  # of the closest lines: lines of one cell are no farther apart
SHARE_FAR = 0.3  # of neighbouring lines in a column are farther apart where rows are set off by space
SHARE_ANEW = 0.6  # of the closest lines look like rows of their own where rows are not set off
FULL = 0.75  # of the columns are filled in a printed line that is a row of its own
TALLEST, UNEVEN = 4.5, 3.0  # printed lines between rules: half the rows have fewer; none has this many times more


class Piece(NamedTuple):
    """Words of one printed row in one cell; columns `[column, end)`."""

    x0: float
    x1: float
    column: int
    end: int
    text: str


Pieces = Sequence[Sequence[Piece]]
"""For each printed row, its pieces from left to right."""


def row_edges(rows: Sequence[Row], pieces: Pieces, width: int, drawn: Sequence[float]) -> tuple[float, ...]:
    """The heights that part the rows, the table's own top and bottom included."""
    top, bottom = rows[0].top - 1, rows[-1].bottom + 1
    inside = [y for y in drawn if _middle(rows[0]) < y < rows[-1].baseline]
    groups = _groups(rows, pieces, width, inside)
    edges = [(max(rows[i].bottom for i in a) + min(rows[i].top for i in b)) / 2 for a, b in pairwise(groups)]
    if _are_all_drawn(rows, inside):
        undrawn = [not _is_parted(rows[a[-1]], rows[b[0]], inside) for a, b in pairwise(groups)]
        whole = [_is_whole(pieces, a, width) and _is_whole(pieces, b, width) for a, b in pairwise(groups)]
        edges = sorted((*inside, *(y for y, *both in zip(edges, undrawn, whole, strict=True) if all(both))))
    return (top, *edges, bottom)


def _is_whole(pieces: Pieces, group: Sequence[int], width: int) -> bool:
    """A row by itself: a head, say, that no rule parts from the row below."""
    filled = {c for row in group for p in pieces[row] for c in range(p.column, p.end)}
    return 0 in filled and len(filled) >= FULL * width


def _middle(row: Row) -> float:
    return row.baseline - 0.3 * row.size


def _are_all_drawn(rows: Sequence[Row], inside: Sequence[float]) -> bool:
    """Rules between all rows, not only under the head and over the total: then the rows between them are alike."""
    if len(inside) < 2:
        return False
    counts = [sum(1 for r in rows if a <= _middle(r) < b) for a, b in pairwise((0.0, *inside, 1e9))]
    counts = sorted(n for n in counts if n)
    middle = counts[len(counts) // 2]
    return middle <= TALLEST and counts[-1] <= UNEVEN * middle + 1


def _groups(rows: Sequence[Row], pieces: Pieces, width: int, drawn: Sequence[float]) -> list[list[int]]:
    """The printed rows of each table row, by index."""
    columns = _by_column(pieces, width)
    pairs = sorted({pair for lines in columns for pair in pairwise(lines)})
    limit = _limit(rows, pieces, width, pairs)
    if limit is None:
        return _by_beginning(rows, pieces, drawn)
    runs = [run for lines in columns for run in _runs(rows, lines, limit, drawn)]
    runs += [(row, row) for row, here in enumerate(pieces) if any(p.end - p.column > 1 for p in here)]
    return _merged(rows, runs)


def _by_column(pieces: Pieces, width: int) -> list[list[int]]:
    columns: list[list[int]] = [[] for _ in range(width)]
    for row, here in enumerate(pieces):
        for column in sorted({p.column for p in here if p.end - p.column == 1}):
            columns[column].append(row)
    return columns


def _limit(rows: Sequence[Row], pieces: Pieces, width: int, pairs: Sequence[tuple[int, int]]) -> float | None:
    """The widest step between lines of one cell; None where rows are not set off by space."""
    steps = [(rows[b].baseline - rows[a].baseline, b) for a, b in pairs]
    closest = min((step for step, b in steps if step > 0.8 * rows[b].size), default=0.0)
    near = [pair for pair in pairs if rows[pair[1]].baseline - rows[pair[0]].baseline <= TIGHT * closest]
    if not near:
        return 0.0
    anew = sum(1 for a, b in near if _looks_anew(pieces[a], pieces[b], width))
    if anew > SHARE_ANEW * len(near):
        return None
    if len(steps) - len(near) >= SHARE_FAR * len(steps) or anew < 0.5 * len(near):
        return TIGHT * closest
    return None


def _looks_anew(above: Sequence[Piece], here: Sequence[Piece], width: int) -> bool:
    filled = {c for p in here for c in range(p.column, p.end)}
    first = next((p.text for p in here if p.column == 0), "")
    return len(filled) >= FULL * width and bool(first) and not first[0].islower() and above[0].column == 0


def _runs(rows: Sequence[Row], lines: Sequence[int], limit: float, drawn: Sequence[float]) -> Iterable[tuple[int, int]]:
    if not lines:
        return
    first = lines[0]
    for a, b in pairwise(lines):
        if (
            _is_parted(rows[a], rows[b], drawn)
            or rows[a].bold != rows[b].bold
            or rows[b].baseline - rows[a].baseline > limit
        ):
            yield first, a
            first = b
    yield first, lines[-1]


def _is_parted(above: Row, below: Row, drawn: Sequence[float]) -> bool:
    """A rule or the edge of a band lies between."""
    at = bisect_right(drawn, _middle(above))
    return at < len(drawn) and drawn[at] < below.baseline


def _merged(rows: Sequence[Row], runs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Runs that overlap in height by more than a descender are one row."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if out and _height_top(rows[first]) < rows[out[-1][1]].baseline:
            out[-1] = out[-1][0], max(out[-1][1], last)
        else:
            out.append((first, last))
    return [list(range(first, last + 1)) for first, last in out]


def _height_top(row: Row) -> float:
    return row.baseline - 0.5 * row.size


def _by_beginning(rows: Sequence[Row], pieces: Pieces, drawn: Sequence[float]) -> list[list[int]]:
    groups = [[0]]
    for index in range(1, len(rows)):
        above, below = rows[index - 1], rows[index]
        if _is_parted(above, below, drawn) or _begins(above, below, pieces[index]):
            groups.append([index])
        else:
            groups[-1].append(index)
    return groups


def _begins(above: Row, below: Row, here: Sequence[Piece]) -> bool:
    if below.baseline - above.baseline < 0.8 * below.size:
        return False
    if above.bold != below.bold:
        return True
    if not any(p.column == 0 for p in here):
        return False
    return any(is_figure(p.text) for p in here if p.column > 0) or not here[0].text[:1].islower()
