"""The header block: who put which paper to whom, and when.

Shapes read, at the front of the paper and before its first numbered or running paragraph:

    Wiltshire Council / Children's Select Committee / 19 January 2021 / Title        centred or left-hand lines
    From: ... / To: Cabinet, 30 January 2025 / Subject: ... / Classification: ...    labels, text after a gap or colon
    PURPOSE: | COMMITTEE: | DATE: | TITLE:                                           labels, also in table cells

Wordings of labels are data (`vocabulary/header_labels.csv`); names of committees end in a word of `BODIES`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipeline.layout.marks import read_mark
from pipeline.layout.typesetting import Typesetting
from pipeline.transcript import Line
from pipeline.vocabulary.councils import councils_in
from pipeline.vocabulary.headings import heading_kind
from pipeline.vocabulary.wording import rows_of

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DATE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?("
    + "|".join(f"{m[:3]}(?:{m[3:]})?" if len(m) > 3 else m for m in MONTHS)
    + r")\.?,?\s+(\d{4})\b",
    re.IGNORECASE,
)
SHORT_DATE = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
BODIES = re.compile(
    r"\b(?:committee|cabinet|board|panel|council|executive|commission|forum|assembly|partnership)s?\b(?!\s+(?:report|paper)s?\b)",
    re.IGNORECASE,
)
LABEL = re.compile(r"\s*([A-Za-z][A-Za-z()/ \-]{0,40}?)\s*(?::[ \t]*|\t+|\Z)")
MOST_LINES = 45  # a header block is no longer than this
RUNNING = 90  # characters: a line this long is running text
FIELDS = ("council", "committee", "meeting_date", "title")


@dataclass(frozen=True, slots=True)
class Found:
    """A fact and the characters `[start, end)` of one line that state it."""

    field: str
    line: int
    start: int
    end: int
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The lines of the block, and where in them each fact stands."""

    lines: tuple[int, ...]
    found: tuple[Found, ...]

    def of(self, field: str) -> tuple[Found, ...]:
        return tuple(f for f in self.found if f.field == field)


@cache
def labels() -> dict[str, str]:
    """Field by label, in small letters."""
    return {row["label"]: row["field"] for row in rows_of("header_labels.csv")}


def dates_in(text: str) -> list[tuple[int, int, date]]:
    """Whole dates with their places, days first: `19 January 2021`, `Tuesday 9th March 2021`, `19/01/2021`."""
    out = [(m.start(), m.end(), _date(m[3], MONTHS_BY_NAME[m[2][:3].lower()], m[1])) for m in DATE.finditer(text)]
    out += [(m.start(), m.end(), _date(m[3], int(m[2]), m[1])) for m in SHORT_DATE.finditer(text)]
    return sorted((start, end, day) for start, end, day in out if day is not None)


MONTHS_BY_NAME = {name[:3]: number for number, name in enumerate(MONTHS, 1)}


