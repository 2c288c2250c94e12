"""Layout rules, a case each: what is printed on the left, what it is on the right. The truth is by hand."""

import pytest

from pipeline.layout.contents import with_contents
from pipeline.layout.dates import dates_in
from pipeline.layout.header import FIELDS, find_header
from pipeline.layout.meetings import is_meeting
from pipeline.layout.typesetting import measure
from pipeline.readers import read
from pipeline.transcript import Cell, Line
from pipeline.wordings import Evidence, evidence_of, joined
from tests.printed import (
    SIZE,
    outline_of,
    outline_of_text,
    outline_of_transcript,
    paragraphs,
    points,
    printed,
    sections,
)

BOLD = {"bold": True}
FULL = {"full": True}
START = (("1. Introduction", BOLD), "", "1.1 It begins.", "")
"""What ends the front of a paper, so that the lines after it are body."""


# -- numbers and lists --------------------------------------------------------


def test_an_outer_list_goes_on_after_a_nested_one() -> None:
    outline = outline_of_text(
        "1. Aims\n\n1.1 The programme has:\n\na) a first aim\n\nb) help, with:\n\n(i) courses\n\n(ii) drop-ins\n\n"
        "c) a last aim\n\n1.2 It goes on.\n"
    )
    assert [p.number for p in outline.paragraphs] == ["1.1", "1.2"]
    assert points(outline.paragraphs[0].items) == [
        (0, "a)", "a first aim"),
        (0, "b)", "help, with:"),
        (1, "(i)", "courses"),
        (1, "(ii)", "drop-ins"),
        (0, "c)", "a last aim"),
    ]


def test_bullets_of_another_glyph_after_a_lead_in_are_nested() -> None:
    lines = printed(
        "1.1 We offer:", "– a wider range, with:", "o courses", "o drop-ins", "– stable homes", "", "1.2 So."
    )
    assert points(outline_of(lines).paragraphs[0].items) == [
        (0, "–", "a wider range, with:"),
        (1, "o", "courses"),
        (1, "o", "drop-ins"),
        (0, "–", "stable homes"),
    ]


def test_mixed_glyphs_without_a_lead_in_stay_on_one_level() -> None:
    lines = printed("1.1 We found:", "✓ good visits", "✗ late records", "✓ good plans", "", "1.2 So.")
    assert [depth for depth, _, _ in points(outline_of(lines).paragraphs[0].items)] == [0, 0, 0]


def test_letters_of_sections_go_on_past_h_and_i() -> None:
    body = "".join(f"{letter}. Part {letter}\n\n{letter}1 Words of this part.\n\n" for letter in "ABCDEFGHIJK")
    assert [number for number, _ in sections(outline_of_text(body))] == list("ABCDEFGHIJK")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Further detail is given in paragraph", "2.4 above and in the earlier report."),
        ("As noted in paragraphs 1.2 and", "2.1 the work goes on."),
        ("Workers carry on average", "14.4 cases, as others do."),
        ("The full list is in Appendix", "68 to the report."),
    ],
)
def test_a_number_that_the_sentence_names_is_no_paragraph(before: str, after: str) -> None:
    lines = printed("2.1 A first one ends here.", "", (f"2.2 {before}", FULL), after, "", "2.3 The next one.")
    assert paragraphs(outline_of(lines)) == [
        ("2.1", "A first one ends here."),
        ("2.2", f"{before} {after}"),
        ("2.3", "The next one."),
    ]


def test_a_list_whose_points_end_in_and_is_still_a_list() -> None:
    lines = printed("1.1 The Board is asked to:", "a) note the report; and", "b) agree the plan.")
    assert points(outline_of(lines).paragraphs[0].items) == [
        (0, "a)", "note the report; and"),
        (0, "b)", "agree the plan."),
    ]


# -- where blocks open --------------------------------------------------------


def test_a_line_that_had_room_for_the_next_word_ends_its_paragraph() -> None:
    lines = printed(
        *START,
        ("This sentence fills its line up to the margin on the right and", FULL),
        "ends here.",
        ("Another one begins without any gap and fills its line as well and", FULL),
        "ends too.",
    )
    assert [text[-9:] for _, text in paragraphs(outline_of(lines))[1:]] == ["nds here.", "ends too."]


def test_a_full_line_that_ends_a_sentence_does_not_end_its_paragraph() -> None:
    lines = printed(
        *START,
        ("This sentence fills its line up to the margin on the right side.", FULL),
        ("Another sentence follows it in the same paragraph and fills it and", FULL),
        "ends.",
    )
    assert len(paragraphs(outline_of(lines))) == 2


