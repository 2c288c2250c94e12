"""Papers to series: of one council and one kind, in the order of time; the same paper in other formats stands once."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Literal

from pipeline.records import dataclass
from pipeline.sniff import PDF
from pipeline.values.periods import find_periods
from pipeline.vocabulary.wording import folded, pattern, rows_of
from schemas import Paper
from schemas.header import Header, Source

MOSTLY_THE_SAME = 0.8  # of the shorter's passages: two formats of one paper differ where a reader joins lines otherwise
LEAST_SHARED = 3  # measures that make two papers of one kind where no title says so: fewer are chance
HALF = 0.5
DIGITS_AND_MONTHS = re.compile(
    r"\b(?:\S{0,40}\d\S{0,40}|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|q[1-4]|quarter|annual|year|report) "
)


Key = tuple[str, str]
"""Council and kind."""
Order = Literal["meeting_date", "printed_date", "name"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper to be compared, as little of it as decides where it belongs; the whole is loaded when its turn comes."""

    header: Header
    source: Source
    council: str
    measures: frozenset[str]
    passages: frozenset[int]
    """The words of each, as a number."""
    text: int
    """The whole text, as a number."""
    printed: date | None
    """The latest day that the header names, where it states no meeting."""
    load: Callable[[], Paper]

    @property
    def day(self) -> date | None:
        return self.header.meeting_date or self.printed


Found = tuple[Entry, tuple[str, ...]]
"""A paper, and the names of its copies."""


@dataclass(frozen=True, slots=True)
class Member:
    """A paper in its series. `key`: `p1`, `p2` ... over the whole comparison."""

    key: str
    paper: Paper
    entry: Entry
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A series to be: its papers in the order of time."""

    id: str
    council: str | None
    kind: str
    members: tuple[Member, ...]

    def ordered_by(self, member: Member) -> Order:
        """What gave the member its place."""
        if not all(one.entry.day for one in self.members):
            return "name"
        return "meeting_date" if member.entry.header.meeting_date else "printed_date"


@dataclass(frozen=True, slots=True)
class Plan:
    """A series whose papers are not loaded yet, each with its key."""

    id: str
    council: str | None
    kind: str
    papers: tuple[tuple[str, Found], ...]

    def loaded(self) -> Group:
        members = (Member(key, entry.load(), entry, copies) for key, (entry, copies) in self.papers)
        return Group(self.id, self.council, self.kind, tuple(members))


def entry_of(paper: Paper, load: Callable[[], Paper]) -> Entry:
    return Entry(
        header=paper.header,
        source=paper.source,
        council=council_of(paper),
        measures=frozenset(row.indicator for row in paper.indicators if row.indicator),
        passages=frozenset(_number(folded(part.text)) for part in paper.paragraphs),
        text=_number(paper.text),
        printed=None if paper.header.meeting_date else printed_day(paper),
        load=load,
    )


def _number(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest())


def printed_day(paper: Paper) -> date | None:
    """The end of the latest period or day that the words of the header name: "Quarter 3 2024/25", "22 August 2025"."""
    spans = sorted((span.start, span.end) for spans in paper.header.spans.values() for span in spans)
    words = " ".join(paper.text[start:end] for start, end in spans)
    days = (period.end or period.start for period in find_periods(" ".join((words, paper.header.title or "")).strip()))
    return max((day for day in days if day), default=None)


def group(papers: Sequence[Entry]) -> tuple[Plan, ...]:
    """The series of the papers, each in the order of time; papers of one day stay in the order given.

    Where all papers are of one council and no two of one kind, they are one series: whoever names them means it.
    A paper that names no day has no place among those that do, and is a series of its own.
    """
    whole = without_copies(papers)
    if len(whole) == 1:  # whoever names two formats of one paper wants to see how they differ
        whole = [(paper, ()) for paper in papers]
    series: dict[Key, list[Found]] = {}
    kinds = kinds_of([paper for paper, _ in whole])
    for (paper, copies), kind in zip(whole, kinds, strict=True):
        series.setdefault((paper.council, kind), []).append((paper, copies))
    series = _dated_apart(series)
    if len(whole) == len(series) and len({council for council, _ in series}) == 1:
        kind = " and ".join(sorted({kind for _, kind in series}))
        series = {(whole[0][0].council, kind): list(whole)}
    return _numbered(series)


def _dated_apart(series: Mapping[Key, list[Found]]) -> dict[Key, list[Found]]:
    apart: dict[Key, list[Found]] = {}
    for (council, kind), papers in series.items():
        dated = [one for one in papers if one[0].day]
        undated = [one for one in papers if not one[0].day]
        if not dated or not undated:
            apart[council, kind] = papers
            continue
        apart[council, kind] = dated
        for number, one in enumerate(undated, start=1):
            apart[council, f"{kind}-undated-{number}"] = [one]
    return apart


def _by_time(papers: Sequence[Found]) -> list[Found]:
    """By the day of the meeting, else by the latest day that the header names; where one names none, all by name."""
    if all(paper.day for paper, _ in papers):
        return sorted(papers, key=lambda one: one[0].day or date.min)
    return sorted(papers, key=lambda one: one[0].source.name)


def _numbered(series: Mapping[Key, list[Found]]) -> tuple[Plan, ...]:
    plans: list[Plan] = []
    number = 0
    for (council, kind), papers in sorted(series.items(), key=lambda item: item[0]):
        ordered = _by_time(papers)
        keys = [f"p{number + place}" for place in range(1, len(ordered) + 1)]
        number += len(ordered)
        plans.append(
            Plan(f"{council}/{kind}", ordered[0][0].header.council, kind, tuple(zip(keys, ordered, strict=True)))
        )
    return tuple(plans)


def council_of(paper: Paper) -> str:
    """The council's code, or its name where it has none."""
    header = paper.header
    return header.council_code or folded(header.council or "").strip().replace(" ", "-") or "unknown-council"


