"""Arithmetic of the years, quarters, halves and terms that UK councils report by.

Conventions: the financial year runs from 1 April to 31 March and Q1 is April to June; the academic year runs from
1 September to 31 August; terms are September to December, January to March, April to July.
"""

from datetime import date, timedelta

Days = tuple[date, date]
"""First and last day, both inclusive."""

FIRST_YEAR, LAST_YEAR = 1990, 2049
"""Four digits outside these years are a figure, not a year: no indicator table reaches further."""
LAST_TWO_DIGIT_YEAR = 40
"""Two digits up to this one mean 20xx; 90 to 99 mean 19xx; between them no year is meant."""

TERMS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7)}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
HALF_TERMS = ((9, 1, 10, 31), (11, 1, 12, 31), (1, 1, 2, 15), (2, 16, 4, 1), (4, 2, 5, 31), (6, 1, 7, 31))
"""First month and day, last month and day; the fourth ends on 1 April as in the absence statistics' files."""


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def month(year: int, number: int) -> Days:
    """First and last day of a month."""
    return date(year, number, 1), month_end(year, number)


def months(year: int, first: int, last: int) -> Days:
    """From the first day of one month to the last of another, which may lie in the next year."""
    return date(year, first, 1), month_end(year + (last < first), last)


def financial_year(start: int) -> Days:
    """1 April of the start year to 31 March of the next."""
    return date(start, 4, 1), date(start + 1, 3, 31)


def academic_year(start: int) -> Days:
    """1 September of the start year to 31 August of the next."""
    return date(start, 9, 1), date(start + 1, 8, 31)


def calendar_year(year: int) -> Days:
    """1 January to 31 December."""
    return date(year, 1, 1), date(year, 12, 31)


def quarters(start: int, first: int, last: int) -> Days:
    """Quarters `first` to `last` (1 to 4) of the financial year that begins in `start`."""
    return months_on(date(start, 4, 1), 3 * (first - 1))[0], months_on(date(start, 4, 1), 3 * last - 1)[1]


def months_on(day: date, count: int) -> Days:
    """The month that lies `count` months after (or, negative, before) the month of a day."""
    number = day.year * 12 + day.month - 1 + count
    return month(number // 12, number % 12 + 1)


def in_financial_year(start: int, number: int) -> int:
    """The calendar year in which a month falls within the financial year that begins in `start`."""
    return start if number >= 4 else start + 1


def in_academic_year(start: int, number: int) -> int:
    """The calendar year in which a month falls within the academic year that begins in `start`."""
    return start if number >= 9 else start + 1


def financial_start(day: date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def full_year(two_digits: int) -> int | None:
    """20 is 2020, 98 is 1998; None where two digits name no year."""
    if two_digits <= LAST_TWO_DIGIT_YEAR:
        return 2000 + two_digits
    return 1900 + two_digits if two_digits >= FIRST_YEAR - 1900 else None


def is_year(number: int) -> bool:
    """Four digits that can be a year of a report."""
    return FIRST_YEAR <= number <= LAST_YEAR


def day(year: int, number: int, of_month: int) -> date | None:
    """A day, or None where the calendar has none such."""
    if not (1 <= number <= 12 and 1 <= of_month <= 31 and is_year(year)):
        return None
    return date(year, number, of_month) if of_month <= month_end(year, number).day else None


def back_to_year(number: int, of_month: int, anchor: date) -> date | None:
    """The latest such day that is not after the anchor."""
    this_year = day(anchor.year, number, of_month)
    if this_year and this_year <= anchor:
        return this_year
    return day(anchor.year - 1, number, of_month)


def latest_quarter(anchor: date) -> tuple[int, int]:
    """The last quarter that was complete on a day: the start of its financial year, and its number 1 to 4."""
    complete = months_on(anchor + timedelta(days=1), -1)[1]
    while complete.month % 3:
        complete = months_on(complete, -1)[1]
    return financial_start(complete), (complete.month - 4) % 12 // 3 + 1


def nth_weekday(year: int, number: int, weekday: int, nth: int) -> date:
    """The nth Monday (0) to Sunday (6) of a month."""
    first = date(year, number, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
