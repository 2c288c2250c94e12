"""A whole paper: the published document, version 1. A paper that loses a character cannot be constructed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import model_validator

from schemas.agenda import AgendaItem
from schemas.base import Id, Model, Span, Spans
from schemas.header import Header, Source
from schemas.issue import Issue
from schemas.outline import Figure, Furniture, Item, Page, Paragraph, Section, Table
from schemas.record import Commitment, Indicator, Inspection, Name, Narrative, Statement

SCHEMA_VERSION: Literal["1.0.0"] = "1.0.0"


class Paper(Model):
    """One committee paper as validated records, every one of them pointing back to its place in `text`."""

    schema_version: Literal["1.0.0"]
    id: Id
    source: Source
    header: Header
    text: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    furniture: tuple[Furniture, ...]
    indicators: tuple[Indicator, ...]
    improvement_areas: tuple[Statement, ...]
    recommendations: tuple[Statement, ...]
    narrative: tuple[Narrative, ...]
    names: tuple[Name, ...]
    inspections: tuple[Inspection, ...]
    commitments: tuple[Commitment, ...]
    agenda: tuple[AgendaItem, ...] = ()
    """The items that a pack's front sheet lists; in every other paper there are none."""
    issues: tuple[Issue, ...]

    @model_validator(mode="after")
    def _tiles(self) -> "Paper":
        check_tiling("the spine", sorted((s.start, s.end) for s in spine_spans(self)), len(self.text))
        check_tiling("the pages", [(p.start, p.end) for p in self.pages], len(self.text))
        return self

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Paper":
        twice = [i for i, n in Counter(all_ids(self)).items() if n > 1]
        if twice:
            raise ValueError(f"ids given twice: {', '.join(sorted(twice)[:5])}")
        return self

    @model_validator(mode="after")
    def _references_resolve(self) -> "Paper":
        known = ids_by_kind(self)
        lost = sorted({f"{r} ({kind})" for r, kind in references(self) if r is not None and r not in known[kind]})
        if lost:
            raise ValueError(f"references to nothing of that kind: {', '.join(lost[:5])}")
        return self

    @model_validator(mode="after")
    def _records_point_into_the_text(self) -> "Paper":
        beyond = [record for record, spans in placed_records(self) for s in spans if s.end > len(self.text)]
        if beyond:
            raise ValueError(f"spans beyond the text: {', '.join(beyond[:5])}")
        return self


Passaged = Narrative | Inspection | Commitment


def of_passages(paper: Paper) -> tuple[Passaged, ...]:
    """The records that one sentence makes."""
    return (*paper.narrative, *paper.inspections, *paper.commitments)


def placed_records(paper: Paper) -> Iterator[tuple[str, Spans]]:
    """Every id of a record with the spans that stand under it."""
    whole: tuple[Indicator | Statement | Passaged | AgendaItem, ...] = (
        *paper.agenda,
        *paper.indicators,
        *paper.improvement_areas,
        *paper.recommendations,
        *of_passages(paper),
    )
    yield from ((record.id, record.spans) for record in whole)
    rows: tuple[Indicator | Narrative, ...] = (*paper.indicators, *paper.narrative)
    yield from ((row.id, r.spans) for row in rows for r in row.readings)
    yield from ((name.id, mention.spans) for name in paper.names for mention in name.mentions)


def check_tiling(what: str, stretches: Iterable[tuple[int, int]], length: int) -> None:
    """Raise `ValueError` unless the stretches, in order, cover `[0, length)` without gap or overlap."""
    reached = 0
    for start, end in stretches:
        if start > reached:
            raise ValueError(f"{what} loses characters {reached} to {start}")
        if start < reached and end > start:
            raise ValueError(f"{what} claims characters {start} to {min(reached, end)} twice")
        reached = max(reached, end)
    if reached != length:
        raise ValueError(f"{what} ends at character {reached} of {length}")


def spine_spans(paper: Paper) -> Iterator[Span]:
    """The spans of the spine, header included: together they tile the text."""
    for spans in paper.header.spans.values():
        yield from spans
    placed: tuple[Section | Paragraph | Table | Figure | Furniture, ...] = (
        *paper.sections,
        *paper.paragraphs,
        *paper.tables,
        *paper.figures,
        *paper.furniture,
    )
    for part in placed:
        yield from part.spans
    for item in all_items(paper):
        yield from item.spans


def all_items(paper: Paper) -> Iterator[Item]:
    """Every list item of the paper, depth first."""
    waiting = [item for p in reversed(paper.paragraphs) for item in reversed(p.items)]
    while waiting:
        item = waiting.pop()
        yield item
        waiting.extend(reversed(item.items))


def all_ids(paper: Paper) -> Iterator[str]:
    """The id of everything in the paper that has one."""
    named: tuple[
        Section | Paragraph | Item | Table | Figure | Indicator | Statement | Passaged | Name | AgendaItem, ...
    ] = (
        *paper.sections,
        *paper.paragraphs,
        *all_items(paper),
        *paper.tables,
        *paper.figures,
        *paper.indicators,
        *paper.improvement_areas,
        *paper.recommendations,
        *of_passages(paper),
        *paper.names,
        *paper.agenda,
    )
    for part in named:
        yield part.id


def pages(paper: Paper) -> Iterator[tuple[str, int]]:
    """The page that each id begins on; an id that is printed nowhere is not in it."""
    spine: tuple[Section | Paragraph | Item | Table | Figure, ...] = (
        *paper.sections,
        *paper.paragraphs,
        *all_items(paper),
        *paper.tables,
        *paper.figures,
    )
    placed = ((part.id, part.spans) for part in spine)
    yield from ((name, spans[0].page) for name, spans in (*placed, *placed_records(paper)) if spans)


Kind = Literal["section", "table", "passage", "part"]
"""What a reference may name: a passage is a paragraph or a point of a list, a part is anything with an id."""


def ids_by_kind(paper: Paper) -> dict[Kind, frozenset[str]]:
    """The ids that each kind of reference may name."""
    return {
        "section": frozenset(s.id for s in paper.sections),
        "table": frozenset(t.id for t in paper.tables),
        "passage": frozenset(p.id for p in paper.paragraphs) | frozenset(i.id for i in all_items(paper)),
        "part": frozenset(all_ids(paper)),
    }


def references(paper: Paper) -> Iterator[tuple[str | None, Kind]]:
    """Every id that some other part names, and what it must be the id of."""
    filed: tuple[Paragraph | Table | Figure | Indicator | Statement | Narrative, ...] = (
        *paper.paragraphs,
        *paper.tables,
        *paper.figures,
        *paper.indicators,
        *paper.improvement_areas,
        *paper.recommendations,
        *paper.narrative,
    )
    yield from ((s.parent, "section") for s in paper.sections)
    yield from ((part.section, "section") for part in filed)
    yield from ((i.table, "table") for i in paper.indicators)
    yield from ((record.passage, "passage") for record in of_passages(paper))
    yield from ((mention.passage, "passage") for name in paper.names for mention in name.mentions)
    yield from ((i.about, "part") for i in paper.issues)
