"""Improvement areas of two papers, and what is settled of which are the same matter."""

import re
from collections.abc import Sequence
from dataclasses import field
from functools import cache
from typing import Literal

from pipeline.compare.decisions import Decisions
from pipeline.compare.likeness import Weights, Words, words_of
from pipeline.records import dataclass
from pipeline.vocabulary.wording import rows_of
from schemas.comparison import At

PARTS = re.compile(r"[,;:()]|\s[-–—]\s")

Cut = tuple[Words, Words]
"""The words before and after a joint."""


@dataclass(frozen=True, slots=True)
class Area:
    """An improvement area in its paper.

    `cuts`: at each word or sign that may join two matters, its two parts. `core`: its words without what it only adds,
    "as the auditors advised".
    """

    at: At
    text: str
    words: Words
    cuts: tuple[Cut, ...]
    core: Words


def area(at: At, text: str) -> Area:
    return Area(at, text, words_of(text), cuts_of(text), words_of(core_of(text)) or words_of(text))


def cuts_of(text: str) -> tuple[Cut, ...]:
    """`Supervision of staff, and transport costs`: two parts, each a matter with words of its own.

    A term that a joint stands in ("health and care plan") is not cut.
    """
    whole = words_of(text)
    sides = ((text[: joint.start()], text[joint.end() :]) for joint in _joints().finditer(text))
    found = ((words_of(left), words_of(right)) for left, right in sides if core_of(left) and core_of(right))
    return tuple((left, right) for left, right in found if left - right and right - left and left | right == whole)


def core_of(text: str) -> str:
    """The parts between commas that do not begin as one that says when, where, how or why."""
    parts = (part.strip() for part in PARTS.split(text))
    return ", ".join(part for part in parts if part and part.split()[0].lower() not in _adjuncts())


@cache
def _adjuncts() -> frozenset[str]:
    return frozenset(row["word"] for row in rows_of("adjunct_words.csv"))


@cache
def _joints() -> re.Pattern[str]:
    forms = (
        re.escape(row["word"]) if not row["word"][0].isalpha() else rf"\b{row['word']}\b"
        for row in rows_of("joining_words.csv")
    )
    return re.compile("|".join(forms), re.I)


@dataclass(slots=True)
class Link:
    """Areas that are the same matter before and after."""

    earlier: list[int]
    later: list[int]
    score: float
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two areas that may be the same matter, or one a part of the other. Of a part, the whole is settled already."""

    earlier: int
    later: int
    score: float
    threshold: float
    settled: Literal["neither", "earlier", "later"] = "neither"


@dataclass(slots=True)
class Matching:
    """What is settled of two papers' areas, and what is open."""

    earlier: Sequence[Area]
    later: Sequence[Area]
    weigh: Weights
    links: list[Link] = field(default_factory=list)
    doubts: list["Doubt"] = field(default_factory=list)

    def open_earlier(self) -> list[int]:
        taken = {place for link in self.links for place in link.earlier}
        return [place for place in range(len(self.earlier)) if place not in taken]

    def open_later(self) -> list[int]:
        taken = {place for link in self.links for place in link.later}
        return [place for place in range(len(self.later)) if place not in taken]

    def allowed(self, i: int, j: int, decisions: Decisions) -> bool:
        """No person has said that they are two things."""
        return decisions.on("improvement_area", self.earlier[i].text, self.later[j].text) is not False


def union(areas: Sequence[Area], places: Sequence[int]) -> Words:
    return frozenset[str]().union(*(areas[place].words for place in places))
