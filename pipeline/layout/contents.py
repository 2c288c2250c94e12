"""A paper's own list of contents: it repeats the headings and is no part of the text.

Shapes read, three entries at least whose page numbers never fall:

    1. Introduction ................ 3      dots, or another leader, up to the page's number; anywhere
    Contents                                the heading (`vocabulary/header_words.csv`), then
    1. Introduction                  3      a gap and the number, also as a table's cells

A title may go on in the line before that which has the number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.layout.meetings import says
from pipeline.records import dataclass
from pipeline.transcript import Line

PAGE = re.compile(r"(?<!\d)(\d{1,3})\s*\Z")
BEFORE = re.compile(r"(?:(?<=[\s.…_·])p(?:age|\.)?)\s*\Z", re.IGNORECASE)
LEADERS = ".…_·"
LED = re.compile(rf"[{LEADERS}]\s{{0,9}}[{LEADERS}]")
FEWEST_DOTS = 4
FEWEST = 3  # entries
MOST_BETWEEN = 1  # lines of a wrapped title over the one with the number
LONGEST = 200  # characters of an entry
FIRST_PAGE = 60  # the first entry leads to no later page


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed line, or the cells of a table's row."""

    lines: tuple[int, ...]
    text: str
    role: str | None


def with_contents(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines; those of a list of contents, its heading with them, in that role and in no cell."""
    if not _may_hold_any(lines):
        return tuple(lines)
    rows = list(_rows(lines))
    found = {i for run in _runs(rows) for n in run for i in rows[n].lines}
    if not found:
        return tuple(lines)
    return tuple(
        replace(line, role="contents", cell=None, mark=0) if i in found else line for i, line in enumerate(lines)
    )


def _may_hold_any(lines: Sequence[Line]) -> bool:
    """Leaders somewhere, or the heading: without either, which is the rule, the lines are looked at no further."""
    if LED.search("".join(line.text for line in lines)) is not None:
        return True
    return any(says("contents", line.text.strip()) for line in lines if not line.text.rstrip()[-1:].isdigit())


def _rows(lines: Sequence[Line]) -> Iterator[_Row]:
    run: list[int] = []
    for i, line in enumerate(lines):
        if not line.text.strip():
            continue
        if run and not _share_row(lines[run[-1]], line):
            yield _row(lines, run)
            run = []
        run.append(i)
    if run:
        yield _row(lines, run)


def _share_row(one: Line, other: Line) -> bool:
    a, b = one.cell, other.cell
    return a is not None and b is not None and (a.table, a.row) == (b.table, b.row)


def _row(lines: Sequence[Line], run: Sequence[int]) -> _Row:
    return _Row(tuple(run), "\t".join(lines[i].text.strip() for i in run), lines[run[0]].role)


def _runs(rows: Sequence[_Row]) -> Iterator[range]:
    at = 0
    while at < len(rows):
        headed = says("contents", rows[at].text)
        start = at + 1 if headed else at
        while headed and start < len(rows) and says("contents_column", rows[start].text):
            start += 1
        end = _end(rows, start, headed)
        if end > start:
            yield range(at, end)
        at = max(at + 1, end)


def _end(rows: Sequence[_Row], start: int, headed: bool) -> int:
    """The end of the entries from `start` on; `start` itself where they are none, or too few."""
    pages: list[int] = []
    end = at = start
    while at < len(rows):
        page = _page(rows[at], headed)
        if page is not None and pages[-1:] <= [page] and (pages or page <= FIRST_PAGE):
            pages.append(page)
            end = at + 1
        elif page is not None or at - end >= MOST_BETWEEN or (not headed and not pages) or rows[at].role == "heading":
            break
        at += 1
    return end if len(pages) >= FEWEST else start


def _page(row: _Row, headed: bool) -> int | None:
    """The page that an entry leads to; None where the row is none. `headed`: a gap before the number is enough."""
    page = PAGE.search(row.text) if len(row.text) <= LONGEST else None
    if page is None:
        return None
    before = BEFORE.sub("", row.text[: page.start()])
    title = before.rstrip(f" \t{LEADERS}")
    leader = before[len(title) :]
    led = sum(leader.count(c) for c in LEADERS) + leader.count("…") >= FEWEST_DOTS
    set_off = headed and ("\t" in leader or "   " in leader)
    return int(page[1]) if title and (led or set_off) else None
