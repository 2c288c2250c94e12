"""The sentence with which minutes begin: whose meeting was held when.

Shapes read:

    MINUTES of the meeting of the CHILDREN'S SCRUTINY COMMITTEE held at County Hall on Tuesday, 24 January 2023
    Minutes of the Schools Forum meeting held on 12 October 2023 at 4.00 pm
    At a meeting of the Cabinet held at the Town Hall on 7 March 2023:
"""

import re
from collections.abc import Sequence

from pipeline.layout.dates import dates_in
from pipeline.transcript import Line

OPENS = re.compile(
    r"\s*(?:(?:draft|public)\s+)?(?:(?:minutes|notes) of|at an?\s+(?:\w+\s+)?meeting of)\b", re.IGNORECASE
)
HELD = re.compile(
    r"\s*(?:(?:draft|public)\s+)?(?:(?:minutes|notes) of|at)\s+(?:the\s+|an?\s+)?"
    r"(?:(?:\w+\s+)?meeting of\s+(?:the\s+|an?\s+)?)?(?P<body>\S.{2,120}?)(?:\s+meeting)?,?\s+held\b",
    re.IGNORECASE,
)
MOST_LINES = 4  # printed lines of the sentence
MOST_CHARACTERS = 400


def opening_lines(lines: Sequence[Line], i: int) -> int:
    """How many lines from `i` on are such a sentence; 0 where none begins there."""
    if OPENS.match(lines[i].text) is None:
        return 0
    words = ""
    for count, line in enumerate(lines[i : i + MOST_LINES], 1):
        words = f"{words} {line.text.strip()}".strip()
        if len(words) > MOST_CHARACTERS or line.cell != lines[i].cell:
            return 0
        held = HELD.match(words)
        if held is not None and dates_in(words[held.end() :]):
            return count
    return 0


def whose(words: str) -> tuple[int, int] | None:
    """Where the meeting's name stands in the sentence."""
    held = HELD.match(words)
    return None if held is None else held.span("body")


def when(words: str) -> tuple[int, int] | None:
    """Where the day stands in it."""
    held = HELD.match(words)
    days = dates_in(words[held.end() :]) if held is not None else ()
    return (held.end() + days[0][0], held.end() + days[0][1]) if held is not None and days else None
