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

from datetime import date

from pipeline.extractors.clauses import parts_of
from pipeline.extractors.narrative.records import record
from pipeline.extractors.narrative.statements import statements
from pipeline.extractors.prose import passages, places_of
from pipeline.extractors.stating import may_state
from pipeline.ids import Ids
from pipeline.outline import Outline
from schemas.record import Narrative


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
            found.append(record(places, statement, span, titles.get(passage.section or "")))
    return tuple(n.model_copy(update={"id": ids.once(f"{n.passage}__narrative")}) for n in found)
