"""Checks of single figures and tables: measures, headings, ranges, parts of a whole, bases of rates."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline import values
from pipeline.checks.subject import Subject, issue
from pipeline.vocabulary.indicators import Indicator as Known
from pipeline.vocabulary.indicators import indicator, match_label
from schemas.issue import Issue
from schemas.record import Indicator, Narrative, Reading

Row = Indicator | Narrative
ROUNDING = 0.5  # of the last printed figure
PER_HUNDRED = 100.0
THOUSAND = 1000  # counts that are all whole thousands are rounded to them
MOST_OF = {
    "count": math.inf,
    "percent": PER_HUNDRED,
    "rate_per_1000": 1000.0,
    "rate_per_10000": 10000.0,
    "rate_per_100000": 100000.0,
}
"""The most that each unit can be: all of those counted."""
CHANGES = ("change", "negative", "positive_change", "decrease", "increase")
BEYOND_HUNDRED = re.compile(
    r"\b(?:target|budget|increase|change|growth|variance|capacity|occupancy|return|spend|outturn|up(?:lift)?)\b", re.I
)
"""What may well be more than 100 %: measured against a sum that is not the whole."""
LEAST_OF_KIND = 2  # cells: a single one under a heading is an exception, told elsewhere
QUARTER = re.compile(
    r"\b(?:Q|quarter )([1-4])\b[^a-z]{0,4}\(?\s*([a-z]{3})[a-z]*\s*(?:-|–|to)\s*([a-z]{3})", re.IGNORECASE
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TOTAL = re.compile(r"\b(?:total|overall|all|whole)\b", re.IGNORECASE)
SAME_POPULATION = 1.35
"""How much larger one population that figures imply may be than another: rates count children under 18, and numbers
may be of a month or of a year's end; a wrong base is off by ten."""


def mixed_bases(subject: Subject) -> Iterator[Issue]:
    """A heading under which figures of several kinds of period stand, as their own cells date them."""
    pages = {t.id: t.spans[0].page for t in subject.tables if t.spans}
    for (table_id, column), kinds in _kinds_by_column(subject).items():
        often = sorted(kind for kind, count in kinds.items() if count >= LEAST_OF_KIND)
        if len(often) > 1:
            words = ", ".join(kind.replace("_", " ") for kind in often)
            message = f"the figures under {column!r} are of several kinds of period: {words}"
            yield issue("mixed-basis", "info", message, table_id, column, pages.get(table_id))


def _kinds_by_column(subject: Subject) -> dict[tuple[str, str], dict[str, int]]:
    kinds: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in subject.indicators:
        for r in row.readings:
            if row.table and r.column and r.of == "authority" and r.period and r.period.source == "cell":
                kinds[row.table, r.column][r.period.kind] += 1
    return kinds


def quarters_of_other_months(subject: Subject) -> Iterator[Issue]:
    """Quarter 3 (Jan to Mar): no year that councils report by has it so, in a heading, a caption or a row's label."""
    for about, words, page in _headings(subject):
        found = QUARTER.search(words)
        if found and not _is_quarter(int(found[1]), found[2].lower(), found[3].lower()):
            message = f"quarter {found[1]} does not have these months"
            yield issue("label-against-dates", "warning", message, about, words, page)


def _headings(subject: Subject) -> Iterator[tuple[str, str, int | None]]:
    """Whatever heads figures: whose it is, its words, its page."""
    for table in subject.tables:
        page = table.spans[0].page if table.spans else None
        yield from ((table.id, words, page) for words in (table.caption, *table.columns) if words)
    yield from ((s.id, s.title, s.spans[0].page if s.spans else None) for s in subject.sections)
    yield from ((row.id, row.label, _page(row)) for row in subject.indicators)


