"""Shares whose things stand elsewhere: before a verb or a colon, in the clause before, within the figure itself."""

import re

from pipeline.extractors.clauses import Part
from pipeline.extractors.narrative.model import CONTENT, Clause, Measure, Statement
from pipeline.extractors.narrative.told import told_of
from pipeline.extractors.narrative.words import LEAST_WORDS, OPENS, forward, is_measure, led, trimmed

PORTIONED = re.compile(r"(?P<m>[nrwpokdelityv&]{1,40})g[kd]{0,3}\Z")
DONE_FOR = re.compile(r"(?P<m>[nrwpokdl]{1,30}b[wedpiv]{0,5}i)\Z")
OF_KIND = re.compile(r"o[kd@]{0,4}[wpe]{0,6}[nr]")
FOR = frozenset({"for", "in", "with"})
COUNTED_THINGS = r"N(?P<t>[wep]{0,3}n[wnpieokP]{0,16}?)"
OF_WHICH_BEFORE = re.compile(r"N(?P<t>[wep]{0,3}n)[^SNRD.;]{0,40}z\Z")
OF_WHICH_AFTER = re.compile(rf"{COUNTED_THINGS},?\Z")
WITH_SHARE = re.compile(r"N(?P<t>[wep]{0,3}n)[wnpieokPbhd]{0,16},(?P<i>i)?\Z")
OF_WHICH = frozenset({"of which", "of whom", "of these", "of those", "of them"})
PORTION_OF = re.compile(r"N(?P<t>[wep]{0,3}n)[^SNRD.;]{0,40},(?P<v>z?g|z)\Z")
REPRESENTING = frozenset({"representing", "equating to", "equivalent to"})
THINGS_SO_FAR = re.compile(r"(?:o[kd]{0,3}|N)(?P<t>[wpe]{0,6}n)[^;.]{0,80}S?[^;.]{0,40}?,?&[kd]{0,2}\Z")
LABELLED = re.compile(r"\A(?P<m>[kwnpod]{0,12}n[wpd]{0,4}):\Z")
NO_THINGS = frozenset("MI")
"""Money, and those who live in a place, of whom no measure of a service is a share."""
IN_FIGURE = re.compile(r"\d\s+(?P<t>[A-Za-z][A-Za-z '’-]{2,40}?)\s*\(")


def portioned(clause: Clause) -> Statement | None:
    """Agency staff made up 21% of the workforce | Neglect accounted for 58% of child protection plans."""
    found = PORTIONED.search(clause.before) if clause.value.letter == "S" else None
    if found is None or not OF_KIND.match(clause.after) or not _begins(clause, found.start("m")):
        return None
    before = clause.parts[clause.start + found.start("m") : clause.start + found.end("m") + 1]
    return _across(clause, trimmed(before[:-1]) + before[-1:])


def done_for(clause: Clause) -> Statement | None:
    """Immunisations were up to date for 87% of children | Interviews were offered in 92% of missing episodes."""
    found = DONE_FOR.search(clause.before) if clause.value.letter == "S" else None
    if found is None or not OF_KIND.match(clause.after) or not _begins(clause, found.start("m")):
        return None
    words = clause.parts[clause.start + found.start("m") : clause.at]
    named = any(p.letter == "n" for p in words) or words[0].text.lower() == "we"
    if not named or words[-1].text.lower() not in FOR:
        return None
    return _across(clause, words)


def _across(clause: Clause, before: tuple[Part, ...]) -> Statement | None:
    """A measure whose words stand on both sides of its figure."""
    rest = forward(clause, clause.at + 1)
    if not rest.words or NO_THINGS & {p.letter for p in (*before, *rest.words)}:
        return None
    while before and before[0].letter in "kd":
        before = before[1:]
    of = clause.parts[clause.at + 1 : clause.at + 2] if rest.words[0].letter != "o" else ()
    return told_of(clause, led(clause, Measure((*before, *of, *rest.words), rest.end, rest.period), clause.at))


def _begins(clause: Clause, at: int) -> bool:
    """Whether a clause begins there."""
    return at == 0 or clause.letters[clause.start + at - 1] in OPENS


def of_which(clause: Clause) -> Statement | None:
    """102 complaints, of which 74% were answered in time | 1,412 reviews, 93.1% of which took place on time."""
    if clause.value.letter != "S":
        return None
    found, first = OF_WHICH_BEFORE.search(clause.before), clause.at + 1
    joined = clause.parts[clause.at - 1] if found else None
    if found is None and re.match(r"z[bhevp]", clause.after):
        found, joined, first = OF_WHICH_AFTER.search(clause.before), clause.parts[clause.at + 1], clause.at + 2
    if found is None or joined is None or joined.text.lower() not in OF_WHICH:
        return None
    return _said_of(clause, found, first)


