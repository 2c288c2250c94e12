"""The header block: who put which paper to whom, and when.

Shapes read, at the front of the paper (`front`):

    Wiltshire Council / Children's Select Committee / 19 January 2021 / Title        centred or left-hand lines
    From: ... / To: Cabinet, 30 January 2025 / Subject: ... / Classification: ...    labels, text after a gap or colon
    PURPOSE: | COMMITTEE: | DATE: | TITLE:                                           labels, also in table cells

Wordings are data: labels in `vocabulary/header_labels.csv`, words of meetings, departments and stamps in
`vocabulary/header_words.csv`.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.layout.dates import dates_in
from pipeline.layout.front import front_lines, salutation
from pipeline.layout.headings import is_heading
from pipeline.layout.labels import LABEL, label_of
from pipeline.layout.marks import read_mark
from pipeline.layout.meetings import LEADING, is_meeting, says
from pipeline.layout.minutes import opening_lines, when, whose
from pipeline.layout.openings import INDENT
from pipeline.layout.typesetting import Typesetting
from pipeline.records import dataclass
from pipeline.transcript import Line
from pipeline.vocabulary.councils import councils_in

FIELDS = ("council", "committee", "meeting_date", "title")
MOST_OF = 0.6  # of a line's characters: a council's name that fills so much of it is what the line says
TIGHT = 0.62  # of the font size: lines of one wrapped title have less white between them
LOOSE = 1.0  # the same where the line above is so full that the next word had to go down
VERY_FULL = 0.8  # of the widest line
FULL = 0.55  # of the widest line: a wrapped title's line, centred or not, is at least this wide
LARGER = 0.5  # points
SEPARATORS = " ,–—-|\t"  # between a committee and its date
SAME_GAP = 0.3  # of the font size: a line without descenders ends so much higher
MOST_SITE = 120  # lines of a website's head, menus and all
MOST_SUBJECT = 4  # lines
NEXT_LINE = 1.9  # of the font size, from baseline to baseline
MOST_BESIDE = 8.0  # of the font size, from a label to the last line of its text
WIDE_WHITE = re.compile(r"\t| {2}")  # between a label and its text
REACHABLE = re.compile(r"@|\bwww\.|\bhttps?:|(?:\d[ \d]{8,}\d)")


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


Run = tuple[int, ...]
"""Lines that are one wrapped line."""


def find_header(lines: Sequence[Line], typesetting: Typesetting) -> HeaderBlock:
    """The header block of a paper; no lines where it has none."""
    if (greeted := salutation(lines)) is not None:
        return _letter(lines, front_lines(lines, typesetting), greeted)
    front = front_lines(lines, typesetting)
    own = {i: field for n, i in enumerate(front) if (field := _field_at(lines, front, n)) is not None}
    fields = own | {i: own[k] for i, k in _nearest_labels(lines, front, frozenset(own)).items()}
    minutes = _minutes(lines, front)
    found = [*_labelled(lines, fields, frozenset(own)), *_held(lines, minutes)]
    named = {f.field for f in found}
    runs = [run for run in _runs(lines, [i for i in front if i not in fields and i not in minutes]) if run]
    claimed: list[Run] = []
    for run in runs:
        facts = [f for f in _unlabelled(lines, run) if f.field not in named]
        found += facts
        named |= {f.field for f in facts}
        if facts:
            claimed.append(run)
    free = [run for run in runs if run not in claimed]
    first_heading = _first_heading(lines, free, front, typesetting, titled="title" in named)
    if "title" not in named:
        title = _title(lines, [run for run in free if run != first_heading], after=bool(first_heading))
        found += [_whole(lines, i, "title") for i in title]
    if not any(f.field == "council" for f in found):
        found += _of_site(lines, front)
    kept = tuple(sorted(found, key=lambda f: (f.line, f.start)))
    return HeaderBlock(tuple(i for i in front if i not in first_heading), kept) if kept else HeaderBlock((), ())


def _minutes(lines: Sequence[Line], front: Run) -> Run:
    """The lines of the sentence with which minutes begin."""
    return next((tuple(range(i, i + held)) for i in front if (held := opening_lines(lines, i))), ())


def _held(lines: Sequence[Line], minutes: Run) -> Iterator[Found]:
    """Whose meeting that sentence says was held, and when."""
    words = _passage(lines, minutes)
    for field, place in (("committee", whose(words.text)), ("meeting_date", when(words.text))):
        if place is not None:
            yield from words.found(field, *place)


def _of_site(lines: Sequence[Line], front: Run) -> Iterator[Found]:
    """The council whose name stands by itself over the page, or behind who reports it, where no line of its own has it.

    Website heads and `Report of: Director of Children's Services, Eastmarch County Council`.
    """
    own = frozenset(front)
    for i, line in enumerate(lines[:MOST_SITE]):
        if i not in own and line.role != "running-head":
            continue
        words = _passage(lines, [k for k in (i, i + 1) if k in own and lines[k].cell == line.cell] or [i])
        mention = next(iter(councils_in(words.text)), None)
        if mention is not None and (i in own or _stands_apart(words.text, mention.start, mention.end)):
            yield from words.found("council", mention.start, mention.end)
            return


def _stands_apart(words: str, start: int, end: int) -> bool:
    """Most of the line, or parted from the rest of it: `Eastmarch Council | Scrutiny Committee`."""
    if end - start > MOST_OF * len(words):
        return True
    before, after = words[:start].rstrip(), words[end:].lstrip()
    return (not before or before[-1] in SEPARATORS) and (not after or after[0] in SEPARATORS)


def _letter(lines: Sequence[Line], front: Run, greeted: int) -> HeaderBlock:
    """A letter: the council is in an address, the subject stands right under the greeting. Its date is no meeting's."""
    found: list[Found] = []
    for i in front:
        mention = next(iter(councils_in(lines[i].text)), None)
        if mention is not None and not found:
            found.append(Found("council", i, mention.start, mention.end))
    subject = _subject(lines, greeted)
    return HeaderBlock((*front, *subject), (*found, *(_whole(lines, i, "title") for i in subject)))


