"""Periods made of two points or of a point and a cue: ranges, years ending, years to date, averages, open periods."""

from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.values import years
from pipeline.values.model import PeriodKind
from pipeline.values.points import (
    Reach,
    first_of,
    multi_year,
    on,
    point,
    reach,
    split_year,
    undated,
    week_of,
    years_of_pair,
)
from pipeline.values.tokens import Token

POINTS = "DMQHIYyPamdqhs"
Tokens = Sequence[Token]
Anchor = date | None


def points_of(tokens: Tokens) -> list[Token]:
    """The points among the tokens, cues left out."""
    return [token for token in tokens if token.cls in POINTS]


def since(tokens: Tokens, anchor: Anchor) -> Reach:
    """since Q3 19/20 | since 2016/17 | from 1 April 2021 | 2020 onwards | since the last inspection in 2015."""
    found = point(points_of(tokens)[-1], anchor)
    return Reach("since", found.start, None)


# --- ranges -----------------------------------------------------------------------------------------------------


def between(tokens: Tokens, anchor: Anchor) -> Reach:
    """A to B, A - B, between A and B, from A until B; the kind is what the days amount to.

    April 2020 to March 2021 | 1 April - 30 June 2017 | Oct 19 - Sep 20 | Sept-Nov 23 | Nov-Jan 2015/16 |
    2018/19 to 2020/21 | 2013/14-15/16 | Q1 20/21 to Q3 20/21 | 2019 to 2022.
    """
    first, last = points_of(tokens)[0], points_of(tokens)[-1]
    start, end = _ends(first, last, anchor)
    if start is None or end is None or end < start:
        return undated("date_range")
    if first.cls in "YI" and last.cls == first.cls:
        return _several_split_years(tokens, start, end)
    if first.cls == "y" and last.cls == "y":
        return Reach(
            "date_range", start, end, (multi_year(Token("P", 0, 0, "", None, None, first.number, last.number)),)
        )
    if first.cls in "qQ" and last.cls == "Q":
        return _quarters_between(start, end)
    return amounting(start, end, first.cls in "dD")


def _quarters_between(start: date, end: date) -> Reach:
    """From a first quarter to another of its year is the year to date."""
    to_date = Reach("year_to_date", start, end)
    if start.month == 4 and end.month == 12 and end.year == start.year:
        return to_date
    found = amounting(start, end, False)
    return Reach(*found[:3], (to_date,)) if found.kind == "half_year" and start.month == 4 else found


def _several_split_years(tokens: Tokens, start: date, end: date) -> Reach:
    """2018/19 to 2020/21 is a span; printed close up (2013/14-15/16) it is the interactive tool's average."""
    close = any(left.cls == "-" and left.start == tokens[0].end for left in tokens)
    close = close and tokens[1].end == tokens[2].start if len(tokens) > 2 else close
    span, average = Reach("date_range", start, end), Reach("multi_year_average", start, end)
    return Reach(*average[:3], (span,)) if close else Reach(*span[:3], (average,))


def _ends(first: Token, last: Token, anchor: Anchor) -> tuple[date | None, date | None]:
    """First and last day of a range; a point without a year takes it from the other."""
    if last.cls in "mdq" and first.cls in "MDQ" and first.first:
        return first.first, _after(last, first.first)
    end = last.last or point(last, anchor).end
    if first.cls in "mdq" and end:
        return _before(first, end), end
    if first.cls == "y":
        return date(first.number, 1, 1), end
    return first.first or point(first, anchor).start, end


def _before(token: Token, end: date) -> date | None:
    """The latest such point that does not lie after a day."""
    if token.cls == "q":
        start = years.financial_start(end)
        return years.quarters(start, token.number, token.number)[0]
    if token.cls == "m":
        return date(end.year - (token.number > end.month), token.number, 1)
    return years.back_to_year(token.number, token.second, end)


def _after(token: Token, start: date) -> date | None:
    """The first such point that does not lie before a day."""
    if token.cls == "q":
        return years.quarters(years.financial_start(start), token.number, token.number)[1]
    year = start.year + (token.number < start.month)
    if token.cls == "m":
        return years.month_end(year, token.number)
    return years.day(year, token.number, token.second)


