"""Recognised words with their ink: which spots make which word, how large its letters are, how thick, how upright."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from pipeline.readers.pdf.ink import Spot
from pipeline.readers.pdf.tesseract import Seen
from pipeline.records import dataclass

TALL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZbdfhkl0123456789")
TALL_HEIGHT = 0.71  # of the em: capitals, ascenders and figures, between Times (0.67) and Verdana (0.75)


@dataclass(frozen=True, slots=True)
class Column:
    """Spots of one word that stand over each other: mostly one character."""

    x0: int
    top: int
    x1: int
    bottom: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Inked:
    """A recognised word with its ink."""

    seen: Seen
    columns: tuple[Column, ...]
    em: float = 0.0
    """Font size in pixels."""
    stroke: float = 0.0
    """Width of its stems, in pixels."""
    lean: float = 0.0
    """How far its letters lean to the right, of their height."""
    raised: int = 0
    """How many characters at the end are a footnote mark."""
    is_bullet: bool = False

    @property
    def matched(self) -> bool:
        """Each character has a column of its own."""
        return len(self.columns) == len(self.seen.text)

    def is_small(self, column: Column) -> bool:
        """A quote mark or a point: the white beside it tells nothing."""
        return column.bottom - column.top < 0.4 * self.em


def inked(words: Sequence[Seen], spots: Sequence[Spot]) -> tuple[list[Inked], list[Spot]]:
    """The words with their spots, and the spots that belong to no word."""
    held: list[list[Spot]] = [[] for _ in words]
    free: list[Spot] = []
    bands = _bands(words)
    for spot in spots:
        x, y = (spot.x0 + spot.x1) / 2, (spot.top + spot.bottom) / 2
        near = bands.get(int(y) // BAND, ())
        owner = next((i for i in near if _holds(words[i], x, y)), None)
        (free if owner is None else held[owner]).append(spot)
    found = [
        Inked(w, columns_of(s), stroke=_stroke(s), lean=_lean(s))
        for w, s in zip(words, held, strict=True)
        if w.text.strip()
    ]
    return _measured(found), free


BAND = 64  # pixels: words are looked up by strips of this height


def _bands(words: Sequence[Seen]) -> dict[int, list[int]]:
    bands: dict[int, list[int]] = {}
    for i, word in enumerate(words):
        for band in range(int(word.top) // BAND, int(word.bottom) // BAND + 1):
            bands.setdefault(band, []).append(i)
    return bands


def _holds(word: Seen, x: float, y: float) -> bool:
    return word.x0 - 1 <= x <= word.x1 + 1 and word.top - 1 <= y <= word.bottom + 1


def columns_of(spots: Iterable[Spot]) -> tuple[Column, ...]:
    """Spots side by side part columns; spots over each other share one (the dot of an i, both dots of a colon)."""
    groups: list[list[Spot]] = []
    reach = 0
    for spot in sorted(spots):
        if groups and reach - spot.x0 > 0.3 * min(spot.width, reach - min(s.x0 for s in groups[-1])):
            groups[-1].append(spot)
            reach = max(reach, spot.x1)
        else:
            groups.append([spot])
            reach = spot.x1
    return tuple(
        Column(min(s.x0 for s in g), min(s.top for s in g), max(s.x1 for s in g), max(s.bottom for s in g), tuple(g))
        for g in groups
    )


def _stroke(spots: Sequence[Spot]) -> float:
    letters = [s.stroke for s in spots if s.height > 2 * s.stroke]
    return median(letters) if letters else 0.0


def _lean(spots: Sequence[Spot]) -> float:
    """The median of the letters' leans: open letters lean either way, stems and bowls do not in upright type."""
    leans = [s.lean for s in spots if s.height > 2 * s.stroke]
    return median(leans) if leans else 0.0


def _measured(words: Sequence[Inked]) -> list[Inked]:
    """The em of each text line from its tall letters; a line that has none takes the page's."""
    out: list[Inked] = []
    page = _em([h for w in words for h in _tall(w)])
    for _, group in groupby(words, key=lambda w: w.seen.line):
        line = list(group)
        em = _em([h for w in line for h in _tall(w)]) or page or 1.0
        out += [replace(w, em=em) for w in line]
    return out


def _tall(word: Inked) -> list[float]:
    if not word.matched:
        return []
    base = word.seen.baseline
    return [base - c.top for c, letter in zip(word.columns, word.seen.text, strict=True) if letter in TALL]


def _em(heights: Sequence[float]) -> float:
    return median(heights) / TALL_HEIGHT if heights else 0.0
