"""Rows: tables whose rows, or columns, are measures.

The shapes read:

    Indicator | Good is | 2022/23 | 2023/24 | Target | England | RAG      a row a measure
    Ref | Theme | Measure | Unit | Q1 | Q2                               with columns before and beside the label
    Help and protection                                                  a sub-heading: the group of the rows below
    Re-referrals | Actual | 21% | 19%                                    a measure over several rows: what each holds
                 | Target | 20% | 20%                                    stands in a column of its own
    Year    | Re-referrals | ICPCs in time                               transposed: periods or areas down the side,
    2022/23 | 21%          | 84%                                         measures across

What a table is of is told by its heads and labels, not by its figures. It holds measures where its label column is
headed so (indicator, KPI, measure), where its columns are periods, targets or comparators, or where half of its labels
are known to the vocabulary or state a unit ("% of", "Number of"). It holds none where its labels are actions, risks,
people, times or terms, where it counts ratings, or where it is an account in money.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from pipeline import values
from pipeline.extractors.measures import Column, Dated, Measure, Printed, unit_said
from pipeline.extractors.ratings import rating_of_fill, stated_rating
from pipeline.extractors.surroundings import UNDATING, Surroundings, around_table, dated_in, last_sentence, year_around
from pipeline.layout.tables import Row, TableCell, is_figure
from pipeline.outline import DataTable, Outline
from pipeline.records import dataclass
from pipeline.vocabulary.columns import ColumnKind, area_in, column_kind, scale_in
from pipeline.vocabulary.indicators import match_label
from pipeline.vocabulary.wording import folded

LEAST_FILLED = 0.3  # of the rows: a table with fewer values than this holds no measures
MOSTLY = 0.5  # of cells or labels: what a column or a table is, most of its cells are
NEARLY_ALL = 0.8  # of the labels: an axis of periods or areas may hold a total besides
MOST_AREA_WORDS = 4  # words: "Statistical neighbours average 2023"; a longer label is no area's name
MOST_ROLE_WORDS = 3  # words: "Year to date"
NOTE_MARKS = re.compile(r"(?<=\S)\s{0,20}[*†‡^]{1,20}\Z")
UNIT_MARKS = re.compile(r"\(?[%£#]\)?")
CODE = re.compile(r"\W{0,20}(?:[A-Za-z]{0,6}[ /._-]?)?\d{1,20}(?:[ ./_-]\d{1,20}){0,10}[a-z]?\W{0,20}")
NOT_OF_MEASURES = ("task", "risk", "person", "time", "term", "tally")
LABELS = ("label", "description", "context", "other")
"""Kinds of columns that may name the rows, likeliest first."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A measure's line: its label, its cells by column, and what the line holds where a column says so."""

    label: str
    label_lines: tuple[int, ...]
    cells: Row
    group: str | None = None
    holds: ColumnKind | None = None
    holds_words: str = ""


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table the right way up: the words over each column, its lines, and the head of its labels."""

    heads: tuple[str, ...]
    lines: tuple[_Line, ...]
    lowest: tuple[str, ...]
    """The words right over each column, in the last storey of its head."""
    label_head: str
    label: int
    transposed: bool = False


def rows_of_table(table: DataTable, outline: Outline, surroundings: Surroundings) -> tuple[Measure, ...]:
    """The measures of a table; () where it is not of measures."""
    grid = _upright(table)
    if grid is None or not grid.lines:
        return ()
    columns = _columns(grid, table, surroundings)
    if not any(column.kind.kind == "value" for column in columns):
        return ()
    around = around_table(table, surroundings)
    found = [_measure(line, columns, table, outline, surroundings) for line in grid.lines]
    scale = _scale_around(table, surroundings)
    unit = _unit_around(grid, table)
    measures = [
        replace(m, around=m.around or around, unit_around=values.only_unit_in(m.group or "") or unit, scale=scale)
        for m in _merged(found)
        if m.printed
    ]
    stated = sum(1 for m in measures if any(is_figure(cell.text) or _is_bare_year(cell.text) for cell in m.printed))
    money = _is_about_money(table, surroundings)
    if stated < LEAST_FILLED * len(grid.lines) or not _is_of_measures(grid, columns, measures, money):
        return ()
    return tuple(measures)


def _scale_around(table: DataTable, surroundings: Surroundings) -> int:
    texts = (table.caption or "", last_sentence(table.lead_in), surroundings.title(table.section) or "")
    return next((scale for text in texts if (scale := scale_in(text)) != 1), 1)


def _unit_around(grid: _Grid, table: DataTable) -> str | None:
    """Indicator (rate per 10,000) | Table 2: Rates per 10,000 children | Table 3: Timeliness (%)."""
    return values.only_unit_in(grid.label_head) or values.only_unit_in(table.caption or "")


def _is_bare_year(text: str) -> bool:
    return text.isdigit()


# --- the right way up -----------------------------------------------------------------------------------------------


def _upright(table: DataTable) -> _Grid | None:
    heads = table.read.columns() or ("",) * table.read.width
    label = _label_column(table.read.body, heads)
    if label is None:
        return None
    grid = _by_rows(table, heads, label)
    if _is_axis([line.label for line in grid.lines]):
        return _under_groups(grid) or _by_columns(table, heads, label)
    return grid


def _label_column(body: Sequence[Row], heads: Sequence[str]) -> int | None:
    """The column of words that its head calls the measure, else their description, else the first column of words."""
    worded = [n for n in range(len(heads)) if _is_worded(_texts(body, n))]
    first_figures = next((n for n in range(len(heads)) if _is_figures(_texts(body, n))), len(heads))
    left = [n for n in worded if n < first_figures] or worded
    for kind in LABELS:
        named = [n for n in left if column_kind(heads[n]).kind == kind]
        if named:
            return named[0]
    if left:
        return left[0]
    return 0 if _is_headed_as_labels(heads) or _is_axis(_texts(body, 0)) else None


def _is_headed_as_labels(heads: Sequence[str]) -> bool:
    """A first column of ages or codes is one of labels where its head says what they are."""
    return bool(heads) and column_kind(heads[0]).kind in LABELS and bool(heads[0]) and not values.find_periods(heads[0])


def _texts(body: Sequence[Row], column: int) -> list[str]:
    return [c.text for row in body if column < len(row) and (c := row[column]) is not None and c.text]


def _is_worded(texts: Sequence[str]) -> bool:
    words = [t for t in texts if not CODE.fullmatch(t) and not is_figure(t) and any(c.isalpha() for c in t)]
    return bool(texts) and len(words) > MOSTLY * len(texts)


def _is_figures(texts: Sequence[str]) -> bool:
    return bool(texts) and sum(1 for t in texts if is_figure(t)) >= MOSTLY * len(texts)


def _by_rows(table: DataTable, heads: tuple[str, ...], label: int) -> _Grid:
    holds = _column_of_holdings(table.read.body, heads, label)
    context = [n for n in range(label) if column_kind(heads[n]).kind in ("context", "other") and _is_words(table, n)]
    lines: list[_Line] = []
    group: str | None = None
    for row in table.read.body:
        heading = _group_heading(row, label)
        if heading is not None:
            group = heading
            continue
        cell = row[label]
        name, spans = (cell.text, cell.lines) if cell is not None and cell.text else ("", ())
        if not name and lines and holds is not None:
            name, spans = lines[-1].label, lines[-1].label_lines
        beside = next((c.text for n in context if (c := row[n]) is not None and c.text), None)
        what = row[holds] if holds is not None else None
        words = what.text if what is not None else ""
        kind = column_kind(words) if words else None
        if name:
            lines.append(_Line(name, spans, row, _group_of(group, beside, lines, bool(context)), kind, words))
    lowest = tuple((table.read.above(n) or [""])[-1] for n in range(len(heads)))
    return _Grid(heads, tuple(lines), lowest, heads[label], label)


def _group_of(group: str | None, beside: str | None, lines: Sequence[_Line], has_column: bool) -> str | None:
    """A column of groups says it once for all rows that it was merged over."""
    if not has_column:
        return group
    return beside or (lines[-1].group if lines else group)


def _is_words(table: DataTable, column: int) -> bool:
    return _is_worded(_texts(table.read.body, column))


def _group_heading(row: Row, label: int) -> str | None:
    """The one cell of a row that holds nothing else."""
    filled = [c for c in row if c is not None and c.text]
    if len(filled) != 1 or filled[0].place.column > max(label, 0) or is_figure(filled[0].text):
        return None
    return filled[0].text


def _column_of_holdings(body: Sequence[Row], heads: Sequence[str], label: int) -> int | None:
    """A column of words beside the labels whose cells say what each row holds: Actual, Target, England."""
    for column in range(label + 1, len(heads)):
        texts = _texts(body, column)
        if _is_worded(texts) and len(set(texts)) > 1 and _share(texts, _is_holding) >= NEARLY_ALL:
            return column
    return None


def _is_holding(text: str) -> bool:
    """A role or whose figure it is, in few words: a measure's name may hold such a word among others."""
    kind, words = column_kind(text), text.count(" ") + 1
    if kind.kind != "value" or kind.role is None:
        return False
    return words <= (MOST_AREA_WORDS if kind.role == "benchmark" else MOST_ROLE_WORDS)


