"""The PDF reader: tables of every printed kind, reading order, what no reader sees, and that nothing is lost."""

import io
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers.pdf import engine, read
from pipeline.transcript import Line, Transcript, Unreadable
from tests import hostile
from tests.conftest import ROOT

CORPUS = Path(__file__).parent.parent / "corpus" / "eastmarch"
HEIGHT = 842.0
Draw = Callable[[Canvas], None]
Grid = list[list[str]]

HEAD = ("Measure", 72), ("2022/23", 300), ("2023/24", 380)
ROWS = (("Re-referrals", "21%", "19%"), ("Visits on time", "88%", "91%"), ("Stability", "70%", "n/a"))


def drawn(*pages: Draw) -> bytes:
    """A PDF of pages drawn with the origin at the bottom left."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595.0, HEIGHT), invariant=True)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def made(*pages: Draw) -> Transcript:
    """What the reader gives of these pages."""
    return read(drawn(*pages), "made.pdf")


def put(canvas: Canvas, x: float, top: float, text: str, bold: bool = False) -> None:
    """Words whose baseline lies `top` points below the page's top."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 10)
    canvas.drawString(x, HEIGHT - top, text)


def put_row(canvas: Canvas, top: float, texts: tuple[str, ...], bold: bool = False) -> None:
    for (_, x), text in zip(HEAD, texts, strict=False):
        put(canvas, x, top, text, bold)


def put_table(canvas: Canvas, top: float) -> None:
    """A head and three rows, 18 points apart, without any line."""
    put_row(canvas, top, tuple(name for name, _ in HEAD), bold=True)
    for number, row in enumerate(ROWS, 1):
        put_row(canvas, top + 18 * number, row)