# --- kinds ------------------------------------------------------------------------------------------------------


def kinds_of(papers: Sequence[Entry]) -> list[str]:
    """The kind of each paper: by its title; else that of a paper of the same council with mostly the same measures."""
    by_title = [kind_of_title(paper.header.title) for paper in papers]
    named: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for paper, kind in zip(papers, by_title, strict=True):
        if kind:
            named[paper.council].append((paper, kind))
    return [
        kind or _kind_by_measures(paper, named[paper.council]) or _plain_title(paper)
        for paper, kind in zip(papers, by_title, strict=True)
    ]


def kind_of_title(title: str | None) -> str | None:
    """The kind that the words of a title name, by `paper_kinds.csv`; the first row that fits."""
    words = folded(title or "")
    return next((row["kind"] for row in rows_of("paper_kinds.csv") if pattern(row["pattern"]).search(words)), None)


def _kind_by_measures(paper: Entry, others: Sequence[tuple[Entry, str]]) -> str | None:
    for other, kind in others:
        if len(paper.measures & other.measures) >= max(LEAST_SHARED, HALF * len(paper.measures)):
            return kind
    return None


def _plain_title(paper: Entry) -> str:
    """The title without what changes from year to year."""
    words = DIGITS_AND_MONTHS.sub("", folded(paper.header.title or ""))
    return "-".join(words.split()[:6]) or "untitled"


# --- copies -----------------------------------------------------------------------------------------------------


def without_copies(papers: Sequence[Entry]) -> list[Found]:
    """Each paper once, with the names of the files that hold it too; a PDF before what has no pages."""
    kept: list[tuple[Entry, list[str]]] = []
    of_meeting: dict[tuple[str, date | None], list[tuple[Entry, list[str]]]] = defaultdict(list)
    for paper in sorted(papers, key=lambda paper: paper.source.media_type != PDF):
        same_meeting = of_meeting[paper.council, paper.header.meeting_date]
        original = next((one for one in same_meeting if is_copy(paper, one[0])), None)
        if original:
            original[1].append(paper.source.name)
        else:
            kept.append((paper, []))
            same_meeting.append(kept[-1])
    places = {id(paper): n for n, paper in enumerate(papers)}
    kept.sort(key=lambda one: places[id(one[0])])
    return [(paper, tuple(copies)) for paper, copies in kept]


def is_copy(paper: Entry, other: Entry) -> bool:
    """Of papers of one council and day: another format, and most passages word for word the same; or the very text.

    Where one character differs between two files of one format the later is a new edition: its restatements are news.
    """
    if paper.source.media_type == other.source.media_type:
        return paper.text == other.text
    least = max(1, min(len(paper.passages), len(other.passages)))
    return len(paper.passages & other.passages) >= MOSTLY_THE_SAME * least
