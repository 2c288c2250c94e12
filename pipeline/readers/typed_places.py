"""Where the tables of a text file stand: each of their lines in pieces, which are cells or drawn characters.

A table that a page's end cuts goes on below the running heads, where the same columns come back; its head, printed
again there, is a running head.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from pipeline.readers.drawn_tables import Drawn, DrawnLine, Piece, drawn_in
from pipeline.readers.typed_lines import Printed, is_marked, stretches
from pipeline.readers.typed_tables import FEWEST_ALIGNED, Table, tables_in
from pipeline.records import dataclass
from pipeline.transcript import Cell, Role

FRAME = 4  # characters: `| ` and ` |`


@dataclass(frozen=True, slots=True)
class Place:
    """One piece of a line of a table: its `[start, end)`, and its cell; `role` is `rule` for what is drawn."""

    start: int
    end: int
    cell: Cell | None
    role: Literal["rule", "running-head"] | None = None
    opens: bool | None = True


@dataclass(frozen=True, slots=True)
class Placed:
    """The lines of one table, from the first on."""

    first: int
    lines: tuple[tuple[Place, ...], ...]

    @property
    def end(self) -> int:
        return self.first + len(self.lines)

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(place.cell for line in self.lines for place in line if place.cell is not None)

    @property
    def width(self) -> int:
        return 1 + max((cell.column for cell in self.cells), default=-1)

    @property
    def height(self) -> int:
        return 1 + max((cell.row for cell in self.cells), default=-1)


def places(printed: Sequence[Printed], aside: Mapping[int, Role]) -> dict[int, tuple[Place, ...]]:
    """For each line of a table, by its number, its pieces; `aside` are running heads and the like."""
    found: list[Placed] = []
    for first, end in stretches(printed):
        before = found[-1] if found and _is_cut(printed, found[-1].end, first, aside) else None
        for table in _in_stretch(printed, first, end, before):
            over = found and _is_cut(printed, found[-1].end, table.first, aside) and found[-1].width == table.width
            found.append(_continued(printed, found[-1], table) if over else _renumbered(table, _next(found), 0))
    return {table.first + n: line for table in found for n, line in enumerate(table.lines)}


def _next(found: Sequence[Placed]) -> int:
    return 1 + max((cell.table for table in found for cell in table.cells), default=-1)


def _is_cut(printed: Sequence[Printed], end: int, first: int, aside: Mapping[int, Role]) -> bool:
    """A page ends between the lines, and nothing but what stands aside."""
    turned = printed[end - 1].page != printed[first].page or any(k in aside for k in range(end, first))
    return turned and all(k in aside for k in range(end, first))


def _in_stretch(printed: Sequence[Printed], first: int, end: int, before: Placed | None) -> Iterator[Placed]:
    """Tables among lines that nothing parts; below a table that a page cut, one line in its columns is enough."""
    texts = [line.text for line in printed[first:end]]
    drawn = {table.first: table for table in drawn_in(texts)}
    found: dict[int, Drawn | Table] = {**drawn, **_typed_between(texts, drawn, FEWEST_ALIGNED)}
    if not found and before is not None:
        found |= {
            at: table
            for at, table in _typed_between(texts, drawn, 1).items()
            if Placed(0, tuple(_typed_places(table))).width == before.width and not any(map(is_marked, texts))
        }
    for at, table in sorted(found.items()):
        lines = _drawn_places(table, texts) if isinstance(table, Drawn) else _typed_places(table)
        yield Placed(first + at, tuple(lines))


def _renumbered(table: Placed, number: int, row: int) -> Placed:
    def moved(cell: Cell | None) -> Cell | None:
        return cell and replace(cell, table=number, row=cell.row + row)

    lines = tuple(tuple(replace(place, cell=moved(place.cell)) for place in line) for line in table.lines)
    return replace(table, lines=lines)


def _continued(printed: Sequence[Printed], before: Placed, table: Placed) -> Placed:
    """The rest of a table, without its head where it is that of the beginning."""
    again = _head(printed, table)
    repeated = again == _head(printed, before) and table.height > 1
    moved = _renumbered(table, before.cells[0].table, before.height - repeated)
    if not repeated:
        return moved
    lines = tuple(
        tuple(replace(place, cell=None, role="running-head") for place in line) if _is_head(old) else line
        for line, old in zip(moved.lines, table.lines, strict=True)
    )
    return replace(moved, lines=lines)


def _is_head(line: Sequence[Place]) -> bool:
    return all(place.cell is not None and place.cell.row == 0 for place in line)


def _head(printed: Sequence[Printed], table: Placed) -> list[str]:
    first = min((cell.row for cell in table.cells), default=0)
    lines = (
        printed[table.first + n].text
        for n, line in enumerate(table.lines)
        if any(place.cell is not None and place.cell.row == first for place in line)
    )
    return [word for line in lines for word in line.split()]


def _typed_between(texts: Sequence[str], drawn: Mapping[int, Drawn], fewest: int) -> dict[int, Table]:
    """Typed tables in the lines that no drawn table takes."""
    starts = [0, *(at + len(table.lines) for at, table in sorted(drawn.items()))]
    ends = [*sorted(drawn), len(texts)]
    spans = list(zip(starts, ends, strict=True))
    found = [(start, table) for start, end in spans for table in tables_in(texts[start:end], fewest)]
    return {start + table.first: replace(table, first=start + table.first) for start, table in found}


def _typed_places(table: Table) -> Iterator[tuple[Place, ...]]:
    rule = any(not fields for fields in table.rows)
    for fields, row in zip(table.rows, table.numbers, strict=True):
        if fields:
            header = rule and row == 0
            yield tuple(Place(f.start, f.end, Cell(0, row, f.column, header=header)) for f in fields)
        else:
            yield (Place(0, 0, Cell(0, row, 0), "rule"),)


def _drawn_places(table: Drawn, texts: Sequence[str]) -> Iterator[tuple[Place, ...]]:
    width = max(len(texts[table.first + n].rstrip()) for n in range(len(table.lines)))
    above = ""
    for n, line in enumerate(table.lines):
        text = texts[table.first + n]
        if table.boxed:
            yield tuple(_boxed(piece, text, above, width) for piece in line.pieces)
            above = " ".join(text[p.start : p.end] for p in line.pieces if p.column is not None)
        else:
            yield tuple(_celled(line, table.headed))


def _celled(line: DrawnLine, headed: bool) -> Iterator[Place]:
    column = 0
    for piece in line.pieces:
        column = column if piece.column is None else piece.column
        cell = Cell(0, line.row, column, header=headed and line.row == 0)
        yield Place(piece.start, piece.end, cell, "rule" if piece.column is None else None)


def _boxed(piece: Piece, text: str, above: str, width: int) -> Place:
    """Words in a frame are text: a line goes on where the one above was full."""
    if piece.column is None:
        return Place(piece.start, piece.end, None, "rule")
    words = text[piece.start : piece.end]
    room = width - FRAME - len(above) - 1 - len(words.split(" ", 1)[0])
    goes_on = bool(above) and not is_marked(words) and (room < 0 or words[:1].islower())
    return Place(piece.start, piece.end, None, None, not goes_on)
