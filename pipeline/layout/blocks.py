"""Split: blocks that tile the lines. Each block names the rule that claimed it; the last rule takes what is left."""

from collections.abc import Sequence
from dataclasses import field
from typing import Literal

from pipeline.layout.captions import is_caption
from pipeline.layout.forms import with_form_labels
from pipeline.layout.header import HeaderBlock
from pipeline.layout.headings import could_be_title, is_heading
from pipeline.layout.marks import Mark, as_letter, is_one_letter, read_mark
from pipeline.layout.numbering import MOST_SKIPPED, Key, Series, advanced, follows, key_of, settled
from pipeline.layout.openings import INDENT, is_referred_to, opens_block
from pipeline.layout.tables import data_tables
from pipeline.layout.typesetting import PAGE_NUMBER, Typesetting
from pipeline.records import dataclass
from pipeline.transcript import Line
from pipeline.vocabulary.headings import heading_kind, leads_in

Kind = Literal["header", "furniture", "heading", "paragraph", "item", "table", "figure"]
MOST_HEADING_LINES = 4  # a heading of three lines, and the first numbered line under it
ASKS = ("improvement_areas", "recommendations")
LISTS = (*ASKS, "appendices", "background_documents")
"""Kinds of heading under which each line that is broken on purpose is a point."""
FAR_AHEAD = 60  # lines in which the next paragraph's number comes
RUNNING = ("running-head", "running-foot", "footnote")
ASIDE = {"hidden": "hidden", "deleted": "deleted", "footnote": "footnote", "contents": "contents", "rule": "rule"}


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, by their indexes in the transcript."""

    kind: Kind
    lines: tuple[int, ...]
    mark: Mark | None = None
    listed: bool = False
    """Its number is one of a list after a lead-in, not one of the paper's paragraphs."""
    note: str = ""
    """Furniture: its kind."""
    caption: tuple[int, ...] = ()
    """Table or figure: the lines of its caption, not among `lines`."""


@dataclass(slots=True)
class _Walk:
    """Where the walk over the lines has got to; lives inside `split` only."""

    series: Series = field(default_factory=Series)
    open: list[int] = field(default_factory=list)
    mark: Mark | None = None
    listed: bool = False
    kind: Kind = "paragraph"
    asked: bool = False
    """The last heading asks for a list."""
    points: tuple[tuple[Key, int], ...] = ()
    """The numbered lists that are open after lead-ins, outermost first: the series of each and its last number."""
    done: list[Block] = field(default_factory=list)

    def close(self) -> None:
        if self.open:
            self.done.append(Block(self.kind, tuple(self.open), self.mark, self.listed))
        self.open, self.mark, self.kind, self.listed = [], None, "paragraph", False


def split(lines: Sequence[Line], header: HeaderBlock, typesetting: Typesetting) -> tuple[Block, ...]:
    """Every line in exactly one block, in reading order of each block's first line."""
    walk, header_lines, data = _Walk(), frozenset(header.lines), data_tables(lines)
    lines = with_form_labels(lines)
    i = 0
    while i < len(lines):
        line = lines[i]
        aside = _aside(line, i, typesetting)
        if i in header_lines:
            walk.done.append(Block("header", (i,)))
        elif aside:
            walk.done.append(Block("furniture", (i,), note=aside))
        elif line.role == "figure":
            walk.done.append(Block("figure", (i,), caption=_caption_before(walk, lines)))
        elif line.cell is not None and line.cell.table in data:
            rows, caption = _table_run(lines, i), _caption_before(walk, lines)
            walk.close()
            walk.done.append(Block("table", rows, caption=caption))
            between = sorted(set(range(i, rows[-1])) - set(rows))
            walk.done += [Block("furniture", (k,), note=_aside(lines[k], k, typesetting) or "space") for k in between]
            i = rows[-1]
        else:
            _flow(walk, lines, i, typesetting)
        i += 1
    walk.close()
    return tuple(sorted(walk.done, key=lambda block: block.lines[0]))


def _caption_before(walk: _Walk, lines: Sequence[Line]) -> tuple[int, ...]:
    """The open lines where they are the caption of what follows; they are then no block of their own."""
    if not walk.open or walk.mark is not None or not is_caption([lines[i] for i in walk.open]):
        return ()
    caption, walk.open = tuple(walk.open), []
    walk.close()
    return caption


