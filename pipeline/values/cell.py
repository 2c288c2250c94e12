"""The values of a table cell, each with its period: "19.4% Year End 19/20. 18.9% Aug-20" is two readings.

A period stands after its value ("76% in Q1 20/21", "23 (Sept 2020)") or, where the cell begins with a period, before it
("2019/20: 81%, 2020/21: 87%"); one cell does not mix the two.

Where a cell also prints other bodies' figures, a target or an earlier value ("81% (SN 84%, Eng 83%)", "4.1% against a
local target of 4.2%", "4 (5 in 2019/20)"), the authority's own figure comes first, qualified `with_...`; the others
follow as readings of their own, named in `of` or, for the authority's earlier value, qualified `comparator`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import NamedTuple, TypeVar

from pipeline.values import notations
from pipeline.values.amounts import Amount, Match, matches
from pipeline.values.figures import Piece, counts_something, pieces
from pipeline.values.misprints import is_misprinted
from pipeline.values.model import Period, Reading, Value
from pipeline.values.pairs import by_heading
from pipeline.values.periods import periods_in_cell, read_period
from pipeline.values.units import outside

_SCALES = {"gbp_thousand": Decimal(1000), "gbp_million": Decimal(1000000)}
"""Units of a heading that scale bare figures: "£000s", "£m"."""


MOST_KEPT = 4096  # cells; a table's cells are asked for several times, and many say the same


class Cell(NamedTuple):
    """A cell as pieces, its periods and its matches."""

    text: str
    periods: tuple[Period, ...]
    seen: Sequence[Piece]
    found: Sequence[Match]


@lru_cache(MOST_KEPT)
def read_cell(text: str, unit: str | None = None, anchor: date | None = None) -> tuple[Reading, ...]:
    """All readings of a cell, the authority's first; () where nothing but periods or words stand in it.

    `unit` is what the row or column says; it is used where the cell itself names none. A bare year ("2020") is a
    period and so gives () unless a unit is passed, which says that the column holds figures. An empty cell is missing,
    never zero.
    """
    if not text.strip():
        return (Reading(_value(Amount("blank", 0, 0, qualifier="blank", status="missing"), unit), None),)
    if is_misprinted(text):
        return (Reading(_value(Amount("misprint", 0, len(text), qualifier="unreadable", status="error"), None), None),)
    whole = notations.whole(text)
    if whole:
        return (Reading(_value(whole, unit), None),)
    pair = by_heading(text, unit)
    unit = outside(unit)
    if pair is not None:
        return tuple(Reading(_value(amount, unit), None) for amount in pair)
    if unit is None and _SHORT_PAIR.fullmatch(text) and read_period(text):
        return ()
    cell = cut_cell(text, unit, anchor)
    amounts = _related(cell, _own_and_others(cell))
    if not amounts and len(cell.periods) < 2:
        return _spoken(cell, unit)
    amounts = sorted([*amounts, *_between_separators(cell)], key=_place)
    return _sorted(_paired(cell, amounts, unit)) if amounts else _spoken(cell, unit)


_SHORT_PAIR = re.compile(r"\s*\(?['’]?\d\d\s?[-–]\s?['’]?\d\d\)?\s*")
"""16-17: ages or years, and a range only in a column of figures; 75-77 is always a range, as it names neither."""


def cut_cell(text: str, unit: str | None = None, anchor: date | None = None) -> Cell:
    """The cell's periods, pieces and matches."""
    periods = _kept(text, periods_in_cell(text, anchor), unit)
    return Cell(text, periods, *_seen_and_found(text, tuple([period.at for period in periods])))


@lru_cache(MOST_KEPT)
def _seen_and_found(text: str, periods: tuple[tuple[int, int], ...]) -> tuple[Sequence[Piece], Sequence[Match]]:
    """A cell is read once for its figures, and once more for what they leave; its periods are mostly the same."""
    seen = [piece for piece in pieces(text, periods) if piece.cls]
    return seen, matches(seen)


# --- periods that are none --------------------------------------------------------------------------------------

