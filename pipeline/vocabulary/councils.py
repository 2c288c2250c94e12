"""Councils by their names as printed: exact, or the same words in another form; never a bare place name.

The shapes read:

    Wiltshire Council / WILTSHIRE COUNCIL / Barnsley MBC / LB Barnet / London Borough of Hammersmith & Fulham
    Exampleshire County Council               has the shape of a council and is in no list: a mention without council

"Kent" and "Bath" are places, "Reading" is a word: a short name counts only with the words that make it a council's.
Names that two councils have had, one after the other ("Durham County Council"), are told apart by date, or not at all.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from pipeline.records import dataclass
from pipeline.vocabulary.wording import rows_of

Tier = dict[str, tuple["Council", ...]]


@dataclass(frozen=True, slots=True)
class Council:
    """A row of `councils.csv`. `start` and `end` (inclusive) are None where open or not known."""

    id: str
    name: str
    short_name: str
    gss_code: str | None
    kind: str
    nation: str
    region: str
    start: date | None
    end: date | None
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CouncilMention:
    """A council's name at `[start, end)` of the text, as printed; `council` is None for one that is in no list."""

    start: int
    end: int
    name: str
    council: Council | None


COUNCIL_WORDS = re.compile(r"\b(?:council|corporation|borough|city of|county|district|comhairle|cyngor)\b")
ACRONYM = re.compile(r"[A-Z][A-Z&a]{1,6}[A-Z]")
BRACKETED = re.compile(r"\s{0,9}\([^()]{0,60}\)")
SPELLED = str.maketrans({**dict.fromkeys("'’‘`.,"), **dict.fromkeys("-‐‑–/", " "), "&": " and "})
BOROUGH_OF = re.compile(r"(lb|london borough|rb|royal borough) (?:of )?")
BOROUGHS = {"lb": "london", "london borough": "london", "rb": "royal", "royal borough": "royal"}
COUNCILS = {
    "mbc": "metropolitan borough council",
    "mdc": "metropolitan district council",
    "cbc": "county borough council",
    "dc": "district council",
    "bc": "borough council",
    "cc": "county council",
}

ANCHOR = re.compile(
    r"(?P<suffix>(?<![\w'’])(?:Council|COUNCIL|Corporation|CORPORATION|MBC|MDC)(?![\w]))"
    r"|(?P<prefix>(?<![\w'’])(?:(?:London|LONDON|Royal|ROYAL)\s(?:Borough|BOROUGH)\s(?:of|OF|Of)|LB(?:\sof)?|City\sof|CITY\sOF"
    r"|Borough\sof|BOROUGH\sOF)\s)"
)
ADDRESS = re.compile(r"(?<![\w-])([A-Za-z][A-Za-z-]{1,60})\.gov\.uk\b", re.IGNORECASE)
SAID = ("ouncil", "OUNCIL", "Corporation", "CORPORATION", "MBC", "MDC", "Borough", "BOROUGH", "LB", "City", "CITY")
"""Some of an anchor's letters; to look for these first takes a tenth of the time, and most texts have none."""
WORD = re.compile(r"\S+")
COMPASS = re.compile(r"\b(?:North|South|East|West|Mid|Central|Greater|Upper|Lower)[ -]$", re.I)
"""In front of a known name it makes another: "South Wiltshire Council"."""
LINKS = frozenset({"and", "&", "of", "upon", "on", "in", "le", "the", "with", "under", "nan", "AND", "OF", "UPON"})
TYPES = frozenset({"county", "city", "borough", "district", "metropolitan", "unitary", "island", "islands", "regional"})
ENDED = frozenset({"council", "councils", "councillor", "councillors", "cllr", "cllrs", "mbc", "mdc", "corporation"})
WINDOW = 110  # characters before "Council"; the longest name has 61
MOST_WORDS = 9
FEWEST_LETTERS = 3


def find_council(text: str, on: date | None = None) -> Council | None:
    """The council that a whole string names. Two councils of one name: that which existed `on` the day, else None."""
    return _chosen(_named(text, on), on)


def councils_in(text: str, on: date | None = None) -> tuple[CouncilMention, ...]:
    """The councils named in running text, from left to right, without overlap."""
    mentions: list[CouncilMention] = []
    for anchor in ANCHOR.finditer(text) if any(said in text for said in SAID) else ():
        found = _after(text, anchor, on) if anchor["prefix"] else _before(text, anchor, on)
        if found and (not mentions or found.start >= mentions[-1].end):
            mentions.append(found)
        elif found and found.start <= mentions[-1].start:
            mentions[-1] = found
    return tuple(mentions)


