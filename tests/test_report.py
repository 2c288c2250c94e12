"""The report as one HTML file: what it says, that nothing of a paper's words acts in it, and how it is built."""

import base64
import hashlib
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline import cli, frames
from pipeline.compare.comparing import compare
from pipeline.compare.decisions import Decisions
from pipeline.report import page, words
from pipeline.report.charts import LINE, PLOT, TOP, chart, spread
from schemas import Paper
from schemas.comparison import Comparison, When, places

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT / "output" / "eastmarch"
YEARS = ("eastmarch-2023", "eastmarch-2024", "eastmarch-2025")
PLANTED: dict[str, list[dict[str, Any]]] = tomllib.loads((ROOT / "corpus" / "changes.toml").read_text(encoding="utf-8"))


def published(name: str) -> Paper:
    return frames.load(str(PUBLISHED / f"{name}.json"))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare([published(f"{name}.docx") for name in YEARS], Decisions())


@pytest.fixture(scope="module")
def reports(comparison: Comparison) -> dict[str, bytes]:
    return {"comparison": page.of(comparison), "paper": page.of(published("eastmarch-2025.pdf"))}


@pytest.fixture(params=["comparison", "paper"])
def tree(request: pytest.FixtureRequest, reports: dict[str, bytes]) -> html.HtmlElement:
    return html.document_fromstring(reports[request.param].decode("utf-8"))


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# --- what it says -----------------------------------------------------------------------------------------------


def test_the_first_part_of_a_comparison_is_what_changed_since_the_paper_before(reports: dict[str, bytes]) -> None:
    tree = html.document_fromstring(reports["comparison"].decode("utf-8"))
    assert [words_of(one) for one in tree.xpath("//h1 | //h2 | //h3")][:4] == [
        "Eastmarch County Council: what changed",
        "Eastmarch County Council: self assessment",
        "From 16 January 2024 to 21 January 2025",
        "Measures",
    ]
    leads = [words_of(one) for one in tree.xpath("//ul[@class='short']/li/a")]
    assert leads == [
        "1 measure got worse",
        "10 measures got better",
        "2 measures moved; which way is better is not stated",
        "Improvement areas: 1 new, 1 dropped, 1 reworded, 1 merged, 2 continued",
        "2 measures no longer reported",
        "2 measures newly reported",
        "3 measures renamed",
    ]
    short = words_of(tree.xpath("//ul[@class='short']")[0])
    assert "CLA placed more than 20 miles from home: 25% (2021/22) to 28% (2023/24)" in short


def test_every_planted_change_is_told_with_its_pages(reports: dict[str, bytes], comparison: Comparison) -> None:
    tree = html.document_fromstring(reports["comparison"].decode("utf-8"))
    whole = words_of(tree)
    for restated in PLANTED["restated"]:
        table = tree.xpath("//table[caption[contains(@id, 'restated')]]")[0]
        assert any(
            f"{restated['from']['value']}%" in words_of(row) and f"{restated['to']['value']}%" in words_of(row)
            for row in table.xpath(".//tbody/tr")
        ), restated
    changes = PLANTED["improvement_area"]
    areas = {area: c["change"] for c in changes for side in ("from", "to") for area in c.get(side, {}).get("areas", [])}
    marked = {
        area for c in changes if c["change"] == "reworded" for side in ("from", "to") for area in c[side]["areas"]
    }
    assert [area for area in areas if area not in whole and area not in marked] == []
    for renamed in PLANTED["renamed"]:
        assert f"{renamed['from']['label']}, now {renamed['to']['label']}" in whole
    assert {paper.key for paper in comparison.papers if paper.pages} == {at.paper for at in places(comparison)}
    assert "16 January 2024, page 1 ind_single-assessments-within-45-days" in whole


def test_a_paper_is_told_with_its_issues_and_their_quotes(reports: dict[str, bytes]) -> None:
    paper = published("eastmarch-2025.pdf")
    tree = html.document_fromstring(reports["paper"].decode("utf-8"))
    rows = [words_of(row) for row in tree.xpath("//table[caption[@id='check-caption']]/tbody/tr")]
    assert len(rows) == len(paper.issues)
    for issue in paper.issues:
        assert (
            any(
                issue.message in row and (issue.quote or "") in row and f"page {issue.page}" in row
                for row in rows
                if issue.page
            )
            or not issue.page
        )
    whole = words_of(tree)
    for one in (*paper.improvement_areas, *paper.recommendations):
        assert f"{one.text} page {one.spans[0].page} {one.id}" in whole


