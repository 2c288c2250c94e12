"""Every notation of cases/values.csv is read as it should be; cells pair values with periods; missing is never zero.

A row's columns describe the authority's own readings; figures of others in the same cell (comparators, targets, the
authority's earlier value) are further readings and stand in the column `others`. Several dated values have no qualifier
of their own, which the table writes as "multiple". `?` is not checked.
"""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.values import Reading, Value, read_cell, read_period, unit_in, unread

CASES = Path(__file__).parent / "cases"
"""Seconds of the processor that no text of this size may take."""


def _rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = _rows("values.csv")


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _is_own(reading: Reading) -> bool:
    return reading.value.of == "authority" and reading.value.qualifier != "comparator"


def _printed(value: Value) -> list[Decimal | None]:
    if value.value is not None:
        return [value.value]
    return [value.low, value.high] if value.qualifier == "range" else []


def _qualifier(own: list[Reading]) -> str:
    if len(own) > 1 and all(reading.value.qualifier is None for reading in own):
        return "multiple"
    return own[0].value.qualifier or ""


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] or "empty" for row in ROWS])
def test_notation(row: dict[str, str]) -> None:
    readings = read_cell(row["text"], row["row_unit"] or None)
    own = [reading for reading in readings if _is_own(reading)]
    assert [figure for reading in own for figure in _printed(reading.value)] == [
        Decimal(part) for part in row["values"].split("|") if part
    ]
    assert [reading.value.unit or "" for reading in own] == row["unit"].split("|")
    assert _qualifier(own) == row["qualifier"]
    first = own[0].value
    assert first.status == row["status"]
    assert (first.low, first.high) == (_number(row["value_low"]), _number(row["value_high"]))
    if row["numerator"] != "?":
        assert (first.numerator, first.denominator) == (_number(row["numerator"]), _number(row["denominator"]))
    if row["period_text"] != "?":
        assert "|".join(reading.period.text for reading in own if reading.period) == row["period_text"]
    others = [f"{reading.value.of}:{reading.value.value}" for reading in readings if not _is_own(reading)]
    assert others == [part for part in row["others"].split("|") if part]


def test_the_authority_comes_first() -> None:
    for row in ROWS:
        readings = read_cell(row["text"])
        assert [_is_own(reading) for reading in readings] == sorted(map(_is_own, readings), reverse=True)


def test_missing_and_suppressed_are_never_figures() -> None:
    for row in ROWS:
        for reading in read_cell(row["text"], "percent"):
            if reading.value.status in ("missing", "suppressed", "not_applicable", "pending"):
                assert reading.value.value is None


