"""A merged agenda pack to its papers: one file that holds a front sheet and many papers becomes one transcript each.

What the merging software stamped over all pages is recognised over the whole pack and set aside; everything else of a
paper is measured on its own pages, as if it stood alone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from pipeline.packs.agenda import AgendaItem, read_agenda
from pipeline.packs.cuts import Cuts, Evidence, cuts_of, first_level, front_end, is_named
from pipeline.packs.stamps import find_stamps, set_aside
from pipeline.packs.witnesses import PageFacts, facts_of, shows_title
from pipeline.readers.pdf.contents import Bookmark, Contents
from pipeline.records import dataclass
from pipeline.transcript import Remark, Transcript

FEWEST_PAGES = 2
PAGE = attrgetter("page")


@dataclass(frozen=True, slots=True)
class Part:
    """One paper of a pack: its own lines on pages numbered as in the file, and the item that it belongs to."""

    transcript: Transcript
    item: AgendaItem | None


@dataclass(frozen=True, slots=True)
class Pack:
    """The papers in their order. `agenda` is listed by the first of them; empty where there is no front sheet."""

    parts: tuple[Part, ...]
    agenda: tuple[AgendaItem, ...]
    places: tuple[int | None, ...]
    """For each item of the agenda the index of its part, None where it has none."""


def cut(transcript: Transcript, contents: Contents) -> Pack | None:
    """The papers of a pack; None where the file is one paper."""
    if len(transcript.sheets) < FEWEST_PAGES:
        return None
    sheets = tuple(
        replace(sheet, label=label or None)
        for sheet, label in zip(transcript.sheets, contents.labels or ("",) * len(transcript.sheets), strict=True)
    )
    labelled = replace(transcript, sheets=sheets)
    stamps = find_stamps(labelled)
    lines = set_aside(labelled.lines, stamps.pieces)
    pages = facts_of(labelled, stamps, lines)
    marks = first_level(contents.bookmarks)
    agenda = read_agenda(lines, front_end(pages, marks))
    cuts = cuts_of(Evidence(pages, stamps, agenda, marks))
    if not cuts.begins:
        return None
    unread = tuple(r for page in pages if (r := _unread(page)) is not None)
    parts = _parts(replace(transcript, lines=lines, remarks=(*transcript.remarks, *unread)), cuts.begins)
    places = _places(agenda, cuts, pages, marks)
    by_place = {place: item for place, item in zip(places, agenda, strict=True) if place is not None}
    return Pack(tuple(replace(part, item=by_place.get(n)) for n, part in enumerate(parts)), agenda, places)


def _unread(page: PageFacts) -> Remark | None:
    """A scanned page on which the stamps alone are text, so that its reader has not missed any."""
    if not page.scanned:
        return None
    number = page.sheet.number
    message = f"page {number} has no text layer but the pack's stamps: it was not read"
    return Remark("page-without-text", "error", message, number)


def _parts(transcript: Transcript, cuts: Sequence[int]) -> tuple[Part, ...]:
    ends = [*cuts, len(transcript.sheets)]
    return tuple(Part(_pages(transcript, first + 1, end), None) for first, end in zip((0, *cuts), ends, strict=True))


def _pages(transcript: Transcript, first: int, last: int) -> Transcript:
    """Pages `first` to `last` of lines in page order; a remark about no page stays with the first paper."""
    start, end = bisect_left(transcript.lines, first, key=PAGE), bisect_right(transcript.lines, last, key=PAGE)
    return Transcript(
        transcript.lines[start:end],
        transcript.sheets[first - 1 : last],
        tuple(r for r in transcript.remarks if first <= (r.page or 1) <= last),
    )


def _places(
    agenda: Sequence[AgendaItem], cuts: Cuts, pages: Sequence[PageFacts], marks: Sequence[Bookmark]
) -> tuple[int | None, ...]:
    """The part of each item, a part for one item only: by the listed page, else its stamp, its bookmark, its title."""

    def is_marked(item: AgendaItem, page: PageFacts) -> bool:
        return any(mark.page == page.sheet.number and is_named(item, mark) for mark in marks)

    free = {place: pages[index] for place, index in enumerate(cuts.begins, 1)}
    at = {index: place for place, index in enumerate(cuts.begins, 1)}
    found = {item.number: at[index] for index, item in cuts.listed.items() if index in at}
    for is_of in (_is_stamped, is_marked, _is_titled):
        for item in agenda:
            left = (place for place, page in free.items() if place not in found.values() and is_of(item, page))
            if item.number not in found and (place := next(left, None)) is not None:
                found[item.number] = place
    return tuple(found.get(item.number) for item in agenda)


def _is_stamped(item: AgendaItem, page: PageFacts) -> bool:
    return page.item is not None and page.item == item.number


def _is_titled(item: AgendaItem, page: PageFacts) -> bool:
    return page.item is None and shows_title(page, item.title)
