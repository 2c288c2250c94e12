"""Cuts a text into the tokens that the period grammar reads: dates, months, years, quarters, cue words, figures.

Every token has a one-letter class, so that a rule over tokens is a small regular expression over letters. What the
words mean is data (`cues.csv`); what the digits mean is decided here, once.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from pipeline.values import phrases, years

CUES = {
    "since": "S",
    "from": "F",
    "onwards": "O",
    "between": "B",
    "to": "T",
    "up_to": "u",
    "and": "&",
    "or": "|",
    "as_at": "A",
    "end_of": "X",
    "year_end": "E",
    "year_ending": "G",
    "year_to": "U",
    "performance_year_to": "V",
    "to_date": "Z",
    "cumulative": "K",
    "rolling": "R",
    "average": "v",
    "census": "C",
    "week_ending": "W",
    "week_starting": "w",
    "quarter_ending": "g",
    "half_ending": "e",
    "academic": "N",
    "financial": "f",
    "calendar": "c",
    "reporting": "r",
    "exam": "x",
    "last": "l",
    "next": "n",
    "first": "1",
    "last_word": "z",
    "quarter_word": "b",
    "month_ending": "2",
    "half_word": "6",
    "to_present": "3",
    "named": "@",
    "basis": "",
    "filler": "",
}
"""The letter of each cue of `cues.csv`; a silent cue (no letter) never stands in the way of a rule."""

DASHES = "-‐‑‒–—−"
DASH = r"‐‑‒–—−\-"
"""The same for inside a bracket expression."""
ODD_LETTERS = str.maketrans("İıſ", "iis")
"""The letters that count as i and s where case does not; one of them has no small form of one character."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
ORDINALS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4}

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_YEAR = r"(?:19|20)\d\d"
_DASH = f"[{DASH}]"
_NOT_YEAR = r"(?![\d%£]|\s?%|[.,:]\d)"
_SPELT = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty"
_TIME = "years?|yrs?|months?|mths?|weeks?|wks?|days?|hours?|hrs?|quarters?|qtrs?"
_TAIL_NOT_PAIR = rf"(?!\s?[/{DASH}]\s?\d\d(?!\d|[./{DASH}]|\s?(?:st|nd|rd|th|{_MONTH})))"

YEAR_FOLLOWS = re.compile(r"\s*+['’/-]?\s*+\d")
WORD_SHAPE = rf"[a-z][a-z0-9]*(?:(?:{_DASH}(?!{_MONTH})|[/’'&])[a-z]+)*"

_PAIR_LEFT = rf"(?:{_YEAR}|['’‘]?\d\d)"
_PAIR_RIGHT = (
    rf"(?:{_YEAR}|['’‘]?\d\d)(?!\d|(?:st|nd|rd|th)\b|{_DASH}\d\d(?!\d)(?!/)|[,:]\d|\.\d|\s?%"
    r"|\s(?:days?|weeks?|wks?|months?|mths?|hours?|hrs?|working|years?[\s-]old|yo|yr\solds?)\b)"
)


