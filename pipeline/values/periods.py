"""The grammar of periods: an ordered table of shapes over token letters, and the two ways to ask for them.

The letters are those of `tokens.CUES` and of the points: D date, M month with year, Q quarter with year, H half with
year, I academic year, Y split year, y year, P several years, a two short numbers with a dash; without a year d day,
m month, q quarter, h half; s season or term, t half term, p period number, k nth week, 4 week number, L length,
j length in days or weeks, # figure, o any other word. The first rule that fits at a place wins; its builder shows
the printed shapes.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.values import relative, returns, spans, years
from pipeline.values.figures import counts_something
from pipeline.values.merges import merged
from pipeline.values.model import Period
from pipeline.values.notations import leading, lookup, stands_for_a_figure
from pipeline.values.points import Reach, reach, undated, years_of_pair
from pipeline.values.tokens import Token, cut

Anchor = date | None
Builder = Callable[[Sequence[Token], Anchor], Reach]

_ANY = "[DMQHIYyPadmqh]"
_DAYS = "[DMdm]"
_YEAR = "[YyIa]"
_RANGE = f"B?F?X?{_DAYS}(?:T|&|-|u|/)A?X?{_DAYS}"

MOST_KEPT = 4096  # texts; cells and headings are asked for several times
MOST_CUT = 256  # texts kept as tokens: one is often asked for as a whole, as a cell and as prose, one after the other


def number_of_year(tokens: Sequence[Token], anchor: Anchor) -> Reach:
    """Period 9 2021/22 | P9 21/22 | M6 23/24: a month of the financial year, often cumulative."""
    number = next(token for token in tokens if token.cls == "p").number
    year = next((token for token in tokens if token.cls in "Yya"), None)
    start = year.number if year else years.financial_start(anchor) if anchor else None
    if start is None:
        return Reach("month", None, None)
    month = years.months_on(date(start, 4, 1), number - 1)
    return reach("month", month, Reach("year_to_date", date(start, 4, 1), month[1]))


def reporting_year(tokens: Sequence[Token], _anchor: Anchor) -> Reach:
    """2024 (Reporting year): the year ending on 31 March 2024; reporting year 2023/24."""
    year = next(token for token in tokens if token.cls in "Yya")
    if year.cls != "y":
        return reach("financial_year", years.financial_year(year.number))
    days = years.financial_year(year.number - 1)
    return reach("financial_year", days, reach("calendar_year", years.calendar_year(year.number)))


def last_quarter_of(tokens: Sequence[Token], _anchor: Anchor) -> Reach:
    """last quarter of 2021/22 | final quarter 2020-21."""
    year = next(token for token in tokens if token.cls in "Yya")
    return reach("quarter", years.quarters(year.number, 4, 4))


def month_of_split_year(tokens: Sequence[Token], _anchor: Anchor) -> Reach:
    """2024/25 November."""
    year, month = tokens[0], tokens[-1]
    return reach("month", years.month(years.in_financial_year(year.number, month.number), month.number))


def week_of_year(_tokens: Sequence[Token], _anchor: Anchor) -> Reach:
    """Week 12 | wk 12 23/24: which day the first week began is not said."""
    return undated("week")


class Rule(NamedTuple):
    """A shape over token letters, what builds its reading, and where it may be looked for."""

    name: str
    shape: str
    build: Builder
    where: str = "whole cell prose"


RULES: tuple[Rule, ...] = (
    Rule("week-ending", "A?WA?[Dd]", spans.week_ending),
    Rule("week-starting", "A?w[Dd]", spans.week_starting),
    Rule("week-of-month", "A?X?kM", spans.week_of_month),
    Rule("bases", "Y(?:[qfdE][,|]*){2,}", spans.bases, "whole"),
    Rule("ages", "J", relative.ages, "whole"),
    Rule("week-number", "4[-,]?f?[Yya]?|[Yya][-,]?4", week_of_year, "whole cell"),
    Rule("days-of-month", "A?F?i", spans.days_of_month),
    Rule("restated", f"(?:[QHqhI]q?|E|r|[Yy]N?)[-,:]?{_RANGE}[Yy]?", spans.restated),
    Rule("to-date", f"Z[TuA]{{0,3}}{_RANGE}|{_RANGE}Z|[qm][ZK]{_YEAR}", spans.to_date),
    Rule("to-date", f"(?:f?{_YEAR}|[mqM])T?-?Z(?:[Tu]?A?X?[mMDqQ])?|[QMD]Z|{_YEAR}[-,]?KT?X?[mMDqQ]", spans.to_date),
    Rule(
        "to-date", f"Z[TuA-]{{0,3}}X?(?:{_YEAR}[-,]?[TuA]{{0,3}}X?[mMDqQ]|{_ANY})|KT?A?X?{_ANY}|{_ANY}K", spans.to_date
    ),
    Rule("to-date", f"{_YEAR}[Tu]X?A?[mq]", spans.to_date),
    Rule("rolling", f"(?:RL?|LR)v?[TuAGFB]?(?:{_RANGE}|{_YEAR}[T-]{_YEAR})", spans.average_or_rolling),
    Rule("rolling", "L?RL?v?[-,]?[TuAGU]{0,3}X?A?[DMQmqYy]|[DMQ][-,]?[GU]?RL?", spans.rolling),
    Rule("years-listed", "v{1,2}o?Y(?:,?&?Y){1,3}", spans.years_listed),
    Rule("average", "[FB]?[MDmYyI](?:T|-|&|/)[MDYyI][-,]?[L1Rl]{0,3}v{1,3}", spans.average),
    Rule(
        "average",
        "[Ll1R]{0,3}v{1,3}[LlR]{0,2}[-,TFBuAGo]{0,3}X?(?:[MDmYyI](?:T|-|&|/)[MDYyI]|[PaYyMD])(?!v)",
        spans.average,
    ),
    Rule("average", "[Pa][-,]?[L1Rl]{0,3}v{1,3}|LP|PL", spans.average),
    Rule("length-to", "[Rl]?L(?:[TuAG]{0,3}X?A?[DMyQ]|[TuAG]{1,3}X?A?Y)|[Rl]?L[TuG]{1,2}X?[md]", spans.length_to),
    Rule("quarter-ending", "g[TA]?X?[DMdmy]", spans.quarter_ending),
    Rule("half-ending", "e[TA]?X?[DMdmy]", spans.half_ending),
    Rule("performance-year-to", "V[TA]?X?[DMdm]", spans.year_to),
    Rule("year-to", "U[TA]?X?[DMdm]", spans.year_to),
    Rule("year-ending", "[fNr]?[GU][TA-]{0,3}X?[DMyYadmQ]|E[T-]?A?X?[DM]", spans.year_ending),
    Rule("month-census", "[ms]C{1,4}[yY]", returns.month_census),
    Rule("census", "C{1,4}[-,AX]{0,3}(?:f?[YyIa]|[DMQ])|[YyIaDM][-,]?C{1,4}", returns.census),
    Rule("exam", "sx{1,3}[yYIa]|[ms]?x{1,3}[-,]?[yYIa]|[yYI]x{1,3}", returns.exam),
    Rule("since", "F?[DMQHIYy]-?3", spans.since),
    Rule("since", "S[ol]{0,4}A?X?[DMQHIYyadmqhs]|[DMQHIYy]O", spans.since),
    Rule("between", "B?F?A?X?[DMQHIYymdqa](?:T|&|-|u)A?X?[DMQHIY]", spans.between),
    Rule("between", "B?F?y(?:T|&|-|u)y|(?:[mM]/)?[mM]/M|Q&Q", spans.between),
    Rule("from-several", "[FB]P", spans.programme),
    Rule("from", "F[DMQHIYyd](?!T)", spans.since),
    Rule("first-months", "1L[-,]?f?[Yya]", spans.first_months),
    Rule("first-months", "L[-,]?f?Y|Y[-,]?L", spans.first_months, "whole"),
    Rule("last-quarter-of", "[lz]bf?[Yya]", last_quarter_of),
    Rule("end-of", "[qh]X-?f?[Yya]", spans.end_of_part),
    Rule("end-of", "A?X-?A?[MQHIYyD]|A?X-?[mqhd]", spans.end_of),
    Rule("as-at", "A[MQHYD]|A[mqhd]", spans.as_at),
    Rule("year-end", f"E[-,]?f?{_YEAR}|f?{_YEAR}[-,]?E", spans.year_end),
    Rule("month-ending", "A?X?2[TA]?X?[DMdm]", spans.month_ending),
    Rule("up-to", f"uA?X?{_ANY}", spans.up_to),
    Rule("up-to", f"TA?X?{_ANY}", spans.up_to, "whole"),
    Rule("half-year", f"6[-,]?f?{_YEAR}|f?{_YEAR}[-,]?6", spans.half_of),
    Rule("reporting-year", "r[Yya]|[Yya][-,]?r", reporting_year),
    Rule("term-span", "s[/&-]sN?[yYI]|[YI]s[/&-]s", returns.term_span),
    Rule("term", "s[-,]?N?[yYI]|[YI][-,]?s|ys(?![yY])", returns.term),
    Rule("half-term", "t[-,]?N?[yYIa]|[yYI][-,]?t", returns.half_term),
    Rule("period-number", "p[-,]?f?[Yya]|[Yya][-,]?p", number_of_year),
    Rule("month-of-year", "Y[-,]?m", month_of_split_year),
    Rule("last-quarter", "lb", relative.quarter_before),
    Rule("relative-length", "l[Lj]", relative.length_before),
    Rule("next-length", "n[Lj]", relative.length_after),
    Rule("date", "D", spans.nothing_but),
    Rule("quarter", "Q", spans.nothing_but),
    Rule("half-year", "H", spans.nothing_but),
    Rule("month", "M", spans.nothing_but),
    Rule("academic-year", "I", spans.nothing_but),
    Rule("split-year", "Y", spans.nothing_but),
    Rule("several-years", "P", spans.nothing_but),
    Rule("year", "y", spans.nothing_but),
    Rule("named", "[@3]", relative.named),
    Rule("to-date", "Z", spans.to_date),
    Rule("since-event", "S[ol]{1,4}", spans.since_event, "whole"),
    Rule("rolling", "RL?|LR", spans.rolling, "whole cell"),
    Rule("average-without-years", "Lv{1,3}", spans.average, "whole cell"),
    Rule("to-date", "K", spans.to_date, "cell"),
    Rule("short-pair-after-value", "(?<=[#Lj])a", spans.pair_of_years, "cell"),
    Rule("between-months", "[mdq](?:T|&|-|u)[mdq]", spans.between, "whole cell"),
    Rule("day-without-year", "d", spans.nothing_but, "whole cell"),
    Rule("quarter-without-year", "q", spans.nothing_but, "whole cell"),
    Rule("half-without-year", "h", spans.nothing_but, "whole cell"),
    Rule("month-without-year", "m", spans.nothing_but, "whole cell"),
    Rule("half-term-without-year", "t", returns.half_term, "whole cell"),
    Rule("period-number-without-year", "p", number_of_year, "whole"),
    Rule("latest", "l", relative.latest, "whole"),
    Rule("term-without-year", "s", returns.term, "whole"),
    Rule("short-pair", "a", spans.nothing_but, "whole"),
    Rule("length", "[Lj]", relative.not_a_period, "whole"),
)
"""In order. `where`: "whole" a heading or notation on its own, "cell" a table cell, "prose" a longer text."""


@cache
def _grammar(where: str) -> re.Pattern[str]:
    shapes = (f"(?P<r{index}>{rule.shape})" for index, rule in enumerate(RULES) if where in rule.where.split())
    return re.compile("|".join(shapes))


_PROVISIONAL = frozenset({"provisional", "revised"})
_QUIET = frozenset({"today", "current", "vague", "covid", "lockdown", "since_then"})
"""Named times that prose uses without meaning a reporting period."""


class Cut(NamedTuple):
    """A text as tokens: all, and those that rules see."""

    text: str
    all: list[Token]
    ends: list[int]
    """Where each token of `all` ends."""
    seen: list[Token]

    @property
    def classes(self) -> str:
        """The letters that rules are matched against."""
        return "".join([token.cls for token in self.seen])


def _near(cut_text: Cut, start: int, end: int) -> Iterator[Token]:
    """The tokens that touch the characters `[start, end)`."""
    for index in range(bisect_left(cut_text.ends, start), len(cut_text.all)):
        token = cut_text.all[index]
        if token.start > end:
            return
        yield token


@lru_cache(MOST_CUT)
def _cut(text: str) -> Cut:
    tokens = cut(text)
    return Cut(text, tokens, [token.end for token in tokens], merged(tokens))


def _matches(cut_text: Cut, where: str, anchor: Anchor) -> Iterator[Period]:
    for match in _grammar(where).finditer(cut_text.classes):
        rule = RULES[int((match.lastgroup or "r0")[1:])]
        part = cut_text.seen[match.start() : match.end()]
        yield _period(cut_text, part, rule, anchor)


def _period(cut_text: Cut, part: Sequence[Token], rule: Rule, anchor: Anchor) -> Period:
    start, end = _bracketed(cut_text, part[0].start, part[-1].end)
    found = _adjusted(rule.build(part, anchor), part, cut_text)
    basis = None if rule.name == "bases" else _basis(cut_text, start, end)  # of several none is said to be its own
    return _tied(found, cut_text.text[start:end], (start, end), rule.name, basis)


def _bracketed(cut_text: Cut, start: int, end: int) -> tuple[int, int]:
    """With the other bracket, where a period has one of a pair: "2019/20 Q1 (Apr-Jun)", "(Dec-Feb) 2022/23"."""
    printed = cut_text.text[start:end]
    missing = printed.count("(") - printed.count(")")
    if missing > 0:
        rest = (token for token in _near(cut_text, end, end + _REACH_OF_BRACKET) if token.start >= end)
        closing = next((token for token in rest if token.cls or token.word == ")"), None)
        return start, closing.end if closing and closing.word == ")" else end
    before = cut_text.text[:start].rstrip()
    return (len(before) - 1, end) if missing < 0 and before.endswith("(") else (start, end)


_REACH_OF_BRACKET = 24
"""Characters: a word or two may follow before the bracket closes ("31 Mar snapshot)")."""


def _tied(found: Reach, text: str, at: tuple[int, int], rule: str, basis: str | None) -> Period:
    others = tuple(Period(text, other.kind, other.start, other.end, (), at, None, rule) for other in found.others)
    return Period(text, found.kind, found.start, found.end, others, at, basis, rule)


def _adjusted(found: Reach, part: Sequence[Token], cut_text: Cut) -> Reach:
    """2018 (Rev), 2025 (prov): a bare year marked like a DfE release is the year ending in it.

    March 2021 (provisional): the month, else the snapshot at its end.
    """
    if len(part) != 1 or part[0].cls not in "yM":
        return found
    if not any(token.mark in _PROVISIONAL for token in _near(cut_text, part[0].end, part[0].end + 3)):
        return found
    if part[0].cls == "M":
        return Reach(*found[:3], (*found.others, Reach("snapshot_date", found.end, found.end)))
    if found.kind != "calendar_year" or len(found.others) < 2:
        return found
    financial, academic, *_ = found.others
    return Reach(*financial[:3], (academic, Reach(*found[:3])))


def _basis(cut_text: Cut, start: int, end: int) -> str | None:
    """The basis that a word inside the period or directly beside it states."""
    for token in _near(cut_text, start - 2, end + 3):
        if token.mark and token.cls in _BASIS_CLASSES:
            return "census" if token.cls == "C" else _BASES.get(token.mark)
    return None


_LAWS = frozenset({"act", "acts", "regulations", "order", "bill", "rules"})

_BASIS_CLASSES = ("", "C", "E", "G", "X", "A", "Z", "K", "R", "v", "V")
_BASES = {
    name: name
    for name in [
        "provisional",
        "revised",
        "final",
        "unvalidated",
        "target",
        "forecast",
        "baseline",
        "snapshot",
        "actual",
        "benchmark",
        "year-end",
        "outturn",
        "year-to-date",
        "rolling",
        "average",
    ]
}

_IN_BRACKETS = re.compile(r"\s*\([^()]{4,12}\)\s*")
_NOTE = re.compile(r"[(\[]\w[)\]]")
"""A footnote mark: "2019/20 (1)"."""
_LONGEST_NOTATION = 300
"""Characters."""
_LEFTOVER_WORDS = 4
"""A notation on its own may carry a few more words ("NEET (Nov-Jan) 2015/16"); a sentence is not a period."""


def read_period(text: str, anchor: date | None = None) -> Period | None:
    """The period that a heading or notation as a whole names; None where it is a value, a sentence or several periods.

    `anchor` is the document's or data's date, for words that count from it ("this quarter", "YTD", "Q2"). A period
    that says another again in brackets ("2019/20 (Q4 19/20)") stands among the alternatives. "0% since Q3 19/20" is
    value and period in one phrase and read as the period; other values beside a period make the text a cell, no period.
    """
    if not text.strip() or len(text) > _LONGEST_NOTATION or stands_for_a_figure(text):
        return None
    cut_text = _cut(text)
    if _IN_BRACKETS.fullmatch(text) and (years_in_brackets := bracketed_years(text, (0, len(text)))):
        return years_in_brackets
    found = list(_matches(cut_text, "whole", anchor))
    if not found or not _only_periods(cut_text, found):
        return None
    found = _without_lengths(found)
    first = found[0]
    if any(not _overlap(first, other) for other in found[1:]):
        return None
    restated = tuple(replace(other, alternatives=(), at=first.at) for other in found[1:] if other.start)
    return replace(first, alternatives=first.alternatives + restated)


def _without_lengths(found: list[Period]) -> list[Period]:
    """A length or bare quarter beside a dated period adds nothing to it."""
    dated = [period for period in found if (period.start or period.end) and period.rule not in _WEAK]
    return dated or found


_WEAK = frozenset({"named", "latest", "length"})


def _overlap(one: Period, other: Period) -> bool:
    start = max(one.start or date.min, other.start or date.min)
    return start <= min(one.end or date.max, other.end or date.max)


def _only_periods(cut_text: Cut, found: Sequence[Period]) -> bool:
    covered = [period.at for period in found]
    rest = [token for token in cut_text.seen if not any(at[0] <= token.start < at[1] for at in covered)]
    rest = [token for token in rest if not _NOTE.fullmatch(cut_text.text, max(token.start - 1, 0), token.end + 1)]
    if any(token.cls == "#" for token in rest):
        return any(period.kind == "since" for period in found)
    if any(period.kind == "not_a_period" for period in found):
        return len(found) == 1 and all(token.cls in "&,-" for token in rest)
    if any(period.rule == "year" and counts_something(cut_text.text, period.at[1]) for period in found):
        return False
    words = " ".join(cut_text.text[token.start : token.end] for token in rest if token.cls == "o")
    return (
        leading(words) is None and lookup(words) is None and sum(token.cls == "o" for token in rest) <= _LEFTOVER_WORDS
    )


@lru_cache(MOST_KEPT)
def find_periods(text: str, anchor: date | None = None) -> tuple[Period, ...]:
    """Every period inside a longer text, in order, none overlapping.

    Careful: no ages, no lengths, no two short numbers with a dash, no month, quarter or day without a year, and none
    of the words for "now".
    """
    cut_text = _cut(text)
    return tuple(period for period in _matches(cut_text, "prose", anchor) if _meant(period, cut_text))


def _meant(period: Period, cut_text: Cut) -> bool:
    """Not the year of an Act of Parliament, and not a word for "now"."""
    if period.rule == "year":
        return not any(token.word in _LAWS for token in _near(cut_text, period.at[0] - 1, period.at[0] - 1))
    if period.rule != "named":
        return True
    return not any(token.mark in _QUIET for token in _near(cut_text, period.at[0] + 1, period.at[1]))


@lru_cache(MOST_KEPT)
def periods_in_cell(text: str, anchor: date | None = None) -> tuple[Period, ...]:
    """As `find_periods`, in a table cell: also quarters, months and days without a year."""
    cut_text = _cut(text)
    return tuple(period for period in _matches(cut_text, "cell", anchor) if _meant(period, cut_text))


def bracketed_years(text: str, at: tuple[int, int]) -> Period | None:
    """The two short numbers of "377 (16-19)", which in that place are years: several averaged, or one."""
    start, end = at
    tokens = [token for token in cut(text[start:end]) if token.cls]
    if len(tokens) != 1 or tokens[0].cls != "a":
        return None
    found = years_of_pair(tokens[0])
    place = start + tokens[0].start, start + tokens[0].end
    return _tied(found, text[place[0] : place[1]], place, "bracketed-years", None)
