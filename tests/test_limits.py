"""Limits: each is an option, each refusal names it, and what is cut for one loses nothing."""

import hashlib
import random
from dataclasses import fields, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.commands.extract import extract
from pipeline.corpus import source_of
from pipeline.limits import DEFAULT, OPTIONS, Limits
from pipeline.readers import read
from pipeline.readers.windows import windowed
from pipeline.run import papers_of
from pipeline.sniff import identify
from pipeline.transcript import Line, Transcript, Unreadable
from tests import hostile


def transcript(name: str, data: bytes, **limits: int) -> Transcript:
    return read(identify(name, data), data, name, replace(DEFAULT, **limits))


def refusal(name: str, data: bytes, **limits: int) -> tuple[str, str]:
    with pytest.raises(Unreadable) as refused:
        transcript(name, data, **limits)
    return refused.value.code, refused.value.message


def test_every_limit_is_an_option() -> None:
    shown = CliRunner().invoke(extract, ["--help"]).output
    assert all(f"{OPTIONS[limit.name]} N" in shown for limit in fields(Limits))


def test_the_readme_names_every_limit() -> None:
    words = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert [option for option in OPTIONS.values() if f"`{option}`" not in words] == []


VARIED = " ".join(random.Random(1).choices(("care", "home", "review", "31.5%", "target"), k=220_000))  # over 1 MB
REFUSED: tuple[tuple[str, str, bytes, str, int], ...] = (
    ("pages", "a.pdf", hostile.pdf(pages=3), "too-many-pages", 2),
    ("part_bytes", "a.pdf", hostile.pdf(hostile.page_words(count=40)), "expands-too-much", 200),
    ("part_bytes", "a.docx", hostile.docx(), "expands-too-much", 200),
    ("unpacked_bytes", "a.docx", hostile.docx(), "expands-too-much", 200),
    ("ratio", "a.docx", hostile.docx(hostile.document(hostile.p(VARIED))), "expands-too-much", 2),
    ("entries", "a.odt", hostile.odt(), "expands-too-much", 1),
    ("xml_depth", "a.docx", hostile.docx(), "too-deep", 3),
    ("xml_depth", "a.odt", hostile.odt(), "too-deep", 3),
    ("html_depth", "a.html", hostile.html("<div><div>x"), "too-deep", 3),
    ("lines", "a.txt", b"a word\n" * 10, "too-large", 9),
    ("lines", "a.html", hostile.html("<ul><li>a<li>b<li>c</ul>"), "too-large", 2),
    ("lines", "a.docx", hostile.docx(), "too-large", 2),
    ("characters", "a.txt", b"a word\n" * 10, "too-large", 60),
    ("characters", "a.html", hostile.html(""), "too-large", 10),
)


@pytest.mark.parametrize(("limit", "name", "data", "code", "most"), REFUSED)
def test_a_refusal_names_what_lifts_it(limit: str, name: str, data: bytes, code: str, most: int) -> None:
    found, message = refusal(name, data, **{limit: most})
    assert found == code
    assert f"{OPTIONS[limit]} raises the limit" in message
    assert transcript(name, data).lines


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_text_has_a_limit_of_its_own(name: str) -> None:
    with pytest.raises(Unreadable, match="more than 69 bytes; --max-text-bytes raises the limit"):
        source_of(name, b"a word\n" * 10, "", 69)
    assert source_of(name, b"a word\n" * 10, "", 70).size == 70
    assert source_of("a.pdf", b"%PDF-1.7 more than ten", "", 10).media_type == "application/pdf"


def codes(found: Transcript) -> list[str]:
    return [remark.code for remark in found.remarks]


def test_deeper_xml_is_read_where_it_is_allowed() -> None:
    deep = hostile.docx(hostile.document("<w:smartTag>" * 500 + hostile.p("deep") + "</w:smartTag>" * 500))
    assert refusal("a.docx", deep)[0] == "too-deep"
    assert "deep" in transcript("a.docx", deep, xml_depth=600).text


def test_many_strokes_are_no_table_and_it_is_told() -> None:
    drawn = b"".join(b"20 %d m 575 %d l S\n" % (n, n) for n in range(100, 700, 20)) + hostile.page_words()
    assert "drawings-passed-over" not in codes(transcript("a.pdf", hostile.pdf(drawn)))
    few = transcript("a.pdf", hostile.pdf(drawn), drawn=10)
    assert "drawings-passed-over" in codes(few)
    assert hostile.WORDS in few.text


def test_a_table_that_is_too_wide_stays_as_lines() -> None:
    data = hostile.html("<table><tr>" + "<td>a</td>" * 30 + "</tr></table>")
    whole, cut = transcript("a.html", data), transcript("a.html", data, columns=20)
    assert codes(cut) == ["table-passed-over"]
    assert cut.text == whole.text
    assert all(line.cell is None for line in cut.lines)


def test_a_page_that_is_named_and_not_there_is_told() -> None:
    found = transcript("a.pdf", hostile.pdf(kids=b"5 0 R 99 0 R", count=b"2"))
    assert "unread-page" in codes(found)
    assert hostile.WORDS in found.text


def test_a_repaired_file_says_so_and_a_sound_one_does_not() -> None:
    sound = hostile.pdf(pages=3)
    assert codes(transcript("a.pdf", sound)) == []
    broken = transcript("a.pdf", sound[: sound.index(b"xref\n0")])
    assert codes(broken) == ["repaired-file"]
    assert broken.text == transcript("a.pdf", sound).text


