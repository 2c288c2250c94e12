"""Rows and cards: tables of many councils' shapes give their readings, and tables of other things give none."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors.ratings import rating_of_colour
from schemas.paper import Paper
from tests.table_cases import Case, cases, paper_of, told

CASES = Path(__file__).parent / "cases"


def titled(case: Case) -> str:
    return case.title


@pytest.mark.parametrize("case", cases(CASES / "tables.txt"), ids=titled)
def test_a_table_of_measures(case: Case) -> None:
    paper = paper_of(case)
    assert case.expected
    assert told(paper) == case.expected
    assert set(case.issues) <= {issue.code for issue in paper.issues}


@pytest.mark.parametrize("case", cases(CASES / "other_tables.txt"), ids=titled)
def test_a_table_of_other_things(case: Case) -> None:
    paper = paper_of(case)
    assert told(paper) == case.expected == []
    assert paper.tables


def paper_titled(title: str) -> Paper:
    return paper_of(next(case for case in cases(CASES / "tables.txt") if case.title == title))


def test_a_sub_heading_is_the_group_of_its_rows_and_decides_between_measures() -> None:
    rows = paper_titled("two measures of one name under two groups").indicators
    assert [(row.group, row.indicator) for row in rows] == [
        ("Child protection", "rcpc_on_time"),
        ("Children looked after", "cla_reviews_on_time"),
    ]


def test_a_column_of_groups_holds_for_all_rows_it_was_merged_over() -> None:
    rows = paper_titled("a reference and a theme before the label, a unit and a polarity beside it").indicators
    assert [row.group for row in rows] == ["Early help", "Early help"]


def test_an_unknown_label_is_kept_with_suggestions_that_decide_nothing() -> None:
    case = Case("", rows=["| Indicator | 2023/24 |", "| Care leavers who live in suitable accommodation today | 91% |"])
    (row,) = paper_of(case).indicators
    assert (row.indicator, row.match) == (None, "suggested")
    assert row.suggestions[0] == "care_leavers_suitable_accommodation_19_21"


def test_a_mixed_heading_is_told_once() -> None:
    head, rows = "| Indicator | 2018/19 (Q4, FY or 31 Mar snapshot) |", ["| Re-referral rate | 15% |", "| UASC | 66 |"]
    issues = [issue for issue in paper_of(Case("", rows=[head, *rows])).issues if issue.code == "mixed-basis"]
    assert [issue.quote for issue in issues] == ["2018/19 (Q4, FY or 31 Mar snapshot)"]


@pytest.mark.parametrize(
    ("colour", "rating"),
    [
        ("#00ff00", "green"),
        ("#92d050", "green"),
        ("#ffc000", "amber"),
        ("#ffff00", "amber"),
        ("#ff0000", "red"),
        ("#c00000", "red"),
        ("#d9d9d9", None),
        ("#e2efda", None),
        ("#000000", None),
        ("#4472c4", None),
        ("red", None),
        ("#fff", None),
    ],
)
def test_which_colours_are_ratings(colour: str, rating: str | None) -> None:
    assert rating_of_colour(colour) == rating


CELLS = st.sampled_from(
    [
        "",
        "<",
        "^",
        "Indicator",
        "2023/24",
        "Q1",
        "Target",
        "England",
        "Latest: 4%",
        "Floor 85%",
        "12",
        "81%",
        "n/a",
        "RED",
        "Re-referral rate",
        "↑",
        "Total",
        "{#ff0000} 7",
        "Last year",
        "Actual",
        "0 to 4",
        "*Early help*",
        "12 months",
        "(%)",
        "Previous",
        "Year",
        "Medway",
        "(thousands)",
    ]
)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=6))
@settings(deadline=None, max_examples=150)
def test_any_table_makes_a_paper(grid: list[list[str]]) -> None:
    rows = [f"| {' | '.join(row)} |" for row in grid]
    for row in paper_of(Case("", rows=rows)).indicators:
        assert row.label
        assert row.spans
        assert any(r.raw and (r.value is not None or r.low is not None or r.status != "reported") for r in row.readings)
