"""The tables of each page, with what a page break leaves of one: a row or two that alone would not show as a table.

Shapes read: a head and one row at the foot of a page, a last row at the top of the next, a sub-heading in front of
it. Such a rest counts as a table only where it stands next to the break (but for running heads and notes in small
type) and fits the columns of the table on the other side.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.readers.pdf.bands import Band, bands_of, edges_at
from pipeline.readers.pdf.columns import Found, Span, columns_of, find_unruled, has_figures, laid_out, pieces_of
from pipeline.readers.pdf.engine import PageContent, Word
from pipeline.readers.pdf.grids import THIN, Grid, find_grids, places_of
from pipeline.readers.pdf.rows import Row, is_tabular, row_of, words_in_rows
from pipeline.readers.pdf.stretches import FAR, stretch_end
from pipeline.readers.pdf.structure import Path
from pipeline.readers.pdf.tagged import Tagged, tagged_tables

DIGITS = re.compile(r"\d+")
SAME_HEIGHT = 2.0  # points between running heads of two pages
SMALL = 0.95  # of the table's font size: notes under it are smaller
ASIDE = 3.0  # points that a rest's edges may lie outside the columns
HALF = 0.5  # of the page's width: a wrapped cell is narrower
MOST_UPPER = 3  # printed lines that may stand over the first parted one of a rest
SHORTEST = 40.0  # points: the rule over notes is longer than a dash
MOST_SHORT = 200  # such rules on a page; more are a drawing
UNDERLINE = 0.4  # of the font size: a rule closer under a baseline belongs to the words over it
ONE_ROW = 2  # rulings across a table of one row
MOST_HEADS = 6  # printed rows at the top or foot of a page that may be running heads


class Arranged(NamedTuple):
    """A page, its tables top first, and its rows outside them."""

    page: PageContent
    grids: tuple[Grid, ...]
    rows: tuple[Row, ...]
    """Parted by white alone."""


class Tables(NamedTuple):
    """A page's free rows, and the tables found on it so far."""

    page: PageContent
    ruled: tuple[Grid, ...]
    rows: tuple[Row, ...]
    bands: tuple[Band, ...]
    unruled: tuple[Found, ...]
    tagged: tuple[Tagged, ...]
    """Those among the ruled that the file's structure tree shows."""
    rests: tuple[Tagged, ...]
    """Too few rows to be believed, if no page beside has more of them."""


def with_tables(pages: Iterable[PageContent], most_drawn: int) -> Iterator[Arranged]:
    """Each page with its tables; one page is kept back, so that a rest at its foot can be told by the next."""
    before: Tables | None = None
    for here in _with_tagged(pages, most_drawn):
        if before is not None:
            before, after = _joined(before, here)
            yield _arranged(before)
            before = after
        else:
            before = here
    if before is not None:
        yield _arranged(before)


def _with_tagged(pages: Iterable[PageContent], most_drawn: int) -> Iterator[Tables]:
    """Each page's tables; of a tagged one also the row or two that it has there, if it has more on a page beside."""
    before: Tables | None = None
    for page in pages:
        here = _tables(page, most_drawn, _taken(before))
        if before is not None:
            rests = {t.table for t in before.rests} & _taken(here)
            yield _tables(before.page, most_drawn, _taken(before) | rests) if rests else before
        before = here
    if before is not None:
        yield before


def _taken(tables: Tables | None) -> frozenset[Path]:
    return frozenset(t.table for t in tables.tagged) if tables is not None else frozenset()


def _tables(page: PageContent, most_drawn: int, known: frozenset[Path]) -> Tables:
    """The page's tables; more than `most_drawn` rulings are a drawing, and not looked at.

    `known`: tagged tables that the pages beside have more of.
    """
    rulings = page.rulings if len(page.rulings) <= most_drawn else ()
    ruled = find_grids(rulings)
    bands = bands_of(rulings)
    pieced = _pieced(bands)
    free = _free(page, ruled)
    rows = _parted_rows(free, pieced)
    unruled = find_unruled(rows, bands)
    found = tagged_tables(page, free, [f.grid for f in unruled]) if page.structure else ()
    tagged = tuple(t for t in found if t.firm or t.table in known)
    if tagged:
        ruled = (*ruled, *(t.grid for t in tagged))
        rows = _parted_rows(_free(page, ruled), pieced)
        unruled = find_unruled(rows, bands)
    return Tables(page, ruled, rows, bands, unruled, tagged, tuple(t for t in found if t not in tagged))


