"""Figures that were misread or mistyped: what they mean is a person's to say.

    1O1 | 8O% | l2 | 1,O23 | S5%    letters that look like digits, as text recognition and old typewriting habits leave
    12,34 | 1,2345                  a comma that groups no thousands

A figure beside one of them in the same cell is not read either: nobody can tell which of the two is the cell's own.
"""

import re

ALIKE = "OoIl"
"""Letters that stand for a nought or a one; no unit, note or code of a figure is printed so right beside a digit."""
SMUDGED = re.compile(
    rf"(?<![\w.,/&-])[£<>~+-]?(?=[\d.,SB]*[{ALIKE}])(?=[{ALIKE}.,SB]*\d)[\d.,{ALIKE}SB]*[\d{ALIKE}SB](?=\s?%|[\s;)*]|\Z)"
    rf"|(?<![\w.,])[SB]\d{{0,2}}(?:\.\d+)?%"
    rf"|(?<![\w.,])\d+[SB]\d*(?:\.\d+)?%"
)
"""A run of digits and look-alikes that ends as a figure does; S and B, which name codes and bands, only before a %."""
GROUPED = re.compile(r"(?<![\d,.])\d+(?:,\d+)+(?![\d,])")
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
ENUMERATED = re.compile(r"\d{1,2}(?:,\d{1,2}){2,}")
"""1,2,3: items of a list."""


def is_misprinted(text: str) -> bool:
    """Whether a cell holds a figure of which some characters are no digits, or whose comma groups no thousands."""
    if SMUDGED.search(text):
        return True
    return any(not THOUSANDS.fullmatch(m[0]) and not ENUMERATED.fullmatch(m[0]) for m in GROUPED.finditer(text))
