"""From words to printed lines: words that share a baseline, left to right, in the order a reader takes them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from operator import attrgetter

from pipeline.readers.pdf.continued import Arranged
from pipeline.readers.pdf.engine import RAISED_SIZE, PageContent, Ruling, Word
from pipeline.readers.pdf.grids import THIN, Grid, GridCell, places_of
from pipeline.readers.pdf.panels import panels_in
from pipeline.readers.pdf.paragraphs import as_told, told_of
from pipeline.readers.pdf.parted import with_parted_rows
from pipeline.readers.pdf.prose import Rows, in_reading_order
from pipeline.readers.pdf.rows import GAP, is_figure, turned_rows, words_in_rows
from pipeline.transcript import Cell, Line

WIDER = 12.0  # points: a rule that reaches so far beyond the words underlines none of them
HUGE = 2.0  # times the page's usual size: a watermark's letters
SLANT = 1.3  # of its size: how wide and high a slanted word of two letters is at least
HAIR = 0.15  # of the font size: less white than this is none; the tightest justified space is wider
ORDINALS = frozenset({"st", "nd", "rd", "th"})
NUMBER_ALONE = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z](?:\.?\d{1,3})?|[ivxIVX]{1,5})[.):]{0,2}")
LONE_MARK = re.compile(r"[\d*†‡§¹²³]{1,3}")
HIGH = 0.15  # of the font size that a note's mark stands above the line, at least
TOP = attrgetter("top")
NEAR = 4.0  # points that an underline may start or end beside the words


def page_lines(arranged: Arranged, first_table: int) -> tuple[list[Line], int]:
    """The page's lines in reading order, and the number the next table gets."""
    page, grids, rows = arranged
    seen, watermark = _watermarked([word for word in page.words if not word.hidden])
    places = places_of(seen, grids)
    turned = [w for w, place in zip(seen, places, strict=True) if place is None and not w.upright]
    rules = sorted((r for r in page.rulings if r.bottom - r.top <= THIN), key=TOP)
    order = in_reading_order(rows, panels_in(page.rulings))
    blocks = [*_free_lines(order, page, rules), *_turned_lines(turned, page.number)]
    by_grid: dict[int, dict[GridCell, list[Word]]] = {}
    for word, place in zip(seen, places, strict=True):
        if place is not None:
            by_grid.setdefault(place[0], {}).setdefault(place[1], []).append(word)
    table = first_table
    for number, grid in enumerate(grids):
        inside = by_grid.get(number)
        if not inside:
            continue
        numbered = Cell(table, 0, 0, continues=first_table - 1 if grid.joins and first_table else None)
        blocks.append((grid.across[0], _table_lines(grid, inside, page.number, numbered)))
        table += 1
    blocks += [(p[1], [_picture(p, page.number)]) for p in page.pictures]
    blocks.sort(key=lambda block: block[0])
    printed = [line for _, lines in blocks for line in lines]
    return [*printed, *_watermark_lines(watermark, page.number), *_hidden_lines(page)], table


