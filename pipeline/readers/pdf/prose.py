"""Reading order of free rows: two columns of prose are read down one, then down the other.

What makes two columns: a gutter of white that no row crosses, four rows at least on either side of it, and on each
side runs of several words that mostly begin at one place; or, side by side, two people's names and addresses. A label
and its value, a number and its text and a table do not have that on both sides, and stay as rows.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.pdf.engine import Word
from pipeline.readers.pdf.panels import Panel, by_panel
from pipeline.readers.pdf.rows import Row, Segment

LEAST_LINES = 4
LEAST_OF_CONTACT = 3  # lines: a name, an office, an address
ADDRESS = re.compile(r"[^\s@]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")
WORDS_A_LINE = 3.5  # on average; labels and figures are shorter
SHARE_AT_EDGE = 0.6  # of a column's lines begin at its left edge
EDGE = 2.5  # points
NARROWEST = 0.9  # of the font size: the white between columns
FAR = 4.0  # of the font size, from row to row: what follows is set apart
APART = 1.6  # times the usual step: a row that stands alone on its side there does not go on with the column
MOST_ROWS = 300  # of one stretch; a page has fewer

Rows = Sequence[Sequence[Word]]


class _Gutter(NamedTuple):
    """White between two columns, from `low` to `high` across the page."""

    low: float
    high: float


def in_reading_order(rows: Sequence[Row], panels: Sequence[tuple[Panel, ...]] = ()) -> list[Rows]:
    """The rows as blocks to be read one after the other: single rows, and whole stretches of two columns or panels."""
    printed = [row.words for row in rows]
    out: list[Rows] = []
    at, done = 0, 0
    while at < len(rows):
        end, inside = by_panel(rows, at, panels) if panels else (at, [])
        if end > at:
            out += [*([words] for words in printed[done:at]), inside]
            at = done = end
            continue
        gutter = _gutter(rows, at)
        start, end, gutter = _grown(rows, done, at, gutter) if gutter else (at, at, None)
        if gutter is None or not _are_columns(rows[start:end], gutter):
            at += 1
            continue
        out += [[words] for words in printed[done:start]]
        out.append(_by_column(printed[start:end], gutter))
        at = done = end
    return [*out, *([words] for words in printed[done:])]


def _gutter(rows: Sequence[Row], at: int) -> _Gutter | None:
    """The white in a row of two runs, or between two rows beside each other that do not quite share a baseline."""
    runs = list(rows[at].segments)
    if len(runs) == 1 and at + 1 < len(rows) and len(rows[at + 1].segments) == 1:
        below = rows[at + 1]
        if below.baseline - rows[at].baseline < 0.8 * below.size:
            runs = sorted([*runs, *below.segments])
    if len(runs) != 2 or runs[1].x0 - runs[0].x1 < NARROWEST * rows[at].size:
        return None
    return _Gutter(runs[0].x1, runs[1].x0)


def _grown(rows: Sequence[Row], done: int, at: int, gutter: _Gutter) -> tuple[int, int, _Gutter | None]:
    """The stretch round row `at` that no run crosses the gutter in."""
    start, end = at, at + 1
    while end < min(len(rows), at + MOST_ROWS) and rows[end].baseline - rows[end - 1].baseline < FAR * rows[end].size:
        narrower = _narrowed(gutter, rows[end])
        if narrower is None:
            break
        gutter, end = narrower, end + 1
    while start > done and rows[start].baseline - rows[start - 1].baseline < FAR * rows[start].size:
        narrower = _narrowed(gutter, rows[start - 1])
        if narrower is None:
            break
        gutter, start = narrower, start - 1
    return *_without_edges(rows, start, end, gutter), gutter


def _narrowed(gutter: _Gutter, row: Row) -> _Gutter | None:
    low, high, middle = gutter.low, gutter.high, (gutter.low + gutter.high) / 2
    for run in row.segments:
        if run.x1 <= high and run.x0 < middle:
            low = max(low, run.x1)
        else:
            high = min(high, run.x0)
    return _Gutter(low, high) if high - low >= NARROWEST * row.size else None


def _without_edges(rows: Sequence[Row], start: int, end: int, gutter: _Gutter) -> tuple[int, int]:
    """Without rows of one side only at either end that stand apart, as headings over and under columns do."""
    steps = sorted(b.baseline - a.baseline for a, b in pairwise(rows[start:end]))
    usual = steps[len(steps) // 2] if steps else 0.0
    middle = (gutter.low + gutter.high) / 2
    both = [i for i in range(start, end) if len({run.x0 < middle for run in rows[i].segments}) == 2]
    if not both:
        return start, end
    for i in range(both[-1] + 1, end):
        if rows[i].baseline - rows[i - 1].baseline > APART * usual:
            end = i
            break
    for i in range(both[0], start, -1):
        if rows[i].baseline - rows[i - 1].baseline > APART * usual:
            start = i
            break
    return start, end


def _are_columns(rows: Sequence[Row], gutter: _Gutter) -> bool:
    left = [run for row in rows for run in row.segments if run.x1 <= gutter.low + 1]
    right = [run for row in rows for run in row.segments if run.x0 >= gutter.high - 1]
    return (_is_column(left) and _is_column(right)) or (_is_contact(left) and _is_contact(right))


def _is_column(runs: Sequence[Segment]) -> bool:
    if len(runs) < LEAST_LINES or sum(len(run.words) for run in runs) < WORDS_A_LINE * len(runs):
        return False
    return _share_at_edge(runs) >= SHARE_AT_EDGE


def _is_contact(runs: Sequence[Segment]) -> bool:
    """Name, office, telephone, e-mail address under each other: one of two people whom a paper names side by side."""
    return (
        len(runs) >= LEAST_OF_CONTACT
        and any(ADDRESS.search(word.text) for run in runs for word in run.words)
        and _share_at_edge(runs) >= SHARE_AT_EDGE
    )


def _share_at_edge(runs: Sequence[Segment]) -> float:
    return Counter(round(run.x0 / EDGE) for run in runs).most_common(1)[0][1] / len(runs)


def _by_column(printed: Sequence[Sequence[Word]], gutter: _Gutter) -> Rows:
    middle = (gutter.low + gutter.high) / 2
    left: Rows = [[w for w in words if w.x0 < middle] for words in printed]
    right: Rows = [[w for w in words if w.x0 >= middle] for words in printed]
    return [words for words in (*left, *right) if words]
