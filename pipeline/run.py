"""From bytes to published records: read, cut into papers; then for each paper: split, arrange, extract, check."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline import sniff
from pipeline.checks import Subject, check
from pipeline.corpus import Sidecar, Source
from pipeline.extractors import events, indicators, names, statements
from pipeline.extractors.prose import passages
from pipeline.extractors.stating import may_state
from pipeline.ids import Ids, slug
from pipeline.layout.blocks import split
from pipeline.layout.contents import with_contents
from pipeline.layout.dates import dates_in
from pipeline.layout.header import find_header
from pipeline.layout.plain import dressed, is_plain
from pipeline.layout.typesetting import measure
from pipeline.limits import DEFAULT, Limits
from pipeline.outline import Outline, arrange
from pipeline.readers import read
from pipeline.records import dataclass
from pipeline.transcript import Transcript
from pipeline.vocabulary.councils import councils_in, find_council
from schemas.agenda import AgendaItem
from schemas.header import Header
from schemas.header import Source as PublishedSource
from schemas.issue import Issue
from schemas.outline import Page
from schemas.paper import SCHEMA_VERSION, Paper
from schemas.record import Narrative

if TYPE_CHECKING:
    from pipeline.packs import Pack

LEAST_NAMED = 2  # times that paragraphs name a council before it is believed to be the paper's


@dataclass(frozen=True, slots=True)
class Stages:
    """What the steps made of a source: the outline, which holds the transcript and the cells' places, and the paper."""

    outline: Outline
    paper: Paper


@dataclass(frozen=True, slots=True)
class Listed:
    """What the front sheet of a pack adds to its own paper."""

    items: tuple[AgendaItem, ...] = ()
    issues: tuple[Issue, ...] = ()


def papers_of(source: Source, sidecar: Sidecar | None = None, limits: Limits = DEFAULT) -> Iterator[Paper]:
    """The papers that a source holds, several where it is a merged pack; `Unreadable` where it cannot be read."""
    return (stages.paper for stages in follow(source, sidecar, limits))


def extract(source: Source, sidecar: Sidecar | None = None) -> Paper:
    """The paper that a source holds, of a pack the first; raises `Unreadable` where it cannot be read."""
    return next(papers_of(source, sidecar))


def follow(source: Source, sidecar: Sidecar | None = None, limits: Limits = DEFAULT) -> Iterator[Stages]:
    """The steps in their order for each paper of the source; raises `Unreadable` where the source cannot be read.

    A sidecar states the meeting of all papers of a pack, and the title of the first alone.
    """
    transcript = read(source.media_type, source.data, source.name, limits)
    pack = _pack_of(source, transcript, limits)
    published = _source(source, transcript)
    if pack is None:
        yield _stages(transcript, published, sidecar, Listed())
        return
    from pipeline.packs.issues import agenda_issues, published_items  # noqa: PLC0415  few files are packs

    first, *others = pack.parts
    yield _stages(first.transcript, published, sidecar, Listed(published_items(pack), agenda_issues(pack)))
    meeting = replace(sidecar, title=None) if sidecar else None
    for part in others:
        yield _stages(part.transcript, published, meeting, Listed())


def _pack_of(source: Source, transcript: Transcript, limits: Limits) -> "Pack | None":
    """Only a PDF may be a pack: for no other file is what cuts them loaded, and pdfium with it."""
    if source.media_type != sniff.PDF:
        return None
    from pipeline import packs  # noqa: PLC0415
    from pipeline.readers.pdf.contents import contents  # noqa: PLC0415

    if len(transcript.sheets) < packs.FEWEST_PAGES:
        return None
    return packs.cut(transcript, contents(source.data, limits))


def _stages(transcript: Transcript, source: PublishedSource, sidecar: Sidecar | None, listed: Listed) -> Stages:
    transcript = _told(transcript, source.media_type)
    typesetting = measure(transcript.lines, {s.number: s.height for s in transcript.sheets})
    header_block = find_header(transcript.lines, typesetting)
    outline = arrange(transcript, split(transcript.lines, header_block, typesetting), header_block)
    header, header_issues = _header(outline, sidecar)
    ids = Ids()
    rows, row_issues = indicators.extract(outline, ids, header.meeting_date)
    lists = {name: find(outline, ids) for name, find in statements.LISTS.items()}
    figures_in_prose = _stated_in_prose(outline, ids, header.meeting_date)
    subject = Subject(
        header,
        transcript.text,
        outline.sections,
        outline.paragraphs,
        outline.tables,
        outline.figures,
        rows,
        figures_in_prose,
    )
    paper = Paper(
        schema_version=SCHEMA_VERSION,
        id=_paper_id(header, source),
        source=source,
        header=header,
        text=transcript.text,
        pages=_pages(transcript),
        sections=outline.sections,
        paragraphs=outline.paragraphs,
        tables=outline.tables,
        figures=outline.figures,
        furniture=outline.furniture,
        indicators=rows,
        improvement_areas=lists["improvement_areas"],
        recommendations=lists["recommendations"],
        narrative=figures_in_prose,
        names=names.extract(outline, ids),
        inspections=events.extract_inspections(outline, ids, header.meeting_date),
        commitments=events.extract_commitments(outline, ids, header.meeting_date),
        agenda=listed.items,
        issues=(*_remarks(transcript), *listed.issues, *header_issues, *row_issues, *check(subject)),
    )
    return Stages(outline, paper)


