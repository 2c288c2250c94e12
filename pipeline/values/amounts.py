"""The shapes of a printed value, as an ordered table over piece letters (see `figures.CUES`).

Besides the cues: N number, O ordinal, F fraction in words, % percent, £ currency, s sign, A arrow, P period, * note
mark, brackets, and w for any other word. The first shape that fits at a place wins.
"""

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal, NamedTuple, cast

from pipeline.values.figures import Piece
from pipeline.values.model import Status

Pieces = Sequence[Piece]
Direction = Literal["up", "down", "flat"]

PER_HUNDRED = 100  # percent
ONE_DECIMAL = Decimal("0.1")
LEAST_LEVEL = 50  # percent: a change in a quarter or a year is seldom as large, a share often
SMALL_COUNT = 10
""" "fewer than" this many or less, of things counted, is disclosure control; above it a bound."""


class Amount(NamedTuple):
    """A value before its unit is settled by the cell and its period is known."""

    rule: str
    start: int
    end: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    qualifier: str | None = None
    status: Status = "reported"
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rating: str | None = None
    direction: Direction | None = None
    signed: str = ""
    """ "+" or "-" where a sign was printed."""
    of: str = ""
    """Whose it is, where the cell says."""
    bracketed: bool = False
    """Stands in brackets after another value."""
    magnified: bool = False
    """Prints its own k or m, so that no heading's "£000" multiplies it again."""


# --- one figure -------------------------------------------------------------------------------------------------

_QUALIFIERS = {"l": "less_than", "m": "more_than", "e": "at_least", "x": "at_most", "E": "at_least", "X": "at_most"}


def _first(pieces: Pieces, classes: str) -> Piece | None:
    for piece in pieces:  # not an expression: it is asked for ten times a figure
        if piece.cls in classes:
            return piece
    return None


def _numbers(pieces: Pieces) -> list[Piece]:
    return [piece for piece in pieces if piece.cls in "NO"]


