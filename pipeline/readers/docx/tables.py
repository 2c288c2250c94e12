"""Tables: every cell's place in the full grid, what it covers, its fill and the typeface its style lends it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.readers.docx.flow import parts
from pipeline.readers.docx.ooxml import children, switch, tag, value, whole
from pipeline.readers.docx.settings import typeface_of
from pipeline.readers.docx.styles import Styles
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Typeface, over
from pipeline.records import dataclass
from pipeline.transcript import Cell

ROW, CELL = frozenset({tag("w:tr")}), frozenset({tag("w:tc")})
WORD_COLUMNS = 63  # the most that Word makes
MOST_COLUMNS = 10_000
HEX = re.compile("[0-9A-Fa-f]{6}")
LOOK_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
USUAL_LOOK = 0x04A0
LOOK = re.compile("[0-9A-Fa-f]{1,8}")


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell as its row states it. `merge`: it begins (`restart`) or goes on with (`continue`) a cell over rows."""

    element: Element
    column: int
    columns: int
    merge: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in its place. `covered`: the cell above reaches over it, what is in it is not shown."""

    element: Element
    cell: Cell
    typeface: Typeface
    covered: bool


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Placed, ...]
    struck: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What the parts of the table's style say, and which of them count for this table."""

    whole: Typeface
    fill: str | None
    conditions: Mapping[str, tuple[Typeface, str | None]]
    flags: frozenset[str]
    band_rows: int = 1
    band_columns: int = 1


def rows_of(table: Element, number: int, within: int | None, styles: Styles) -> list[Row]:
    """The rows of a table that is the `number`th of the transcript."""
    found = list(parts(table, ROW))
    raw = _raw_rows(
        [element for element, _ in found], len(list(table.iterfind(f"{tag('w:tblGrid')}/{tag('w:gridCol')}")))
    )
    width = max((cell.column + cell.columns for row in raw for cell in row), default=0)
    spans = _row_spans(raw)
    look = _look(table, styles)
    rows = []
    for at, (element, struck) in enumerate(found):
        header = switch(element.find(tag("w:trPr")), "w:tblHeader") or False
        whole_cell = Cell(number, at, 0, header=header, within=within)
        placed = [_placed(cell, spans, whole_cell, look, (len(raw), width)) for cell in raw[at]]
        rows.append(Row(tuple(placed), struck or _is_struck(element)))
    return rows


def _is_struck(row: Element) -> bool:
    properties = row.find(tag("w:trPr"))
    return properties is not None and properties.find(tag("w:del")) is not None


def _raw_rows(rows: Sequence[Element], stated: int) -> list[list[Raw]]:
    cells = [[element for element, _ in parts(row, CELL)] for row in rows]
    most = max((len(row) for row in cells), default=0)
    limit = min(max(stated, most) if stated else max(WORD_COLUMNS, most), MOST_COLUMNS)
    return [list(_raw(row, elements, limit)) for row, elements in zip(rows, cells, strict=True)]


def _raw(row: Element, elements: Sequence[Element], limit: int) -> Iterator[Raw]:
    """Cells from left to right. A span is cut at the columns there are; a word or a negative number is no span."""
    skipped = whole(value(row.find(tag("w:trPr")), "w:gridBefore")) or 0
    column = min(max(skipped, 0), limit)
    pending: Raw | None = None
    for element in elements:
        properties = element.find(tag("w:tcPr"))
        span = whole(value(properties, "w:gridSpan")) or 1
        columns = max(min(span, limit - column), 1)
        if pending is not None and _merge(properties, "w:hMerge") == "continue":
            pending = replace(pending, columns=pending.columns + columns)
        else:
            if pending is not None:
                yield pending
            pending = Raw(element, column, columns, _merge(properties, "w:vMerge"))
        column += columns
    if pending is not None:
        yield pending


def _merge(properties: Element | None, name: str) -> str | None:
    found = None if properties is None else properties.find(tag(name))
    return None if found is None else found.get(tag("w:val"), "continue")


def _row_spans(rows: Sequence[Sequence[Raw]]) -> dict[tuple[int, int], tuple[int, int]]:
    """By row and column of each merged cell: the row where it begins, and how many rows it covers."""
    begun: dict[int, int] = {}
    ends: dict[tuple[int, int], int] = {}
    starts: dict[tuple[int, int], int] = {}
    for at, row in enumerate(rows):
        here = {cell.column: cell for cell in row}
        begun = {column: start for column, start in begun.items() if _goes_on(here.get(column))}
        for cell in row:
            if cell.merge is not None:
                start = begun.setdefault(cell.column, at)
                starts[at, cell.column] = start
                ends[start, cell.column] = at
    return {key: (start, ends[start, key[1]] - start + 1) for key, start in starts.items()}


def _goes_on(cell: Raw | None) -> bool:
    return cell is not None and cell.merge is not None and cell.merge != "restart"


