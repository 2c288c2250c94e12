"""Lines put in order: blank ones join what they follow, cells end in their tails, what was struck out comes last."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.transcript import Cell, Line


def struck_last(lines: Iterable[Line]) -> Iterator[Line]:
    """What tracked changes struck out, after everything else."""
    struck: list[Line] = []
    for line in lines:
        if line.role == "deleted":
            struck.append(line)
        else:
            yield line
    yield from struck


def settled(lines: Iterable[Line]) -> Iterator[Line]:
    """Blank lines outside tables join the line before them; a figure without words holds none."""
    held: list[Line] = []
    for line in lines:
        if line.cell is None and line.text and not line.text.strip() and held and line.mark is None:
            held[0] = replace(held[0], text=held[0].text + line.text)
        elif held and not line.text:
            held.append(line)
        else:
            yield from held
            held = [line]
    yield from held


def in_cell(lines: Iterable[Line]) -> list[Line]:
    """A cell's lines; a blank one joins the line before it in the cell."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if before and before.text and before.cell == line.cell and not line.text.strip() and line.text:
            found[-1] = replace(before, text=before.text + line.text)
        else:
            found.append(line)
    return found


def ended(lines: Sequence[Line], cell: Cell, tail: str) -> Iterator[Line]:
    """The cell's lines, the last one with the cell's end; a cell without any is a line of its own."""
    own = [at for at, line in enumerate(lines) if line.cell == cell and line.text]
    for at, line in enumerate(lines):
        yield replace(line, text=line.text[:-1] + tail) if own and at == own[-1] else line
    if not lines:
        yield Line(tail, opens=True, cell=cell)
