"""Checks of what the paper says twice, and of what it says of its own figures."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations

from pipeline.checks.subject import Subject, issue
from pipeline.records import dataclass
from pipeline.vocabulary.indicators import canonical, indicator
from pipeline.vocabulary.polarity import judgement
from pipeline.vocabulary.wording import shows_any
from schemas.issue import Issue
from schemas.outline import Item, Paragraph
from schemas.record import Indicator, Judgement, Narrative, Reading

Row = Indicator | Narrative
EXACT = (None, "with_target", "with_comparator", "with_comparators", "with_counts", "with_count", "footnote")
"""Qualifiers of figures that are meant to the last digit; a bound, a fraction in words or `about` is not."""
SHARE = r"(?P<share>the (?:vast |great |large |clear )?majority|most|nearly all|almost all|all|every(?: one)?|none)"
MEASURES = (
    r"(?:of )?(?:the |our |these |its )?(?:key )?(?:performance )?(?:areas?|measures?|indicators?|metrics|KPIs|PIs)"
)
KEPT = r"(?P<kept>sustained or |maintained or |held or )?"
CLAIMS = (
    re.compile(
        rf"\b{KEPT}(?P<verb>improv|progress|better|worse|declin|deteriorat)\w*"
        rf"(?: or (?P<also>sustained|maintained|held))?\b[^.;:]{{0,60}}?\b(?:across|in|for|on) {SHARE} {MEASURES}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{SHARE} {MEASURES} (?:have |has |are |were |is |show |shows |showed )*"
        rf"{KEPT}(?P<verb>improv|better|worse|declin|deteriorat)\w*",
        re.IGNORECASE,
    ),
)
VERBS = ("mprov", "progre", "better", "wor", "decl", "deter")
SHARES = ("major", "mo", "all", "every", "none")
"""Letters of every verb and of every share that a claim may have."""
GETTING_BETTER = re.compile(r"\b(?:improv(?:ed|ing|es|ement)|better)\b", re.IGNORECASE)
GETTING_WORSE = re.compile(r"\b(?:worsen(?:ed|ing|s)?|deteriorat(?:ed|ing|es|ion)|worse)\b", re.IGNORECASE)
LEAST_ROWS = 4  # of a table with two dated figures and a known polarity: fewer carry no claim about the measures
EARLIER = ("baseline", "previous")


# --- the same measure twice -------------------------------------------------------------------------------------


def differing_figures(subject: Subject) -> Iterator[Issue]:
    """One measure, one body, one time, two figures: rows of the same name, or a row and a sentence."""
    told: set[tuple[str, str]] = set()
    figures = _comparable(subject)
    for first, second in _of_one_measure_and_time(figures):
        (a, x), (b, y) = figures[first], figures[second]
        if (a.id, b.id) in told or not _same_measure(a, b) or _agree(x, y):
            continue
        told.add((a.id, b.id))
        place = "in the prose" if isinstance(b, Narrative) else "in another row"
        message = f"{a.label}: {_said(x)} here, {_said(y)} {place} ({b.id})"
        yield issue("differing-figures", "warning", message, a.id, y.raw, y.spans[0].page if y.spans else None)


def _comparable(subject: Subject) -> list[tuple[Row, Reading]]:
    """Figures with a measure, a value meant exactly and a dated period."""
    rows: tuple[Row, ...] = (*subject.indicators, *subject.narrative)
    return [
        (row, r)
        for row in rows
        if row.indicator is not None
        for r in row.readings
        if r.value is not None and r.qualifier in EXACT and r.period is not None and r.period.end is not None
    ]


def _same_measure(a: Row, b: Row) -> bool:
    if a.id == b.id or a.indicator != b.indicator:
        return False
    return isinstance(a, Narrative) or isinstance(b, Narrative) or canonical(a.label) == canonical(b.label)


def _of_one_measure_and_time(figures: Sequence[tuple[Row, Reading]]) -> list[tuple[int, int]]:
    """The pairs that stand for one time, one body and one unit, in the order of their figures."""
    alike: dict[object, list[int]] = {}
    for n, (row, r) in enumerate(figures):
        assert r.period is not None
        key = row.indicator, r.period.start, r.period.end, r.of, r.unit, r.basis, r.role == "target"
        alike.setdefault(key, []).append(n)
    return sorted(pair for group in alike.values() for pair in combinations(group, 2))


def _agree(x: Reading, y: Reading) -> bool:
    """Equal to the fewer decimals of the two."""
    one, other = Decimal(str(x.value)), Decimal(str(y.value))
    places = min(_places(one), _places(other))
    return abs(one - other) <= Decimal(5).scaleb(-places - 1)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _said(r: Reading) -> str:
    return f"{r.value} ({r.period.text})" if r.period else f"{r.value}"


# --- what is said of all measures -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """How many measures got better, stayed, got worse."""

    better: int
    same: int
    worse: int

    @property
    def all(self) -> int:
        return self.better + self.same + self.worse


def claims_of_improvement(subject: Subject) -> Iterator[Issue]:
    """`Improved across the majority`: the rows with two dated figures and a known polarity are counted."""
    count = _counted(subject)
    if count.all < LEAST_ROWS:
        return
    for place, text, page in _texts(subject.paragraphs):
        if not (shows_any(text, VERBS) and shows_any(text, SHARES)):
            continue
        for claim in (m for shape in CLAIMS if (m := shape.search(text))):
            held = _held(claim, count)
            if not held:
                yield issue("claim-against-table", "warning", _told(count), place, claim[0], page)


def _told(count: Count) -> str:
    counts = f"{count.better} are better, {count.same} the same, {count.worse} worse"
    return f"of {count.all} measures that can be compared, {counts}"


def _held(claim: re.Match[str], count: Count) -> bool:
    groups = claim.groupdict()
    kept = bool(groups.get("kept") or groups.get("also"))
    worse = groups["verb"].lower().startswith(("wors", "declin", "deter"))
    fitting = (count.worse if worse else count.better) + (count.same if kept else 0)
    share = groups["share"].lower()
    if share == "none":
        return fitting == 0
    if share.startswith(("all", "every")):
        return fitting == count.all
    return fitting * 2 > count.all


def _counted(subject: Subject) -> Count:
    outcomes = [outcome for row in subject.indicators if (outcome := _outcome(row)) is not None]
    return Count(outcomes.count("better"), outcomes.count("same"), outcomes.count("worse"))


def _outcome(row: Row) -> Judgement | None:
    """From the earliest of the authority's own figures to the latest."""
    pair = _first_and_last(row)
    known = indicator(row.indicator) if row.indicator else None
    if pair is None or known is None or known.polarity not in ("higher_is_better", "lower_is_better"):
        return None
    return judgement((pair[1].value or 0) - (pair[0].value or 0), known.polarity)


