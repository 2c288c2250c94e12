"""A run of `papers query`: one SQL question over published papers, and its answer as a table, JSON lines or CSV."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from importlib.resources import files
from importlib.util import find_spec
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline import exporting, naming
from pipeline.errors import WrongUse
from pipeline.exporters import comma_separated, duck
from pipeline.exporting import Account
from pipeline.frames import Published
from pipeline.records import dataclass
from pipeline.tidy import KINDS, Value

Form = Literal["table", "json", "csv"]
COLUMNS = """
SELECT table_name AS "table", column_name AS "column", data_type AS "type"
FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal ORDER BY table_oid, column_index
"""
"""The tables and views in the order in which they were made."""
FREE = 10_000  # characters a line where no terminal limits it


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of an answer."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def ask(papers: Iterable[Published], sql: str, account: Account) -> Result:
    """The answer to one question; `WrongUse` where DuckDB is not installed or does not understand it.

    A question may come from a stranger too: it can reach no file but the papers' rows, and no network.
    """
    if not find_spec("duckdb"):
        raise WrongUse("papers query needs the library duckdb; install it with: pip install 'committee-papers[duckdb]'")
    import duckdb  # noqa: PLC0415

    with duck.loaded(exporting.papers_in(papers, account)) as (connection, _):
        connection.execute(files("pipeline.exporters").joinpath("views.sql").read_text("utf-8"))
        duck.seal(connection)
        try:
            answer = connection.execute(sql)
            described = answer.description or []
            return Result(tuple(column[0] for column in described), tuple(answer.fetchall() if described else ()))
        except duckdb.Error as error:
            raise WrongUse(f"the query cannot be answered: {first_words(error)}") from error


def first_words(error: Exception) -> str:
    """What DuckDB says, up to the line in which it draws the place."""
    return " ".join(str(error).split("\n\n", maxsplit=1)[0].split())


def tables(papers: Iterable[Published], account: Account) -> Result:
    """The tables and views, their columns, and what each holds."""
    found = ask(papers, COLUMNS, account)
    about = {(kind.name, column.name): column.about for kind in KINDS.values() for column in kind.columns}
    of_readings = {column.name: column.about for column in KINDS["readings"].columns}
    rows = (
        (str(table), str(column), str(kind), about.get((str(table), str(column)), of_readings.get(str(column), "")))
        for table, column, kind in found.rows
    )
    return Result((*found.columns, "meaning"), tuple(rows))


def written(result: Result, form: Form, width: int | None) -> bytes:
    """For standard output. `width`: of the terminal; None where there is none."""
    if form == "json":
        return "".join(lines(result)).encode()
    if form == "csv":
        rows = ([plain(value) for value in row] for row in result.rows)
        return "".join(map(comma_separated.line, [result.columns, *rows])).encode("utf-8", "replace")
    return drawn(result, width or FREE).encode("utf-8", "replace")


def lines(result: Result) -> Iterator[str]:
    for row in result.rows:
        named = {name: plain(value) for name, value in zip(result.columns, row, strict=True)}
        yield f"{json.dumps(named, ensure_ascii=False, default=str)}\n"


def plain(value: object) -> Value:
    """Numbers, dates and text as they are; what no format has as null, and what is of another kind as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | int | float | date):
        return value
    return str(value)


def drawn(result: Result, width: int) -> str:
    """A plain table; words of papers are shown, never obeyed."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    numeric = [is_numeric(result.rows, at) for at in range(len(result.columns))]
    for name, right in zip(result.columns, numeric, strict=True):
        table.add_column(Text(naming.shown(name)), justify="right" if right else "left", overflow="fold")
    for row in result.rows:
        table.add_row(*(Text("" if value is None else naming.shown(str(value))) for value in row))
    console = Console(width=width, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def is_numeric(rows: Sequence[Sequence[object]], at: int) -> bool:
    values = [row[at] for row in rows if row[at] is not None]
    return bool(values) and all(isinstance(value, int | float | Decimal) for value in values)
