"""Facts measured once over the whole paper: body size, leading, text width, running heads and feet."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.layout.footnotes import footnotes
from pipeline.records import dataclass
from pipeline.transcript import Line

DIGITS = re.compile(r"\d+")
EDGE_LINES = 3  # lines at the top and foot of a page among which running heads are looked for
EDGE_SHARE = 0.16  # of the page height: running heads stand in this outer band
RECURS = 0.5  # of the pages: what stands at the same height on this many is furniture
FEW_STEPS = 3  # from line to line, in a paper of a table and a few words
WIDEST_LEADING = 1.5  # of the font size, where no more is known
FOOT_SIZE = 0.85  # of the body's size: a foot in smaller type, where only this tells it
FOOT_GAP = 2.0  # of the body's size: white over such a foot
PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typesetting:
    """Measurements in points; None where the format has no layout."""

    size: float | None
    leading: float | None
    """From one line's top to the next in running text."""
    right: float | None
    """The right edge that full lines reach."""
    furniture: frozenset[int]
    """Indexes of the lines that are running heads, feet and page numbers."""
    footnotes: frozenset[int]


def measure(lines: Sequence[Line], heights: dict[int, float | None]) -> Typesetting:
    """The typesetting of a paper; `heights` by page number."""
    furniture = frozenset(
        (
            *recurring(lines, heights),
            *_feet_of_one_page(lines, heights),
            *(i for i, line in enumerate(lines) if line.role == "stamp"),
        )
    )
    aside = {i for i, line in enumerate(lines) if line.cell is not None or line.role == "contents"} | furniture
    body = [line for i, line in enumerate(lines) if i not in aside and line.text.strip()]
    size = _commonest(((line.size, len(line.text)) for line in body if line.size is not None), 0.5)
    leading = _leading(body, size)
    right = _right(body, size)
    return Typesetting(size, leading, right, furniture, footnotes(lines, furniture, size))


def _commonest(weighed: Iterable[tuple[float, int]], step: float) -> float | None:
    weights: Counter[float] = Counter()
    for value, weight in weighed:
        weights[round(value / step) * step] += weight
    return max(weights, key=lambda v: (weights[v], -v)) if weights else None


def _leading(body: Sequence[Line], size: float | None) -> float | None:
    if size is None:
        return None
    steps = [
        (b.box[3] - a.box[3], 1)
        for a, b in pairwise(body)
        if a.page == b.page and a.box and b.box and 0.8 * size < b.box[3] - a.box[3] < 2.6 * size and a.size == b.size
    ]
    if not steps:
        return None
    if len(steps) < FEW_STEPS:  # they may all be from one paragraph to the next
        return min(*(step for step, _ in steps), WIDEST_LEADING * size)
    common = _commonest(steps, 0.5)
    small = sorted(s for s, _ in steps)[len(steps) // 10]
    return small if common is None or common > 1.3 * small else common


def _right(body: Sequence[Line], size: float | None) -> float | None:
    edges = sorted(line.box[2] for line in body if line.box is not None)
    return edges[int(len(edges) * 0.9)] if edges and size is not None else None


def recurring(lines: Sequence[Line], heights: dict[int, float | None]) -> Iterable[int]:
    """Lines in the outer bands that come back on most pages at the same height, numbers in them aside; page numbers.

    The shape: the same words, digits folded, at the same height (within 3 points) on at least half the pages of a
    paper of two pages or more. Odd and even pages may take turns, so half of the pages of one parity is enough.
    """
    pages = {line.page for line in lines}
    yield from _recurring_pictures(lines, len(pages))
    edge = [(i, _place(line)) for i, line in enumerate(lines) if _in_band(line, heights.get(line.page))]
    places: dict[tuple[str, int], set[int]] = {}
    for i, place in edge:
        places.setdefault(place, set()).add(lines[i].page)
    for i, (text, y) in edge:
        found = set().union(*(places.get((text, near), set()) for near in (y - 1, y, y + 1)))
        numbered = PAGE_NUMBER.fullmatch(lines[i].text.strip()) is not None
        if len(found) >= max(2, RECURS * len(pages)) or (numbered and len(found) >= min(2, len(pages))):
            yield i


def _feet_of_one_page(lines: Sequence[Line], heights: dict[int, float | None]) -> Iterable[int]:
    """The running foot of a paper of one page, where nothing can come back.

    The shape: `OFFICIAL   Page 1 of 1`, one line, the last on the page and far down, in much smaller type than the text
    and far under it. A word processor sets its foot so in a paper of any length.
    """
    printed = [i for i, line in enumerate(lines) if line.text.strip() and line.box is not None and line.role is None]
    if len(printed) < 2 or lines[printed[0]].page != lines[printed[-1]].page:
        return
    last = lines[printed[-1]]
    above = max((box[3] for i in printed[:-1] if (box := lines[i].box) is not None), default=0.0)
    body = _commonest(((line.size, len(line.text)) for i in printed if (line := lines[i]).size is not None), 0.5)
    if last.box is None or last.size is None or body is None or last.size > FOOT_SIZE * body:
        return
    if _in_band(last, heights.get(last.page)) and last.box[1] - above > FOOT_GAP * body:
        yield printed[-1]


def _recurring_pictures(lines: Sequence[Line], pages: int) -> Iterable[int]:
    """Crests and logos: the same box on at least half of the pages."""
    places = Counter(tuple(round(v) for v in line.box) for line in lines if line.role == "figure" and line.box)
    for i, line in enumerate(lines):
        if line.role == "figure" and line.box and places[tuple(round(v) for v in line.box)] >= max(2, RECURS * pages):
            yield i


def _place(line: Line) -> tuple[str, int]:
    y = 0 if line.box is None else round(line.box[3] / 3)
    return DIGITS.sub("#", " ".join(line.text.split())), y


def _in_band(line: Line, height: float | None) -> bool:
    if line.box is None or height is None or line.cell is not None:
        return False
    if line.role == "contents":  # an entry is no running head of the section that it names
        return False
    outer = line.box[3] < EDGE_SHARE * height or line.box[1] > (1 - EDGE_SHARE) * height
    return outer and bool(line.text.strip())
