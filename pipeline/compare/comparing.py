"""The comparison of papers: grouped to series, each series compared paper by paper, then the councils."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, pairwise

from pipeline.compare import areas, councils, lives, measures, narrative, redefinitions, restatements, threads
from pipeline.compare.decisions import About, Decisions
from pipeline.compare.grouping import Entry, Group, Member, entry_of, group
from pipeline.compare.likeness import Weights, folded_whole, weights
from pipeline.compare.matching import Area
from pipeline.records import dataclass
from pipeline.vocabulary.wording import folded
from schemas import Paper
from schemas.comparison import (
    COMPARISON_VERSION,
    AreaChange,
    AreaLife,
    Compared,
    Comparison,
    PassageChange,
    Question,
    SectionChange,
    Series,
    StaleDecision,
    places,
)
from schemas.paper import pages


def compare(papers: Sequence[Paper], decisions: Decisions) -> Comparison:
    """Papers side by side; the same papers and decisions make the same comparison."""
    met = (
        {(about, folded_whole(text)) for paper in papers for about, text in wordings(paper)} if decisions.given else ()
    )
    entries = [entry_of(paper, partial(_itself, paper)) for paper in papers]
    return merged(parts(entries, decisions, decisions.stale(met)))


def _itself(paper: Paper) -> Paper:
    return paper


def parts(entries: Sequence[Entry], decisions: Decisions, stale: tuple[StaleDecision, ...]) -> Iterator[Comparison]:
    """The comparison series by series, so that only the papers of one are in memory at a time.

    Each part has one series and its papers. The last has none: all papers, without their pages, and what lies between
    councils.
    """
    between = councils.Between()
    compared: list[Compared] = []
    for plan in group(entries):
        one = plan.loaded()
        part = _part(one, decisions)
        between.add(one)
        compared += (paper.model_copy(update={"pages": {}}) for paper in part.papers)
        yield part
    yield Comparison(
        schema_version=COMPARISON_VERSION,
        papers=tuple(compared),
        series=(),
        standings=tuple(between.standings()),
        only_one=tuple(between.only_one()),
        stale_decisions=stale,
    )


def merged(parts: Iterable[Comparison]) -> Comparison:
    """All parts as one."""
    *of_series, last = parts
    return Comparison(
        schema_version=COMPARISON_VERSION,
        papers=tuple(paper for part in of_series for paper in part.papers),
        series=tuple(one for part in of_series for one in part.series),
        standings=last.standings,
        only_one=last.only_one,
        stale_decisions=last.stale_decisions,
    )


def _part(one: Group, decisions: Decisions) -> Comparison:
    found = _series(one, decisions)
    asked: dict[str, set[str]] = {member.key: set() for member in one.members}
    for at in places(found):
        asked[at.paper].add(at.id)
    return Comparison(
        schema_version=COMPARISON_VERSION,
        papers=tuple(_compared(one, member, asked[member.key]) for member in one.members),
        series=(found,),
        standings=(),
        only_one=(),
        stale_decisions=(),
    )


def _compared(series: Group, member: Member, asked: set[str]) -> Compared:
    """`asked`: the ids that are pointed at; with their pages a reader finds them without the paper's JSON."""
    header = member.paper.header
    return Compared(
        key=member.key,
        id=member.paper.id,
        source=member.paper.source.name,
        sha256=member.paper.source.sha256,
        council=header.council,
        council_code=header.council_code,
        committee=header.committee,
        meeting_date=header.meeting_date,
        ordered_by=series.ordered_by(member),
        day=member.entry.day,
        title=header.title,
        series=series.id,
        copies=member.copies,
        pages={name: page for name, page in pages(member.paper) if name in asked},
    )


def wordings(paper: Paper) -> Iterator[tuple[About, str]]:
    """What a decision may quote."""
    yield from (("improvement_area", area.text) for area in paper.improvement_areas)
    yield from (("measure", row.label) for row in paper.indicators)