def test_every_figure_of_every_measure_is_in_the_table(reports: dict[str, bytes], comparison: Comparison) -> None:
    tree = html.document_fromstring(reports["comparison"].decode("utf-8"))
    rows = tree.xpath("//table[@class='figures']//tr[td]")
    assert len(rows) == sum(len(measure.points) for one in comparison.series for measure in one.measures)


def test_a_figure_that_may_not_be_subtracted_is_shown_with_the_reason(reports: dict[str, bytes]) -> None:
    tree = html.document_fromstring(reports["paper"].decode("utf-8"))
    row = next(words_of(row) for row in tree.xpath("//table[@class='measures']//tr") if "EHC plans" in words_of(row))
    assert "47% 2023/24 41% Q2 2024/25 another kind of period: full year and quarter" in row
    assert "misses the target of 60% by 19 percentage points the target is for a longer time" in row


def test_ratings_are_words_beside_shapes() -> None:
    document = json.loads((PUBLISHED / "eastmarch-2025.pdf.json").read_text(encoding="utf-8"))
    for reading, rating in zip(document["indicators"][0]["readings"], ("amber", "red"), strict=False):
        reading["rating"] = rating  # the first is the figure of the year before
    tree = html.document_fromstring(page.of(Paper.model_validate_json(json.dumps(document))).decode("utf-8"))
    marks = tree.xpath("//span[contains(@class, 'rag')]")
    assert {words_of(mark) for mark in marks} == {"amber", "red"}
    assert all(mark.xpath("svg[@aria-hidden='true']/path") for mark in marks)
    assert "Rated by the paper: 1 red" in words_of(tree)


# --- hostile words ----------------------------------------------------------------------------------------------

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'onmouseover='alert(1)",
    "</style><style>*{display:none}",
    "</title><base href=//evil.example>",
    "{{ 7 * 7 }}{% for a in b %}",
    "<svg/onload=alert(1)>",
    "]]><!--",
    "\u202egnitar\u202c\x00\x1b[31m",
    "javascript:alert(1)",
)
SPOKEN = {"label", "raw", "title", "council", "committee", "message", "quote", "caption", "sentence", "name", "of"}
SPOKEN |= {"column", "rating", "number", "verb", "aspect", "unit", "heading"}


def poisoned(part: object, payload: str) -> object:
    """Every word that a report may show is the payload; what the model checks stays."""
    if isinstance(part, list):
        return [poisoned(one, payload) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: payload
        if key in SPOKEN and isinstance(value, str)
        else f"{value[:3]}{payload}"
        if key == "text" and isinstance(value, str) and "pages" not in part
        else poisoned(value, payload)
        for key, value in part.items()
    }


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_in_a_papers_words_lives(payload: str) -> None:
    hostile = []
    for name in YEARS[1:]:
        document = json.loads((PUBLISHED / f"{name}.pdf.json").read_text(encoding="utf-8"))
        hostile.append(Paper.model_validate_json(json.dumps(poisoned(document, payload))))
    for report in (page.of(hostile[0]), page.of(compare(hostile, Decisions()))):
        text = report.decode("utf-8")
        tree = html.document_fromstring(text)
        assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} <= TAGS
        assert len(tree.xpath("//style")) == len(tree.xpath("//title[not(ancestor::svg)]")) == 1
        names = {name for element in tree.iter() for name in element.attrib}
        assert not [name for name in names if name.startswith("on") or name in ("src", "style", "srcset", "action")]
        assert {link[:1] for link in tree.xpath("//@href")} == {"#"}
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", text)
        visible = payload.replace("\u202e", "\\u202e").replace("\u202c", "\\u202c")
        visible = visible.replace("\x00", "\\x00").replace("\x1b", "\\x1b")
        assert visible in words_of(tree.xpath("//main")[0])


TAGS = set(
    re.findall(
        r"\w+",
        """html head meta title style body a header main footer section nav h1 h2 h3 h4 p ul li dl div dt dd table
        caption thead tbody tr th td b span code svg path text figure figcaption q ins del details summary""",
    )
)


# --- how it is built --------------------------------------------------------------------------------------------


def test_the_same_document_makes_the_same_bytes(reports: dict[str, bytes], comparison: Comparison) -> None:
    assert page.of(Comparison.model_validate_json(comparison.model_dump_json())) == reports["comparison"]
    assert page.of(published("eastmarch-2025.pdf")) == reports["paper"]


def test_the_file_needs_nothing_else_and_lets_nothing_in(tree: html.HtmlElement) -> None:
    css = tree.xpath("string(//style)")
    policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in css
    assert "@import" not in css
    assert tree.xpath("//script | //link | //img | //iframe | //object | //*[@style]") == []


