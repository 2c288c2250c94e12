"""Splits and mergers: an area that explains what a pair of areas leaves unexplained.

    Involving fathers in assessments           \\
    Hearing children's own words in plans      /   Hearing children and fathers in assessments and plans

One of the two is the other side's match; the second brings the words that the match does not have. Or the whole is two
wordings in a row, and each of the two is like one of them:

    Inspection of nurseries, and repair of bridges      /   Nurseries are inspected
                                                        \\   Repairing bridges
"""

from collections.abc import Iterator

from pipeline.compare.decisions import Decisions
from pipeline.compare.likeness import Weights, Words, likeness, matters, one_aspect, overlap, share
from pipeline.compare.matching import Area, Doubt, Link, Matching, union
from pipeline.records import dataclass

WHOLE = 0.35  # mean of what a second area brings: its words on the other side, and what it explains there
PART = 0.2  # of the same: from here a person is asked, for words that are rare in the papers seldom agree by chance
LEAST_TAKEN_UP = 0.25  # of what a second area names: else one common word would explain a side that has hardly any left
LEAST_WORDS = 2  # that only the second area explains: one word more in a wording is no merger
ALIKE = 0.4  # of likeness, where a person has settled the pair: the second area would have been a match itself


@dataclass(frozen=True, slots=True)
class Part:
    """An area left over that may belong to a pair. `i`, `j`: it, and an area of the pair on the other side."""

    strength: float
    link: Link
    i: int
    j: int
    is_earlier: bool


def complete(found: Matching, decisions: Decisions) -> None:
    """Add to the pairs, the strongest first, the areas that explain what is left of the other side."""
    while parts := [part for part in _parts(found, decisions, LEAST_WORDS) if part.strength >= WHOLE]:
        best = max(parts, key=lambda part: (part.strength, -part.i, -part.j))
        if best.is_earlier:
            best.link.earlier = sorted([*best.link.earlier, best.i])
        else:
            best.link.later = sorted([*best.link.later, best.j])
        whole = union(found.earlier, best.link.earlier), union(found.later, best.link.later)
        best.link.score = overlap(*whole, found.weigh)


def doubtful(found: Matching, decisions: Decisions) -> Iterator[Doubt]:
    """For each area left over the pair that it most likely belongs to, where that is not clear."""
    asked = {doubt.earlier for doubt in found.doubts}, {doubt.later for doubt in found.doubts}
    best: dict[tuple[bool, int], Part] = {}
    for part in _parts(found, decisions, 1):
        area = part.i if part.is_earlier else part.j
        known = best.get((part.is_earlier, area))
        if part.strength >= PART and (known is None or part.strength > known.strength):
            best[part.is_earlier, area] = part
    for (is_earlier, area), part in sorted(best.items()):
        if area not in asked[0 if is_earlier else 1]:
            yield Doubt(part.i, part.j, round(part.strength, 4), WHOLE, "later" if is_earlier else "earlier")


def _parts(found: Matching, decisions: Decisions, least: int) -> Iterator[Part]:
    for link in found.links:
        if link.score == 1.0 and not link.decided:
            continue
        before, after = union(found.earlier, link.earlier), union(found.later, link.later)
        i, j = link.earlier[0], link.later[0]
        if len(link.later) == 1:
            for second in found.open_earlier():
                if found.allowed(second, j, decisions):
                    strength = _strength(found.earlier[second], (before, after), found.weigh, link, least)
                    strength = max(strength, _joined(before, found.earlier[second], found.later[j], found.weigh))
                    yield Part(strength, link, second, j, True)
        if len(link.earlier) == 1:
            for second in found.open_later():
                if found.allowed(i, second, decisions):
                    strength = _strength(found.later[second], (after, before), found.weigh, link, least)
                    strength = max(strength, _joined(after, found.later[second], found.earlier[i], found.weigh))
                    yield Part(strength, link, i, second, False)


def _strength(second: Area, sides: tuple[Words, Words], weigh: Weights, link: Link, least: int) -> float:
    """How much of a second area stands on the other side, and how much it explains there that its own side did not.

    Of a pair that a person has made, it need explain nothing more: it is enough that it is like the other side.
    """
    own, other = sides
    if link.decided and (alike := likeness(second.words, other, weigh)) >= ALIKE:
        return alike
    left = other - own
    taken_up = share(second.words, other, weigh)
    if (
        len(second.words & left) < least
        or share(matters(second.words), other, weigh) < LEAST_TAKEN_UP
        or not matters(second.core & left)
    ):
        return 0.0
    return (taken_up + share(left, second.words, weigh)) / 2


def _joined(first: Words, second: Area, whole: Area, weigh: Weights) -> float:
    """The weaker of two likenesses: of one area to one part of the whole, and of the other to the rest of it."""
    ways = [way for left, right in whole.cuts for way in ((left, right), (right, left))]
    return max((_fit(first, second, own, other, weigh) for own, other in ways), default=0.0)


def _fit(first: Words, second: Area, own: Words, other: Words, weigh: Weights) -> float:
    """Nothing where the second brings no matter that the first leaves out, or speaks of another aspect of it."""
    if not matters((second.words & other) - first) or not one_aspect(second.words, other):
        return 0.0
    if share(matters(second.words), other, weigh) < LEAST_TAKEN_UP or not matters(second.core & other):
        return 0.0
    alike = likeness(first, own, weigh), likeness(second.words, other, weigh)
    crossed = likeness(first, other, weigh), likeness(second.words, own, weigh)
    return min(alike) if alike[0] > crossed[0] and alike[1] > crossed[1] else 0.0
