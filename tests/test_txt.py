"""Plain text to lines: encodings, line habits, pages, typed tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.readers.encoding import decode
from pipeline.readers.txt import NEWLINES, read
from pipeline.transcript import Line, Transcript, Unreadable

SENTENCE = "The Director’s report – reviews held on time – café £62.4 and so on."


def lines_of(text: str) -> tuple[Line, ...]:
    return read(text.encode(), "paper.txt").lines


def opens(text: str) -> list[bool | None]:
    return [line.opens for line in lines_of(text)]


def cells(transcript: Transcript) -> list[tuple[int, int, int, str]]:
    placed = [(line.cell, line.text.strip()) for line in transcript.lines]
    return [(cell.table, cell.row, cell.column, text) for cell, text in placed if cell]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_same_words_in_every_encoding(encoding: str) -> None:
    transcript = read((SENTENCE * 2).encode(encoding), "paper.txt")
    assert transcript.text == SENTENCE * 2
    assert transcript.remarks == ()


def test_lines_of_two_encodings_are_read_line_by_line_and_said() -> None:
    transcript = read("café\n".encode() + "café\n".encode("cp1252"), "paper.txt")
    assert transcript.text == "café\ncafé\n"
    assert [remark.code for remark in transcript.remarks] == ["mixed-encoding"]


@pytest.mark.parametrize(
    "data", [b"caf\x81 and more words than one odd byte", b"\xff\xfea\x00\x00\xd8b\x00", b"\xef\xbb\xbfcaf\xff"]
)
def test_what_cannot_be_decoded_is_said(data: bytes) -> None:
    assert "undecodable-bytes" in [remark.code for remark in read(data, "paper.txt").remarks]


@pytest.mark.parametrize("declared", ["zip", "undefined", "idna", "utf-7", "klingon", "", None])
def test_a_declared_name_that_is_no_character_set_is_ignored(declared: str | None) -> None:
    assert decode("£5".encode("cp1252"), declared).text == "£5"


def test_a_declared_character_set_is_obeyed_when_the_bytes_are_not_utf8() -> None:
    assert decode("café".encode("mac-roman"), "macintosh").text == "café"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_become_newlines(end: str) -> None:
    assert [line.text for line in lines_of(f"One{end}{end}Two{end}")] == ["One\n\n", "Two\n"]


def test_blank_lines_belong_to_the_line_before_and_leading_ones_to_a_line_of_their_own() -> None:
    assert [line.text for line in lines_of("\n \nOne  \n\t\n\nTwo")] == ["\n \n", "One  \n\t\n\n", "Two"]


def test_a_form_feed_turns_the_page() -> None:
    transcript = read(b"One\n\x0cTwo\n\n\x0c\x0c\nThree\x0c", "paper.txt")
    assert [(line.text, line.page) for line in transcript.lines] == [
        ("One\n\f", 1),
        ("Two\n\n\f\f\n", 2),
        ("Three\f", 4),
    ]
    assert [sheet.number for sheet in transcript.sheets] == [1, 2, 3, 4]


def test_a_page_break_does_not_say_whether_a_block_goes_on() -> None:
    assert opens("One goes\n\n\fon here\nTwo") == [True, None, None]


WRAPPED = """\
2.1 Families and Children are central to our approach in the county. We are
ambitious for them, for our staff and leaders and together we are
determined to ensure all families thrive and that outcomes are improved
for all.
- Help when you need it
- We are Better Together, and have more time to be with families who need
  it most