def _is_quarter(number: int, first: str, last: str) -> bool:
    if first not in MONTHS or last not in MONTHS:
        return True
    starts = {(3 * number) % 12, 3 * (number - 1), (8 + 3 * (number - 1)) % 12}  # financial, calendar, academic year
    return any((first, last) == (MONTHS[at], MONTHS[(at + 2) % 12]) for at in starts)


def values_out_of_range(subject: Subject) -> Iterator[Issue]:
    """More than all, or fewer than none; told once a measure."""
    rows: tuple[Row, ...] = (*subject.indicators, *subject.narrative)
    for row in rows:
        wrong = next(((r, said) for r in row.readings if (said := _beyond(row, r))), None)
        if wrong is not None:
            r, said = wrong
            yield issue("value-out-of-range", "warning", f"{row.label}: {said}", row.id, r.raw, _page(r))


def _beyond(row: Row, reading: Reading) -> str | None:
    """A printed minus may be a change, but not under the name of a measure that is known to count or to share."""
    figures = [v for v in (reading.value, reading.low, reading.high) if v is not None]
    most = MOST_OF.get(reading.unit or "")
    if not figures or most is None or BEYOND_HUNDRED.search(f"{row.label} {reading.column}"):
        return None
    if min(figures) < 0 and (reading.qualifier not in CHANGES or (reading.qualifier == "negative" and row.indicator)):
        return f"{min(figures)} is less than none"
    if reading.qualifier in CHANGES:
        return None
    return f"{max(figures)} is more than all there can be ({most:g})" if max(figures) > most else None


def counts_against_shares(subject: Subject) -> Iterator[Issue]:
    """12/15 (70%): the counts do not give the percentage, to the nearest whole one."""
    for row in subject.indicators:
        for raw in dict.fromkeys(r.raw for r in row.readings):
            for found in values.read_cell(raw, "percent"):
                part, whole, share = found.value.numerator, found.value.denominator, found.value.value
                if part is None or not whole or share is None or found.value.rule != "with-counts":
                    continue
                exact = float(part) * PER_HUNDRED / float(whole)
                if abs(exact - float(share)) > 1:
                    message = f"{row.label}: {part} of {whole} is {exact:.1f} %, not {share} %"
                    yield issue("counts-against-share", "warning", message, row.id, raw, _page(row))


def parts_of_a_whole(subject: Subject) -> Iterator[Issue]:
    """Two measures that exclude each other and come to more than all; a part that is larger than its total."""
    yield from _complements(subject)
    by_column: dict[tuple[str | None, str | None], list[tuple[Indicator, Reading]]] = defaultdict(list)
    for row in subject.indicators:
        for r in row.readings:
            if row.table and r.of == "authority" and r.value is not None and r.unit in ("percent", "count"):
                by_column[row.table, r.column].append((row, r))
    for cells in by_column.values():
        yield from _beyond_total(cells)


def _complements(subject: Subject) -> Iterator[Issue]:
    """Of two measures it is enough that one names the other as its opposite, whichever stands first."""
    shares = [(row, r, known) for row, r, known in _mapped(subject) if r.unit == "percent"]
    opposites = {known.opposite for _, _, known in shares}
    rows = [share for share in shares if share[2].opposite or share[2].id in opposites]
    for (a, x, one), (b, y, other) in combinations(rows, 2):
        if (one.opposite == other.id or other.opposite == one.id) and _same_time(x, y) and x.of == y.of:
            together = (x.value or 0) + (y.value or 0)
            if together > PER_HUNDRED + 2 * ROUNDING:
                message = f"{a.label} and {b.label} exclude each other, and come to {together:g} %"
                yield issue("parts-exceed-whole", "warning", message, a.id, x.raw, _page(x))


