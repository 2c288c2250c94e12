"""Which pages a person asks for: `1,3-5,9-`."""

import re
from collections.abc import Sequence

from pipeline.errors import WrongUse
from pipeline.records import dataclass
from pipeline.transcript import Unreadable

PART = re.compile(r"\s{0,9}(\d{1,6})\s{0,9}(?:(-)\s{0,9}(\d{1,6})?)?\s{0,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages by number from 1, both ends inclusive; None: to the end."""

    first: int
    last: int | None

    def __str__(self) -> str:
        if self.first == self.last:
            return f"page {self.first}"
        return f"pages {self.first}-{self.last or ''}"


def page_ranges(words: str | None) -> tuple[PageRange, ...]:
    """The ranges that the words name, none where there are no words; `WrongUse` where they make no sense."""
    return () if words is None else tuple(page_range(part) for part in words.split(","))


def page_range(part: str) -> PageRange:
    match = PART.fullmatch(part)
    if match is None:
        raise WrongUse(f"--pages: “{part.strip()}” is no page; write for example 1,3-5 or 7-")
    first = int(match[1])
    last = first if match[2] is None else int(match[3]) if match[3] else None
    if first < 1 or (last is not None and last < first):
        raise WrongUse(f"--pages: “{part.strip()}” holds no page; pages count from 1")
    return PageRange(first, last)


def chosen(ranges: Sequence[PageRange], count: int) -> frozenset[int]:
    """The pages of a paper of `count` pages that the ranges ask for, all where there are no ranges.

    A range is cut at the paper's end; one that lies beyond it is `Unreadable`: what was asked for cannot be done.
    """
    beyond = [asked for asked in ranges if asked.first > count]
    if beyond:
        raise Unreadable("no-pages", f"it has {count} {'page' if count == 1 else 'pages'}, so no {beyond[0]}")
    every = ranges or (PageRange(1, None),)
    return frozenset(page for asked in every for page in range(asked.first, min(asked.last or count, count) + 1))
