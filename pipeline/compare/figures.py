"""Two printed figures: whether they agree, what lies between them, and whether more is better."""

import re
from decimal import Decimal

from pipeline.vocabulary.indicators import indicator
from schemas.comparison import Number, Polarity, Trend
from schemas.record import Reading

HALF = Decimal("0.5")


def has_figure(reading: Reading) -> bool:
    return reading.value is not None or (reading.low is not None and reading.high is not None)


def agree(a: Reading, b: Reading) -> bool:
    """The same to the fewer decimals of the two; a range or a suppressed figure agrees with what lies in it."""
    if a.value is not None and b.value is not None:
        fewer = min(places(a.value, a.raw), places(b.value, b.raw))
        return abs(decimal(a.value) - decimal(b.value)) <= HALF.scaleb(-fewer)
    if a.value is None and b.value is None:
        return (a.low, a.high) == (b.low, b.high)
    value, bounds = (a.value, b) if a.value is not None else (b.value, a)
    return value is not None and (bounds.low is None or bounds.low <= value) and _below(value, bounds.high)


def _below(value: Number, high: Number | None) -> bool:
    return high is None or value <= high


def difference(earlier: Number | None, later: Number | None) -> Number | None:
    """Later minus earlier, without the noise of binary fractions."""
    if earlier is None or later is None:
        return None
    found = decimal(later) - decimal(earlier)
    return int(found) if found == found.to_integral_value() else float(found)


def decimal(number: Number) -> Decimal:
    return Decimal(str(number))


def places(number: Number, raw: str) -> int:
    """Decimals as printed: `84.0%` has one, though its value is 84."""
    exponent = decimal(number).normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0:
        return -exponent
    zeros = re.search(rf"(?<![\d.]){int(number)}\.(0+)(?!\d)", raw.replace(",", ""))
    return len(zeros[1]) if zeros else 0


def trend(change: Number) -> Trend:
    return "same" if change == 0 else "up" if change > 0 else "down"


def polarity_of(measure: str | None) -> Polarity | None:
    known = indicator(measure) if measure else None
    polarities: dict[str, Polarity] = {
        "higher_is_better": "higher_is_better",
        "lower_is_better": "lower_is_better",
        "neutral": "neutral",
    }
    return polarities.get(known.polarity) if known else None
