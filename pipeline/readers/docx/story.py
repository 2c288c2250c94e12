"""What the reader of one story (the body, a header, the footnotes …) has at hand."""

from collections.abc import Iterator, Mapping

from pipeline.readers.docx.numbering import Counters, Numbering
from pipeline.readers.docx.package import Package, Relation
from pipeline.readers.docx.styles import Styles
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Typeface
from pipeline.records import dataclass
from pipeline.transcript import Cell


@dataclass(frozen=True, slots=True)
class Source:
    """The whole file: its parts and definitions."""

    package: Package
    styles: Styles
    numbering: Numbering
    note_marks: Mapping[Element, str]
    """The printed mark of each note reference in the body."""
    tables: Iterator[int]
    """Numbers the tables of the transcript."""


@dataclass(frozen=True, slots=True)
class Story:
    """One run of text that Word counts lists through. `own_mark`: the mark that a note's body prints for itself."""

    source: Source
    relations: Mapping[str, Relation]
    counters: Counters
    box_counters: Counters
    """Text boxes are a story of their own."""
    instructions: frozenset[Element]
    own_mark: str = ""


PLAIN = Typeface()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the story a paragraph stands."""

    cell: Cell | None = None
    typeface: Typeface = PLAIN
    """What the table's style lends it."""
    struck: bool = False
    """Part of a table row or a passage that a tracked change struck out."""
    covered: bool = False
    """In a cell that another cell covers: not shown."""