def _subject(lines: Sequence[Line], greeted: int) -> Run:
    """The bold or underlined lines under `Dear ...`."""
    run: list[int] = []
    for i in range(greeted + 1, min(greeted + 1 + MOST_SUBJECT, len(lines))):
        if lines[i].text.strip() and not (lines[i].bold or lines[i].underline):
            break
        run.append(i)
    return tuple(i for i in run if lines[i].text.strip())


def _whole(lines: Sequence[Line], i: int, field: str, labelled: bool = False) -> Found:
    text = lines[i].text
    return Found(field, i, len(text) - len(text.lstrip()), len(text.rstrip()), labelled)


# -- labels -------------------------------------------------------------------


def _nearest_labels(lines: Sequence[Line], front: Sequence[int], own: frozenset[int]) -> dict[int, int]:
    """The label of each line that has none itself; lines that belong to no label are left out.

    In a table the label of its row; on a page the label beside which it stands, further in: of the lines above and
    below it goes with the closer one, be its text set above or below the label's baseline; in running lines the label
    that stands alone just above.
    """
    out: dict[int, int] = {}
    for i in front:
        if i not in own and (label := _label_above(lines, front, i, own, out)) is not None:
            out[i] = label
    for i in reversed(front):
        if says("stamp", lines[i].text) or _is_council_or_date(lines[i].text) or is_meeting(lines[i].text.strip()):
            continue  # a line that says by itself what it is; a label's text set above it does not
        if i not in own and i not in out and (label := _label_below(lines, front, i, own, out)) is not None:
            out[i] = label
    return out


