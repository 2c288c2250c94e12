"""Sense checks: each on a small paper that it must tell of, and on one like it that it must not."""

import csv
import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import comparators
from pipeline.commands.check import check
from pipeline.corpus import Source
from pipeline.errors import WrongUse
from pipeline.run import extract
from schemas import Paper

HEAD = """Eastmarch County Council

Children's Select Committee
21 January 2025

Annual report

1. Performance

"""
COLUMNS = ("area", "gss_code", "indicator_id", "period_start", "period_end", "value", "unit", "status")


def _page(*rows: tuple[str, ...], words: str = "", council: str = "Eastmarch County Council") -> Paper:
    """A paper with one table, whose first row is its head, and a paragraph."""
    head, *body = rows or [("", "")]
    table = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in body)
    html = (
        f"<html><body><p>{council}</p><p>Children's Select Committee</p><p>21 January 2025</p><h1>Annual report</h1>"
        f"<h2>1. Performance</h2><p>1.1 {words or 'These are the measures.'}</p>"
        f"<table><tr>{''.join(f'<th>{c}</th>' for c in head)}</tr>{table}</table></body></html>"
    )
    data = html.encode()
    return extract(Source("a.html", "text/html", data, hashlib.sha256(data).hexdigest(), len(data)))


def _found(paper: Paper, code: str) -> list[str]:
    return [i.message for i in paper.issues if i.code == code]


YEARS = ("Indicator", "2022/23", "2023/24")
MEASURES = (
    ("Re-referral rate", "22%", "19%"),
    ("Assessments completed within 45 working days", "80%", "85%"),
    ("Care leavers in suitable accommodation", "80%", "91%"),
    ("Persistent absence", "20%", "24%"),
    ("Children looked after reviews on time", "80%", "81%"),
)


# -- single figures


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The re-referral rate was 119% in 2023/24.", True),
        ("The re-referral rate was 19% in 2023/24.", False),
        ("The rate of spend of the budget for placements was 104% in 2023/24.", False),
    ],
)
def test_a_share_is_not_beyond_all(words: str, told: bool) -> None:
    assert bool(_found(_page(words=words), "value-out-of-range")) is told


def test_counts_must_give_the_share_beside_them() -> None:
    wrong = (YEARS, ("Re-referral rate", "12/15 (70%)", "12/15 (80%)"), *MEASURES[1:])
    (message,) = _found(_page(*wrong), "counts-against-share")
    assert "80.0 %, not 70 %" in message


def test_figures_of_several_kinds_of_period_under_one_heading_are_told() -> None:
    mixed = (
        ("Indicator", "Current position"),
        ("Re-referral rate", "19% Q1 23/24"),
        ("Persistent absence", "12% 2022/23"),
        ("Children looked after reviews on time", "80% Q1 23/24"),
        ("Care leavers in suitable accommodation", "85% 2022/23"),
    )
    (message,) = _found(_page(*mixed), "mixed-basis")
    assert "financial year, quarter" in message


@pytest.mark.parametrize(
    ("heading", "told"),
    [("Q3 (Jan-Mar)", True), ("Q3 (Oct to Dec)", False), ("Q3 (Jul-Sep)", False), ("Q3 (Nov - Jan)", True)],
)
def test_a_quarter_has_three_known_months(heading: str, told: bool) -> None:
    rows = (("Indicator", heading, "2023/24"), *MEASURES)
    assert bool(_found(_page(*rows), "label-against-dates")) is told


def test_a_quarter_in_a_label_or_a_heading_has_its_months() -> None:
    rows = (YEARS, ("Referrals in Q1 (Oct to Dec)", "50", "60"), *MEASURES)
    assert _found(_page(*rows), "label-against-dates")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("19% (2021/22)", True),
        ("19% (Q2 22/23)", True),
        ("19% (Q2 23/24)", False),
        ("19% (Mar 24)", False),
        ("19% (18% in 2021/22)", False),
        ("19%", False),
    ],
)
def test_a_cell_is_dated_within_its_heading(cell: str, told: bool) -> None:
    rows = (("Indicator", "2023/24", "Target"), ("Re-referral rate", cell, "20%"), *MEASURES)
    assert bool(_found(_page(*rows), "label-against-dates")) is told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The re-referral rate was 19% in 2025/26.", True),
        ("The re-referral rate was 19% in 2024/25.", False),
        ("The re-referral rate was 19% in 2023/24.", False),
    ],
)
def test_a_sentence_states_no_figure_of_a_time_to_come(words: str, told: bool) -> None:
    assert bool(_found(_page(words=words), "period-after-meeting")) is told


