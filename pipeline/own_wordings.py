"""A council's own wordings, laid over the vocabulary: `papers extract --vocabulary FILE`.

The file is CSV with a header row, one wording a row, in UTF-8:

    column     holds
    alias      the label as the council prints it: `Repeat contacts turned into referrals`
    indicator  the vocabulary's id that it stands for: `rereferral_rate`

Other columns are left alone. A council's own wording goes before the vocabulary's, also where the vocabulary finds it
ambiguous; a figure in a unit that the indicator does not have is mapped by neither.
"""

import csv
import difflib
import io
from collections.abc import Iterator

from pipeline.corpus import read_file
from pipeline.errors import WrongUse
from pipeline.naming import shown, spelled
from pipeline.transcript import Unreadable
from pipeline.vocabulary.indicators import Wordings, ids_of_indicators

COLUMNS = ("alias", "indicator")
MOST_BYTES = 4 << 20  # the project's own list has a thousand rows in 60 kB
LONGEST = 400  # characters of a label
FIRST_ROW = 2  # the header is row 1


def read_wordings(path: str) -> Wordings:
    """The wordings of a file; `WrongUse` says what is wrong with it and in which row."""
    name = shown(spelled(path))
    try:
        text = read_file(path, MOST_BYTES).decode("utf-8-sig")
    except Unreadable as refusal:
        raise WrongUse(f"{name}: {refusal.message}") from refusal
    except UnicodeDecodeError as error:
        raise WrongUse(f"{name}: it is not UTF-8 text") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise WrongUse(f"{name}: the header row has no column {' and no '.join(missing)}")
    try:
        return tuple(_wordings(name, rows))
    except csv.Error as error:
        raise WrongUse(f"{name}: it is not CSV: {error}") from error


def _wordings(name: str, rows: "csv.DictReader[str]") -> Iterator[tuple[str, str]]:
    told: dict[str, str] = {}
    for number, row in enumerate(rows, FIRST_ROW):
        alias, indicator = ((row[column] or "").strip() for column in COLUMNS)
        if not alias and not indicator:
            continue
        fault = _fault(alias, indicator, told)
        if fault is not None:
            raise WrongUse(f"{name}: row {number}: {fault}")
        told[alias.casefold()] = indicator
        yield alias, indicator


def _fault(alias: str, indicator: str, told: dict[str, str]) -> str | None:
    if not alias or not indicator:
        return "alias and indicator must both be given"
    if len(alias) > LONGEST:
        return f"the alias is longer than {LONGEST} characters"
    known = ids_of_indicators()
    if indicator not in known:
        near = difflib.get_close_matches(indicator, known, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"{shown(indicator)} is no indicator of the vocabulary{hint}"
    if told.get(alias.casefold(), indicator) != indicator:
        return f"{shown(alias)} stands for {told[alias.casefold()]} in a row above"
    return None
