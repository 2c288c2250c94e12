"""The label of a row to an indicator of the vocabulary: exact, or cleaned; nothing further fills the id.

The shapes read:

    Re-referral rate                           an alias, letter by letter but for case, spaces and the kind of dash
    % of ICPCs held in timescale               an alias in other dress: unit words in front, abbreviation, plural
    Reviews on time (under "Child Protection") a label of several indicators: unit and section decide, or nothing does

Wrong is worse than none: an indicator is taken only when it fits the unit of the reading and the unit the label claims.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal

from pipeline.records import dataclass
from pipeline.vocabulary.alternatives import any_of
from pipeline.vocabulary.wording import fits, folded, rows_of

MatchKind = Literal["exact", "cleaned", "suggested"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of `indicators.csv`. `opposite`: the id of the reversed statement (100 minus the value)."""

    id: str
    label: str
    unit: str
    polarity: str
    topic: str
    opposite: str | None
    confusable_with: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Match:
    """The indicator of a label, or None. `alternatives`: others that the same words may mean, to be told to a person;
    also where unit or section have decided, since words that fit several measures are worth a look.
    """

    indicator: str | None = None
    match: MatchKind | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A label that fits several indicators; `settled`: the one that the alias table vouches for."""

    candidates: tuple[str, ...]
    settled: str | None


Aliases = dict[str, tuple[str, ...]]
Wordings = tuple[tuple[str, str], ...]
"""Labels, each with the id of its indicator."""

PLAIN = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("‘’`´", "'")})
NOTE_MARKS = re.compile(r"[\s*†‡:;.,]{1,40}\Z")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
CODE = re.compile(
    r"\A(?:(?:[A-Z]{2,5} )?[A-Z]{1,6}[ /._-]?\d{1,4}(?:\.\d{1,3})?[a-z]?|\d{1,3}(?:\.\d{1,3})+|\d{1,3}[.)]|KPI ?\d{1,3}"
    r"|[A-Z][A-Za-z]{1,4} \d{2})\s{0,9}[:.)–-]?\s{1,20}"
)
CODE_AFTER = re.compile(
    r"\s{1,9}(?:[(\[](?:[A-Z]{2,5} )?[A-Za-z]{1,6}[ /._-]?\d{1,4}(?:\.\d{1,3})?[a-z]?[)\]]"
    r"|[–-]\s?[A-Z]{2,6}[ ._-]?\d{1,4})\s{0,9}\Z"
)
"""CYP12 – ... | ... (CP04): a council's own number for a measure, before or after its name."""
BRACKETED = re.compile(r"\s\(([A-Za-z]{2,6})s?\)")
AGES = re.compile(
    r"[,\s]{0,3}-?\(?\b(?:aged |ages |age )?(1\d|2[0-5])\s?(?:-|to|and|&|/)\s?(1\d|2[0-5])\b(?!\d)"
    r"(?:[ -]?(?:year|yr)s?[ -]old(?:s\b|\b)|[ -]?yos?\b)?\)?"
)
"""Of those aged 19-21, wherever a label says it: the ages are the same words before and after."""
UNIT_SUFFIX = re.compile(
    r"[\s,–-]{0,20}\((?:%|percent|percentage|number|num|no\.?|n|count|rate|days?|weeks?|score|£)\)\s{0,9}\Z", re.I
)
PERIOD_SUFFIX = re.compile(
    r"[\s,–-]{0,20}\(?(?:rolling (?:12|twelve) months?|(?:12|twelve) months? rolling|rolling year|rolling"
    r"|year to date|ytd|cumulative"
    r"|snapshot|in month|monthly|quarterly|annual)\)?\s{0,9}\Z",
    re.I,
)
PERIOD_ENDS = (
    "month", "months", "year", "rolling", "date", "ytd", "cumulative", "snapshot", "monthly", "quarterly", "annual",
)  # fmt: skip
"""How every period at the end of a label ends: few labels do, and to look for one from each letter on takes long."""
UNIT_CLAIMS = (
    (
        re.compile(
            r"^(?:the )?(?:%|percent|percentage|proportion|share)(?: of)? |[(]\s*(?:%|percent|percentage)\s*[)]|%$"
        ),
        "percent",
    ),
    (
        re.compile(r"^(?:the )?(?:total )?(?:number|no\.?|num|#|count)(?: of)? |[(](?:number|num|no\.?|n|count)[)]"),
        "count",
    ),
    (re.compile(r"per (?:100,?000|100 000|100k)\b"), "rate_per_100000"),
    (re.compile(r"per (?:10,?000|10 000|10k)\b"), "rate_per_10000"),
    (re.compile(r"per (?:1,?000|1 000)\b"), "rate_per_1000"),
    (re.compile(r"^average (?:number of )?days\b|[(]days?[)]"), "days"),
    (re.compile(r"^average (?:number of )?weeks\b|[(]weeks?[)]"), "weeks"),
)
UNIT_WORDS = re.compile(
    r"^(?:the )?(?:%|percent|percentage|proportion|share|total number|number|total no|no|num|count|rate)"
    r"(?: of)? (?:all )?(?:the )?"
)
DROPPED = frozenset({"the", "a", "an", "of", "who", "that", "which", "are", "is", "were", "was", "have", "has", "been"})
DONE = frozenset({"held", "completed", "issued", "undertaken", "conducted", "carried", "out", "done"})
"""Left out where the label says by when: "held within 15 days" is "within 15 days". Elsewhere they are the matter."""
TIMED = re.compile(r"\bwithin \d|\bin timescale\b")
IN_DAYS = re.compile(r"\bin (?=\d+ (?:day|week|month|hour)\b)")
LIKE_COUNT = frozenset({"count", "score", "ratio", "fte", "cases_per_worker"})
"""Printed as bare numbers: a reader that has seen only the figure cannot tell one from the other."""
MOST_KEPT = 4096  # labels; a label is asked for once with its period and once without, as printed and as folded
LEAST_LIKE = 0.55  # of shared weight: below it suggestions are mostly wrong
MOST_SUGGESTIONS = 3
KEPT_S = ("ss", "us", "is")


