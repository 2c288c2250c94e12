"""Figures in prose: the measure, value, comparator and period that a sentence states, as readings of kind `narrative`.

Shapes read (`V` a value; what the words around it are is told by `vocabulary/prose_cues.csv`):

    96.7 per cent of contacts had been completed within one working day      V of things, and what is said of them
    Of the 1,204 contacts received, 96% were completed within one day        the things first, then V and the rest
    The re-referral rate was 19.4% in 2019/20                                a measure, a linking verb, V
    Re-referrals fell from 21.4% in 2019/20 to 18.9%                         a measure, a moving verb, V to V
    There were 23 young people with confirmed university places              a holding verb, a count, things counted
    203 fostering households were registered on 31 March 2024                a count that opens the clause
    78% achieved a grade 4 or above in English and maths                     V of whom the sentence before told
    two thirds of carers (65%) had attended a group                          V in brackets, exact, after it in words
    a rise in referrals from 411 to 502                                      a change in a measure, V to V
    an average caseload of 15.8                                              a measure, `of`, V
    the re-referral rate (19.4%)    Re-referral rate: 19.4%                  a measure, V in brackets or after a colon
    At 91%, the rate of reviews held on time is above England (88%)          V first, a measure, a linking verb
    an increase of 12 to 94 children on a child protection plan              a change, V of things counted
    ..., above the target of 95%, compared with 88% nationally               comparators, after any of these

Precision before recall. Nothing is read from what is aimed at, forecast or required, from a change ("rose by 3%"), from
money, ages, limits inside a measure, references, lists told "respectively", or where the things counted are not of the
kinds in the list: their kinds, not any paper's words, are the rule.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from pipeline.extractors.clauses import Part, parts_of
from pipeline.extractors.measures import Dated, number, published
from pipeline.extractors.prose import Passage, Places, passages, places_of
from pipeline.ids import Ids
from pipeline.outline import Outline
from pipeline.values.amounts import Amount
from pipeline.values.units import unit_in
from pipeline.vocabulary.alternatives import any_of
from pipeline.vocabulary.columns import area_in
from pipeline.vocabulary.indicators import Match, match_label
from pipeline.vocabulary.wording import rows_of
from schemas.record import Narrative, Period, Reading, Role, Status

FIGURE = "SNRD"
OPENS = ",zq(:;.)P"
"""Letters after which a clause begins."""
STOPS = frozenset(",;:().!?Pzc&SNRDCXAumx!@")
"""Letters at which the words of a measure end."""
NOT_AFTER = frozenset("mxXSNRDAu")
"""Letters that may not end what is said: a wish, a change, another figure, another body's."""
VERBS = frozenset("bhv")
SAYING = frozenset("bhewpv")
"""Letters of what is said of things; without any, "96% of contacts" measures nothing."""
LOOSE_ENDS = frozenset("odkhityflbd&")
HEADS = frozenset("nr")
CONTENT = frozenset("nrwpev")
LEAST_WORDS = 2  # content words: "contacts" alone is no measure
MOST_JOINED = 8  # words: what `and` joins to something said is no longer, else it is another statement
HANDFUL = 20  # things: "one of our 12 homes" is an anecdote; "one in five" and "1 in 40" are shares
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


def extract(outline: Outline, ids: Ids, meeting: date | None) -> tuple[Narrative, ...]:
    """The figures that a paper's paragraphs and points state, in reading order."""
    prose = [p for p in passages(outline) if may_state(p.text)]
    if not prose:
        return ()
    from pipeline.language import sentences  # noqa: PLC0415  spaCy loads slowly; a paper without figures goes without

    titles = {s.id: s.title for s in outline.sections}
    found: list[Narrative] = []
    for passage, parsed in zip(prose, sentences((p.text for p in prose), may_state), strict=True):
        stated = [(s, statement) for s in parsed for statement in statements(parts_of(s, passage.text, meeting))]
        if not stated:
            continue
        places = places_of(outline, passage)
        for sentence, statement in stated:
            span = sentence[0].start, sentence[-1].end
            found.append(_record(places, statement, span, titles.get(passage.section or "")))
    return tuple(n.model_copy(update={"id": ids.once(f"{n.passage}__narrative")}) for n in found)


def may_state(text: str) -> bool:
    """What a text shows that may state a figure: without it, spaCy is not asked."""
    return SHARE.search(text) is not None or _counts().search(text) is not None


