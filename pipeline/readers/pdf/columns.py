"""Tables without full rulings: columns told by the white between them, rows by rules, bands or leading.

Shapes read: header rule only, horizontal lines only, zebra bands, no lines at all; heads of two storeys. What makes a
stretch of rows such a table: three rows at least have gaps at the same places, and some column after the first holds
mostly figures. Two columns of prose, a contact block or a `From: ...` form have no column of figures and stay as
they are.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.pdf.bands import Band, drawn_columns, heights, within
from pipeline.readers.pdf.engine import Word
from pipeline.readers.pdf.grids import Grid
from pipeline.readers.pdf.row_edges import Piece, Pieces, row_edges
from pipeline.readers.pdf.rows import Row, Segment, is_figure, is_tabular, segment_of
from pipeline.readers.pdf.storeys import by_table_row, cells_of
from pipeline.readers.pdf.stretches import stretch_end

LEAST_ROWS = 3
MOST_TRIES = 12  # rows that a table may begin at in one stretch; more would cost the square of the rows
SHARE_OF_FIGURES = 0.5
COMMON = 0.15  # of the parted rows: so many show how many columns there are
OVERLAP = 3.0  # points that words may reach into the next column without standing in it
NEAR = 0.4  # of the font size: words closer than this across rows are one column
WIDE = 1.6  # times the narrowest space of the run: white between cells, not words
SPACE = 0.12  # of the font size: the narrowest space between words of two cells


class Span(NamedTuple):
    """Where a column's words lie, across the page."""

    x0: float
    x1: float


class Found(NamedTuple):
    """A table in printed rows `[start, end)` of a page."""

    start: int
    end: int
    columns: tuple[Span, ...]
    grid: Grid


def find_unruled(rows: Sequence[Row], bands: Sequence[Band]) -> tuple[Found, ...]:
    """The tables among a page's printed rows, top first."""
    out: list[Found] = []
    at, free, tries = 0, 0, 0
    while at < len(rows):
        end = stretch_end(rows, at)
        found = _find(rows, (free, at, end), bands) if end - at >= LEAST_ROWS else None
        if found is not None:
            out.append(found)
            free = end
        tries = tries + 1 if found is None and end - at >= LEAST_ROWS else 0
        at = end if found is not None or tries > MOST_TRIES else at + 1
    return tuple(out)


def _find(rows: Sequence[Row], bounds: tuple[int, int, int], bands: Sequence[Band]) -> Found | None:
    """The table in rows `[at, end)`; its head may begin above, from `free` on."""
    free, at, end = bounds
    if (
        sum(1 for r in rows[at:end] if any(is_figure(w.text) for s in r.segments for w in s.words[-3:]))
        < LEAST_ROWS - 1
    ):
        return None
    columns = columns_of(rows[at:end], bands)
    while len(columns) > 1 and (start := _body_start(rows, at, end, columns)) > at:
        at, columns = start, columns_of(rows[start:end], bands)
    if len(columns) < 2:
        return None
    at = _head_start(rows, free, at, columns)
    pieces = [pieces_of(row, columns) for row in rows[at:end]]
    if len(pieces) < LEAST_ROWS or not has_figures(pieces, len(columns)):
        return None
    found = laid_out(rows, (at, end), columns, bands)
    return found if len(found.grid.across) > LEAST_ROWS else None


def laid_out(rows: Sequence[Row], bounds: tuple[int, int], columns: tuple[Span, ...], bands: Sequence[Band]) -> Found:
    """Rows `[start, end)` as a table with these columns."""
    inside = rows[bounds[0] : bounds[1]]
    pieces = [pieces_of(row, columns) for row in inside]
    near = within(bands, _box(inside))
    across = row_edges(inside, pieces, len(columns), heights(near))
    grid = cells_of(by_table_row(inside, pieces, across), across, _edges(inside, columns), columns, near)
    return Found(*bounds, columns, grid)


def _box(rows: Sequence[Row]) -> tuple[float, float, float, float]:
    left = min(s.x0 for r in rows for s in r.segments)
    right = max(s.x1 for r in rows for s in r.segments)
    return left, rows[0].top, right, rows[-1].bottom


def _edges(rows: Sequence[Row], columns: Sequence[Span]) -> tuple[float, ...]:
    """The middles of the white between columns, and both edges of the whole."""
    left, _, right, _ = _box(rows)
    return (left - 1, *((a.x1 + b.x0) / 2 for a, b in pairwise(columns)), right + 1)


def columns_of(rows: Sequence[Row], bands: Sequence[Band]) -> tuple[Span, ...]:
    """Where the columns' words lie, left to right: drawn ones where each cell has its own rule or fill."""
    parted = [r for r in rows if is_tabular(r)]
    drawn = drawn_columns(within(bands, _box(rows)))
    if len(drawn) > 2:
        return tuple(_filled(a, b, parted) for a, b in pairwise(drawn))
    counts = Counter(len(r.segments) for r in parted)
    usual = max(n for n, c in counts.items() if c >= min(max(2, COMMON * len(parted)), max(counts.values())))
    near = NEAR * rows[0].size
    columns = _united([s for r in parted if len(r.segments) == usual for s in r.segments], near)
    for row in rows:
        for segment in row.segments:
            columns = _widened(columns, segment, near)
    return _with_sparse(columns, parted, near)


def _filled(left: float, right: float, rows: Sequence[Row]) -> Span:
    """Where the words in a drawn column lie; the whole of it where there are none."""
    inside = [w for r in rows for s in r.segments for w in s.words if left - 1 <= w.x0 and w.x1 <= right + 1]
    return Span(min((w.x0 for w in inside), default=left + 1), max((w.x1 for w in inside), default=right - 1))


