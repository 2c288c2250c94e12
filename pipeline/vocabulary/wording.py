"""Wordings as data: a small pattern language over words, and the tables that hold it.

A pattern is a row of groups that must follow one another:

    area|areas of|for ~ improv*          alternatives by `|`, any ending by `*`, up to four words between by `~`
    even_better_if                       words that must stand together by `_`
    ^ next_steps $                       the start and the end of the text; `to|$`: "to", or the end

Case, punctuation, apostrophes and the kind of dash do not count; `%` and `£` are words.
"""

import csv
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
WORD = re.compile(r"[a-z0-9%£+]+(?:[./][a-z0-9]+)*")
QUOTES = re.compile("['’‘`´]")
MOST_CHARACTERS = 2000  # a heading or a sentence; what is longer is cut
BETWEEN = r"(?:\S+ ){0,4}?"


def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in this folder, by column."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def folded(text: str) -> str:
    """The words of a text in lower case, one space after each."""
    words = WORD.findall(QUOTES.sub("", text[:MOST_CHARACTERS].lower()))
    return "".join(f"{word} " for word in words)


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


def matches(text: str, wanted: str, unwanted: str) -> bool:
    """Folded text has the pattern `wanted` and none of those in `unwanted`, which are parted by `;`."""
    if not pattern(wanted).search(text):
        return False
    return not any(pattern(source).search(text) for source in unwanted.split(";") if source.strip())
