"""Tables too large for a grid: their words stay as lines of the paper, and it is told.

A stated span or a row of a million cells makes a grid that no page could print and no memory holds. Real tables have
up to 60 columns and some thousand rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.limits import OPTIONS, Limits
from pipeline.transcript import Line, Remark

MOST_PLACES = 4_000_000  # rows times columns of one table: a national data set of 60 columns and 60,000 rows


def too_wide(lines: Sequence[Line], limits: Limits) -> frozenset[int]:
    """The tables with more columns, or more places for cells, than are laid out."""
    sizes: dict[int, tuple[int, int]] = {}
    for cell in (line.cell for line in lines if line.cell is not None):
        rows, columns = sizes.get(cell.table, (0, 0))
        sizes[cell.table] = max(rows, cell.row + 1), max(columns, cell.column + cell.columns)
    return frozenset(
        table for table, (rows, columns) in sizes.items() if columns > limits.columns or rows * columns > MOST_PLACES
    )


def without(lines: Sequence[Line], tables: frozenset[int]) -> Iterator[Line]:
    """The lines, those of the tables as lines outside any table; tables in their cells stand by themselves."""
    for line in lines:
        if line.cell is None:
            yield line
        elif line.cell.table in tables:
            yield replace(line, cell=None, opens=True)
        elif line.cell.within in tables:
            yield replace(line, cell=replace(line.cell, within=None))
        else:
            yield line


def passed_over(tables: frozenset[int], limits: Limits) -> Iterator[Remark]:
    for _ in tables:
        message = (
            f"a table has more than {limits.columns:,} columns or {MOST_PLACES:,} cells; it was read as lines, "
            f"not as a table; {OPTIONS['columns']} raises the first limit"
        )
        yield Remark("table-passed-over", "warning", message)
