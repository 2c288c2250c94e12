"""Where a pack is cut: the pages on which its papers begin.

Three authorities name beginnings outright, each only where the file bears it out:

    item stamps     two different numbers at least, or one behind a front sheet; a new number begins a paper
    front sheet     its list's page numbers, where at least half of the pages named show a beginning themselves
    bookmarks       the outline's first level, where at least half of its targets show the beginning of a paper

Without any of them several witnesses must agree on each page, a header block or a listed title among them. Chapters and
appendices of one paper have bookmarks, title pages, page numbers of their own; what they do not have is an item's stamp
or a line in a front sheet, and a full header block of the same meeting only in a second paper. What calls itself an
appendix, or goes on with a sentence or a count of pages, belongs to the paper before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.packs.agenda import AgendaItem, is_front
from pipeline.packs.stamps import Stamps, item_number, says
from pipeline.packs.witnesses import (
    Kind,
    Meeting,
    PageFacts,
    goes_on,
    sentence_goes_on,
    shows_title,
    witnesses_at,
)
from pipeline.readers.pdf.contents import Bookmark

WEIGHTS: dict[Kind, int] = {
    "item": 4,
    "listed": 3,
    "header": 2,
    "title": 2,
    "bookmark": 1,
    "restart": 2,
    "label": 1,
    "running": 1,
    "size": 1,
    "blank": 1,
}
ENOUGH = 3  # a header block or listed title, and one witness more
BEARS_OUT = 0.5  # of an authority's pages
CONFIRMS_LIST = frozenset[Kind]({"item", "header", "title", "restart", "bookmark", "running"})
CONFIRMS_BOOKMARK = frozenset[Kind]({"item", "header", "title", "listed"})
MOST_FRONT = 14  # pages of a front sheet with membership, guidance and a list of items
MANY = 3  # full header blocks: papers of several meetings put together; one alone is an earlier report attached


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known before cutting. Pages by their index from 0."""

    pages: tuple[PageFacts, ...]
    stamps: Stamps
    agenda: tuple[AgendaItem, ...]
    bookmarks: tuple[Bookmark, ...]
    """Those of the outline's first level that parts into several."""


def first_level(bookmarks: Sequence[Bookmark]) -> tuple[Bookmark, ...]:
    """The entries of the first level that has more than one."""
    for level in sorted({b.level for b in bookmarks}):
        found = tuple(b for b in bookmarks if b.level == level)
        if len(found) > 1:
            return found
    return tuple(bookmarks)


def front_end(pages: Sequence[PageFacts], bookmarks: Sequence[Bookmark]) -> int:
    """The number of the first page, from 2, that may begin a paper after a front sheet."""
    marked = {b.page for b in bookmarks}
    for index, page in enumerate(pages[1:MOST_FRONT], 1):
        opens = page.item is not None or page.sheet.number in marked
        headed = page.header is not None and not is_front(page.lines)
        if opens or headed or (page.own and any(n.number == 1 for n in page.own) and not goes_on(pages, index)):
            return page.sheet.number
    return min(len(pages), MOST_FRONT) + 1


def beginnings(evidence: Evidence) -> tuple[int, ...]:
    """The indexes of the pages on which papers begin, in order, the first page aside; none in a single paper."""
    stamped = _by_stamps(evidence)
    listed = _by_list(evidence)
    witnesses = _witnesses(evidence, stamped, frozenset(listed))
    if not _bears_out(listed, witnesses, CONFIRMS_LIST):
        listed = {}
    marked = _by_bookmarks(evidence, witnesses, stamped, listed)
    if stamped or listed or marked:
        return tuple(sorted({*stamped, *listed, *marked}))
    return _by_agreement(evidence, witnesses)


def _by_stamps(evidence: Evidence) -> frozenset[int]:
    numbers = [(index, page.item) for index, page in enumerate(evidence.pages) if page.item is not None]
    if len({number for _, number in numbers}) < (1 if evidence.agenda else 2):
        return frozenset()
    before = [None, *(number for _, number in numbers)]
    new = (index for (index, number), last in zip(numbers, before, strict=False) if number != last)
    return frozenset(index for index in new if index > 0)


def _by_list(evidence: Evidence) -> dict[int, AgendaItem]:
    """The listed items by the index of the page where each begins; pages that are not there are left out."""
    ahead = evidence.stamps.offset or 0
    front = max((item.page for item in evidence.agenda), default=1)
    found: dict[int, AgendaItem] = {}
    for item in evidence.agenda:
        if item.first is not None and front < (page := item.first - ahead) <= len(evidence.pages):
            found.setdefault(page - 1, item)
    return found


