"""Word files to lines: numbers, tables, text boxes, notes, fields, tracked changes, what is not shown."""

import io
import random
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.readers.docx import read
from pipeline.transcript import Cell, Line, Transcript, Unreadable
from tests.generator import docx_maker
from tests.generator.__main__ import printed_papers

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:unknown="urn:nobody-knows"'
)
ROOTS = {"numbering": "numbering", "styles": "styles", "settings": "settings", "comments": "comments"}
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def relations(targets: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{KINDS}/{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def packed(body: str, **parts: str) -> bytes:
    """A Word file; `header1` and the like are parts of that kind with the relation id of that name."""
    named = {name: (re.sub(r"\d+\Z", "", name), f"{name}.xml") for name in parts}
    made = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{made}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *((name, kind) for name, (kind, _) in named.items()))
    )
    plain = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{plain}{types}</Types>',
        "_rels/.rels": relations({"d": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": relations(named),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        root = ROOTS.get(name) or {"header": "hdr", "footer": "ftr"}.get(name[:6], name)
        files[f"word/{name}.xml"] = f"<w:{root} {SPACES}>{content}</w:{root}>"
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def paper(body: str, **parts: str) -> Transcript:
    return read(packed(body, **parts), "paper.docx")


def lines(body: str, **parts: str) -> tuple[Line, ...]:
    return paper(body, **parts).lines


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in lines(body, **parts)]


def only(body: str, **parts: str) -> Line:
    found = lines(body, **parts)
    assert len(found) == 1
    return found[0]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    """A paragraph; content that is not markup is one run."""
    inside = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def listed(list_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def level(at: int, text: str, form: str = "decimal", start: int = 1, more: str = "") -> str:
    counted = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{at}">{counted}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(key: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def starts_at(at: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


LEGAL = abstract(0, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerRoman"))


# -- numbers ----------------------------------------------------------------


def test_levels_count_and_deeper_ones_begin_anew() -> None:
    body = "".join(p("x", listed(1, at)) for at in (0, 1, 1, 2, 2, 1, 2, 0, 1))
    numbers = ["1.", "1.1", "1.2", "(i)", "(ii)", "1.3", "(i)", "2.", "2.1"]
    assert texts(body, numbering=LEGAL + num(1, 0)) == [f"{number}\tx\n" for number in numbers]


def test_a_level_that_was_passed_over_counts_as_begun() -> None:
    body = p("x", listed(1, 1)) + p("y", listed(1, 0)) + p("z", listed(1, 1))
    assert texts(body, numbering=LEGAL + num(1, 0)) == ["1.1\tx\n", "2.\ty\n", "2.1\tz\n"]


def test_lists_of_one_definition_go_on_and_an_override_begins_anew_once() -> None:
    numbering = abstract(0, level(0, "%1)")) + num(1, 0) + num(2, 0) + num(3, 0, starts_at(0, 7))
    body = "".join(p("x", listed(key)) for key in (1, 1, 2, 3, 3, 1))
    assert texts(body, numbering=numbering) == [f"{n})\tx\n" for n in (1, 2, 3, 7, 8, 9)]


def test_an_override_may_bring_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/>{level(0, "%1.", "upperLetter")}</w:lvlOverride>'
    assert texts(p("x", listed(1)), numbering=LEGAL + num(1, 0, own)) == ["C.\tx\n"]


@pytest.mark.parametrize(("restart", "printed"), [("0", "b)"), ("1", "b)"), ("2", "a)")])
def test_what_begins_a_level_anew_can_be_stated(restart: str, printed: str) -> None:
    third = level(2, "%3)", "lowerLetter", more=f'<w:lvlRestart w:val="{restart}"/>')
    numbering = abstract(0, level(0, "%1"), level(1, "%1.%2"), third) + num(1, 0)
    body = "".join(p("x", listed(1, at)) for at in (0, 1, 2, 1, 2))
    assert texts(body, numbering=numbering)[-1] == f"{printed}\tx\n"


@pytest.mark.parametrize(
    ("form", "start", "printed"),
    [
        ("decimal", 17, "17"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 2, "B"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 49, "XLIX"),
        ("ordinal", 22, "22nd"),
        ("cardinalText", 21, "Twenty-one"),
        ("ordinalText", 30, "Thirtieth"),
        ("chicago", 5, "**"),
        ("aFormatOfTheFuture", 4, "4"),
    ],
)
def test_formats(form: str, start: int, printed: str) -> None:
    numbering = abstract(0, level(0, "%1", form, start)) + num(1, 0)
    assert only(p("x", listed(1)), numbering=numbering).text == f"{printed}\tx\n"


def test_legal_levels_print_every_number_in_figures() -> None:
    numbering = abstract(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")) + num(1, 0)
    assert texts(p("x", listed(1)) + p("y", listed(1, 1)), numbering=numbering) == ["I.\tx\n", "1.1\ty\n"]


@pytest.mark.parametrize(
    ("gap", "text", "mark"), [("tab", "1.\tx\n", 3), ("space", "1. x\n", 3), ("nothing", "1.x\n", 2)]
)
def test_the_gap_after_a_number(gap: str, text: str, mark: int) -> None:
    numbering = abstract(0, level(0, "%1.", more=f'<w:suff w:val="{gap}"/>')) + num(1, 0)
    found = only(p("x", listed(1)), numbering=numbering)
    assert (found.text, found.mark) == (text, mark)


HEADING = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Our heading"/><w:basedOn w:val="H2"/></w:style>'
)


def styled(name: str, more: str = "") -> str:
    return f'<w:pStyle w:val="{name}"/>{more}'


def test_numbers_come_from_styles() -> None:
    numbering = (
        abstract(0, level(0, "%1", more='<w:pStyle w:val="H1"/>'), level(1, "%1.%2", more='<w:pStyle w:val="H2"/>'))
    ) + num(1, 0)
    body = p("One", styled("H1")) + p("two", styled("H2")) + p("three", styled("Own"))
    found = lines(body, numbering=numbering, styles=HEADING)
    assert [line.text for line in found] == ["1\tOne\n", "1.1\ttwo\n", "1.2\tthree\n"]
    assert [(line.role, line.level, line.mark) for line in found] == [
        ("heading", 1, 2),
        ("heading", 2, 4),
        ("heading", 2, 4),
    ]


def test_list_zero_switches_a_style_s_number_off() -> None:
    body = p("One", styled("H1", '<w:numPr><w:numId w:val="0"/></w:numPr>')) + p("Two", styled("H1"))
    assert texts(body, numbering=LEGAL + num(1, 0), styles=HEADING) == ["One\n", "1.\tTwo\n"]


def test_a_list_may_be_defined_by_a_numbering_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Lst"><w:name w:val="Lst"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linked = abstract(5, more='<w:numStyleLink w:val="Lst"/>')
    assert texts(p("x", listed(2)), numbering=LEGAL + linked + num(1, 0) + num(2, 5), styles=styles) == ["1.\tx\n"]


def test_a_list_that_is_not_defined_prints_nothing() -> None:
    assert texts(p("x", listed(9)), numbering=LEGAL) == ["x\n"]


def test_bullets_of_symbol_fonts_are_the_glyphs_people_see() -> None:
    font = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'
    bullet = f'<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/>{font}</w:lvl>'
    inner = '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>'
    found = lines(p("x", listed(1)) + p("y", listed(1, 1)), numbering=abstract(0, bullet, inner) + num(1, 0))
    assert [(line.text, line.role, line.level, line.mark) for line in found] == [
        ("•\tx\n", "item", 0, 2),
        ("o\ty\n", "item", 1, 2),
    ]


def test_an_empty_numbered_paragraph_counts_and_a_hidden_one_does_not() -> None:
    hidden = "<w:p><w:pPr>" + listed(1) + f"<w:rPr><w:vanish/></w:rPr></w:pPr>{run('gone', '<w:vanish/>')}</w:p>"
    found = lines(p("x", listed(1)) + p("<w:r/>", listed(1)) + hidden + p("y", listed(1)), numbering=LEGAL + num(1, 0))
    assert [(line.text, line.role) for line in found] == [
        ("1.\tx\n", None),
        ("2.\t\n", None),
        ("gone\n", "hidden"),
        ("3.\ty\n", None),
    ]


def test_an_indent_of_the_list_is_the_line_s_unless_it_states_its_own() -> None:
    indented = level(0, "%1.").replace("</w:lvl>", '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>')
    own = listed(1) + '<w:ind w:left="1440"/>'
    found = lines(p("x", listed(1)) + p("y", own), numbering=abstract(0, indented) + num(1, 0))
    assert [line.left for line in found] == [18.0, 54.0]


# -- words ------------------------------------------------------------------


def test_runs_make_one_line_and_breaks_go_on() -> None:
    body = p(run("One ") + run("two", "<w:b/>") + "<w:r><w:br/><w:t>three</w:t><w:tab/><w:t>four</w:t></w:r>")
    assert [(line.text, line.opens) for line in lines(body)] == [("One two\n", True), ("three\tfour\n", False)]


def test_white_space_is_kept_where_it_is_stated() -> None:
    assert texts(p("<w:r><w:t> a </w:t></w:r><w:r><w:t xml:space='preserve'> b</w:t></w:r>")) == ["a b\n"]


def test_hyphens() -> None:
    words = "<w:t>child</w:t><w:softHyphen/><w:t>ren\xads</w:t><w:noBreakHyphen/><w:t>x</w:t>"
    assert texts(p(f"<w:r>{words}</w:r>")) == ["childrens\u2011x\n"]


@pytest.mark.parametrize(
    ("font", "code", "seen"),
    [("Wingdings", "F0FC", "✓"), ("Wingdings", "F0E0", "→"), ("Symbol", "F0B7", "•"), ("", "00E9", "é")],
)
def test_symbols(font: str, code: str, seen: str) -> None:
    assert texts(p(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>')) == [f"{seen}\n"]


def test_words_in_a_symbol_font() -> None:
    assert texts(p(run("&#xF0E9;", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'))) == ["⬆\n"]


def test_capitals_are_printed_as_capitals() -> None:
    assert texts(p(run("Purpose", "<w:caps/>"))) == ["PURPOSE\n"]


def test_type_of_a_line() -> None:
    bold = only(p(run("2.1 ") + run("All bold", '<w:b/><w:sz w:val="28"/>')))
    assert (bold.bold, bold.bold_start, bold.size) == (True, 0, 14.0)
    label = only(p(run("Purpose: ", "<w:b/>") + run("the rest")))
    assert (label.bold, label.bold_start) == (False, 9)
    assert only(p(run("a", '<w:sz w:val="11pt"/>'))).size == 11.0
    assert only(p(run("a", "<w:i/>"))).italic
    assert only(p(run("a", '<w:u w:val="single"/>'))).underline


def test_bold_twice_in_styles_is_light_and_stated_off_is_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = p(run("a"), styled("B")) + p(run("b", '<w:rStyle w:val="S"/>'), styled("B"))
    body += p(run("c", '<w:b w:val="0"/>'), styled("B"))
    assert [line.bold for line in lines(body, styles=styles)] == [True, False, False]


def test_hidden_words_leave_the_flow() -> None:
    found = lines(p(run("shown ") + run("secret", "<w:vanish/>") + run("on")))
    assert [(line.text, line.role) for line in found] == [("shown on\n", None), ("secret\n", "hidden")]


def test_raised_marks_and_raised_letters() -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    assert only(p(run("the year") + run("2", up))).raised == ((8, 9),)
    assert only(p(run("the 5") + run("th", up))).raised == ()
    assert only(p(run("per 10,000") + run("1", up))).raised == ((10, 11),)
    assert only(p(run("since 2019") + run("3", up))).raised == ((10, 11),)
    assert only(p(run("10") + run("2", up))).raised == ()


def test_a_page_break_parts_a_line_and_the_last_printed_ones_do_not() -> None:
    broken = p('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t><w:lastRenderedPageBreak/><w:t>c</w:t></w:r>')
    assert [(line.text, line.opens) for line in lines(broken)] == [("a\n", True), ("bc\n", False)]
    assert texts(p('<w:r><w:br w:type="page"/></w:r>') + p("b"))[-1] == "b\n"


def test_blank_paragraphs_are_kept_as_white_space() -> None:
    assert texts(p("a") + p("<w:r/>") + p("<w:r/>") + p("b")) == ["a\n\n\n", "b\n"]


def test_named_styles_are_evidence() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("T", "Title"), ("C", "caption"), ("H", "heading 3"))
    )
    found = lines(p("a", styled("T")) + p("b", styled("C")) + p("c", styled("H")), styles=styles)
    assert [(line.role, line.level) for line in found] == [("title", None), ("caption", None), ("heading", 3)]


def test_formulas_are_read_from_left_to_right() -> None:
    half = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    assert texts(p(run("about ") + f"<m:oMath>{half}</m:oMath>")) == ["about 1/2\n"]


# -- what stands around words -------------------------------------------------


def test_content_controls_links_and_unknown_wrappers_are_looked_through() -> None:
    control = f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p('block')}</w:sdtContent></w:sdt>"
    inline = f"<w:sdt><w:sdtContent>{run('a')}</w:sdtContent></w:sdt><w:hyperlink r:id='x'>{run('b')}</w:hyperlink>"
    inline += f"<w:smartTag>{run('c')}</w:smartTag><unknown:thing>{run('d')}</unknown:thing>"
    assert texts(control + p(inline)) == ["block\n", "abcd\n"]


def field(instruction: str, result: str) -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    return f"{marks['begin']}<w:r>{instruction}</w:r>{marks['separate']}{result}{marks['end']}"


def test_fields_print_their_results() -> None:
    reference = field("<w:instrText> REF _Ref1 \\h </w:instrText>", run("2.4"))
    assert texts(p(run("see ") + reference)) == ["see 2.4\n"]
    assert texts(p(f'<w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>')) == ["3\n"]


def test_a_field_inside_an_instruction_is_not_printed() -> None:
    nested = field(
        "<w:instrText> IF </w:instrText></w:r>" + field("<w:instrText>PAGE</w:instrText>", run("7")) + "<w:r>",
        run("seven"),
    )
    assert texts(p(nested)) == ["seven\n"]


def test_contents_are_a_field_over_paragraphs() -> None:
    begin, separate, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))
    begin, end = f"<w:r>{begin}<w:instrText>TOC</w:instrText>{separate}</w:r>", f"<w:r>{end}</w:r>"
    page = field("<w:instrText>PAGEREF</w:instrText>", run("2"))
    body = p(begin + run("Purpose") + "<w:r><w:tab/></w:r>" + page) + p(run("Performance") + end) + p("Text")
    assert texts(body) == ["Purpose\t2\n", "Performance\n", "Text\n"]


def form(data: str, result: str = "") -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    middle = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result else ""
    return f'{begin}<w:r><w:instrText>FORM</w:instrText></w:r>{middle}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


ENTRIES = '<w:listEntry w:val="Open"/><w:listEntry w:val="Exempt"/>'


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (form("<w:checkBox><w:checked/></w:checkBox>"), "☒"),
        (form('<w:checkBox><w:default w:val="0"/></w:checkBox>'), "☐"),
        (form(f'<w:ddList><w:result w:val="1"/>{ENTRIES}</w:ddList>'), "Exempt"),
        (form(f"<w:ddList>{ENTRIES}</w:ddList>"), "Open"),
        (form(f"<w:ddList>{ENTRIES}</w:ddList>", run("Open")), "Open"),
        (form("<w:ddList/>", run("x")), "x"),
    ],
)
def test_form_fields(made: str, text: str) -> None:
    assert texts(p(made)) == [f"{text}\n"]


BOX = f"<w:txbxContent>{p('boxed')}</w:txbxContent>"
CHOICE = f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
FALLBACK = f"<mc:Fallback><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback>"


@pytest.mark.parametrize(
    "shape",
    [
        f"<mc:AlternateContent>{CHOICE}{FALLBACK}</mc:AlternateContent>",
        f"<mc:AlternateContent>{CHOICE.replace('wps', 'unknown', 1)}{FALLBACK}</mc:AlternateContent>",
        f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>",
    ],
)
def test_a_text_box_is_read_once(shape: str) -> None:
    assert texts(p(run("a") + f"<w:r>{shape}</w:r>")) == ["a\n", "boxed\n"]


def test_boxes_count_lists_for_themselves() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('b', listed(1))}</w:txbxContent></v:textbox></w:pict></w:r>"
    found = texts(p("x", listed(1)) + p(run("y") + box, listed(1)) + p("z", listed(1)), numbering=LEGAL + num(1, 0))
    assert found == ["1.\tx\n", "2.\ty\n", "1.\tb\n", "3.\tz\n"]


