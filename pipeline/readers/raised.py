"""Which raised characters are marks of footnotes, where the format does not say: not "5th", not "km2", not 10²."""

import re

SYMBOLS = re.compile(r"[\[(]?[*†‡§¶]{1,4}[\])]?")
SUPERSCRIPT = re.compile("[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,3}")
AFTER = re.compile(r"(?:[A-Za-z’']{4}|[.,;:)\]”\"’'%]|\d,\d{3}|\b(?:19|20)\d\d)\s?\Z")
REACH = 8  # characters in front of a mark that tell what it follows
"""A mark follows a word (units of measure are shorter), punctuation, or a number that nobody raises to a power: one
with a comma in its thousands, a year."""


def is_note_mark(words: str, before: str) -> bool:
    """Raised `words` behind the characters `before`."""
    return SYMBOLS.fullmatch(words) is not None or (words.isdecimal() and AFTER.search(before) is not None)


def superscripts(text: str) -> tuple[tuple[int, int], ...]:
    """Characters `[start, end)` that are superscript figures by their own code point and mark a note: `timescale²`."""
    found = (match.span() for match in SUPERSCRIPT.finditer(text))
    return tuple((start, end) for start, end in found if AFTER.search(text[max(0, start - REACH) : start]) is not None)
