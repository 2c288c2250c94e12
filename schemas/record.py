"""What the spine says: figures in rows, statements in lists."""

from datetime import date
from typing import Literal

from schemas.base import Id, Model, Spans

Status = Literal["reported", "suppressed", "missing", "not_applicable", "pending"]


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
    source: Literal["cell", "column", "row", "caption", "lead-in"]
    """What the period was read from: the cell itself, else its column, its row, the caption, the lead-in."""


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
    direction: Literal["up", "down", "flat"] | None
    period: Period | None
    spans: Spans


class Indicator(Model):
    """A row that is a measure."""

    id: Id
    label: str
    indicator: str | None
    match: Literal["exact", "cleaned", "suggested"] | None
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
