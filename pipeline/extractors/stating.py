"""What a text shows that may state a figure in words: a share, a number of things, a measure and a number.

A text without it is not looked at any further; a paper without such a text loads neither the reading of sentences nor
spaCy.
"""

import re
from functools import cache, lru_cache

from pipeline.vocabulary.alternatives import any_of
from pipeline.vocabulary.wording import rows_of

MOST_KEPT = 2048  # texts; a paragraph is asked for first for the whole paper, then on its own


@lru_cache(MOST_KEPT)
def may_state(text: str) -> bool:
    """What a text shows that may state a figure: without it, spaCy is not asked."""
    return SHARE.search(text) is not None or _counts().search(text) is not None


SHARE = re.compile(
    r"%|\bper\s?cent\b|\bper \d|\b(?:half|thirds?|quarters?|fifths?|in (?:two|three|four|five|ten)) ", re.I
)
FIGURES = r"(?!(?:19|20)\d\d\b(?!,))\d[\d,.]{0,24}"  # but for years; bounded, or a line of figures alone takes for ever
UNITS = "one|two|three|four|five|six|seven|eight|nine"
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
NUMBER = rf"(?:{FIGURES}|(?:{TENS})(?:-(?:{UNITS}))?|{TEENS}|{UNITS})"
BETWEEN = r"(?:(?!(?:of|in|for|to|and|or|the|with|by|at|on|from)\s)[\w'’-]+\s){0,3}?"
LINKED = r"(?:\b(?:was|were|is|are|been|at|to|of|from|averaged?s?|totall?ed|totals|reached|achieved)\s|[(:–]\s?)"


@cache
def _counts() -> re.Pattern[str]:
    """A number and, a few words on, what it counts; or what is counted or measured and, further on, a number."""
    kinds = _kinds()
    counted = rf"{NUMBER}\s{BETWEEN}{any_of(kinds['noun'])}\b"
    measured = rf"{any_of((*kinds['measure'], *kinds['noun']))}\b[^.;]{{0,160}}?{LINKED}{FIGURES}"
    return re.compile(rf"(?<![\w.])(?:{counted}|{measured})", re.IGNORECASE)


def _kinds() -> dict[str, list[str]]:
    """What may be counted, and the names of kinds of measure."""
    kinds: dict[str, list[str]] = {"noun": [], "measure": []}
    for row in rows_of("prose_cues.csv"):
        if row["cue"] in kinds and "#" not in row["words"]:
            kinds[row["cue"]].append(row["words"].lower())
    return kinds