def test_a_quotation_after_a_colon_stands_alone() -> None:
    lines = printed(
        "1.1 The letter said:",
        "   ‘Leaders know their services well.’",
        ("1.2 The next one fills its line", FULL),
        "to.",
    )
    assert paragraphs(outline_of(lines))[:2] == [
        ("1.1", "The letter said:"),
        (None, "‘Leaders know their services well.’"),
    ]


def test_two_bold_lines_are_two_headings_where_the_first_had_room() -> None:
    lines = printed(
        *START,
        ("Children in care", BOLD),
        ("Where we need to do better", BOLD),
        ("The quality of plans has improved since the last inspection and", FULL),
        "goes on to.",
    )
    assert sections(outline_of(lines))[1:] == [(None, "Children in care"), (None, "Where we need to do better")]


def test_a_name_after_an_address_is_the_next_person() -> None:
    lines = printed(
        *START, "Ann Example", "Chief Analyst", "ann@example.gov.uk", "Bo Sample", "Director", "bo@example.gov.uk"
    )
    assert [text for _, text in paragraphs(outline_of(lines))[1:]] == [
        "Ann Example Chief Analyst ann@example.gov.uk",
        "Bo Sample Director bo@example.gov.uk",
    ]


# -- headings -----------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Cabinet is asked to:",
        "The following areas for improvement were identified:",
        "Our areas for development are:",
        "Appendix A – Further detail\tYES",
        "Background documents: the annual report",
    ],
)
def test_a_lead_in_or_a_forms_row_in_bold_is_no_heading(words: str) -> None:
    body = ("Some running text that fills its line up to the right margin of it", FULL)
    assert sections(outline_of(printed(*START, body, "and ends.", "", (words, BOLD), "", body, "and ends."))) == [
        ("1", "Introduction")
    ]


@pytest.mark.parametrize("words", ["Recommendation(s):", "What needs to improve:", "Areas for improvement"])
def test_a_title_in_bold_is_a_heading_with_or_without_a_colon(words: str) -> None:
    body = ("Some running text that fills its line up to the right margin of it", FULL)
    found = sections(outline_of(printed(*START, body, "and ends.", "", (words, BOLD), "", body, "and ends.")))
    assert found[1:] == [(None, words)]


def test_a_heading_in_light_type_is_told_by_the_number_under_it() -> None:
    lines = printed("3. Fostering and adoption", "", "3.1 The rate fell.", "", "4. Workforce", "", "4.1 It rose.")
    assert sections(outline_of(lines)) == [("3", "Fostering and adoption"), ("4", "Workforce")]


# -- footnotes, hyphens -------------------------------------------------------


def test_small_print_under_a_raised_mark_is_a_footnote() -> None:
    text = "The figures are provisional1 and go on to the right margin of the"
    lines = printed(
        *START,
        (text, {"full": True, "raised": ((27, 28),)}),
        "line.",
        "",
        ("1 Until the return has been checked.", {"size": 8.0}),
        ("The next page goes on with the text of the paper up to the margin", {"page": 2, "full": True}),
        "here.",
    )
    outline = outline_of(lines)
    assert [f.text for f in outline.furniture] == ["1 Until the return has been checked."]
    assert paragraphs(outline)[1][1].startswith("The figures are provisional and go on")


def test_small_print_that_no_mark_names_stays_text() -> None:
    lines = printed(
        *START,
        ("The text of the paper goes on up to the right margin of the page", FULL),
        "here.",
        "",
        ("2 officers wrote it.", {"size": 8.0}),
    )
    assert outline_of(lines).furniture == ()


@pytest.mark.parametrize(
    ("left", "right", "known", "cuts", "whole"),
    [
        ("self-", "assessment", (), False, "self-assessment"),
        ("infor-", "mation", ("information",), True, "information"),
        ("near-", "misses", (), False, "near-misses"),
        ("near-", "misses", (), True, "near-misses"),
        ("relation-", "ship", (), True, "relationship"),
        ("relation-", "ship-based", ("relationship",), False, "relationship-based"),
        ("chil-", "dren", (), False, "children"),
        ("Kirk-", "thwaite", (), True, "Kirkthwaite"),
        ("Kirk-", "thwaite", (), False, "Kirk-thwaite"),
        ("home-", "educated", ("home-educated",), True, "home-educated"),
        ("assess-", "ment", (), False, "assessment"),
        ("well\u00ad", "being", (), False, "wellbeing"),
        ("2018-", "2019", (), False, "2018-2019"),
    ],
)
def test_a_hyphen_at_a_lines_end(left: str, right: str, known: tuple[str, ...], cuts: bool, whole: str) -> None:
    assert joined([left, right], Evidence(frozenset(known), cuts)) == whole


