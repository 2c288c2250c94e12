"""Wordings as data: a small pattern language over words, and the tables that hold it.

A pattern is a row of groups that must follow one another:

    area|areas of|for ~ improv*          alternatives by `|`, any ending by `*`, up to four words between by `~`
    even_better_if                       words that must stand together by `_`
    ^ next_steps $                       the start and the end of the text; `to|$`: "to", or the end

Case, punctuation, apostrophes and the kind of dash do not count; `%` and `£` are words.
"""

import csv
import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
WORD = re.compile(r"[a-z0-9%£+]+(?:[./][a-z0-9]+)*")
QUOTES = str.maketrans(dict.fromkeys("'’‘`´"))
MOST_KEPT = 2048  # texts; each line is asked for by several steps, one after the other
MOST_CHARACTERS = 2000  # a heading or a sentence; what is longer is cut
BETWEEN = r"(?:\S+ ){0,4}?"


def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in this folder, by column."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)  # half the time of a DictReader
    return tuple(dict(zip(header, row, strict=True)) for row in rows if row)


@lru_cache(MOST_KEPT)
def folded(text: str) -> str:
    """The words of a text in lower case, one space after each."""
    words = WORD.findall(text[:MOST_CHARACTERS].lower().translate(QUOTES))
    return f"{' '.join(words)} " if words else ""


@cache
def pattern(source: str) -> re.Pattern[str]:
    """The pattern as an expression over folded text."""
    return re.compile("".join(_part(group) for group in source.split()))


def _part(group: str) -> str:
    if group == "^":
        return r"\A"
    if group == "$":
        return r"\Z"
    if group == "~":
        return BETWEEN
    terms = [term for term in group.split("|") if term != "$"]
    words = rf"(?<!\S)(?:{'|'.join(_term(term) for term in terms)}) "
    return rf"(?:{words}|\Z)" if "$" in group else words


def _term(term: str) -> str:
    words = (re.escape(word.rstrip("*")) + (r"\S*" if word.endswith("*") else "") for word in term.split("_"))
    return " ".join(words)


def shows_any(text: str, stems: Iterable[str]) -> bool:
    """Whether one of these runs of small letters stands in the text, in any case.

    A cheap look before an expression is tried, which costs ten to thirty times as much where case does not count. Stems
    go without i, k and s, for which an expression takes other letters too.
    """
    lowered = text.lower()
    return any(stem in lowered for stem in stems)


class Opener(NamedTuple):
    """Words of which any text that some pattern fits has one: a cheap look before the patterns are tried."""

    whole: frozenset[str]
    starts: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        """Whether folded text has one of them."""
        words = _words_of(text)
        return not self.whole.isdisjoint(words) or any(map(str.startswith, words, repeat(self.starts)))


@lru_cache(MOST_KEPT)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


def opener_of(patterns: Iterable[str]) -> Opener:
    """Of each pattern the words of one group, that whose shortest word is longest: short words are in every text."""
    terms = [term for source in patterns for term in max(_needed(source), key=lambda group: min(map(len, group)))]
    return _opener(terms)


def _opener(terms: Collection[str]) -> Opener:
    return Opener(
        frozenset(term for term in terms if not term.endswith("*")),
        tuple(sorted({term.rstrip("*") for term in terms if term.endswith("*")})),
    )


def _needed(source: str) -> list[list[str]]:
    """The groups of a pattern of which one word must stand in the text; of words that stand together the longest."""
    groups = (group for group in source.split() if group not in ("^", "$", "~") and "$" not in group)
    return [[max(term.split("_"), key=len) for term in group.split("|")] for group in groups]


@cache
def _openers(source: str) -> tuple[Opener, ...]:
    """One for each group of which a word must stand in the text."""
    return tuple(_opener(group) for group in _needed(source))


def fits(text: str, source: str) -> bool:
    """Folded text has the pattern; an expression is made of it only for a text that has a word of each group.

    A short paper has no such words for nine in ten patterns; expressions of all took a thirtieth of its time.
    """
    return all(opener.stands_in(text) for opener in _openers(source)) and pattern(source).search(text) is not None


def matches(text: str, wanted: str, unwanted: str) -> bool:
    """Folded text has the pattern `wanted` and none of those in `unwanted`, which are parted by `;`."""
    if not fits(text, wanted):
        return False
    return not any(fits(text, source) for source in unwanted.split(";") if source.strip())
