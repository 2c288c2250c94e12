"""Names with their short forms, inspections with date and grade, commitments with their date."""

from datetime import date

import pytest

from pipeline.extractors import events, names
from pipeline.ids import Ids
from pipeline.outline import Outline
from tests.printed import outline_of_text

MET = date(2021, 1, 19)


def _outline(text: str) -> Outline:
    return outline_of_text(f"1. Heading\n\n1.1 {text}\n")


def _names(text: str) -> dict[str, tuple[str, str | None, str | None]]:
    return {n.name: (n.kind, n.acronym, n.resolved) for n in names.extract(_outline(text), Ids())}


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        (
            "The Safeguarding Vulnerable Adults Partnership (SVAP) met.",
            "Safeguarding Vulnerable Adults Partnership",
            ("board", "SVAP", "printed"),
        ),
        (
            "our Families First Together programme (FFT) grows",
            "Families First Together programme",
            ("programme", "FFT", "printed"),
        ),
        (
            "run by EYST (Early Years Support Team) since then",
            "Early Years Support Team",
            ("organisation", "EYST", "printed"),
        ),
        (
            "the Institute of Public Health (“IPH”) said",
            "Institute of Public Health",
            ("organisation", "IPH", "printed"),
        ),
        (
            "the Regional Adoption Agencies Board (RAAB), the",
            "Regional Adoption Agencies Board",
            ("board", "RAAB", "printed"),
        ),
        ("a letter from the DfE came", "Department for Education", ("organisation", "DfE", "known")),
        ("Ofsted came", "Ofsted", ("organisation", None, None)),
        ("It is led by Kent County Council today.", "Kent County Council", ("organisation", None, None)),
        ("under the Children and Families Act 2014 we", "Children and Families Act 2014", ("legislation", None, None)),
        (
            "the Care Planning (England) Regulations 2010 say",
            "Care Planning (England) Regulations 2010",
            ("legislation", None, None),
        ),
        ("via our Early Support Hub and the Emergency Duty Team.", "Early Support Hub", ("organisation", None, None)),
    ],
)
def test_a_name_is_found_with_its_short_form(text: str, name: str, told: tuple[str, str | None, str | None]) -> None:
    assert _names(text)[name] == told


@pytest.mark.parametrize(
    "text",
    [
        "The Board noted the report and the Panel agreed.",
        "The Director of Children's Services spoke.",
        "Looked after children (LAC) live here, and an EHN helps.",
        "Members APPROVED the recommendation to Council.",
        "Our Plan is good. The Strategy will follow.",
        "The act of 1989 is old.",
        "Education, training and work (ETW) matter.",
    ],
)
def test_what_names_nobody_is_no_name(text: str) -> None:
    assert _names(text) == {}


def test_a_short_form_later_is_the_same_name_in_another_place() -> None:
    text = "The Safe Places Partnership (SPP) met. The SPP\nwill meet again, and SPPs elsewhere do."
    outline = _outline(text)
    (one,) = names.extract(outline, Ids())
    printed = outline.transcript.text
    places = [printed[m.spans[0].start : m.spans[-1].end] for m in one.mentions]
    assert places == ["Safe Places Partnership", "SPP", "SPP", "SPP"]
    assert {m.passage for m in one.mentions} == {outline.paragraphs[0].id}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "In June 2019 Ofsted undertook a Children's Services inspection.",
            ("Ofsted", "ilacs", "June 2019", None, None),
        ),
        (
            "At the ILACS in March 2018 we were judged Requires Improvement to be Good overall.",
            (None, "ilacs", "March 2018", "requires_improvement", None),
        ),
        (
            "The children's services inspection in May 2019 graded us Good in all areas.",
            (None, "ilacs", "May 2019", "good", "all areas"),
        ),
        (
            "In the Ofsted inspection in 2015 our overall grading was one of Inadequate, and much has changed.",
            ("Ofsted", "inspection", "2015", "inadequate", None),
        ),
        (
            "Ofsted carried out a focused visit in November 2020.",
            ("Ofsted", "focused visit", "in November 2020", None, None),
        ),
    ],
)
def test_an_inspection_is_told_with_date_and_grade(text: str, told: tuple[str | None, ...]) -> None:
    (one,) = events.extract_inspections(_outline(text), Ids(), MET)
    when = one.date.text.removeprefix("in ") if one.date else None
    assert (one.inspectorate, one.kind, when, one.grade, one.aspect) == (
        *told[:2],
        (told[2] or "").removeprefix("in "),
        *told[3:],
    )


