"""Whole dates as people print them: `19 January 2021`, `Tuesday 9th March 2021`, `March 9, 2021`, `19/01/2021`."""

import re
from datetime import date

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)
MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if len(m) > 3 else m for m in MONTHS) + "|sept"
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:the\s+)?"
DAY_FIRST = re.compile(rf"\b{WEEKDAY}(\d{{1,2}})\s?(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH})\.?,?\s+(\d{{4}})\b", re.I)
MONTH_FIRST = re.compile(rf"\b{WEEKDAY}({MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.I)
FIGURES = re.compile(r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?![\d/]|\.\d)")
ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
NUMBERS = {name[:3]: number for number, name in enumerate(MONTHS, 1)}

Placed = tuple[int, int, date]


def dates_in(text: str) -> list[Placed]:
    """Dates with their places `[start, end)`; figures are read days first."""
    found = [_placed(m, m[3], NUMBERS[m[2][:3].lower()], m[1]) for m in DAY_FIRST.finditer(text)]
    found += [_placed(m, m[3], NUMBERS[m[1][:3].lower()], m[2]) for m in MONTH_FIRST.finditer(text)]
    found += [_placed(m, m[3], int(m[2]), m[1]) for m in FIGURES.finditer(text)]
    found += [_placed(m, m[1], int(m[2]), m[3]) for m in ISO.finditer(text)]
    return sorted(one for one in found if one is not None)


def _placed(match: re.Match[str], year: str, month: int, day: str) -> Placed | None:
    try:
        whole = date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return None
    return match.start(), match.end(), whole
