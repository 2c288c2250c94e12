"""Papers side by side: what changed from one to the next, and how councils stand to one another.

Every statement points at both sides by `At`: the key of a paper in `papers`, and an id in that paper.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from schemas.base import Id, Model
from schemas.record import Judgement, Status

COMPARISON_VERSION: Literal["1.0.0"] = "1.0.0"

Number = float | int
Score = Annotated[float, Field(ge=0, le=1)]
"""Likeness of two wordings: 0 nothing in common, 1 the same words."""
Trend = Literal["up", "down", "same"]
Polarity = Literal["higher_is_better", "lower_is_better", "neutral"]


class At(Model):
    """A place in one of the compared papers."""

    paper: str
    """Key of the paper in `papers`."""
    id: Id
    """Id in that paper: of a row, an improvement area, a section, a paragraph, an item, a footnote's place."""
    reading: Annotated[int, Field(ge=0)] | None = None
    """Of a row: which of its readings, from 0."""


class Compared(Model):
    """A paper that was compared."""

    key: str
    id: Id
    source: str
    """Name of the file that the paper was read from."""
    sha256: str
    council: str | None
    council_code: str | None
    committee: str | None
    meeting_date: date | None
    ordered_by: Literal["meeting_date", "printed_date", "name"] = "meeting_date"
    """What gave the paper its place in the series: the meeting; else the latest day that its header names; else, where
    a paper of the series names no day at all, the names of the files."""
    day: date | None = None
    """The day that decided; null where the paper names none."""
    title: str | None
    series: str
    copies: tuple[str, ...]
    """Names of files that hold the same paper in another format; they were left out."""
    pages: dict[str, int] = Field(default_factory=dict)
    """The page that each id begins on which the comparison points at; ids without a page are not in it."""


class Piece(Model):
    """Words that two wordings share, or that only one of them has; the pieces in order make both."""

    kind: Literal["same", "removed", "added"]
    text: str


class When(Model):
    """The days a figure holds for, both ends inclusive, and how the paper prints them."""

    text: str
    kind: str
    start: date | None
    end: date | None


class Point(Model):
    """One reading of a measure, where it stands in the series."""

    at: At
    stated: Literal["row", "sentence"]
    of: str
    raw: str
    value: Number | None
    low: Number | None
    high: Number | None
    unit: str | None
    status: Status
    basis: str | None
    role: str | None
    rating: str | None = None
    """Red, amber, green as the paper prints it; never worked out from the figures."""
    period: When | None


class Step(Model):
    """From one reading to a later one: the difference, or why there is none."""

    of: str
    earlier: At
    later: At
    difference: Number | None
    """Later minus earlier, in the unit of the measure; of shares in percentage points."""
    trend: Trend | None
    judgement: Judgement | None
    """By the polarity of the measure; null where more is neither good nor bad, or that is not known."""
    reason: str | None
    """Why the two were not subtracted; null where they were."""
    caution: str | None
    """What a reader should know of two figures that were subtracted."""


class Against(Model):
    """The council's figure beside a target, or beside another body's figure."""

    of: str
    own: At
    other: At
    difference: Number
    """Own minus other."""
    judgement: Judgement | None
    """`better` than a target: it is met with something to spare; `same`: just met."""
    caution: str | None


class Label(Model):
    """How one paper names a measure."""

    at: At
    text: str


class Measure(Model):
    """One measure through the papers of a series."""

    id: Id
    indicator: str | None
    unit: str | None
    polarity: Polarity | None
    labels: tuple[Label, ...]
    points: tuple[Point, ...]
    """Every reading, by body and in the order of time; those of sentences are shown, and subtracted only where the
    measure has no row in any paper."""
    steps: tuple[Step, ...]
    against: tuple[Against, ...]


class Restatement(Model):
    """Another value in a later paper for the same measure, body and period."""

    measure: str
    of: str
    period: When | None
    earlier: At
    later: At
    earlier_raw: str
    later_raw: str
    difference: Number | None


class Renaming(Model):
    """The same measure under another label."""

    measure: str
    earlier: At
    later: At
    earlier_label: str
    later_label: str
    marked: tuple[Piece, ...]


class Redefinition(Model):
    """A measure whose figures before and after may not be set side by side."""

    earlier_measure: str
    later_measure: str
    earlier: At
    later: At
    earlier_label: str
    later_label: str
    by: Literal["unit", "measure", "label", "note"]
    """What says so: another unit, a related measure in its place, other numbers in the label, a note."""
    why: str


