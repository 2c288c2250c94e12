"""Formats that papers are exported to, one file each. An exporter knows rows and papers, never where they are from."""

from collections.abc import Callable, Iterable

from pipeline.exporters import comma_separated, duck, markdown, parquet, workbook
from pipeline.exporters.made import Made, PathFor
from pipeline.records import dataclass
from pipeline.tidy import Document

Export = Callable[[Iterable[Document], PathFor], tuple[Made, ...]]


@dataclass(frozen=True, slots=True)
class Library:
    """A library that only some users have, and the optional dependencies of the project that it is in."""

    name: str
    extra: str


@dataclass(frozen=True, slots=True)
class Exporter:
    """How papers become files of one format, and the library that it takes."""

    export: Export
    library: Library | None = None


EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter(comma_separated.export),
    "xlsx": Exporter(workbook.export, Library("xlsxwriter", "excel")),
    "parquet": Exporter(parquet.export, Library("duckdb", "parquet")),
    "duckdb": Exporter(duck.export, Library("duckdb", "duckdb")),
    "markdown": Exporter(markdown.export),
}