@dataclass(slots=True)
class _Layer:
    """A council's own wordings over the vocabulary's."""

    wordings: Wordings = ()


_OWN = _Layer()


def lay_over(wordings: Wordings) -> None:
    """From here on these wordings go before the vocabulary's, in this process."""
    if wordings != _OWN.wordings:
        _OWN.wordings = wordings
        _own_exact.cache_clear()
        _own_cleaned.cache_clear()


def ids_of_indicators() -> tuple[str, ...]:
    """All ids of the vocabulary."""
    return tuple(_indicators())


@cache
def _own_exact() -> Aliases:
    return _grouped(tuple((_plain(alias), name) for alias, name in _OWN.wordings))


@cache
def _own_cleaned() -> Aliases:
    return _grouped(tuple((canonical(alias), name) for alias, name in _OWN.wordings))


def match_label(label: str, unit: str | None, section: str | None = None) -> Match:
    """The indicator that a row's label names. `unit`: of the row's readings, as published; `section`: its heading."""
    for kind, aliases, ambiguous, key in _ways(label):
        if key in ambiguous:
            return _decided(ambiguous[key], kind, _units(label, unit), section)
        if key in aliases:
            fitting = _fitting(aliases[key], _units(label, unit) if kind == "cleaned" else {unit})
            if len(fitting) == 1:
                return Match(fitting[0], kind)
            rate = _rate_of(aliases[key], _units(label, unit))
            if rate is not None:
                return Match(rate, "cleaned")
    return Match()


def _rate_of(numbers: tuple[str, ...], units: set[str | None]) -> str | None:
    """The rate of what a label names as a number, where its figures are rates: both are called "children on plans"."""
    if len(numbers) != 1 or len(units) != 1:
        return None
    name = f"{numbers[0].removesuffix('_count')}_rate"
    known = _indicators().get(name)
    is_rate = known is not None and known.unit.startswith("rate_per") and known.unit in units
    return name if is_rate and numbers[0].endswith("_count") else None


def suggested(label: str, unit: str | None) -> tuple[str, ...]:
    """For a label that maps to none: the indicators that a person might mean by it, likeliest first.

    Their wordings share most of its words, rare ones counting most; one word alone ("Total") says nothing.
    """
    words = frozenset(canonical(CODE.sub("", label.strip())).split())
    weight = _weight(words)
    ranked: dict[str, float] = {}
    for word in words:
        for wording, name, own_weight in _wordings_with().get(word, ()):
            shared = words & wording
            if len(shared) > 1:
                ranked[name] = max(ranked.get(name, 0.0), 2 * _weight(shared) / (weight + own_weight))
    fitting = [name for name in ranked if ranked[name] >= LEAST_LIKE and _fits(_indicators()[name].unit, unit)]
    return tuple(sorted(fitting, key=lambda name: (-ranked[name], name))[:MOST_SUGGESTIONS])


def _weight(words: Iterable[str]) -> float:
    """A word's weight falls with the wordings that have it; summed so that the words' order does not tell."""
    weights = _weights()
    return math.fsum([weights.get(word, 1.0) for word in words])


