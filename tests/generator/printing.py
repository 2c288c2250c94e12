"""A paper set in a style: numbers and marks given; the blocks that the makers print and the truth reads."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from tests.generator import words
from tests.generator.description import (
    Actions,
    Areas,
    CellText,
    Indicators,
    Paper,
    Part,
    Point,
    Prose,
    Quotation,
    Recommendations,
    Section,
    Strengths,
)
from tests.generator.styles import PLAIN, UNNUMBERED_HEADINGS, Style

RAISED = re.compile(r"\^\{(\w+)\}")
MARK = re.compile(r"\^\[(\d+)\]")
PIECE = re.compile(r"(\^\{\w+\}|\^\[\d+\])")


@dataclass(frozen=True, slots=True)
class Heading:
    """`number` as printed, dot and all."""

    number: str | None
    title: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class ListPoint:
    """A point with its printed mark."""

    mark: str
    text: str
    points: tuple["ListPoint", ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`label` is a bold run-in at the beginning of the text, and part of it."""

    number: str | None
    text: str
    points: tuple[ListPoint, ...] = ()
    label: str | None = None
    quotation: bool = False
    bold: bool = False
    level: int = 1


@dataclass(frozen=True, slots=True)
class Points:
    """A list straight under its heading."""

    points: tuple[ListPoint, ...]


@dataclass(frozen=True, slots=True)
class AreaTable:
    """Improvement areas as a table of one column."""

    head: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines outside the body: contacts, a signature."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks in a frame."""

    blocks: tuple[Heading | Paragraph, ...]


Block = Heading | Paragraph | Points | AreaTable | Indicators | Actions | Lines | Box


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the header block; without a label it is printed alone."""

    label: str | None
    value: str
    fact: str | None = None
    """Which fact of the header it prints: council, committee, meeting_date, title."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper ready to be printed, and the answers."""

    style: Style
    header: tuple[Field, ...]
    facts: dict[str, str]
    running_head: str | None
    running_foot: str | None
    blocks: tuple[Block, ...]
    areas: tuple[str, ...]
    recommendations: tuple[str, ...]
    footnotes: tuple[str, ...]


def plain(text: str) -> str:
    """The words alone: raised letters lowered, footnote marks gone."""
    return MARK.sub("", RAISED.sub(r"\1", text))


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """(kind, text): kind is text, raised or mark."""
    for part in PIECE.split(text):
        if raised := RAISED.fullmatch(part):
            yield "raised", raised[1]
        elif mark := MARK.fullmatch(part):
            yield "mark", mark[1]
        elif part:
            yield "text", part


# -- quotes -----------------------------------------------------------------

OPENING = re.compile(r"(^|[\s(\[])'")


def curly(text: str) -> str:
    """Typographic single quotes."""
    return OPENING.sub("\\1‘", text).replace("'", "’")


def straight(text: str) -> str:
    """As it is."""
    return text


# -- words that a line's end may cut ----------------------------------------

WORD = re.compile(r"[a-z]+")
CUTS = {word.replace("|", ""): word.replace("|", "\xad") for word in words.CUTS}


def cuttable(text: str, style: Style) -> str:
    """With soft hyphens, where the style cuts words."""
    return WORD.sub(lambda m: CUTS.get(m[0], m[0]), text) if style.hyphenation == "words" else text


# -- numbers ----------------------------------------------------------------

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def counted(form: str, index: int) -> str:
    """The mark of point `index` (from 0) in the form of a first mark: 'a)', '(i)', '1.'."""
    if "a" in form:
        return form.replace("a", chr(ord("a") + index))
    if "i" in form:
        return form.replace("i", ROMAN[index])
    if "1" in form:
        return form.replace("1", str(index + 1))
    return form