def councils_addressed(text: str, on: date | None = None) -> tuple[Council, ...]:
    """The councils whose addresses a text prints, each once, in order: `jo@wiltshire.gov.uk`, `www.kent.gov.uk`.

    Councils have a domain under gov.uk that is their place without spaces, with or without "and", or an acronym; those
    that shorten it in another way ("westnorthants") are not known by it. A ministry's domain is no council's place.
    Where councils have followed one another it is the one that existed `on` the day; without a day, the one that does.
    """
    places = dict.fromkeys(match[1].lower().replace("-", "") for match in ADDRESS.finditer(text))
    found = (_chosen(_addresses().get(place, ()), on or date.max) for place in places)
    return tuple(dict.fromkeys(council for council in found if council))


@cache
def _addresses() -> Tier:
    """Places and acronyms as they stand in a domain, to councils."""
    tier: dict[str, list[Council]] = {}
    for row in rows_of("councils.csv"):
        council = _council(row)
        names = (BRACKETED.sub("", row["short_name"]), *row["alt_names"].split("|"))
        words = [normal(name).split() for name in names if name]
        for key in {"".join(w for w in name if w not in without) for name in words for without in ((), ("and",))}:
            tier.setdefault(key, []).append(council)
    return _frozen(tier)


def normal(name: str) -> str:
    """A name without case, punctuation, "The" and brackets; short forms of council words written out."""
    bare = BRACKETED.sub("", name) if "(" in name else name
    text = " ".join(bare.casefold().translate(SPELLED).split()).removeprefix("the ")
    borough = BOROUGH_OF.match(text)
    if borough:
        text = f"{BOROUGHS[borough[1]]} borough of {text[borough.end() :]}"
    place, _, last = text.rpartition(" ")
    return f"{place} {COUNCILS[last]}" if place and last in COUNCILS else text


def _named(text: str, on: date | None) -> tuple[Council, ...]:
    """Councils of this name, from the first tier that has any which existed on the day."""
    key = normal(text)
    for tier in _tiers():
        alive = tuple(council for council in tier.get(key, ()) if on is None or _existed(council, on))
        if alive:
            return alive
    return ()


def _chosen(councils: tuple[Council, ...], on: date | None) -> Council | None:
    alive = [council for council in councils if on is None or _existed(council, on)]
    return alive[0] if len(alive) == 1 else None


def _existed(council: Council, on: date) -> bool:
    return (council.start is None or council.start <= on) and (council.end is None or on <= council.end)


@cache
def _tiers() -> tuple[Tier, Tier, Tier]:
    """Names to councils: official names, then alternative names, then names made of a place and council words."""
    official: dict[str, list[Council]] = {}
    other: dict[str, list[Council]] = {}
    made: dict[str, list[Council]] = {}
    for row in rows_of("councils.csv"):
        council = _council(row)
        _add(official, council, (council.name,))
        _add(other, council, (name for name in row["alt_names"].split("|") if _is_councils_own(name)))
        _add(made, council, _made(council))
    return _frozen(official), _frozen(other), _frozen(made)


def _add(tier: dict[str, list[Council]], council: Council, names: Iterator[str] | tuple[str, ...]) -> None:
    for key in {normal(name) for name in names}:
        tier.setdefault(key, []).append(council)


def _frozen(tier: dict[str, list[Council]]) -> Tier:
    return {key: tuple(councils) for key, councils in tier.items()}


def _is_councils_own(name: str) -> bool:
    """Not a bare place: "Hull" is one, "LBBD" and "City of Derby" are not."""
    return ACRONYM.fullmatch(name) is not None or COUNCIL_WORDS.search(name.lower()) is not None


def _made(council: Council) -> Iterator[str]:
    place, name = BRACKETED.sub("", council.short_name).removesuffix(" County"), council.name.lower()
    yield f"{place} Council"
    if council.kind == "london_borough":
        yield from (f"London Borough of {place}", f"{place} London Borough", f"{place} Borough Council")
        yield from (f"London Borough of {place} Council", f"{place} London Borough Council")
    if council.kind == "metropolitan_district" or "borough" in name:
        yield from (f"{place} Borough Council", f"Borough of {place}")
    if council.kind == "metropolitan_district":
        yield from (f"{place} Metropolitan Borough Council", f"{place} Metropolitan District Council")
    if "city" in name:
        yield from (f"{place} City Council", f"City of {place}", f"City of {place} Council")
    if "royal borough" in name:
        yield f"Royal Borough of {place} Council"
    if council.kind == "district" and "district" in name:
        yield f"{place} District Council"


