"""A DuckDB file with a table a kind of row, and views that answer what people ask first (`views.sql`)."""

import errno
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from pipeline.exporters.made import Made, PathFor
from pipeline.records import dataclass
from pipeline.tidy import KINDS, Column, Datatype, Document, Kind, Row

if TYPE_CHECKING:
    import duckdb

NAME = "papers.duckdb"
LONGEST_USUAL = 1 << 20  # bytes of a row as JSON; DuckDB takes memory for the longest row that it is told to expect
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


@dataclass(slots=True)
class Lines:
    """The rows of one kind as a file of JSON lines: the one form that DuckDB reads fast and that tells null from ""."""

    kind: Kind
    path: Path
    file: IO[bytes]
    rows: int = 0
    longest: int = LONGEST_USUAL

    def add(self, row: Row) -> None:
        line = f"{json.dumps(row, ensure_ascii=False, default=str)}\n".encode()
        self.file.write(line)
        self.rows += 1
        self.longest = max(self.longest, len(line))


@contextmanager
def loaded(documents: Iterable[Document]) -> Iterator[tuple["duckdb.DuckDBPyConnection", dict[str, int]]]:
    """A connection in which each kind of row is a view; and how many rows there are."""
    import duckdb

    with TemporaryDirectory(prefix="papers-") as folder, duckdb.connect(config=SETTINGS) as connection:
        connection.execute(f"SET allowed_directories = [{quoted(folder)}]")  # the only ones, once it is sealed
        tables = write_lines(documents, Path(folder))
        try:
            for lines in tables:
                connection.execute(f'CREATE VIEW "{lines.kind.name}" AS SELECT * FROM {source(lines)}')
            yield connection, {lines.kind.name: lines.rows for lines in tables}
        except duckdb.IOException as error:
            raise OSError(errno.EIO, str(error).splitlines()[0]) from error


def seal(connection: "duckdb.DuckDBPyConnection") -> None:
    """From now on nothing is read or written but the rows that were loaded, and no setting can change that."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def write_lines(documents: Iterable[Document], folder: Path) -> tuple[Lines, ...]:
    with ExitStack() as stack:
        tables = tuple(new_lines(kind, folder / f"{kind.name}.ndjson", stack) for kind in KINDS.values())
        for document in documents:
            for lines in tables:
                for row in lines.kind.rows(document):
                    lines.add(row)
    return tables


def new_lines(kind: Kind, path: Path, stack: ExitStack) -> Lines:
    return Lines(kind, path, stack.enter_context(path.open("wb")))


def source(lines: Lines) -> str:
    columns = ", ".join(f"{quoted(column.name)}: {quoted(TYPES[column.datatype])}" for column in lines.kind.columns)
    return (
        f"read_json({quoted(str(lines.path))}, format = 'newline_delimited', columns = {{{columns}}}, "
        f"maximum_object_size = {lines.longest})"
    )


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
