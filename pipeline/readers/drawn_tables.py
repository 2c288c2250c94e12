r"""Tables and boxes drawn with characters.

The shapes that are read:

    | Measure | Now |            a pipe at both ends; with a rule under the head, between the rows, or with none
    |---------|:---:|
    | Visits  | 7   |

    +---------+-----+            a pipe between cells which rules part: the lines between two rules are one row
    | Visits  | 7   |
    | on time |     |
    +---------+-----+

    Measure | Now                no pipes at the ends, a rule under the head
    --------|----
    Visits  | 7

    +-----------------------+    one column with its right side in line: a box around running text
    | Summary: the service  |
    | has improved.         |
    +-----------------------+

Pipes and rules are no words: they are drawn, and stand beside the cells. Light and heavy box characters do as `|`, `-`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.records import dataclass

BAR = re.compile(r"(?<!\\)[|│┃║¦]")
RULE = re.compile(r"[|│┃║¦+\-=_:~*#^—─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛ \t]+\Z")
DRAWING = re.compile(r"[-=_─━═]{2}|[~*#^—]{3}|:-+:?\s*[|│]|[|│]\s*-\s*[|│]")
LONGEST = 4000  # characters of a drawn row; text this long between pipes is no table
FEWEST_BARE = 3  # lines without pipes at the ends, their rule too


@dataclass(frozen=True, slots=True)
class Piece:
    """`[start, end)` of a line: a cell's words in `column` from 0, or what is drawn, where `column` is None."""

    start: int
    end: int
    column: int | None


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of a drawn table: its pieces tile it. `row` from 0; a drawn line counts to the row above it."""

    row: int
    pieces: tuple[Piece, ...]

    @property
    def is_rule(self) -> bool:
        return all(piece.column is None for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn table: the number of its first line, and its lines from there."""

    first: int
    lines: tuple[DrawnLine, ...]
    headed: bool
    """A rule under the first row, and not under the others, or a heavier one there."""
    boxed: bool
    """A frame around running text."""


def is_rule(line: str) -> bool:
    """A line of rules, corners and nothing else."""
    return len(line) <= LONGEST and RULE.match(line) is not None and DRAWING.search(line) is not None


def drawn_in(lines: Sequence[str]) -> Iterator[Drawn]:
    """The drawn tables among printed lines which directly follow one another, from the top."""
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        drawn = _drawn(lines, at, end) if end > at else None
        if drawn:
            yield drawn
        at = max(end, at + 1)


def _end(lines: Sequence[str], first: int) -> int:
    """Past the last line that pipes or rules make one of the table; rules alone make none."""
    end = first
    while end < len(lines) and (_is_barred(lines[end]) or is_rule(lines[end])):
        end += 1
    if any(_is_barred(line) and not is_rule(line) for line in lines[first:end]):
        return end
    return _bare_end(lines, first)


def _is_barred(line: str) -> bool:
    words = line.strip()
    return 2 < len(words) <= LONGEST and BAR.match(words) is not None and BAR.match(words[-1]) is not None


def _bare_end(lines: Sequence[str], first: int) -> int:
    """A head, a rule with pipes in it, and rows."""
    if len(lines) < first + FEWEST_BARE or not _is_bare(lines[first]) or not is_rule(lines[first + 1]):
        return first
    if not re.search(r"[|│┃║¦+┼╋╬╪]", lines[first + 1]):
        return first
    end = first + 2
    while end < len(lines) and _is_bare(lines[end]):
        end += 1
    return end if end > first + 2 else first


def _is_bare(line: str) -> bool:
    return len(line) <= LONGEST and BAR.search(line) is not None and not is_rule(line)