def _aside(line: Line, i: int, typesetting: Typesetting) -> str | None:
    if not line.text.strip() and line.cell is None and line.text:
        return "space"
    if line.role == "stamp":
        return "stamp"
    if i in typesetting.furniture:
        return _furniture_kind(line)
    if i in typesetting.footnotes:
        return "footnote"
    if line.role in ("running-head", "running-foot"):
        return "page-number" if PAGE_NUMBER.fullmatch(line.text.strip()) else line.role
    return ASIDE.get(line.role or "")


def _furniture_kind(line: Line) -> str:
    if PAGE_NUMBER.fullmatch(line.text.strip()):
        return "page-number"
    return "running-head" if line.box is not None and line.box[1] < 200 else "running-foot"


def _table_run(lines: Sequence[Line], i: int) -> tuple[int, ...]:
    """The lines of the table from line `i`; a running head may stand between them."""
    table, run = lines[i].cell, []
    for k in range(i, len(lines)):
        cell = lines[k].cell
        if cell is not None and table is not None and cell.table == table.table:
            run.append(k)
        elif lines[k].role not in RUNNING:
            break
    return tuple(run)


def _flow(walk: _Walk, lines: Sequence[Line], i: int, typesetting: Typesetting) -> None:
    line = lines[i]
    mark = _mark(lines, i, walk, typesetting)
    goes_on = walk.open and not _is_next_number(mark, line, walk)
    if goes_on and not opens_block(lines, i, walk.open, mark, typesetting, walk.asked):
        walk.open.append(i)
        if walk.kind == "heading" and line.role is None and not _is_title(lines, walk):
            walk.kind = "paragraph"
        return
    listed = line.role != "heading" and _is_listed(walk, lines, mark)
    _number(walk, mark, listed)
    if walk.kind == "heading" and lines[walk.open[-1]].text.rstrip().endswith(","):
        walk.kind = "paragraph"
    if walk.kind == "heading":
        walk.asked = heading_kind(_words(lines, walk)) in LISTS
    walk.close()
    walk.mark, walk.listed = mark, listed
    walk.kind = _kind(line, mark, listed, typesetting)
    if walk.kind == "paragraph" and not listed and mark is not None and _heads_numbers(lines, i, mark):
        walk.kind = "heading"
    if walk.kind == "heading":
        walk.points = ()
    walk.open.append(i)


def _is_title(lines: Sequence[Line], walk: _Walk) -> bool:
    """The open lines together; a bold sentence of two lines is none."""
    return could_be_title(_words(lines, walk))


def _words(lines: Sequence[Line], walk: _Walk) -> str:
    words = " ".join(lines[i].text.strip() for i in walk.open)
    return words[walk.mark.end if walk.mark else 0 :]


def _heads_numbers(lines: Sequence[Line], i: int, mark: Mark) -> bool:
    """`3. Fostering` over `3.1 ...`, `A. Fostering` over `A1 ...`: the words end no sentence, the first number under
    them counts from theirs. Holds however the heading is set."""
    if len(mark.parts) != 1 or not could_be_title(lines[i].text[mark.end :]):
        return False
    marks = (read_mark(line.text) for line in lines[i + 1 : i + 1 + MOST_HEADING_LINES])
    below = next((m for m in marks if m is not None and m.family != "bullet"), None)
    if below is None or len(below.parts) != 2 or below.parts[0] != mark.parts[0] or below.parts[1] > 1:
        return False
    return (mark.family, below.family) in (("decimal", "decimal"), ("letter", "lettered"))


def _is_next_number(mark: Mark | None, line: Line, walk: _Walk) -> bool:
    """`1.2 ...` after a forced line break within 1.1: the very next number, though the format says that it goes on."""
    if mark is None or line.opens is not False or len(mark.parts) < 2 or mark.family != "decimal":
        return False
    return walk.series.value(key_of(mark)) == mark.parts[-1] - 1


def _number(walk: _Walk, mark: Mark | None, listed: bool) -> None:
    """Counts the number on: in the list after a lead-in where it belongs to one, else in the paper's own series."""
    if mark is None or mark.family == "bullet":
        return
    if listed:
        level = _level_of_point(walk.points, mark)
        walk.points = (*walk.points[:level], (key_of(mark), mark.parts[-1]))
    else:
        walk.points = ()
        walk.series = advanced(mark, walk.series)


def _is_listed(walk: _Walk, lines: Sequence[Line], mark: Mark | None) -> bool:
    """A point of a list: it begins at 1 straight after a lead-in's colon, or is the next after the last point."""
    if mark is None or mark.family == "bullet" or len(mark.parts) > 1:
        return False
    if _level_of_point(walk.points, mark) < len(walk.points):
        return True
    if walk.kind == "heading" or not walk.open:
        return False
    return mark.parts[-1] == 1 and leads_in(lines[walk.open[-1]].text)


