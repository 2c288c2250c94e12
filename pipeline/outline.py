"""Arrange: blocks become sections, paragraphs with lists, tables and furniture; what a page break cut is joined."""

from collections.abc import Sequence
from dataclasses import field, replace

from pipeline.ids import Ids
from pipeline.layout.blocks import ASKS, Block
from pipeline.layout.header import HeaderBlock
from pipeline.layout.marks import Mark, read_mark
from pipeline.layout.numbering import key_of
from pipeline.layout.openings import ADDRESS
from pipeline.layout.tables import ReadTable, TableCell, read_table
from pipeline.records import dataclass
from pipeline.transcript import Box, Line, Transcript
from pipeline.vocabulary.headings import heading_kind, leads_in
from pipeline.wordings import Evidence, evidence_of, joined, own_words
from schemas.base import Span
from schemas.outline import Figure, Furniture, Item, Paragraph, Section, Table

SENTENCE_ENDS = (".", "!", "?", ":", ";", "’", "”", "'", '"', ")")
SAME_COLUMN = 6.0  # points: a table goes on over a page where its columns stand at the same places


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table with its cells' places."""

    id: str
    section: str | None
    read: ReadTable
    lines: tuple[int, ...]
    """Those of its caption first."""
    lead_in: str
    """The text of the paragraph before it."""
    caption: str | None


@dataclass(frozen=True, slots=True)
class Outline:
    """The spine of a paper: everything that its lines became."""

    transcript: Transcript
    starts: tuple[int, ...]
    header: HeaderBlock
    header_words: dict[str, str]
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    data_tables: tuple[DataTable, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    furniture: tuple[Furniture, ...]
    header_spans: dict[str, tuple[Span, ...]]
    evidence: Evidence
    text: str
    """The whole paper's."""

    def spans(self, lines: Sequence[int]) -> tuple[Span, ...]:
        return spans_of(self.transcript, self.starts, lines)

    def points_of(self, cell: TableCell) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The bulleted or numbered points in a table's cell, each with its lines; all its words where it has none."""
        lines = self.transcript.lines
        marks = {i: mark for i in cell.lines if (mark := read_mark(lines[i].text)) is not None}
        if not marks:
            return ((cell.text, cell.lines),)
        runs: list[list[int]] = []
        for i in cell.lines:
            if i in marks or not runs:
                runs.append([])
            runs[-1].append(i)
        ends = {i: mark.end for i, mark in marks.items()}
        texts = (joined([own_words(lines[i], ends.get(i, 0)) for i in run], self.evidence) for run in runs)
        return tuple((text, tuple(run)) for text, run in zip(texts, runs, strict=True) if text)


@dataclass(slots=True)
class _Point:
    """A list item under construction."""

    mark: Mark | None
    lines: list[int]
    left: float
    level: int | None
    points: list["_Point"] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """A paragraph under construction."""

    mark: Mark | None
    lines: list[int]
    section: str | None
    points: list[_Point] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _FoundTable:
    """A table's lines on the pages it stands on, and what stands over it."""

    lines: tuple[int, ...]
    caption: tuple[int, ...]
    section: str | None
    lead_in: str


@dataclass(slots=True)
class _Arranging:
    """What `arrange` has made so far; never leaves it."""

    lines: Sequence[Line]
    ids: Ids
    evidence: Evidence
    starts: tuple[int, ...]
    sections: list[Section] = field(default_factory=list)
    above: list[Section] = field(default_factory=list)
    """The last section, that which it stands under, and so on up: the highest first."""
    drafts: list[_Draft] = field(default_factory=list)
    tables: list[_FoundTable] = field(default_factory=list)
    figures: list[tuple[Block, str | None]] = field(default_factory=list)
    furniture: list[Block] = field(default_factory=list)
    section: str | None = None
    open: bool = False
    """The last draft may still take items and continuations."""


def arrange(transcript: Transcript, blocks: Sequence[Block], header: HeaderBlock) -> Outline:
    """The outline of a paper from its blocks in order."""
    starts = tuple(transcript.starts())
    state = _Arranging(transcript.lines, Ids(), evidence_of(transcript.lines), starts)
    for block in blocks:
        _take(state, block, transcript, starts)
    tables = _whole_tables(state)
    data_tables = tuple(_data_table(state, table) for table in tables)
    return Outline(
        transcript,
        starts,
        header,
        _header_words(state, header),
        tuple(state.sections),
        tuple(_paragraph(state, d, transcript, starts) for d in state.drafts),
        data_tables,
        tuple(_table(t, transcript, starts) for t in data_tables),
        tuple(_figure(state, n, *figure, transcript, starts) for n, figure in enumerate(state.figures, 1)),
        tuple(_furniture(state, b, transcript, starts) for b in state.furniture),
        _header_spans(transcript, starts, header),
        state.evidence,
        transcript.text,
    )


def spans_of(transcript: Transcript, starts: Sequence[int], lines: Sequence[int]) -> tuple[Span, ...]:
    """One span for each run of lines that stand together on one page."""
    out: list[Span] = []
    run: list[int] = []
    for i in lines:
        if run and (i != run[-1] + 1 or transcript.lines[i].page != transcript.lines[run[-1]].page):
            out.append(_span(transcript, starts, run))
            run = []
        run.append(i)
    return (*out, _span(transcript, starts, run)) if run else ()


def _span(transcript: Transcript, starts: Sequence[int], run: Sequence[int]) -> Span:
    lines = transcript.lines[run[0] : run[-1] + 1]
    boxes = [line.box for line in lines if line.box is not None]
    box = None
    if boxes:
        x0, top, x1, bottom = boxes[0] if len(boxes) == 1 else _around(boxes)
        box = round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)
    return Span(page=lines[0].page, start=starts[run[0]], end=starts[run[-1]] + len(lines[-1].text), box=box)


