"""The front sheet: the list of items that stands before the papers of a pack.

Shapes read, under a heading such as `AGENDA` (`vocabulary/packs.csv`, kind `front`):

    5.  Quarterly Performance Report (Pages 15 - 86)          5   Quarterly Performance Report      15 - 86
    5a  Minutes of the last meeting ........ 3                6.1 Minutes      (table cells: number, title, pages)

A number opens an item where it goes on from the item before; page numbers belong to the item above them. Sentences
under an item ("To receive the report of ...") are no part of its title.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.packs.stamps import says
from pipeline.records import dataclass
from pipeline.transcript import Line

OPENS = re.compile(r"\s*((\d{1,2})(?:\.(\d{1,2}))?([a-z]?))(?:[.):]{1,2}\s*|\s+)(?=\S)", re.IGNORECASE)
BRACKETED = re.compile(
    r"\(\s{0,9}(?:pages?|pp?\.?)\s{0,9}:?\s{0,9}(\d{1,4})(?:\s{0,9}(?:[-–—]|to)\s{0,9}(\d{1,4}))?\s{0,9}\)",
    re.IGNORECASE,
)
AT_END = re.compile(
    r"(?:\t\s{0,9}|\.{3}\s{0,9}|…\s{0,9}|\bpages?\s{1,9})(?:pages?\s{1,9})?(\d{1,4})(?:\s{0,9}(?:[-–—]|to)\s{0,9}(\d{1,4}))?\s{0,9}\Z",
    re.IGNORECASE,
)
MOST_SKIPPED = 3  # numbers: front sheets of a public pack leave out items that are not public
MOST_TITLE_LINES = 4
FULL = 0.5  # of the widest line: a title's line that goes on below is at least so long
FEWEST_ITEMS = 2
LEADERS = re.compile(r"[\s.…]{0,200}\Z")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item as the front sheet lists it; `first` and `last` are printed page numbers."""

    number: str
    title: str
    first: int | None
    last: int | None
    lines: tuple[int, ...]
    page: int
    """Of the file, where the item is listed."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands in one row: a printed line, or the cells of a table's row with gaps between them."""

    text: str
    lines: tuple[int, ...]


@dataclass(slots=True)
class _Draft:
    number: str
    at: tuple[int, int, str]
    rows: list[_Row]
    title: list[str]
    pages: tuple[int, int | None] | None
    closed: bool = False


def is_front(lines: Sequence[Line]) -> bool:
    """A line says that this is an agenda."""
    return any(line.role is None and says("front", line.text) for line in lines)


def read_agenda(lines: Sequence[Line], end: int) -> tuple[AgendaItem, ...]:
    """The items listed on the pages before page `end`; none where no line says that this is an agenda."""
    front = [i for i, line in enumerate(lines) if line.page < end and line.role is None and line.text.strip()]
    if not is_front([lines[i] for i in front]):
        return ()
    widest = max((box[2] - box[0] for i in front if (box := lines[i].box) is not None), default=0.0)
    items = _items(list(_rows(lines, front)), lines, widest)
    return items if len(items) >= FEWEST_ITEMS else ()


def _rows(lines: Sequence[Line], front: Sequence[int]) -> Iterator[_Row]:
    run: list[int] = []
    for i in front:
        cell, before = lines[i].cell, lines[run[-1]].cell if run else None
        same = cell is not None and before is not None and (cell.table, cell.row) == (before.table, before.row)
        if run and not same:
            yield _row(lines, run)
            run = []
        run.append(i)
    if run:
        yield _row(lines, run)


def _row(lines: Sequence[Line], run: Sequence[int]) -> _Row:
    text = ""
    for before, i in zip((None, *run), run, strict=False):
        if before is not None:
            text += " " if lines[before].cell == lines[i].cell else "\t"
        text += lines[i].text.strip()
    return _Row(text, tuple(run))


def _items(rows: Sequence[_Row], lines: Sequence[Line], widest: float) -> tuple[AgendaItem, ...]:
    drafts: list[_Draft] = []
    for row in rows:
        opened = OPENS.match(row.text)
        at = _at(opened) if opened is not None else None
        if opened is not None and at is not None and _follows(at, drafts[-1].at if drafts else None):
            words, pages = _parted(row.text[opened.end() :])
            drafts.append(_Draft(opened[1].lower(), at, [row], [words], pages))
        elif drafts:
            _take(drafts[-1], row, lines, widest)
    return tuple(_item(draft, lines) for draft in drafts if any(draft.title))


def _at(opened: re.Match[str]) -> tuple[int, int, str]:
    return int(opened[2]), int(opened[3] or 0), opened[4].lower()


def _follows(at: tuple[int, int, str], last: tuple[int, int, str] | None) -> bool:
    if last is None:
        return at[0] >= 1
    if at[0] == last[0]:
        return last < at and (at[1] <= last[1] + MOST_SKIPPED)
    return last[0] < at[0] <= last[0] + 1 + MOST_SKIPPED and at[1] <= 1 and at[2] in ("", "a")


def _parted(words: str) -> tuple[str, tuple[int, int | None] | None]:
    """Title and pages."""
    match = BRACKETED.search(words) or AT_END.search(words)
    if match is None:
        return words, None
    pages = int(match[1]), int(match[2]) if match[2] else None
    return LEADERS.sub("", words[: match.start()]), pages


def _take(draft: _Draft, row: _Row, lines: Sequence[Line], widest: float) -> None:
    """A row under an item: its title's next line, its pages, or a sentence about it."""
    goes_on = not draft.closed and _goes_on(draft, row, lines, widest)
    had = draft.pages is not None
    words, pages = _parted(row.text) if not had else (row.text, None)
    if not goes_on and pages is None:
        draft.closed = True
        return
    draft.rows.append(row)
    draft.pages = draft.pages or pages
    if goes_on:
        draft.title.append(words)
    draft.closed = draft.closed or pages is not None


def _goes_on(draft: _Draft, row: _Row, lines: Sequence[Line], widest: float) -> bool:
    """Set as the title's line above it, which was too full for the next word."""
    above, line = lines[draft.rows[-1].lines[-1]], lines[row.lines[0]]
    if len(draft.title) == MOST_TITLE_LINES or above.page != line.page or above.box is None or line.box is None:
        return False
    alike = (above.bold, above.italic, above.size) == (line.bold, line.italic, line.size)
    close = line.box[1] - above.box[3] < (line.size or 10)
    words = row.text.strip()
    full = above.box[2] - above.box[0] >= FULL * widest or BRACKETED.match(words) is not None
    return alike and close and full and above.cell is None and line.cell is None and not words.endswith(".")


def _item(draft: _Draft, lines: Sequence[Line]) -> AgendaItem:
    title = " ".join(" ".join(draft.title).split()).rstrip(" .:")
    first, last = draft.pages or (None, None)
    at = tuple(i for row in draft.rows for i in row.lines)
    return AgendaItem(draft.number, title, first, last, at, lines[at[0]].page)
