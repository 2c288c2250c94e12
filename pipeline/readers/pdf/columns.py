"""Tables without full rulings: columns told by the white between them, rows by rules, bands or leading.

Shapes read: header rule only, horizontal lines only, zebra bands, no lines at all. What makes a stretch of lines such a
table: at least three lines have gaps at the same places, and some column after the first holds mostly figures. Two
columns of prose, a contact block or a `From: ...` form have no column of figures and stay as they are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.pdf.engine import Ruling, Word
from pipeline.readers.pdf.grids import THIN, WHITE, Grid, GridCell

GAP = 1.1  # of the font size: white wider than this parts columns
LEAST_ROWS = 3
FAR = 3.2  # of the font size, from baseline to baseline: a table has ended
FIGURE = re.compile(
    r"[<>≤≥~£(+\-−–c.]{0,3}\d|n/?a\Z|[*:xzcu\-–—]\Z|\[\w\]|tbc\Z|nil\Z|suppressed\Z|[↑↓→←▲▼►◄]", re.IGNORECASE
)
SHARE_OF_FIGURES = 0.5
MARK_ALONE = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivx]{1,4})[.):]?\)?|\W")


class Segment(NamedTuple):
    """Words of one printed line without a gap between them."""

    x0: float
    x1: float
    text: str


class Row(NamedTuple):
    """One printed line of free words."""

    baseline: float
    top: float
    bottom: float
    size: float
    segments: tuple[Segment, ...]


def find_unruled(printed: Sequence[Sequence[Word]], rulings: Sequence[Ruling]) -> tuple[Grid, ...]:
    """The tables among a page's printed lines (each left to right, top line first)."""
    rows = [_row(words) for words in printed]
    grids: list[Grid] = []
    at = 0
    while at < len(rows):
        end = _block_end(rows, at)
        grid = _grid(rows[at:end], rulings) if end - at >= LEAST_ROWS else None
        if grid is not None:
            grids.append(grid)
        at = end if grid is not None else at + 1
    return tuple(grids)


def _row(words: Sequence[Word]) -> Row:
    segments: list[list[Word]] = []
    for word in words:
        if segments and word.x0 - segments[-1][-1].x1 <= GAP * word.size:
            segments[-1].append(word)
        else:
            segments.append([word])
    made = tuple(Segment(s[0].x0, s[-1].x1, " ".join(w.text for w in s)) for s in segments)
    top, bottom = min(w.top for w in words), max(w.bottom for w in words)
    return Row(words[0].baseline, top, bottom, max(w.size for w in words), made)


def _is_tabular(row: Row) -> bool:
    """Gaps that are columns: not the gap after a number in the margin, or after a label's colon."""
    first = row.segments[0].text
    if len(row.segments) == 2 and (MARK_ALONE.fullmatch(first) or first.endswith(":")):
        return False
    return len(row.segments) > 1


def _block_end(rows: Sequence[Row], at: int) -> int:
    """The end of the stretch that begins with a tabular row: tabular rows, and wrapped cells between them."""
    if not _is_tabular(rows[at]):
        return at + 1
    end, last = at + 1, at + 1
    while end < len(rows) and rows[end].baseline - rows[end - 1].baseline < FAR * rows[end].size:
        if _is_tabular(rows[end]):
            last = end + 1
        elif not _fits_a_column(rows[end], rows[at:last]):
            break
        end += 1
    while last < end and rows[last].baseline - rows[last - 1].baseline < 1.35 * rows[last].size:
        last += 1
    return last


def _fits_a_column(row: Row, block: Sequence[Row]) -> bool:
    """A single run of words that stays left of where the second column begins, or right of where the first ends."""
    second = min(r.segments[1].x0 for r in block if len(r.segments) > 1)
    first = max(r.segments[0].x1 for r in block if len(r.segments) > 1)
    return row.segments[0].x1 < second + 2 or row.segments[0].x0 > min(first, second) - 2


def _grid(rows: Sequence[Row], rulings: Sequence[Ruling]) -> Grid | None:
    down = _separators(rows)
    if len(down) < 3:
        return None
    across = _row_edges(rows, down, rulings)
    if len(across) - 1 < LEAST_ROWS or not _has_figures(rows, down):
        return None
    return Grid(across, down, tuple(_cells(rows, across, down)))