def _witnesses(evidence: Evidence, stamped: frozenset[int], listed: frozenset[int]) -> dict[int, frozenset[Kind]]:
    marked = {b.page - 1 for b in evidence.bookmarks}
    out: dict[int, frozenset[Kind]] = {}
    for index in range(1, len(evidence.pages)):
        more: dict[Kind, bool] = {
            "item": index in stamped,
            "listed": index in listed,
            "bookmark": index in marked,
            "title": _shows_listed_title(evidence, index),
        }
        out[index] = witnesses_at(evidence.pages, index) | {kind for kind, holds in more.items() if holds}
    return out


def _shows_listed_title(evidence: Evidence, index: int) -> bool:
    page = evidence.pages[index]
    front = max((item.page for item in evidence.agenda), default=0)
    return page.sheet.number > front and any(shows_title(page, item.title) for item in evidence.agenda)


def _bears_out(
    cuts: Mapping[int, object] | frozenset[int], witnesses: Mapping[int, frozenset[Kind]], kinds: frozenset[Kind]
) -> bool:
    return bool(cuts) and sum(bool(witnesses[index] & kinds) for index in cuts) >= BEARS_OUT * len(cuts)


# -- bookmarks ----------------------------------------------------------------


def _by_bookmarks(
    evidence: Evidence,
    witnesses: Mapping[int, frozenset[Kind]],
    stamped: frozenset[int],
    listed: Mapping[int, AgendaItem],
) -> frozenset[int]:
    """Targets of the first level. Chapters share pages, and show no header block; appendices name themselves."""
    targets = [b.page - 1 for b in evidence.bookmarks]
    if len(set(targets)) < len(targets) or targets != sorted(targets):
        return frozenset()
    papers = frozenset(
        b.page - 1 for b in evidence.bookmarks if b.page > 1 and not _is_attached(evidence, b, stamped, listed)
    )
    kinds = CONFIRMS_BOOKMARK | (frozenset[Kind]({"restart"}) if evidence.agenda else frozenset[Kind]())
    if not _bears_out(papers, witnesses, kinds) and not _names_items(evidence):
        return frozenset()
    return papers


def _is_attached(
    evidence: Evidence, bookmark: Bookmark, stamped: frozenset[int], listed: Mapping[int, AgendaItem]
) -> bool:
    """Belongs to the paper before: it says so, or lies between the stamps or pages of one item."""
    index = bookmark.page - 1
    page = evidence.pages[index]
    if index in stamped or index in listed:
        return False
    if says("attachment", bookmark.title) or page.attached or goes_on(evidence.pages, index):
        return True
    ahead = evidence.stamps.offset or 0
    inside = any(item.last is not None and at < index < item.last - ahead for at, item in listed.items())
    last = next((p.item for p in reversed(evidence.pages[: index + 1]) if p.item is not None), None)
    return inside or (len(stamped) > 1 and last is not None and page.header is None)


def _names_items(evidence: Evidence) -> bool:
    """Most bookmarks are named `Item 5 ...`, which no chapter is."""
    named = sum(item_number(" ".join(b.title.split()[:n])) is not None for b in evidence.bookmarks for n in (2, 3))
    return len(evidence.bookmarks) > 1 and named >= BEARS_OUT * len(evidence.bookmarks)


# -- agreement ----------------------------------------------------------------


def _by_agreement(evidence: Evidence, witnesses: Mapping[int, frozenset[Kind]]) -> tuple[int, ...]:
    pages = evidence.pages
    cuts = tuple(index for index, found in witnesses.items() if _agree(pages, index, found))
    if evidence.agenda or not cuts:
        return cuts
    if pages[0].header is None:
        return ()
    blocks = [page.header for page in (pages[0], *(pages[index] for index in cuts)) if page.header is not None]
    if len(blocks) >= MANY:
        return tuple(index for index in cuts if pages[index].header is not None)
    first = blocks[0]
    return tuple(index for index in cuts if (other := pages[index].header) is not None and _same(first, other))


def _agree(pages: Sequence[PageFacts], index: int, found: frozenset[Kind]) -> bool:
    """Enough witnesses, and nothing that says the paper goes on."""
    here, before = pages[index], pages[index - 1]
    if not found & {"header", "title"} or sum(WEIGHTS[kind] for kind in found) < ENOUGH:
        return False
    return not (here.attached or goes_on(pages, index) or sentence_goes_on(before, here))


def _same(a: Meeting, b: Meeting) -> bool:
    """Nothing that both name differs."""
    names = ((a.committee, b.committee), (a.date, b.date))
    return all(x == y for x, y in names if x is not None and y is not None)
