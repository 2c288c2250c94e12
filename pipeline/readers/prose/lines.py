"""The lines of one paragraph: number in front, words, breaks; what is hidden or struck out goes on lines of its own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Literal

from pipeline.readers.prose.tokens import Break, Token, Words
from pipeline.readers.prose.typefaces import Indent
from pipeline.readers.raised import is_note_mark
from pipeline.records import dataclass
from pipeline.transcript import Cell, Line, Role

FRONT_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,9}|[A-Za-z]|[ivxlIVXL]{1,6})[.):]{0,2}\s{1,60}")
GAP = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Number:
    """What stands in front of a paragraph: the printed text and the gap after it."""

    text: str
    gap: str
    bullet: bool


@dataclass(frozen=True, slots=True)
class Manner:
    """How a paragraph stands on the page, and what its style calls it."""

    indent: Indent
    role: Role | None = None
    level: int | None = None
    list_level: int = 0
    listed: bool = False
    """Its style is one of the built-in list styles."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands between two breaks. `after_page`: the break before it was one of the page or column."""

    words: list[Words] = field(default_factory=list)
    after_page: bool = False

    @property
    def blank(self) -> bool:
        return not "".join(one.text for one in self.words)


def lines_of(tokens: Sequence[Token], manner: Manner, number: Number | None, cell: Cell | None) -> Iterator[Line]:
    """The paragraph's lines in order; a blank paragraph is one blank line."""
    opens, front = True, number
    for segment in _segments(tokens):
        plain = [one for one in segment.words if not one.struck and not one.typeface.hidden]
        aside = [one for one in segment.words if one.struck or one.typeface.hidden]
        if front or plain or not aside:
            line = _line(plain, manner, front, cell)
            indent = manner.indent if opens else replace(manner.indent, first=0.0)
            yield replace(line, opens=opens, left=_left(indent))
            opens = opens and not line.text.strip()
            front = None
        yield from _aside(aside, cell)


def _segments(tokens: Sequence[Token]) -> list[Segment]:
    """The words between breaks. A page break at the start or the end of a paragraph parts nothing."""
    found = [Segment()]
    for token in tokens:
        if isinstance(token, Words):
            found[-1].words.append(token)
        elif isinstance(token, Break) and not (token.page and found[-1].blank):
            found.append(Segment(after_page=token.page))
    if len(found) > 1 and found[-1].blank and found[-1].after_page:
        found.pop()
    return found


def _aside(words: Sequence[Words], cell: Cell | None) -> Iterator[Line]:
    """Hidden and struck out words, each on a line of their own. Struck out: no longer part of any table."""
    for struck, role in ((False, "hidden"), (True, "deleted")):
        text = "".join(one.text for one in words if one.struck is struck)
        if text:
            kept: Role = "deleted" if role == "deleted" else "hidden"
            yield Line(f"{text}\n", opens=True, role=kept, cell=None if struck else cell)


def _left(indent: Indent) -> float:
    return round((indent.left or 0.0) + (indent.first or 0.0), 2)


def _line(words: Sequence[Words], manner: Manner, number: Number | None, cell: Cell | None) -> Line:
    front = number.text + number.gap if number else ""
    typed = "".join(one.text for one in words)
    text = front + typed
    spans = tuple(_spans(words, len(front)))
    mark = len(front) if number else _made_mark(words, typed)
    bold = _holds(spans, text, mark, "bold")
    role, level = _role(manner, number)
    return Line(
        f"{text}\n",
        size=_size(words),
        bold=bold,
        italic=_holds(spans, text, mark, "italic"),
        underline=_holds(spans, text, mark, "underline"),
        bold_start=0 if bold else _bold_start(spans, text, mark),
        role=role,
        level=level,
        mark=mark,
        raised=tuple(_raised(spans, text)),
        cell=cell,
    )


def _role(manner: Manner, number: Number | None) -> tuple[Role | None, int | None]:
    """A heading keeps its level when it is numbered; other numbered paragraphs keep the list's level."""
    if manner.role == "heading" or number is None:
        return manner.role, manner.level
    if manner.role is None and (number.bullet or manner.listed):
        return "item", manner.list_level
    return manner.role, manner.list_level


def _made_mark(words: Sequence[Words], text: str) -> int | None:
    """The mark in front of a note's body, with its gap."""
    first = next((one for one in words if one.text.strip()), None)
    if first is None or not first.made:
        return None
    start = text.index(first.text) + len(first.text)
    gap = GAP.match(text, start)
    return gap.end() if gap else start


Span = tuple[int, int, Words]


def _spans(words: Sequence[Words], at: int) -> Iterator[Span]:
    for one in words:
        yield at, at + len(one.text), one
        at += len(one.text)


def _size(words: Sequence[Words]) -> float | None:
    sizes: Counter[float | None] = Counter()
    for one in words:
        sizes[one.typeface.size] += len(one.text.strip())
    return sizes.most_common(1)[0][0] if sizes else None


def _front(text: str, mark: int | None) -> int:
    """Where the words begin, after a number made by Word or typed."""
    number = FRONT_NUMBER.match(text)
    return mark or (number.end() if number and number.end() < len(text) else 0)


def _holds(spans: Sequence[Span], text: str, mark: int | None, name: Literal["bold", "italic", "underline"]) -> bool:
    """All the words are set so; a number in front may be otherwise."""
    start = _front(text, mark)
    words = [one for _, end, one in spans if end > start and one.text.strip()]
    return bool(words) and all(getattr(one.typeface, name) for one in words)


def _bold_start(spans: Sequence[Span], text: str, mark: int | None) -> int:
    """Where a bold label at the start ends; a number in front of it may be light."""
    reached, front = 0, _front(text, mark)
    for _, end, one in spans:
        if not (one.typeface.bold or end <= front or not one.text.strip()):
            break
        reached = end if one.typeface.bold and one.text.strip() else reached
    return reached


def _raised(spans: Sequence[Span], text: str) -> Iterator[tuple[int, int]]:
    """Marks of notes, and what is raised and looks like one: not "5th", not "km2"."""
    for start, end, note in _joined(spans):
        words = text[start:end].strip()
        at = start + text[start:end].find(words)
        if words and (note or is_note_mark(words, text[max(0, at - 20) : at])):
            yield at, at + len(words)


def _joined(spans: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    """Raised words that stand side by side, as one."""
    start, reached, note = 0, -1, False
    for at, end, one in spans:
        if not (one.note or one.typeface.raised) or one.made:
            continue
        if reached == at and note == one.note:
            reached = end
            continue
        if reached >= 0:
            yield start, reached, note
        start, reached, note = at, end, one.note
    if reached >= 0:
        yield start, reached, note
