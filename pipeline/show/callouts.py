"""Callouts: where beside a page there is room for the words about it. Lengths are in pixels."""

from collections.abc import Callable, Iterator, Sequence

from pipeline.records import dataclass
from pipeline.show.claims import Claim, Kind
from pipeline.transcript import Box, Line

GAP = 2.0  # pixels between a box and its tag
MOST_NOTE_LINES = 12  # a longer note is cut; the JSON has the rest

BEST: dict[Kind, int] = {"issue": 1, "table": 5}
"""The place in `spots` that is tried first, where it is not the left: that is where the rows have theirs."""

Measure = Callable[[str], float]
"""How wide a text is."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A claim on one page: the box of each line, and the outline of each run of neighbouring lines."""

    kind: Kind
    tag: str
    note: str
    group: str
    """Notes of one group stand together."""
    boxes: tuple[Box, ...]
    outlines: tuple[Box, ...]
    holds: bool = False
    """What it holds is shown in its own right."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A few words in a box of their own."""

    kind: Kind
    words: str
    box: Box


@dataclass(frozen=True, slots=True)
class Note:
    """Wrapped words in the margin; `pointer` is the height on the page that they are about, None: the whole page."""

    kind: Kind
    lines: tuple[str, ...]
    top: float
    pointer: float | None


def shapes_on(page: int, claims: Sequence[Claim], lines: Sequence[Line], scale: float) -> tuple[Shape, ...]:
    """What the claims cover on this page, in pixels. A claim that began on an earlier page says so."""
    return tuple(
        shape
        for number, claim in enumerate(claims)
        if (shape := shape_of(claim, number, page, lines, scale)) is not None
    )


def shape_of(claim: Claim, number: int, page: int, lines: Sequence[Line], scale: float) -> Shape | None:
    here = [i for i in claim.lines if lines[i].page == page and lines[i].box is not None]
    if not here and claim.page != page:
        return None
    goes_on = bool(here) and here[0] != claim.lines[0]
    boxes = tuple(scaled(box, scale) for i in here if (box := lines[i].box) is not None)
    tag = f"{claim.tag} (goes on)" if goes_on else claim.tag
    note = "" if goes_on and claim.kind != "table" else claim.note
    outlines = tuple(union(run) for run in runs(here, boxes))
    return Shape(claim.kind, tag, note, claim.id or str(number), boxes, outlines, claim.holds)


def scaled(box: Box, scale: float) -> Box:
    x0, top, x1, bottom = box
    return x0 * scale, top * scale, x1 * scale, bottom * scale


def runs(indexes: Sequence[int], boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Boxes of lines that follow each other in the transcript."""
    run: list[Box] = []
    for position, index in enumerate(indexes):
        if run and index != indexes[position - 1] + 1:
            yield run
            run = []
        run.append(boxes[position])
    if run:
        yield run


def union(boxes: Sequence[Box]) -> Box:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def tags_for(
    shapes: Sequence[Shape], words: Sequence[Box], size: tuple[float, float], height: float, measure: Measure
) -> Iterator[Tag]:
    """One tag for each shape: beside it where that covers no words and no other tag, else on its upper edge."""
    taken = list(words)
    for shape in shapes:
        if not shape.outlines:
            continue
        width = measure(shape.tag) + 2 * GAP
        outline = shape.outlines[0]
        first = BEST.get(shape.kind, 0)
        places = [*spots(outline, width, height)]
        free = (box for box in (*places[first:], *places[:first]) if is_on(box, size) and not hits(box, taken))
        box = next(free, None) or on_edge(outline, width, height, size)
        taken.append(box)
        yield Tag(shape.kind, shape.tag, box)


def spots(outline: Box, width: float, height: float) -> Iterator[Box]:
    """Places for a tag: left, right, below and above."""
    x0, top, x1, bottom = outline
    for left, upper in (
        (x0 - GAP - width, top),
        (x1 + GAP, top),
        (x1 + GAP, bottom - height),
        (x0, bottom + GAP),
        (x1 - width, top - GAP - height),
        (x0, top - GAP - height),
    ):
        yield left, upper, left + width, upper + height


def on_edge(outline: Box, width: float, height: float, size: tuple[float, float]) -> Box:
    left = min(max(0.0, outline[2] - width), size[0] - width)
    upper = max(0.0, outline[1] - height / 2)
    return left, upper, left + width, upper + height


def is_on(box: Box, size: tuple[float, float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]


def hits(box: Box, others: Sequence[Box]) -> bool:
    return any(box[0] < x1 and box[2] > x0 and box[1] < bottom and box[3] > top for x0, top, x1, bottom in others)


def notes_for(
    shapes: Sequence[Shape], width: float, line_height: float, page_height: float, measure: Measure
) -> tuple[Note, ...]:
    """The notes down the margin, each as near to the height of what it is about as those above it allow.

    Where the page is too short for all of them, they run on below its end.
    """
    noted, words = told_together(in_order([shape for shape in shapes if shape.note]))
    texts = [tuple(wrapped(text, width, measure)) for text in words]
    heights = [line_height * len(text) + GAP for text in texts]
    tops = stacked([s.outlines[0][1] if s.outlines else 0.0 for s in noted], heights, page_height)
    return tuple(
        Note(shape.kind, text, top, middle(shape.boxes[0]) if shape.boxes else None)
        for shape, text, top in zip(noted, texts, tops, strict=True)
    )


def told_together(shapes: Sequence[Shape]) -> tuple[list[Shape], list[str]]:
    """What to say of each shape; readings are told with the row that they belong to."""
    noted: list[Shape] = []
    words: list[str] = []
    for shape in shapes:
        if shape.kind == "reading" and noted and noted[-1].group == shape.group:
            words[-1] += f" [{shape.tag}] {shape.note};"
        else:
            noted.append(shape)
            words.append(f"[{shape.tag}] {shape.note}")
    return noted, words


def in_order(shapes: Sequence[Shape]) -> list[Shape]:
    """Down the page; those of one group behind its first."""
    tops: dict[str, float] = {}
    for shape in shapes:
        tops.setdefault(shape.group, shape.outlines[0][1] if shape.outlines else 0.0)
    order = {group: n for n, group in enumerate(tops)}
    return sorted(shapes, key=lambda shape: (tops[shape.group], order[shape.group]))


def middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def stacked(wishes: Sequence[float], heights: Sequence[float], end: float) -> list[float]:
    """Tops without overlap: each at its wish or below the one before; then up again as far as the end asks."""
    tops: list[float] = []
    reached = 0.0
    for wish, height in zip(wishes, heights, strict=True):
        tops.append(max(wish, reached))
        reached = tops[-1] + height
    limit = max(end, sum(heights))
    for n in reversed(range(len(tops))):
        tops[n] = min(tops[n], limit - heights[n])
        limit = tops[n]
    return tops


def wrapped(text: str, width: float, measure: Measure) -> Iterator[str]:
    """The text in lines no wider than `width`; words that are wider are cut, and so is what needs too many lines."""
    line, number = "", 1
    for word in pieces(text, width, measure):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
        elif number == MOST_NOTE_LINES:
            yield f"{line} …"
            return
        else:
            yield line
            line, number = word, number + 1
    yield line


def pieces(text: str, width: float, measure: Measure) -> Iterator[str]:
    for whole in text.split():
        word = whole
        while measure(word) > width and len(word) > 1:
            fitting = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or measure(word[:n]) <= width)
            yield word[:fitting]
            word = word[fitting:]
        yield word
