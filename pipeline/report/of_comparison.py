"""A comparison as a page: first what changed since the paper before, then the measures, areas and passages."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from pipeline.records import dataclass
from pipeline.report import words
from pipeline.report.of_measures import charts_of, figures_of, labels_in, rows_of
from pipeline.report.views import Beat, Changed, Comparing, Life, Line, Section, Standing, Told, Where
from pipeline.terminal import counted
from pipeline.vocabulary.indicators import indicator
from schemas.comparison import (
    AreaChange,
    AreaLife,
    At,
    Compared,
    Comparison,
    PassageChange,
    Piece,
    Presence,
    Series,
)
from schemas.comparison import Standing as Ranked

NO_COUNCIL = "Unknown council"
UNDATED = "Not every paper names a day: they stand in the order of their file names, perhaps not in that of time."
PRINTED = "Where a paper does not state its meeting, the latest day that its header names gave it its place."
MOST_UNFOLDED = 3  # series: of more, a reader opens those that she looks for
SHOWN_AT_ONCE = ("changed", "renumbered")
"""Passages that are worth reading at once; whole new and removed ones are folded away."""

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers by their keys, and what each is called: by its date, and by its file where that does not tell."""

    compared: Mapping[str, Compared]
    names: Mapping[str, str]

    def __getitem__(self, key: str) -> Compared:
        return self.compared[key]


def named(papers: Sequence[Compared]) -> Papers:
    days = Counter((paper.series, paper.day or paper.meeting_date) for paper in papers)
    return Papers({paper.key: paper for paper in papers}, {paper.key: name_in(paper, days) for paper in papers})


def name_in(paper: Compared, days: Counter[tuple[str, date | None]]) -> str:
    day = paper.day or paper.meeting_date
    if day is None:
        return paper.source
    return words.day(day) if days[paper.series, day] == 1 else f"{words.day(day)} ({paper.source})"


def page(comparison: Comparison, program: str) -> Comparing:
    papers = named(comparison.papers)
    many = [one for one in comparison.series if len(one.papers) > 1]
    alone = [one.papers[0] for one in comparison.series if len(one.papers) == 1]
    return Comparing(
        title=title_of(comparison),
        sections=tuple(section(one, number, papers) for number, one in enumerate(many, start=1)),
        folded=len(many) > MOST_UNFOLDED,
        alone=tuple(paper_line(key, papers) for key in alone),
        standings=tuple(standing(one, papers) for one in comparison.standings),
        only_one=tuple(
            Told(one.council or NO_COUNCIL, name_of(one.indicator), "", (where(one.at, papers),))
            for one in comparison.only_one
        ),
        stale=tuple(Told(one.reason, one.earlier, one.later, ()) for one in comparison.stale_decisions),
        program=program,
    )


def title_of(comparison: Comparison) -> str:
    councils = sorted({one.council or NO_COUNCIL for one in comparison.series})
    if len(councils) == 1:
        return f"{councils[0]}: what changed"
    return f"Committee papers of {len(councils)} councils side by side"


def section(one: Series, number: int, papers: Papers) -> Section:
    """A series of at least two papers."""

    def find(at: At) -> Where:
        return where(at, papers)

    charts = charts_of(one, f"s{number}-")
    rows = rows_of(one, charts, find)
    name = f"s{number}"
    changed = [passage(change, papers) for change in newest_first(one, one.passages, lambda each: each.later_paper)]
    return Section(
        id=name,
        title=f"{one.council or NO_COUNCIL}: {one.kind.replace('_', ' ').replace('-', ' ')}",
        since=since(one, papers),
        caution=caution(one, papers),
        papers=tuple(paper_line(key, papers) for key in one.papers),
        short=tuple(short(one, name, {g: labels_in(rows, g) for g in ("worse", "better", "same", "moved")})),
        rows=rows,
        charts=tuple(charts.values()),
        restated=tuple(restated(one, papers)),
        presences=tuple(presences(one, papers)),
        life_heads=tuple(papers.names[key] for key in one.papers),
        lives=tuple(life(each, one, papers) for each in one.lives),
        reworded=tuple(
            area(change, papers)
            for change in newest_first(one, one.improvement_areas, lambda each: each.later_paper)
            if change.change in ("reworded", "split", "merged")
        ),
        questions=tuple(questions(one, papers)),
        sections=tuple(sections(one, papers)),
        passages=tuple(c for c in changed if c.what in SHOWN_AT_ONCE),
        other_passages=tuple(c for c in changed if c.what not in SHOWN_AT_ONCE),
        figures=figures_of(one.measures, find),
        rated=any(point.rating for measure in one.measures for point in measure.points),
    )


