"""Panels side by side: coloured boxes of text, each read from top to bottom before the next.

The shape, of self-evaluations and infographics made in browsers and layout programs:

    ▒What is working well▒▒▒▒   ▒What needs to improve▒▒▒     two or three filled boxes at one height, with prose in
    ▒• Life story work starts▒   ▒• The timeliness of health▒     each and nothing in the white between them
    ▒  early               ▒   ▒  assessments          ▒

The cells of a table have figures or single words in them; a panel has lines of prose, two at least.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.pdf.engine import WHITE, Ruling, Word
from pipeline.readers.pdf.rows import Row

SMALLEST = (90.0, 34.0)  # points: width and height of a panel, two lines of text with some white
SAME = 4.0  # points between the tops of panels in a row
MOST = 200  # filled boxes of a page; more is a drawing
FEWEST_LINES = 2
WORDS_A_LINE = 2.5  # on average; labels and figures are shorter
TOUCH = 2.0  # points that words may reach over an edge


class Panel(NamedTuple):
    """A filled box."""

    x0: float
    top: float
    x1: float
    bottom: float


def panels_in(rulings: Sequence[Ruling]) -> list[tuple[Panel, ...]]:
    """The rows of panels of a page, top first; each from left to right."""
    boxes = {Panel(*r[:4]) for r in rulings if r.fill not in (None, WHITE) and _is_large(r)}
    if not 2 <= len(boxes) <= MOST:
        return []
    rows: list[list[Panel]] = []
    for box in sorted(boxes, key=lambda b: (b.top, b.x0)):
        if rows and box.top - rows[-1][0].top < SAME:
            rows[-1].append(box)
        else:
            rows.append([box])
    ordered = (tuple(sorted(row)) for row in rows if len(row) > 1)
    return [row for row in ordered if all(a.x1 <= b.x0 + TOUCH for a, b in pairwise(row))]


def _is_large(ruling: Ruling) -> bool:
    return ruling.x1 - ruling.x0 >= SMALLEST[0] and ruling.bottom - ruling.top >= SMALLEST[1]


def by_panel(rows: Sequence[Row], start: int, panels: Sequence[tuple[Panel, ...]]) -> tuple[int, list[list[Word]]]:
    """Where the rows end that stand in one row of panels, and their words panel by panel; `start` where none do."""
    for across in panels:
        top, bottom = across[0].top, max(panel.bottom for panel in across)
        end = start
        while end < len(rows) and top < rows[end].baseline < bottom:
            end += 1
        if end > start and (start == 0 or rows[start - 1].baseline <= top):
            lines = list(_lines(rows[start:end], across))
            return (end, lines) if _are_prose(rows[start:end], across, lines) else (start, [])
    return start, []


def _lines(rows: Sequence[Row], across: Sequence[Panel]) -> Iterator[list[Word]]:
    for panel in across:
        for row in rows:
            words = [w for w in row.words if panel.x0 - TOUCH <= w.x0 and w.x1 <= panel.x1 + TOUCH]
            if words:
                yield words


def _are_prose(rows: Sequence[Row], across: Sequence[Panel], lines: Sequence[Sequence[Word]]) -> bool:
    """Every word stands in a panel, and each panel has lines of prose."""
    if sum(map(len, lines)) != sum(len(row.words) for row in rows):
        return False
    inside = [[line for line in lines if panel.x0 - TOUCH <= line[0].x0 <= panel.x1] for panel in across]
    return all(len(found) >= FEWEST_LINES and sum(map(len, found)) >= WORDS_A_LINE * len(found) for found in inside)
