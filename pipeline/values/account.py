"""How one text was read, told to people and to programs: its readings, its period, the rules that decided."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipeline.naming import shown
from pipeline.values.cell import is_other, read_cell, unread
from pipeline.values.model import Period, Reading, Value
from pipeline.values.periods import read_period

_INDENT = "  "


class Account(NamedTuple):
    """A text with all that was read in it."""

    text: str
    own: tuple[Reading, ...]
    """The authority's own figures, in print order."""
    others: tuple[Reading, ...]
    """What was printed beside them: England, neighbours, a target, the authority's earlier figure."""
    period: Period | None
    """Of a text that is a period alone, as a heading is."""
    left: str | None
    """Words and figures that nothing explains."""


def account_of(text: str, unit: str | None = None, anchor: date | None = None) -> Account:
    """Reads a text both as a cell and as a heading: "45 days" is a figure in the one and a limit in the other."""
    readings = read_cell(text, unit, anchor)
    own = tuple(reading for reading in readings if not is_other(reading))
    others = tuple(reading for reading in readings if is_other(reading))
    period = read_period(text, anchor)
    return Account(text, own, others, period, unread(text, readings) if readings else None)


# --- for programs -----------------------------------------------------------------------------------------------


def as_lines(accounts: Iterable[Account]) -> bytes:
    """One JSON object a line: text, readings, others, period."""
    return "".join(f"{json.dumps(_object(account), ensure_ascii=False)}\n" for account in accounts).encode(
        "utf-8", "replace"
    )


def _object(account: Account) -> dict[str, object]:
    return {
        "text": account.text,
        "readings": [_reading(reading) for reading in account.own],
        "others": [{"of": reading.value.of, **_reading(reading)} for reading in account.others],
        "period": _period(account.period),
    }


def _reading(reading: Reading) -> dict[str, object]:
    value = reading.value
    return {
        "value": _number(value.value),
        "low": _number(value.low),
        "high": _number(value.high),
        "unit": value.unit,
        "status": value.status,
        "qualifier": value.qualifier,
        "period": _period(reading.period),
    }


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _period(period: Period | None) -> dict[str, object] | None:
    if period is None:
        return None
    return {
        "text": period.text,
        "kind": period.kind,
        "start": _day(period.start),
        "end": _day(period.end),
        "alternatives": [
            {"kind": other.kind, "start": _day(other.start), "end": _day(other.end)} for other in period.alternatives
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- for people -------------------------------------------------------------------------------------------------


def in_words(accounts: Iterable[Account]) -> bytes:
    """The text, and under it what it was read as and the rule that decided."""
    return "".join(f"{line}\n" for account in accounts for line in _paragraph(account)).encode("utf-8", "replace")


def _paragraph(account: Account) -> Iterator[str]:
    yield shown(account.text) or "(empty)"
    for reading in account.own + account.others:
        yield _INDENT + shown(_said(reading.value))
        if reading.period:
            yield from (2 * _INDENT + line for line in _spoken(reading.period))
    if account.period:
        yield f"{_INDENT}on its own a period"
        yield from (2 * _INDENT + line for line in _spoken(account.period))
    if account.left:
        yield f"{_INDENT}not read: {shown(account.left)}"
    if not account.own and not account.others and not account.period:
        yield f"{_INDENT}nothing is read here"


def _said(value: Value) -> str:
    """81 percent, reported, with_comparators; rule: figure."""
    figure = _figure(value)
    parts = [f"{figure} {value.unit}" if figure and value.unit else figure, value.status, value.qualifier]
    parts += [value.rating, value.direction, None if value.of == "authority" else f"of {value.of}"]
    return f"{', '.join(part for part in parts if part)}; rule: {value.rule}"


def _figure(value: Value) -> str:
    if value.value is not None:
        return _printed(value.value) + _share(value)
    ends = [_printed(end) for end in (value.low, value.high) if end is not None]
    return " to ".join(ends)


def _printed(number: Decimal) -> str:
    return f"{number:f}"


def _share(value: Value) -> str:
    """(12 of 15), where a cell says what the percentage is of."""
    if value.numerator is None and value.denominator is None:
        return ""
    numerator, denominator = ("?" if part is None else _printed(part) for part in (value.numerator, value.denominator))
    return f" ({numerator} of {denominator})"


def _spoken(period: Period) -> Iterator[str]:
    """The likelier reading and its rule, then each other one."""
    yield f"{shown(period.text)}: {_days(period)}; rule: {period.rule}"
    for other in period.alternatives:
        yield f"{_INDENT}or {_days(other)}"


def _days(period: Period) -> str:
    kind = period.kind.replace("_", " ")
    if period.start is None and period.end is None:
        return f"{kind}, no dates"
    if period.start == period.end:
        return f"{kind}, {period.start}"
    return f"{kind}, {period.start or 'open'} to {period.end or 'open'}"
