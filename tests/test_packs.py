"""Packs: stamps, the front sheet, each witness and authority, the cuts; and what stays one paper."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import packs
from pipeline.corpus import Sidecar, Source
from pipeline.packs.agenda import read_agenda
from pipeline.packs.stamps import find_stamps, set_aside
from pipeline.packs.witnesses import facts_of, goes_on, restarts, sentence_goes_on, witnesses_at
from pipeline.readers import read
from pipeline.readers.pdf.contents import Bookmark, Contents, contents
from pipeline.readers.pdf.scans import recogniser
from pipeline.run import papers_of
from pipeline.show.listing import Order, listing
from pipeline.transcript import Cell, Line, Sheet, Transcript
from schemas import Paper
from tests.generator.packs import (
    Document,
    Made,
    PackStyle,
    Tally,
    all_made,
    as_pdfs,
    count,
    deal_packs,
    documents_for,
    make_pack,
    papers_for,
)

ROOT = Path(__file__).parent.parent
HEIGHT, WIDTH, SIZE = 842.0, 595.0, 11.0
Row = tuple[float, float, str]
"""Left edge, top, words."""

HEADER = ((150.0, 72.0, "Wexmoor County Council"), (150.0, 92.0, "Cabinet Committee"), (150.0, 112.0, "4 March 2025"))


def line(page: int, row: Row, **fields: Any) -> Line:
    left, top, words = row
    box = left, top, left + 5.2 * len(words), top + SIZE
    return Line(f"{words}\n", **{"page": page, "box": box, "left": left, "size": SIZE, **fields})


def file_of(*pages: Sequence[Row], labels: Sequence[str] = (), wide: Sequence[int] = ()) -> Transcript:
    lines = (line(n, row) for n, rows in enumerate(pages, 1) for row in rows)
    sizes = ((HEIGHT, WIDTH) if n in wide else (WIDTH, HEIGHT) for n in range(1, len(pages) + 1))
    names = labels or [""] * len(pages)
    sheets = (Sheet(n, *size, label or None) for n, (size, label) in enumerate(zip(sizes, names, strict=True), 1))
    return Transcript(tuple(lines), tuple(sheets))


def paper(title: str, *more: Row) -> tuple[Row, ...]:
    """The first page of a paper with a full header block."""
    heading = 72.0, 180.0, "1. Background"
    return (*HEADER, (150.0, 132.0, title), heading, (72.0, 200.0, "1.1 The service has improved."), *more)


def body(words: str = "2.1 More words.", *more: Row) -> tuple[Row, ...]:
    return ((72.0, 90.0, words), *more)


def foot(words: str) -> Row:
    return 280.0, 800.0, words


def corner(words: str) -> Row:
    return 480.0, 20.0, words


def begins(transcript: Transcript, *bookmarks: Bookmark) -> list[int]:
    """The first pages of the papers."""
    pack = packs.cut(transcript, Contents(bookmarks))
    return [1] if pack is None else [part.transcript.sheets[0].number for part in pack.parts]


# -- stamps


@pytest.mark.parametrize(
    ("words", "number"),
    [("Agenda Item 5", "5"), ("Item No. 7a", "7a"), ("Minute Item 12", "12"), ("AGENDA ITEM NO: 6.1", "6.1")],
)
def test_an_item_stamp_in_a_corner_is_read(words: str, number: str) -> None:
    transcript = file_of(body(), (corner(words), *body()))
    assert find_stamps(transcript).items == {2: number}


@pytest.mark.parametrize("words", ["Item 5 was deferred", "Agenda", "Appendix 5", "Items 5", "5"])
def test_other_words_in_a_corner_are_no_item_stamp(words: str) -> None:
    assert find_stamps(file_of(body(), (corner(words), *body()))).items == {}


def test_a_heading_among_the_text_is_no_item_stamp() -> None:
    pages = [((72.0, 60.0, "Apologies"), *body()), ((72.0, 60.0, "Item 5"), *body()), ((72.0, 60.0, "Item 6"), *body())]
    assert find_stamps(file_of(*pages)).items == {}


def test_stamps_of_another_program_do_not_count() -> None:
    """An earlier report that was attached keeps the stamp of its own meeting, at another height."""
    attached = ((480.0, 44.0, "Agenda Item 9"), *body())
    transcript = file_of(body(), (corner("Agenda Item 5"), *body()), attached, (corner("Agenda Item 6"), *body()))
    assert find_stamps(transcript).items == {2: "5", 4: "6"}


@pytest.mark.parametrize(
    ("form", "first", "offset"), [("Page {}", 1, 0), ("Page {} of 268", 1, 0), ("{}", 1, 0), ("Page {}", 213, 212)]
)
def test_the_numbers_that_count_through_the_file_are_the_packs(form: str, first: int, offset: int) -> None:
    pages = [body("words", foot(form.format(first + n))) for n in range(5)]
    found = find_stamps(file_of(*pages))
    assert found.offset == offset
    assert [piece.page for piece in found.pieces] == [1, 2, 3, 4, 5]


def test_numbers_that_begin_again_are_the_papers_own() -> None:
    pages = [body("words", foot(f"Page {n} of 3")) for n in (1, 2, 3, 1, 2, 3)]
    assert find_stamps(file_of(*pages)).offset is None


def test_a_stamp_is_parted_from_the_words_that_share_its_line() -> None:
    pages = [[line(n, (72.0, 90.0, "words")), line(n, (54.0, 810.0, f"OFFICIAL\tPage {n + 9}"))] for n in (1, 2, 3)]
    transcript = replace(file_of((), (), ()), lines=tuple(x for page in pages for x in page))
    lines = set_aside(transcript.lines, find_stamps(transcript).pieces)
    assert [(x.text, x.role) for x in lines[:3]] == [("Page 10\n", "stamp"), ("words\n", None), ("OFFICIAL\n", None)]
    assert lines[2].box is not None
    assert lines[2].box[0] == 54.0


# -- the front sheet


def items(*rows: Row | Line) -> list[tuple[str, str, int | None, int | None]]:
    lines = [row if isinstance(row, Line) else line(1, row, bold=True) for row in rows]
    return [(i.number, i.title, i.first, i.last) for i in read_agenda(lines, 2)]


AGENDA = (72.0, 100.0, "AGENDA")


def test_items_with_pages_in_brackets() -> None:
    assert items(
        AGENDA,
        (72.0, 130.0, "1.\tApologies"),
        (72.0, 160.0, "2.\tMinutes of the last meeting (Pages 3 - 10)"),
        line(1, (108.0, 174.0, "To receive the minutes of 4 March.")),
        (72.0, 200.0, "5a)\tQuarterly Performance Report (Page 11)"),
    ) == [
        ("1", "Apologies", None, None),
        ("2", "Minutes of the last meeting", 3, 10),
        ("5a", "Quarterly Performance Report", 11, None),
    ]


@pytest.mark.parametrize("end", ["\t15 - 86", " ........ 15 – 86", "\t15 to 86", " (pp. 15-86)", " Pages 15 - 86"])
def test_pages_in_every_usual_form(end: str) -> None:
    found = items(AGENDA, (72.0, 130.0, f"4\tBudget monitoring{end}"), (72.0, 160.0, "5\tDate of next meeting"))
    assert found[0] == ("4", "Budget monitoring", 15, 86)


def test_a_title_over_two_lines_and_pages_below_it() -> None:
    found = items(
        AGENDA,
        (72.0, 130.0, "4.\tA strategy for children and young people in care in the"),
        (108.0, 143.0, "county and beyond"),
        line(1, (108.0, 160.0, "Report of the Director. (Pages 7 - 9)")),
        (72.0, 190.0, "5.\tNext meeting"),
    )
    assert found[0] == ("4", "A strategy for children and young people in care in the county and beyond", 7, 9)


def test_items_in_a_table() -> None:
    cells = [("4", "Budget", "7 - 9"), ("5", "Fostering", "11 - 20")]
    rows = [
        line(1, (72.0 + 100 * c, 130.0 + 20 * r, words), cell=Cell(0, r, c))
        for r, row in enumerate(cells)
        for c, words in enumerate(row)
    ]
    assert items(AGENDA, *rows) == [("4", "Budget", 7, 9), ("5", "Fostering", 11, 20)]


def test_a_table_of_contents_is_no_agenda() -> None:
    assert items((72.0, 100.0, "Contents"), (72.0, 130.0, "1.\tPurpose\t3"), (72.0, 160.0, "2.\tBackground\t5")) == []


def test_numbers_that_do_not_go_on_open_no_item() -> None:
    found = items(
        AGENDA, (72.0, 130.0, "1.\tApologies"), (72.0, 160.0, "2.\tMinutes"), (72.0, 190.0, "10 working days before")
    )
    assert [number for number, *_ in found] == ["1", "2"]


# -- each witness


def seen_at(transcript: Transcript, index: int = 1) -> frozenset[str]:
    stamps = find_stamps(transcript)
    lines = set_aside(transcript.lines, stamps.pieces)
    return frozenset(witnesses_at(facts_of(transcript, stamps, lines), index))


def test_a_header_block_is_a_witness() -> None:
    assert "header" in seen_at(file_of(body(), paper("Fostering")))
    assert "header" not in seen_at(file_of(body(), ((150.0, 72.0, "Fostering and adoption"), *body())))


def test_a_running_head_with_the_meeting_is_no_header_block() -> None:
    head = 300.0, 24.0, "Cabinet Committee – 4 March 2025"
    page = (head, (72.0, 72.0, "Next steps in the programme"), *body("The work goes on as planned with all partners."))
    assert "header" not in seen_at(file_of(page, page, page))


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["Page 1 of 2", "Page 2 of 2", "Page 1 of 6", "Page 2 of 6"], True),
        (["4", "5", "", "2"], True),
        (["4", "5", "6", "7"], False),
        (["", "", "", "2"], True),
        (["1", "", "", "2"], True),
        (["", "1", "", "2"], False),
    ],
)
def test_page_numbers_that_begin_again_are_a_witness(numbers: list[str], expected: bool) -> None:
    transcript = file_of(*(body("words", foot(n)) if n else body("words") for n in numbers))
    facts = facts_of(transcript, find_stamps(transcript), transcript.lines)
    assert restarts(facts, 2) is expected


def test_a_number_in_front_of_words_is_no_page_number() -> None:
    transcript = file_of(body("words", foot("6")), ((72.0, 60.0, "1.\tBackground"), *body("words", foot("7"))))
    facts = facts_of(transcript, find_stamps(transcript), transcript.lines)
    assert not restarts(facts, 1)
    assert goes_on(facts, 1)


def test_labels_running_heads_sizes_and_blank_pages_are_witnesses() -> None:
    assert "label" in seen_at(file_of(body(), body(), labels=("7", "1")))
    assert "label" not in seen_at(file_of(body(), body(), labels=("7", "8")))
    assert "size" in seen_at(file_of(body(), body(), wide=(2,)))
    assert "blank" in seen_at(file_of(body(), (), body()), 2)
    assert "blank" in seen_at(file_of(body(), ((200.0, 400.0, "This page is intentionally left blank"),), body()), 2)
    old, new = (72.0, 24.0, "School places"), (72.0, 24.0, "Fostering")
    changed = file_of(body("a", old), body("b", old), body("c", new), body("d", new))
    assert "running" in seen_at(changed, 2)
    assert "running" not in seen_at(changed, 1)


def test_a_sentence_that_goes_on_is_seen() -> None:
    transcript = file_of(body("2.1 The service has"), body("improved since then."), body("Another begins."))
    facts = facts_of(transcript, find_stamps(transcript), transcript.lines)
    assert sentence_goes_on(facts[0], facts[1])
    assert not sentence_goes_on(facts[1], facts[2])


# -- authorities and agreement


def test_item_stamps_cut() -> None:
    pages = [body(), (corner("Agenda Item 5"), *body()), body(), (corner("Agenda Item 6"), *body())]
    assert begins(file_of(*pages)) == [1, 2, 4]


def test_one_item_on_all_its_pages_is_one_paper() -> None:
    assert begins(file_of(*[(corner("Agenda Item 5"), *body()) for _ in range(4)])) == [1]


FRONT = (AGENDA, (72.0, 130.0, "1.\tApologies"), (72.0, 160.0, "2.\tSchool places planning (Pages 2 - 3)"),
         (72.0, 190.0, "3.\tFostering sufficiency (Pages 4 - 4)"))  # fmt: skip


def test_the_front_sheets_pages_cut_where_they_show_it() -> None:
    assert begins(file_of(FRONT, paper("School places planning"), body(), body("A letter"))) == [1, 2, 4]
    assert begins(file_of(FRONT, body("A"), body("B"), body("C"))) == [1], "nothing bears it out"


def test_the_front_sheet_counts_as_the_stamps_do() -> None:
    listed = tuple((x, y, words.replace("2 - 3", "32 - 33").replace("4 - 4", "34 - 34")) for x, y, words in FRONT)
    pages = [listed, paper("School places planning"), body(), paper("Fostering sufficiency")]
    assert begins(file_of(*((*page, foot(f"Page {n}")) for n, page in enumerate(pages, 31)))) == [1, 2, 4]


def test_bookmarks_cut_where_papers_begin_and_appendices_stay() -> None:
    marks = [Bookmark(t, 0, p) for t, p in (("Agenda", 1), ("School places", 2), ("Appendix A", 3), ("Fostering", 4))]
    pages = [body("Agenda sheet"), paper("School places"), body("Figures"), paper("Fostering")]
    assert begins(file_of(*pages), *marks) == [1, 2, 4]


def test_bookmarks_of_chapters_do_not_cut() -> None:
    marks = [Bookmark(f"{n}. Chapter", 0, n) for n in (1, 2, 3, 4)]
    assert begins(file_of(paper("Annual report"), body(), body(), body()), *marks) == [1]


def test_header_blocks_and_another_witness_cut_without_any_authority() -> None:
    pages = [paper("School places", foot("1")), body("2.1 Words.", foot("2")), paper("Fostering", foot("1"))]
    assert begins(file_of(*pages)) == [1, 3]
    assert begins(file_of(paper("School places"), body(), paper("Fostering"))) == [1], "a header block alone"


def test_an_attached_report_of_another_meeting_stays() -> None:
    earlier = tuple((x, y, w.replace("4 March 2025", "6 May 2023")) for x, y, w in paper("Fostering", foot("1")))
    pages = [paper("School places", foot("1")), body("2.1 Words.", foot("2")), earlier]
    assert begins(file_of(*pages)) == [1]


def test_what_calls_itself_an_appendix_stays() -> None:
    named = ((450.0, 50.0, "Appendix 1"), *paper("Fostering", foot("1")))
    assert begins(file_of(paper("School places", foot("1")), body("2.1 Words.", foot("2")), named)) == [1]


# -- whole files


def source(data: bytes) -> Source:
    return Source("pack.pdf", "application/pdf", data, hashlib.sha256(data).hexdigest(), len(data))


def test_packs_of_every_style_are_cut_and_single_papers_are_not() -> None:
    """Files with each value of every axis; the measure itself is `python -m tests.generator.packs`."""
    pack, single, said = Tally(), Tally(), []
    for name, style, made in all_made(5, 8):
        wrong = count(single if style.single else pack, made)
        said += [f"{name}: {wrong}"] if wrong else []
    assert said == []
    assert pack.right > 20
    assert single.files == 4


STYLE = PackStyle("brackets", "right", "Page #", "items", "left blank", "no", "no", "3")


@pytest.fixture(scope="module")
def pack() -> Made:
    return make_pack(STYLE, "fixture")


@pytest.fixture(scope="module")
def cut_papers(pack: Made) -> tuple[Paper, ...]:
    return tuple(papers_of(source(pack.data)))


def facts(paper: Paper) -> dict[str, object]:
    """What a paper says, wherever it stands."""
    kept = paper.model_dump(exclude={"source", "pages", "text", "furniture", "issues"})
    return {name: without_places(value) for name, value in kept.items()}


def without_places(value: object) -> object:
    if isinstance(value, dict):
        return {name: without_places(v) for name, v in value.items() if name not in ("spans", "page")}
    return [without_places(v) for v in value] if isinstance(value, list | tuple) else value


def test_a_paper_of_a_pack_is_what_it_is_alone(cut_papers: tuple[Paper, ...]) -> None:
    alone = [next(papers_of(source(d.data))) for d in documents_for(STYLE, "fixture", office=False)]
    assert [facts(p) for p in cut_papers[1:]] == [facts(p) for p in alone]


def test_pages_are_counted_as_in_the_file_and_stamps_are_furniture(pack: Made, cut_papers: tuple[Paper, ...]) -> None:
    assert tuple(p.pages[0].number for p in cut_papers) == pack.begins
    whole = read("application/pdf", pack.data, "pack.pdf")
    assert [page.number for p in cut_papers for page in p.pages] == [sheet.number for sheet in whole.sheets]
    assert {p.source.page_count for p in cut_papers} == {len(whole.sheets)}
    words = "".join(p.text for p in cut_papers)
    assert sorted("".join(words.split())) == sorted("".join(whole.text.split())), "nothing is lost"
    stamps = [f.text.strip() for f in cut_papers[1].furniture if f.kind == "stamp"]
    assert stamps[:2] == ["Page 2", "Agenda Item 3"] or stamps[:2] == ["Agenda Item 3", "Page 2"]


def test_the_front_sheets_items_are_kept_and_matched(pack: Made, cut_papers: tuple[Paper, ...]) -> None:
    front = cut_papers[0]
    first_page = {n: p.pages[0].number for n, p in enumerate(cut_papers, 1)}
    found = tuple((i.number, i.title, first_page[i.paper] if i.paper else None) for i in front.agenda)
    assert found == pack.items
    words = front.text[front.agenda[2].spans[0].start : front.agenda[2].spans[0].end]
    assert front.agenda[2].title in words
    assert all(p.agenda == () for p in cut_papers[1:])
    codes = [i.about for i in front.issues if i.code == "agenda-item-without-paper"]
    assert codes == ["agenda_1", "agenda_2", "agenda_6"]


def test_a_paper_that_is_not_on_the_list_is_told() -> None:
    pages = [FRONT, paper("School places planning"), body(), paper("Fostering sufficiency"), paper("Winter roads")]
    marks = [Bookmark(title, 0, page) for title, page in (("Agenda", 1), ("A", 2), ("B", 4), ("Winter roads", 5))]
    found = packs.cut(file_of(*pages), Contents(tuple(marks)))
    assert found is not None
    assert [part.item.number if part.item else None for part in found.parts] == [None, "2", "3", None]


def test_an_item_without_a_page_is_matched_by_its_bookmark() -> None:
    front = AGENDA, (72.0, 130.0, "1.\tApologies"), (72.0, 160.0, "2.\tSchool places"), (72.0, 190.0, "3.\tFostering")
    marks = Bookmark("Agenda", 0, 1), Bookmark("2 School places", 0, 2), Bookmark("3 Fostering", 0, 4)
    found = packs.cut(file_of(front, body("A scan"), body(), body("A letter")), Contents(marks))
    assert found is not None
    assert found.places == (None, 1, 2)


def test_a_scanned_page_under_a_stamp_is_not_passed_over() -> None:
    made = make_pack(replace(STYLE, other="scan"), "scanned")
    told = [
        (i.page, i.severity) for p in papers_of(source(made.data)) for i in p.issues if i.code == "page-without-text"
    ]
    severity = "error" if recogniser() is None else "warning"  # recognised, it turns out to hold no words
    assert told == [(made.begins[-1], severity)]


def test_a_sidecar_states_the_meeting_of_all_and_the_title_of_the_front_sheet(pack: Made) -> None:
    found = list(papers_of(source(pack.data), Sidecar(committee="Ours", title="Pack of March")))
    assert {p.header.committee for p in found} == {"Ours"}
    assert [p.header.title == "Pack of March" for p in found] == [True, False, False, False]


def test_show_lists_a_pack_page_by_page(pack: Made) -> None:
    last = pack.begins[-1]
    rows = listing(Order("blocks", (), as_json=False), source(pack.data), None).decode().splitlines()
    pages = [row for row in rows if row.startswith("pack.pdf, page ")]
    assert pages[last - 1].startswith(f"pack.pdf, page {last} of ")
    assert any("stamp" in row and "Agenda Item 5" in row for row in rows)


def test_the_generator_makes_the_same_pages_every_time() -> None:
    first, second = (make_pack(replace(deal_packs(3, 1)[0], size="2"), "same") for _ in range(2))
    assert (first.begins, first.items) == (second.begins, second.items)
    assert read("application/pdf", first.data, "x").text == read("application/pdf", second.data, "x").text


def test_real_papers_are_single_papers(shared: Path) -> None:
    cut = {
        path.name
        for path in (shared / "papers").glob("*.pdf")
        if packs.cut(read("application/pdf", path.read_bytes(), path.name), contents(path.read_bytes())) is not None
    }
    assert cut == set()


def test_specimens_and_generated_papers_are_single_papers() -> None:
    printed = [printed for printed, _ in papers_for(replace(STYLE, size="4"), "singles")]
    files = [path.read_bytes() for path in (ROOT / "corpus").glob("*/*.pdf")] + as_pdfs(printed, office=False)
    for data in files:
        assert packs.cut(read("application/pdf", data, "x.pdf"), contents(data)) is None


def test_a_pack_of_specimens_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("eastmarch-2024", "eastmarch-fostering-2024")
    documents = [
        Document((ROOT / f"corpus/eastmarch/{name}.pdf").read_bytes(), name, str(n), opens=True)
        for n, name in enumerate(names, 3)
    ]
    monkeypatch.setattr("tests.generator.packs.documents_for", lambda *_: documents)
    made = make_pack(replace(STYLE, bookmarks="none"), "specimens")
    assert count(Tally(), made) == ""