@cache
def atoms() -> re.Pattern[str]:
    """Every printed atom, the longer shapes first; compiled at first use, as it is the costliest part of an import."""
    return re.compile(
        rf"""(?P<space>\s+)
        |(?P<iso>{_YEAR}[-/.](?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01])(?!\d))
        |(?P<eight>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d%.,]))
        |(?P<dmy>\d\d?(?P<sep>[-./–])\d\d?(?P=sep)(?:{_YEAR}|\d\d)(?![\d%]))
        |(?P<days>\d\d?(?:st|nd|rd|th)?\s?(?:[{DASH}]|to|and)\s?\d\d?(?:st|nd|rd|th)?\s{_MONTH}\s{_YEAR}(?!\d){_TAIL_NOT_PAIR})
    |(?P<ages>(?:aged?|ages)\s\d\d?\s?(?:[{DASH}]|to|and|\+)\s?(?:\d\d?|over|under)?(?!\d)
        |\d\d?\s?(?:[{DASH}/]|to|and)\s?\d\d?[\s{DASH}]?(?:(?:year|yr)s?[\s{DASH}]olds?|yos?\b)|under[\s{DASH}]\d\d?s\b|1[68]\+(?!\w|\s(?:{_TIME}))
        |[05][{DASH}](?:\d|1\d|2[0-5])(?![\d%.,]|\s?[a-z%]))
    |(?P<mdy>{_MONTH}\.?\s\d\d?(?:st|nd|rd|th)?,?\s{_YEAR}(?!\d){_TAIL_NOT_PAIR})
        |(?P<week>(?:week|wk)\.?\s?(?:no\.?\s)?[1-5]?\d(?![\d%/{DASH}]|[.,]\d|\s?%|\s(?:of|{_MONTH})))
        |(?P<nth>(?:first|second|third|fourth|1st|2nd|3rd|4th)[\s-](?:quarter|qtr|half(?:[\s-]year)?|week)\b|week\s[1-5](?=\s(?:of|in)\s))
        |(?P<dm>\d\d?(?:st|nd|rd|th)?(?:\sof|\sday\sof)?[\s{DASH}./]{{0,2}}{_MONTH}\.?(?:[\s,./{DASH}]{{0,2}}['’‘]?\d\d(?!\d|/\d\d|[{DASH}]\d\d(?!\d)){_NOT_YEAR})?)
        |(?P<my>{_MONTH}[{DASH}]\d\d(?=\s%)|{_MONTH}\.?(?:[\s,/{DASH}]{{0,2}}['’‘]?\d\d(?!st|nd|rd|th|/\d\d|\s?{_DASH}\s?\d\d(?!\d)|\s(?:{_TIME})){_NOT_YEAR})?)
        |(?P<mmyyyy>(?:(?:0?[1-9]|1[0-2])[/.]|(?:0[1-9]|1[0-2])[{DASH}]){_YEAR}(?![\d/{DASH}]))
        |(?P<code>903(?=\s+(?:return|data|census|submission|{_YEAR}|\d\d[/-]\d\d)))
        |(?P<pair>{_YEAR}[/{DASH}]\d\d(?=\s%)|{_PAIR_LEFT}\s?(?:[/\\_]\s?{_PAIR_RIGHT}|[{DASH}]\s?{_PAIR_RIGHT}(?!\s?{_MONTH})))
        |(?P<four>(?:(?<=q[1-4])|(?<=q[1-4]\s))(?:1[0-8]|2[1-9])\d\d(?![\d%.,/{DASH}])|(?:1[0-8]|2[1-9])\d\d(?=\s?q[1-4](?!\d)))
        |(?P<quarteryear>(?:(?<=q[1-4])[\s/]?['’‘]|(?<=q[1-4])/)\d\d(?![\d/{DASH}%.,]))
        |(?P<six>20\d\d\d\d(?![\d%.,]))
        |(?P<prefixed>(?:fy|ay|cy|fye|ye)\s?['’‘]?\d\d(?![\d%.,]|\s?[/{DASH}]\s?\d\d|(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}))
        |(?P<prefix>(?:fy|ay|cy|fye|ye|fytd|ytd)(?=['’‘]?\d))
        |(?P<quarters>(?:first|last|final)\s(?:two|three|four|2|3|4)\s(?:quarters|qtrs|qs)\b)
        |(?P<quarter>(?:q|qtr|quarter|qrt|qu)s?[\s.]{{0,2}}(?:[1-4](?![\d%]|\.\d)|(?:one|two|three|four)\b)
            (?:\s?(?:[/&+{DASH}]|to|and)\s?(?:q|qtr|quarter)?\s?[1-4](?![\d%/]|\.\d|{_DASH}\d))?)
        |(?P<halfterm>ht\s?[1-6](?:\s?(?:[/&{DASH}]|to)\s?(?:ht)?\s?[1-6])?(?!\d)
            |half[\s-]?terms?\s[1-6](?:\s?(?:[/&{DASH}]|to|and)\s?[1-6])?(?!\d))
        |(?P<half>(?:h|hy|half[\s-]year\s|half\s|part\s)[12](?![\d%.,])|half\s(?:one|two)\b)
        |(?P<number>(?:period\s|month\s|mth\s|pd\s|p\s?|m)(?:1[0-3]|0?[1-9])(?![\d%]|[.,]\d))
        |(?P<rolling>(?:\(r12\)|r12m?|12mr|r12\s?months?|12m\s?rolling|l12m?|ry|ltm|ttm)(?![a-z0-9]))
        |(?P<term>(?:autumn|spring|summer|easter\s?[/{DASH}]\s?spring|easter|winter|michaelmas|lent|christmas)(?:\s?\d)?\sterms?\b|term\s[1-6]\b|t[1-6](?=\s(?:{_YEAR}|\d\d[/{DASH}]\d\d))|terms\s[1-6]\s?(?:[/&{DASH}]|to|and)\s?[1-6]\b)
        |(?P<shortseason>(?:aut|spr|sum)\b\.?(?:\sterm)?(?=\s(?:['’‘]?\d\d|{_YEAR})(?!\d|\s[a-z])))
        |(?P<season>(?:autumn|spring|summer|winter|easter\s?[/{DASH}]\s?spring|easter)\b)
        |(?P<averaged>[2-5]ya\b)
        |(?P<length>(?:\d{{1,3}}|{_SPELT})\+?[\s{DASH}]?(?:(?:working|calendar|school)\s)?(?:{_TIME}|monthly|weekly|yearly)\b(?!(?<=year)[\s{DASH}]end)|12m\b)
        |(?P<year>{_YEAR}(?![\d%]|[.,]\d|\s?%))
        |(?P<termyear>(?:(?<=\bterm\s)|(?<=\bautumn\s)|(?<=\bspring\s)|(?<=\bsummer\s)|(?<=\baut\s)|(?<=\bspr\s)|(?<=\bsum\s)|(?<=\bcensus\s))
            ['’‘]?[012]\d(?=\s*(?:\Z|[),;:\n])))
        |(?P<figure>[£$€]?\d(?:[\d,]*\d)?(?:\.\d+)?(?:\s?%|(?:st|nd|rd|th)\b)?)
        |(?P<word>{WORD_SHAPE})
        |(?P<mark>.)""",
        re.VERBOSE | re.DOTALL,
    )


