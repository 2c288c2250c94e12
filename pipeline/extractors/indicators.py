"""Indicator rows: tables whose rows are measures, one reading for each value printed in a cell.

Shapes read: a column of labels and one or more columns of values, whose headings name a period ("Q1 20/21"), a role
("Current position", "Target") or an area ("England"). A reading takes its period from its own cell, else its column,
else its row's label, else the words before the table; none of these, it has none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline import values
from pipeline.ids import Ids
from pipeline.layout.tables import TableCell
from pipeline.outline import DataTable, Outline
from pipeline.vocabulary.columns import ColumnKind, ColumnRole, column_kind
from pipeline.vocabulary.indicators import match_label
from schemas.issue import Issue
from schemas.record import Dates, Indicator, Period, Reading, Status

LEAST_FILLED = 0.3  # of the rows: a table with fewer values than this holds no measures

STATUSES: dict[str, Status] = {
    "reported": "reported",
    "suppressed": "suppressed",
    "missing": "missing",
    "not_applicable": "not_applicable",
    "pending": "pending",
}
"""Readings that are published; what else stands in a cell (a rating alone, a reference) is no figure."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values: its heading, what it holds and when."""

    index: int
    heading: str
    kind: ColumnKind
    period: values.Period | None


def extract(outline: Outline, ids: Ids, meeting: date | None) -> tuple[tuple[Indicator, ...], tuple[Issue, ...]]:
    """The indicator rows of a paper, and what of their cells was not read."""
    rows: list[Indicator] = []
    issues: list[Issue] = []
    for table in outline.data_tables:
        label, columns = _columns(table, meeting)
        if label is None or not columns:
            continue
        found = [_row(outline, table, cells, label, columns, meeting) for cells in table.read.body]
        if sum(1 for row in found if row and row.readings) < LEAST_FILLED * len(found):
            continue
        for row in found:
            if row is not None and row.readings:
                named = row.model_copy(update={"id": ids.row(row.label)})
                rows.append(named)
                issues += _unread(named, meeting)
    return tuple(rows), tuple(issues)


def _columns(table: DataTable, meeting: date | None) -> tuple[int | None, tuple[Column, ...]]:
    headings = table.read.columns()
    kinds = [column_kind(h) for h in headings]
    label = _label_column(table, kinds)
    columns = tuple(
        Column(i, h, k, _heading_period(h, meeting))
        for i, (h, k) in enumerate(zip(headings, kinds, strict=True))
        if i != label and _holds_values(table, i, h, k)
    )
    return label, columns


def _label_column(table: DataTable, kinds: Sequence[ColumnKind]) -> int | None:
    """The column of labels: of several (a reference beside the measure) the one with the most words; else the first."""
    named = [i for i, k in enumerate(kinds) if k.kind == "label"]
    if not named:
        return 0 if kinds else None
    return max(named, key=lambda i: (sum(len(c.text) for row in table.read.body if i < len(row) and (c := row[i])), -i))


def _heading_period(heading: str, meeting: date | None) -> values.Period | None:
    whole = values.read_period(heading, meeting)
    found = whole or next(iter(values.find_periods(heading, meeting)), None)
    return None if found is None or found.kind in ("relative", "not_a_period", "age_range") else found


def _holds_values(table: DataTable, index: int, heading: str, kind: ColumnKind) -> bool:
    if kind.kind == "value":
        return True
    if kind.kind != "other":
        return False
    cells = [c.text for row in table.read.body if index < len(row) and (c := row[index]) is not None and c.text]
    read = sum(1 for text in cells if any(_is_figure(r) for r in values.read_cell(text)) and len(text) < 60)
    return bool(cells) and read * 2 >= len(cells) and not heading.lower().startswith("no")


def _is_figure(reading: values.Reading) -> bool:
    return reading.value.value is not None or reading.value.low is not None


def _row(
    outline: Outline,
    table: DataTable,
    cells: Sequence[TableCell | None],
    label: int,
    columns: Sequence[Column],
    meeting: date | None,
) -> Indicator | None:
    name = cells[label] if label < len(cells) else None
    if name is None or not name.text:
        return None
    readings = tuple(
        r
        for column in columns
        if column.index < len(cells) and (cell := cells[column.index]) is not None
        for r in _readings(outline, name, column, columns, cell, meeting)
    )
    if not any(r.value is not None or r.low is not None for r in readings):
        return None
    match = match_label(name.text, readings[0].unit, table.section)
    lines = [i for c in cells if c is not None for i in c.lines]
    return Indicator(
        id="row",
        label=name.text,
        indicator=match.indicator,
        match=match.match,
        section=table.section,
        table=table.id,
        readings=readings,
        spans=outline.spans(lines),
    )


def _readings(
    outline: Outline, name: TableCell, column: Column, columns: Sequence[Column], cell: TableCell, meeting: date | None
) -> Iterator[Reading]:
    unit = values.unit_in(name.text) or values.unit_in(column.heading)
    for found in values.read_cell(cell.text, unit, meeting):
        value = found.value
        status = STATUSES.get(value.status)
        if status is None:
            continue
        of = value.of if value.of != "authority" else column.kind.of or "authority"
        yield Reading(
            column=column.heading or None,
            raw=cell.text,
            value=_number(value.value),
            low=_number(value.low),
            high=_number(value.high),
            unit=value.unit,
            qualifier=value.qualifier,
            status=status,
            of=of,
            role=_role(column, columns, of),
            basis=found.period.basis if found.period else column.period.basis if column.period else None,
            rating=value.rating,
            direction=value.direction,
            period=_period(found.period, column, name, meeting),
            spans=outline.spans(cell.lines),
        )


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _role(column: Column, columns: Sequence[Column], of: str) -> ColumnRole | None:
    """The column's own word; else a dated column beside a current one is the baseline."""
    if of in ("target", "floor"):
        return "target"
    if of != "authority":
        return "benchmark"
    if column.kind.role is not None:
        return column.kind.role
    has_current = any(c.kind.role == "current" for c in columns)
    return "baseline" if has_current and column.period is not None else None


def _period(own: values.Period | None, column: Column, name: TableCell, meeting: date | None) -> Period | None:
    if own is not None:
        return _published(own, "cell")
    if column.period is not None:
        return _published(column.period, "column")
    row = next(iter(values.find_periods(name.text, meeting)), None)
    if row is not None:
        return _published(row, "row")
    return None


def _published(period: values.Period, source: str) -> Period:
    others = tuple(Dates(kind=a.kind, start=a.start, end=a.end) for a in period.alternatives)
    return Period.model_validate(
        {
            "text": period.text,
            "kind": period.kind,
            "start": period.start,
            "end": period.end,
            "alternatives": others,
            "source": source,
        }
    )


def _unread(row: Indicator, meeting: date | None) -> Iterator[Issue]:
    seen: set[str] = set()
    for reading in row.readings:
        if reading.raw in seen:
            continue
        seen.add(reading.raw)
        rest = values.unread(reading.raw, values.read_cell(reading.raw, values.unit_in(row.label), meeting))
        if rest:
            message = f"{row.label}: the cell says more than was read: {rest!r}"
            page = reading.spans[0].page if reading.spans else None
            yield Issue(
                code="unread-cell", severity="warning", about=row.id, message=message, quote=reading.raw, page=page
            )
