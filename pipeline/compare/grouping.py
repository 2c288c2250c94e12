"""Papers to series: of one council and one kind, by meeting date; the same paper in other formats stands once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.vocabulary.wording import folded, pattern, rows_of
from schemas import Paper

MOSTLY_THE_SAME = 0.8  # of the shorter's passages: two formats of one paper differ where a reader joins lines otherwise
LEAST_SHARED = 3  # measures that make two papers of one kind where no title says so: fewer are chance
HALF = 0.5
DIGITS_AND_MONTHS = re.compile(
    r"\b(?:\S{0,40}\d\S{0,40}|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|q[1-4]|quarter|annual|year|report) "
)


Key = tuple[str, str]
"""Council and kind."""
Found = tuple[Paper, tuple[str, ...]]
"""A paper, and the names of its copies."""


@dataclass(frozen=True, slots=True)
class Member:
    """A paper in its series. `key`: `p1`, `p2` ... over the whole comparison."""

    key: str
    paper: Paper
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A series to be: its papers by meeting date."""

    id: str
    council: str | None
    kind: str
    members: tuple[Member, ...]


def group(papers: Sequence[Paper]) -> tuple[Group, ...]:
    """The series of the papers; papers of equal date stay in the order given.

    Where all papers are of one council and no two of one kind, they are one series: whoever names them means it.
    A paper without a date has no place among dated ones and is a series of its own.
    """
    whole = without_copies(papers)
    if len(whole) == 1:  # whoever names two formats of one paper wants to see how they differ
        whole = [(paper, ()) for paper in papers]
    series: dict[Key, list[Found]] = {}
    kinds = kinds_of([paper for paper, _ in whole])
    for (paper, copies), kind in zip(whole, kinds, strict=True):
        series.setdefault((council_of(paper), kind), []).append((paper, copies))
    series = _dated_apart(series)
    if len(whole) == len(series) and len({council for council, _ in series}) == 1:
        kind = " and ".join(sorted({kind for _, kind in series}))
        series = {(council_of(whole[0][0]), kind): list(whole)}
    return _numbered(series)


def _dated_apart(series: Mapping[Key, list[Found]]) -> dict[Key, list[Found]]:
    apart: dict[Key, list[Found]] = {}
    for (council, kind), papers in series.items():
        dated = [one for one in papers if one[0].header.meeting_date]
        undated = [one for one in papers if not one[0].header.meeting_date]
        if not dated or not undated:
            apart[council, kind] = papers
            continue
        apart[council, kind] = dated
        for number, one in enumerate(undated, start=1):
            apart[council, f"{kind}-undated-{number}"] = [one]
    return apart


def _by_date(papers: Sequence[Found]) -> list[Found]:
    """As given, where a date is missing: no order is better than a guessed one."""
    if any(paper.header.meeting_date is None for paper, _ in papers):
        return list(papers)
    return sorted(papers, key=lambda one: one[0].header.meeting_date or date.min)


def _numbered(series: Mapping[Key, list[Found]]) -> tuple[Group, ...]:
    groups: list[Group] = []
    number = 0
    for (council, kind), papers in sorted(series.items(), key=lambda item: item[0]):
        ordered = _by_date(papers)
        members = []
        for paper, copies in ordered:
            number += 1
            members.append(Member(f"p{number}", paper, copies))
        groups.append(Group(f"{council}/{kind}", ordered[0][0].header.council, kind, tuple(members)))
    return tuple(groups)


def council_of(paper: Paper) -> str:
    """The council's code, or its name where it has none."""
    header = paper.header
    return header.council_code or folded(header.council or "").strip().replace(" ", "-") or "unknown-council"


# --- kinds ------------------------------------------------------------------------------------------------------


def kinds_of(papers: Sequence[Paper]) -> list[str]:
    """The kind of each paper: by its title; else that of a paper of the same council with mostly the same measures."""
    by_title = [kind_of_title(paper.header.title) for paper in papers]
    return [
        kind or _kind_by_measures(paper, papers, by_title) or _plain_title(paper)
        for paper, kind in zip(papers, by_title, strict=True)
    ]


def kind_of_title(title: str | None) -> str | None:
    """The kind that the words of a title name, by `paper_kinds.csv`; the first row that fits."""
    words = folded(title or "")
    return next((row["kind"] for row in rows_of("paper_kinds.csv") if pattern(row["pattern"]).search(words)), None)


def _kind_by_measures(paper: Paper, papers: Sequence[Paper], kinds: Sequence[str | None]) -> str | None:
    own = measures_of(paper)
    for other, kind in zip(papers, kinds, strict=True):
        shared = len(own & measures_of(other))
        if kind and council_of(other) == council_of(paper) and shared >= max(LEAST_SHARED, HALF * len(own)):
            return kind
    return None


def measures_of(paper: Paper) -> set[str]:
    return {row.indicator for row in paper.indicators if row.indicator}


def _plain_title(paper: Paper) -> str:
    """The title without what changes from year to year."""
    words = DIGITS_AND_MONTHS.sub("", folded(paper.header.title or ""))
    return "-".join(words.split()[:6]) or "untitled"


# --- copies -----------------------------------------------------------------------------------------------------


def without_copies(papers: Sequence[Paper]) -> list[tuple[Paper, tuple[str, ...]]]:
    """Each paper once, with the names of the files that hold it in another format."""
    kept: list[tuple[Paper, list[str]]] = []
    for paper in papers:
        original = next((one for one in kept if is_copy(paper, one[0])), None)
        if original:
            original[1].append(paper.source.name)
        else:
            kept.append((paper, []))
    return [(paper, tuple(copies)) for paper, copies in kept]


def is_copy(paper: Paper, other: Paper) -> bool:
    """The same council and day, another format, and most passages word for word the same."""
    same_meeting = council_of(paper) == council_of(other) and paper.header.meeting_date == other.header.meeting_date
    if not same_meeting or paper.source.media_type == other.source.media_type:
        return False
    own, others = ({folded(part.text) for part in one.paragraphs} for one in (paper, other))
    return len(own & others) >= MOSTLY_THE_SAME * max(1, min(len(own), len(others)))
