"""Measures as they are printed: a label and the cells that state its figures, wherever they stand; then readings.

A figure's unit is what its own cell says, else the label ("% of", "(days)"), else its column, else a column of units,
else the other cells of the row, else what is said of all rows, else what the vocabulary knows of the label; a bare
whole number is a count, and any other bare number has no unit. Its period is that of its own cell, else its column,
else its row, else the caption or the lead-in. A target looks ahead: a period in the label or around the table does not
date it; nor does what dates the row date an earlier figure beside the latest one.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from pipeline import values
from pipeline.records import dataclass
from pipeline.vocabulary.columns import ColumnKind, ColumnRole, measured_in, scale_in
from pipeline.vocabulary.indicators import indicator, match_label
from schemas.base import Span
from schemas.record import Dates, Direction, Period, PeriodSource, Reading, Status

STATUSES: dict[str, Status] = {
    "reported": "reported",
    "suppressed": "suppressed",
    "missing": "missing",
    "not_applicable": "not_applicable",
    "pending": "pending",
    "error": "missing",  # a spreadsheet's error, a figure of which some characters are no digits
}
"""Readings that are published; what else stands in a cell (a rating alone, a reference) is no figure."""

LOOKS = frozenset({"count", "score", "ratio"})
"""Units that the grammar of cells gives to a bare figure by its looks."""
SHARE = Decimal(100)  # percent: a bare figure above it is no share, whatever its neighbours are
AHEAD = ("target", "floor")
OWN = (None, "authority", "target", "floor")
EARLIER = ("previous", "baseline")
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A period, and what it was read from."""

    period: values.Period
    source: PeriodSource


@dataclass(frozen=True, slots=True)
class Column:
    """What a figure stands under or beside: the words, what they say it is, when, and in which unit."""

    heading: str
    kind: ColumnKind
    dated: Dated | None = None
    unit: str | None = None
    area: str | None = None
    """The name of another area than the paper's own."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell that states a figure; `rating` and `direction` are what the paper states beside it."""

    column: Column
    text: str
    spans: Spans
    rating: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A row or a card: its unit by a column of units, `dated` by one of periods, else by what stands `around`."""

    label: str
    printed: tuple[Printed, ...]
    spans: Spans
    section: str | None
    table: str | None
    group: str | None = None
    unit: str | None = None
    dated: Dated | None = None
    around: Dated | None = None
    unit_around: str | None = None
    """What sub-heading, label column or caption say of all rows: "(%)", "Rates per 10,000"."""
    scale: int = 1
    """By what its bare counts are to be multiplied, as caption or heading say."""


def readings_of(measure: Measure, topic: str | None, meeting: date | None) -> tuple[Reading, ...]:
    """One reading for each value of the measure. `topic`: words of the section or group, where the label needs them."""
    evidence = _units_printed(measure, meeting)
    known = (measure.unit_around, _known_unit(measure, topic))
    return tuple(
        _reading(measure, cell, found, meeting)
        for cell in measure.printed
        for found in _found(measure, cell, (evidence, *known), meeting)
        if found.value.status in STATUSES
    )


def _found(
    measure: Measure, cell: Printed, evidence: Sequence[str | None], meeting: date | None
) -> tuple[values.Reading, ...]:
    """`evidence` for a bare figure: the one unit that other cells print, that of all rows, the vocabulary's."""
    stated = stated_unit(measure.label, cell.column.unit, measure.unit)
    found = values.read_cell(cell.text, stated, meeting)
    if stated is not None or not _is_bare(found):
        return found
    known = (u for u in evidence if u is not None)
    unit = next((u for u in known if _can_be(found, u) or _is_pair(cell.text, u)), None)
    return values.read_cell(cell.text, unit, meeting) if unit is not None else found


def _is_pair(text: str, unit: str) -> bool:
    """82 (618) in a row of shares, which the unit tells apart."""
    return values.is_untold(text, None) and not values.is_untold(text, unit)


def stated_unit(label: str, column: str | None, of_row: str | None) -> str | None:
    """What label, column and unit column say, in this order; a column of shares beside one of numbers is nearer.

    So is a column that says what stands in brackets: "2023/24 (number)" is no unit of a row's own.
    """
    own = unit_said(label)
    if column is not None and (own == "count" or "(" in column):
        return column
    return own or column or of_row


def unit_said(text: str) -> str | None:
    """The unit that a label or a heading states; "number of ... in tonnes" is tonnes."""
    return measured_in(text) or values.unit_in(text)


def _is_bare(found: Sequence[values.Reading]) -> bool:
    figures = [r.value for r in found if r.value.value is not None or r.value.low is not None]
    return bool(figures) and all(v.rule in ("figure", "range") and v.unit in LOOKS for v in figures)


def _can_be(found: Sequence[values.Reading], unit: str) -> bool:
    """A share is at most 100; a count has no decimals."""
    figures = [v for r in found for v in (r.value.value, r.value.low, r.value.high) if v is not None]
    if unit == "percent":
        return all(0 <= v <= SHARE for v in figures)
    if unit in ("count", "fte"):
        return unit == "fte" or all(v == v.to_integral_value() for v in figures)
    return True