def _label_above(
    lines: Sequence[Line], front: Sequence[int], i: int, own: frozenset[int], out: dict[int, int]
) -> int | None:
    at = front.index(i)
    if at == 0:
        return None
    above, line = front[at - 1], lines[i]
    label = above if above in own else out.get(above)
    if label is None:
        return None
    cell, labels_cell = line.cell, lines[label].cell
    if cell is not None:
        beside = labels_cell is not None and labels_cell.table == cell.table and labels_cell.row == cell.row
        return label if beside and (cell != labels_cell or _is_bare(lines[label])) else None
    if _is_beside(lines[label], line):
        below = lines[front[at + 1]] if at + 1 < len(front) else None
        more = SAME_GAP * (line.size or 10)
        return label if below is None or _gap(lines[above], line) <= _gap(line, below) + more else None
    return label if above in own and _is_bare(lines[above]) else None


def _label_below(
    lines: Sequence[Line], front: Sequence[int], i: int, own: frozenset[int], out: dict[int, int]
) -> int | None:
    at = front.index(i)
    if at + 1 == len(front):
        return None
    below = front[at + 1]
    label = below if below in own else out.get(below)
    if label is None or not _is_beside(lines[label], lines[i]):
        return None
    alike = (lines[i].size, lines[i].bold) == (lines[below].size, lines[below].bold)
    return label if alike and _gap(lines[i], lines[below]) < NEXT_LINE * (lines[i].size or 10) else None


def _is_bare(label: Line) -> bool:
    """A label with nothing after it, whose text must stand below."""
    return label.text.rstrip().endswith(":")


def _is_beside(label: Line, line: Line) -> bool:
    """Further in than the label, within a few lines of it."""
    if label.left is None or line.left is None or label.box is None or line.box is None or label.cell is not None:
        return False
    return line.left > label.left + INDENT and abs(_gap(label, line)) < MOST_BESIDE * (line.size or 10)


def _gap(a: Line, b: Line) -> float:
    return b.box[3] - a.box[3] if a.box and b.box else 0.0


def _field_at(lines: Sequence[Line], front: Sequence[int], n: int) -> str | None:
    """The field of a line's label; a bare word ("Committee") is one where it is set as labels are."""
    line = lines[front[n]]
    field = _own_field(line.text)
    if field is None or ":" in line.text or WIDE_WHITE.search(line.text.strip()):
        return field
    before = lines[front[n - 1]] if n else None
    if line.cell is not None:
        goes_on = before is not None and before.cell == line.cell
        return None if goes_on or line.cell.column > 0 else field
    if before is not None and is_meeting(before.text.strip()) and _is_bodys_last_words(line.text):
        return None
    return field if line.bold else None


def _own_field(text: str) -> str | None:
    """The label is set off by a colon or a gap, or stands alone in its line."""
    match, field = LABEL.match(text), label_of(text.strip())
    if match is None or field is None:
        return None
    gap = ":" in match[0] or "\t" in match[0] or match[0].endswith("  ")
    return field if gap or match.end() >= len(text.rstrip()) else None


def _labelled(lines: Sequence[Line], fields: dict[int, str], own: frozenset[int]) -> Iterator[Found]:
    """What the labels state; a committee's line may hold the date as well: `Cabinet, 30 January 2025`.

    `fields` by line, `own` the lines that hold a label. A row's label may stand beside its text's last line.
    """
    rows: list[list[int]] = []
    for i in sorted(fields):
        if rows and fields[rows[-1][-1]] == fields[i] and not (i in own and own.intersection(rows[-1])):
            rows[-1].append(i)
        else:
            rows.append([i])
    dated = any(fields[row[0]] == "meeting_date" and dates_in(_passage(lines, row, own).text) for row in rows)
    for row in rows:
        if fields[row[0]] != "block":
            yield from _stated(_passage(lines, row, own), fields[row[0]], dated)


def _stated(row: "Passage", field: str, dated: bool) -> Iterator[Found]:
    days = dates_in(row.text)[:1]
    if days and (field == "meeting_date" or (field == "committee" and not dated)):
        yield from row.found("meeting_date", days[0][0], days[0][1], labelled=True)
    if field == "meeting_date":
        return
    whole = _until_next_label(row.text)
    end = len(row.text[: days[0][0]].rstrip(SEPARATORS)) if days and field == "committee" else whole
    end = min(end, whole)
    yield from row.found(field, 0, end, labelled=True)