@cache
def _weights() -> dict[str, float]:
    counts = Counter(word for key, names in _cleaned().items() for word in set(key.split()) for _ in names)
    return {word: 1 / (1 + math.log1p(count)) for word, count in counts.items()}


@cache
def _wordings_with() -> dict[str, tuple[tuple[frozenset[str], str, float], ...]]:
    """The wordings of the vocabulary by each of their words, with their indicator and their weight."""
    found: dict[str, list[tuple[frozenset[str], str, float]]] = {}
    for key, names in sorted(_cleaned().items()):
        words = frozenset(key.split())
        for word in words:
            found.setdefault(word, []).extend((words, name, _weight(words)) for name in names)
    return {word: tuple(wordings) for word, wordings in found.items()}


def indicator(id: str) -> Indicator | None:  # noqa: A002  the contract's word
    """The vocabulary's row for an id."""
    return _indicators().get(id)


@lru_cache(MOST_KEPT)
def canonical(label: str) -> str:
    """A label in one form: words folded, abbreviations and plurals made one, unit words and note marks left out."""
    text = _aged(_without_suffixes(NOTE_MARKS.sub("", _plain(_without_initials(label)))))
    text = _rewritten(f" {' '.join(_singular(word) for word in _spelled(text).split())} ")
    text = UNIT_WORDS.sub("", text.strip() + " ")
    dropped = DROPPED
    if "in " in text:
        text = IN_DAYS.sub("within ", text)
        dropped = DROPPED | DONE if TIMED.search(text) else DROPPED
    return " ".join(word for word in text.split() if word not in dropped)


def _without_initials(label: str) -> str:
    """Children looked after (CLA): the bracket says the words before it once more."""
    return BRACKETED.sub(lambda found: "" if _are_initials(found[1], label[: found.start()]) else found[0], label)


def _are_initials(short: str, before: str) -> bool:
    """Whether letters begin the last words of a text, small words passed over."""
    letters = list(short.lower())
    for word in reversed(re.findall(r"[A-Za-z]+", before)):
        if letters and word[0].lower() == letters[-1]:
            letters.pop()
        elif word.lower() not in ("and", "of", "to", "the", "for", "in"):
            break
    return not letters


def _aged(text: str) -> str:
    """Ages at the end, in one form."""
    found = AGES.search(text)
    return f"{AGES.sub(' ', text, count=1)} {found[1]}to{found[2]}" if found else text


def _without_suffixes(text: str) -> str:
    """Neither a period nor a unit at the end."""
    if text.rstrip().removesuffix(")").endswith(PERIOD_ENDS):
        text = PERIOD_SUFFIX.sub("", text)
    return UNIT_SUFFIX.sub("", text) if text.rstrip().endswith(")") else text


def _ways(label: str) -> Iterator[tuple[MatchKind, Aliases, dict[str, Ambiguous], str]]:
    """Tables to look in, strictest first, and the key to look for; a reference code in front may be left out."""
    short = CODE.sub("", CODE_AFTER.sub("", label.strip()))
    yield from _own_ways(label, short)
    yield "exact", _exact(), _ambiguous(), _plain(label)
    yield "exact", _exact(), _ambiguous(), _plain(short)
    yield "cleaned", _cleaned(), _ambiguous_cleaned(), canonical(label)
    yield "cleaned", _cleaned(), _ambiguous_cleaned(), canonical(short)


def _own_ways(label: str, short: str) -> tuple[tuple[MatchKind, Aliases, dict[str, Ambiguous], str], ...]:
    if not _OWN.wordings:
        return ()
    return (
        ("exact", _own_exact(), {}, _plain(label)),
        ("exact", _own_exact(), {}, _plain(short)),
        ("cleaned", _own_cleaned(), {}, canonical(label)),
        ("cleaned", _own_cleaned(), {}, canonical(short)),
    )


def _decided(label: Ambiguous, kind: MatchKind, units: set[str | None], section: str | None) -> Match:
    """One of several: by unit, then by section, then by what the alias table vouches for; else none."""
    fitting = _fitting(label.candidates, units)
    narrowed = _of_section(fitting, section) if len(fitting) > 1 else fitting
    chosen = narrowed[0] if len(narrowed) == 1 else label.settled
    if chosen is not None and chosen in narrowed:
        return Match(chosen, kind, tuple(other for other in label.candidates if other != chosen))
    return Match(alternatives=narrowed)


