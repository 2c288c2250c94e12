"""What the reader of one story (the body, a header, a note) has at hand."""

from collections.abc import Iterator

from pipeline.readers.odt.lists import Entry, Lists
from pipeline.readers.odt.styles import Styles
from pipeline.readers.prose.trees import Element, tree_of
from pipeline.readers.prose.zipped import Archive
from pipeline.records import dataclass
from pipeline.transcript import Cell


@dataclass(frozen=True, slots=True)
class Story:
    """One run of text. `notes`: the notes met so far, in order; their bodies are read after the story."""

    archive: Archive
    styles: Styles
    lists: Lists
    tables: Iterator[int]
    """Numbers the tables of the transcript."""
    notes: list[Element]
    own_mark: str = ""
    """The mark that a note's body prints for itself."""

    def embedded(self, folder: str) -> Element | None:
        """The content of an embedded object; None where it is another kind of file."""
        part = f"{folder.removeprefix('./').rstrip('/')}/content.xml"
        return tree_of(self.archive.content(part), part) if self.archive.holds(part) else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the story a block stands."""

    cell: Cell | None = None
    entry: Entry | None = None
    struck: bool = False
    covered: bool = False
    """In a covered cell or a hidden section: not shown."""
