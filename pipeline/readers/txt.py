"""Plain text as a transcript: one line of the file is one line, with the white space after it.

Whether a line goes on from the line above is decided by the whole file:

* Hard-wrapped (most lines which another without a mark follows directly are full: its first word would not have
  fitted): a line goes on when the line above is full, opens a block when the line above was broken early or when a
  bullet or a printed number stands in front. Lines copied from a printed page count as full with some room to spare,
  since letters differ in width.
* One line a paragraph (lines longer than any wrapped text): every line opens a block.
* Neither: only blank lines and bullets tell.

After a blank line a block opens, unless a page break stands there too or a sentence runs on: then there is no telling.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from pipeline.limits import DEFAULT, Limits, too_long, too_many_lines
from pipeline.readers.drawn_tables import is_rule
from pipeline.readers.encoding import decode
from pipeline.readers.raised import superscripts
from pipeline.readers.typed_lines import Printed, is_marked, printed_lines, with_marks
from pipeline.readers.typed_pages import furniture, raised
from pipeline.readers.typed_places import Place, places
from pipeline.records import dataclass
from pipeline.transcript import Line, Remark, Role, Sheet, Transcript, Unreadable

NEWLINES = re.compile("\r\n?")
FIRST_WORD = re.compile(r"\s*(\S{0,60})")
ENDINGS = ".:;!?"
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
POINT = re.compile(r"(\s*)(?:\w{1,4}([.)])|\(\w{1,4}(\))|([^\w\s]))\s")
MARKED = re.compile(r"\A\s*\S+\s+")
WIDE = re.compile(r"(?<=\S) {2,}(?=\S)")
UNDERLINE = re.compile(r"[ \t]*((?:={2,}|-{2,}|~{2,}|\*{3,}|#{3,}|_{2,}|\^{3,}|─{2,}|═{2,}|—{2,}))[ \t]*")

BINARY = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip file, as Word and Excel make"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
)
MOST_CONTROLS = 0.05  # of the characters; text with escape codes from a terminal or a printer stays below
MANY_CONTROLS = 0.01  # of the characters; above, some of the file is binary
FEW_CONTROLS = 10  # such as the end-of-file mark of old systems
MOST_NULS = 0.02  # text damaged by a stray byte here and there stays below
SPACE_WIDTH = 5.0  # points; half of a 10-point typewriter face, and only compared with itself
WRAP_WIDTHS = range(40, 221)  # characters; below are lists of names, above no page is wide enough
FEWEST_FOLLOWED = 3  # lines with another directly after them; fewer show no habit
FEWEST_GOING_ON = 2  # lines whose sentence goes on in the next
FURTHEST_IN = 12  # characters: words under those after a number; what stands further in is a cell
ENOUGH_FULL = 0.5  # of these
BROKEN_EARLY = 0.75  # of the width; a line that had this much room was ended on purpose
LONGEST_BROKEN = 160  # characters: a line of prose that is longer was not broken; no page holds so many
UNDERLINE_ROOM = 3  # characters by which a row under a heading may be longer or shorter than its words
RAGGED = 0.15  # of the width: lines copied from a page with letters of all widths differ by as much
SOME = 0.05  # of the width: room enough for the first word of a line that was not put there
HANGING = 4  # characters: words hang under those after a number
FIRST_INDENT = 2  # characters
INDENTED = 8  # characters; points of lists and quotations stand no further in
OFF_CENTRE = 6  # characters by which a centred line's margins differ: its letters were not all as wide
WIDEST = 0.95  # the quantile taken as the width: one long web address must not decide

Habit = Literal["wrapped", "paragraphs", "unknown"]


@dataclass(frozen=True, slots=True)
class Setting:
    """How the file breaks its lines; `width` in characters. A full line may have `slack` characters to spare."""

    habit: Habit
    width: int = 0
    slack: int = 0


FIGURE_AT_START = re.compile(r"\s{0,40}\d{1,3}\.\d{1,3} [a-z]")


def read(data: bytes, name: str, limits: Limits = DEFAULT) -> Transcript:
    """The transcript of a plain text file; `name` is for messages. Raises `Unreadable`: empty, not-txt, too-large."""
    if not data:
        raise Unreadable("empty", f"{name} has no bytes.")
    for start, kind in BINARY:
        if data.startswith(start):
            raise Unreadable("not-txt", f"{name} is {kind}, not a text file.")
    decoded = decode(data)
    if len(decoded.text) > limits.characters:
        raise too_long(limits)
    text = NEWLINES.sub("\n", decoded.text)
    controls = CONTROL.findall(text)
    if len(controls) > MOST_CONTROLS * len(text) or controls.count("\0") > MOST_NULS * len(text):
        raise Unreadable("not-txt", f"{name} is not a text file: it holds bytes that are no characters.")
    if sum(1 for line in text.split("\n") if line.strip()) > limits.lines:
        raise too_many_lines(limits)
    lead, printed = printed_lines(text)
    if not printed:
        return Transcript((), (Sheet(1),), decoded.remarks)
    lines = (*_leading_line(lead), *_lines(with_marks(printed)))
    remarks = (*decoded.remarks, *_control_remarks(controls, len(text)))
    return Transcript(lines, tuple(Sheet(n) for n in range(1, printed[-1].page + 1)), remarks)


def _leading_line(lead: str) -> tuple[Line, ...]:
    return (Line(lead, opens=True, mark=0),) if lead else ()


def _control_remarks(controls: list[str], characters: int) -> Iterator[Remark]:
    """A few are what a printer or a terminal was told; many are bytes of something else than text."""
    if controls:
        many = len(controls) > max(FEW_CONTROLS, MANY_CONTROLS * characters)
        words = "so many that parts of it may be no text at all; look at the file" if many else "they are kept"
        message = f"{len(controls)} control characters stand in the text; {words}."
        yield Remark("control-characters", "error" if many else "info", message)


def _lines(printed: Sequence[Printed]) -> Iterator[Line]:
    """The printed lines, those of tables cell by cell, with what is drawn beside the words as lines of their own."""
    running = furniture(printed)
    placed = places(printed, running)
    aside = {i: role for i, role in running.items() if i not in placed}
    aside |= {i: "rule" for i, line in enumerate(printed) if i not in placed and is_rule(line.text)}
    flow = [i for i in range(len(printed)) if i not in placed and i not in aside]
    headed = _underlined(printed, flow, aside)
    setting = _setting(list(_followed(printed, flow)), [printed[i] for i in flow])
    marks = raised(printed, running)
    before = {line: above for above, line in pairwise(flow)}
    lines: list[Line] = []
    for i, line in enumerate(printed):
        whole = Line(line.text + line.tail, line.page, opens=True)
        if i in placed:
            lines += (replace(piece, raised=superscripts(piece.text)) for piece in _piece_lines(line, placed[i]))
        elif i in aside:
            lines.append(replace(whole, mark=0, role=aside[i]))
        else:
            above = before.get(i)
            parted = above is None or any(aside.get(k, "rule") == "rule" for k in range(above + 1, i))
            opens = True if parted or above is None else _opens(printed, i, above, setting)
            flowing = replace(whole, left=SPACE_WIDTH * line.indent, opens=opens, raised=marks.get(i, ()))
            lines.append(replace(flowing, role="heading", level=headed[i]) if i in headed else flowing)
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


def _underlined(printed: Sequence[Printed], flow: Sequence[int], aside: Mapping[int, Role]) -> dict[int, int]:
    """The lines of headings that a row of `=`, `-`, `~` ... underlines, each with its level.

    The row is about as long as the words above it, and these stand alone: a row under a paragraph parts it from
    footnotes or the next one.
    """
    found: dict[int, int] = {}
    for i in flow:
        row = UNDERLINE.fullmatch(printed[i + 1].text) if i + 1 in aside else None
        if row is None or printed[i + 1].above != "line":
            continue
        alone = i == 0 or printed[i].above != "line" or i - 1 in aside
        if alone and abs(printed[i].length - printed[i + 1].length) <= UNDERLINE_ROOM:
            found[i] = 1 if row[1][0] in "=*#" else 2
    return found


def _piece_lines(line: Printed, pieces: Sequence[Place]) -> Iterator[Line]:
    """The pieces tile the line; the white space after it goes to the last one that has characters."""
    text = line.text + line.tail
    for place in pieces:
        end = len(text) if place is pieces[-1] else place.end
        mark = 0 if place.role == "rule" else None
        if end > place.start:
            yield Line(
                text[place.start : end], line.page, opens=place.opens, mark=mark, cell=place.cell, role=place.role
            )


def _setting(pairs: Sequence[tuple[Printed, Printed]], printed: Sequence[Printed]) -> Setting:
    if any(_is_whole_paragraph(line) for line in printed):
        return Setting("paragraphs")
    unmarked = [(above, line) for above, line in pairs if line.above == "line" and not is_marked(line.text)]
    # where no blank lines part paragraphs, the lines that surely go on show how far lines reach
    going_on = [(above, line) for above, line in unmarked if _runs_on_below(above, line)]
    for followed, fewest in ((unmarked, FEWEST_FOLLOWED), (going_on, FEWEST_GOING_ON)):
        if len(followed) < fewest:
            continue
        width = _quantile([above.length for above, _ in followed], WIDEST)
        rooms = [_room(above, line, width) for above, line in followed]
        for slack in (0, round(RAGGED * width)):
            if width in WRAP_WIDTHS and sum(room < slack for room in rooms) >= ENOUGH_FULL * len(rooms):
                return Setting("wrapped", width, slack)
    if printed and _quantile([line.length for line in printed], WIDEST) >= WRAP_WIDTHS.stop:
        return Setting("paragraphs")
    return Setting("unknown")


def _is_whole_paragraph(line: Printed) -> bool:
    """Longer than any line that was broken to a width, and no row of columns."""
    return line.length > LONGEST_BROKEN and WIDE.search(line.text.strip()) is None and "\t" not in line.text.strip()


def _runs_on_below(above: Printed, line: Printed) -> bool:
    """A line of prose that ends no sentence, and small letters below it; no cells of a table."""
    words = MARKED.sub("", above.text, count=1) if is_marked(above.text) else above.text
    if WIDE.search(words.strip()) is not None or line.indent > FURTHEST_IN:
        return False
    return line.text.lstrip()[0].islower() and above.text.rstrip()[-1] not in f"{ENDINGS},"


def _quantile(lengths: list[int], share: float) -> int:
    return sorted(lengths)[int(share * (len(lengths) - 1))]


def _room(above: Printed, line: Printed, width: int) -> int:
    """Characters to spare in the line above, had the next line's first word been put there. Negative: it was full.

    A centred line has the room on its left too.
    """
    word = FIRST_WORD.match(line.text)
    room = width - above.length - 1 - (len(word[1]) if word else 0)
    return room + above.indent if _are_centred(above, line, width) else room


def _are_centred(above: Printed, line: Printed, width: int) -> bool:
    """Lines with as much white on their left as on their right, and not all as much: such lines only hang."""
    if above.indent == line.indent or is_marked(above.text) or is_marked(line.text):
        return False
    return all(x.indent > INDENTED and abs(x.indent - (width - x.length)) <= OFF_CENTRE for x in (above, line))


def _opens(printed: Sequence[Printed], at: int, before: int, setting: Setting) -> bool | None:
    """`before` is the line before in the flow; between them stand running heads and feet at most."""
    line, above = printed[at], printed[before]
    if before < at - 1:
        return _opens_beyond(above, line)
    if line.above != "line" and _runs_on(above, line):
        return None
    if line.above == "blank" or setting.habit == "paragraphs":
        return True
    marked = is_marked(line.text) and not _is_figure_of(above, line)
    if line.above != "line" or setting.habit == "unknown":
        return True if marked else None
    return _opens_wrapped(above, line, marked, setting)


def _opens_beyond(above: Printed, line: Printed) -> bool | None:
    """After a running head or a page number: a sentence that has not ended may go on."""
    if is_marked(line.text) or (above.page == line.page and above.text.rstrip()[-1] in ENDINGS):
        return True
    return None


def _opens_wrapped(above: Printed, line: Printed, marked: bool, setting: Setting) -> bool | None:
    """A dash or number may have been wrapped to the start of a line, unless the line above was ended on purpose."""
    room = _room(above, line, setting.width) - setting.slack
    if _are_centred(above, line, setting.width):
        return not line.text.lstrip()[0].islower() and room + setting.slack > SOME * setting.width
    ended = above.text.rstrip()[-1] in ENDINGS
    if marked and _is_next_point(above, line):
        return True
    if marked:
        return True if ended or line.indent < above.indent or (room >= 0 and not _hangs(above, line)) else None
    if ended and (room > SOME * setting.width or _is_set_in(above, line) or _is_out_of_hang(above, line)):
        return True
    if room < 0 or _hangs(above, line):
        return False
    return True if room > (1 - BROKEN_EARLY) * setting.width else None


def _is_figure_of(above: Printed, line: Printed) -> bool:
    """`... rose from 58.1 to` / `61.4 in the year`: a number that the sentence goes on with."""
    if FIGURE_AT_START.match(line.text) is None or _is_next_point(above, line):
        return False
    return above.text.rstrip()[-1] not in ENDINGS


def _is_next_point(above: Printed, line: Printed) -> bool:
    """Under a point with a mark of the same kind, as far in."""
    first, second = POINT.match(above.text), POINT.match(line.text)
    return first is not None and second is not None and first.group(1, 2, 3, 4) == second.group(1, 2, 3, 4)


def _hangs(above: Printed, line: Printed) -> bool:
    """Under the words after a label or number and its gap, or as far in as a line that does."""
    if line.indent < HANGING or is_marked(line.text) != is_marked(above.text):
        return line.indent >= HANGING and line.indent == above.indent and not is_marked(above.text)
    return any(gap.end() == line.indent for gap in WIDE.finditer(above.text))


def _is_out_of_hang(above: Printed, line: Printed) -> bool:
    """Left of a number or bullet, or under a number whose words stand a gap away: those would hang."""
    mark = MARKED.match(above.text) if is_marked(above.text) else None
    if mark is None or line.text.lstrip()[0].islower():
        return False
    gap = len(mark[0]) - len(mark[0].rstrip())
    return line.indent < above.indent or (gap >= HANGING and line.indent == above.indent)


def _is_set_in(above: Printed, line: Printed) -> bool:
    """Further in than the words above, which under a bullet or number hang."""
    mark = MARKED.match(above.text)
    return line.indent >= (mark.end() if mark and is_marked(above.text) else above.indent) + FIRST_INDENT


def _runs_on(above: Printed, line: Printed) -> bool:
    """A sentence cut in two by a blank line, as where a page broke in an earlier form: "We know" / "our young"."""
    return line.text.lstrip()[0].islower() and above.text.rstrip()[-1].isalnum() and not is_marked(line.text)
