"""Plain text: which lines its author set as headings and numbers, told by the whole paper, since no type can tell.

The shapes read as headings, with white space above them and text, a list or a table below:

    2. Background                the number of one part, where the paper's lines of that number are titles
    A. BACKGROUND                a capital letter, or a roman number in capitals, in front of titles
    2.1 Quality of plans         deeper numbers, where those are in front of titles
    Background                   no number: short, no sentence, not one of many such lines in a row
    BACKGROUND   Background:     capitals; a closing colon which leads in to no list
    Background                   underlined (the reader says so)
    ==========

Whether `1. Something` is a heading or a paragraph is no matter of the line: in one paper every number of one part
stands before a title and `1.1` follows; in another the paragraphs are counted through from 1 and end as sentences do.
So the lines of one series are heard together. Numbers without a dot (`7 The review looked at`) are believed where they
count on through the paper.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.layout.dates import dates_in
from pipeline.layout.front import OPENS_BODY, SHORT_HEADING
from pipeline.layout.header import find_header
from pipeline.layout.headings import MOST_WORDS, ends_sentence
from pipeline.layout.labels import label_of
from pipeline.layout.marks import Mark, as_letter, is_one_letter, read_mark
from pipeline.layout.meetings import says
from pipeline.layout.numbering import Key, key_of
from pipeline.layout.typesetting import measure
from pipeline.records import dataclass
from pipeline.transcript import Line
from pipeline.vocabulary.headings import heading_kind, is_lead_in

LINE_END = re.compile("[\n\f\v\x85\u2028\u2029]")
ENDED = re.compile(r"[.!?:][’”'\")]*\Z")
SENTENCES = re.compile(r"[a-z0-9)]{2}[.!?] +[A-Z‘“]")
REACHABLE = re.compile(r"@|https?:|www\.|\d{5}")
QUOTED = re.compile(r"\s*[‘“'\"]")
RUNNING = ("running-head", "running-foot", "footnote")
BACK_MATTER = frozenset({"appendices", "background_documents", "contact"})
"""Kinds of heading under which short lines stand: names, titles of papers."""
MOST_DATE = 40  # characters of a date at a line's start
BODY_WORDS = 14  # a line of more words is running text, whatever it ends in
MOST_IN_A_ROW = 2  # a section's heading and the first part's; more short lines in a row are a list without bullets
MOST_CAPITALS = 8  # words of a heading in capitals over the text itself
FEWEST_COUNTED = 3  # numbers that count on; two may do so by chance
FEWEST_LISTED = 3  # numbers that follow each other directly; two may be sections of which one is empty
MOST = 0.5  # of the lines of a series: they say what its numbers stand before
NEARLY_ALL = 0.8  # of a series' lines are running text where it numbers paragraphs; points of lists mix
Series = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that nothing parts: a heading, a paragraph, a point of a list, a cell."""

    number: int
    """Its place among the units, from 0."""
    lines: tuple[int, ...]
    text: str
    mark: Mark | None
    above: bool
    """A blank line or a page break stands above."""
    left: float
    table: int | None
    """The table in whose cell it stands."""
    headed: bool
    """The reader has said that it is a heading."""

    @property
    def cell(self) -> bool:
        return self.table is not None

    @property
    def words(self) -> str:
        return self.text[self.mark.end if self.mark else 0 :].strip()

    @property
    def is_long(self) -> bool:
        return self.text.count(" ") > BODY_WORDS


@dataclass(frozen=True, slots=True)
class Habits:
    """What holds for the whole paper."""

    spaced: bool
    """Blank lines part its paragraphs."""
    prose: frozenset[Key]
    """The series of numbers that stand before running text."""
    body: int
    """The first unit below the header block."""


def is_plain(lines: Sequence[Line]) -> bool:
    """Text without typography: no size, weight or heading style anywhere."""
    return not any(x.size is not None or x.bold or x.underline or x.role in ("heading", "title") for x in lines)