def test_a_picture_is_a_figure_without_words() -> None:
    picture = "<w:r><w:drawing><wp:inline><a:graphic><pic:pic/></a:graphic></wp:inline></w:drawing></w:r>"
    figure = next(line for line in lines(p("a") + p(picture)) if line.role == "figure")
    assert figure.text == ""


# -- tables -----------------------------------------------------------------


def cell(content: str, properties: str = "") -> str:
    inside = content if content.startswith("<w:") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, columns: int = 3) -> str:
    return f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def placed(line: Line) -> tuple[str, int, int, int, int]:
    assert line.cell
    return line.text, line.cell.row, line.cell.column, line.cell.rows, line.cell.columns


MERGE, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_stand_in_the_full_grid() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    body = table(
        row(cell("Measure", MERGE), cell("2020/21", wide), properties="<w:tblHeader/>"),
        row(cell("<w:p/>", GO_ON), cell("Q1"), cell("Q2"), properties="<w:tblHeader/>"),
        row(cell("Rate"), cell("1"), cell("2")),
    )
    found = lines(body)
    assert [placed(line) for line in found] == [
        ("Measure\t", 0, 0, 2, 1),
        ("2020/21\n", 0, 1, 1, 2),
        ("Q1\t", 1, 1, 1, 1),
        ("Q2\n", 1, 2, 1, 1),
        ("Rate\t", 2, 0, 1, 1),
        ("1\t", 2, 1, 1, 1),
        ("2\n", 2, 2, 1, 1),
    ]
    assert [line.cell is not None and line.cell.header for line in found] == [True] * 4 + [False] * 3


