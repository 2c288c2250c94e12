"""A statement as the paper's record has it."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import product

from pipeline.extractors.clauses import Part
from pipeline.extractors.measures import Dated, number, published
from pipeline.extractors.narrative.model import Statement, Told
from pipeline.extractors.narrative.words import known_rate, unit_of_figure
from pipeline.extractors.prose import Passage, Places
from pipeline.values.amounts import Amount
from pipeline.vocabulary.indicators import Match, match_label
from pipeline.vocabulary.wording import rows_of
from schemas.record import Narrative, Period, Reading, Role, Status

FIRST_DIGIT = re.compile(r"\A\D*(?=\d)")
STATUSES: dict[str, Status] = {"reported": "reported", "suppressed": "suppressed"}


def record(places: Places, statement: Statement, span: tuple[int, int], section: str | None) -> Narrative:
    passage = places.passage
    first = statement.told[0].value
    bare_rate = known_rate(statement.measure) if _is_bare_rate(statement) else None
    unit = bare_rate or _unit(first.amount)
    label = _label(passage, statement.measure)
    match = _mapped(statement.measure, label, bare_rate or unit_of_figure(first.amount), section)
    return Narrative(
        id="narrative",
        kind="narrative",
        label=label,
        indicator=match.indicator,
        match=match.match,
        section=passage.section,
        passage=passage.id,
        sentence=passage.text[span[0] : span[1]],
        readings=tuple(_reading(places, told, unit) for told in statement.told),
        spans=places.spans(*span),
    )


def _is_bare_rate(statement: Statement) -> bool:
    kinds = {p.meaning for p in statement.measure if p.letter == "r"}
    based = any(p.text.lower() == "per" for p in statement.measure)
    return statement.told[0].value.letter == "N" and ("share" in kinds or based)


def _label(passage: Passage, measure: Sequence[Part]) -> str:
    """The measure's own words, whole where they stand together."""
    first, last = measure[0].start, measure[-1].end
    inside = [p for p in measure if first <= p.start]
    if sum(len(p.text) for p in inside) + len(inside) > last - first:
        return passage.text[first:last]
    words, printed = "", measure[0].start
    for part in measure:
        words += "" if part.start == printed else " "
        words += f"{part.text} …" if part.letter in "giz" and _is_gap(part, measure) else part.text
        printed = part.end
    return words


def _is_gap(part: Part, measure: Sequence[Part]) -> bool:
    """Agency staff made up ... of the workforce: where the figure stood."""
    after = min((p.start for p in measure if p.start >= part.end), default=part.end)
    return after > part.end + 2


def _mapped(measure: Sequence[Part], label: str, unit: str | None, section: str | None) -> Match:
    """By the vocabulary's own rules: the label as it stands, then without linking verbs and words of number."""
    bare = " ".join(p.text for p in measure if p.letter not in "bhkd")
    named = bare
    if unit is not None and unit.startswith("rate_per"):  # the number of children in need, as a rate
        named = " ".join(p.text for p in measure if p.letter not in "bhkd" and "number" not in p.meaning)
        named = named.removeprefix("of ")
    for words in (label, bare, named):
        match = match_label(words, unit, section)
        if match.indicator is not None:
            return match
    return Match()


def _unit(amount: Amount | None) -> str | None:
    if amount is None:
        return None
    if amount.unit is not None:
        return amount.unit
    whole = amount.value is None or amount.value == amount.value.to_integral_value()
    return "count" if whole else "score"


def _period(part: Part | None) -> Period | None:
    """A time without dates ("a year earlier") is told in its own words."""
    if part is None:
        return None
    if part.period is not None:
        return published(Dated(part.period, "sentence"))
    return Period(text=part.text, kind="relative", start=None, end=None, alternatives=(), source="sentence")


@cache
def _earlier_times() -> frozenset[str]:
    """Words for an earlier time than that which a paper reports on, without what introduces them."""
    rows = rows_of("prose_cues.csv")
    return frozenset(
        _bare(" ".join(chosen))
        for row in rows
        if (row["cue"], row["meaning"]) == ("when", "earlier")
        for chosen in product(*(word.split("|") for word in row["words"].split()))
    )


INTRODUCING = re.compile(r"\A(?:(?:in|at|for|during|the(?!\slast)|same|end of|period|point|time)\s)+", re.IGNORECASE)


def _bare(time: str) -> str:
    return INTRODUCING.sub("", time.lower())


def _role(told: Told) -> Role:
    """The average caseload in the previous quarter was 18.2: not the current one."""
    time = told.period.text if told.period is not None else ""
    return "previous" if told.role == "current" and _bare(time) in _earlier_times() else told.role


def _reading(places: Places, told: Told, unit: str | None) -> Reading:
    amount = told.value.amount
    assert amount is not None
    own = told.of == "authority" or amount.value is None  # "exceeding the 95% target" bounds ours, not the target
    printed = places.passage.text[told.value.start : told.value.end]
    printed = printed if own else FIRST_DIGIT.sub("", printed)
    return Reading(
        column=None,
        raw=printed,
        value=number(amount.value),
        low=number(amount.low) if own else None,
        high=number(amount.high) if own else None,
        unit=amount.unit if amount.unit not in (None, "count") else unit,
        qualifier=amount.qualifier if own else None,
        status=STATUSES[amount.status],
        of=told.of,
        role=_role(told),
        basis=told.period.period.basis if told.period and told.period.period else None,
        rating=None,
        direction=None,
        period=_period(told.period),
        spans=places.spans(told.value.end - len(printed), told.value.end),
    )