def tables(transcript: Transcript) -> dict[int, Grid]:
    """The words of each table by row and column."""
    out: dict[int, dict[tuple[int, int], list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in transcript.lines:
        if line.cell is not None and line.text.strip():
            out[line.cell.table][line.cell.row, line.cell.column].append(line.text.strip())
    return {table: _grid({place: " ".join(t) for place, t in cells.items()}) for table, cells in out.items()}


def _grid(cells: dict[tuple[int, int], str]) -> Grid:
    rows, columns = max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1
    return [[cells.get((r, c), "") for c in range(columns)] for r in range(rows)]


def words(lines: tuple[Line, ...], role: str | None = None) -> list[str]:
    return [line.text.strip() for line in lines if line.role == role]


WANTED = [[name for name, _ in HEAD], *map(list, ROWS)]


def test_a_table_without_lines_is_told_by_its_white() -> None:
    assert tables(made(lambda c: put_table(c, 100))) == {0: WANTED}


def test_rules_between_rows_hold_wrapped_cells_together() -> None:
    def draw(canvas: Canvas) -> None:
        top = 100.0
        for label, value in (("Measure", "2023/24"), ("Visits", "88%"), ("Plans", "91%"), ("Reviews", "93%")):
            canvas.line(70, HEIGHT - top + 12, 420, HEIGHT - top + 12)
            put(canvas, 72, top, label)
            put(canvas, 72, top + 12, "on time, all teams")
            put(canvas, 380, top, value)
            put(canvas, 380, top + 12, "(Aug)")
            top += 24

    found = tables(made(draw))[0]
    assert [row[0] for row in found] == [f"{w} on time, all teams" for w in ("Measure", "Visits", "Plans", "Reviews")]
    assert found[1][1] == "88% (Aug)"


def test_a_value_set_in_the_middle_of_a_wrapped_label_is_in_its_row() -> None:
    def draw(canvas: Canvas) -> None:
        put_row(canvas, 100, ("Measure", "2022/23", "2023/24"), bold=True)
        for number in range(3):
            top = 120 + 32 * number
            put(canvas, 72, top, "Initial conferences held")
            put(canvas, 72, top + 12, f"within {number} days")
            put(canvas, 300, top + 6, f"{number}1%")
            put(canvas, 380, top + 6, f"{number}2%")

    assert tables(made(draw))[0][1:] == [
        [f"Initial conferences held within {n} days", f"{n}1%", f"{n}2%"] for n in range(3)
    ]


def test_a_sub_heading_over_several_columns_is_a_row() -> None:
    def draw(canvas: Canvas) -> None:
        put_row(canvas, 100, ("Ref", "2022/23", "2023/24"), bold=True)
        put_row(canvas, 118, ("K1", "21%", "19%"))
        put(canvas, 72, 136, "Children in care and care leavers, all ages", bold=True)
        put_row(canvas, 154, ("K2", "70%", "72%"))
        put_row(canvas, 172, ("K3", "8%", "9%"))

    found = tables(made(draw))
    assert list(found) == [0]
    assert [row[0] for row in found[0]] == ["Ref", "K1", "Children in care and care leavers, all ages", "K2", "K3"]


def test_the_upper_storey_of_a_head_names_the_columns_it_is_set_over() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawCentredString(330, HEIGHT - 100, "2022/23")
        canvas.drawCentredString(460, HEIGHT - 100, "2023/24")
        for name, x in (("Measure", 72), ("Q3", 290), ("Q4", 350), ("Q1", 420), ("Q2", 480)):
            put(canvas, x, 118, name, bold=True)
        for number, label in enumerate(("Visits", "Plans", "Reviews")):
            for text, x in ((label, 72), ("81%", 290), ("82%", 350), ("83%", 420), ("84%", 480)):
                put(canvas, x, 136 + 18 * number, text)

    lines = made(draw).lines
    reach = {line.text.strip(): (line.cell.column, line.cell.columns) for line in lines if line.cell is not None}
    assert (reach["2022/23"], reach["2023/24"]) == ((1, 2), (3, 2))
    heads = {line.text.strip() for line in lines if line.cell is not None and line.cell.header}
    assert heads == {"Measure", "2022/23", "2023/24", "Q1", "Q2", "Q3", "Q4"}


def test_bands_with_a_fill_for_each_cell_show_columns_that_words_nearly_close() -> None:
    def draw(canvas: Canvas) -> None:
        for number, (left, right) in enumerate(
            (("Measure", "Value"), ("Visits made on time", "88%"), ("Plans", "91%"))
        ):
            canvas.setFillColor(HexColor("#eeeeee" if number % 2 else "#dce6f1"))
            canvas.rect(70, HEIGHT - 114 - 18 * number, 100, 18, stroke=0, fill=1)
            canvas.rect(170, HEIGHT - 114 - 18 * number, 100, 18, stroke=0, fill=1)
            canvas.setFillColor(black)
            put(canvas, 78, 110 + 18 * number, left)
            put(canvas, 172, 110 + 18 * number, right)

    assert tables(made(draw))[0] == [["Measure", "Value"], ["Visits made on time", "88%"], ["Plans", "91%"]]


def test_a_note_under_a_table_stays_outside() -> None:
    def draw(canvas: Canvas) -> None:
        put_table(canvas, 100)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(72, HEIGHT - 163, "1")
        put(canvas, 80, 167, "Provisional figure.")

    transcript = made(draw)
    assert tables(transcript) == {0: WANTED}
    assert "1 Provisional figure." in words(transcript.lines)


@pytest.mark.parametrize("above", [1, 3])
def test_what_a_page_break_leaves_of_a_table_goes_on_with_it(above: int) -> None:
    def first(canvas: Canvas) -> None:
        put(canvas, 72, 40, "Scrutiny Committee, page 1")
        for number, row in enumerate(WANTED[:above]):
            put_row(canvas, 700 + 18 * number, tuple(row))

    def second(canvas: Canvas) -> None:
        put(canvas, 72, 40, "Scrutiny Committee, page 2")
        for number, row in enumerate((*WANTED[above:], ["Reviews", "93%", "94%"], ["Audits", "61%", "62%"])):
            put_row(canvas, 80 + 18 * number, tuple(row))
        put(canvas, 72, 300, "The committee is asked to note the report as it stands.")

    transcript = made(first, second)
    assert list(tables(transcript)) == [0, 1]
    assert {line.cell.continues for line in transcript.lines if line.cell and line.page == 2} == {0}


PROSE = {
    "numbered paragraphs": [
        [("2.1", 72), ("There were 21 contacts in the period, of which 19 per cent went on to be referrals.", 108)],
        [("2.2", 72), ("88 families were seen in the year, and 91 more were offered help at the first meeting.", 108)],
        [("2.3", 72), ("70 of the plans were closed; the rest are kept under review by the independent chair.", 108)],
        [("2.4", 72), ("12 remain open.", 108)],
    ],
    "a form": [
        [("From:", 72), ("Cabinet Member for Children", 140)],
        [("To:", 72), ("Scrutiny Committee", 140)],
        [("Date:", 72), ("12 May 2024", 140)],
        [("Ward:", 72), ("All", 140)],
    ],
    "contacts": [
        [("Report author", 72), ("Relevant director", 330)],
        [("Priya Hallworth", 72), ("Joseph Tarn", 330)],
        [("03000 411411", 72), ("03000 422422", 330)],
        [("priya@example.org", 72), ("joseph@example.org", 330)],
        [("County Hall", 72), ("County Hall", 330)],
    ],
}


@pytest.mark.parametrize("shape", PROSE)
def test_prose_is_no_table(shape: str) -> None:
    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(PROSE[shape]):
            for text, x in row:
                put(canvas, x, 100 + 16 * number, text)

    assert tables(made(draw)) == {}


def test_two_columns_are_read_down_one_and_then_down_the_other() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 72, 80, "A line over both of the columns, as an introduction to the page mostly has, and so on.")
        for number in range(6):
            put(canvas, 72, 120 + 12 * number, f"left column words on line {number}")
            put(canvas, 320, 124 + 12 * number, f"right column words on line {number}")

    found = words(made(draw).lines)
    assert found[1:] == [f"{side} column words on line {n}" for side in ("left", "right") for n in range(6)]


def _off_the_page(canvas: Canvas) -> None:
    put(canvas, 700, 100, "secret")


def _without_ink(canvas: Canvas) -> None:
    text = canvas.beginText(72, HEIGHT - 140)
    text.setTextRenderMode(3)
    text.textOut("secret")
    canvas.drawText(text)


def _white_on_white(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    put(canvas, 72, 140, "secret")


def _clipped_away(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(300, 300, 50, 50)
    canvas.clipPath(path, stroke=0)
    put(canvas, 72, 140, "secret")
    canvas.restoreState()


@pytest.mark.parametrize("hide", [_off_the_page, _without_ink, _white_on_white, _clipped_away])
def test_what_no_reader_sees_is_kept_aside(hide: Draw) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 72, 100, "Plain words")
        hide(canvas)

    lines = made(draw).lines
    assert words(lines) == ["Plain words"]
    assert words(lines, "hidden") == ["secret"]


def test_white_words_on_a_dark_panel_are_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor("#003366"))
        canvas.rect(60, HEIGHT - 150, 300, 30, stroke=0, fill=1)
        canvas.setFillColor(white)
        put(canvas, 72, 140, "Key messages")

    assert words(made(draw).lines) == ["Key messages"]


def test_the_text_layer_of_a_scan_is_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 230)), 0, 0, 595, HEIGHT)
        _without_ink(canvas)

    assert "secret" in words(made(draw).lines)


