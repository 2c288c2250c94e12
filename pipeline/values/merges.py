"""Joins a month, day, quarter or half with the year beside it into one point, before the rules look at the whole.

Printed shapes: "March 2020", "December, 2015", "November 2024-25", "31 March 2019/20", "Q1 20/21", "2019/20 Q2",
"Quarter 3, 2023 to 2024", "Q2 FY22/23", "H1 2020/21", "first half of 2021/22", "FY21/22", "2019/20 academic year".
"""

import re
from collections.abc import Callable, Mapping, Sequence

from pipeline.values import years
from pipeline.values.tokens import Token

_MERGE = re.compile(
    r"(?P<day>d[-,/]?[yY])"
    r"|(?P<month>m[-,/]?f?[yY](?!N))"
    r"|(?P<quarter>q[-,/]?f?[Yya]f?|f?[Yya]f?[-,]?q(?![-,]?f?[Yya])(?![,|]+[fdDE]))"
    r"|(?P<half>h[-,]?f?[Yya]f?|f?[Yya]f?[-,]?h(?![-,]?f?[Yya]))"
    r"|(?P<academic>N[Yya]|[Yya]N)"
    r"|(?P<financial>f[Yya]|[Ya]f)"
    r"|(?P<calendar>cy|yc)"
)

_TWO_YEARS = re.compile(r"(?<![md])(?P<two_years>yTy)")

Merge = Callable[[Sequence[Token]], Token | None]


def _joined(tokens: Sequence[Token], cls: str, days: years.Days) -> Token:
    word = " ".join(token.word for token in tokens)
    return Token(cls, tokens[0].start, tokens[-1].end, word, *days)


def _of(tokens: Sequence[Token], classes: str) -> Token:
    return next(token for token in tokens if token.cls in classes)


def _two_years(tokens: Sequence[Token]) -> Token | None:
    """2019 to 2020 as a split year, 2019 to 2022 as several; only where both are printed in full."""
    first, last = tokens[0].number, tokens[2].number
    if tokens[0].mark or tokens[2].mark or not first < last <= first + 10:
        return None
    joined = _joined(tokens, "Y" if last == first + 1 else "P", years.financial_year(first))
    return joined._replace(number=first, second=last, mark="to")


def _day(tokens: Sequence[Token]) -> Token | None:
    day, year = tokens[0], tokens[-1]
    number = years.in_financial_year(year.number, day.number) if year.cls == "Y" else year.number
    found = years.day(number, day.number, day.second)
    return _joined(tokens, "D", (found, found)) if found else None


def _month(tokens: Sequence[Token]) -> Token | None:
    month, year = tokens[0], tokens[-1]
    number = years.in_financial_year(year.number, month.number) if year.cls == "Y" else year.number
    return _joined(tokens, "M", years.month(number, month.number))._replace(number=month.number, mark="sure")


def _quarter(tokens: Sequence[Token]) -> Token | None:
    """`second` holds first and last quarter as tens and units; `mark` "bare" where the year has four digits only."""
    quarter, year = _of(tokens, "q"), _of(tokens, "Yya")
    if len(tokens) > 2 and tokens[0].cls == "f" and tokens[-1].cls == "f":
        return None
    financial = any(token.cls == "f" for token in tokens) or year.mark == "fy"
    start = year.number - 1 if financial and year.cls == "y" else year.number
    days = years.quarters(start, quarter.number, quarter.second)
    mark = "bare" if year.cls == "y" and not financial and quarter.number == quarter.second else quarter.mark
    return _joined(tokens, "Q", days)._replace(number=start, second=10 * quarter.number + quarter.second, mark=mark)


def _half(tokens: Sequence[Token]) -> Token | None:
    half, year = _of(tokens, "h"), _of(tokens, "Yya")
    return _joined(tokens, "H", years.quarters(year.number, 2 * half.number - 1, 2 * half.number))


def _academic(tokens: Sequence[Token]) -> Token | None:
    """A single year ("academic year 2022") is the one that ends in it, as in exam tables."""
    year = _of(tokens, "Yya")
    start = year.number - 1 if year.cls == "y" else year.number
    return _joined(tokens, "I", years.academic_year(start))._replace(number=start, second=start + 1, mark=year.cls)


def _financial(tokens: Sequence[Token]) -> Token | None:
    year = _of(tokens, "Yya")
    if year.cls == "a" and year.second != year.number + 1:
        return None
    cls = "y" if year.cls == "y" else "Y"
    joined = _joined(tokens, cls, years.financial_year(year.number))
    return joined._replace(number=year.number, second=year.second, mark="financial")


def _calendar(tokens: Sequence[Token]) -> Token | None:
    year = _of(tokens, "y")
    return _joined(tokens, "y", years.calendar_year(year.number))._replace(number=year.number, mark="cy")


_MERGES: Mapping[str, Merge] = {
    "two_years": _two_years,
    "day": _day,
    "month": _month,
    "quarter": _quarter,
    "half": _half,
    "academic": _academic,
    "financial": _financial,
    "calendar": _calendar,
}


def merged(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that have a class, with points and their years joined. "Q3 2023 to 2024" needs its year first."""
    return _joined_by(_MERGE, _joined_by(_TWO_YEARS, [token for token in tokens if token.cls]))


def _joined_by(shapes: re.Pattern[str], tokens: list[Token]) -> list[Token]:
    classes = "".join(token.cls for token in tokens)
    found: list[Token] = []
    position = 0
    for match in shapes.finditer(classes):
        part = tokens[match.start() : match.end()]
        joined = _MERGES[match.lastgroup or ""](part)
        found += tokens[position : match.start()]
        found += [joined] if joined else part
        position = match.end()
    return found + tokens[position:]