def _level_of_point(points: tuple[tuple[Key, int], ...], mark: Mark) -> int:
    """How deep in the open lists the mark is the next point; their number where it is in none.

    A list may skip a letter or a bracketed number, `b)` and `d)`: nothing else at a line's start looks like those.
    """
    key, number = key_of(mark), mark.parts[-1]
    levels = [level for level in reversed(range(len(points))) if points[level][0] == key]
    exact = next((level for level in levels if points[level][1] == number - 1), None)
    if exact is not None:
        return exact
    if mark.style not in (")", "()"):
        return len(points)
    near = (level for level in levels if 0 < number - points[level][1] <= 1 + MOST_SKIPPED)
    return next(near, len(points))


def _is_next_point(walk: _Walk, mark: Mark) -> bool:
    return len(mark.parts) == 1 and _level_of_point(walk.points, mark) < len(walk.points)


def _mark(lines: Sequence[Line], i: int, walk: _Walk, typesetting: Typesetting) -> Mark | None:
    line = lines[i]
    if line.mark == 0:
        return None
    mark = read_mark(line.text)
    if mark is None or mark.family == "bullet":
        return mark
    if line.mark is not None:
        return _settled(lines, i, mark, walk)
    if is_one_letter(mark) and _is_next_point(walk, letter := as_letter(mark)):
        return letter
    if walk.open and walk.kind != "heading" and line.opens is None and is_referred_to(lines[walk.open[-1]], line, mark):
        return None
    mark = _settled(lines, i, mark, walk)
    if _is_next_point(walk, mark):
        return mark
    bare = mark.family == "decimal" and len(mark.parts) == 1 and not mark.style and not mark.set_off
    if bare and not (is_heading(line, mark, typesetting) or _counts_on(lines, i, mark, walk, typesetting)):
        return None
    return mark if follows(mark, walk.series) else None


def _settled(lines: Sequence[Line], i: int, mark: Mark, walk: _Walk) -> Mark:
    """`i)` by what comes after, else by the numbers before."""
    return mark if _begins_romans(lines, i, mark) else settled(mark, walk.series)


def _begins_romans(lines: Sequence[Line], i: int, mark: Mark) -> bool:
    """`(i)` with `(ii)` as the next mark of its style: a list's first number, also straight after a paragraph (h)."""
    if not is_one_letter(mark) or mark.parts != (1,):
        return False
    ahead = (read_mark(line.text) for line in lines[i + 1 : i + 1 + FAR_AHEAD])
    after = next(
        (m for m in ahead if m is not None and m.style == mark.style and m.family in ("roman", "letter")), None
    )
    return after is not None and after.family == "roman" and after.parts == (2,)


def _counts_on(lines: Sequence[Line], i: int, mark: Mark, walk: _Walk, typesetting: Typesetting) -> bool:
    """`8 Words ...` with no more than a space: the very next number, where a block opens by itself.

    The first of such a series is believed where the second stands further on.
    """
    first = lines[walk.open[0]].left if walk.open else None
    out = first is not None and (lines[i].left or first) < first - INDENT
    if (
        not (out or opens_block(lines, i, walk.open, None, typesetting))
        or lines[i].text[mark.end : mark.end + 1].islower()
    ):
        return False
    if _is_table_note(lines, i, mark):
        return False
    last = walk.series.value(key_of(mark))
    if last is not None:
        return mark.parts[0] == last + 1
    ahead = (read_mark(line.text) for line in lines[i + 1 : i + 1 + FAR_AHEAD] if line.cell is None)
    second = (m for m in ahead if m is not None and key_of(m) == key_of(mark) and not m.style)
    return next((m.parts[0] == mark.parts[0] + 1 for m in second), False)


def _is_table_note(lines: Sequence[Line], i: int, mark: Mark) -> bool:
    """`1 Provisional.` straight under a table, `2 ...` under that: the marks of figures in its cells."""
    number = mark.parts[0]
    while i and number > 1 and (above := read_mark(lines[i - 1].text)) is not None and lines[i - 1].cell is None:
        if above.parts != (number - 1,) or above.style:
            return False
        i, number = i - 1, number - 1
    return i > 0 and lines[i - 1].cell is not None


def _kind(line: Line, mark: Mark | None, listed: bool, typesetting: Typesetting) -> Kind:
    if not listed and is_heading(line, mark, typesetting):
        return "heading"
    if mark is not None and mark.family == "bullet":
        return "item"
    if mark is None and line.role == "item" and line.block is not None:
        return "item"
    return "paragraph"