def _date(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return None


def find_header(lines: Sequence[Line], typesetting: Typesetting) -> HeaderBlock:
    """The header block of a paper; no lines where it has none."""
    block = _block(lines, typesetting)
    found: list[Found] = []
    field: str | None = None
    for position, i in enumerate(block):
        field = _read_line(lines, i, field if position and _goes_on(lines, block[position - 1], i) else None, found)
    labelled = {f.field for f in found if f.labelled}
    found = [f for f in found if f.labelled or f.field not in labelled]
    if not any(f.field == "title" for f in found):
        found += _loose_title(lines, block, found, typesetting)
    kept = tuple(sorted(found, key=lambda f: (f.line, f.start)))
    return HeaderBlock(block, kept) if kept else HeaderBlock((), ())


def _block(lines: Sequence[Line], typesetting: Typesetting) -> tuple[int, ...]:
    block: list[int] = []
    for i, line in enumerate(lines):
        if (
            i in typesetting.furniture
            or line.role in ("running-head", "running-foot", "figure")
            or not line.text.strip()
        ):
            continue
        if line.page > lines[0].page or len(block) == MOST_LINES:
            break
        if _in_data(lines, i) or _is_body(lines, i, bool(block)):
            break
        block.append(i)
    return tuple(block)


def _is_body(lines: Sequence[Line], i: int, begun: bool) -> bool:
    line = lines[i]
    words = line.text.strip()
    label = _label(words)
    if label is not None:
        return False
    if line.role == "heading" or heading_kind(words) is not None:
        return begun or heading_kind(words) is not None
    mark = read_mark(line.text)
    if mark is not None and not dates_in(words[:40]) and mark.end < len(line.text.rstrip()):
        return True
    return len(words) > RUNNING or (len(words) > 40 and words.endswith((".", ";"))) or _runs_on(lines, i)


def _in_data(lines: Sequence[Line], i: int) -> bool:
    """A cell of a table in which no cell is a header label: data, not a header form."""
    cell = lines[i].cell
    if cell is None:
        return False
    table = [x.text.strip() for x in lines if x.cell is not None and x.cell.table == cell.table]
    return not any(_label(text) for text in table)


def _runs_on(lines: Sequence[Line], i: int) -> bool:
    """The first line of a paragraph of running text: three lines of prose under each other."""
    group = [x for x in lines[i : i + 3] if x.cell == lines[i].cell and x.opens is not True]
    return len(group) == 3 and all(len(x.text) > 60 for x in group)


def _label(words: str) -> str | None:
    match = LABEL.match(words)
    if match is None:
        return None
    return labels().get(" ".join(match[1].lower().split()))


def _goes_on(lines: Sequence[Line], before: int, i: int) -> bool:
    a, b = lines[before], lines[i]
    if b.opens is True and a.cell is None:
        return a.text.rstrip().endswith(":") and _label(a.text.strip()) is not None
    if a.cell is not None and b.cell is not None:
        return a.cell.row == b.cell.row
    return True


def _read_line(lines: Sequence[Line], i: int, field: str | None, found: list[Found]) -> str | None:
    """Reads one line; returns the field whose text may go on in the next line."""
    text = lines[i].text
    match = LABEL.match(text)
    named = _label(text.strip())
    if match is not None and named is not None and _is_labelled(match):
        _state(named, i, text, match.end(), found)
        return named
    if field is not None:
        _state(field, i, text, len(text) - len(text.lstrip()), found)
        return field
    _unlabelled(i, text, found)
    return None


def _is_labelled(match: re.Match[str]) -> bool:
    """The label is set off by a colon or a gap, or stands alone."""
    return ":" in match[0] or "\t" in match[0] or match.end() == len(match.string)


def _state(field: str, i: int, text: str, start: int, found: list[Found]) -> None:
    """What a label states; a committee's line may hold the date as well: `Cabinet, 30 January 2025`."""
    end = len(text.rstrip())
    if start >= end:
        return
    if field in ("committee", "meeting_date"):
        for day_start, day_end, _ in dates_in(text)[:1]:
            if day_start >= start and not any(f.field == "meeting_date" for f in found):
                found.append(Found("meeting_date", i, day_start, day_end, labelled=True))
                end = len(text[:day_start].rstrip(" ,–-\t"))
        if field == "meeting_date":
            return
    if start < end:
        found.append(Found(field, i, start, end, labelled=True))


def _unlabelled(i: int, text: str, found: list[Found]) -> None:
    """A line of a centred block says what it is by its own words."""
    have = {f.field for f in found}
    end = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    days = dates_in(text)
    if days and "meeting_date" not in have:
        day_start, day_end, _ = days[0]
        found.append(Found("meeting_date", i, day_start, day_end))
        end = len(text[:day_start].rstrip(" ,–—-\t"))
        have.add("meeting_date")
    if start >= end:
        return
    words = text[start:end]
    mention = next(iter(councils_in(words)), None)
    if mention is not None and "council" not in have and mention.end - mention.start > 0.6 * len(words):
        found.append(Found("council", i, start + mention.start, start + mention.end))
    elif ("committee" not in have and BODIES.search(words) and len(words) < 90 and not days) or (
        "committee" not in have and BODIES.search(words) and days
    ):
        found.append(Found("committee", i, start, end))


def _loose_title(
    lines: Sequence[Line], block: tuple[int, ...], found: list[Found], typesetting: Typesetting
) -> list[Found]:
    """The block's own words that no other fact claims: the last run of lines that is set apart, or that stands last."""
    claimed = {f.line for f in found}
    free = [i for i in block if i not in claimed and lines[i].cell is None and ":" not in lines[i].text]
    largest = max((lines[i].size or 0 for i in free), default=0)
    apart = (
        [i for i in free if lines[i].role == "title"]
        or [i for i in free if _is_apart(lines[i], typesetting) and (lines[i].size or 0) > largest - 0.5]
        or free
    )
    run: list[int] = []
    for i in reversed(apart):
        if run and block.index(run[0]) - block.index(i) > 1:
            break
        run.insert(0, i)
        if lines[i].opens is True:
            break
    return [
        Found("title", i, len(lines[i].text) - len(lines[i].text.lstrip()), len(lines[i].text.rstrip())) for i in run
    ]


def _is_apart(line: Line, typesetting: Typesetting) -> bool:
    larger = line.size is not None and typesetting.size is not None and line.size > typesetting.size + 0.5
    return line.bold or larger
