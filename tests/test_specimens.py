"""The specimen papers, their descriptions and their truth agree. Nothing here runs the extractor."""

import importlib
import json
import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
PAPERS = CORPUS / "eastmarch"
NAMES = sorted(path.stem for path in (CORPUS / "descriptions").glob("*.toml"))
FILES = sorted(path.name for path in PAPERS.iterdir() if path.suffix in {".docx", ".pdf", ".txt", ".html"})
MOST_BYTES = 150_000
DECIMAL_NUMBER = re.compile(r"^(\d{1,2})\.(\d{1,2})$")
APPENDIX = re.compile(r"\bAppendix (\w{1,3})\b")
TYPED_NUMBER = re.compile(r"<w:t>([\d.]{1,5})</w:t><w:tab/>")
FIGURE = re.compile(r"\d+(?:\.\d+)?")

Fact = dict[str, Any]


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """The maker's own modules, found as `python corpus/make.py` finds them."""
    monkeypatch.syspath_prepend(str(CORPUS))
    return {name: importlib.import_module(name) for name in ("description", "truth", "as_txt", "as_html")}


def gold(name: str) -> Fact:
    facts: Fact = json.loads((ROOT / "tests" / "truth" / f"{name}.gold.json").read_text(encoding="utf-8"))
    return facts


def described(name: str) -> Fact:
    return tomllib.loads((CORPUS / "descriptions" / f"{name}.toml").read_text(encoding="utf-8"))


def changes(kind: str) -> Sequence[Fact]:
    entries: Sequence[Fact] = tomllib.loads((CORPUS / "changes.toml").read_text(encoding="utf-8"))[kind]
    return entries


def readings(name: str) -> Iterator[tuple[Fact, Fact]]:
    for row in gold(name)["indicators"]:
        for reading in row["readings"]:
            yield row, reading


def labels(name: str) -> Mapping[str, Fact]:
    return {row["label"]: row for row in gold(name)["indicators"]}


def measures(name: str) -> set[str]:
    return {row["indicator"] for row in gold(name)["indicators"]}


def dated(name: str, indicator: str, period: Sequence[str]) -> list[float]:
    """The authority's values of a measure for one period."""
    return [
        reading["value"]
        for row, reading in readings(name)
        if row["indicator"] == indicator and reading["period"] == list(period) and reading["of"] == "authority"
    ]


def printed_texts(name: str) -> list[str]:
    """Every stretch of words that the truth expects, whatever the format."""
    facts = gold(name)
    texts = [section["title"] for section in facts["sections"]]
    texts += [text for paragraph in facts["paragraphs"] for text in (paragraph["text"], *paragraph["items"])]
    texts += [row["label"] for row in facts["indicators"]]
    rows = described(name).get("table", {}).get("row", ())
    return texts + [cell["raw"] for row in rows for cell in row["cells"]]


# -- the files -------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_truth_is_what_the_description_says(name: str, maker: dict[str, ModuleType]) -> None:
    paper = maker["description"].load(CORPUS / "descriptions" / f"{name}.toml")
    assert json.loads(json.dumps(maker["truth"].gold(paper))) == gold(name)


@pytest.mark.parametrize("name", NAMES)
def test_text_and_html_are_up_to_date(name: str, maker: dict[str, ModuleType]) -> None:
    paper = maker["description"].load(CORPUS / "descriptions" / f"{name}.toml")
    assert (PAPERS / f"{name}.txt").read_text(encoding="utf-8") == maker["as_txt"].text(paper)
    page = PAPERS / f"{name}.html"
    assert page.exists() == ("html" in paper.formats)
    assert not page.exists() or page.read_text(encoding="utf-8") == maker["as_html"].page(paper)


