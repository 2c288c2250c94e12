r"""Tables typed into plain text, with tabs or with runs of spaces.

The shapes that are read:

    Indicator<TAB>2018/19<TAB>Current position      the same number of tabs on two or more lines
    Front door                                      a title over a group of rows
    Re-referral rate<TAB>15%<TAB>19.4% Aug-20

    Indicator              Target    Actual         gaps of two or more spaces which stand under one another
    Reviews on time           95%     91.3%         on three or more lines
    Children looked after              62.4         (an empty cell: that row has no field in the column)

Not tables: paragraphs numbered with a tab or a gap ("2.7<TAB>Our ambitious"), header blocks ("Date:<TAB>19 January").
Tables drawn with characters (`| a | b |`, `+----+`, a row of dashes) are left as lines: their rules are characters that
the source shows, and would stand inside the cells.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MARK = re.compile(r"(?:[-*•–▪o]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlIVXL]{1,6})[.)]*)")
"""A number or bullet standing alone in the first field."""

DRAWN = re.compile(r"[ \t]*(?:\|.*\||\+[-=+]{3,}|[-=_─│┌├└╔╠╚]{3,}[-=_+| ─┼┬┴┐┤┘│╗╣╝═╦╩╬]*)[ \t]*")
"""A line of a table drawn with characters: between pipes, or a rule."""

GAP = re.compile(r"[ \t]{2,}|\t")
LONGEST_ROW = 1000  # characters; longer lines are prose, and projecting them costs time
MOST_COLUMNS = 100  # a committee table has a dozen; more is data
FEWEST_ALIGNED = 3  # lines; two may agree by chance
TITLE_LENGTH = 60  # characters of a title over a group of rows
HEADER_LENGTH = 20  # characters of a heading such as "Ref" or "Item" above numbers


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a typed row: its column from 0, and its `[start, end)` in the line, with the gap after it."""

    column: int
    start: int
    end: int


