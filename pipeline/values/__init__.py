"""The text of a table cell or a heading on its own: numbers, units, qualifiers, statuses, periods. Knows no paper."""

from pipeline.values.cell import read_cell, unread
from pipeline.values.model import Period, Reading, Value
from pipeline.values.pairs import is_untold
from pipeline.values.periods import find_periods, read_period
from pipeline.values.units import only_unit_in, unit_in

__all__ = [
    "Period",
    "Reading",
    "Value",
    "find_periods",
    "is_untold",
    "only_unit_in",
    "read_cell",
    "read_period",
    "unit_in",
    "unread",
]