FIRST_OF_ATOMS = (
    *MONTHS,
    *_SPELT.split("|"),
    *("age", "under", "fy", "ay", "cy", "ye", "yt"),
    *("first", "second", "third", "fourth", "last", "final"),
    *("q", "ht", "half", "hy", "h1", "h2", "part", "period", "month", "mth", "pd"),
    *("r1", "l1", "ry", "ltm", "ttm", "term", "aut", "spr", "easter", "sum", "winter"),
    *("michaelmas", "lent", "christmas", "week", "wk"),
)
"""How every atom that begins with a letter begins, those of one letter and a number (P9, M6) aside."""


@cache
def plain_words() -> re.Pattern[str]:
    """A word that begins no other atom, and white space before it: three quarters of prose, told at a glance."""
    first = "|".join(sorted(FIRST_OF_ATOMS))
    return re.compile(rf"\s{{0,80}}+(?!{first}|[pmt]\s?\d)(?P<word>{WORD_SHAPE})")


class Token(NamedTuple):
    """A piece of the text. `cls` is its letter; a silent token has none."""

    cls: str
    start: int
    end: int
    word: str
    """Lower case, single spaces."""
    first: date | None = None
    last: date | None = None
    number: int = 0
    """A year, a financial year's first year, a month, a quarter, a length: what the class says."""
    second: int = 0
    mark: str = ""
    """How it was printed, where a rule needs to know; for cue words their meaning."""


Atom = Callable[[str, int, int], Token]


def _digits(text: str) -> list[int]:
    return [int(run) for run in re.findall(r"\d+", text)]


def _month_in(text: str) -> int:
    found = re.search("|".join(MONTHS), text)
    return MONTHS.index(found.group()) + 1 if found else 0


def _figure(text: str, start: int, end: int) -> Token:
    return Token("#", start, end, text)