def test_words_in_a_covered_cell_are_hidden() -> None:
    found = lines(table(row(cell("a", MERGE), cell("b")), row(cell("lost", GO_ON), cell("c")), columns=2))
    assert [(line.text, line.role) for line in found] == [
        ("a\t", None),
        ("b\n", None),
        ("lost\n", "hidden"),
        ("c\n", None),
    ]


def test_a_row_may_begin_late_and_spans_end_with_the_grid() -> None:
    body = table(
        row(cell("a"), cell("b"), cell("c")),
        row(cell("d", '<w:gridSpan w:val="999999"/>'), properties='<w:gridBefore w:val="1"/>'),
    )
    assert placed(lines(body)[-1]) == ("d\n", 1, 1, 1, 2)


def test_an_empty_cell_is_a_line_and_paragraphs_in_a_cell_stay_in_it() -> None:
    found = lines(table(row(cell(p("a") + p("b")), cell("<w:p/>")), columns=2))
    assert [placed(line) for line in found] == [
        ("a\n", 0, 0, 1, 1),
        ("b\t", 0, 0, 1, 1),
        ("\n", 0, 1, 1, 1),
    ]


def test_a_table_in_a_cell_knows_where_it_stands() -> None:
    inner = table(row(cell("x"), cell("y")), columns=2)
    found = lines(table(row(cell("a"), cell(p("b") + inner + "<w:p/>")), columns=2))
    held = [line for line in found if line.cell == Cell(1, 0, 0, within=0) or line.cell == Cell(1, 0, 1, within=0)]
    assert [line.text.strip() for line in held] == ["x", "y"]
    assert "".join("".join(line.text for line in found).split()) == "abxy"


