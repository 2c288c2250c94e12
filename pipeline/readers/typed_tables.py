r"""Tables typed into plain text, with tabs or with runs of spaces.

The shapes that are read:

    Indicator<TAB>2018/19<TAB>Current position      the same number of tabs on two or more lines
    Front door                                      a title over a group of rows
    Re-referral rate<TAB>15%<TAB>19.4% Aug-20

    Indicator              Target    Actual         gaps of two or more spaces which stand under one another
    ---------              ------    ------         on three or more lines; rules under the head or all around
    Front door                                      a title over a group of rows
    Reviews on time           95%     91.3%
    Children looked after              62.4         (an empty cell: that row has no field in the column)
    Visits to children        72%       70%
    seen alone                                      words that go on below in the same columns: one row

Not tables: paragraphs numbered with a tab or a gap ("2.7<TAB>Our ambitious"), header blocks ("Date:<TAB>19 January").
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.readers.drawn_tables import is_rule
from pipeline.records import dataclass

MARK = re.compile(r"(?:[-*•–▪o]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlIVXL]{1,6})[.)]*)")
"""A number or bullet standing alone in the first field."""

GAP = re.compile(r"[ \t]{2,}|\t")
LONGEST_ROW = 1000  # characters; longer lines are prose, and projecting them costs time
MOST_COLUMNS = 100  # a committee table has a dozen; more is data
FEWEST_ALIGNED = 3  # lines; two may agree by chance
TITLE_LENGTH = 60  # characters of a title over a group of rows
HEADER_LENGTH = 20  # characters of a heading such as "Ref" or "Item" above numbers
INSIDE = 8  # characters from the margin: words stand in a later column
MOST_SKIPPED = 2  # lines at the top, with a gap by chance, that may not belong to the table
SPARE = 12  # characters by which the end of a broken label may be longer than its beginning
MOST_UNGAPPED = 4  # lines in a row that have words in one column only: a title, and a label that is broken


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a typed row: its column from 0, and its `[start, end)` in the line, with the gap after it."""

    column: int
    start: int
    end: int


Row = tuple[Field, ...]
Piece = tuple[int, int]
"""Where words without a gap stand in a line: `[start, end)`."""


@dataclass(frozen=True, slots=True)
class Table:
    """A typed table: the number of its first line; for each line from there its fields, and the row they are in.

    A line without fields is a rule. Rows count from 0; lines of one row stand together.
    """

    first: int
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]


def tables_in(lines: Sequence[str], fewest: int = FEWEST_ALIGNED) -> Iterator[Table]:
    """The tables among printed lines which directly follow one another (without their line ends), from the top.

    `fewest` is how many lines with gaps make a table.
    """
    at = 0
    while at < len(lines):
        end = _tabbed_end(lines, at)
        table = _tabbed(lines, at, end) if end > at else _aligned_table(lines, at, fewest)
        if table:
            yield table
            end = table.first + len(table.rows)
        elif end == at:
            end = _gapped_end(lines, at)
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
    """A title over the rows below it: short, alone on its line, no sentence, a full row next."""
    title = lines[0].strip()
    alone = "\t" not in title and len(title) <= TITLE_LENGTH and not title.endswith((".", ":", ";", ","))
    return tabs > 1 and alone and len(lines) > 1 and lines[1].count("\t") == tabs


def _tabbed(lines: Sequence[str], first: int, end: int) -> Table | None:
    fields = [line.split("\t") for line in lines[first:end]]
    if end - first < 2 or _is_list(fields) or _is_header_block(fields):
        return None
    return Table(first, tuple(_tabbed_row(line) for line in lines[first:end]), tuple(range(end - first)))


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


def _is_nested_list(fields: list[list[str]]) -> bool:
    """Numbers, and bullets further in, each with its words: three columns by place, two in every line."""
    return all(len(row) == 2 and MARK.fullmatch(row[0].strip()) for row in fields)


def _is_header_block(fields: list[list[str]]) -> bool:
    """ "From:", "To:", "Date:" in front of their values."""
    return len(fields[0]) == 2 and all(row[0].rstrip().endswith(":") for row in fields)


def _tabbed_row(line: str) -> Row:
    edges = [0, *(i + 1 for i, character in enumerate(line) if character == "\t"), len(line)]
    return tuple(Field(column, edges[column], edges[column + 1]) for column in range(len(edges) - 1))


# -- columns of spaces ----------------------------------------------------------


def _gapped_end(lines: Sequence[str], first: int) -> int:
    end = first
    while end < len(lines) and _has_gaps(lines[end]):
        end += 1
    return end


def _aligned_table(lines: Sequence[str], at: int, fewest: int) -> Table | None:
    """The table of the lines from `at`, the rules above its head too."""
    first = at
    while first < len(lines) and is_rule(lines[first]):
        first += 1
    end = _aligned_end(lines, first)
    for start in range(first, min(first + MOST_SKIPPED, end - fewest) + 1):
        table = _aligned(lines, start if start > first else at, start, end)
        if table and sum(len(row) > 1 for row in table.rows) >= fewest:
            return table
    return None


