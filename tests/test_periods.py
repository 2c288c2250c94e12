"""Every notation of cases/periods.csv is read as it should be, and no text makes the grammar fail or go slow."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.values import Period, find_periods, read_period

CASES = Path(__file__).parent / "cases"
"""Seconds of the processor that no text of this size may take."""


def _rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _known(table: str) -> set[str]:
    return {row["text"] for row in _rows("notations-known.csv") if row["table"] == table}


ROWS = [row for row in _rows("periods.csv") if row["text"] not in _known("periods")]


def _said(period: Period) -> tuple[str, str, str]:
    return period.kind, str(period.start or ""), str(period.end or "")


def _column(row: dict[str, str], name: str, size: int) -> list[str]:
    parts = row[name].split("|")
    return parts + [""] * (size - len(parts))


def _expected_alternatives(row: dict[str, str]) -> set[tuple[str, str, str]]:
    if not row["alt_kind"]:
        return set()
    kinds = row["alt_kind"].split("|")
    starts, ends = _column(row, "alt_start", len(kinds)), _column(row, "alt_end", len(kinds))
    return set(zip(kinds, starts, ends, strict=True))


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_notation(row: dict[str, str]) -> None:
    anchor = date.fromisoformat(row["anchor_date"]) if row["anchor_date"] else None
    period = read_period(row["text"], anchor)
    if not row["kind"]:
        assert period is None
        return
    assert period is not None
    assert _said(period) == (row["kind"], row["start"], row["end"])
    assert _expected_alternatives(row) <= {_said(other) for other in period.alternatives}
    assert period.rule


def test_every_known_notation_has_a_reason() -> None:
    assert all(row["reason"] and row["table"] in ("periods", "values", "cell") for row in _rows("notations-known.csv"))


def test_what_cannot_be_dated_is_not_guessed() -> None:
    period = read_period("Since this time", date(2021, 1, 19))
    assert period is not None
    assert (period.kind, period.start, period.end) == ("since", None, None)


def test_alternatives_have_none_of_their_own() -> None:
    for row in ROWS:
        period = read_period(row["text"])
        assert period is None or all(not other.alternatives for other in period.alternatives)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("adopted in October 2018 and since reviewed", ["October 2018"]),
        ("Young people aged 16-17 and 18-25, seen within 20 weeks or 45 days", []),
        ("across Wiltshire from 2019-2022.", ["from 2019-2022"]),
        ("In the inspection in 2015 we required improvement; in June 2019 we were good.", ["2015", "June 2019"]),
        ("Apr 23 May 23 Jun 23", ["Apr 23", "May 23", "Jun 23"]),
        ("section 20 of the Children Act 1989", []),
        ("10-12 children; 12/15 plans; £2019.20; 1,999", []),
        ("17 of the 38 indicators in Quarter 3, 2024/25", ["Quarter 3, 2024/25"]),
        ("2019/20 2020/21 2021/22", ["2019/20", "2020/21", "2021/22"]),
        ("It may improve in 2 years, and Q2 was better", []),
    ],
)
def test_periods_in_a_sentence(text: str, expected: list[str]) -> None:
    assert [period.text for period in find_periods(text)] == expected


def test_places_are_those_of_the_text() -> None:
    text = "Re-referrals: 19.4% Year End 19/20. 18.9% Aug-20, since Q3 19/20"
    for period in find_periods(text):
        assert text[slice(*period.at)] == period.text


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("2020/21 (provisional)", "provisional"),
        ("Year End 19/20", "year-end"),
        ("Outturn 18/19", "outturn"),
        ("CIN Census 19/20", "census"),
        ("as at 31 March 2020", "snapshot"),
        ("2022/23 target", "target"),
        ("2019/20", None),
    ],
)
def test_basis_is_what_the_words_say(text: str, basis: str | None) -> None:
    period = read_period(text)
    assert period is not None
    assert period.basis == basis


@pytest.mark.parametrize("year", range(2009, 2031))
@pytest.mark.parametrize("dash", ["/", "-", "–", "—"])
def test_split_years_of_every_year(year: int, dash: str) -> None:
    for text in (
        f"{year}{dash}{year % 100 + 1:02d}",
        f"{year} {dash} {year + 1}",
        f"Q1 {year}{dash}{year % 100 + 1:02d}",
    ):
        period = read_period(text)
        assert period is not None
        assert period.start == date(year, 4, 1)


@given(st.dates(date(1995, 1, 1), date(2035, 12, 31)))
@settings(deadline=None, max_examples=60)
def test_every_day_in_every_hand(day: date) -> None:
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day:%-d %B %Y}",
        f"{day:%d.%m.%y}" if day.year >= 2000 else "",
        f"{day:%Y-%m-%d}",
    ):
        period = read_period(text)
        if text:
            assert period is not None
            assert (period.start, period.end) == (day, day)


WORDS = st.lists(
    st.sampled_from(
        re.findall(
            r"\S+",
            "Q1 20/21 2019-20 2020 March Sept 31 - – / ( ) to since from year end ending YTD w/e census average 3 12"
            " months (16-19) KS2 term Autumn % , as at 31.3.20 Period 9 H1 date rolling 999 years",
        )
    ),
    max_size=12,
)


@given(st.one_of(st.text(max_size=60), WORDS.map(" ".join)))
@settings(deadline=None, max_examples=300)
def test_no_text_makes_it_fail(text: str) -> None:
    for anchor in (None, date(2021, 1, 19)):
        whole = read_period(text, anchor)
        for period in (*find_periods(text, anchor), *((whole,) if whole else ())):
            start, end = period.at
            assert 0 <= start < end <= len(text)
            assert period.start is None or period.end is None or period.start <= period.end


@pytest.mark.parametrize(
    "part",
    ["9", "(", "19/20 ", "Q1 ", "census ", "year ", "end of ", "since ", "31 ", "to ", "-", "March ", "1-", "average "],
)
def test_long_texts_come_to_an_end(part: str) -> None:
    """A pattern that runs away would not; how long they take is the benchmark's business."""
    text = part * (20000 // len(part))
    read_period(text)
    assert all(0 <= found.at[0] < found.at[1] <= len(text) for found in find_periods(text))
