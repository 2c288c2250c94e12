"""What the picture of a page shows before any letter is recognised: its skew, its rulings, its spots of ink.

A picture is an array of grey values, 0 black to 255 white, upright, at `DPI`. Lengths are pixels of it unless named
points. Only numpy and Pillow are used, so that the same bytes give the same ink on every machine.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from pipeline.readers.pdf.engine import Raster, Ruling
from pipeline.readers.pdf.scans import DPI

POINT = DPI / 72  # pixels
MOST_SKEW = 5.0  # degrees; a feeder turns a sheet by less
LEAST_SKEW = 0.04  # degrees: over a line of text half a pixel; turning the picture would only blur it
COARSE, FINE = 0.25, 0.02  # degrees between the angles tried
DARK = 0.55  # of the way from black to the paper's white: the edge of a letter is half ink
LINE_LENGTH = 24 * POINT  # shorter dark runs are letters and dashes
LINE_SHARE = 0.9  # of such a run is dark: a scanner leaves gaps
LINE_DEPTHS = (round(POINT), round(2 * POINT))  # pixels: lighter on both sides at one of these; a filled area is not
LINE_CONTRAST = 40  # grey values between a line and what is beside it
LINE_THICK = 2.6 * POINT
LEAST_LETTER = 10  # pixels: letters of 5 points and more are higher
X_HEIGHT = 0.55  # of the em: half of the letters of a page are at least as high as its small ones
DUST = 0.003  # of the em's square: a full stop has at least 0.008 of ink, of print half as large 0.002
SPECK = 4  # pixels of ink: less is dust

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


class Spot(NamedTuple):
    """Ink that hangs together: a letter, a dot, a bullet."""

    x0: int
    top: int
    x1: int
    bottom: int
    area: int
    stroke: float
    """Mean length of its shorter horizontal runs: about the width of a stem."""
    lean: float
    """How far its upper third stands right of its lower third, of its height: 0 for what is upright."""
    taper: float
    """Ink of its lower third against that of its upper third."""

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.bottom - self.top


def picture(raster: Raster) -> Grey:
    """The rendered page as an array, with what is not quite white made white."""
    grey = np.frombuffer(raster.grey, np.uint8).reshape(raster.height, raster.width)
    paper = max(1, int(np.percentile(grey[::4, ::4], 75)))
    white: Grey = np.minimum(grey.astype(np.float32) * (255 / paper), 255).astype(np.uint8)
    return white


def turned(grey: Grey, quarters: int) -> Grey:
    """The picture turned by quarters of a circle, against the clock."""
    return np.ascontiguousarray(np.rot90(grey, quarters))


def straightened(grey: Grey) -> Grey:
    """The picture with its text lines level."""
    angle = skew(grey)
    if abs(angle) < LEAST_SKEW:
        return grey
    return np.asarray(Image.fromarray(grey).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255))


def enlarged(grey: Grey) -> Grey:
    """The picture at twice its size, for characters half as high as others."""
    height, width = grey.shape
    return np.asarray(Image.fromarray(grey).resize((2 * width, 2 * height), Image.Resampling.BICUBIC))


def skew(grey: Grey) -> float:
    """Degrees by which text lines climb to the left: the angle at which rows of ink and white rows differ most."""
    small = _shrunk(grey, 3)
    rows, columns = np.nonzero(small < DARK * 255)
    if len(rows) < 200:
        return 0.0
    x = columns - small.shape[1] / 2
    coarse = _best_angle(rows, x, np.arange(-MOST_SKEW, MOST_SKEW + COARSE, COARSE))
    return _best_angle(rows, x, np.arange(coarse - COARSE, coarse + COARSE, FINE))


def _shrunk(grey: Grey, by: int) -> Reals:
    height, width = (n // by * by for n in grey.shape)
    blocks = grey[:height, :width].reshape(height // by, by, width // by, by)
    shrunk: Reals = blocks.mean(axis=(1, 3))
    return shrunk


def _best_angle(rows: Numbers, x: Reals, angles: Reals) -> float:
    def contrast(angle: float) -> float:
        shifted = np.rint(rows - x * np.tan(np.radians(angle))).astype(np.int64)
        profile = np.bincount(shifted - shifted.min()).astype(np.float64)
        return float(np.square(np.diff(profile)).sum())

    return float(max(angles, key=contrast))


def find_rulings(grey: Grey) -> tuple[Ruling, ...]:
    """Straight level and upright lines, in points: long, thin, and darker than what is on both sides of them."""
    across = [_ruling(*box) for box in _lines(grey)]
    down = [_ruling(y0, x0, y1, x1) for x0, y0, x1, y1 in _lines(grey.T)]
    return (*across, *down)


def _ruling(x0: int, top: int, x1: int, bottom: int) -> Ruling:
    return Ruling(x0 / POINT, top / POINT, x1 / POINT, bottom / POINT, False, "#000000")


def _lines(grey: Grey) -> list[tuple[int, int, int, int]]:
    """Boxes x0, top, x1, bottom of level lines. Rows are thickened by one so that a line may climb a little."""
    ridge = _ridge(grey)
    thick = ridge.copy()
    thick[1:] |= ridge[:-1]
    thick[:-1] |= ridge[1:]
    length = round(LINE_LENGTH)
    sums = np.cumsum(np.pad(thick, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    full = sums[:, length:] - sums[:, :-length] >= LINE_SHARE * length
    edges = np.zeros((thick.shape[0], thick.shape[1] + 1), np.int32)
    edges[:, : full.shape[1]] += full
    edges[:, length : length + full.shape[1]] -= full
    long = (np.cumsum(edges[:, :-1], axis=1) > 0) & (thick | (grey < DARK * 255))  # dark only: where lines cross
    boxes = [(s.x0, s.top + 1, s.x1, max(s.top + 2, s.bottom - 1)) for s in spots_of(long) if s.width >= 0.8 * length]
    return [b for b in boxes if b[3] - b[1] <= LINE_THICK]


def _ridge(grey: Grey) -> Mask:
    """Pixels darker than those above and below; an underline has letters not far above, a table's line has none."""
    values = grey.astype(np.int16)
    ridge = np.zeros(grey.shape, np.bool_)
    for depth in LINE_DEPTHS:
        beside = np.minimum(values[: -2 * depth], values[2 * depth :])
        ridge[depth:-depth] |= beside - values[depth:-depth] >= LINE_CONTRAST
    return ridge