def _united(segments: Sequence[Segment], near: float) -> tuple[Span, ...]:
    out: list[Span] = []
    for segment in sorted(segments, key=lambda s: (s.x0, s.x1)):
        if out and segment.x0 <= out[-1].x1 + near:
            out[-1] = Span(out[-1].x0, max(out[-1].x1, segment.x1))
        else:
            out.append(Span(segment.x0, segment.x1))
    return tuple(out)


def _widened(columns: tuple[Span, ...], segment: Segment, near: float) -> tuple[Span, ...]:
    """The columns with the one widened that the words stand in; words over two or none change nothing."""
    over = _touched(segment, columns, near)
    if len(over) != 1:
        return columns
    at = over[0]
    wide = Span(min(columns[at].x0, segment.x0), max(columns[at].x1, segment.x1))
    return (*columns[:at], wide, *columns[at + 1 :])


def _touched(segment: Segment, columns: Sequence[Span], near: float) -> list[int]:
    return [i for i, c in enumerate(columns) if segment.x0 < c.x1 + near and segment.x1 > c.x0 - near]


def _with_sparse(columns: tuple[Span, ...], rows: Sequence[Row], near: float) -> tuple[Span, ...]:
    """Adds columns that few rows fill: words clear of the others, twice or in a row that fills the first too."""
    found: list[Segment] = []
    firm: list[Segment] = []
    for row in rows:
        touched = [_touched(s, columns, near) for s in row.segments]
        if any(len(t) > 1 for t in touched):
            continue
        clear = [s for s, t in zip(row.segments, touched, strict=True) if not t]
        found += clear
        firm += clear if [0] in touched else []
    new = [
        span
        for span in _united(found, near)
        if sum(1 for s in found if span.x0 <= s.x0 <= span.x1) > 1 or any(span.x0 <= s.x0 <= span.x1 for s in firm)
    ]
    return tuple(sorted((*columns, *new)))


def _body_start(rows: Sequence[Row], at: int, end: int, columns: Sequence[Span]) -> int:
    """Past rows parted for another reason, as a number and prose are: they run over the columns from the first on."""
    while end - at > LEAST_ROWS and not _may_open(rows[at], columns):
        at += 1
    return at


def _may_open(row: Row, columns: Sequence[Span]) -> bool:
    pieces = pieces_of(row, columns)
    return is_tabular(row) and (pieces[0].column > 0 or all(p.end - p.column == 1 for p in pieces))


def _head_start(rows: Sequence[Row], free: int, at: int, columns: Sequence[Span]) -> int:
    """Up over rows of a head whose cells wrap: as tightly set as the next row, and clear of the first column."""
    second = (columns[0].x1 + columns[1].x0) / 2
    while at > free and len(rows[at - 1].segments) == 1:
        above, step = rows[at - 1], rows[at].baseline - rows[at - 1].baseline
        if step > 1.6 * rows[at].size or above.segments[0].x0 < second or above.bold != rows[at].bold:
            break
        at -= 1
    return at


def _over(segment: Segment, columns: Sequence[Span]) -> list[int]:
    return [i for i, c in enumerate(columns) if segment.x0 < c.x1 - OVERLAP and segment.x1 > c.x0 + OVERLAP]


def pieces_of(row: Row, columns: Sequence[Span]) -> list[Piece]:
    """The row's words by cell: runs over the white between columns are parted there where a space is."""
    out: list[Piece] = []
    for segment in row.segments:
        for part in _parted(segment, columns, row):
            middle = (part.x0 + part.x1) / 2
            nearest = min(range(len(columns)), key=lambda i: max(columns[i].x0 - middle, middle - columns[i].x1))
            over = _over(part, columns) or [nearest]
            out.append(Piece(part.x0, part.x1, over[0], over[-1] + 1, part.text))
    return out


def _parted(segment: Segment, columns: Sequence[Span], row: Row) -> list[Segment]:
    """The segment cut where the white between columns is, if each part then stands in a column as its cells are set."""
    if len(_over(segment, columns)) < 2:
        return [segment]
    gaps = [b.x0 - a.x1 for a, b in pairwise(segment.words)]
    usual = min(gaps, default=0.0) if len(gaps) > 1 else 0.0
    groups: list[list[Word]] = [[segment.words[0]]]
    for gap, (a, b) in zip(gaps, pairwise(segment.words), strict=True):
        wide = len(row.segments) > 1 or gap > WIDE * usual or is_figure(b.text)
        if wide and gap > SPACE * row.size and _is_white((a.x1 + b.x0) / 2, columns, 0.3 * row.size):
            groups.append([b])
        else:
            groups[-1].append(b)
    parts = [segment_of(group) for group in groups]
    return parts if all(_stands_in_one(part, columns) for part in parts) else [segment]


def _is_white(middle: float, columns: Sequence[Span], slack: float) -> bool:
    return any(a.x1 - slack <= middle <= b.x0 + slack for a, b in pairwise(columns))


def _stands_in_one(part: Segment, columns: Sequence[Span]) -> bool:
    """In one column, at its left or right edge or in its middle."""
    over = _over(part, columns)
    if len(over) != 1:
        return False
    column = columns[over[0]]
    offsets = part.x0 - column.x0, part.x1 - column.x1, (part.x0 + part.x1 - column.x0 - column.x1) / 2
    return min(map(abs, offsets)) <= OVERLAP


def has_figures(pieces: Pieces, width: int) -> bool:
    """A column after the first holds mostly figures."""
    cells: list[list[str]] = [[] for _ in range(width)]
    for piece in (p for here in pieces for p in here):
        if piece.end - piece.column == 1:
            cells[piece.column].append(piece.text)
    return any(
        len(texts) >= LEAST_ROWS and sum(map(is_figure, texts)) >= SHARE_OF_FIGURES * len(texts) for texts in cells[1:]
    )
