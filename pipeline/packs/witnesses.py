"""Witnesses: what each page says about whether a document begins on it.

Kinds, each of its own origin, so that two that agree are worth more than their number:

    item          a stamp with another item number than the pages before
    listed        the front sheet says that an item begins here
    bookmark      an entry of the outline's first level leads here
    header        a header block stands at the top: meeting or date, and title
    title         the words of a title of the front sheet's list stand at the top
    restart       the document's own page numbers begin again (`Page 1 of 6`)
    label         the file's page labels begin again
    running       other running heads and feet than before, which go on
    size          another page size or orientation
    blank         an empty page, or one that is left blank on purpose, stands before
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Literal

from pipeline.layout.dates import dates_in
from pipeline.layout.header import HeaderBlock, find_header
from pipeline.layout.labels import label_of
from pipeline.layout.meetings import may_name_body
from pipeline.layout.typesetting import DIGITS, measure
from pipeline.packs.stamps import EDGE, PageNumber, Stamps, own_numbers, page_number, says
from pipeline.records import dataclass
from pipeline.transcript import Line, Sheet, Transcript
from pipeline.vocabulary.wording import folded

Kind = Literal["item", "listed", "bookmark", "header", "title", "restart", "label", "running", "size", "blank"]
FEWEST_FACTS = 3  # of council, committee, date, title, for a header block that stands for a paper
FEWEST_LABELS = 2  # the same, of its labels
HEADS = 50.0  # points from the top: where running heads end, and header blocks begin
UNSEEN = ("stamp", "hidden", "deleted")
TOP_LINES = 3  # in which an appendix names itself
TITLE_LINES = 25  # of a page, among which a listed title is looked for
TITLE_SHARE = 0.75  # of a title's words
FEWEST_TITLE_WORDS = 2
MOST_TITLES = 256  # of one front sheet
SAME_SIZE = 3.0  # points
WORDS = re.compile(r"\w+")
Running = tuple[str, int]
"""The words of a line at the page's edge, with digits folded, and its height in steps of 3 points."""
SENTENCE_ENDS = (".", "!", "?", ":", ";", "’", "”", "'", '"', ")")


@dataclass(frozen=True, slots=True)
class Meeting:
    """Whom a header block names; None where it does not."""

    committee: str | None
    date: str | None
    title: str


@dataclass(frozen=True)  # no slots: `top_words` needs a place
class PageFacts:
    """What one page shows, stamps aside."""

    sheet: Sheet
    lines: tuple[Line, ...]
    running: frozenset[Running]
    own: tuple[PageNumber, ...]
    item: str | None
    header: Meeting | None
    """The meeting of a full header block."""
    attached: bool
    """It names itself an appendix."""
    empty: bool
    scanned: bool
    """A picture, and no words but stamps."""

    @cached_property
    def top_words(self) -> frozenset[str]:
        """The words of its first lines; asked for where a front sheet lists titles."""
        return frozenset(w for x in self.lines[:TITLE_LINES] for w in WORDS.findall(folded(x.text)))


def facts_of(transcript: Transcript, stamps: Stamps, stamped: Sequence[Line]) -> tuple[PageFacts, ...]:
    """The facts of each page in order; `stamped` are the lines with stamps set aside."""
    found = {page: tuple(lines) for page, lines in groupby(stamped, key=lambda line: line.page)}
    lines = [found.get(sheet.number, ()) for sheet in transcript.sheets]
    running = [frozenset(_running(own, sheet)) for own, sheet in zip(lines, transcript.sheets, strict=True)]
    empty: frozenset[Running] = frozenset()
    around = (a | b for a, b in zip((empty, *running), (*running[1:], empty), strict=False))
    return tuple(
        _facts(sheet, own, runs, own_running & other, stamps.items.get(sheet.number))
        for sheet, own, runs, own_running, other in zip(transcript.sheets, lines, running, running, around, strict=True)
    )


def _facts(
    sheet: Sheet, found: Sequence[Line], running: frozenset[Running], shared: frozenset[Running], item: str | None
) -> PageFacts:
    """`shared` are the running lines that the page before or after has too."""
    lines = [x for x in found if x.role not in UNSEEN]
    printed = tuple(x for x in lines if x.text.strip())
    pictured, stamped = any(x.role == "figure" for x in lines), any(x.role == "stamp" for x in found)
    return PageFacts(
        sheet,
        printed,
        running,
        own_numbers(lines, sheet),
        item,
        _meeting([x for x in printed if not _is_running_head(x, sheet, shared)], sheet),
        any(says("attachment", x.text) for x in printed[:TOP_LINES]),
        not printed and not pictured,
        not printed and pictured and stamped,
    )


def _running(lines: Sequence[Line], sheet: Sheet) -> Iterator[Running]:
    for line in lines:
        if line.box is None or sheet.height is None or line.cell is not None or line.role in UNSEEN:
            continue
        if EDGE * sheet.height <= line.box[3] and line.box[1] <= (1 - EDGE) * sheet.height:
            continue
        words = " ".join(line.text.split())
        if words and not page_number(words):
            yield DIGITS.sub("#", words), round(line.box[3] / 3)


