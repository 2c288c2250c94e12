"""The reach of one printed point in time, and the ambiguities that belong to it whatever stands around."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.values import years
from pipeline.values.model import PeriodKind
from pipeline.values.tokens import Token


class Reach(NamedTuple):
    """A reading before it is tied to its words: kind, days, and the other readings."""

    kind: PeriodKind
    start: date | None
    end: date | None
    others: tuple["Reach", ...] = ()


def reach(kind: PeriodKind, days: years.Days, *others: Reach) -> Reach:
    """A reading whose days are known."""
    return Reach(kind, days[0], days[1], others)


def undated(kind: PeriodKind, *others: Reach) -> Reach:
    """A reading whose words give no date."""
    return Reach(kind, None, None, others)


def on(day: date) -> Reach:
    """A snapshot on one day."""
    return Reach("snapshot_date", day, day)


def first_of(tokens: Sequence[Token], classes: str) -> Token | None:
    """The first token whose class is one of these letters."""
    return next((token for token in tokens if token.cls in classes), None)


def split_year(token: Token) -> Reach:
    """19/20, 2019-20, 2023/2024, 201819, 2019 to 2020: the financial year, else the academic year.

    Printed as "2011-12" it is also the ISO month; as "11/12" also the month; as "2019 to 2020" also both whole years.
    """
    financial = reach("financial_year", years.financial_year(token.number))
    if token.mark == "financial":
        return financial
    others = [reach("academic_year", years.academic_year(token.number))]
    month = token.second % 100
    if token.mark in ("4-2", "4–2") and 1 <= month <= 12:
        others.insert(0, reach("month", years.month(token.number, month)))
    if token.mark == "2/2" and token.number % 100 <= 12 and token.number % 100 and token.second % 100 >= 10:
        others.insert(0, reach("month", years.month(token.second, token.number % 100)))
    if token.mark == "to":
        others.append(Reach("date_range", date(token.number, 1, 1), date(token.second, 12, 31)))
    return Reach(*financial[:3], tuple(others))


def bare_year(token: Token) -> Reach:
    """2020, CY21, FY20: the calendar year, or with FY the year ending then; else the years ending in it."""
    year = token.number
    calendar = reach("calendar_year", years.calendar_year(year))
    financial = reach("financial_year", years.financial_year(year - 1))
    academic = reach("academic_year", years.academic_year(year - 1))
    if token.mark == "cy":
        return calendar
    if token.mark in ("fy", "financial"):
        return reach("financial_year", years.financial_year(year - 1), _later(financial))
    if token.mark in ("fye", "ye"):
        return financial
    if token.mark == "ay":
        return reach("academic_year", years.academic_year(year - 1), reach("academic_year", years.academic_year(year)))
    return Reach(*calendar[:3], (financial, academic, _later(financial)))


def _later(financial: Reach) -> Reach:
    start = financial.start.year + 1 if financial.start else years.FIRST_YEAR
    return reach("financial_year", years.financial_year(start))


def several_years(token: Token) -> Reach:
    """2015-18, 2011-2014: the adoption scorecard's average of financial years, else the calendar years.

    With an en dash between whole years (2019–2022) the span of a programme is likelier.
    """
    average = multi_year(token)
    span = Reach("date_range", date(token.number, 1, 1), date(token.second, 12, 31))
    if token.mark in ("4–4", "to"):
        return Reach(*span[:3], (average,))
    return Reach(*average[:3], (span,))


def multi_year(token: Token) -> Reach:
    """April of the first year to March of the second."""
    return Reach("multi_year_average", date(token.number, 4, 1), date(token.second, 3, 31))


AGE_BANDS = frozenset(
    {(0, 4), (5, 9), (0, 5), (5, 10), (10, 14), (10, 15), (11, 15), (10, 17), (12, 17), (13, 17), (14, 17), (15, 17)}
    | {(16, 17), (17, 18), (16, 18), (16, 19), (18, 19), (18, 21), (19, 21), (17, 21), (18, 24), (18, 25), (16, 24)}
    | {(16, 25), (21, 25), (15, 16), (14, 16), (11, 16), (5, 16), (0, 17), (0, 18), (0, 19), (13, 19), (14, 19)}
)
"""Ages that NEET, care leaver and children-in-need tables print; they win over years where nothing else decides."""


def short_pair(token: Token) -> Reach:
    """16-17, 19-21, 17-18 as ages; 23-24 and 20-23, which are no age band, as years."""
    as_years = years_of_pair(token)
    if (token.number % 100, token.second % 100) in AGE_BANDS:
        return undated("age_range", Reach(*as_years[:3]))
    return as_years


def years_of_pair(token: Token) -> Reach:
    """(16-19), (17-20): several years averaged; (16-17): the financial year."""
    if token.second == token.number + 1:
        others = (reach("academic_year", years.academic_year(token.number)), undated("age_range"))
        return reach("financial_year", years.financial_year(token.number), *others)
    return Reach(*multi_year(token)[:3], (undated("age_range"),))


def month_reach(token: Token) -> Reach:
    """Sept 2020, Aug-20, Sep '20. Two bare digits could be a day of an unstated year."""
    days = (token.first or date.min, token.last or date.max)
    if token.second and token.mark != "sure":
        return reach("month", days, undated("snapshot_date"))
    return reach("month", days)