class Numbers:
    """The printed numbers of one paper, in order; the state is where the count stands."""

    def __init__(self, numbering: str) -> None:
        self.numbering = numbering
        self.section = 16 if numbering == "sections from 17" else 0
        self.sub = 0
        self.paragraph = 16 if numbering == "from 17" else 0

    def heading(self) -> str | None:
        """The next section's number."""
        self.section, self.sub = self.section + 1, 0
        if not self.numbering.startswith(("continuous", "from")):
            self.paragraph = 0
        if self.numbering in UNNUMBERED_HEADINGS:
            return None
        if self.numbering.startswith("A"):
            return f"{chr(64 + self.section)}."
        form = "1." if self.numbering == "sections from 17" else self.numbering.split()[0]
        return form.replace("1", str(self.section))

    def subheading(self) -> str:
        """The next sub-section's number."""
        self.sub, self.paragraph = self.sub + 1, 0
        return f"{self.section}.{self.sub}"

    def next(self) -> str | None:
        """The next paragraph's number."""
        if self.numbering in PLAIN:
            return None
        self.paragraph += 1
        return self.form()

    def form(self) -> str:
        """The number of the current paragraph."""
        dotted = f"{self.section}.{self.paragraph}"
        forms: dict[str, Callable[[], str]] = {
            "1. 1.1.": lambda: f"{dotted}.",
            "1. a)": lambda: counted("a)", self.paragraph - 1),
            "1. (a)": lambda: counted("(a)", self.paragraph - 1),
            "1. (i)": lambda: counted("(i)", self.paragraph - 1),
            "A. A1": lambda: f"{chr(64 + self.section)}{self.paragraph}",
            "1 1.1 1.1.1": lambda: f"{self.section}.{self.sub}.{self.paragraph}" if self.sub else dotted,
            "continuous 1.": lambda: f"{self.paragraph}.",
            "continuous 1": lambda: str(self.paragraph),
            "continuous (1)": lambda: f"({self.paragraph})",
            "from 17": lambda: f"{self.paragraph}.",
            "restart 1.": lambda: f"{self.paragraph}.",
        }
        return forms.get(self.numbering, lambda: dotted)()


# -- setting ----------------------------------------------------------------


def set_paper(paper: Paper, style: Style, seed: str) -> Printed:
    """The paper in the style; `seed` decides what neither of them fixes."""
    random = Random(f"print {seed}")
    quote = curly if style.quotes == "curly" else straight
    sections = ordered(paper.sections, style)
    plain_loose = Random(f"loose {seed}")
    numbers = Numbers(style.numbering)
    blocks = [varied(block, style, plain_loose) for block in summary_blocks(paper, style, quote)]
    for section in sections:
        made = section_blocks(section, style, numbers, quote)
        asks = isinstance(section.parts[0], Recommendations)
        blocks += made if asks else (varied(block, style, plain_loose) for block in made)
    blocks += closing_blocks(paper, style, quote)
    blocks, notes = with_footnotes(blocks, style, random)
    header, facts = header_block(paper, style, random, quote)
    head, foot = running(paper, style, quote)
    return Printed(
        style, header, facts, head, foot, tuple(blocks), tuple(areas_of(sections, quote)),
        tuple(asked_of(sections, style, quote)), tuple(quote(note) for note in notes),
    )  # fmt: skip


def ordered(sections: tuple[Section, ...], style: Style) -> tuple[Section, ...]:
    """The sections where the style puts them."""
    asked = [s for s in sections if isinstance(s.parts[0], Recommendations)]
    strengths = [s for s in sections if isinstance(s.parts[0], Strengths)]
    areas = [s for s in sections if isinstance(s.parts[0], Areas)]
    closing = [s for s in sections if s.closing]
    actions = [s for s in sections if isinstance(s.parts[-1], Actions)]
    body = [s for s in sections if s not in asked + strengths + areas + actions + closing]
    closing = [*actions, *closing] if style.other_table == "actions" else closing
    middle = {"before": [*strengths, *areas], "after": [*areas, *strengths], "none": areas}[style.decoy]
    asked = [] if style.asked == "none" else asked
    if style.asked_place == "start" and style.asked != "run-in":
        return (*asked, *body, *middle, *closing)
    return (*body, *middle, *closing, *asked)


def section_blocks(section: Section, style: Style, numbers: Numbers, quote: Callable[[str], str]) -> Iterator[Block]:
    """A heading and what stands under it."""
    if isinstance(section.parts[0], Recommendations) and style.asked == "run-in":
        single = quote(section.parts[0].single)
        yield Paragraph(None, single, label="Recommendation: ")
        return
    yield Heading(numbers.heading(), printed_title(quote(section.title), style))
    split = len(section.parts) // 2 if style.numbering == "1 1.1 1.1.1" and len(section.parts) > 3 else 0
    for index, part in enumerate(section.parts):
        if split and section.subtitles and index in (0, split) and not isinstance(part, Quotation):
            yield Heading(numbers.subheading(), quote(section.subtitles[index > 0]), level=2)
        yield from part_blocks(part, style, numbers, quote)
        if style.loose == "yes" and isinstance(part, Prose) and part.points and index == len(section.parts) - 1:
            yield Paragraph(None, quote(LOOSE), level=level_of(numbers))


