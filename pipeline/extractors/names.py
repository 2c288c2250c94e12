"""Who and what a paper names: organisations, boards, programmes and laws, each once, with all the places it stands in.

Shapes read:

    Safeguarding Vulnerable People Partnership (SVPP)        a name and its short form, letter by letter
    Families and Children Transformation programme (FACT)    the word for its kind need not be in the short form
    SVPP (Safeguarding Vulnerable People Partnership)        the short form first
    Kent and Medway Business Fund, the Early Support Hub     words in capitals that end in a word for a kind of body
    Ofsted, Department for Education, DfE                    `vocabulary/names.csv`; councils: `vocabulary/councils.csv`
    Transport Act 2000, Care Planning Regulations 2010       a law by its form

A short form met later counts as the same name. What its letters stand for is told from the paper itself, else from the
list; a form that neither explains is no name.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from pipeline.extractors.prose import Passage, Places, passages, places_of
from pipeline.ids import Ids, slug
from pipeline.outline import Outline
from pipeline.records import dataclass
from pipeline.vocabulary.alternatives import APOSTROPHES, any_of
from pipeline.vocabulary.councils import councils_in
from pipeline.vocabulary.wording import rows_of
from schemas.record import Mention, Name, NameKind

SHORT = re.compile(r"\((?:the\s|or\s|“|‘|\")?([A-Z][A-Za-z0-9&/]{1,9})(?:”|’|\")?\)")
SHORT_FIRST = re.compile(r"(?<![\w(])([A-Z][A-Z0-9&]{1,8})\s\(([A-Z][^()]{8,90})\)")
WORD = re.compile(r"[A-Za-z0-9](?:[\w'’&-]*\w)?")
CAPITALISED = re.compile(r"[A-Z](?:[\w'’&-]*\w)?")
SHOUTED = re.compile(r"[A-Z]{6,}")  # letters: a word in capitals this long is stressed, not a short form
SMALL_WORDS = frozenset({"of", "and", "the", "for", "to", "in", "on", "at", "with", "&"})
"""Words that a short form may leave out."""
JOINING = ("and", "or", "with", "to")
"""Words that join a whole name to another one."""
MOST_KEPT = 16  # sets of short forms; papers that explain none share one
LONGEST_NAME = 10  # words
LAW = re.compile(
    r"((?:[A-Z][\w'’-]{1,40}|\((?:[A-Z][\w'’-]{1,40}\s?){1,6}\)|and|of|the|for|to|in|etc\.?|,)\s(?:(?:[A-Z][\w'’-]{1,40},?"
    r"|\((?:[A-Z][\w'’-]{1,40}\s?(?:and\s|of\s)?){1,6}\)|and|of|the|for|to|in)\s){0,12})?"
    r"(Act|Acts|Regulations|Order|Rules|Directive)\s(?:\([^()]{3,40}\)\s)?((?:19|20)\d\d)\b"
)
END_OF_LAW = re.compile(r"(?:Acts?|Regulations|Order|Rules|Directive)\s[(12]")
"""Looked for first: most texts have none, and what may stand in front of it is tried at every word."""


@dataclass(slots=True)
class _Found:
    """A name under collection."""

    kind: NameKind
    name: str
    acronym: str | None
    resolved: Literal["printed", "known"] | None
    places: list[tuple[int, int, int]] = field(default_factory=list)
    """Passage, start, end."""
    explained: list[tuple[int, int]] = field(default_factory=list)
    """Passage and place where the paper says what the short form stands for."""


def extract(outline: Outline, ids: Ids) -> tuple[Name, ...]:
    """The names in a paper's paragraphs and points, by where each first stands."""
    prose = tuple(passages(outline))
    found: dict[str, _Found] = {}
    for short in _resolved(prose):
        found.setdefault(_key(short.name), short).explained.extend(short.explained)
    explained = tuple(f for f in found.values() if f.resolved == "printed")
    for number, passage in enumerate(prose):
        _collect(found, number, passage.text, explained)
    _collect_short_forms(found, prose)
    named = [f for f in found.values() if f.places]
    places = {n: places_of(outline, prose[n]) for n in sorted({p[0] for f in named for p in f.places})}
    ordered = sorted(named, key=lambda f: min(f.places))
    return tuple(_published(f, prose, places, ids) for f in ordered)


