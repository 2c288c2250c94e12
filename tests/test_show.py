"""`papers show`: what it claims of each line, where it writes the words, what it draws, and how it ends."""

import hashlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.commands import show as command
from pipeline.corpus import Source
from pipeline.errors import WrongUse
from pipeline.limits import DEFAULT
from pipeline.run import follow
from pipeline.show import callouts, choice, claims, pictures
from pipeline.show.callouts import Shape
from pipeline.show.choice import PageRange
from pipeline.transcript import Unreadable
from tests import hostile

HOME = Path(__file__).parent.parent
WIDE, HIGH = 400.0, 500.0

PAPER = """Eastmarch Council

Children's Select Committee

19 January 2021

Self-assessment

1. Background

1.1 The council asks for:

- help when you need it
- \x1b[31mred words

Indicator\tCurrent position
Re-referral rate\t19.4% Year End 19/20. 18.9% Aug-20

2. Areas for improvement

- Timeliness of assessments
"""


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "show", *map(str, arguments)]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False, timeout=100)
    assert "Traceback" not in done.stderr
    return done


def source_of(text: str) -> Source:
    data = text.encode()
    return Source("paper.txt", "text/plain", data, hashlib.sha256(data).hexdigest(), len(data))


def labelled(text: str, view: claims.View) -> dict[str, list[str]]:
    """The tags on each line, by the line's words."""
    (stages,) = follow(source_of(text))
    tags: dict[str, list[str]] = {line.text.strip(): [] for line in stages.outline.transcript.lines}
    for claim in claims.claims_of(stages, view):
        for i in claim.lines:
            tags[stages.outline.transcript.lines[i].text.strip()].append(claim.tag)
    return tags


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages: a numbered heading and a paragraph, then a page with nothing on it."""
    path = tmp_path / "paper.pdf"
    canvas = Canvas(str(path), (WIDE, HIGH), invariant=True)
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(100, 400, "1. Background")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(100, 370, "1.1 Under the framework the council meets")
    canvas.drawString(100, 356, "the inspectors once a year.")
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    return path


def pixels(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


# -- claims


def test_blocks_name_every_line_once() -> None:
    tags = labelled(PAPER, "blocks")
    assert tags["Eastmarch Council"] == ["council"]
    assert tags["19 January 2021"] == ["meeting date"]
    assert tags["1. Background"] == ["heading 1"]
    assert tags["1.1 The council asks for:"] == ["para 1.1"]
    assert tags["- help when you need it"] == ["item -"]
    assert [words for words, on in tags.items() if len([tag for tag in on if tag != "!"]) != 1] == []


def test_cells_are_counted_from_one_head_and_body_apart() -> None:
    tags = labelled(PAPER, "tables")
    assert tags["Indicator"] == ["table", "h1 c1"]
    assert tags["19.4% Year End 19/20. 18.9% Aug-20"] == ["table", "r1 c2"]


def test_records_say_value_and_period_of_each_reading() -> None:
    found = claims.claims_of(next(follow(source_of(PAPER))), "records")
    readings = [claim for claim in found if claim.kind == "reading"]
    assert [claim.tag for claim in readings] == ["1", "2"]
    assert "19.4 percent" in readings[0].note
    assert "2019-04-01 to 2020-03-31" in readings[0].note
    assert "2020-08-01 to 2020-08-31" in readings[1].note
    assert [claim.tag for claim in found if claim.kind == "improvement area"] == ["improvement area 1"]


def test_a_period_of_the_column_is_told_once_at_the_column() -> None:
    text = PAPER.replace("Current position", "Q1 2019/20").replace("19.4% Year End 19/20. 18.9% Aug-20", "19.4%")
    found = claims.claims_of(next(follow(source_of(text))), "records")
    column = next(claim for claim in found if claim.kind == "value column")
    reading = next(claim for claim in found if claim.kind == "reading")
    assert "2019-04-01 to 2019-06-30" in column.note
    assert reading.note.endswith("(column)")
    assert "2019" not in reading.note


def test_issues_stand_at_what_they_are_about() -> None:
    tags = labelled(PAPER.replace("- help", "1.3 Then it asks for:\n\n- help"), "blocks")
    assert "!" in tags["1.3 Then it asks for:"]
    assert "!" not in tags["1. Background"]


def test_no_view_claims_a_kind_that_its_legend_lacks() -> None:
    (stages,) = follow(source_of(PAPER))
    for view in claims.VIEWS:
        found = {claim.kind for claim in claims.claims_of(stages, view)}
        assert found
        assert found <= set(claims.KINDS[view])


def test_every_kind_has_a_colour_that_white_words_can_be_read_on() -> None:
    def brightness(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    assert set(pictures.COLOURS) == set(get_args(claims.Kind))
    for colour in pictures.COLOURS.values():
        red, green, blue = (brightness(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5


def test_the_command_offers_the_views_that_there_are() -> None:
    assert command.VIEWS == claims.VIEWS


# -- pages


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("1", {1}),
        ("1,3-4", {1, 3, 4}),
        (" 2 - 3 ", {2, 3}),
        ("4-", {4, 5}),
        ("3-99", {3, 4, 5}),
        (None, {1, 2, 3, 4, 5}),
    ],
)
def test_pages_chosen(words: str | None, pages: set[int]) -> None:
    assert choice.chosen(choice.page_ranges(words), 5) == pages


@pytest.mark.parametrize("words", ["", "0", "3-1", "one", "1;2", "1,", "-3", "²"])
def test_no_pages(words: str) -> None:
    with pytest.raises(WrongUse, match="--pages"):
        choice.page_ranges(words)


def test_a_page_that_is_not_there() -> None:
    with pytest.raises(Unreadable, match="it has 5 pages, so no page 6"):
        choice.chosen([PageRange(1, 1), PageRange(6, 6)], 5)


# -- callouts

SHAPE = Shape("cell", "r1 c1", "", "1", ((50, 50, 90, 60),), ((50, 50, 90, 60),))


def tag_box(*words: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    (tag,) = callouts.tags_for([SHAPE], [SHAPE.boxes[0], *words], (200, 200), 8, lambda text: 4.0 * len(text))
    return tag.box


def test_a_tag_stands_left_of_its_box_else_where_there_is_room() -> None:
    assert tag_box()[2] <= 50
    left_full = (10, 45, 49, 65)
    assert tag_box(left_full)[0] >= 90
    right_full = (91, 45, 150, 65)
    assert tag_box(left_full, right_full)[1] >= 60


def test_a_tag_without_room_stays_on_its_box_and_on_the_page() -> None:
    x0, top, x1, bottom = tag_box((0, 0, 200, 200))
    assert (x1, top < 60, bottom > 50) == (90, True, True)
    assert x0 >= 0


def test_tags_do_not_cover_each_other() -> None:
    shapes = [replace(SHAPE, group=str(n)) for n in range(4)]
    boxes = [tag.box for tag in callouts.tags_for(shapes, SHAPE.boxes, (200, 200), 8, lambda text: 4.0 * len(text))]
    assert not any(callouts.hits(box, boxes[n + 1 :]) for n, box in enumerate(boxes))


def test_notes_keep_their_heights_and_never_overlap() -> None:
    assert callouts.stacked([10, 12, 90], [5, 5, 5], 100) == [10, 15, 90]
    assert callouts.stacked([90, 92, 98], [5, 5, 5], 100) == [85, 90, 95]
    assert callouts.stacked([0, 0, 0], [50, 50, 50], 100) == [0, 50, 100]


def test_long_notes_are_wrapped_and_cut() -> None:
    lines = list(callouts.wrapped("one two threefourfive six", 7, len))
    assert lines == ["one two", "threefo", "urfive", "six"]
    endless = list(callouts.wrapped("word " * 100, 7, len))
    assert len(endless) == callouts.MOST_NOTE_LINES
    assert endless[-1].endswith("…")


# -- pictures


def test_a_picture_of_each_page_in_the_size_asked_for(pdf: Path, tmp_path: Path) -> None:
    done = run(pdf, "-o", tmp_path / "out", "--dpi", 144, "--json")
    assert (done.returncode, done.stderr) == (0, f"1 paper: 2 pictures in {tmp_path / 'out'}\n")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["page"], line["output"]) for line in lines] == [(1, "paper.pdf-p001.png"), (2, "paper.pdf-p002.png")]
    assert (lines[0]["drawn"]["heading"], lines[0]["drawn"]["paragraph"]) == (1, 1)
    for line in lines:
        image = pixels((tmp_path / "out" / line["output"]).read_bytes())
        assert image.width > WIDE * 2
        assert image.height > HIGH * 2


def test_words_are_tinted_where_they_stand(pdf: Path) -> None:
    """The paragraph's last line is tinted in its colour, white paper beside it is not."""
    data = pdf.read_bytes()
    order = pictures.Order("blocks", (PageRange(1, 1),), 72)
    (picture,) = pictures.draw(order, Source("paper.pdf", "application/pdf", data, "0" * 64, len(data)), None)
    image = pixels(picture.png)
    top = image.height - HIGH - pictures.PADDING
    tints = {image.getpixel((x, round(top + HIGH - 359))) for x in range(100, 240)}
    beside = {image.getpixel((x, round(top + HIGH - 359))) for x in range(360, 390)}
    assert beside == {(255, 255, 255)}
    assert any(blue > red for red, _, blue in tints)


