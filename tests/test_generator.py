"""The generator: the same seed the same paper, every style used, the truth printed, and a scorer that can tell."""

import copy
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("docx")
pytest.importorskip("reportlab")

from tests.generator import docx_maker, html_maker, pdf_maker, text_maker
from tests.generator.__main__ import convert, printed_papers
from tests.generator.description import Indicators, describe, quarter
from tests.generator.printing import MARK, Numbers, Printed, counted, plain, set_paper
from tests.generator.score import compared
from tests.generator.styles import AXES, PLAIN, deal
from tests.generator.truth import truth
from tests.generator.verify import TAG, unproved, wrong

Json = dict[str, Any]
MAKERS: dict[str, Callable[[Printed, Path], None]] = {
    "docx": docx_maker.make,
    "html": html_maker.make,
    "txt": text_maker.make,
    "pdf": pdf_maker.make,
}
fonts = pytest.mark.skipif(not pdf_maker.available(), reason="the fonts are not on this machine")


def ideal(gold: Json) -> Json:
    """The paper that an extractor without a fault would give."""

    def reading(r: Json) -> Json:
        low, high = r.get("range") or (None, None)
        start, end = r["period"] or (None, None)
        return {**r, "low": low, "high": high, "period": {"start": start, "end": end}}

    return {
        "header": gold["header"],
        "sections": [s for s in gold["sections"] if not s.get("optional")],
        "paragraphs": [
            {**p, "items": [{"text": text} for text in p["items"]]} for p in gold["paragraphs"] if not p.get("optional")
        ],
        "indicators": [{**i, "readings": [reading(r) for r in i["readings"]]} for i in gold["indicators"]],
        "improvement_areas": [{"text": text} for text in gold["improvement_areas"]],
        "recommendations": [{"text": text} for text in gold["recommendations"]],
    }


@pytest.mark.parametrize("form", ["docx", "html", "txt", pytest.param("pdf", marks=fonts)])
def test_same_seed_same_bytes(form: str, tmp_path: Path) -> None:
    for turn in ("first", "second"):
        (_, printed), *_ = printed_papers(5, 1)
        MAKERS[form](printed, tmp_path / turn)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_other_seed_other_paper() -> None:
    (_, one), (_, other) = printed_papers(5, 1)[0], printed_papers(6, 1)[0]
    assert truth(one) != truth(other)


@given(st.integers(0, 10**6))
@settings(deadline=None, max_examples=20)
def test_every_value_of_every_axis_comes_up(seed: int) -> None:
    styles = deal(seed, 3 * max(map(len, AXES.values())))
    settled_away = {"indents", "none", "paragraphs", "light number", "yes", "marks", "1)", "a)", "(i)"}
    for axis, values in AXES.items():
        missing = set(values) - {getattr(style, axis) for style in styles}
        assert missing <= settled_away, axis


@given(st.integers(0, 10**6))
@settings(deadline=None, max_examples=30)
def test_no_style_hides_its_paragraphs(seed: int) -> None:
    for style in deal(seed, 17):
        assert style.numbering not in PLAIN or style.separation != "none"


@given(st.integers(0, 10**4), st.sampled_from(AXES["scheme"]))
@settings(deadline=None, max_examples=40)
def test_periods_of_readings_lie_before_the_meeting(seed: int, scheme: str) -> None:
    paper = describe(str(seed), scheme, "cell", groups=False)
    table = next(part for s in paper.sections for part in s.parts if isinstance(part, Indicators))
    readings = [r for m in table.measures for c in m.cells for r in c.readings]
    ends = [r.period[1] for r in readings if r.period and r.role != "target"]
    assert ends
    assert all(end is None or end < paper.meeting.isoformat() for end in ends)


@given(st.integers(0, 10**4))
@settings(deadline=None, max_examples=25)
def test_the_truth_carries_no_markup_and_no_empty_slot(seed: int) -> None:
    for style in deal(seed, 2):
        printed = set_paper(describe(str(seed), style.scheme, style.percent, True), style, str(seed))
        said = str(truth(printed))
        assert "^" not in said
        assert "{n}" not in said
        assert not MARK.search(said)


@pytest.mark.parametrize("form", ["html", "txt"])
def test_what_the_truth_says_is_in_the_text(form: str, tmp_path: Path) -> None:
    for name, printed in printed_papers(11, 20):
        MAKERS[form](printed, tmp_path / name)
        said = (tmp_path / name).read_text(encoding="utf-8")
        said = unescape(TAG.sub("", said)) if form == "html" else said
        assert unproved(said, truth(printed)) == []