def _key(name: str) -> str:
    """Multi-Agency and Multi Agency are one."""
    return re.sub("[-‐‑–]", " ", name.casefold())


def _published(found: _Found, prose: Sequence[Passage], places: dict[int, Places], ids: Ids) -> Name:
    mentions = tuple(
        Mention(passage=prose[n].id, text=prose[n].text[start:end], spans=places[n].spans(start, end))
        for n, start, end in _outermost(found.places)
    )
    return Name(
        id=ids.once(f"name_{slug(found.name) or 'u'}"),
        kind=found.kind,
        name=found.name,
        acronym=found.acronym,
        resolved=found.resolved if found.acronym else None,
        mentions=mentions,
    )


def _outermost(places: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """In order, each stretch of words once."""
    reached = (-1, 0)
    for place, start, end in sorted(set(places), key=lambda p: (p[0], p[1], -p[2])):
        if (place, start) >= reached:
            yield place, start, end
            reached = place, end


# --- short forms ------------------------------------------------------------------------------------------------


def _resolved(prose: Sequence[Passage]) -> Iterator[_Found]:
    """Every short form that the paper itself explains, of names whose last words say of what kind they are."""
    for number, passage in enumerate(prose):
        for match in SHORT.finditer(passage.text):
            for form in dict.fromkeys((match[1], match[1].removesuffix("s"))):
                full = _full_form(passage.text[: match.start()].rstrip(), form)
                kind = _kind_of(full) if full else None
                if full and kind:
                    yield _Found(kind, full, form, "printed", explained=[(number, match.start(1))])
                    break
        for match in SHORT_FIRST.finditer(passage.text):
            kind = _kind_of(match[2])
            if kind and _spells(match[2].split(), match[1]):
                yield _Found(kind, match[2], match[1], "printed", explained=[(number, match.start(1))])


def _full_form(before: str, short: str) -> str | None:
    """The words in front whose first letters spell the short form; the shortest such stretch that does."""
    words = list(WORD.finditer(before[-160:]))[-LONGEST_NAME - 2 :]
    offset = max(len(before) - 160, 0)
    for first in range(len(words) - 1, -1, -1):
        stretch = words[first:]
        head = stretch[0].group()
        if head.lower() in SMALL_WORDS or not _spells([m.group() for m in stretch], short):
            continue
        return before[offset + stretch[0].start() :]
    return None


def _spells(words: Sequence[str], short: str) -> bool:
    """Each letter begins a word, in order; small words may go without, and so may the word for the kind at the end."""
    letters = [c for c in short.lower() if c.isalnum()]
    parts = [p for word in words for p in re.split(r"[-/&]", word) if p] if "-" in "".join(words) else list(words)
    at = 0
    for index, word in enumerate(parts):
        if at < len(letters) and word[:1].lower() == letters[at]:
            at += 1
        elif word.lower() not in SMALL_WORDS and not (at == len(letters) and index == len(parts) - 1):
            return False
    return at == len(letters)


def _kind_of(name: str) -> NameKind | None:
    """By its last word, else by the list."""
    known = _known().get(name.casefold())
    if known is not None:
        return known.kind
    words = name.split()
    for length in (2, 1):
        head = _heads().get(" ".join(words[-length:]).casefold())
        if head is not None:
            return head.kind
    first = _heads().get(words[0].casefold())
    if first is not None and first.opens and words[1:2] in (["of"], ["for"]):
        return first.kind
    return None


def _collect_short_forms(found: dict[str, _Found], prose: Sequence[Passage]) -> None:
    """Where a short form stands by itself: as the paper last explained it, else as it does later, else as the list."""
    forms: dict[str, list[_Found]] = {}
    for one in found.values():
        if one.acronym:
            forms.setdefault(one.acronym, []).append(one)
    for row in _known().values():
        one = found.get(_key(row.name)) or _Found(row.kind, row.name, None, None)
        for form in (row.acronym, *row.also):
            if form and form not in forms:
                forms[form] = [one]
    shape = _short_forms(tuple(sorted(forms)))
    for number, passage in enumerate(prose):
        for match in shape.finditer(passage.text):
            meant = _meant(forms[match[0]], (number, match.start()))
            one = found.setdefault(_key(meant.name), meant)
            if one.acronym is None and (known := _known().get(one.name.casefold())) and known.acronym:
                one.acronym, one.resolved = known.acronym, "known"
            one.places.append((number, match.start(), match.end()))


def _meant(names: Sequence[_Found], at: tuple[int, int]) -> _Found:
    """Of several names of one short form the one explained last before, or here; else the first that is explained."""
    before = [(place, n) for n, one in enumerate(names) for place in one.explained if place <= at]
    return names[max(before)[1]] if before else names[0]


@lru_cache(MOST_KEPT)
def _short_forms(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){any_of(forms)}(?=s?\b)(?!-\w)")


# --- full forms -------------------------------------------------------------------------------------------------


def _collect(found: dict[str, _Found], number: int, text: str, explained: Sequence[_Found]) -> None:
    for kind, start, end in _outermost_of([*_explained(text, explained), *_laws(text), *_unlisted(text)]):
        name = " ".join(text[start:end].split())
        one = found.setdefault(_key(name), _Found(kind, name, None, None))
        one.places.append((number, start, end))


def _explained(text: str, names: Sequence[_Found]) -> Iterator["_Stretch"]:
    """Where the names stand whose short forms the paper explains."""
    for one in names:
        start = text.find(one.name)
        while start >= 0:
            yield one.kind, start, start + len(one.name)
            start = text.find(one.name, start + len(one.name))


_Stretch = tuple[NameKind, int, int]


def _outermost_of(stretches: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """In the order of the rules, where two overlap."""
    taken: list[tuple[int, int]] = []
    for kind, start, end in stretches:
        at = bisect_left(taken, (start, end))
        before = taken[at - 1][1] if at else 0
        after = taken[at][0] if at < len(taken) else end
        if before <= start and end <= after:
            taken.insert(at, (start, end))
            yield kind, start, end


def _laws(text: str) -> Iterator[_Stretch]:
    for match in LAW.finditer(text) if END_OF_LAW.search(text) else ():
        start = _first_of_name(text, match.start(), match.start(2))
        if start is not None:
            yield "legislation", start, match.end()


def _first_of_name(text: str, start: int, end: int) -> int | None:
    """Where the name begins: after words that open a sentence, at a capital; None where no word of its own is left."""
    for word in WORD.finditer(text, start, end):
        if word.group()[0].isupper() and word.group().lower() not in _words("opener"):
            return word.start()
    return None


def _unlisted(text: str) -> Iterator[_Stretch]:
    """Listed names and councils before others, but for a longer one that begins where they do."""
    listed = sorted(_listed(text), key=_by_length)
    bodies = sorted(_bodies(text, {(start, end) for _, start, end in listed}), key=_by_length)
    starts = {start: end for _, start, end in reversed(listed)}
    yield from (b for b in bodies if b[2] > starts.get(b[1], b[2]))
    yield from (*listed, *bodies)


def _by_length(stretch: _Stretch) -> tuple[int, int]:
    return stretch[1] - stretch[2], stretch[1]


def _listed(text: str) -> Iterator[_Stretch]:
    for match in _list_shape().finditer(text):
        yield _known()[match[0].casefold().replace("’", "'")].kind, match.start(), match.end()
    for council in councils_in(text):
        yield "organisation", council.start, council.end


def _bodies(text: str, listed: set[tuple[int, int]]) -> Iterator[_Stretch]:
    """Capitalised words, small words within, that end in a word for a kind of body; of `listed` names the places."""
    if _heads().keys().isdisjoint(map(str.casefold, CAPITALISED.findall(text))):
        return  # no word for a kind of body: so are most texts
    ends = {end for _, end in listed}
    run: list[re.Match[str]] = []
    for before, word in pairwise([None, *WORD.finditer(text)]):
        assert word is not None
        if not run and not text[word.start()].isupper():
            continue
        gap = "." if before is None else text[before.end() : word.start()].strip()
        whole = word.group() in JOINING and before is not None and before.end() in ends
        run = [] if whole else _longer(run if gap in ("", "&") else [], word)[-LONGEST_NAME:]
        if run:
            run = run[_seam(run, listed) :]
            yield from _body(run)


def _seam(run: Sequence[re.Match[str]], listed: set[tuple[int, int]]) -> int:
    """Where a second name begins that stands beside the first with no word between them; 0 in one name.

    Youth Justice Board Youth Justice Service: two listed names, or two bodies of which the first is a board or of the
    second's own kind. A council, a trust or a hub in front owns what follows it; a programme, or a "Strategic Delivery
    Group", is the first one's own.
    """
    if len(run) == 1 or next(_body(run), None) is None:
        return 0
    for at in range(1, len(run)):
        first, second = run[:at], run[at:]
        if all((half[0].start(), half[-1].end()) in listed for half in (first, second)):
            return at
        if second[0].group().lower() not in _words("part") and _are_two(first, second):
            return at
    return 0


def _are_two(first: Sequence[re.Match[str]], second: Sequence[re.Match[str]]) -> bool:
    one, other = next(_body(first), None), next(_body(second), None)
    if one is None or other is None or other[1] != second[0].start() or other[0] == "programme":
        return False
    return one[0] == "board" or first[-1].group() == second[-1].group()


def _longer(run: list[re.Match[str]], word: re.Match[str]) -> list[re.Match[str]]:
    """The run with one more word; a new one after a person's office, an owner, or a short form that `and` follows."""
    bare = word.group()
    if SHOUTED.fullmatch(bare) or bare.lower() in _words("person"):
        return []
    if run and bare.lower() in _words("inside"):
        return [*run, word] if _goes_on(run, bare) else []
    if not bare[0].isupper():
        return []
    owner = re.sub(r"['’]s\Z|s?['’]\Z", "", bare).lower()
    return [] if owner != bare.lower() and owner not in _words("owner") else [*run, word]


def _goes_on(run: Sequence[re.Match[str]], small: str) -> bool:
    """Whether a small word stands inside a name: `of the`, not `and the`; `and`, but not between two whole names."""
    if small == "the":
        return run[-1].group() == "of"
    if small == "and":
        return not (run[-1].group().isupper() and len(run) == 1) and not list(_body(run))
    return run[-1].group().lower() not in _words("inside")


def _body(run: Sequence[re.Match[str]]) -> Iterator[_Stretch]:
    """The run as a name, from its first word that can begin one, where a word for a kind of body ends or opens it."""
    head = _heads().get(run[-1].group().casefold())
    first = next((i for i, w in enumerate(run) if w.group().lower() not in _words("opener")), len(run))
    own = [w for w in run[first:] if w.group().lower() not in _words("inside")]
    if not own or not run[-1].group()[0].isupper():
        return
    if head is not None and len(own) > head.words:
        yield head.kind, own[0].start(), run[-1].end()
    words = [w.group() for w in run[first:]]
    opening = _heads().get(words[0].casefold())
    if opening is not None and opening.opens and len(own) > 1 and words[1] in ("of", "for"):
        yield opening.kind, own[0].start(), run[-1].end()


# --- the lists --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    kind: NameKind
    name: str
    acronym: str | None
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """A word for a kind of body, and how many words of its own a name must have before it to be one."""

    kind: NameKind
    words: int
    opens: bool
    """Names may begin with it: University of, Department for."""


KINDS: dict[str, NameKind] = {
    "organisation": "organisation",
    "board": "board",
    "programme": "programme",
    "legislation": "legislation",
}


@cache
def _known() -> dict[str, _Row]:
    rows = (
        _Row(KINDS[r["kind"]], r["name"], r["acronym"] or None, tuple(a for a in r["also"].split("|") if a))
        for r in rows_of("names.csv")
    )
    return {row.name.casefold(): row for row in rows}


@cache
def _list_shape() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){any_of((row.name for row in _known().values()), APOSTROPHES)}\b")


@cache
def _words(use: str) -> frozenset[str]:
    """Words that begin no name though a sentence's head puts them in capitals; that stand inside one; that name a
    person's office; that own a name without ending it ("Children's")."""
    return frozenset(row["word"] for row in rows_of("name_words.csv") if row["use"] == use)


@cache
def _heads() -> dict[str, _Head]:
    return {
        row["head"].casefold(): _Head(KINDS[row["kind"]], int(row["words"]), row["opens"] == "yes")
        for row in rows_of("name_heads.csv")
    }