def _upwards(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.rotate(90)
    for number, text in enumerate(("First line", "Second line")):
        canvas.drawString(72, -100 - 20 * number, text)
    canvas.restoreState()


def test_a_turned_page_reads_as_it_is_displayed() -> None:
    turned = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(_upwards))) as document:
        document.pages[0].rotate(90, relative=False)
        document.save(turned)
    transcript = read(turned.getvalue(), "turned.pdf")
    assert words(transcript.lines) == ["First line", "Second line"]
    assert (transcript.sheets[0].width, transcript.sheets[0].height) == (HEIGHT, 595.0)
    assert transcript.lines[0].left == pytest.approx(72, abs=1)


def test_boxes_count_from_the_corner_of_the_crop_box() -> None:
    cropped = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(lambda c: put(c, 172, 200, "Plain words")))) as document:
        document.pages[0].cropbox = [100, 100, 500, HEIGHT - 50]
        document.save(cropped)
    transcript = read(cropped.getvalue(), "cropped.pdf")
    line = transcript.lines[0]
    assert line.box is not None
    assert line.box[0] == pytest.approx(72, abs=1)
    assert line.box[3] == pytest.approx(152, abs=4)


def test_words_turned_on_an_upright_page_are_read_in_their_own_direction() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 200, 100, "Plain words")
        _upwards(canvas)

    assert words(made(draw).lines) == ["Plain words", "First line", "Second line"]


