"""How much of anything one paper may hold: bounds that no real paper comes near, and that a hostile one runs into.

Each is an option of `papers extract`; what is refused for one names the limit and that option. The size of the
input is checked before it is read (`corpus`), time and memory of a whole paper by the parent of the workers (`fleet`).
"""

from dataclasses import field, fields
from typing import Any

from pipeline.records import dataclass
from pipeline.transcript import Unreadable


def _most(default: int, words: str, most: int | None = None) -> Any:
    """A limit: its default, its help text, and how far it can be raised where an engine sets an end to that."""
    return field(default=default, metadata={"help": words, "most": most})


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one source; what is above is refused, or left out with an issue where it says so."""

    text_bytes: int = _most(64 << 20, "Bytes of a text or HTML file.")  # larger is a log or a data dump
    pages: int = _most(5_000, "Pages of a PDF.")  # real agenda packs stay below 500
    part_bytes: int = _most(64 << 20, "One decoded stream of a PDF, one part of a Word file.")  # real ones: below 5 MB
    unpacked_bytes: int = _most(512 << 20, "All that is unpacked of one file.")  # counted while inflating: headers lie
    entries: int = _most(10_000, "Parts of a zip file.")  # a Word file has a few hundred at most
    ratio: int = _most(200, "Unpacked bytes to packed, above 1 MB.")  # XML shrinks to a tenth, a bomb to a thousandth
    xml_depth: int = _most(256, "XML elements inside one another.", 2_000)  # a table in a table in a table: about 40
    html_depth: int = _most(2_000, "HTML elements inside one another.", 2_000)  # the parser itself stops at 2,048
    columns: int = _most(10_000, "Columns of a table; the rest become plain lines.")  # Word stops at 63
    drawn: int = _most(4_000, "Lines and boxes drawn on a page; on others no tables are looked for.")  # maps, charts
    pixels: int = _most(100_000_000, "Pixels of a page's picture; it is made coarser first.")  # A0 at 300 DPI: 140 M
    ocr: int = _most(30, "Seconds of processor time for recognising one page; it is left out then.")  # usual: 2
    characters: int = _most(20_000_000, "Characters of one paper.")  # a page has 3,000
    lines: int = _most(100_000, "Lines and cells of one paper.")  # a pack of 500 pages has 25,000
    line: int = _most(5_000, "Characters of a line that patterns look at.")  # the longest real paragraphs: about 4,000


DEFAULT = Limits()
OPTIONS = {limit.name: f"--max-{limit.name.replace('_', '-')}" for limit in fields(Limits)}


def too_long(limits: "Limits") -> Unreadable:
    return over("too-large", f"its text has more than {limits.characters:,} characters", "characters")


def too_many_lines(limits: "Limits") -> Unreadable:
    return over("too-large", f"it has more than {limits.lines:,} lines and cells", "lines")


def over(code: str, sentence: str, limit: str) -> Unreadable:
    """The refusal of what is above a limit; it says which, and what lifts it."""
    return Unreadable(code, f"{sentence.rstrip('.')}; {OPTIONS[limit]} raises the limit")