def portion_of(clause: Clause) -> Statement | None:
    """45 unaccompanied children, which represents 9% of all children in care."""
    found = PORTION_OF.search(clause.before) if clause.value.letter == "S" else None
    if found is None or not OF_KIND.match(clause.after):
        return None
    verb = clause.parts[clause.at - 1]
    if verb.letter == "z" and verb.text.lower() not in REPRESENTING:
        return None
    things = clause.parts[clause.start + found.start("t") : clause.start + found.end("t")]
    return _across(clause, (*things, verb))


def with_share(clause: Clause) -> Statement | None:
    """41 audits were completed, with 68% graded good or outstanding | 1,600 reviews, 91.7% in timescale."""
    found = WITH_SHARE.search(clause.before) if clause.value.letter == "S" else None
    if found is None or not re.match(r"[wev]p" if found["i"] else r"[wev]?p[.,;)]", clause.after):
        return None
    if found["i"] and clause.parts[clause.at - 1].text.lower() != "with":
        return None
    return _said_of(clause, found, clause.at + 1)


def and_share(clause: Clause) -> Statement | None:
    """The proportion of children with a health assessment was 94%, and 81% had a dental check: of the same things."""
    found = THINGS_SO_FAR.search(clause.before) if clause.value.letter == "S" else None
    if found is None or "S" not in clause.before or not re.match(r"[behv]", clause.after):
        return None
    return _said_of(clause, found, clause.at + 1)


def after_things(clause: Clause) -> Statement | None:
    """Health assessments: 92% completed on time."""
    found = LABELLED.match(clause.before) if clause.value.letter == "S" and re.match(r"[ev]", clause.after) else None
    return _said_of(clause, found, clause.at + 1, "m") if found is not None else None


def _said_of(clause: Clause, found: re.Match[str], first: int, group: str = "t") -> Statement | None:
    """The things that a shape found before, and what is said from `first` on."""
    span = clause.start + found.start(group), clause.start + found.end(group)
    things = [p for i, p in enumerate(clause.parts[span[0] : span[1]]) if p.letter not in "P"]
    rest = forward(clause, first, said=True)
    if NO_THINGS & {p.letter for p in (*things, *rest.words)} or not any(p.letter in CONTENT for p in rest.words):
        return None
    return told_of(clause, Measure((*trimmed(things), *rest.words), rest.end, rest.period))


def counted_share(clause: Clause) -> Statement | None:
    """22 of 30 audits (73%) were judged good | one in five referrals (21.6%) were repeated."""
    part = clause.value
    within = IN_FIGURE.search(part.text) or IN_WORDS.search(part.text)
    if part.letter != "S" or within is None or not re.match(r"[bhev]", clause.after):
        return None
    things = Part("n", part.start + within.start("t"), part.start + within.end("t"), within["t"])
    rest = forward(clause, clause.at + 1, said=True)
    measure = Measure((things, *rest.words), rest.end, rest.period)
    if len([p for p in measure.words if p.letter in CONTENT]) < LEAST_WORDS or not is_measure(measure, part):
        return None
    return told_of(clause, led(clause, measure, clause.at))


IN_WORDS = re.compile(
    r"\b(?:in|out of) (?:two|three|four|five|six|seven|eight|nine|ten) (?P<t>[A-Za-z][A-Za-z '’-]{2,40}?)\s*\(",
    re.IGNORECASE,
)


def bracketed_share(clause: Clause) -> Statement | None:
    """146 young people (62%) are in education: the share of them of whom it is said."""
    things = re.match(r"(?P<t>[wep]{0,3}n)\((?P<v>S)\)(?=[bhev])", clause.after)
    if clause.value.letter != "N" or things is None:
        return None
    first = clause.at + 1
    at = first + things.start("v")
    rest = forward(clause, at + 2, said=True)
    words = (*trimmed(clause.parts[first : first + things.end("t")]), *rest.words)
    if NO_THINGS & {p.letter for p in words} or not any(p.letter in CONTENT for p in rest.words):
        return None
    figure = Clause(clause.parts, clause.letters, clause.start, at)
    return told_of(figure, led(clause, Measure(words, rest.end, rest.period), clause.at))