LOOSE = (
    "This work is described in more detail in the annual report, considered at an earlier meeting of this committee."
)


def varied(block: Block, style: Style, random: Random) -> Block:
    """Now and then a bold label runs in to a paragraph."""
    able = isinstance(block, Paragraph) and not (block.points or block.label or block.quotation or block.bold)
    if style.run_ins == "yes" and able and random.random() < 0.3:
        assert isinstance(block, Paragraph)
        return replace(block, label=random.choice(words.RUN_INS)) if block.text[-1] != ":" else block
    return block


def printed_title(title: str, style: Style) -> str:
    """Capitals and a closing colon where the style has them."""
    if style.heading == "caps":
        return title.upper()
    return f"{title}:" if style.heading == "colon" else title


def part_blocks(part: Part, style: Style, numbers: Numbers, quote: Callable[[str], str]) -> Iterator[Block]:
    """One part as blocks."""
    if isinstance(part, Actions):
        yield part
    elif isinstance(part, Prose):
        yield Paragraph(
            numbers.next(), quote(part.text), marked(part.points, style.points, style, quote), level=level_of(numbers)
        )
    elif isinstance(part, Quotation):
        yield Paragraph(None, quote(part.text), quotation=True)
    elif isinstance(part, Indicators):
        yield noted(part, style, quote)
    elif isinstance(part, Areas):
        yield from area_blocks(part, style, numbers, quote)
    elif isinstance(part, Strengths):
        yield Points(marked(tuple(Point(text) for text in part.texts), "bullets", style, quote))
    else:
        yield from asked_blocks(part, style, numbers, quote)


def level_of(numbers: Numbers) -> int:
    """2 under a sub-heading."""
    return 2 if numbers.sub else 1


def marked(points: tuple[Point, ...], form: str, style: Style, quote: Callable[[str], str]) -> tuple[ListPoint, ...]:
    """Points with their marks; the points under a point have the other kind of mark."""
    under = "(i)" if form in ("a)", "1)") else "a)" if form == "(i)" else "o" if style.bullet != "o" else "–"
    return tuple(
        ListPoint(
            style.bullet if form == "bullets" else counted(form, index),
            quote(point.text),
            tuple(
                ListPoint(counted(under, i) if under not in "o–" else under, quote(p.text))
                for i, p in enumerate(point.points)
            ),
        )
        for index, point in enumerate(points)
    )


def noted(table: Indicators, style: Style, quote: Callable[[str], str]) -> Indicators:
    """The table with its labels' quotes set, and footnote marks where the style has them."""
    measures = [replace(m, label=quote(m.label), cells=tuple(noted_cells(m.cells, style))) for m in table.measures]
    caption = quote(table.caption) if table.caption else None
    table = under_years(table) if style.table_heads == "two rows" else table
    if style.references == "yes":
        form = ("CS{:02}", "KPI {}", "{}.")[len(measures) % 3]
        measures = [replace(m, reference=form.format(i)) if m.cells else m for i, m in enumerate(measures, start=1)]
        over = (("", 1), *table.over) if table.over else ()
        table = replace(table, columns=("Ref", *table.columns), over=over)
    if style.table_notes != "marks":
        return replace(table, measures=tuple(measures), caption=caption)
    rows = [i for i, m in enumerate(measures) if m.cells]
    first = measures[rows[0]]
    measures[rows[0]] = replace(first, label=f"{first.label}^[1]")
    last = measures[rows[-1]]
    cells = (*last.cells[:-1], replace(last.cells[-1], text=f"{last.cells[-1].text}^[2]"))
    if last.cells[-1].readings:
        measures[rows[-1]] = replace(last, cells=cells)
    return replace(table, measures=tuple(measures), caption=caption, notes=words.TABLE_NOTES)


QUARTER_HEAD = re.compile(r"(Q[1-4]|Quarter [1-4]) (\S+)")


def under_years(table: Indicators) -> Indicators:
    """Quarters under their years in two rows of heads, where every head names both."""
    heads = [QUARTER_HEAD.fullmatch(head) for head in table.columns[1:]]
    if not heads or None in heads:
        return table
    years = [head[2] for head in heads if head]
    over = tuple((year, years.count(year)) for year in dict.fromkeys(years))
    return replace(table, columns=(table.columns[0], *(head[1] for head in heads if head)), over=(("", 1), *over))