def plain(value: Decimal) -> Decimal:
    """2500 rather than 2500.0 after a multiplication; printed decimals are left as they are."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _scaled(pieces: Pieces) -> tuple[Decimal, str | None]:
    """The figure with sign and magnitude, and whether that rounds it: "2.5k" does, "£450k" is how money is written."""
    number = _numbers(pieces)[0].number
    magnitude, money = _first(pieces, "g"), _first(pieces, "£")
    if magnitude:
        number = plain(number * Decimal(magnitude.mark))
    if _sign(pieces) == "-":
        number = -number
    return number, "approximate" if magnitude and not money else None


def _sign(pieces: Pieces) -> str:
    sign = _first(pieces, "s")
    return "" if sign is None else "+" if "+" in sign.word else "-"


def _unit(pieces: Pieces) -> str | None:
    """The unit that stands with the figure: a sign, a word, a word in brackets; before it ("FTE 14.5") if not after."""
    if _first(pieces, "£"):
        return "gbp"
    number = next((at for at, piece in enumerate(pieces) if piece.cls in "NO"), 0)
    unit = _first(pieces[number:], "%U") or _first(pieces, "%U")
    if unit:
        return unit.mark
    return "count" if _first(pieces, "c") else None


def figure(pieces: Pieces, rule: str = "figure") -> Amount:
    """One figure with what stands before and after it.

    48% | 92.5 per cent | 346 days | £1.2m | 2.5k | 22.0 FTE | 3,711 cases | c.300 | >95% | at least 85% | 40+ |
    81%* | 94% G.
    """
    number, rounded = _scaled(pieces)
    amount = Amount(rule, pieces[0].start, pieces[-1].end, number, unit=_unit(pieces), qualifier=rounded)
    amount = amount._replace(signed=_sign(pieces), magnified=_first(pieces, "g") is not None)
    return marked(_bounded(amount, pieces), pieces)


def _bounded(amount: Amount, pieces: Pieces) -> Amount:
    bound = _first(pieces, "lmexEX")
    if _first(pieces, "a"):
        return amount._replace(qualifier="approximate")
    if bound is None or amount.value is None:
        return amount
    qualifier = _QUALIFIERS[bound.cls]
    if qualifier in ("less_than", "at_most"):
        return _upper(amount, bound, qualifier)
    return amount._replace(qualifier=qualifier, low=amount.value)


def _upper(amount: Amount, bound: Piece, qualifier: str) -> Amount:
    """fewer than 5, <6, ≤5, 5 or fewer: a small count held back, whose bounds are known; else an upper bound."""
    value = cast(Decimal, amount.value)
    held_back = qualifier == "less_than" or bound.word in ("≤", "<=", "=<", "⩽") or bound.cls == "X"
    if held_back and amount.unit in (None, "count") and 0 < value <= SMALL_COUNT and value == value.to_integral_value():
        high = value - 1 if qualifier == "less_than" else value
        return amount._replace(
            value=None, low=Decimal(0), high=high, unit="count", qualifier="suppressed", status="suppressed"
        )
    return amount._replace(qualifier=qualifier, high=value)


def marked(amount: Amount, pieces: Pieces) -> Amount:
    """What stands after a figure: (p), *, (Green), an arrow. A qualifier of the figure itself comes first."""
    rating, note, arrow = _first(pieces, "r"), _first(pieces, "*"), _first(pieces, "AY")
    status = _first(pieces, "v")
    qualifier = amount.qualifier
    if rating:
        amount = amount._replace(rating=rating.mark)
    if arrow:
        amount = amount._replace(direction=cast(Direction, arrow.mark))
    for found, said in (
        (status, status.mark if status else ""),
        (rating, f"rag_{rating.mark}" if rating else ""),
        (arrow, f"direction_{arrow.mark}" if arrow else ""),
        (note, "footnote"),
    ):
        if found and qualifier is None:
            qualifier = said
    return amount._replace(qualifier=qualifier)


# --- two figures ------------------------------------------------------------------------------------------------


def _percentage(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """A share in percent, to one decimal place where it does not come out whole."""
    if denominator == 0:
        return None
    share = numerator * 100 / denominator
    return plain(share) if share == share.to_integral_value() else share.quantize(ONE_DECIMAL, ROUND_HALF_UP)


def scaled_money(pieces: Pieces) -> Amount:
    """£000s 1,245 | 1,245 (£000) | £m 1.2: the mark beside the figure scales it."""
    scale = cast(Piece, _first(pieces, "$"))
    amount = figure([piece for piece in pieces if piece.cls not in "$():"], "scaled-money")
    value = plain(amount.value * Decimal(scale.mark)) if amount.value is not None else None
    return amount._replace(start=pieces[0].start, end=pieces[-1].end, value=value, unit="gbp")


def negative_money(pieces: Pieces) -> Amount:
    """£(0.4)m | £(1,245): accounts put the brackets inside the currency sign."""
    amount = figure([piece for piece in pieces if piece.cls not in "()"], "negative-money")
    return amount._replace(value=-cast(Decimal, amount.value), qualifier="negative")


def span(pieces: Pieces) -> Amount:
    """75-77% | 75% to 77% | between 40 and 45 | 40–45 days | £1.2m-£1.4m: both ends, never their mean."""
    numbers = _numbers(pieces)
    at = pieces.index(numbers[1])
    cut = next(index for index in range(at - 1, 0, -1) if pieces[index].cls in "t-&")
    low, high = _scaled(pieces[:cut])[0], _scaled(pieces[cut:])[0]
    if _first(pieces[cut:], "g") and not _first(pieces[:cut], "g"):
        low = plain(low * Decimal(cast(Piece, _first(pieces[cut:], "g")).mark))
    unit = _unit(pieces[cut:]) or _unit(pieces[:cut])
    low, high = min(low, high), max(low, high)
    return marked(Amount("range", pieces[0].start, pieces[-1].end, None, low, high, unit, "range"), pieces)


def counts_percent(pieces: Pieces) -> Amount:
    """The percentage, with its counts.

    12/15 (80%) | 80% 12/15 | 102 (85%) of 120 | 41 out of 104 (39.4%) | 6.5 per cent (19/291) | 83.3% (90/108).
    """
    sign = next(index for index, piece in enumerate(pieces) if piece.cls == "%")
    share = next(piece for piece in reversed(pieces[:sign]) if piece.cls == "N")
    numerator, denominator = (piece.number for piece in _numbers(pieces) if piece is not share)
    amount = Amount(
        "with-counts", pieces[0].start, pieces[-1].end, share.number, unit="percent", qualifier="with_counts"
    )
    return marked(amount._replace(numerator=numerator, denominator=denominator), pieces)


def percent_base(pieces: Pieces) -> Amount:
    """98% (n=45): n is usually the number asked."""
    share, base = _numbers(pieces)
    amount = Amount("with-base", pieces[0].start, pieces[-1].end, share.number, unit="percent", qualifier="with_base")
    return marked(amount._replace(denominator=base.number), pieces)


def percent_count(pieces: Pieces) -> Amount:
    """82% (3,045) | 9.8% (12 children): the bracket is how many the percentage is."""
    share, count = _numbers(pieces)
    amount = Amount(
        "with-count", pieces[0].start, pieces[-1].end, share.number, unit="percent", qualifier="with_counts"
    )
    return marked(amount._replace(numerator=count.number), pieces)


def count_of_total(pieces: Pieces) -> Amount:
    """2068 up to 23/11/2020 of a total 3812 received | 5 (of 12): a count, with the total it is of."""
    count, total = (piece.number for piece in _numbers(pieces))
    amount = Amount("count-of-total", pieces[0].start, pieces[-1].end, count, unit="count", qualifier="with_counts")
    return amount._replace(numerator=count, denominator=total)


def fraction(pieces: Pieces) -> Amount:
    """1 in 4 | 15 out of 20 | 12/15 | nine out of ten | one in five: the percentage it comes to."""
    numerator, denominator = (piece.number for piece in _numbers(pieces))
    value = _percentage(numerator, denominator)
    spelt = all(piece.mark == "spelt" for piece in _numbers(pieces))
    amount = Amount("fraction", pieces[0].start, pieces[-1].end, value, unit="percent")
    amount = _bounded(amount._replace(numerator=numerator, denominator=denominator), pieces)
    return marked(_or_qualified(amount, "fraction_words" if spelt else "fraction"), pieces)


def _or_qualified(amount: Amount, qualifier: str) -> Amount:
    return amount if amount.qualifier else amount._replace(qualifier=qualifier)


def fraction_words(pieces: Pieces) -> Amount:
    """two thirds | three quarters | a third | half | ½ | over half: to one decimal place."""
    part = cast(Piece, _first(pieces, "F"))
    value = _percentage(part.number, part.second)
    amount = Amount("fraction-words", pieces[0].start, pieces[-1].end, value, unit="percent")
    amount = _bounded(amount._replace(numerator=part.number, denominator=part.second), pieces)
    return marked(_or_qualified(amount, "fraction_words"), pieces)


def one_to_n(pieces: Pieces) -> Amount:
    """1:15 | 12:1: a supervisor's or a caseload ratio; the side that is not one is the value."""
    left, right = (piece.number for piece in _numbers(pieces))
    if left == 1:
        return Amount("ratio", pieces[0].start, pieces[-1].end, right, unit="ratio", qualifier="one_to_n")
    if right == 1:
        return Amount("ratio", pieces[0].start, pieces[-1].end, left, unit="ratio", qualifier="n_to_one")
    value = _percentage(left, right * 100)
    amount = Amount("ratio", pieces[0].start, pieces[-1].end, value, unit="ratio", qualifier="ratio")
    return amount._replace(numerator=left, denominator=right)


