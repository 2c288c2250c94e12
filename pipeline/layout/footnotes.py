"""Footnotes: small print at the foot of a page, each note under the mark that a raised mark in the text names.

Shapes read, under the page's running text and above its running foot:

    1 Figures are provisional.          [1] ...      * ...      † ...

On the paper's last page stand the notes to all pages.

A note goes on in the lines below it up to the next note. Holds for every word processor: notes are set smaller than
the text, and last on the page.
"""

import re
from collections.abc import Iterator, Sequence, Set

from pipeline.transcript import Line

SMALLER = 0.93  # of the body's size: notes are set at 8 to 9 points under a body of 10 to 12
NOTE = re.compile(r"\s*[\[(]?(\d{1,3}|[*†‡§]{1,3}|[ivx]{1,4})[\])]?[.:)]?(?=\s*\S)")


def footnotes(lines: Sequence[Line], furniture: frozenset[int], size: float | None) -> frozenset[int]:
    """Indexes of the lines of footnotes in the text's order; `size` is the body's, None where the format has none."""
    if size is None:
        return frozenset()
    pages: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        if i not in furniture and line.text.strip() and line.role is None:
            pages.setdefault(line.page, []).append(i)
    all_marks = {mark for page in pages.values() for i in page for mark in _raised(lines[i])}
    last = max(pages, default=0)
    return frozenset(
        i for number, page in pages.items() for i in _at_foot(lines, page, size, all_marks if number == last else set())
    )


def _at_foot(lines: Sequence[Line], page: Sequence[int], size: float, marks: Set[str]) -> Iterator[int]:
    """The small lines that stand last on the page, from the first one that begins with a mark the page raises.

    `marks`: raised on other pages, to which a note may stand here.
    """
    first = len(page)
    while first and _is_small(lines[page[first - 1]], size):
        first -= 1
    raised = {mark for i in page[:first] for mark in _raised(lines[i])} | marks
    begun = False
    for i in page[first:] if first else ():
        note = NOTE.match(lines[i].text)
        begun = begun or (note is not None and note[1] in raised)
        if begun:
            yield i


def _is_small(line: Line, size: float) -> bool:
    return line.cell is None and line.size is not None and line.size <= SMALLER * size


def _raised(line: Line) -> Iterator[str]:
    for start, end in line.raised:
        yield line.text[start:end].strip("()[] .,")