def amounting(start: date, end: date, by_day: bool) -> Reach:
    """What a span amounts to: a financial, academic or calendar year, a quarter, a half year, else a span.

    Twelve other months are a rolling year, unless printed to the day as a reporting year of its own. September to July
    is the school's year.
    """
    whole_months = start.day == 1 and end == years.month_end(end.year, end.month)
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    if whole_months and length == 11 and start.month == 9:
        return Reach("academic_year", start, end, (Reach("date_range", start, end),))
    if not whole_months or length not in (1, 3, 6, 12):
        return Reach("date_range", start, end)
    if length == 12:
        return _whole_year(start, end, by_day)
    if length == 6 and start.month in (4, 10):
        return Reach("half_year", start, end)
    if length == 3 and start.month % 3 == 1:
        return Reach("quarter", start, end)
    return Reach("month" if length == 1 else "date_range", start, end)


def _whole_year(start: date, end: date, by_day: bool) -> Reach:
    if start.month == 4:
        return Reach("financial_year", start, end)
    if start.month == 1:
        return Reach("calendar_year", start, end)
    if start.month == 9:
        return Reach("academic_year", start, end, (Reach("rolling_12m", start, end),))
    return Reach("date_range" if by_day else "rolling_12m", start, end)


def restated(tokens: Tokens, anchor: Anchor) -> Reach:
    """A period with its months beside it, which decide the days; the kind is what it is called.

    2020/21 Q1 (Apr-Jun) | Quarter 3 (October to December 2018) 2018/19 | year-end (April 2021 to March 2022) |
    academic year 2022-2023 (September 22 - July 23) | Part 1 (April to September) 202021.
    """
    named = tokens[0]
    rest = [token for token in tokens[1:] if token.cls in "mMdD"]
    known = named if named.first else None
    if known and rest[-1].cls in "md" and known.last:
        rest[-1] = _yeared(rest[-1], known.last)
    days = between(rest, anchor)
    kind = _RESTATED.get(named.cls, days.kind)
    return Reach(kind, days.start, days.end) if days.start else point(named, anchor)


_RESTATED: dict[str, PeriodKind] = {
    "Q": "quarter",
    "q": "quarter",
    "H": "half_year",
    "h": "half_year",
    "I": "academic_year",
}


def _yeared(token: Token, end: date) -> Token:
    """A month or day without a year, given the year in which it is the last before a day."""
    year = end.year - (token.number > end.month)
    days = years.month(year, token.number)
    return token._replace(cls="M" if token.cls == "m" else "D", first=days[0], last=days[1])


# --- years and other lengths that end at a point ----------------------------------------------------------------


def _end_of(token: Token, anchor: Anchor) -> date | None:
    """The day on which a length ends that is said to end at a point; a bare year means its 31 March."""
    if token.cls == "y":
        return date(token.number, 3, 31)
    return token.last or point(token, anchor).end


def twelve_months(end: date) -> years.Days:
    """The twelve months that end in the month of a day."""
    return years.months_on(end, -11)[0], end


def year_ending(tokens: Tokens, anchor: Anchor) -> Reach:
    """year ending 31 March 2020 | YE March 24 | Y/E 31.03.24 | FYE 2021 | year ending June 2017."""
    last = points_of(tokens)[-1]
    if last.cls in "YI":
        return year_end(tokens, anchor)
    end = _end_of(last, anchor)
    if end is None:
        return undated("rolling_12m")
    days = twelve_months(end)
    if last.cls == "y":
        return reach("financial_year", days, reach("calendar_year", years.calendar_year(end.year)))
    if (end.month, end.day) == (3, 31):
        return reach("financial_year", days)
    if (end.month, end.day) == (12, 31):
        return reach("calendar_year", days, reach("rolling_12m", days))
    return _rolling_to(end)


def _rolling_to(end: date) -> Reach:
    """Twelve months; where they are also a named year, that stands beside it."""
    start = twelve_months(end)[0]
    named = amounting(start, end, True)
    others = () if named.kind == "date_range" else (Reach(named.kind, start, end),)
    return Reach("rolling_12m", start, end, others)


def year_to(tokens: Tokens, anchor: Anchor) -> Reach:
    """in the year to March 2017 is the financial year; the year to May 2017 is the year to date, else twelve months."""
    last = points_of(tokens)[-1]
    end = _end_of(last, anchor)
    if end is None:
        return undated("year_to_date")
    if (end.month, end.day) == (3, 31):
        return reach("financial_year", twelve_months(end))
    rolling = reach("rolling_12m", twelve_months(end))
    return Reach("year_to_date", date(years.financial_start(end), 4, 1), end, (rolling,))


def rolling(tokens: Tokens, anchor: Anchor) -> Reach:
    """R12M Jun 21 | (R12) Dec 23 | rolling year to Dec 23 | rolling 12 months ending 30 June 2021."""
    ranged = [token for token in points_of(tokens) if token.cls in "mMdD"]
    if len(ranged) == 2:
        days = between(tokens, anchor)
        return Reach("rolling_12m", days.start, days.end)
    found = points_of(tokens)
    end = _end_of(found[-1], anchor) if found else anchor
    return reach("rolling_12m", twelve_months(end)) if end else undated("rolling_12m")


