"""Captions: `Table 1: Measures agreed by the Committee`, right above a table or a picture.

A caption begins with a word for what it names and a number (`vocabulary/captions.csv`), or the format says it is one. A
sentence about the table ("Table 1 gives the measures ...") is none: after a caption's number stands a colon, a dash, a
full stop or a gap.
"""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.transcript import Line
from pipeline.vocabulary.wording import rows_of

LONGEST = 220  # characters


@cache
def _opening() -> re.Pattern[str]:
    words = "|".join(re.escape(row["word"]) for row in rows_of("captions.csv"))
    return re.compile(
        rf"\s*(?:{words})\.?\s+[A-Z]?\d{{1,3}}(?:[.\d]{{0,6}}\d)?[a-z]?(?:\s*[:.\u2013\u2014-]|\t|\s*\Z)", re.IGNORECASE
    )


def is_caption(lines: Sequence[Line]) -> bool:
    """Whether the lines, together, name the table or picture under them."""
    if all(line.role == "caption" for line in lines):
        return True
    text = " ".join(line.text.strip() for line in lines)
    return len(text) <= LONGEST and _opening().match(text) is not None