SHARE = re.compile(
    r"%|\bper\s?cent\b|\bper \d|\b(?:half|thirds?|quarters?|fifths?|in (?:two|three|four|five|ten)) ", re.I
)
FIGURES = r"(?!(?:19|20)\d\d\b(?!,))\d[\d,.]{0,24}"  # but for years; bounded, or a line of figures alone takes for ever
UNITS = "one|two|three|four|five|six|seven|eight|nine"
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
NUMBER = rf"(?:{FIGURES}|(?:{TENS})(?:-(?:{UNITS}))?|{TEENS}|{UNITS})"
BETWEEN = r"(?:(?!(?:of|in|for|to|and|or|the|with|by|at|on|from)\s)[\w'’-]+\s){0,3}?"
LINKED = r"(?:\b(?:was|were|is|are|been|at|to|of|from|averaged?s?|totall?ed|totals|reached|achieved)\s|[(:–]\s?)"


@cache
def _counts() -> re.Pattern[str]:
    """A number and, a few words on, what it counts; or what is counted or measured and, further on, a number."""
    kinds = _kinds()
    counted = rf"{NUMBER}\s{BETWEEN}{any_of(kinds['noun'])}\b"
    measured = rf"{any_of((*kinds['measure'], *kinds['noun']))}\b[^.;]{{0,160}}?{LINKED}{FIGURES}"
    return re.compile(rf"(?<![\w.])(?:{counted}|{measured})", re.IGNORECASE)


def _kinds() -> dict[str, list[str]]:
    """What may be counted, and the names of kinds of measure."""
    kinds: dict[str, list[str]] = {"noun": [], "measure": []}
    for row in rows_of("prose_cues.csv"):
        if row["cue"] in kinds and "#" not in row["words"]:
            kinds[row["cue"]].append(row["words"].lower())
    return kinds


def statements(parts: Sequence[Part]) -> tuple[Statement, ...]:
    """What a sentence states, each value once."""
    letters = "".join(part.letter for part in parts)
    if "!" in letters or not any(letter in FIGURE for letter in letters):
        return ()
    found: list[Statement] = []
    used: set[int] = set()
    for at, part in enumerate(parts):
        if part.letter not in FIGURE or part.start in used:
            continue
        statement = _statement(_clause(parts, letters, at))
        if statement is not None:
            used |= {told.value.start for told in statement.told}
            found.append(statement)
    return tuple(found)


# --- the shapes -------------------------------------------------------------------------------------------------


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


def _clause(parts: Sequence[Part], letters: str, at: int) -> Clause:
    start = max(letters.rfind(";", 0, at), letters.rfind(".", 0, at)) + 1
    return Clause(tuple(parts), letters, start, at)


BEFORE = r"(?P<m>(?:[nrwpohedlityk&bPv]|f(?=[wnkp])|(?<!,)z(?=[bhv])){1,80})"  # words of a sentence, one letter each
SUBJECT = re.compile(rf"{BEFORE}(?P<v>b)(?:[di]|to){{0,20}}\Z")
MOVED = re.compile(rf"{BEFORE}h?d?(?P<v>[uC])(?:d|,?i?P,?){{0,10}}(?:f(?:kwo)?[SNRD]\(?i?P?\)?,?)?(?:t|:)?\Z")
NAMED = re.compile(r"(?:k|\A)(?P<m>[nwpd]{0,6}r[iytnwpr]{0,6})(?:iP|P)?o\Z")
BRACKET = re.compile(rf"{BEFORE}\(\Z")
AT = re.compile(rf"{BEFORE},?i\Z")
LABEL = re.compile(r"\A(?P<m>[nrwpohelitykd&v]+):\Z")
FRONTED = re.compile(r",(?P<m>[nrwpohelitykdv]{1,80}?)b(?!m)")
CHANGED = re.compile(r"(?:\A|(?<=[,;]))[@kwihP,]{0,40}C(?:i?P)?t\Z")
HAVING = re.compile(r"w?d?h(?:d|k){0,20}\Z")
OF_OTHERS = re.compile(r"i?k?A(?:,|k?d?[SNRD]|[eh])")
"""Nationally, ... | In England 21% of ... | England has ...: a clause that is all of another body."""
RISEN = re.compile(r"xi(?P<m>[nrwpoeitkl&]{1,40}?)f[SNRD]\(?i?P?\)?,?t\Z")
FROM = re.compile(r"f(?:kwo)?(?P<v>[SNRD])(?P<q>\(?i?P?\)?),?t\Z")
OF_THINGS = r"(?:o[kdh@]{0,10}|(?<![^,;.])z)[NX]?(?P<m>[nwpeiPvk]{0,40}n[nwpeiPvkdbhuc]{0,40})"
THINGS = re.compile(rf"{OF_THINGS},(?:k|d){{0,10}}\Z")
COUNTED_OF = re.compile(rf"{OF_THINGS},N(?P<r>[bhev][nwpeivkdbhoty]{{0,20}})\(\Z")
NO_THINGS = re.compile("[^bhevit]*(?:M|nt)")
"""Of money, or of things to be."""
COMPARES = re.compile(r"c[kd]{0,3}(?:[SNRDXAP@qcr]|[wn]{0,3}A)")
AMONG = re.compile(r"o[kd]{0,3}(?P<t>[wpe]{0,6}[nr])|k?d?n")
"""After a share: of what."""
EXACT = re.compile(r"(?:o(?P<t>[kdwpe]{0,6}n[nwpiev]{0,8}))?\((?P<v>S)\)(?(t)(?=[bhev])|o)")
"""Two thirds of carers (65%) had ... | More than half (54%) of children were ...: what follows a fraction in words."""
ALONE = re.compile(r"\A(?:d|i?P|,){0,6}\Z")
COUNTED = re.compile(r"[wep]{0,3}n(?=(?:i?P)?(?:[.,;)(cf]|\Z))")
OPENING = re.compile(r"(?:\A|P,?|[zq(]|,)(?:k|d)?\Z")
HAVE = frozenset({"have", "has", "had"})
HELD = re.compile(r"e(?:[dk]|o){0,20}\Z")
WE = re.compile(r"we\b", re.IGNORECASE)
OWNED_BEFORE = re.compile(r"\A[iPdk,:(]*\Z|z\Z")
"""Before a holding verb without an owner of its own: nothing, a time, or `which`."""
WISHED = re.compile("[mE]")
"""What is wanted or expected, and what is told of others."""


