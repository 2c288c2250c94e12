"""What a careful officer would want to be told. Issues warn; nothing is repaired."""

from typing import Literal

from pydantic import Field

from schemas.base import Model

Severity = Literal["info", "warning", "error"]

Code = Literal[
    "period-after-meeting",  # a reading's period ends after the meeting
    "missing-content",  # a lead-in with nothing after it; "the graphic above" with no graphic
    "missing-attachment",  # a named appendix that is not in the file
    "numbering-gap",
    "duplicate-number",
    "ambiguous-indicator",  # a label that fits several indicators
    "label-against-dates",  # a cell dated otherwise than its heading
    "value-out-of-range",  # a figure beyond what its unit can be
    "mixed-basis",  # a heading that covers several kinds of period
    "unread-cell",  # words of a value cell that nothing explains
    "undated-reading",  # no period in the cell, its column, its row or the caption
    "ambiguous-period",  # two defensible readings of one notation
    "unmapped-indicator",
    "counts-against-share",  # a percentage printed beside counts that do not give it
    "parts-exceed-whole",
    "rate-base",  # a rate per so many that does not fit its measure, or the numbers beside it
    "differing-figures",  # one measure, one time, two figures
    "claim-against-table",  # what the prose says of the measures is not what their figures say
    "direction-against-polarity",  # called better, and the figures got worse; or the other way
    "differs-from-published",  # `check --published`: not the figure in the table of published ones
    "page-without-text",  # a picture of text that was not read, or in which no text was found
    "doubtful-text",  # words recognised from a picture with low confidence
    "header-field-missing",
    "header-from-sidecar",  # the sidecar states what the paper does not
    "header-overridden",  # the sidecar states something else than the paper
    "council-from-body",  # the header block names none; the one that the paragraphs name most
    "unknown-council",  # a council that is not in the table of councils
    "hidden-text",  # in the file, but no reader of the page sees it
    "tracked-changes",
    "comments-ignored",
    "note-numbers-by-page",  # marks of footnotes that begin anew on each page are numbered through
    "number-field",  # a number that only the word processor knows
    "embedded-part",  # another file shown inside a Word file
    "mixed-encoding",
    "undecodable-bytes",
    "control-characters",
    "unclosed-comment",
    "replaced-characters",  # bytes or glyphs that no character stands for
    "agenda-item-without-paper",  # the front sheet of a pack lists it, and no paper in the file belongs to it
    "paper-without-agenda-item",  # a paper in a pack that the front sheet does not list
    "older-version",  # written by an older version of the program, which did not read this
    "repaired-file",  # damaged, and read after what is broken had been put in order or passed over
    "unread-page",  # a page of a damaged PDF that could not be read
    "table-passed-over",  # a table too large for a grid, read as lines
    "drawings-passed-over",  # more lines and boxes on a page than tables are looked for among
    "left-out",  # something of the source that is no text, and is not in the record
]


class Issue(Model):
    """One doubt, with the words it is about."""

    code: Code
    severity: Severity
    about: str | None = Field(description="id of what the issue is about; null: the paper as a whole")
    message: str
    quote: str | None
    page: int | None