def _dated(text: str, at: tuple[int, int], parts: tuple[int, int, int]) -> Token:
    """A full date, or a figure where the calendar has no such day."""
    found = years.day(*parts)
    return Token("D", *at, text, found, found) if found else _figure(text, *at)


def _year_of(number: int, printed: str) -> int:
    """A year of two or four digits; 0 where two digits name none."""
    return number if len(printed) == 4 else years.full_year(number) or 0


def _iso(text: str, start: int, end: int) -> Token:
    year, month, day = _digits(text)
    return _dated(text, (start, end), (year, month, day))


def _eight(text: str, start: int, end: int) -> Token:
    """20240331, as files are named and data are dated."""
    return _dated(text, (start, end), (int(text[:4]), int(text[4:6]), int(text[6:])))


def _dmy(text: str, start: int, end: int) -> Token:
    """31.3.20, 31/3/2021, 01-04-19: days first, as in UK papers."""
    runs = re.findall(r"\d+", text)
    return _dated(text, (start, end), (_year_of(int(runs[2]), runs[2]), int(runs[1]), int(runs[0])))


def _mdy(text: str, start: int, end: int) -> Token:
    """March 31, 2020."""
    day, year = _digits(text)
    return _dated(text, (start, end), (year, _month_in(text), day))


def _days(text: str, start: int, end: int) -> Token:
    """3-19 June 2019."""
    first, last, year = _digits(text)
    days = years.day(year, _month_in(text), first), years.day(year, _month_in(text), last)
    if not days[0] or not days[1] or days[1] < days[0]:
        return _figure(text, start, end)
    return Token("i", start, end, text, *days)


def _ages(text: str, start: int, end: int) -> Token:
    return Token("J", start, end, text)


FIGURE_AND_MONTH = re.compile(rf"(\d\d?)\s[a-z]{{3,9}}\.?{_DASH}\d\d\Z")
"""35 Aug-24: what is written with two kinds of separator is a figure and its month, but for "31 Mar-24"."""


def _is_last_of_month(day: int, month: int) -> bool:
    return years.day(2023, month, day) is not None and years.day(2023, month, day + 1) is None


def _day_month(text: str, start: int, end: int) -> Token:
    """31 March, 31st Mar '20, 31-Mar-20, and 20-Aug, which may be a month: that is decided with the words around."""
    runs = re.findall(r"\d+", text)
    month = _month_in(text)
    if len(runs) == 2 and (found := FIGURE_AND_MONTH.match(text)) and not _is_last_of_month(int(runs[0]), month):
        return Token("#", start, start + found.end(1), text[: found.end(1)])
    if len(runs) == 2:
        return _dated(text, (start, end), (_year_of(int(runs[1]), runs[1]), month, int(runs[0])))
    if years.day(2020, month, int(runs[0])) is None:
        return _figure(text, start, end)
    hyphen = re.fullmatch(rf"(\d\d){_DASH}[a-z]{{3,4}}", text)
    return Token("d", start, end, text, None, None, month, int(runs[0]), "hyphen" if hyphen else "")


def _month_year(text: str, start: int, end: int) -> Token:
    """March, Sep-20, Sept '20; a lower-case "may" or "march" alone is a verb unless a year follows."""
    month, runs = _month_in(text), _digits(text)
    if not runs:
        return Token("m", start, end, text, None, None, month)
    year = years.full_year(runs[0])
    if year is None or runs[0] == 0:
        return _figure(text, start, end)
    sure = "sure" if set(text) & set("'’‘") else ""
    return Token("M", start, end, text, *years.month(year, month), month, runs[0], sure)


def _month_slash_year(text: str, start: int, end: int) -> Token:
    """09/2020."""
    month, year = _digits(text)
    return Token("M", start, end, text, *years.month(year, month), month, 0, "sure")


