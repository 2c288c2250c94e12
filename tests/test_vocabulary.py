"""Wordings, headings, columns, councils, indicators: the tables mean what they should."""

import csv
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.vocabulary.columns import column_kind
from pipeline.vocabulary.councils import councils_addressed, councils_in, find_council
from pipeline.vocabulary.headings import heading_kind, lead_in_kind, states_nothing
from pipeline.vocabulary.indicators import indicator, match_label, suggested
from pipeline.vocabulary.wording import rows_of

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[tuple[str, ...]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


@pytest.mark.parametrize(("kind", "text"), cases("headings.csv"))
def test_what_a_heading_asks_for(kind: str, text: str) -> None:
    assert (heading_kind(text) or "") == kind


@pytest.mark.parametrize(("kind", "text"), cases("lead_ins.csv"))
def test_what_a_sentence_leads_in_to(kind: str, text: str) -> None:
    assert (lead_in_kind(text) or "") == kind


@pytest.mark.parametrize(("kind", "role", "of", "heading"), cases("columns.csv"))
def test_what_a_column_holds(kind: str, role: str, of: str, heading: str) -> None:
    found = column_kind(heading)
    assert (found.kind, found.role or "", found.of or "") == (kind, role, of)


@pytest.mark.parametrize(("name", "match", "label", "unit", "section"), cases("indicators.csv"))
def test_which_indicator_a_label_names(name: str, match: str, label: str, unit: str, section: str) -> None:
    found = match_label(label, unit or None, section or None)
    assert (found.indicator or "", found.match or "") == (name, match)


def test_what_cannot_be_decided_is_handed_on() -> None:
    found = match_label("Reviews in timescale", "percent")
    assert found.indicator is None
    assert "cla_reviews_on_time" in found.alternatives


def test_a_label_like_known_ones_is_suggested_and_never_mapped() -> None:
    label = "Care leavers aged 19-21 who live in suitable homes"
    assert match_label(label, "percent").indicator is None
    assert "care_leavers_suitable_accommodation_19_21" in suggested(label, "percent")
    assert suggested("Household waste recycled", "percent") == ()
    assert suggested("", None) == ()


def test_every_alias_finds_its_own_indicator_or_none() -> None:
    for row in rows_of("aliases.csv"):
        known = indicator(row["indicator"])
        assert known
        assert match_label(row["alias"], known.unit).indicator in {known.id, None}


def test_labels_of_the_first_paper_are_found() -> None:
    seeds = [row for row in rows_of("aliases.csv") if row["evidence"] == "seed"]
    assert len(seeds) >= 20
    for row in seeds:
        known = indicator(row["indicator"])
        assert known
        assert match_label(row["alias"], known.unit).indicator == known.id


def test_a_wrong_unit_never_maps() -> None:
    for row in rows_of("aliases.csv"):
        found = match_label(row["alias"], "percent").indicator
        known = indicator(found) if found else None
        assert known is None or known.unit == "percent"


def test_the_tables_refer_to_what_there_is() -> None:
    ids = {row["id"] for row in rows_of("indicators.csv")}
    topics = {row["topic"] for row in rows_of("topics.csv")}
    assert {row["indicator"] for row in rows_of("aliases.csv")} <= ids
    assert {name for row in rows_of("ambiguous_aliases.csv") for name in row["candidates"].split("|")} <= ids
    assert {row["topic"] for row in rows_of("indicators.csv")} <= topics


@pytest.mark.parametrize(
    ("name", "on", "council"),
    [
        ("Wiltshire Council", None, "wiltshire-council"),
        ("  WILTSHIRE\n COUNCIL ", None, "wiltshire-council"),
        ("LB Barnet", None, "london-borough-of-barnet"),
        ("Barnet Council", None, "london-borough-of-barnet"),
        ("The London Borough of Hammersmith and Fulham", None, "london-borough-of-hammersmith-and-fulham"),
        ("Barnsley MBC", None, "barnsley-metropolitan-borough-council"),
        ("Kingston-upon-Hull City Council", None, "hull-city-council"),
        ("King’s Lynn & West Norfolk Borough Council", None, "borough-council-of-kings-lynn-and-west-norfolk"),
        ("St. Helens Council", None, "st-helens-council"),
        ("LBBD", None, "london-borough-of-barking-and-dagenham"),
        ("Durham County Council", None, None),
        ("Durham County Council", date(2020, 1, 1), "durham-county-council"),
        ("Buckinghamshire Council", date(2019, 1, 1), "buckinghamshire-county-council"),
        ("Buckinghamshire Council", date(2021, 1, 1), "buckinghamshire-council"),
        ("Wiltshire County Council", date(2021, 1, 1), None),
        ("Kent", None, None),
        ("Reading", None, None),
        ("Hull", None, None),
        ("Nottingham County Council", None, None),
        ("Exampleshire Council", None, None),
        ("", None, None),
    ],
)
def test_which_council_a_name_names(name: str, on: date | None, council: str | None) -> None:
    found = find_council(name, on)
    assert (found.id if found else None) == council


@pytest.mark.parametrize(
    ("address", "on", "expected"),
    [
        ("jo.bell@Wiltshire.gov.uk", None, ["Wiltshire Council"]),
        ("jo.bell@wiltshire.gov.uk", date(2001, 5, 1), ["Wiltshire County Council"]),
        ("https://www.redcar-cleveland.gov.uk/papers", None, ["Redcar and Cleveland Borough Council"]),
        (
            "a@kent.gov.uk, b@kent.gov.uk, c@lbbd.gov.uk",
            None,
            ["Kent County Council", "London Borough of Barking and Dagenham"],
        ),
        ("enquiries@ofsted.gov.uk, kent.police.uk, notkent-gov.uk, kent.gov.ukx", None, []),
    ],
)
def test_councils_by_their_addresses(address: str, on: date | None, expected: list[str]) -> None:
    assert [council.name for council in councils_addressed(address, on)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Report to Kent County Council's Cabinet", [("Kent County Council", "kent-county-council")]),
        ("Since Wiltshire Council met", [("Wiltshire Council", "wiltshire-council")]),
        (
            "both Exampleshire County Council and Leeds City Council",
            [("Exampleshire County Council", None), ("Leeds City Council", "leeds-city-council")],
        ),
        (
            "Bournemouth, Christchurch and Poole Council",
            [("Bournemouth, Christchurch and Poole Council", "bournemouth-christchurch-and-poole-council")],
        ),
        ("Swindon Borough\nCouncil was", [("Swindon Borough\nCouncil", "swindon-borough-council")]),
        ("the London Borough of Examplewick’s plan", [("London Borough of Examplewick", None)]),
        (
            "London Borough of Barking and Dagenham, and",
            [("London Borough of Barking and Dagenham", "london-borough-of-barking-and-dagenham")],
        ),
        ("Director of Children's Services\nExampleshire Council", [("Exampleshire Council", None)]),
        ("Leeds, Exampleshire Council", [("Exampleshire Council", None)]),
        ("South Wiltshire Council", [("South Wiltshire Council", None)]),
        ("Durham County Council", [("Durham County Council", None)]),
        (
            "Barnsley MBC, Dorset Councillors and Council tax",
            [("Barnsley MBC", "barnsley-metropolitan-borough-council")],
        ),
        (
            "the Council, Full Council, the County Council, a Parish Council, Kent Youth Council, Care Leavers Council",
            [],
        ),
        ("in Kent and Bath, reading was", []),
        ("City of Westminster and the city of culture", [("City of Westminster", "city-of-westminster")]),
    ],
)
def test_councils_in_running_text(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = councils_in(text)
    assert [(mention.name, mention.council.id if mention.council else None) for mention in found] == expected
    assert all(text[mention.start : mention.end] == mention.name for mention in found)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                "Council",
                "City",
                "of",
                "and",
                "London Borough of ",
                "Kent",
                "County",
                " ",
                "\n",
                ",",
                ".",
                "’s",
                "St.",
                "LB ",
            ]
        )
        | st.text(max_size=3)
    ).map(" ".join)
)
def test_any_text_can_be_asked(text: str) -> None:
    found = councils_in(text)
    assert all(text[mention.start : mention.end] == mention.name for mention in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    heading_kind(text)
    lead_in_kind(text)
    column_kind(text)
    match_label(text, None)


def test_hostile_text_comes_to_an_end() -> None:
    """A pattern that runs away would not; how long it takes is the benchmark's business."""
    for unit in ("Council ", "areas for ", "A, ", "( ", "per 10,000 ", "London Borough of "):
        text = unit * 20_000
        assert all(m.end <= len(text) for m in councils_in(text))
        heading_kind(text)
        lead_in_kind(text)
        column_kind(text)
        match_label(text[:5000], "percent", text)


def test_importing_reads_no_file() -> None:
    code = (
        "import builtins, io, pathlib\n"
        "def refuse(*a, **k): raise AssertionError('a file was read')\n"
        "pathlib.Path.open = refuse\n"
        "import pipeline.vocabulary.councils, pipeline.vocabulary.indicators\n"
        "import pipeline.vocabulary.headings, pipeline.vocabulary.columns\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent.parent)


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("None identified.", True),
        ("N/A", True),
        ("No areas for improvement were identified", True),
        ("No child should wait", False),
        ("None of the plans has a date", False),
    ],
)
def test_a_cell_that_says_there_is_nothing(text: str, nothing: bool) -> None:
    assert states_nothing(text) is nothing