def _characters(text: str) -> Counter[str]:
    """Without white space and hyphens; ligatures as their letters."""
    plain = unicodedata.normalize("NFKC", text)
    return Counter(c for c in plain if not c.isspace() and c not in "-\u00ad‐‑\u200b\ufffe\x02")


def _disagreement(path: Path) -> tuple[int, int]:
    """Characters that only one of two engines gives, and how many there are."""
    transcript, apart, all_ = read(path.read_bytes(), path.name), 0, 0
    ours: dict[int, str] = defaultdict(str)
    for line in transcript.lines:
        ours[line.page] += line.text
    with pdfplumber.open(path) as document:
        for number, page in enumerate(document.pages, 1):
            one, other = _characters(ours[number]), _characters("".join(c["text"] for c in page.chars))
            apart += sum(((one - other) + (other - one)).values())
            all_ += sum(other.values())
    return apart, all_


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.pdf")), ids=lambda path: path.stem)
def test_a_second_engine_gives_the_same_characters_of_the_specimens(path: Path) -> None:
    apart, all_ = _disagreement(path)
    assert all_ > 1000
    assert apart == 0


SMALLEST_PAPERS = 200_000  # bytes: larger ones take the second engine too long for every run


def test_a_second_engine_gives_the_same_characters_of_real_papers(shared: Path) -> None:
    for path in sorted((shared / "papers").glob("*.pdf")):
        if path.stat().st_size > SMALLEST_PAPERS:
            continue
        apart, all_ = _disagreement(path)
        assert apart <= 0.001 * all_, path.name


def test_a_pdf_without_pages_is_said_to_have_none() -> None:
    file = io.BytesIO()
    pikepdf.new().save(file)
    for data, code in (
        (b"%PDF-1.4 nothing", "corrupt"),
        (file.getvalue(), "no-pages"),
    ):  # one leaves no trace on the next
        with pytest.raises(Unreadable) as refusal:
            read(data, "empty.pdf")
        assert refusal.value.code == code


# --- glyphs without a code ------------------------------------------------------------------------------------------

NUMBERED = (
    b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype"
    b"/CIDFontType2/BaseFont/AAAAAA+X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>]>>"
)
PLAIN = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def numbered(words: str, shift: int) -> bytes:
    """A line in a font that names no characters: glyphs by the number of the letter and a shift; a sound line below."""
    codes = "".join(f"{ord(one) + shift:04x}" for one in words)
    content = f"BT /F1 12 Tf 60 700 Td <{codes}> Tj ET BT /F2 12 Tf 60 650 Td (Sound words) Tj ET"
    page = hostile.pdf(content.encode(), font=NUMBERED)
    return page.replace(b"/F1 3 0 R", b"/F1 3 0 R/F2 " + PLAIN)


def test_glyphs_without_a_code_are_no_letters_and_it_is_told_where() -> None:
    found = read(numbered("report", -29), "a.pdf")
    assert found.text.split() == ["\ufffd" * 6, "Sound", "words"]
    (remark,) = [one for one in found.remarks if one.code == "replaced-characters"]
    assert (remark.page, remark.quote) == (1, "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd Sound")
    assert remark.message.startswith("6 characters on page 1 have no readable code in the PDF")


def test_a_glyph_numbered_as_a_tab_is_not_lost() -> None:
    found = read(numbered("\t \x02", 0), "a.pdf")
    assert found.text.split()[0] == "\ufffd\ufffd\ufffd"