def noted_cells(cells: tuple[CellText, ...], style: Style) -> Iterator[CellText]:
    """An arrow or a rating beside the value of a current reading; the value itself decides which."""
    for cell in cells:
        current = len(cell.readings) == 1 and cell.readings[0].role == "current" and cell.readings[0].value is not None
        if not current or style.cell_marks == "none" or cell.text[-1] not in "0123456789%":
            yield cell
            continue
        choice = int(cell.readings[0].value or 0) % 3
        mark = ("↑", "↓", "→")[choice] if style.cell_marks == "arrow" else ("(G)", "(A)", "(R)")[choice]
        yield replace(cell, text=f"{cell.text} {mark}")


def area_blocks(part: Areas, style: Style, numbers: Numbers, quote: Callable[[str], str]) -> Iterator[Block]:
    """The improvement areas as bullets, numbered list, table, or list under a lead-in."""
    points = tuple(Point(text) for text in part.texts)
    if style.areas == "table":
        yield AreaTable("Area for improvement", tuple(quote(text) for text in part.texts))
    elif style.areas in ("lead-in", "bold lead-in"):
        bold = style.areas == "bold lead-in"
        number = None if bold else numbers.next()
        yield Paragraph(number, quote(part.lead_in), marked(points, "bullets", style, quote), bold=bold)
    else:
        yield Points(marked(points, "bullets" if style.areas == "bullets" else "1.", style, quote))


def asked_blocks(part: Recommendations, style: Style, numbers: Numbers, quote: Callable[[str], str]) -> Iterator[Block]:
    """The recommendations as the style asks them."""
    points = tuple(Point(text) for text in part.texts)
    if style.asked == "sentence":
        yield Paragraph(numbers.next(), quote(part.single))
    elif style.asked == "paragraphs":
        for text in part.texts:
            yield Paragraph(numbers.next(), quote(text))
    elif style.asked == "boxed":
        yield Box((Paragraph(None, quote(part.lead_in), marked(points, "a)", style, quote)),))
    else:
        yield Paragraph(numbers.next(), quote(part.lead_in), marked(points, asked_form(style), style, quote))


def asked_form(style: Style) -> str:
    """A mark that is not the paragraphs' own."""
    taken = {"1. a)": "a)", "1. (a)": "a)", "1. (i)": "(i)", "restart 1.": "1.", "continuous 1.": "1.", "from 17": "1."}
    clash = taken.get(style.numbering) == style.asked
    return "(i)" if clash else style.asked


def summary_blocks(paper: Paper, style: Style, quote: Callable[[str], str]) -> Iterator[Block]:
    """A summary before the first section."""
    summary = Paragraph(None, quote(paper.summary), label="Summary: ")
    if style.summary == "boxed":
        yield Box((summary,))
    elif style.summary == "run-in":
        yield summary


def closing_blocks(paper: Paper, style: Style, quote: Callable[[str], str]) -> Iterator[Block]:
    """What stands after the last section."""
    (author, post), (director, office) = paper.author, paper.director
    mail = f"{author.lower().replace(' ', '.')}@example.gov.uk"
    if style.closing == "contacts":
        yield Heading(None, printed_title("Contact details", style))
        yield Lines(("Report author", author, quote(post), "01632 960417", mail))
    elif style.closing == "sign-off":
        yield Lines((director, quote(office)))
    elif style.closing == "appendices":
        yield Heading(None, printed_title("Appendices", style))
        yield Paragraph(None, "Appendix 1 – Summary of audit findings")
        yield Paragraph(None, "Appendix 2 – Improvement plan")
        yield Heading(None, printed_title("Background papers", style))
        yield Paragraph(None, "None.")


def with_footnotes(blocks: list[Block], style: Style, random: Random) -> tuple[list[Block], tuple[str, ...]]:
    """Up to two footnote marks at the ends of sentences of body paragraphs."""
    if style.footnotes == "no":
        return blocks, ()
    able = [
        i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and not b.points and ". " in b.text and not b.label
    ]
    chosen = sorted(random.sample(able, min(2, len(able))))
    for count, index in enumerate(chosen, start=1):
        block = blocks[index]
        assert isinstance(block, Paragraph)
        blocks[index] = replace(block, text=block.text + f"^[{count}]")
    return blocks, words.FOOTNOTES[: len(chosen)]