def rank(pieces: Pieces) -> Amount:
    """109=/152 | 109= | joint 5th | 12th of 152 | 12th out of 152 | rank 5: a place, with how many were ranked."""
    place, *of = (piece.number for piece in _numbers(pieces))
    tied = "tied" if any(piece.word in ("=", "joint") for piece in pieces) else None
    amount = Amount("rank", pieces[0].start, pieces[-1].end, place, unit="rank", qualifier=tied)
    return marked(amount._replace(denominator=of[0] if of else None), pieces)


def duration(pieces: Pieces) -> Amount:
    """2y 3m | 1 year 6 months | 3 weeks 2 days | 2h 30m: in the smaller unit."""
    first, second = (piece.number for piece in _numbers(pieces))
    larger, smaller = (piece for piece in pieces if piece.cls in "Ug")
    per, unit = _IN_SMALLER[larger.mark, smaller.word[:1]]
    return Amount("duration", pieces[0].start, pieces[-1].end, plain(first * per + second), unit=unit)


_IN_SMALLER = {
    ("years", "m"): (12, "months"),
    ("years", "w"): (52, "weeks"),
    ("weeks", "d"): (7, "days"),
    ("days", "h"): (24, "hours"),
    ("hours", "m"): (60, "minutes"),
}
"""How many of the smaller unit, which its first letter tells, the larger one has."""