def _of_section(candidates: tuple[str, ...], section: str | None) -> tuple[str, ...]:
    """Those whose topic the section's heading names; all, when it names none of theirs."""
    words = folded(section or "")
    named = tuple(name for name in candidates if _names_topic(words, _indicators()[name].topic))
    return named or candidates


def _names_topic(words: str, topic: str) -> bool:
    source = _topics().get(topic)
    return bool(source and words and fits(words, source))


def _fitting(candidates: tuple[str, ...], units: set[str | None]) -> tuple[str, ...]:
    known = _indicators()
    return tuple(name for name in candidates if all(_fits(known[name].unit, unit) for unit in units))


def _fits(wanted: str, unit: str | None) -> bool:
    return unit is None or unit == wanted or (unit == "count" and wanted in LIKE_COUNT)


def _units(label: str, unit: str | None) -> set[str | None]:
    """The unit of the readings and what the label claims by itself ("% of", "number of", "per 10,000")."""
    text = _plain(label)
    return {unit, *(claimed for claim, claimed in UNIT_CLAIMS if claim.search(text))}


@lru_cache(MOST_KEPT)
def _plain(label: str) -> str:
    """Case, spaces, dashes and quotes made one."""
    return " ".join(label.translate(PLAIN).split()).casefold()


def _spelled(text: str) -> str:
    whole = THOUSANDS.sub("", text) if "," in text else text
    return folded(whole.replace("&", " and ").replace("/", " / ").replace("+", " + "))


def _singular(word: str) -> str:
    if not word.endswith("s"):
        return word
    if len(word) < 3 or word.endswith(KEPT_S) or not word.isalpha():
        return re.sub(r"\A(s47|\d+[a-z]{1,2})s\Z", r"\1", word)
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def _rewritten(text: str) -> str:
    """Phrases to their canonical words, longest first; twice, since a canonical word may be part of another phrase."""
    for _ in range(2):
        text = _phrases().sub(_canonical_words, text)
    return text


def _canonical_words(match: re.Match[str]) -> str:
    return _abbreviations()[match[0]]


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"(?<= ){any_of(_abbreviations())}(?= )")


@cache
def _abbreviations() -> dict[str, str]:
    """Forms as they are after plurals are folded."""
    rows = rows_of("abbreviations.csv")
    return {" ".join(_singular(word) for word in row["form"].split()): row["canonical"] for row in rows}


@cache
def _indicators() -> dict[str, Indicator]:
    return {row["id"]: _indicator(row) for row in rows_of("indicators.csv")}


def _indicator(row: dict[str, str]) -> Indicator:
    confusable = tuple(other for other in row["confusable_with"].split("|") if other)
    opposite = row["opposite_wording"] or None
    return Indicator(
        row["id"], row["label"], row["unit"], row["polarity"], row["topic"], opposite, confusable, row["note"]
    )


@cache
def _topics() -> dict[str, str]:
    return {row["topic"]: row["section"] for row in rows_of("topics.csv")}


@cache
def _wordings() -> tuple[tuple[str, str], ...]:
    """Every alias and preferred label, with its indicator."""
    aliases = tuple((row["alias"], row["indicator"]) for row in rows_of("aliases.csv"))
    return (*aliases, *((known.label, known.id) for known in _indicators().values()))


@cache
def _exact() -> Aliases:
    return _grouped(tuple((_plain(alias), name) for alias, name in _wordings()))


@cache
def _cleaned() -> Aliases:
    return _grouped(tuple((canonical(alias), name) for alias, name in _wordings()))


def _grouped(pairs: tuple[tuple[str, str], ...]) -> Aliases:
    grouped: dict[str, tuple[str, ...]] = {}
    for key, name in pairs:
        known = grouped.get(key, ())
        grouped[key] = known if name in known or not key else (*known, name)
    return {key: names for key, names in grouped.items() if names}


@cache
def _ambiguous() -> dict[str, Ambiguous]:
    exact = _exact()
    return {_plain(row["alias"]): _one_of(row, exact) for row in rows_of("ambiguous_aliases.csv")}


@cache
def _ambiguous_cleaned() -> dict[str, Ambiguous]:
    """Without those that are no longer ambiguous words once cleaned: they would hide good aliases."""
    exact = _exact()
    return {canonical(row["alias"]): _one_of(row, exact) for row in rows_of("ambiguous_aliases.csv")}


def _one_of(row: dict[str, str], exact: Aliases) -> Ambiguous:
    likeliest = row["likeliest"] or None
    vouched = likeliest if likeliest in exact.get(_plain(row["alias"]), ()) else None
    return Ambiguous(tuple(row["candidates"].split("|")), vouched)
