"""Stamps: what the merging software prints at the edge of a pack's pages, over papers that know nothing of it.

Shapes read, each alone in its line or parted from the paper's own words by a gap:

    Agenda Item 5      Item No. 7a      Minute Item 12         on the first page of an item, or on all of its pages
    Page 23      Page 23 of 268      23                        on every page, counting through the whole pack

A number that a paper prints itself begins anew in the next paper; one that counts with the file's pages from one end
to the other is the pack's. One program makes all stamps of a pack, so its item stamps share size and height.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from math import inf

from pipeline.records import dataclass
from pipeline.transcript import Box, Line, Sheet, Transcript
from pipeline.vocabulary.alternatives import any_of
from pipeline.vocabulary.wording import folded, matches, opener_of, rows_of

EDGE = 0.16  # of the page's height: stamps and page numbers stand in this outer band
OUTER = 0.085  # of the page's height: above and below it papers print nothing but running heads and feet
CORNER = 0.5  # of the page's width: a stamp further left must stand above the text
SAME_PLACE = 8.0  # points: stamps of one program differ by less, whatever the page's content
SAME_SIZE = 0.6  # points of font size
THROUGHOUT = 0.85  # of the pages from its first one on: blank and scanned pages may lack the pack's page number
FROM_START = 0.6  # of all pages
MOST_UNSTAMPED = 6  # pages at a pack's start: front sheets are often left without a number
HIGHEST = 5  # one page in so many is set as high as this
MOST_KEPT = 4096  # lines; running heads and feet are asked for on every page
FEWEST_PAGES = 3  # two numbers are as well a paper's own
PIECE = re.compile(r"[^\t\n]+")
NUMBERED = re.compile(r"(.{0,200}?)\W{0,20}\b(\d{1,3}[A-Za-z]?(?:\.\d{1,2})?[a-z]?)\W{0,20}")
PAGE_NUMBER = re.compile(r"\W*(page\s*)?(\d{1,4})(?:\s*(?:of|/)\s*(\d{1,4}))?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Words at a page's edge: characters `[start, end)` of a line. Like none but itself."""

    line: int
    start: int
    end: int
    text: str
    page: int
    whole: bool
    """The line holds nothing else."""
    last: bool
    """Nothing stands after it."""
    of: Line


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A printed page number, and the number of pages where that is printed too."""

    number: int
    total: int | None
    form: str


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of a file. `items` by page; `offset` is what the pack's numbers are ahead of the file's."""

    items: Mapping[int, str]
    offset: int | None
    pieces: tuple[Piece, ...]
    """What the merging software printed."""


@cache
def patterns(kind: str) -> tuple[str, ...]:
    """The wordings of a kind (`vocabulary/packs.csv`)."""
    return tuple(row["pattern"] for row in rows_of("packs.csv") if row["kind"] == kind)


@lru_cache(MOST_KEPT)
def says(kind: str, words: str) -> bool:
    text = folded(words)
    return any(matches(text, wanted, "") for wanted in patterns(kind))


@cache
def _words_for_blank() -> re.Pattern[str]:
    opener = opener_of(patterns("blank"))
    return re.compile(any_of((*opener.whole, *opener.starts)))


def _that_may_say_blank(lines: Iterable[Line]) -> Iterator[tuple[int, Line]]:
    search = _words_for_blank().search
    return ((i, line) for i, line in enumerate(lines) if search(line.text.lower()))


def find_stamps(transcript: Transcript) -> Stamps:
    """The stamps of a file; in a single paper whatever looks like them, which no one asks for."""
    lines = transcript.lines
    heights = {sheet.number: sheet for sheet in transcript.sheets}
    pieces = tuple(_edge_pieces(lines, heights))
    numbers = {p: number for p in pieces if (number := page_number(p.text)) is not None and _is_set_off(p, number)}
    series = _series(numbers, len(transcript.sheets))
    through = tuple(p for p, n in numbers.items() if (n.form, n.number - p.page) == series)
    items = _item_stamps(lines, pieces, heights)
    blank = tuple(p for p in _pieces(_that_may_say_blank(lines)) if p.whole and says("blank", p.text))
    offset = series[1] if series is not None else None
    printed = tuple(p for p in items if _is_outermost(lines[p.line], heights[p.page]))
    return Stamps({p.page: items[p] for p in items}, offset, (*through, *printed, *blank))


def _is_set_off(piece: Piece, number: PageNumber) -> bool:
    """Not the number of the heading or paragraph that stands behind it."""
    return piece.whole or piece.last or number.form.startswith("page")