def areas_of(sections: tuple[Section, ...], quote: Callable[[str], str]) -> Iterator[str]:
    """The improvement areas' texts."""
    for section in sections:
        for part in section.parts:
            if isinstance(part, Areas):
                yield from (quote(text) for text in part.texts)


def asked_of(sections: tuple[Section, ...], style: Style, quote: Callable[[str], str]) -> Iterator[str]:
    """The recommendations' texts."""
    for section in sections:
        for part in section.parts:
            if isinstance(part, Recommendations):
                texts = (part.single,) if style.asked in ("sentence", "run-in") else part.texts
                yield from (quote(text) for text in texts)


# -- header block and running lines -----------------------------------------


def ordinal(day: int) -> str:
    """'1st', '12th'."""
    return f"{day}{'th' if day in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def printed_date(day: date, random: Random) -> str:
    """A meeting date in one of the usual forms."""
    return random.choice(
        (
            f"{day.day} {day:%B %Y}",
            f"{day:%A} {day.day} {day:%B %Y}",
            f"{ordinal(day.day)} {day:%B %Y}",
            f"{day:%d/%m/%Y}",
            f"{day:%A}, {ordinal(day.day)} {day:%B}, {day.year}",
            f"{day:%d %B %Y}",
        )
    )


def header_block(
    paper: Paper, style: Style, random: Random, quote: Callable[[str], str]
) -> tuple[tuple[Field, ...], dict[str, str]]:
    """The header's lines, and the facts that they print."""
    day = printed_date(paper.meeting, random)
    values = {
        "council": paper.council,
        "committee": quote(paper.committee),
        "meeting_date": day,
        "title": quote(paper.title),
    }
    council, committee, when, title = (Field(None, value, fact) for fact, value in values.items())
    author, post = paper.author
    if style.header in ("centred", "lines"):
        made: tuple[Field, ...] = (council, committee, when, title)
    elif style.header == "agenda":
        made = (Field(None, f"Agenda Item {random.randint(4, 12)}"), council, committee, when, title)
    elif style.header == "from to":
        made = (
            Field("From", quote(f"{paper.member}, Cabinet Member for Children's Services")),
            Field("To", f"{values['committee']} – {paper.meeting.day} {paper.meeting:%B %Y}", "committee meeting_date"),
            Field("Subject", values["title"], "title"),
            Field("Classification", random.choice(("Unrestricted", "For publication"))),
        )
    else:
        made = labelled(values, style, random, quote(f"{author}, {post}"))
        made = (council, *made) if style.header == "letterhead table" else made
    facts = {k: v for k, v in values.items() if any(k in (field.fact or "").split() for field in made)}
    facts["meeting_date"] = paper.meeting.isoformat()
    return made, facts


LABELS: tuple[tuple[str, str, str, str], ...] = (
    ("COMMITTEE", "DATE", "TITLE", "REPORT OF"),
    ("Report to", "Date of meeting", "Report title", "Report of"),
    ("Committee", "Meeting date", "Title of report", "Report author"),
    ("Meeting", "Date", "Subject", "Officer"),
)


def labelled(values: dict[str, str], style: Style, random: Random, officer: str) -> tuple[Field, ...]:
    """Committee, date and title behind labels, and one field that is none of the facts."""
    committee, when, title, report_of = random.choice(LABELS)
    made = (
        Field(committee, values["committee"], "committee"),
        Field(when, values["meeting_date"], "meeting_date"),
        Field(title, values["title"], "title"),
        Field(report_of, officer),
    )
    return (
        made
        if style.header != "labels"
        else (Field("Council" if committee != "COMMITTEE" else "COUNCIL", values["council"], "council"), *made)
    )


def running(paper: Paper, style: Style, quote: Callable[[str], str]) -> tuple[str | None, str | None]:
    """Running head and foot: '#' is the page's number, '##' the number of pages, '@' the pack's page number."""
    when = f"{paper.meeting.day} {paper.meeting:%B %Y}"
    return {
        "none": (None, None),
        "page x of y": (None, "Page # of ##"),
        "committee and date": (f"{quote(paper.committee)} – {when}", None),
        "title": (f"{quote(paper.title)}\t#", None),
        "stamp": ("OFFICIAL", "OFFICIAL\t#"),
        "pack page": (None, "#\tPage @"),
        "number only": (None, "#"),
    }[style.running]
