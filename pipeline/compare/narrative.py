"""Sections and passages of two papers, aligned even where they were moved and numbered anew."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from pipeline.compare.assignment import Pair, best_pairs
from pipeline.compare.grouping import Member
from pipeline.compare.likeness import (
    Weights,
    Words,
    folded_whole,
    likeness,
    marked,
    matters,
    overlap,
    same_words,
    words_of,
)
from pipeline.records import dataclass
from pipeline.vocabulary.wording import folded
from schemas import Paper
from schemas.base import Spans
from schemas.comparison import At, PassageChange, SectionChange
from schemas.outline import Item, Section

SAME_PASSAGE = 0.5  # of overlap: half the weight of the words is shared, so it is a passage changed, not another one
SAME_TITLE = 0.6  # of likeness
SAME_MATTER = 0.3  # of a section's passages that must go on in another one to make it the same under another title
SAME_SECTION = 0.05  # added to a pair of passages whose sections have one title: of equals the one that stayed wins
NEARLY = 0.999  # of what is asked: sums in another order differ in the last digits
IN_ORDER = 0.01  # added at most, for standing at the same depth of the paper


EVEN = Weights()
"""Every word weighs as much as any other of its kind."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or list point in its own words. `depth`: 0 at the beginning of the paper, 1 at its end."""

    at: At
    number: str | None
    section: str | None
    text: str
    words: Words
    depth: float


@dataclass(frozen=True, slots=True)
class Sides:
    """Two papers, with their passages."""

    keys: tuple[str, str]
    papers: tuple[Paper, Paper]
    earlier: Sequence[Passage]
    later: Sequence[Passage]
    pairs: dict[Pair, float]


def passages_of(member: Member) -> list[Passage]:
    """Paragraphs and list points, but for those that are improvement areas, which are compared as such."""
    areas = {span.start for area in member.paper.improvement_areas for span in area.spans}
    length = max(1, len(member.paper.text))
    found = []
    for paragraph in member.paper.paragraphs:
        if paragraph.text and not areas & _starts(paragraph.spans):
            at, depth = At(paper=member.key, id=paragraph.id), _start(paragraph.spans) / length
            words = words_of(paragraph.text)
            found.append(Passage(at, paragraph.number, paragraph.section, paragraph.text, words, depth))
        for item in _items(paragraph.items):
            if not item.text or areas & _starts(item.spans):
                continue
            at, depth = At(paper=member.key, id=item.id), _start(item.spans) / length
            found.append(Passage(at, item.marker, paragraph.section, item.text, words_of(item.text), depth))
    return found


