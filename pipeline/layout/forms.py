"""Papers that are printed as a form: labels on the left, on the right what they ask for."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.layout.labels import label_of
from pipeline.transcript import Line
from pipeline.vocabulary.headings import heading_kind

FEWEST_LABELS = 3  # of a form
LONGEST_LABEL = 8  # words
PROSE = 80  # characters: an answer of a form that is a sentence
FORM_KINDS = frozenset({"purpose", "summary", "background", "recommendations", "reasons", "options", "implications"})


def forms_in(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the tables that are forms."""
    tables: dict[int, list[Line]] = {}
    for line in lines:
        if line.cell is not None:
            tables.setdefault(line.cell.table, []).append(line)
    return frozenset(table for table, inside in tables.items() if is_form(inside))


def asks(line: Line, forms: frozenset[int]) -> bool:
    """A label of a form that is no label of a header block: what stands beside it is the paper's body."""
    return _is_label(line, forms) and label_of(line.text.strip()) is None


def with_form_labels(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, those labels of forms as headings."""
    forms = forms_in(lines)
    if not forms:
        return lines
    return [replace(line, role="heading") if _is_label(line, forms) else line for line in lines]


def _is_label(line: Line, forms: frozenset[int]) -> bool:
    return line.cell is not None and line.cell.table in forms and line.cell.column == 0 and bool(line.text.strip())


def is_form(lines: Sequence[Line]) -> bool:
    """A paper that is printed as a form: bold labels on the left, on the right what they ask for, some of it prose.

    The shape, of records of decision and cover sheets; several labels at least are those of papers:

        Date of decision     | 22 August 2023
        Decision             | That the Cabinet Member: 1. awards ... 2. delegates ...
        Reasons for decision | The current contracts end on 30 September ...
    """
    cells: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if line.cell is not None and line.text.strip():
            if line.cell.column > 1 or line.cell.header:
                return False
            cells.setdefault((line.cell.row, line.cell.column), []).append(line)
    labels = [" ".join(x.text.strip() for x in words) for (_, column), words in cells.items() if column == 0]
    light = any(not x.bold for (_, column), words in cells.items() if column == 0 for x in words)
    if light or len(labels) < FEWEST_LABELS or any(len(label.split()) > LONGEST_LABEL for label in labels):
        return False
    known = sum(1 for label in labels if label_of(label) is not None or heading_kind(label) in FORM_KINDS)
    answers = (" ".join(x.text.strip() for x in words) for (_, column), words in cells.items() if column == 1)
    return known >= FEWEST_LABELS and any(len(answer) > PROSE and ". " in f"{answer} " for answer in answers)
