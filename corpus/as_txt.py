"""A paper as plain text: typed numbers, blank lines between, "- " for a bullet, tabs between the cells of a table."""

from collections.abc import Iterator

from description import Item, Paper, Paragraph, Section, Table
from markup import SUPERSCRIPT, marks, typed


def text(paper: Paper) -> str:
    names = list(paper.footnotes)
    blocks = [*head(paper), *(block for section in paper.sections for block in body(section, names)), *foot(paper)]
    return "\n\n".join(blocks) + "\n"


def head(paper: Paper) -> list[str]:
    """The header's lines; a fact that the description leaves out here has to come from a sidecar."""
    facts = paper.header
    committee_and_date = f"{facts.committee}, {facts.meeting_date_printed}"
    match paper.layout:
        case "centred":
            lines = {
                "council": facts.council,
                "committee": facts.committee,
                "meeting_date": facts.meeting_date_printed,
                "title": facts.title,
            }
            return [line for key, line in lines.items() if key not in paper.txt_omits]
        case "letter":
            return [facts.council, f"From:\t{facts.author}\nTo:\t{committee_and_date}\nSubject:\t{facts.title}"]
        case "table":
            return [facts.council, "\n".join(f"{key}\t{value}" for key, value in header_rows(paper))]
        case "plain":
            return [facts.council, f"Report to the {committee_and_date}", facts.title, f"Report of the {facts.author}"]


def header_rows(paper: Paper) -> list[tuple[str, str]]:
    """The two columns of the layout "table"."""
    facts = paper.header
    return [
        ("PURPOSE", facts.purpose),
        ("COMMITTEE", facts.committee),
        ("DATE", facts.meeting_date_printed),
        ("TITLE", facts.title),
        ("REPORT OF", facts.author),
    ]


def body(section: Section, footnotes: list[str]) -> Iterator[str]:
    yield f"{section.number}. {section.title}" if section.number else section.title
    for each in section.content:
        if isinstance(each, Table):
            yield from table(each, footnotes)
        else:
            yield from paragraph(each, footnotes)


def paragraph(each: Paragraph, footnotes: list[str]) -> Iterator[str]:
    number = f"{each.number}{'' if '.' in each.number else '.'} " if each.number else ""
    yield number + typed(each.text, footnotes)
    if each.items:
        yield "\n".join(points(each.items, "-" if each.mark == "•" else each.mark, ""))


def points(items: tuple[Item, ...], mark: str, indent: str) -> Iterator[str]:
    for item, printed in zip(items, marks(mark, len(items)), strict=True):
        yield f"{indent}{printed} {typed(item.text, [])}"
        yield from points(item.items, "-", indent + "  ")


def table(each: Table, footnotes: list[str]) -> Iterator[str]:
    if each.caption:
        yield each.caption
    lines = ["\t".join(column.heading for column in each.columns)]
    lines += ["\t".join([typed(row.label, footnotes), *(cell.raw for cell in row.cells)]) for row in each.rows]
    yield "\n".join(lines)


def foot(paper: Paper) -> Iterator[str]:
    for number, note in enumerate(paper.footnotes.values(), start=1):
        yield f"{str(number).translate(SUPERSCRIPT)} {note}"
