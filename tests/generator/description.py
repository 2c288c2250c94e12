"""What a generated paper says, before any style: header facts, sections, and the parts that stand in them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from tests.generator import words

SLOT = re.compile(r"\{(\w+)\}")

Unit = Literal["percent", "count", "days", "weeks", "rate_per_10000", "gbp", "fte"]
Interval = tuple[str, str | None]
"""First and last day, ISO; the last is None where the period is open."""


@dataclass(frozen=True, slots=True)
class Point:
    """One list point, and the points under it."""

    text: str
    points: tuple["Point", ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """One paragraph; with `points` it is their lead-in."""

    text: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """A block quotation under the paragraph before it."""

    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a cell. `accept` holds other periods that are as defensible."""

    value: float | None
    unit: Unit
    period: Interval | None
    role: str
    of: str = "authority"
    spread: tuple[float, float] | None = None
    accept: tuple[Interval | None, ...] = ()


@dataclass(frozen=True, slots=True)
class CellText:
    """What a cell prints, and the readings in it."""

    text: str
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator row, or (without cells) a group's sub-heading row."""

    label: str
    cells: tuple[CellText, ...] = ()
    reference: str | None = None

    def texts(self) -> tuple[str, ...]:
        """What the row prints, cell by cell; a sub-heading prints one."""
        reference = (self.reference,) if self.reference else ()
        return (*reference, self.label, *(cell.text for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Indicators:
    """The indicator table: the head of the label column first, or after the references. `over` is an upper row of heads
    with the number of columns that each spans."""

    columns: tuple[str, ...]
    measures: tuple[Measure, ...]
    caption: str | None = None
    notes: tuple[str, ...] = ()
    over: tuple[tuple[str, int], ...] = ()

    @property
    def label_column(self) -> int:
        """Where the labels stand."""
        return int(any(measure.reference for measure in self.measures))


@dataclass(frozen=True, slots=True)
class Areas:
    """The improvement areas; `lead_in` is used where the style prints one."""

    lead_in: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strengths:
    """A list that looks like the improvement areas and is not."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendations:
    """What the committee is asked; `single` is the one-sentence form."""

    lead_in: str
    texts: tuple[str, ...]
    single: str


@dataclass(frozen=True, slots=True)
class Actions:
    """A table that holds no indicators."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Actions | Prose | Quotation | Indicators | Areas | Strengths | Recommendations


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the paper; `groups` are its sub-headed parts, printed only in three-level numbering."""

    title: str
    parts: tuple[Part, ...]
    subtitles: tuple[str, ...] = ()
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One described paper."""

    council: str
    committee: str
    meeting: date
    title: str
    author: tuple[str, str]
    director: tuple[str, str]
    member: str
    summary: str
    sections: tuple[Section, ...]


def fill(text: str, random: Random, meeting: date) -> str:
    """`text` with its slots filled; the years lie before the meeting."""
    year = meeting.year - random.randint(1, 6)

    def one(match: re.Match[str]) -> str:
        name = match[1]
        if name in words.FILLERS:
            return random.choice(words.FILLERS[name])
        return numeric(name, year, random, meeting)

    filled = SLOT.sub(one, text)
    return filled[0].upper() + filled[1:] if text.startswith("{") else filled


def numeric(name: str, year: int, random: Random, meeting: date) -> str:
    """The slots that are filled by number, or by a word for one."""
    if name == "big":
        return f"{random.randint(1042, 9870):,}"
    first = last_year(meeting)
    made = {
        "n": str(random.randint(11, 97)),
        "dec": f"{random.randint(1, 19)}.{random.randint(1, 9)}",
        "year": str(year),
        "next": str(year + 1),
        "yy": f"{(year + 1) % 100:02}",
        "para": random.choice(("paragraph 2.4", "section 3", "paragraphs 1.2 and 2.1", "paragraph 3.1 above")),
        "count": random.choice(("three", "four", "five")),
        "q": str(random.randint(1, 2)),
        "fy": f"{first + 1}/{(first + 2) % 100:02}",
    }
    return made.get(name, "{" + name + "}")  # an exponent's braces are not a slot


def last_year(meeting: date) -> int:
    """The year in which the last complete financial year began; meetings lie from October to March."""
    return meeting.year - 1 if meeting.month >= 4 else meeting.year - 2


class Bank:
    """Deals sentences without repeating one before all are used: the state is what is left of the pack."""

    def __init__(self, texts: tuple[str, ...], random: Random, meeting: date) -> None:
        self.texts, self.random, self.meeting = texts, random, meeting
        self.left: list[str] = []

    def deal(self) -> str:
        """The next text, filled."""
        if not self.left:
            self.left = self.random.sample(self.texts, len(self.texts))
        return fill(self.left.pop(), self.random, self.meeting)


def describe(seed: str, scheme: str, percent: str, groups: bool) -> Paper:
    """The paper of this seed. `scheme` names the table's columns, `percent` where the sign stands: cell or label."""
    random = Random(f"paper {seed}")
    meeting = date(random.randint(2018, 2024), 10, 1) + timedelta(days=random.randint(0, 170))
    body = body_sections(random, meeting, indicators(random, meeting, scheme, percent, groups))
    author, director = random.sample(words.PEOPLE, 2)
    return Paper(
        council=random.choice(words.COUNCILS),
        committee=random.choice(words.COMMITTEES),
        meeting=meeting,
        title=fill(random.choice(words.TITLES), random, meeting),
        author=author,
        director=director,
        member=random.choice(words.CABINET_MEMBERS),
        summary=sentences(Bank(words.SENTENCES, random, meeting), random, 2, 3),
        sections=body,
    )


def sentences(bank: Bank, random: Random, least: int, most: int) -> str:
    """A paragraph's words."""
    return " ".join(bank.deal() for _ in range(random.randint(least, most)))


def body_sections(random: Random, meeting: date, table: Indicators) -> tuple[Section, ...]:
    """The sections in reading order: narrative, table, areas, recommendations, closing ones."""
    bank = Bank(words.SENTENCES, random, meeting)
    items = Bank(words.ITEMS, random, meeting)
    titles = random.sample(words.SECTION_TITLES, random.randint(3, 5))
    narrative = [narrative_section(title, random, meeting, bank, items) for title in titles]
    performance = Section(
        "Performance", (Prose(random.choice(words.TABLE_LEAD_INS)), table, Prose(sentences(bank, random, 1, 3)))
    )
    narrative.insert(random.randint(1, len(narrative)), performance)
    areas = Section(
        fill(random.choice(words.AREA_HEADINGS), random, meeting),
        (Areas(random.choice(words.AREA_LEAD_INS), tuple(random.sample(words.AREAS, random.randint(3, 6)))),),
    )
    strengths = Section(random.choice(words.STRENGTH_HEADINGS), (Strengths(tuple(random.sample(words.STRENGTHS, 4))),))
    rows = tuple(
        (*row, f"{random.randint(1, 28)} {meeting.replace(month=random.randint(1, 12), day=1):%B} {meeting.year + 1}")
        for row in random.sample(words.ACTIONS, 3)
    )
    actions = Section("Next stage", (Prose(random.choice(words.ACTION_LEAD_INS)), Actions(words.ACTION_COLUMNS, rows)))
    closing = [
        Section(title, (Prose(random.choice(words.CLOSING_SENTENCES)),), closing=True)
        for title in random.sample(words.CLOSING_TITLES, random.randint(1, 3))
    ]
    asked = Section(
        random.choice(words.RECOMMENDATION_HEADINGS),
        (
            Recommendations(
                random.choice(words.RECOMMENDATION_LEAD_INS),
                tuple(
                    fill(text, random, meeting) for text in random.sample(words.RECOMMENDATIONS, random.randint(2, 5))
                ),
                random.choice(words.SINGLE_RECOMMENDATIONS),
            ),
        ),
    )
    return (*narrative, strengths, areas, actions, *closing, asked)


def narrative_section(title: str, random: Random, meeting: date, bank: Bank, items: Bank) -> Section:
    """Paragraphs, some of which lead in to a list or a quotation."""
    parts: list[Part] = []
    for _ in range(random.randint(2, 5)):
        parts.append(Prose(sentences(bank, random, 1, 5)))
        if random.random() < 0.3:
            parts.append(listed(random, meeting, bank, items))
        elif random.random() < 0.12:
            parts += [Prose(random.choice(words.QUOTE_LEADS)), Quotation(random.choice(words.QUOTES))]
    return Section(title, tuple(parts), tuple(random.sample(words.SUBSECTION_TITLES, 2)))


def listed(random: Random, meeting: date, bank: Bank, items: Bank) -> Prose:
    """A lead-in and its points, now and then with points under a point."""
    lead = fill(random.choice(words.LEAD_INS), random, meeting)
    opening = f"{bank.deal()} " if random.random() < 0.5 else ""
    points = [Point(items.deal()) for _ in range(random.randint(3, 5))]
    if random.random() < 0.3:
        under = tuple(Point(text) for text in random.sample(words.SUB_ITEMS, random.randint(2, 3)))
        points[1] = Point("A wider range of early help, with:", under)
    return Prose(opening + lead, tuple(points))


# -- the indicator table ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of readings: its head, and what its values are."""

    head: str
    role: str
    period: Interval | None
    of: str = "authority"
    accept: tuple[Interval | None, ...] = ()


def financial(first: int) -> Interval:
    """The financial year that began in April of `first`."""
    return f"{first}-04-01", f"{first + 1}-03-31"


def short(first: int) -> str:
    """'22/23' for 2022."""
    return f"{first % 100:02}/{(first + 1) % 100:02}"


def long(first: int, form: str) -> str:
    """The financial year from April of `first` in one of `YEAR_FORMS`."""
    return form.format(a=first, b=first + 1, x=first % 100, y=(first + 1) % 100)


YEAR_FORMS = ("{a}/{y:02}", "{a}-{y:02}", "{a}/{b}", "{x:02}/{y:02}", "{a}/{y:02}")
WHOLE_YEAR_FORMS = (*YEAR_FORMS, "FY {a}/{y:02}", "Year to March {b}", "April {a} to March {b}")
QUARTER_FORMS = (
    "Q{q} {x:02}/{y:02}",
    "Q{q} {a}/{y:02}",
    "Quarter {q} {a}/{y:02}",
    "{a}/{y:02} Q{q}",
    "{months} {year}",
)
MONTH_FORMS = ("{short}-{y:02}", "{name} {b}", "{short} {b}", "{short} {y:02}")
DAY_FORMS = ("31 March {b}", "31 Mar {b}", "31/03/{b}", "As at 31 March {b}", "31st March {b}")
QUARTER_MONTHS = ("Apr–Jun", "Jul–Sep", "Oct–Dec", "Jan–Mar")


def quarter(first: int, number: int) -> Interval:
    """Quarter `number` of the financial year that began in April of `first`."""
    start = date(first + (number == 4), (4, 7, 10, 1)[number - 1], 1)
    return start.isoformat(), (
        date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1) - timedelta(days=1)
    ).isoformat()


def month(year: int, number: int) -> Interval:
    """A calendar month before December."""
    return f"{year}-{number:02}-01", (date(year, number + 1, 1) - timedelta(days=1)).isoformat()


def columns_of(scheme: str, first: int, random: Random) -> tuple[Column, ...]:
    """The reading columns of a scheme; `first` begins the last complete financial year."""
    form = random.choice(YEAR_FORMS)
    now, then, ahead = (long(first + n, form) for n in (0, -1, 1))
    target = Column("Target", "target", None, "target", (financial(first), financial(first + 1)))
    if scheme == "baseline":
        return (Column(f"Baseline {then}", "baseline", financial(first - 1)),)
    if scheme == "years":
        others = (
            Column(f"England {then}", "benchmark", financial(first - 1), "england"),
            Column(f"Statistical neighbours {then}", "benchmark", financial(first - 1), "statistical_neighbours"),
            Column(f"South West {then}", "benchmark", financial(first - 1), "region"),
        )
        whole = random.choice(WHOLE_YEAR_FORMS)
        return (
            Column(long(first - 1, whole), "previous", financial(first - 1)),
            Column(long(first, whole), "current", financial(first)),
            target,
            *random.sample(others, random.randint(1, 2)),
        )
    if scheme == "quarters":
        spans, form = [(first, 2), (first, 3), (first, 4), (first + 1, 1)], random.choice(QUARTER_FORMS)
        return tuple(
            Column(quarter_head(year, q, form), "current" if q == 1 else "previous", quarter(year, q))
            for year, q in spans
        )
    if scheme == "months":
        names, form = {6: "June", 7: "July", 8: "August"}, random.choice(MONTH_FORMS)
        heads = {m: form.format(short=n[:3], name=n, b=first + 1, y=(first + 1) % 100) for m, n in names.items()}
        return tuple(
            Column(head, "current" if m == 8 else "previous", month(first + 1, m)) for m, head in heads.items()
        )
    if scheme == "snapshots":
        days, form = [f"{year}-03-31" for year in (first, first + 1)], random.choice(DAY_FORMS)
        return tuple(
            Column(form.format(b=day[:4]), role, (day, day), accept=(financial(int(day[:4]) - 1),))
            for day, role in zip(days, ("previous", "current"), strict=True)
        )
    if scheme == "outturn":
        return (
            Column(f"Outturn {short(first)}", "previous", financial(first)),
            Column(f"Q1 {short(first + 1)}", "current", quarter(first + 1, 1)),
            Column(f"Target {ahead}", "target", financial(first + 1), "target"),
        )
    return (target, Column(f"Actual {now}", "current", financial(first)))  # "rating"


def quarter_head(year: int, number: int, form: str) -> str:
    """The head of a quarter's column."""
    calendar = year + (number == 4)
    return form.format(
        q=number, a=year, x=year % 100, y=(year + 1) % 100, months=QUARTER_MONTHS[number - 1], year=calendar
    )


WORDED: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "rating": (("RAG", ("Green", "Amber", "Red")), ("Direction of travel", ("↑", "↓", "→"))),
    "months": (("Trend", ("↑", "↓", "→", "Improving", "Static")),),
    "outturn": (("RAG rating", ("Green", "Amber", "Red", "G", "A", "R")),),
}
"""Columns of a scheme that hold a word or an arrow and no reading."""


