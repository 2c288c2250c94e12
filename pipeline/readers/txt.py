"""Plain text as a transcript: one line of the file is one line, with the white space after it.

Whether a line goes on from the line above is decided by the whole file:

* Hard-wrapped (most lines which another follows directly are full: the next line's first word would not have fitted):
  a line goes on when the line above is full, opens a block when the line above was broken early or when a bullet or a
  printed number stands in front.
* One line a paragraph (lines longer than any wrapped text): every line opens a block.
* Neither: only blank lines and bullets tell.

After a blank line a block opens, unless a page break stands there too or a sentence runs on: then there is no telling.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from pipeline.readers.drawn_tables import Drawn, DrawnLine, Piece, drawn_in, is_rule
from pipeline.readers.encoding import decode
from pipeline.readers.typed_tables import Table, tables_in
from pipeline.transcript import Cell, Line, Remark, Sheet, Transcript, Unreadable

NEWLINES = re.compile("\r\n?")
PRINTED = re.compile("[^\n\f\v\x85\u2028\u2029]*(?:[\n\f\v\x85\u2028\u2029]|\\Z)")
LINE_BODY = re.compile("[^\n\f\v\x85\u2028\u2029]*")
FIRST_WORD = re.compile(r"\s*(\S{0,60})")
ENDINGS = ".:;!?"
LINE_ENDS = "\n\f\v\x85\u2028\u2029"
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
BULLET = re.compile("[-*+o\u00a7•‣⁃∙·⦁‐-―\u2190-\u21ff\u25a0-\u25ff\u2700-\u27bf\u2b00-\u2bff\ue000-\uf8ff]\\s")
"""Dashes, dots, arrows, shapes, ticks; private characters that symbol fonts draw."""

UNDERLINE = re.compile(r"[ \t]*((?:={2,}|-{2,}|~{2,}|\*{3,}|#{3,}|_{2,}|\^{3,}|─{2,}|═{2,}|—{2,}))[ \t]*")
NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})+[.)]?|(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})[.)])\s")

BINARY = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip file, as Word and Excel make"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
)
MOST_CONTROLS = 0.05  # of the characters; text with escape codes from a terminal or a printer stays below
MOST_NULS = 0.02  # text damaged by a stray byte here and there stays below
SPACE_WIDTH = 5.0  # points; half of a 10-point typewriter face, and only compared with itself
WRAP_WIDTHS = range(40, 131)  # characters; below are lists of names, above no one wraps by hand
FEWEST_FOLLOWED = 3  # lines with another directly after them; fewer show no habit
ENOUGH_FULL = 0.5  # of these
BROKEN_EARLY = 0.75  # of the width; a line that had this much room was ended on purpose
UNDERLINE_ROOM = 3  # characters by which a row under a heading may be longer or shorter than its words
FRAME = 4  # characters: `| ` and ` |`
WIDEST = 0.95  # the quantile taken as the width: one long web address must not decide

Habit = Literal["wrapped", "paragraphs", "unknown"]
Above = Literal["line", "blank", "page", "blank page"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of the file with words: with its indent, the white space after it, what parts it from the line above."""

    text: str
    tail: str
    page: int
    above: Above


@dataclass(frozen=True, slots=True)
class Setting:
    """How the file breaks its lines; `width` in characters."""

    habit: Habit
    width: int = 0


def read(data: bytes, name: str) -> Transcript:
    """The transcript of a plain text file; `name` is for messages. Raises `Unreadable`: empty, not-txt."""
    for start, kind in BINARY:
        if data.startswith(start):
            raise Unreadable("not-txt", f"{name} is {kind}, not a text file.")
    decoded = decode(data)
    text = NEWLINES.sub("\n", decoded.text)
    controls = CONTROL.findall(text)
    if len(controls) > MOST_CONTROLS * len(text) or controls.count("\0") > MOST_NULS * len(text):
        raise Unreadable("not-txt", f"{name} is not a text file: it holds bytes that are no characters.")
    lead, printed = _printed_lines(text)
    if not printed:
        raise Unreadable("empty", f"{name} has no text in it.")
    lines = (*_leading_line(lead), *_lines(printed))
    remarks = (*decoded.remarks, *_control_remarks(controls))
    return Transcript(lines, tuple(Sheet(n) for n in range(1, printed[-1].page + 1)), remarks)


def _leading_line(lead: str) -> tuple[Line, ...]:
    return (Line(lead, opens=True, mark=0),) if lead else ()


def _control_remarks(controls: list[str]) -> Iterator[Remark]:
    if controls:
        yield Remark(
            "control-characters", "info", f"{len(controls)} control characters stand in the text; they are kept."
        )


