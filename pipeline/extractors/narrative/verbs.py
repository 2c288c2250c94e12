"""Measures that are named, and the figure after a verb, `of`, a bracket or a colon."""

import re
from dataclasses import replace

from pipeline.extractors.clauses import Part
from pipeline.extractors.narrative.model import HEADS, Clause, Measure, Statement, Told, is_small, word_before
from pipeline.extractors.narrative.told import comparators, earlier, told_of
from pipeline.extractors.narrative.words import backward, fits, forward, is_measure, led, trimmed, unit_of_figure, whole
from pipeline.vocabulary.indicators import match_label

BEFORE = r"(?P<m>(?:[nrwpohedlityk&bPvIg]|f(?=[wnkp])|(?<!,)z(?=[bhv])|\([wnrpikod]{1,12}\)){1,80})"
"""The words of a sentence, one letter each; what is set in brackets among them holds no figure."""
SUBJECT = re.compile(rf"{BEFORE}(?P<v>b)(?:[di]|to){{0,20}}\Z")
MOVED = re.compile(rf"{BEFORE}h?d?(?P<v>[uC])(?:d|,|i?P){{0,10}}(?:f(?:kwo)?[SNRD]n?\(?i?P?\)?,?)?(?:t|:)?\Z")
NAMED = re.compile(r"(?:k|\A)(?P<m>[nwpd]{0,6}r[iytnwpr]{0,6})(?:iP|P)?o\Z")
BRACKET = re.compile(rf"{BEFORE}\(\Z")
AT = re.compile(rf"{BEFORE},?i\Z")
LABEL = re.compile(r"\A(?P<m>[nrwpohelitykd&vP]+):\Z")
FRONTED = re.compile(r",(?P<m>[nrwpohelitykdv]{1,80}?)b(?!m)")
RISEN = re.compile(r"[xC]i(?P<m>[nrwpoeitkl&]{1,40}?),?f[SNRD]\(?i?P?\)?,?t\Z")
COUNTED = re.compile(r"[wep]{0,3}n(?=(?:i?P)?(?:[.,;)(cf]|\Z))")


def subject(clause: Clause) -> Statement | None:
    """The re-referral rate was 19.4%."""
    return _of_verb(clause, SUBJECT)


def moved(clause: Clause) -> Statement | None:
    """Re-referrals fell from 21.4% in 2019/20 to 18.9%: the value after `to`, with the one after `from` as previous."""
    later = re.match(r"n?\(?i?P?\)?,?t(?=[SNRD])", clause.after)
    if clause.before.endswith("f") and later is not None:
        clause = replace(clause, at=clause.at + 1 + later.end())
    elif not clause.before.endswith("t"):
        return None
    return _of_verb(clause, MOVED)


def _of_verb(clause: Clause, shape: re.Pattern[str]) -> Statement | None:
    found = shape.search(clause.before)
    if found is None or re.match(r"o|d?x", clause.after) or _is_difference(clause):
        return None
    measure = backward(clause, found, "m")
    if measure is None or measure.words[:1] == () or measure.words[0].meaning == "set":
        return None
    if measure.words[-1].letter == "I" and measure.words[-2:][0].letter != "p":  # the population was 510,000
        return None
    first = clause.start + found.start("m")
    lasting = clause.value.letter == "D" and clause.parts[clause.start + found.start("v")].meaning == "lasting"
    if clause.after.startswith(("n", "wn", "en", "pn")):
        return _of_counted(clause, measure, shape)
    measure = _spelt_out(clause, measure)
    opens = first == clause.start
    alone = opens and _is_counted_alone(clause, measure, clause.parts[clause.start + found.start("v")])
    if not alone and not is_measure(measure, clause.value, (shape is MOVED or lasting) and opens):
        return None
    if not (lasting or alone or fits(measure, clause.value, opens)):
        return None
    return told_of(clause, led(clause, measure, first), earlier(clause))


def _is_counted_alone(clause: Clause, measure: Measure, verb: Part) -> bool:
    """Suspensions rose to 1,318 | Families waiting for a worker fell to 34: things, and a verb of more and fewer."""
    if clause.value.letter != "N" or verb.meaning not in ("up", "down") or is_small(clause.value):
        return False
    return measure.words[0].letter == "n" and not any(p.letter == "r" for p in measure.words)


def _spelt_out(clause: Clause, measure: Measure) -> Measure:
    """Quarter 3 performance was 89.6% for PEPs completed on time: of what, where the measure alone says nothing."""
    if clause.value.letter != "S" or not re.match(r"ik?[wpe]{0,4}n", clause.after):
        return measure
    if len(measure.words) != 1 or measure.words[0].letter != "r":
        return measure
    rest = forward(clause, clause.at + 2)
    return replace(measure, words=(*measure.words, *rest.words), end=rest.end) if rest.words else measure