def length_to(tokens: Tokens, anchor: Anchor) -> Reach:
    """12 months to Dec 24 | 6 months to 30 September 2020 | 9 months to December 2020 | 3 years to March 2019."""
    length = first_of(tokens, "Lj")
    end = _end_of(points_of(tokens)[-1], anchor)
    if length is None or end is None:
        return undated("date_range")
    count = length.number * {"year": 12, "quarter": 3}.get(length.mark, 1)
    if length.mark in ("week", "day", "hour"):
        return _days_to(length, end)
    start = years.months_on(end, 1 - count)[0]
    if count > 12 and count % 12 == 0:
        return Reach("multi_year_average", start, end, (Reach("date_range", start, end),))
    if count == 12 and (end.month, end.day) == (3, 31):
        return Reach("financial_year", start, end, (Reach("rolling_12m", start, end),))
    if count == 12:
        return _rolling_to(end)
    found = amounting(start, end, False)
    if found.kind == "date_range" and start.month == 4:
        return Reach("year_to_date", start, end)
    return found


def _days_to(length: Token, end: date) -> Reach:
    days = length.number * (7 if length.mark == "week" else 1)
    return Reach("week" if days == 7 else "date_range", end - timedelta(days=days - 1), end)


def quarter_ending(tokens: Tokens, anchor: Anchor) -> Reach:
    """quarter ending Dec 23 | quarter to 30 September 2020 | three months ending June 2021."""
    end = _end_of(points_of(tokens)[-1], anchor)
    return Reach("quarter", years.months_on(end, -2)[0], end) if end else undated("quarter")


def half_of(tokens: Tokens, _anchor: Anchor) -> Reach:
    """half year 2022/23: a report at mid-year, so the first half; else the second."""
    year = first_of(tokens, "YyIa")
    if year is None:
        return undated("half_year")
    second = reach("half_year", years.quarters(year.number, 3, 4))
    return reach("half_year", years.quarters(year.number, 1, 2), second)


def month_ending(tokens: Tokens, anchor: Anchor) -> Reach:
    """Month End: March 2017 | month ending 31 March 2024: the month; "as at month end" states its last day."""
    found = point(points_of(tokens)[-1], anchor)
    if found.end is None:
        return undated("month")
    if tokens[0].cls in "AX":
        return on(found.end)
    return reach("month", years.months_on(found.end, 0))


def half_ending(tokens: Tokens, anchor: Anchor) -> Reach:
    """half year ending Sept 20."""
    end = _end_of(points_of(tokens)[-1], anchor)
    return Reach("half_year", years.months_on(end, -5)[0], end) if end else undated("half_year")


# --- year end and year to date ----------------------------------------------------------------------------------


def year_end(tokens: Tokens, _anchor: Anchor) -> Reach:
    """Year End 19/20 | 2020/21 - Year End | Outturn 18/19 | 2023-24 outturn: the year, else its last day."""
    year = first_of(tokens, "YIya")
    if year is None:
        return undated("financial_year")
    start = year.number - 1 if year.cls == "y" else year.number
    days = years.financial_year(start)
    later = (reach("financial_year", years.financial_year(year.number)),) if year.cls == "y" else ()
    return reach("financial_year", days, on(days[1]), *later)


def to_date(tokens: Tokens, anchor: Anchor) -> Reach:
    """YTD | YTD Q2 21/22 | 20/21 to date | 2020/21 YTD (to end Nov) | Jan to date | cumulative to Q3 2019/20."""
    found = points_of(tokens)
    year = next((token for token in found if token.cls in "YyIa"), None)
    parts = [token for token in found if token.cls not in "YyIa"]
    if len(parts) >= 2:
        days = between(parts if year is None else [*parts[:-1], _in_year(parts[-1], year)], anchor)
        return Reach("year_to_date", days.start, days.end)
    if not parts:
        return _year_so_far(year, anchor)
    if tokens[-1].word in _FROM_THEN and year is None:
        start = _from_month(parts[0], anchor) if parts[0].cls == "m" else point(parts[0], anchor).start
        return Reach("year_to_date", start, anchor if start and anchor and anchor >= start else None)
    return _to_point(parts[0] if year is None else _in_year(parts[0], year), anchor)


_FROM_THEN = frozenset({"to date", "date"})
""" "Apr 23 to date" begins in April; "Dec 23 YTD" ends with December."""