_SHARE = re.compile(r"(\d\d)/(\d\d)")
_PERCENT_BEFORE = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)\s{0,3}(?:%|per\s?cent)[\s(\[:=–,-]{0,6}\Z")
_PERCENT_AFTER = re.compile(r"[\s)\](:=–-]{0,6}(\d{1,12}(?:\.\d{1,12})?)\s{0,3}(?:%|per\s?cent)")
_SHARE_TOLERANCE = Decimal(1)
"""Percentage points by which a printed percentage may differ from the fraction beside it."""


def _kept(text: str, periods: tuple[Period, ...], unit: str | None) -> tuple[Period, ...]:
    """Without the years that are figures: "2012 cases", "11/12 (92%)", and a year alone in a column of figures."""
    return tuple(period for period in periods if not _is_figure(text, period, unit))


def _is_figure(text: str, period: Period, unit: str | None) -> bool:
    if period.rule == "year":
        return (unit is not None and text.strip() == period.text) or counts_something(text, period.at[1])
    if period.rule == "split-year":
        return _is_share(text, period)
    return False


def _is_share(text: str, period: Period) -> bool:
    """11/12 right beside 92% is a fraction, not the year 2011/12; "96% in 22/23, 93% in Q1" has the year."""
    share = _SHARE.fullmatch(period.text)
    if share is None or share.group(2) == "00":
        return False
    exact = Decimal(share.group(1)) * 100 / Decimal(share.group(2))
    start, end = period.at
    beside = (_PERCENT_BEFORE.search(text[max(start - 30, 0) : start]), _PERCENT_AFTER.match(text, end))
    return any(found and abs(Decimal(found.group(1)) - exact) < _SHARE_TOLERANCE for found in beside)


# --- whose figure, and what brackets say ------------------------------------------------------------------------

_REACH_OF_NAME = 4
"""Pieces that may stand between a name and its figure: "England (2019/20): 83%"."""


def _own_and_others(cell: Cell) -> list[tuple[Match, Amount]]:
    """The matches that hold an amount, with whose it is and whether it stands in brackets after another."""
    taken = {index for match in cell.found for index in range(match.first, match.last)}
    named: list[tuple[Match, Amount]] = []
    for match in cell.found:
        if match.amount:
            of = _name_before(cell.seen, match.first, taken) or _name_after(cell.seen, match.last)
            bracketed = bool(named) and _in_brackets(cell.seen, *named[-1], match.first)
            amount = match.amount._replace(of=of, bracketed=bracketed)
            if bracketed and not of:
                amount = amount._replace(of=_other_name(cell, match.first))
            if named and not amount.of and _is_compared(cell.seen, match.first):
                amount = _qualified(amount, "comparator")
            named.append((match, amount))
    return named


def _is_compared(seen: Sequence[Piece], first: int) -> bool:
    """87% compared with 81% | 87%, up from 81%: the second figure is what the first is set against."""
    before = seen[first - 1] if first else None
    return before is not None and (before.cls == "V" or before.word == "from")


def _name_before(seen: Sequence[Piece], first: int, taken: set[int]) -> str:
    """SN 84% | against a local target of 4.2% | England (2019/20): 83%."""
    for index in range(first - 1, max(first - 1 - _REACH_OF_NAME, -1), -1):
        if seen[index].cls == "C":
            return seen[index].mark
        if index in taken or seen[index].cls in ",(" or (seen[index].cls == ")" and seen[index - 1].cls != "P"):
            return ""
    return ""


def _name_after(seen: Sequence[Piece], last: int) -> str:
    """84% England | 84% (SN): a name that nothing follows which could be its own figure."""
    at = last + 1 if last + 1 < len(seen) and seen[last].cls == "(" else last
    if at >= len(seen) or seen[at].cls != "C":
        return ""
    follows = seen[at + 1].cls if at + 1 < len(seen) else ""
    return seen[at].mark if follows in ("", ",", ")", "P") else ""


def _other_name(cell: Cell, first: int) -> str:
    """81% (Swindon 84%): a capitalised word before a figure in brackets names another area."""
    piece = cell.seen[first - 1]
    printed = cell.text[piece.start : piece.end]
    return printed if piece.cls == "w" and printed[:1].isupper() and printed[1:].islower() else ""


def _in_brackets(seen: Sequence[Piece], before: Match, earlier: Amount, first: int) -> bool:
    """Whether a bracket that opened after the first amount is still open."""
    between = "".join(piece.cls for piece in seen[before.last : first])
    return between.count("(") + earlier.bracketed > between.count(")")


def _related(cell: Cell, named: list[tuple[Match, Amount]]) -> list[Amount]:
    """What amounts say about each other: equivalent, earlier, a target, other bodies'."""
    amounts = _headed([amount for _, amount in named])
    if len(amounts) == 1:
        return [_negative(cell, amounts[0])]
    amounts = _bracket_related(amounts)
    amounts = [
        _qualified(amount, "with_comparator") if after and after.qualifier == "comparator" else amount
        for amount, after in zip_longest(amounts, amounts[1:])
    ]
    own = [amount for amount in amounts if not amount.of]
    unit = own[0].unit if own else None
    amounts = [amount._replace(unit=unit) if amount.of and not amount.unit else amount for amount in amounts]
    others = [amount.of for amount in amounts if amount.of]
    if not own or not others:
        return amounts
    return [_with_others(amount, others) if amount is own[0] else amount for amount in amounts]


def _headed(amounts: list[Amount]) -> list[Amount]:
    """85% (↑ from 80%): the arrow in the bracket tells where the figure before it is heading."""
    kept: list[Amount] = []
    for amount in amounts:
        if kept and amount.bracketed and amount.status == "direction_only" and kept[-1].direction is None:
            kept[-1] = kept[-1]._replace(direction=amount.direction)
        else:
            kept.append(amount)
    return kept


def _with_others(amount: Amount, others: Sequence[str]) -> Amount:
    if amount.qualifier is not None:
        return amount
    if set(others) <= {"target", "floor"}:
        return amount._replace(qualifier="with_target")
    return amount._replace(qualifier="with_comparators" if len(others) > 1 else "with_comparator")


def _bracket_related(amounts: list[Amount]) -> list[Amount]:
    """21 months (639 days) is the same quantity twice; 4 (5 in 2019/20) holds an earlier value."""
    related = list(amounts)
    for index, amount in enumerate(amounts):
        if index and amount.bracketed and not amount.of and amount.qualifier != "change":
            if amount.signed:
                related[index] = _qualified(amount, "change")
                continue
            same = amount.unit == amounts[index - 1].unit
            related[index - 1] = _qualified(related[index - 1], "with_comparator" if same else "equivalent")
            related[index] = _qualified(amount, "comparator" if same else "equivalent")
    return related


def _qualified(amount: Amount, qualifier: str) -> Amount:
    return amount if amount.qualifier else amount._replace(qualifier=qualifier)


def _negative(cell: Cell, amount: Amount) -> Amount:
    """(12) | (£0.4m) | (1.2%): a figure alone in brackets is negative, as in accounts."""
    classes = "".join(piece.cls for piece in cell.seen)
    alone = classes.startswith("(") and classes.endswith(")") and len(cell.found) == 1
    alone = (
        alone
        and cell.text[cell.seen[0].start] == "("
        and cell.found[0].first == 1
        and cell.found[0].last == len(cell.seen) - 1
    )
    if not alone or amount.value is None or amount.status != "reported" or amount.rule != "figure":
        return amount
    return amount._replace(
        value=-abs(amount.value), qualifier="negative", start=cell.seen[0].start, end=cell.seen[-1].end
    )


# --- values -----------------------------------------------------------------------------------------------------


def _value(amount: Amount, unit: str | None) -> Value:
    amount = _scaled(_signed(amount), unit)
    return Value(
        amount.value,
        amount.low,
        amount.high,
        _settled_unit(amount, unit),
        amount.qualifier,
        amount.status,
        amount.numerator,
        amount.denominator,
        amount.rating,
        amount.direction,
        amount.of or "authority",
        (amount.start, amount.end),
        amount.rule,
    )


def _signed(amount: Amount) -> Amount:
    if amount.qualifier is not None or not amount.signed:
        return amount
    return amount._replace(qualifier="positive_change" if amount.signed == "+" else "negative")


def _scaled(amount: Amount, unit: str | None) -> Amount:
    factor = _SCALES.get(unit or "")
    if factor is None or amount.unit is not None:
        return amount
    if amount.magnified:
        return amount._replace(unit="gbp", qualifier=None if amount.qualifier == "approximate" else amount.qualifier)
    value, low, high = (None if part is None else part * factor for part in (amount.value, amount.low, amount.high))
    return amount._replace(value=value, low=low, high=high, unit="gbp")


def _settled_unit(amount: Amount, unit: str | None) -> str | None:
    """The cell's own unit, else the row's, else what the figure looks like: a whole number is a count."""
    if amount.unit is not None:
        return amount.unit
    figure = amount.value if amount.value is not None else amount.low
    if amount.status not in ("reported", "suppressed") or figure is None:
        return None
    return unit or _looks_like(amount, figure)


def _looks_like(amount: Amount, figure: Decimal) -> str:
    """0.81 is a ratio (a spreadsheet's fraction or a score), 46.7 and +0.53 are scores, 1,234.5 is a count."""
    exponent = figure.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0 or abs(figure) >= 100:
        return "count"
    if 0 < figure < 1 and not amount.signed:
        return "ratio"
    return "score"


# --- pairing ----------------------------------------------------------------------------------------------------


def _paired(cell: Cell, amounts: list[Amount], unit: str | None) -> list[Reading]:
    """Within a bracket amounts and periods pair with each other, outside it the others: "87% (last year 81%)"."""
    places = [_bracket_of(cell.text, amount) for amount in amounts]
    members, inside = _grouped(places, range(len(amounts))), _periods_by_bracket(cell.periods, places)
    before = [period for period in cell.periods[:1] if period.at[0] < amounts[0].start]
    periods: list[Period | None] = [None] * len(amounts)
    for place, indexes in members.items():
        found = _in_order(inside.get(place, before), [amounts[index] for index in indexes])
        for index, period in zip(indexes, found, strict=True):
            periods[index] = period
    return [_reading(amount, period, unit) for amount, period in zip(amounts, _shared(amounts, periods), strict=True)]


_Place = tuple[int, int] | None
"""Where the bracket opens and closes that an amount stands in, after another one; None outside."""
_T = TypeVar("_T")


def _bracket_of(text: str, amount: Amount) -> _Place:
    if not amount.bracketed:
        return None
    closing = text.find(")", amount.end)
    return text.rfind("(", 0, amount.start), closing if closing >= 0 else len(text)


def _grouped(places: Iterable[_Place], things: Iterable[_T]) -> dict[_Place, list[_T]]:
    groups: dict[_Place, list[_T]] = {}
    for place, thing in zip(places, things, strict=True):
        groups.setdefault(place, []).append(thing)
    return groups


def _periods_by_bracket(periods: Sequence[Period], places: Iterable[_Place]) -> dict[_Place, list[Period]]:
    brackets = sorted({place for place in places if place})

    def place_of(period: Period) -> _Place:
        at = bisect_left(brackets, (period.at[0], 0)) - 1
        return brackets[at] if at >= 0 and period.at[0] < brackets[at][1] else None

    return _grouped(map(place_of, periods), periods)


def _in_order(periods: Sequence[Period], amounts: Sequence[Amount]) -> list[Period | None]:
    """The period before each amount where the text begins with one, else the one after it."""
    starts = [period.at[0] for period in periods]
    if periods and starts[0] < amounts[0].start:
        return [periods[bisect_left(starts, amount.start) - 1] for amount in amounts]
    first = [bisect_left(starts, amount.start) for amount in amounts]
    after = [*first[1:], len(periods)]
    return [periods[at] if at < end else None for at, end in zip(first, after, strict=True)]


def _reading(amount: Amount, period: Period | None, unit: str | None) -> Reading:
    if period and period.kind == "since" and amount.qualifier is None:
        amount = amount._replace(qualifier="since")
    return Reading(_value(amount, unit), period)


def _shared(amounts: list[Amount], periods: list[Period | None]) -> list[Period | None]:
    """The same quantity printed twice has one period."""
    shared = list(periods)
    for index in range(len(amounts) - 1):
        both = amounts[index].qualifier == "equivalent" and amounts[index + 1].qualifier == "equivalent"
        if both and amounts[index + 1].bracketed:
            shared[index] = shared[index] or shared[index + 1]
            shared[index + 1] = shared[index + 1] or shared[index]
    return shared


def _sorted(readings: list[Reading]) -> tuple[Reading, ...]:
    """The authority's own first, otherwise as printed."""
    return tuple(sorted(readings, key=is_other))


def is_other(reading: Reading) -> bool:
    return reading.value.of != "authority" or reading.value.qualifier == "comparator"


def _spoken(cell: Cell, unit: str | None) -> tuple[Reading, ...]:
    """A notation among other words: "New measure for 20/21", "TBC Q4", "Q1: n/a"."""
    rest = _LOOSE_END.sub("", _outside(cell))
    amount = notations.whole(rest) or notations.leading(rest)
    if amount is None:
        return ()
    return (Reading(_value(amount, unit), cell.periods[0] if cell.periods else None),)


_LOOSE_END = re.compile(r"\s(?:in|for|at|on|during|by|as at)\s{0,400}\Z", re.IGNORECASE)
"""What is left of "none in Q1" beside the period."""


def _outside(cell: Cell) -> str:
    """The text with its periods blanked and separators beside them, so that places stay."""
    text = cell.text
    for period in cell.periods:
        text = text[: period.at[0]] + " " * (period.at[1] - period.at[0]) + text[period.at[1] :]
    return re.sub(r"^(\s*)[:,;–-](?=\s)", r"\1 ", text) if cell.periods else text


def _place(amount: Amount) -> int:
    return amount.start


def _between_separators(cell: Cell) -> list[Amount]:
    """ "Q1: n/a, Q2: 85%" and "2019/20 *; 2020/21 12": a notation in a part with a period of its own."""
    if len(cell.periods) < 2:
        return []
    cuts = [-1, *(index for index, piece in enumerate(cell.seen) if piece.cls == ","), len(cell.seen)]
    taken = {match.first for match in cell.found}
    found = []
    for first, last in pairwise(cuts):
        if not any(index in taken for index in range(first + 1, last)):
            found += _notation_in(cell, cell.seen[first + 1 : last])
    return found


def _notation_in(cell: Cell, part: Sequence[Piece]) -> list[Amount]:
    words = [piece for piece in part if piece.cls not in "P:(),i"]
    if not words or len(words) == len(part):
        return []
    start, end = words[0].start, words[-1].end
    row = notations.lookup(cell.text[start:end])
    return [notations.amount_of(row, start, end)] if row else []


# --- what nothing explained -------------------------------------------------------------------------------------

_EXPLAINS_ITSELF = frozenset("(),:-&=*AYPCcUnvrq/%togzEHpbiudhkfaVW$")


def unread(text: str, readings: tuple[Reading, ...]) -> str | None:
    """The words and figures that no reading, period or known word accounts for, joined by spaces; else None."""
    covered = [reading.value.at for reading in readings]
    covered += [reading.period.at for reading in readings if reading.period]
    cell = cut_cell(text)
    names = {reading.value.of for reading in readings}
    explained = {index for match in cell.found if match.amount is None for index in range(match.first, match.last)}
    left = [
        text[piece.start : piece.end]
        for index, piece in enumerate(cell.seen)
        if index not in explained
        and text[piece.start : piece.end] not in names
        and not _covered(piece, covered)
        and piece.cls not in _EXPLAINS_ITSELF
    ]
    return " ".join(left) or None


def _covered(piece: Piece, covered: Sequence[tuple[int, int]]) -> bool:
    return any(start <= piece.start and piece.end <= end for start, end in covered)
