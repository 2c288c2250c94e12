"""Published papers for notebooks: papers as models, or every kind of row as plain dicts for polars, pandas or DuckDB.

    from pipeline import frames

    paper = frames.load("out/paper.pdf.json")
    titles = [paper.header.title for paper in frames.papers("out")]
    readings = polars.DataFrame(frames.rows("readings", "out"), schema=frames.types("readings"))
    readings = pandas.DataFrame(frames.rows("readings", "out"))

The kinds of row are those of `papers export`: `tidy.KINDS` names them, and says of each column what it means.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import date

from pipeline import naming, published
from pipeline.errors import WrongUse
from pipeline.records import dataclass
from pipeline.tidy import KINDS, Datatype, Document, Kind, Row
from pipeline.transcript import Unreadable
from schemas import Paper

NO_PAPERS = ("csv-metadata.json",)
"""What `papers export` itself writes that ends in .json: an export may lie beside the papers."""

TYPES: dict[Datatype, type] = {"string": str, "integer": int, "number": float, "date": date}


@dataclass(frozen=True, slots=True)
class Published:
    """A file that should hold a published paper."""

    name: str
    """As rows and reports state it: relative, and unique among the files of one call."""
    path: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that holds no published paper, and why."""

    name: str
    code: str
    message: str


def load(path: str) -> Paper:
    """The paper in a published file; `Unreadable` where there is none in it."""
    return published.paper_of(path)


def papers(*paths: str) -> Iterator[Paper]:
    """The papers of files and folders, sorted by name, one at a time; `Unreadable` where a file holds none."""
    return (load(file.path) for file in find(paths))


def rows(kind: str, *paths: str) -> Iterator[Row]:
    """The rows of one kind, from all papers of files and folders; `Unreadable` where a file holds no paper."""
    wanted = kind_named(kind)
    for file in find(paths):
        yield from wanted.rows(Document(file.name, load(file.path)))


def types(kind: str) -> dict[str, type]:
    """The columns of a kind of row with the Python type of each; every one of them may be None instead."""
    return {column.name: TYPES[column.datatype] for column in kind_named(kind).columns}


def kind_named(name: str) -> Kind:
    if name not in KINDS:
        raise WrongUse(f"there is no kind of row {name!r}; there are {', '.join(KINDS)}")
    return KINDS[name]


def find(paths: Iterable[str]) -> tuple[Published, ...]:
    """The published files that the paths stand for, sorted by name; `WrongUse` where one of the paths is not there."""
    depths: dict[naming.Parts, int] = {}
    at: dict[naming.Parts, str] = {}
    for path in paths:
        above = len(naming.parts_of(path))
        for found in published.find([path]):
            if os.path.basename(found) in NO_PAPERS:  # noqa: PTH119  paths of any bytes
                continue
            parts = naming.parts_of(found)
            depths[parts] = max(depths.get(parts, 1), len(parts) - above)
            at[parts] = found
    names = naming.mirrored(depths)
    files = (Published(naming.published(name), at[parts]) for parts, name in names.items())
    return tuple(sorted(files, key=lambda file: (file.name, file.path)))


def read(files: Iterable[Published]) -> Iterator[Document | Fault]:
    """The papers in the files, or why there is none, one at a time."""
    for file in files:
        try:
            yield Document(file.name, load(file.path))
        except Unreadable as refusal:
            yield Fault(file.name, refusal.code, refusal.message)