def _pair(text: str, start: int, end: int) -> Token:
    """19/20, 2019-20, 2019/2020, 2016-19, (16-19): years where they can be; 2020-09, 03/24: months where not."""
    left, right = re.findall(r"\d+", text)
    first = _year_of(int(left), left)
    second = _year_of(int(right), right)
    if not first or not second or (len(left) == 2 and len(right) == 4):
        return _figure(text, start, end)
    slash = any(mark in text for mark in "/\\_'’‘")
    style = f"{len(left)}{'/' if slash else '–' if re.search('[–—]', text) else '-'}{len(right)}"
    if len(left) == 2 and not slash:
        return _short_pair(text, (start, end), (first, second))
    return _years_pair(text, (start, end), (first, second), style)


def _short_pair(text: str, at: tuple[int, int], pair: tuple[int, int]) -> Token:
    """16-19, 17-18, 23-24: ages or years; the rules decide."""
    if not 0 < pair[1] - pair[0] <= 10:
        return _figure(text, *at)
    return Token("a", *at, text, None, None, *pair, " " if " " in text else "")


def _years_pair(text: str, at: tuple[int, int], pair: tuple[int, int], style: str) -> Token:
    first, second = pair
    if second == first + 1:
        return Token("Y", *at, text, *years.financial_year(first), first, second, style)
    if first + 1 < second <= first + 10 and style[0] == "4":
        return Token("P", *at, text, None, None, first, second, style)
    if style in ("4-2", "4–2", "4/2") and 1 <= second % 100 <= 12:
        return _month_of(first, second % 100, text, at)
    if style == "2/2" and text.startswith("0") and 1 <= first % 100 <= 12:
        return _month_of(second, first % 100, text, at)
    return _figure(text, *at)


def _month_of(year: int, month: int, text: str, at: tuple[int, int]) -> Token:
    return Token("M", *at, text, *years.month(year, month), month, 0, "sure")


def _six(text: str, start: int, end: int) -> Token:
    """201819 and 202009, as in open-data files."""
    first, second = int(text[:4]), int(text[4:])
    if second == (first + 1) % 100:
        return Token("Y", start, end, text, *years.financial_year(first), first, first + 1, "six")
    if 1 <= second <= 12 and years.is_year(first):
        return Token("M", start, end, text, *years.month(first, second), second, 0, "sure")
    return _figure(text, start, end)


def _four(text: str, start: int, end: int) -> Token:
    """Q2 2324: a split year without its mark, beside a quarter; no year is written so."""
    first, second = years.full_year(int(text[:2])), years.full_year(int(text[2:]))
    if first is None or second != first + 1:
        return _figure(text, start, end)
    return Token("Y", start, end, text, *years.financial_year(first), first, second, "six")


def _averaged(text: str, start: int, end: int) -> Token:
    """3YA 2019-22: an average of three years."""
    return Token("v", start, end, text, number=int(text[0]), mark="average")


def _prefixed(text: str, start: int, end: int) -> Token:
    """FY20, AY21, CY21, FYE 21: one year of two digits, its kind in `mark`."""
    letters = re.match("[a-z]+", text)
    year = years.full_year(_digits(text)[0])
    if year is None or letters is None:
        return _figure(text, start, end)
    return Token("y", start, end, text, *years.calendar_year(year), year, 0, letters.group())


def _year(text: str, start: int, end: int) -> Token:
    number = int(text)
    if not years.is_year(number):
        return _figure(text, start, end)
    return Token("y", start, end, text, *years.calendar_year(number), number)


def _count_word(text: str) -> int:
    return next((NUMBERS[word] for word in re.findall("[a-z]+", text) if word in NUMBERS), 0)


def _quarter(text: str, start: int, end: int) -> Token:
    """Q1, Qtr 3, Q.3, Quarter Four, and Q1-Q3, Q1/2, Q2 to Q4 as one token of first and last."""
    numbers = _digits(text) or [_count_word(text)]
    style = "range" if len(numbers) > 1 else ""
    if numbers[-1] < numbers[0]:
        return Token("q", start, start, text, number=numbers[0], second=numbers[0])
    return Token("q", start, end, text, None, None, numbers[0], numbers[-1], style)