def _until_next_label(text: str) -> int:
    """Where the text of a label ends that has another label beside it in the same line."""
    at = next((m.start() for m in re.finditer(r"\t", text) if label_of(text[m.end() :]) is not None), len(text))
    return len(text[:at].rstrip())


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of several lines as one text, without labels in front."""

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    """For each line: where its words begin in the text, the line, and where they begin in the line."""

    def found(self, field: str, start: int, end: int, labelled: bool = False) -> Iterator[Found]:
        """The characters `[start, end)` of the text as facts of the lines they stand in."""
        ends = [at - 1 for at, _, _ in self.pieces[1:]] + [len(self.text)] * bool(self.pieces)
        for (at, line, offset), piece_end in zip(self.pieces, ends, strict=True):
            low, high = max(start, at), min(end, piece_end)
            if low < high:
                yield Found(field, line, offset + low - at, offset + high - at, labelled)


def _passage(lines: Sequence[Line], run: Sequence[int], own: frozenset[int] = frozenset()) -> Passage:
    text, pieces = "", []
    for i in run:
        words = lines[i].text
        label = LABEL.match(words) if i in own else None
        start = label.end() if label is not None else _begin(words)
        if start < len(words.rstrip()):
            text += " " if text else ""
            pieces.append((len(text), i, start))
            text += words[start:].rstrip()
    return Passage(text, tuple(pieces))


def _begin(words: str) -> int:
    """Where the words begin, after a bullet: a website lists the meeting of an item as the one point of a menu."""
    mark = read_mark(words)
    return mark.end if mark is not None and mark.family == "bullet" else len(words) - len(words.lstrip())


# -- lines that say by their own words what they are --------------------------


def _runs(lines: Sequence[Line], free: Sequence[int]) -> list[Run]:
    """The lines put together where one is the wrapped end of the one before."""
    widest = max((x.box[2] - x.box[0] for i in free if (x := lines[i]).box is not None), default=0.0)
    runs: list[list[int]] = []
    for i in free:
        if runs and _wraps(lines[runs[-1][-1]], lines[i], i - runs[-1][-1], widest):
            runs[-1].append(i)
        else:
            runs.append([i])
    return [tuple(run) for run in runs]


def _wraps(above: Line, line: Line, step: int, widest: float) -> bool:
    if step != 1 or line.opens is True or above.cell != line.cell or _are_set_apart(above, line):
        return False
    if says("stamp", line.text) and not _is_pushed_down(above, line, widest):
        return False
    if line.opens is False:
        return True
    if _is_council_or_date(above.text) or (is_meeting(above.text.strip()) and not _is_bodys_last_words(line.text)):
        return False
    if above.box is None or line.box is None:
        return line.opens is None and above.text.count("\n") == 1
    if (above.size or 0) != (line.size or 0):
        return False
    white, width = line.box[1] - above.box[3], above.box[2] - above.box[0]
    named = is_meeting(above.text.strip())  # the line is the last word of its name
    if white > (LOOSE if named or width >= VERY_FULL * widest else TIGHT) * (line.size or 10):
        return False
    return named or line.cell is not None or width >= FULL * widest


def _are_set_apart(above: Line, line: Line) -> bool:
    """One bold and the other not, or one all in capitals and the other not."""
    return above.bold != line.bold or (above.text.isupper() and line.text.upper() != line.text)


def _is_pushed_down(above: Line, line: Line, widest: float) -> bool:
    """`Report` alone, in the type of the title over it, which had no room for it: its last word."""
    if above.box is None or line.box is None or not line.bold or above.size != line.size:
        return False
    return above.box[2] - above.box[0] >= VERY_FULL * widest


def _is_of_another_day(words: str) -> bool:
    """`Inspection dates: 3 June ...`, `Decision deadline: ...`: a date with a label that is no meeting's."""
    label, colon, _ = words.partition(":")
    return bool(colon) and not dates_in(label) and not is_meeting(label)


