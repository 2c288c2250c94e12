"""Whether a line opens a new block or goes on with the one before: the format's word first, then what the eye sees."""

from collections.abc import Sequence

from pipeline.layout.marks import Mark
from pipeline.layout.typesetting import Typesetting
from pipeline.transcript import Line

WIDE_GAP = 1.3  # of the leading: more white between two lines parts blocks
INDENT = 7.0  # points: a line set in or out by more stands in another block
SHORT = 0.80  # of the full width: a line that ends before this had room for the next word
ENDS = (".", "!", "?", ":", ";", ".’", ".”", ".'", '."', ".)", "?’", "?”")


def opens_block(
    line: Line, before: Line | None, block: Sequence[Line], mark: Mark | None, typesetting: Typesetting
) -> bool:
    """The rules in order; the first that has an answer decides."""
    if before is None or line.opens is True:
        return True
    if mark is not None and (line.opens is None or line.mark):
        return True
    if line.opens is False:
        return False
    if (line.cell is None) != (before.cell is None) or (line.cell and before.cell and line.cell != before.cell):
        return True
    if line.bold != before.bold or _other_size(line, before):
        return True
    if line.page != before.page:
        return _opens_page(line, before, block)
    return _apart(line, before, typesetting) or _indented(line, before, block, typesetting)


def _other_size(line: Line, before: Line) -> bool:
    return line.size is not None and before.size is not None and abs(line.size - before.size) > 0.9


def _opens_page(line: Line, before: Line, block: Sequence[Line]) -> bool:
    """After a page break a line goes on where it stands at the indent of the block's second and later lines."""
    if not before.text.rstrip().endswith(ENDS):
        return False
    hang = block[1].left if len(block) > 1 else None
    first = block[0].left
    if hang is None or first is None or line.left is None:
        return True
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
    ended = before.text.rstrip().endswith(ENDS)
    return moved and ended