def _statement(clause: Clause) -> Statement | None:
    """The first shape that fits; none where the clause speaks of what is wanted or expected."""
    if WISHED.search(clause.before) or OF_OTHERS.match(clause.letters, clause.start):
        return None
    for shape in SHAPES:
        statement = shape(clause)
        if statement is not None:
            return statement
    return None


def _things_after(clause: Clause) -> Statement | None:
    """96.7 per cent of contacts had been completed | two thirds of children | one in five families said."""
    things = AMONG.match(clause.after)
    if clause.value.letter != "S" or things is None:
        return None
    if things["t"] is None and not _is_fraction(clause.value) and " of " not in clause.value.text:
        return None
    if re.search(r"[bA:]d?\Z", clause.before) and "b" not in clause.after:
        return None
    if clause.parts[clause.at + things.end()].meaning == "length":  # 80% of the time
        return None
    return _of_things(clause, _forward(clause, clause.at + 1 + (clause.after[0] == "o")))


def _of_things(clause: Clause, measure: Measure) -> Statement | None:
    """A share of things, with what is said of them: not what is to be, and not a share of money."""
    letters = "".join(p.letter for p in measure.words)
    if not _is_measure(measure, clause.value) or not SAYING & set(letters):
        return None
    if NO_THINGS.match(letters) or _word_before(clause, clause.at) == "for" or _is_one_of_few(clause.value):
        return None
    return _told(clause, _led(clause, measure, clause.at))


def _is_one_of_few(part: Part) -> bool:
    """One of our 12 homes: a single thing is told of, not measured."""
    amount = part.amount
    if amount is None or amount.numerator != 1 or amount.denominator is None:
        return False
    return SMALL < amount.denominator < HANDFUL


def _exactly(clause: Clause) -> Statement | None:
    """Almost two thirds of carers (65%) had attended | More than half (54%) of children were under five: the figure."""
    found = EXACT.match(clause.after) if _is_fraction(clause.value) else None
    if found is None:
        return None
    first = clause.at + 1
    rest = _forward(clause, first + found.end(), said=found["t"] is not None)
    things = clause.parts[first + found.start("t") : first + found.end("t")] if found["t"] else ()
    if not rest.words:
        return None
    figure = replace(clause, at=first + found.start("v"))
    return _of_things(figure, Measure((*_trimmed(things), *rest.words), rest.end, rest.period))


def _without_things(clause: Clause) -> Statement | None:
    """78% achieved a grade 4 or above in English and maths: who, the sentence before it told."""
    follows = clause.parts[clause.at + 1 : clause.at + 2]
    if clause.value.letter != "S" or not ALONE.match(clause.before) or not follows or follows[0].meaning != "attain":
        return None
    measure = _forward(clause, clause.at + 1, said=True)
    content = [w for p in measure.words if p.letter in CONTENT for w in p.text.split()]
    if len(content) < LEAST_WORDS:
        return None
    return _told(clause, _led(clause, measure, clause.at))


