"""What stands around a table or a card and dates it: caption, lead-in, headings, notes, sentences, the paper's title.

The shapes read:

    Table 2: Performance at Quarter 3 2024/25      a caption or the last words of a lead-in, with one period in them
    Quarterly Performance Report Quarter 3 2024/25 the paper's title: the period it reports on
    Percentage of EHCPs issued ... rolling 12 months
                                                   a year that ends where the reporting period ends
    reported one quarter in arrears | No data for Dec-24 available
                                                   a note under a card: its figures end one reporting period earlier
    ... for the 12 months to December 2024 was 22.2%, compared to 23.4% for the previous Quarter
                                                   a sentence that states two of the card's figures, and when
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from pipeline import values
from pipeline.extractors.measures import Dated
from pipeline.outline import DataTable, Outline
from pipeline.records import dataclass
from pipeline.vocabulary.wording import folded, matches, rows_of
from schemas.outline import Paragraph
from schemas.record import PeriodSource

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "financial_year": 12, "calendar_year": 12, "academic_year": 12}
"""How many months lie between the ends of two reporting periods of a kind."""
STEPS = {"year": "financial_year", "quarter": "quarter", "month": "month"}
"""How far back the words of a heading go."""
ROLLING_MONTHS = 12
LONGEST_CAPTION = 40  # words: a longer last sentence before a table is prose that may name any period
REACH_AFTER = 30  # characters: a period this near behind a figure belongs to it
LEAST_SHARED = 0.5  # of the label's words: a sentence that has fewer is about something else
LONG_WORDS = re.compile(r"[a-z]{4,}")
"""Words of four letters and more: shorter ones are in every sentence."""
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9‘“'\"(])")
DIGIT = re.compile(r"\d")
DIGITS = re.compile(r"\d+")
UNDATING = ("relative", "not_a_period", "age_range")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a paper says of itself: its day, what it reports on, whose it is, its headings and sentences."""

    meeting: date | None
    reports_on: values.Period | None
    council: str
    titles: dict[str, str]
    parents: dict[str, str | None]
    sentences: "Sentences"

    def title(self, section: str | None) -> str | None:
        """The words of a section's heading."""
        return self.titles.get(section) if section is not None else None

    def anchor(self) -> date | None:
        """The day from which periods without a year are understood."""
        if self.meeting is not None or self.reports_on is None or self.reports_on.end is None:
            return self.meeting
        return self.reports_on.end + timedelta(days=1)

    def reporting_period(self, section: str | None) -> values.Period | None:
        """The period that the nearest heading above names, else the paper's own."""
        while section is not None:
            found = dated_in(self.titles[section], self.anchor())
            if found is not None and found.kind in MONTHS:
                return found
            section = self.parents[section]
        return self.reports_on


def look_around(outline: Outline, meeting: date | None) -> Surroundings:
    """The surroundings of all tables and cards of a paper."""
    return Surroundings(
        meeting,
        _reports_on(outline, meeting),
        folded(outline.header_words.get("council", "")),
        {s.id: s.title for s in outline.sections},
        {s.id: s.parent for s in outline.sections},
        sentences_of(outline.paragraphs),
    )


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a paper's paragraphs and first points in reading order, and where each number stands."""

    all: tuple[str, ...]
    with_digits: dict[str, tuple[int, ...]]
    """A run of digits to the sentences that print it."""

    def that_may_print(self, figure: str) -> Iterator[str]:
        """The sentences that print the figure's first digits; all of them where it has none."""
        digits = DIGITS.search(figure)
        if digits is None:
            return iter(self.all)
        return (self.all[i] for i in self.with_digits.get(digits[0], ()))


def sentences_of(paragraphs: Sequence[Paragraph]) -> Sentences:
    """Parted once for all cards, so that many cards in a long paper cost no more than each their own sentences."""
    texts = (text for p in paragraphs for text in (p.text, *(item.text for item in p.items)))
    sentences = tuple(sentence for text in texts for sentence in SENTENCE.split(text))
    places: dict[str, list[int]] = {}
    for at, sentence in enumerate(sentences):
        for digits in set(DIGITS.findall(sentence)):
            places.setdefault(digits, []).append(at)
    return Sentences(sentences, {digits: tuple(at) for digits, at in places.items()})


