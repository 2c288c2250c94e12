"""From words to printed lines: words that share a baseline, left to right, in the order a reader takes them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.readers.pdf.columns import find_unruled
from pipeline.readers.pdf.engine import PageContent, Ruling, Word
from pipeline.readers.pdf.grids import THIN, Grid, GridCell, find_grids
from pipeline.transcript import Cell, Line

SAME_LINE = 0.3  # of the larger font size: baselines closer than this are one line (a superscript rises by about 0.33)
NEAR = 4.0  # points that an underline may start or end beside the words
COLUMN_GAP = 1.1  # of the font size: a wider gap is a tab; a justified line's spaces stay below


def page_lines(page: PageContent, first_table: int) -> tuple[list[Line], int]:
    """The page's lines in reading order, and the number the next table gets."""
    grids = find_grids(page.rulings)
    outside = [w for w in page.words if _place(w, grids) is None]
    grids = (*grids, *find_unruled(_rows(outside), page.rulings))
    places = [_place(word, grids) for word in page.words]
    free = [w for w, place in zip(page.words, places, strict=True) if place is None]
    rules = [r for r in page.rulings if r.bottom - r.top <= THIN]
    blocks = [(top, lines) for top, lines in _free_lines(free, page.number, rules)]
    table = first_table
    for number, grid in enumerate(grids):
        inside = [(w, p[1]) for w, p in zip(page.words, places, strict=True) if p is not None and p[0] == number]
        if not inside:
            continue
        blocks.append((grid.across[0], _table_lines(grid, inside, page.number, table)))
        table += 1
    blocks += [(p[1], [_picture(p, page.number)]) for p in page.pictures]
    blocks.sort(key=lambda block: block[0])
    return [line for _, lines in blocks for line in lines], table


def _place(word: Word, grids: Sequence[Grid]) -> tuple[int, GridCell] | None:
    x, y = (word.x0 + word.x1) / 2, word.baseline - 0.3 * word.size
    for number, grid in enumerate(grids):
        cell = grid.cell_at(x, y)
        if cell is not None:
            return number, cell
    return None


def _free_lines(words: Iterable[Word], page: int, rules: Sequence[Ruling]) -> Iterable[tuple[float, list[Line]]]:
    for row in _rows(words):
        line = printed_line(row, page, None, "\n")
        if any(_underlines(rule, row) for rule in rules):
            line = replace(line, underline=True)
        yield row[0].baseline - row[0].size, [line]


def _underlines(rule: Ruling, row: Sequence[Word]) -> bool:
    """A thin rule just under the baseline, as long as the words after a number are."""
    first = row[1] if len(row) > 1 and row[0].text[:1].isdigit() else row[0]
    if not -1 < rule.top - row[0].baseline < 0.35 * row[0].size or abs(rule.x1 - row[-1].x1) > NEAR:
        return False
    return abs(rule.x0 - first.x0) < NEAR or abs(rule.x0 - row[0].x0) < NEAR


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.baseline, w.x0)):
        if rows and abs(word.baseline - rows[-1][-1].baseline) <= SAME_LINE * max(word.size, rows[-1][-1].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.x0) for row in rows]


def _table_lines(grid: Grid, inside: list[tuple[Word, GridCell]], page: int, table: int) -> list[Line]:
    by_cell: dict[GridCell, list[Word]] = {}
    for word, cell in inside:
        by_cell.setdefault(cell, []).append(word)
    out: list[Line] = []
    for _, row in groupby(grid.cells, key=lambda c: c.row):
        cells = [c for c in row if c in by_cell or c.fill]
        for cell in cells:
            end = "\n" if cell is cells[-1] else "\t"
            out += _cell_lines(cell, by_cell.get(cell, []), page, table, end)
    return out


def _cell_lines(cell: GridCell, words: list[Word], page: int, table: int, end: str) -> list[Line]:
    place = Cell(table, cell.row, cell.column, cell.columns, cell.rows, fill=cell.fill)
    rows = _rows(words)
    if not rows:
        return [Line(end, page, cell.box, cell.box[0], cell=place, mark=0)]
    ends = ["\n"] * (len(rows) - 1) + [end]
    return [printed_line(row, page, place, e) for row, e in zip(rows, ends, strict=True)]


def printed_line(words: Sequence[Word], page: int, cell: Cell | None, end: str) -> Line:
    """One line of words, left to right; a gap wider than a space becomes a tab."""
    text, raised, at = "", [], 0
    for before, word in zip((None, *words), words, strict=False):
        if before is not None:
            text += "\t" if word.x0 - before.x1 > COLUMN_GAP * word.size else " "
        text += word.text
        at = len(text)
        if word.raised:
            raised.append((at - word.raised, at))
    size = _most_common(words)
    box = min(w.x0 for w in words), min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words)
    lead = _bold_lead(words)
    return Line(
        text + end,
        page,
        box,
        words[0].x0,
        size,
        bold=lead == len(words),
        italic=all(w.italic for w in words),
        bold_start=len(" ".join(w.text for w in words[:lead])) if lead < len(words) else 0,
        role="hidden" if all(w.hidden for w in words) else None,
        raised=tuple(raised),
        cell=cell,
    )


def _most_common(words: Sequence[Word]) -> float:
    weight: dict[float, int] = {}
    for word in words:
        weight[word.size] = weight.get(word.size, 0) + len(word.text)
    return max(weight, key=lambda size: (weight[size], size))


def _bold_lead(words: Sequence[Word]) -> int:
    """How many words at the start are bold; a number in front set in light type does not break the run."""
    start = 1 if len(words) > 1 and not words[0].bold and words[0].text[:1].isdigit() and words[1].bold else 0
    count = start
    for word in words[start:]:
        if not word.bold:
            break
        count += 1
    return count if count > start else 0


def _picture(box: tuple[float, float, float, float], page: int) -> Line:
    return Line("", page, box, box[0], role="figure", mark=0)