def _things_before(clause: Clause) -> Statement | None:
    """Of the 1,204 contacts received, 96% were completed within one working day | 203 (65%) were graded good."""
    opened = THINGS.search(clause.before)
    counted = COUNTED_OF.search(clause.before) if clause.after.startswith(")") else None
    if counted is not None:
        return _of_counted_things(clause, counted)
    if opened is not None and clause.value.letter == "N" and re.match(r"\(S\)[bhev]", clause.after):
        clause = replace(clause, at=clause.at + 2, skipped=1)
    if opened is None or clause.value.letter != "S" or not re.match(r"\(?[NS]?\)?[bhevp]", clause.after):
        return None
    first, last = clause.start + opened.start("m"), clause.start + opened.end("m")
    if any(_is_few_or_money(p) for p in clause.parts[clause.start + opened.start() : first]):
        return None
    things = tuple(clause.parts[i] for i in range(first, last) if not re.match(r"i?P", clause.letters[i:last]))
    skip = re.match(r"\([NS]\)", clause.after)
    rest = _forward(clause, clause.at + 1 + (skip.end() if skip else clause.skipped), said=True)
    if not any(p.letter in CONTENT for p in rest.words):
        return None
    hole = rest.period or next((p for p in clause.parts[clause.start : last] if p.letter == "P"), None)
    return _told(clause, Measure((*things, *rest.words), rest.end, hole))


def _is_few_or_money(part: Part) -> bool:
    """Of the 4 homes, 75% ... | Of £12m spent on children, 40% ..."""
    return (part.letter == "N" and _is_small(part)) or "£" in part.text


def _of_counted_things(clause: Clause, found: re.Match[str]) -> Statement | None:
    """Of the 29 schools inspected, 27 were judged good (93%)."""
    spans = ((clause.start + found.start(g), clause.start + found.end(g)) for g in ("m", "r"))
    words = [p for first, last in spans for p in clause.parts[first:last] if p.letter not in "Pi"]
    return _told(clause, Measure(_trimmed(words))) if clause.value.letter == "S" else None


def _is_fraction(part: Part) -> bool:
    return part.amount is not None and part.amount.rule in ("fraction", "fraction-words")


def _subject(clause: Clause) -> Statement | None:
    """The re-referral rate was 19.4%."""
    return _of_verb(clause, SUBJECT)


def _moved(clause: Clause) -> Statement | None:
    """Re-referrals fell from 21.4% in 2019/20 to 18.9%: the value after `to`, with the one after `from` as previous."""
    later = re.match(r"\(?i?P?\)?,?t(?=[SNRD])", clause.after)
    if clause.before.endswith("f") and later is not None:
        clause = replace(clause, at=clause.at + 1 + later.end())
    elif not clause.before.endswith("t"):
        return None
    return _of_verb(clause, MOVED)


def _of_verb(clause: Clause, shape: re.Pattern[str]) -> Statement | None:
    found = shape.search(clause.before)
    if found is None or re.match(r"o|d?x", clause.after) or _is_difference(clause):
        return None
    measure = _backward(clause, found, "m")
    if measure is None or measure.words[:1] == () or measure.words[0].meaning == "set":
        return None
    first = clause.start + found.start("m")
    if clause.after.startswith(("n", "wn", "en", "pn")):
        return _of_counted(clause, measure, shape)
    if not _is_measure(measure, clause.value, shape is MOVED and first == clause.start):
        return None
    if not _fits(measure, clause.value, first == clause.start):
        return None
    return _told(clause, _led(clause, measure, first), _earlier(clause))


def _of_counted(clause: Clause, measure: Measure, shape: re.Pattern[str]) -> Statement | None:
    """The number of complaints fell to 87 complaints | home education rose to 1,120 children: its noun once more."""
    counted = COUNTED.match(clause.after) if clause.value.letter == "N" else None
    if counted is None or not (shape is MOVED or any("number" in p.meaning.split() for p in measure.words)):
        return None
    end = clause.at + 1 + counted.end()
    named = (*measure.words, *clause.parts[clause.at + 1 : end])
    own = any(p.letter in HEADS for p in measure.words)
    if not own or measure.words[-1].meaning == "body" or not _is_measure(Measure(named), clause.value):
        return None
    return _told(clause, replace(_led(clause, measure, clause.start), end=end), _earlier(clause))


def _is_difference(clause: Clause) -> bool:
    """Caseloads are 3 lower than last year: what stands directly before `than` is no figure of its own."""
    return clause.after.startswith("c") and clause.parts[clause.at + 1].text.lower().endswith("than")


def _fronted(clause: Clause) -> Statement | None:
    """At 91%, the percentage of reviews held on time is above the national average (88%)."""
    before = clause.parts[clause.at - 1].text.lower() if clause.before else ""
    found = FRONTED.match(clause.after) if before == "at" and len(clause.before) == 1 else None
    if found is None:
        return None
    first = clause.at + 1
    measure = _whole(clause.parts[first + found.start("m") : first + found.end("m")])
    if not _is_measure(measure, clause.value) or not _fits(measure, clause.value, True):
        return None
    told = (Told(clause.value, measure.period), *_comparators(clause, first + found.end("m")))
    return Statement(measure.words, told)