def _first_and_last(row: Row) -> tuple[Reading, Reading] | None:
    dated = _dated_own(row)
    return (dated[0], dated[-1]) if len(dated) > 1 else None


def _dated_own(row: Row) -> list[Reading]:
    """The authority's own figures by their time; none where they are of several units or all of one time."""
    own = [r for r in row.readings if r.of == "authority" and r.value is not None and r.role != "target"]
    dated = sorted((r for r in own if r.period and r.period.end), key=_end)
    comparable = dated and len({r.unit for r in dated}) == 1 and _end(dated[0]) != _end(dated[-1])
    return dated if comparable else []


def _end(reading: Reading) -> date:
    return reading.period.end if reading.period and reading.period.end else date.min


def _texts(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, str, int | None]]:
    for p in paragraphs:
        yield p.id, p.text, p.spans[0].page if p.spans else None
        yield from _points(p.items)


def _points(items: Sequence[Item]) -> Iterator[tuple[str, str, int | None]]:
    for item in items:
        yield item.id, item.text, item.spans[0].page if item.spans else None
        yield from _points(item.items)


# --- better and worse -------------------------------------------------------------------------------------------


def directions(subject: Subject) -> Iterator[Issue]:
    """A sentence calls a move better or worse, and by the measure's polarity it is the other; or an arrow does."""
    for told in subject.narrative:
        outcome = _moved(told)
        better, worse = GETTING_BETTER.search(told.sentence), GETTING_WORSE.search(told.sentence)
        if bool(better) == bool(worse):
            continue
        word = better or worse
        if word and ((better and outcome == "worse") or (worse and outcome == "better")):
            latest, earlier = told.readings[:2]
            message = f"{told.label}: {word[0]!r}, but from {earlier.value} to {latest.value} it got {outcome}"
            page = told.spans[0].page if told.spans else None
            yield issue("direction-against-polarity", "warning", message, told.id, told.sentence, page)
    for row in subject.indicators:
        yield from _arrow(row)


def _moved(told: Narrative) -> Judgement | None:
    """Where a sentence gives the authority's figure and its earlier one, and no more of its own."""
    own = [r for r in told.readings if r.of == "authority" and r.value is not None]
    known = indicator(told.indicator) if told.indicator else None
    if len(own) != 2 or own[1].role not in EARLIER or known is None or known.polarity == "neutral":
        return None
    return judgement((own[0].value or 0) - (own[1].value or 0), known.polarity)


def _arrow(row: Indicator) -> Iterator[Issue]:
    """Arrows show the number's way or the performance's, from the start or from the time before; wrong fits neither."""
    dated = _dated_own(row)
    known = indicator(row.indicator) if row.indicator else None
    if len(dated) < 2 or known is None or known.polarity == "neutral" or dated[-1].direction not in ("up", "down"):
        return
    last, up = dated[-1], dated[-1].direction == "up"
    changes = [(last.value or 0) - (earlier.value or 0) for earlier in (dated[0], dated[-2])]
    if 0 in changes or any(up in (c > 0, judgement(c, known.polarity) == "better") for c in changes):
        return
    message = f"{row.label}: the arrow points {last.direction}, from {dated[-2].value} to {last.value}"
    yield issue("direction-against-polarity", "warning", message, row.id, last.raw, last.spans[0].page)
