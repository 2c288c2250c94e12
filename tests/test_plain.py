"""Headings and numbers of plain text: what the paper as a whole says about its lines."""

import pytest

from pipeline.layout.plain import dressed
from pipeline.readers.txt import read

SAID = "The service was inspected in June and was found to be good in all of its work with the families of the county."
ALSO = (
    "Staff tell us that they are proud of what they do, and that they have the time to do it well in most of the weeks."
)


def headings(text: str) -> list[str]:
    lines = dressed(read(text.encode(), "paper.txt").lines)
    return [" ".join(line.text.split()) for line in lines if line.role == "heading"]


def paper(*stanzas: str) -> str:
    return "\n\n".join(stanzas) + "\n"


FRONT = ("Exampleshire Council", "Scrutiny Committee", "19 January 2021", "How we are doing")


@pytest.mark.parametrize(
    ("stanzas", "found"),
    [
        (("1. Background", f"1.1 {SAID}", "2. Next steps", f"2.1 {SAID}"), ["1. Background", "2. Next steps"]),
        (("1.0 Background", f"1.1 {SAID}", "2.0 Staff", f"2.1 {SAID}"), ["1.0 Background", "2.0 Staff"]),
        (("1. Background", SAID, "2. Next steps", SAID), ["1. Background", "2. Next steps"]),
        (("A. BACKGROUND", f"A1 {SAID}", "B. STAFF", f"B1 {SAID}"), ["A. BACKGROUND", "B. STAFF"]),
        (("H. Staff", SAID, "I. Homes", SAID), ["H. Staff", "I. Homes"]),
        (("Background", f"1. {SAID}", f"2. {ALSO}", "Homes", f"3. {SAID}"), ["Background", "Homes"]),
        (("BACKGROUND", SAID, "HOMES AND SCHOOLS", SAID), ["BACKGROUND", "HOMES AND SCHOOLS"]),
        (("Background:", SAID, "Homes and schools:", SAID), ["Background:", "Homes and schools:"]),
        (("1 Staff", f"1.1 Pay\n\n1.1.1 {SAID}", "2 Homes", SAID), ["1 Staff", "1.1 Pay", "2 Homes"]),
    ],
)
def test_headings_in_the_habits_of_many_papers(stanzas: tuple[str, ...], found: list[str]) -> None:
    assert headings(paper(*FRONT, *stanzas)) == found


def test_no_blank_lines_at_all() -> None:
    text = "\n".join((*FRONT, "Background", f"{SAID} {ALSO} " * 2, "Homes for children", f"{ALSO} {SAID} " * 2))
    assert headings(text) == ["Background", "Homes for children"]


@pytest.mark.parametrize(
    "stanza",
    [
        f"1. {SAID}\n\n2. The review looked at the following:\n\n- homes\n- schools\n\n3. {ALSO}",
        "During the year the service has:\n\n- opened homes\n- closed none",
        "One care leaver wrote to us:\n\n'I was asked what I wanted, and then it happened. That was new to me.'",
        "1. Help early\n2. Homes near\n3. Schools that know",
        "Report author\nJoseph Tarn\nService Manager\n01632 960417",
    ],
)
def test_what_is_no_heading(stanza: str) -> None:
    assert headings(paper(*FRONT, "Background", SAID, stanza, SAID, "Homes", ALSO)) == ["Background", "Homes"]


def test_a_list_under_a_heading_ends_before_the_section_that_counts_on() -> None:
    points = "\n".join(f"{n}. {words}" for n, words in enumerate(("Help early", "Homes near", "Better plans"), 1))
    text = paper(*FRONT, "1. Staff", SAID, "2. Homes", SAID, "3. Next steps", points, "4. Risks", SAID)
    assert headings(text) == ["1. Staff", "2. Homes", "3. Next steps", "4. Risks"]