def test_ids_are_unique_and_links_lead_somewhere(tree: html.HtmlElement) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in tree.xpath("//@href")} <= set(ids)
    for name in ("aria-labelledby", "aria-describedby"):
        assert set(tree.xpath(f"//@{name}")) <= set(ids)


def test_headings_descend_one_level_at_a_time_and_tables_have_captions_and_scopes(tree: html.HtmlElement) -> None:
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    for table in tree.xpath("//table"):
        assert words_of(table.xpath("caption")[0])
        assert table.xpath(".//th[not(@scope)]") == []
        assert all(row.xpath("count(td) + sum(th/@colspan) + count(th[not(@colspan)])") > 0 for row in table.iter("tr"))
    assert tree.xpath("//html/@lang") == ["en-GB"]
    assert tree.xpath("//body/a[1]/@href") == ["#main"]
    assert [len(tree.xpath(f"//body/{landmark}")) for landmark in ("header", "main", "footer")] == [1, 1, 1]


def test_every_chart_has_a_name_and_all_its_figures_in_words(tree: html.HtmlElement) -> None:
    drawn = tree.xpath("//svg[@role='img']")
    assert drawn
    for one in drawn:
        told = words_of(tree.get_element_by_id(one.get("aria-describedby")))
        for figure in one.xpath(".//text[contains(@class, 'figure')]"):
            assert re.split("[–%]", figure.text_content())[0] in told


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it, from two colours as #rrggbb."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def palettes() -> Iterator[dict[str, str]]:
    """Light, then dark."""
    for block in re.findall(r":root \{(.*?)\}", page.style(), re.DOTALL):
        yield dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))


@pytest.mark.parametrize("palette", list(palettes()), ids=["light", "dark"])
def test_colours_contrast(palette: dict[str, str]) -> None:
    for ink in ("ink", "quiet", "link", "own", "good", "bad", "warn"):
        assert contrast(palette[ink], palette["paper"]) >= 4.5, ink
    for ground in ("band", "added", "removed"):
        assert contrast(palette["ink"], palette[ground]) >= 4.5, ground
    for mark in ("own", "other", "aim"):
        assert contrast(palette[mark], palette["paper"]) >= 3, mark


# --- charts and words -------------------------------------------------------------------------------------------


def test_a_chart_runs_in_time_and_joins_only_what_is_alike(comparison: Comparison) -> None:
    series = comparison.series[0]
    measure = next(one for one in series.measures if one.id == "assessments_45_days")
    drawn = chart("c", measure, series.papers)
    assert drawn
    assert [f"{one.label.first} {one.label.second}".strip() for one in drawn.columns] == [
        "2020/21",
        "2021/22 census",
        "2021/22",
        "Q2 2022/23",
        "2022/23 census",
        "Q2 2023/24",
        "2023/24",
        "Q2 2024/25",
        "2024/25",
    ]
    x = [one.x for one in drawn.columns]
    ends = {tuple(float(part.split()[0]) for part in line[1:].split("L")) for line in drawn.lines}
    assert ends == {(x[0], x[2]), (x[1], x[4]), (x[2], x[6]), (x[3], x[5]), (x[5], x[7])}
    assert [one.words for one in drawn.names] == ["Council 91%", "Target 90%", "England 84.5%"]
    assert drawn.axis == "Per cent"
    assert "Q2 2024/25: this council 91%. 2024/25: target 90%." in drawn.spoken


def test_a_chart_holds_figures_of_one_unit(comparison: Comparison) -> None:
    series = comparison.series[0]
    measure = next(one for one in series.measures if one.id == "rereferral_rate")
    other = measure.points[0].model_copy(update={"unit": "count", "value": 99_999})
    mixed = measure.model_copy(update={"points": (*measure.points[1:], other)})
    drawn = chart("c", mixed, series.papers)
    assert drawn
    assert "99,999" not in drawn.spoken
    assert int(drawn.ticks[-1].words) < 30


@given(st.lists(st.floats(TOP, TOP + PLOT), min_size=1, max_size=8))
def test_names_at_the_edge_never_stand_on_each_other(heights: list[float]) -> None:
    placed = spread(sorted(heights))
    assert all(later - earlier >= LINE - 0.2 for earlier, later in pairwise(placed))
    assert placed[-1] <= TOP + PLOT + 0.1