def _parted_rows(words: Sequence[Word], pieced: Sequence[Band]) -> tuple[Row, ...]:
    return tuple(
        row_of(row, edges_at(pieced, row[0].baseline - 0.3 * row[0].size) if pieced else ())
        for row in words_in_rows(words)
    )


def _free(page: PageContent, grids: Sequence[Grid]) -> list[Word]:
    """Words that are seen, set level, and in no cell."""
    level = [w for w in page.words if w.upright and not w.hidden]
    return [w for w, place in zip(level, places_of(level, grids), strict=True) if place is None]


def _pieced(bands: Sequence[Band]) -> list[Band]:
    return [band for band in bands if len(band.edges) > 2]


def _arranged(tables: Tables) -> Arranged:
    """Rows are made anew only where a table took words from them, or a drawn edge parted them."""
    grids = _grids(tables)
    if not tables.unruled and not _pieced(tables.bands):
        return Arranged(tables.page, grids, tables.rows)
    return Arranged(tables.page, grids, tuple(map(row_of, words_in_rows(_free(tables.page, grids)))))


def _grids(tables: Tables) -> tuple[Grid, ...]:
    """Top first, so that the last is the one that may go on."""
    return tuple(sorted((*tables.ruled, *(found.grid for found in tables.unruled)), key=lambda g: g.across[0]))


def _joined(before: Tables, after: Tables) -> tuple[Tables, Tables]:
    """Both pages, with the rest of a table that the break between them parts."""
    if _is_tagged_over_break(before, after):
        return _with_head(before), _joining_first(after)
    start, end = _start(before, after), _end(before, after)
    before, after = _ruled_over_break(before, after, start, end)
    first = next((f for f in after.unruled if f.start <= start or _is_headed(after.rows, start, f)), None)
    last = next((f for f in reversed(before.unruled) if f.end >= end or _is_tailed(before.rows, end, f)), None)
    if last is not None and first is not None:
        return _from_both(before, after, (last, max(last.end, end)), (first, min(first.start, start)))
    if last is not None:
        rest = _rest_at_top(after, start, last.columns)
        whole = _again(before, last, (last.start, max(last.end, end)), last.columns, last.grid.joins)
        return (whole, _with(after, _joining(rest))) if rest else (before, after)
    if first is not None:
        rest = _rest_at_foot(before, end, first.columns)
        whole = _again(after, first, (min(first.start, start), first.end), first.columns, True)
        return (_with(before, _headed(rest)), whole) if rest else (before, after)
    return _from_two_rests(before, after, start, end)


def _is_tagged_over_break(before: Tables, after: Tables) -> bool:
    """One tagged table, the last of the one page and the first of the other."""
    if not before.tagged or not after.tagged or before.tagged[-1].table != after.tagged[0].table:
        return False
    return _grids(before)[-1] is before.tagged[-1].grid and _grids(after)[0] is after.tagged[0].grid


def _with_head(tables: Tables) -> Tables:
    """Where only one row of the table stands before the break, it is its head."""
    last = tables.tagged[-1]
    if len(last.grid.across) > ONE_ROW or last.grid.joins:
        return tables
    headed = replace(last.grid, head=1)
    return tables._replace(ruled=tuple(headed if grid is last.grid else grid for grid in tables.ruled))


def _joining_first(tables: Tables) -> Tables:
    first, *others = tables.tagged
    joining = replace(first.grid, joins=True)
    ruled = tuple(joining if grid is first.grid else grid for grid in tables.ruled)
    return tables._replace(ruled=ruled, tagged=(first._replace(grid=joining), *others))


def _ruled_over_break(before: Tables, after: Tables, start: int, end: int) -> tuple[Tables, Tables]:
    """Ruled tables that end and begin at the break with the same columns: one table, even where a part is its head."""
    last, first = before.ruled[-1:], after.ruled[:1]
    if not last or not first or not _are_near(last[0].down, first[0].down):
        return before, after
    under = any(r.baseline > last[0].across[-1] for r in before.rows[:end])
    over = any(r.baseline < first[0].across[0] for r in after.rows[start:])
    if under or over:
        return before, after
    head = replace(last[0], head=max(last[0].head, 1)) if len(last[0].across) == ONE_ROW else last[0]
    joining = replace(first[0], joins=True)
    return before._replace(ruled=(*before.ruled[:-1], head)), after._replace(ruled=(joining, *after.ruled[1:]))