def margin(pieces: Pieces) -> Amount:
    """85% ± 3 | 85% (±3) | 85% +/- 2.5%: the figure, and the bounds that its margin sets."""
    cut = next(at for at, piece in enumerate(pieces) if piece.cls == "M")
    amount, width = figure([p for p in pieces[:cut] if p.cls != "("]), _numbers(pieces[cut:])[0].number
    if amount.value is None:
        return amount
    return amount._replace(
        rule="margin",
        start=pieces[0].start,
        end=pieces[-1].end,
        low=amount.value - width,
        high=amount.value + width,
        qualifier="margin",
    )


def within_margin(pieces: Pieces) -> Amount:
    """±3 alone: by how much something may differ."""
    return figure(pieces[1:])._replace(start=pieces[0].start, qualifier="approximate")


def level(pieces: Pieces) -> Amount | None:
    """82% up: a share and where it is heading; "12% up" is by how much it rose."""
    amount = figure(pieces[:-1])
    if amount.value is None or amount.value < LEAST_LEVEL:
        return change(pieces)
    way = cast(Direction, pieces[-1].mark) if pieces[-1].mark in ("up", "down") else None
    qualifier = f"direction_{way}" if way else None
    return amount._replace(rule="level", end=pieces[-1].end, direction=way, qualifier=qualifier)


def quartile(pieces: Pieces) -> Amount:
    """3rd quartile | quartile 2 | top quartile: a band, not a figure."""
    return Amount("quartile", pieces[0].start, pieces[-1].end, qualifier="quartile", status="rating")


def base(pieces: Pieces) -> Amount:
    """n=34 alone: how many were asked."""
    return Amount("base", pieces[0].start, pieces[-1].end, _numbers(pieces)[0].number, unit="count", qualifier="base")


# --- changes and rates ------------------------------------------------------------------------------------------


def change(pieces: Pieces) -> Amount:
    """up 3% | fell by 4.2ppts | decreased by 13 | 11.9 per cent reduction | 5% increase: signed."""
    amount = figure(pieces)
    direction = _first(pieces, "ud")
    value = _scaled(pieces)[0]
    if direction and direction.cls == "d":
        value = -abs(value)
    unit = "percent_change" if amount.unit == "percent" else amount.unit
    return amount._replace(
        rule="change",
        value=value,
        unit=unit or "count",
        qualifier="change",
        status="reported",
        low=None,
        high=None,
        direction=cast(Direction, direction.mark) if direction and direction.mark in ("up", "down") else None,
    )


def points(pieces: Pieces) -> Amount:
    """3.1pp | +3.1 ppts | -2 percentage points: always a change."""
    return figure(pieces, "points")._replace(qualifier="change")


def arrow_figure(pieces: Pieces) -> Amount:
    """▼2% | ↑ 3% | ↓13: an arrow before a figure gives it its sign."""
    arrow = cast(Piece, _first(pieces, "AY"))
    amount = figure(pieces[1:])
    if amount.value is None or arrow.mark == "flat":
        return amount._replace(start=pieces[0].start, direction=cast(Direction, arrow.mark))
    value = -abs(amount.value) if arrow.mark == "down" else amount.value
    qualifier = "decrease" if arrow.mark == "down" else "increase"
    return amount._replace(
        rule="arrow", start=pieces[0].start, value=value, qualifier=qualifier, direction=cast(Direction, arrow.mark)
    )