def _stated_in_prose(outline: Outline, ids: Ids, meeting: date | None) -> tuple[Narrative, ...]:
    if not any(may_state(passage.text) for passage in passages(outline)):
        return ()
    from pipeline.extractors import narrative  # noqa: PLC0415  what reads sentences takes its time to load

    return narrative.extract(outline, ids, meeting)


def _told(transcript: Transcript, media_type: str) -> Transcript:
    """The lines with what they tell together: a list of contents; headings, where no type tells those.

    A text's reader may know those underlined.
    """
    transcript = replace(transcript, lines=with_contents(transcript.lines))
    plain = media_type == "text/plain" or is_plain(transcript.lines)
    return replace(transcript, lines=dressed(transcript.lines)) if plain else transcript


def _header(outline: Outline, sidecar: Sidecar | None) -> tuple[Header, tuple[Issue, ...]]:
    words = outline.header_words
    days = dates_in(words.get("meeting_date", ""))
    met = days[0][2] if days else None
    council, issues = words.get("council"), []
    if council is None and (council := _council_of_body(outline)) is not None:
        issues.append(
            _said_of_header("council-from-body", f"the council is the one that the paragraphs name: {council}")
        )
    facts: dict[str, object] = {
        "council": council,
        "committee": words.get("committee"),
        "meeting_date": met,
        "title": words.get("title"),
    }
    for name, stated in _stated(sidecar).items():
        issues.append(_sidecar_issue(name, facts[name], stated))
        facts[name] = stated
    found = find_council(str(facts["council"]), met) if facts["council"] else None
    if found is None and facts["council"]:
        message = f"{facts['council']} is not in the table of councils, so it has no code"
        issues.append(_said_of_header("unknown-council", message))
    if found is not None and str(facts["council"]).isupper() and str(facts["council"]).lower() == found.name.lower():
        facts["council"] = found.name
    spans = {"spans": outline.header_spans, "council_code": found.gss_code if found else None}
    return Header.model_validate({**facts, **spans}), tuple(issues)


def _stated(sidecar: Sidecar | None) -> dict[str, object]:
    facts = asdict(sidecar) if sidecar else {}
    return {name: fact for name, fact in facts.items() if fact is not None}


def _sidecar_issue(name: str, printed: object, stated: object) -> Issue:
    words = name.replace("_", " ")
    if printed is None:
        message, code = f"the {words} is stated by the sidecar, not by the paper: {stated}", "header-from-sidecar"
    else:
        message, code = (
            f"the sidecar's {words} ({stated}) stands instead of the paper's ({printed})",
            "header-overridden",
        )
    return _said_of_header(code, message)


def _said_of_header(code: str, message: str) -> Issue:
    return Issue.model_validate(
        {"code": code, "severity": "info", "about": None, "message": message, "quote": None, "page": None}
    )


def _council_of_body(outline: Outline) -> str | None:
    """The council that the paper's own paragraphs name most: one of the table, at least twice, more than others."""
    counts: dict[str, int] = {}
    texts = (text for p in outline.paragraphs for text in (p.text, *(i.text for i in p.items)))
    for mention in (m for text in texts for m in councils_in(text) if m.council is not None):
        counts[mention.name] = counts.get(mention.name, 0) + 1
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or ranked[0][1] < LEAST_NAMED or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _paper_id(header: Header, source: PublishedSource) -> str:
    met: date | None = header.meeting_date
    parts = (header.council, header.committee, met.isoformat() if met else None, header.title)
    return "/".join(slug(part) or "unknown" if part else "unknown" for part in parts) or source.sha256


def _source(source: Source, transcript: Transcript) -> PublishedSource:
    return PublishedSource.model_validate(
        {
            "name": source.name.rsplit("/", 1)[-1],
            "media_type": source.media_type,
            "sha256": source.sha256,
            "size": source.size,
            "page_count": len(transcript.sheets),
        }
    )


def _pages(transcript: Transcript) -> tuple[Page, ...]:
    lengths = {sheet.number: 0 for sheet in transcript.sheets}
    for line in transcript.lines:
        lengths[line.page] += len(line.text)
    pages, at = [], 0
    for sheet in transcript.sheets:
        end = at + lengths[sheet.number]
        pages.append(Page(number=sheet.number, width=sheet.width, height=sheet.height, start=at, end=end))
        at = end
    return tuple(pages)


def _remarks(transcript: Transcript) -> tuple[Issue, ...]:
    return tuple(
        Issue.model_validate(
            {
                "code": r.code,
                "severity": r.severity,
                "about": None,
                "message": r.message,
                "quote": r.quote,
                "page": r.page,
            }
        )
        for r in transcript.remarks
    )
