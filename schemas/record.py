"""What the spine says: figures in rows, statements in lists."""

from datetime import date
from typing import Literal

from schemas.base import Id, Model, Spans

Status = Literal["reported", "suppressed", "missing", "not_applicable", "pending"]
Role = Literal["baseline", "previous", "current", "target", "benchmark"]
Direction = Literal["up", "down", "flat"]
PeriodSource = Literal[
    "cell", "column", "row", "caption", "lead-in", "title", "note", "prose", "heading", "period-before", "sentence"
]

Judgement = Literal["better", "worse", "same"]
"""What a change means by the measure's polarity."""


class Dates(Model):
    """A stretch of days, both ends inclusive; null where it is open."""

    kind: str
    start: date | None
    end: date | None


class Period(Model):
    """When a figure holds, as printed and as dates."""

    text: str
    kind: str
    start: date | None
    end: date | None
    alternatives: tuple[Dates, ...]
    source: PeriodSource
    """What the period was read from: the cell itself, else its column, its row, the caption, the lead-in.

    A card's: its own figures, else its title, a note under it, a sentence that states its figures, a heading over it
    or the paper's title; `period-before`: a previous figure's, counted back from the latest one's. A narrative
    figure's: its sentence.
    """


class Reading(Model):
    """One value of a measure: not one cell."""

    column: str | None
    raw: str
    value: float | int | None
    low: float | int | None
    high: float | int | None
    unit: str | None
    qualifier: str | None
    status: Status
    of: str
    role: Role | None
    basis: str | None
    rating: str | None
    direction: Direction | None
    period: Period | None
    spans: Spans


class Indicator(Model):
    """A row that is a measure."""

    id: Id
    label: str
    indicator: str | None
    match: Literal["exact", "cleaned", "suggested"] | None
    suggestions: tuple[str, ...] = ()
    """Ids of the vocabulary that a person might mean by the label, likeliest first; they decide nothing."""
    group: str | None = None
    """The sub-heading of the table under which the row stands."""
    section: str | None
    table: str | None
    readings: tuple[Reading, ...]
    spans: Spans


class Narrative(Model):
    """A measure that a sentence states, with its values: the authority's, and those it is compared with."""

    id: Id
    kind: Literal["narrative"]
    label: str
    """The measure in the sentence's own words."""
    indicator: str | None
    match: Literal["exact", "cleaned", "suggested"] | None
    section: str | None
    passage: str
    """The id of the paragraph, or of the list point, that the sentence stands in."""
    sentence: str
    readings: tuple[Reading, ...]
    """The first is what the sentence states; `raw` and `spans` are those of the printed figure."""
    spans: Spans
    """Of the sentence."""


NameKind = Literal["organisation", "board", "programme", "legislation"]


class Mention(Model):
    """One place where a name stands, as printed there."""

    passage: str
    text: str
    spans: Spans


class Name(Model):
    """An organisation, board, programme or law that the paper names, with the short form it is given."""

    id: Id
    kind: NameKind
    name: str
    """The full form; the short one where the paper nowhere gives the full."""
    acronym: str | None
    resolved: Literal["printed", "known"] | None
    """Where the full form of an acronym is from: the paper itself, or the project's list; null where there is none."""
    mentions: tuple[Mention, ...]


class Inspection(Model):
    """An inspection or visit that a sentence tells of, with its date and the judgement it ended in."""

    id: Id
    inspectorate: str | None
    kind: str | None
    """The inspectorate's word for it: ILACS, focused visit, SEND, joint targeted area inspection ..."""
    date: Period | None
    grade: Literal["outstanding", "good", "requires_improvement", "inadequate"] | None
    aspect: str | None
    """What the grade is of, in the sentence's words; null where it is the overall judgement or there is none."""
    passage: str
    sentence: str
    spans: Spans


class Commitment(Model):
    """What is to be done by a date that the paper names."""

    id: Id
    verb: str
    """The words that commit: `scheduled for`, `will be completed by`."""
    due: Period
    passage: str
    sentence: str
    spans: Spans


class Statement(Model):
    """One point of a list of statements: an improvement area, a recommendation."""

    id: Id
    text: str
    section: str | None
    spans: Spans
