"""One paper as a page: its figures with their charts, its improvement areas and recommendations, and what to check."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.compare.comparing import compare
from pipeline.compare.decisions import Decisions
from pipeline.compare.since import TITLES
from pipeline.report import words
from pipeline.report.of_measures import charts_of, figures_of, labels_in, rows_of
from pipeline.report.views import Doubt, Heading, Line, Reading, Rows, Told, Where
from pipeline.terminal import counted, issues_in_words
from schemas import Paper
from schemas.base import Spans
from schemas.comparison import At
from schemas.issue import Issue
from schemas.paper import pages
from schemas.record import Commitment, Inspection, Narrative, Period, Statement

SEVERITIES = ("error", "warning", "info")
RATINGS = {"red": -3, "amber": -2, "green": -1}
"""The order in which ratings are told; any other comes last."""
WORDS = {"error": "Error", "warning": "Warning", "info": "Note"}


def page(paper: Paper, program: str) -> Reading:
    """A paper alone is a series of one: its measures are set beside their own baselines, targets and comparators."""
    series = compare([paper], Decisions()).series[0]
    numbered = dict(pages(paper))

    def find(at: At) -> Where:
        return Where("", numbered.get(at.id), at.id)

    charts = charts_of(series, "")
    rows = rows_of(series, charts, find)
    return Reading(
        title=paper.header.title or paper.source.name,
        facts=tuple(facts(paper)),
        short=tuple(short(paper, rows)),
        rows=rows,
        charts=tuple(charts.values()),
        areas=tuple(statement(one) for one in paper.improvement_areas),
        recommendations=tuple(statement(one) for one in paper.recommendations),
        sentences=tuple(sentence(one) for one in paper.narrative),
        inspections=tuple(inspection(one) for one in paper.inspections),
        commitments=tuple(commitment(one) for one in paper.commitments),
        doubts=tuple(doubt(one) for one in sorted(paper.issues, key=lambda one: SEVERITIES.index(one.severity))),
        headings=tuple(
            Heading(one.number or "", one.title, one.level, place(one.id, one.spans)) for one in paper.sections
        ),
        figures=figures_of(series.measures, find),
        program=program,
    )


def facts(paper: Paper) -> Iterator[tuple[str, str]]:
    header, source = paper.header, paper.source
    code = f" ({header.council_code})" if header.council_code else ""
    yield "Council", f"{header.council or 'not stated'}{code}"
    yield "Committee", header.committee or "not stated"
    yield "Meeting", words.day(header.meeting_date) if header.meeting_date else "not stated"
    yield "Read from", f"{source.name}, {counted(source.page_count, 'page')}"


# --- in short ---------------------------------------------------------------------------------------------------


def short(paper: Paper, rows: Sequence[Rows]) -> Iterator[Line]:
    measures = sum(len(group.rows) for group in rows)
    if measures:
        tally = [f"{len(group.rows)} {group.title.lower()}" for group in rows if group.title != TITLES["alone"]]
        yield Line(
            f"{counted(measures, 'measure')}{': ' if tally else ''}{', '.join(tally)}",
            labels_in(rows, "worse"),
            "#measures",
        )
        every = (row for group in rows for row in group.rows)
        short_of = ((row.label, next((said for said, _ in row.beside if "misses the " in said), None)) for row in every)
        missed = tuple(f"{label}: {said}" for label, said in short_of if said)
        if missed:
            yield Line(f"{counted(len(missed), 'measure')} short of a target or floor", missed, "#measures")
    areas = tuple(one.text for one in paper.improvement_areas)
    if areas:
        yield Line(counted(len(areas), "improvement area"), areas, "#areas")
    if paper.recommendations:
        yield Line(counted(len(paper.recommendations), "recommendation"), (), "#recommendations")
    readings = (reading for row in paper.indicators for reading in row.readings if reading.role != "previous")
    rated = Counter(reading.rating for reading in readings if reading.rating)
    if rated:
        told = sorted(rated.items(), key=lambda one: (RATINGS.get(one[0], 0), one[0]))
        yield Line(f"Rated by the paper: {', '.join(f'{number} {name}' for name, number in told)}", (), "#figures")
    tally_of_issues = Counter[str](issue.severity for issue in paper.issues)
    if tally_of_issues:
        yield Line(f"To check: {issues_in_words(tally_of_issues)}", (), "#check")


# --- parts ------------------------------------------------------------------------------------------------------


def place(name: str, spans: Spans) -> Where:
    return Where("", spans[0].page if spans else None, name)


def statement(one: Statement) -> Told:
    return Told("", one.text, "", (place(one.id, one.spans),))


def sentence(one: Narrative) -> Told:
    amounts = "; ".join(f"{words.body(r.of)} {words.amount(r)}, {printed(r.period)}" for r in one.readings)
    return Told(one.label, one.sentence, amounts, (place(one.id, one.spans),))


def printed(period: Period | None) -> str:
    return period.text if period else "no date"


def inspection(one: Inspection) -> Told:
    grade = (one.grade or "no grade stated").replace("_", " ")
    what = " ".join(filter(None, (one.inspectorate, one.kind))) or "Inspection"
    detail = f"{printed(one.date)}: {grade}{f' for {one.aspect}' if one.aspect else ''}"
    return Told(what, one.sentence, detail, (place(one.id, one.spans),))


def commitment(one: Commitment) -> Told:
    return Told(one.due.text, one.sentence, one.verb, (place(one.id, one.spans),))


def doubt(one: Issue) -> Doubt:
    return Doubt(WORDS[one.severity], one.message, one.quote or "", one.page, one.about or "", one.code)
