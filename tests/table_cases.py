"""Tables typed by hand, as a paper in HTML, and what must be read from them.

# title                       a case
heading: ...                  the section's heading; without it, "Performance"
lead: ...                     the paragraph before the table
text: ...                     a paragraph after the table, or where there is none
item: ...                     a point of a list
| a | b |                     a row; `<` goes on with the cell to the left, `^` with the one above;
                              `{#00b050} 12` fills the cell, `*a*` is bold, `!` before the row declares a head
> label ; 19 percent ; 2023-04-01..2024-03-31 column ; authority current ; red down
                              a reading in order; the last part only where a rating or direction is stated
! code                        an issue that must be raised
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.corpus import Source
from pipeline.run import extract
from schemas.paper import Paper
from schemas.record import Reading

HEAD = (
    "<p>Exampleshire County Council</p><p>Children’s Select Committee</p>"
    "<p>12 March 2025</p><h1>Performance report</h1>"
)


@dataclass(slots=True)
class Case:
    """A case of a file."""

    title: str
    heading: str = "Performance"
    before: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)


def cases(path: Path) -> list[Case]:
    """The cases of a file in order."""
    found: list[Case] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            found.append(Case(line[2:]))
        elif line.strip():
            _take(found[-1], line)
    return found


def _take(case: Case, line: str) -> None:
    kind, _, rest = line.partition(" ")
    match kind:
        case "heading:":
            case.heading = rest
        case "lead:" | "text:" | "item:":
            tag = "li" if kind == "item:" else "p"
            (case.after if case.rows else case.before).append(f"<{tag}>{rest}</{tag}>")
        case ">":
            case.expected.append(" ; ".join(part.strip() for part in rest.split(";")))
        case "!" if not rest.startswith("|"):
            case.issues.append(rest)
        case _:
            case.rows.append(line)


def paper_of(case: Case) -> Paper:
    """The paper that holds the case's table."""
    table = f"<table>{_table(case.rows)}</table>" if case.rows else ""
    body = f"{HEAD}<h2>{case.heading}</h2>{''.join(case.before)}{table}{''.join(case.after)}"
    body = re.sub(r"((?:<li>.*?</li>)+)", r"<ul>\1</ul>", body)
    data = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()
    return extract(Source("case.html", "text/html", data, hashlib.sha256(data).hexdigest(), len(data)))


def _table(rows: list[str]) -> str:
    grid = [[cell.strip() for cell in row.lstrip("! ").strip("|").split("|")] for row in rows]
    return "".join(f"<tr>{_row(grid, n, rows[n].startswith('!'))}</tr>" for n in range(len(rows)))


def _row(grid: list[list[str]], n: int, declared: bool) -> str:
    return "".join(_cell(grid, n, at, declared) for at, text in enumerate(grid[n]) if text not in ("<", "^"))


def _cell(grid: list[list[str]], n: int, at: int, declared: bool) -> str:
    text, tag = grid[n][at], "th" if declared else "td"
    columns = next((k for k, cell in enumerate(grid[n][at + 1 :], 1) if cell != "<"), len(grid[n]) - at)
    rows = next((k for k, row in enumerate(grid[n + 1 :], 1) if row[at] != "^"), len(grid) - n)
    fill = re.match(r"\{(#\w+)\}\s*", text)
    style = f' style="background-color:{fill[1]}"' if fill else ""
    words = re.sub(r"\*([^*]+)\*", r"<b>\1</b>", text[fill.end() :] if fill else text)
    return f'<{tag} colspan="{columns}" rowspan="{rows}"{style}>{words}</{tag}>'


def told(paper: Paper) -> list[str]:
    """The readings with a number, as a case writes them."""
    return [
        f"{row.label} ; {_reading(r)}"
        for row in paper.indicators
        for r in row.readings
        if r.value is not None or r.low is not None
    ]


def _reading(r: Reading) -> str:
    value = r.value if r.value is not None else f"{r.low}-{r.high}"
    period = f"{r.period.start}..{r.period.end} {r.period.source}" if r.period else "undated"
    stated = f" ; {' '.join(filter(None, (r.rating, r.direction)))}" if r.rating or r.direction else ""
    return f"{value} {r.unit or '-'} ; {period} ; {r.of} {r.role or '-'}{stated}"
