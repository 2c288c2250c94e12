"""The front of a paper: the lines before its first heading, numbered paragraph or running text."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.layout.dates import dates_in
from pipeline.layout.forms import asks, forms_in
from pipeline.layout.headings import is_heading
from pipeline.layout.labels import label_of
from pipeline.layout.marks import read_mark
from pipeline.layout.meetings import is_meeting, says
from pipeline.layout.minutes import opening_lines
from pipeline.layout.openings import INDENT
from pipeline.layout.typesetting import Typesetting
from pipeline.transcript import Line
from pipeline.vocabulary.headings import heading_kind

MOST_LINES = 45  # a header block is no longer than this
RUNNING = 90  # characters: a line this long is running text
LONGEST_TITLE = 250  # characters, of a line in bold type or a whole paragraph
SENTENCE = 40  # characters: a line this long that ends in a full stop is running text
OPENS_BODY = frozenset({"purpose", "summary", "background", "recommendations", "reasons", "conclusions", "contact"})
"""Kinds of heading with which papers begin; other kinds also occur in titles ("outcome and next steps")."""
SHORT_HEADING = 5  # words
LONG_LINE = 60  # characters: a line of prose is at least so long
FEWEST_WORDS = 5  # of a short sentence without a name in it: "To consider the attached report."
LONGEST_TIME = 40  # characters: the hour, the place or the item that follow a meeting's date
LONGEST_DATE = 40  # characters: "19 January 2021" begins with a day, not with a mark
ASIDE = ("running-head", "running-foot", "figure", "rule", "hidden", "deleted", "footnote", "contents", "stamp")
CLOSE = 1.3  # of the font size: more white than this between two lines parts paragraphs
RUN_IN = re.compile(r"([^:]{3,40}):\s+\S")
MOST_SENTENCE = 7  # lines of a first paragraph that are looked at
LEAST_SENTENCE = 12  # words
MID_STOP = re.compile(r"[a-z]{3}\.\s[A-Z]")
DEAR = re.compile(r"\s*Dear\b[^.]{0,80}\Z")


def front_lines(lines: Sequence[Line], typesetting: Typesetting) -> tuple[int, ...]:
    """Indexes of the lines on the first page that may hold header facts, furniture and pictures left out."""
    letter = salutation(lines)
    if letter is not None:
        return tuple(i for i in range(letter + 1) if not _is_aside(lines, i, typesetting))
    front: list[int] = []
    forms = forms_in(lines)
    for i, line in enumerate(lines):
        if _is_aside(lines, i, typesetting) or i in front:
            continue
        if (held := opening_lines(lines, i)) > 0:
            front += range(i, i + held)
            continue
        if line.page > lines[0].page or len(front) == MOST_LINES or _is_data(lines, i) or asks(line, forms):
            break
        if _is_body(lines, i, front, typesetting):
            break
        front.append(i)
    return tuple(front)


def salutation(lines: Sequence[Line]) -> int | None:
    """The line `Dear ...` of a letter, among the first lines; what stands above it is addresses and dates."""
    first = lines[0].page if lines else 0
    return next((i for i, x in enumerate(lines[:MOST_LINES]) if x.page == first and DEAR.match(x.text)), None)


def _is_aside(lines: Sequence[Line], i: int, typesetting: Typesetting) -> bool:
    line = lines[i]
    aside = line.role in ASIDE
    return i in typesetting.furniture or i in typesetting.footnotes or aside or not line.text.strip()


def _is_data(lines: Sequence[Line], i: int) -> bool:
    """A cell of a table in which no cell is a header label: data, not a header form."""
    cell = lines[i].cell
    if cell is None or cell.columns > 1:
        return False
    table = [x for x in lines if x.cell is not None and x.cell.table == cell.table]
    columns = {x.cell.column for x in table if x.cell is not None}
    return len(columns) > 1 and not any(label_of(x.text.strip()) for x in table)


def _is_body(lines: Sequence[Line], i: int, front: Sequence[int], typesetting: Typesetting) -> bool:
    line, words = lines[i], lines[i].text.strip()
    if label_of(words) is not None or _answers_label(lines, i, front):
        return False
    if front and (says("author", words) or _is_dated_meeting(words)):
        return False
    mark = read_mark(line.text)
    if line.role == "heading":
        return bool(front) and not (_precedes_front(lines, i, typesetting) or _tops_all(lines, i))
    days = dates_in(words[:LONGEST_DATE])
    if mark is not None and not (days and days[0][0] == 0) and mark.end < len(line.text.rstrip()):
        return True
    run_in = RUN_IN.match(words)
    first = run_in[1] if run_in is not None else words
    if len(first.split()) <= SHORT_HEADING and heading_kind(first) in OPENS_BODY and not is_meeting(first):
        return True
    whole = line.bold or (line.box is None and line.opens is True)
    if whole and not words.endswith("."):
        return len(words) > LONGEST_TITLE
    return len(words) > RUNNING or _is_sentence(words) or _runs_on(lines, i)


def _is_sentence(words: str) -> bool:
    """It ends in a full stop, and is no address or name with an abbreviation at its end."""
    ended = words.endswith((".", ";"))
    return ended and (len(words) > SENTENCE or (len(words.split()) >= FEWEST_WORDS and words[1:].islower()))


def _is_dated_meeting(words: str) -> bool:
    """`Meeting of Children's Select Committee, Tuesday, 15th January, 2019 6.30 pm (Item 38.)`: no running text."""
    days = dates_in(words)
    return bool(days) and len(words) - days[0][1] < LONGEST_TIME and is_meeting(words)


def _answers_label(lines: Sequence[Line], i: int, front: Sequence[int]) -> bool:
    """Beside a label in the same row of a table, the line after a label that stands alone, or further in above one."""
    if (
        i + 1 < len(lines)
        and label_of(lines[i + 1].text.strip()) is not None
        and _is_further_in(lines[i], lines[i + 1])
    ):
        return True
    if not front:
        return False
    before, line = lines[front[-1]], lines[i]
    if label_of(before.text.strip()) is None:
        return False
    if before.cell is not None and line.cell is not None:
        return before.cell.row == line.cell.row
    return before.text.rstrip().endswith(":")


def _is_further_in(line: Line, below: Line) -> bool:
    """As far as the page shows; formats without pages do not."""
    if line.box is None or line.left is None or below.left is None:
        return False
    return line.left > below.left + INDENT


def _precedes_front(lines: Sequence[Line], i: int, typesetting: Typesetting) -> bool:
    """A line in a heading style that is no section's: right above another heading, a date, a meeting or who reports."""
    if read_mark(lines[i].text) is not None or heading_kind(lines[i].text) in OPENS_BODY:
        return False
    after = next((x for x in lines[i + 1 :] if x.text.strip() and x.role != "figure"), None)
    if after is None or after.cell is not None:
        return False
    words = after.text.strip()
    if is_heading(after, read_mark(after.text), typesetting):
        return True
    if _is_dated_meeting(words):
        return True
    return len(words) <= RUNNING and (bool(dates_in(words)) or is_meeting(words) or says("stamp", words))


