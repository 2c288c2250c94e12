"""What the pages of a report show: words and drawings, ready for the templates, which decide nothing."""

from pipeline.records import dataclass
from pipeline.report.charts import Chart
from schemas.comparison import Piece


@dataclass(frozen=True, slots=True)
class Where:
    """Where a statement is printed: the paper, empty where there is only one; its page; its id in the JSON."""

    paper: str
    page: int | None
    id: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a summary: what it counts, its details, and the part of the page that has more."""

    lead: str
    details: tuple[str, ...] = ()
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One measure since the paper before."""

    label: str
    chart: str | None
    """Id of its chart on the page."""
    earlier: str
    earlier_when: str
    earlier_rating: str
    """As the papers print it, as the latest one in `rating`; never worked out."""
    later: str
    later_when: str
    rating: str
    change: str
    arrow: str
    judgement: str
    """better, worse, or empty."""
    beside: tuple[tuple[str, str], ...]
    """How it stands to a target or another body, and what to know of that."""
    notes: tuple[str, ...]
    where: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Measures that moved the same way."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of a measure in the table of all figures."""

    whose: str
    when: str
    amount: str
    raw: str
    rating: str
    where: Where


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one measure."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to tell, with what it is called, its words, and where they stand."""

    what: str
    words: str
    detail: str
    where: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Wordings set against each other, the words that differ marked."""

    what: str
    when: str
    pieces: tuple[Piece, ...]
    where: tuple[Where, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """Both wordings whole, where there are several on a side."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One year of an improvement area: `look` is alive, gone or none."""

    look: str
    words: str
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Life:
    """An improvement area through the papers."""

    words: str
    beats: tuple[Beat, ...]
    where: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The papers of one council and kind, set side by side."""

    id: str
    title: str
    since: str
    caution: str
    """What to know of the order of the papers; empty where they all have dates."""
    papers: tuple[Told, ...]
    short: tuple[Line, ...]
    rows: tuple[Rows, ...]
    charts: tuple[Chart, ...]
    restated: tuple[Told, ...]
    presences: tuple[Told, ...]
    life_heads: tuple[str, ...]
    lives: tuple[Life, ...]
    reworded: tuple[Changed, ...]
    questions: tuple[Changed, ...]
    sections: tuple[Told, ...]
    passages: tuple[Changed, ...]
    other_passages: tuple[Changed, ...]
    figures: tuple[Figures, ...]
    rated: bool
    """Some of the figures have a printed rating."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Councils' figures for one measure and time."""

    title: str
    spread: str
    places: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Comparing:
    """The page of a comparison."""

    title: str
    sections: tuple[Section, ...]
    folded: bool
    """So many series that each stands folded, under its heading and summary."""
    alone: tuple[Told, ...]
    """Papers that there is nothing to compare with."""
    standings: tuple[Standing, ...]
    only_one: tuple[Told, ...]
    stale: tuple[Told, ...]
    program: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """An issue of a paper."""

    severity: str
    message: str
    quote: str
    page: int | None
    about: str
    code: str


@dataclass(frozen=True, slots=True)
class Heading:
    number: str
    title: str
    level: int
    where: Where


@dataclass(frozen=True, slots=True)
class Reading:
    """The page of one paper."""

    title: str
    facts: tuple[tuple[str, str], ...]
    short: tuple[Line, ...]
    rows: tuple[Rows, ...]
    charts: tuple[Chart, ...]
    areas: tuple[Told, ...]
    recommendations: tuple[Told, ...]
    sentences: tuple[Told, ...]
    inspections: tuple[Told, ...]
    commitments: tuple[Told, ...]
    doubts: tuple[Doubt, ...]
    headings: tuple[Heading, ...]
    figures: tuple[Figures, ...]
    program: str
