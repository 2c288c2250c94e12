"""What is told of a measure: its value with the period beside it, the value before, and what it is compared with."""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.extractors.clauses import Part
from pipeline.extractors.narrative.model import Clause, Measure, Statement, Told
from schemas.record import Role

FROM = re.compile(r"f(?:kwo)?(?P<v>[SNRD])n?(?P<q>\(?i?P?\)?),?t\Z")
OWN_PERIOD = re.compile(r"\)?[(,]?i?(?P<p>P)(?!:?[SNRD])")
LATER_PERIOD = re.compile(r"i?(?P<p>P)")
COMPARED = (
    re.compile(
        r"[,(;]?(?:z?[bh]?d?ck?A(?=,?&))?[,(;]?(?:&?z|&)?(?:[bh]?d?(?=c))?(?:[cl]{1,10}q?o?[kd]{0,2}[wnr]{0,3}|k?d?)(?P<a>A)[rwn]{0,2}[oibd:(]{0,3}(?P<v>[SNRD])"
        r"(?:i?(?P<p>P))?\)?"
    ),
    re.compile(r"(?:[,(;]|[,(;]?(?:z?c{1,10}|&))[kdi]{0,2}(?P<v>[SNRD])(?:[vw]?[ik]{0,2}|[oi]k?[wnp]{1,4})(?P<a>A)\)?"),
    re.compile(r"\([kd]{0,2}(?P<v>[SNRD])i?(?P<p>P)\)"),
    re.compile(r"[(;]i?(?P<p>P):?[kd]?(?P<v>[SNRD])(?=[,;)])\)?"),
    re.compile(r"[,(]?(?:z?c{1,10}|(?:k?[wd]{0,2}x)?f(?:kwo)?)[kdi]{0,2}(?P<v>[SNRD])i?(?P<p>P)\)?"),
    re.compile(r",?(?P<f>c|f)(?P<v>[SNRD])(?=[.,;)]|\Z)"),
)
"""Above the target of 95% | in line with neighbours and above the England figure of 70% |
(England 21.9%) | compared with 88% nationally | down from 70% in 2019/20 | from 16% |
(94.8% in 2022/23) | (Q2: 88.7%; England 84%) | a slight dip from 95% in 2021/22."""
LATER = re.compile(r",?[lz&]?h?ud?t(?P<v>[SNRD])(?:i?(?P<p>P))?")
"""Dipped to 71% over the summer before recovering to 83% in October: the last one is the current."""


def told_of(clause: Clause, measure: Measure, earlier: Told | None = None) -> Statement:
    """The value with the period behind it, or behind its measure; what it is compared with after that."""
    end, period = max(measure.end, clause.at + 1), measure.period
    own = OWN_PERIOD.match(clause.letters, end) if end == clause.at + 1 else LATER_PERIOD.match(clause.letters, end)
    if own is not None:
        period, end = clause.parts[own.start("p")], own.end()
    told = [Told(clause.value, period), *([earlier] if earlier else [])]
    later = LATER.match(clause.letters, end)
    if later is not None and _alike(clause.parts[later.start("v")], clause.value):
        when = clause.parts[later.start("p")] if later["p"] else None
        told, end = [Told(clause.parts[later.start("v")], when), replace(told[0], role="previous")], later.end()
    return Statement(measure.words, (*told, *comparators(clause, end)))


ASIDE = re.compile(
    r"(?P<s>S)(?:o[kdwpe]{0,6}n[nwpi]{0,6})?"
    r"(?P<a>\(c?[kd]{0,2}(?:A[ob:]?[kd]?S|Si?A)\)|(?<=n)\(N\))(?=o|[bhev])"
)


def asides(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], dict[int, tuple[Told, ...]]]:
    """83% (target 90%) of reviews were on time: the sentence without what stands aside, and that by its figure."""
    letters = "".join(part.letter for part in parts)
    found: dict[int, tuple[Told, ...]] = {}
    out: set[int] = set()
    for match in ASIDE.finditer(letters):
        inside = range(match.start("a"), match.end("a"))
        out |= set(inside)
        if match["a"] != "(N)":  # 8% of children (38): the number that the share is of
            value, whose = (next(parts[i] for i in inside if letters[i] == letter) for letter in "SA")
            found[parts[match.start("s")].start] = (Told(value, None, whose.meaning, _role(whose.meaning)),)
    return tuple(part for at, part in enumerate(parts) if at not in out), found


def earlier(clause: Clause) -> Told | None:
    """The value after `from`, in a move from one to the other."""
    found = FROM.search(clause.before)
    if found is None:
        return None
    value = clause.parts[clause.start + found.start("v")]
    within = clause.parts[clause.start + found.start("q") : clause.start + found.end("q")]
    if not _alike(value, clause.value):
        return None
    return Told(value, next((p for p in within if p.letter == "P"), None), role="previous")


def comparators(clause: Clause, at: int) -> Iterator[Told]:
    """One after the other, as long as they follow directly and are of the same kind as the value."""
    letters, parts = clause.letters, clause.parts
    if letters[at : at + 1] == ")":
        at += 1
    while True:
        found = next((m for shape in COMPARED if (m := shape.match(letters, at))), None)
        if found is None or not _alike(parts[found.start("v")], clause.value):
            return
        groups = found.groupdict()
        if groups.get("f") and not parts[found.start("f")].text.lower().endswith("from"):
            return
        period = parts[found.start("p")] if groups.get("p") else None
        of = parts[found.start("a")].meaning if groups.get("a") else "authority"
        yield Told(parts[found.start("v")], period, of, _role(of))
        at = found.end()


def _alike(value: Part, main: Part) -> bool:
    """A comparator of a rate may be printed bare ("51.2 per 10,000 compared with 48.1 nationally")."""
    return value.letter == main.letter or (value.letter == "N" and main.letter in "RS")


def _role(of: str) -> Role:
    return "target" if of in ("target", "floor") else "previous" if of == "authority" else "benchmark"