class Presence(Model):
    """A measure that a paper reports for the first time, again, or no longer."""

    change: Literal["new", "returned", "dropped"]
    measure: str
    label: str
    at: At
    """The row: the first, or the last that there is."""
    missing_in: str
    """Key of the paper on the other side, which has no such row."""


class AreaChange(Model):
    """What became of improvement areas from one paper to the next. Every area is in exactly one on each side.

    A `question` with one side: the area may be part of a pair that another change has. `Series.questions` has both.
    """

    change: Literal["continued", "reworded", "split", "merged", "dropped", "new", "returned", "question"]
    earlier_paper: str
    later_paper: str
    earlier: tuple[At, ...]
    later: tuple[At, ...]
    earlier_words: tuple[str, ...]
    later_words: tuple[str, ...]
    score: Score | None
    marked: tuple[Piece, ...]
    """Of all earlier wordings against all later ones; empty where there is only one side or nothing differs."""
    decided: bool
    """A person said so."""


class AreaLife(Model):
    """An improvement area over the years, through rewordings, splits and mergers."""

    id: Id
    areas: tuple[At, ...]
    words: str
    """The latest wording."""
    first: str
    last: str
    papers: Annotated[int, Field(ge=1)]
    current: bool
    """It stands in the latest paper that names improvement areas."""


class SectionChange(Model):
    """A section and its counterpart."""

    change: Literal["same", "renumbered", "retitled", "added", "removed"]
    earlier_paper: str
    later_paper: str
    earlier: At | None
    later: At | None
    earlier_heading: str | None
    later_heading: str | None
    score: Score | None


class PassageChange(Model):
    """A paragraph or list point that is not the same in both papers. What is word for word the same is not listed."""

    change: Literal["added", "removed", "changed", "renumbered"]
    earlier_paper: str
    later_paper: str
    earlier: At | None
    later: At | None
    score: Score | None
    marked: tuple[Piece, ...]


class Question(Model):
    """Two wordings that may be the same thing; a person decides."""

    id: Id
    about: Literal["improvement_area", "measure"]
    earlier: At
    later: At
    earlier_words: str
    later_words: str
    score: Score
    threshold: Score
    """From this score on the answer would have been yes without asking."""


class Series(Model):
    """The papers of one council and kind, in the order of time, with what changed between each and the next."""

    id: Id
    council: str | None
    kind: str
    papers: tuple[str, ...]
    measures: tuple[Measure, ...]
    restatements: tuple[Restatement, ...]
    renamings: tuple[Renaming, ...]
    redefinitions: tuple[Redefinition, ...]
    presences: tuple[Presence, ...]
    improvement_areas: tuple[AreaChange, ...]
    lives: tuple[AreaLife, ...]
    sections: tuple[SectionChange, ...]
    passages: tuple[PassageChange, ...]
    questions: tuple[Question, ...]


class Place(Model):
    """One council's figure among those of the others."""

    series: str
    council: str | None
    at: At
    value: Number
    rank: Annotated[int, Field(ge=1)]
    """1 is best by the polarity, else the highest; equal values share a rank."""


class Standing(Model):
    """The councils' figures for the same measure, unit, basis and period."""

    indicator: str
    unit: str | None
    basis: str | None
    period: When
    polarity: Polarity | None
    places: tuple[Place, ...]
    spread: Number
    """Highest minus lowest."""


class OnlyOne(Model):
    """A measure that only one of the councils reports."""

    indicator: str
    council: str | None
    series: str
    at: At


class StaleDecision(Model):
    """A person's decision whose quoted words stand in none of the papers; it was not applied."""

    about: str
    earlier: str
    later: str
    reason: str


class Comparison(Model):
    """Papers side by side: series of one council and kind, and councils against each other."""

    schema_version: Literal["1.0.0"]
    papers: tuple[Compared, ...]
    series: tuple[Series, ...]
    standings: tuple[Standing, ...]
    only_one: tuple[OnlyOne, ...]
    stale_decisions: tuple[StaleDecision, ...]

    @model_validator(mode="after")
    def _points_at_its_papers(self) -> "Comparison":
        keys = {paper.key for paper in self.papers}
        lost = sorted({at.paper for at in places(self)} - keys)
        if lost:
            raise ValueError(f"points at papers that were not compared: {', '.join(lost[:5])}")
        return self


def places(model: BaseModel) -> Iterator[At]:
    """Every place that a model points at, however deep."""
    if isinstance(model, At):
        yield model
        return
    for _, value in model:
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, BaseModel):
                yield from places(part)