def _series(one: Group, decisions: Decisions) -> Series:
    found, doubts = threads.threads(one.members, decisions)
    named = [redefinitions.Named(name, thread) for name, thread in zip(_ids(found), found, strict=True)]
    said = measures.only_said(found, one.members)
    asked = {redefinitions.at(row) for doubt in doubts for row in (doubt.earlier, doubt.later)}
    words = _words(one.members, decisions)
    return Series(
        id=one.id,
        council=one.council,
        kind=one.kind,
        papers=tuple(member.key for member in one.members),
        measures=(
            *(measures.measure(each.id, each.thread, one.members) for each in named),
            *(measures.measure(name, thread, one.members) for name, thread in zip(_ids(said), said, strict=True)),
        ),
        restatements=tuple(chain(*(restatements.restatements(n.id, n.thread, one.members) for n in named))),
        renamings=tuple(redefinitions.renamings(named, one.members)),
        redefinitions=tuple(redefinitions.redefinitions(named, one.members)),
        presences=tuple(p for p in redefinitions.presences(named, one.members) if p.at not in asked),
        improvement_areas=words.areas,
        lives=words.lives,
        sections=words.sections,
        passages=words.passages,
        questions=(*_about_measures(doubts), *words.questions),
    )


def _ids(found: Sequence[threads.Thread]) -> list[str]:
    """The vocabulary's id or the first label, with a number where that is taken."""
    ids: list[str] = []
    for thread in found:
        first = thread.rows[0].record
        base = first.indicator or re.sub(r"[^a-z0-9]+", "-", folded(first.label)).strip("-") or "measure"
        taken, number = base, 1
        while taken in ids:
            number += 1
            taken = f"{base}-{number}"
        ids.append(taken)
    return ids


# --- words ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words of a series say."""

    areas: tuple[AreaChange, ...]
    questions: tuple[Question, ...]
    lives: tuple[AreaLife, ...]
    sections: tuple[SectionChange, ...]
    passages: tuple[PassageChange, ...]


def _words(members: Sequence[Member], decisions: Decisions) -> _Words:
    passages = [narrative.passages_of(member) for member in members]
    stated = [[areas.area(member.key, one) for one in member.paper.improvement_areas] for member in members]
    sections: list[SectionChange] = []
    changed: list[PassageChange] = []
    for now, after in pairwise(range(len(members))):
        weigh = _weigh(now, after, passages, stated)
        sides = narrative.align(members[now], members[after], (passages[now], passages[after]), weigh)
        sections += narrative.section_changes(sides)
        changed += narrative.passage_changes(sides)
    became, questions = _became(members, passages, stated, decisions)
    named = [own for own in stated if own]
    return _Words(became, questions, lives.lives(named, became), tuple(sections), tuple(changed))


def _became(
    members: Sequence[Member],
    passages: Sequence[Sequence[narrative.Passage]],
    stated: Sequence[Sequence[Area]],
    decisions: Decisions,
) -> tuple[tuple[AreaChange, ...], tuple[Question, ...]]:
    """From each paper that names improvement areas to the next one that does; a paper without drops none."""
    became: list[AreaChange] = []
    questions: list[Question] = []
    gone: list[Area] = []
    for now, after in pairwise([place for place, own in enumerate(stated) if own]):
        weigh = _weigh(now, after, passages, stated)
        found = areas.match(stated[now], stated[after], weigh, decisions)
        told = list(areas.changes(found, (members[now].key, members[after].key), gone))
        dropped = {at for change in told if change.change == "dropped" for at in change.earlier}
        gone += [area for area in stated[now] if area.at in dropped]
        became += told
        questions += areas.questions(found, len(questions) + 1)
    return tuple(became), tuple(questions)


def _weigh(
    now: int, after: int, passages: Sequence[Sequence[narrative.Passage]], stated: Sequence[Sequence[Area]]
) -> Weights:
    """What each word says, from these two papers alone: a third paper does not change what is said of two."""
    return weights(
        [
            *(passage.words for passage in (*passages[now], *passages[after])),
            *(area.words for area in (*stated[now], *stated[after])),
        ]
    )


# --- questions --------------------------------------------------------------------------------------------------


def _about_measures(doubts: Sequence[threads.Doubt]) -> Iterator[Question]:
    for number, doubt in enumerate(doubts, start=1):
        yield Question(
            id=f"question_measure_{number}",
            about="measure",
            earlier=redefinitions.at(doubt.earlier),
            later=redefinitions.at(doubt.later),
            earlier_words=doubt.earlier.record.label,
            later_words=doubt.later.record.label,
            score=doubt.score,
            threshold=threads.SAME_LABEL,
        )
