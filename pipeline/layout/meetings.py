"""Names of meetings: committees, boards and panels, by the word they end in (`vocabulary/header_words.csv`)."""

import re
from functools import cache, lru_cache

from pipeline.layout.dates import dates_in
from pipeline.vocabulary.alternatives import any_of
from pipeline.vocabulary.wording import MOST_KEPT, Opener, folded, matches, opener_of, rows_of

LONGEST = 110  # characters
LEADING = re.compile(r"\A\s*(?:meeting of (?:the )?|report to (?:the )?|to:?\s+(?:the )?)", re.I)
TRAILING = re.compile(r"[\s,–—|\-]{0,20}(?:\([^()]{0,110}\)|\bmeeting)?[\s,–—|\-]{0,20}\Z", re.I)
BODY_FOR = re.compile(r"\s(?:for|on)\s{1,20}[A-Z][^.:]{2,60}\Z", re.I)


@cache
def _patterns(kind: str) -> tuple[str, ...]:
    return tuple(row["pattern"] for row in rows_of("header_words.csv") if row["kind"] == kind)


@cache
def _bodies() -> frozenset[str]:
    return frozenset(word for pattern in _patterns("body") for word in pattern.split("|"))


@cache
def _opener(kind: str) -> Opener:
    return opener_of(_patterns(kind))


@lru_cache(MOST_KEPT)
def says(kind: str, words: str) -> bool:
    """Whether the words are a stamp, a department ... as the rows of that kind put it."""
    text = folded(words)
    return _opener(kind).stands_in(text) and any(matches(text, pattern, "") for pattern in _patterns(kind))


@cache
def _any_body() -> re.Pattern[str]:
    return re.compile(any_of(_bodies()))


def may_name_body(words: str) -> bool:
    """The word for a kind of meeting is among the words, or inside one: a cheap look before all others."""
    return _any_body().search(words.lower()) is not None


def is_meeting(words: str) -> bool:
    """A name whose last word is that of a meeting, dates and brackets after it aside."""
    if not may_name_body(words):
        return False
    days = dates_in(words)
    name = TRAILING.sub("", LEADING.sub("", words[: days[0][0]] if days else words, count=1))
    if not name or len(name) > LONGEST or says("not_body", name):
        return False
    last = re.split(r"[\s\-–]+", name)[-1].strip("()")
    if last[:1].islower():  # a name is written with capitals: "summary for scrutiny" is none
        return False
    return last.lower() in _bodies() or (
        any(w in _bodies() for w in name.lower().split()) and BODY_FOR.search(name) is not None
    )
