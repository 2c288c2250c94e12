"""How alike two wordings are, by words and by meaning; and which words differ.

Words count by their stem, and those that `kindred_words.csv` calls the same count as one; so do a term of the field
and its short form. A word that stands in many passages of both papers weighs little, a rare one much; one that only
says that something is to be done ("strengthen", "embed") weighs little everywhere, for a nominalisation or a passive
leaves the matter as it is.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from difflib import SequenceMatcher
from functools import cache, lru_cache

from pipeline.records import dataclass
from pipeline.vocabulary.wording import folded, rows_of
from schemas.comparison import Piece

WORD_AND_SPACE = re.compile(r"\s*\S+")
SUFFIXES = (
    *("ation", "ement", "ment", "ating", "ated", "ate", "ing", "ion"),
    *("ies", "ed", "es", "ly", "ity", "s", "y", "e"),
)
SHORTEST_STEM = 4  # letters: shorter ones are shared by words that have nothing to do with each other
MOST_KNOWN = 1 << 15  # words whose forms are remembered: more than a series of papers has
SHORTEST_PLURAL = 3  # letters: GPs, SWs
LONGEST_SHORT_FORM = 5  # letters of an abbreviation: `abbreviations.csv` also rewrites wordings, which are none
LIGHT = {"intent": 0.3, "common": 0.6}  # of a word's weight, by the kind that `kindred_words.csv` gives it

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each word says, from the passages of the papers compared."""

    passages: int = 0
    in_passages: Counter[str] = field(default_factory=Counter)
    known: dict[str, float] = field(default_factory=dict)
    """The words weighed so far."""

    def of(self, words: Iterable[str]) -> float:
        """An exact sum: the order of the words does not count."""
        return math.fsum(map(self.one, words))

    def one(self, word: str) -> float:
        weight = self.known.get(word)
        if weight is None:
            rarity = math.log(1 + (self.passages + 1) / (self.in_passages[word] + 1))
            weight = self.known[word] = rarity * LIGHT.get(_kinds().get(word, ""), 1.0)
        return weight


def weights(passages: Iterable[Words]) -> Weights:
    all_of_them = list(passages)
    return Weights(len(all_of_them), Counter(word for words in all_of_them for word in words))


def words_of(text: str) -> Words:
    """The stems of the words that carry meaning."""
    single = "".join(f"{_single(word)} " for word in folded_whole(text).split() if word not in _empty())
    plain = _phrases().sub(lambda match: f"{_kindred()[match[0]]} ", single)
    return frozenset(map(_stem, plain.split()))


def matters(words: Words) -> Words:
    """The words that name a matter: none that say what is to be done, what of a thing, or stand everywhere."""
    return frozenset(word for word in words if not _kinds().get(word))


def one_aspect(a: Words, b: Words) -> bool:
    """Not the timeliness of a thing here and its quality there: they share an aspect, or one of them names none."""
    own, other = ({word for word in words if _kinds().get(word) == "aspect"} for words in (a, b))
    return not own or not other or bool(own & other)


def likeness(a: Words, b: Words, weigh: Weights) -> float:
    """Weight of the shared words: half against both wordings together, half against the shorter one.

    The second half forgives a wording that only says more; the first that it says much more.
    """
    shared = weigh.of(a & b)
    if not shared:
        return 0.0
    own, other = weigh.of(a), weigh.of(b)
    return round((2 * shared / (own + other) + shared / min(own, other)) / 2, 4)


def overlap(a: Words, b: Words, weigh: Weights) -> float:
    """Weight of the shared words against both wordings together (Dice)."""
    both = weigh.of(a) + weigh.of(b)
    return round(2 * weigh.of(a & b) / both, 4) if both else 0.0


def share(part: Words, whole: Words, weigh: Weights) -> float:
    """How much of the weight of `part` stands in `whole`."""
    all_of_it = weigh.of(part)
    return weigh.of(part & whole) / all_of_it if all_of_it else 0.0


def same_words(a: str, b: str) -> bool:
    """The same words in the same order: case, quotes, dashes and full stops do not count."""
    return folded_whole(a) == folded_whole(b)


def folded_whole(text: str) -> str:
    """Folded, however long; where nothing folds to words, the text itself."""
    words = text.split()
    parts = [folded(" ".join(words[start : start + 100])) for start in range(0, len(words), 100)]
    return "".join(parts) or text


def marked(earlier: str, later: str) -> tuple[Piece, ...]:
    """Both wordings as one: the words they share and those that only one has. Nothing where no word differs."""
    if same_words(earlier, later):
        return ()
    before, after = WORD_AND_SPACE.findall(earlier), WORD_AND_SPACE.findall(later)
    matcher = SequenceMatcher(None, _bare(before), _bare(after), autojunk=False)
    pieces = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece(kind="same", text="".join(after[c:d])))
            continue
        if b > a:
            pieces.append(Piece(kind="removed", text="".join(before[a:b])))
        if d > c:
            pieces.append(Piece(kind="added", text="".join(after[c:d])))
    return tuple(pieces)


def _bare(words: list[str]) -> list[str]:
    return [folded(word) or word.strip() for word in words]


@lru_cache(maxsize=MOST_KNOWN)
def _single(word: str) -> str:
    if word.endswith("ies") and len(word) > SHORTEST_STEM:
        return f"{word[:-3]}y"
    if word.endswith("s") and len(word) >= SHORTEST_PLURAL and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=MOST_KNOWN)
def _stem(word: str) -> str:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            stem = word[: -len(suffix)]
            return stem[:-1] if stem[-1] == stem[-2] else stem  # embed, embedded
    return word


@cache
def _kindred() -> dict[str, str]:
    """What each form counts as, both as `_single` leaves them."""
    forms: dict[str, str] = {}
    for row in rows_of("kindred_words.csv"):
        for form in row["forms"].split("|"):
            forms.setdefault(_bare_form(form.replace("_", " ")), row["word"])
    for row in rows_of("abbreviations.csv"):
        if row["canonical"].isalpha() and len(row["canonical"]) <= LONGEST_SHORT_FORM:
            forms.setdefault(_bare_form(row["form"]), row["canonical"])
    return forms


def _bare_form(form: str) -> str:
    return "".join(f"{_single(word)} " for word in form.split() if word not in _empty())


@cache
def _kinds() -> dict[str, str]:
    """The kind of each word that `kindred_words.csv` gives one."""
    return {_stem(word): row["kind"] for row in rows_of("kindred_words.csv") for word in row["word"].split()}


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(filter(None, _kindred()), key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, longest_first))})")


@cache
def _empty() -> frozenset[str]:
    return frozenset(row["word"] for row in rows_of("empty_words.csv"))
