"""A comparison in words for a terminal: what changed since the paper before comes first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.compare.since import GROUPS, TITLES, Move, moves
from pipeline.naming import shown
from pipeline.records import dataclass
from pipeline.terminal import counted
from schemas.comparison import (
    AreaChange,
    Compared,
    Comparison,
    PassageChange,
    Piece,
    Point,
    Question,
    Series,
    Standing,
)

INDENT = "  "
RESET = "\x1b[0m"
LOOKS = {"heading": "\x1b[1m", "worse": "\x1b[31m", "better": "\x1b[32m"}
UNITS = {"percent": "%"}
MOST_PASSAGES = 20  # on a terminal; the JSON has all
OPENING = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
"""How `git diff --word-diff` prints words."""

Papers = Mapping[str, Compared]


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and what sets it off on a terminal; what it says is in its words."""

    words: str
    look: str = ""


def listing(comparison: Comparison, coloured: bool = False) -> bytes:
    """All lines; on a terminal headings are bold, and what got worse or better has a colour beside its word."""
    return "".join(f"{_looking(line, coloured)}\n" for line in _lines(comparison)).encode("utf-8", "replace")


def _looking(line: Line, coloured: bool) -> str:
    words = shown(line.words)
    look = LOOKS.get(line.look, "") if coloured else ""
    return f"{look}{words}{RESET}" if look else words


@dataclass(slots=True)
class Tally:
    """What the parts of a comparison come to, counted as they pass."""

    papers: int = 0
    series: int = 0
    restatements: int = 0
    redefinitions: int = 0
    questions: int = 0
    stale: int = 0

    def counting(self, parts: Iterable[Comparison]) -> Iterator[Comparison]:
        for part in parts:
            for one in part.series:
                self.series += 1
                self.papers += len(one.papers)
                self.restatements += len(one.restatements)
                self.redefinitions += len(one.redefinitions)
                self.questions += len(one.questions)
            self.stale += len(part.stale_decisions)
            yield part

    def summary(self) -> str:
        """One line: how many papers in how many series, and what was found."""
        parts = [
            f"{counted(self.papers, 'paper')} in {self.series} series",
            counted(self.restatements, "restatement"),
            counted(self.redefinitions, "redefinition"),
            counted(self.questions, "question"),
        ]
        if self.stale:
            parts.append(f"{counted(self.stale, 'decision')} not applied")
        return "; ".join(parts)


def _lines(comparison: Comparison) -> Iterator[Line]:
    papers = {paper.key: paper for paper in comparison.papers}
    for one in comparison.series:
        yield from _of_series(one, papers)
    yield from map(Line, _of_standings(comparison.standings, comparison))
    for stale in comparison.stale_decisions:
        yield Line(f"Decision not applied: {stale.reason}: “{stale.earlier}” and “{stale.later}”")


def _of_series(one: Series, papers: Papers) -> Iterator[Line]:
    yield Line(f"{one.council or 'Unknown council'}: {one.kind.replace('_', ' ')}", "heading")
    for key in one.papers:
        paper = papers[key]
        copies = f" (also {', '.join(paper.copies)})" if paper.copies else ""
        yield Line(f"{INDENT}{_year(key, papers)}  {paper.title or paper.source}{copies}")
    if len(one.papers) > 1:
        yield from map(Line, _order(one, papers))
        yield from _moves(one)
    parts = (
        ("Improvement areas", _areas(one.improvement_areas, papers)),
        ("Restated figures", _restated(one, papers)),
        ("New, dropped, redefined and renamed measures", _presences(one, papers)),
        ("Sections", _sections(one)),
        ("Passages", _passages(one.passages)),
        ("Questions for a person", _questions(one.questions)),
    )
    for heading, lines in parts:
        found = list(lines)
        if found:
            yield Line(f"{INDENT}{heading}", "heading")
            yield from (Line(f"{INDENT * 2}{line}") for line in found)
    if not any((one.restatements, one.redefinitions, one.presences, one.renamings)) and len(one.papers) > 1:
        yield Line(f"{INDENT}No measure was restated, renamed, redefined, added or dropped")


def _year(key: str, papers: Papers) -> str:
    day = papers[key].day or papers[key].meeting_date
    return day.isoformat() if day else "undated   "


def _order(one: Series, papers: Papers) -> Iterator[str]:
    """What gave the papers their order, where it was not the meetings."""
    by = {papers[key].ordered_by for key in one.papers}
    if "name" in by:
        yield f"{INDENT}not every paper names a day: in the order of the file names, perhaps not in that of time"
    elif "printed_date" in by:
        yield f"{INDENT}no meeting is stated in some: they stand by the latest day that their header names"


