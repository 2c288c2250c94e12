"""The expectation for a paper, in the form that the acceptance scorer reads."""

from collections.abc import Iterator
from typing import Any

from description import Cell, Column, Item, Paper, Paragraph, Reading, Row, Section, Table
from markup import words

Fact = dict[str, Any]


def gold(paper: Paper) -> Fact:
    """The whole expectation; suppressed cells are optional, since a reader may give their bounds or nothing."""
    paragraphs = [
        (section, each) for section in paper.sections for each in section.content if isinstance(each, Paragraph)
    ]
    tables = [each for section in paper.sections for each in section.content if isinstance(each, Table)]
    facts: Fact = {
        "header": header(paper),
        "sections": [{"number": each.number, "title": each.title} for each in paper.sections],
        "paragraphs": [paragraph(section, each) for section, each in paragraphs],
        "indicators": [indicator(row, table) for table in tables for row in table.rows],
        "improvement_areas": [
            words(item.text) for _, each in paragraphs if each.lists == "improvement_areas" for item in each.items
        ],
        "recommendations": [text for _, each in paragraphs for text in recommendations(each)],
        "issues": [{"code": code, "about": about} for code, about in paper.issues],
    }
    if optional := [fact for table in tables for row in table.rows for fact in suppressed(row, table)]:
        facts["indicators_optional"] = optional
    return facts


def header(paper: Paper) -> Fact:
    facts = paper.header
    return {
        "council": facts.council,
        "committee": facts.committee,
        "meeting_date": facts.meeting_date.isoformat(),
        "title": facts.title,
    }


def paragraph(section: Section, each: Paragraph) -> Fact:
    return {
        "number": each.number,
        "section": section.number or section.title,
        "text": words(each.text),
        "items": list(flat(each.items)),
    }


def flat(items: tuple[Item, ...]) -> Iterator[str]:
    """The items' words, depth first."""
    for item in items:
        yield words(item.text)
        yield from flat(item.items)


def recommendations(each: Paragraph) -> list[str]:
    if each.recommendation:
        return [words(each.text)]
    return [words(item.text) for item in each.items] if each.lists == "recommendations" else []


def indicator(row: Row, table: Table) -> Fact:
    """A row. `unvalued` lists the cells without a number (not scored; for our own tests)."""
    pairs = list(zip(table.columns[1:], row.cells, strict=True))
    fact: Fact = {
        "label": words(row.label),
        "indicator": row.indicator,
        "readings": [reading(each, column) for column, cell in pairs if printed(cell) for each in cell.readings],
    }
    if unvalued := [(column, cell) for column, cell in pairs if not printed(cell)]:
        fact["unvalued"] = [
            {"column": column.heading, "raw": cell.raw, "status": cell.status} for column, cell in unvalued
        ]
    return fact


def suppressed(row: Row, table: Table) -> Iterator[Fact]:
    for column, cell in zip(table.columns[1:], row.cells, strict=True):
        if cell.status == "suppressed":
            readings = [{**reading(each, column), "status": "suppressed"} for each in cell.readings]
            yield {"label": words(row.label), "indicator": row.indicator, "readings": readings}


def printed(cell: Cell) -> bool:
    """Whether the cell prints its number."""
    return cell.status == "reported"


def reading(each: Reading, column: Column) -> Fact:
    fact: Fact = {
        "value": each.value,
        "unit": each.unit,
        "period": [each.start, each.end],
        "role": column.role,
        "of": column.of,
    }
    return fact if each.low is None else {**fact, "range": [each.low, each.high]}
