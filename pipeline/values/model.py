"""What the grammar hands back: a period, a value, and the two paired as a reading. Knows no paper."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pipeline.records import dataclass

PeriodKind = Literal[
    "financial_year",
    "calendar_year",
    "academic_year",
    "quarter",
    "half_year",
    "month",
    "week",
    "term",
    "season",
    "snapshot_date",
    "rolling_12m",
    "multi_year_average",
    "census_year",
    "year_to_date",
    "since",
    "date_range",
    "relative",
    "age_range",
    "not_a_period",
]

Status = Literal[
    "reported",
    "suppressed",
    "missing",
    "not_applicable",
    "pending",
    "vague",
    "direction_only",
    "rating",
    "target",
    "no_target",
    "reference",
    "boolean",
    "error",
]


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days that some printed words name."""

    text: str
    """As printed."""
    kind: PeriodKind
    start: date | None
    end: date | None
    """Inclusive; None where the period is open ("since Q3 19/20") or the words give no date."""
    alternatives: tuple["Period", ...] = ()
    """Other defensible readings of the same words, likelier first; theirs are empty."""
    at: tuple[int, int] = (0, 0)
    """Characters `[start, end)` of the text that was read."""
    basis: str | None = None
    """census, year-end, snapshot, provisional, revised, target ... as the words beside it say; else None."""
    rule: str = ""
    """The rule that decided."""


@dataclass(frozen=True, slots=True)
class Value:
    """One printed figure, or the mark that stands where a figure would."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    """Both ends of a range; one of a bound ("over 90%"); both of a suppressed count ("fewer than 5": 0 to 4)."""
    unit: str | None
    qualifier: str | None
    status: Status
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rating: str | None = None
    """red, amber, green, good, requires_improvement, inadequate, on_target ... as stated."""
    direction: Literal["up", "down", "flat"] | None = None
    of: str = "authority"
    """authority, england, region, statistical_neighbours, target, floor, or the name of another area."""
    at: tuple[int, int] = (0, 0)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value and the period it was printed with."""

    value: Value
    period: Period | None
