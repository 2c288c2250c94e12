"""The front sheet beside its pack: its items as published, and what does not match."""

from collections.abc import Iterator

from pipeline.ids import slug
from pipeline.outline import spans_of
from pipeline.packs import Pack, Part
from schemas.agenda import AgendaItem
from schemas.issue import Issue


def published_items(pack: Pack) -> tuple[AgendaItem, ...]:
    """The items of the front sheet, each with the number of its paper, from 1."""
    front = pack.parts[0].transcript
    starts = tuple(front.starts())
    return tuple(
        AgendaItem(
            id=_id(item.number),
            number=item.number,
            title=item.title,
            first_page=item.first,
            last_page=item.last,
            paper=None if place is None else place + 1,
            spans=spans_of(front, starts, item.lines),
        )
        for item, place in zip(pack.agenda, pack.places, strict=True)
    )


def _id(number: str) -> str:
    return f"agenda_{slug(number)}"


def agenda_issues(pack: Pack) -> tuple[Issue, ...]:
    """Items without a paper, papers without an item; none where there is no front sheet."""
    return (*_without_paper(pack), *_without_item(pack)) if pack.agenda else ()


def _without_paper(pack: Pack) -> Iterator[Issue]:
    for item, place in zip(pack.agenda, pack.places, strict=True):
        if place is None:
            named = "no page is named" if item.first is None else f"page {item.first} is named"
            message = f"item {item.number} of the front sheet has no paper in this file; {named}"
            yield _issue("agenda-item-without-paper", _id(item.number), message, item.title, item.page)


def _without_item(pack: Pack) -> Iterator[Issue]:
    for number, part in enumerate(pack.parts[1:], 2):
        if part.item is None:
            message = f"paper {number} of this file is no item of the front sheet"
            yield _issue("paper-without-agenda-item", None, message, None, _first_page(part))


def _first_page(part: Part) -> int:
    return part.transcript.sheets[0].number


def _issue(code: str, about: str | None, message: str, quote: str | None, page: int) -> Issue:
    return Issue.model_validate(
        {"code": code, "severity": "info", "about": about, "message": message, "quote": quote, "page": page}
    )