def _named(clause: Clause) -> Statement | None:
    """an average caseload of 15.8 | a re-referral rate of 19.4%."""
    found = NAMED.search(clause.before)
    if found is None or re.match(r"o|x", clause.after):
        return None
    words = clause.parts[clause.start + found.start("m") : clause.start + found.end("m")]
    if clause.after.startswith("n") and not ("each" in words[-1].meaning and COUNTED.match(clause.after)):
        return None
    measure = _whole(words)
    if not _is_measure(measure, clause.value) or not _fits(measure, clause.value, False):
        return None
    return _told(clause, _led(clause, measure, clause.at))


def _labelled(clause: Clause) -> Statement | None:
    """The re-referral rate (19.4%) | Re-referral rate: 19.4%, and nothing after it but its period and comparators."""
    rest = clause.letters[clause.at + 1 :]
    label = LABEL.match(clause.before) if re.match(r"(?:[(,;:]|i?P|c|A|\)|[SNRDo]){0,30}\.?\Z", rest) else None
    found = label
    if found is None and re.match(r"i?P?\)", clause.after):
        found = BRACKET.search(clause.before)
    elif found is None and re.match(r",?b?d?c", clause.after) and _word_before(clause, clause.at) == "at":
        found = AT.search(clause.before)
    measure = _backward(clause, found, "m") if found is not None else None
    opens = label is not None
    if (
        measure is None
        or not (opens or _is_named(measure, clause.value))
        or not _is_measure(measure, clause.value)
        or not _fits(measure, clause.value, opens)
    ):
        return None
    return _told(clause, measure)


def _is_named(measure: Measure, value: Part) -> bool:
    """By the name of a kind of measure, or as the vocabulary has it ("care leavers in suitable accommodation")."""
    if any(p.letter == "r" for p in measure.words):
        return True
    label = " ".join(p.text for p in measure.words)
    return value.letter != "N" and match_label(label, _unit_of_figure(value.amount)).indicator is not None


def _word_before(clause: Clause, at: int) -> str:
    return clause.parts[at - 1].text.lower() if at > clause.start else ""


def _counted(clause: Clause) -> Statement | None:
    """There were 23 young people with university places | 203 fostering households were registered."""
    if clause.value.letter != "N" or not re.match(r"[wep]{0,3}n", clause.after):
        return None
    held = _held(clause) or CHANGED.search(clause.before) or _having(clause)
    if held is None and not (_opens(clause) or _goes_with(clause)):
        return None
    there = held is not None and clause.parts[clause.start + held.start()].meaning == "there"
    if _is_anecdote(clause.value, there):
        return None
    measure = _forward(clause, clause.at + 1)
    said = any(p.letter in "bhe" or p.meaning == "flow" for p in measure.words)
    if not (said or held) or _is_of_others(measure.words):
        return None
    statement = _told(clause, _led(clause, measure, clause.at))
    if _is_measure(measure, clause.value, held is not None):
        return statement
    return statement if held and measure.words and not _is_small(clause.value) and statement.told[0].period else None


def _is_of_others(words: Sequence[Part]) -> bool:
    """Who answered a survey, and what belongs to things that could be counted ("children's records")."""
    head = next((i for i, p in enumerate(words) if p.letter == "n"), 0)
    follows = "".join(p.letter for p in words[head + 2 : head + 5])
    owned = words[head + 1 : head + 2] and words[head + 1].text in ("'s", "’s", "'", "’")
    return any(p.meaning == "sample" for p in words) or (bool(owned) and not re.match("[wp]{0,2}n", follows))


def _opens(clause: Clause) -> bool:
    """At the head of a clause; "the 20 children most in need" are no count."""
    return OPENING.search(clause.before) is not None and _word_before(clause, clause.at) not in ("the", "these")


def _goes_with(clause: Clause) -> bool:
    """Demand remains high, with 4,870 contacts received in the quarter."""
    return clause.before.endswith(",i") and _word_before(clause, clause.at) == "with"


def _held(clause: Clause) -> re.Match[str] | None:
    """A holding verb and whose it is: ours or a body's, not Mrs Jones's; `there were` and `we had` tell it."""
    found = HELD.search(clause.before)
    if found is None:
        return None
    verb = clause.start + found.start()
    if clause.parts[verb].meaning in ("there", "sum"):
        return found
    words = clause.parts[verb].text.lower().split()
    if words[-1] in HAVE and _is_small(clause.value):  # we have two vacancies
        return None
    if words[0] == "we":
        return found
    opened = [at + 1 for at in range(clause.start, verb) if clause.letters[at] in OPENS]
    first = max(opened, default=clause.start)
    if not OWNED_BEFORE.search(clause.letters[clause.start : first]) and clause.letters[first:verb] in ("", "d"):
        return None
    return found if _is_ours(clause.parts[first:verb]) else None