def test_fills() -> None:
    red = '<w:shd w:val="clear" w:fill="FF0000"/>'
    found = lines(table(row(cell("a", red), cell("b", '<w:shd w:val="clear" w:fill="auto"/>')), columns=2))
    assert [line.cell and line.cell.fill for line in found] == ["#ff0000", None]


def test_rows_in_content_controls_and_struck_rows() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{row(cell('b'))}</w:sdtContent></w:sdt>"
    body = table(row(cell("a")), wrapped, row(cell("gone"), properties="<w:del/>"), row(cell("c")), columns=1)
    assert [(line.text, line.role) for line in lines(body + p("z"))] == [
        ("a\n", None),
        ("b\n", None),
        ("c\n", None),
        ("z\n", None),
        ("gone\n", "deleted"),
    ]


# -- margins and notes --------------------------------------------------------


def section(*references: str, more: str = "") -> str:
    return f"<w:sectPr>{''.join(references)}{more}</w:sectPr>"


def reference(margin: str, kind: str, part: str) -> str:
    return f'<w:{margin}Reference w:type="{kind}" r:id="{part}"/>'


MARGINS = {"header1": p("Usual head"), "header2": p("First head"), "header3": p("Even head"), "footer1": p("Page 1")}
ALL = (
    reference("header", "default", "header1"),
    reference("header", "first", "header2"),
    reference("header", "even", "header3"),
    reference("footer", "default", "footer1"),
)