def _printed_lines(text: str) -> tuple[str, list[Printed]]:
    """The white space before the first words, and the lines with words; together they are the text."""
    starts = [match.start() for match in PRINTED.finditer(text) if not match[0].isspace() and match[0]]
    printed: list[Printed] = []
    page, gap = 1 + text[: starts[0] if starts else 0].count("\f"), "\n\n"
    for start, end in pairwise([*starts, len(text)]):
        body = LINE_BODY.match(text, start, end)
        stop = body.end() if body else end
        printed.append(Printed(text[start:stop], text[stop:end], page, _above(gap)))
        gap = text[stop:end]
        page += gap.count("\f")
    return text[: starts[0] if starts else len(text)], printed


def _above(gap: str) -> Above:
    """What the white space between two lines says."""
    if gap == "\n":
        return "line"
    ends = sum(gap.count(end) for end in LINE_ENDS)
    if "\f" in gap:
        return "blank page" if ends - gap.count("\f") > 1 else "page"
    return "blank" if ends > 1 else "line"


def _lines(printed: Sequence[Printed]) -> Iterator[Line]:
    """The printed lines, those of tables cell by cell, with what is drawn beside the words as lines of their own."""
    placed = dict(_tables(printed))
    flow = [i for i in range(len(printed)) if i not in placed]
    headed = _underlined(printed, frozenset(flow))
    rules = {i for i in flow if is_rule(printed[i].text)}
    setting = _setting([(a, b) for a, b in _followed(printed, flow) if not is_rule(a.text + b.text)], printed)
    lines: list[Line] = []
    for i, line in enumerate(printed):
        if i in placed:
            lines += _piece_lines(line, placed[i])
        elif i in rules:
            lines.append(Line(line.text + line.tail, line.page, opens=True, mark=0, role="rule"))
        else:
            opens = True if i and i - 1 in placed else _opens(printed, i, setting)
            whole = Line(line.text + line.tail, line.page, left=_indent(line.text), opens=opens)
            lines.append(replace(whole, role="heading", level=headed[i]) if i in headed else whole)
    return _rules_joined(lines)


def _followed(printed: Sequence[Printed], flow: Sequence[int]) -> Iterator[tuple[Printed, Printed]]:
    return ((printed[a], printed[b]) for a, b in pairwise(flow) if b == a + 1)