def _beyond_total(cells: Sequence[tuple[Indicator, Reading]]) -> Iterator[Issue]:
    """Only where the table's last row is called a total, and all rows are of one unit and time."""
    *parts, (total, whole) = cells
    if not parts or not TOTAL.match(total.label) or len({r.unit for _, r in cells}) > 1:
        return
    if whole.unit != "count" and whole.value != PER_HUNDRED:
        return
    sum_of_parts = sum(r.value or 0 for _, r in parts)
    step = THOUSAND if all((r.value or 0) % THOUSAND == 0 for _, r in cells) else 1
    allowed = (whole.value or 0) + ROUNDING * step * len(cells)
    if sum_of_parts > allowed and all(_same_time(r, whole) for _, r in parts):
        message = f"the rows above {total.label!r} come to {sum_of_parts:g}, more than its {whole.value:g}"
        yield issue("parts-exceed-whole", "warning", message, total.id, whole.raw, _page(whole))


def bases_of_rates(subject: Subject) -> Iterator[Issue]:
    """A rate per another number than its measure is known by; rates and numbers that imply different populations."""
    for row, r, known in _mapped(subject):
        if known.unit.startswith("rate_per") and (r.unit or "").startswith("rate_per") and r.unit != known.unit:
            message = f"{row.label}: {_spoken(r.unit)}, where the measure is known {_spoken(known.unit)}"
            yield issue("rate-base", "warning", message, row.id, r.raw, _page(r))
    for row in subject.indicators:
        yield from _other_base(row)
    implied = list(_populations(subject))
    for (a, x, one), (b, y, other) in combinations(implied, 2):
        if _same_time(x, y) and max(one, other) > SAME_POPULATION * min(one, other):
            message = f"{a.label} implies {one:,.0f} children, {b.label} {other:,.0f}: one of the figures does not fit"
            yield issue("rate-base", "warning", message, a.id, x.raw, _page(x))
            return


PER = re.compile(
    r"[\s,–-]{0,8}\(?(?:rate )?per (?:[\d,]{1,12}|1?0k)\)?(?: (?:children|population|people)\b)?", re.IGNORECASE
)


def _other_base(row: Indicator) -> Iterator[Issue]:
    """A row that would be a known measure, were its rate per another number: "Children looked after per 1,000"."""
    reading = next((r for r in row.readings if (r.unit or "").startswith("rate_per") and r.value is not None), None)
    if row.indicator is not None or reading is None:
        return
    for base in (b for b in MOST_OF if b.startswith("rate_per") and b != reading.unit):
        if match_label(PER.sub("", row.label).strip(), base).indicator is not None:
            message = f"{row.label}: {_spoken(reading.unit)}, where the measure is known {_spoken(base)}"
            yield issue("rate-base", "warning", message, row.id, reading.raw, _page(reading))


def _populations(subject: Subject) -> Iterator[tuple[Row, Reading, float]]:
    """What a number of children and its rate per 10,000 for the same time say of all children."""
    rows = [(row, r, known) for row, r, known in _mapped(subject) if r.of == "authority" and r.value]
    for row, r, known in rows:
        if r.unit != "rate_per_10000" or known.unit != r.unit or not r.value:
            continue
        counted = known.id.removesuffix("_rate") + "_count"
        for _, number, other in rows:
            if other.id == counted and number.unit == "count" and number.value and _same_time(r, number):
                yield row, r, number.value * 10000 / r.value
                break


def _mapped(subject: Subject) -> Iterator[tuple[Row, Reading, Known]]:
    rows: tuple[Row, ...] = (*subject.indicators, *subject.narrative)
    for row in rows:
        known = indicator(row.indicator) if row.indicator else None
        if known is not None:
            yield from ((row, r, known) for r in row.readings)


def _same_time(one: Reading, other: Reading) -> bool:
    if one.period is None or other.period is None or one.period.end is None:
        return False
    return (one.period.start, one.period.end) == (other.period.start, other.period.end)


def _spoken(unit: str | None) -> str:
    return f"per {int((unit or 'rate_per_1').rpartition('_')[2]):,}"


def _page(placed: Row | Reading) -> int | None:
    return placed.spans[0].page if placed.spans else None