def _drawn(lines: Sequence[str], first: int, end: int) -> Drawn | None:
    pieces = [_pieces(line) for line in lines[first:end]]
    rules = [i for i, row in enumerate(pieces) if all(piece.column is None for piece in row)]
    width = max(len([p for p in row if p.column is not None]) for row in pieces)
    words = [i for i in range(end - first) if i not in rules]
    boxed = width == 1 and _is_box(lines[first:end], rules, words)
    inner = [i for i in rules if words[0] < i < words[-1]]
    segments = _by_rules(rules, len(pieces))
    parted = len(inner) > 1 and not _are_lines_rows(pieces, segments)
    numbers = segments if parted else _by_lines(lines[first:end], pieces, rules)
    headed = len(inner) == 1 or (bool(inner) and _is_heavier(lines[first:end], inner))
    drawn = tuple(DrawnLine(n, row) for n, row in zip(numbers, pieces, strict=True))
    return Drawn(first, drawn, headed, boxed)


def _pieces(line: str) -> tuple[Piece, ...]:
    if is_rule(line):
        return (Piece(0, len(line), None),)
    bars = [match.start() for match in BAR.finditer(line)]
    closed = bool(bars) and not line[: bars[0]].strip(), bool(bars) and not line[bars[-1] + 1 :].strip()
    edges = bars if closed[0] else [-1, *bars]
    edges = edges if closed[1] else [*edges, len(line)]
    cells = [Piece(*_trimmed(line, left + 1, right), column) for column, (left, right) in enumerate(pairwise(edges))]
    out: list[Piece] = []
    at = 0
    for cell in cells:
        if cell.start > at:
            out.append(Piece(at, cell.start, None))
        out.append(cell)
        at = cell.end
    return tuple((*out, Piece(at, len(line), None)) if len(line) > at else out)


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """Without the white space around the words; an empty cell keeps no characters."""
    words = line[start:end]
    lead = len(words) - len(words.lstrip())
    return (end, end) if lead == len(words) else (start + lead, start + len(words.rstrip()))


def _is_box(lines: Sequence[str], rules: Sequence[int], words: Sequence[int]) -> bool:
    """A frame above and below and none between, and the right side in line."""
    if len(rules) < 2 or rules[0] > words[0] or rules[-1] < words[-1] or any(words[0] < i < words[-1] for i in rules):
        return False
    return len({len(lines[i].rstrip()) for i in words}) == 1


def _are_lines_rows(pieces: Sequence[tuple[Piece, ...]], segments: Sequence[int]) -> bool:
    """Rules part groups of rows: most lines that are not the first under their rule are full."""
    full = max(len(_cells(row)) for row in pieces)
    later = [_cells(row) for row, a, b in zip(pieces[1:], segments[1:], segments, strict=False) if a == b]
    later = [cells for cells in later if cells]
    filled = sum(len(cells) == full and all(p.end > p.start for p in cells) for cells in later)
    return 2 * filled > len(later)


def _cells(row: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in row if piece.column is not None]


def _is_heavier(lines: Sequence[str], inner: Sequence[int]) -> bool:
    """The rule under the head is drawn with another line than those below it."""
    return not {lines[inner[0]].strip("+| \t")[:1]} & {lines[i].strip("+| \t")[:1] for i in inner[1:]}


def _by_rules(rules: Sequence[int], count: int) -> list[int]:
    numbers, row, filled = [], 0, False
    for i in range(count):
        if i in rules:
            row += filled
            filled = False
            numbers.append(max(row - 1, 0))
        else:
            filled = True
            numbers.append(row)
    return numbers


def _by_lines(lines: Sequence[str], rows: Sequence[tuple[Piece, ...]], rules: Sequence[int]) -> list[int]:
    """Each line is a row, but for lines that go on with the cells above them."""
    numbers, row = [], -1
    for i, pieces in enumerate(rows):
        if i not in rules and (row < 0 or i - 1 in rules or not _goes_on(lines[i], pieces)):
            row += 1
        numbers.append(max(row, 0))
    return numbers


def _goes_on(line: str, pieces: Sequence[Piece]) -> bool:
    """Words in some columns only, and those of the first go on in small letters or are none."""
    cells = [line[p.start : p.end] for p in pieces if p.column is not None]
    if len(cells) < 2 or all(cells):
        return False
    return not cells[0] or (cells[0][0].islower() and not any(cells[1:]))