2.2 In June the inspectors undertook an inspection. Their findings largely
mirrored our own self-assessment.
"""


def test_hard_wrapped_lines_go_on_until_a_mark_or_an_early_end() -> None:
    assert opens(WRAPPED) == [True, False, False, False, True, True, False, True, False]


def test_a_line_broken_early_on_purpose_ends_its_block() -> None:
    assert opens("Exampleshire Council\nScrutiny Committee\n\n" + WRAPPED)[:2] == [True, True]


def test_a_dash_wrapped_to_the_start_of_a_line_is_doubt() -> None:
    text = WRAPPED.replace(
        "are central to our approach in the county. We are", "are central to what we do in this county we are"
    )
    assert opens(text.replace("ambitious for them", "– ambitious for them"))[1] is None


def test_where_lines_are_paragraphs_each_line_opens() -> None:
    assert (
        opens("1.1 " + "Our staff are important. " * 20 + "\n1.2 " + "We know. " * 40 + "\nLast line\n") == [True] * 3
    )


def test_without_a_habit_only_bullets_tell() -> None:
    assert opens("Present:\nCllr A\n- Cllr B\n(ii) Cllr C") == [True, None, True, True]


def test_a_sentence_cut_by_a_blank_line_is_doubt() -> None:
    assert opens("This year we know\n\nour young people\n\nWe go on\n\na) first") == [True, None, True, True]


def test_indent_is_measured_in_points() -> None:
    assert [line.left for line in lines_of("One\n\n    Two\n\n  \tThree")] == [0.0, 20.0, 40.0]


def test_lines_with_as_many_tabs_are_a_table() -> None:
    transcript = read(
        b"Indicator\tLast\tNow\nAgency staff\t66\t\nRe-referral rate\t15%\t19.4% 19/20\n\nEnd", "paper.txt"
    )
    assert [line.text for line in transcript.lines] == [
        *("Indicator\t", "Last\t", "Now\n"),
        *("Agency staff\t", "66\t", "\n"),
        *("Re-referral rate\t", "15%\t", "19.4% 19/20\n\n"),
        "End",
    ]
    assert cells(transcript)[3:6] == [(0, 1, 0, "Agency staff"), (0, 1, 1, "66"), (0, 1, 2, "")]


def test_a_wide_table_has_group_titles_and_rows_cut_short() -> None:
    transcript = read(b"Measure\tLast\tNow\nFront door\nReferrals\t66\t70\nVisits\t7\nNot a row.\n", "paper.txt")
    assert cells(transcript)[3:] == [
        (0, 1, 0, "Front door"),
        *((0, 2, 0, "Referrals"), (0, 2, 1, "66"), (0, 2, 2, "70")),
        *((0, 3, 0, "Visits"), (0, 3, 1, "7")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2.7\tOur ambitious programme\n2.8\tOur staff\n",
        "•\tHelp when you need it\n•\tInvesting in staff\n",
        "From:\tDirector\nDate:\t19 January 2021\n",
        "One\tline only\n\nThen text",
        "1.  Purpose\n2.  Background\n3.  Conclusion\n",
        "It was so.  Then it was not so.\nAnd it goes on.  And on it goes.\nMore was said.  Nothing was done.\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert cells(read(text.encode(), "paper.txt")) == []


def test_a_header_row_makes_numbered_rows_a_table() -> None:
    assert len(cells(read(b"Ref\tMeasure\n1\tVisits\n2\tReviews\n", "paper.txt"))) == 6


ALIGNED = """\
Performance in the quarter

Indicator              Target    Actual
Reviews on time           95%     91.3%
Children looked after              62.4
Visits in  time          100%       99%

