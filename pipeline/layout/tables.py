"""Tables: which ones hold data, and how their lines become a title, a head and rows.

The shapes read:

    Performance against target 2023/24            a title row: one cell alone, over the head
              | 2022/23         | 2023/24         an upper row of the head, over several columns each
    Indicator | Actual | Target | Actual | Target the head; a format may say so, else it is the rows without figures
    Help and protection                           a row of the body
    Re-referrals | 21% | 20% | 19% | 20%

A first row that holds figures is a row like the others: such a table has no head.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from pipeline.layout.forms import is_form
from pipeline.records import dataclass
from pipeline.transcript import Cell, Line
from pipeline.values import find_periods, read_cell, read_period
from pipeline.vocabulary.columns import column_kind
from pipeline.wordings import Evidence, joined, own_words

LONG_CELL = 220  # characters: cells of this length are prose, and the table is there for layout
SHARE_LONG = 0.34
LONGEST_FIGURE = 60  # characters: a cell with a figure that is longer is a sentence about it
MOST_AROUND = 2  # characters that may stand around a period that is a heading by itself: brackets
MOST_REMEMBERED = 4096  # cells: what one paper's tables ask again and again
MOST_HEAD_ROWS = 4  # rows: heads of more storeys are not printed

Row = tuple["TableCell | None", ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a read table, with the indexes of the lines in it."""

    text: str
    lines: tuple[int, ...]
    place: Cell
    bold: bool


@dataclass(frozen=True, slots=True)
class ReadTable:
    """Head cells by column, and the body's rows; None where nothing stands in a cell."""

    width: int
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    title: tuple[Row, ...] = ()
    """Rows above the head with one cell alone: the table's own title."""

    def caption(self) -> str | None:
        """The title's words."""
        return " ".join(c.text for row in self.title for c in row if c is not None and c.text) or None

    def columns(self) -> tuple[str, ...]:
        """One heading a column: the words above it, a spanning heading first."""
        return tuple(" ".join(dict.fromkeys(self.above(c))) for c in range(self.width)) if self.head else ()

    def above(self, column: int) -> list[str]:
        """The words over a column, from the top storey down."""
        storeys = range(len(self.head))
        return [text for n in storeys if (text := self._storey(n, column))]

    def _storey(self, storey: int, column: int) -> str:
        """The cell over the column; in an upper row a blank beside a heading belongs to it."""
        row = self.head[storey]
        over = next((c for c in row if c is not None and covers(c.place, column)), None)
        if over is not None and over.text:
            return over.text
        last = storey == len(self.head) - 1
        if last or not _is_over_many(self.head, storey):
            return ""
        left = [c for c in row[:column] if c is not None and c.text and c.place.column > 0]
        return left[-1].text if left and left[-1].place.rows == 1 else ""


def _is_over_many(head: Sequence[Row], storey: int) -> bool:
    """No cell says how far it reaches, and fewer headings stand in this row than in the one below."""
    upper, lower = head[storey], head[storey + 1]
    if any(c is not None and (c.place.columns > 1 or c.place.rows > 1) for c in upper):
        return False
    return _filled(upper) < _filled(lower)


def covers(place: Cell, column: int) -> bool:
    """Whether a cell stands in the column or reaches over it."""
    return place.column <= column < place.column + place.columns


@lru_cache(maxsize=MOST_REMEMBERED)
def is_figure(text: str) -> bool:
    """A printed value with what belongs to it; not a period, and no words with a number in them ("within 45 days")."""
    if not text or len(text) > LONGEST_FIGURE or read_period(text) is not None:
        return False
    starts = [r.value.at[0] for r in read_cell(text) if r.value.value is not None or r.value.low is not None]
    return bool(starts) and _belongs_to_figure(text[: min(starts)])


def _belongs_to_figure(before: str) -> bool:
    """Nothing, a period, or whose figure it is: "2023/24: 81%", "SN 84%"."""
    for period in reversed(find_periods(before)):
        before = before[: period.at[0]] + before[period.at[1] :]
    if not any(c.isalpha() for c in before):
        return True
    return read_period(before) is not None or column_kind(before).role is not None


def data_tables(lines: Iterable[Line]) -> frozenset[int]:
    """The numbers of the tables that hold data; the parts of one that goes on over a page are weighed as one."""
    first: dict[int, int] = {}
    parts: dict[int, list[Line]] = {}
    for line in lines:
        if line.cell is None:
            continue
        table, before = line.cell.table, line.cell.continues
        first.setdefault(table, table if before is None else first.get(before, before))
        parts.setdefault(first[table], []).append(line)
    data = {table for table, whole in parts.items() if is_data_table(whole)}
    return frozenset(table for table, whole in first.items() if whole in data)