@pytest.mark.parametrize(("last", "told"), [("60", True), ("61", True), ("100", False)])
def test_parts_are_no_more_than_their_total(last: str, told: bool) -> None:
    rows = (YEARS, ("Referrals", "50", "50"), ("Contacts", "40", "41"), ("Total", last, "100"))
    assert bool(_found(_page(*rows), "parts-exceed-whole")) is told


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(("without", "told"), [("31.0%", True), ("28.0%", False)])
def test_opposite_measures_come_to_no_more_than_all_in_either_order(first: int, without: str, told: bool) -> None:
    """The vocabulary names the opposite at one of the two only."""
    pair = (
        ("Care leavers in education, employment or training", "72.0%", "71.0%"),
        ("Care leavers not in education, employment or training", without, "29.0%"),
    )
    rows = (YEARS, pair[first], pair[1 - first])
    assert bool(_found(_page(*rows), "parts-exceed-whole")) is told


def test_a_rate_and_its_number_imply_one_population() -> None:
    rows = (
        YEARS,
        ("Number of children looked after", "440", "450"),
        ("Rate of children looked after per 10,000", "44.0", "45.0"),
        ("Number of children subject to a child protection plan", "300", "310"),
        ("Child protection plan rate per 10,000", "30.0", "3.1"),
    )
    (message,) = _found(_page(*rows), "rate-base")
    assert "100,000" in message
    assert "1,000,000" in message


# -- what is said twice, and of the measures


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The re-referral rate was 17.4% in 2023/24.", True),
        ("The re-referral rate was 19.2% in 2023/24.", False),
        ("The re-referral rate was 17.4% in 2021/22.", False),
        ("The re-referral rate was about 17% in 2023/24.", False),
    ],
)
def test_one_measure_with_two_figures(words: str, told: bool) -> None:
    assert bool(_found(_page(YEARS, *MEASURES, words=words), "differing-figures")) is told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("We have improved performance across the majority of key performance areas.", False),
        ("We have sustained or improved performance across all key performance areas.", True),
        ("Performance has declined across the majority of measures.", True),
        ("All indicators have improved this year.", True),
        ("Most measures are better than a year ago.", False),
    ],
)
def test_a_claim_is_counted_against_the_table(words: str, told: bool) -> None:
    messages = _found(_page(YEARS, *MEASURES, words=words), "claim-against-table")
    assert bool(messages) is told
    assert all("of 5 measures that can be compared, 4 are better, 0 the same, 1 worse" in m for m in messages)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The re-referral rate has improved from 18% in 2022/23 to 21% in 2023/24.", True),
        ("The re-referral rate has improved from 21% in 2022/23 to 18% in 2023/24.", False),
        ("The re-referral rate worsened: it went from 18% in 2022/23 to 21% in 2023/24.", False),
    ],
)
def test_better_must_be_better(words: str, told: bool) -> None:
    assert bool(_found(_page(words=words), "direction-against-polarity")) is told


# -- against published figures


@pytest.fixture
def published(tmp_path: Path) -> Path:
    rows = [
        ("Kent", "E10000016", "rereferral_rate", "2022-04-01", "2023-03-31", "22.4", "percent", "reported"),
        ("Kent", "E10000016", "rereferral_rate", "2023-04-01", "2024-03-31", "21.0", "percent", "reported"),
        ("Kent", "E10000016", "cla_reviews_on_time", "2024-03-31", "2024-03-31", "84", "percent", "reported"),
        ("Kent", "E10000016", "persistent_absence", "2023-04-01", "2024-03-31", "", "percent", "missing"),
        ("England", "", "rereferral_rate", "2023-04-01", "2024-03-31", "22.5", "percent", "reported"),
    ]
    path = tmp_path / "published.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


def test_what_differs_from_the_published_figure_is_told_with_its_basis(published: Path) -> None:
    words = "The re-referral rate was 19% in 2023/24, against an England average of 22.5% in 2023/24."
    paper = _page(YEARS, *MEASURES, words=words, council="Kent County Council")
    found = comparators.differences(paper, comparators.read_table(str(published)))
    assert {i.code for i in found} == {"differs-from-published"}
    rows = {i.id: i.label for i in (*paper.indicators, *paper.narrative)}
    assert [rows[i.about or ""] for i in found] == [
        "Re-referral rate",
        "Children looked after reviews on time",
        "re-referral rate",
    ]
    assert "19 for 2023/24 (financial year)" in found[0].message
    assert "21.0 (2023-04-01 to 2024-03-31)" in found[0].message
    assert "snapshot of 2024-03-31" in found[1].message


def test_another_council_has_other_figures(published: Path) -> None:
    paper = _page(YEARS, *MEASURES, council="Wiltshire Council")
    assert comparators.differences(paper, comparators.read_table(str(published))) == ()