def test_a_paper_that_cuts_a_word_it_also_prints_whole_is_set_with_hyphenation() -> None:
    lines = [Line("the infor-\n"), Line("mation here and the information there\n")]
    assert evidence_of(lines).cuts
    assert not evidence_of([Line("the self-\n"), Line("assessment here and the self-assessment there\n")]).cuts


def test_an_address_cut_at_a_lines_end_is_joined_without_a_space() -> None:
    whole = joined(["see https://example.gov.uk/minutes%2", "0full%20council.pdf for it"], Evidence(frozenset(), False))
    assert whole == "see https://example.gov.uk/minutes%20full%20council.pdf for it"
    apart = joined(["see https://example.gov.uk/minutes", "and the annex"], Evidence(frozenset(), False))
    assert apart == "see https://example.gov.uk/minutes and the annex"


# -- header blocks ------------------------------------------------------------


def header_of(*rows: object) -> dict[str, str]:
    lines = printed(*rows)  # type: ignore[arg-type]
    block = find_header(lines, measure(lines, {1: 842.0}))
    return {
        field: " ".join(lines[f.line].text[f.start : f.end] for f in block.of(field))
        for field in FIELDS
        if block.of(field)
    }


BODY = (
    "",
    ("1. Background", BOLD),
    "",
    ("1.1 This report sets out the findings of the annual review, which was", FULL),
    "held in May.",
)
FACTS = {
    "council": "Eastmarch County Council",
    "committee": "Children’s Select Committee",
    "meeting_date": "19 January 2021",
    "title": "Early help: progress against the plan",
}


def test_lines_of_a_centred_block_say_what_they_are() -> None:
    rows = [(FACTS[field], BOLD) for field in FIELDS]
    assert header_of(*(x for row in rows for x in (row, "")), *BODY) == FACTS


def test_a_title_with_a_colon_under_an_agenda_stamp() -> None:
    rows = (
        "Agenda Item 6",
        "",
        FACTS["council"],
        "",
        FACTS["committee"],
        "",
        FACTS["meeting_date"],
        "",
        (FACTS["title"], BOLD),
    )
    assert header_of(*rows, *BODY) == FACTS


def test_a_titles_lines_belong_to_its_label_also_where_one_has_no_descenders() -> None:
    title = {"left": 200.0, "box": (200.0, 100.0, 500.0, 111.0)}
    rows = (
        "To: Cabinet",
        "",
        ("Subject:\tTransfer of a paying service", {"box": (72.0, 84.0, 500.0, 95.0)}),
        ("from the People and Learning Group", title),
        ("to the Care Directorate", {"left": 200.0, "box": (200.0, 116.0, 350.0, 124.5)}),
        ("Decision no: 24/002", {"box": (72.0, 140.0, 300.0, 151.0)}),
    )
    found = header_of(*rows, *BODY)
    assert found["title"] == "Transfer of a paying service from the People and Learning Group to the Care Directorate"


def test_a_record_of_decision_states_its_title_under_the_label() -> None:
    rows = ("EASTMARCH COUNTY COUNCIL – PROPOSED RECORD OF DECISION", "", "Decision to be taken by: Cabinet", "")
    found = header_of(*rows, "Key decision: Yes", "", "Title of Decision:", "", "Early help plan", *BODY)
    assert (found["committee"], found["title"]) == ("Cabinet", "Early help plan")


def test_the_part_of_an_agenda_that_an_item_stands_in_is_no_title() -> None:
    assert "title" not in header_of(FACTS["council"], "", ("UNRESTRICTED ITEMS", BOLD), *BODY)


def test_labels_with_the_date_behind_the_committee() -> None:
    found = header_of(
        "From:\tAnn Example, Cabinet Member for Children",
        f"To:\t{FACTS['committee']}, 19 January 2021",
        f"Subject:\t{FACTS['title']}",
        "Classification:\tUnrestricted",
        *BODY,
    )
    assert found == {k: v for k, v in FACTS.items() if k != "council"}


