"""Made series of papers with planted changes, and the planted changes as facts. Only published models are made here.

Wordings and measures are drawn by chance; truth is kept while planting, never read back from the papers.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from schemas import Paper
from schemas.base import Span
from schemas.header import Header, Source
from schemas.outline import Page, Paragraph, Section, Table
from schemas.paper import SCHEMA_VERSION
from schemas.record import Indicator, Period, Reading, Statement

VOCABULARY = Path(__file__).parent.parent / "pipeline" / "vocabulary"
LABELS = Path(__file__).parent / "cases" / "series-labels.csv"

Themes = tuple[tuple[str, ...], ...]

THEMES: Themes = (
    (
        "Timeliness of initial child protection conferences",
        "Holding initial child protection conferences on time",
        "Child protection conferences held within 15 working days",
    ),
    (
        "Recruitment of foster carers in the north of the county",
        "Recruiting more foster carers, above all in the north",
        "More foster carers in the north of the county",
    ),
    (
        "Attendance at school of children with a social worker",
        "School attendance for children with a social worker",
        "Improving the school attendance of children who have a social worker",
    ),
    (
        "Quality and consistency of supervision for social workers",
        "Supervision of social workers that is regular and reflective",
        "Regular, reflective supervision in every social work team",
    ),
    (
        "Health assessments and dental checks for children in care",
        "Timely dental checks and health assessments for children looked after",
        "Children in care see a dentist and have their health assessed on time",
    ),
    (
        "Pathway plans written with care leavers",
        "Care leavers' involvement in their pathway plans",
        "Pathway plans that care leavers help to write",
    ),
    (
        "Response to children at risk of exploitation",
        "How we respond to exploitation of children",
        "A stronger response when children are exploited",
    ),
    (
        "Support for kinship carers and special guardians",
        "Better support to special guardians and kinship carers",
        "Financial and practical help for kinship carers",
    ),
    (
        "Use of chronologies in case recording",
        "Case recording with up to date chronologies",
        "Chronologies kept current in every case record",
    ),
    (
        "Speech and language therapy waiting times",
        "Waiting times for speech and language therapy",
        "Shorter waits for speech and language therapy",
    ),
    (
        "Oversight of private fostering arrangements",
        "Awareness and oversight of private fostering",
        "Notifications of private fostering",
    ),
    (
        "Emergency duty service outside office hours",
        "Out of hours emergency duty service",
        "The emergency duty team at nights and weekends",
    ),
    (
        "Life story work for children placed for adoption",
        "Life story work before adoption",
        "Children with a plan of adoption have life story work",
    ),
    (
        "Domestic abuse services for families",
        "Help for families who live with domestic abuse",
        "Work with perpetrators of domestic abuse",
    ),
    (
        "Transport costs for pupils with special needs",
        "Cost of home to school transport",
        "Spending on school transport for pupils with special needs",
    ),
    (
        "Permanence planning at the second review",
        "Planning for permanence by the second review",
        "Earlier permanence planning",
    ),
    (
        "Mental health support while waiting for CAMHS",
        "Emotional wellbeing and mental health support",
        "Mental health help for those on the CAMHS waiting list",
    ),
    (
        "Data quality in the case management system",
        "Quality of data recorded in the case management system",
        "Reliable data from the case management system",
    ),
)
SENTENCES = (
    "The {a} team in {b} has kept to its plan for {c}, and {d} of its {e} posts are filled.",
    "Members asked in {a} for an account of {c}; it showed that {d} families in {b} had waited longer than {e} days.",
    "A review of {c} found that work in {b} was sound, although {d} of {e} records were late in {a}.",
    "From {a} the {c} service will be open in {b} on {d} days a week, which {e} parents had asked for.",
    "Spending on {c} in {b} was {d} thousand pounds above the plan of {a}, owing to {e} new cases.",
)
FILLERS = {
    "a": ("spring", "autumn", "winter", "January", "March", "July", "October"),
    "b": ("Haverdon", "Saltwick", "Thornby", "Port Ansel", "Millbeck", "Osgate", "Wrenley", "Castle Fold"),
    "c": ("early help", "fostering", "transport", "advocacy", "respite", "mediation", "tuition", "housing", "therapy"),
}
PLAIN_MEASURES = tuple(
    f"{subject} {what}"
    for subject in ("Library", "Playground", "Museum", "Allotment", "Swimming pool", "Bus pass", "Food bank")
    for what in ("visits",)
)
"""Measures that no vocabulary has."""

Fact = tuple[object, ...]


@dataclass(frozen=True)
class Line:
    """A measure to be printed: its label and values by period."""

    measure: str
    indicator: str | None
    label: str
    unit: str
    values: dict[tuple[str, str], float]


@dataclass(frozen=True)
class Matter:
    """An improvement area to be printed. `themes`: what it is about, two where it joins two."""

    themes: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class Year:
    """What one paper will say."""

    day: date
    lines: tuple[Line, ...]
    matters: tuple[Matter, ...]
    passages: tuple[str, ...]
    ever: frozenset[str | int]
    """Measures and themes that this or an earlier paper had: what comes back is not new."""


@dataclass
class Made:
    """A series and the changes planted in it. Every fact begins with its kind and the number of the later paper."""

    papers: list[Paper] = field(default_factory=list)
    facts: set[Fact] = field(default_factory=set)


def made(seed: int, themes: Themes = THEMES) -> Made:
    """Two to four papers of one council. `themes`: the wordings of each matter that an improvement area may be."""
    random = Random(seed)
    series = Made()
    year = first_year(random, themes)
    series.papers.append(paper_of(year))
    for number in range(1, random.randint(2, 4)):
        year, facts = next_year(year, random, number, themes)
        series.papers.append(paper_of(year))
        series.facts |= facts
    return series


# --- measures ---------------------------------------------------------------------------------------------------


@cache
def aliases() -> dict[str, tuple[str, ...]]:
    """Labels of each measure; no more than one of them has a number in it, which may be part of the definition.

    A list of their own: a new alias of the vocabulary would change every draw after it, and with it the series.
    """
    found: dict[str, list[str]] = {}
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["indicator"], []).append(row["alias"])
    return {measure: tuple(labels) for measure, labels in found.items()}


def unrelated(random: Random, number: int) -> list[str]:
    """Percentages of the vocabulary that are not easily confused with each other."""
    rows = [row for row in vocabulary() if row["unit"] == "percent" and row["id"] in aliases()]
    random.shuffle(rows)
    chosen: list[str] = []
    near: set[str] = set()
    for row in rows:
        others = {*row["confusable_with"].split("|"), *row["opposite_wording"].split("|")}
        if row["id"] not in near and not others & set(chosen):
            chosen.append(row["id"])
            near |= others
    return chosen[:number]


def fresh_line(measure: str, known: bool, year: int, random: Random) -> Line:
    label = random.choice(aliases()[measure]) if known else measure
    values = {period: round(random.uniform(20, 80), 1) for period in periods(year)}
    return Line(measure, measure if known else None, label, "percent", values)


def periods(year: int) -> tuple[tuple[str, str], ...]:
    """Of a paper of January: the financial years before last and last, and the second quarter of this one."""
    return (
        (f"{year - 3}-04-01", f"{year - 2}-03-31"),
        (f"{year - 2}-04-01", f"{year - 1}-03-31"),
        (f"{year - 1}-07-01", f"{year - 1}-09-30"),
    )


def first_year(random: Random, themes: Themes) -> Year:
    known = unrelated(random, random.randint(4, 10))
    lines = [fresh_line(measure, True, 2022, random) for measure in known]
    lines += [fresh_line(measure, False, 2022, random) for measure in random.sample(PLAIN_MEASURES, 2)]
    drawn = random.sample(range(len(themes)), 7)
    matters = [Matter((theme,), random.choice(themes[theme])) for theme in drawn[:4]]
    matters.append(joined(drawn[4], drawn[5], random, themes))
    random.shuffle(matters)
    passages = tuple(sentence(random) for _ in range(random.randint(3, 8)))
    return Year(date(2022, 1, 18), tuple(lines), tuple(matters), passages, seen(lines, matters))


def seen(lines: Sequence[Line], matters: Sequence[Matter]) -> frozenset[str | int]:
    return frozenset([*(line.measure for line in lines), *(theme for matter in matters for theme in matter.themes)])


def next_year(before: Year, random: Random, number: int, themes: Themes) -> tuple[Year, set[Fact]]:
    year = before.day.year + 1
    facts: set[Fact] = set()
    lines = []
    for line in before.lines:
        change = random.choice(("none", "none", "restated", "renamed", "dropped"))
        if change == "dropped":
            facts.add(("dropped", number, line.measure))
            continue
        lines.append(next_line(line, change, year, random, number, facts))
    lines += new_lines(before, year, random, number, facts)
    matters = next_matters(before, random, (number, facts), themes)
    passages = next_passages(before.passages, random, number, facts)
    return Year(date(year, 1, 18), tuple(lines), matters, passages, before.ever | seen(lines, matters)), facts


def next_line(line: Line, change: str, year: int, random: Random, number: int, facts: set[Fact]) -> Line:
    """The line a year on: last year's figure is this year's baseline."""
    values = {period: round(random.uniform(20, 80), 1) for period in periods(year)}
    baseline = periods(year)[0]
    values[baseline] = line.values[baseline]
    label = line.label
    if change == "restated":
        values[baseline] = round(values[baseline] + random.choice((-2.3, -0.4, 0.1, 1.0, 5.6)), 1)
        facts.add(("restated", number, line.measure))
    others = [o for o in aliases().get(line.measure, ()) if bare(o) != bare(line.label)]
    if change == "renamed" and others:
        label = random.choice(others)
        facts.add(("renamed", number, line.measure))
    return replace(line, label=label, values=values)


def bare(label: str) -> str:
    return "".join(c for c in label.lower() if c.isalnum())


def new_lines(before: Year, year: int, random: Random, number: int, facts: set[Fact]) -> list[Line]:
    """One new measure of the vocabulary at most, unlike all that were."""
    shown = {measure for measure in before.ever if isinstance(measure, str)}
    fresh = [measure for measure in unrelated(Random(number), 40) if measure not in shown and not akin(measure, shown)]
    if not fresh or random.random() < 0.5:
        return []
    measure = random.choice(fresh)
    facts.add(("new", number, measure))
    return [fresh_line(measure, True, year, random)]


@cache
def vocabulary() -> tuple[dict[str, str], ...]:
    with (VOCABULARY / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def near_measures() -> dict[str, set[str]]:
    return {row["id"]: {*row["confusable_with"].split("|"), row["opposite_wording"]} for row in vocabulary()}


def akin(measure: str, shown: set[str]) -> bool:
    near = near_measures()
    return any(other in near and (measure in near[other] or other in near[measure]) for other in shown)


# --- improvement areas ------------------------------------------------------------------------------------------


def joined(one: int, other: int, random: Random, themes: Themes) -> Matter:
    first, second = random.choice(themes[one]), random.choice(themes[other])
    return Matter((one, other), f"{first}, and {second[0].lower()}{second[1:]}")


def next_matters(before: Year, random: Random, told: tuple[int, set[Fact]], themes: Themes) -> tuple[Matter, ...]:
    number, facts = told
    after: list[Matter] = []
    waiting = list(before.matters)
    while waiting:
        matter = waiting.pop()
        if len(matter.themes) == 2:
            change = random.choice(("continued", "split"))
        else:
            change = random.choice(("continued", "reworded", "dropped", "merged" if waiting else "reworded"))
        if change == "merged" and len(waiting[-1].themes) == 2:
            change = "reworded"
        others = [waiting.pop()] if change == "merged" else []
        came = became(change, [matter, *others], random, themes)
        after += came
        facts.add((change, number, frozenset(m.text for m in (matter, *others)), frozenset(m.text for m in came)))
    unused = [theme for theme in range(len(themes)) if theme not in before.ever]
    for theme in random.sample(unused, random.randint(0, 2)):
        fresh = Matter((theme,), random.choice(themes[theme]))
        facts.add(("new area", number, frozenset[str](), frozenset({fresh.text})))
        after.append(fresh)
    random.shuffle(after)
    return tuple(after)


def became(change: str, matters: Sequence[Matter], random: Random, themes: Themes) -> list[Matter]:
    first = matters[0]
    match change:
        case "continued":
            return [first]
        case "reworded":
            others = [text for text in themes[first.themes[0]] if text != first.text]
            return [Matter(first.themes, random.choice(others))]
        case "split":
            return [Matter((theme,), random.choice(themes[theme])) for theme in first.themes]
        case "merged":
            return [joined(first.themes[0], matters[1].themes[0], random, themes)]
    return []


# --- passages ---------------------------------------------------------------------------------------------------


def sentence(random: Random) -> str:
    """Two sentences of chance, so that no two passages are alike."""
    parts = []
    for pattern in random.sample(SENTENCES, 2):
        words = {key: random.choice(values) for key, values in FILLERS.items()}
        parts.append(pattern.format(**words, d=random.randint(2, 90), e=random.randint(91, 400)))
    return " ".join(parts)


def next_passages(before: Sequence[str], random: Random, number: int, facts: set[Fact]) -> tuple[str, ...]:
    after: list[str] = []
    for text in before:
        change = random.choice(("same", "changed", "removed"))
        if change == "removed":
            facts.add(("passage removed", number, text))
        elif change == "changed":
            words = text.split()
            words[random.randrange(len(words))] = "recently"
            changed = " ".join(words)
            facts.add(("passage changed", number, changed))
            after.append(changed)
        else:
            after.append(text)
    return tuple(after)


# --- the paper --------------------------------------------------------------------------------------------------


class Writer:
    """A text that grows, with the spans of its parts."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> tuple[Span, ...]:
        start = len(self.text)
        self.text += f"{text}\n"
        return (Span(page=1, start=start, end=len(self.text), box=None),)


