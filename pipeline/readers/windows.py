"""Lines so long that no page could print them, cut at white space, so that no rule has to look at megabytes at once.

Every rule that looks at a line costs time with its length, some more than in proportion. A paragraph of a Word file or
a web page is one line; of real ones the longest have some 4,000 characters. The pieces are one paragraph still.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.transcript import Line


def windowed(lines: Iterable[Line], most: int) -> Iterator[Line]:
    """The lines, those longer than `most` characters in pieces that go on from one another."""
    for line in lines:
        if len(line.text) <= most:
            yield line
        else:
            yield from _pieces(line, most)


def _pieces(line: Line, most: int) -> Iterator[Line]:
    start = 0
    while start < len(line.text):
        end = _end(line.text, start, most)
        raised = tuple((a - start, b - start) for a, b in line.raised if start <= a and b <= end)
        piece = replace(line, text=line.text[start:end], raised=raised)
        yield piece if not start else replace(piece, opens=False, mark=0, bold_start=0)
        start = end


def _end(text: str, start: int, most: int) -> int:
    """After the last space that fits; where there is none, or all that is left are spaces, after the last character."""
    if start + most >= len(text) or not text[start + most :].strip():
        return len(text)
    space = text.rfind(" ", start + 1, start + most)
    return space + 1 if space > 0 and text[start : space + 1].strip() else start + most