def test_glyphs_numbered_as_the_letters_they_show_are_read_and_it_is_told() -> None:
    found = read(numbered("The children and the report", 0), "a.pdf")
    assert "The children and the report" in " ".join(found.text.split())
    assert [(one.code, one.severity) for one in found.remarks] == [("replaced-characters", "warning")]


def test_a_font_that_names_its_glyphs_has_nothing_to_tell() -> None:
    assert read(hostile.pdf(), "a.pdf").remarks == ()


def _disc_and(x: float, top: float, radius: float, text: str, colour: Color = black) -> Draw:
    def draw(canvas: Canvas) -> None:
        put(canvas, 72, 100, "We need to improve:")
        canvas.setFillColor(colour)
        canvas.circle(x, HEIGHT - top + 4, radius, stroke=0, fill=1)
        canvas.setFillColor(black)
        put(canvas, 90, top, text)

    return draw


def test_a_disc_painted_before_the_words_of_a_line_is_its_bullet() -> None:
    assert (
        words(made(_disc_and(80, 120, 1.5, "the time that families wait")).lines)[-1] == "• the time that families wait"
    )


@pytest.mark.parametrize(
    "draw",
    [
        _disc_and(80, 120, 1.5, "Fostering", HexColor("#ee3333")),  # a legend's key
        _disc_and(80, 120, 8.0, "Fostering"),  # a picture
        _disc_and(300, 120, 1.5, "Fostering"),  # behind the words
    ],
)
def test_a_disc_that_is_no_bullet_is_no_word(draw: Draw) -> None:
    assert words(made(draw).lines)[-1] == "Fostering"


def test_letters_that_are_placed_one_by_one_and_wide_apart_are_one_word() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 12)
        x = 72.0
        for letter in "FINANCIAL POSITION":
            if letter != " ":
                canvas.drawString(x, HEIGHT - 100, letter)
            x += canvas.stringWidth(letter) + 2.0

    assert words(made(draw).lines) == ["FINANCIAL POSITION"]


def test_a_watermark_is_in_no_cell_and_no_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        put_table(canvas, 300)
        canvas.saveState()
        canvas.setFont("Helvetica-Bold", 70)
        canvas.translate(200, HEIGHT - 360)
        canvas.rotate(45)
        canvas.drawCentredString(0, 0, "DRAFT")
        canvas.restoreState()

    transcript = made(draw)
    assert words(transcript.lines, "running-head") == ["DRAFT"]
    assert tables(transcript)[0][1:] == [list(row) for row in ROWS]


def test_a_shaded_head_without_lines_has_the_columns_of_the_rows_below() -> None:
    def draw(canvas: Canvas) -> None:
        put_table(canvas, 300)
        edges = (66.0, 290.0, 370.0, 450.0)
        for row in range(5):
            canvas.line(edges[0], HEIGHT - 287 - 18 * row, edges[-1], HEIGHT - 287 - 18 * row)
        for x in edges:
            canvas.line(x, HEIGHT - (287 if x in (edges[0], edges[-1]) else 305), x, HEIGHT - 359)

    assert tables(made(draw))[0] == WANTED


def test_panels_side_by_side_are_read_one_after_the_other() -> None:
    left = ("What is working well", "Life story work begins early,", "and children keep a copy.")
    right = ("What needs to improve", "The time it takes to have a", "first assessment of health.")

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor("#e2efda"))
        canvas.rect(66, HEIGHT - 160, 220, 70, stroke=0, fill=1)
        canvas.rect(300, HEIGHT - 160, 220, 70, stroke=0, fill=1)
        canvas.setFillColor(black)
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            put(canvas, 72, 110 + 14 * number, one)
            put(canvas, 306, 110 + 14 * number, other)

    assert words(made(draw).lines) == [*left, *right]


def test_a_file_opened_anew_between_pages_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (ROOT / "corpus" / "eastmarch" / "eastmarch-2025.pdf").read_bytes()
    at_once = list(engine.pages(data))
    monkeypatch.setattr(engine, "MOST_OPEN", 1)
    assert len(at_once) > 1
    assert list(engine.pages(data)) == at_once
