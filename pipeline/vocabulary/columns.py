"""What a column of an indicator table holds, by the words of its heading.

The shapes read (`columns.csv`, a row a wording, tried in order):

    Indicator | Good is | Baseline 18/19 | Target 24/25 | Current position | Eng | Stat Neigh | DoT | RAG | Comments
"""

import re
from functools import cache
from typing import Literal, cast

from pipeline.records import dataclass
from pipeline.vocabulary.wording import folded, matches, rows_of

Kind = Literal[
    "label",  # the measures, by their own name: indicator, KPI, metric
    "description",  # the measures in other words, or what they mean
    "reference",  # a number or code of the row
    "context",  # what the row belongs to: service, objective
    "value",
    "rating",
    "direction",
    "period",
    "comment",
    "unit",
    "polarity",
    "change",
    "part",  # what a share is made of: numerator, denominator
    "tally",  # how many are red, overdue, high: not a measure
    "task",  # what is to be done, by whom, by when
    "risk",
    "money",  # of an account
    "person",
    "time",
    "term",
    "other",
]
ColumnRole = Literal["baseline", "previous", "current", "target", "benchmark"]
Whose = Literal["authority", "england", "region", "statistical_neighbours", "target", "floor"]

AROUND_AREA = re.compile(
    r"\A(?:20)?\d\d(?:[/-]\d\d(?:\d\d)?)?\s{1,9}|[\s(]{1,9}(?:Q[1-4]\s{0,9})?(?:20)?\d\d(?:\s?[/-]\s?(?:20)?\d\d)?\)?\Z|\s{0,9}\(Q[1-4]\)\Z",
    re.IGNORECASE,
)
"""A year or quarter before or after an area's name."""
MOST_WORDS = 14  # of a column heading; a longer one is a sentence above the table


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """`role` and `of` as the published readings have them; None: the heading does not say."""

    kind: Kind
    role: ColumnRole | None = None
    of: Whose | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A row of `columns.csv`."""

    wanted: str
    without: str
    meaning: ColumnKind


@cache
def _wordings() -> tuple[Wording, ...]:
    return tuple(Wording(row["pattern"], row["without"], _meaning(row)) for row in rows_of("columns.csv"))


def _meaning(row: dict[str, str]) -> ColumnKind:
    role, of = cast("ColumnRole", row["role"]) or None, cast("Whose", row["of"]) or None
    return ColumnKind(cast("Kind", row["kind"]), role, of)


@cache
def column_kind(heading: str) -> ColumnKind:
    """The kind of the column; `other` where the words are not known."""
    words = folded(heading)
    if not words or words.count(" ") > MOST_WORDS:
        return ColumnKind("other")
    return next((w.meaning for w in _wordings() if matches(words, w.wanted, w.without)), ColumnKind("other"))


def area_in(heading: str) -> str | None:
    """The name of a council's area where the heading is nothing else, a period aside: Medway, Kent 2018."""
    name = AROUND_AREA.sub("", heading).strip(" ()-–,")
    return name if folded(name) in _areas() else None


@cache
def _areas() -> frozenset[str]:
    names = (row["short_name"] for row in rows_of("councils.csv"))
    return frozenset(folded(form) for name in names for form in (name, name.removesuffix(" County")))


@cache
def bases_in(heading: str) -> frozenset[str]:
    """The kinds of period that a heading names in words (`bases.csv`): "(Q4, FY or 31 Mar snapshot)" names three."""
    words = f" {folded(heading)}"
    return frozenset(row["basis"] for row in rows_of("bases.csv") if f" {folded(row['form'])}" in words)


def scale_in(text: str) -> int:
    """By what bare figures are to be multiplied: "Number of calls (thousands)", "visits in millions"; else 1."""
    found = _scale().search(text.replace("’", "'").replace("‘", "'"))
    return _scales()[(found[1] or found[2]).lower()] if found is not None else 1


@cache
def _scales() -> dict[str, int]:
    return {row["form"]: int(row["factor"]) for row in rows_of("scales.csv")}


@cache
def _scale() -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in sorted(_scales(), key=len, reverse=True))
    words = "|".join(form for form in _scales() if form.isalpha())
    return re.compile(rf"\((?:in )?({forms})\)|\bin ({words})\b", re.IGNORECASE)


def measured_in(text: str) -> str | None:
    """A unit that the text names as such, beyond those of the grammar: "in tonnes", "(minutes)"; else None."""
    found = _measured().search(text)
    return _measures()[found[1].lower()] if found is not None else None


@cache
def _measures() -> dict[str, str]:
    return {row["words"].lower(): row["unit"] for row in rows_of("measured_in.csv")}


@cache
def _measured() -> re.Pattern[str]:
    words = "|".join(re.escape(form) for form in sorted(_measures(), key=len, reverse=True))
    return re.compile(rf"(?:\bin |\((?:in )?)({words})\b", re.IGNORECASE)
