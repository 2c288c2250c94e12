"""Plain text: which lines its author set as headings and numbers, told by the whole paper, since no type can tell.

The shapes read as headings, with white space above them and text, a list or a table below:

    2. Background                the number of one part, where the paper's lines of that number are titles
    A. BACKGROUND                a capital letter, or a roman number in capitals, in front of titles
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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.layout.dates import dates_in
from pipeline.layout.front import OPENS_BODY, label_of
from pipeline.layout.header import is_meeting
from pipeline.layout.headings import MOST_WORDS, SENTENCE_END
from pipeline.layout.marks import Mark, read_mark
from pipeline.layout.numbering import Key
from pipeline.transcript import Line
from pipeline.vocabulary.councils import councils_in
from pipeline.vocabulary.headings import heading_kind, is_lead_in

LINE_END = re.compile("[\n\f\v\x85\u2028\u2029]")
ENDED = re.compile(r"[.!?;:][’”'\")]*\Z")
REACHABLE = re.compile(r"@|https?:|www\.|\d{5}")
QUOTED = re.compile(r"\s*[‘“'\"]")
BODY_WORDS = 14  # a line of more words is running text, whatever it ends in
MOST_IN_A_ROW = 2  # a section's heading and the first part's; more short lines in a row are a list without bullets
DATE_LENGTH = 40  # characters in which a date stands that begins a line
FEWEST_COUNTED = 3  # numbers that count on; two may do so by chance
MOST = 0.5  # of the lines of a series: they say what its numbers stand before


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that nothing parts: a heading, a paragraph, a point of a list, a cell."""

    lines: tuple[int, ...]
    text: str
    mark: Mark | None
    above: bool
    """A blank line or a page break stands above."""
    left: float
    cell: bool
    set: bool
    """The reader has said that it is a heading."""

    @property
    def words(self) -> str:
        return self.text[self.mark.end if self.mark else 0 :].strip()


def dressed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a plain text, with the role of a heading and the marks that its author gave them."""
    units = tuple(_units(lines))
    counted = frozenset(unit.lines[0] for unit in _counted(units))
    headed = {i for unit in _headings(units) for i in unit.lines}
    return tuple(_dressed(line, i in headed, i in counted) for i, line in enumerate(lines))


def _dressed(line: Line, headed: bool, counted: bool) -> Line:
    mark = read_mark(line.text) if counted else None
    return replace(line, role="heading" if headed else line.role, mark=mark.end if mark else line.mark)


def _units(lines: Sequence[Line]) -> Iterator[Unit]:
    """What stands aside of the flow is left out; it parts nothing."""
    flow = [i for i, line in enumerate(lines) if line.text.strip() and line.role in (None, "heading")]
    run: list[int] = []
    above = True
    for before, i in pairwise((-1, *flow)):
        apart = before < 0 or _is_apart(lines[before])
        if run and (apart or lines[i].opens is True or lines[i].cell is not None or lines[before].cell is not None):
            yield _unit(lines, run, above)
            run, above = [], apart
        run.append(i)
    if run:
        yield _unit(lines, run, above)


def _is_apart(line: Line) -> bool:
    """A blank line or a page's end follows."""
    return len(LINE_END.findall(line.text)) > 1 or "\f" in line.text


def _unit(lines: Sequence[Line], run: Sequence[int], above: bool) -> Unit:
    first = lines[run[0]]
    text = " ".join(lines[i].text.strip() for i in run)
    return Unit(
        tuple(run), text, read_mark(text), above, first.left or 0.0, first.cell is not None, first.role == "heading"
    )


# -- numbers ------------------------------------------------------------------


def _counted(units: Sequence[Unit]) -> Iterator[Unit]:
    """Units with a bare number (`7 The review`) that counts on through the paper, one after the other."""
    bare = [u for u in units if not u.cell and u.mark is not None and _is_bare(u.mark)]
    bare = [u for u in bare if not dates_in(u.text[:DATE_LENGTH])]
    run: list[Unit] = []
    for unit in bare:
        if run and _number(unit) == _number(run[-1]) + 1:
            run.append(unit)
        elif len(run) < FEWEST_COUNTED:
            run = [unit]
    if len(run) >= FEWEST_COUNTED:
        yield from run


def _is_bare(mark: Mark) -> bool:
    return mark.family == "decimal" and len(mark.parts) == 1 and not mark.style


def _number(unit: Unit) -> int:
    return unit.mark.parts[-1] if unit.mark else 0


# -- headings -----------------------------------------------------------------


def _headings(units: Sequence[Unit]) -> Iterator[Unit]:
    titles = {u.lines for u in units if _is_title(u)}
    numbered = _numbered_headings(units, titles)
    yield from numbered
    heads = {u.lines for u in numbered} | {u.lines for u in units if u.set}
    spaced = sum(u.above for u in units) > MOST * len(units)
    bare = [u for u in units if u.lines in titles and u.mark is None and (not spaced or _is_alone(units, u))]
    habit = _colon_habit(units, bare)
    likely = {u.lines for u in bare if not u.text.endswith(":") or _is_titled(u, _after(units, u), habit)}
    found = [u for u in bare if u.lines in likely and _leads_a_section(units, u, likely | heads)]
    yield from _after_front(units, found)


def _is_alone(units: Sequence[Unit], unit: Unit) -> bool:
    """White space above, and below white space or what stands under headings; a first line of an address has neither."""
    after = _after(units, unit)
    return unit.above and after is not None and (after.above or _is_body(after))


def _is_body(unit: Unit) -> bool:
    """Running text, a point, a numbered paragraph or a table."""
    return unit.cell or unit.mark is not None or _is_prose(unit)


