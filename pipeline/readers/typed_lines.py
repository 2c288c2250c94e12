"""The lines of a text file that have words, each with what parts it from the line above."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from pipeline.records import dataclass

PRINTED = re.compile("[^\n\f\v\x85\u2028\u2029]*(?:[\n\f\v\x85\u2028\u2029]|\\Z)")
LINE_BODY = re.compile("[^\n\f\v\x85\u2028\u2029]*")
LINE_ENDS = "\n\f\v\x85\u2028\u2029"

BULLET = re.compile("[-*+o\u00a7ØüŸþ¨»√•‣⁃∙·⦁‐-―\u2190-\u21ff\u25a0-\u25ff\u2700-\u27bf\u2b00-\u2bff\ue000-\uf8ff]\\s")
"""Dashes, dots, arrows, shapes, ticks; private characters that symbol fonts draw."""

NUMBER = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3})+[.)]?|(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})[.)])\s"
    r"|\d{1,3}(?=\t|  )|[A-Z]\d{1,2}(?:\.\d{1,2})*\s"
)

ALONE = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]|\d{1,2}(?:\.\d{1,2})+|[•‣⁃∙·▪●○◦■□\u2700-\u27bf\ue000-\uf8ff]")
"""A number with a dot or bracket, a number of several parts, or a bullet that is nothing else."""
DECIMAL = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
NEAR = 4  # numbers standing alone before or after one, among which its neighbour is looked for: lists may lie between

Above = Literal["line", "blank", "page", "blank page"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of the file with words: with its indent, the white space after it, what parts it from the line above."""

    text: str
    tail: str
    page: int
    above: Above

    @property
    def length(self) -> int:
        """Characters from the margin to the last one."""
        return len(self.text.rstrip().rpartition("\n")[2])

    @property
    def indent(self) -> int:
        """Characters from the margin to the first one; a tab goes to the next of every eight."""
        spread = self.text.expandtabs(8) if "\t" in self.text else self.text
        return len(spread) - len(spread.lstrip())


def printed_lines(text: str) -> tuple[str, list[Printed]]:
    """The white space before the first words, and the lines with words; together they are the text."""
    starts = [match.start() for match in PRINTED.finditer(text) if not match[0].isspace() and match[0]]
    printed: list[Printed] = []
    page, gap = 1 + text[: starts[0] if starts else 0].count("\f"), "\n\n"
    for start, end in pairwise([*starts, len(text)]):
        body = LINE_BODY.match(text, start, end)
        stop = body.end() if body else end
        printed.append(Printed(text[start:stop], text[stop:end], page, above_of(gap)))
        gap = text[stop:end]
        page += gap.count("\f")
    return text[: starts[0] if starts else len(text)], printed


def above_of(gap: str) -> Above:
    """What the white space between two lines says."""
    if gap == "\n":
        return "line"
    ends = sum(gap.count(end) for end in LINE_ENDS)
    if "\f" in gap:
        return "blank page" if ends - gap.count("\f") > 1 else "page"
    return "blank" if ends > 1 else "line"


def stretches(printed: Sequence[Printed]) -> Iterator[tuple[int, int]]:
    """`[first, end)` of lines with nothing between them."""
    starts = [i for i, line in enumerate(printed) if i == 0 or line.above != "line"]
    return pairwise([*starts, len(printed)])


def is_marked(text: str) -> bool:
    """A bullet or a number stands in front."""
    words = text.lstrip()[:20] + " "
    return BULLET.match(words) is not None or NUMBER.match(words) is not None


def with_marks(printed: Sequence[Printed]) -> list[Printed]:
    """The lines, a number or bullet that stands alone put in front of the words below it, as in copies from a PDF.

    2.1                         Numbers of several parts must count on: 2.1 and 2.2, or 2.1 under 2; a value of a
                                table that was copied cell by cell does not.
    Families and children
    """
    alone = [i for i, line in enumerate(printed) if ALONE.fullmatch(line.text.strip()) and line.text.strip()]
    marks = [printed[i].text.strip() for i in alone]
    believed = {i for n, i in enumerate(alone) if _is_believed(marks, n)}
    out: list[Printed] = []
    for i, line in enumerate(printed):
        if i - 1 in believed and i not in believed and out[-1].page == line.page:
            mark = out.pop()
            out.append(replace(mark, text=mark.text + mark.tail + line.text, tail=line.tail))
        else:
            out.append(line)
    return out


def _is_believed(marks: Sequence[str], n: int) -> bool:
    if not DECIMAL.fullmatch(marks[n]):
        return True
    stem, _, last = marks[n].rpartition(".")
    kin = {f"{stem}.{int(last) - 1}", f"{stem}.{int(last) + 1}", stem, f"{stem}."}
    return not kin.isdisjoint(marks[max(n - NEAR, 0) : n + NEAR + 1])