def own_numbers(lines: Iterable[Line], sheet: Sheet) -> tuple[PageNumber, ...]:
    """The page numbers at the edges of a page, once stamps are set aside: alone in their line, or last at its end.

    A number in front of words is a heading's or a paragraph's; one that ends a row of words further in is a figure.
    """
    found: list[PageNumber] = []
    for piece in _edge_pieces(lines, {sheet.number: sheet}):
        number = page_number(piece.text)
        band = EDGE if piece.whole else OUTER
        if number is not None and (piece.whole or piece.last) and (place := _edge(piece.of, sheet, band)) is not None:
            found.append(replace(number, form=f"{number.form} {'top' if place > 0 else 'foot'}"))
    return tuple(found)


def page_number(words: str) -> PageNumber | None:
    """`Page 3 of 6`, `3/6`, `- 3 -`, `3`."""
    match = PAGE_NUMBER.fullmatch(words.strip())
    if match is None:
        return None
    total = int(match[3]) if match[3] else None
    return PageNumber(int(match[2]), total, f"{'page' if match[1] else ''} # of {total}")


def _pieces(numbered: Iterable[tuple[int, Line]]) -> Iterator[Piece]:
    for i, line in numbered:
        if line.cell is None and line.box is not None:
            found = [m for m in PIECE.finditer(line.text) if m[0].strip()]
            yield from (Piece(i, *m.span(), m[0], line.page, len(found) == 1, m is found[-1], line) for m in found)


def _edge_pieces(lines: Iterable[Line], sheets: Mapping[int, Sheet]) -> Iterator[Piece]:
    at_edge = ((i, x) for i, x in enumerate(lines) if _edge(x, sheets[x.page], EDGE) is not None)
    return _pieces(at_edge)


def _edge(line: Line, sheet: Sheet, band: float) -> float | None:
    """How far the line stands from the nearer end of the page: points from the top, or below 0 from the foot."""
    if line.box is None or sheet.height is None:
        return None
    if line.box[3] <= band * sheet.height:
        return line.box[3]
    return line.box[3] - sheet.height if line.box[1] >= (1 - band) * sheet.height else None


def _is_outermost(line: Line, sheet: Sheet) -> bool:
    return _edge(line, sheet, OUTER) is not None


def _series(numbers: Mapping[Piece, PageNumber], pages: int) -> tuple[str, int] | None:
    """Form and offset of the page numbers that count through the whole file; None where there are none.

    An offset below 0 leaves out unnumbered pages at the start, and no more than those.
    """
    found: dict[tuple[str, int], set[int]] = {}
    for piece, number in numbers.items():
        found.setdefault((number.form, number.number - piece.page), set()).add(piece.page)
    through = [key for key, on in found.items() if _counts_through(on, key[1], pages)]
    return max(through, key=lambda key: (len(found[key]), key), default=None)


def _counts_through(on: set[int], offset: int, pages: int) -> bool:
    first = min(on)
    if len(on) < FEWEST_PAGES or first > MOST_UNSTAMPED or -offset >= first or max(on) < pages - 1:
        return False
    return len(on) >= THROUGHOUT * (pages - first + 1) and len(on) >= FROM_START * pages


def _item_stamps(lines: Sequence[Line], pieces: Sequence[Piece], sheets: Mapping[int, Sheet]) -> dict[Piece, str]:
    """Item numbers in the corners of pages, those of the largest group that share size and height on the page."""
    top = _text_top(lines)
    groups: list[tuple[tuple[float, float], dict[Piece, str]]] = []
    for piece in pieces:
        number, place = item_number(piece.text), _edge(lines[piece.line], sheets[piece.page], EDGE)
        if number is None or place is None or not _is_corner(lines[piece.line], piece, sheets[piece.page], top):
            continue
        look = place, lines[piece.line].size or 0.0
        group = next((members for seen, members in groups if _is_alike(seen, look)), None)
        if group is None:
            groups.append((look, group := {}))
        group[piece] = number
    largest = max((members for _, members in groups), key=lambda m: len(set(m.values())), default={})
    return largest if len(set(largest.values())) > 1 or len(groups) == 1 else {}


def item_number(words: str) -> str | None:
    """The number of `Agenda Item 5`."""
    match = NUMBERED.fullmatch(words.strip())
    return match[2].lower() if match is not None and match[1] and says("item", match[1]) else None


def _is_alike(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) <= SAME_PLACE and abs(a[1] - b[1]) <= SAME_SIZE


