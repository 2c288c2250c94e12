"""A page's printed rows: words that share a baseline, and the runs of them that white parts."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from pipeline.readers.pdf.engine import RAISED_SIZE, Word

SAME_LINE = 0.3  # of the larger font size: baselines closer than this are one line (a superscript rises by about 0.33)
GAP = 1.1  # of the font size: white wider than this parts columns; a justified line's spaces stay below
HIGHEST = 0.6  # of the font size: a superscript rises no more
BY_BASELINE, BY_LEFT = attrgetter("baseline", "x0"), attrgetter("x0")
TOUCH = 1.0  # points that a word's box may reach over an edge drawn beside it
MARK_ALONE = re.compile(r"\(?(?:[A-Z]?\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivx]{1,4})[.):]?\)?|\W")
FIGURE = re.compile(
    r"[<>≤≥~£(+\-−–c.]{0,3}\d|n/?a\Z|[*:xzcu\-–—]\Z|\[\w\]|tbc\Z|nil\Z|suppressed\Z|[↑↓→←▲▼►◄]", re.IGNORECASE
)


class Segment(NamedTuple):
    """Words of one printed row that belong together."""

    x0: float
    x1: float
    text: str
    words: tuple[Word, ...]


class Row(NamedTuple):
    """One printed row."""

    baseline: float
    top: float
    bottom: float
    size: float
    bold: bool
    note: bool
    """Begins with a raised mark: a note, as stands under a table."""
    segments: tuple[Segment, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        if len(self.segments) == 1:
            return self.segments[0].words
        return tuple(word for segment in self.segments for word in segment.words)


def words_in_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words by baseline, top row first, each left to right."""
    rows: list[list[Word]] = []
    before: Word | None = None
    for word in sorted(words, key=BY_BASELINE):
        if before is not None and (word.baseline == before.baseline or _share_line(before, word)):
            rows[-1].append(word)
        else:
            rows.append([word])
        before = word
    return [sorted(row, key=BY_LEFT) for row in _with_raised(rows)]


def _share_line(before: Word, word: Word) -> bool:
    return abs(word.baseline - before.baseline) <= SAME_LINE * max(word.size, before.size)


def turned_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words set upwards, downwards or at a slant, as the file gives them: on while they stay on one straight line."""
    rows: list[list[Word]] = []
    for word in words:
        if rows and _in_line(rows[-1][-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _in_line(before: Word, word: Word) -> bool:
    across = abs(before.x0 + before.x1 - word.x0 - word.x1) / 2
    down = abs(before.top + before.bottom - word.top - word.bottom) / 2
    return min(across, down) < 0.6 * word.size


def _with_raised(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """Small marks set high, as before a footnote, put into the row that they stand in."""
    out: list[list[Word]] = []
    for row in rows:
        marks = out.pop() if out and _are_raised(out[-1], row[0]) else []
        out.append([*marks, *row])
    return out


def _are_raised(marks: Sequence[Word], word: Word) -> bool:
    if marks[0].size > RAISED_SIZE * word.size or word.baseline - marks[0].baseline > HIGHEST * word.size:
        return False
    return all(mark.size <= RAISED_SIZE * word.size and len(mark.text) <= 3 for mark in marks)


def row_of(words: Sequence[Word], edges: Sequence[float] = ()) -> Row:
    """The row that these words make, parted where the white is wide or holds an edge drawn between cells."""
    _, x0s, tops, x1s, bottoms, _, sizes, bolds, *_ = zip(*words, strict=True)
    whites = zip(x0s[1:], x1s, sizes[1:], strict=False)
    cuts = [at for at, (x0, x1, size) in enumerate(whites, 1) if x0 - x1 > GAP * size]
    if edges:
        drawn = [at for at, (before, word) in enumerate(pairwise(words), 1) if _parts(edges, before, word)]
        cuts = sorted({*cuts, *drawn})
    note = len(words) > 1 and _are_raised(words[:1], words[1]) and words[1].baseline > words[0].baseline
    segments = tuple([segment_of(words[start:end]) for start, end in pairwise((0, *cuts, len(words)))])
    return Row(words[-1].baseline, min(tops), max(bottoms), max(sizes), all(bolds), note, segments)


def _parts(edges: Sequence[float], left: Word, right: Word) -> bool:
    return any(left.x1 <= edge + TOUCH and edge - TOUCH <= right.x0 for edge in edges)


def segment_of(words: Sequence[Word]) -> Segment:
    """These words as one run."""
    if len(words) == 1:
        (word,) = words
        return Segment(word.x0, word.x1, word.text, (word,))
    texts, _, _, ends, *_ = zip(*words, strict=True)
    return Segment(words[0].x0, max(ends), " ".join(texts), tuple(words))


def is_tabular(row: Row) -> bool:
    """Gaps that are columns: not the gap after a number in the margin, or after a label's colon."""
    first = row.segments[0].text
    if len(row.segments) == 2 and (MARK_ALONE.fullmatch(first) or first.endswith(":")):
        return False
    return len(row.segments) > 1


def is_figure(text: str) -> bool:
    """A cell that begins as figures and their stand-ins do."""
    return FIGURE.match(text) is not None
