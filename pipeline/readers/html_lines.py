"""Words and breaks in the order of an HTML page, put together to lines as a browser would."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from pipeline.readers.html_context import Context, Fate
from pipeline.records import dataclass
from pipeline.transcript import Cell, Line, Role

SPACES = re.compile("[ \t\n\r\f\v\xa0\u2000-\u2003\u2007\u202f\u3000]+")
HARD_SPACES = 2  # non-breaking spaces in a row: a gap set by hand, as after a number in the margin
WIDE = re.compile("[\u2000-\u2003\u3000]")
"""Spaces wider than a word's: one of them is such a gap."""
UNSEEN = "\u00ad"
"""A soft hyphen shows only where a line ends, and the file breaks no lines."""
FRONT_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,9}|[A-Za-z]|[ivxlIVXL]{1,6})[.):]{0,2}\s{1,60}")
FATES: tuple[Fate, ...] = ("shown", "hidden", "deleted")
MARGINS: frozenset[Role | None] = frozenset(("running-head", "running-foot"))
ROLE_OF_FATE: dict[Fate, Role] = {"hidden": "hidden", "deleted": "deleted"}


@dataclass(frozen=True, slots=True)
class Words:
    """Characters of the page. `drawn`: put there by the browser, a list marker with its gap."""

    text: str
    context: Context
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A block begins or ends; a line is broken (`<br>`); an item begins or ends: a marker without words is dropped."""

    kind: Literal["block", "line", "item"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or chart, with the words printed inside it."""

    text: str
    context: Context


@dataclass(frozen=True, slots=True)
class CellEdge:
    """A cell begins, or ends; `last`: it ends its row."""

    cell: Cell
    begins: bool
    last: bool = False


Token = Words | Break | Picture | CellEdge


@dataclass(frozen=True, slots=True)
class Piece:
    """Words after white space was collapsed."""

    text: str
    context: Context
    drawn: bool


def lines_of(tokens: Iterable[Token]) -> list[Line]:
    """The lines of the page. Cells end in a tab, rows and all else in a line end; an empty cell is a line."""
    lines: list[Line] = []
    begun: list[int] = []
    for item in _broken(tokens):
        if isinstance(item, Line):
            lines.append(item)
        elif item.begins:
            begun.append(len(lines))
        else:
            _end_cell(lines, begun.pop() if begun else len(lines), item)
    return lines


def _end_cell(lines: list[Line], start: int, edge: CellEdge) -> None:
    """Give the cell's last line its tail, or make a line for a cell that has none."""
    tail = "\n" if edge.last else "\t"
    for at in range(len(lines) - 1, start - 1, -1):
        if lines[at].cell == edge.cell and lines[at].text:
            lines[at] = replace(lines[at], text=lines[at].text[:-1] + tail)
            return
    if all(not line.text for line in lines[start:]):
        lines.append(Line(tail, opens=True, cell=edge.cell, left=0.0))


def _broken(tokens: Iterable[Token]) -> Iterator[Line | CellEdge]:
    """Lines between the breaks, and the edges of cells."""
    pending: list[Words] = []
    pictures: list[Picture] = []
    opens = True
    for token in tokens:
        if isinstance(token, Words):
            pending.append(token)
            continue
        if isinstance(token, Picture):
            pictures.append(token)
            continue
        waiting = _marker_alone(pending)
        if not (waiting and isinstance(token, Break) and token.kind == "block"):
            lines = () if waiting else tuple(_lines(pending, opens))
            yield from lines
            opens = not (isinstance(token, Break) and token.kind == "line" and lines)
            pending = []
        yield from _figures(pictures)
        pictures = []
        if isinstance(token, CellEdge):
            yield token
    yield from _lines(pending, opens)
    yield from _figures(pictures)


def _marker_alone(pending: Sequence[Words]) -> bool:
    """A list marker still waits for its words, which stand in a block inside the item."""
    return any(words.drawn for words in pending) and all(
        words.drawn or not SPACES.sub("", words.text) for words in pending
    )


def _figures(pictures: Iterable[Picture]) -> Iterator[Line]:
    """Pictures without words in the page's own head and foot are logos and icons: no figures of the paper."""
    lines = (_figure(picture) for picture in pictures)
    return (line for line in lines if line.text or line.role not in MARGINS)


def _figure(picture: Picture) -> Line:
    text = SPACES.sub(" ", picture.text).strip(" ")
    margin = picture.context.role if picture.context.role in MARGINS else None
    role: Role = ROLE_OF_FATE.get(picture.context.fate) or margin or "figure"
    return Line(text + "\n" if text else "", opens=True, role=role, cell=picture.context.cell)