Text after the table."""


def test_gaps_under_one_another_are_a_table() -> None:
    transcript = read(ALIGNED.replace("in  time", "in time").encode(), "paper.txt")
    assert cells(transcript)[3:] == [
        *((0, 1, 0, "Reviews on time"), (0, 1, 1, "95%"), (0, 1, 2, "91.3%")),
        *((0, 2, 0, "Children looked after"), (0, 2, 2, "62.4")),
        *((0, 3, 0, "Visits in time"), (0, 3, 1, "100%"), (0, 3, 2, "99%")),
    ]


def test_a_gap_that_fits_no_column_is_no_guess() -> None:
    assert cells(read(ALIGNED.encode(), "paper.txt")) == []


SMALL = [
    (0, 0, 0, "Measure"),
    (0, 0, 1, "Now"),
    (0, 1, 0, "Visits"),
    (0, 1, 1, "7"),
    (0, 2, 0, "Staff"),
    (0, 2, 1, "66"),
]


@pytest.mark.parametrize(
    "text",
    [
        "| Measure | Now |\n|---------|----:|\n| Visits  | 7   |\n| Staff   | 66  |\n",
        "| Measure | Now |\n| Visits | 7 |\n| Staff | 66 |\n",
        "+---------+-----+\n| Measure | Now |\n+=========+=====+\n"
        "| Visits  | 7   |\n+---------+-----+\n| Staff   | 66  |\n+---------+-----+\n",
        "Measure | Now\n--------|----\nVisits  | 7\nStaff   | 66\n",
        "┌─────────┬─────┐\n│ Measure │ Now │\n├─────────┼─────┤\n"
        "│ Visits  │ 7   │\n│ Staff   │ 66  │\n└─────────┴─────┘\n",
        "Measure   Now\n-------   ---\nVisits      7\nStaff      66\n",
        "--------------\nMeasure    Now\n-------    ---\nVisits       7\nStaff       66\n--------------\n",
    ],
)
def test_a_drawn_table_is_cells_and_what_is_drawn_beside_them(text: str) -> None:
    transcript = read(text.encode(), "paper.txt")
    words = [line for line in transcript.lines if line.role is None and line.cell]
    assert [(c.table, c.row, c.column, x.text.strip()) for x in words if (c := x.cell)] == SMALL
    assert transcript.text == text


def test_lines_between_two_rules_are_one_row() -> None:
    rule = "+-------+---+\n"
    text = f"{rule}| Visits | 7 |\n| on time |  |\n{rule}| Staff | 6 |\n{rule}| Cases | 5 |\n{rule}"
    found = [(x.cell.row, x.cell.column, x.text) for x in lines_of(text) if x.cell and x.role is None]
    assert found == [
        (0, 0, "Visits"),
        (0, 1, "7"),
        (0, 0, "on time"),
        (1, 0, "Staff"),
        (1, 1, "6"),
        *((2, 0, "Cases"), (2, 1, "5")),
    ]


def test_a_frame_around_running_text_is_drawn_and_the_text_flows() -> None:
    rule = "+------------------------+\n"
    text = f"{rule}| Summary: the service   |\n| has improved in all of |\n| its work.              |\n{rule}"
    words = [(x.text, x.opens) for x in lines_of(text) if x.role is None]
    assert words == [("Summary: the service", True), ("has improved in all of", False), ("its work.", False)]


def test_a_label_broken_over_lines_is_one_row_and_a_title_over_rows_another() -> None:
    text = (
        "Measure                Last    Now\nFront door\nVisits to children      72%    70%\nseen alone\n"
        "Reviews                 81%    90%\n"
    )
    found = [(row, column, words) for _, row, column, words in cells(read(text.encode(), "paper.txt"))]
    assert found[3:8] == [
        (1, 0, "Front door"),
        (2, 0, "Visits to children"),
        (2, 1, "72%"),
        (2, 2, "70%"),
        (2, 0, "seen alone"),
    ]


def test_a_table_goes_on_over_a_page_without_its_head() -> None:
    row = "Reviews     81%    90%\n"
    text = f"Measure     Last   Now\n{row}{row}\nPage 1 of 2\n\n\fMeasure     Last   Now\n{row}"
    found = cells(read(text.encode(), "paper.txt"))
    assert {table for table, *_ in found} == {0}
    assert [words for _, row, column, words in found if column == 0] == ["Measure", "Reviews", "Reviews", "Reviews"]


PAGED = """\
Exampleshire Council

1. Background

1.1 The service was inspected in June and was found to be good in all of its
work with families.\u00b9

1.2 Since then it has gone on to improve, and staff tell us that they are proud

\u00b9 Figures are provisional.

Page 1 of 2
\fExampleshire Council

of what they do.

Page 2 of 2
"""


def test_running_heads_page_numbers_and_notes_stand_aside() -> None:
    transcript = read(PAGED.encode(), "paper.txt")
    roles = [(line.text.strip(), line.role) for line in transcript.lines if line.role]
    assert roles == [
        ("\u00b9 Figures are provisional.", "footnote"),
        ("Page 1 of 2", "running-foot"),
        ("Page 2 of 2", "running-foot"),
    ]
    assert [line.text[slice(*line.raised[0])] for line in transcript.lines if line.raised] == ["\u00b9"]


def test_a_running_head_is_what_comes_back_at_the_top_of_pages() -> None:
    text = "Title\n\nOne.\n\n" + "".join(f"\fExampleshire {n}\n\nText {'abc'[n]}.\n\n" for n in range(3))
    assert [x.text.strip() for x in lines_of(text) if x.role == "running-head"] == [
        f"Exampleshire {n}" for n in range(3)
    ]


def test_numbers_alone_on_lines_are_page_numbers_where_they_count_on() -> None:
    text = "\n\n".join(f"{word} is what is said here.\n\n{n}" for n, word in enumerate(("One", "Two", "Six"), 4))
    assert [x.text.strip() for x in lines_of(text) if x.role == "running-foot"] == ["4", "5", "6"]


@pytest.mark.parametrize(
    ("alone", "aside"), [(("1 / 3", "2 / 3"), True), (("1 of 3", "2 of 3"), True), (("2014/15", "2015/16"), False)]
)
def test_a_number_of_a_total_is_a_page_number_and_two_years_are_not(alone: tuple[str, ...], *, aside: bool) -> None:
    text = "\n\n".join(f"{word} is what is said here.\n\n{n}" for word, n in zip(("One", "Two"), alone, strict=True))
    assert [x.text.strip() for x in lines_of(text) if x.role == "running-foot"] == (list(alone) if aside else [])


def test_a_number_that_stands_alone_belongs_to_the_words_below() -> None:
    text = "1.\n\nBackground\n\n1.1\n\nThe service was good.\n\n1.2\n\nIt improved.\n\n62.4\n\nStaff\n"
    assert [" ".join(x.text.split()) for x in lines_of(text)] == [
        *("1. Background", "1.1 The service was good.", "1.2 It improved.", "62.4", "Staff")
    ]


@pytest.mark.parametrize("row", ["==========", "----------", "~~~~~~~~~~", "**********", "__________"])
def test_a_row_under_short_words_makes_them_a_heading(row: str) -> None:
    text = f"Background\n{row}\n\nThe service was good.\n"
    assert [line.role for line in lines_of(text)] == ["heading", "rule", None]


def test_a_row_under_a_paragraph_parts_it_from_the_next() -> None:
    assert [x.role for x in lines_of(f"{WRAPPED}----------\nNext.\n")][-2:] == ["rule", None]


RAGGED = """\
1.       Leadership
1.1      The peer review, by colleagues from a neighbouring authority,
         confirmed that all thresholds are understood by police and by
         the schools of the county. Feedback gathered in the autumn shows
         that most of the parents felt respected.
