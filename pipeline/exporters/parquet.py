"""Parquet, one file a kind of row, written by DuckDB: the lightest library that writes it."""

from collections.abc import Iterable

from pipeline.exporters.duck import loaded, quoted
from pipeline.exporters.made import Made, PathFor
from pipeline.tidy import KINDS, Document


def export(documents: Iterable[Document], path_for: PathFor) -> tuple[Made, ...]:
    with loaded(documents) as (connection, counts):
        for name in KINDS:
            path = quoted(path_for(f"{name}.parquet"))
            connection.execute(f'COPY (SELECT * FROM "{name}") TO {path} (FORMAT parquet, COMPRESSION zstd)')
    return tuple(Made(f"{name}.parquet", name, counts[name]) for name in KINDS)