def test_a_list_inside_a_list_does_not_make_its_points_headings() -> None:
    nested = "1) Help early, with:\n    (i) visits\n    (ii) calls\n2) Homes near\n3) Schools"
    text = paper(*FRONT, "Background", SAID, "The principles that we follow are:", nested, ALSO, "Homes", ALSO)
    assert headings(text) == ["Background", "Homes"]


def test_the_line_above_the_first_text_is_the_title_where_nothing_else_is() -> None:
    assert headings(paper("Exampleshire Council", "19 January 2021", "How we do", SAID, "Homes", ALSO)) == ["Homes"]


def test_bare_numbers_that_count_on_are_numbers_of_the_paper() -> None:
    text = paper(*FRONT, "Background", f"1 {SAID}", f"2 {ALSO}", f"3 {SAID}", "2018 saw a rise in the need for homes.")
    lines = dressed(read(text.encode(), "paper.txt").lines)
    assert [line.mark for line in lines][-4:] == [2, 2, 2, None]


def test_notes_under_a_table_are_not_numbers_of_the_paper() -> None:
    table = "Measure\tNow\nVisits\t7\nStaff\t6"
    text = paper(
        *FRONT, "Background", f"1 {SAID}", f"2 {ALSO}", table, "1 Provisional.", "2 A small cohort.", f"3 {ALSO}"
    )
    lines = dressed(read(text.encode(), "paper.txt").lines)
    assert [line.mark for line in lines][-3:] == [0, 0, 2]


def test_a_line_in_capitals_over_its_text_is_a_heading() -> None:
    text = paper(*FRONT, f"BACKGROUND\n{SAID}", f"WHAT WE FOUND\n{ALSO}")
    assert headings(text) == ["BACKGROUND", "WHAT WE FOUND"]


def test_a_text_without_blank_lines_has_its_headings_numbers_and_points() -> None:
    text = (
        "Exampleshire Council\nScrutiny Committee – 19 January 2021\nHow we are doing\n"
        "PURPOSE OF REPORT\n"
        "1.       To tell the Committee how the children who are looked after by the Council\n"
        "         have done at school in the year.\n"
        "ATTAINMENT\n"
        "2.       Eleven children reached the standard. Fewer did so in mathematics:\n"
        "     o   nine reached it; and\n"
        "     o   six were near it.\n"
        "3.       The score was higher than that of others.\n"
        "RECOMMENDATION\n"
        "4.       That the Committee receives the report.\n"
    )
    assert headings(text) == ["PURPOSE OF REPORT", "ATTAINMENT", "RECOMMENDATION"]
    assert not any(line.cell for line in read(text.encode(), "paper.txt").lines)


WRAPPED = (
    "Exampleshire Council\n\nHow we are doing\n\n19 January 2021\n\n"
    "Summary\n"
    "The service was inspected in June and was found to be good in all of its work with the\n"
    "families of the county.\n"
    "What staff say\n"
    "They are proud of what they do, and they have the time to do it well in most of the weeks\n"
    "of the year.\n"
    "What comes next\n"
    "A plan will be made.\n"
)
"""As a PDF's text is copied: no blank lines in the body."""


def test_lines_that_go_on_show_how_wide_a_text_without_blank_lines_is_set() -> None:
    assert headings(WRAPPED) == ["Summary", "What staff say", "What comes next"]


def test_a_text_with_a_paragraph_a_line_has_its_headings() -> None:
    text = f"Exampleshire Council\nHow we are doing\n19 January 2021\nSummary\n{SAID} {ALSO}\nWhat comes next\n{ALSO}\n"
    assert headings(text) == ["Summary", "What comes next"]


def test_a_heading_under_a_full_line_of_a_numbered_paragraph_is_set_out_of_its_hang() -> None:
    numbered = WRAPPED.replace("The service was", "1.       The service was").replace(
        "families of", "         families of"
    )
    full = "2.       They are proud of what they do, and have the time to do it well in most weeks."
    text = numbered.replace(
        "They are proud of what they do, and they have the time to do it well in most of the weeks\nof the year.", full
    )
    assert full in text
    assert headings(text) == ["Summary", "What staff say", "What comes next"]