1.2      The priorities agreed with partners are:
         •   Help at the earliest point for all of the families who will
             ask for it
         •   Homes close to family
1.3      The inspectors put it this way:
              'Leaders know their services well, and have a plan.'
"""


def test_lines_copied_from_a_page_hang_under_the_words_after_a_number() -> None:
    assert opens(RAGGED) == [True, True, False, False, False, True, True, False, True, True, True]


@pytest.mark.parametrize("data", [b" \t\r\n\x0c" * 9, b"\xef\xbb\xbf", "\n".encode("utf-16")])
def test_white_space_is_no_line(data: bytes) -> None:
    assert read(data, "paper.txt").lines == ()


def test_no_bytes_are_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read(b"", "paper.txt")
    assert refused.value.code == "empty"


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01" + b"\0" * 9 + bytes(range(256)) * 4, b"%PDF-1.7\n", b"PK\x03\x04 and"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, "paper.txt")
    assert refused.value.code == "not-txt"


def test_a_stray_control_character_is_kept_and_said() -> None:
    transcript = read(b"Children looked\x07 after, and so on, for a line\n", "paper.txt")
    assert "\x07" in transcript.text
    assert [remark.code for remark in transcript.remarks] == ["control-characters"]


TEXTS = st.lists(
    st.sampled_from(
        [
            "word",
            "Word.",
            " ",
            "  ",
            "   ",
            "\t",
            "\n",
            "\n\n",
            "\r\n",
            "\f",
            "\v",
            "- ",
            "2.7",
            "|",
            "--",
            "\u2028",
            "£5",
            "19%",
        ]
    )
    | st.text(max_size=5)
).map("".join)


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_the_lines_tile_the_text(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    try:
        transcript = read(b"\xef\xbb\xbf" + text.encode(), "paper.txt")
    except Unreadable:
        return
    assert transcript.text == (NEWLINES.sub("\n", text) if transcript.lines else "")
    assert bool(transcript.lines) == bool(text.strip())
    assert all(line.text for line in transcript.lines)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        transcript = read(data, "paper.txt")
    except Unreadable as refused:
        assert refused.code in {"empty", "not-txt"}  # noqa: PT017  both outcomes are promised
        return
    assert not transcript.lines or any(line.text.strip() for line in transcript.lines)


@pytest.mark.parametrize(("share", "severity"), [(1000, "info"), (40, "error")])
def test_many_control_characters_are_no_small_matter(share: int, severity: str) -> None:
    text = "".join("\x01" if n % share == 0 else "\n" if n % 40 == 1 else "a" for n in range(4000))
    found = [one for one in read(text.encode(), "a.txt").remarks if one.code == "control-characters"]
    assert [one.severity for one in found] == [severity]


def test_the_end_of_the_last_rows_label_is_in_that_row() -> None:
    text = (
        "Measure                2021/22    2022/23\n"
        "Contacts               356        412\n"
        "Referrals              149        168\n"
        "Cases closed           81%        87%\n"
        "within three months\n"
        "The rest took longer than that.\n"
    )
    last = [words for _, row, column, words in cells(read(text.encode(), "paper.txt")) if row == 3 and column == 0]
    assert last == ["Cases closed", "within three months"]
