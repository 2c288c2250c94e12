"""Each improvement area over all the years: its wordings, joined through rewordings, splits and mergers."""

from collections.abc import Sequence

from pipeline.compare.matching import Area
from schemas.comparison import AreaChange, AreaLife, At

SAME_MATTER = ("continued", "reworded", "split", "merged", "returned")


def lives(areas: Sequence[Sequence[Area]], changes: Sequence[AreaChange]) -> tuple[AreaLife, ...]:
    """One life for each group of areas that changes join; in the order in which they begin."""
    ordered = [(number, area) for number, paper in enumerate(areas) for area in paper]
    group_of: dict[At, list[At]] = {area.at: [area.at] for _, area in ordered}
    for change in changes:
        if change.change in SAME_MATTER:
            _join(group_of, (*change.earlier, *change.later))
    paper_of = {area.at: number for number, area in ordered}
    words = {area.at: area.text for _, area in ordered}
    last = max(paper_of.values(), default=0)
    groups = list({id(group): group for group in group_of.values()}.values())
    return tuple(
        _life(f"area_{number}", sorted(group, key=lambda at: list(paper_of).index(at)), paper_of, words, last)
        for number, group in enumerate(groups, start=1)
    )


def _join(group_of: dict[At, list[At]], members: Sequence[At]) -> None:
    first = group_of[members[0]]
    for at in members[1:]:
        group = group_of[at]
        if group is first:
            continue
        first.extend(group)
        for member in group:
            group_of[member] = first


def _life(
    id: str,  # noqa: A002  the contract's word
    group: Sequence[At],
    paper_of: dict[At, int],
    words: dict[At, str],
    last: int,
) -> AreaLife:
    return AreaLife(
        id=id,
        areas=tuple(group),
        words=words[group[-1]],
        first=group[0].paper,
        last=group[-1].paper,
        papers=len({at.paper for at in group}),
        current=paper_of[group[-1]] == last,
    )