def indicators(random: Random, meeting: date, scheme: str, percent: str, groups: bool) -> Indicators:
    """The table of a scheme with its rows filled."""
    first = last_year(meeting)
    columns = columns_of(scheme, first, random)
    worded = WORDED.get(scheme, ())
    chosen = random.sample(list(words.INDICATOR_GROUPS), random.randint(2, 4))
    measures: list[Measure] = []
    for group in chosen:
        measures += [Measure(group)] if groups else []
        rows = random.sample(
            words.INDICATOR_GROUPS[group], min(len(words.INDICATOR_GROUPS[group]), random.randint(3, 6))
        )
        measures += [measure(label, unit, columns, scheme, percent, random, first) for label, unit in rows]  # type: ignore[arg-type]
    heads = [random.choice(("Indicator", "Measure", "Performance indicator")), *(column.head for column in columns)]
    heads += ["Current position"] if scheme == "baseline" else []
    caption = random.choice(words.TABLE_CAPTIONS) if random.random() < 0.5 else None
    return Indicators((*heads, *(head for head, _ in worded)), tuple(measures), caption)


def measure(  # noqa: PLR0917  (one call)
    label: str, unit: Unit, columns: tuple[Column, ...], scheme: str, percent: str, random: Random, first: int
) -> Measure:
    """One row."""
    signed = percent == "cell"
    printed_label = f"{label} (%)" if unit == "percent" and not signed else label
    base = typical(unit, random)
    cells = [cell(base, unit, column, signed, random) for column in columns]
    if scheme == "baseline":
        cells.append(dated_cell(base, unit, random, first))
    cells += [CellText(random.choice(choices)) for _, choices in WORDED.get(scheme, ())]
    return Measure(printed_label, tuple(cells))