def _council(row: dict[str, str]) -> Council:
    return Council(
        id=row["council_id"],
        name=BRACKETED.sub("", row["name"]),
        short_name=row["short_name"],
        gss_code=row["gss_code"] or None,
        kind=row["type"],
        nation=row["nation"],
        region=row["region"],
        start=date.fromisoformat(row["start_date"]) if row["start_date"] else None,
        end=date.fromisoformat(row["end_date"]) if row["end_date"] else None,
        predecessors=_ids(row["predecessor_ids"]),
        successors=_ids(row["successor_ids"]),
    )


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"].casefold() for row in rows_of("council_words.csv") if row["kind"] == kind)


def _before(text: str, anchor: re.Match[str], on: date | None) -> CouncilMention | None:
    """A name that ends in "Council": the longest that is known, else the words of its shape."""
    starts = _starts(text, anchor.start())
    for start in starts:
        if _named(text[start : anchor.end()], None) and not COMPASS.search(text, max(0, start - 10), start):
            return _mention(text, start, anchor.end(), on)
    unknown = _unknown_start(text, starts, anchor.start())
    return None if unknown is None else _mention(text, unknown, anchor.end(), on)


def _starts(text: str, end: int) -> list[int]:
    """Where a name which goes on to `end` may begin, the earliest first: capitalised words, joined by small ones."""
    window = max(0, end - WINDOW)
    words = list(WORD.finditer(text, window, end))[-MOST_WORDS:]
    starts: list[int] = []
    following = end
    for word in reversed(words):
        if text.count("\n", word.end(), following) > 1:
            break
        if not _belongs(word[0]):
            break
        if word[0][0].isupper():
            starts.append(word.start())
        following = word.start()
    return starts[::-1]


def _belongs(word: str) -> bool:
    """Part of a name: "King's", "Bournemouth,", "St.", "and"; not "Council" and not the end of a sentence."""
    if word in LINKS:
        return True
    ended = word[-1] in '.:;!?)]”"' and word not in {"St.", "ST."}
    return word[0].isupper() and not ended and word.strip(",").casefold() not in ENDED


def _unknown_start(text: str, starts: list[int], end: int) -> int | None:
    """Where the name of a council that is in no list begins: after words like "Report to"; on one line if it can."""
    line = text.rfind("\n", 0, end) + 1
    same_line = [start for start in starts if start >= line]
    for start in same_line or starts:
        words = text[start:end].split()
        names = [word for word in words if word.casefold() not in TYPES | LINKS]
        if not names or words[-1].casefold() in _words("not_a_council"):
            return None
        if words[0].casefold() in _words("front") | TYPES | _words("not_a_council") or _is_more(words):
            continue
        return start if len(names[0].strip("'’")) >= FEWEST_LETTERS else None
    return None


def _is_more(words: list[str]) -> bool:
    """More than one name: a list, or an office in front of the name ("Director of Services Exampleshire")."""
    listed = any(word.endswith(",") for word in words)
    return listed or any(word.casefold() in _words("front") and word not in LINKS for word in words[1:])


def _after(text: str, anchor: re.Match[str], on: date | None) -> CouncilMention | None:
    """A name that begins with "London Borough of": the longest that is known, else one word or more of its shape."""
    words = list(WORD.finditer(text, anchor.end(), anchor.end() + WINDOW))[:MOST_WORDS]
    ends = list(_ends(text, words))
    for end in reversed(ends):
        if _named(text[anchor.start() : end], None):
            return _mention(text, anchor.start(), end, on)
    if ends and anchor["prefix"].casefold().startswith(("london", "royal")):
        return _mention(text, anchor.start(), ends[-1], on)
    return None


def _ends(text: str, words: list[re.Match[str]]) -> Iterator[int]:
    """Where a name may end, the earliest first."""
    at = words[0].start() if words else 0
    for word in words:
        bare = word[0].rstrip(".,:;!?)]”\"'’")
        if text.count("\n", at, word.start()) or not bare or (bare not in LINKS and not bare[0].isupper()):
            return
        at = word.end()
        if bare not in LINKS:
            yield word.start() + len(bare.removesuffix("'s").removesuffix("’s"))
        if len(bare) < len(word[0]) and word[0][-1] != ",":
            return


def _mention(text: str, start: int, end: int, on: date | None) -> CouncilMention:
    name = text[start:end]
    return CouncilMention(start, end, name, find_council(name, on))
