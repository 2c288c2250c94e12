"""Bullets that are drawn: a browser paints the disc, ring or square of a list item and prints no character for it.

The shape: a small path in dark ink, about as wide as high, that stands by itself before the first word of a printed
line, at the height of its small letters. A legend's keys are coloured and a chart's points have no words beside them,
so neither is one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from pipeline.readers.pdf.engine import PageContent, Ruling, Word

DISC, RING = "•", "◦"
SIZE = (1.5, 9.0)  # points: least and greatest side of a bullet, whatever the type
OF_EM = (0.1, 0.55)  # the same against the words' size
SQUARE = (0.75, 1.33)  # width against height
MIDDLE = (0.05, 0.6)  # of the em that its middle stands above the baseline
GAP = (0.2, 3.0)  # of the em: white between a bullet and its words
ALONE = 1.5  # of the em: no word stands nearer on its left
DARK = 112  # of 255: ink in which words are set
MOST = 400  # bullets of a page; more are the points of a drawing

BASELINE = attrgetter("baseline")


def with_drawn_bullets(page: PageContent) -> PageContent:
    """The page with a word for each drawn bullet; its path is a ruling no longer."""
    spots = [r for r in page.rulings if _is_spot(r)]
    if not spots or len(spots) > MOST:
        return page
    words = sorted((w for w in page.words if w.upright and not w.hidden), key=BASELINE)
    found = {spot: bullet for spot in spots if (bullet := _bullet(spot, words)) is not None}
    if not found:
        return page
    rulings = tuple(r for r in page.rulings if r not in found)
    return replace(page, words=(*page.words, *found.values()), rulings=rulings)


def _is_spot(ruling: Ruling) -> bool:
    width, height = ruling.x1 - ruling.x0, ruling.bottom - ruling.top
    if not SIZE[0] <= height <= SIZE[1] or not SQUARE[0] * height <= width <= SQUARE[1] * height:
        return False
    return _is_dark(ruling.fill) if ruling.fill is not None else ruling.stroked


def _is_dark(fill: str) -> bool:
    return all(int(fill[at : at + 2], 16) <= DARK for at in (1, 3, 5))


def _bullet(spot: Ruling, words: Sequence[Word]) -> Word | None:
    """The bullet as a word of the line that it opens; None where it opens none."""
    after = min(_followers(spot, words), key=attrgetter("x0"), default=None)
    if after is None or not _stands_before(spot, after) or _has_left_neighbour(spot, after, words):
        return None
    glyph = RING if spot.fill is None else DISC
    return after._replace(text=glyph, x0=spot.x0, x1=spot.x1, raised=0)


def _near(middle: float, words: Sequence[Word]) -> Sequence[Word]:
    """The words whose line the height `middle` may lie in; `words` by baseline."""
    low = bisect_left(words, middle, key=BASELINE)
    return words[low : bisect_right(words, middle + SIZE[1] / OF_EM[0], key=BASELINE)]


def _followers(spot: Ruling, words: Sequence[Word]) -> Iterator[Word]:
    middle = (spot.top + spot.bottom) / 2
    for word in _near(middle, words):
        if word.x0 > spot.x1 and MIDDLE[0] * word.size < word.baseline - middle < MIDDLE[1] * word.size:
            yield word


def _stands_before(spot: Ruling, after: Word) -> bool:
    height, gap = (spot.bottom - spot.top) / after.size, (after.x0 - spot.x1) / after.size
    return OF_EM[0] <= height <= OF_EM[1] and GAP[0] <= gap <= GAP[1]


def _has_left_neighbour(spot: Ruling, after: Word, words: Sequence[Word]) -> bool:
    middle = (spot.top + spot.bottom) / 2
    row = (w for w in _near(middle, words) if abs(w.baseline - after.baseline) < MIDDLE[1] * after.size)
    return any(w is not after and w.x0 < spot.x0 and spot.x0 - w.x1 < ALONE * after.size for w in row)
