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

from collections.abc import Iterable, Mapping, Sequence

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
from pipeline.records import dataclass
from pipeline.vocabulary.wording import folded

WEIGHTS: dict[Kind, int] = {
    "item": 4,
    "listed": 3,
    "header": 2,
    "title": 2,
    "bookmark": 0,
    "restart": 2,
    "label": 1,
    "running": 1,
    "size": 1,
    "blank": 1,
}
"""Of witnesses that must agree. Bookmarks weigh as an authority only: chapters have them as papers do."""
ENOUGH = 3  # a header block or listed title, and one witness more
BEARS_OUT = 0.5  # of an authority's pages
LISTED = frozenset[Kind]({"listed"})
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


@dataclass(frozen=True, slots=True)
class Cuts:
    """The indexes of the pages on which papers begin, in order, the first page aside; none in a single paper."""

    begins: tuple[int, ...]
    listed: Mapping[int, AgendaItem]
    """The items of the front sheet by the index of the page that it names for them."""


def cuts_of(evidence: Evidence) -> Cuts:
    """Where the file is cut, by its authorities or else by agreement; never within its front sheet."""
    items = _by_stamps(evidence)
    seen = _witnesses(evidence, items)
    listed = _by_list(evidence, seen)
    witnesses = {index: found | LISTED if index in listed else found for index, found in seen.items()}
    stamped = items if len(items) > 1 else frozenset[int]()
    marked = _by_bookmarks(evidence, witnesses, stamped, listed)
    named = {*items, *listed, *marked} if stamped or listed or marked else _by_agreement(evidence, witnesses)
    front = max((item.page for item in evidence.agenda), default=1)
    return Cuts(tuple(sorted(index for index in named if index >= front)), listed)


def _by_stamps(evidence: Evidence) -> frozenset[int]:
    """Where a new number begins. A single number is one witness more behind a front sheet, and else a paper's own."""
    numbers = [(index, page.item) for index, page in enumerate(evidence.pages) if page.item is not None]
    if len({number for _, number in numbers}) < (1 if evidence.agenda else 2):
        return frozenset()
    before = [None, *(number for _, number in numbers)]
    new = (index for (index, number), last in zip(numbers, before, strict=False) if number != last)
    return frozenset(index for index in new if index > 0)


def _by_list(evidence: Evidence, witnesses: Mapping[int, frozenset[Kind]]) -> Mapping[int, AgendaItem]:
    """The listed items by the index of the page where each begins, where enough of those pages bear it out.

    The list counts pages as the stamps do, or as the file does where it has none; a long paper's own numbers may look
    like stamps, so that both are tried.
    """
    tried = (_listed_at(evidence, ahead) for ahead in dict.fromkeys((evidence.stamps.offset or 0, 0)))
    borne_out = [cuts for cuts in tried if _bears_out(cuts, witnesses, CONFIRMS_LIST)]
    return max(borne_out, key=lambda cuts: _confirmed(cuts, witnesses, CONFIRMS_LIST), default={})


def _listed_at(evidence: Evidence, ahead: int) -> dict[int, AgendaItem]:
    """`ahead` is what the list's numbers are ahead of the file's; pages that are not there are left out."""
    front = max((item.page for item in evidence.agenda), default=1)
    found: dict[int, AgendaItem] = {}
    for item in evidence.agenda:
        if item.first is not None and front < (page := item.first - ahead) <= len(evidence.pages):
            found.setdefault(page - 1, item)
    return found


def _witnesses(evidence: Evidence, items: frozenset[int]) -> dict[int, frozenset[Kind]]:
    marked = {b.page - 1 for b in evidence.bookmarks}
    out: dict[int, frozenset[Kind]] = {}
    for index in range(1, len(evidence.pages)):
        more: dict[Kind, bool] = {
            "item": index in items,
            "bookmark": index in marked,
            "title": _shows_listed_title(evidence, index),
        }
        out[index] = witnesses_at(evidence.pages, index) | {kind for kind, holds in more.items() if holds}
    return out


def _shows_listed_title(evidence: Evidence, index: int) -> bool:
    page = evidence.pages[index]
    front = max((item.page for item in evidence.agenda), default=0)
    if page.sheet.number <= front:
        return False
    before = evidence.pages[index - 1]
    new = (item for item in evidence.agenda if before.sheet.number <= front or not shows_title(before, item.title))
    return any(shows_title(page, item.title) for item in new)


def _bears_out(
    cuts: Mapping[int, object] | frozenset[int], witnesses: Mapping[int, frozenset[Kind]], kinds: frozenset[Kind]
) -> bool:
    return bool(cuts) and _confirmed(cuts, witnesses, kinds) >= BEARS_OUT * len(cuts)


def _confirmed(cuts: Iterable[int], witnesses: Mapping[int, frozenset[Kind]], kinds: frozenset[Kind]) -> int:
    return sum(bool(witnesses[index] & kinds) for index in cuts)


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
    if index in stamped or index in listed or _is_listed(evidence, bookmark):
        return False
    if says("attachment", bookmark.title) or page.attached or goes_on(evidence.pages, index):
        return True
    inside = any(_pages_of(item) > index - at > 0 for at, item in listed.items())
    begun = any(at < index for at in (*stamped, *listed))
    return inside or (begun and page.header is None)


def _is_listed(evidence: Evidence, bookmark: Bookmark) -> bool:
    """Its title is that of an item on the front sheet, with or without the number."""
    return any(is_named(item, bookmark) for item in evidence.agenda)


def is_named(item: AgendaItem, bookmark: Bookmark) -> bool:
    title = folded(item.title)
    return bool(title) and folded(bookmark.title).endswith(title)


def _pages_of(item: AgendaItem) -> int:
    return item.last - item.first + 1 if item.first is not None and item.last is not None else 0


def _names_items(evidence: Evidence) -> bool:
    """Most bookmarks are named as items of the front sheet, or `Item 5 ...`, which no chapter is."""
    named = sum(_is_listed(evidence, b) or _begins_with_item(b.title) for b in evidence.bookmarks)
    return len(evidence.bookmarks) > 1 and named >= BEARS_OUT * len(evidence.bookmarks)


def _begins_with_item(title: str) -> bool:
    words = title.split()
    return any(item_number(" ".join(words[:n])) is not None for n in (2, 3))


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
    return tuple(index for index in cuts if (other := pages[index].header) is not None and _is_next(first, other))


def _agree(pages: Sequence[PageFacts], index: int, found: frozenset[Kind]) -> bool:
    """Enough witnesses, and nothing that says the paper goes on."""
    here, before = pages[index], pages[index - 1]
    if "item" in found:
        return True
    if not found & {"header", "title"} or sum(WEIGHTS[kind] for kind in found) < ENOUGH:
        return False
    return not (here.attached or goes_on(pages, index) or sentence_goes_on(before, here))


def _is_next(a: Meeting, b: Meeting) -> bool:
    """Another paper of the same meeting: nothing that both name of it differs, and the title does."""
    names = ((a.committee, b.committee), (a.date, b.date))
    return a.title != b.title and all(x == y for x, y in names if x is not None and y is not None)
