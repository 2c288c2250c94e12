"""Formats that papers are exported to, one file each. An exporter knows rows and papers, never where they are from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.exporters import comma_separated, duck, markdown, parquet, workbook
from pipeline.exporters.made import Made, PathFor
from pipeline.tidy import Document

Export = Callable[[Iterable[Document], PathFor], tuple[Made, ...]]


@dataclass(frozen=True, slots=True)
class Exporter:
    """How papers become files, and the optional dependency of the project that has the library for it."""

    export: Export
    extra: str | None = None


EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter(comma_separated.export),
    "xlsx": Exporter(workbook.export, "excel"),
    "parquet": Exporter(parquet.export, "parquet"),
    "duckdb": Exporter(duck.export, "duckdb"),
    "markdown": Exporter(markdown.export),
}
