"""What every reader returns: the whole paper as one run of lines that tile its text.

A reader's promise: every character that the source shows is in exactly one `Line`, in reading order; nothing is
repaired, translated or dropped. What the format itself says (a heading style, a list level, a table cell) is passed
on as evidence; what only the eye sees (boxes, sizes) is passed on as measurements. `layout` weighs both.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pipeline.records import dataclass

if TYPE_CHECKING:  # the parent of the workers knows refusals, and does not load the schema's machinery for them
    from schemas.issue import Code, Severity

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top left corner as displayed."""

Role = Literal[
    "title",  # the format's own title style
    "heading",  # a heading style; `level` counts from 1
    "item",  # a list item; `level` counts from 0
    "caption",
    "running-head",
    "running-foot",
    "footnote",  # the body of a footnote or endnote
    "figure",  # a picture or chart; the text is what is printed inside it, often empty
    "hidden",  # in the file, but no reader of the page can see it
    "rule",  # characters that draw a line or a frame and are no words
    "deleted",  # struck out as a tracked change
    "contents",  # an entry of the paper's own list of contents
    "stamp",  # printed over the page by another program than the one that set it
]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a line stands in a table. Rows and columns count from 0 in the table's full grid."""

    table: int
    """Numbers the tables of the transcript from 0; lines of one table stand together."""
    row: int
    column: int
    columns: int = 1
    """How many grid columns the cell covers."""
    rows: int = 1
    """How many grid rows the cell covers."""
    header: bool = False
    """A header row: the format itself declares it, or it is set as none of the rows below is."""
    fill: str | None = None
    """Background colour as `#rrggbb`, where the format says one and it is not white."""
    within: int | None = None
    """The table in whose cell this table stands; a table that holds a table is there for layout."""
    continues: int | None = None
    """The table before a page break that this one goes on with, where the reader can tell."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or the part of it that stands in one table cell.

    Where a format does not break lines (DOCX, HTML) a line is a paragraph, or what lies between its forced breaks.
    """

    text: str
    """The characters shown, and the white space up to the next line: line ends and blank lines, a tab between cells.
    Inside the text a tab is a printed gap wider than a space, as after a number in the margin."""
    page: int = 1
    box: Box | None = None
    left: float | None = None
    """Indent in points where the first character stands: from the page's left edge, or from the text margin in formats
    without pages. Comparable within one transcript only."""
    size: float | None = None
    """Font size in points of most of the line."""
    bold: bool = False
    """All the words (a number in front aside) are bold."""
    italic: bool = False
    underline: bool = False
    bold_start: int = 0
    """How many characters at the start are bold, when not all are: a run-in label."""
    opens: bool | None = None
    """True: the format says a new block begins here. False: it says the block before goes on. None: it does not say."""
    block: tuple[int, ...] | None = None
    """The element of the format's own structure, a paragraph or an item, that the line is printed from: lines of one
    share it, also over a page break. Not as sure as `opens`: the structure is weighed against what the eye sees."""
    role: Role | None = None
    level: int | None = None
    mark: int | None = None
    """How many characters at the start are a number or bullet made by the format itself, with the gap after them.
    None: unknown, look at the words. 0: certainly none."""
    raised: tuple[tuple[int, int], ...] = ()
    """Characters `[start, end)` of the text that are footnote marks set as superscript."""
    cell: Cell | None = None
    confidence: float | None = None
    """Recognised text only: 0 to 1."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its number from 1 and its size in points as displayed; None where the format has no pages."""

    number: int
    width: float | None = None
    height: float | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the reader noticed that a person would want to be told; becomes an issue."""

    code: "Code"
    severity: "Severity"
    message: str
    page: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole source as lines. The lines' texts, put together, are the paper's text."""

    lines: tuple[Line, ...]
    sheets: tuple[Sheet, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    def starts(self) -> Iterator[int]:
        """The offset in the text at which each line starts."""
        at = 0
        for line in self.lines:
            yield at
            at += len(line.text)


class Unreadable(Exception):  # noqa: N818  the contract's word: an input that cannot be read, not a fault of ours
    """The source cannot be read. `code` is one of the contract's rejection codes; the message is one sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