def _pairs(text: str) -> list[tuple[str, str | None]]:
    return [(str(reading.value.value), reading.period.text if reading.period else None) for reading in read_cell(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19.4% Year End 19/20. 18.9% Aug-20", [("19.4", "Year End 19/20"), ("18.9", "Aug-20")]),
        ("2019/20: 81%, 2020/21: 87%", [("81", "2019/20"), ("87", "2020/21")]),
        ("Q1 20/21 - 87%", [("87", "Q1 20/21")]),
        ("23 (Sept 2020)", [("23", "Sept 2020")]),
        ("346 days (17-20)", [("346", "17-20")]),
        ("1194 (48.2 per 10,000) 19/20", [("1194", "19/20"), ("48.2", "19/20")]),
        ("Dec 23: 45 / Nov 23: 42", [("45", "Dec 23"), ("42", "Nov 23")]),
        ("452 children at 31.3.21", [("452", "at 31.3.21")]),
        ("85% Q1 20/21 (target 90%)", [("85", "Q1 20/21"), ("90", None)]),
        ("Q1: n/a, Q2: 85%", [("None", "Q1"), ("85", "Q2")]),
        ("2019/20: *, 2020/21: 12", [("None", "2019/20"), ("12", "2020/21")]),
        ("11/12 (92%)", [("92", None)]),
        ("62.4 (19/20)", [("62.4", "19/20")]),
        ("85%, 87%, 90%", [("85", None), ("87", None), ("90", None)]),
    ],
)
def test_values_pair_with_periods(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert _pairs(text) == expected


@pytest.mark.parametrize(
    "text", ["Q1 20/21", "2019-20", "2020", "31/03/2020", "19/20", "Aug-20", "16-17", "Year End 19/20"]
)
def test_a_period_alone_is_no_value(text: str) -> None:
    assert read_cell(text) == ()
    assert read_period(text) is not None


@pytest.mark.parametrize(
    "text", ["66", "48%", "£1.2m", "n/a", "Amber", "12/15", "2012 cases", "45 days (2017-20)", "23 (Sept 2020)"]
)
def test_a_value_is_no_period(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "value", "expected"),
    [
        ("377", "days", "377", "days"),
        ("48%", "count", "48", "percent"),
        ("450", "gbp_thousand", "450000", "gbp"),
        ("2020", "count", "2020", "count"),
        ("4.2", "percent", "4.2", "percent"),
        ("12 weeks", "days", "12", "weeks"),
    ],
)
def test_the_row_says_the_unit_where_the_cell_does_not(text: str, unit: str, value: str, expected: str) -> None:
    (reading,) = read_cell(text, unit)
    assert (reading.value.value, reading.value.unit) == (Decimal(value), expected)


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("% of referrals", "percent"),
        ("Percentage of calls answered within 20 seconds", "percent"),
        ("Number of assessments over 45 days", "count"),
        ("No. of S47s", "count"),
        ("Child into care to moving in with adoptive family (days)", "days"),
        ("Average days between", "days"),
        ("Average number of days to match", "days"),
        ("CIN rate per 10,000", "rate_per_10000"),
        ("First time entrants per 100,000", "rate_per_100000"),
        ("£000s", "gbp_thousand"),
        ("Budget £m", "gbp_million"),
        ("Agency staff (FTE)", "fte"),
        ("Average SDQ score", "score"),
        ("Average caseload per social worker", "cases_per_worker"),
        ("Length of proceedings (weeks)", "weeks"),
        ("Single Assessments within 45 days", None),
        ("CLA 2-year stability", None),
        ("CLA 18 months+ in long term arrangements", None),
        ("Number and % of children", None),
        ("Re-referral rate", None),
    ],
)
def test_unit_of_a_label(label: str, unit: str | None) -> None:
    assert unit_in(label) == unit


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("81% CIN Census 19/20. 87% Q1 20/21", None),
        ("94.2% within 24 hours and 0.5% within 72 hours", None),
        ("81% (SN 84%, Eng 83%)", None),
        ("£1.2m overspend", "overspend"),
        ("85% pending recalculation", "pending recalculation"),
    ],
)
def test_unread_words_are_reported(text: str, left: str | None) -> None:
    assert unread(text, read_cell(text)) == left


def test_nothing_is_unread_in_the_table() -> None:
    left = {row["text"] for row in ROWS if unread(row["text"], read_cell(row["text"]))}
    assert left <= {row["text"] for row in _rows("notations-known.csv")}


WORDS = st.lists(
    st.sampled_from(
        re.findall(
            r"\S+",
            "48% 66 £1.2m ( ) , / - – to of in 12 15 per 10,000 Q1 20/21 <5 * n/a [c] Eng SN target 84% up down ↓ G"
            " Amber 1:15 c.300 a third within 24 hours (16-19) k rank 12th = n= 45 £ % + 2y 3m",
        )
    ),
    max_size=12,
)


@given(st.one_of(st.text(max_size=60), WORDS.map(" ".join)))
@settings(deadline=None, max_examples=400)
def test_no_text_makes_it_fail(text: str) -> None:
    readings = read_cell(text)
    for reading in readings:
        start, end = reading.value.at
        assert 0 <= start <= end <= len(text)
        value = reading.value
        assert value.low is None or value.high is None or value.low <= value.high
    left = unread(text, readings)
    assert left is None or left.strip()
    unit_in(text)


@given(st.decimals(0, 999, places=1))
@settings(deadline=None, max_examples=60)
def test_decimals_stay_as_printed(number: Decimal) -> None:
    (reading,) = read_cell(f"{number}%")
    assert str(reading.value.value) == str(number)


@given(st.integers(0, 10**9))
@settings(deadline=None, max_examples=60)
def test_thousands_separators(number: int) -> None:
    (reading,) = read_cell(f"{number:,} children")
    assert (reading.value.value, reading.value.unit) == (Decimal(number), "count")


@pytest.mark.parametrize(
    "part",
    [
        "9",
        "(",
        "a ",
        "12/15 ",
        "19/20 ",
        "children ",
        "up ",
        "1,",
        "9 ",
        "£",
        "%",
        "*",
        "1-",
        "85% Q1 ",
        "n/a ",
        "SN 4% ",
        "(1) ",
    ],
)
def test_long_texts_come_to_an_end(part: str) -> None:
    """A pattern that runs away would not; how long they take is the benchmark's business."""
    text = part * (20000 // len(part))
    assert set(unread(text, read_cell(text)[:50]) or "") <= set(text + " ")
    unit_in(text)
