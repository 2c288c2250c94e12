"""HTML pages to lines: blocks, lists, tables, type, furniture, what is not shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.readers.html import read
from pipeline.transcript import Cell, Line, Transcript, Unreadable


def page(body: str, head: str = '<meta charset="utf-8"><title>Window</title>') -> Transcript:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "paper.html")


def lines(body: str) -> tuple[Line, ...]:
    return page(body).lines


def texts(body: str) -> list[str]:
    return [line.text for line in lines(body)]


def only(body: str) -> Line:
    found = lines(body)
    assert len(found) == 1
    return found[0]


def cell(line: Line) -> Cell:
    assert line.cell
    return line.cell


def test_blocks_open_and_breaks_go_on() -> None:
    found = lines("<div>One <b>two</b>\n  three<br>four<p>five</p>six<br><br>seven</div>")
    assert [(line.text, line.opens) for line in found] == [
        ("One two three\n", True),
        ("four\n", False),
        ("five\n", True),
        ("six\n", True),
        ("seven\n", True),
    ]


def test_white_space_collapses_as_in_a_browser() -> None:
    assert texts("<p>  A <b> b</b>\n\n<i>c </i> d&nbsp;e  </p><p> &nbsp; </p>") == ["A b c d e\n"]


def test_a_gap_of_hard_spaces_is_a_tab() -> None:
    assert texts("<p>2.7&nbsp;&nbsp;&nbsp; Our <span>ambitious</span></p>") == ["2.7\tOur ambitious\n"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts("<pre>one\n  two  2</pre>") == ["one\n", "  two  2\n"]


def test_the_window_title_scripts_and_comments_are_not_printed() -> None:
    assert texts("<script>a</script><style>b</style><!-- c --><noscript>d</noscript><template>e</template>f") == ["f\n"]


def test_headings_have_levels() -> None:
    found = lines('<h1>Report</h1><h3>Detail</h3><div role="heading" aria-level="4">Deep</div>')
    assert [(line.role, line.level) for line in found] == [("heading", 1), ("heading", 3), ("heading", 4)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ol><li>x<li>y</ol>", ["1.\tx\n", "2.\ty\n"]),
        ("<ol start=3><li>x<li value=9>y<li>z</ol>", ["3.\tx\n", "9.\ty\n", "10.\tz\n"]),
        ("<ol type=a start=26><li>x<li>y</ol>", ["z.\tx\n", "aa.\ty\n"]),
        ("<ol type=I start=4><li>x<li>y</ol>", ["IV.\tx\n", "V.\ty\n"]),
        ("<ol reversed><li>x<li>y</ol>", ["2.\tx\n", "1.\ty\n"]),
        ("<ol style='list-style-type: lower-roman'><li>x<li>y</ol>", ["i.\tx\n", "ii.\ty\n"]),
        ("<ul><li>x<ul><li>y<ul><li>z</ul></ul></ul>", ["•\tx\n", "◦\ty\n", "▪\tz\n"]),
        ("<ul style='list-style: none'><li>1.1 x</ul>", ["1.1 x\n"]),
        ("<ol start=99999999999999999999><li>x</ol>", ["1.\tx\n"]),
        ("<ol><li><p>x</p><p>more</p></li><li></li><li>y</li></ol>", ["1.\tx\n", "more\n", "3.\ty\n"]),
    ],
)
def test_markers_are_those_a_browser_prints(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


def test_items_know_their_marker_and_depth() -> None:
    outer, inner, after = lines("<ol><li>One<ul><li>sub</ul></ol><p>After</p>")
    assert (outer.role, outer.level, outer.mark, outer.left) == ("item", 0, 3, 18.0)
    assert (inner.role, inner.level, inner.mark, inner.left) == ("item", 1, 2, 36.0)
    assert (after.role, after.mark, after.left) == (None, None, 0.0)


WORD_ITEM = (
    "<p class=MsoListParagraph style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level2 lfo1'>"
    "<![if !supportLists]><span style='mso-list:Ignore'>1.1<span style='font:7.0pt \"Times New Roman\"'>"
    "&nbsp;&nbsp;&nbsp; </span></span><![endif]><b>Purpose.</b> The report.</p>"
)


def test_a_list_paragraph_saved_by_word() -> None:
    line = only(WORD_ITEM)
    assert line.text == "1.1\tPurpose. The report.\n"
    assert (line.role, line.level, line.mark, line.left, line.bold_start) == ("item", 1, 4, 18.0, 12)


def test_the_same_without_the_bracketed_comments() -> None:
    commented = WORD_ITEM.replace("<![if !supportLists]>", "<!--[if !supportLists]-->").replace(
        "<![endif]>", "<!--[endif]-->"
    )
    assert only(commented) == only(WORD_ITEM)


TABLE = """<table><caption>Measures</caption>
<thead><tr><th colspan=2>Measure</th><th>Now</th></tr></thead>
<tr><td rowspan=2>CP</td><td bgcolor="#FFF">plans</td><td style="background: Red">41<br>rising</td></tr>
<tr><td>visits</td><td></td></tr></table>"""


def test_a_table_with_spans() -> None:
    caption, *found = lines(TABLE)
    assert (caption.text, caption.role, caption.cell) == ("Measures\n", "caption", None)
    assert [(line.text, cell(line).row, cell(line).column) for line in found] == [
        ("Measure\t", 0, 0),
        ("Now\n", 0, 2),
        ("CP\t", 1, 0),
        ("plans\t", 1, 1),
        ("41\n", 1, 2),
        ("rising\n", 1, 2),
        ("visits\t", 2, 1),
        ("\n", 2, 2),
    ]
    assert (cell(found[0]).columns, cell(found[2]).rows, cell(found[0]).header, cell(found[2]).header) == (
        2,
        2,
        True,
        False,
    )
    assert [cell(line).fill for line in found[3:5]] == [None, "#ff0000"]


def test_a_row_of_th_is_a_header_and_a_column_of_th_is_not() -> None:
    found = lines("<table><tr><th>A<th>B<tr><th>x<td>1</table>")
    assert [cell(line).header for line in found] == [True, True, False, False]


def test_spans_are_clamped_to_the_grid() -> None:
    line, *_ = lines("<table><tr><td colspan=1000000000 rowspan=1000000000>62.4</td></tr></table><p>x</p>")
    assert (cell(line).columns, cell(line).rows) == (1, 1)


@pytest.mark.parametrize("span", ["-1", "", "x", "0", "1e3", "١", "²"])
def test_a_span_that_is_no_number_is_one(span: str) -> None:
    assert cell(only(f'<table><tr><td colspan="{span}">62.4</td></tr></table>')).columns == 1


def test_a_table_in_a_table() -> None:
    found = lines("<table><tr><td>a<table><tr><td>b<td>c</table></td><td>d</td></tr></table>")
    assert [(line.text, cell(line).table, cell(line).within) for line in found] == [
        ("a\t", 0, None),
        ("b\t", 1, 0),
        ("c\n", 1, 0),
        ("d\n", 0, None),
    ]


def test_cells_without_a_row_make_one() -> None:
    assert [cell(line).row for line in lines("<table><td>a<td>b<tr><td>c</table>")] == [0, 0, 1]


def test_pictures_and_captions() -> None:
    found = lines("<figure><img src=x alt=Chart><figcaption>Figure 1</figcaption></figure><svg><text>23</text></svg>")
    assert [(line.text, line.role) for line in found] == [("", "figure"), ("Figure 1\n", "caption"), ("23\n", "figure")]


@pytest.mark.parametrize(
    ("markup", "raised"),
    [
        ('services.<sup><a href="#n1">1</a></sup> Next', ["1"]),
        ("services<sup>2</sup> next", ["2"]),
        ("rate<sup>*</sup>", ["*"]),
        ('word<a href="#_ftn1" name="_ftnref1">[1]</a>', ["[1]"]),
        ("on 5<sup>th</sup> May", []),
        ("10 km<sup>2</sup> or 10<sup>5</sup>", []),
        ('see <a href="#s2">2</a> below', []),
    ],
)
def test_footnote_marks_are_raised(markup: str, raised: list[str]) -> None:
    line = only(f"<p>{markup}</p>")
    assert [line.text[start:end] for start, end in line.raised] == raised


def test_type_of_the_words() -> None:
    bold, label, style, other = lines(
        "<p>1.2 <b>All bold</b></p><p>2.1 <strong>Label:</strong> text</p>"
        "<p style='font-weight:700;font-size:16px'><u>x</u></p>"
        "<p style='font-style:italic'><b style='font-weight:normal'>y</b></p>"
    )
    assert (bold.bold, bold.bold_start) == (True, 0)
    assert (label.bold, label.text[: label.bold_start]) == (False, "2.1 Label:")
    assert (style.bold, style.underline, style.size) == (True, True, 12.0)
    assert (other.bold, other.italic) == (False, True)


@pytest.mark.parametrize(
    ("markup", "role"),
    [
        ("<nav><a href=/>Home</a></nav>", "running-head"),
        ("<header><a href=/>Site</a></header>", "running-head"),
        ("<div role=navigation>Menu</div>", "running-head"),
        ('<div class="breadcrumb">You are here</div>', "running-head"),
        ("<button>Search</button>", "running-head"),
        ("<footer>Contact us</footer>", "running-foot"),
        ("<p class=MsoHeader>Page 1</p>", "running-head"),
        ("<p class=MsoFooter>Page 1</p>", "running-foot"),
        ("<div class=header><h2>Report title</h2></div>", "heading"),
        ("<table><tr class=header><td>Indicator</td></tr></table>", None),
        ('<div id="footer"><h2>Council</h2></div>', "running-foot"),
        ("<header><p>Report title</p></header>", None),
        ("<main><article><header><a href=x>Title</a></header></article></main>", None),
        ("<p style='display: none'>x</p>", "hidden"),
        ("<p hidden>x</p>", "hidden"),
        ("<span class=sr-only>x</span>", "hidden"),
        ("<p aria-hidden=true>x</p>", None),
        ("<p><del>x</del></p>", "deleted"),
        ("<div class=footnotes><p>1 See the note.</p></div>", "footnote"),
    ],
)
def test_what_is_not_the_papers_own_text_is_kept_and_named(markup: str, role: str | None) -> None:
    assert only(markup).role == role


def test_hidden_words_do_not_cut_a_paragraph() -> None:
    found = lines("<p>One <span style='display:none'>no</span>two <del>old</del><ins>new</ins></p>")
    assert [(line.text, line.role) for line in found] == [
        ("One two new\n", None),
        ("no\n", "hidden"),
        ("old\n", "deleted"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str) -> None:
    source = "<html><body><p>Children’s £62.4 – café, and more words to be told by</p></body></html>"
    transcript = read(source.encode(encoding), "paper.html")
    assert transcript.text == "Children’s £62.4 – café, and more words to be told by\n"


def test_a_wrong_declaration_loses_nothing() -> None:
    assert "Children’s £" in read('<meta charset="utf-8"><p>Children’s £</p>'.encode("cp1252"), "paper.html").text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "not-html"),
        (b"MIME-Version: 1.0\r\n", "not-html"),
        (b"<div>" * 5000 + b"x", "too-deep"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, "paper.html")
    assert refused.value.code == code


def test_elements_below_the_usual_limit_of_the_parser_are_read() -> None:
    assert texts("<div>" * 1000 + "deep") == ["deep\n"]


def test_a_comment_that_swallows_the_page_is_said() -> None:
    assert [remark.code for remark in page("<p>One</p><!-- <p>Two</p>").remarks] == ["unclosed-comment"]


def test_entities_of_the_page_itself_are_not_opened() -> None:
    source = b'<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><body><p>&e; text</p></body></html>'
    assert "root:" not in read(source, "paper.html").text


TAGS = [
    "p",
    "div",
    "b",
    "i",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "td",
    "th",
    "h2",
    "pre",
    "br",
    "span",
    "sup",
    "a",
    "blockquote",
]
SOUP = st.lists(
    st.sampled_from(
        ["<", ">", "</", "&", "&nbsp;", "<!--", "-->", "<![if x]>", "\0", '"', "=", "'", " style=", "display:none"]
    )
    | st.sampled_from(TAGS).map("<{}>".format)
    | st.sampled_from(TAGS).map("</{}>".format)
    | st.sampled_from(
        ["<td colspan=3 rowspan=0>", "<ol start=-5 type=i>", "<del>", "<figure>", "<svg>", "<select><option>"]
    )
    | st.text(max_size=4),
    max_size=40,
).map("".join)


@settings(deadline=None, max_examples=400)
@given(SOUP)
def test_tag_soup_is_read_or_refused(soup: str) -> None:
    try:
        transcript = read(soup.encode("utf-8", "ignore"), "paper.html")
    except Unreadable:
        return
    for line in transcript.lines:
        assert not line.text or line.text[-1] in "\t\n"
        assert all(0 <= start < end <= len(line.text) for start, end in line.raised)
        assert (line.mark or 0) <= len(line.text)
        assert line.bold_start <= len(line.text)


NUMBERED = st.recursive(
    st.just("@ "),
    lambda inner: st.tuples(st.sampled_from(TAGS[:3] + TAGS[4:12] + TAGS[14:]), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=25,
)


@settings(deadline=None, max_examples=300)
@given(st.lists(NUMBERED, min_size=1, max_size=5).map("".join))
def test_every_word_is_printed_once_and_in_order(markup: str) -> None:
    count = markup.count("@")
    for number in range(count):
        markup = markup.replace("@", f"word{number}x", 1)
    try:
        text = page(markup).text
    except Unreadable:
        assert count == 0
        return
    printed = [word for word in text.replace("x", "x ").split() if word.startswith("word")]
    assert printed == [f"word{number}x" for number in range(count)]


PROSE = "<p>The Committee is asked to consider the annual report on services for children and young people.</p>"
MENU = '<ul><li><a href="/">Home</a></li><li><a href="/council">Council</a> |</li><li><a href="/x">Search</a></li></ul>'
DOCUMENTS = (
    '<ul><li><a href="documents/s1/Report.pdf">Report</a> PDF 200 KB</li><li><a href="s2">Appendix A</a></li></ul>'
)


def roles(body: str) -> list[tuple[str, str | None]]:
    return [(line.text.split("\t")[-1].strip(), line.role) for line in lines(body)]


def test_what_stands_around_the_main_part_is_the_site_s() -> None:
    body = (
        f'<div><div>Democracy <a href="/">Home</a></div><main><h1>Item 5</h1>{PROSE}</main>'
        '<div class="related">See also <a href="/y">Budget</a></div></div><div>© Council <a href="/z">Privacy</a></div>'
    )
    found = roles(body)
    assert [role for _, role in found] == ["running-head", "heading", None, "running-foot", "running-foot"]


def test_the_paper_s_header_in_front_of_the_main_part_stays() -> None:
    plain = f"<header><p>Council</p><p>19 January 2021</p></header><main><h1>Item 5</h1>{PROSE}</main>"
    assert [role for _, role in roles(plain)] == [None, None, "heading", None]
    titled = f'<div><h1>Item 5</h1><a href="/">Home</a></div><main>{PROSE}</main>'
    assert [role for _, role in roles(titled)] == ["heading", None, None]


def test_a_main_part_that_holds_little_says_nothing() -> None:
    assert roles(f'<main>Loading</main><div>{PROSE}<a href="/x">x</a></div>')[1][1] is None


def test_lists_of_links_in_front_of_the_prose_and_after_it_are_menus() -> None:
    body = f"<div>{MENU}</div><h1>Agenda item</h1>{MENU}<div>{PROSE}</div><div>{MENU}</div><p>© Council 2021</p>"
    found = roles(body)
    assert [role for _, role in found] == [
        *["running-head"] * 3,
        "heading",
        *["running-head"] * 3,
        None,
        *["running-foot"] * 4,
    ]


def test_documents_under_a_heading_and_contents_are_part_of_the_paper() -> None:
    contents = '<ul><li><a href="#a">Purpose</a></li><li><a href="#b">Performance</a></li></ul>'
    found = roles(f"{contents}{PROSE}{MENU}{PROSE}<h2>Supporting documents:</h2><div>{DOCUMENTS}</div><p>End</p>")
    assert {role for text, role in found} == {"item", None, "heading"}


def test_a_menu_with_its_heading_and_its_logo_in_front_of_the_title() -> None:
    side = f'<div><a href="/"><img alt="Council"></a><h2>Navigation</h2>{MENU}</div>'
    found = roles(f"{side}<div><h1>Item</h1><h2>Ofsted update</h2>{MENU}</div>{PROSE}")
    assert [role for _, role in found] == [*["running-head"] * 4, "heading", "heading", *["running-head"] * 3, None]


def test_a_header_line_with_a_link_stays() -> None:
    body = f'<p><a href="/committee">Children\'s Select Committee</a></p><p>19 January 2021</p>{PROSE}'
    assert [role for _, role in roles(body)] == [None, None, None]


def test_notices_about_cookies_and_labels_are_the_site_s() -> None:
    notice = (
        "<div id='ccc-cookie-message'><p>This site stores small files on your computer so that it can work well.</p>"
    )
    body = f"{notice}</div><label>Search this site</label>{MENU}{PROSE}"
    assert [role for _, role in roles(body)] == ["running-head"] * 5 + [None]
    whole = f"<div class='accepts-cookies'><h1>Item</h1>{PROSE}</div>"
    assert [role for _, role in roles(whole)] == ["heading", None]


def test_wide_spaces_are_gaps_and_soft_hyphens_show_nothing() -> None:
    assert texts("<p>2.7&emsp;Our chil&shy;dren</p><p>3.&nbsp;&ensp;x</p>") == ["2.7\tOur children\n", "3.\tx\n"]


def test_a_heading_over_a_group_of_rows_is_no_head_of_the_table() -> None:
    head = "<thead><tr><th>Measure<th>Now</tr></thead>"
    group = "<tr><th colspan=2>Help and protection</tr>"
    found = lines(f"<table>{head}{group}<tr><td>a<td>1</tr>{group}<tr><td>b<td>2</tr></table>")
    assert [cell(line).header for line in found] == [True, True] + [False] * 6
    titled = lines("<table><tr><th colspan=2>Table 1</tr><tr><th>Measure<th>Now</tr><tr><td>a<td>1</tr></table>")
    assert [cell(line).header for line in titled] == [True] * 3 + [False] * 2


@pytest.mark.parametrize(
    "behind", ["<p>second</p>third", "second <b>third</b>", "<table><tr><td>second<td>third</table>"]
)
def test_what_stands_behind_the_end_of_the_page_is_read(behind: str) -> None:
    page = f"<html><body><p>first</p></body></html>{behind}"
    assert read(page.encode(), "a.html").text.split() == ["first", "second", "third"]
    twice = f"{page}<html><head><title>no</title></head><body>fourth</body></html>"
    assert read(twice.encode(), "a.html").text.split() == ["first", "second", "third", "fourth"]
