"""CSV to RFC 4180 (UTF-8, CRLF, a header row, text always in quotes) with its CSVW metadata beside it.

An empty field without quotes is null. A spreadsheet that opens the file runs text that looks like a formula, so such
text has an apostrophe before it; to get the printed words back, take one apostrophe off where a text matches `ARMED`.
"""

import json
import re
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from typing import IO

from pipeline.exporters.made import Made, PathFor
from pipeline.tidy import KINDS, Column, Document, Kind, Row, Value

METADATA = "csv-metadata.json"
"""Where the W3C's Model for Tabular Data looks for what describes all tables of a folder."""

LIVE = r"[\s\x00-\x1f\u200b\ufeff\"']*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]"
FORMULA = re.compile(LIVE)
"""What some spreadsheet takes for a formula: `= + - @`, also full width, after what it skips (space, quotes)."""
ARMED = re.compile(rf"'(?:{LIVE})")


def export(documents: Iterable[Document], path_for: PathFor) -> tuple[Made, ...]:
    """One file a kind of row, and the metadata of all."""
    counts = dict.fromkeys(KINDS, 0)
    with ExitStack() as stack:
        files = {name: stack.enter_context(new_file(path_for(output(kind)))) for name, kind in KINDS.items()}
        for name, kind in KINDS.items():
            files[name].write(line(column.name for column in kind.columns))
        for document in documents:
            for name, kind in KINDS.items():
                for row in kind.rows(document):
                    files[name].write(record(row))
                    counts[name] += 1
        stack.enter_context(new_file(path_for(METADATA))).write(metadata())
    made = tuple(Made(output(kind), name, counts[name]) for name, kind in KINDS.items())
    return (*made, Made(METADATA, "metadata", len(KINDS)))


def new_file(path: str) -> IO[str]:
    return open(path, "w", encoding="utf-8", newline="")  # noqa: PTH123  a path of any bytes


def output(kind: Kind) -> str:
    return f"{kind.name}.csv"


def record(row: Row) -> str:
    return line(row.values())


def line(values: Iterable[Value]) -> str:
    return ",".join(map(field, values)) + "\r\n"


def field(value: Value) -> str:
    """Numbers and dates bare, text in quotes, null as nothing."""
    if isinstance(value, str):
        return '"' + disarmed(value).replace('"', '""') + '"'
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else repr(value)


def disarmed(text: str) -> str:
    """Text that no spreadsheet runs: with an apostrophe before it where it looks like a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def metadata() -> str:
    """CSV on the Web: the tables, what their columns hold, what names a row, and the paper that a row is from."""
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True, "doubleQuote": True},
        "tables": [described(kind) for kind in KINDS.values()],
    }
    return json.dumps(group, indent=2, ensure_ascii=False) + "\n"


def described(kind: Kind) -> dict[str, object]:
    schema: dict[str, object] = {
        "columns": [described_column(column) for column in kind.columns],
        "primaryKey": list(kind.key),
    }
    if kind.key != ("file",):
        schema["foreignKeys"] = [
            {"columnReference": "file", "reference": {"resource": "papers.csv", "columnReference": "file"}}
        ]
    return {"url": output(kind), "dc:description": kind.about, "tableSchema": schema}


def described_column(column: Column) -> dict[str, object]:
    """A GSS code is checked by its form: a letter and eight digits."""
    datatype: object = column.datatype
    if column.name == "gss_code":
        datatype = {"base": "string", "format": "[A-Z][0-9]{8}"}
    if column.datatype == "integer":
        datatype = {"base": "integer", "minimum": 0}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.about,
        "datatype": datatype,
        "required": column.need == "required",
    }
