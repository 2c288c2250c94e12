"""Ratings and directions as the paper states them: words, arrows, or the colour of a cell."""

import re

from pipeline import values
from pipeline.layout.tables import TableCell
from schemas.record import Direction

HUES: tuple[tuple[str, float, float], ...] = (("red", -15.0, 15.0), ("amber", 25.0, 60.0), ("green", 80.0, 165.0))
"""Degrees of the colour circle in which a fill is taken for a rating; what lies between is decoration."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_SATURATION = 0.5  # from 0 to 1: paler fills are zebra stripes and shading
DARKEST = 0.35  # of full brightness: darker fills are headings


def stated_rating(text: str) -> tuple[str | None, Direction | None]:
    """The rating and the direction that a text of nothing else states."""
    for found in values.read_cell(text) if text else ():
        if found.value.status in ("rating", "direction_only"):
            return found.value.rating, found.value.direction
    return None, None


def rating_of_fill(cell: TableCell) -> str | None:
    """Red, amber or green, where the cell is filled so."""
    return rating_of_colour(cell.place.fill) if cell.place.fill else None


def rating_of_colour(colour: str) -> str | None:
    """The rating that a colour `#rrggbb` stands for; any other notation stands for none."""
    if COLOUR.fullmatch(colour) is None:
        return None
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    high, low = max(red, green, blue), min(red, green, blue)
    if high < DARKEST or high - low < LEAST_SATURATION * high:
        return None
    hue = _hue(red, green, blue)
    return next((name for name, first, last in HUES if first <= hue <= last), None)


def _hue(red: float, green: float, blue: float) -> float:
    """Degrees from -60 to 300: red is 0, green 120."""
    high, spread = max(red, green, blue), max(red, green, blue) - min(red, green, blue)
    if high == red:
        return 60 * (green - blue) / spread
    if high == green:
        return 60 * (blue - red) / spread + 120
    return 60 * (red - green) / spread + 240