def dressed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a plain text, with the role of a heading and the marks that its author gave them."""
    lines = tuple(_parted_from_capitals(lines))
    units = tuple(_units(lines))
    notes = frozenset(unit.lines[0] for unit in _table_notes(units))
    counted = frozenset(unit.lines[0] for unit in _counted(units)) - notes
    marked = (replace(line, mark=0) if i in notes else line for i, line in enumerate(lines))
    certain, likely = _headings(units)
    dressed = _with_headings([_marked(line) if i in counted else line for i, line in enumerate(marked)], certain)
    for unit in likely:
        also = _with_headings(dressed, [unit])
        dressed = also if _has_title(also) else dressed
    return dressed


def _parted_from_capitals(lines: Sequence[Line]) -> Iterator[Line]:
    """`BACKGROUND` / `The service was set up ...`: a line in capitals over one that is not, without a blank line.

    Nothing goes on in it: it is the first line, or the one above ended a sentence; or it says that the body begins.
    """
    parted = {i for i in range(len(lines) - 1) if _is_over_text(lines, i)}
    for i, line in enumerate(lines):
        yield replace(line, opens=True) if i in parted or i - 1 in parted else line


def _is_over_text(lines: Sequence[Line], i: int) -> bool:
    line, below, above = lines[i], lines[i + 1], lines[i - 1] if i else None
    if line.role is not None or line.cell is not None or below.cell is not None or not _is_short_capitals(line.text):
        return False
    ended = above is None or _is_apart(above) or ENDED.search(above.text.rstrip()) is not None
    begins = ended or line.opens is True or _opens_body(line.text)
    return begins and not _is_apart(line) and any(c.islower() for c in below.text)


def _is_short_capitals(text: str) -> bool:
    return text.isupper() and len(text.split()) <= MOST_CAPITALS and not ends_sentence(text.strip())


def _marked(line: Line) -> Line:
    mark = read_mark(line.text)
    return replace(line, mark=mark.end if mark else None)


def _with_headings(lines: Sequence[Line], units: Iterable[Unit]) -> tuple[Line, ...]:
    headed = {i for unit in units for i in unit.lines}
    return tuple(replace(line, role="heading") if i in headed else line for i, line in enumerate(lines))


def _has_title(lines: Sequence[Line]) -> bool:
    """The header block has a title without the lines that are headings."""
    return any(found.field == "title" for found in find_header(lines, measure(lines, {})).found)


def _units(lines: Sequence[Line]) -> Iterator[Unit]:
    """What stands aside of the flow is left out; it parts nothing."""
    flow = [i for i, line in enumerate(lines) if line.text.strip() and line.role in (None, "heading")]
    run: list[int] = []
    above, number = True, 0
    for before, i in pairwise((-1, *flow)):
        apart = before < 0 or _are_apart(lines, before, i)
        if run and (apart or lines[i].opens is True or lines[i].cell is not None or lines[before].cell is not None):
            yield _unit(lines, run, above, number)
            run, above, number = [], apart, number + 1
        run.append(i)
    if run:
        yield _unit(lines, run, above, number)


def _are_apart(lines: Sequence[Line], before: int, i: int) -> bool:
    """A blank line or a page's end stands between, and no sentence goes on over it."""
    goes_on = lines[i].opens is not True and not ENDED.search(lines[before].text.rstrip())
    turned = lines[i].page != lines[before].page or any(x.role in RUNNING for x in lines[before:i])
    return not (turned and goes_on) and any(_is_apart(line) for line in lines[before:i])


def _is_apart(line: Line) -> bool:
    """A blank line or a page's end follows."""
    after = line.text[len(line.text.rstrip()) :]
    return len(LINE_END.findall(after)) > 1 or "\f" in after


def _unit(lines: Sequence[Line], run: Sequence[int], above: bool, number: int) -> Unit:
    first = lines[run[0]]
    text = " ".join(lines[i].text.strip() for i in run)
    mark = None if first.cell is not None or _is_dated(text) else read_mark(text)
    headed = first.role == "heading"
    table = first.cell.table if first.cell else None
    return Unit(number, tuple(run), text, mark, above, first.left or 0.0, table, headed)