def _aligned_end(lines: Sequence[str], first: int) -> int:
    """Past the last line with gaps, and its rule; lines in one column stand between lines with gaps."""
    end, at = first, first
    while at < len(lines) and at - end <= MOST_UNGAPPED:
        if _has_gaps(lines[at]) or (is_rule(lines[at]) and end > first):
            end = at + 1
        elif at == first or not _may_be_title(lines[at]):
            break
        at += 1
    return end + 1 if first < end < len(lines) and _ends_label(lines[end - 1], lines[end]) else end


def _ends_label(last: str, line: str) -> bool:
    """`within three months` under `Cases closed       84%`: the broken label of the last row."""
    words = line.strip()
    label = GAP.split(last.strip(), maxsplit=1)[0]
    inset = len(line) - len(line.lstrip()) == len(last) - len(last.lstrip())
    fits = len(words) <= len(label) + SPARE and not words.endswith((".", ":", ";", ","))
    return inset and fits and words[:1].islower() and not _has_gaps(line) and not is_rule(last)


def _may_be_title(line: str) -> bool:
    words = line.strip()
    inside = len(line) - len(line.lstrip()) >= INSIDE
    return "\t" not in words and len(words) <= TITLE_LENGTH and (inside or not words.endswith((".", ":", ";")))


def _aligned(lines: Sequence[str], top: int, first: int, end: int) -> Table | None:
    """`top` is the first line; it lies above `first`, the first with words, where rules stand over the head."""
    spread = [line.expandtabs(8) for line in lines[top:end]]
    pieces = [[] if is_rule(line) else _pieces(line) for line in spread]
    gapped = [row for row in pieces if len(row) > 1]
    if not gapped or not pieces[first - top]:
        return None
    columns = _columns(gapped)
    rows = [_placed(row, columns) for row in pieces]
    if not 2 <= len(columns) < MOST_COLUMNS or any(not _fits(row) for row in rows):
        return None
    words = [[line[p[0] : p[1]] for p in row] for line, row in zip(spread, pieces, strict=True) if len(row) > 1]
    if (len(columns) == 2 and _is_list(words)) or _is_nested_list(words) or _is_header_block(words):
        return None
    fields = tuple(
        _spaced_row(line, row) if len(row) > 1 else _single_row(line, row)
        for line, row in zip(lines[top:end], rows, strict=True)
    )
    return Table(top, fields, tuple(_numbers(lines[top:end], fields)))


def _has_gaps(line: str) -> bool:
    words = line.strip()
    return len(line) <= LONGEST_ROW and not is_rule(line) and "\t" not in words and bool(GAP.search(words))


def _pieces(line: str) -> list[Piece]:
    """Where the words stand: `[start, end)` of every run without a gap."""
    edges, at = [], len(line) - len(line.lstrip())
    for gap in GAP.finditer(line.rstrip(), at):
        edges.append((at, gap.start()))
        at = gap.end()
    return [*edges, (at, len(line.rstrip()))]


def _columns(rows: list[list[Piece]]) -> list[Piece]:
    """The rows laid over one another: what overlaps is one column."""
    columns: list[Piece] = []
    for start, end in sorted(piece for row in rows for piece in row):
        if columns and start <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return columns


def _placed(row: list[Piece], columns: list[Piece]) -> list[int | None]:
    """The column of each piece; None where it stands in none."""
    return [next((i for i, (left, right) in enumerate(columns) if left <= start <= right), None) for start, _ in row]


def _fits(row: list[int | None]) -> bool:
    return None not in row and len(set(row)) == len(row)


def _single_row(line: str, row: list[int | None]) -> Row:
    return tuple(Field(column, 0, len(line)) for column in row if column is not None)


def _spaced_row(line: str, row: list[int | None]) -> Row:
    """Fields of the line; leading white space goes to the first, gaps to the field before them."""
    words = GAP.split(line.strip())
    starts, at = [], 0
    for word in words:
        at = line.index(word, at)
        starts.append(at)
        at += len(word)
    edges = [0, *starts[1:], len(line)]
    return tuple(Field(column, edges[i], edges[i + 1]) for i, column in enumerate(row) if column is not None)


def _numbers(lines: Sequence[str], rows: Sequence[Row]) -> Iterator[int]:
    """The row of each line: a new one, but for words that go on with those above them."""
    number = -1
    first: Row = ()
    for i, row in enumerate(rows):
        if row and (number < 0 or (first and not rows[i - 1]) or not _goes_on(lines[i], row, first)):
            number += 1
            first = row
        elif row and row[0].column < first[0].column:
            first = row
        yield max(number, 0)


def _goes_on(line: str, row: Row, first: Row) -> bool:
    """Nothing in the first column, in this line or in the row's first, as where the heads of columns are broken.

    Or words in it that begin no label, in some of the columns of the row's first line; a label that is itself broken
    stands alone on that.
    """
    if row[0].column > 0 or (first and first[0].column > 0):
        return True
    words = line[row[0].start : row[0].end].strip()
    if len(first) == 1:
        return words[:1].islower()
    fewer = {field.column for field in row} < {field.column for field in first}
    return fewer and not words[:1].isupper() and (words[:1].isalnum() or words[:1] in "(£&")