def earlier(pieces: Pieces) -> Amount:
    """rose from 75% to 77% | 75% increased to 77% | 75% → 77%: the first is the earlier one, not an end of a range."""
    return figure([piece for piece in pieces if piece.cls not in "udhYt"], "from")._replace(qualifier="comparator")


_RATES = {
    "1000": "rate_per_1000",
    "10000": "rate_per_10000",
    "100000": "rate_per_100000",
    "1000000": "rate_per_1000000",
}
_PERIODS_OF_PAY = {"days": "day", "weeks": "week", "months": "month", "years": "year", "hours": "hour"}


def rate(pieces: Pieces) -> Amount:
    """48.2 per 10,000 | 375.5 per 10k | 1.2/100k | 548 per 10,000 pop | £52.30 per week | £1,200 per child |
    17 per worker.
    """
    at = next(index for index, piece in enumerate(pieces) if piece.cls in "p/")
    amount = figure(pieces[:at])
    return amount._replace(rule="rate", end=pieces[-1].end, unit=_rate_unit(amount.unit, pieces[at + 1 :]))


def _rate_unit(unit: str | None, per: Pieces) -> str | None:
    of = _first(per, "N")
    if of:
        magnitude = _first(per, "g")
        base = of.number * Decimal(magnitude.mark) if magnitude else of.number
        return _RATES.get(str(plain(base)), "rate")
    each = _first(per, "Uc")
    if unit == "gbp":
        period = _PERIODS_OF_PAY.get(each.mark, "") if each else ""
        return f"gbp_per_{period or (each.word.replace(' ', '_') if each else 'unit')}"
    if each and unit in (None, "count") and ("worker" in each.word or each.mark == "fte"):
        return "cases_per_worker"
    return unit


def per_week(pieces: Pieces) -> Amount:
    """£650 a week | £650/week | £650 pw."""
    amount = figure([piece for piece in pieces if piece.cls not in "UW/"])
    unit = cast(Piece, _first(pieces, "UW"))
    return amount._replace(end=pieces[-1].end, unit=f"gbp_per_{_PERIODS_OF_PAY.get(unit.mark, unit.mark)}")


def nothing(pieces: Pieces) -> Amount:
    """no children | nil cases | zero referrals: a true zero."""
    return Amount("zero", pieces[0].start, pieces[-1].end, Decimal(0), unit="count")


def threshold(_pieces: Pieces) -> Amount | None:
    """within 24 hours, after a value: part of what is measured, not a value."""
    return None


def rated_figure(pieces: Pieces) -> Amount:
    """Green 85% | Red: 45 | Amber (72%): the colour first."""
    amount = figure([piece for piece in pieces if piece.cls not in "():-"], "rated-figure")
    return amount._replace(start=pieces[0].start, end=pieces[-1].end)


def rating(pieces: Pieces) -> Amount:
    """Amber | Green ↑ | RAG: Red, beside other words."""
    colour = cast(Piece, _first(pieces, "r"))
    amount = Amount("rating", pieces[0].start, pieces[-1].end, qualifier=f"rag_{colour.mark}", status="rating")
    arrow = _first(pieces, "AY")
    return amount._replace(rating=colour.mark, direction=cast(Direction, arrow.mark) if arrow else None)


def arrow(pieces: Pieces) -> Amount:
    """↑ alone between other marks."""
    mark = cast(Direction, pieces[0].mark)
    amount = Amount("arrow", pieces[0].start, pieces[-1].end, qualifier=f"direction_{mark}", status="direction_only")
    return amount._replace(direction=mark)


# --- the table --------------------------------------------------------------------------------------------------

_Q = "[almex]{0,3}"
_FIGURE = rf"(?:[U%]:?|\([U%]\):?)?{_Q}s?(?:£s?)?{_Q}Ng?(?:E?[%U]|c+)?"
_SIDE = f"{_Q}s?£?Ng?(?:[%U]|c+)?"
_IN_BRACKETS = r"\((?:[%vUcr*AYa]{1,3}|r\*?)\)"
_TAIL = rf"(?:{_IN_BRACKETS}|[*EXvrAY]|[-,:]r(?!.)|,?v(?![a-z])|a(?!.)){{0,4}}"
_TIME_AFTER = "(?<=[%UNc)*])"