def is_data_table(lines: Sequence[Line]) -> bool:
    """Two columns and two rows at least, no table inside, and cells that are short: prose in cells is layout."""
    cells = {(c.table, c.row, c.column) for line in lines if (c := line.cell) is not None and line.text.strip()}
    if len({(t, r) for t, r, _ in cells}) < 2 or len({c for _, _, c in cells}) < 2:
        return False
    lengths: dict[tuple[int, int, int], int] = {}
    for line in lines:
        if line.cell is not None:
            place = line.cell.table, line.cell.row, line.cell.column
            lengths[place] = lengths.get(place, 0) + len(line.text)
    if is_form(lines):
        return False
    long = sum(1 for n in lengths.values() if n > LONG_CELL)
    return long <= SHARE_LONG * len(lengths)


def read_table(lines: Sequence[Line], indexes: Sequence[int], evidence: Evidence) -> ReadTable:
    """The table that these lines make; `indexes` are theirs in the transcript."""
    groups: dict[tuple[int, int], list[int]] = {}
    for position, line in enumerate(lines):
        if line.cell is not None:
            groups.setdefault((line.cell.row, line.cell.column), []).append(position)
    cells = [_cell(lines, indexes, evidence, group) for _, group in sorted(groups.items())]
    width = max((c.place.column + c.place.columns for c in cells), default=0)
    by_row = groupby(cells, key=_row_number)
    rows = [_row(list(row), width) for _, row in by_row]
    title = _title_rows(rows)
    head = title + _head_rows(rows[title:])
    return ReadTable(width, tuple(rows[title:head]), tuple(rows[head:]), tuple(rows[:title]))


def _cell(lines: Sequence[Line], indexes: Sequence[int], evidence: Evidence, group: list[int]) -> TableCell:
    place = lines[group[0]].cell
    assert place is not None
    words = joined([own_words(lines[p]) for p in group], evidence, narrow=True)
    return TableCell(words, tuple(indexes[p] for p in group), place, all(lines[p].bold for p in group))


def _row_number(cell: TableCell) -> int:
    return cell.place.row


def _row(cells: Sequence[TableCell], width: int) -> Row:
    row: list[TableCell | None] = [None] * width
    for cell in cells:
        row[cell.place.column] = cell
    return tuple(row)


def _filled(row: Row) -> int:
    return sum(1 for c in row if c is not None and c.text)


def _title_rows(rows: Sequence[Row]) -> int:
    """Rows at the top with one cell alone, where the row below is a head: a title, not a heading of one column.

    A lone period ("2023/24") over a head is an upper storey, since it dates the columns.
    """
    count = 0
    while count + 2 < len(rows) and _is_title(rows[count]) and _is_headlike(rows[count + 1]):
        count += 1
    return count


def _is_title(row: Row) -> bool:
    cells = [c for c in row if c is not None and c.text]
    if len(cells) != 1 or cells[0].place.rows > 1:
        return False
    reaches = cells[0].place.columns >= len(row) - 1
    return (cells[0].place.column == 0 or reaches) and not _is_only_period(cells[0].text)


def _is_only_period(text: str) -> bool:
    return any(len(p.text) + MOST_AROUND >= len(text) for p in find_periods(text))


def _is_headlike(row: Row) -> bool:
    return _filled(row) >= 2 and not any(c is not None and is_figure(c.text) for c in row)


def _head_rows(rows: Sequence[Row]) -> int:
    """Rows the format declares as head; else the first row, what its cells reach down to, and further storeys."""
    declared = 0
    for row in rows:
        if not any(c is not None and c.place.header for c in row):
            break
        declared += 1
    if declared:
        return declared + _more_storeys(rows, declared)
    if len(rows) < 2 or _is_row_of_figures(rows[0]):
        return 0
    first = rows[0]
    reached = max((c.place.row + c.place.rows - first_row(first) for c in first if c is not None), default=0)
    return reached + _more_storeys(rows, reached)


def first_row(row: Row) -> int:
    """The number of a row in the table's grid."""
    return next((c.place.row for c in row if c is not None), 0)


def _is_row_of_figures(row: Row) -> bool:
    """A label with figures beside it."""
    cells = [c for c in row if c is not None]
    beside = [c.text for c in cells[1:] if c.text]
    if not cells or not cells[0].text or any(c.place.header for c in cells) or is_figure(cells[0].text):
        return False
    return bool(beside) and all(is_figure(text) for text in beside)


def _more_storeys(rows: Sequence[Row], reached: int) -> int:
    """Rows without figures under a row whose headings stand over several columns or leave columns without one."""
    more = 0
    while reached + more < min(len(rows) - 1, MOST_HEAD_ROWS) and _has_storey_below(rows, reached + more):
        more += 1
    return more


def _has_storey_below(rows: Sequence[Row], at: int) -> bool:
    upper, lower = rows[at - 1], rows[at]
    if not _is_headlike(lower) or (lower[0] is not None and lower[0].text and upper[0] is not None and upper[0].text):
        return False
    if not _names_columns(lower):
        return False
    spanning = any(c is not None and c.place.columns > 1 and c.text for c in upper)
    return spanning or _filled(upper) < _filled(lower)


def _names_columns(row: Row) -> bool:
    """Half of the cells at least name what a column holds, or when."""
    texts = [c.text for c in row if c is not None and c.text]
    named = sum(1 for text in texts if column_kind(text).kind != "other" or find_periods(text) or read_period(text))
    return named * 2 >= len(texts)
