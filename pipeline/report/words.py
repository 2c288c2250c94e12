"""Figures, differences, periods and bodies in the words of a report."""

import calendar
from datetime import date
from decimal import Decimal

from pipeline.records import dataclass
from schemas.comparison import Against, Number, Point, Step, When
from schemas.record import Reading

UNIT_AFTER = {"percent": "%", "count": "", "gbp": "", "score": "", "ratio": ""}
"""What stands directly after a figure; of any other unit a space and its name."""
AXES = {"percent": "Per cent", "count": "Number", "gbp": "Pounds", None: "Unit not stated"}
"""What the axis of a chart is called; of any other unit its name."""
POINTS = "percentage point"
BODIES = {
    "authority": "this council",
    "england": "England",
    "region": "the region",
    "statistical_neighbours": "statistical neighbours",
    "target": "target",
    "floor": "floor",
}
AIMS = ("target", "floor")
MOST_LETTERS = 12  # of a line under a chart: more do not fit under its mark


@dataclass(frozen=True, slots=True)
class Label:
    """What stands under a mark in two short lines, and the same for who hears it."""

    first: str
    second: str
    spoken: str


def number(value: Number) -> str:
    """`4,655`, `21.8`, `−3`."""
    return f"{Decimal(str(value)):,f}".replace("-", "−")


def with_unit(figure: str, unit: str | None) -> str:
    if unit == "gbp":
        return f"£{figure}"
    return f"{figure}{UNIT_AFTER.get(unit or '', f' {unit_name(unit)}')}" if unit else figure


def unit_name(unit: str | None) -> str:
    """`per 10,000`, `days`."""
    name = (unit or "").replace("rate_", "").replace("_", " ")
    return name.replace("per 100000", "per 100,000").replace("per 10000", "per 10,000").replace("per 1000", "per 1,000")


def axis(unit: str | None) -> str:
    return AXES.get(unit) or unit_name(unit).capitalize()


def amount(figure: Point | Reading) -> str:
    """`21.8%`, `90% to 92%`, `up to 5`; where there is no figure, why."""
    if figure.value is not None:
        return with_unit(number(figure.value), figure.unit)
    extent = range_of(figure)
    if figure.status == "reported" and extent:
        return extent
    status = figure.status.replace("_", " ")
    return f"{status} ({extent})" if extent else status


def brief(figure: Point) -> str:
    """A figure in a chart, whose axis has the unit: `21.8%`, `371`, `90–92%`, `0–4`."""
    sign = figure.unit if figure.unit in ("percent", "gbp") else "count"
    if figure.value is not None:
        return with_unit(number(figure.value), sign)
    ends = [number(end) for end in (figure.low, figure.high) if end is not None]
    return with_unit("–".join(ends), sign)


def range_of(figure: Point | Reading) -> str:
    """`90% to 92%`; empty where neither end is known."""
    unit, low, high = figure.unit, figure.low, figure.high
    if low is not None and high is not None:
        return f"{with_unit(number(low), unit)} to {with_unit(number(high), unit)}"
    if low is not None:
        return f"{with_unit(number(low), unit)} or more"
    return f"up to {with_unit(number(high), unit)}" if high is not None else ""


def size_of(difference: Number, unit: str | None) -> str:
    """How far, without a direction: `2.2 percentage points`, `53`, `1 day`."""
    size = abs(difference)
    if unit == "percent":
        return f"{number(size)} {POINTS}{'' if size == 1 else 's'}"
    return with_unit(number(size), unit)


def change(step: Step, unit: str | None) -> str:
    """`up 2.2 percentage points`, `no change`."""
    if not step.difference:
        return "no change"
    return f"{'up' if step.difference > 0 else 'down'} {size_of(step.difference, unit)}"


def body(of: str) -> str:
    return BODIES.get(of, of.replace("_", " "))


def beside(against: Against, other: str, unit: str | None) -> str:
    """`meets the target of 20%`, `misses the target of 20% by 2 days`, `3 days better than England, 83%`."""
    if against.of in AIMS:
        return beside_aim(against, other, unit)
    if not against.difference:
        return f"the same as {body(against.of)}, {other}"
    size = size_of(against.difference, unit)
    how = against.judgement or ("above" if against.difference > 0 else "below")
    return f"{size} {how}{' than' if against.judgement else ''} {body(against.of)}, {other}"


def beside_aim(against: Against, other: str, unit: str | None) -> str:
    aim = f"{body(against.of)} of {other}"
    if against.judgement == "worse":
        return f"misses the {aim} by {size_of(against.difference, unit)}"
    if against.judgement:
        return f"meets the {aim}"
    if not against.difference:
        return f"at the {aim}"
    return f"{size_of(against.difference, unit)} {'above' if against.difference > 0 else 'below'} the {aim}"


# --- time -------------------------------------------------------------------------------------------------------


def day(when: date | None) -> str:
    """`16 January 2024`"""
    return f"{when.day} {calendar.month_name[when.month]} {when.year}" if when else "undated"


def years(start: date, end: date) -> str:
    """`2023/24`, `2020–23`, `2023`."""
    if start.year == end.year:
        return str(start.year)
    between = "/" if end.year == start.year + 1 else "–"
    return f"{start.year}{between}{end.year % 100:02}"


def brief_month(when: date) -> str:
    return f"{calendar.month_abbr[when.month]} {when.year % 100:02}"


def label(when: When | None, without_date: str) -> Label:
    """Two lines under a mark: `2022/23` and `census`, `Q2` and `2023/24`, `Nov` and `2022`."""
    if when is None or (when.start is None and when.end is None):
        words = when.text if when else without_date
        return Label(cut(words), "no date", f"{words}, no date")
    first, second = lines(when)
    return Label(cut(first), cut(second), f"{first} {second}".replace("12m", "12 months").strip())


def lines(when: When) -> tuple[str, str]:
    if when.start is None or when.end is None:
        return ("since", brief_month(when.start)) if when.start else ("until", brief_month(when.end or date.max))
    return closed(when, when.start, when.end)


def closed(when: When, start: date, end: date) -> tuple[str, str]:
    """The lines of a period with both ends; a quarter is one of the financial year, from April."""
    match when.kind:
        case "financial_year" | "academic_year" | "calendar_year" | "multi_year_average" | "census_year":
            return years(start, end), KINDS[when.kind]
        case "quarter":
            first_year = start.year if start.month > 3 else start.year - 1
            return f"Q{(start.month - 4) % 12 // 3 + 1}", f"{first_year}/{(first_year + 1) % 100:02}"
        case "month":
            return calendar.month_abbr[start.month], str(start.year)
        case "rolling_12m":
            return "12m to", brief_month(end)
    if start == end:
        return f"{end.day} {calendar.month_abbr[end.month]}", str(end.year)
    return f"{calendar.month_abbr[start.month]}–{calendar.month_abbr[end.month]}", str(end.year)


KINDS = {
    "financial_year": "",
    "academic_year": "school year",
    "calendar_year": "year",
    "multi_year_average": "average",
    "census_year": "census",
}


def cut(words: str) -> str:
    return words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 1].rstrip()}…"


def spoken(when: When | None) -> str:
    """A period in a table: as it is called, and as printed where that says something else."""
    if when is None:
        return "no date"
    if when.start is None and when.end is None:
        return when.text
    return label(when, "").spoken