@pytest.mark.parametrize("name", NAMES)
def test_word_file_is_up_to_date(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("docx")
    monkeypatch.syspath_prepend(str(CORPUS))
    description, as_docx = (importlib.import_module(module) for module in ("description", "as_docx"))
    made = as_docx.package(description.load(CORPUS / "descriptions" / f"{name}.toml"))
    again = PAPERS.parent / "eastmarch" / f"{name}.docx"
    assert parts(again) == parts_of(made)


def parts(path: Path) -> dict[str, bytes]:
    return parts_of(path.read_bytes())


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_described_file_is_there_and_no_other() -> None:
    expected = {f"{name}.{suffix}" for name in NAMES for suffix in described(name)["formats"]}
    assert set(FILES) == expected


@pytest.mark.parametrize("file", FILES)
def test_file_is_small_and_says_nothing_of_its_making(file: str) -> None:
    path = PAPERS / file
    content = b"".join(parts(path).values()) if path.suffix == ".docx" else path.read_bytes()
    assert path.stat().st_size < MOST_BYTES
    for word in (b"python", b"LibreOffice", b"/tmp", b"/home", b"Macintosh"):
        assert word not in content


@pytest.mark.parametrize("name", NAMES)
def test_text_file_prints_every_expected_word(name: str) -> None:
    printed = (PAPERS / f"{name}.txt").read_text(encoding="utf-8").translate(dict.fromkeys(map(ord, "¹²")))
    assert [text for text in printed_texts(name) if text not in printed] == []


@pytest.mark.parametrize("name", NAMES)
def test_pdf_prints_every_expected_word(name: str) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(PAPERS / f"{name}.pdf")
    try:
        pages = [document[number] for number in range(len(document))]
        printed = Counter(word for page in pages for word in page.get_textpage().get_text_bounded().split())
    finally:
        document.close()
    expected = Counter(word for text in printed_texts(name) for word in text.split())
    missing = expected - printed
    # "why." and "timescale" carry a footnote's number in the text layer
    assert set(missing) <= ({"why.", "timescale"} if described(name).get("footnotes") else set())


@pytest.mark.parametrize("name", NAMES)
def test_numbers_in_the_word_file_are_automatic_or_typed_as_described(name: str) -> None:
    document = parts(PAPERS / f"{name}.docx")["word/document.xml"].decode()
    numbers = [paragraph["number"] for paragraph in gold(name)["paragraphs"] if paragraph["number"]]
    typed = [number.rstrip(".") for number in TYPED_NUMBER.findall(document)]
    assert [number for number in typed if number in numbers] == (
        [] if described(name)["numbering"] == "automatic" else numbers
    )


# -- the truth -------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_truth_is_well_formed(name: str) -> None:
    facts = gold(name)
    assert all(facts["header"][key] for key in ("council", "committee", "meeting_date", "title"))
    homes = {section["number"] or section["title"] for section in facts["sections"]}
    assert {paragraph["section"] for paragraph in facts["paragraphs"]} <= homes
    assert facts["recommendations"]
    for _, reading in readings(name):
        low, high = reading.get("range", (None, None))
        assert (reading["value"] is None) == (low is not None)
        assert low is None or low < high
        start, end = reading["period"]
        assert start is None or end is None or start <= end


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_reading_is_printed_in_its_cell(name: str) -> None:
    for row in described(name).get("table", {}).get("row", ()):
        for cell in row["cells"]:
            printed = [float(figure) for figure in FIGURE.findall(cell["raw"].replace(",", ""))]
            if cell.get("status", "reported") != "reported":
                continue
            assert cell["readings"]
            for reading in cell["readings"]:
                assert {float(figure) for figure in reading.get("range", [reading.get("value")])} <= set(printed)


def test_readings_cover_the_notations_that_the_corpus_is_for() -> None:
    every = [reading for name in NAMES for _, reading in readings(name)]
    assert {reading["unit"] for reading in every} >= {"percent", "count", "days", "rate_per_10000"}
    assert {reading["of"] for reading in every} == {"authority", "target", "england"}
    assert {reading["role"] for reading in every} == {"baseline", "previous", "current", "target", "benchmark"}
    assert any("range" in reading for reading in every)
    assert any(reading["period"] == [None, None] for reading in every)
    assert any(reading["period"][0] and reading["period"][1] is None for reading in every)
    assert {
        each["status"] for name in NAMES for row in gold(name)["indicators"] for each in row.get("unvalued", ())
    } == {
        "suppressed",
        "not_applicable",
    }


# -- what is planted -------------------------------------------------------


def numbering(name: str) -> dict[str, list[int]]:
    """The second figures of the numbers 1.1, 1.2 … by section, as printed."""
    found: dict[str, list[int]] = {}
    for paragraph in gold(name)["paragraphs"]:
        if match := DECIMAL_NUMBER.match(paragraph["number"] or ""):
            found.setdefault(match[1], []).append(int(match[2]))
    return found


def faults(name: str) -> Iterator[tuple[str, str]]:
    """The planted kinds of fault, found from the truth by other means than a reader of papers has."""
    facts = gold(name)
    for section, seconds in numbering(name).items():
        for before, after in pairwise(seconds):
            if after != before + 1:
                yield ("duplicate-number" if after == before else "numbering-gap"), f"{section}.{after}"
    titles = " ".join(section["title"] for section in facts["sections"])
    for paragraph in facts["paragraphs"]:
        yield from (
            ("missing-attachment", paragraph["number"])
            for letter in APPENDIX.findall(paragraph["text"])
            if f"Appendix {letter}" not in titles
        )
        if paragraph["text"].endswith("below:") and not paragraph["items"]:
            yield "missing-content", paragraph["number"]
    for row, reading in readings(name):
        end = reading["period"][1]
        if reading["of"] == "authority" and end is not None and end > facts["header"]["meeting_date"]:
            yield "period-after-meeting", row["label"]


@pytest.mark.parametrize("name", NAMES)
def test_faults_are_those_that_the_description_plants(name: str) -> None:
    expected = Counter((issue["code"], issue["about"]) for issue in gold(name)["issues"])
    assert Counter(faults(name)) == expected


def test_one_paper_holds_every_planted_fault() -> None:
    assert {name: len(gold(name)["issues"]) for name in NAMES if gold(name)["issues"]} == {"eastmarch-2023": 5}


def test_restated_values_differ_for_one_measure_and_period() -> None:
    for change in changes("restated"):
        for side in (change["from"], change["to"]):
            assert dated(side["paper"], change["indicator"], change["period"]) == [side["value"]]
        assert change["from"]["value"] != change["to"]["value"]


def test_confirmed_values_agree() -> None:
    for change in changes("confirmed"):
        for paper in change["papers"]:
            assert dated(paper, change["indicator"], change["period"]) == [change["value"]]


def test_nothing_is_restated_that_is_not_written_down() -> None:
    """Ranges aside, every other value that two papers give for the same measure and period agrees."""
    known = {(change["indicator"], tuple(change["period"])) for change in changes("restated")}
    values: dict[tuple[str, tuple[str, ...]], set[float]] = {}
    for name in NAMES:
        for row, reading in readings(name):
            if reading["of"] == "authority" and reading["value"] is not None and reading["period"][0]:
                values.setdefault((row["indicator"], tuple(reading["period"])), set()).add(reading["value"])
    assert {key for key, found in values.items() if len(found) > 1} <= known


def test_renamed_measures_keep_their_meaning() -> None:
    for change in changes("renamed"):
        before, after = change["from"], change["to"]
        assert before["label"] != after["label"]
        for side in (before, after):
            assert labels(side["paper"])[side["label"]]["indicator"] == change["indicator"]


def test_redefined_measures_are_printed_with_their_units() -> None:
    for change in changes("redefined"):
        for side in (change["from"], change["to"]):
            row = labels(side["paper"])[side["label"]]
            assert {reading["unit"] for reading in row["readings"]} == {side["unit"]}


def test_dropped_and_new_measures() -> None:
    years = ["eastmarch-2023", "eastmarch-2024", "eastmarch-2025"]
    for change in changes("dropped"):
        last = years.index(change["last"])
        assert change["indicator"] in measures(years[last])
        assert all(change["indicator"] not in measures(year) for year in years[last + 1 :])
    for change in changes("new"):
        first = years.index(change["first"])
        assert change["indicator"] in measures(years[first])
        assert all(change["indicator"] not in measures(year) for year in years[:first])


@pytest.mark.parametrize(
    ("earlier", "later"), [("eastmarch-2023", "eastmarch-2024"), ("eastmarch-2024", "eastmarch-2025")]
)
def test_every_improvement_area_has_one_change(earlier: str, later: str) -> None:
    pair = [
        change
        for change in changes("improvement_area")
        if (change["from"]["paper"], change["to"]["paper"]) == (earlier, later)
    ]
    before = [area for change in pair for area in change["from"]["areas"]]
    after = [area for change in pair for area in change["to"]["areas"]]
    assert sorted(before) == sorted(gold(earlier)["improvement_areas"])
    assert sorted(after) == sorted(gold(later)["improvement_areas"])


def test_change_of_an_improvement_area_fits_its_name() -> None:
    shapes: dict[str, Callable[[Sequence[str], Sequence[str]], bool]] = {
        "continued": lambda before, after: before == after and len(before) == 1,
        "reworded": lambda before, after: before != after and len(before) == len(after) == 1,
        "split": lambda before, after: len(before) == 1 and len(after) > 1,
        "merged": lambda before, after: len(before) > 1 and len(after) == 1,
        "dropped": lambda before, after: len(before) == 1 and len(after) == 0,
        "new": lambda before, after: len(before) == 0 and len(after) == 1,
    }
    found = changes("improvement_area")
    assert {change["change"] for change in found} == set(shapes)
    assert all(shapes[change["change"]](change["from"]["areas"], change["to"]["areas"]) for change in found)


def test_moved_sections_are_where_they_are_said_to_be() -> None:
    for change in changes("section_moved"):
        for side in (change["from"], change["to"]):
            assert {"number": side["number"], "title": side["title"]} in gold(side["paper"])["sections"]
        assert change["from"]["number"] != change["to"]["number"]


# -- the sidecar -----------------------------------------------------------


def test_sidecar_states_what_the_text_file_lacks() -> None:
    facts = tomllib.loads((PAPERS / "eastmarch-2023.txt.toml").read_text(encoding="utf-8"))
    printed = (PAPERS / "eastmarch-2023.txt").read_text(encoding="utf-8")
    assert facts == {"committee": gold("eastmarch-2023")["header"]["committee"]}
    assert facts["committee"] not in printed