def _are_near(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < ASIDE for a, b in zip(one, other, strict=True))


def _from_both(
    before: Tables, after: Tables, last: tuple[Found, int], first: tuple[Found, int]
) -> tuple[Tables, Tables]:
    """Tables on both sides of the break: one, where their columns lie at the same places."""
    columns = _shared(last[0].columns, first[0].columns)
    if not columns:
        return before, after
    (table, end), (rest, start) = last, first
    whole = _again(before, table, (table.start, end), columns[0], table.grid.joins)
    return whole, _again(after, rest, (start, rest.end), columns[1], True)


def _shared(one: tuple[Span, ...], other: tuple[Span, ...]) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """The columns of both; where one has an empty column, it takes the other's. None where they do not fit."""
    fewer, more = sorted((one, other), key=len)
    places = [[i for i, m in enumerate(more) if f.x0 < m.x1 and f.x1 > m.x0] for f in fewer]
    touched = [i for place in places for i in place]
    if not all(places) or len(set(touched)) < len(touched):
        return None
    return (one, other) if len(one) == len(other) else (more, more)


def _again(tables: Tables, found: Found, bounds: tuple[int, int], columns: tuple[Span, ...], joins: bool) -> Tables:
    """The table once more, with a sub-heading beside the break or the other side's columns."""
    whole = laid_out(tables.rows, bounds, columns, tables.bands)
    whole = whole._replace(grid=replace(whole.grid, joins=joins, head=found.grid.head))
    return tables._replace(unruled=tuple(whole if f is found else f for f in tables.unruled))


def _is_headed(rows: Sequence[Row], start: int, found: Found) -> bool:
    """Only the name of a group of rows stands between the break and the table."""
    return found.start == start + 1 and _names_group(rows, start, start, found.columns)


def _is_tailed(rows: Sequence[Row], end: int, found: Found) -> bool:
    return found.end == end - 1 and _names_group(rows, end - 1, end - 2, found.columns)


def _names_group(rows: Sequence[Row], at: int, above: int, columns: Sequence[Span]) -> bool:
    below = rows[at + 1] if above == at else rows[at]
    return _is_subheading(rows[at], columns) and below.baseline - rows[above].baseline < FAR * below.size


def _with(tables: Tables, rest: Found | None) -> Tables:
    if rest is None:
        return tables
    return tables._replace(unruled=tuple(sorted((*tables.unruled, rest), key=lambda f: f.start)))


def _joining(found: Found | None) -> Found | None:
    return found and found._replace(grid=replace(found.grid, joins=True))


def _headed(found: Found) -> Found:
    """A table that begins here: its first row is its head, and the only row may be."""
    return found._replace(grid=replace(found.grid, head=max(1, found.grid.head)))


def _start(before: Tables, after: Tables) -> int:
    """The first row that is no running head."""
    heads = {_key(r) for r in before.rows[:MOST_HEADS]}
    at = 0
    while at < min(MOST_HEADS, len(after.rows)) and _key(after.rows[at]) in heads:
        at += 1
    return at


def _end(before: Tables, after: Tables) -> int:
    """The end of the rows that are no running feet, nor notes in small type."""
    feet = {_key(r) for r in after.rows[-MOST_HEADS:]}
    end = len(before.rows)
    while end > 0 and _key(before.rows[end - 1]) in feet:
        end -= 1
    end = min(end, _notes(before))
    size = next((r.size for r in reversed(before.rows[:end]) if is_tabular(r) and not r.note), 0.0)
    while end > 0 and (before.rows[end - 1].note or before.rows[end - 1].size < SMALL * size):
        end -= 1
    return end


def _notes(tables: Tables) -> int:
    """The first of the notes at the foot: a number under a short rule that begins where the number does."""
    rows, short = tables.rows, [r for r in tables.page.rulings if r.bottom - r.top <= THIN]
    short = [r for r in short if SHORTEST < r.x1 - r.x0 < HALF * tables.page.width][:MOST_SHORT]
    for index in range(1, len(rows)):
        first, above = rows[index].segments[0], rows[index - 1].baseline + UNDERLINE * rows[index].size
        if not first.text[:1].isdigit():
            continue
        if any(above < r.top < rows[index].baseline and abs(r.x0 - first.x0) < ASIDE for r in short):
            return index
    return len(rows)