def _is_ours(owner: Sequence[Part]) -> bool:
    """We, a body, a place that has a council, or nobody; a body is named before any preposition ("the head of ...")."""
    named = [p for p in owner if p.letter not in "dhb"]
    end = next((i for i, p in enumerate(named) if i and p.letter in "io"), len(named))
    named = named[:end]
    if not named:
        return True
    if named[0].meaning == "single" or named[0].letter in FIGURE:  # a typical team, one team
        return False
    last = named[-1]
    return last.meaning == "body" or WE.match(last.text) is not None or area_in(last.text) is not None


def _having(clause: Clause) -> re.Match[str] | None:
    """We have 214 approved fostering households: of ten and more."""
    found = HAVING.search(clause.before)
    if found is None or _is_small(clause.value):
        return None
    words = (p.text.lower() for p in clause.parts[clause.start + found.start() : clause.at])
    return found if any(word in HAVE for word in words) else None


def _is_small(part: Part) -> bool:
    return part.amount is None or part.amount.value is None or part.amount.value < SMALL


def _is_anecdote(part: Part, there: bool) -> bool:
    amount = part.amount
    spelt = not any(c.isdigit() for c in part.text)
    return amount is None or (spelt and not there and (amount.value or 0) < SMALL)


def _risen(clause: Clause) -> Statement | None:
    """A rise in referrals from 411 to 502."""
    found = RISEN.search(clause.before)
    if found is None or re.match(r"o|d?x|w?n", clause.after):
        return None
    measure = _whole(clause.parts[clause.start + found.start("m") : clause.start + found.end("m")])
    if not _is_measure(measure, clause.value, held=True) or not _fits_a_rise(measure, clause.value):
        return None
    return _told(clause, _led(clause, measure, clause.start), _earlier(clause))


def _fits_a_rise(measure: Measure, value: Part) -> bool:
    kinds = any(p.letter == "r" for p in measure.words)
    return _fits(measure, value, opens=True) or (value.letter == "N" and not kinds)


Shape = Callable[[Clause], Statement | None]
SHAPES: tuple[Shape, ...] = (
    _exactly,
    _things_after,
    _without_things,
    _things_before,
    _subject,
    _moved,
    _risen,
    _fronted,
    _named,
    _labelled,
    _counted,
)

# --- the words of a measure -------------------------------------------------------------------------------------


def _forward(clause: Clause, start: int, said: bool = False) -> Measure:
    """The words from `start` to the end of what is said; none where a figure or a wish follows them directly."""
    letters = clause.letters
    words: list[Part] = []
    period: Part | None = None
    at = start
    while at < len(letters):
        part = clause.parts[at]
        if part.letter == "P" and not said and re.match(r"P[bhe]", letters[at:]):
            period = part
        elif part.letter in STOPS and not _passes(clause, at, said, words):
            break
        else:
            words.append(part)
            said = said or part.letter in VERBS
        at += 1
    if at < len(letters) and letters[at] in NOT_AFTER:
        return Measure((), at)
    return Measure(_trimmed(words), at, period)


def _passes(clause: Clause, at: int, said: bool, words: Sequence[Part]) -> bool:
    """Whether a word at which measures end is one of this measure's: `under the category of`, `told us they would`."""
    part = clause.parts[at]
    if part.letter == "c":
        return part.meaning == "also" and not COMPARES.match(clause.letters, at)
    if part.letter == "m":
        return any(p.meaning == "telling" for p in words)
    return part.letter == "&" and _goes_on(clause.letters, at, said)


def _goes_on(letters: str, at: int, said: bool) -> bool:
    """Whether `and` joins words of the measure: before its verb, or what has no verb of its own."""
    rest = re.match(r"&([nrwpohedlityk&v]{1,40})", letters[at:])
    return rest is not None and (not said or (not VERBS & set(rest[1]) and len(rest[1]) <= MOST_JOINED))


def _backward(clause: Clause, found: re.Match[str], group: str) -> Measure | None:
    """The words that a shape found before the value; None where they do not begin a clause."""
    first, last = clause.start + found.start(group), clause.start + found.end(group)
    if first > clause.start and clause.letters[first - 1] not in OPENS:
        return None
    return _whole(clause.parts[first:last])


def _whole(parts: Sequence[Part]) -> Measure:
    """From the determiner on, where nothing that counts stands in front of it; a period among them apart."""
    period = next((p for p in parts if p.letter == "P"), None)
    words = [p for p in parts if p.letter != "P"]
    cut = next((i for i, p in enumerate(words) if p.letter == "k"), None)
    if cut is not None and not any(p.letter in HEADS for p in words[:cut]):
        words = words[cut:]
    return Measure(_trimmed(words), 0, period)


def _trimmed(measure: Sequence[Part]) -> tuple[Part, ...]:
    words = list(measure)
    while words and words[-1].letter in LOOSE_ENDS:
        words.pop()
    while words and words[0].letter in "kdhzi&tfy":
        words.pop(0)
    return tuple(words)


