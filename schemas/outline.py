"""The spine of a paper: every character of its text is in exactly one of these, or in the header."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Id, Model, Spans


class Page(Model):
    """One page: characters `[start, end)` of the text; sizes in points, null where the format has no pages."""

    number: Annotated[int, Field(ge=1)]
    width: float | None
    height: float | None
    start: int
    end: int


class Section(Model):
    """A heading and what stands under it; `spans` are those of the heading."""

    id: Id
    number: str | None
    title: str
    level: Annotated[int, Field(ge=1)]
    parent: str | None
    spans: Spans


class Item(Model):
    """A point in a list, with the points under it."""

    id: Id
    marker: str | None
    text: str
    items: tuple["Item", ...]
    spans: Spans


class Paragraph(Model):
    """A numbered or unnumbered paragraph in its own words, with the list that belongs to it."""

    id: Id
    number: str | None
    section: str | None
    text: str
    items: tuple[Item, ...]
    spans: Spans


class Table(Model):
    """A table as printed: its head as `columns`, its body as `rows`; a cell over more columns stands in the first."""

    id: Id
    section: str | None
    caption: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    spans: Spans


class Figure(Model):
    """A picture or chart; `spans` hold its caption and the words printed inside it."""

    id: Id
    section: str | None
    caption: str | None
    page: int
    spans: Spans


class Furniture(Model):
    """What stands on the page but is not the paper's flow."""

    kind: Literal[
        "running-head",
        "running-foot",
        "page-number",
        "stamp",
        "footnote",
        "contents",
        "rule",
        "hidden",
        "deleted",
        "space",
    ]
    text: str
    spans: Spans
