"""A sentence's statement, the clause it is read from, and the words of its measure."""

from collections.abc import Sequence

from pipeline.extractors.clauses import Part
from pipeline.records import dataclass
from schemas.record import Role

FIGURE = "SNRD"
VERBS = frozenset("bhv")
HEADS = frozenset("nr")
CONTENT = frozenset("nrwpev")
SMALL = 10  # spelt numbers below are anecdotes ("three young people have come home"), but for "there were three"


@dataclass(frozen=True, slots=True)
class Told:
    """One value: whose, in what role, with the period beside it."""

    value: Part
    period: Part | None
    of: str = "authority"
    role: Role = "current"


@dataclass(frozen=True, slots=True)
class Statement:
    """A measure in the sentence's words, and what is told of it."""

    measure: tuple[Part, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A value in its sentence: indexes of the value and of the part where its clause begins."""

    parts: tuple[Part, ...]
    letters: str
    start: int
    at: int
    skipped: int = 0
    """How many marks close what the value stands in."""

    @property
    def value(self) -> Part:
        return self.parts[self.at]

    @property
    def before(self) -> str:
        return self.letters[self.start : self.at]

    @property
    def after(self) -> str:
        return self.letters[self.at + 1 :]


@dataclass(frozen=True, slots=True)
class Measure:
    """The words of a measure, the index where they end if they stand after the value, and a period in their midst."""

    words: tuple[Part, ...]
    end: int = 0
    period: Part | None = None


def clause_of(parts: Sequence[Part], letters: str, at: int) -> Clause:
    start = max(letters.rfind(";", 0, at), letters.rfind(".", 0, at)) + 1
    return Clause(tuple(parts), letters, start, at)


def word_before(clause: Clause, at: int) -> str:
    return clause.parts[at - 1].text.lower() if at > clause.start else ""


def is_small(part: Part) -> bool:
    return part.amount is None or part.amount.value is None or part.amount.value < SMALL


def is_fraction(part: Part) -> bool:
    return part.amount is not None and part.amount.rule in ("fraction", "fraction-words")