def _is_measure(measure: Measure, value: Part, held: bool = False) -> bool:
    """Something counted or measured, and enough said of it; a count that a verb holds may stand alone if named."""
    if not any(p.letter in HEADS and p.meaning != "figure" for p in measure.words):
        return False
    if held and " " in measure.words[0].text and measure.words[0].letter == "n":
        return True
    content = [w for p in measure.words if p.letter in CONTENT for w in (p.text.split() if p.letter == "r" else [p])]
    if len(content) >= LEAST_WORDS:
        return True
    known = match_label(" ".join(p.text for p in measure.words), _unit_of_figure(value.amount))
    return known.indicator is not None or "-" in measure.words[0].text


def _fits(measure: Measure, value: Part, opens: bool) -> bool:
    """The kind of measure goes with the kind of value: a length in days, a number bare, a share in percent."""
    kinds = {kind for p in measure.words if p.letter == "r" for kind in p.meaning.split()}
    if value.letter == "D":
        return "length" in kinds
    if value.letter == "S":
        return not kinds & {"length"} or "share" in kinds
    if value.letter == "R":
        return bool(kinds) or any(p.letter == "n" for p in measure.words)
    events = any(p.letter == "n" and p.meaning == "event" for p in measure.words)
    if "share" in kinds:
        return _known_rate(measure.words) is not None
    named = measure.words[0].letter == "n" and " " in measure.words[0].text
    return "number" in kinds or ((events or named) and opens and not kinds)


def _known_rate(words: Sequence[Part]) -> str | None:
    """The unit of a rate whose figure is printed bare ("the rate of children in need was 301.5"): known, or named."""
    label = " ".join(p.text for p in words)
    named = unit_in(label)
    if named is not None and named.startswith("rate_per"):
        return named
    bare = " ".join(p.text for p in words if p.letter not in "bhkd")
    for unit in ("rate_per_10000", "rate_per_100000", "rate_per_1000", "score"):
        if match_label(bare, unit).indicator is not None:
            return unit
    return None


LEADING = re.compile(r"(?:(?:^|(?<=[,zq(;.]))[ikw]{0,2}|(?=P,?\Z))(?P<p>P)[^SNRDP]*\Z")


def _led(clause: Clause, measure: Measure, before: int) -> Measure:
    """With the period that opens the clause, where the measure holds none and no other figure stands between."""
    found = LEADING.search(clause.letters, clause.start, before)
    return replace(measure, period=clause.parts[found.start("p")]) if found and measure.period is None else measure


# --- what is told -----------------------------------------------------------------------------------------------

OWN_PERIOD = re.compile(r"\)?[(,]?i?(?P<p>P)")
LATER_PERIOD = re.compile(r"i?(?P<p>P)")
COMPARED = (
    re.compile(
        r"[,(;]?(?:z|&)?(?:bd?(?=c))?(?:c{1,10}q?o?[kd]{0,2}[wnr]{0,3}|k?d?)(?P<a>A)r?[oibd:(]{0,3}(?P<v>[SNRD])"
        r"(?:i?(?P<p>P))?\)?"
    ),
    re.compile(r"(?:[,(;]|[,(;]?(?:z?c{1,10}|&))[kdi]{0,2}(?P<v>[SNRD])(?:[ik]{0,2}|ok?[wnp]{1,4})(?P<a>A)\)?"),
    re.compile(r"[,(]?(?:z?c{1,10}|f)[kdi]{0,2}(?P<v>[SNRD])i?(?P<p>P)\)?"),
    re.compile(r",?(?P<f>c|f)(?P<v>[SNRD])(?=[.,;)]|\Z)"),
)
"""Above the target of 95% | (England 21.9%) | compared with 88% nationally | down from 70% in 2019/20 | from 16%."""


def _told(clause: Clause, measure: Measure, earlier: Told | None = None) -> Statement:
    """The value with the period behind it, or behind its measure; what it is compared with after that."""
    end, period = max(measure.end, clause.at + 1), measure.period
    own = OWN_PERIOD.match(clause.letters, end) if end == clause.at + 1 else LATER_PERIOD.match(clause.letters, end)
    if own is not None:
        period, end = clause.parts[own.start("p")], own.end()
    told = [Told(clause.value, period), *([earlier] if earlier else []), *_comparators(clause, end)]
    return Statement(measure.words, tuple(told))


def _earlier(clause: Clause) -> Told | None:
    """The value after `from`, in a move from one to the other."""
    found = FROM.search(clause.before)
    if found is None:
        return None
    value = clause.parts[clause.start + found.start("v")]
    within = clause.parts[clause.start + found.start("q") : clause.start + found.end("q")]
    if not _alike(value, clause.value):
        return None
    return Told(value, next((p for p in within if p.letter == "P"), None), role="previous")


