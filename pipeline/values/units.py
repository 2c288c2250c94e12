"""The unit that a row label or column heading states. A number before "days" is a limit, not a unit."""

import re
from functools import cache, lru_cache

_PER = r"(?:per|/)\s*(?:head\s+of\s+)?"
_UNITS: tuple[tuple[str, str], ...] = (
    # rate per 10,000 | per 1,000 children | per 100k
    ("rate_per_1000000", _PER + r"(?:1,?000,?000|million|1m)\b"),
    ("rate_per_100000", _PER + r"(?:100,?000|100\s?k)\b"),
    ("rate_per_10000", _PER + r"(?:10,?000|10\s?k|ten thousand)\b"),
    ("rate_per_1000", _PER + r"(?:1,?000|1\s?k|thousand)\b"),
    # £000s | £'000 | £k | £m | £ per week
    ("gbp_per_week", r"(?:£|cost)[^.]{0,30}\b(?:per|a)\s+week"),
    ("gbp_thousand", r"£\s?['’]?000['’]?s?|£\s?k\b|£\s?thousands?"),
    ("gbp_million", r"£\s?m(?:n|illions?)?\b"),
    ("percentage_points", r"percentage points?|\bppt?s?\b"),
    # % of ... | Percentage | (%) | Proportion of
    ("percent", r"%|\bper\s?cent(?:age)?\b|\bpercentage|\bproportion\b|\bpct\b"),
    ("cases_per_worker", r"\bcaseloads?\b.{0,40}\bper\b|\bcases per\b|\baverage (?:\w+ ){0,3}caseloads?\b"),
    ("gbp", r"£|\bgbp\b"),
    # (days) | Average days between | average number of working days | days to | in days
    ("days", r"\((?:\w+ ){0,2}days?\)|\b(?:average|mean|median|number of|no\.? of|in)\s+(?:\w+\s+){0,4}?days\b"),
    ("days", r"^(?:\w+\s+)?days\b|(?<!\d\s)(?<!\d)\bdays (?:between|to|taken|lost|from)\b"),
    (
        "weeks",
        r"\((?:\w+ )?weeks?\)|\b(?:average|mean|median|number of|no\.? of|in)\s+(?:\w+\s+){0,4}?weeks\b|^weeks\b",
    ),
    (
        "months",
        r"\((?:\w+ )?months?\)|\b(?:average|mean|median|number of|no\.? of|in)\s+(?:\w+\s+){0,4}?months\b|^months\b",
    ),
    ("years", r"\(years?\)|\b(?:average|mean|median)\s+(?:\w+\s+){0,3}years\b"),
    ("hours", r"\(hours?\)|\b(?:average|mean|median|number of)\s+(?:\w+\s+){0,3}hours\b"),
    ("fte", r"\b(?:fte|wte|full[- ]time equivalents?|whole[- ]time equivalents?)\b"),
    ("headcount", r"\bheadcount\b"),
    ("ratio", r"\bratio\b"),
    ("score", r"\bscores?\b|\battainment 8\b|\bprogress 8\b|\(sdq\)"),
    ("rank", r"\brank(?:ing|ed)?\b"),
    # Number of | No. of | (number) | Count | # of | Total
    ("count", r"\bnumbers?\b|\bno\.|\bno of\b|\bcount\b|#|\(no\)|\bnos?\b\.?\)|\bhow many\b|\bvolume\b"),
)
_BOTH = (
    r"\b(?:number|no\.?|count)\s*(?:and|&|/|\()\s*(?:%|percentage|per\s?cent|proportion)"
    r"|(?:%|percentage|proportion)\s*(?:and|&|/|\()\s*(?:number|no\.?\b|count)"
)
_PAIR = (
    # % (number) | Rate per 10,000 (n) | Percentage (no. of children)
    (r"\((?:number|no\.?|nos\.?|n|count|#|volume)(?:\s+of\s+[\w\s]{1,40})?\)", "count"),
    # Number (%) | No. (percentage of cohort) | n (rate per 10,000)
    (r"\((?:%|%age|percentage|per\s?cent|proportion)(?:\s+of\s+[\w\s]{1,40})?\)", "percent"),
    (r"\((?:rate\s+)?per\s+10,?000(?:\s+[\w\s]{1,40})?\)", "rate_per_10000"),
)
_LIMIT = (
    r"\b\d+\+?\s*-?\s*(?:working\s|calendar\s|school\s)?\s*(?:days?|weeks?|months?|years?|hours?)\b"
    r"|\b(?:target|limit) of \d+ ?%"
)
_MOST_KEPT = 4096  # labels; those of a paper's rows are asked for several times
_MAX_LABEL = 400
"""Characters of a label that are looked at."""


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((unit, re.compile(pattern, re.IGNORECASE)) for unit, pattern in _UNITS)


@lru_cache(_MOST_KEPT)
def unit_in(text: str) -> str | None:
    """% of ... | Number of | (days) | rate per 10,000 | £000s | Average days between | Percentage; else None.

    "£000s" and "£m" give `gbp_thousand` and `gbp_million`, which `read_cell` turns into pounds. A label that offers
    number and percentage together states neither, unless one of them stands in brackets, as in its cells: "% (number)"
    is `percent (count)`. "Assessments within 45 days" has a limit, not a unit.
    """
    label = text[:_MAX_LABEL]
    both = _pair_in(label)
    if both is not None:
        return f"{both[0]} ({both[1]})"
    if re.search(_BOTH, label, re.IGNORECASE):
        return None
    label = re.sub(_LIMIT, " ", label, flags=re.IGNORECASE)
    return next((unit for unit, shape in _shapes() if shape.search(label)), None)


def only_unit_in(text: str) -> str | None:
    """The one unit that a caption or a sub-heading states: "Rates per 10,000 children", "(%)"; None of several."""
    label = re.sub(_LIMIT, " ", text[:_MAX_LABEL], flags=re.IGNORECASE)
    said = [unit for unit, shape in _shapes() if shape.search(label)]
    if said and said[0].startswith("rate_per"):  # "Number of referrals per 10,000"
        said = [unit for unit in said if unit != "count"]
    if said and said[0].startswith("gbp_"):
        said = [unit for unit in said if unit != "gbp"]
    return said[0] if len(set(said)) == 1 else None


def _pair_in(label: str) -> tuple[str, str] | None:
    """% (number) | Number (%): the unit of the figure outside brackets and of the one inside them."""
    for pattern, inner in _PAIR:
        found = re.search(pattern, label, re.IGNORECASE)
        if found is None:
            continue
        outer = _unit_of(f"{label[: found.start()]} {label[found.end() :]}".strip(), inner)
        if outer is not None and (outer == "count") != (inner == "count"):
            return outer, inner
    return None


def _unit_of(label: str, inner: str) -> str | None:
    if inner != "count" and re.fullmatch(r"n|no\.?|nos\.?", label, re.IGNORECASE):
        return "count"
    label = re.sub(_LIMIT, " ", label, flags=re.IGNORECASE)
    return next((unit for unit, shape in _shapes() if shape.search(label)), None)


_TWICE = re.compile(r"(\w+) \((\w+)\)")


def inside_and_outside(unit: str) -> tuple[str, str] | None:
    """`percent (count)`: the units of the figure outside brackets and inside them; None where one unit is said."""
    found = _TWICE.fullmatch(unit)
    return (found[1], found[2]) if found is not None else None


def outside(unit: str | None) -> str | None:
    """The unit of a figure that stands alone in a cell, or before the brackets."""
    both = inside_and_outside(unit) if unit is not None else None
    return both[0] if both is not None else unit