def _from_month(token: Token, anchor: Anchor) -> date | None:
    return date(anchor.year - (token.number > anchor.month), token.number, 1) if anchor else None


def _in_year(token: Token, year: Token) -> Token:
    """A month or quarter without a year, placed in the financial year beside it."""
    if token.cls == "q":
        return token._replace(cls="Q", last=years.quarters(year.number, 1, token.second)[1])
    if token.cls == "m":
        days = years.month(years.in_financial_year(year.number, token.number), token.number)
        return token._replace(cls="M", first=days[0], last=days[1])
    return token


def _to_point(token: Token, anchor: Anchor) -> Reach:
    end = token.last or point(token, anchor).end
    return Reach("year_to_date", date(years.financial_start(end), 4, 1), end) if end else undated("year_to_date")


def _year_so_far(year: Token | None, anchor: Anchor) -> Reach:
    start = year.number if year else years.financial_start(anchor) if anchor else None
    if start is None:
        return undated("year_to_date")
    end = min(anchor, date(start + 1, 3, 31)) if anchor else None
    return Reach("year_to_date", date(start, 4, 1), end)


def up_to(tokens: Tokens, anchor: Anchor) -> Reach:
    """up to 23/11/2020 | to end Nov 20: the year to that day, whose start the words leave open."""
    found = _to_point(points_of(tokens)[-1], anchor)
    return Reach(*found[:3], (Reach("date_range", None, found.end),))


def first_months(tokens: Tokens, _anchor: Anchor) -> Reach:
    """first six months of 2021/22 | first 2 quarters of 2021/22 | 2023/24 (9 months)."""
    length, year = first_of(tokens, "L"), first_of(tokens, "Yya")
    if length is None or year is None:
        return undated("year_to_date")
    count = length.number * {"year": 12, "quarter": 3}.get(length.mark, 1)
    if count >= 12:
        return point(year, None)
    days = date(year.number, 4, 1), years.months_on(date(year.number, 4, 1), count - 1)[1]
    return reach("half_year" if count == 6 else "year_to_date", days)


# --- snapshots --------------------------------------------------------------------------------------------------


def end_of(tokens: Tokens, anchor: Anchor) -> Reach:
    """end of Q2 2021/22 | end March 20 | as at June 2020 | at the end of December: the last day of what is named.

    "end of the first quarter in 2017/18" is the quarter; "end March 20" could be the 20th.
    """
    last = points_of(tokens)[-1]
    found = point(last, anchor)
    if last.cls in "qQ" and last.mark == "words":
        return Reach(*found[:3], (Reach("snapshot_date", found.end, found.end),))
    others = tuple(other for other in found.others if other.kind == "snapshot_date")
    return Reach("snapshot_date", found.end, found.end, others)


def end_of_part(tokens: Tokens, _anchor: Anchor) -> Reach:
    """Q2 end 23/24 | H1 end 2023/24: the last day of the quarter or half of that year."""
    part, year = tokens[0], tokens[-1]
    first, last = (part.number, part.second) if part.cls == "q" else (2 * part.number - 1, 2 * part.number)
    end = years.quarters(year.number, first, last)[1]
    return Reach("snapshot_date", end, end)


def as_at(tokens: Tokens, anchor: Anchor) -> Reach:
    """at 31.08.15 | as of 06/12/2024 | as at June 2020 | as at Q3 24/25: the last day of what is named.

    "at 2019/20" is the year, else its last day.
    """
    last = points_of(tokens)[-1]
    found = point(last, anchor)
    if last.cls in "Mm":
        return Reach("snapshot_date", found.end, found.end)
    if last.cls in "qQhH":
        return Reach("snapshot_date", found.end, found.end, (Reach(*found[:3]),))
    if last.cls == "Y" and found.end:
        return Reach(*found[:3], (on(found.end), *found.others))
    return found


def week_ending(tokens: Tokens, anchor: Anchor) -> Reach:
    """w/e 12/03/2021: the seven days to it, else Monday to it. "as of w/e" states a position on the day."""
    end = point(points_of(tokens)[-1], anchor).end
    if end is None:
        return undated("week")
    week = reach("week", week_of(end))
    if tokens[0].cls == "A":
        return Reach("snapshot_date", end, end, (week,))
    monday = end - timedelta(days=end.weekday())
    return Reach(*week[:3], (Reach("week", monday, end),) if monday != week.start else ())


def week_starting(tokens: Tokens, anchor: Anchor) -> Reach:
    """w/c 08/03/21 | week commencing 8 March 2021 | week beginning."""
    start = point(points_of(tokens)[-1], anchor).start
    return Reach("week", start, start + timedelta(days=6)) if start else undated("week")


