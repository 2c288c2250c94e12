"""What the checks look at, and how they speak."""

from pipeline.records import dataclass
from schemas.header import Header
from schemas.issue import Code, Issue, Severity
from schemas.outline import Figure, Paragraph, Section, Table
from schemas.record import Indicator, Narrative


@dataclass(frozen=True, slots=True)
class Subject:
    """The published parts of a paper."""

    header: Header
    text: str
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    indicators: tuple[Indicator, ...]
    narrative: tuple[Narrative, ...] = ()


def issue(
    code: Code, severity: Severity, message: str, about: str | None, quote: str | None, page: int | None
) -> Issue:
    return Issue(code=code, severity=severity, about=about, message=message, quote=quote, page=page)