def _is_council_or_date(words: str) -> bool:
    """A line that says all by itself; a meeting's name may still end in the next ("... Scrutiny" / "Committee")."""
    mention = next(iter(councils_in(words)), None)
    named = mention is not None and mention.end - mention.start > MOST_OF * len(words.strip())
    return named or bool(dates_in(words))


def _is_bodys_last_words(words: str) -> bool:
    """`Committee` alone: the end of the name in the line above."""
    return len(words.split()) <= 2 and is_meeting(words.strip())


def _unlabelled(lines: Sequence[Line], run: Run) -> Iterator[Found]:
    """The date, council or committee that a line of a centred block says by its own words."""
    words = _passage(lines, run)
    days = [] if _is_of_another_day(words.text) else dates_in(words.text)
    if days:
        yield from words.found("meeting_date", days[0][0], days[0][1])
    mention = next(iter(councils_in(words.text)), None)
    if mention is not None and mention.end - mention.start > MOST_OF * len(words.text):
        yield from words.found("council", mention.start, mention.end)
    elif is_meeting(words.text):
        leading = LEADING.match(words.text)
        end = len(words.text[: days[0][0]].rstrip(SEPARATORS)) if days else len(words.text)
        yield from words.found("committee", leading.end() if leading is not None else 0, end)


# -- the title ----------------------------------------------------------------


def _first_heading(
    lines: Sequence[Line], free: Sequence[Run], front: Sequence[int], typesetting: Typesetting, *, titled: bool
) -> Run:
    """The last line of the front where it is the heading of the first section, to be left to the body.

    It is set as the body's headings are, and the title is already found or another line may be it.
    """
    if not free or free[-1][-1] != front[-1] or not _may_be_title(lines, free[-1]):
        return ()
    others = any(_may_be_title(lines, run) for run in free[:-1])
    return free[-1] if (titled or others) and _is_like_a_heading(lines, free[-1], typesetting) else ()


def _title(lines: Sequence[Line], free: Sequence[Run], *, after: bool) -> Run:
    """The title's lines: those in a title style, else the most strongly set; `after`: a heading follows them."""
    likely = [run for run in free if _may_be_title(lines, run)]
    if not likely:
        return ()
    styled = [run for run in likely if lines[run[0]].role == "title"]
    strength = {run: _strength(lines, run) for run in likely}
    strongest = [run for run in likely if strength[run] >= max(strength.values())]
    return (styled or strongest)[0 if after else -1]


def _may_be_title(lines: Sequence[Line], run: Run) -> bool:
    line = lines[run[0]]
    words = " ".join(lines[i].text.strip() for i in run)
    if not any(c.isalpha() for c in words) or REACHABLE.search(words) or _is_unknown_label(line):
        return False
    return not (says("stamp", words) or says("department", words))


def _is_unknown_label(line: Line) -> bool:
    """`Telephone: 01632 ...`: a bold label before other text, or a gap after a colon."""
    colon = line.text.find(":")
    if colon < 0 or line.bold or colon + 1 >= len(line.text.rstrip()):
        return False
    return 0 < line.bold_start <= colon + 2 or line.text[colon + 1] == "\t"


def _strength(lines: Sequence[Line], run: Run) -> tuple[float, bool]:
    line = lines[run[0]]
    return round((line.size or 0) / LARGER) * LARGER, line.bold or line.underline


def _is_like_a_heading(lines: Sequence[Line], run: Run, typesetting: Typesetting) -> bool:
    """The last line before the body, set as the headings of the body are."""
    line = lines[run[0]]
    if line.role == "heading":
        return True
    later = (x for x in lines[run[-1] + 1 :] if x.cell is None and x.role not in ("running-head", "running-foot"))
    alike = (
        x for x in later if (x.bold, x.underline, x.size, x.role) == (line.bold, line.underline, line.size, line.role)
    )
    return any(read_mark(x.text) is None and is_heading(x, None, typesetting) for x in alike)
