"""Inspections with their date and judgement, and commitments with their date, as sentences of a paper tell them.

Shapes read:

    In June 2019 Ofsted undertook a Children's Services inspection      who inspected, what kind, when
    the inspection in June 2019 when we were graded Good in all areas   and the grade, with what it is of
    our overall grading was one of Requires Improvement to be Good      the grade after a word of judging only
    the review is scheduled for February 2021                           a word that commits, then the date
    the strategy will be presented to Cabinet in March 2025

What is wished, expected, denied or judged by the council itself ("we expect to be judged good", "if we were inspected")
is no outcome: such a word before the inspection or before the word of judging says so.

Words of inspecting, judging, wishing and committing are `vocabulary/inspections.csv` and `vocabulary/commitments.csv`.
A date that was past when the committee met commits nobody; a share of schools judged good is a figure and no
inspection.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Literal

from pipeline import values
from pipeline.extractors.measures import Dated, published
from pipeline.extractors.prose import Passage, passages, places_of
from pipeline.ids import Ids
from pipeline.outline import Outline
from pipeline.records import dataclass
from pipeline.vocabulary.alternatives import APOSTROPHES, any_of
from pipeline.vocabulary.wording import rows_of
from schemas.record import Commitment, Inspection

Grade = Literal["outstanding", "good", "requires_improvement", "inadequate"]
GRADES: dict[str, Grade] = {
    "outstanding": "outstanding",
    "good": "good",
    "requires_improvement": "requires_improvement",
    "inadequate": "inadequate",
}
SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"']?\s+(?=[“‘\"'(]?[A-Z0-9])")
ASPECT = re.compile(r"\s*(?:in|for|across|on)\s((?:[\w’'-]+\s?){1,8})")
OVERALL = re.compile(r"\boverall\b", re.IGNORECASE)
NEAR = 40  # characters between a word of judging and its grade, or between "scheduled for" and its date
FAR = 120  # characters between a verb that commits to an act ("will") and the date of the act
DATING = re.compile(r"\b(?:in|by|during|from|until|before|of|for)\s(?:early\s|late\s|mid[\s-]|the\s)?\Z", re.IGNORECASE)
LASTING = re.compile(r"\bfor\s(?:the\s|all\sof\s)?\Z", re.IGNORECASE)
KEPT = re.compile(r"[^.;:!?]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands in its passage."""

    text: str
    start: int


def extract_inspections(outline: Outline, ids: Ids, meeting: date | None) -> tuple[Inspection, ...]:
    """Sentences that tell of an inspection with its date or its judgement."""
    found: list[Inspection] = []
    for passage, sentence in _sentences(outline, _inspection_words()):
        record = _inspection(outline, passage, sentence, meeting)
        if record is not None:
            found.append(record.model_copy(update={"id": ids.once(f"{passage.id}__inspection")}))
    return tuple(found)


def extract_commitments(outline: Outline, ids: Ids, meeting: date | None) -> tuple[Commitment, ...]:
    """Sentences that say what is to be done by a date."""
    found: list[Commitment] = []
    for passage, sentence in _sentences(outline, _committing()):
        due = _due(sentence.text, meeting)
        if due is not None:
            verb, period = due
            found.append(
                Commitment(
                    id=ids.once(f"{passage.id}__commitment"),
                    verb=verb,
                    due=published(Dated(period, "sentence")),
                    passage=passage.id,
                    sentence=sentence.text,
                    spans=places_of(outline, passage).spans(sentence.start, sentence.start + len(sentence.text)),
                )
            )
    return tuple(found)


def _sentences(outline: Outline, wanted: re.Pattern[str]) -> Iterator[tuple[Passage, Sentence]]:
    """The sentences in which a wanted word stands."""
    for passage in passages(outline):
        if not wanted.search(passage.text):
            continue
        at = 0
        for end in (*SENTENCE_END.finditer(passage.text), None):
            text = passage.text[at : end.start() if end else len(passage.text)]
            if text and wanted.search(text):
                yield passage, Sentence(text, at)
            at = end.end() if end else at


# --- inspections ------------------------------------------------------------------------------------------------


def _inspection(outline: Outline, passage: Passage, sentence: Sentence, meeting: date | None) -> Inspection | None:
    text = sentence.text
    if any(not _meanings("grade")[found[0].casefold()] for found in _words("grade").finditer(text)):
        return None
    named = _words("kind").search(text)
    if named is None or _is_wished(text, named.end()):
        return None
    kind, inspectorate = _first_meaning(text, "kind"), _first_meaning(text, "inspectorate")
    if kind is None or (inspectorate is None and kind == "inspection" and not _words("judging").search(text)):
        return None
    when = next(iter(_past(text, meeting)), None)
    grade, aspect = _judgement(text)
    if grade is None and (when is None or inspectorate is None):
        return None
    return Inspection(
        id="inspection",
        inspectorate=inspectorate,
        kind=kind,
        date=published(Dated(when, "sentence")) if when else None,
        grade=grade,
        aspect=aspect,
        passage=passage.id,
        sentence=text,
        spans=places_of(outline, passage).spans(sentence.start, sentence.start + len(text)),
    )


