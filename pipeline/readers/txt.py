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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipeline.readers.encoding import decode
from pipeline.readers.typed_tables import Row, is_drawn, tables_in
from pipeline.transcript import Cell, Line, Remark, Sheet, Transcript, Unreadable

NEWLINES = re.compile("\r\n?")
PRINTED = re.compile("[^\n\f\v\x85\u2028\u2029]*(?:[\n\f\v\x85\u2028\u2029]|\\Z)")
LINE_BODY = re.compile("[^\n\f\v\x85\u2028\u2029]*")
FIRST_WORD = re.compile(r"\s*(\S{0,60})")
ENDINGS = ".:;!?"
LINE_ENDS = "\n\f\v\x85\u2028\u2029"
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
BULLET = re.compile(r"[-*•–—▪·●○◦‣]\s")
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
    remarks = (*decoded.remarks, *_control_remarks(controls), *_drawn_remarks(printed))
    return Transcript(lines, tuple(Sheet(n) for n in range(1, printed[-1].page + 1)), remarks)


def _leading_line(lead: str) -> tuple[Line, ...]:
    return (Line(lead, opens=True, mark=0),) if lead else ()


def _control_remarks(controls: list[str]) -> Iterator[Remark]:
    if controls:
        yield Remark(
            "control-characters", "info", f"{len(controls)} control characters stand in the text; they are kept."
        )


def _drawn_remarks(printed: Sequence[Printed]) -> Iterator[Remark]:
    """Said once a file."""
    for above, line in pairwise(printed):
        if line.above == "line" and is_drawn(line.text) and "|" in above.text + line.text:
            message = "A table is drawn with characters; it is kept as lines of text, not as cells."
            yield Remark("drawn-table", "warning", message, line.page, line.text.strip()[:200])
            return


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
    tables = dict(_tables(printed))
    setting = _setting(
        [pair for i, pair in enumerate(pairwise(printed)) if i not in tables and i + 1 not in tables], printed
    )
    for i, line in enumerate(printed):
        if i in tables:
            yield from _cell_lines(line, *tables[i])
        else:
            yield Line(line.text + line.tail, line.page, left=_indent(line.text), opens=_opens(printed, i, setting))


def _tables(printed: Sequence[Printed]) -> Iterator[tuple[int, tuple[int, int, Row]]]:
    """For each line of a typed table, by its number: the table, the row, and its fields."""
    number = 0
    for first, end in _stretches(printed):
        for table in tables_in([line.text for line in printed[first:end]]):
            for row, fields in enumerate(table.rows):
                yield first + table.first + row, (number, row, fields)
            number += 1


def _stretches(printed: Sequence[Printed]) -> Iterator[tuple[int, int]]:
    """`[first, end)` of lines with nothing between them."""
    starts = [i for i, line in enumerate(printed) if line.above != "line"]
    return pairwise([*starts, len(printed)])


def _cell_lines(line: Printed, table: int, row: int, fields: Row) -> Iterator[Line]:
    for field in fields:
        tail = line.tail if field is fields[-1] else ""
        text = line.text[field.start : field.end] + tail
        if text:  # an empty last cell at the end of the file has no characters
            yield Line(text, line.page, opens=True, mark=None, cell=Cell(table, row, field.column))


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