def typical(unit: Unit, random: Random) -> float:
    """A value of the usual size."""
    if unit == "percent":
        return float(random.randint(8, 96))
    return {
        "count": random.randint(18, 4200),
        "gbp": random.randint(900, 6400),
        "days": random.randint(330, 480),
        "weeks": random.randint(28, 48),
    }.get(unit, random.randint(380, 760) / 10)


def near(base: float, unit: Unit, random: Random) -> float:
    """Another value of the same series."""
    if unit == "percent":
        moved = min(100.0, max(0.0, base + random.randint(-6, 6)))
        return moved if random.random() < 0.6 or moved >= 100 else round(moved + random.randint(1, 9) / 10, 1)
    if unit in ("rate_per_10000", "fte"):
        return round(base + random.randint(-40, 40) / 10, 1)
    return float(max(1, round(base * random.uniform(0.85, 1.15))))


def shown(value: float, unit: Unit, signed: bool) -> str:
    """The value as printed: '74%', '19.4', '1,308'."""
    whole = value == int(value) and unit not in ("rate_per_10000", "fte")
    digits = "£" * (unit == "gbp") + (f"{value:,.0f}" if whole else f"{value:,.1f}")
    return digits + "%" * (unit == "percent" and signed)


def cell(base: float, unit: Unit, column: Column, signed: bool, random: Random) -> CellText:
    """A cell whose period is its column's; one in twenty holds no value."""
    if random.random() < 0.05:
        return CellText(random.choice(("-", "n/a", "–", "TBC", "..", "not available", "N/A")))
    value = near(base, unit, random)
    if random.random() < 0.04 and unit == "percent" and value == int(value) and value < 97:
        text = f"{value:.0f}-{value + 2:.0f}" + "%" * signed
        return CellText(
            text, (Reading(None, unit, column.period, column.role, column.of, (value, value + 2), column.accept),)
        )
    reading = Reading(value, unit, column.period, column.role, column.of, None, column.accept)
    return CellText(shown(value, unit, signed), (reading,))


def dated_cell(base: float, unit: Unit, random: Random, first: int) -> CellText:
    """A cell that prints its periods beside its values."""
    a, b = near(base, unit, random), near(base, unit, random)
    year, after = Reading(a, unit, financial(first), "current"), Reading(b, unit, quarter(first + 1, 1), "current")
    august = Reading(b, unit, month(first + 1, 8), "current")
    s, t = shown(a, unit, True), shown(b, unit, True)
    snapshot = Reading(a, unit, (f"{first + 1}-03-31",) * 2, "current", accept=(financial(first),))
    now, coming = short(first), short(first + 1)
    return random.choice(
        (
            CellText(f"{t} in Q1 {coming}", (after,)),
            CellText(f"{s} Year End {now}. {t} Aug-{(first + 1) % 100:02}", (year, august)),
            CellText(f"{s} in {now}, {t} in Q1 {coming}", (year, after)),
            CellText(f"{t} (Aug {first + 1})", (august,)),
            CellText(f"{s} {now}; {t} Q1 {coming}", (year, after)),
            CellText(f"{s} at 31 March {first + 1}", (snapshot,)),
        )
    )
