"""Papers that an older version of the program wrote, brought to today's shape step by step.

The version stayed 1.0.0 while the shape of 1.0.0 still grew, so a step tells by the document itself whether it is
needed. A step never says that something is not in a paper which nobody looked for: it leaves an issue.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from schemas.paper import SCHEMA_VERSION

Document = dict[str, Any]
"""A published paper as JSON: whatever its file holds, before it is validated."""

KNOWN = (SCHEMA_VERSION,)
"""The versions whose papers can be read, the current one last."""
PROSE = ("narrative", "names", "inspections", "commitments")


class ForeignVersionError(ValueError):
    """A document that follows a schema which this program does not know; says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One change of the shape: what older papers lack, and how they become papers of the shape after it."""

    about: str
    needed: Callable[[Document], bool]
    migrate: Callable[[Document], Document]


def current(document: Document) -> Document:
    """The paper in today's shape; `ForeignVersionError` where it is of a version that is not known."""
    check_version(document.get("schema_version"), KNOWN, "it")
    for migration in MIGRATIONS:
        if migration.needed(document):
            document = migration.migrate(document)
    return document


def check_version(version: object, known: tuple[str, ...], what: str) -> None:
    """Raise `ForeignVersionError` where a version is stated and it is none of those known."""
    if version is None or version in known:
        return
    stated = str(version)[:20]
    todo = "a newer program reads it" if is_newer(stated, known[-1]) else "extract its source document again"
    raise ForeignVersionError(f"{what} was written by schema {stated}; this program reads {', '.join(known)}: {todo}")


def is_newer(version: str, own: str) -> bool:
    """Whether a version of the form 1.2.3 comes after ours; what has another form does not."""
    parts = version.split(".")
    return all(part.isdecimal() for part in parts) and [int(part) for part in parts] > [
        int(part) for part in own.split(".")
    ]


def has_drawn_tables(document: Document) -> bool:
    return any(is_drawn_table(issue) for issue in issues_of(document))


def drawn_tables_as_notes(document: Document) -> Document:
    """Tables drawn with characters were once kept as text, with an issue of a code that there is no longer."""
    issues = [{**issue, "code": "older-version"} if is_drawn_table(issue) else issue for issue in issues_of(document)]
    return {**document, "issues": issues}


def lacks_prose(document: Document) -> bool:
    """A paper, by its having indicators, that lacks what sentences say: not any other JSON."""
    return "indicators" in document and not any(name in document for name in PROSE)


def prose_not_looked_for(document: Document) -> Document:
    """Figures in sentences, names, inspections and commitments were not read at first: none are there to be had."""
    note = {
        "code": "older-version",
        "severity": "warning",
        "about": None,
        "message": "written by a version that did not look for figures in sentences, names, inspections and "
        "commitments; extract the source document again to have them",
        "quote": None,
        "page": None,
    }
    return {**document, **{name: [] for name in PROSE}, "issues": [*issues_of(document), note]}


def issues_of(document: Document) -> list[Any]:
    issues = document.get("issues")
    return issues if isinstance(issues, list) else []


def is_drawn_table(issue: object) -> bool:
    return isinstance(issue, dict) and issue.get("code") == "drawn-table"


MIGRATIONS = (
    Migration("drawn tables are read", has_drawn_tables, drawn_tables_as_notes),
    Migration("sentences are read", lacks_prose, prose_not_looked_for),
)
"""Every change of the shape that an older paper does not fit, oldest first."""