def paper_of(year: Year) -> Paper:
    writer = Writer()
    title = f"Self-assessment {year.day.year}"
    head = writer.write(title)
    sections = [Section(id="sec_1", number="1", title="Account", level=1, parent=None, spans=writer.write("1 Account"))]
    paragraphs = [
        Paragraph(id=f"para_{n}", number=f"1.{n}", section="sec_1", text=text, items=(), spans=writer.write(text))
        for n, text in enumerate(year.passages, start=1)
    ]
    rows = [row_of(number, line, writer) for number, line in enumerate(year.lines, start=1)]
    start = rows[0].spans[0].start if rows else len(writer.text)
    whole = Span(page=1, start=start, end=len(writer.text), box=None)
    table = Table(id="table", section="sec_1", caption=None, columns=("Measure",), rows=(), spans=(whole,))
    areas, area_paragraphs = [], []
    for n, matter in enumerate(year.matters, start=1):
        spans = writer.write(matter.text)
        areas.append(Statement(id=f"area_{n}", text=matter.text, section="sec_1", spans=spans))
        area_paragraphs.append(
            Paragraph(id=f"item_{n}", number=None, section="sec_1", text=matter.text, items=(), spans=spans)
        )
    return Paper(
        schema_version=SCHEMA_VERSION,
        id=f"made/{year.day}",
        source=Source(name=f"{year.day}.txt", media_type="text/plain", sha256="0" * 64, size=1, page_count=1),
        header=Header(
            council="Made Council",
            council_code=None,
            committee=None,
            meeting_date=year.day,
            title=title,
            spans={"title": head},
        ),
        text=writer.text,
        pages=(Page(number=1, width=None, height=None, start=0, end=len(writer.text)),),
        sections=tuple(sections),
        paragraphs=(*paragraphs, *area_paragraphs),
        tables=(table,),
        figures=(),
        furniture=(),
        indicators=tuple(rows),
        improvement_areas=tuple(areas),
        recommendations=(),
        narrative=(),
        names=(),
        inspections=(),
        commitments=(),
        issues=(),
    )


def row_of(number: int, line: Line, writer: Writer) -> Indicator:
    readings = tuple(reading_of(value, line.unit, *period) for period, value in line.values.items())
    spans = writer.write("\t".join([line.label, *(reading.raw for reading in readings)]))
    return Indicator(
        id=f"ind_{number}",
        label=line.label,
        indicator=line.indicator,
        match="exact" if line.indicator else None,
        section="sec_1",
        table="table",
        readings=tuple(reading.model_copy(update={"spans": spans}) for reading in readings),
        spans=spans,
    )


def reading_of(value: float, unit: str, start: str, end: str) -> Reading:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    kind = "financial_year" if (last - first).days > 300 else "quarter"
    return Reading(
        column=None,
        raw=f"{value}%",
        value=value,
        low=None,
        high=None,
        unit=unit,
        qualifier=None,
        status="reported",
        of="authority",
        role=None,
        basis=None,
        rating=None,
        direction=None,
        period=Period(text=end, kind=kind, start=first, end=last, alternatives=(), source="cell"),
        spans=(),
    )