def _quarters(text: str, start: int, end: int) -> Token:
    """first three quarters; last two quarters."""
    count = (_digits(text) or [_count_word(text)])[0]
    first, last = (1, count) if text.startswith("first") else (5 - count, 4)
    return Token("q", start, end, text, None, None, first, last, "range")


def _nth(text: str, start: int, end: int) -> Token:
    """first quarter, 2nd half, second week, week 2 of."""
    number = ORDINALS.get(re.split(r"[\s-]", text)[0]) or _digits(text)[0]
    if "week" in text:
        return Token("k", start, end, text, number=number)
    if "half" in text:
        return Token("h", start, end, text, number=number) if number <= 2 else _figure(text, start, end)
    return Token("q", start, end, text, None, None, number, number, "words")


def _half_term(text: str, start: int, end: int) -> Token:
    numbers = _digits(text)
    return Token("t", start, end, text, None, None, numbers[0], numbers[-1], "half")


def _half(text: str, start: int, end: int) -> Token:
    return Token("h", start, end, text, number=(_digits(text) or [_count_word(text)])[0])


def _period_number(text: str, start: int, end: int) -> Token:
    """Period 9, P9, M6: a month of the financial year, April being 1. Thirteenth periods are adjustments, no month."""
    number = _digits(text)[0]
    return Token("p", start, end, text, number=number) if number <= 12 else _figure(text, start, end)


def _rolling(text: str, start: int, end: int) -> Token:
    return Token("R", start, end, text, mark="rolling")


TERM_NAMES = {
    "autumn": "autumn",
    "michaelmas": "autumn",
    "christmas": "autumn",
    "spring": "spring",
    "easter": "spring",
    "lent": "spring",
    "winter": "winter",
    "summer": "summer",
    "aut": "autumn",
    "spr": "spring",
    "sum": "summer",
}


def _term(text: str, start: int, end: int) -> Token:
    """Autumn term, Easter/Spring term; "term 3" of six is a half term, of three a term: read as one of six."""
    found = re.search("|".join(TERM_NAMES), text)
    if found:
        return Token("s", start, end, text, mark=TERM_NAMES[found.group()] + " term")
    numbers = _digits(text)
    return Token("t", start, end, text, None, None, numbers[0], numbers[-1], "numbered")


def _season(text: str, start: int, end: int) -> Token:
    found = re.search("|".join(TERM_NAMES), text)
    name = TERM_NAMES[found.group()] if found else "autumn"
    return Token(
        "s", start, end, text, mark=name + " term" if text.startswith("easter") or text.endswith("term") else name
    )


def _week(text: str, start: int, end: int) -> Token:
    """Week 12, wk 3: which year counts its weeks from when is not said."""
    return Token("4", start, end, text, number=_digits(text)[0])


def _short_year(text: str, start: int, end: int) -> Token:
    """Autumn term 23, Spring '24: a year of two digits after a term's name."""
    year = years.full_year(_digits(text)[0])
    return Token("y", start, end, text, *years.calendar_year(year), year) if year else _figure(text, start, end)


SPELT_FRONT = re.compile("|".join(sorted(_SPELT.split("|"), key=len, reverse=True)))
"""As in "twelvemonth"."""
UNIT_OF_TIME = {"y": "year", "m": "month", "w": "week", "d": "day", "h": "hour", "q": "quarter"}


def _length(text: str, start: int, end: int) -> Token:
    """12 months, 3-year, two years; 45 days and other lengths that no reporting period has."""
    front = SPELT_FRONT.match(text)
    number = (_digits(text) or [NUMBERS[front[0]] if front else 0])[0]
    unit = SPELT_FRONT.sub("", re.split(rf"\d|[\s{DASH}]", text)[-1])
    mark = UNIT_OF_TIME[unit[0]]
    return Token("j" if mark in ("week", "day", "hour") else "L", start, end, text, number=number, mark=mark)


DASHED = re.compile(rf"\s{{0,9}}{_DASH}\s{{0,9}}")


def _word(text: str, start: int, end: int) -> Token:
    return Token("o", start, end, text if text.isalnum() else DASHED.sub(" ", text))