def _lines(pending: Sequence[Words], opens: bool) -> Iterator[Line]:
    """The line that is shown, then what is hidden or deleted in it."""
    if not pending:
        return
    for fate in FATES:
        pieces = _collapsed([words for words in pending if words.context.fate == fate])
        if any(not piece.drawn for piece in pieces):
            yield _line(pieces, opens, fate)


def _collapsed(words: Iterable[Words]) -> list[Piece]:
    """White space as a browser shows it: runs become one space, none at the start and the end, a hand-set gap a tab."""
    pieces: list[Piece] = []
    at_space = True
    for word in words:
        text = word.text if word.drawn else _shown(word.text, word.context)
        if at_space and not word.context.pre and not word.drawn:
            text = text.lstrip(" ") if pieces else text.lstrip(" \t")
        if text:
            pieces.append(Piece(text, word.context, word.drawn))
            at_space = text[-1] in " \t\n"
    return _trimmed(pieces)


def _shown(text: str, context: Context) -> str:
    text = text.replace(UNSEEN, "")
    return text if context.pre else SPACES.sub(_gap, text)


def _gap(spaces: re.Match[str]) -> str:
    return "\t" if spaces[0].count("\xa0") >= HARD_SPACES or WIDE.search(spaces[0]) else " "


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Without white space at the end; the drawn marker stays."""
    while pieces and not pieces[-1].drawn:
        last = pieces.pop()
        text = last.text.rstrip()
        if text:
            pieces.append(replace(last, text=text))
            break
    return pieces


def _line(pieces: Sequence[Piece], opens: bool, fate: Fate) -> Line:
    spans = tuple(_spans(pieces))
    text = "".join(piece.text for piece in pieces)
    mark = _mark(spans)
    context = next(piece.context for piece in pieces if not piece.drawn)
    return Line(
        text + "\n",
        left=pieces[0].context.left,
        size=_size(pieces),
        bold=_holds(spans, text, mark, "bold"),
        italic=_holds(spans, text, mark, "italic"),
        underline=_holds(spans, text, mark, "underline"),
        bold_start=0 if _holds(spans, text, mark, "bold") else _bold_start(spans, text),
        opens=opens,
        role=ROLE_OF_FATE.get(fate) or _line_role(pieces, context),
        level=_level(pieces, context),
        mark=mark,
        raised=tuple(_raised(spans)),
        cell=context.cell,
    )


Span = tuple[int, int, Piece]


def _spans(pieces: Sequence[Piece]) -> Iterator[Span]:
    at = 0
    for piece in pieces:
        yield at, at + len(piece.text), piece
        at += len(piece.text)


def _mark(spans: Sequence[Span]) -> int | None:
    """Where the marker which the browser draws, or Word has written, ends with its gap."""
    return max((end for _, end, piece in spans if piece.drawn or piece.context.mark), default=None)


def _line_role(pieces: Sequence[Piece], context: Context) -> Role | None:
    return "item" if pieces[0].drawn and context.role is None else context.role


def _level(pieces: Sequence[Piece], context: Context) -> int | None:
    return max(context.lists - 1, 0) if pieces[0].drawn and context.role is None else context.level


def _size(pieces: Sequence[Piece]) -> float | None:
    sizes: Counter[float | None] = Counter()
    for piece in pieces:
        sizes[piece.context.size] += len(piece.text)
    return sizes.most_common(1)[0][0]


def _holds(spans: Sequence[Span], text: str, mark: int | None, name: Literal["bold", "italic", "underline"]) -> bool:
    """All the words are set so; a number in front may be otherwise."""
    number = FRONT_NUMBER.match(text)
    start = mark or (number.end() if number and number.end() < len(text) else 0)
    words = [piece for _, end, piece in spans if end > start and not piece.text.isspace() and not piece.drawn]
    return bool(words) and all(getattr(piece.context, name) for piece in words)


def _bold_start(spans: Sequence[Span], text: str) -> int:
    """Where a bold label at the start ends; a number in front of it may be light."""
    number = FRONT_NUMBER.match(text)
    reached, front = 0, number.end() if number else 0
    for _, end, piece in spans:
        if not (piece.context.bold or piece.context.mark or piece.drawn or end <= front):
            break
        reached = end if piece.context.bold else reached
    return reached


def _raised(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Footnote marks, without the white space around them."""
    for start, end, piece in spans:
        words = piece.text.strip()
        if piece.context.raised and words:
            at = start + piece.text.index(words)
            yield at, min(at + len(words), end)