@fonts
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_what_the_truth_says_is_on_the_pages(tmp_path: Path) -> None:
    for name, printed in printed_papers(12, 8):
        pdf_maker.make(printed, tmp_path / f"{name}.pdf")
        assert wrong(tmp_path / f"{name}.pdf", truth(printed)) == []


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs LibreOffice")
def test_automatic_numbers_print_as_the_truth_says(tmp_path: Path) -> None:
    papers = [(n, p) for n, p in printed_papers(13, 34) if p.style.automatic == "automatic"][:12]
    for name, printed in papers:
        docx_maker.make(printed, tmp_path / f"{name}.docx")
    convert([tmp_path / f"{name}.docx" for name, _ in papers], tmp_path)
    for name, printed in papers:
        assert wrong(tmp_path / f"{name}.pdf", truth(printed)) == []


def test_the_check_of_the_truth_can_fail(tmp_path: Path) -> None:
    (_, printed), *_ = printed_papers(14, 1)
    text_maker.make(printed, tmp_path / "paper.txt")
    said, gold = (tmp_path / "paper.txt").read_text(encoding="utf-8"), truth(printed)
    gold["improvement_areas"] = ["A line that nobody printed"]
    assert unproved(said, gold) == ["improvement_areas: A line that nobody printed"]


def test_faultless_paper_scores_one_and_each_fault_is_seen() -> None:
    for name, printed in printed_papers(15, 10):
        gold: Json = truth(printed)
        paper = ideal(gold)
        assert {group for group, tally in compared(gold, paper, name).items() if tally.f1 < 1.0} == set()
        for group in ("sections", "paragraphs", "indicators", "improvement_areas"):
            shorter = copy.deepcopy(paper)
            shorter[group].pop()
            assert compared(gold, shorter)[group].recall < 1.0, group
            longer = copy.deepcopy(paper)
            longer[group].append({"number": None, "title": "x", "text": "x", "label": "x"})
            assert compared(gold, longer)[group].precision < 1.0, group


def test_optional_facts_are_neither_missed_nor_extra() -> None:
    gold: Json = {"paragraphs": [{"number": None, "text": "A", "items": ["b"], "optional": True}]}
    for given_paragraphs in ([], [{"number": None, "text": "A", "items": [{"text": "b"}]}]):
        tallies = compared(gold, {"paragraphs": given_paragraphs})
        assert (tallies["paragraphs"].extra, tallies["items"].extra) == (0, 0)
    assert compared(gold, {"paragraphs": [{"number": "1", "text": "A"}]})["paragraphs"].extra == 1


def test_another_defensible_period_is_accepted_and_no_other() -> None:
    reading = {"value": 5.0, "unit": "count", "period": None, "of": "target"}
    year = ["2022-04-01", "2023-03-31"]
    gold: Json = {"indicators": [{"label": "L", "readings": [{**reading, "also_accept_period": [year]}]}]}

    def recall(start: str | None, end: str | None) -> float:
        emitted = {**reading, "period": {"start": start, "end": end}}
        return compared(gold, {"indicators": [{"label": "L", "readings": [emitted]}]})["readings"].recall

    assert [recall(None, None), recall(*year), recall("2022-04-01", "2022-06-30")] == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("numbering", "expected"),
    [
        ("1. 1.1", ["1.", "1.1", "1.2", "2.", "2.1"]),
        ("1.0 1.1", ["1.0", "1.1", "1.2", "2.0", "2.1"]),
        ("continuous (1)", [None, "(1)", "(2)", None, "(3)"]),
        ("from 17", [None, "17.", "18.", None, "19."]),
        ("sections from 17", ["17.", "17.1", "17.2", "18.", "18.1"]),
        ("1. (i)", ["1.", "(i)", "(ii)", "2.", "(i)"]),
        ("restart 1.", [None, "1.", "2.", None, "1."]),
        ("A. A1", ["A.", "A1", "A2", "B.", "B1"]),
        ("1. plain", ["1.", None, None, "2.", None]),
    ],
)
def test_numbers(numbering: str, expected: list[str | None]) -> None:
    n = Numbers(numbering)
    assert [n.heading(), n.next(), n.next(), n.heading(), n.next()] == expected


def test_marks_and_raised_letters() -> None:
    assert [counted(form, 2) for form in ("a)", "(i)", "1.", "•")] == ["c)", "(iii)", "3.", "•"]
    assert plain("On 5^{th} May.^[2]") == "On 5th May."


def test_quarters_of_a_financial_year() -> None:
    assert [quarter(2022, q) for q in (1, 3, 4)] == [
        ("2022-04-01", "2022-06-30"),
        ("2022-10-01", "2022-12-31"),
        ("2023-01-01", "2023-03-31"),
    ]
