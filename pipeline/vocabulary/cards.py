"""The words that stand before a figure on a card: Latest, Target, Floor, Previous (`card_labels.csv`, a row a wording).

The shapes read:

    Latest: 80.9%                             a word, then its figure
    Target: 98%, Floor 85%                    several on one line, with or without colon or comma
    Target (2024/25): 98%                     a period in brackets after the word
    Q3 2024/25: 80.9%                         a period instead of the word
"""

import re
from functools import cache, lru_cache

from pipeline.records import dataclass
from pipeline.vocabulary.alternatives import any_of
from pipeline.vocabulary.wording import rows_of

MOST_KEPT = 2048  # texts; each is asked for with the one before it and the one after
LONGEST_VALUE = 60  # characters: what follows a word and is longer is a sentence
OPENS_VALUE = re.compile(
    r"[<>≤≥~£(+−–-]?\s?[£<>]?\d|[↑↓→←⇧⇩⇨▲▼►]|(?:n/?a|tbc|tba|nil|none|red|amber|green)\b", re.IGNORECASE
)
SEPARATORS = " \t\r\n,;|/•·"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A figure as printed with the word before it; `start` and `end` in the text that was read."""

    label: str
    bracket: str
    value: str
    start: int
    end: int


@cache
def _label() -> re.Pattern[str]:
    spaced = any_of((row["label"].lower() for row in rows_of("card_labels.csv")), {" ": r"[\s-]++"})
    marks = r"\s*+(\([^)\d]*+\d[^)]*+\)|\(%\))?\s*+[:=–-]?\s*+"
    return re.compile(rf"(?<![\w£-])({spaced})(?![\w’'-]){marks}", re.IGNORECASE)


def is_label(text: str) -> bool:
    """The whole text is such a word, with or without a colon, a year or a unit beside it."""
    found = _label().fullmatch(f"{text.strip().rstrip(':')}")
    return found is not None


@lru_cache(MOST_KEPT)
def labels_only(text: str) -> tuple[str, ...]:
    """The words of a line that is nothing but such words: "Current Target Previous"."""
    if _label().match(text, len(text) - len(text.lstrip(SEPARATORS))) is None:
        return ()  # another word stands first; most lines end here
    found = list(_label().finditer(text))
    left = _label().sub("", text)
    return tuple(m[1] for m in found) if found and not left.strip(SEPARATORS) else ()


def starts_with_label(text: str) -> bool:
    """A word of a card with a colon: "Owner: ..."; such a line is no title."""
    found = _label().match(text.strip())
    return found is not None and (":" in found[0] or found.end() == len(text.strip()))


def labelled(text: str) -> tuple[Labelled, ...]:
    """The figures of a line of a card, each with its word; () where a word has no figure behind it."""
    found = list(_label().finditer(text))
    ends = [*(m.start() for m in found[1:]), len(text)][: len(found)]
    return tuple(
        Labelled(m[1], m[2] or "", value, m.start(), end)
        for m, end in zip(found, ends, strict=True)
        if len(value := text[m.end() : end].strip(SEPARATORS)) <= LONGEST_VALUE and OPENS_VALUE.match(value)
    )


def share_read(text: str, found: tuple[Labelled, ...]) -> float:
    """How much of the text its labelled figures are, from 0 to 1."""
    return sum(one.end - one.start for one in found) / max(len(text.strip()), 1)