def _is_corner(line: Line, piece: Piece, sheet: Sheet, text_top: float) -> bool:
    """In the right half, at the foot, or above where papers begin their text: there no heading `Item 5` stands."""
    if line.box is None or sheet.width is None or sheet.height is None:
        return False
    right = line.box[0] > CORNER * sheet.width or (not piece.whole and piece.start > 0)
    return right or line.box[3] < text_top or line.box[1] > sheet.height / 2


def _text_top(lines: Iterable[Line]) -> float:
    """Where the pages that are set highest begin their text, stamps aside; points from the top."""
    tops: dict[int, float] = {}
    for line in lines:
        if line.box is None or line.box[1] >= tops.get(line.page, inf):
            continue
        if item_number(line.text) is None and page_number(line.text) is None:
            tops[line.page] = line.box[1]
    return sorted(tops.values())[len(tops) // HIGHEST] if tops else 0.0


# -- taking them out ----------------------------------------------------------


def set_aside(lines: Sequence[Line], pieces: Sequence[Piece]) -> tuple[Line, ...]:
    """The lines with each stamp a line of its own, named as one, before the others of its page; no character is lost.

    In front the stamps stand between no two lines that a rule compares with each other.
    """
    by_line: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_line.setdefault(piece.line, []).append(piece)
    boxes = _usual_boxes(lines, pieces)
    out: list[Line] = []
    for i, line in enumerate(lines):
        out += _parted(line, by_line[i], boxes) if i in by_line else [line]
    return tuple(sorted(out, key=lambda line: (line.page, line.role != "stamp")))


def _usual_boxes(lines: Sequence[Line], pieces: Sequence[Piece]) -> dict[str, Box]:
    """Where the stamp of a form stands when it stands alone."""
    found = ((_form(p.text), box) for p in pieces if p.whole and (box := lines[p.line].box) is not None)
    counted = Counter(found)
    return {form: box for (form, box), _ in reversed(counted.most_common())}


def _form(words: str) -> str:
    return re.sub(r"\d+", "#", words.strip())


def _parted(line: Line, stamped: Sequence[Piece], boxes: Mapping[str, Box]) -> list[Line]:
    """The paper's own words, then the stamps that shared their line."""
    if line.box is None:
        return [line]
    starts = {piece.start for piece in stamped}
    stamps = [_stamp(line, piece, boxes) for piece in stamped]
    spans = [m.span() for m in PIECE.finditer(line.text)]
    own = [(start, end) for start, end in spans if start not in starts]
    if not own:
        end = line.text[spans[-1][1] :] or "\n"
        return [replace(stamp, text=f"{stamp.text.strip()}{end}") for stamp in stamps]
    words = "\t".join(line.text[start:end] for start, end in own)
    x0, x1 = _left_of(line, own[0][0], stamps), _right_of(line, own[-1][1], stamps)
    box = x0, line.box[1], max(x0, x1), line.box[3]
    raised = tuple(mark for mark in line.raised if own[0][0] == 0 and mark[1] <= len(words))
    rest = replace(
        line, text=f"{words}\n", box=box, left=x0, bold_start=min(line.bold_start, len(words)), raised=raised
    )
    return [rest, *stamps]


def _stamp(line: Line, piece: Piece, boxes: Mapping[str, Box]) -> Line:
    box = line.box if piece.whole or line.box is None else _own_box(line, line.box, piece, boxes)
    return Line(
        f"{piece.text.strip()}\n", line.page, box, box[0] if box else None, line.size, line.bold, line.italic,
        role="stamp", mark=0,
    )  # fmt: skip


def _own_box(line: Line, box: Box, piece: Piece, boxes: Mapping[str, Box]) -> Box:
    """As elsewhere, at this line's height; else at the end of the line where it stands, as wide as its words."""
    usual = boxes.get(_form(piece.text))
    if usual is not None:
        return usual[0], box[1], usual[2], box[3]
    width = min(box[2] - box[0], 0.5 * (line.size or 10) * len(piece.text))  # half the size: a letter's usual width
    return (box[0], box[1], box[0] + width, box[3]) if piece.start == 0 else (box[2] - width, box[1], box[2], box[3])


def _left_of(line: Line, start: int, stamps: Sequence[Line]) -> float:
    """Where the paper's own words begin: after a stamp that stood in front of them."""
    assert line.box is not None
    before = [s.box[2] for s in stamps if start > 0 and s.box is not None and s.box[0] <= line.box[0] + 1]
    return max(before, default=line.box[0])


def _right_of(line: Line, end: int, stamps: Sequence[Line]) -> float:
    assert line.box is not None
    last = end >= len(line.text.rstrip())
    after = [s.box[0] for s in stamps if s.box is not None and s.box[0] > line.box[0] + 1]
    return line.box[2] if last else min(after, default=line.box[2])