def _around(boxes: Sequence[Box]) -> Box:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def _take(state: _Arranging, block: Block, transcript: Transcript, starts: Sequence[int]) -> None:
    if block.kind == "furniture":
        state.furniture.append(block)
    elif block.kind == "heading":
        if _repeats_heading(state, block):
            _take_text(state, replace(block, kind="paragraph"))
        else:
            _take_heading(state, block, transcript, starts)
    elif block.kind == "table":
        last = state.drafts[-1] if state.drafts and state.open else None
        lead_in = _text(state, last.lines, last.mark) if last else ""
        state.tables.append(_FoundTable(block.lines, block.caption, state.section, lead_in))
        state.open = False
    elif block.kind == "figure":
        state.figures.append((block, state.section))
    elif block.kind in ("paragraph", "item"):
        _take_text(state, block)


def _repeats_heading(state: _Arranging, block: Block) -> bool:
    """An unnumbered line right under a heading that asks for the same: the head of the list, not a section."""
    section = state.sections[-1] if state.sections else None
    if section is None or block.mark is not None or state.lines[block.lines[0]].role == "heading":
        return False
    kind = heading_kind(section.title)
    if kind not in ASKS or section.spans[-1].end != state.starts[block.lines[0]]:
        return False
    return heading_kind(_text(state, block.lines, None)) == kind


def _take_heading(state: _Arranging, block: Block, transcript: Transcript, starts: Sequence[int]) -> None:
    title = _text(state, block.lines, block.mark)
    number = block.mark.printed if block.mark else None
    level = _level(block.mark, transcript.lines[block.lines[0]])
    while state.above and state.above[-1].level >= level:
        state.above.pop()
    parent = state.above[-1] if state.above else None
    id_ = state.ids.section(number, title)
    spans = spans_of(transcript, starts, block.lines)
    parent_id = parent.id if parent else None
    section = Section(id=id_, number=number, title=title, level=level, parent=parent_id, spans=spans)
    state.sections.append(section)
    state.above.append(section)
    state.section, state.open = id_, False