def _reports_on(outline: Outline, meeting: date | None) -> values.Period | None:
    """The period in the paper's title, else in its header block, where a lone month is that of the meeting.

    The shortest of several, since "Quarter 3 2024/25" says more than "2024/25".
    """
    title = outline.header_words.get("title", "")
    block = " ".join(" ".join(outline.transcript.lines[i].text.split()) for i in outline.header.lines)
    for text, kinds in ((title, MONTHS.keys()), (block, MONTHS.keys() - {"month"})):
        found = [p for p in values.find_periods(text, meeting) if p.kind in kinds]
        if found:
            return min(found, key=lambda p: MONTHS[p.kind])
    return None


def dated_in(text: str, anchor: date | None) -> values.Period | None:
    """The period that a heading, a label or a caption names: all of it, else the first in it."""
    whole = values.read_period(text, anchor)
    found = whole or next(iter(values.find_periods(text, anchor)), None)
    return None if found is None or found.kind in UNDATING or (found.end is None and found.start is None) else found


def around_table(table: DataTable, surroundings: Surroundings) -> Dated | None:
    """The one period that a table's caption names, else its lead-in's last sentence."""
    sources: tuple[tuple[str, PeriodSource], ...] = (
        (table.caption or "", "caption"),
        (last_sentence(table.lead_in), "lead-in"),
        (surroundings.title(table.section) or "", "heading"),
    )
    for text, source in sources:
        found = _only_period(text, surroundings.anchor())
        if found is not None:
            return Dated(found, source)
    return None


def last_sentence(text: str) -> str:
    """The last sentence of a lead-in."""
    return SENTENCE.split(text.strip())[-1] if text.strip() else ""


def _only_period(text: str, anchor: date | None) -> values.Period | None:
    if text.count(" ") >= LONGEST_CAPTION:
        return None
    found = [p for p in values.find_periods(text, anchor) if p.kind not in UNDATING and p.end is not None]
    return found[0] if len({(p.start, p.end) for p in found}) == 1 else None


def year_around(table: DataTable, surroundings: Surroundings) -> str:
    """The words of the year that caption, lead-in or heading name: for columns headed "Q1" or "April"."""
    for text in (table.caption or "", last_sentence(table.lead_in), surroundings.title(table.section) or ""):
        years = [p for p in values.find_periods(text) if p.kind in ("financial_year", "calendar_year")]
        if len(years) == 1:
            return years[0].text
    return ""


# --- cards ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardDates:
    """When the latest figure of a card holds, and the paper's reporting period."""

    latest: Dated | None
    reports_on: values.Period | None

    def previous(self, heading: str) -> Dated | None:
        """When an earlier figure holds: the period before of the same length, or as far back as its heading says.

        "Last year" beside a quarter is the same quarter a year before; "last month" beside a quarter is no quarter.
        """
        if self.latest is None:
            return None
        words = folded(heading).split()
        named = next((kind for word, kind in STEPS.items() if word in words), None)
        own = self.latest.period.kind
        step = self.reports_on.kind if own == "rolling_12m" and self.reports_on is not None else own
        if named is not None and MONTHS[named] < MONTHS.get(step, 0):
            return None
        before = _stepped_back(self.latest.period, named or step)
        return Dated(before, "period-before") if before is not None else None


def dates_of_card(
    label: str, notes: Sequence[str], printed: Sequence[str], section: str | None, surroundings: Surroundings
) -> CardDates:
    """`printed`: the card's figures, the latest first; `notes`: the paragraphs between this card and the next."""
    reports_on = surroundings.reporting_period(section)
    return CardDates(_latest(label, notes, printed, reports_on, surroundings), reports_on)