def _of_counted(clause: Clause, measure: Measure, shape: re.Pattern[str]) -> Statement | None:
    """The number of complaints fell to 87 complaints | home education rose to 1,120 children: its noun once more."""
    counted = COUNTED.match(clause.after) if clause.value.letter == "N" else None
    if counted is None or not (shape is MOVED or any("number" in p.meaning.split() for p in measure.words)):
        return None
    end = clause.at + 1 + counted.end()
    named = (*measure.words, *clause.parts[clause.at + 1 : end])
    own = any(p.letter in HEADS for p in measure.words)
    if not own or measure.words[-1].meaning == "body" or not is_measure(Measure(named), clause.value):
        return None
    return told_of(clause, replace(led(clause, measure, clause.start), end=end), earlier(clause))


def _is_difference(clause: Clause) -> bool:
    """Caseloads are 3 lower than last year: what stands directly before `than` is no figure of its own."""
    return clause.after.startswith("c") and clause.parts[clause.at + 1].text.lower().endswith("than")


def fronted(clause: Clause) -> Statement | None:
    """At 91%, the percentage of reviews held on time is above the national average (88%)."""
    before = clause.parts[clause.at - 1].text.lower() if clause.before else ""
    found = FRONTED.match(clause.after) if before == "at" and len(clause.before) == 1 else None
    if found is None:
        return None
    first = clause.at + 1
    measure = whole(clause.parts[first + found.start("m") : first + found.end("m")])
    if not is_measure(measure, clause.value) or not fits(measure, clause.value, True):
        return None
    told = (Told(clause.value, measure.period), *comparators(clause, first + found.end("m")))
    return Statement(measure.words, told)


def named(clause: Clause) -> Statement | None:
    """an average caseload of 15.8 | a re-referral rate of 19.4%."""
    found = NAMED.search(clause.before)
    if found is None or re.match(r"o|x", clause.after):
        return None
    words = clause.parts[clause.start + found.start("m") : clause.start + found.end("m")]
    if clause.after.startswith("n") and not ("each" in words[-1].meaning and COUNTED.match(clause.after)):
        return None
    measure = whole(words)
    if not is_measure(measure, clause.value) or not fits(measure, clause.value, False):
        return None
    return told_of(clause, led(clause, measure, clause.at))


def rate_of(clause: Clause) -> Statement | None:
    """A rate of 58 children in care per 10,000: what is counted stands between the figure and its base."""
    if clause.value.letter != "R" or not clause.before.endswith("ro") or not re.match(r"[wep]{0,3}n", clause.after):
        return None
    rest = forward(clause, clause.at + 1)
    per = next((i for i, p in enumerate(rest.words) if p.text.lower() == "per"), len(rest.words))
    words = trimmed((*rest.words[:per], *rest.words[per + 2 :]))
    return told_of(clause, led(clause, replace(rest, words=words), clause.at)) if words else None


def labelled(clause: Clause) -> Statement | None:
    """The re-referral rate (19.4%) | Re-referral rate: 19.4%, and nothing after it but its period and comparators."""
    rest = clause.letters[clause.at + 1 :]
    label = LABEL.match(clause.before) if re.match(r"(?:[(,;:kd]|i?P|c|A|\)|[SNRDo]){0,30}\.?\Z", rest) else None
    found = label
    if found is None and re.match(r"i?P?\)", clause.after):
        found = BRACKET.search(clause.before)
    elif found is None and re.match(r",?b?d?c", clause.after) and word_before(clause, clause.at) == "at":
        found = AT.search(clause.before)
    measure = backward(clause, found, "m") if found is not None else None
    opens = label is not None
    if (
        measure is None
        or not (opens or _is_named(measure, clause.value))
        or not is_measure(measure, clause.value)
        or not fits(measure, clause.value, opens)
    ):
        return None
    return told_of(clause, measure)


def _is_named(measure: Measure, value: Part) -> bool:
    """By the name of a kind of measure, or as the vocabulary has it ("care leavers in suitable accommodation")."""
    if any(p.letter == "r" for p in measure.words):
        return True
    said = any(p.letter == "b" for p in measure.words) and measure.words[-1].letter in "pe"
    if value.letter == "S" and said and any(p.letter == "n" for p in measure.words):  # reviews are held on time (98%)
        return True
    label = " ".join(p.text for p in measure.words)
    return value.letter != "N" and match_label(label, unit_of_figure(value.amount)).indicator is not None


def risen(clause: Clause) -> Statement | None:
    """A rise in referrals from 411 to 502."""
    found = RISEN.search(clause.before)
    if found is None or re.match(r"o|d?x|w?n", clause.after):
        return None
    measure = whole(clause.parts[clause.start + found.start("m") : clause.start + found.end("m")])
    if not is_measure(measure, clause.value, held=True) or not _fits_a_rise(measure, clause.value):
        return None
    return told_of(clause, led(clause, measure, clause.start), earlier(clause))


def _fits_a_rise(measure: Measure, value: Part) -> bool:
    kinds = any(p.letter == "r" for p in measure.words)
    return fits(measure, value, opens=True) or (value.letter == "N" and not kinds)