def _after_front(units: Sequence[Unit], found: Sequence[Unit]) -> Iterator[Unit]:
    """Without the lines of the header block: its council, committee and title are short and stand alone as well.

    Right above the first running text stands either the title or the first heading: a heading where its words say so,
    or where it is set as later ones are and other lines can be the title.
    """
    body = next((n for n, u in enumerate(units) if _is_body(u) and not dates_in(u.text[:DATE_LENGTH])), len(units))
    front = {u.lines for u in units[:body]}
    later = {_dress(u) for u in found if u.lines not in front}
    for unit in found:
        if unit.lines not in front or _opens_body(units, unit, later):
            yield unit


def _opens_body(units: Sequence[Unit], unit: Unit, later: set[str]) -> bool:
    if heading_kind(unit.words) in OPENS_BODY:
        return True
    after = _after(units, unit)
    if after is None or not _is_body(after) or _dress(unit) not in later:
        return False
    above = units[: units.index(unit)]
    labelled = any(label_of(u.text) == "title" for u in above)
    return labelled or _dress(unit) != "plain" or any(_may_be_title(u) for u in above)


def _may_be_title(unit: Unit) -> bool:
    """No date, no label, no council, no committee."""
    named = label_of(unit.text) is not None or councils_in(unit.text) or is_meeting(unit.text)
    return not named and not dates_in(unit.text) and any(c.isalpha() for c in unit.text)


def _dress(unit: Unit) -> str:
    """What a typist can do to a heading."""
    if unit.text.isupper():
        return "capitals"
    return "colon" if unit.text.endswith(":") else "plain"


def _is_title(unit: Unit) -> bool:
    """Short, no sentence, no label of the header, no address."""
    words = unit.words
    if unit.cell or unit.set or not words or len(words.split()) > MOST_WORDS:
        return False
    if not (words[0].isupper() or words[0].isdigit()) or SENTENCE_END.search(words):
        return False
    named = label_of(words) is None and not REACHABLE.search(words) and any(c.isalpha() for c in words)
    return named and not is_lead_in(words) and (unit.mark is None or _may_number(unit.mark))


def _may_number(mark: Mark) -> bool:
    """A number of one part, `1.0`, or a capital."""
    if mark.family == "decimal":
        return mark.style != "()" and (len(mark.parts) == 1 or mark.parts[-1] == 0)
    return mark.family in ("letter", "roman") and mark.style == "." and mark.printed.isupper()


def _numbered_headings(units: Sequence[Unit], titles: set[tuple[int, ...]]) -> list[Unit]:
    series: dict[Key, list[Unit]] = {}
    for unit in units:
        dated = dates_in(unit.text[:DATE_LENGTH])
        if unit.mark is not None and not unit.cell and not dated and _may_number(unit.mark):
            series.setdefault(_series(unit.mark), []).append(unit)
    return [
        u for run in series.values() if _are_titles(units, run, titles) for u in _in_order(run) if u.lines in titles
    ]


def _series(mark: Mark) -> Key:
    """`1.0` and `2.0` are of one series; so are capital letters, of which some are roman numbers too."""
    if mark.family == "decimal":
        return "decimal", mark.style, ()
    return "letter", "A", ()


def _are_titles(units: Sequence[Unit], run: Sequence[Unit], titles: set[tuple[int, ...]]) -> bool:
    """Most lines of the series are titles, or some title's own numbers follow it (`2. Background` / `2.1`)."""
    named = [u for u in run if u.lines in titles]
    return len(named) > MOST * len(run) or any(_has_parts(units, u) for u in named)


def _has_parts(units: Sequence[Unit], unit: Unit) -> bool:
    at = units.index(unit)
    after = next((u.mark for u in units[at + 1 : at + 3] if u.mark is not None), None)
    if after is None or unit.mark is None or len(after.parts) < 2:
        return False
    return after.parts[-1] == 1 and after.parts[0] == unit.mark.parts[0]


def _in_order(run: Sequence[Unit]) -> Iterator[Unit]:
    """Without the numbers of lists, which begin again at 1 while the series counts on."""
    last = None
    for unit in run:
        number = unit.mark.parts[0] if unit.mark else 0
        if last is None or number > last:
            yield unit
            last = number


def _after(units: Sequence[Unit], unit: Unit) -> Unit | None:
    at = units.index(unit) + 1
    return units[at] if at < len(units) else None


def _colon_habit(units: Sequence[Unit], bare: Sequence[Unit]) -> bool:
    """The paper closes its headings with a colon: more than one stands before running text."""
    return sum(u.text.endswith(":") and _is_prose(_after(units, u)) for u in bare) > 1


def _is_titled(unit: Unit, after: Unit | None, habit: bool) -> bool:
    """Words with a closing colon: a heading, or do they lead in to what follows?"""
    if after is None or QUOTED.match(after.text) or after.left > unit.left:
        return False
    return habit or heading_kind(unit.words) is not None or _is_prose(after)


def _is_prose(unit: Unit | None) -> bool:
    if unit is None or unit.cell or QUOTED.match(unit.text):
        return False
    if unit.mark is not None and unit.mark.family != "decimal" and unit.mark.parts[-1:] != (1,):
        return False
    return len(unit.words.split()) > BODY_WORDS or ENDED.search(unit.words) is not None


def _leads_a_section(units: Sequence[Unit], unit: Unit, heads: set[tuple[int, ...]]) -> bool:
    """Something stands under it, and it is not one of many short lines in a row."""
    at = units.index(unit)
    before = _row(reversed(units[:at]), heads)
    after = _row(iter(units[at + 1 :]), heads)
    return at + 1 + after < len(units) and before + 1 + after <= MOST_IN_A_ROW


def _row(units: Iterator[Unit], heads: set[tuple[int, ...]]) -> int:
    count = 0
    for unit in units:
        if unit.lines not in heads:
            break
        count += 1
    return count
