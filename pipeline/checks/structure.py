"""Checks of the paper as a paper: its header, its numbering, what it names and does not hold, what was not read."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from pipeline.checks.subject import Subject, issue
from schemas.issue import Issue
from schemas.outline import Figure, Paragraph, Section, Table
from schemas.record import Indicator, Reading

APPENDIX = re.compile(r"\b(?:Appendix|Appendices|Annex|Schedule)\s+[‘'“\"]?([A-Z]|\d{1,2})\b[’'”\"]?", re.IGNORECASE)
OF_ANOTHER = re.compile(r"\s+(?:to|of|in)\s+(?:the|that|its|an?)\s+(?!report\b|paper\b)", re.IGNORECASE)
"""`Appendix 2 to the earlier report`, `Schedule 1 of the Act`: what follows a name that belongs to another document."""
GRAPHIC = re.compile(r"\b(?:graphic|chart|graph|diagram|picture|infographic)s?\s+(?:above|below)\b", re.IGNORECASE)
Part = Section | Paragraph | Table | Figure
AHEAD = ("target", "floor")
PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def header_fields(subject: Subject) -> Iterator[Issue]:
    """A header fact that neither the paper nor its sidecar states."""
    for name in ("council", "committee", "meeting_date", "title"):
        if getattr(subject.header, name) is None:
            words = name.replace("_", " ")
            yield issue("header-field-missing", "warning", f"the {words} was not found", None, None, None)


def periods_after_meeting(subject: Subject) -> Iterator[Issue]:
    """A figure reported for a period that had not ended when the committee met; targets look ahead by nature."""
    met = subject.header.meeting_date
    if met is None:
        return
    for row in subject.indicators:
        for r in row.readings:
            if r.of in AHEAD or r.period is None or r.period.end is None or r.value is None:
                continue
            if r.period.end > met:
                yield _late(row, r.raw, r.period.text, r.period.end, met, r.spans[0].page if r.spans else None)


def _late(row: Indicator, raw: str, period: str, end: date, met: date, page: int | None) -> Issue:
    message = f"{row.label}: {period!r} ends on {end}, after the meeting of {met}"
    return issue("period-after-meeting", "warning", message, row.id, raw, page)


def undated_readings(subject: Subject) -> Iterator[Issue]:
    """Values for which neither cell, column, row nor caption names a period; told once a column."""
    columns: dict[tuple[str, str | None], list[tuple[Indicator, Reading]]] = defaultdict(list)
    for row in subject.indicators:
        undated = [r for r in row.readings if r.period is None and r.of not in AHEAD and r.value is not None]
        for r in undated[:1] if row.table is None else undated:
            columns[row.table or row.id, r.column].append((row, r))
    for (about, column), cells in columns.items():
        row, first = cells[0]
        more = f", nor for {len(cells) - 1} more under {column!r}" if len(cells) > 1 else ""
        message = f"{row.label}: nothing says when {first.raw!r} holds{more}"
        page = first.spans[0].page if first.spans else None
        yield issue("undated-reading", "info", message, row.id if len(cells) == 1 else about, first.raw, page)


def unmapped_indicators(subject: Subject) -> Iterator[Issue]:
    """A row whose label is not in the vocabulary."""
    for row in subject.indicators:
        if row.indicator is None:
            page = row.spans[0].page if row.spans else None
            message = f"{row.label!r} is not in the vocabulary of indicators"
            yield issue("unmapped-indicator", "info", message, row.id, row.label, page)


def missing_content(subject: Subject) -> Iterator[Issue]:
    """A lead-in with nothing after it; `the graphic above` where there is none."""
    placed = [part for part in _flow(subject) if part.spans]
    order: list[Part | None] = [*sorted(placed, key=lambda part: part.spans[0].start), None]
    for part, after in pairwise(order):
        if isinstance(part, Paragraph) and part.text.endswith(":") and not part.items and _leads_nowhere(part, after):
            yield issue(
                "missing-content", "warning", "nothing follows this lead-in", part.id, part.text[-90:], _page(part)
            )
    if not subject.figures:
        for p in subject.paragraphs:
            named = GRAPHIC.search(p.text)
            if named:
                message = f"{named[0]!r} is named, and there is none in the file"
                yield issue("missing-content", "warning", message, p.id, named[0], _page(p))


def _flow(subject: Subject) -> Sequence[Part]:
    return (*subject.figures, *subject.tables, *subject.sections, *subject.paragraphs)


def _leads_nowhere(part: Paragraph, after: Part | None) -> bool:
    """Nothing, a heading, or the next number of its own series; numbers after a lead-in without one are its list."""
    if after is None or isinstance(after, Section):
        return True
    if not isinstance(after, Paragraph) or after.number is None or part.number is None:
        return False
    return not after.number.startswith(f"{part.number}.")


def _page(part: Paragraph | Section) -> int | None:
    return part.spans[0].page if part.spans else None


def missing_attachments(subject: Subject) -> Iterator[Issue]:
    """An appendix that the paper names and the file does not hold: no heading begins with its name."""
    held = {m[1].upper() for s in subject.sections if (m := APPENDIX.match(s.title.strip()))}
    told: set[str] = set()
    for p in subject.paragraphs:
        for text in (p.text, *(i.text for i in p.items)):
            for named in APPENDIX.finditer(text):
                if named[1].upper() not in held | told and not OF_ANOTHER.match(text, named.end()):
                    told.add(named[1].upper())
                    message = f"{named[0]} is named, and is not in the file"
                    yield issue("missing-attachment", "info", message, p.id, named[0], _page(p))


def numbering(subject: Subject) -> Iterator[Issue]:
    """Numbers of one series that skip or come twice; each is kept as printed."""
    for section in (None, *(s.id for s in subject.sections)):
        numbered = [(n, p) for p in subject.paragraphs if p.section == section and (n := _parts(p.number))]
        yield from _series_issues(numbered)
    yield from _series_issues([(n, s) for s in subject.sections if (n := _parts(s.number))])


def _parts(number: str | None) -> tuple[int, ...]:
    return tuple(int(n) for n in number.split(".")) if number and PLAIN_NUMBER.fullmatch(number) else ()


def _series_issues(numbered: Sequence[tuple[tuple[int, ...], Paragraph | Section]]) -> Iterator[Issue]:
    for (a, _), (b, part) in pairwise(numbered):
        if a[:-1] != b[:-1]:
            continue
        printed = ".".join(map(str, b))
        if b == a:
            yield issue("duplicate-number", "warning", f"{printed} is printed twice", part.id, printed, _page(part))
        elif b[-1] > a[-1] + 1:
            message = f"{printed} follows {'.'.join(map(str, a))}"
            yield issue("numbering-gap", "warning", message, part.id, printed, _page(part))