def _rules_joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Drawn characters that follow one another, as at the end of one row and the start of the next, are one line."""
    held: Line | None = None
    for line in lines:
        if held and held.role == line.role == "rule" and held.page == line.page and not held.text.endswith("\f"):
            held = replace(held, text=held.text + line.text)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _underlined(printed: Sequence[Printed], flow: frozenset[int]) -> dict[int, int]:
    """The lines of headings that a row of `=`, `-`, `~` ... underlines, each with its level.

    The row is about as long as the words above it, and these stand alone: a row under a paragraph parts it from
    footnotes or the next one.
    """
    found: dict[int, int] = {}
    for i in sorted(flow):
        row = UNDERLINE.fullmatch(printed[i].text)
        if row is None or i - 1 not in flow or printed[i].above != "line":
            continue
        above = printed[i - 1]
        alone = i == 1 or above.above != "line" or is_rule(printed[i - 2].text) or i - 2 not in flow
        if alone and abs(_length(above) - _length(printed[i])) <= UNDERLINE_ROOM and not is_rule(above.text):
            found[i - 1] = 1 if row[1][0] in "=*#" else 2
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """One piece of a line of a table: its `[start, end)`, and its cell; `role` is `rule` for what is drawn."""

    start: int
    end: int
    cell: Cell | None
    role: Literal["rule"] | None = None
    opens: bool | None = True


def _tables(printed: Sequence[Printed]) -> Iterator[tuple[int, tuple[Place, ...]]]:
    """For each line of a table, by its number, its pieces."""
    number = 0
    for first, end in _stretches(printed):
        texts = [line.text for line in printed[first:end]]
        drawn = {table.first: table for table in drawn_in(texts)}
        found: dict[int, Drawn | Table] = {**drawn, **_typed_between(texts, drawn)}
        for at, table in sorted(found.items()):
            rows = _drawn_places(table, texts, number) if isinstance(table, Drawn) else _typed_places(table, number)
            for row, places in enumerate(rows):
                yield first + at + row, places
            number += 1


def _typed_between(texts: Sequence[str], drawn: Mapping[int, Drawn]) -> dict[int, Table]:
    """Typed tables in the lines that no drawn table takes."""
    starts = [0, *(at + len(table.lines) for at, table in sorted(drawn.items()))]
    ends = [*sorted(drawn), len(texts)]
    found = [(start, table) for start, end in zip(starts, ends, strict=True) for table in tables_in(texts[start:end])]
    return {start + table.first: replace(table, first=start + table.first) for start, table in found}


def _typed_places(table: Table, number: int) -> Iterator[tuple[Place, ...]]:
    rule = any(not fields for fields in table.rows)
    for fields, row in zip(table.rows, table.numbers, strict=True):
        if fields:
            header = rule and row == 0
            yield tuple(Place(f.start, f.end, Cell(number, row, f.column, header=header)) for f in fields)
        else:
            yield (Place(0, 0, Cell(number, row, 0), "rule"),)


def _drawn_places(table: Drawn, texts: Sequence[str], number: int) -> Iterator[tuple[Place, ...]]:
    width = max(len(texts[table.first + n].rstrip()) for n in range(len(table.lines)))
    above = ""
    for n, line in enumerate(table.lines):
        text = texts[table.first + n]
        if table.boxed:
            yield tuple(_boxed(piece, text, above, width) for piece in line.pieces)
            above = " ".join(text[p.start : p.end] for p in line.pieces if p.column is not None)
        else:
            yield tuple(_celled(line, number, table.headed))


def _celled(line: DrawnLine, number: int, headed: bool) -> Iterator[Place]:
    column = 0
    for piece in line.pieces:
        column = column if piece.column is None else piece.column
        cell = Cell(number, line.row, column, header=headed and line.row == 0)
        yield Place(piece.start, piece.end, cell, "rule" if piece.column is None else None)


def _boxed(piece: Piece, text: str, above: str, width: int) -> Place:
    """Words in a frame are text: a line goes on where the one above was full."""
    if piece.column is None:
        return Place(piece.start, piece.end, None, "rule")
    words = text[piece.start : piece.end]
    room = width - FRAME - len(above) - 1 - len(words.split(" ", 1)[0])
    goes_on = bool(above) and not _is_marked(words) and (room < 0 or words[:1].islower())
    return Place(piece.start, piece.end, None, None, not goes_on)


def _stretches(printed: Sequence[Printed]) -> Iterator[tuple[int, int]]:
    """`[first, end)` of lines with nothing between them."""
    starts = [i for i, line in enumerate(printed) if line.above != "line"]
    return pairwise([*starts, len(printed)])


def _piece_lines(line: Printed, places: Sequence[Place]) -> Iterator[Line]:
    """The pieces tile the line; the white space after it goes to the last one that has characters."""
    text = line.text + line.tail
    filled = [place for place in places if place.end > place.start] or list(places[-1:])
    for place in filled:
        end = len(text) if place is filled[-1] else place.end
        mark = 0 if place.role == "rule" else None
        if end > place.start:
            yield Line(
                text[place.start : end], line.page, opens=place.opens, mark=mark, cell=place.cell, role=place.role
            )


def _indent(text: str) -> float:
    """Points from the margin to the first character."""
    spread = text.expandtabs(8) if "\t" in text else text
    return SPACE_WIDTH * (len(spread) - len(spread.lstrip()))


def _setting(pairs: Sequence[tuple[Printed, Printed]], printed: Sequence[Printed]) -> Setting:
    followed = [(above, line) for above, line in pairs if line.above == "line"]
    if len(followed) >= FEWEST_FOLLOWED:
        width = _quantile([_length(above) for above, _ in followed], WIDEST)
        full = sum(_room(above, line, width) < 0 for above, line in followed)
        if width in WRAP_WIDTHS and full >= ENOUGH_FULL * len(followed):
            return Setting("wrapped", width)
    if _quantile([_length(line) for line in printed], WIDEST) >= WRAP_WIDTHS.stop:
        return Setting("paragraphs")
    return Setting("unknown")


def _quantile(lengths: list[int], share: float) -> int:
    return sorted(lengths)[int(share * (len(lengths) - 1))]


def _length(line: Printed) -> int:
    return len(line.text.rstrip())


def _room(above: Printed, line: Printed, width: int) -> int:
    """Characters to spare in the line above, had the next line's first word been put there. Negative: it was full."""
    word = FIRST_WORD.match(line.text)
    return width - _length(above) - 1 - (len(word[1]) if word else 0)


def _opens(printed: Sequence[Printed], at: int, setting: Setting) -> bool | None:
    line = printed[at]
    if at and line.above != "line" and _runs_on(printed[at - 1], line):
        return None
    if line.above == "blank" or setting.habit == "paragraphs":
        return True
    marked = _is_marked(line.text)
    if line.above != "line" or setting.habit == "unknown":
        return True if marked else None
    return _opens_wrapped(printed[at - 1], line, marked, setting.width)


def _opens_wrapped(above: Printed, line: Printed, marked: bool, width: int) -> bool | None:
    """A dash or number may have been wrapped to the start of a line, unless the line above was ended on purpose."""
    room = _room(above, line, width)
    if marked:
        return None if room < 0 and above.text.rstrip()[-1] not in ENDINGS else True
    if room < 0:
        return False
    return True if room > (1 - BROKEN_EARLY) * width else None


def _runs_on(above: Printed, line: Printed) -> bool:
    """A sentence cut in two by a blank line, as where a page broke in an earlier form: "We know" / "our young"."""
    return line.text.lstrip()[0].islower() and above.text.rstrip()[-1].isalnum() and not _is_marked(line.text)


def _is_marked(text: str) -> bool:
    words = text.lstrip()[:20] + " "
    return BULLET.match(words) is not None or NUMBER.match(words) is not None