MARKS = {"/": "/", ",": ",", ";": ",", "\n": ",", "&": "&", "+": "&", "@": "A", "#": "#", "%": "#", "£": "#"}
MARKS |= dict.fromkeys(DASHES, "-")


def _mark(text: str, start: int, end: int) -> Token:
    return Token(MARKS.get(text, ""), start, end, text)


ATOMS: Mapping[str, Atom] = {
    "iso": _iso,
    "eight": _eight,
    "dmy": _dmy,
    "mdy": _mdy,
    "days": _days,
    "ages": _ages,
    "dm": _day_month,
    "my": _month_year,
    "mmyyyy": _month_slash_year,
    "code": _word,
    "pair": _pair,
    "six": _six,
    "four": _four,
    "quarteryear": _short_year,
    "averaged": _averaged,
    "prefixed": _prefixed,
    "prefix": _word,
    "quarters": _quarters,
    "quarter": _quarter,
    "nth": _nth,
    "halfterm": _half_term,
    "half": _half,
    "number": _period_number,
    "rolling": _rolling,
    "term": _term,
    "season": _season,
    "shortseason": _season,
    "week": _week,
    "termyear": _short_year,
    "length": _length,
    "year": _year,
    "figure": _figure,
    "word": _word,
    "mark": _mark,
}


PHRASES = phrases.load("cues.csv", CUES)


def cut(text: str) -> list[Token]:
    """All tokens in order, white space left out. Touches nothing but letters' case; linear in the text's length."""
    return _phrased(list(_atoms(text.translate(ODD_LETTERS).lower(), text, plain_words())))


def _atoms(lowered: str, text: str, plain: re.Pattern[str]) -> Iterator[Token]:
    position, length, atom = 0, len(text), atoms()
    while position < length:
        word = plain.match(lowered, position)
        if word is not None:
            start, position = word.span("word")
            yield _word(word["word"], start, position)
            continue
        match = atom.match(lowered, position)
        if match is None or match.lastgroup is None:
            position = match.end() if match else position + 1
        elif match.lastgroup == "space":
            position = match.end()
        else:
            token = _atom(match, text)
            position = max(token.end, position + 1)
            yield token


def _atom(match: re.Match[str], text: str) -> Token:
    start, end = match.span()
    if match.lastgroup != "word" and _inside_word(text, start):
        return Token("o", start, end, match.group())
    token = ATOMS[match.lastgroup or "mark"](match.group(), start, end)
    if (
        token.cls in "md"
        and match.group().endswith(("may", "march"))
        and text[end - 3 : end] == text[end - 3 : end].lower()
    ):
        return _maybe_verb(token, text)
    return token


def _maybe_verb(token: Token, text: str) -> Token:
    """ "12 may be", "they march": without a capital these two are words, unless a year follows them."""
    printed = text[token.start : token.end]
    if re.search("[A-Z]", printed) or YEAR_FOLLOWS.match(text, token.end):
        return token
    digits = re.match(r"\d*", printed)
    length = digits.end() if digits else 0
    return token._replace(cls="#", end=token.start + length) if length else token._replace(cls="o")


def _inside_word(text: str, start: int) -> bool:
    """A digit or letter directly after a letter, as the rest of "No2"; prefixes such as FY are their own words."""
    return start > 0 and text[start - 1].isalpha() and text[start].isalpha()


def _phrased(tokens: list[Token]) -> list[Token]:
    """Words that make up a cue become one token of that cue; the longest phrase wins."""
    words = [token.word for token in tokens]
    found: list[Token] = []
    index = 0
    while index < len(tokens):
        if words[index].partition(" ")[0] not in PHRASES.longest:
            found.append(tokens[index])
            index += 1
            continue
        cue = phrases.at(words, index, PHRASES)
        found.append(_cue(tokens, index, cue) if cue else tokens[index])
        index += cue.used if cue else 1
    return found


def _cue(tokens: list[Token], index: int, cue: phrases.Cue) -> Token:
    return Token(cue.cls, tokens[index].start, tokens[index + cue.used - 1].end, cue.phrase, mark=cue.meaning or "-")
