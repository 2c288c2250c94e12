"""Periods named after what was collected or taught: statutory returns, censuses, exams, terms, half terms."""

from collections.abc import Sequence
from datetime import date

from pipeline.values import years
from pipeline.values.points import Reach, first_of, on, point, reach, undated
from pipeline.values.tokens import Token

Tokens = Sequence[Token]
Anchor = date | None


def census(tokens: Tokens, anchor: Anchor) -> Reach:
    """CIN Census 19/20 | SSDA903 2020-21 | 903 return 19/20 | 2017-18 CLA return | DfE CIN stats 2020 | SEN2 2021.

    A single year is the return's year that ends in it; some write the year of submission.
    """
    family = next((token.mark for token in tokens if token.cls == "C"), "")
    year = next((token for token in tokens if token.cls in "yYIa"), None)
    if year is None:
        return _census_at(tokens, anchor)
    if family.startswith("calendar"):
        return _sen2(year)
    if year.cls == "y":
        return _census_of_year(family, year.number, tokens)
    return reach("census_year", years.financial_year(year.number))


def _census_of_year(family: str, year: int, tokens: Tokens) -> Reach:
    if family.startswith("september"):
        return reach("census_year", (date(year - 1, 10, 1), date(year, 9, 30)), on(date(year, 9, 30)))
    found = reach("census_year", years.financial_year(year - 1))
    if any("stats" in token.word or "statistic" in token.word for token in tokens):
        return found
    return Reach(*found[:3], (reach("census_year", years.financial_year(year)),))


def _sen2(year: Token) -> Reach:
    """Flows of a calendar year, collected in the January after it."""
    collected = year.number if year.cls == "y" else year.number + 1
    month = reach("month", years.month(collected, 1))
    return reach("census_year", years.calendar_year(collected - 1), month)


def _census_at(tokens: Tokens, anchor: Anchor) -> Reach:
    """CIN census 31 March 2020 | October 2020 school census: a Thursday of the month."""
    found = first_of(tokens, "DMQmdq")
    if found is None:
        return undated("census_year")
    if found.cls == "M" and found.first and found.number in _CENSUS_DAYS:
        day = years.nth_weekday(found.first.year, found.number, 3, _CENSUS_DAYS[found.number])
        return Reach("census_year", day, day)
    return point(found, anchor)


_CENSUS_DAYS = {10: 1, 1: 3, 5: 3}
"""School census days: which Thursday of the month."""
_CENSUS_MONTHS = {"autumn": 10, "spring": 1, "summer": 5}


def month_census(tokens: Tokens, _anchor: Anchor) -> Reach:
    """October Census 2020 | Autumn census 2020: a school census day, printed with the year after the word."""
    named, year = tokens[0], first_of(tokens, "y")
    number = _CENSUS_MONTHS.get(named.mark.split(" ")[0], 10) if named.cls == "s" else named.number
    if year is None:
        return undated("census_year")
    if number not in _CENSUS_DAYS:
        return reach("census_year", years.month(year.number, number))
    day = years.nth_weekday(year.number, number, 3, _CENSUS_DAYS[number])
    return Reach("census_year", day, day)


def exam(tokens: Tokens, _anchor: Anchor) -> Reach:
    """KS2 2022 | EYFSP 2019 | GCSE 2022/23: the academic year whose summer has the exams."""
    year = next(token for token in tokens if token.cls in "yYIa")
    start = year.number - 1 if year.cls == "y" else year.number
    if any(token.mark == "offers" for token in tokens):
        return reach("academic_year", years.academic_year(year.number), on(date(year.number, 9, 30)))
    return reach("academic_year", years.academic_year(start))


def term(tokens: Tokens, _anchor: Anchor) -> Reach:
    """Autumn term 2021 | Summer term 2020/21 | Autumn 2020: term, else season | Summer 2019: exams, else term."""
    named = first_of(tokens, "s")
    year = next((token for token in tokens if token.cls in "yYIa"), None)
    if named is None or year is None:
        return undated("term")
    name = named.mark.split(" ")[0]
    if name == "winter":
        return reach("season", _season_days(name, year))
    days = _term_days(name, year)
    if named.mark.endswith("term"):
        return reach("term", days)
    if name == "summer" and year.cls == "y" and tokens[0].cls == "s":
        return reach("academic_year", years.academic_year(year.number - 1), reach("term", days))
    return reach("term", days, reach("season", _season_days(name, year)))


def _term_days(name: str, year: Token) -> years.Days:
    first, last = years.TERMS[name]
    return years.months(_year_in(year, first), first, last)


def _season_days(name: str, year: Token) -> years.Days:
    first, last = years.SEASONS[name]
    return years.months(_year_in(year, first), first, last)


def _year_in(year: Token, month: int) -> int:
    return year.number if year.cls == "y" else years.in_academic_year(year.number, month)


def half_term(tokens: Tokens, _anchor: Anchor) -> Reach:
    """HT3 2021/22 | half term 3 | HT1-HT4 2021/22 | Term 2 2021/22, of three or, in some counties, of six."""
    named = first_of(tokens, "t")
    year = next((token for token in tokens if token.cls in "yYIa"), None)
    if named is None or year is None:
        return undated("term")
    start = year.number - 1 if year.cls == "y" else year.number
    first = _half_term_days(start, named.number)
    last = _half_term_days(start, named.second)
    found = reach("term" if named.number == named.second else "date_range", (first[0], last[1]))
    if named.mark != "numbered" or named.number != named.second or named.number > 3:
        return found
    months = tuple(years.TERMS.values())[named.number - 1]
    return reach("term", years.months(years.in_academic_year(start, months[0]), *months), found)


def term_span(tokens: Tokens, _anchor: Anchor) -> Reach:
    """Autumn and Spring terms 2018/19 | Autumn/Spring 2018/19, as in absence statistics."""
    year = next((token for token in tokens if token.cls in "yYI"), None)
    first, *_, last = (token for token in tokens if token.cls == "s")
    if year is None or "winter" in first.mark + last.mark:
        return undated("term")
    start = _term_days(first.mark.split(" ")[0], year)
    return Reach("date_range", start[0], _term_days(last.mark.split(" ")[0], year)[1])


def _half_term_days(start: int, number: int) -> years.Days:
    first_month, first_day, last_month, last_day = years.HALF_TERMS[number - 1]
    return (
        date(years.in_academic_year(start, first_month), first_month, first_day),
        date(years.in_academic_year(start, last_month), last_month, last_day),
    )
