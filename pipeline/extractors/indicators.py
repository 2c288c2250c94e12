"""Indicators: what a paper states of its measures, from rows of tables and from cards, as published records.

Each table is read as cards where it is made of them, else as rows; cards stand in paragraphs too. What a careful
officer would want to be told of a row comes with it: cells not read, labels that fit several indicators, headings of
mixed basis, dates that contradict each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipeline import values
from pipeline.extractors.cards import cards_of_table, cards_of_text
from pipeline.extractors.measures import Measure, Printed, figures, readings_of, stated_unit
from pipeline.extractors.rows import rows_of_table
from pipeline.extractors.surroundings import Surroundings, look_around
from pipeline.ids import Ids
from pipeline.outline import DataTable, Outline
from pipeline.vocabulary.columns import bases_in
from pipeline.vocabulary.indicators import Match, indicator, match_label, suggested
from schemas.issue import Code, Issue, Severity
from schemas.record import Indicator, Reading

UNREADABLE = {"misprint": "not all of its characters are digits", "notation": "a spreadsheet left an error"}
"""By the rule of the grammar that found no figure."""


def extract(outline: Outline, ids: Ids, meeting: date | None) -> tuple[tuple[Indicator, ...], tuple[Issue, ...]]:
    """The measures of a paper in reading order, and what of them a person would want to be told."""
    surroundings = look_around(outline, meeting)
    measures = [m for table in outline.data_tables for m in _of_table(table, outline, surroundings)]
    measures += cards_of_text(outline, surroundings)
    measures.sort(key=lambda m: m.spans[0].start if m.spans else 0)
    rows: list[Indicator] = []
    issues: list[Issue] = []
    for measure in measures:
        row, match = _published(measure, surroundings)
        if not _states_something(row):
            continue
        named = row.model_copy(update={"id": ids.row(row.label)})
        rows.append(named)
        issues += _issues(named, match, meeting)
        issues += _without_reading(named, measure, meeting)
    return tuple(rows), (*_mixed_bases(rows), *issues)


def _states_something(row: Indicator) -> bool:
    """A figure, or in words or a symbol that there is none: `n/a`, `not available`, `[x]`."""
    return any(figures(row.readings)) or any(r.status != "reported" and r.raw.strip() for r in row.readings)


def _of_table(table: DataTable, outline: Outline, surroundings: Surroundings) -> Sequence[Measure]:
    return cards_of_table(table, outline, surroundings) or rows_of_table(table, outline, surroundings)


def _published(measure: Measure, surroundings: Surroundings) -> tuple[Indicator, Match]:
    topic = " ".join(filter(None, (measure.group, surroundings.title(measure.section))))
    readings = readings_of(measure, topic, surroundings.anchor())
    own = next((r.unit for r in figures(readings) if r.of == "authority"), None)
    unit = own or next((r.unit for r in figures(readings)), None)
    match = _match(measure.label, unit, topic)
    unknown = match.indicator is None and not match.alternatives
    suggestions = suggested(measure.label, unit) if unknown else ()
    row = Indicator(
        id="row",
        label=measure.label,
        indicator=match.indicator,
        match=match.match or ("suggested" if suggestions else None),
        suggestions=suggestions,
        group=measure.group,
        section=measure.section,
        table=measure.table,
        readings=readings,
        spans=measure.spans,
    )
    return row, match


def _match(label: str, unit: str | None, topic: str) -> Match:
    """By the label as printed, else without the period in it, which is no part of a measure's name."""
    found = match_label(label, unit, topic)
    periods = values.find_periods(label)
    if found.indicator is not None or found.alternatives or not periods:
        return found
    for period in reversed(periods):
        label = f"{label[: period.at[0]]} {label[period.at[1] :]}"
    bare = match_label(label.strip(" -–—,:()"), unit, topic)
    return replace(bare, match="cleaned") if bare.indicator is not None else found


# --- what a person would want to be told -----------------------------------------------------------------------------


def _issues(row: Indicator, match: Match, meeting: date | None) -> Iterator[Issue]:
    yield from _ambiguous(row, match)
    yield from _contradicting_dates(row, meeting)
    yield from _unread(row, meeting)


def _issue(code: Code, severity: Severity, row: Indicator, message: str, reading: Reading | None) -> Issue:
    spans = reading.spans if reading is not None else row.spans
    quote = reading.raw if reading is not None else row.label
    page = spans[0].page if spans else None
    return Issue(code=code, severity=severity, about=row.id, message=message, quote=quote, page=page)


