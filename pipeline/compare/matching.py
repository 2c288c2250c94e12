"""Improvement areas of two papers, and what is settled of which are the same matter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.compare.decisions import Decisions
from pipeline.compare.likeness import Weights, Words
from schemas.comparison import At


@dataclass(frozen=True, slots=True)
class Area:
    """An improvement area in its paper."""

    at: At
    text: str
    words: Words


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
