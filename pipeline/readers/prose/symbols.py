"""Symbol fonts: the character that people see where a file stores a place in a font."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "symbols.csv"
PRIVATE = range(0xF020, 0xF100)
"""Where Windows puts the places 0x20 to 0xFF of a symbol font."""


@cache
def charts() -> Mapping[str, Mapping[int, str]]:
    """Characters by font (in lower case) and place."""
    found: dict[str, dict[int, str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["font"].lower(), {})[int(row["place"], 16)] = row["character"]
    return found


def shown(text: str, font: str | None) -> str:
    """The text as it is seen in the font. A private place without a known font is taken to be of Symbol."""
    chart = charts().get((font or "").lower())
    if chart is None and not any(ord(character) in PRIVATE for character in text):
        return text
    return "".join(_seen(character, chart) for character in text)


def _seen(character: str, chart: Mapping[int, str] | None) -> str:
    code = ord(character)
    if code in PRIVATE:
        return (charts()["symbol"] if chart is None else chart).get(code - 0xF000, character)
    return chart.get(code, character) if chart is not None and 0x20 <= code < 0x100 else character
