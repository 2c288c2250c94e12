"""The report in a real browser: axe-core's rules, contrast as it is drawn, keyboard, narrow screens, and print."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import frames
from pipeline.compare.comparing import compare
from pipeline.compare.decisions import Decisions
from pipeline.report import page
from schemas import Paper

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PUBLISHED = Path(__file__).parent.parent / "output" / "eastmarch"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NARROW = 320  # pixels: 1280 at a zoom of 400 %, as WCAG 1.4.10 has it

DRAWN_CONTRAST = """() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = numbers(colour).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = light(getComputedStyle(document.documentElement).backgroundColor);
  return [...document.querySelectorAll('svg text')].map(text => {
    const [high, low] = [light(getComputedStyle(text).fill), ground].sort((a, b) => b - a);
    return [(high + .05) / (low + .05), text.textContent];
  }).sort((a, b) => a[0] - b[0])[0];
}"""
"""The least contrast of words in charts, of which axe-core cannot tell the ground, and the words."""


COUNCILS = ("Northmarch", "Southmarch", "Eastmarch", "Westmarch")
"""So many series are folded away each."""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if program is None:
        pytest.skip("no Chromium is installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    years = [frames.load(str(PUBLISHED / f"eastmarch-{year}.pdf.json")) for year in (2023, 2024, 2025)]
    folder = tmp_path_factory.mktemp("reports")
    neighbour = years[-1].header.model_copy(update={"council": "Westmarch Borough Council"})
    councils = [years[-1], years[-1].model_copy(update={"header": neighbour, "id": "westmarch"}), years[0]]
    made = {
        "comparison": page.of(compare(years, Decisions())),
        "paper": page.of(years[-1]),
        "councils": page.of(compare(councils, Decisions())),
        "many": page.of(compare([of_council(paper, name) for name in COUNCILS for paper in years[:2]], Decisions())),
    }
    for name, report in made.items():
        (folder / f"{name}.html").write_bytes(report)
    return {name: folder / f"{name}.html" for name in made}


def of_council(paper: Paper, name: str) -> Paper:
    header = paper.header.model_copy(update={"council": name, "council_code": None})
    return paper.model_copy(update={"header": header})


def opened(browser: "Browser", report: Path, **options: Any) -> "Page":
    shown = browser.new_page(**options)
    shown.goto(report.as_uri())
    return shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["comparison", "paper", "councils", "many"])
def test_axe_finds_no_violation(browser: "Browser", reports: dict[str, Path], name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    shown = opened(browser, reports[name], color_scheme=scheme, bypass_csp=True)
    shown.evaluate("document.querySelectorAll('details.series').forEach(folded => { folded.open = true })")
    found = axe.Axe().run(shown).response
    told = [(one["id"], node["html"][:200]) for one in found["violations"] for node in one["nodes"]]
    assert told == []
    assert {"color-contrast", "heading-order", "region", "svg-img-alt"} <= {one["id"] for one in found["passes"]}
    assert {one["id"] for one in found["incomplete"]} <= {"color-contrast", "th-has-data-cells"}
    least, words = shown.evaluate(DRAWN_CONTRAST)
    assert least >= 4.5, words
    shown.close()


@pytest.mark.parametrize("name", ["comparison", "paper"])
def test_nothing_is_fetched_or_refused(browser: "Browser", reports: dict[str, Path], name: str) -> None:
    shown = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("console", lambda message: said.append(message.text))
    shown.goto(reports[name].as_uri())
    assert asked == [reports[name].as_uri()]
    assert said == []
    assert shown.evaluate("getComputedStyle(document.body).maxWidth") == "1216px", "the style sheet is let in"
    shown.close()


@pytest.mark.parametrize("name", ["comparison", "paper"])
def test_a_narrow_screen_scrolls_one_way_only(browser: "Browser", reports: dict[str, Path], name: str) -> None:
    shown = opened(browser, reports[name], viewport={"width": NARROW, "height": 600})
    assert shown.evaluate("document.documentElement.scrollWidth") == NARROW
    shown.close()


def test_the_keyboard_reaches_the_main_part_and_every_wide_table(browser: "Browser", reports: dict[str, Path]) -> None:
    shown = opened(browser, reports["comparison"], viewport={"width": 400, "height": 600})
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.textContent") == "Skip to main content"
    assert shown.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "main"
    unreached = "[...document.querySelectorAll('*')].filter(e => e.scrollWidth > e.clientWidth && e.tabIndex < 0 && "
    unreached += "getComputedStyle(e).overflowX === 'auto').length"
    assert shown.evaluate(unreached) == 0
    shown.close()


@pytest.mark.parametrize("name", ["comparison", "paper"])
def test_it_prints_on_a4_and_nothing_is_cut(
    browser: "Browser", reports: dict[str, Path], name: str, tmp_path: Path
) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    shown = opened(browser, reports[name], color_scheme="dark")
    shown.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    shown.emulate_media(media="print", color_scheme="dark")
    assert shown.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert shown.evaluate("getComputedStyle(document.querySelector('.skip')).display") == "none"
    shown.close()
    document = pdfium.PdfDocument(tmp_path / "report.pdf")
    sizes = {tuple(round(side) for side in document[number].get_size()) for number in range(len(document))}
    assert sizes == {(595, 842)}
    printed = " ".join(" ".join(document[n].get_textpage().get_text_bounded().split()) for n in range(len(document)))
    assert "Check a figure in the paper itself" in printed
    assert f"1 of {len(document)}" in printed
    document.close()


def test_many_series_are_folded_on_the_screen_and_whole_on_paper(browser: "Browser", reports: dict[str, Path]) -> None:
    shown = opened(browser, reports["many"])
    height = "document.querySelector('details.series').getBoundingClientRect().height"
    assert shown.evaluate("document.querySelectorAll('details.series:not([open])').length") == len(COUNCILS)
    assert shown.evaluate("document.querySelectorAll('nav a').length") >= len(COUNCILS)
    folded = shown.evaluate(height)
    shown.emulate_media(media="print")
    assert shown.evaluate(height) > 20 * folded
    shown.close()