class Shape(NamedTuple):
    """A rule: its name, what it looks like in piece letters, and what it builds."""

    name: str
    pattern: str
    build: Callable[[Pieces], Amount | None]


SHAPES: tuple[Shape, ...] = (
    Shape("level", r"(?<!.)N%[ud](?!.)", level),
    Shape("margin", rf"{_FIGURE}\(?M{_FIGURE}\)?", margin),
    Shape("margin", f"M{_FIGURE}", within_margin),
    Shape("rank", r"N/N\(k\)", rank),
    Shape("quartile", r"[ON]q(?:\([^()]{0,3}\))?|q[NOr]", quartile),
    Shape("with-counts", rf"{_Q}N[/oi]Nc*\({_Q}N%\)", counts_percent),
    Shape("with-counts", rf"{_Q}N%\({_Q}n?N[/o]Nc*\)", counts_percent),
    Shape("with-counts", rf"{_Q}N[/oi]Nc*[,:=-]?N%|{_Q}N%[,:=-]?N[/o]Nc*(?![%/])", counts_percent),
    Shape("with-counts", rf"{_Q}Nc*\(N%\)oNc*", counts_percent),
    Shape("with-base", rf"{_Q}N%[,:]?\(?n[:/]?N\)?|{_Q}N%\(oN\)", percent_base),
    Shape("with-count", rf"{_Q}N%[*]*\(Nc*\)(?!%)", percent_count),
    Shape("count-of-total", r"Nc*PoNc*|Nc*\(oNc*\)", count_of_total),
    Shape("rank", "k{1,2}:?[NO]=?(?:[o/i]N)?|[NO]=(?!.)|[NO]=[/o]N|O[o/]N|=N[/o]N|Ok|(?<!.)O(?!.)", rank),
    Shape("ratio", "N:N(?!:)", one_to_n),
    Shape("fraction", f"(?<!N/){_Q}N[io/]N(?![%gU]|/N)c*", fraction),
    Shape("fraction-words", f"{_Q}F(?:oc*)?", fraction_words),
    Shape("duration", "NU[&,]?N[Ug]", duration),
    Shape("rate", f"{_FIGURE}pNg?c*|£N(?:g)?p[Uc]+|{_FIGURE}p[Uc]+", rate),
    Shape("rate", r"N/Ng(?!\w)", rate),
    Shape("rate", "£Ng?(?:/?U|W)", per_week),
    Shape("scaled-money", rf"\(?\$\)?:?{_Q}s?N|{_Q}s?N\(?\$\)?", scaled_money),
    Shape("negative-money", r"£\(Ng?\)g?", negative_money),
    Shape("threshold", f"{_TIME_AFTER}H[lmexao]*N[U]", threshold),
    Shape("with-base", rf"{_Q}N%oNc*", percent_base),
    Shape("range", rf"(?<![ud])(?:b?{_SIDE}[t-]{_SIDE}|b{_SIDE}&{_SIDE})", span),
    Shape("from", f"h?[ud]b{_FIGURE}(?=t)|{_FIGURE}(?:[ud]t|Y)(?={_FIGURE})", earlier),
    Shape(
        "change", f"h{{0,2}}[ud]h{{0,2}}{_FIGURE}|s?N(?:[%U]|c+)?h{{0,2}}[ud](?![bt]|h{{0,2}}s?N)|h{_FIGURE}", change
    ),
    Shape("arrow-figure", f"[AY]{_FIGURE}", arrow_figure),
    Shape("base", "n:?N", base),
    Shape("figure", _FIGURE, figure),
    Shape("zero", "z[w]{0,2}c+", nothing),
    Shape("rated-figure", rf"r[:-]?\({_FIGURE}\)|r[:-]?{_FIGURE}", rated_figure),
    Shape("rating", "[AY]?r[AY]?", rating),
    Shape("arrow", "[AY]", arrow),
)
"""In order."""