def test_the_same_page_gives_the_same_picture(pdf: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run(pdf, "-o", tmp_path / name).returncode == 0
    assert (tmp_path / "one/paper.pdf-p001.png").read_bytes() == (tmp_path / "two/paper.pdf-p001.png").read_bytes()


def test_only_the_pages_asked_for(pdf: Path, tmp_path: Path) -> None:
    assert run(pdf, "-o", tmp_path / "out", "--pages", "2-", "--quiet").stderr == ""
    assert [path.name for path in sorted((tmp_path / "out").glob("*.png"))] == ["paper.pdf-p002.png"]


def test_characters_without_a_shape_are_spelled() -> None:
    assert pictures.spelled("a\uf0b7\u202e", pictures.font_of(10)) == "aU+F0B7\\u202e"


# -- ends


def test_a_paper_without_pages_is_refused_with_what_to_do(pdf: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER)
    done = run(tmp_path / "a.txt", pdf, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert done.stderr.startswith("papers: rejected: a.txt: unsupported-type: it has no pages to draw on; with --text ")
    assert done.stderr.endswith("; 1 not drawn\n")
    assert (tmp_path / "out/paper.pdf-p001.png").exists()


def test_bad_input_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\nnot really")
    done = run(tmp_path / "bad.pdf", "-o", tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert done.stderr.startswith("papers: rejected: bad.pdf: corrupt: ")


def test_a_missing_page_is_said(pdf: Path, tmp_path: Path) -> None:
    done = run(pdf, "-o", tmp_path / "out", "--pages", "1,7", "--json")
    assert (done.returncode, json.loads(done.stdout)["code"]) == (3, "no-pages")
    assert not list((tmp_path / "out").glob("*.png"))


@pytest.mark.parametrize(
    "options", [[], ["--text", "-o", "out"], ["--text", "--pages", "x"], ["--text", "--what", "x"]]
)
def test_wrong_use(options: list[str], pdf: Path) -> None:
    done = run(pdf, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_a_folder_that_cannot_be_written(pdf: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    done = run(pdf, "-o", tmp_path / "out")
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)


# -- listings


def test_a_listing_has_every_line_with_what_it_was_taken_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER)
    done = run(tmp_path / "a.txt", "--text")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    line = next(line for line in done.stdout.splitlines() if line.endswith("1.1 The council asks for:"))
    assert "para 1.1: sec_1__para_1-1" in line


def test_a_listing_for_programs_holds_the_whole_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER.replace("\x1b", ""))
    lines = [json.loads(line) for line in run(tmp_path / "a.txt", "--text", "--json").stdout.splitlines()]
    assert "".join("".join(line["text"] for line in lines).split()) == "".join(PAPER.replace("\x1b", "").split())
    assert [line["line"] for line in lines] == list(range(1, len(lines) + 1))
    assert all(line["claims"] for line in lines)


@pytest.mark.parametrize("view", claims.VIEWS)
def test_real_papers_are_drawn(view: claims.View, shared: Path) -> None:
    data = (shared / "papers/wiltshire-2021.pdf").read_bytes()
    source = Source("wiltshire-2021.pdf", "application/pdf", data, "0" * 64, len(data))
    (picture,) = pictures.draw(pictures.Order(view, (PageRange(6, 6),), 60), source, None)
    assert sum(picture.drawn.values()) > 5


def drawn(data: bytes, **limits: int) -> tuple[pictures.Picture, ...]:
    order = pictures.Order("lines", (), 72, replace(DEFAULT, **limits))
    return pictures.draw(order, Source("paper.pdf", "application/pdf", data, "0" * 64, len(data)), None)


def test_a_repaired_file_is_drawn_as_it_was_read() -> None:
    whole = hostile.pdf(pages=3)
    pages = drawn(whole[: whole.index(b"xref\n0")])
    assert [page.drawn["line"] for page in pages] == [1, 1, 1]
    dark = [sum(pixels(page.png).convert("L").crop((0, 60, 595, 120)).histogram()[:100]) for page in pages]
    assert min(dark) > 0


def test_a_page_that_is_not_there_is_white() -> None:
    assert len(drawn(hostile.pdf(kids=b"5 0 R 99 0 R", count=b"2"))) == 2


def test_limits_hold_for_pictures_and_listings(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="--max-pages"):
        drawn(hostile.pdf(pages=3), pages=2)
    (tmp_path / "a.pdf").write_bytes(hostile.pdf(pages=3))
    done = run(tmp_path / "a.pdf", "--text", "--max-pages", 2)
    assert (done.returncode, "a.pdf: too-many-pages: " in done.stderr) == (3, True)