def test_labels_beside_the_last_line_of_their_text() -> None:
    far = {"left": 200.0}
    found = header_of(
        "From:\tAnn Example",
        "",
        ("Children’s Services Policy and Performance Board – 21 January", far | {"box": (200.0, 100.0, 480.0, 111.0)}),
        ("To:\t2021", {"box": (72.0, 113.0, 230.0, 124.0)}),
        ("Update on the children’s improvement programme and the multi-", far | {"box": (200.0, 133.0, 480.0, 144.0)}),
        ("Subject:\tagency front door", {"box": (72.0, 146.0, 300.0, 157.0)}),
        ("Status:\tOpen", {"box": (72.0, 166.0, 150.0, 177.0)}),
        ("1. Background", {"bold": True, "box": (72.0, 200.0, 150.0, 211.0)}),
        ("1.1 This report sets out the findings.", {"box": (72.0, 220.0, 300.0, 231.0)}),
    )
    assert found == {
        "committee": "Children’s Services Policy and Performance Board",
        "meeting_date": "21 January 2021",
        "title": "Update on the children’s improvement programme and the multi- agency front door",
    }


def test_a_persons_office_is_no_committee() -> None:
    found = header_of(
        ("Report of the Cabinet Member for Children", {}), "", FACTS["committee"], "", (FACTS["title"], BOLD), *BODY
    )
    assert found["committee"] == FACTS["committee"]


def test_the_first_sections_heading_is_not_the_title() -> None:
    text = ("18. This report sets out the findings of the annual review, which was", FULL)
    rows = [x for field in FIELDS for x in ((FACTS[field], BOLD), "")]
    found = header_of(
        *rows, "", ("Children in care", BOLD), "", text, "held.", "", ("Care leavers", BOLD), "", text, "held."
    )
    assert found == FACTS


def test_a_letter_has_a_subject_and_no_meeting() -> None:
    found = header_of(
        "22 August 2025",
        "",
        "Ann Example",
        "Eastmarch County Council, County Hall",
        "",
        "Dear Ms Example",
        "",
        ("Focused visit to children’s services", BOLD),
        "",
        ("This letter summarises the findings of the visit to the services and", FULL),
        "ends.",
    )
    assert found == {"council": "Eastmarch County Council", "title": "Focused visit to children’s services"}


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Tuesday 9th March 2021", "2021-03-09"),
        ("the 1st of Sept. 2020", "2020-09-01"),
        ("March 9, 2021", "2021-03-09"),
        ("10/01/2024", "2024-01-10"),
        ("10.01.24", "2024-01-10"),
        ("2021-01-19", "2021-01-19"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert [day.isoformat() for _, _, day in dates_in(text)] == [iso]


@pytest.mark.parametrize("text", ["31/02/2021", "paragraph 2.1.20.3", "2020/21", "May 2021", f"size {SIZE}"])
def test_no_dates(text: str) -> None:
    assert dates_in(text) == []


# -- captions -----------------------------------------------------------------

TABLE = "<table><tr><th>Measure</th><th>2020</th></tr><tr><td>Re-referrals</td><td>21%</td></tr></table>"


@pytest.mark.parametrize(
    ("above", "caption"),
    [
        ("<p><b>Table 1: Measures agreed</b></p>", "Table 1: Measures agreed"),
        ("<p>Table 2.1 – Measures</p>", "Table 2.1 – Measures"),
        ("<p>Table 1 gives the measures agreed by the Committee.</p>", None),
        ("<p><b>Measures agreed</b></p>", None),
    ],
)
def test_a_line_that_names_the_table_under_it_is_its_caption(above: str, caption: str | None) -> None:
    page = f"<html><body><h1>Paper</h1><h2>1. Part</h2>{above}{TABLE}</body></html>"
    outline = outline_of_transcript(read("text/html", page.encode(), "case.html"))
    assert [t.caption for t in outline.tables] == [caption]
    assert any("Table" in p.text for p in outline.paragraphs) is (above.startswith("<p>Table 1 gives"))


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("Report to the Children and Families Scrutiny Committee, 12 March 2024", True),
        ("Education and Children’s Services Scrutiny Sub-Committee", True),
        ("OVERVIEW AND SCRUTINY COMMITTEE", True),
        ("Committee for Transport and Connectivity", True),
        ("Children's Services self-assessment 2022: summary for scrutiny", False),
        ("Report to the Cabinet Member for Children", False),
        ("Establishment of a Corporate Parenting Board", False),
    ],
)
def test_names_of_meetings(words: str, is_one: bool) -> None:
    assert is_meeting(words) is is_one


