"""What a heading, or a sentence that leads in to a list, asks for: by the meaning of its words, not by one string.

The shapes read (`headings.csv`, a row a wording):

    4. Areas for continuing improvement          a thing (area, priority, theme …), then a wish (improve, develop …)
    What needs to improve / Even better if       a question put to the service
    The following areas for improvement were identified:
    Cabinet is asked to:                         someone is asked for a decision

What was achieved, and names in which the same words stand ("School Improvement Service"), is in the column `without`.
"""

import re
from functools import cache, lru_cache
from typing import Literal

from pipeline.records import dataclass
from pipeline.vocabulary.wording import Opener, folded, matches, opener_of, rows_of

FRONT_NUMBER = re.compile(
    r"\A\s*(?:(?:section|part)\s+)?(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.):]{1,2}\s+|\d{1,3}(?:\.\d{1,3})*\s+)",
    re.I,
)
EITHER = re.compile(r"(?<=\w)(?:/s|\(s\))(?!\w)", re.I)  # Recommendation/s, Recommendation(s)
LEADS_IN = re.compile(r"(?::\s{0,2}[-–—]?|\s[-–—])\s{0,20}\Z")
MOST_KEPT = 2048  # headings and short paragraphs; each is asked for by several steps
MOST_WORDS = 16  # of a heading; more is a sentence


Scope = Literal["heading", "lead_in", "colon", "column", "statement"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A row of `headings.csv`; rows are tried in order."""

    kind: str
    scope: Scope
    wanted: str
    without: str


@cache
def _wordings(scope: Scope) -> tuple[Wording, ...]:
    rows = (row for row in rows_of("headings.csv") if row["scope"] == scope)
    return tuple(Wording(row["kind"], scope, row["pattern"], row["without"]) for row in rows)


@cache
def _opener(scope: Scope) -> Opener:
    return opener_of(wording.wanted for wording in _wordings(scope))


@lru_cache(MOST_KEPT)
def heading_kind(text: str) -> str | None:
    """What stands under a heading of these words; None: they do not say. A printed number in front does not count."""
    words = folded(EITHER.sub("s", FRONT_NUMBER.sub("", text, count=1)))
    if words.count(" ") > MOST_WORDS:
        return None
    return _kind(words, "heading")


def lead_in_kind(sentence: str) -> str | None:
    """What the list after this sentence holds; None: the sentence leads in to nothing that is named here."""
    return _kind(folded(sentence), "lead_in")


def tells_what_came_of_it(heading: str) -> bool:
    """A column beside that of recommendations that holds their answers: `Response`, `Progress to date`, `Status`."""
    return _kind(folded(heading), "column") is not None


def states_nothing(text: str) -> bool:
    """`None identified.` in a list or a column that asks: no statement."""
    return _kind(folded(text), "statement") is not None


def leads_in(words: str) -> bool:
    """Words that end as those before a list do: `is asked to:`, `as follows:-`, `RESOLVED –`."""
    return LEADS_IN.search(words) is not None


def is_lead_in(words: str) -> bool:
    """Words that end in a colon and are a sentence about the list to come: no heading, however they are set."""
    return leads_in(words) and _kind(folded(words), "colon") is not None


@lru_cache(MOST_KEPT)
def _kind(words: str, scope: Scope) -> str | None:
    if not _opener(scope).stands_in(words):
        return None
    found = (w.kind for w in _wordings(scope) if matches(words, w.wanted, w.without))
    return next((None if kind == "none" else kind for kind in found), None)