def caution(one: Series, papers: Papers) -> str:
    """What gave the papers their order, where it was not the meetings."""
    by = {papers[key].ordered_by for key in one.papers}
    return UNDATED if "name" in by else PRINTED if "printed_date" in by else ""


def newest_first(one: Series, found: Iterable[Thing], paper_of: Callable[[Thing], str]) -> list[Thing]:
    """What the latest paper did comes first; within a paper the order stays."""
    return sorted(found, key=lambda each: -one.papers.index(paper_of(each)))


# --- papers and places ------------------------------------------------------------------------------------------


def since(one: Series, papers: Papers) -> str:
    before, last = (papers.names[key] for key in one.papers[-2:])
    return f"From {before} to {last}"


def where(at: At, papers: Papers) -> Where:
    return Where(papers.names[at.paper], papers[at.paper].pages.get(at.id), at.id)


def paper_line(key: str, papers: Papers) -> Told:
    paper = papers[key]
    copies = f"also as {', '.join(paper.copies)}" if paper.copies else ""
    return Told(papers.names[key], paper.title or paper.source, "; ".join(filter(None, (paper.source, copies))), ())


# --- in short ---------------------------------------------------------------------------------------------------


def short(one: Series, name: str, moved: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    """What changed since the paper before, in the order in which it matters."""
    yield from measures_line(moved, name)
    last = one.papers[-1]
    again = [found for found in one.restatements if found.later.paper == last]
    if again:
        label = {measure.id: measure.labels[-1].text for measure in one.measures}
        details = tuple(f"{label[r.measure]}: “{r.earlier_raw}” became “{r.later_raw}”" for r in again)
        yield Line(f"{counted(len(again), 'earlier figure')} restated", details, f"#{name}-restated")
    yield from areas_line(one, last, name)
    yield from presence_lines(one, last, name)
    if one.questions:
        yield Line(f"{counted(len(one.questions), 'question')} for you to decide", (), f"#{name}-questions")


def measures_line(moved: Mapping[str, tuple[str, ...]], name: str) -> Iterator[Line]:
    link = f"#{name}-measures"
    leads = (("worse", "got worse"), ("better", "got better"), ("moved", "moved; which way is better is not stated"))
    for group, lead in leads:
        if moved[group]:
            yield Line(f"{counted(len(moved[group]), 'measure')} {lead}", moved[group], link)
    if moved["same"]:
        yield Line(f"{counted(len(moved['same']), 'measure')} stayed the same", moved["same"], link)
    if not any(moved.values()):
        yield Line("No measure has a figure that may be set against an earlier one", (), link)


def areas_line(one: Series, last: str, name: str) -> Iterator[Line]:
    """Of the latest paper that names improvement areas."""
    changes = [change for change in one.improvement_areas if change.later_paper == last]
    told = [c for c in changes if c.change not in ("continued", "question")]
    tally = Counter[str](change.change for change in changes)
    kinds = ("new", "returned", "dropped", "reworded", "split", "merged", "continued")
    parts = [f"{tally[kind]} {kind}" for kind in kinds if tally[kind]]
    if parts:
        details = tuple(f"{c.change}: {' + '.join(c.later_words or c.earlier_words)}" for c in told)
        yield Line(f"Improvement areas: {', '.join(parts)}", details, f"#{name}-areas")


def presence_lines(one: Series, last: str, name: str) -> Iterator[Line]:
    link = f"#{name}-presences"
    new = tuple(p.label for p in one.presences if p.change != "dropped" and p.at.paper == last)
    dropped = tuple(p.label for p in one.presences if p.change == "dropped" and p.missing_in == last)
    defined = tuple(r.later_label for r in one.redefinitions if r.later.paper == last)
    renamed = tuple(f"{r.earlier_label} is now {r.later_label}" for r in one.renamings if r.later.paper == last)
    for found, lead in ((dropped, "no longer reported"), (new, "newly reported"), (defined, "redefined")):
        if found:
            yield Line(f"{counted(len(found), 'measure')} {lead}", found, link)
    if renamed:
        yield Line(f"{counted(len(renamed), 'measure')} renamed", renamed, link)


# --- measures ---------------------------------------------------------------------------------------------------


def restated(one: Series, papers: Papers) -> Iterator[Told]:
    label = {measure.id: measure.labels[-1].text for measure in one.measures}
    for found in newest_first(one, one.restatements, lambda each: each.later.paper):
        period = f"{words.body(found.of)}, {words.spoken(found.period)}"
        both = (where(found.earlier, papers), where(found.later, papers))
        yield Told(label[found.measure], f"“{found.earlier_raw}” became “{found.later_raw}”", period, both)


def presences(one: Series, papers: Papers) -> Iterator[Told]:
    def paper_of(found: Presence) -> str:
        return found.missing_in if found.change == "dropped" else found.at.paper

    for found in newest_first(one, one.presences, paper_of):
        yield Told(f"{found.change}, {papers.names[paper_of(found)]}", found.label, "", (where(found.at, papers),))
    for defined in newest_first(one, one.redefinitions, lambda each: each.later.paper):
        labels = ", now ".join(dict.fromkeys((defined.earlier_label, defined.later_label)))
        both = (where(defined.earlier, papers), where(defined.later, papers))
        yield Told(f"redefined, {papers.names[defined.later.paper]}", labels, defined.why, both)
    for renamed in newest_first(one, one.renamings, lambda each: each.later.paper):
        both = (where(renamed.earlier, papers), where(renamed.later, papers))
        labels = f"{renamed.earlier_label}, now {renamed.later_label}"
        yield Told(f"renamed, {papers.names[renamed.later.paper]}", labels, "", both)


def name_of(measure: str) -> str:
    known = indicator(measure)
    return known.label if known else measure.replace("_", " ")


def standing(one: Ranked, papers: Papers) -> Standing:
    basis = f", {one.basis.replace('_', ' ')}" if one.basis else ""
    places = tuple(
        Told(
            f"{place.rank}",
            place.council or NO_COUNCIL,
            words.with_unit(words.number(place.value), one.unit),
            (where(place.at, papers),),
        )
        for place in one.places
    )
    spread = f"Highest and lowest are {words.size_of(one.spread, one.unit)} apart."
    return Standing(f"{name_of(one.indicator)}, {words.spoken(one.period)}{basis}", spread, places)


# --- improvement areas ------------------------------------------------------------------------------------------


def life(one: AreaLife, series: Series, papers: Papers) -> Life:
    """A beat for every paper; a paper that names no improvement areas at all says nothing of this one."""
    silent = set(series.papers) - {at.paper for each in series.lives for at in each.areas}
    own = [at.paper for at in one.areas]
    begins, ends = series.papers.index(one.first), series.papers.index(one.last)
    beats = tuple(
        Beat(
            look_of(key, own, silent, begins <= number <= ends),
            beat_words(one, key, series) if key in own else none_words(number, ends, key in silent),
            number <= begins,
            number >= ends,
        )
        for number, key in enumerate(series.papers)
    )
    return Life(one.words, beats, tuple(where(at, papers) for at in one.areas))


def look_of(key: str, own: Sequence[str], silent: set[str], between: bool) -> str:
    if key in own:
        return "alive"
    return "through" if between and key in silent else "none"


def none_words(number: int, ends: int, silent: bool) -> str:
    if silent:
        return "the paper names no areas"
    return "dropped" if number == ends + 1 else ""


def beat_words(one: AreaLife, key: str, series: Series) -> str:
    """What the paper did to the area, and in how many points it stands where there are more than one."""
    own = {at for at in one.areas if at.paper == key}
    changes = [c.change for c in series.improvement_areas if own & set(c.later)]
    told = ", ".join(dict.fromkeys(changes)) or "first named"
    return f"{told}: {len(own)} areas" if len(own) > 1 else told


def area(change: AreaChange, papers: Papers) -> Changed:
    both = tuple(where(at, papers) for at in (*change.earlier, *change.later))
    decided = " (you decided)" if change.decided else ""
    pieces = change.marked or same(" + ".join(change.later_words))
    several = change.change in ("split", "merged")
    return Changed(
        f"{change.change}{decided}",
        papers.names[change.later_paper],
        pieces,
        both,
        change.earlier_words if several else (),
        change.later_words if several else (),
    )


def same(text: str) -> tuple[Piece, ...]:
    return (Piece(kind="same", text=text),)


def questions(one: Series, papers: Papers) -> Iterator[Changed]:
    for asked in one.questions:
        pieces = (Piece(kind="same", text=f"“{asked.earlier_words}” and “{asked.later_words}”"),)
        about = asked.about.replace("_", " ")
        yield Changed(
            f"Are these the same {about}?",
            f"likeness {asked.score:.2f}; from {asked.threshold} the answer would have been yes",
            pieces,
            (where(asked.earlier, papers), where(asked.later, papers)),
        )


# --- text -------------------------------------------------------------------------------------------------------


def sections(one: Series, papers: Papers) -> Iterator[Told]:
    for change in newest_first(one, one.sections, lambda each: each.later_paper):
        if change.change == "same":
            continue
        headings = ", now ".join(part for part in (change.earlier_heading, change.later_heading) if part)
        both = tuple(where(at, papers) for at in (change.earlier, change.later) if at)
        yield Told(f"{change.change}, {papers.names[change.later_paper]}", headings, "", both)


def passage(change: PassageChange, papers: Papers) -> Changed:
    both = tuple(where(at, papers) for at in (change.earlier, change.later) if at)
    return Changed(change.change, papers.names[change.later_paper], change.marked, both)
