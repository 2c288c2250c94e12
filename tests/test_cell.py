"""`papers cell`: every notation of the domain's tables through the command line, in both views, from both sources."""

import csv
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import cli
from pipeline.naming import UNSHOWABLE
from pipeline.values import account, find_periods, read_cell, read_period, unread

CASES = Path(__file__).parent / "cases"
FULL_SIZE = 5000
"""Characters of the longest cell that is tried."""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _known(*tables: str) -> set[str]:
    return {row["text"] for row in _rows(CASES / "notations-known.csv") if row["table"] in tables}


def papers_cell(*arguments: str, lines: str = "") -> Result:
    return CliRunner().invoke(cli.papers, ["cell", *arguments], input=lines)


def read(texts: list[str], *options: str) -> list[dict[str, Any]]:
    result = papers_cell("--json", *options, lines="".join(f"{text}\n" for text in texts))
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.split("\n") if line]


def _number(text: str) -> float | None:
    return float(text) if text else None


def _values(readings: list[dict[str, Any]]) -> list[float]:
    found: list[float] = []
    for reading in readings:
        if reading["value"] is not None:
            found.append(reading["value"])
        elif reading["qualifier"] == "range":
            found += [reading["low"], reading["high"]]
    return found


def _qualifier(readings: list[dict[str, Any]]) -> str:
    several = len(readings) > 1 and not any(reading["qualifier"] for reading in readings)
    return "multiple" if several else readings[0]["qualifier"] or ""


def test_every_value_of_the_domain_table(shared: Path) -> None:
    rows = [row for row in _rows(shared / "domain/values.csv") if row["text"] not in _known("values", "cell")]
    assert len(rows) > 150
    for row, said in zip(rows, read([row["text"] for row in rows]), strict=True):
        readings, text = said["readings"], row["text"]
        assert said["text"] == text
        assert _values(readings) == [float(part) for part in row["values"].split("|") if part], text
        assert [reading["unit"] or "" for reading in readings] == row["unit"].split("|"), text
        assert _qualifier(readings) == row["qualifier"], text
        first = readings[0]
        assert first["status"] == row["status"], text
        assert (first["low"], first["high"]) == (_number(row["value_low"]), _number(row["value_high"])), text
        periods = "|".join(reading["period"]["text"] for reading in readings if reading["period"])
        assert periods == row["period_text"], text


def _dates(said: dict[str, Any]) -> tuple[str, str, str]:
    return said["kind"], said["start"] or "", said["end"] or ""


def _alternatives(row: dict[str, str]) -> set[tuple[str, str, str]]:
    kinds = row["alt_kind"].split("|") if row["alt_kind"] else []
    starts, ends = ((row[column].split("|") + [""] * 4)[: len(kinds)] for column in ("alt_start", "alt_end"))
    return set(zip(kinds, starts, ends, strict=True))


def test_every_period_of_the_domain_table(shared: Path) -> None:
    rows = [row for row in _rows(shared / "domain/periods.csv") if row["text"] not in _known("periods")]
    assert len(rows) > 200
    for day in {row["anchor_date"] for row in rows}:
        dated = [row for row in rows if row["anchor_date"] == day]
        options = ["--date", day] if day else []
        for row, said in zip(dated, read([row["text"] for row in dated], *options), strict=True):
            period = said["period"]
            assert period, row["text"]
            assert _dates(period) == (row["kind"], row["start"], row["end"]), row["text"]
            assert _alternatives(row) <= {_dates(other) for other in period["alternatives"]}, row["text"]


def test_the_object_is_the_promised_one() -> None:
    (said,) = read(["19.4% Year End 19/20 (SN 20%)"])
    assert list(said) == ["text", "readings", "others", "period"]
    assert said["period"] is None
    assert said["readings"] == [
        {
            "value": 19.4,
            "low": None,
            "high": None,
            "unit": "percent",
            "status": "reported",
            "qualifier": "with_comparator",
            "period": {
                "text": "Year End 19/20",
                "kind": "financial_year",
                "start": "2019-04-01",
                "end": "2020-03-31",
                "alternatives": [{"kind": "snapshot_date", "start": "2020-03-31", "end": "2020-03-31"}],
            },
        }
    ]
    assert [(other["of"], other["value"]) for other in said["others"]] == [("statistical_neighbours", 20)]


def test_a_period_alone_has_no_readings() -> None:
    (said,) = read(["Q1 20/21"])
    assert said["readings"] == []
    assert _dates(said["period"]) == ("quarter", "2020-04-01", "2020-06-30")


