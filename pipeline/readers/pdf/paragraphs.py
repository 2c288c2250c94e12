"""What the structure tree of a tagged PDF says of printed lines: which paragraph or item each is of.

The tree counts on a page where it agrees with what the eye is sure of. Lines of one paragraph are set alike and close
together: a tree that has everything in one paragraph is told by the white and the other type inside it. A full line
that ends no sentence goes on in the next, which begins in small letters: a tree with a paragraph for each printed line
is told by the sentences that it cuts. And a paragraph is printed in one piece: a tree in another order has many twice.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from pipeline.readers.pdf.engine import Word
from pipeline.readers.pdf.rows import MARK_ALONE
from pipeline.readers.pdf.structure import Path, Structure
from pipeline.transcript import Line

FAR = 1.6  # times the usual step from line to line
FULL, SHORT = 0.85, 0.75  # of where the page's widest line ends
MOST_WRONG = 0.05  # of the pairs of lines that a tree joins or parts, and of its paragraphs
NUMBER = re.compile(r"\d{1,2}(\.\d{1,2})+\.?|\d{1,2}\.|\(?[a-z\d]{1,2}\)|[•▪●◼o–-]")
STOPS = (".", "?", "!", ":")
ENDS = (".", "!", "?", ":", ";", ",", "’", "”", "'", '"', ")", "-", "–", "and", "or")


class Told(NamedTuple):
    """What the tree says of a line."""

    block: Path | None
    item: int = 0
    """Where it begins an item whose bullet is no character: how many lists it stands in. Else 0."""


def told_of(rows: Sequence[Sequence[Word]], structure: Structure) -> list[Told]:
    """What a sound tree says of each row, in reading order; nothing where the page's tree is none."""
    if not structure:
        return []
    blocks = [_block(row, structure) for row in rows]
    if not _is_sound(rows, blocks):
        return []
    drawn = _drawn_items(rows, structure)
    return [Told(block, drawn.pop(block, 0) if block else 0) for block in blocks]


def as_told(line: Line, told: Told) -> Line:
    """The line with its block; an item without a mark is one by its role."""
    if told.item:
        return replace(line, block=told.block, role="item", level=told.item - 1)
    return replace(line, block=told.block)


def _block(row: Sequence[Word], structure: Structure) -> Path | None:
    """That of all the row's words, their number or bullet aside; None where they are of several, or of none."""
    places = [structure.get(word.mcid) for word in row]
    blocks = {place.block if place else None for place in places if place is None or not place.label}
    return blocks.pop() if len(blocks) == 1 else None


def _drawn_items(rows: Sequence[Sequence[Word]], structure: Structure) -> dict[Path, int]:
    """How many lists each item stands in whose bullet is drawn, as browsers do: marked content without words."""
    printed = {word.mcid for row in rows for word in row}
    return {
        place.item: place.depth
        for number, place in structure.items()
        if place.label and place.item is not None and number not in printed
    }


def _is_sound(rows: Sequence[Sequence[Word]], blocks: Sequence[Path | None]) -> bool:
    runs = Counter(block for block, _ in groupby(b for b in blocks if b is not None))
    if not runs or sum(runs.values()) - len(runs) > MOST_WRONG * len(runs):
        return False
    pairs = [(a == b, *both) for (a, b), both in zip(pairwise(blocks), pairwise(rows), strict=True) if a and b]
    joined = [(above, below) for same, above, below in pairs if same]
    parted = [(above, below) for same, above, below in pairs if not same]
    usual, widest = _usual_step(joined), max(row[-1].x1 for row in rows)
    apart = sum(_are_apart(above, below, usual, widest) for above, below in joined)
    cut = sum(_is_cut(above, below, widest) for above, below in parted)
    return apart <= MOST_WRONG * len(joined) and cut <= MOST_WRONG * len(parted)


def _usual_step(joined: Sequence[tuple[Sequence[Word], Sequence[Word]]]) -> float:
    """From line to line in the middle of paragraphs, in font sizes."""
    steps = [(below[0].baseline - above[0].baseline) / below[0].size for above, below in joined if below[0].size > 0]
    return median(steps) if steps else 0.0


def _are_apart(above: Sequence[Word], below: Sequence[Word], usual: float, widest: float) -> bool:
    """What no two lines of one paragraph are: set in other type, far from each other, the second with a number, the
    first short of the margin at the end of a sentence. From column to column nothing is sure."""
    if below[0].baseline < above[0].baseline:
        return False
    if min(len(above), len(below)) > 1 and _type(above) != _type(below):
        return True
    if below[0].baseline - above[0].baseline > FAR * usual * below[0].size or NUMBER.fullmatch(below[0].text):
        return True
    return above[-1].text.endswith(STOPS) and above[-1].x1 < SHORT * widest and below[0].text[:1].isupper()


def _type(row: Sequence[Word]) -> tuple[int, bool]:
    """Its size in points, and whether all of it is bold."""
    return round(max(word.size for word in row)), all(word.bold for word in row)


def _is_cut(above: Sequence[Word], below: Sequence[Word], widest: float) -> bool:
    """A full line that ends no sentence, and the next begins in small letters."""
    if not below[0].text[:1].islower() or MARK_ALONE.fullmatch(below[0].text) or above[-1].text.endswith(ENDS):
        return False
    return above[-1].x1 > FULL * widest and above[-1].size == below[0].size