def _key(row: Row) -> tuple[str, int]:
    return DIGITS.sub("", " ".join(s.text for s in row.segments)), round(row.baseline / SAME_HEIGHT)


def _rest_at_top(tables: Tables, start: int, columns: tuple[Span, ...]) -> Found | None:
    rows, bound = tables.rows, min((f.start for f in tables.unruled), default=len(tables.rows))
    first = _first_parted(rows, start, columns)
    if first >= len(rows) or not _fits(rows[first], columns):
        return None
    end = min(stretch_end(rows, first), bound)
    while end > first and not all(_fits_or_wraps(row, columns) for row in rows[first:end]):
        end -= 1
    return laid_out(rows, (start, end), columns, tables.bands) if end > first else None


def _first_parted(rows: Sequence[Row], start: int, columns: Sequence[Span]) -> int:
    """Past the name of a group of rows, or the upper lines of a cell that the others stand at the foot of."""
    at = start
    while at < min(start + MOST_UPPER, len(rows)) and not is_tabular(rows[at]) and _belongs(rows[at], columns):
        at += 1
    return at


def _rest_at_foot(tables: Tables, end: int, columns: tuple[Span, ...]) -> Found | None:
    rows, start = tables.rows, end
    bound = max((f.end for f in tables.unruled), default=0)
    while start > bound and _belongs(rows[start - 1], columns) and _is_close(rows, start, end):
        start -= 1
    while start < end and not _fits(rows[start], columns):
        start += 1
    return laid_out(rows, (start, end), columns, tables.bands) if start < end else None


def _belongs(row: Row, columns: Sequence[Span]) -> bool:
    return _fits_or_wraps(row, columns) or _is_subheading(row, columns)


def _is_close(rows: Sequence[Row], start: int, end: int) -> bool:
    return start == end or rows[start].baseline - rows[start - 1].baseline < FAR * rows[start].size


def _from_two_rests(before: Tables, after: Tables, start: int, end: int) -> tuple[Tables, Tables]:
    """A head with a row or two at the foot, and a row or two at the top: together a table."""
    rows = before.rows
    top = end
    while top > 0 and _is_close(rows, top, end) and _may_be_part(rows[top - 1], before.page.width):
        top -= 1
    while top < end and not is_tabular(rows[top]):
        top += 1
    below = next((i for i in range(start, start + MOST_UPPER) if i < len(after.rows) and is_tabular(after.rows[i])), -1)
    if end - top < 2 or below < 0:
        return before, after
    both = (*rows[top:end], *after.rows[below : stretch_end(after.rows, below)])
    columns = columns_of(both, ())
    if len(columns) < 3 or not has_figures([pieces_of(row, columns) for row in both], len(columns)):
        return before, after
    foot, head = _rest_at_foot(before, end, columns), _rest_at_top(after, start, columns)
    if foot is None or head is None:
        return before, after
    return _with(before, _headed(foot)), _with(after, _joining(head))


def _may_be_part(row: Row, width: float) -> bool:
    return is_tabular(row) or row.segments[-1].x1 - row.segments[0].x0 < HALF * width


def _is_subheading(row: Row, columns: Sequence[Span]) -> bool:
    run = row.segments[0]
    return len(row.segments) == 1 and abs(run.x0 - columns[0].x0) < ASIDE and run.x1 < columns[-1].x0


def _fits(row: Row, columns: Sequence[Span]) -> bool:
    """Parted like the columns: two cells at least, each in one column and inside the table."""
    pieces = pieces_of(row, columns)
    return is_tabular(row) and len({p.column for p in pieces}) == len(pieces) and _fits_or_wraps(row, columns)


def _fits_or_wraps(row: Row, columns: Sequence[Span]) -> bool:
    left, right = columns[0].x0 - ASIDE, columns[-1].x1 + max(row.size, columns[-1].x0 - columns[-2].x1)
    return all(p.end - p.column == 1 and left < p.x0 and p.x1 < right for p in pieces_of(row, columns))