def without(grey: Grey, rulings: tuple[Ruling, ...]) -> Grey:
    """The picture with its rulings painted over, so that no letter is seen in them."""
    clean = grey.copy()
    for r in rulings:
        x0, top, x1, bottom = (round(v * POINT) for v in (r.x0, r.top, r.x1, r.bottom))
        clean[max(0, top - 2) : bottom + 2, max(0, x0 - 2) : x1 + 2] = 255
    return clean


def without_dust(grey: Grey) -> Grey:
    """The picture without specks far smaller than the full stops of its print."""
    spots = spots_of(grey < DARK * 255)
    heights = sorted(s.height for s in spots if s.height >= LEAST_LETTER)
    if not heights:
        return grey
    most = DUST * (heights[len(heights) // 2] / X_HEIGHT) ** 2
    clean = grey.copy()
    for s in spots:
        if s.area <= most:
            clean[max(0, s.top - 1) : s.bottom + 1, max(0, s.x0 - 1) : s.x1 + 1] = 255
    return clean


def find_spots(grey: Grey) -> list[Spot]:
    """All spots of ink but dust, left to right."""
    return sorted(s for s in spots_of(grey < DARK * 255) if s.area >= SPECK)


def spots_of(ink: Mask) -> list[Spot]:
    """The 8-connected parts of a mask. Runs of each row are joined with the runs they touch in the row above."""
    padded = np.pad(ink, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    if not len(rows):
        return []
    labels = _joined(rows, starts, ends, ink.shape[1] + 2)
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    firsts = np.concatenate(([0], cuts))
    x0 = np.minimum.reduceat(starts[order], firsts)
    x1 = np.maximum.reduceat(ends[order], firsts)
    top = np.minimum.reduceat(rows[order], firsts)
    bottom = np.maximum.reduceat(rows[order], firsts) + 1
    lengths = (ends - starts)[order]
    area = np.add.reduceat(lengths, firsts)
    strokes = [_stem(lengths[a:b]) for a, b in pairwise([*firsts.tolist(), len(order)])]
    sizes = np.diff(np.append(firsts, len(order)))
    down = (rows[order] + 0.5 - np.repeat(top, sizes)) / np.repeat(bottom - top, sizes)
    leans, tapers = _shapes(down, (starts + ends)[order] / 2, lengths, firsts)
    columns = (x0, top, x1, bottom, area, strokes, leans / (bottom - top), tapers)
    return [Spot(*values) for values in zip(*(np.asarray(c).tolist() for c in columns), strict=True)]


def _shapes(down: Reals, centres: Reals, lengths: Numbers, firsts: Numbers) -> tuple[Reals, Reals]:
    """How far each spot's upper third stands right of its lower third, and the ink of the lower against the upper."""
    high, low = down < 1 / 3, down > 2 / 3
    above, below = (np.add.reduceat(np.where(third, lengths, 0), firsts) for third in (high, low))
    upper, lower = (_mean_where(third, centres, lengths, firsts) for third in (high, low))
    return upper - lower, below / np.maximum(above, 1)


def _stem(lengths: Numbers) -> float:
    return float(lengths[lengths <= 1.5 * np.median(lengths)].mean())


def _mean_where(chosen: Mask, values: Reals, weights: Numbers, firsts: Numbers) -> Reals:
    """Weighted mean of the chosen values of each group; the group's first value where none is chosen."""
    weight = np.add.reduceat(np.where(chosen, weights, 0), firsts)
    total = np.add.reduceat(np.where(chosen, weights * values, 0.0), firsts)
    mean: Reals = np.where(weight > 0, total / np.maximum(weight, 1), values[firsts])
    return mean


def _joined(rows: Numbers, starts: Numbers, ends: Numbers, width: int) -> Numbers:
    """One label for all runs that hang together: the least index among them."""
    first, last = rows * width + starts, rows * width + ends
    low = np.searchsorted(last, first - width, side="left")
    high = np.searchsorted(first, last - width, side="right")
    counts = np.maximum(high - low, 0)
    below = np.repeat(np.arange(len(rows)), counts)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    above = np.repeat(low, counts) + offsets
    labels = np.arange(len(rows))
    while True:
        least = np.minimum(labels[below], labels[above])
        after = labels.copy()
        np.minimum.at(after, below, least)
        np.minimum.at(after, above, least)
        after = after[after]
        if np.array_equal(after, labels):
            return labels
        labels = after