def _comparators(clause: Clause, at: int) -> Iterator[Told]:
    """One after the other, as long as they follow directly and are of the same kind as the value."""
    letters, parts = clause.letters, clause.parts
    if letters[at : at + 1] == ")":
        at += 1
    while True:
        found = next((m for shape in COMPARED if (m := shape.match(letters, at))), None)
        if found is None or not _alike(parts[found.start("v")], clause.value):
            return
        groups = found.groupdict()
        if groups.get("f") and not parts[found.start("f")].text.lower().endswith("from"):
            return
        period = parts[found.start("p")] if groups.get("p") else None
        of = parts[found.start("a")].meaning if groups.get("a") else "authority"
        yield Told(parts[found.start("v")], period, of, _role(of))
        at = found.end()


def _alike(value: Part, main: Part) -> bool:
    """A comparator of a rate may be printed bare ("51.2 per 10,000 compared with 48.1 nationally")."""
    return value.letter == main.letter or (value.letter == "N" and main.letter in "RS")


def _role(of: str) -> Role:
    return "target" if of in ("target", "floor") else "previous" if of == "authority" else "benchmark"


# --- records ----------------------------------------------------------------------------------------------------


def _record(places: Places, statement: Statement, span: tuple[int, int], section: str | None) -> Narrative:
    passage = places.passage
    first = statement.told[0].value
    bare_rate = _known_rate(statement.measure) if _is_bare_rate(statement) else None
    unit = bare_rate or _unit(first.amount)
    label = _label(passage, statement.measure)
    match = _mapped(statement.measure, label, bare_rate or _unit_of_figure(first.amount), section)
    return Narrative(
        id="narrative",
        kind="narrative",
        label=label,
        indicator=match.indicator,
        match=match.match,
        section=passage.section,
        passage=passage.id,
        sentence=passage.text[span[0] : span[1]],
        readings=tuple(_reading(places, told, unit) for told in statement.told),
        spans=places.spans(*span),
    )


def _is_bare_rate(statement: Statement) -> bool:
    kinds = {p.meaning for p in statement.measure if p.letter == "r"}
    return statement.told[0].value.letter == "N" and "share" in kinds


def _label(passage: Passage, measure: Sequence[Part]) -> str:
    """The measure's own words, whole where they stand together."""
    first, last = measure[0].start, measure[-1].end
    inside = [p for p in measure if first <= p.start]
    if sum(len(p.text) for p in inside) + len(inside) > last - first:
        return passage.text[first:last]
    return " ".join(p.text for p in measure).replace(" '", "'").replace(" ’", "’")


def _mapped(measure: Sequence[Part], label: str, unit: str | None, section: str | None) -> Match:
    """By the vocabulary's own rules: the label as it stands, then without linking verbs and words of number."""
    bare = " ".join(p.text for p in measure if p.letter not in "bhkd")
    for words in (label, bare):
        match = match_label(words, unit, section)
        if match.indicator is not None:
            return match
    return Match()


def _unit(amount: Amount | None) -> str | None:
    if amount is None:
        return None
    if amount.unit is not None:
        return amount.unit
    whole = amount.value is None or amount.value == amount.value.to_integral_value()
    return "count" if whole else "score"


def _unit_of_figure(amount: Amount | None) -> str:
    """As a label is matched: a bare figure may be a count, a score, a caseload."""
    return amount.unit if amount is not None and amount.unit is not None else "count"


FIRST_DIGIT = re.compile(r"\A\D*(?=\d)")
STATUSES: dict[str, Status] = {"reported": "reported", "suppressed": "suppressed"}


def _period(part: Part | None) -> Period | None:
    """A time without dates ("a year earlier") is told in its own words."""
    if part is None:
        return None
    if part.period is not None:
        return published(Dated(part.period, "sentence"))
    return Period(text=part.text, kind="relative", start=None, end=None, alternatives=(), source="sentence")


def _reading(places: Places, told: Told, unit: str | None) -> Reading:
    amount = told.value.amount
    assert amount is not None
    own = told.of == "authority" or amount.value is None  # "exceeding the 95% target" bounds ours, not the target
    printed = places.passage.text[told.value.start : told.value.end]
    printed = printed if own else FIRST_DIGIT.sub("", printed)
    return Reading(
        column=None,
        raw=printed,
        value=number(amount.value),
        low=number(amount.low) if own else None,
        high=number(amount.high) if own else None,
        unit=amount.unit if amount.unit not in (None, "count") else unit,
        qualifier=amount.qualifier if own else None,
        status=STATUSES[amount.status],
        of=told.of,
        role=told.role,
        basis=told.period.period.basis if told.period and told.period.period else None,
        rating=None,
        direction=None,
        period=_period(told.period),
        spans=places.spans(told.value.end - len(printed), told.value.end),
    )