Row = tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A typed table: the number of its first line, and a row for each line from there."""

    first: int
    rows: tuple[Row, ...]


def is_drawn(line: str) -> bool:
    """A line of a table drawn with pipes or rules."""
    return DRAWN.fullmatch(line[:LONGEST_ROW]) is not None


def tables_in(lines: Sequence[str]) -> Iterator[Table]:
    """The tables among printed lines which directly follow one another (without their line ends), from the top."""
    at = 0
    while at < len(lines):
        end = _tabbed_end(lines, at)
        tables = (_tabbed(lines, at, end),) if end > at else _aligned_tables(lines, at, end := _aligned_end(lines, at))
        yield from (table for table in tables if table)
        at = max(end, at + 1)


def _tabbed_end(lines: Sequence[str], first: int) -> int:
    """Past the last row of the table that line `first` heads; `first` itself when it could head none."""
    tabs = lines[first].count("\t")
    if not 0 < tabs < MOST_COLUMNS or not _could_head(lines[first].split("\t")):
        return first
    end = first + 1
    while end < len(lines) and (_is_row(lines[end], tabs) or _is_group(lines[end : end + 2], tabs)):
        end += 1
    return end


def _is_row(line: str, tabs: int) -> bool:
    """As many tabs as the head; in a wide table, fewer: an editor has cut empty cells off the end."""
    count = line.count("\t")
    enough = count == tabs or (tabs > 1 and 0 < count < tabs)
    return enough and bool(line[: line.rindex("\t")].strip())


def _is_group(lines: Sequence[str], tabs: int) -> bool:
    """In a wide table, a title over the rows below it: short, alone on its line, no sentence, a full row next."""
    title = lines[0].strip()
    alone = "\t" not in title and len(title) <= TITLE_LENGTH and not title.endswith((".", ":", ";", ","))
    return tabs > 1 and alone and len(lines) > 1 and lines[1].count("\t") == tabs


def _tabbed(lines: Sequence[str], first: int, end: int) -> Table | None:
    fields = [line.split("\t") for line in lines[first:end]]
    if end - first < 2 or _is_list(fields) or _is_header_block(fields):
        return None
    return Table(first, tuple(_tabbed_row(line) for line in lines[first:end]))


def _could_head(fields: list[str]) -> bool:
    """Every field has words; the corner of a matrix may be empty."""
    corner = 1 if len(fields) > 2 else 0
    return all(field.strip() for field in fields[corner:])


def _is_list(fields: list[list[str]]) -> bool:
    """Two columns, the first of numbers or bullets, without a heading over them."""
    if len(fields[0]) > 2:
        return False
    marked = [MARK.fullmatch(row[0].strip()) is not None for row in fields]
    headed = len(fields[0][0].strip()) <= HEADER_LENGTH and not fields[0][0].rstrip().endswith((":", "."))
    return marked[0] or (any(marked) and not headed)


def _is_header_block(fields: list[list[str]]) -> bool:
    """ "From:", "To:", "Date:" in front of their values."""
    return len(fields[0]) == 2 and all(row[0].rstrip().endswith(":") for row in fields)


def _tabbed_row(line: str) -> Row:
    edges = [0, *(i + 1 for i, character in enumerate(line) if character == "\t"), len(line)]
    return tuple(Field(column, edges[column], edges[column + 1]) for column in range(len(edges) - 1))


def _aligned_end(lines: Sequence[str], first: int) -> int:
    end = first
    while end < len(lines) and _has_gaps(lines[end]):
        end += 1
    return end


def _aligned_tables(lines: Sequence[str], first: int, end: int) -> tuple[Table | None, ...]:
    """The table of these lines; a line or two at the top, with a gap by chance, may not belong to it."""
    for start in range(first, min(first + 3, end - FEWEST_ALIGNED + 1)):
        table = _aligned(lines, start, end)
        if table:
            return (table,)
    return ()


def _aligned(lines: Sequence[str], first: int, end: int) -> Table | None:
    spread = [line.expandtabs(8) for line in lines[first:end]]
    pieces = [_pieces(line) for line in spread]
    columns = _columns(pieces)
    rows = [_placed(row, columns) for row in pieces]
    if not 2 <= len(columns) < MOST_COLUMNS or any(len({piece[0] for piece in row}) < len(row) for row in rows):
        return None
    words = [[line[start:stop] for _, start, stop in row] for line, row in zip(spread, rows, strict=True)]
    if (len(columns) == 2 and _is_list(words)) or _is_header_block(words):
        return None
    return Table(first, tuple(_spaced_row(line, row) for line, row in zip(lines[first:end], rows, strict=True)))


def _has_gaps(line: str) -> bool:
    return (
        len(line) <= LONGEST_ROW and not is_drawn(line) and "\t" not in line.strip() and bool(GAP.search(line.strip()))
    )


def _pieces(line: str) -> list[tuple[int, int]]:
    """Where the words stand: `[start, end)` of every run without a gap."""
    edges, at = [], len(line) - len(line.lstrip())
    for gap in GAP.finditer(line.rstrip(), at):
        edges.append((at, gap.start()))
        at = gap.end()
    return [*edges, (at, len(line.rstrip()))]


def _columns(rows: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The rows laid over one another: what overlaps is one column."""
    columns: list[tuple[int, int]] = []
    for start, end in sorted(piece for row in rows for piece in row):
        if columns and start <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return columns


def _placed(row: list[tuple[int, int]], columns: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    return [
        (next(i for i, (left, right) in enumerate(columns) if left <= start <= right), start, end) for start, end in row
    ]


def _spaced_row(line: str, row: list[tuple[int, int, int]]) -> Row:
    """Fields of the line; leading white space goes to the first, gaps to the field before them."""
    words = GAP.split(line.strip())
    starts, at = [], 0
    for word in words:
        at = line.index(word, at)
        starts.append(at)
        at += len(word)
    edges = [0, *starts[1:], len(line)]
    return tuple(Field(column, edges[i], edges[i + 1]) for i, (column, _, _) in enumerate(row))