@pytest.mark.parametrize(
    "text",
    [
        "By March 2019, 92% of schools inspected were judged good or outstanding by Ofsted.",
        "Ofsted publishes its reports.",
        "We are ready for an inspection.",
        "Good practice was shared at the inspection of the bridge.",
    ],
)
def test_what_tells_of_no_inspection(text: str) -> None:
    assert events.extract_inspections(_outline(text), Ids(), MET) == ()


@pytest.mark.parametrize(
    ("text", "verb", "due"),
    [
        ("The visit is now scheduled for February 2021.", "scheduled for", "2021-02-28"),
        ("The plan will be presented to Cabinet in March 2021.", "will be", "2021-03-31"),
        ("It was delayed due to illness but is to be published by 30 June 2021.", "is to", "2021-06-30"),
        ("Two homes are due to open in Haverdon during 2022.", "due to open", "2022-12-31"),
    ],
)
def test_a_commitment_has_its_date(text: str, verb: str, due: str) -> None:
    (one,) = events.extract_commitments(_outline(text), Ids(), MET)
    assert (one.verb, str(one.due.end)) == (verb, due)


@pytest.mark.parametrize(
    "text",
    [
        "The visit was scheduled for February 2019.",
        "The contract will continue for the 2021/22 financial year.",
        "Our plans to date are good; we met in March 2021.",
        "We will meet our Vision 2030 goals.",
        "It will help. In March 2021 we moved.",
    ],
)
def test_what_commits_nobody(text: str) -> None:
    assert events.extract_commitments(_outline(text), Ids(), MET) == ()


def test_one_short_form_is_what_the_paper_last_explained() -> None:
    text = (
        "His Majesty's Inspectorate of Probation (HMIP) visited. HMIP will return.\n\n"
        "1.2 The Housing Management Improvement Programme (HMIP) began. HMIP reports monthly."
    )
    told = {name.name: len(name.mentions) for name in names.extract(_outline(text), Ids())}
    assert told == {"His Majesty's Inspectorate of Probation": 3, "Housing Management Improvement Programme": 3}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "reported to the Youth Justice Board Youth Justice Service today.",
            ["Youth Justice Board", "Youth Justice Service"],
        ),
        (
            "led by the Harbour Early Years Panel Family First Team now.",
            ["Harbour Early Years Panel", "Family First Team"],
        ),
        ("run by Early Help Service Young Carers Service staff.", ["Early Help Service", "Young Carers Service"]),
        ("with Department for Education Ofsted present.", ["Department for Education", "Ofsted"]),
        ("the Health and Wellbeing Board Strategic Delivery Group met.", None),
        ("the Multi Agency Safeguarding Hub Strategic Partnership Board met.", None),
        ("the Kent County Council Youth Justice Service grew.", None),
        ("the Early Help Board Family Hubs Programme grew.", None),
        ("the Safeguarding Children Partnership Board met.", None),
    ],
)
def test_names_side_by_side_are_two(text: str, told: list[str] | None) -> None:
    found = [name.name for name in names.extract(_outline(text), Ids())]
    assert found == told if told else len(found) == 1


def test_and_joins_no_two_councils() -> None:
    found = names.extract(_outline("The work of Wiltshire Council and Swindon Borough Council goes on."), Ids())
    assert [name.name for name in found] == ["Wiltshire Council", "Swindon Borough Council"]


@pytest.mark.parametrize(
    "text",
    [
        "We expect to be judged good at our next inspection by Ofsted in 2025.",
        "If we were inspected by Ofsted we would be judged as good.",
        "The service is preparing for an inspection and hopes to be rated outstanding.",
        "The council was not judged to be inadequate in the 2018 inspection.",
        "Should Ofsted carry out an inspection in 2019 the service could be judged good.",
    ],
)
def test_a_wish_is_no_judgement(text: str) -> None:
    assert events.extract_inspections(_outline(text), Ids(), MET) == ()