@cache
def grammar() -> re.Pattern[str]:
    """All shapes in order; the named group says which, the marks after it belong to the figure."""
    shapes = "|".join(f"(?P<s{index}>{shape.pattern})" for index, shape in enumerate(SHAPES))
    return re.compile(f"(?:{shapes}){_TAIL}")


class Match(NamedTuple):
    """An amount found, or a figure explained away, and which pieces it took."""

    amount: Amount | None
    first: int
    last: int
    """`[first, last)` of the pieces that have a class."""


_BESIDE_A_LETTER = frozenset("rAYP()/,:-=*v")
"""Where nothing else stands in the cell, a capital R, A or G is a colour: "G ↑", "A (Q3)"."""


@cache
def _rated() -> re.Pattern[str]:
    """A colour and a figure, and nothing else: "G 94%", but not "A 12% increase"."""
    return re.compile(rf"r[:-]?{_FIGURE}")


def matches(seen: Pieces) -> list[Match]:
    """All amounts in order."""
    classes = "".join([piece.cls for piece in seen])
    lettered = set(classes) <= _BESIDE_A_LETTER or _rated().fullmatch(classes) is not None
    found: list[Match] = []
    for match in grammar().finditer(classes):
        shape = SHAPES[int((match.lastgroup or "s0")[1:])]
        found += _built(shape, seen[match.start() : match.end()], match.start(), lettered)
    return found


def _rate_of(part: Pieces) -> str | None:
    """48.2/10,000 is a rate, no fraction."""
    by_slash = any(piece.cls == "/" for piece in part)
    return _RATES.get(str(_numbers(part)[-1].number)) if by_slash else None


def _built(shape: Shape, part: Pieces, first: int, lettered: bool) -> list[Match]:
    if shape.name == "fraction" and _rate_of(part):
        rated = figure(_numbers(part)[:1], "rate")._replace(unit=_rate_of(part), end=part[-1].end)
        return [Match(rated, first, first + len(part))]
    if shape.name == "fraction" and _improper(part):
        return [Match(figure([piece]), first + at, first + at + 1) for at, piece in enumerate(part) if piece.cls == "N"]
    if shape.name == "range" and _of_two_kinds(part):
        cut = next(at for at, piece in enumerate(part) if piece.cls in "t-&")
        return [
            Match(figure(part[:cut]), first, first + cut),
            Match(figure(part[cut + 1 :]), first + cut + 1, first + len(part)),
        ]
    if shape.name == "duration" and not _is_one_length(part):
        cut = next(at for at, piece in enumerate(part) if at and piece.cls == "N")
        return [
            Match(figure(part[:cut]), first, first + cut),
            Match(figure(part[cut:]), first + cut, first + len(part)),
        ]
    if shape.name in ("rating", "rated-figure") and part[0].word == "\0" and not lettered:
        return [Match(figure(part[1:]), first + 1, first + len(part))] if len(part) > 1 and _numbers(part) else []
    amount = points(part) if _is_points(shape, part) else shape.build(part)
    return [Match(amount._replace(end=part[-1].end) if amount else None, first, first + len(part))]


def _improper(part: Pieces) -> bool:
    """12 in 3 schools: no share of anything."""
    numerator, denominator = (piece.number for piece in _numbers(part))
    return numerator > denominator or denominator == 0


def _of_two_kinds(part: Pieces) -> bool:
    """85% - 265 children, 618 - 82%: the dash stands between two figures, not inside a range."""
    first, *_ = _numbers(part)
    if part[-1].cls == "%" and not any(piece.cls == "%" for piece in part[:-1]) and first.number > PER_HUNDRED:
        return True
    units = {"count" if piece.cls == "c" else piece.mark for piece in part if piece.cls in "%Uc"}
    return len(units) > 1


def _is_one_length(part: Pieces) -> bool:
    larger, smaller = (piece for piece in part if piece.cls in "Ug")
    is_time = smaller.word == "m" or smaller.mark in ("months", "weeks", "days", "hours", "minutes")
    return is_time and (larger.mark, smaller.word[:1]) in _IN_SMALLER


def _is_points(shape: Shape, part: Pieces) -> bool:
    return shape.name == "figure" and any(piece.mark == "percentage_points" for piece in part)
