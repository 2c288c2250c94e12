"""Two bare figures, one in brackets, where row or column say what each is.

    82 (618)    under "% (number)": a share, with how many it is
    618 (82)    under "Number (%)": a number, and its share
    82 (618)    in a row of shares: more than a hundred is no share, so it is how many
    48.2 (618)  in a row of rates: a whole number beside a decimal is how many

The unit is then said twice, "percent (count)". Without evidence the figures are not told apart here.
"""

import re
from decimal import Decimal

from pipeline.values.amounts import Amount
from pipeline.values.units import inside_and_outside

FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
PAIR = re.compile(rf"\s*({FIGURE})\s*\(\s*({FIGURE})\s*\)\s*")
ALL = Decimal(100)  # percent: a bare figure above it is no share


def by_heading(text: str, unit: str | None) -> list[Amount] | None:
    """The amounts of a pair of which the unit says what they are; else None."""
    found = PAIR.fullmatch(text)
    if found is None or unit is None:
        return None
    outer, inner = (Decimal(found[n].replace(",", "")) for n in (1, 2))
    units = inside_and_outside(unit) or _by_size(outer, inner, unit)
    if units is None or not all(_can_be(*side) for side in zip((outer, inner), units, strict=True)):
        return None
    start, end = found.start(1), len(text.rstrip())
    if units[1] == "count":
        return [Amount("with-count", start, end, outer, unit=units[0], qualifier="with_counts", numerator=inner)]
    first = Amount("pair", start, found.end(1), outer, unit=units[0], qualifier="equivalent")
    return [first, Amount("pair", found.start(2), end, inner, unit=units[1], qualifier="equivalent", bracketed=True)]


def _by_size(outer: Decimal, inner: Decimal, unit: str) -> tuple[str, str] | None:
    """In a row of one unit: what cannot be of it is the number."""
    if unit == "percent":
        if outer <= ALL < inner and _is_whole(inner):
            return unit, "count"
        return ("count", unit) if inner <= ALL < outer and _is_whole(outer) else None
    is_rate = unit.startswith("rate_per") and not _is_whole(outer) and _is_whole(inner)
    return (unit, "count") if is_rate else None


def is_untold(text: str, unit: str | None) -> bool:
    """Whether a text is such a pair, and nothing says what its figures are."""
    return PAIR.fullmatch(text) is not None and by_heading(text, unit) is None


def _can_be(figure: Decimal, unit: str) -> bool:
    return (unit != "percent" or figure <= ALL) and (unit != "count" or _is_whole(figure))


def _is_whole(figure: Decimal) -> bool:
    return figure.as_tuple().exponent == 0