def _level(mark: Mark | None, line: Line) -> int:
    if mark is None or mark.family != "decimal":
        return line.level or 1
    return max(1, len([p for n, p in enumerate(mark.parts) if p or n == 0]))


def _take_text(state: _Arranging, block: Block) -> None:
    draft = state.drafts[-1] if state.drafts and state.open else None
    unmarked = block.mark is None and block.kind != "item"
    if draft is not None and unmarked and (_runs_on(state, draft, block) or _is_same_contact(state, draft)):
        _last_lines(draft).extend(block.lines)
        return
    if block.kind == "item" or (draft is not None and (block.listed or _is_point(state, draft, block))):
        if draft is None:
            draft = _Draft(None, [], state.section)
            state.drafts.append(draft)
            state.open = True
        _add_point(draft, block, state.lines)
        return
    state.drafts.append(_Draft(block.mark, list(block.lines), state.section))
    state.open = True


def _last_lines(draft: _Draft) -> list[int]:
    """The lines of whatever the draft holds last: its last point, else itself."""
    lines, points = draft.lines, draft.points
    while points:
        lines, points = points[-1].lines, points[-1].points
    return lines


def _runs_on(state: _Arranging, draft: _Draft, block: Block) -> bool:
    """A sentence that was cut: the last words end no sentence, and the next begin in small letters."""
    lines = _last_lines(draft)
    if not lines:
        return False
    before = state.lines[lines[-1]].text.rstrip()
    words = state.lines[block.lines[0]].text.lstrip()
    first = words.split(maxsplit=1)[0] if words else ""
    if "@" in first or first.startswith(("http", "www.")):
        return False
    return bool(before) and not before.endswith(SENTENCE_ENDS) and words[:1].islower()


def _is_same_contact(state: _Arranging, draft: _Draft) -> bool:
    """Under a heading for contacts, a person's lines belong together up to the e-mail address."""
    if draft.mark is not None or draft.points or not draft.lines or not state.sections:
        return False
    last = state.lines[draft.lines[-1]].text.rstrip()
    if last.endswith(SENTENCE_ENDS) or ADDRESS.search(last) is not None:
        return False
    return state.sections[-1].id == draft.section and heading_kind(state.sections[-1].title) == "contact"


def _is_point(state: _Arranging, draft: _Draft, block: Block) -> bool:
    """Whether a numbered block is a sub-point of the open paragraph.

    Letters and romans under a decimal paragraph are; numbers that begin at 1 under a lead-in (a text that ends in a
    colon) are; and what goes on with a list that is open.
    """
    mark = block.mark
    if mark is None or mark.family == "bullet" or len(mark.parts) > 1:
        return False
    if draft.mark is not None and key_of(draft.mark) == key_of(mark):
        return False
    if draft.points:
        return any(p.mark is not None and key_of(p.mark) == key_of(mark) for p in _all_points(draft.points)) or (
            mark.parts[0] == 1 and mark.family != "decimal"
        )
    lead_in = leads_in(_text(state, draft.lines, draft.mark))
    if mark.family == "decimal":
        return lead_in and mark.parts[0] == 1
    return lead_in or (draft.mark is not None and draft.mark.family in ("decimal", "lettered") and mark.parts[0] == 1)


def _all_points(points: Sequence[_Point]) -> list[_Point]:
    return [p for point in points for p in (point, *_all_points(point.points))]


def _add_point(draft: _Draft, block: Block, lines: Sequence[Line]) -> None:
    line = lines[block.lines[0]]
    point = _Point(block.mark, list(block.lines), line.left or 0.0, line.level)
    siblings = draft.points
    while siblings and _is_under(point, siblings, lines):
        siblings = siblings[-1].points
    siblings.append(point)