@pytest.mark.parametrize(
    ("kind", "start", "end", "spoken"),
    [
        ("financial_year", "2023-04-01", "2024-03-31", "2023/24"),
        ("census_year", "2023-04-01", "2024-03-31", "2023/24 census"),
        ("multi_year_average", "2020-04-01", "2023-03-31", "2020–23 average"),
        ("quarter", "2024-01-01", "2024-03-31", "Q4 2023/24"),
        ("quarter", "2024-04-01", "2024-06-30", "Q1 2024/25"),
        ("month", "2024-11-01", "2024-11-30", "Nov 2024"),
        ("snapshot_date", "2024-03-31", "2024-03-31", "31 Mar 2024"),
        ("rolling_12m", "2023-12-01", "2024-11-30", "12 months to Nov 24"),
        ("year_to_date", "2024-04-01", "2024-09-30", "Apr–Sep 2024"),
        ("since", "2022-04-01", None, "since Apr 22"),
    ],
)
def test_periods_have_short_names(kind: str, start: str, end: str | None, spoken: str) -> None:
    when = When.model_validate_json(json.dumps({"text": "as printed", "kind": kind, "start": start, "end": end}))
    assert words.spoken(when) == spoken


# --- the command ------------------------------------------------------------------------------------------------


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.papers, ["report", *map(str, arguments)], standalone_mode=False)
    return int(result.return_value or 0), result.stdout, result.stderr


def test_what_the_path_holds_decides_what_is_reported(tmp_path: Path, reports: dict[str, bytes]) -> None:
    file = tmp_path / "folder" / "report.html"  # which is made
    status, out, err = run(PUBLISHED / "eastmarch-2025.pdf.json", "-o", file)
    assert (status, out) == (0, "")
    assert err == f"16 measures, 2 issues; the report is in {file}\n"
    assert file.read_bytes() == reports["paper"]
    assert run(*(PUBLISHED / f"{name}.docx.json" for name in YEARS), "-o", file, "--quiet") == (0, "", "")
    assert file.read_bytes() == reports["comparison"]
    told = json.loads(run(PUBLISHED / "eastmarch-2025.pdf.json", "-o", file, "--quiet", "--json")[1])
    assert told == {"output": str(file), "about": "16 measures, 2 issues", "bytes": len(reports["paper"])}
    compared = tmp_path / "other" / "comparison.json"
    years = [str(PUBLISHED / f"{name}.docx.json") for name in YEARS]
    CliRunner().invoke(cli.papers, ["compare", *years, "-o", str(compared)], standalone_mode=False)
    assert run(compared, "-o", file, "--quiet") == (0, "", "")
    assert file.read_bytes() == reports["comparison"]
    assert run(PUBLISHED, "-o", file, "--quiet")[0] == 0
    assert b"Papers with nothing to compare with" in file.read_bytes()


def test_what_cannot_be_reported_on_is_said(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    stray = tmp_path / "stray.json"
    stray.write_text('{"series": []}', encoding="utf-8")
    status, _, err = run(stray, "-o", file)
    assert status == 3
    assert err.startswith(f"papers: rejected: {stray}: not-json: ")
    assert not file.exists()
    assert cli.ended(["report", str(tmp_path / "nowhere"), "-o", str(file)]) == 2
    assert cli.ended(["report", str(PUBLISHED / "eastmarch-2025.pdf.json"), "-o", str(stray / "x.html")]) == 4


def test_real_papers_have_reports(shared: Path, tmp_path: Path) -> None:
    """Long labels, many measures: nothing but the words of the paper decides, so the smallest real one will do."""
    source = shared / "papers" / "wiltshire-2021.txt"
    out = tmp_path / "out"
    CliRunner().invoke(cli.papers, ["extract", str(source), "-o", str(out), "--quiet"], standalone_mode=False)
    assert run(out, "-o", tmp_path / "report.html", "--quiet") == (0, "", "")
    tree = html.document_fromstring((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "Ofsted" in words_of(tree.xpath("//h1")[0])
    assert len(tree.xpath("//section[@aria-labelledby='areas']//li")) == 5


def test_the_commands_of_the_readme_answer_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shutil.copytree(PUBLISHED, tmp_path / "build/papers")
    monkeypatch.chdir(tmp_path)
    block = readme.split("## What changed since last year")[1].split("```sh")[1].split("```")[0]
    lines = block.strip().splitlines()
    assert len(lines) == 2
    for line in lines:
        assert cli.ended(line.split()[1:]) == 0
    assert "1 measure got worse" in (tmp_path / "build/changes.html").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "build/comparison.decisions.toml").write_text(example, encoding="utf-8")
    assert cli.ended(lines[0].split()[1:]) == 3
    stale = Comparison.model_validate_json((tmp_path / "build/comparison.json").read_bytes()).stale_decisions
    assert [one.reason for one in stale] == ["the earlier words stand in none of the papers"]