def _share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for text in texts if test(text)) / max(len(texts), 1)


def _is_axis(labels: Sequence[str]) -> bool:
    """Labels that are no measures: periods, or areas with a comparator among them, or roles."""
    if len(labels) < 2:
        return False
    if _share(labels, _is_period) >= NEARLY_ALL:
        return True
    short = all(label.count(" ") < MOST_AREA_WORDS for label in labels)
    return short and _share(labels, _is_holding) >= MOSTLY


def _is_period(text: str) -> bool:
    period = values.read_period(text)
    return period is not None and period.kind not in ("age_range", "not_a_period", "relative")


def _under_groups(grid: _Grid) -> _Grid | None:
    """Rows of "Actual", "Target", "England" under sub-headings that name the measures; the columns are periods."""
    dated = sum(1 for n, head in enumerate(grid.heads) if n != grid.label and values.find_periods(head))
    if not dated or any(line.group is None for line in grid.lines):
        return None
    if len({line.group for line in grid.lines}) < 2 or _share([line.label for line in grid.lines], _is_period) > 0:
        return None
    lines = tuple(
        replace(line, label=line.group or "", group=None, holds=column_kind(line.label), holds_words=line.label)
        for line in grid.lines
    )
    return replace(grid, lines=lines)


def _by_columns(table: DataTable, heads: tuple[str, ...], label: int) -> _Grid | None:
    """The table turned: each column of figures a measure, each row a column of it."""
    across = [n for n in range(len(heads)) if n > label and _is_figures(_texts(table.read.body, n))]
    named = [n for n in across if heads[n] and not _is_period(heads[n]) and column_kind(heads[n]).role is None]
    if not named or len(named) < len(across) * MOSTLY:
        return None
    rows = [
        row
        for row in table.read.body
        if (c := row[label]) is not None and c.text and _group_heading(row, label) is None
    ]
    sides = tuple(_side(row, label) for row in rows)
    lines = tuple(_Line(heads[n], _head_lines(table, n), tuple(row[n] for row in rows)) for n in named)
    return _Grid(sides, lines, sides, "", -1, transposed=True)


