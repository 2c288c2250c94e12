"""Periods that count from the document or data date: this year, previous quarter, last 12 months, now."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from pipeline.values import years
from pipeline.values.model import PeriodKind
from pipeline.values.points import Reach, first_of, on, reach, undated
from pipeline.values.tokens import Token

Tokens = Sequence[Token]
Anchor = date | None

COVID_START = date(2020, 3, 1)
"""The month of the first restrictions in England; papers give no day."""


def named(tokens: Tokens, anchor: Anchor) -> Reach:
    """this year | last year | previous quarter | current position | at time of writing | over recent years."""
    meaning = tokens[0].mark
    if meaning == "covid":
        return Reach("relative", COVID_START, None)
    if meaning == "lockdown":
        return undated("relative")
    if meaning == "since_then":
        return undated("since")
    rule = _NAMED.get(meaning)
    return rule(anchor) if rule and anchor else undated(_UNDATED.get(meaning, "relative"))


_UNDATED: Mapping[str, PeriodKind] = {
    "past_year": "rolling_12m",
    "this_quarter": "quarter",
    "this_month": "month",
    "today": "snapshot_date",
}


def _year(anchor: date, shift: int) -> Reach:
    start = years.financial_start(anchor) + shift
    academic = years.academic_year(start)
    calendar = years.calendar_year(start if shift >= 0 else anchor.year + shift)
    return reach(
        "relative",
        years.financial_year(start),
        reach("academic_year", academic),
        reach("calendar_year", calendar),
    )


def _this_year(anchor: date) -> Reach:
    return _year(anchor, 0)


def _last_year(anchor: date) -> Reach:
    return _year(anchor, -1)


def _next_year(anchor: date) -> Reach:
    return _year(anchor, 1)


def _academic(anchor: date, shift: int) -> Reach:
    start = anchor.year - (anchor.month < 9) + shift
    return reach("relative", years.academic_year(start))


def _calendar(anchor: date, shift: int) -> Reach:
    return reach("relative", years.calendar_year(anchor.year + shift))


def _quarter_from_latest(anchor: date, shift: int) -> years.Days:
    start, number = years.latest_quarter(anchor)
    start += (number - 1 + shift) // 4
    number = (number - 1 + shift) % 4 + 1
    return years.quarters(start, number, number)


def _this_quarter(anchor: date) -> Reach:
    """The latest complete one: a report is about the quarter before its meeting. Else the running one."""
    running = _quarter_from_latest(anchor, 1)
    others = (reach("quarter", running),) if running[0] <= anchor else ()
    return reach("quarter", _quarter_from_latest(anchor, 0), *others)


def _last_quarter(anchor: date) -> Reach:
    """The quarter before the reported one; else the latest complete one."""
    return reach("relative", _quarter_from_latest(anchor, -1), reach("quarter", _quarter_from_latest(anchor, 0)))


def _next_quarter(anchor: date) -> Reach:
    return reach("relative", _quarter_from_latest(anchor, 1))


def _same_quarter_last_year(anchor: date) -> Reach:
    return reach("relative", _quarter_from_latest(anchor, -4))


def _this_month(anchor: date) -> Reach:
    return reach("relative", years.months_on(anchor, 0))


def _last_month(anchor: date) -> Reach:
    return reach("relative", years.months_on(anchor, -1))


def _next_month(anchor: date) -> Reach:
    return reach("relative", years.months_on(anchor, 1))


def _today(anchor: date) -> Reach:
    return on(anchor)


def _current(anchor: date) -> Reach:
    return Reach("relative", None, anchor)


_NAMED: Mapping[str, Callable[[date], Reach]] = {
    "this_year": _this_year,
    "last_year": _last_year,
    "next_year": _next_year,
    "this_academic_year": lambda anchor: _academic(anchor, 0),
    "last_academic_year": lambda anchor: _academic(anchor, -1),
    "this_calendar_year": lambda anchor: _calendar(anchor, 0),
    "last_calendar_year": lambda anchor: _calendar(anchor, -1),
    "this_quarter": _this_quarter,
    "last_quarter": _last_quarter,
    "next_quarter": _next_quarter,
    "same_quarter_last_year": _same_quarter_last_year,
    "past_year": lambda anchor: Reach("rolling_12m", *_past_year(anchor)),
    "this_month": _this_month,
    "last_month": _last_month,
    "next_month": _next_month,
    "today": _today,
    "current": _current,
}


def length_before(tokens: Tokens, anchor: Anchor) -> Reach:
    """previous 12 months | over the last 5 years | past 6 weeks: up to the last complete day before the data date.

    A data date that is a month's end counts itself.
    """
    length = first_of(tokens, "Lj")
    if length is None or anchor is None:
        return undated("rolling_12m" if length and _months(length) == 12 else "date_range")
    if not _months(length) and not _days(length):
        return undated("relative")
    end = _last_complete_day(anchor)
    return Reach("rolling_12m" if _months(length) == 12 else "date_range", _back(end, length) + timedelta(days=1), end)


def _last_complete_day(anchor: date) -> date:
    at_month_end = anchor == years.month_end(anchor.year, anchor.month)
    return anchor if at_month_end else anchor - timedelta(days=1)


def _past_year(anchor: date) -> years.Days:
    end = _last_complete_day(anchor)
    return _moved(end, -12) + timedelta(days=1), end


def length_after(tokens: Tokens, anchor: Anchor) -> Reach:
    """next 12 months: from the day after the document's."""
    length = first_of(tokens, "Lj")
    if length is None or anchor is None:
        return undated("relative")
    return Reach("relative", anchor + timedelta(days=1), _on(anchor, length))


def _months(length: Token) -> int:
    return length.number * {"year": 12, "quarter": 3, "month": 1}.get(length.mark, 0)


def _days(length: Token) -> int:
    return length.number * {"week": 7, "day": 1}.get(length.mark, 0)


def _moved(day: date, count: int) -> date:
    """The same day some months on; a month's end stays one."""
    last = years.months_on(day, count)[1]
    at_end = day == years.month_end(day.year, day.month)
    return last if at_end or day.day > last.day else last.replace(day=day.day)


def _back(end: date, length: Token) -> date:
    return _moved(end, -_months(length)) - timedelta(days=_days(length))


def _on(start: date, length: Token) -> date:
    return _moved(start, _months(length)) + timedelta(days=_days(length))


def not_a_period(_tokens: Tokens, _anchor: Anchor) -> Reach:
    """20 weeks | 45 days | 2-year | 18 months+: a length inside an indicator's name, not a period."""
    return undated("not_a_period")


def latest(tokens: Tokens, anchor: Anchor) -> Reach:
    """latest | most recent, as a column's heading: up to the data date; previous: some time before it."""
    return Reach("relative", None, anchor if tokens[0].word in ("latest", "most recent") else None)


def ages(_tokens: Tokens, _anchor: Anchor) -> Reach:
    """16-17 year olds | aged 10 to 17 | under 5s | 16+ | 0-4: ages, as in NEET and care leaver tables."""
    return undated("age_range")


def quarter_before(_tokens: Tokens, anchor: Anchor) -> Reach:
    """last quarter: the one before the reported one, else the reported one."""
    return _last_quarter(anchor) if anchor else undated("relative")