@pytest.mark.parametrize(
    ("more", "settings", "heads"),
    [
        ("", "", ["Usual head\n"]),
        ("<w:titlePg/>", "", ["Usual head\n", "First head\n"]),
        ("", "<w:evenAndOddHeaders/>", ["Usual head\n", "Even head\n"]),
    ],
)
def test_heads_and_feet_that_some_page_shows(more: str, settings: str, heads: list[str]) -> None:
    found = lines(p("Body") + section(*ALL, more=more), settings=settings, **MARGINS)
    assert [line.text for line in found if line.role == "running-head"] == heads
    assert (found[-1].text, found[-1].role) == ("Page 1\n", "running-foot")
    assert [line.text for line in found if line.role is None] == ["Body\n"]


def test_a_head_of_many_sections_stands_once() -> None:
    body = (
        p("a", section(reference("header", "default", "header1")))
        + p("b")
        + section(reference("header", "default", "header4"))
    )
    assert texts(body, header1=p("Head"), header4=p("Head")) == ["Head\n", "a\n", "b\n"]


def note(key: int, text: str) -> str:
    own = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    return f'<w:footnote w:id="{key}">{p(own + run(" " + text))}</w:footnote>'


def mark(key: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'


def test_footnotes_keep_their_anchor_and_stand_at_the_end_in_order() -> None:
    notes = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>' + note(2, "Second.") + note(1, "First.")
    found = lines(p(run("One") + mark(1)) + p(run("two") + mark(2) + run(".")), footnotes=notes)
    assert [(line.text, line.role, line.raised, line.mark) for line in found] == [
        ("One1\n", None, ((3, 4),), None),
        ("two2.\n", None, ((3, 4),), None),
        ("1 First.\n", "footnote", (), 2),
        ("2 Second.\n", "footnote", (), 2),
    ]


def test_endnotes_are_roman_unless_stated_and_custom_marks_do_not_count() -> None:
    notes = "".join(f'<w:endnote w:id="{key}">{p(text)}</w:endnote>' for key, text in ((1, "x"), (2, "y")))
    custom = '<w:r><w:endnoteReference w:id="1" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    assert texts(p(run("a") + custom + mark(2, "endnote")), endnotes=notes)[0] == "a*i\n"
    arabic = section(more='<w:endnotePr><w:numFmt w:val="decimal"/><w:numStart w:val="4"/></w:endnotePr>')
    assert texts(p(run("a") + mark(2, "endnote")) + arabic, endnotes=notes)[0] == "a4\n"


def test_a_note_that_nothing_refers_to_is_hidden() -> None:
    assert [(line.text, line.role) for line in lines(p("a"), footnotes=note(3, "stray"))][-1][1] == "hidden"


# -- changes, comments, other files -------------------------------------------


def test_tracked_changes_are_read_as_accepted() -> None:
    struck = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    found = paper(p(run("The ") + struck + f"<w:ins>{run('new')}</w:ins>" + run(" plan")))
    assert [(line.text, line.role) for line in found.lines] == [("The new plan\n", None), ("old\n", "deleted")]
    assert [remark.code for remark in found.remarks] == ["tracked-changes"]


def test_what_was_moved_stands_where_it_went() -> None:
    moved = p(f"<w:moveFrom>{run('moved')}</w:moveFrom>") + p("mid") + p(f"<w:moveTo>{run('moved')}</w:moveTo>")
    assert [line.text.strip() for line in lines(moved) if line.role is None and line.text.strip()] == ["mid", "moved"]


def test_paragraphs_whose_end_was_struck_out_are_one() -> None:
    first = f"<w:p><w:pPr>{listed(1)}<w:rPr><w:del/></w:rPr></w:pPr>{run('one ')}</w:p>"
    assert texts(first + p("two", listed(1)) + p("three", listed(1)), numbering=LEGAL + num(1, 0)) == [
        "1.\tone two\n",
        "2.\tthree\n",
    ]


def test_comments_are_no_part_of_the_paper() -> None:
    body = p('<w:commentRangeStart w:id="0"/>' + run("a") + '<w:r><w:commentReference w:id="0"/></w:r>')
    found = paper(body, comments=f'<w:comment w:id="0">{p("remark")}</w:comment>')
    assert ([line.text for line in found.lines], [one.code for one in found.remarks]) == (["a\n"], ["comments-ignored"])


def test_what_cannot_be_read_is_told() -> None:
    found = paper(p("a") + '<w:altChunk r:id="x"/>' + p("<w:r><w:instrText> AUTONUM </w:instrText></w:r>"))
    assert [remark.code for remark in found.remarks] == ["embedded-part", "number-field"]


# -- the file ---------------------------------------------------------------


def test_strict_documents_read_like_others() -> None:
    body = p("Heading", '<w:outlineLvl w:val="0"/>') + table(row(cell("a"), cell("b")), columns=2) + p("x", listed(1))
    data = packed(body, numbering=LEGAL + num(1, 0))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    strict = {name: purl(text) for name, text in files.items()}
    assert strict["word/document.xml"] != files["word/document.xml"]
    assert read(zipped(strict), "strict.docx") == read(data, "paper.docx")


def purl(text: str) -> str:
    """The names of the transitional schemas as the strict ones."""
    return re.sub(
        r"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/",
        r"http://purl.oclc.org/ooxml/\1/",
        text,
    )


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data, "paper.docx")
    return caught.value.code