# -- the front and the foot of papers of other makers -------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        (
            "MINUTES of the meeting of the CHILDREN’S SCRUTINY",
            "COMMITTEE held at County Hall on Tuesday, 24 January 2023 at 10 am.",
        ),
        ("Minutes of the CHILDREN’S SCRUTINY COMMITTEE meeting held on", "24 January 2023 at County Hall"),
        ("At a meeting of the CHILDREN’S SCRUTINY COMMITTEE held at County", "Hall on 24 January 2023:"),
    ],
)
def test_minutes_say_whose_meeting_was_held_and_when(sentence: tuple[str, str]) -> None:
    found = header_of((FACTS["council"], BOLD), "", (sentence[0], FULL), sentence[1], "", *BODY)
    assert found["committee"] == "CHILDREN’S SCRUTINY COMMITTEE"
    assert found["meeting_date"].endswith("24 January 2023")


def test_the_first_words_of_a_narrow_column_are_no_header() -> None:
    lines = printed(
        ("Sufficiency Strategy", {"bold": True, "size": 20.0}),
        "",
        ("Why we need one", BOLD),
        "",
        "The Act requires local authorities to",
        "take steps that secure sufficient",
        "homes for the children they look after.",
        "",
        ("What we know", BOLD),
        "",
        "We looked after 684 children in the",
        "last week of the year before this.",
    )
    assert sections(outline_of(lines)) == [(None, "Why we need one"), (None, "What we know")]


def test_a_title_in_capitals_does_not_go_on_in_small_letters() -> None:
    rows = [(FACTS["council"], BOLD), ("REPORT OF THE SECTION 151 OFFICER", BOLD), (FACTS["title"], BOLD)]
    assert header_of(*rows, *BODY)["title"] == FACTS["title"]


def test_the_last_word_of_a_full_title_is_no_stamp() -> None:
    large = {"bold": True, "size": 16.0}
    rows = (("Improvement plan for children’s services: progress", {**large, "full": True}), ("Report", large), "")
    found = header_of(*rows, f"To: {FACTS['committee']}", f"Date: {FACTS['meeting_date']}", *BODY)
    assert found["title"] == "Improvement plan for children’s services: progress Report"


def test_the_foot_of_a_paper_of_one_page_is_furniture() -> None:
    foot = ("OFFICIAL Page 1 of 1", {"size": 8.0, "box": (400.0, 800.0, 500.0, 808.0)})
    outline = outline_of(printed(*START, "1.2 It ends.", foot))
    assert [p.number for p in outline.paragraphs] == ["1.1", "1.2"]
    assert [f.text for f in outline.furniture] == ["OFFICIAL Page 1 of 1"]


def test_two_lone_lines_set_apart_are_two_paragraphs() -> None:
    lines = printed(("Summary", {"bold": True, "size": 14.0}), "", "Referrals fell in August", "", "Visits rose")
    assert len(paragraphs(outline_of(lines))) == 2


@pytest.mark.parametrize("lead_in", ["RESOLVED –", "The Panel is asked to:-", "The Panel is asked to:"])
def test_letters_after_a_lead_in_are_its_points(lead_in: str) -> None:
    outline = outline_of(
        printed(*START, lead_in, "", "(a) note the report.", "", "(b) ask for another.", "", "1.2 So.")
    )
    assert points(outline.paragraphs[-2].items) == [(0, "(a)", "note the report."), (0, "(b)", "ask for another.")]