def test_people_see_the_rule_and_what_was_not_read() -> None:
    result = papers_cell("12/15 (80%)", "2011-12", "£1.2m overspend", "words", "")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "12/15 (80%)",
        "  80 (12 of 15) percent, reported, with_counts; rule: with-counts",
        "2011-12",
        "  on its own a period",
        "    2011-12: financial year, 2011-04-01 to 2012-03-31; rule: split-year",
        "      or month, 2011-12-01 to 2011-12-31",
        "      or academic year, 2011-09-01 to 2012-08-31",
        "£1.2m overspend",
        "  1200000 gbp, reported; rule: figure",
        "  not read: overspend",
        "words",
        "  nothing is read here",
        "(empty)",
        "  missing, blank; rule: blank",
    ]


def test_lines_end_at_line_ends_only() -> None:
    assert [said["text"] for said in read(["85%\x0b", "a\u2028b", "", "<5"])] == ["85%\x0b", "a\u2028b", "", "<5"]
    assert [json.loads(line)["text"] for line in papers_cell("--json", lines="5\r\n6").stdout.splitlines()] == [
        "5",
        "6",
    ]


def test_a_minus_is_no_option_and_a_mistyped_option_is_no_text() -> None:
    result = papers_cell("--json", "-3.2%", "-", "--unit", "percent")
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["-3.2%", "-"]
    assert papers_cell("--jsn", "5").exit_code == 2
    assert papers_cell("--date", "31/03/20", "Q2").exit_code == 2


def test_row_and_paper_decide_what_the_cell_leaves_open() -> None:
    (said,) = read(["377 (16-19)"], "--unit", "days")
    assert said["readings"][0]["unit"] == "days"
    (said,) = read(["Q2"], "--date", "2020-11-20")
    assert _dates(said["period"]) == ("quarter", "2020-07-01", "2020-09-30")


def test_a_strangers_text_does_not_command_the_terminal() -> None:
    assert "\x1b" not in papers_cell("\x1b[2J 85%").stdout


def test_it_starts_without_the_heavy_machinery() -> None:
    script = (
        "import sys\nfrom pipeline import cli\ncli.ended(['cell', '85%'])\n"
        "heavy = {'pydantic', 'spacy', 'pypdfium2', 'lxml'} & set(sys.modules)\nassert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# -- any text

WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "48% 66 £1.2m £000s ( ) [ ] , ; / - – -> → to of in vs 12 15 per 10,000 Q1 20/21 2019-20 <5 * n/a [c] SN target"
        " 84% up down ↓ G Amber 1:15 c.300 a third within 24 hours (16-19) census March 31 since YTD w/e KS2 average 3"
        " years ½ £ % + 2y 3m p last year month ending Autumn term",
    )
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(WORDS, max_size=14).map(" ".join),
    st.lists(WORDS, max_size=14).map("".join),
    st.builds(
        lambda part, count: (part * count)[:FULL_SIZE], st.text(min_size=1, max_size=6), st.integers(1, FULL_SIZE)
    ),
    st.builds(
        lambda parts, count: (" ".join(parts) * count)[:FULL_SIZE], st.lists(WORDS, min_size=1), st.integers(1, 400)
    ),
)


@given(TEXTS, st.sampled_from([None, date(2021, 1, 19)]))
@settings(deadline=None, max_examples=250)
def test_any_text_is_read_and_every_place_lies_in_it(text: str, anchor: date | None) -> None:
    readings = read_cell(text, None, anchor)
    periods = [*find_periods(text, anchor), *(reading.period for reading in readings if reading.period)]
    whole = read_period(text, anchor)
    for period in (*periods, *([whole] if whole else [])):
        assert text[slice(*period.at)] == period.text
        assert 0 <= period.at[0] < period.at[1] <= len(text)
        assert period.start is None or period.end is None or period.start <= period.end
    for reading in readings:
        value, (start, end) = reading.value, reading.value.at
        assert 0 <= start <= end <= len(text)
        assert value.value is None or value.status not in ("missing", "suppressed", "not_applicable", "pending")
        assert value.low is None or value.high is None or value.low <= value.high
    unread(text, readings)


@given(st.lists(TEXTS, max_size=3))
@settings(deadline=None, max_examples=40)
def test_both_views_hold_any_text(texts: list[str]) -> None:
    accounts = [account.account_of(text) for text in texts]
    assert account.as_lines(accounts).count(b"\n") == len(texts)
    shown = account.in_words(accounts).decode()
    assert not UNSHOWABLE.search(shown.replace("\n", ""))
