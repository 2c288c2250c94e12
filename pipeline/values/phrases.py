"""Cue words and phrases as data: a table of phrase, letter and meaning, and the longest phrase at a place."""

import csv
import pkgutil
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Phrases(NamedTuple):
    """A vocabulary."""

    cues: Mapping[str, tuple[str, str]]
    """Phrase, lower case with single spaces, to letter and meaning."""
    longest: Mapping[str, int]
    """First word to the most words of any phrase that begins with it."""


class Cue(NamedTuple):
    """A phrase found."""

    cls: str
    meaning: str
    phrase: str
    used: int
    """How many words of the sequence it took."""


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file. `pkgutil` loads in a tenth of the time that `importlib.resources` takes."""
    table = pkgutil.get_data("pipeline.values", name) or b""
    header, *body = csv.reader(table.decode("utf-8").splitlines())
    return [dict(zip(header, row, strict=True)) for row in body]


def load(name: str, letters: Mapping[str, str]) -> Phrases:
    """A table with the columns phrase, cue, meaning."""
    cues: dict[str, tuple[str, str]] = {}
    longest: dict[str, int] = {}
    for row in rows(name):
        phrase = row["phrase"]
        cues[phrase] = (letters[row["cue"]], row["meaning"])
        first, _, rest = phrase.partition(" ")
        longest[first] = max(longest.get(first, 1), rest.count(" ") + 2 if rest else 1)
    return Phrases(cues, longest)


def at(words: Sequence[str], index: int, known: Phrases) -> Cue | None:
    """The longest phrase that begins with the word at an index."""
    most = known.longest.get(words[index].partition(" ")[0], 0)
    for used in range(min(most, len(words) - index), 0, -1):
        phrase = words[index] if used == 1 else " ".join(words[index : index + used])
        cue = known.cues.get(phrase)
        if cue is not None:
            return Cue(cue[0], cue[1], phrase, used)
    return None