def _is_dated(text: str) -> bool:
    """`19 January 2021`: the number is a day's."""
    days = dates_in(text[:MOST_DATE])
    return bool(days) and days[0][0] == 0


def _habits(units: Sequence[Unit]) -> Habits:
    prose = [u for u in units if u.is_long and not u.cell]
    series: dict[Key, list[bool]] = {}
    for unit in units:
        if unit.mark is not None and unit.mark.family != "bullet":
            series.setdefault(key_of(unit.mark), []).append(_reads_on(unit))
    prosaic = frozenset(key for key, read in series.items() if sum(read) >= NEARLY_ALL * len(read))
    forms = {u.table for u in units if u.cell and label_of(u.text) is not None}
    body = next((u.number for u in units if _ends_front(u, forms)), len(units))
    return Habits(sum(u.above for u in prose) > MOST * len(prose), prosaic, body)


def _ends_front(unit: Unit, forms: set[int | None]) -> bool:
    """A sentence, a numbered line, or a table that is no form with the header's labels."""
    if unit.cell:
        return unit.table not in forms
    return unit.mark is not None or ENDED.search(unit.text) is not None


def _reads_on(unit: Unit) -> bool:
    """Running text, or a sentence."""
    return unit.is_long or ENDED.search(unit.text) is not None


# -- numbers ------------------------------------------------------------------


def _counted(units: Sequence[Unit]) -> Iterator[Unit]:
    """Units with a bare number (`7 The review`) that counts on through the paper, one after the other."""
    run: list[Unit] = []
    for unit in units:
        if unit.mark is None or not _is_bare(unit.mark):
            continue
        if run and run[-1].mark and unit.mark.parts[0] == run[-1].mark.parts[0] + 1:
            run.append(unit)
        elif len(run) < FEWEST_COUNTED:
            run = [unit]
    if len(run) >= FEWEST_COUNTED:
        yield from run


def _table_notes(units: Sequence[Unit]) -> Iterator[Unit]:
    """`1 Provisional figure.`: bare numbers that begin at 1 right under a table are marks in its cells."""
    expected = 0
    for above, unit in pairwise(units):
        if above.cell and not unit.cell:
            expected = 1
        if unit.mark is None or not _is_bare(unit.mark) or unit.mark.parts[0] != expected or unit.is_long:
            expected = 0
        elif expected:
            yield unit
            expected += 1


def _is_bare(mark: Mark) -> bool:
    return mark.family == "decimal" and len(mark.parts) == 1 and not mark.style


# -- headings -----------------------------------------------------------------