def _ambiguous(row: Indicator, match: Match) -> Iterator[Issue]:
    """A label that fits several indicators of the vocabulary, of which its figures' unit leaves more than one.

    A bare number says little of its unit, and leaves all.
    """
    own = next((r.unit for r in figures(row.readings) if r.of == "authority"), None)
    unit = values.unit_in(row.label) or (own if own != "count" else None)
    left = [name for name in match.alternatives if match.indicator is None or _is_of_unit(name, unit)]
    if left:
        others = ", ".join(left)
        taken = f"taken as {match.indicator}; it may also be" if match.indicator else "it may be"
        yield _issue(
            "ambiguous-indicator", "warning", row, f"{row.label!r} fits several measures: {taken} {others}", None
        )


def _is_of_unit(name: str, unit: str | None) -> bool:
    known = indicator(name)
    return unit is None or known is None or known.unit == unit


def _mixed_bases(rows: Sequence[Indicator]) -> Iterator[Issue]:
    """A heading that covers several kinds of period, so that nobody can tell which one a figure is of; told once."""
    told: set[tuple[str | None, str]] = set()
    for row in rows:
        for reading in row.readings:
            heading = reading.column or ""
            if (row.table, heading) in told or reading.period is None or reading.period.source != "column":
                continue
            told.add((row.table, heading))
            if len(bases_in(heading)) > 1:
                message = f"{heading!r} covers several kinds of period; no figure under it says which is its own"
                issue = _issue("mixed-basis", "warning", row, message, reading)
                yield issue.model_copy(update={"about": row.table or row.id, "quote": heading})


def _contradicting_dates(row: Indicator, meeting: date | None) -> Iterator[Issue]:
    """A figure dated by its cell where its heading is of quite another period; an average over years names its own.

    Where a cell holds several figures and one of them is of the heading's period, the others say when they are of.
    """
    for reading in row.readings:
        if reading.period is None or reading.period.source != "cell" or reading.column is None:
            continue
        headed = next(iter(values.find_periods(reading.column, meeting)), None)
        beside = [r for r in row.readings if r.column == reading.column and r.raw == reading.raw]
        alone = headed is not None and all(_are_apart(headed, r) for r in beside)
        if headed is not None and alone and reading.period.kind not in SEVERAL_YEARS:
            message = f"{row.label}: dated {reading.period.text!r} under the heading {reading.column!r}"
            yield _issue("label-against-dates", "warning", row, message, reading)


def _without_reading(row: Indicator, measure: Measure, meeting: date | None) -> Iterator[Issue]:
    """A cell under a figure's heading whose words state none ("Reduce", "see note"), or whose figure is misprinted."""
    for cell in measure.printed:
        stated = stated_unit(row.label, cell.column.unit, measure.unit)
        found = values.read_cell(cell.text, stated, meeting)
        severity: Severity = "warning"
        if not found:
            severity, said = "info", "no figure was read in this cell"
        elif any(r.value.status == "error" for r in found):
            said = f"no figure was read: {UNREADABLE[next(r.value.rule for r in found if r.value.status == 'error')]}"
        elif values.is_untold(cell.text, stated) and len(_readings_of_cell(row, cell)) > 1:
            said = "two figures, and nothing says what the one in brackets is"
        else:
            continue
        page = cell.spans[0].page if cell.spans else None
        message = f"{row.label}: {said}"
        yield Issue(code="unread-cell", severity=severity, about=row.id, message=message, quote=cell.text, page=page)


def _readings_of_cell(row: Indicator, cell: Printed) -> tuple[Reading, ...]:
    return tuple(r for r in row.readings if r.raw == cell.text and r.column == (cell.column.heading or None))


SEVERAL_YEARS = ("multi_year_average", "rolling_12m")


def _are_apart(headed: values.Period, reading: Reading) -> bool:
    period = reading.period
    if period is None or None in (headed.start, headed.end, period.start, period.end):
        return False
    assert headed.start
    assert headed.end
    assert period.start
    assert period.end
    return headed.end < period.start or period.end < headed.start


def _unread(row: Indicator, meeting: date | None) -> Iterator[Issue]:
    seen: set[str] = set()
    for reading in row.readings:
        if reading.raw in seen:
            continue
        seen.add(reading.raw)
        rest = values.unread(reading.raw, values.read_cell(reading.raw, values.unit_in(row.label), meeting))
        if rest:
            message = f"{row.label}: the cell says more than was read: {rest!r}"
            yield _issue("unread-cell", "warning", row, message, reading)
