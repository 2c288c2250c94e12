"""Tables: which ones hold data, and how their lines become a head and rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.transcript import Cell, Line

LONG_CELL = 220  # characters: cells of this length are prose, and the table is there for layout
SHARE_LONG = 0.34


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
    head: tuple[tuple[TableCell | None, ...], ...]
    body: tuple[tuple[TableCell | None, ...], ...]

    def columns(self) -> tuple[str, ...]:
        """One heading a column: the words above it, a spanning heading first."""
        return tuple(" ".join(dict.fromkeys(self._above(c))) for c in range(self.width)) if self.head else ()

    def _above(self, column: int) -> list[str]:
        found = (next((c for c in row if c is not None and _covers(c.place, column)), None) for row in self.head)
        return [c.text for c in found if c is not None and c.text]


def _covers(place: Cell, column: int) -> bool:
    return place.column <= column < place.column + place.columns


def is_data_table(lines: Sequence[Line]) -> bool:
    """Two columns and two rows at least, no table inside, and cells that are short: prose in cells is layout."""
    cells = {(c.row, c.column) for line in lines if (c := line.cell) is not None and line.text.strip()}
    if len({r for r, _ in cells}) < 2 or len({c for _, c in cells}) < 2:
        return False
    lengths: dict[tuple[int, int], int] = {}
    for line in lines:
        if line.cell is not None:
            place = line.cell.row, line.cell.column
            lengths[place] = lengths.get(place, 0) + len(line.text)
    long = sum(1 for n in lengths.values() if n > LONG_CELL)
    return long <= SHARE_LONG * len(lengths)


def read_table(lines: Sequence[Line], indexes: Sequence[int], texts: Sequence[str]) -> ReadTable:
    """The table that these lines make; `texts` are the lines' own words."""
    groups: dict[tuple[int, int], list[int]] = {}
    for position, line in enumerate(lines):
        if line.cell is not None:
            groups.setdefault((line.cell.row, line.cell.column), []).append(position)
    cells = [_cell(lines, indexes, texts, group) for _, group in sorted(groups.items())]
    width = max((c.place.column + c.place.columns for c in cells), default=0)
    rows = [_row(cells, number, width) for number in sorted({c.place.row for c in cells})]
    head = _head_rows(rows)
    return ReadTable(width, tuple(rows[:head]), tuple(rows[head:]))


def _cell(lines: Sequence[Line], indexes: Sequence[int], texts: Sequence[str], group: list[int]) -> TableCell:
    place = lines[group[0]].cell
    assert place is not None
    words = " ".join(t for p in group if (t := texts[p]))
    return TableCell(words, tuple(indexes[p] for p in group), place, all(lines[p].bold for p in group))


def _row(cells: Sequence[TableCell], number: int, width: int) -> tuple[TableCell | None, ...]:
    row: list[TableCell | None] = [None] * width
    for cell in cells:
        if cell.place.row == number:
            row[cell.place.column] = cell
    return tuple(row)


def _head_rows(rows: Sequence[tuple[TableCell | None, ...]]) -> int:
    """Rows the format declares as head; else the first row, and what its cells reach down to."""
    declared = 0
    for row in rows:
        if not any(c is not None and c.place.header for c in row):
            break
        declared += 1
    if declared:
        return declared
    return max((c.place.row + c.place.rows for c in rows[0] if c is not None), default=0) if len(rows) > 1 else 0