def _watermarked(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """The page's words, and those of a watermark: `DRAFT` across the page at a slant, in far larger type than the rest.

    Column heads may be slanted too, but are no larger than their cells' words.
    """
    slanted = [word for word in words if _is_slanted(word)]
    if not slanted:
        return words, []
    sizes = sorted(word.size for word in words if word.upright)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    watermark = [word for word in slanted if word.size > HUGE * usual]
    return [word for word in words if word not in watermark], watermark


def _is_slanted(word: Word) -> bool:
    """Set neither along the page nor up or down it: as high as a word set across, and as wide."""
    return not word.upright and min(word.x1 - word.x0, word.bottom - word.top) > SLANT * word.size


def _watermark_lines(words: Sequence[Word], page: int) -> list[Line]:
    return [replace(printed_line(row, page, None, "\n"), role="running-head") for row in turned_rows(words)]


def _hidden_lines(page: PageContent) -> list[Line]:
    """What no reader sees, after all that one does."""
    hidden = [word for word in page.words if word.hidden]
    return [replace(printed_line(row, page.number, None, "\n"), role="hidden") for row in words_in_rows(hidden)]


def _free_lines(
    order: Sequence[Rows], page: PageContent, rules: Sequence[Ruling]
) -> Iterator[tuple[float, list[Line]]]:
    above: Sequence[Word] | None = None
    told = iter(told_of([row for block in order for row in block], page.structure))
    for block in order:
        lines: list[Line] = []
        for row in block:
            line = _free_line(row, page.number, rules)
            if (what := next(told, None)) is not None:
                line = as_told(line, what)
            apart = above is not None and any(
                _parts(rule, above, row) for rule in _between(rules, above[0].baseline, row[0].baseline)
            )
            lines.append(replace(line, opens=True) if apart else line)
            above = row
        yield block[0][0].baseline - block[0][0].size, lines


def _turned_lines(turned: Sequence[Word], page: int) -> Iterator[tuple[float, list[Line]]]:
    if turned:
        yield min(w.top for w in turned), [printed_line(row, page, None, "\n") for row in turned_rows(turned)]


def _free_line(row: Sequence[Word], page: int, rules: Sequence[Ruling]) -> Line:
    line = printed_line(row, page, None, "\n")
    near = _between(rules, row[0].baseline - NEAR, row[0].baseline + row[0].size)
    return replace(line, underline=True) if any(_underlines(rule, row) for rule in near) else line


def _between(rules: Sequence[Ruling], low: float, high: float) -> Sequence[Ruling]:
    """Of rules sorted from the top down those that begin between these heights."""
    return rules and rules[bisect_left(rules, low, key=TOP) : bisect_right(rules, high, key=TOP)]


def _parts(rule: Ruling, above: Sequence[Word], row: Sequence[Word]) -> bool:
    """A rule between two lines that is wider than the words over it and reaches over those below: they stand apart."""
    if not above[0].baseline < rule.top < row[0].baseline - 0.6 * row[0].size:
        return False
    wider = rule.x1 - above[-1].x1 > WIDER and rule.x1 > row[-1].x1 - NEAR
    return wider and rule.x0 < min(above[0].x0, row[0].x0) + NEAR


def _underlines(rule: Ruling, row: Sequence[Word]) -> bool:
    """A thin rule just under the baseline, as long as the words after a number are."""
    first = row[1] if len(row) > 1 and row[0].text[:1].isdigit() else row[0]
    after = max(NEAR, 0.6 * row[0].size)  # the space at a wrapped line's end is underlined too
    if not -1 < rule.top - row[0].baseline < 0.35 * row[0].size or abs(rule.x1 - row[-1].x1) > after:
        return False
    return abs(rule.x0 - first.x0) < NEAR or abs(rule.x0 - row[0].x0) < NEAR


def _table_lines(grid: Grid, by_cell: Mapping[GridCell, Sequence[Word]], page: int, table: Cell) -> list[Line]:
    grid, by_cell = with_parted_rows(grid, by_cell)
    head = _head_rows(grid, by_cell)
    out: list[Line] = []
    for number, row in groupby(grid.cells, key=lambda c: c.row):
        cells = [c for c in row if c in by_cell or c.fill]
        for cell in cells:
            end = "\n" if cell is cells[-1] else "\t"
            place = Cell(
                table.table,
                cell.row,
                cell.column,
                cell.columns,
                cell.rows,
                number < head,
                cell.fill,
                continues=table.continues,
            )
            out += _cell_lines(cell, by_cell.get(cell, []), page, place, end)
    return out


def _head_rows(grid: Grid, by_cell: Mapping[GridCell, Sequence[Word]]) -> int:
    """How many rows are surely the head: two where the upper one names groups of the columns that the lower names."""
    groups = [c for c in grid.cells if c.row == 0 and c.rows == 1 and c.column > 0 and c.columns > 1 and c in by_cell]
    lower = [grid.places.get((1, column)) for c in groups for column in range(c.column, c.column + c.columns)]
    names = [by_cell.get(c, ()) if c is not None else () for c in lower]
    if not names or not all(names):
        return grid.head
    if any(is_figure(words[0].text) for words in names) and not all(w.bold for words in names for w in words):
        return grid.head
    return 2


def _cell_lines(cell: GridCell, words: Sequence[Word], page: int, place: Cell, end: str) -> list[Line]:
    rows = words_in_rows(w for w in words if w.upright)
    if sum(map(len, rows)) < len(words):
        rows += turned_rows(w for w in words if not w.upright)
    if not rows:
        return [Line(end, page, cell.box, cell.box[0], cell=place, mark=0)]
    ends = ["\n"] * (len(rows) - 1) + [end]
    return [printed_line(row, page, place, e) for row, e in zip(rows, ends, strict=True)]


def printed_line(words: Sequence[Word], page: int, cell: Cell | None, end: str) -> Line:
    """One line of words, left to right; a gap wider than a space becomes a tab."""
    texts, x0s, tops, x1s, bottoms, _, sizes, bolds, italics, _, marks, *_, confidences = zip(*words, strict=True)
    if min(sizes) < max(sizes):
        marks = _with_lone_marks(words)
    whites = ["\t" if x0 - x1 > GAP * size else " " for x0, x1, size in zip(x0s[1:], x1s, sizes[1:], strict=False)]
    if not ORDINALS.isdisjoint(texts):
        whites = [_white(white, before, word) for white, (before, word) in zip(whites, pairwise(words), strict=True)]
    parts = [part for pair in zip(texts, (*whites, ""), strict=True) for part in pair]
    lead = len(words) if all(bolds) else _bold_lead(words) if any(bolds) else 0
    return Line(
        "".join(parts) + end,
        page,
        (min(x0s), min(tops), max(x1s), max(bottoms)),
        words[0].x0,
        sizes[0] if len(set(sizes)) == 1 else _most_common(words),
        bold=lead == len(words),
        italic=all(italics),
        bold_start=len(" ".join(texts[:lead])) if lead < len(words) else 0,
        raised=_raised(parts, marks) if any(marks) else (),
        cell=cell,
        confidence=_confidence(words) if any(c is not None for c in confidences) else None,
    )


def _with_lone_marks(words: Sequence[Word]) -> tuple[int, ...]:
    """Of each word how many characters are a note's mark: all of one that stands by itself, small and high."""
    lone = (LONE_MARK.fullmatch(w.text) is not None and _stands_high(before, w) for before, w in pairwise(words))
    return (words[0].raised, *(len(w.text) if alone else w.raised for w, alone in zip(words[1:], lone, strict=True)))


def _stands_high(before: Word, word: Word) -> bool:
    return word.size <= RAISED_SIZE * before.size and before.baseline - word.baseline > HIGH * before.size


def _raised(parts: Sequence[str], marks: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Where the superscript marks at the ends of words stand in the line; `parts` are words, and white between them."""
    ends = list(accumulate(map(len, parts)))[::2]
    return tuple((end - mark, end) for end, mark in zip(ends, marks, strict=True) if mark)


def _white(white: str, before: Word, word: Word) -> str:
    """None before a raised ordinal (2nd), where there would be a space."""
    closed = word.text in ORDINALS and before.text[-1:].isdigit() and word.x0 - before.x1 < HAIR * word.size
    return "" if closed and white == " " else white


def _confidence(words: Sequence[Word]) -> float:
    """The mean over the recognised characters, of which there are some."""
    read = [(w.confidence, len(w.text)) for w in words if w.confidence is not None]
    return round(sum(c * n for c, n in read) / sum(n for _, n in read), 3)


def _most_common(words: Sequence[Word]) -> float:
    weight: dict[float, int] = {}
    for word in words:
        weight[word.size] = weight.get(word.size, 0) + len(word.text)
    return max(weight, key=lambda size: (weight[size], size))


def _bold_lead(words: Sequence[Word]) -> int:
    """How many words at the start are bold; a number in front set in light type does not break the run."""
    light = len(words) > 1 and not words[0].bold and words[1].bold and NUMBER_ALONE.fullmatch(words[0].text)
    start = 1 if light else 0
    count = start
    for word in words[start:]:
        if not word.bold:
            break
        count += 1
    return count if count > start else 0


def _picture(box: tuple[float, float, float, float], page: int) -> Line:
    return Line("", page, box, box[0], role="figure", mark=0)