def _is_under(point: _Point, siblings: Sequence[_Point], lines: Sequence[Line]) -> bool:
    """Further in than the last sibling; or level with it, and a list of another mark after one that leads in to it."""
    above = siblings[-1]
    if point.level is not None and above.level is not None and point.level != above.level:
        return point.level > above.level
    if abs(point.left - above.left) > SAME_COLUMN:
        return point.left > above.left
    if _series(point) in {_series(sibling) for sibling in siblings}:
        return False
    return bool(above.points) or leads_in(lines[above.lines[-1]].text)


def _series(point: _Point) -> object:
    """What points of one list share: the bullet's glyph, or the kind of number."""
    if point.mark is None:
        return None
    return point.mark.style if point.mark.family == "bullet" else key_of(point.mark)


def _text(state: _Arranging, lines: Sequence[int], mark: Mark | None) -> str:
    pieces = [own_words(state.lines[i], mark.end if mark and n == 0 else 0) for n, i in enumerate(lines)]
    return joined(pieces, state.evidence)


def _paragraph(state: _Arranging, draft: _Draft, transcript: Transcript, starts: Sequence[int]) -> Paragraph:
    number = draft.mark.printed if draft.mark else None
    id_ = state.ids.paragraph(draft.section, number)
    return Paragraph(
        id=id_,
        number=number,
        section=draft.section,
        text=_text(state, draft.lines, draft.mark),
        items=tuple(_item(state, p, id_, transcript, starts) for p in draft.points),
        spans=spans_of(transcript, starts, draft.lines),
    )


def _item(state: _Arranging, point: _Point, within: str, transcript: Transcript, starts: Sequence[int]) -> Item:
    marker = point.mark.printed if point.mark else None
    id_ = state.ids.item(within, marker)
    return Item(
        id=id_,
        marker=marker,
        text=_text(state, point.lines, point.mark),
        items=tuple(_item(state, p, id_, transcript, starts) for p in point.points),
        spans=spans_of(transcript, starts, point.lines),
    )


def _whole_tables(state: _Arranging) -> list[_FoundTable]:
    """Tables, with those that a page break cut put together again."""
    out: list[_FoundTable] = []
    for table in state.tables:
        if out and _continues(state, out[-1].lines, table.lines):
            out[-1] = replace(out[-1], lines=out[-1].lines + table.lines)
        else:
            out.append(table)
    return out


def _continues(state: _Arranging, before: Sequence[int], after: Sequence[int]) -> bool:
    """The next page's table at the same columns, with nothing but furniture between."""
    a, b = state.lines[before[-1]], state.lines[after[0]]
    if b.page != a.page + 1 or a.box is None:
        return False
    if a.cell and b.cell and b.cell.continues == a.cell.table:
        return True
    aside = {i for block in state.furniture for i in block.lines}
    if any(i not in aside and state.lines[i].role != "figure" for i in range(before[-1] + 1, after[0])):
        return False
    return _close(_columns_at(state, before), _columns_at(state, after))


def _columns_at(state: _Arranging, lines: Sequence[int]) -> dict[int, tuple[float, float]]:
    """From where to where the words of each column reach; cells over several columns aside."""
    reach: dict[int, tuple[float, float]] = {}
    for i in lines:
        line = state.lines[i]
        if line.cell is None or line.box is None or not line.text.strip() or line.cell.columns > 1:
            continue
        left, right = reach.get(line.cell.column, (line.box[0], line.box[2]))
        reach[line.cell.column] = min(left, line.box[0]), max(right, line.box[2])
    return reach


def _close(a: dict[int, tuple[float, float]], b: dict[int, tuple[float, float]]) -> bool:
    """As many columns, and most of them start, end or have their middle at the same place, as their cells are set."""
    near = [_is_set_alike(a[c], b[c]) for c in a.keys() & b.keys()]
    return bool(near) and max(a) == max(b) and sum(near) * 2 >= len(near)


def _is_set_alike(a: tuple[float, float], b: tuple[float, float]) -> bool:
    offsets = a[0] - b[0], a[1] - b[1], (a[0] + a[1] - b[0] - b[1]) / 2
    return min(map(abs, offsets)) <= SAME_COLUMN


