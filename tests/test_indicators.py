"""Rows and cards: tables of many councils' shapes give their readings, and tables of other things give none."""

from pathlib import Path

import pytest

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