def month_alone(token: Token, anchor: date | None) -> Reach:
    """March, December: the latest one that was complete at the anchor."""
    if anchor is None:
        return undated("month")
    year = anchor.year if years.month_end(anchor.year, token.number) <= anchor else anchor.year - 1
    return reach("month", years.month(year, token.number))


def day_alone(token: Token, anchor: date | None) -> Reach:
    """31 March: the latest before the anchor; 20-Aug, as spreadsheets write months, is a month."""
    day = years.back_to_year(token.number, token.second, anchor) if anchor else None
    if token.mark == "hyphen" and 10 <= token.second <= 30:
        month = reach("month", years.month(2000 + token.second, token.number))
        return Reach(*month[:3], (Reach("snapshot_date", day, day), undated("snapshot_date")))
    return Reach("snapshot_date", day, day)


def quarter_alone(token: Token, anchor: date | None) -> Reach:
    """Q2: the latest that was complete at the anchor, else the one a year before."""
    if anchor is None:
        return undated("quarter")
    start, number = years.latest_quarter(anchor)
    start -= token.second > number
    before = reach("quarter", years.quarters(start - 1, token.number, token.second))
    return reach("quarter", years.quarters(start, token.number, token.second), before)


def half_alone(token: Token, anchor: date | None) -> Reach:
    """H1: of the financial year of the anchor, if it was complete then."""
    if anchor is None:
        return undated("half_year")
    start = years.financial_start(anchor)
    days = years.quarters(start, 2 * token.number - 1, 2 * token.number)
    if days[1] > anchor:
        days = years.quarters(start - 1, 2 * token.number - 1, 2 * token.number)
    return reach("half_year", days)


def dated(token: Token) -> years.Days:
    """The days of a token that has them."""
    return token.first or date.min, token.last or date.max


def point(token: Token, anchor: date | None) -> Reach:  # noqa: PLR0911  one branch a class reads best
    """One token on its own."""
    match token.cls:
        case "D":
            return reach("snapshot_date", dated(token))
        case "M":
            return month_reach(token)
        case "Q":
            return quarter_reach(token)
        case "H":
            return reach("half_year", dated(token))
        case "I":
            return reach("academic_year", dated(token))
        case "Y":
            return split_year(token)
        case "y":
            return bare_year(token)
        case "P":
            return several_years(token)
        case "a":
            return short_pair(token)
    return _alone(token, anchor)


def _alone(token: Token, anchor: date | None) -> Reach:
    match token.cls:
        case "m":
            return month_alone(token, anchor)
        case "d":
            return day_alone(token, anchor)
        case "q":
            return quarter_alone(token, anchor)
    return half_alone(token, anchor)


def quarter_reach(token: Token) -> Reach:
    """Q1 20/21; Q1-Q3 21/22 is the year to date, Q1-Q2 the half, Q2-Q4 a span; "Q1 2020" may be counted otherwise."""
    days = dated(token)
    if token.mark != "bare":
        kind = _quarters_kind(token)
        others = (reach("year_to_date", days),) if kind == "half_year" and token.second == 12 else ()
        return reach(kind, days, *others)
    earlier = years.quarters(token.number - 1, token.second % 10, token.second % 10)
    calendar = years.months(token.number, 3 * (token.second % 10) - 2, 3 * (token.second % 10))
    return reach("quarter", days, reach("quarter", earlier), reach("quarter", calendar))


def _quarters_kind(token: Token) -> PeriodKind:
    first, last = divmod(token.second, 10)
    if first == last:
        return "quarter"
    if (first, last) == (1, 4):
        return "financial_year"
    if (first, last) in ((1, 2), (3, 4)):
        return "half_year"
    return "year_to_date" if first == 1 else "date_range"


def week_of(last: date) -> years.Days:
    """The seven days that end on a day."""
    return last - timedelta(days=6), last