def _first_meaning(text: str, role: str) -> str | None:
    """The meaning of the first word of a role; of two at one place the longer, as the lists are in that order."""
    found = _words(role).search(text)
    return _meanings(role)[found[0].casefold().replace("’", "'")] if found else None


def _past(text: str, meeting: date | None) -> Iterator[values.Period]:
    """Dated periods that had begun when the committee met, the most exact first."""
    dated = [p for p in values.find_periods(text, meeting) if p.start is not None and p.end is not None]
    begun = [p for p in dated if meeting is None or (p.start is not None and p.start <= meeting)]
    yield from sorted(begun, key=lambda p: (p.kind.endswith("year"), p.at))


def _judgement(text: str) -> tuple[Grade | None, str | None]:
    """The grade that follows a word of judging, and what it is of; a pair of grades is of many, no judgement."""
    for judging in _words("judging").finditer(text):
        if _is_wished(text, judging.start()):
            continue
        rest = KEPT.match(text, judging.end())
        grade = _words("grade").search(text, judging.end(), min(rest.end() if rest else 0, judging.end() + NEAR))
        meaning = _meanings("grade")[grade[0].casefold()] if grade else ""
        if grade is not None and meaning:
            return GRADES[meaning], _aspect(text, grade)
    return None, None


def _is_wished(text: str, end: int) -> bool:
    """Whether a word of wishing stands before `end` in its statement; what ends at a semicolon is another."""
    start = text.rfind(";", 0, end) + 1
    return _words("wish").search(text, start, end) is not None


def _aspect(text: str, grade: re.Match[str]) -> str | None:
    """What was judged, told after the grade ("Good in all areas"); None where it is the whole."""
    after = ASPECT.match(text, grade.end())
    if OVERALL.search(text[: grade.end()]):
        return None
    if after and not any(c.isdigit() for c in after[1]):
        return after[1].strip()
    return None


# --- commitments ------------------------------------------------------------------------------------------------


def _due(text: str, meeting: date | None) -> tuple[str, values.Period] | None:
    """The first committing word that a date follows, in one clause; the date must lie ahead."""
    ahead = [p for p in values.find_periods(text, meeting) if _ahead(p, meeting)]
    for word in _committing().finditer(text):
        clause = KEPT.match(text, word.end())
        reach = FAR if _reach()[word[0].casefold()] == "far" else NEAR
        limit = min(clause.end() if clause else 0, word.end() + reach)
        for period in ahead:
            if word.end() <= period.at[0] <= limit and _is_due(text, word, period):
                return word[0], period
    return None


def _is_due(text: str, word: re.Match[str], period: values.Period) -> bool:
    """A date by which or on which; not how long something lasts ("will continue for 2025/26"), nor a year in a name."""
    before = text[word.end() : period.at[0]]
    if period.rule == "year":
        return not before.strip() or DATING.search(before) is not None
    return not before.strip() or LASTING.search(before) is None


def _ahead(period: values.Period, meeting: date | None) -> bool:
    """Not over when the committee met; "from April 2025" is when it begins."""
    last = period.end or period.start
    return last is not None and (meeting is None or last >= meeting)


# --- the lists --------------------------------------------------------------------------------------------------


@cache
def _meanings(role: str) -> dict[str, str]:
    return {row["words"].casefold(): row["meaning"] for row in rows_of("inspections.csv") if row["role"] == role}


@cache
def _words(role: str) -> re.Pattern[str]:
    return _shape(tuple(_meanings(role)), re.IGNORECASE if role != "inspectorate" else re.RegexFlag(0), role)


def _shape(words: Sequence[str], flags: re.RegexFlag, role: str = "") -> re.Pattern[str]:
    printed = [row["words"] for row in rows_of("inspections.csv") if row["role"] == role] if role else list(words)
    either_case = (word.lower() if flags & re.IGNORECASE else word for word in printed)
    return re.compile(rf"(?<![\w-]){any_of(either_case, APOSTROPHES)}\b", flags)


@cache
def _inspection_words() -> re.Pattern[str]:
    return _words("kind")


@cache
def _reach() -> dict[str, str]:
    return {row["words"]: row["reach"] for row in rows_of("commitments.csv")}


@cache
def _committing() -> re.Pattern[str]:
    return _shape(tuple(row["words"] for row in rows_of("commitments.csv")), re.IGNORECASE)
