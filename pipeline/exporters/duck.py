"""A DuckDB file with a table a kind of row, and views that answer what people ask first (`views.sql`)."""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.exporters.made import Made, PathFor
from pipeline.tidy import KINDS, Column, Datatype, Document, Kind, Row

if TYPE_CHECKING:
    import duckdb

NAME = "papers.duckdb"
TYPES: dict[Datatype, str] = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,  # rows keep their order, and no thread of DuckDB's takes the signals that are held while writing
    "autoinstall_known_extensions": False,  # nothing is fetched
    "autoload_known_extensions": False,
}


def export(documents: Iterable[Document], path_for: PathFor) -> tuple[Made, ...]:
    """One file with all tables. The same papers give the same answers, not the same bytes: DuckDB numbers its files."""
    with loaded(documents) as (connection, counts):
        connection.execute(f"ATTACH {quoted(path_for(NAME))} AS export (RECOVERY_MODE NO_WAL_WRITES)")
        connection.execute("USE export")
        for kind in KINDS.values():
            connection.execute(definition(kind))
            connection.execute(f'INSERT INTO "{kind.name}" SELECT * FROM memory."{kind.name}"')
            for statement in remarks(kind):
                connection.execute(statement)
        connection.execute(files("pipeline.exporters").joinpath("views.sql").read_text("utf-8"))
        connection.execute("USE memory")
        connection.execute("DETACH export")
    return tuple(Made(NAME, name, counts[name]) for name in KINDS)


@contextmanager
def loaded(documents: Iterable[Document]) -> Iterator[tuple["duckdb.DuckDBPyConnection", dict[str, int]]]:
    """A connection in which each kind of row is a view over lines of JSON; and how many rows there are."""
    import duckdb

    with TemporaryDirectory(prefix="papers-") as folder, duckdb.connect(config=SETTINGS) as connection:
        counts = write_lines(documents, folder)
        for kind in KINDS.values():
            connection.execute(f'CREATE VIEW "{kind.name}" AS SELECT * FROM {reading(kind, lines_of(kind, folder))}')
        yield connection, counts


def write_lines(documents: Iterable[Document], folder: str) -> dict[str, int]:
    """Lines of JSON, the one form that DuckDB reads fast and that tells null from an empty text."""
    counts = dict.fromkeys(KINDS, 0)
    with ExitStack() as stack:
        lines = {
            name: stack.enter_context(lines_of(kind, folder).open("w", encoding="utf-8"))
            for name, kind in KINDS.items()
        }
        for document in documents:
            for name, kind in KINDS.items():
                for row in kind.rows(document):
                    lines[name].write(as_json(row))
                    counts[name] += 1
    return counts


def lines_of(kind: Kind, folder: str) -> Path:
    return Path(folder) / f"{kind.name}.ndjson"


def as_json(row: Row) -> str:
    return f"{json.dumps(row, ensure_ascii=False, default=str)}\n"


def reading(kind: Kind, path: Path) -> str:
    columns = ", ".join(f"{quoted(column.name)}: {quoted(TYPES[column.datatype])}" for column in kind.columns)
    return (
        f"read_json({quoted(str(path))}, format = 'newline_delimited', columns = {{{columns}}}, "
        f"maximum_object_size = {LONGEST_ROW})"
    )


LONGEST_ROW = 256 << 20  # bytes: no row is longer than the largest paper


def definition(kind: Kind) -> str:
    columns = [f'"{column.name}" {TYPES[column.datatype]}{needed(column)}' for column in kind.columns]
    key = ", ".join(f'"{name}"' for name in kind.key)
    return f'CREATE TABLE "{kind.name}" ({", ".join(columns)}, PRIMARY KEY ({key}))'


def needed(column: Column) -> str:
    return " NOT NULL" if column.need == "required" else ""


def remarks(kind: Kind) -> Iterator[str]:
    """What the table and its columns mean, for `SELECT comment FROM duckdb_columns()`."""
    yield f'COMMENT ON TABLE "{kind.name}" IS {quoted(kind.about)}'
    for column in kind.columns:
        yield f'COMMENT ON COLUMN "{kind.name}"."{column.name}" IS {quoted(column.about)}'


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