def week_of_month(tokens: Tokens, _anchor: Anchor) -> Reach:
    """at the end of the second week in June 2017: its Friday, counting full weeks, else counting from the 1st."""
    week, month = first_of(tokens, "k"), points_of(tokens)[-1]
    if week is None or month.first is None:
        return undated("snapshot_date")
    monday = years.nth_weekday(month.first.year, month.first.month, 0, week.number)
    return Reach(*on(monday + timedelta(days=4))[:3], (on(month.first + timedelta(days=7 * week.number - 1)),))


# --- averages ---------------------------------------------------------------------------------------------------


def average(tokens: Tokens, anchor: Anchor) -> Reach:
    """3-year average 2019-2022 | 2017/18 - 2019/20 (3 yr ave) | 2016–19 scorecard | 3 year average to March 2019."""
    found, length = points_of(tokens), first_of(tokens, "L")
    if not found:
        return undated("multi_year_average")
    if len(found) >= 2:
        return _average_between(found, anchor)
    only = found[0]
    if only.cls in "Pa":
        return multi_year(only)
    end = only.last if only.cls == "Y" else _end_of(only, anchor)
    if end is None or length is None or length.mark != "year":
        return point(only, anchor)
    return Reach("multi_year_average", years.months_on(end, 1 - 12 * length.number)[0], end)


def _average_between(found: Tokens, anchor: Anchor) -> Reach:
    """Of years where it spans two or more; "Dec 22-Feb 23 average" is one of months."""
    first, last = _ends(found[0], found[-1], anchor)
    if first is None or last is None or (last - first).days < _LEAST_DAYS_OF_YEARS:
        return between(found, anchor)
    return Reach("multi_year_average", first, last)


_LEAST_DAYS_OF_YEARS = 700
"""Two years, short of some weeks where calendar and financial years are mixed."""


def average_or_rolling(tokens: Tokens, anchor: Anchor) -> Reach:
    """rolling 12 months Jan 20 - Dec 20 is a rolling year; rolling average 2017/18 to 2019/20 spans several."""
    found = points_of(tokens)
    kind: PeriodKind = "multi_year_average" if found[0].cls in "YyIa" else "rolling_12m"
    start, end = _ends(found[0], found[-1], anchor)
    return Reach(kind, start, end)


# --- lists of bases ---------------------------------------------------------------------------------------------


def bases(tokens: Tokens, _anchor: Anchor) -> Reach:
    """2018/19 (Q4, FY or 31 Mar snapshot): a heading for rows of several bases; the year is first."""
    year = tokens[0]
    others = [_basis(token, year.number) for token in tokens[1:] if token.cls in "qdE"]
    return Reach(*split_year(year)[:3], tuple(others))


def _basis(token: Token, start: int) -> Reach:
    if token.cls == "q":
        return reach("quarter", years.quarters(start, token.number, token.second))
    if token.cls == "E":
        return on(date(start + 1, 3, 31))
    day = years.day(years.in_financial_year(start, token.number), token.number, token.second)
    return Reach("snapshot_date", day, day)


def pair_of_years(tokens: Tokens, _anchor: Anchor) -> Reach:
    """377 (16-19) | 87% 23-24: after a value two short numbers are years, several averaged or one."""
    return years_of_pair(tokens[-1])


def days_of_month(tokens: Tokens, _anchor: Anchor) -> Reach:
    """3-19 June 2019 | 3rd to 19th June 2019."""
    return Reach("date_range", tokens[-1].first, tokens[-1].last)


def years_listed(tokens: Tokens, _anchor: Anchor) -> Reach:
    """average of 2018/19, 2019/20 and 2020/21."""
    found = points_of(tokens)
    return Reach("multi_year_average", found[0].first, found[-1].last)


def programme(tokens: Tokens, anchor: Anchor) -> Reach:
    """from 2019-2022: the span of a programme in calendar years, else in financial years."""
    span, average = point(tokens[-1], anchor), multi_year(tokens[-1])
    calendar = next(found for found in (span, *span.others) if found.kind == "date_range")
    return Reach(*calendar[:3], (Reach("date_range", average.start, average.end), average))


def since_event(_tokens: Tokens, _anchor: Anchor) -> Reach:
    """since the last inspection, since launch: open, from a day that the words do not give."""
    return undated("since")


def nothing_but(tokens: Tokens, anchor: Anchor) -> Reach:
    """A point alone, with or without "in" or "FY" before it."""
    return point(points_of(tokens)[0], anchor)