@given(st.text(alphabet="ab \n", max_size=60), st.integers(1, 12))
def test_windows_lose_nothing(text: str, most: int) -> None:
    pieces = tuple(windowed([Line(text, opens=True)], most)) if text else ()
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.opens is (number == 0) for number, piece in enumerate(pieces))


def test_a_long_paragraph_is_one_paragraph() -> None:
    words = "The service was inspected and found to be good. " * 300
    data = hostile.docx(hostile.document(hostile.p("1. Purpose") + hostile.p(words)))
    (paper,) = papers_of(source_of("a.docx", data, hashlib.sha256(data).hexdigest()))
    assert words.strip() in [paragraph.text for paragraph in paper.paragraphs]


@pytest.mark.parametrize(
    ("codec", "charset", "words"),
    [
        ("shift_jis", "Shift_JIS", "日本語"),
        ("euc_kr", "euc-kr", "한국어"),
        ("gb18030", "gb2312", "中文"),
        ("koi8_r", "koi8-r", "Привет"),
        ("cp1251", "windows-1251", "Привет"),
        ("iso2022_jp", "iso-2022-jp", "日本語"),
        ("iso8859_2", "iso-8859-2", "ŁódŹ"),
    ],
)
def test_declared_encodings_are_obeyed(codec: str, charset: str, words: str) -> None:
    page = f'<html><head><meta charset="{charset}"></head><body><p>{words} 62.4</p></body></html>'
    assert words in transcript("a.html", page.encode(codec)).text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<html><body><p>&nbsp;</p></body></html>"),
        ("a.html", b"<!-- only -->"),
        ("a.txt", b" \t\n\x0c" * 9),
        ("a.docx", hostile.docx(hostile.document("<w:p/>"))),
        ("a.pdf", hostile.pdf(b"")),
    ],
)
def test_a_sound_file_that_shows_nothing_is_a_paper_that_says_so(name: str, data: bytes) -> None:
    (paper,) = papers_of(source_of(name, data, hashlib.sha256(data).hexdigest()))
    assert paper.text == ""
    assert "page-without-text" in [issue.code for issue in paper.issues]


def test_a_part_with_a_mistake_in_it_is_read_and_it_is_told() -> None:
    found = transcript("a.docx", hostile.docx(hostile.document(hostile.BODY + hostile.p("a & b"))))
    assert codes(found) == ["repaired-file"]
    assert hostile.WORDS in found.text


def test_of_two_pdfs_in_one_file_the_last_is_read_and_it_is_told() -> None:
    first, last = hostile.pdf(hostile.page_words("First")), hostile.pdf()
    assert codes(transcript("a.pdf", first + last)) == ["left-out"]


@pytest.mark.parametrize(
    ("catalogue", "words"),
    [
        (b"/Names<</EmbeddedFiles<</Names[(a) 5 0 R (b) 5 0 R]>>>>", "2 files are attached to the PDF"),
        (b"/NeedsRendering true/AcroForm<</Fields[]/XFA 4 0 R>>", "the PDF is a form (XFA)"),
    ],
)
def test_what_is_on_no_page_is_told(catalogue: bytes, words: str) -> None:
    found = transcript("a.pdf", hostile.pdf(catalogue=catalogue))
    assert codes(found) == ["left-out"]
    assert found.remarks[0].message.startswith(words)
    assert hostile.WORDS in found.text


def test_a_tree_that_claims_more_pages_than_it_names() -> None:
    found = transcript("a.pdf", hostile.pdf(pages=2, count=b"1000000"))
    assert (codes(found), len(found.sheets)) == (["repaired-file"], 2)
    assert "says that it has 1,000,000 pages, and 2 were found" in found.remarks[0].message


@pytest.mark.parametrize("junk", [b"<", b"9 0 obj <<", b"4 0 obj\n"])
def test_pages_whose_contents_were_lost_are_found_again(junk: bytes) -> None:
    """Stray bytes before the contents: pdfium finds both pages, and nothing on them."""
    sound = hostile.pdf(pages=2)
    at = sound.index(b"4 0 obj")
    found = transcript("a.pdf", sound[:at] + junk + b"\n" + sound[at:])
    assert (found.text, codes(found)) == (transcript("a.pdf", sound).text, ["repaired-file"])
    assert "showed nothing on page 1, 2;" in found.remarks[0].message


def test_a_blank_page_is_no_damage() -> None:
    assert codes(transcript("a.pdf", hostile.pdf(kids=b"5 0 R 5 0 R", count=b"2"))) == []
    blank = hostile.pdf(b"")
    assert codes(transcript("a.pdf", blank)) == ["page-without-text"]


@pytest.mark.parametrize(
    ("annotation", "told"),
    [
        (b"/FreeText/Contents(Agreed by the board)", True),
        (b"/Widget/FT/Tx/V(Agreed by the board)", True),
        (b"/Widget/FT/Tx/F 2/V(Agreed by the board)", False),
        (b"/Widget/FT/Btn/V/Yes", False),
        (b"/Link/Contents(Agreed by the board)", False),
    ],
)
def test_words_that_lie_over_a_page_are_told(annotation: bytes, told: bool) -> None:
    page = b"/Annots[<</Type/Annot/Rect[50 50 300 100]/Subtype%b>>]" % annotation
    found = transcript("a.pdf", hostile.pdf(page=page))
    quotes = [(one.code, one.page, one.quote) for one in found.remarks]
    assert quotes == ([("left-out", 1, "Agreed by the board")] if told else [])