def _units_printed(measure: Measure, meeting: date | None) -> str | None:
    """The one unit that the authority's cells and targets print; a column of its own unit says nothing of others."""
    said = {
        unit
        for cell in measure.printed
        if cell.column.unit is None and cell.column.area is None and cell.column.kind.of in OWN
        for found in values.read_cell(cell.text, None, meeting)
        if (unit := found.value.unit) is not None and unit not in LOOKS
    }
    return said.pop() if len(said) == 1 else None


def _known_unit(measure: Measure, topic: str | None) -> str | None:
    name = match_label(measure.label, None, topic).indicator
    known = indicator(name) if name is not None else None
    return known.unit if known is not None else None


def _reading(measure: Measure, cell: Printed, found: values.Reading, meeting: date | None) -> Reading:
    value, column = found.value, cell.column
    scale = _scale(measure, cell, value)
    of = value.of if value.of != "authority" else column.area or column.kind.of or "authority"
    dated = _dated(measure, column, found, of)
    stated = stated_unit(measure.label, column.unit, measure.unit)
    return Reading(
        column=column.heading or None,
        raw=cell.text,
        value=number(value.value, scale),
        low=number(value.low, scale),
        high=number(value.high, scale),
        unit=_unit(value, stated, scale),
        qualifier=value.qualifier,
        status=STATUSES[value.status],
        of=of,
        role=_role(column, measure.printed, of, meeting),
        basis=dated.period.basis if dated is not None and dated.source in ("cell", "column") else None,
        rating=value.rating or cell.rating,
        direction=value.direction or cell.direction,
        period=published(dated) if dated is not None else None,
        spans=cell.spans,
    )


def _unit(value: values.Value, stated: str | None, scale: int) -> str | None:
    """Without evidence a bare decimal has no unit: the grammar's guess by its looks is not published."""
    if stated is None and value.rule == "figure" and value.unit in ("score", "ratio"):
        return "count" if scale != 1 else None
    return value.unit


def _scale(measure: Measure, cell: Printed, value: values.Value) -> int:
    """What the nearest words that speak of it say; for counts only."""
    if value.unit not in ("count", "score", None):
        return 1
    said = (scale_in(cell.column.heading), scale_in(measure.label), measure.scale)
    return next((scale for scale in said if scale != 1), 1)


def number(value: Decimal | None, scale: int = 1) -> float | int | None:
    """A printed number as JSON has it."""
    if value is None:
        return None
    value *= scale
    return int(value) if value == value.to_integral_value() else float(value)


def _role(column: Column, beside: Sequence[Printed], of: str, meeting: date | None) -> ColumnRole | None:
    """The column's own word; else what its date says.

    One dated column beside a current one ("2018/19 | Current position") is the baseline, several are earlier ones;
    of dated columns alone ("2019/20 | 2020/21 | Target") the latest that had begun when the committee met is current.
    """
    if of in AHEAD:
        return "target"
    if of != "authority":
        return "benchmark"
    if column.kind.role is not None or column.dated is None:
        return column.kind.role
    own = [cell.column for cell in beside if cell.column.kind.of in (None, "authority")]
    current = [c for c in own if c.kind.role == "current"]
    if current and sum(1 for c in own if c.dated is not None) == 1:
        return "baseline"
    end, latest = _ended(column.dated, meeting), _latest(current or own, meeting)
    if end is None:
        return None
    return "current" if latest is not None and end >= latest else "previous"


def _latest(columns: Sequence[Column], meeting: date | None) -> date | None:
    """The last day that columns of one kind tell of, those with a word for an earlier role apart."""
    ends = [_ended(c.dated, meeting) for c in columns if c.kind.role in (None, "current")]
    return max((end for end in ends if end is not None), default=None)


def _ended(dated: Dated | None, meeting: date | None) -> date | None:
    """The last day of a column's period; None where it has no dates, or lies ahead of the meeting."""
    period = dated.period if dated is not None else None
    if period is None or period.end is None or period.start is None:
        return None
    return period.end if meeting is None or period.start <= meeting else None


def _dated(measure: Measure, column: Column, found: values.Reading, of: str) -> Dated | None:
    if found.period is not None:
        return Dated(found.period, "cell")
    if column.dated is not None:
        return column.dated
    if column.kind.role in EARLIER:
        return None
    return measure.dated if measure.dated is not None or of in AHEAD else measure.around


def published(dated: Dated) -> Period:
    """The period as the paper's record states it."""
    period = dated.period
    others = tuple(Dates(kind=a.kind, start=a.start, end=a.end) for a in period.alternatives)
    return Period(
        text=period.text,
        kind=period.kind,
        start=period.start,
        end=period.end,
        alternatives=others,
        source=dated.source,
    )


def figures(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Those that state a number."""
    return (r for r in readings if r.value is not None or r.low is not None)