def test_the_verb_tells_what_differs(published: Path, tmp_path: Path) -> None:
    paper = _page(YEARS, *MEASURES, council="Kent County Council")
    (tmp_path / "a.json").write_text(paper.model_dump_json())
    done = CliRunner().invoke(check, [str(tmp_path / "a.json"), "--published", str(published), "--json", "--quiet"])
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [t["quote"] for t in told if t["code"] == "differs-from-published"] == ["19%", "81%"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("area,value\nKent,1\n", "no column gss_code"),
        (f"{','.join(COLUMNS)}\nKent,E1,x,2024-03-31,2024-03-31,many,,\n", "line 2: a value that is no number"),
        (f"{','.join(COLUMNS)}\nKent,E1,x,31/03/24,2024-03-31,1,,\n", "a day that is not"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(WrongUse, match=words):
        comparators.read_table(str(tmp_path / "t.csv"))


def test_the_example_paper_differs_where_it_should(shared: Path) -> None:
    """By hand: of the rows with a published figure, these differ beyond rounding."""
    source = shared / "papers" / "wiltshire-2021.txt"
    data = source.read_bytes()
    paper = extract(Source(source.name, "text/plain", data, hashlib.sha256(data).hexdigest(), len(data)))
    table = comparators.read_table(str(shared / "domain" / "published_comparators.csv"))
    labels = {i.id: i.label for i in paper.indicators}
    assert [(labels[i.about or ""], i.quote) for i in comparators.differences(paper, table)] == [
        ("Re-referral rate", "19.4% Year End 19/20. 18.9% Aug-20"),
        ("Single Assessments within 45 days", "74%"),
        ("ICPCs within 15 days of Strategy Discussion", "85%"),
        ("RCPCs within timescales", "93%"),
        ("CP Plan ceased over 2 years", "5.3%"),
        ("CLA 2-year stability", "77% CLA Census 19/20. 79% in Q1 20/21"),
    ]
    codes = {i.code for i in paper.issues}
    assert {"period-after-meeting", "ambiguous-indicator", "mixed-basis"} <= codes


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            "<h2>1.0 Aims</h2><p>1.1 A.</p><h2>2.0 Means</h2><p>2.1 B.</p><h2>4.0 Ends</h2><p>4.1 D.</p>",
            "numbering-gap",
        ),
        ("<h2>1. Aims</h2><p>1.1 One.</p><p>1.2 Two.</p><p>1.4 Four.</p>", "numbering-gap"),
        ("<h2>1. Aims</h2><p>1.1 One.</p><h2>2. Means</h2><p>2.2 Two.</p>", "numbering-gap"),
        ("<h2>1. Aims</h2><p>1.1 One.</p><p>1.1 Two.</p>", "duplicate-number"),
        ("<h2>1. Aims</h2><p>1.1 One.</p><h2>2. Means</h2><p>2.1 Two.</p><h2>3. Ends</h2><p>3.1 Three.</p>", None),
        ("<h2>1. Aims</h2><p>1.1 We do:</p><ol><li>One.</li><li value='3'>Three.</li></ol>", "numbering-gap"),
        ("<h2>1. Aims</h2><p>1.1 We do:</p><p>o one thing</p><p>o another</p><p>o a third</p>", None),
    ],
)
def test_a_number_that_is_wanting_is_told(lines: str, told: str | None) -> None:
    html = f"<html><body><p>Eastmarch County Council</p><h1>Annual report</h1>{lines}</body></html>"
    data = html.encode()
    paper = extract(Source("a.html", "text/html", data, hashlib.sha256(data).hexdigest(), len(data)))
    codes = {i.code for i in paper.issues} & {"numbering-gap", "duplicate-number"}
    assert codes == ({told} if told else set())


@pytest.mark.parametrize(("arrow", "told"), [("↓", False), ("↑", False)])
def test_an_arrow_may_speak_of_the_time_before(arrow: str, told: bool) -> None:
    head = ("Indicator", "2021/22", "2022/23", "2023/24", "Direction")
    paper = _page(head, ("Assessments completed within 45 working days", "80%", "88%", "85%", arrow))
    assert bool(_found(paper, "direction-against-polarity")) == told


def test_a_period_is_asked_for_once_a_column() -> None:
    paper = _page(("Indicator", "2023/24", "England"), *((f"{m[0]}", m[1], m[2]) for m in MEASURES))
    (message,) = _found(paper, "undated-reading")
    assert "4 more under 'England'" in message


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Contact jo.bell@kent.gov.uk.", "the council was not found; the addresses in it are of Kent County Council"),
        ("Contact jo.bell@education.gov.uk.", "the council was not found"),
    ],
)
def test_addresses_hint_at_a_council_that_no_words_name(words: str, told: str) -> None:
    paper = _page(words=words, council="Report")
    assert paper.header.council is None
    assert told in _found(paper, "header-field-missing")


def test_a_format_without_pages_has_no_page_one() -> None:
    listed = {form: CliRunner().invoke(check, [str(published_as(form))]).stdout for form in ("pdf", "docx", "html")}
    assert "  page " in listed["pdf"]
    assert all("page 1" not in listed[form] and "  ind_" in listed[form] for form in ("docx", "html"))


def published_as(form: str) -> Path:
    return Path(__file__).parent.parent / "output" / "eastmarch" / f"eastmarch-2025.{form}.json"
