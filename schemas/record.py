"""What the spine says: figures in rows, statements in lists."""

from datetime import date
from typing import Literal

from schemas.base import Id, Model, Spans

Status = Literal["reported", "suppressed", "missing", "not_applicable", "pending"]
Direction = Literal["up", "down", "flat"]
PeriodSource = Literal[
    "cell", "column", "row", "caption", "lead-in", "title", "note", "prose", "heading", "period-before"
]


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
    or the paper's title; `period-before`: a previous figure's, counted back from the latest one's.
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
    role: Literal["baseline", "previous", "current", "target", "benchmark"] | None
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


class Statement(Model):
    """One point of a list of statements: an improvement area, a recommendation."""

    id: Id
    text: str
    section: str | None
    spans: Spans