def _tops_all(lines: Sequence[Line], i: int) -> bool:
    """The one heading of its level, above all others: the title."""
    level = lines[i].level
    if level is None or read_mark(lines[i].text) is not None:
        return False
    others = [x.level for k, x in enumerate(lines) if x.role == "heading" and k != i and x.level is not None]
    return bool(others) and level < min(others)


def _runs_on(lines: Sequence[Line], i: int) -> bool:
    """The first line of a paragraph of running text: three lines of prose close under each other, set alike."""
    if _is_sentence_over_lines(lines, i):
        return True
    group = lines[i : i + 3]
    if len(group) < 3 or any(len(x.text) <= LONG_LINE for x in group):
        return False
    return all(_goes_on(a, b) for a, b in pairwise(group))


def _is_sentence_over_lines(lines: Sequence[Line], i: int) -> bool:
    """Light lines close under each other, as in a narrow column, that go on in small letters and end in a full stop.

    A wrapped title has no full stop, and an address no small letters.
    """
    run = [lines[i]]
    for line in lines[i + 1 : i + MOST_SENTENCE]:
        if not _goes_on(run[-1], line) or line.bold or line.role is not None:
            break
        run.append(line)
        if not line.text[:1].islower() and not line.text[:1].isdigit():
            break
        if line.text.rstrip().endswith("."):
            return len(" ".join(x.text for x in run).split()) >= LEAST_SENTENCE
    # a sentence that ended within its last line, before another began
    return len(run) > 2 and MID_STOP.search(run[-2].text) is not None and all(x.text[:1].islower() for x in run[1:])


def _goes_on(a: Line, b: Line) -> bool:
    if b.opens is True or a.cell != b.cell or a.bold != b.bold:
        return False
    return a.box is None or b.box is None or b.box[1] - a.box[3] < CLOSE * (b.size or 10)