def test_a_doctype_is_refused() -> None:
    hostile = '<!DOCTYPE x [<!ENTITY e "boom">]><w:document xmlns:w="' + W + '"><w:body/></w:document>'
    files = {"_rels/.rels": relations({"d": ("officeDocument", "word/document.xml")}), "word/document.xml": hostile}
    assert refused(zipped(files)) == "corrupt"


def test_refusals() -> None:
    assert refused(b"") == "empty"
    assert refused(b"%PDF-1.7") == "not-docx"
    assert refused(zipped({"a.txt": "x"})) == "not-docx"
    assert refused(packed(p("a"))[:200]) == "corrupt"
    assert refused(packed(p("<w:ins>" * 300 + run("a") + "</w:ins>" * 300))) == "too-deep"
    assert refused(packed(p("x" * (9 << 20)))) == "expands-too-much"


def test_external_targets_are_never_opened() -> None:
    outside = relations({"header1": ("header", "file:///etc/hostname")}).replace("/>", ' TargetMode="External"/>')
    headed = section(reference("header", "default", "header1"))
    files = {
        "_rels/.rels": relations({"d": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": outside,
        "word/document.xml": f"<w:document {SPACES}><w:body>{p('a')}{headed}</w:body></w:document>",
    }
    assert [line.text for line in read(zipped(files), "paper.docx").lines] == ["a\n"]


# -- nothing is lost ----------------------------------------------------------

TYPED = f"{{{W}}}t"


def typed_characters(data: bytes) -> str:
    """Every typed character of the body, in the order of the file, without white space and soft hyphens."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for fallback in list(root.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")):
        fallback.getparent().remove(fallback)
    return bare("".join(element.text or "" for element in root.iter(TYPED)))


def bare(text: str) -> str:
    return "".join(text.replace("\xad", "").split())


def body_characters(transcript: Transcript) -> str:
    """Every character of the body's lines without what Word made: automatic numbers and marks of notes."""
    made = ""
    for line in transcript.lines:
        if line.role not in {"running-head", "running-foot", "footnote"}:
            text = line.text
            for start, end in sorted(line.raised, reverse=True):
                text = text[:start] + text[end:]
            made += text[line.mark or 0 :]
    return bare(made)


def is_subsequence(short: str, long: str) -> bool:
    left = iter(long)
    return all(character in left for character in short)


@pytest.mark.parametrize("number", range(12))
def test_no_character_is_lost_or_read_twice(number: int, tmp_path: Path) -> None:
    printed = printed_papers(4711, 12)[number][1]
    path = tmp_path / "paper.docx"
    docx_maker.make(printed, path)
    data = path.read_bytes()
    transcript, typed = read(data, path.name), typed_characters(data)
    body = "".join(
        bare(line.text) for line in transcript.lines if line.role not in {"running-head", "running-foot", "footnote"}
    )
    assert is_subsequence(typed, body)
    assert is_subsequence(body_characters(transcript), typed)


def test_no_character_of_a_real_paper_is_lost(shared: Path) -> None:
    found = sorted((shared / "papers").glob("*.docx"))
    assert found
    for path in found:
        data = path.read_bytes()
        body = bare("".join(line.text for line in read(data, path.name).lines))
        assert is_subsequence(typed_characters(data), body)


# -- a second opinion -----------------------------------------------------------

FORMS = ("decimal", "decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman")


def random_lists(seed: int) -> bytes:
    """Sixty paragraphs at random levels of six lists, which share three definitions."""
    dice = random.Random(seed)
    definitions = ""
    for key in range(3):
        levels = []
        for at in range(4):
            text = dice.choice((f"%{at + 1})", ".".join(f"%{up + 1}" for up in range(at + 1)) + "."))
            levels.append(level(at, text, dice.choice(FORMS), dice.choice((1, 1, 3))))
        definitions += abstract(key, *levels)
    lists = "".join(num(key, dice.randrange(3)) for key in range(1, 7))
    body = "".join(p(f"w{at}", listed(dice.randrange(1, 7), dice.choice((0, 0, 1, 1, 2, 3)))) for at in range(60))
    return packed(body, numbering=definitions + lists)


def test_numbers_are_those_that_libreoffice_prints(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    papers = {f"lists{seed}": random_lists(seed) for seed in range(8)}
    for name, data in papers.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    words = sorted(map(str, tmp_path.glob("*.docx")))
    subprocess.run([*command, *words], check=True, capture_output=True, timeout=300)
    for name, data in papers.items():
        theirs = (tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig").splitlines()
        ours = [" ".join(line.text.split()) for line in read(data, name).lines]
        assert ours == [" ".join(line.split()) for line in theirs if line.strip()]
