"""Stretches of printed rows that may be a table: rows parted by white, wrapped cells and sub-headings between them."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.readers.pdf.rows import Row, is_tabular

FAR = 3.2  # of the font size, from baseline to baseline: a table has ended
SMALLER = 0.93  # of the table's font size
LEFT_OF = 2.0  # points that a cell's words may reach into the next column's white
SHORT_OF = 0.12  # of the width so far: a sub-heading ends this much before the right edge; a line of prose does not


class Reach(NamedTuple):
    """How far the parted rows so far reach: edges of the whole, where first cells end and second cells begin."""

    left: float
    right: float
    first: float
    second: float


def stretch_end(rows: Sequence[Row], at: int) -> int:
    """Where the stretch ends that begins with a parted row; `at + 1` where none begins."""
    if not is_tabular(rows[at]) or rows[at].note:
        return at + 1
    reach = _widened(None, rows[at])
    end, last = at + 1, at + 1
    while end < len(rows) and not _is_note(rows[at], rows[end]) and _is_near(rows[end - 1], rows[end]):
        if is_tabular(rows[end]):
            reach = _widened(reach, rows[end])
            last = end + 1
        elif not (_fits_a_column(rows[end], reach) or _is_subheading(rows, end, reach)):
            break
        end += 1
    return _with_tail(rows, at, last, end)


def _is_note(first: Row, row: Row) -> bool:
    """Begins with a raised mark, or is one run in smaller type than the table."""
    return row.note or (len(row.segments) == 1 and row.size < SMALLER * first.size)


def _is_near(above: Row, below: Row) -> bool:
    return below.baseline - above.baseline < FAR * below.size


def _widened(reach: Reach | None, row: Row) -> Reach:
    left, right = row.segments[0].x0, row.segments[-1].x1
    first, second = row.segments[0].x1, row.segments[1].x0
    if reach is None:
        return Reach(left, right, first, second)
    return Reach(min(reach.left, left), max(reach.right, right), max(reach.first, first), min(reach.second, second))


def _fits_a_column(row: Row, reach: Reach) -> bool:
    """Runs of words that stay left of where the second column begins, or right of where the first ends."""
    first = min(reach.first, reach.second) - LEFT_OF
    return all(run.x1 < reach.second + LEFT_OF or run.x0 > first for run in row.segments)


def _is_subheading(rows: Sequence[Row], at: int, reach: Reach) -> bool:
    """A run at the left edge, well short of the right one, between parted rows: the name of a group of rows."""
    run, after = rows[at].segments[0], at + 1
    if len(rows[at].segments) > 1 or abs(run.x0 - reach.left) > rows[at].size:
        return False
    if run.x1 > reach.right - SHORT_OF * (reach.right - reach.left):
        return False
    if after == len(rows) or not is_tabular(rows[after]):
        return False
    return rows[after].baseline - rows[at].baseline < FAR * rows[at].size


def _with_tail(rows: Sequence[Row], at: int, last: int, end: int) -> int:
    """Wrapped cells after the last parted row: as tightly set as the closest rows of the stretch."""
    steps = [b.baseline - a.baseline for a, b in zip(rows[at:last], rows[at + 1 : last], strict=False)]
    tight = min((s for s in steps if s > 0.8 * rows[at].size), default=1.25 * rows[at].size)
    while last < end and rows[last].baseline - rows[last - 1].baseline < 1.08 * tight:
        last += 1
    return last