def _is_running_head(line: Line, sheet: Sheet, shared: frozenset[Running]) -> bool:
    """Further up, header blocks of one template share their lines with each other, where papers have one page."""
    outermost = line.box is not None and line.box[3] < HEADS
    return outermost and not shared.isdisjoint(_running([line], sheet))


def _meeting(lines: Sequence[Line], sheet: Sheet) -> Meeting | None:
    """The meeting that a full header block at the page's top names."""
    printed = [line for line in lines if line.role is None or line.role in ("title", "heading")]
    if not any(may_name_body(x.text) or label_of(x.text.strip()) == "committee" for x in printed):
        return None
    block = find_header(printed, measure(printed, {sheet.number: sheet.height}))
    return _named(printed, block) if _is_full(printed, block) else None


def _is_full(lines: Sequence[Line], block: HeaderBlock) -> bool:
    fields = {f.field for f in block.found}
    if not {"title", "committee"} <= fields:
        return False
    labels = sum(label_of(lines[i].text.strip()) is not None for i in block.lines)
    return len(fields) >= FEWEST_FACTS or labels >= FEWEST_LABELS


def _named(lines: Sequence[Line], block: HeaderBlock) -> Meeting:
    words = {
        name: " ".join(lines[f.line].text[f.start : f.end] for f in block.of(name))
        for name in ("committee", "meeting_date", "title")
    }
    days = dates_in(words["meeting_date"])
    return Meeting(folded(words["committee"]) or None, days[0][2].isoformat() if days else None, folded(words["title"]))


# -- between two pages --------------------------------------------------------


def witnesses_at(pages: Sequence[PageFacts], index: int) -> frozenset[Kind]:
    """What the page itself and its neighbours say; `index` counts from 0 and is at least 1."""
    here, before = pages[index], pages[index - 1]
    tests: dict[Kind, bool] = {
        "header": here.header is not None,
        "restart": restarts(pages, index),
        "label": _label_restarts(before.sheet, here.sheet),
        "running": _running_changes(pages, index),
        "size": _size_changes(before.sheet, here.sheet),
        "blank": before.empty,
    }
    return frozenset(kind for kind, holds in tests.items() if holds)


def restarts(pages: Sequence[PageFacts], index: int) -> bool:
    """A 1 is printed here, or a 2 on the next page and nothing on this; and the count did not just come from 0."""
    here, before = pages[index], pages[index - 1]
    if goes_on(pages, index):
        return False
    if any(n.number == 1 for n in here.own):
        return True
    after = pages[index + 1].own if index + 1 < len(pages) else ()
    counted = any(n.number == 1 for n in before.own)
    return not here.own and not counted and any(n.number == 2 for n in after)


def goes_on(pages: Sequence[PageFacts], index: int) -> bool:
    """The document's own page number is one more than on the page before, of the same total."""
    before = {(n.number + 1, n.total, n.form) for n in pages[index - 1].own}
    return any((n.number, n.total, n.form) in before for n in pages[index].own)


def _label_restarts(before: Sheet, here: Sheet) -> bool:
    """Labels that word processors write count from 1 in each document: `1`, `i`, `A-1`."""
    if not before.label or not here.label:
        return False
    number = re.search(r"\d+\Z", here.label)
    last = re.search(r"\d+\Z", before.label)
    return number is not None and int(number[0]) == 1 and last is not None and here.label != before.label


def _running_changes(pages: Sequence[PageFacts], index: int) -> bool:
    """What ran over the pages before is gone, or what runs from here on was not there."""
    here, before = pages[index].running, pages[index - 1].running
    ran = before & pages[index - 2].running if index > 1 else frozenset[Running]()
    runs = here & pages[index + 1].running if index + 1 < len(pages) else frozenset[Running]()
    return bool(ran or runs) and not ran & here and not runs & before


def _size_changes(before: Sheet, here: Sheet) -> bool:
    if None in (before.width, before.height, here.width, here.height):
        return False
    sizes = zip((before.width, before.height), (here.width, here.height), strict=True)
    return any(abs((a or 0.0) - (b or 0.0)) > SAME_SIZE for a, b in sizes)


def sentence_goes_on(before: PageFacts, here: PageFacts) -> bool:
    """The last line above ends no sentence and the first line here begins in small letters."""
    above = [x for x in before.lines if x.text.strip() and not _is_at_edge(x, before)]
    below = [x for x in here.lines if x.text.strip() and not _is_at_edge(x, here)]
    if not above or not below:
        return False
    return not above[-1].text.rstrip().endswith(SENTENCE_ENDS) and below[0].text.lstrip()[:1].islower()


def _is_at_edge(line: Line, page: PageFacts) -> bool:
    return page_number(line.text) is not None or (
        line.box is not None and page.sheet.height is not None and line.box[1] > 0.93 * page.sheet.height
    )


@lru_cache(MOST_TITLES)
def _title_words(title: str) -> tuple[str, ...]:
    """Asked for at every page."""
    return tuple(w for w in WORDS.findall(folded(title)) if len(w) > 2)


def shows_title(page: PageFacts, title: str) -> bool:
    """Most words of the title stand at the page's top."""
    words = _title_words(title)
    if len(words) < FEWEST_TITLE_WORDS:
        return False
    return sum(w in page.top_words for w in words) >= TITLE_SHARE * len(words)
