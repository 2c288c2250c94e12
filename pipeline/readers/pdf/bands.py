"""Rules and coloured bands as wide as a table: what parts its rows, and its columns where each cell has its own."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.readers.pdf.engine import WHITE, Ruling
from pipeline.readers.pdf.grids import THIN

TALLEST = 200.0  # points: a taller fill is a panel behind text, not a row's band
ONE_LINE = 4.0  # points: edges closer than this are one (LibreOffice leaves hairs of white between bands)
HALF = 0.5  # of the table's width: shorter rules are underlines


class Band(NamedTuple):
    """Rules or fills side by side in one height; `edges` are where they meet and end, left to right."""

    top: float
    bottom: float
    edges: tuple[float, ...]


def bands_of(rulings: Sequence[Ruling]) -> tuple[Band, ...]:
    """The bands of a page, top first."""
    drawn = [r for r in rulings if _is_band(r)]
    drawn.sort(key=lambda r: (round(r.top), round(r.bottom), r.x0))
    out: list[Band] = []
    for _, group in groupby(drawn, key=lambda r: (round(r.top), round(r.bottom))):
        out += _joined(list(group))
    return tuple(out)


def _is_band(ruling: Ruling) -> bool:
    if not ruling.stroked and ruling.fill in (None, WHITE):
        return False
    return ruling.bottom - ruling.top < TALLEST and ruling.x1 - ruling.x0 > ruling.bottom - ruling.top


def _joined(side_by_side: Sequence[Ruling]) -> list[Band]:
    edges = [side_by_side[0].x0, side_by_side[0].x1]
    out: list[Band] = []
    top, bottom = side_by_side[0].top, side_by_side[0].bottom
    for ruling in side_by_side[1:]:
        if ruling.x0 > edges[-1] + ONE_LINE:
            out.append(Band(top, bottom, tuple(edges)))
            edges = [ruling.x0]
        if ruling.x1 > edges[-1] + ONE_LINE:
            edges.append(ruling.x1)
    return [*out, Band(top, bottom, tuple(edges))]


def within(bands: Sequence[Band], box: tuple[float, float, float, float]) -> list[Band]:
    """The bands in this height, as wide as half of it at least."""
    x0, top, x1, bottom = box
    wide = HALF * (x1 - x0)
    return [
        b
        for b in bands
        if top - ONE_LINE < b.bottom and b.top < bottom + ONE_LINE and min(b.edges[-1], x1) - max(b.edges[0], x0) > wide
    ]


def edges_at(bands: Sequence[Band], height: float) -> tuple[float, ...]:
    """The edges between the cells of the fills at this height."""
    found = {edge for b in bands if b.top < height < b.bottom for edge in b.edges[1:-1]}
    return tuple(sorted(found))


def heights(bands: Sequence[Band]) -> tuple[float, ...]:
    """Where rules lie and fills end, down the page."""
    found = (y for b in bands for y in ((b.top, b.bottom) if b.bottom - b.top > THIN else ((b.top + b.bottom) / 2,)))
    out: list[float] = []
    for y in sorted(found):
        if not out or y - out[-1] > ONE_LINE:
            out.append(y)
    return tuple(out)


def drawn_columns(bands: Sequence[Band]) -> tuple[float, ...]:
    """The edges of columns where two bands at least have a piece for each cell and agree; else empty."""
    pieced = [b for b in bands if len(b.edges) > 2]
    if not pieced:
        return ()
    most = max(len(b.edges) for b in pieced)
    full = [b for b in pieced if len(b.edges) == most]
    if len(full) < 2 or any(_differ(a, b) for a, b in pairwise(full)):
        return ()
    return full[0].edges


def _differ(one: Band, other: Band) -> bool:
    return any(abs(a - b) > ONE_LINE for a, b in zip(one.edges, other.edges, strict=True))
