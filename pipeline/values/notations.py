"""Marks and words that stand where a figure would: table symbols, ratings, statuses. Data in `notations.csv`.

Printed shapes: * [c] x z u low .. : (DfE and other official tables) | n/a, TBC, Not yet available | G, AMBER, Good |
↓ → | Yes | #DIV/0! | nil, None | and by rule: "See Appendix 1", "Above Stat Neighbour Average", "high 90s".
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import cast

from pipeline.values import phrases
from pipeline.values.amounts import Amount, Direction
from pipeline.values.model import Status

Known = Mapping[str, dict[str, str]]


def _load() -> tuple[Known, Known]:
    folded: dict[str, dict[str, str]] = {}
    exact: dict[str, dict[str, str]] = {}
    for row in phrases.rows("notations.csv"):
        (exact if row["case"] == "exact" else folded).setdefault(row["text"], row)
    return exact, folded


EXACT, FOLDED = _load()
LONGEST = max(text.count(" ") + 1 for text in FOLDED)
"""Words of the longest notation."""

_REFERENCE = (
    r"(?:please\s+)?(?:see|refer\s+to|cf\.?|as\s+per|shown\s+in|included\s+in|reported\s+in|covered\s+in|per)\s+(?:the\s+)?"
    r"(?:appendi\w+|annex\w*|notes?|para\w*|section|below|above|tables?|report|comment\w*|page|narrative|footnote|item"
    r"|chart|figure|graph|separate|attached|main|exempt|detail\w*|measure|indicator|row|line|overleaf|text|slide|next)\b.*"
    r"|as\s+(?:above|below)|(?:appendix|annex|para(?:graph)?|section)\s+[\w.]{1,6}|see\s+[\w.]{1,6}"
)
_NO_DATA = (
    r"(?:there (?:is|are|was|were) )?(?:no|insufficient) (?:[a-z-]+ ){0,3}(?:data|figures?|information|results?)"
    r"(?: (?:is|are|was|were|has|have|been|yet|currently|available|provided|supplied|held|recorded|reported|received"
    r"|collected|published|submitted|for|this|the|measure|indicator|period|quarter|time|at|present)){0,8}"
)
_RELATIVE = (
    r"(?:(?:just|slightly|well|significantly|far|marginally|performance|currently|is) ){0,4}"
    r"(?:above|below|better than|worse than|in line with|higher than|lower than|exceeds|exceeding|similar to"
    r"|equal to|close to|under|over|matching|at or above|at or below|outperforming|near|within|at|greater than"
    r"|less than|comparable (?:to|with)"
    r"|better|worse|best in|amongst)\b[^\d]{0,60}"
    r"\b(?:average|avg|target|neighbours?|england|national(?:ly)?|regional?|region|sn|sns|benchmark|comparators?"
    r"|floor|threshold"
    r"|peers|family|baseline|quartile|similar authorities|expected|expectations?)\b[^\d]{0,20}"
)
_VAGUE = re.compile(
    r"(?:(?:in|around|about|approx) )?(?:the )?(high|low|mid|upper|lower|early|late)?[\s-]*([2-9]0)['’]?s\s*%?",
    re.IGNORECASE,
)
_DECADE = {
    "high": (5, 9),
    "upper": (5, 9),
    "late": (5, 9),
    "mid": (4, 6),
    "low": (0, 4),
    "lower": (0, 4),
    "early": (0, 4),
}
_SPACES = re.compile(r"\s+")


@cache
def _sentence(shape: str) -> re.Pattern[str]:
    return re.compile(shape, re.IGNORECASE | re.DOTALL)


def folded(text: str) -> str:
    """Lower case, single spaces, no stop at the end, straight quotes."""
    plain = _SPACES.sub(" ", text).strip().lower().replace("’", "'")
    return plain[:-1] if plain.endswith(".") and len(plain) > 2 and not plain.endswith("..") else plain


_INITIALS = re.compile(r"(?:[a-z]\.){2,5}", re.IGNORECASE)


def _undotted(text: str) -> str:
    """t.b.c. and T.B.A. are tbc and tba."""
    plain = text.strip()
    return plain.replace(".", "").lower() if _INITIALS.fullmatch(plain) else plain


def lookup(text: str) -> dict[str, str] | None:
    """The row of a notation; capital R, A and G are colours only as printed."""
    found = EXACT.get(text.strip()) or FOLDED.get(folded(text)) or FOLDED.get(_undotted(text))
    if found is None and text.strip().startswith(("(", "[")) and text.strip().endswith((")", "]")):
        return FOLDED.get(folded(text.strip()[1:-1]))
    return found


def amount_of(row: Mapping[str, str], start: int, end: int) -> Amount:
    """A notation as an amount."""
    return Amount(
        "notation",
        start,
        end,
        value=Decimal(row["value"]) if row["value"] else None,
        unit=row["unit"] or None,
        qualifier=row["qualifier"] or None,
        status=cast(Status, row["status"]),
        rating=row["rating"] or None,
        direction=cast(Direction, row["direction"]) if row["direction"] else None,
    )


def whole(text: str) -> Amount | None:
    """A cell that is nothing but a notation, a reference, a comparison in words, or a vague figure."""
    row = lookup(text)
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if row:
        return amount_of(row, start, end)
    if len(text) > 200:
        return None
    stripped = text.strip(" \n\t()[].")
    if _sentence(_REFERENCE).fullmatch(stripped):
        return Amount("reference", start, end, qualifier="reference", status="reference")
    if _sentence(_NO_DATA).fullmatch(stripped):
        return Amount("no-data", start, end, qualifier="not_available", status="missing")
    if _sentence(_RELATIVE).fullmatch(stripped):
        return Amount("target-relative", start, end, qualifier="target_relative", status="target")
    return _vague(stripped, start, end)


def stands_for_a_figure(text: str) -> bool:
    """Whether a text with a period's words in it is a mark or status: "Q1 (quartile A)", "No previous data"."""
    found = whole(text)
    return found is not None and found.status in _NO_PERIODS


_NO_PERIODS = frozenset({"missing", "pending", "not_applicable", "rating", "no_target", "reference", "target"})


def _vague(text: str, start: int, end: int) -> Amount | None:
    """high 90s | low 80s | mid 70s: between which figures."""
    found = _VAGUE.fullmatch(text)
    if found is None:
        return None
    first, last = _DECADE.get((found.group(1) or "").lower(), (0, 9))
    low, high = int(found.group(2)) + first, int(found.group(2)) + last
    unit = "percent" if "%" in text else None
    return Amount("vague", start, end, None, Decimal(low), Decimal(high), unit, "approximate", "vague")


_WORDS = re.compile(r"[^\s,;:()]+")


def leading(text: str) -> Amount | None:
    """A notation followed by other words: "New measure for 20/21", "n/a - new", "TBC Q4".

    No single letters here; two of them as capitals only ("RI (2015)").
    """
    words = [(match.start(), match.end()) for match in _WORDS.finditer(text[:200])][:LONGEST]
    for start_end in reversed(words):
        begin, end = words[0][0], start_end[1]
        row = FOLDED.get(folded(text[begin:end]))
        sure = end - begin >= 3 or (end - begin == 2 and text[begin:end].isupper())
        if row and sure and row["status"] in _SPOKEN:
            return amount_of(row, begin, end)
    return None


_SPOKEN = frozenset({"missing", "pending", "not_applicable", "suppressed", "rating", "no_target"})
"""Statuses whose words keep their meaning when more words follow."""