def _data_table(state: _Arranging, table: _FoundTable) -> DataTable:
    parts: list[list[int]] = []
    for i in table.lines:
        cell = state.lines[i].cell
        if not parts or (cell and (c := state.lines[parts[-1][-1]].cell) and cell.table != c.table):
            parts.append([])
        parts[-1].append(i)
    read = [_read_part(state, part) for part in parts]
    whole = read[0]
    for part in read[1:]:
        whole = _appended(whole, part)
    caption = _text(state, table.caption, None) or whole.caption()
    id_ = state.ids.table(table.section)
    return DataTable(id_, table.section, whole, (*table.caption, *table.lines), table.lead_in, caption)


def _read_part(state: _Arranging, part: Sequence[int]) -> ReadTable:
    return read_table([state.lines[i] for i in part], part, state.evidence)


def _appended(table: ReadTable, part: ReadTable) -> ReadTable:
    """The part's rows after the table's; a repeated head is not a row."""
    rows = (*part.title, *part.head, *part.body)
    heads = {tuple(c.text if c else "" for c in row) for row in (*table.title, *table.head)}
    fresh = tuple(row for row in rows if tuple(c.text if c else "" for c in row) not in heads)
    return replace(table, width=max(table.width, part.width), body=(*table.body, *fresh))


def _table(table: DataTable, transcript: Transcript, starts: Sequence[int]) -> Table:
    def texts(row: tuple[TableCell | None, ...]) -> tuple[str, ...]:
        padded = (*row, *[None] * (table.read.width - len(row)))
        return tuple(c.text if c else "" for c in padded)

    return Table(
        id=table.id,
        section=table.section,
        caption=table.caption,
        columns=table.read.columns(),
        rows=tuple(texts(row) for row in table.read.body),
        spans=spans_of(transcript, starts, table.lines),
    )


def _figure(
    state: _Arranging, n: int, block: Block, section: str | None, transcript: Transcript, starts: Sequence[int]
) -> Figure:
    """A picture with its caption, else with the words printed inside it."""
    i = block.lines[0]
    words = _text(state, block.caption, None) or own_words(transcript.lines[i]) or None
    page, spans = transcript.lines[i].page, spans_of(transcript, starts, (*block.caption, i))
    return Figure(id=state.ids.figure(n), section=section, caption=words, page=page, spans=spans)


def _furniture(state: _Arranging, block: Block, transcript: Transcript, starts: Sequence[int]) -> Furniture:
    text = " ".join(own_words(state.lines[i]) for i in block.lines)
    return Furniture.model_validate(
        {"kind": block.note, "text": text, "spans": spans_of(transcript, starts, block.lines)}
    )


def _header_words(state: _Arranging, header: HeaderBlock) -> dict[str, str]:
    words: dict[str, list[str]] = {}
    for f in header.found:
        words.setdefault(f.field, []).append(" ".join(state.lines[f.line].text[f.start : f.end].split()))
    return {name: joined(pieces, state.evidence) for name, pieces in words.items()}


def _header_spans(transcript: Transcript, starts: Sequence[int], header: HeaderBlock) -> dict[str, tuple[Span, ...]]:
    """Every character of the header's lines in one fact, or in `block`."""
    out: dict[str, list[Span]] = {}
    for i in header.lines:
        line, at = transcript.lines[i], 0
        box = None if line.box is None else tuple(round(v, 1) for v in line.box)
        facts = [(f.start, f.end, f.field) for f in header.found if f.line == i]
        for start, end, name in [*facts, (len(line.text), len(line.text), "")]:
            pieces = [("block", at, start), (name, start, end)]
            for key, low, high in pieces:
                if high > low:
                    span = Span.model_validate(
                        {"page": line.page, "start": starts[i] + low, "end": starts[i] + high, "box": box}
                    )
                    out.setdefault(key, []).append(span)
            at = max(at, end)
    return {key: tuple(spans) for key, spans in sorted(out.items())}


__all__ = ["DataTable", "Outline", "arrange", "spans_of"]
