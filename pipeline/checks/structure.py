"""Checks of the paper as a paper: its header, its numbering, what it names and does not hold, what was not read."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

from pipeline.checks.subject import Subject, issue
from pipeline.vocabulary.councils import councils_addressed
from pipeline.vocabulary.wording import shows_any
from schemas.issue import Issue
from schemas.outline import Figure, Item, Paragraph, Section, Table
from schemas.record import Indicator, Narrative, Reading

APPENDIX = re.compile(r"\b(?:Appendix|Appendices|Annex|Schedule)\s+[‘'“\"]?([A-Z]|\d{1,2})\b[’'”\"]?", re.IGNORECASE)
OF_ANOTHER = re.compile(r"\s+(?:to|of|in)\s+(?:the|that|its|an?)\s+(?!report\b|paper\b)", re.IGNORECASE)
"""`Appendix 2 to the earlier report`, `Schedule 1 of the Act`: what follows a name that belongs to another document."""
GRAPHIC = re.compile(r"\b(?:graphic|chart|graph|diagram|picture|infographic)s?\s+(?:above|below)\b", re.IGNORECASE)
BESIDE, ATTACHED = ("above", "below"), ("append", "annex", "chedule")
"""Letters without which neither shape stands in a text."""
Part = Section | Paragraph | Table | Figure
Numbered = tuple[tuple[int, ...], Paragraph | Section]
AHEAD = ("target", "floor")
MOST_DIGITS = 3  # a longer run of digits numbers no point of a list
PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def header_fields(subject: Subject) -> Iterator[Issue]:
    """A header fact that neither the paper nor its sidecar states; whose addresses it prints is a hint, and no more."""
    for name in ("council", "committee", "meeting_date", "title"):
        if getattr(subject.header, name) is None:
            words = name.replace("_", " ")
            hint = _hint_of_addresses(subject) if name == "council" else ""
            yield issue("header-field-missing", "warning", f"the {words} was not found{hint}", None, None, None)


def _hint_of_addresses(subject: Subject) -> str:
    """A letterhead is often a picture, and its council then named by nothing but the addresses of officers."""
    councils = councils_addressed(subject.text, subject.header.meeting_date)
    return f"; the addresses in it are of {' and '.join(council.name for council in councils)}" if councils else ""


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
    yield from _told_ahead(subject, met)


def _told_ahead(subject: Subject, met: date) -> Iterator[Issue]:
    """A sentence that states a figure of a time that had not begun; "so far in 2024/25" leaves the year unsaid."""
    for told in subject.narrative:
        for r in told.readings:
            ahead = r.period is not None and r.period.start is not None and r.period.start > met
            if ahead and r.period and r.period.end and r.of not in AHEAD and r.value is not None:
                yield _late(told, r.raw, r.period.text, r.period.end, met, r.spans[0].page if r.spans else None)


def _late(row: Indicator | Narrative, raw: str, period: str, end: date, met: date, page: int | None) -> Issue:
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
            named = GRAPHIC.search(p.text) if shows_any(p.text, BESIDE) else None
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
            for named in APPENDIX.finditer(text) if shows_any(text, ATTACHED) else ():
                if named[1].upper() not in held | told and not OF_ANOTHER.match(text, named.end()):
                    told.add(named[1].upper())
                    message = f"{named[0]} is named, and is not in the file"
                    yield issue("missing-attachment", "info", message, p.id, named[0], _page(p))


def numbering(subject: Subject) -> Iterator[Issue]:
    """Numbers of one series that skip or come twice; each is kept as printed.

    Sections and dotted paragraphs are one series (2, 2.1, 2.2, 3, 3.1). Plain numbers of paragraphs (1, 2, 3) are one
    where they run on through the paper, else each section has its own. A number that falls back begins anew: an annex
    numbers its own paragraphs. Points of a list are a series by themselves: 1. 2. 3., a) b) c), (i) (ii) (iii).
    """
    paragraphs = [(n, p) for p in subject.paragraphs if (n := _parts(p.number)) and p.spans]
    plain = [(n, p) for n, p in paragraphs if len(n) == 1]
    others: list[Numbered] = [(n, s) for s in subject.sections if (n := _parts(s.number)) and s.spans]
    others += [(n, p) for n, p in paragraphs if len(n) > 1]
    yield from _series_issues(sorted(others, key=lambda one: one[1].spans[0].start))
    if [n for n, _ in plain] == sorted(n for n, _ in plain):
        yield from _series_issues(plain)
    else:
        for section in (None, *(s.id for s in subject.sections)):
            yield from _series_issues([(n, p) for n, p in plain if p.section == section])
    for paragraph in subject.paragraphs:
        yield from _list_issues(paragraph.items)
    for lettered, run in groupby(
        subject.paragraphs, lambda p: p.section if p.number and not _parts(p.number) else None
    ):
        if lettered is not None:
            yield from _point_issues([(p.number, p) for p in run])


def _parts(number: str | None) -> tuple[int, ...]:
    """2.10 as (2, 10); 3.0, as some number their sections, as (3,)."""
    parts = tuple(int(n) for n in number.split(".")) if number and PLAIN_NUMBER.fullmatch(number) else ()
    return parts[:-1] if len(parts) == 2 and parts[-1] == 0 else parts


def _series_issues(numbered: Sequence[Numbered]) -> Iterator[Issue]:
    for (a, before), (b, part) in pairwise(numbered):
        if a[: len(b)] == b:  # 4 after 4.3 is a second section 4
            yield issue(
                "duplicate-number", "warning", f"{part.number} is printed twice", part.id, part.number, _page(part)
            )
        elif b > a and _skips(a, b):
            message = f"{part.number} follows {before.number}"
            yield issue("numbering-gap", "warning", message, part.id, part.number, _page(part))


def _skips(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    """Whether a number between them is wanting: 2.3 after 2.1, 4 after 2.7, 3.2 after 2.7, 2.2 after 2."""
    level = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    below = b[level:] if level == len(a) else b[level + 1 :]
    if level < len(a) and b[level] > a[level] + 1:
        return True
    return any(n > 1 for n in below)


# --- points of a list -------------------------------------------------------------------------------------------

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")


def _list_issues(items: Sequence[Item]) -> Iterator[Issue]:
    yield from _point_issues([(i.marker, i) for i in items])
    for item in items:
        yield from _list_issues(item.items)


def _point_issues(points: Sequence[tuple[str | None, Item | Paragraph]]) -> Iterator[Issue]:
    places = _places([marker for marker, _ in points])
    for (a, b), ((before, _), (marker, part)) in zip(pairwise(places), pairwise(points), strict=True):
        page = part.spans[0].page if part.spans else None
        if a is None or b is None:
            continue
        if b == a:
            yield issue("duplicate-number", "warning", f"{marker} is printed twice", part.id, marker, page)
        elif b > a + 1:
            yield issue("numbering-gap", "warning", f"{marker} follows {before}", part.id, marker, page)


def _places(markers: Sequence[str | None]) -> list[int | None]:
    """What each marker counts: digits, or letters with a mark of their own, or Roman numerals where one begins so.

    An "o" without a stop or a bracket is a bullet.
    """
    bare = [(marker or "").strip("().:[] ").lower() for marker in markers]
    if bare and bare[0] in ROMAN and all(b in ROMAN for b in bare):
        return [ROMAN.index(b) + 1 for b in bare]
    return [_place(b) if b.isdecimal() or b != marker else None for b, marker in zip(bare, markers, strict=True)]


def _place(marker: str) -> int | None:
    if marker.isdecimal() and len(marker) <= MOST_DIGITS:
        return int(marker)
    return ord(marker) - ord("a") + 1 if len(marker) == 1 and "a" <= marker <= "z" else None