def _latest(
    label: str,
    notes: Sequence[str],
    printed: Sequence[str],
    reports_on: values.Period | None,
    surroundings: Surroundings,
) -> Dated | None:
    named = next((p for p in values.find_periods(label) if p.kind not in UNDATING and p.end is not None), None)
    if named is not None:
        return Dated(named, "title")
    behind = any(_says("in_arrears", note) for note in notes)
    said = _said_in_prose(label, printed, surroundings)
    base = _stepped_back(reports_on, reports_on.kind) if behind and reports_on is not None else reports_on
    rolling = next((source for text, source in _titled(label, notes) if _says("rolling_year", text)), None)
    if rolling is not None:
        if said is not None and said.period.kind == "rolling_12m":
            return said
        if said is not None and base is not None and not behind and said.period.kind == base.kind:
            base = said.period
        return Dated(_year_to(base), rolling) if base is not None and base.end is not None else None
    if said is not None:
        return said
    return Dated(base, "note" if behind else "heading") if base is not None else None


def _titled(label: str, notes: Sequence[str]) -> Iterator[tuple[str, PeriodSource]]:
    yield label, "title"
    yield from ((note, "note") for note in notes)


def _says(meaning: str, text: str) -> bool:
    words = folded(text)
    return any(matches(words, wanted, without) for name, wanted, without in _notes() if name == meaning)


@cache
def _notes() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["meaning"], row["pattern"], row["without"]) for row in rows_of("notes.csv"))


def _year_to(period: values.Period) -> values.Period:
    """The twelve months that end where the period ends."""
    assert period.end is not None
    start = _moved(period.end + timedelta(days=1), -ROLLING_MONTHS)
    return replace(period, kind="rolling_12m", start=start, alternatives=())


def _stepped_back(period: values.Period, step: str) -> values.Period | None:
    """The period, one `step` earlier; both ends stay at the same part of the month."""
    months = MONTHS.get(step)
    if months is None or period.start is None or period.end is None:
        return None
    start = _moved(period.start, -months)
    end = _moved(period.end + timedelta(days=1), -months) - timedelta(days=1)
    return replace(period, start=start, end=end, alternatives=())


def _moved(day: date, months: int) -> date:
    """The same day some months later; the first of a month stays one."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, min(day.day, 28))


def _said_in_prose(label: str, printed: Sequence[str], surroundings: Surroundings) -> Dated | None:
    """The dated sentence that states the latest figure, and another figure of the card or most of its label's words."""
    if not printed:
        return None
    words = set(LONG_WORDS.findall(folded(label)))
    for sentence in surroundings.sentences.that_may_print(printed[0]):
        place = _place_of(printed[0], sentence)
        if place is None or not _is_about(sentence, words, printed[1:]):
            continue
        period = _period_beside(sentence, place)
        if period is not None:
            return Dated(period, "prose")
    return None


def _place_of(figure: str, sentence: str) -> tuple[int, int] | None:
    if figure not in sentence:
        return None
    found = re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d%]|[.,]\d)", sentence)
    return found.span() if found is not None else None


def _is_about(sentence: str, words: set[str], others: Sequence[str]) -> bool:
    said = set(LONG_WORDS.findall(folded(sentence)))
    shared = len(words & said)
    if words and shared >= LEAST_SHARED * len(words):
        return True
    return shared >= 1 and any(_place_of(other, sentence) is not None for other in others)


def _period_beside(sentence: str, place: tuple[int, int]) -> values.Period | None:
    """The nearest period before the figure, else one right behind it, with no other figure between them.

    Only what its own words date: "in Quarter 3" of an older sentence may be of any year.
    """
    found = [p for p in values.find_periods(sentence) if p.kind in (*MONTHS, "rolling_12m") and p.end is not None]
    before = [p for p in found if p.at[1] <= place[0]]
    after = [p for p in found if place[1] <= p.at[0] <= place[1] + REACH_AFTER]
    if before and not DIGIT.search(sentence[before[-1].at[1] : place[0]]):
        return before[-1]
    return after[0] if after and not DIGIT.search(sentence[place[1] : after[0].at[0]]) else None
