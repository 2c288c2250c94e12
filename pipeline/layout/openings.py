"""Whether a line opens a new block or goes on with the one before: the format's word first, then what the eye sees."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from pipeline.layout.marks import Mark, read_mark
from pipeline.layout.typesetting import Typesetting
from pipeline.transcript import Line
from pipeline.vocabulary.wording import rows_of

WIDE_GAP = 1.3  # of the leading: more white between two lines parts blocks
INDENT = 7.0  # points: a line set in or out by more stands in another block
NEAR_POINTS = 40  # lines around a point that show how points are set
NEAR_LINES = 6  # lines after this one that show how wide the text around it is set
POINTS = ("bullet", "letter", "roman")
THIN, THICK = frozenset("fijltI.,:;'’‘|!()[]- "), frozenset("mwMW%@—")
NARROW, CAPITAL, BROAD = 0.55, 1.35, 1.6  # widths against other letters and digits; Times and Arial differ by a tenth
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}\s*\Z")
ENDS = (".", "!", "?", ":", ";", ".’", ".”", ".'", '."', ".)", "?’", "?”")


def opens_block(
    lines: Sequence[Line],
    i: int,
    open_: Sequence[int],
    mark: Mark | None,
    typesetting: Typesetting,
    listing: bool = False,
) -> bool:
    """Whether line `i` opens a block of its own or goes on with the open one (its lines' indexes, in order).

    `listing`: the lines stand under a heading that asks for a list. The rules in order; the first that has an answer
    decides.
    """
    line = lines[i]
    if not open_ or line.opens is True:
        return True
    before, block = lines[open_[-1]], [lines[k] for k in open_]
    if mark is not None and (line.opens is None or line.mark):
        return True
    if line.opens is False:
        return False
    if line.cell != before.cell or _other_type(line, before) or _is_next_contact(line, before):
        return True
    if line.block is not None and line.block == before.block:  # but two bold lines in one paragraph are two headings
        return line.bold and before.bold and _is_broken_on_purpose(lines, i, block, typesetting)
    if line.page != before.page:
        return _opens_page(lines, i, block, typesetting, listing)
    return _opens_below(lines, i, block, typesetting, listing)


def _opens_below(lines: Sequence[Line], i: int, block: Sequence[Line], typesetting: Typesetting, listing: bool) -> bool:
    """On the same page, by white and place; and where the format has another paragraph, if one may end before it."""
    line, before = lines[i], block[-1]
    if _apart(line, before, typesetting) or _is_moved(lines, i, block, typesetting):
        return True
    if line.block is not None and before.block is not None and (listing or _may_be_parted(line, block)):
        return True
    return _ends_before(lines, i, block, typesetting, listing)


def _may_be_parted(line: Line, block: Sequence[Line]) -> bool:
    """A sentence or an item ends before the line; the lines of an address or a title are no paragraphs in print."""
    return _has_ended(block[-1]) or "item" in (line.role, block[0].role)


def _has_ended(line: Line) -> bool:
    """The line's words end a sentence; a note's mark is none of them."""
    words = line.text.rstrip()
    marks = [start for start, end in line.raised if end == len(words)]
    return words[: min(marks, default=None)].endswith(ENDS)


def _ends_before(lines: Sequence[Line], i: int, block: Sequence[Line], typesetting: Typesetting, listing: bool) -> bool:
    """The line before ends the open block: the words may end there, and it had room for the next one."""
    line, before = lines[i], block[-1]
    ended = _has_ended(before)
    if ended and _has_label(line):
        return True
    may_end = ended or (before.bold and line.bold) or listing or _is_set_out(line, block) or _is_set_in(lines, i)
    right = typesetting.right if listing else None
    return may_end and _is_broken_on_purpose(lines, i, block, typesetting, right)


def _is_moved(lines: Sequence[Line], i: int, block: Sequence[Line], typesetting: Typesetting) -> bool:
    return _indented(lines[i], block[-1], block, typesetting) or _is_set_out_of_hang(lines, i, block)


def _is_next_contact(line: Line, before: Line) -> bool:
    """A name after a line that ends in an e-mail address: the next person of a contact block."""
    if "@" not in before.text or ADDRESS.search(before.text) is None:
        return False
    words = line.text.strip()
    return words[:1].isupper() and not any(c in words for c in "@:0123456789")


def _has_label(line: Line) -> bool:
    """A bold run-in label: `Timeliness: Work with ...`."""
    return line.bold_start > 0 and line.text[: line.bold_start].rstrip().endswith(":")


def _is_broken_on_purpose(
    lines: Sequence[Line], i: int, block: Sequence[Line], typesetting: Typesetting, right: float | None = None
) -> bool:
    """The line before had room for this line's first word, so a person ended it there.

    Holds for ragged and justified text alike. By itself it tells nothing, since an address is broken on purpose and is
    still one block: a sentence must have ended too, or the line before be set as a heading, or a list be asked for.
    `right`: where lines end, for a list of short lines that show it nowhere.
    """
    line, before = lines[i], block[-1]
    words = line.text.split(maxsplit=1)
    if line.box is None or before.box is None or not words or words[0][:1].islower():
        return False
    width = line.box[2] - line.box[0]
    first = width * _weight(words[0] + " ") / _weight(line.text.rstrip())
    edge = _right_edge(lines, i, block, typesetting)
    return before.box[2] + first < (max(edge, right) if right is not None and line.cell is None else edge)


def _weight(text: str) -> float:
    """How wide the text is set against other texts in the same type: letters differ alike in all text faces."""
    return sum(NARROW if c in THIN else BROAD if c in THICK else CAPITAL if c.isupper() else 1.0 for c in text) or 1.0


def _right_edge(lines: Sequence[Line], i: int, block: Sequence[Line], typesetting: Typesetting) -> float:
    """How far right the text around line `i` reaches; less than the full width inside a box or a quotation.

    After a page break it is the text before the break that tells, since the next page may be wider.
    """
    line = lines[i]
    turned = line.page != block[-1].page
    near = lines[max(i - NEAR_LINES, 0) : i] if turned else lines[i : i + NEAR_LINES]
    left = min((x.left for x in (*block, line) if x.left is not None), default=0.0)
    around = [x for x in near if x.page == block[-1].page and x.cell == line.cell and _stands_within(x, left)]
    reached = max(x.box[2] for x in (*block, *around) if x.box is not None)
    return min(reached, typesetting.right) if typesetting.right is not None and line.cell is None else reached


def is_referred_to(before: Line, line: Line, mark: Mark) -> bool:
    """A number at a line's start that the sentence names: `... described in paragraph` / `2.4 above`.

    The line before ends no sentence, and either its last word announces a number (`vocabulary/references.csv`) or the
    sentence goes on in small letters after a number of several parts, which no list item has. A number in the margin of
    words that begin with a capital is named by nothing before it: `... attended for this item` / `1.   Mr Lee said`.
    """
    words = before.text.rstrip()
    if words.endswith(ENDS) or before.bold or not words:
        return False
    if mark.set_off and line.text[mark.end :][:1].isupper():
        return False
    last = words.split()[-1].lower().strip("(‘“'\"")
    if last in reference_words():
        return True
    listed = words.endswith(("; and", ", and", "; or", ", or"))  # `... ; and` / `2.3 note the ...`
    return len(mark.parts) > 1 and line.text[mark.end :][:1].islower() and not listed


@cache
def reference_words() -> frozenset[str]:
    """Words after which a number is a reference."""
    return frozenset(row["word"] for row in rows_of("references.csv"))


def _other_type(line: Line, before: Line) -> bool:
    """Of another size; bold beside light, or an underlined line, such as a heading, over one that is not.

    Small letters after a line that ends no sentence are words stressed within it.
    """
    other_weight = line.bold != before.bold or (before.underline and not line.underline)
    return _other_size(line, before) or (other_weight and not _is_mid_sentence(line, before))


def _is_mid_sentence(line: Line, before: Line) -> bool:
    """Small letters after a line that ends no sentence: words stressed within a paragraph."""
    return line.text.lstrip()[:1].islower() and not before.text.rstrip().endswith(ENDS)


def _is_mid_clause(line: Line, before: Line) -> bool:
    """Small letters after a semicolon, at the same margin: no point of a list, which would be set in or marked."""
    return line.text[:1].islower() and before.text.rstrip().endswith(";") and line.left == before.left


def _other_size(line: Line, before: Line) -> bool:
    return line.size is not None and before.size is not None and abs(line.size - before.size) > 0.9


def _stands_within(line: Line, left: float) -> bool:
    """Text that begins no farther out: around a quotation or a box, which are set in, the lines are wider."""
    return line.role is None and (line.left is None or line.left > left - INDENT)


def _is_set_out(line: Line, block: Sequence[Line]) -> bool:
    """To the left of the number that the open block begins with, or under a point's mark: a point's words hang."""
    first = block[0]
    if line.left is None or first.left is None or first.left < line.left or (mark := read_mark(first.text)) is None:
        return False
    return first.left - line.left > INDENT or mark.family in POINTS or mark.style in (")", "()")


def _is_set_out_of_hang(lines: Sequence[Line], i: int, block: Sequence[Line]) -> bool:
    """No farther in than the mark of the open point, where the words of a point near by go on under its words."""
    first, line = block[0], lines[i]
    if first.left is None or line.left is None or first.left - line.left < INDENT or read_mark(first.text) is None:
        return False
    near = lines[max(i - NEAR_POINTS, 0) : i + NEAR_POINTS]
    return any(_hangs(point, rest, first.left) for point, rest in pairwise(near))


def _hangs(point: Line, rest: Line, left: float) -> bool:
    """A point at that place, and its second line set in under its words."""
    if point.left is None or rest.left is None or abs(point.left - left) > 1 or read_mark(rest.text) is not None:
        return False
    return read_mark(point.text) is not None and rest.left > left and rest.text[:1].islower()


def _is_set_in(lines: Sequence[Line], i: int) -> bool:
    """A paragraph's first line: set in against the line below it, which has no mark."""
    line, below = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    if below is None or below.page != line.page or below.left is None or line.left is None:
        return False
    return line.left - below.left > INDENT and below.cell == line.cell and read_mark(below.text) is None


def _opens_page(lines: Sequence[Line], i: int, block: Sequence[Line], typesetting: Typesetting, listing: bool) -> bool:
    """After a page break a line goes on where it stands at the indent of the block's second and later lines.

    A numbered paragraph that is set flush goes on over it where its last line was full.
    """
    line, before = lines[i], block[-1]
    right = typesetting.right if listing else None
    if line.underline or _is_broken_on_purpose(lines, i, block, typesetting, right):
        return True
    if not _has_ended(before) or _is_mid_clause(line, before):
        return False
    hang = block[1].left if len(block) > 1 else None
    first = block[0].left
    if hang is None or first is None or line.left is None:
        return True
    if hang == first == line.left and read_mark(block[0].text) is not None:
        return _is_broken_on_purpose(lines, i, block, typesetting, typesetting.right)
    return not (abs(line.left - hang) <= INDENT / 2 and abs(hang - first) > INDENT)


def _apart(line: Line, before: Line, typesetting: Typesetting) -> bool:
    if line.box is None or before.box is None or typesetting.leading is None:
        return False
    size = max(line.size or 0, typesetting.size or 0) or 10
    leading = typesetting.leading * max(1.0, size / (typesetting.size or size))
    return line.box[3] - before.box[3] > WIDE_GAP * leading or line.box[3] < before.box[3] - 2 * leading


def _indented(line: Line, before: Line, block: Sequence[Line], typesetting: Typesetting) -> bool:
    """A first line's indent, after a line that ended its sentence before the margin."""
    if line.left is None or before.left is None or before.box is None or typesetting.right is None:
        return False
    if len(block) == 1:
        return False
    moved = abs(line.left - before.left) > INDENT
    ended = _has_ended(before)
    return moved and ended