def _separators(rows: Sequence[Row]) -> tuple[float, ...]:
    """Where the white between columns is: the middles of what no segment of an ordinary row covers, and both edges."""
    tabular = [r for r in rows if _is_tabular(r)]
    if not tabular:
        return ()
    counts = Counter(len(r.segments) for r in tabular)
    ordinary = max(counts, key=lambda n: (counts[n], n))
    spans = sorted((s.x0, s.x1) for r in tabular if len(r.segments) >= ordinary for s in r.segments)
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 <= columns[-1][1] + 0.4 * rows[0].size:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    if len(columns) < 2:
        return ()
    inner = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    left = min(s.x0 for r in rows for s in r.segments)
    right = max(s.x1 for r in rows for s in r.segments)
    return (left - 1, *inner, right + 1)


def _has_figures(rows: Sequence[Row], down: Sequence[float]) -> bool:
    for low, high in pairwise(down[1:]):
        cells = [s.text for r in rows for s in r.segments if low <= (s.x0 + s.x1) / 2 < high]
        figures = sum(1 for text in cells if FIGURE.match(text))
        if len(cells) >= LEAST_ROWS and figures >= SHARE_OF_FIGURES * len(cells):
            return True
    return False


def _row_edges(rows: Sequence[Row], down: Sequence[float], rulings: Sequence[Ruling]) -> tuple[float, ...]:
    """The heights that part the table's rows: drawn ones where most rows have them, else by leading and columns."""
    top, bottom = rows[0].top - 1, rows[-1].bottom + 1
    drawn = _drawn_edges(rulings, down, top, bottom)
    inside = [y for y in drawn if top + 2 < y < bottom - 2]
    tabular = sum(1 for r in rows if _is_tabular(r))
    if len(inside) + 1 >= 0.6 * tabular and len(inside) >= 2:
        return (top, *inside, bottom)
    edges = [top]
    for above, below in pairwise(rows):
        between = [y for y in inside if above.baseline - 0.3 * above.size < y < below.baseline]
        if between or _begins_row(rows, above, below, down):
            edges.append(between[0] if between else (above.bottom + below.top) / 2)
    return (*edges, bottom)


def _drawn_edges(rulings: Sequence[Ruling], down: Sequence[float], top: float, bottom: float) -> list[float]:
    bands: dict[tuple[int, int], float] = {}
    for r in rulings:
        if top - 4 < r.bottom and r.top < bottom + 4 and (r.stroked or r.fill not in (None, WHITE)):
            band = round(r.top), round(r.bottom)
            bands[band] = bands.get(band, 0) + r.x1 - r.x0
    wide = [band for band, width in bands.items() if width > 0.5 * (down[-1] - down[0])]
    heights = [y for low, high in wide for y in ((low, high) if high - low > THIN else ((low + high) / 2,))]
    out: list[float] = []
    for y in sorted(heights):
        if not out or y - out[-1] > 4:
            out.append(y)
    return out


def _begins_row(rows: Sequence[Row], above: Row, below: Row, down: Sequence[float]) -> bool:
    step = below.baseline - above.baseline
    if step < 0.8 * below.size:
        return False
    steps = sorted(b.baseline - a.baseline for a, b in pairwise(rows))
    tight, loose = steps[0], steps[-1]
    if loose > 1.25 * tight and step < (tight + loose) / 2 and tight < 1.5 * below.size:
        return _is_tabular(below) and _is_tabular(above) and below.segments[0].x0 < down[1] and _starts_anew(below)
    if below.segments[0].x0 >= down[1]:
        return False
    return _is_tabular(below) or (below.segments[0].text[:1].isupper() and step > 1.08 * tight)


def _starts_anew(row: Row) -> bool:
    return row.segments[0].text[:1].isupper() and len(row.segments) > 2


def _cells(rows: Sequence[Row], across: Sequence[float], down: Sequence[float]) -> list[GridCell]:
    """One cell a place; words that reach over a separator join the columns they cover."""
    cells: list[GridCell] = []
    for number, (top, bottom) in enumerate(pairwise(across)):
        inside = [s for r in rows if top <= (r.baseline - 0.3 * r.size) < bottom for s in r.segments]
        column = 0
        while column < len(down) - 1:
            end = column + 1
            while end < len(down) - 1 and any(s.x0 < down[end] - 3 and s.x1 > down[end] + 3 for s in inside):
                end += 1
            cells.append(GridCell(number, column, 1, end - column, (down[column], top, down[end], bottom), None))
            column = end
    return cells
