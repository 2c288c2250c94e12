"""Improvement areas from one paper to the next: continued, reworded, split, merged, dropped, new.

In this order, each for the areas that are left:

    1. the same words, and what a person has decided
    2. one to one, the best over the whole set, where the likeness is at least `SURE`
    3. an area that makes an existing pair whole: old words that went into a second new area (split), or words of
       a second old area that a new one took up (merged)
    4. a likeness between `ASK` and `SURE`, another aspect of the same thing (its timeliness, its quality), or what
       may be a part of a pair: a question
    5. the rest is dropped, or new; new words that are those of an area dropped earlier are its return
"""

from collections.abc import Iterator, Sequence

from pipeline.compare import matching, mergers
from pipeline.compare.assignment import Pair, best_pairs
from pipeline.compare.decisions import Decisions
from pipeline.compare.likeness import Weights, likeness, marked, one_aspect, same_words
from pipeline.compare.matching import Area, Doubt, Link, Matching
from schemas.comparison import AreaChange, At, Question
from schemas.record import Statement

SURE = 0.4  # of likeness: on the specimens and made series true rewordings lie above, chance pairs below
ASK = 0.3  # of likeness: below it, two areas share a common word or two


def area(key: str, statement: Statement) -> Area:
    return matching.area(At(paper=key, id=statement.id), statement.text)


def match(earlier: Sequence[Area], later: Sequence[Area], weigh: Weights, decisions: Decisions) -> Matching:
    """Which areas are which."""
    found = Matching(earlier, later, weigh)
    _same_words(found)
    _decided(found, decisions)
    scores = _scores(found, decisions)
    sure = {(i, j): score for (i, j), score in _at_least(scores, SURE).items() if _one_aspect(found, i, j)}
    found.links += [Link([i], [j], score) for (i, j), score in best_pairs(sure).items()]
    mergers.complete(found, decisions)
    open_pairs = {(i, j) for i in found.open_earlier() for j in found.open_later()}
    doubtful = {pair: score for pair, score in _at_least(scores, ASK).items() if pair in open_pairs}
    found.doubts = [Doubt(i, j, score, SURE) for (i, j), score in best_pairs(doubtful).items()]
    found.doubts += list(mergers.doubtful(found, decisions))
    return found


def _one_aspect(found: Matching, i: int, j: int) -> bool:
    return one_aspect(found.earlier[i].words, found.later[j].words)


def _at_least(scores: dict[Pair, float], least: float) -> dict[Pair, float]:
    return {pair: score for pair, score in scores.items() if score >= least}


def _same_words(found: Matching) -> None:
    """The same words twice on one side: the first goes with the first."""
    for i in found.open_earlier():
        twin = next((j for j in found.open_later() if same_words(found.earlier[i].text, found.later[j].text)), None)
        if twin is not None:
            found.links.append(Link([i], [twin], 1.0))


def _decided(found: Matching, decisions: Decisions) -> None:
    """A person's yes; of one area to several it is a split, of several to one a merger."""
    for i, before in enumerate(found.earlier):
        for j, after in enumerate(found.later):
            if same_words(before.text, after.text) or not decisions.on("improvement_area", before.text, after.text):
                continue
            link = next((one for one in found.links if one.decided and (i in one.earlier or j in one.later)), None)
            if link:
                link.earlier = sorted({*link.earlier, i})
                link.later = sorted({*link.later, j})
            elif i in found.open_earlier() and j in found.open_later():
                score = likeness(before.words, after.words, found.weigh)
                found.links.append(Link([i], [j], score, decided=True))


def _scores(found: Matching, decisions: Decisions) -> dict[Pair, float]:
    """Two things to which the same is added, "with a report to cabinet", are not alike."""
    return {
        (i, j): likeness(found.earlier[i].words, found.later[j].words, found.weigh)
        for i in found.open_earlier()
        for j in found.open_later()
        if found.earlier[i].core & found.later[j].core and found.allowed(i, j, decisions)
    }


# --- told -------------------------------------------------------------------------------------------------------


def changes(found: Matching, keys: tuple[str, str], gone: Sequence[Area]) -> Iterator[AreaChange]:
    """Every area of both papers once. `keys`: of the two papers; `gone`: areas that were dropped before."""
    for link in sorted(found.links, key=lambda one: (one.earlier, one.later)):
        before = [found.earlier[i] for i in link.earlier]
        after = [found.later[j] for j in link.later]
        yield _change(_kind(before, after), keys, (before, after), link.score, link.decided)
    for doubt in found.doubts:
        before = [found.earlier[doubt.earlier]] if doubt.settled != "earlier" else []
        after = [found.later[doubt.later]] if doubt.settled != "later" else []
        yield _change("question", keys, (before, after), doubt.score)
    asked_earlier = {doubt.earlier for doubt in found.doubts if doubt.settled != "earlier"}
    asked_later = {doubt.later for doubt in found.doubts if doubt.settled != "later"}
    for i in found.open_earlier():
        if i not in asked_earlier:
            yield _change("dropped", keys, ([found.earlier[i]], []), None)
    for j in found.open_later():
        if j in asked_later:
            continue
        fresh = found.later[j]
        former = next((one for one in reversed(gone) if same_words(one.text, fresh.text)), None)
        yield _change(
            "returned" if former else "new", keys, ([former] if former else [], [fresh]), 1.0 if former else None
        )


def questions(found: Matching, first: int) -> Iterator[Question]:
    """One for each doubt; numbered from `first`."""
    for number, doubt in enumerate(found.doubts, start=first):
        before, after = found.earlier[doubt.earlier], found.later[doubt.later]
        yield Question(
            id=f"question_area_{number}",
            about="improvement_area",
            earlier=before.at,
            later=after.at,
            earlier_words=before.text,
            later_words=after.text,
            score=doubt.score,
            threshold=doubt.threshold,
        )


def _kind(before: Sequence[Area], after: Sequence[Area]) -> str:
    if len(before) > 1:
        return "merged"
    if len(after) > 1:
        return "split"
    return "continued" if same_words(before[0].text, after[0].text) else "reworded"


def _change(
    kind: str,
    keys: tuple[str, str],
    sides: tuple[Sequence[Area], Sequence[Area]],
    score: float | None,
    decided: bool = False,
) -> AreaChange:
    before, after = sides
    return AreaChange.model_validate(
        {
            "change": kind,
            "earlier_paper": keys[0],
            "later_paper": keys[1],
            "earlier": tuple(one.at for one in before),
            "later": tuple(one.at for one in after),
            "earlier_words": tuple(one.text for one in before),
            "later_words": tuple(one.text for one in after),
            "score": score,
            "marked": marked(" / ".join(one.text for one in before), " / ".join(one.text for one in after))
            if before and after
            else (),
            "decided": decided,
        }
    )