def _side(row: Row, label: int) -> str:
    """The words at a row's side: "2023/24" and "Q1" in two columns belong together."""
    return " ".join(c.text for c in row[: label + 1] if c is not None and c.text)


def _head_lines(table: DataTable, column: int) -> tuple[int, ...]:
    return tuple(i for row in table.read.head if (c := row[column]) is not None for i in c.lines)


# --- columns --------------------------------------------------------------------------------------------------------


def _columns(grid: _Grid, table: DataTable, surroundings: Surroundings) -> tuple[Column, ...]:
    """What each column holds: what its heading says, else figures where it has them and no heading."""
    year = year_around(table, surroundings)
    columns = tuple(_column(n, head, grid, year, surroundings) for n, head in enumerate(grid.heads))
    return _settled_rolling(_settled_rates(columns))


RATE = re.compile(r"\brates?\b", re.IGNORECASE)


def _settled_rates(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """ "England rate" beside "Rate per 10,000" is per as many, where the table has no other rate."""
    said = {c.unit for c in columns if c.unit is not None and c.unit.startswith("rate_per")}
    if len(said) != 1:
        return columns
    (unit,) = said
    return tuple(replace(c, unit=unit) if c.unit is None and RATE.search(c.heading) else c for c in columns)


def _column(n: int, head: str, grid: _Grid, year: str, surroundings: Surroundings) -> Column:
    kind = column_kind(head)
    texts = [c.text for line in grid.lines if n < len(line.cells) and (c := line.cells[n]) is not None and c.text]
    if n <= grid.label:
        return Column(head, ColumnKind(kind.kind if kind.kind != "value" else "reference"))
    figures = bool(texts) and sum(1 for t in texts if is_figure(t) or _is_bare_year(t)) >= MOSTLY * len(texts)
    dated = _dated_heading(head, year, surroundings)
    if (
        (kind.kind in ("other", "money", "context", "period") and figures)
        or (dated is not None and kind.kind == "other")
        or (kind.kind == "rating" and figures)
    ):
        kind = ColumnKind("value")
    return Column(head, kind, dated, unit_said(head), _other_area(head, grid.heads, surroundings))


def _other_area(head: str, beside: Sequence[str], surroundings: Surroundings) -> str | None:
    """A heading that is the name of another council's area, among others or beside a comparator."""
    own, area = surroundings.council, area_in(head)
    if not own or area is None or own.startswith(folded(area)):
        return None
    others = [h for h in beside if h != head and (area_in(h) is not None or column_kind(h).role == "benchmark")]
    return area if others else None


def _dated_heading(head: str, year: str, surroundings: Surroundings) -> Dated | None:
    """The heading's own period; where it names no year, that of the words around the table."""
    head = UNIT_MARKS.sub(" ", head).strip()
    own = dated_in(head, None)
    if (own is None or own.end is None) and year and values.read_period(head, surroundings.anchor()) is not None:
        own = dated_in(f"{head} {year}", None)
        return Dated(own, "column") if own is not None else None
    found = own if own is not None and own.end is not None else dated_in(head, surroundings.anchor())
    return Dated(found, "column") if found is not None else None


def _settled_rolling(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """ "Last 12 months" ends where the last dated column ends; without one, nothing says where."""
    ends = [d.period.end for c in columns if (d := c.dated) is not None and not _is_afloat(d.period) and d.period.end]
    last = max(ends, default=None)
    out: list[Column] = []
    for column in columns:
        dated = column.dated
        if dated is None or not _is_afloat(dated.period):
            out.append(column)
            continue
        settled = None
        if last is not None:
            settled = dated_in(dated.period.text, last + timedelta(days=1))
        out.append(replace(column, dated=Dated(settled, "column") if settled is not None else None))
    return tuple(out)


def _is_afloat(period: values.Period) -> bool:
    """Whether the words name a length only, and the day of the meeting would have to end it."""
    return period.kind == "rolling_12m" and not any(p.end for p in values.find_periods(period.text))


# --- measures -------------------------------------------------------------------------------------------------------


def _measure(
    line: _Line,
    columns: Sequence[Column],
    table: DataTable,
    outline: Outline,
    surroundings: Surroundings,
) -> Measure:
    cells = [(n, c) for n, c in enumerate(line.cells) if c is not None and n < len(columns)]
    lines = sorted({*line.label_lines, *(i for _, c in cells for i in c.lines)})
    label = NOTE_MARKS.sub("", line.label)
    printed = _printed(line, cells, columns, outline)
    return Measure(
        label=label,
        printed=printed,
        spans=outline.spans(lines),
        section=table.section,
        table=table.id,
        group=line.group,
        unit=_unit_of_row(cells, columns),
        dated=_dated_row(cells, columns, surroundings),
        around=_dated_label(label, surroundings),
    )


def _printed(
    line: _Line, cells: Sequence[tuple[int, TableCell]], columns: Sequence[Column], outline: Outline
) -> tuple[Printed, ...]:
    """The cells that state figures; a column of ratings or arrows speaks of the nearest own figure before it."""
    found: list[Printed] = []
    for n, cell in cells:
        column = columns[n]
        if column.kind.kind == "value":
            found.append(Printed(_held(column, line), cell.text, outline.spans(cell.lines), rating_of_fill(cell)))
        elif column.kind.kind in ("rating", "direction", "change") and found:
            _speak_of_last(found, cell)
    return tuple(found)


def _held(column: Column, line: _Line) -> Column:
    """The column as this line has it: "Target" at the side makes the dated column the target's."""
    if line.holds is None:
        return column
    return replace(column, heading=f"{column.heading} {line.holds_words}".strip(), kind=line.holds)


def _speak_of_last(found: list[Printed], cell: TableCell) -> None:
    own = [n for n, p in enumerate(found) if p.column.kind.of in (None, "authority")]
    current = [n for n in own if found[n].column.kind.role == "current"]
    at = (current or own)[-1:]
    if not at:
        return
    rating, direction = stated_rating(cell.text)
    rating = rating or rating_of_fill(cell)
    was = found[at[0]]
    found[at[0]] = replace(was, rating=rating or was.rating, direction=direction or was.direction)


def _unit_of_row(cells: Sequence[tuple[int, TableCell]], columns: Sequence[Column]) -> str | None:
    said = (unit_said(c.text) for n, c in cells if columns[n].kind.kind == "unit")
    return next((unit for unit in said if unit is not None), None)


def _dated_row(
    cells: Sequence[tuple[int, TableCell]], columns: Sequence[Column], surroundings: Surroundings
) -> Dated | None:
    """What a column of periods says."""
    for n, cell in cells:
        if columns[n].kind.kind == "period" and cell.text:
            found = dated_in(cell.text, surroundings.anchor())
            if found is not None:
                return Dated(found, "row")
    return None


def _dated_label(label: str, surroundings: Surroundings) -> Dated | None:
    named = next((p for p in values.find_periods(label, surroundings.anchor()) if not _is_afloat(p)), None)
    return Dated(named, "row") if named is not None and named.kind not in UNDATING else None


def _merged(measures: Sequence[Measure]) -> Iterator[Measure]:
    """Neighbours of one label, whose lines hold different things, as one measure."""
    open_: Measure | None = None
    for measure in measures:
        if open_ is not None and _is_same(open_, measure):
            spans = tuple(dict.fromkeys((*open_.spans, *measure.spans)))
            open_ = replace(open_, printed=(*open_.printed, *measure.printed), spans=spans)
            continue
        if open_ is not None:
            yield open_
        open_ = measure
    if open_ is not None:
        yield open_


def _is_same(a: Measure, b: Measure) -> bool:
    held = {cell.column.heading for cell in a.printed} & {cell.column.heading for cell in b.printed}
    return a.label == b.label and a.group == b.group and not held


# --- what a table is of ---------------------------------------------------------------------------------------------


def _is_of_measures(grid: _Grid, columns: Sequence[Column], measures: Sequence[Measure], money: bool) -> bool:
    head = column_kind(grid.label_head).kind
    known = _share([m.label for m in measures], _states_a_measure)
    kinds = [column_kind(h).kind for h in grid.heads]
    lowest = [column_kind(h).kind for h in grid.lowest]
    if lowest.count("tally") > 1 or (grid.transposed and _share([m.label for m in measures], _is_of_others) >= MOSTLY):
        return False
    if head in NOT_OF_MEASURES or (any(k in ("task", "risk", "time") for k in kinds) and head != "label"):
        return known >= NEARLY_ALL
    if head == "label" or known >= MOSTLY:
        return True
    if money or "money" in kinds or _is_account(measures):
        return False
    return grid.transposed or any(_is_strong(column) for column in columns)


def _is_of_others(label: str) -> bool:
    return column_kind(label).kind in NOT_OF_MEASURES


def _states_a_measure(label: str) -> bool:
    return unit_said(label) not in (None, "gbp", "gbp_million", "gbp_thousand") or (
        match_label(label, None).match is not None
    )


def _is_about_money(table: DataTable, surroundings: Surroundings) -> bool:
    """Caption, lead-in or heading speak of pounds or of a budget."""
    texts = (table.caption or "", last_sentence(table.lead_in), surroundings.title(table.section) or "")
    return any((unit_said(text) or "").startswith("gbp") or column_kind(text).kind == "money" for text in texts)


def _is_account(measures: Sequence[Measure]) -> bool:
    """All in money."""
    units = {
        r.value.unit
        for m in measures
        for cell in m.printed
        for r in values.read_cell(cell.text, unit_said(m.label) or cell.column.unit)
        if r.value.unit is not None
    }
    return bool(units) and units <= {"gbp", "gbp_per_week"}


def _is_strong(column: Column) -> bool:
    """A heading that only tables of measures have: a period, a target, a comparator."""
    return column.kind.kind == "value" and (column.dated is not None or column.kind.role is not None)