def _items(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _items(item.items)


def _start(spans: Spans) -> int:
    return spans[0].start if spans else 0


def _starts(spans: Spans) -> set[int]:
    return {span.start for span in spans}


def align(
    earlier: Member, later: Member, passages: tuple[Sequence[Passage], Sequence[Passage]], weigh: Weights
) -> Sides:
    """Which passage is which: the same words first, then the best over the whole set."""
    before, after = passages
    titles = [{s.id: folded(s.title) for s in member.paper.sections} for member in (earlier, later)]
    same = _equal_pairs(before, after, titles)
    taken, also_taken = {i for i, _ in same}, {j for _, j in same}
    scores = {
        (i, j): score + _bonus(before[i], after[j], titles)
        for i, j in _candidates((before, after), (taken, also_taken), weigh)
        if (score := overlap(before[i].words, after[j].words, weigh)) >= SAME_PASSAGE
    }
    chosen = best_pairs(scores)
    likenesses = {(i, j): overlap(before[i].words, after[j].words, weigh) for i, j in chosen}
    return Sides((earlier.key, later.key), (earlier.paper, later.paper), before, after, {**same, **likenesses})


def _equal_pairs(
    before: Sequence[Passage], after: Sequence[Passage], titles: Sequence[dict[str, str]]
) -> dict[Pair, float]:
    by_text: dict[str, list[int]] = defaultdict(list)
    for j, passage in enumerate(after):
        by_text[passage.text].append(j)
    scores = {
        (i, j): 1.0 + _bonus(passage, after[j], titles)
        for i, passage in enumerate(before)
        for j in by_text.get(passage.text, ())
    }
    return dict.fromkeys(best_pairs(scores), 1.0)


def _candidates(
    passages: tuple[Sequence[Passage], Sequence[Passage]], taken: tuple[set[int], set[int]], weigh: Weights
) -> Iterator[Pair]:
    """Pairs that may be alike enough: by an index of the words, since most pairs share next to nothing."""
    before, after = passages
    index: dict[str, list[int]] = defaultdict(list)
    for j, passage in enumerate(after):
        if j not in taken[1]:
            for word in passage.words:
                index[word].append(j)
    whole = [weigh.of(passage.words) for passage in after]
    for i, passage in enumerate(before):
        if i not in taken[0]:
            own = weigh.of(passage.words)
            shared = _shared(passage.words, index, weigh)
            near = (j for j, weight in shared.items() if 2 * weight >= NEARLY * SAME_PASSAGE * (own + whole[j]))
            least = min(2, len(passage.words))
            yield from ((i, j) for j in sorted(near) if len(passage.words & after[j].words) >= least)


def _shared(words: Words, index: dict[str, list[int]], weigh: Weights) -> dict[int, float]:
    """The weight of the words that each of the other passages has too, but for rounding."""
    shared: dict[int, float] = defaultdict(float)
    for word in words:
        weight = weigh.one(word)
        for j in index.get(word, ()):
            shared[j] += weight
    return shared


def _bonus(a: Passage, b: Passage, titles: Sequence[dict[str, str]]) -> float:
    same = titles[0].get(a.section or "") == titles[1].get(b.section or "")
    return (SAME_SECTION if same else 0.0) + IN_ORDER * (1 - abs(a.depth - b.depth))


# --- passages ---------------------------------------------------------------------------------------------------


def passage_changes(sides: Sides) -> Iterator[PassageChange]:
    """In the order of the later paper; what is gone at the end."""
    of_later = {j: (i, score) for (i, j), score in sides.pairs.items()}
    of_earlier = {i for i, _ in sides.pairs}
    for j, after in enumerate(sides.later):
        if j not in of_later:
            yield _passage_change("added", sides, None, after, None)
            continue
        i, score = of_later[j]
        before = sides.earlier[i]
        if not same_words(before.text, after.text):
            yield _passage_change("changed", sides, before, after, score)
        elif before.number != after.number:
            yield _passage_change("renumbered", sides, before, after, score)
    for i, before in enumerate(sides.earlier):
        if i not in of_earlier:
            yield _passage_change("removed", sides, before, None, None)


def _passage_change(
    change: Literal["added", "removed", "changed", "renumbered"],
    sides: Sides,
    before: Passage | None,
    after: Passage | None,
    score: float | None,
) -> PassageChange:
    return PassageChange(
        change=change,
        earlier_paper=sides.keys[0],
        later_paper=sides.keys[1],
        earlier=before.at if before else None,
        later=after.at if after else None,
        score=score,
        marked=marked(before.text if before else "", after.text if after else ""),
    )


# --- sections ---------------------------------------------------------------------------------------------------


def section_changes(sides: Sides) -> Iterator[SectionChange]:
    """By title, and by the passages, measures and improvement areas that went from one to the other."""
    earlier, later = (paper.sections for paper in sides.papers)
    pairs = best_pairs(_section_scores(sides))
    of_later = {j: (i, score) for (i, j), score in pairs.items()}
    for j, after in enumerate(later):
        if j in of_later:
            i, score = of_later[j]
            yield _section_change(sides, earlier[i], after, min(1.0, round(score, 4)))
        else:
            yield _section_change(sides, None, after, None)
    for i, before in enumerate(earlier):
        if i not in {left for left, _ in pairs}:
            yield _section_change(sides, before, None, None)


def _section_scores(sides: Sides) -> dict[Pair, float]:
    earlier, later = (paper.sections for paper in sides.papers)
    moved = Counter((sides.earlier[i].section, sides.later[j].section) for i, j in sides.pairs)
    moved.update(_records_moved(sides))
    sizes = [
        _sizes(paper, passages) for paper, passages in zip(sides.papers, (sides.earlier, sides.later), strict=True)
    ]
    titles = [[(folded_whole(one.title), words_of(one.title)) for one in paper.sections] for paper in sides.papers]
    scores = {}
    for i, before in enumerate(earlier):
        for j, after in enumerate(later):
            alike = _titles_alike(titles[0][i], titles[1][j])
            most = max(1, min(sizes[0][before.id], sizes[1][after.id]))
            matter = moved[before.id, after.id] / most
            if alike >= SAME_TITLE or matter >= SAME_MATTER:
                near = IN_ORDER * (1 - abs(i / len(earlier) - j / len(later)))
                scores[i, j] = (alike + matter) / 2 + near
    return scores


def _sizes(paper: Paper, passages: Sequence[Passage]) -> Counter[str | None]:
    """How many passages and measures each section has; all its improvement areas count as one thing."""
    sizes = Counter(passage.section for passage in passages)
    sizes.update(row.section for row in paper.indicators)
    sizes.update({area.section for area in paper.improvement_areas})
    return sizes


def _records_moved(sides: Sides) -> Iterator[tuple[str | None, str | None]]:
    """Sections that hold the same measures; and those that hold the improvement areas."""
    earlier, later = sides.papers
    after = {row.indicator: row.section for row in later.indicators if row.indicator}
    yield from ((row.section, after[row.indicator]) for row in earlier.indicators if row.indicator in after)
    yield from {(a.section, b.section) for a in earlier.improvement_areas for b in later.improvement_areas}


def _titles_alike(before: tuple[str, Words], after: tuple[str, Words]) -> float:
    if before[0] == after[0]:
        return 1.0
    return likeness(before[1], after[1], EVEN) if matters(before[1]) & matters(after[1]) else 0.0


def _section_change(sides: Sides, before: Section | None, after: Section | None, score: float | None) -> SectionChange:
    return SectionChange(
        change=_section_kind(before, after),
        earlier_paper=sides.keys[0],
        later_paper=sides.keys[1],
        earlier=At(paper=sides.keys[0], id=before.id) if before else None,
        later=At(paper=sides.keys[1], id=after.id) if after else None,
        earlier_heading=_heading(before),
        later_heading=_heading(after),
        score=score,
    )


def _section_kind(
    before: Section | None, after: Section | None
) -> Literal["same", "renumbered", "retitled", "added", "removed"]:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    if not same_words(before.title, after.title):
        return "retitled"
    return "same" if before.number == after.number else "renumbered"


def _heading(section: Section | None) -> str | None:
    return " ".join(part for part in (section.number, section.title) if part) if section else None