def _placed(
    raw: Raw, spans: Mapping[tuple[int, int], tuple[int, int]], row: Cell, look: Look, size: tuple[int, int]
) -> Placed:
    start, rows = spans.get((row.row, raw.column), (row.row, 1))
    typeface, fill = _styled(look, row.row, raw, size)
    shading = shade(raw.element.find(tag("w:tcPr")))
    cell = replace(
        row,
        row=start,
        column=raw.column,
        columns=raw.columns,
        rows=rows,
        fill=fill if shading is None else shading or None,
    )
    return Placed(raw.element, cell, typeface, start != row.row)


def shade(properties: Element | None) -> str | None:
    """The fill that the properties state, as `#rrggbb`; empty: white or automatic; None: nothing is stated."""
    shading = None if properties is None else properties.find(tag("w:shd"))
    if shading is None:
        return None
    colour = shading.get(tag("w:color" if shading.get(tag("w:val")) == "solid" else "w:fill"), "auto")
    if not HEX.fullmatch(colour) or colour.lower() == "ffffff":
        return ""
    return f"#{colour.lower()}"


def _look(table: Element, styles: Styles) -> Look:
    properties = table.find(tag("w:tblPr"))
    found = Typeface()
    fill = None
    conditions: dict[str, tuple[Typeface, str | None]] = {}
    bands = [1, 1]
    for style in reversed(styles.chain(value(properties, "w:tblStyle") or styles.table)):
        found = over(found, style.typeface)
        fill = _own_fill(style.element) or fill
        conditions |= dict(_conditions(style.element, conditions))
        stated = style.element.find(tag("w:tblPr"))
        sizes = (whole(value(stated, f"w:tblStyle{kind}BandSize")) for kind in ("Row", "Col"))
        bands = [max(size, 1) if size else before for size, before in zip(sizes, bands, strict=True)]
    return Look(found, shade(properties) or fill, conditions, _flags(properties), *bands)


def _own_fill(element: Element) -> str | None:
    return shade(element.find(tag("w:tcPr"))) or shade(element.find(tag("w:tblPr"))) or None


def _conditions(
    style: Element, below: Mapping[str, tuple[Typeface, str | None]]
) -> Iterator[tuple[str, tuple[Typeface, str | None]]]:
    for element in children(style, "w:tblStylePr"):
        kind = element.get(tag("w:type"), "")
        typeface, fill = below.get(kind, (Typeface(), None))
        stated = shade(element.find(tag("w:tcPr")))
        own = typeface_of(element.find(tag("w:rPr")))
        yield kind, (over(typeface, own), fill if stated is None else stated)


def _flags(properties: Element | None) -> frozenset[str]:
    """Which parts of its style a table uses."""
    look = None if properties is None else properties.find(tag("w:tblLook"))
    if look is None:
        bits = 0
    else:
        stated = look.get(tag("w:val"), "")
        bits = int(stated, 16) if LOOK.fullmatch(stated) else USUAL_LOOK
    named = {} if look is None else {name: look.get(tag(f"w:{name}")) for name in LOOK_BITS}
    return frozenset(
        name
        for name, bit in LOOK_BITS.items()
        if (bits & bit if named.get(name) is None else named[name] in {"1", "true", "on"})
    )


def _styled(look: Look, row: int, cell: Raw, size: tuple[int, int]) -> tuple[Typeface, str | None]:
    """What the style lends a cell: the whole table's, then each condition that the cell meets, in Word's order."""
    typeface, fill = look.whole, look.fill
    for condition in _met(look, row, cell, size):
        if condition in look.conditions:
            stated, shading = look.conditions[condition]
            typeface, fill = over(typeface, stated), fill if shading is None else shading or None
    return typeface, fill


def _met(look: Look, row: int, cell: Raw, size: tuple[int, int]) -> Iterator[str]:
    first_row, last_row = row == 0 and "firstRow" in look.flags, row == size[0] - 1 and "lastRow" in look.flags
    first = cell.column == 0 and "firstColumn" in look.flags
    last = cell.column + cell.columns == size[1] and "lastColumn" in look.flags
    yield "wholeTable"
    if "noVBand" not in look.flags and not (first or last):
        at = cell.column - ("firstColumn" in look.flags)
        yield f"band{at // look.band_columns % 2 + 1}Vert"
    if "noHBand" not in look.flags and not (first_row or last_row):
        at = row - ("firstRow" in look.flags)
        yield f"band{at // look.band_rows % 2 + 1}Horz"
    met = {"firstRow": first_row, "lastRow": last_row, "firstCol": first, "lastCol": last}
    yield from (name for name, holds in met.items() if holds)
    corners = {"nwCell": first_row and first, "neCell": first_row and last, "swCell": last_row and first}
    yield from (name for name, holds in {**corners, "seCell": last_row and last}.items() if holds)