def _headings(units: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    """The headings; and lines of the front that look like one, and are one where something else is the title."""
    habits = _habits(units)
    titles = [u for u in units if _is_title(u)]
    numbered = list(_numbered_headings(units, titles))
    bare = [u for u in titles if u.mark is None and (not habits.spaced or _is_alone(units, u, habits))]
    likely = [u for u in bare if not u.text.endswith(":") or _is_titled(u, _after(units, u), habits)]
    front = [u for u in likely if u.number < habits.body]
    below = [u for u in likely if u.number >= habits.body]
    heads = {u.number for u in (*numbered, *below)} | {u.number for u in units if u.headed}
    found = [u for u in below if _leads_a_section(units, u, heads)]
    opening = [u for u in front if _opens_body(u.words)]
    later = {_dress(u) for u in found}
    first = [u for u in front if u not in opening and _dress(u) in later and u.number + 1 == habits.body]
    return [*numbered, *opening, *found], first


def _is_title(unit: Unit) -> bool:
    """Short, no sentence, no label of the header, no address."""
    words = unit.words
    if unit.cell or unit.headed or not words or len(words.split()) > MOST_WORDS:
        return False
    if not (words[0].isupper() or words[0].isdigit()) or ends_sentence(words) or SENTENCES.search(words):
        return False
    named = label_of(words) is None and not REACHABLE.search(words) and any(c.isalpha() for c in words)
    return named and not (is_lead_in(words) or says("author", words)) and (unit.mark is None or _may_number(unit.mark))


def _may_number(mark: Mark) -> bool:
    """A decimal number, or a capital."""
    if mark.family == "decimal":
        return mark.style != "()"
    return mark.family in ("letter", "roman") and mark.style == "." and mark.printed.isupper()


def _numbered_headings(units: Sequence[Unit], titles: Iterable[Unit]) -> Iterator[Unit]:
    series: dict[Series, list[Unit]] = {}
    for unit in units:
        if unit.mark is not None and _may_number(unit.mark):
            series.setdefault(_series(unit.mark), []).append(unit)
    listed, titled = _listed(units), {u.number for u in titles}
    for run in series.values():
        if _are_titles(units, run, titled):
            counted = [u for u in _in_order([u for u in run if u.number not in listed]) if u.number in titled]
            colons = sum(u.text.endswith(":") for u in counted)
            habit = colons > 1 and colons > MOST * len(counted)
            yield from (u for u in counted if habit or not u.text.endswith(":") or _has_parts(units, u))


def _series(mark: Mark) -> Series:
    """How deep the number is, `1.0` no deeper than `1`; capitals are of one series, roman numbers and letters alike."""
    if mark.family == "decimal":
        depth = len(_own_parts(mark))
        return "decimal", mark.style if depth == 1 else "", depth
    return "letter", "A", 1


def _own_parts(mark: Mark) -> tuple[int, ...]:
    """(1,) for `1.0`."""
    return mark.parts[:-1] if len(mark.parts) > 1 and mark.parts[-1] == 0 else mark.parts


def _listed(units: Sequence[Unit]) -> set[int]:
    """Units whose numbers of one series follow each other directly: a list, as nothing stands under any of them.

    A list of six under `6. Next steps` ends before `7. Risks`, under which something does stand.
    """
    found: set[int] = set()
    run: list[Unit] = []
    outer: dict[Series, Unit] = {}
    for unit in units:
        if not run or not _is_next(run[-1].mark, unit.mark) or _resumes(units, unit, outer):
            outer |= {_series(u.mark): u for u in run[:1] if u.mark is not None and _may_number(u.mark)}
            run = []
        run.append(unit)
        if len(run) >= FEWEST_LISTED or (len(run) > 1 and run[0].mark and run[0].mark.parts[-1] == 1):
            found.update(u.number for u in (run[-1:] if run[0].number in found else run))
    return found


def _resumes(units: Sequence[Unit], unit: Unit, outer: Mapping[Series, Unit]) -> bool:
    """The number goes on with the series before the list, with as much white space above it; no next point follows.

    Nor does the same number again, which is then the one that goes on.
    """
    last = None if unit.mark is None or not _may_number(unit.mark) else outer.get(_series(unit.mark))
    if unit.mark is None or last is None or not _is_next(last.mark, unit.mark) or unit.above < last.above:
        return False
    after = _after(units, unit)
    mark = after.mark if after else None
    again = mark is not None and _may_number(mark) and _numbered(mark) == _numbered(unit.mark)
    return not again and not _is_next(unit.mark, mark)


def _numbered(mark: Mark) -> tuple[Series, tuple[int, ...]]:
    return _series(mark), _values(mark)


def _is_next(above: Mark | None, mark: Mark | None) -> bool:
    if above is None or mark is None or not (_may_number(above) and _may_number(mark)):
        return False
    return _series(above) == _series(mark) and any(a + 1 == b for a in _values(above) for b in _values(mark))


def _values(mark: Mark) -> tuple[int, ...]:
    """What a number may count; `I.` is a roman number or a letter."""
    last = _own_parts(mark)[-1]
    return (last, as_letter(mark).parts[0]) if is_one_letter(mark) else (last,)


def _are_titles(units: Sequence[Unit], run: Sequence[Unit], titles: set[int]) -> bool:
    """Most lines of the series are titles, or some title's own numbers follow it (`2. Background` / `2.1`)."""
    named = [u for u in run if u.number in titles]
    if any(_has_parts(units, u) for u in named):
        return True
    return len(named) > MOST * len(run) and not _are_led_in(units, run)


def _are_led_in(units: Sequence[Unit], run: Sequence[Unit]) -> bool:
    """The numbers begin at 1 under words with a closing colon, every time: they are those of lists."""
    firsts = [u for u in run if u.mark is not None and 1 in _values(u.mark)]
    led_in = [u for u in firsts if u.number and units[u.number - 1].text.endswith(":")]
    return bool(firsts) and len(led_in) == len(firsts)


def _has_parts(units: Sequence[Unit], unit: Unit) -> bool:
    after = next((u.mark for u in units[unit.number + 1 : unit.number + 3] if u.mark is not None), None)
    if after is None or unit.mark is None:
        return False
    own = _own_parts(unit.mark)
    return len(after.parts) > len(own) and after.parts[: len(own)] == own and after.parts[-1] == 1


def _in_order(run: Sequence[Unit]) -> Iterator[Unit]:
    """Without the numbers of lists, which begin again at 1 while the series counts on."""
    last: tuple[int, ...] = ()
    for unit in run:
        if unit.mark is None:
            continue
        own = _own_parts(unit.mark)
        parts = max((*own[:-1], n) for n in _values(unit.mark)) if last else own
        if parts > last:
            yield unit
            last = parts


def _after(units: Sequence[Unit], unit: Unit) -> Unit | None:
    at = unit.number + 1
    return units[at] if at < len(units) else None


def _is_alone(units: Sequence[Unit], unit: Unit, habits: Habits) -> bool:
    """White space above; below it too, or what stands under headings. A first line of an address has neither."""
    after = _after(units, unit)
    return unit.above and after is not None and (after.above or _is_body(after, habits))


def _is_body(unit: Unit, habits: Habits) -> bool:
    """Running text, a point, a numbered paragraph or a table."""
    return unit.cell or unit.mark is not None or _is_prose(unit, habits)


def _is_prose(unit: Unit | None, habits: Habits) -> bool:
    """Running text that no lead-in leads in to."""
    if unit is None or unit.cell or QUOTED.match(unit.text):
        return False
    if unit.mark is not None:
        return unit.mark.family != "bullet" and key_of(unit.mark) in habits.prose
    return _reads_on(unit)


def _is_titled(unit: Unit, after: Unit | None, habits: Habits) -> bool:
    """Words with a closing colon: a heading, or do they lead in to what follows?"""
    if after is None or QUOTED.match(after.text) or after.left > unit.left:
        return False
    return _is_prose(after, habits) or heading_kind(unit.words) is not None


def _leads_a_section(units: Sequence[Unit], unit: Unit, heads: set[int]) -> bool:
    """Something stands under it; where it is one of many short lines in a row its words must be those of a heading."""
    before = _row(reversed(units[: unit.number]), heads)
    after = _row(iter(units[unit.number + 1 :]), heads)
    if unit.number + 1 + after == len(units):
        return False
    return before + 1 + after <= MOST_IN_A_ROW or heading_kind(unit.words) in BACK_MATTER


def _row(units: Iterator[Unit], heads: set[int]) -> int:
    count = 0
    for unit in units:
        if unit.number not in heads:
            break
        count += 1
    return count


def _opens_body(words: str) -> bool:
    return len(words.split()) <= SHORT_HEADING and heading_kind(words) in OPENS_BODY


def _dress(unit: Unit) -> str:
    """What a typist can do to a heading."""
    if unit.text.isupper():
        return "capitals"
    return "colon" if unit.text.endswith(":") else "plain"
