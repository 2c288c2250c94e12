"""What a specimen paper says, read from its description: the one source of every format and of the truth."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

Layout = Literal["centred", "letter", "table", "plain"]
Entry = Mapping[str, Any]  # one TOML table


@dataclass(frozen=True, slots=True)
class Item:
    """A list item and the items under it."""

    text: str
    items: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its list; `mark` is the printed form of the first item's mark, "•" for a bullet."""

    text: str
    number: str | None
    items: tuple[Item, ...]
    mark: str
    lists: Literal["improvement_areas", "recommendations"] | None
    recommendation: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one cell; a range has low and high in place of a value."""

    value: float | None
    low: float | None
    high: float | None
    unit: str
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    raw: str
    status: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    indicator: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    role: str
    of: str


@dataclass(frozen=True, slots=True)
class Table:
    caption: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    number: str | None
    title: str
    content: tuple[Paragraph | Table, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The facts above the first section; `purpose` is printed by the layout "table" only."""

    council: str
    committee: str
    meeting_date: date
    meeting_date_printed: str
    title: str
    author: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    layout: Layout
    automatic: bool  # numbers by the word processor; typed where false
    formats: tuple[str, ...]
    tagged_pdf: bool
    txt_omits: tuple[str, ...]
    header: Header
    running_head: str
    running_foot: str
    footnotes: Mapping[str, str]
    sections: tuple[Section, ...]
    issues: tuple[tuple[str, str], ...]  # code, about


def load(path: Path) -> Paper:
    """One description. KeyError where it lacks a key, ValueError where a row and the columns differ in number."""
    entry = tomllib.loads(path.read_text(encoding="utf-8"))
    return Paper(
        name=entry["name"],
        layout=entry["layout"],
        automatic=entry["numbering"] == "automatic",
        formats=tuple(entry["formats"]),
        tagged_pdf=entry["tagged_pdf"],
        txt_omits=tuple(entry.get("txt_omits", ())),
        header=header(entry),
        running_head=entry["running_head"],
        running_foot=entry["running_foot"],
        footnotes=entry.get("footnotes", {}),
        sections=tuple(section(each, entry) for each in entry["section"]),
        issues=tuple((each["code"], each["about"]) for each in entry.get("issue", ())),
    )


def header(entry: Entry) -> Header:
    return Header(
        council=entry["council"],
        committee=entry["committee"],
        meeting_date=entry["meeting_date"],
        meeting_date_printed=entry["meeting_date_printed"],
        title=entry["title"],
        author=entry["author"],
        purpose=entry.get("purpose", ""),
    )


def section(entry: Entry, paper: Entry) -> Section:
    content = (table(paper) if "table" in each else paragraph(each) for each in entry["content"])
    return Section(entry.get("number"), entry["title"], tuple(content))


def paragraph(entry: Entry) -> Paragraph:
    return Paragraph(
        text=entry["text"],
        number=entry.get("number"),
        items=items(entry.get("items", ())),
        mark=entry.get("mark", "•"),
        lists=next((key for key in ("improvement_areas", "recommendations") if entry.get(key)), None),
        recommendation=entry.get("recommendation", False),
    )


def items(entries: Sequence[str | Entry]) -> tuple[Item, ...]:
    return tuple(
        Item(each) if isinstance(each, str) else Item(each["text"], items(each.get("items", ()))) for each in entries
    )


def table(paper: Entry) -> Table:
    entry = paper["table"]
    columns = tuple(
        Column(each["heading"], each.get("role", ""), each.get("of", "authority")) for each in entry["column"]
    )
    rows = tuple(row(each, paper["periods"]) for each in entry["row"])
    if uneven := [each.label for each in rows if len(each.cells) != len(columns) - 1]:
        raise ValueError(f"{paper['name']}: as many cells as columns expected in {uneven}")
    return Table(entry.get("caption"), columns, rows)


def row(entry: Entry, periods: Mapping[str, Sequence[str]]) -> Row:
    cells = tuple(
        Cell(
            each["raw"],
            each.get("status", "reported"),
            tuple(reading(value, periods) for value in each.get("readings", ())),
        )
        for each in entry["cells"]
    )
    return Row(entry["label"], entry["indicator"], cells)


def reading(entry: Entry, periods: Mapping[str, Sequence[str]]) -> Reading:
    low, high = entry.get("range", (None, None))
    start, end = (*periods[entry["period"]], None)[:2] if "period" in entry else (None, None)
    return Reading(entry.get("value"), low, high, entry["unit"], start, end)