def _restated(one: Series, papers: Papers) -> Iterator[str]:
    for found in one.restatements:
        period = found.period.text if found.period else "undated"
        later = _year(found.later.paper, papers)
        yield f"{found.measure} ({found.of}, {period}): “{found.earlier_raw}”, in {later} “{found.later_raw}”"


def _presences(one: Series, papers: Papers) -> Iterator[str]:
    for renamed in one.renamings:
        yield f"renamed in {_year(renamed.later.paper, papers)}: {renamed.earlier_label} → {renamed.later_label}"
    for redefined in one.redefinitions:
        labels = " → ".join(dict.fromkeys((redefined.earlier_label, redefined.later_label)))
        yield f"redefined in {_year(redefined.later.paper, papers)}: {labels}: {redefined.why}"
    for found in one.presences:
        paper = found.missing_in if found.change == "dropped" else found.at.paper
        yield f"{found.change} in {_year(paper, papers)}: {found.label}"


# --- measures ---------------------------------------------------------------------------------------------------


def _moves(one: Series) -> Iterator[Line]:
    """One difference a measure of the latest paper, what got worse first; what was not subtracted is in the JSON."""
    found = [move for move in moves(one) if move.step]
    for group in GROUPS:
        lines = [_move(move) for move in found if move.group == group]
        if lines:
            yield Line(f"{INDENT}{TITLES[group]} ({len(lines)})", "heading")
            yield from (Line(f"{INDENT * 2}{line}", group) for line in lines)


def _move(move: Move) -> str:
    assert move.earlier  # a difference has two sides
    assert move.step
    unit = " points" if move.measure.unit == "percent" else ""
    verdict = f", {move.step.judgement}" if move.step.judgement else ""
    figures = f"{_figure(move.earlier, move.own)} → {_figure(move.own, move.earlier)}"
    return f"{move.measure.labels[-1].text}: {figures} ({move.step.difference:+}{unit}{verdict})"


def _figure(point: Point, other: Point) -> str:
    """With the printed period; with its days where both are printed alike, such as a column's for all its figures."""
    unit = UNITS.get(point.unit or "", "")
    period = point.period
    words = period.text if period else "undated"
    if period and other.period and other.period.text == period.text:
        words = f"{period.start} to {period.end}"
    return f"{point.value}{unit} ({words})"


# --- words ------------------------------------------------------------------------------------------------------


def _areas(changes: Sequence[AreaChange], papers: Papers) -> Iterator[str]:
    for change in changes:
        if change.change == "question":
            continue
        words = " + ".join(change.later_words or change.earlier_words)
        body = in_words(change.marked) if change.marked and change.change == "reworded" else words
        if change.change in ("split", "merged"):
            body = f"{' + '.join(change.earlier_words)} → {words}"
        yield f"{change.change:9} {_year(change.later_paper, papers)}  {body}"


def _sections(one: Series) -> Iterator[str]:
    for change in one.sections:
        if change.change != "same":
            headings = " → ".join(part for part in (change.earlier_heading, change.later_heading) if part)
            yield f"{change.change:10} {headings}"


def _passages(changes: Sequence[PassageChange]) -> Iterator[str]:
    tally = Counter(change.change for change in changes)
    if tally:
        yield ", ".join(f"{number} {kind}" for kind, number in sorted(tally.items()))
    changed = [change for change in changes if change.change == "changed"]
    for change in changed[:MOST_PASSAGES]:
        yield f"{change.later.id if change.later else ''}: {in_words(change.marked)}"


def in_words(pieces: Sequence[Piece]) -> str:
    """`the [-old-] {+new+} words`"""
    parts = []
    for piece in pieces:
        opened, closed = OPENING[piece.kind]
        parts.append(f"{opened}{piece.text.strip()}{closed}")
    return " ".join(parts)


def _questions(questions: Sequence[Question]) -> Iterator[str]:
    for question in questions:
        yield f"{question.about.replace('_', ' ')}, likeness {question.score:.2f} (yes from {question.threshold}):"
        yield f"{INDENT}earlier = {question.earlier_words}"
        yield f"{INDENT}later = {question.later_words}"


# --- councils ---------------------------------------------------------------------------------------------------


def _of_standings(standings: Sequence[Standing], comparison: Comparison) -> Iterator[str]:
    if standings:
        yield "Between councils"
    for one in standings:
        places = ", ".join(f"{p.rank}. {p.council or p.series} {p.value}" for p in one.places)
        yield f"{INDENT}{one.indicator} ({one.period.text}): {places}; spread {one.spread}"
    for council in sorted({one.council or one.series for one in comparison.only_one}):
        own = [one.indicator for one in comparison.only_one if (one.council or one.series) == council]
        yield f"{INDENT}only {council} reports {', '.join(own)}"
