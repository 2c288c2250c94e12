"""Improvement areas in another style than those of `series.py`: built from parts, and reworded by rule.

A second measure of how improvement areas are matched. No rule was made from one of its errors, but its rates were
looked at while the rules were made, so it is no fresh measure. Some matters are near one another on purpose: a match
between them is an invention.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Matter:
    """What is to be done to what, and for whom or where."""

    verb: str
    noun: str
    """The verb as a noun, with its preposition."""
    done: str
    """The verb's participle, for the passive."""
    thing: str
    whose: str


MATTERS = (
    Matter("Reduce", "Reduction in", "reduced", "the caseloads of social workers", "in the assessment teams"),
    Matter("Reduce", "Reduction in", "reduced", "the number of short-notice placement moves", "for children in care"),
    Matter("Recruit", "Recruitment of", "recruited", "foster carers", "for sibling groups"),
    Matter("Recruit", "Recruitment of", "recruited", "permanent educational psychologists", "across the county"),
    Matter("Strengthen", "Strengthening of", "strengthened", "management oversight of case files", "at every level"),
    Matter(
        "Strengthen", "Strengthening of", "strengthened", "the return home interview offer", "after a missing episode"
    ),
    Matter("Improve", "Improvement in", "improved", "the timeliness of education, health and care plans", "for pupils"),
    Matter("Improve", "Improvement in", "improved", "the quality of education, health and care plans", "for pupils"),
    Matter("Improve", "Improvement in", "improved", "dental checks", "for looked-after children"),
    Matter("Develop", "Development of", "developed", "a local offer of supported housing", "for care leavers"),
    Matter("Develop", "Development of", "developed", "a neglect strategy with schools and health", "in each district"),
    Matter("Review", "Review of", "reviewed", "the threshold document", "with the safeguarding partnership"),
    Matter("Review", "Review of", "reviewed", "contracts with independent residential homes", "outside the borough"),
    Matter("Increase", "Increase in", "increased", "the take-up of advocacy", "by disabled children"),
    Matter("Increase", "Increase in", "increased", "attendance of general practitioners", "at strategy meetings"),
    Matter("Evaluate", "Evaluation of", "evaluated", "the early help front door", "against national guidance"),
    Matter("Embed", "Embedding of", "embedded", "restorative practice", "in youth justice"),
    Matter("Consult", "Consultation of", "consulted", "parents on short breaks", "before budgets are set"),
    Matter("Investigate", "Investigation of", "investigated", "online grooming and county lines", "with the police"),
    Matter("Publish", "Publication of", "published", "a workforce strategy with pay progression", "every spring"),
    Matter("Expand", "Expansion of", "expanded", "the emotional wellbeing service", "in primary schools"),
    Matter("Monitor", "Monitoring of", "monitored", "elective home education", "through yearly visits"),
    Matter("Protect", "Protection of", "protected", "babies under one from injury", "through midwifery links"),
    Matter("Shorten", "Shortening of", "shortened", "care proceedings", "in the family court"),
)
DETAILS = (
    "by the end of next March",
    "with quarterly updates to the board",
    "as the peer review advised",
    "so that nobody has to ask twice",
    "following feedback from residents",
)
SHORT_FORMS = (
    ("education, health and care plans", "EHCPs"),
    ("social workers", "SWs"),
    ("children in care", "CiC"),
    ("looked-after children", "LAC"),
    ("general practitioners", "GPs"),
    ("special educational needs", "SEN"),
    ("elective home education", "EHE"),
    ("educational psychologists", "EPs"),
    ("return home interview", "RHI"),
)
SYNONYMS = (
    ("foster carers", "foster families"),
    ("looked-after children", "children who are looked after"),
    ("children in care", "looked-after children"),
    ("care leavers", "care-experienced young adults"),
    ("supported housing", "supported accommodation"),
    ("residential homes", "residential settings"),
    ("pupils", "learners"),
    ("parents", "mothers and fathers"),
    ("take-up", "uptake"),
    ("timeliness", "punctuality"),
    ("emotional wellbeing", "mental wellbeing"),
    ("case files", "case records"),
    ("in each district", "in every locality"),
    ("across the county", "countywide"),
    ("outside the borough", "beyond the borough boundary"),
    ("short breaks", "respite"),
    ("yearly visits", "annual visits"),
    ("placement moves", "changes of placement"),
    ("care proceedings", "court proceedings"),
    ("injury", "harm"),
    ("police", "constabulary"),
    ("strategy", "plan of action"),
)


def themes(seed: int, wordings: int = 3) -> tuple[tuple[str, ...], ...]:
    """For each matter as many wordings of it."""
    random = Random(seed)
    return tuple(of_matter(matter, wordings, random) for matter in MATTERS)


def of_matter(matter: Matter, wordings: int, random: Random) -> tuple[str, ...]:
    found: dict[str, None] = {}
    while len(found) < wordings:
        found[reworded(matter, random)] = None
    return tuple(found)


def reworded(matter: Matter, random: Random) -> str:
    """A voice, an order of clauses, perhaps a detail, perhaps a short form, perhaps another word."""
    text = random.choice((active, nominal, passive, should))(matter)
    if random.random() < 0.3:
        text = f"{matter.whose[0].upper()}{matter.whose[1:]}, {text[0].lower()}{text[1:]}"
    else:
        text = f"{text} {matter.whose}"
    for pairs in (SYNONYMS, SHORT_FORMS):
        if random.random() < 0.4:
            text = replaced(text, pairs, random)
    if random.random() < 0.3:
        text = f"{text}, {random.choice(DETAILS)}"
    return text


def active(matter: Matter) -> str:
    return f"{matter.verb} {matter.thing}"


def nominal(matter: Matter) -> str:
    return f"{matter.noun} {matter.thing}"


def passive(matter: Matter) -> str:
    return f"{matter.thing[0].upper()}{matter.thing[1:]} are {matter.done}"


def should(matter: Matter) -> str:
    return f"We will ensure that {matter.thing} can be {matter.done}"


def replaced(text: str, pairs: tuple[tuple[str, str], ...], random: Random) -> str:
    fits = [pair for pair in pairs if pair[0] in text]
    return text.replace(*random.choice(fits)) if fits else text
