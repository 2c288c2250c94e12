"""Listings: the lines of a paper as words, each with what it was taken for. For every format, with pages or without."""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import partial

from pipeline import fleet, naming
from pipeline.corpus import Sidecar, Source
from pipeline.limits import DEFAULT, Limits
from pipeline.records import dataclass
from pipeline.run import Stages, follow
from pipeline.show.choice import PageRange, chosen
from pipeline.show.claims import KINDS, Claim, View, claims_of
from pipeline.transcript import Line

LABEL = 34  # characters; a longer label pushes the words of its line to the right
TAB = " ⇥ "  # a gap in a printed line

ByLine = dict[int, list[Claim]]
"""The claims on each line by its index; those on no line by minus the number of their page."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be listed: which view of which pages (none named: all), for people or for programs."""

    view: View
    pages: tuple[PageRange, ...]
    as_json: bool
    limits: Limits = DEFAULT


def work(order: Order, source: Source, sidecar: Sidecar | None) -> bytes | fleet.Refused:
    """A worker's job: the listing, or the reason why not."""
    return fleet.attempted(partial(listing, order), source, sidecar)


def listing(order: Order, source: Source, sidecar: Sidecar | None) -> bytes:
    """The listing; raises `Unreadable` where a page is not there, or the source cannot be read."""
    papers = tuple(follow(source, sidecar, order.limits))
    count = papers[0].paper.source.page_count
    pages = chosen(order.pages, count)
    rows = (row for stages in papers for row in rows_of(stages, pages, order))
    return "".join(f"{row}\n" for row in rows).encode("utf-8", "replace")


def rows_of(stages: Stages, pages: Collection[int], order: Order) -> Iterator[str]:
    """The chosen pages of one paper."""
    transcript, source = stages.outline.transcript, stages.paper.source
    claims = by_line(claims_of(stages, order.view))
    for page in (sheet.number for sheet in transcript.sheets if sheet.number in pages):
        lines = [(i, line) for i, line in enumerate(transcript.lines) if line.page == page]
        if order.as_json:
            yield from (json_of(source.name, i, line, claims) for i, line in lines)
        else:
            yield f"{naming.shown(source.name)}, page {page} of {source.page_count}"
            yield from in_words(page, lines, claims)


def by_line(claims: Sequence[Claim]) -> ByLine:
    found: ByLine = {}
    for claim in claims:
        for i in claim.lines or (-(claim.page or 1),):
            found.setdefault(i, []).append(claim)
    return found


def in_words(page: int, lines: Sequence[tuple[int, Line]], claims: ByLine) -> Iterator[str]:
    """The lines of a page: number, what it was taken for, words. Long notes stand below the first of their lines."""
    yield from (note_of(claim) for claim in claims.get(-page, ()))
    for i, line in lines:
        here = claims.get(i, [])
        label = ", ".join(label_of(claim, i) for claim in here if not claim.holds)
        label = label or next((shown(claim.tag) for claim in here if claim.kind != "issue"), "")
        yield f"{i + 1:5}  {label:{LABEL}}  {shown(line.text)}".rstrip()
        yield from (note_of(claim) for claim in here if claim.note and claim.lines[0] == i and not is_short(claim))


def label_of(claim: Claim, i: int) -> str:
    if claim.kind in KINDS["lines"]:
        return shown(claim.note)  # its tag is the line's number, which stands in front anyway
    whole = is_short(claim) and claim.lines[0] == i
    return shown(f"{claim.tag}: {claim.note}" if whole else claim.tag)


def is_short(claim: Claim) -> bool:
    """The note is little more than the id, or is about one line only."""
    return claim.kind in KINDS["lines"] or (claim.id is not None and claim.note.startswith(claim.id))


def note_of(claim: Claim) -> str:
    return f"{'':5}  {'':{LABEL}}    {shown(claim.tag)}: {shown(claim.note)}"


def json_of(name: str, i: int, line: Line, claims: ByLine) -> str:
    """A line with its claims; a claim names its kind, and the lines that it covers by their numbers."""
    taken_for = [
        {
            "kind": claim.kind,
            "tag": claim.tag,
            "note": claim.note,
            "id": claim.id,
            "lines": [n + 1 for n in claim.lines],
        }
        for claim in claims.get(i, ())
    ]
    return json.dumps(
        {"name": name, "page": line.page, "line": i + 1, "text": line.text, "box": line.box, "claims": taken_for},
        ensure_ascii=False,
    )


def shown(words: str) -> str:
    return naming.shown(words.strip().replace("\t", TAB).replace("\n", " "))
