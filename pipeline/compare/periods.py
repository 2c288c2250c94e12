"""When figures hold: whether two periods are of one kind, and one basis, so that the figures may be subtracted."""

from datetime import date
from typing import get_args

from schemas.comparison import When
from schemas.record import Period, Reading, Role

DAYS_OF_A_MONTH = 30.44
YEARS = {"financial_year": "full year"}
"""A census counts the same April to March, but by other rules than a council's own year: its kind stays its own."""
ROLES = frozenset((*get_args(Role), "latest"))
"""A column's part in the table, which some papers print where the basis would stand: it says nothing of the count."""
SAID_BY_KIND = {
    "financial_year": frozenset({"year-end"}),
    "census_year": frozenset({"census"}),
    "year_to_date": frozenset({"year-to-date", "cumulative"}),
    "rolling_12m": frozenset({"rolling"}),
    "snapshot_date": frozenset({"snapshot"}),
    "multi_year_average": frozenset({"average"}),
}
"""Bases that only repeat the kind of the period."""

Days = tuple[date, date | None]


def when(period: Period | None) -> When | None:
    if period is None:
        return None
    return When(text=period.text, kind=period.kind, start=period.start, end=period.end)


def days_of(reading: Reading) -> Days | None:
    """First and last day; None where the reading is not dated."""
    period = reading.period
    return (period.start, period.end) if period and period.start else None


def stretch(reading: Reading) -> tuple[str, int] | None:
    """The kind of the period, and its length in months; None where it has no dates or no end."""
    period = reading.period
    if period is None or period.start is None or period.end is None:
        return None
    months = round(((period.end - period.start).days + 1) / DAYS_OF_A_MONTH)
    return YEARS.get(period.kind, period.kind.replace("_", " ")), months


def basis_of(reading: Reading) -> str | None:
    """On what the figure was counted, where that says more than the kind of period does."""
    kind = reading.period.kind if reading.period else ""
    if reading.basis is None or reading.basis in ROLES or reading.basis in SAID_BY_KIND.get(kind, ()):
        return None
    return reading.basis


def unlike(earlier: Reading, later: Reading) -> str | None:
    """Why two dated figures of one measure may not be subtracted; None where they may."""
    if earlier.unit != later.unit:
        return f"another unit: {named(earlier.unit)} and {named(later.unit)}"
    before, after = stretch(earlier), stretch(later)
    if before is None or after is None:
        return "a period without dates or without an end"
    if before != after:
        return f"another kind of period: {in_words(before)} and {in_words(after)}"
    own, other = basis_of(earlier), basis_of(later)
    if own and other and own != other:
        return f"another basis: {own} and {other}"
    return None if own == other else one_basis(own or other)


def one_basis(basis: str | None) -> str:
    return f"only one of them states its basis: {basis}"


def caution(earlier: Reading, later: Reading) -> str | None:
    """What weakens a difference that may be taken."""
    before, after = days_of(earlier), days_of(later)
    if before and after and before[1] and before[1] >= after[0] and before != after:
        return "the periods overlap"
    return None


def in_words(kind: tuple[str, int]) -> str:
    name, months = kind
    return f"{name} of {months} months" if name in ("year to date", "date range", "multi year average") else name


def named(unit: str | None) -> str:
    return unit.replace("_", " ") if unit else "none stated"
