"""How letters and paragraphs are set, as far as one place states it. None: not stated."""

from dataclasses import fields
from typing import TypeVar

from pipeline.records import dataclass


@dataclass(frozen=True, slots=True)
class Typeface:
    """How letters are set, as far as one place states it."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    size: float | None = None
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Indent:
    """Points from the margin; `first`: of the first line against the others, below zero when it hangs out."""

    left: float | None = None
    first: float | None = None


Stated = TypeVar("Stated", Typeface, Indent)


def over(lower: Stated, upper: Stated) -> Stated:
    """What the upper place states, and what it leaves to the lower."""
    stated = (getattr(upper, one.name) for one in fields(upper))
    kept = (getattr(lower, one.name) for one in fields(lower))
    return type(lower)(*(below if above is None else above for above, below in zip(stated, kept, strict=True)))
