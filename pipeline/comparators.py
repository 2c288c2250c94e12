"""A paper's figures against published ones: the same body, measure and time, another value beyond rounding.

The table of published figures is CSV with a header row, one figure a row, in UTF-8:

    column        holds
    area          the name as published: `Wiltshire`, `South West`, `England`
    gss_code      the ONS code of the area; empty for regions and the country
    indicator_id  the vocabulary's id
    period_start  first and last day, ISO 8601; the same day twice for a snapshot
    period_end
    value         a plain number; empty where none was published
    unit          as in the vocabulary; optional
    status        `reported` where there is a value; optional

Other columns are left alone.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.corpus import read_file
from pipeline.errors import WrongUse
from pipeline.naming import shown, spelled
from pipeline.records import dataclass
from pipeline.transcript import Unreadable
from pipeline.vocabulary.councils import Council, find_council
from schemas import Paper
from schemas.issue import Issue
from schemas.record import Dates, Indicator, Narrative, Period, Reading

COLUMNS = ("area", "gss_code", "indicator_id", "period_start", "period_end", "value")
MOST_BYTES = 64 << 20  # the whole national data set of all measures is a third of it
HALF = Decimal("0.5")

Key = tuple[str, str]
"""Area, by code or by its name in small letters, and indicator."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure."""

    area: str
    start: date
    end: date
    value: Decimal
    unit: str | None


Table = dict[Key, tuple[Figure, ...]]


def read_table(path: str) -> Table:
    """The published figures of a file; `WrongUse` says what is wrong with it and where."""
    name = shown(spelled(path))
    try:
        rows = csv.DictReader(io.StringIO(read_file(path, MOST_BYTES).decode("utf-8-sig"), newline=""))
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            raise WrongUse(f"{name}: the table of published figures has no column {', '.join(missing)}")
        return _grouped(rows, name)
    except (Unreadable, OSError) as error:
        raise WrongUse(f"{name}: the table of published figures cannot be read: {error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongUse(f"{name}: the table of published figures is no CSV in UTF-8") from error


def _grouped(rows: "csv.DictReader[str]", name: str) -> Table:
    figures: dict[Key, list[Figure]] = defaultdict(list)
    for row in rows:
        if not row["value"] or row.get("status") not in (None, "", "reported"):
            continue
        try:
            value = Decimal(row["value"])
            start, end = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
        except (ValueError, TypeError, InvalidOperation) as error:
            message = "a value that is no number, or a day that is not as in 2024-03-31"
            raise WrongUse(f"{name}, line {rows.line_num}: {message}") from error
        figure = Figure(row["area"], start, end, value, row.get("unit") or None)
        figures[row["gss_code"] or row["area"].casefold(), row["indicator_id"]].append(figure)
    return {key: tuple(found) for key, found in figures.items()}


def differences(paper: Paper, table: Table) -> tuple[Issue, ...]:
    """The figures of a paper that are not the published ones, once for each place they stand in."""
    return tuple(_differences(paper, table))


def _differences(paper: Paper, table: Table) -> Iterator[Issue]:
    council = find_council(paper.header.council, paper.header.meeting_date) if paper.header.council else None
    rows: tuple[Indicator | Narrative, ...] = (*paper.indicators, *paper.narrative)
    for row in rows:
        for reading in row.readings:
            area = _area(paper, council, reading.of)
            figure = _published(table.get((area, row.indicator), ()), reading) if area and row.indicator else None
            if figure is not None and not _agrees(reading, figure):
                yield _issue(row, reading, figure)


def _area(paper: Paper, council: Council | None, of: str) -> str | None:
    """The key of the body a figure is of; None for a target, and for neighbours, who differ by council and measure."""
    if of == "authority":
        return paper.header.council_code
    if of == "england":
        return "england"
    if of == "region":
        return council.region.casefold() if council and council.region else None
    if of in ("target", "floor", "statistical_neighbours"):
        return None
    named = find_council(of, paper.header.meeting_date)
    return named.gss_code if named else None


def _published(figures: tuple[Figure, ...], reading: Reading) -> Figure | None:
    """The figure of the reading's own time, else of a time it may also mean; in the same unit."""
    period = reading.period
    if period is None or reading.role == "target":
        return None
    times: tuple[Period | Dates, ...] = (period, *period.alternatives)
    for dates in times:
        for figure in figures:
            if _same_time(dates, figure) and figure.unit in (None, reading.unit):
                return figure
    return None


def _same_time(dates: Period | Dates, figure: Figure) -> bool:
    """The same days; a snapshot is of the year that ends on its day."""
    if dates.start is None or dates.end != figure.end:
        return False
    days, published = (dates.end - dates.start).days, (figure.end - figure.start).days
    return days == published or (published == 0 and _is_year(days)) or (days == 0 and _is_year(published))


def _is_year(days: int) -> bool:
    return days in (364, 365)


def _agrees(reading: Reading, figure: Figure) -> bool:
    """Equal to the fewer decimals of the two; a range agrees with what lies in it."""
    ends = [_decimal(v) for v in (reading.low, reading.high) if v is not None]
    if reading.value is None:
        return len(ends) < 2 or ends[0] - HALF <= figure.value <= ends[1] + HALF
    value = _decimal(reading.value)
    places = min(_places(value), _places(figure.value))
    return abs(value - figure.value) <= HALF.scaleb(-places)


def _decimal(number: float) -> Decimal:
    return Decimal(str(number))


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _issue(row: Indicator | Narrative, reading: Reading, figure: Figure) -> Issue:
    period = reading.period
    basis = ", ".join(word.replace("_", " ") for word in (period.kind if period else None, reading.basis) if word)
    printed = reading.value if reading.value is not None else f"{reading.low} to {reading.high}"
    own = f"{printed} for {period.text if period else ''} ({basis})"
    stretch = f"snapshot of {figure.end}" if figure.start == figure.end else f"{figure.start} to {figure.end}"
    return Issue(
        code="differs-from-published",
        severity="warning",
        about=row.id,
        message=f"{row.label}: the paper has {own}; published for {figure.area}: {figure.value} ({stretch})",
        quote=reading.raw,
        page=reading.spans[0].page if reading.spans else None,
    )
