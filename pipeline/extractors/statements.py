"""Lists of statements: improvement areas and recommendations. The heading or the lead-in decides, never the bullet.

Shapes read:

    4. Areas for continuing improvement        a heading that asks, its bullets or numbered points
    The following areas for improvement were identified:   a lead-in that asks, its points
    Cabinet is asked to: a) ... b) ...
    8. Recommendation / Cabinet is asked to NOTE the report.      a heading that asks, one sentence
"""

import re
from collections.abc import Callable, Iterable, Iterator

from pipeline.ids import Ids
from pipeline.outline import Outline
from pipeline.vocabulary.headings import heading_kind, lead_in_kind
from schemas.outline import Item, Paragraph
from schemas.record import Statement

SENTENCE = re.compile(r"(?<=[.!?])\s+")
Statements = tuple[Statement, ...]


def improvement_areas(outline: Outline, ids: Ids) -> Statements:
    """The points that the paper names for improvement."""
    return tuple(_statements(outline, ids, "improvement_areas", "area"))


def recommendations(outline: Outline, ids: Ids) -> Statements:
    """What the committee is asked to decide."""
    return tuple(_statements(outline, ids, "recommendations", "rec"))


LISTS: dict[str, Callable[[Outline, Ids], Statements]] = {
    "improvement_areas": improvement_areas,
    "recommendations": recommendations,
}


def _statements(outline: Outline, ids: Ids, kind: str, prefix: str) -> Iterator[Statement]:
    asked = {s.id for s in outline.sections if heading_kind(s.title) == kind}
    number = 0
    for paragraph in outline.paragraphs:
        for part in _points(outline, paragraph, kind, asked):
            number += 1
            id_ = ids.statement(prefix, number)
            yield Statement(id=id_, text=part.text, section=paragraph.section, spans=part.spans)


def _points(outline: Outline, paragraph: Paragraph, kind: str, asked: set[str]) -> Iterable[Item | Paragraph]:
    by_lead_in = _asked_by(paragraph)
    by_heading = paragraph.section in asked
    if paragraph.items:
        return paragraph.items if by_lead_in == kind or (by_heading and by_lead_in is None) else ()
    alone = not any(p.items for p in outline.paragraphs if p.section == paragraph.section)
    if by_heading and alone and (paragraph.number or kind == "recommendations") and not paragraph.text.endswith(":"):
        return (paragraph,)
    return ()


def _asked_by(paragraph: Paragraph) -> str | None:
    """What the last sentence of a lead-in asks for."""
    return lead_in_kind(SENTENCE.split(paragraph.text)[-1]) if paragraph.text else None