def test_a_form_is_sections_with_their_text() -> None:
    rows = (
        ("Decision maker", "Cabinet Member for Children"),
        ("Date of decision", "22 August 2023"),
        ("Title", "Award of a contract"),
        ("Decision", "To award the contract. It begins in October, and may be extended by one year after three."),
        ("Reasons for decision", "The present contract ends. All providers must be registered from October onwards."),
    )
    lines = [
        Line(f"{text}\n", 1, None, cell=Cell(0, n, column), bold=column == 0)
        for n, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    outline = outline_of(lines)
    assert sections(outline) == [(None, "Decision"), (None, "Reasons for decision")]
    assert [text for _, text in paragraphs(outline)] == [rows[3][1], rows[4][1]]
    assert outline.header_words == {"committee": rows[0][1], "meeting_date": rows[1][1], "title": rows[2][1]}


@pytest.mark.parametrize("marks", [("a)", "b)", "d)"), ("(i)", "(ii)", "(iv)")])
def test_a_list_may_skip_a_letter(marks: tuple[str, str, str]) -> None:
    rows = [f"{mark} point" for mark in marks]
    outline = outline_of_text("\n\n".join(["1. Aims", "1.1 We have:", *rows, "1.2 So."]) + "\n")
    assert [mark for _, mark, _ in points(outline.paragraphs[0].items)] == list(marks)


@pytest.mark.parametrize(
    "wrapped",
    [
        "1.2 The rate rose from 58.1 to\n61.4 in the year, and is higher than elsewhere.",
        "1.2 The number of homes was between\n1.3 and 1.5 in each of the quarters.",
    ],
)
def test_a_figure_at_the_start_of_a_wrapped_line_is_no_number(wrapped: str) -> None:
    outline = outline_of_text(f"1. Aims\n\n1.1 It begins.\n\n{wrapped}\n\n1.3 It ends.\n")
    assert [p.number for p in outline.paragraphs] == ["1.1", "1.2", "1.3"]


@pytest.mark.parametrize("glyph", ["√", "»", "ü", "Ø", "\uf0fc"])
def test_letters_that_symbol_fonts_draw_as_marks_are_bullets(glyph: str) -> None:
    outline = outline_of_text(f"1. Aims\n\n1.1 We have:\n\n{glyph} one\n\n{glyph} two\n\n1.2 So.\n")
    assert [text for _, _, text in points(outline.paragraphs[0].items)] == ["one", "two"]


def test_labels_set_off_by_spaces() -> None:
    rows = (
        f"Committee   {FACTS['committee']}",
        f"Date        {FACTS['meeting_date']}",
        f"Title       {FACTS['title']}",
    )
    assert header_of(FACTS["council"], "", *(x for row in rows for x in (row, "")), *BODY) == FACTS


def test_the_council_is_taken_from_who_reports() -> None:
    rows = (f"Committee: {FACTS['committee']}", "Report of: Director of Children’s Services, Eastmarch County Council")
    assert header_of((FACTS["title"], BOLD), "", *rows, *BODY)["council"] == FACTS["council"]


# -- lists of contents --------------------------------------------------------

LISTED = ("1. Introduction", "2. The service", "2.1 Recruitment and", "3. Areas for improvement", "Appendix A: Purpose")


@pytest.mark.parametrize("leader", [" ........................ ", "\t", " ………… "])
def test_a_list_of_contents_is_furniture(leader: str) -> None:
    entries = [f"{title}{leader}{page}" for page, title in enumerate(LISTED, 2)]
    entries[2:3] = [LISTED[2], f"retention{leader}4"]
    lines = printed(
        (FACTS["title"], {"bold": True, "size": 20.0}),
        "",
        ("Contents", BOLD),
        "",
        *entries,
        ("1. Introduction", {"page": 2, **BOLD}),
        "",
        ("1.1 It begins.", {"page": 2}),
        "",
        ("2. The service", {"page": 2, **BOLD}),
        "",
        ("2.1 It goes on.", {"page": 2}),
    )
    outline = outline_of(with_contents(lines))
    assert sections(outline) == [("1", "Introduction"), ("2", "The service")]
    assert paragraphs(outline) == [("1.1", "It begins."), ("2.1", "It goes on.")]
    assert len([f for f in outline.furniture if f.kind == "contents"]) == len(entries) + 1


@pytest.mark.parametrize("pages", [(2, 3), (9, 4, 12), (212, 300, 410)])
def test_figures_behind_a_gap_are_no_list_of_contents(pages: tuple[int, ...]) -> None:
    rows = [f"{title} ........... {page}" for title, page in zip(LISTED, pages, strict=False)]
    assert all(line.role is None for line in with_contents(printed("We have:", *rows, "", "So.")))


def test_centred_lines_over_a_label_are_none_of_its_text() -> None:
    rows = (
        (f"            {FACTS['committee']}", BOLD),
        (f"               {FACTS['meeting_date']}", BOLD),
        (f"Report Title: {FACTS['title']}", BOLD),
        "",
    )
    assert header_of((FACTS["council"], BOLD), "", *rows, *BODY) == FACTS


def test_a_number_in_the_margin_is_named_by_no_sentence_before_it() -> None:
    outline = outline_of(
        printed(
            ("80. Settlement", BOLD),
            "",
            ("John Betty and Dave Ship, who had written the report, were in attendance", FULL),
            "for this item",
            "",
            ("1.\tMr Ship introduced the report that set out the detail in the draft", FULL),
            "budget.",
            "",
            "2.\tRESOLVED that Cabinet note the report.",
        )
    )
    assert [p.number for p in outline.paragraphs] == [None, "1", "2"]
