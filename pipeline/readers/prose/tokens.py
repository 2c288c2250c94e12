"""What a paragraph is made of: words, breaks, drawings."""

from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Typeface
from pipeline.records import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Characters in one typeface. `note`: the mark of a footnote or endnote."""

    text: str
    typeface: Typeface
    struck: bool = False
    note: bool = False
    made: bool = False
    """Made by the program, not typed: the mark in front of a note's body."""


@dataclass(frozen=True, slots=True)
class Break:
    """A forced break: of the line, or of the page or column, which prints nothing by itself."""

    page: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawing, picture or embedded object, anchored here."""

    element: Element


Token = Words | Break | Shape
