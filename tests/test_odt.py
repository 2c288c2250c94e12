"""OpenDocument texts to lines: automatic numbers, tables, margins, notes, tracked changes, what is not shown."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pipeline import sniff
from pipeline.corpus import Source
from pipeline.readers.odt import read
from pipeline.run import extract
from pipeline.transcript import Line, Transcript, Unreadable
from schemas.paper import Paper

CORPUS = Path(__file__).parent.parent / "corpus" / "eastmarch"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
URNS = {
    **{name: f"{OASIS}{name}:1.0" for name in ("office", "text", "table", "style", "chart", "manifest")},
    "draw": f"{OASIS}drawing:1.0",
    "fo": f"{OASIS}xsl-fo-compatible:1.0",
    "svg": f"{OASIS}svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
SPACES = " ".join(f'xmlns:{name}="{urn}"' for name, urn in URNS.items())
MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MEDIA_TYPE, zipfile.ZIP_STORED)
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def packed(body: str, automatic: str = "", common: str = "", masters: str = "", **more: str) -> bytes:
    """An OpenDocument text; `automatic` styles of the content, `common` styles, `masters`: page styles."""
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {SPACES}><office:styles>{common}</office:styles>"
        f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
    )
    return zipped({"content.xml": content, "styles.xml": styles, **more})


def paper(body: str, automatic: str = "", common: str = "", masters: str = "") -> Transcript:
    return read(packed(body, automatic, common, masters), "paper.odt")


def lines(body: str, automatic: str = "", common: str = "", masters: str = "") -> tuple[Line, ...]:
    return paper(body, automatic, common, masters).lines


def texts(body: str, automatic: str = "", common: str = "", masters: str = "") -> list[str]:
    return [line.text for line in lines(body, automatic, common, masters)]


def wrap(name: str, *content: str, **attributes: str) -> str:
    """An element; `_` in the names of attributes is the colon, a second one the hyphen."""
    stated = "".join(f' {key.replace("_", ":", 1).replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<{name}{stated}>{''.join(content)}</{name}>"


def style(name: str, family: str, *properties: str, **attributes: str) -> str:
    return wrap("style:style", *properties, style_name=name, style_family=family, **attributes)


def p(content: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def h(content: str, level: int, more: str = "") -> str:
    return f'<text:h text:outline-level="{level}" {more}>{content}</text:h>'


def level(at: int, form: str = "1", more: str = "", label: str = 'text:label-followed-by="listtab"') -> str:
    aligned = wrap("style:list-level-properties", f"<style:list-level-label-alignment {label}/>")
    stated = f'text:level="{at}" style:num-format="{form}" {more}'
    return f"<text:list-level-style-number {stated}>{aligned}</text:list-level-style-number>"


def bullet(at: int, glyph: str, font: str = "") -> str:
    face = wrap("style:text-properties", style_font_name=font) if font else ""
    return wrap("text:list-level-style-bullet", face, text_level=str(at), text_bullet_char=glyph)


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def items(*blocks: str, style: str = "L", more: str = "") -> str:
    inside = "".join(f"<text:list-item>{block}</text:list-item>" for block in blocks)
    named = f'text:style-name="{style}"' if style else ""
    return f"<text:list {named} {more}>{inside}</text:list>"


SUFFIXED = 'style:num-suffix="."'
ROMAN = level(3, "i", 'style:num-prefix="(" style:num-suffix=")"')
PAPER = list_style("L", level(1, more=SUFFIXED), level(2, more='text:display-levels="2"'), ROMAN)


# -- numbers ----------------------------------------------------------------


def test_levels_count_and_deeper_ones_begin_anew() -> None:
    deep = p("b") + items(p("c"), p("d"), style="")
    body = items(p("a") + items(deep, p("e"), style=""), p("f") + items(p("g"), style=""))
    assert texts(body, PAPER) == ["1.\ta\n", "1.1\tb\n", "(i)\tc\n", "(ii)\td\n", "1.2\te\n", "2.\tf\n", "2.1\tg\n"]


def test_only_the_first_block_of_an_item_has_the_number() -> None:
    found = lines(items(p("a") + p("more"), p("b")), PAPER)
    assert [(line.text, line.mark) for line in found] == [("1.\ta\n", 3), ("more\n", None), ("2.\tb\n", 3)]


def test_lists_go_on_where_they_say_so() -> None:
    other = list_style("M", level(1, "a", 'style:num-suffix=")"'))
    body = (
        items(p("a"), more='xml:id="one"')
        + items(p("x"), style="M")
        + items(p("b"), more='text:continue-numbering="true"')
        + items(p("y"), style="M")
        + items(p("z"), style="M", more='text:continue-numbering="true"')
        + items(p("c"), style="M", more='text:continue-list="one"')
        + items(p("new"))
    )
    assert texts(body, PAPER + other) == [
        "1.\ta\n",
        "a)\tx\n",
        "2.\tb\n",
        "a)\ty\n",
        "b)\tz\n",
        "c)\tc\n",
        "1.\tnew\n",
    ]


def test_an_item_that_only_holds_a_list_does_not_count() -> None:
    body = items(p("a")) + p("between") + items(items(p("b"), style=""), more='text:continue-numbering="true"')
    assert texts(body, PAPER) == ["1.\ta\n", "between\n", "1.1\tb\n"]


def test_starts_and_headers_of_lists() -> None:
    begun = '<text:list text:style-name="L"><text:list-header>' + p("head") + "</text:list-header>"
    begun += f'<text:list-item text:start-value="7">{p("a")}</text:list-item><text:list-item>{p("b")}</text:list-item>'
    assert texts(begun + "</text:list>", PAPER) == ["head\n", "7.\ta\n", "8.\tb\n"]
    from_five = list_style("L", level(1, more=f'{SUFFIXED} text:start-value="5"'))
    assert texts(items(p("a"), p("b")), from_five) == ["5.\ta\n", "6.\tb\n"]


@pytest.mark.parametrize(
    ("form", "more", "start", "printed"),
    [
        ("a", "", 27, "aa"),
        ("a", "", 28, "ab"),
        ("a", 'style:num-letter-sync="true"', 28, "bb"),
        ("A", "", 3, "C"),
        ("i", "", 4, "iv"),
        ("I", "", 9, "IX"),
        ("01", "", 3, "03"),
        ("1st", "", 2, "2nd"),
        ("1", 'loext:num-list-format="[%1%]"', 6, "[6]"),
    ],
)
def test_formats(form: str, more: str, start: int, printed: str) -> None:
    style = list_style("L", level(1, form, f'{more} text:start-value="{start}"'))
    assert texts(items(p("x")), style) == [f"{printed}\tx\n"]


@pytest.mark.parametrize(("label", "text"), [("listtab", "1\tx\n"), ("space", "1 x\n"), ("nothing", "1x\n")])
def test_the_gap_after_a_number(label: str, text: str) -> None:
    assert texts(items(p("x")), list_style("L", level(1, label=f'text:label-followed-by="{label}"'))) == [text]


def test_a_pattern_is_printed_as_it_is_stated() -> None:
    style = list_style("L", level(1), level(2, more='loext:num-list-format="%1%.%2%)" style:num-suffix="ignored"'))
    assert texts(items(p("a") + items(p("b"), style="")), style)[1] == "1.1)\tb\n"


def test_bullets_are_items_with_the_glyph_people_see() -> None:
    style = list_style("L", bullet(1, "\uf0b7", "Symbol"), bullet(2, "–"))
    found = lines(items(p("a") + items(p("b"), style="")), style)
    assert [(line.text, line.role, line.level, line.mark) for line in found] == [
        ("•\ta\n", "item", 0, 2),
        ("–\tb\n", "item", 1, 2),
    ]


OUTLINE = (
    '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1"/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
)


def test_headings_count_in_the_outline() -> None:
    body = h("One", 1) + h("a", 2) + p("text") + h("b", 2) + h("Plain", 1, 'text:is-list-header="true"') + h("Two", 1)
    body += h("c", 2) + h("Nine", 1, 'text:restart-numbering="true" text:start-value="9"')
    found = lines(body, common=OUTLINE)
    assert [line.text.strip() for line in found] == [
        "1\tOne",
        "1.1\ta",
        "text",
        "1.2\tb",
        "Plain",
        "2\tTwo",
        "2.1\tc",
        "9\tNine",
    ]
    assert [(line.role, line.level) for line in found[:3]] == [("heading", 1), ("heading", 2), (None, None)]


def test_a_heading_in_a_list_counts_in_the_list() -> None:
    assert texts(items(h("One", 1)) + h("Two", 1), PAPER, OUTLINE) == ["1.\tOne\n", "1\tTwo\n"]


def test_a_paragraph_style_may_bring_the_list() -> None:
    named = style("N", "paragraph", style_list_style_name="L")
    assert texts(items(p("a", "N"), style=""), PAPER + named) == ["1.\ta\n"]


def test_numbered_paragraphs_without_a_list() -> None:
    one = '<text:numbered-paragraph text:list-id="k" text:style-name="L" text:level="1">'
    body = "".join(f"{one}{p(name)}</text:numbered-paragraph>" for name in "ab")
    assert texts(body, PAPER) == ["1.\ta\n", "2.\tb\n"]


def test_indents_of_the_list_and_of_the_paragraph_itself() -> None:
    label = 'text:label-followed-by="listtab" fo:margin-left="1in" fo:text-indent="-0.5in"'
    own = style("P", "paragraph", wrap("style:paragraph-properties", fo_margin_left="2in"))
    found = lines(items(p("a"), p("b", "P")), list_style("L", level(1, label=label)) + own)
    assert [line.left for line in found] == [36.0, 108.0]


# -- words ------------------------------------------------------------------

BOLD = style("B", "text", wrap("style:text-properties", fo_font_weight="bold"))


def test_white_space_counts_once_and_stated_spaces_count() -> None:
    assert texts(p("  a \n  b<text:s text:c='3'/>c<text:span> </text:span> d<text:tab/>e ")) == ["a b   c d\te \n"]


def test_breaks_spans_links_and_fields() -> None:
    span = wrap("text:span", "Purpose:", text_style_name="B")
    body = p(f"{span} see<text:line-break/><text:a>link</text:a> <text:page-number>3</text:page-number>")
    found = lines(body, BOLD)
    assert [(line.text, line.opens, line.bold_start) for line in found] == [
        ("Purpose: see\n", True, 8),
        ("link 3\n", False, 0),
    ]


def test_soft_hyphens_and_page_breaks_show_nothing() -> None:
    assert texts(p("chil\xaddr<text:soft-page-break/>en")) == ["children\n"]


def test_styles_in_a_chain() -> None:
    eleven = wrap("style:text-properties", fo_font_size="11pt")
    bold = wrap("style:text-properties", fo_font_weight="700", fo_font_style="italic")
    common = (
        wrap("style:default-style", eleven, style_family="paragraph")
        + style("A", "paragraph", bold)
        + style("Title", "paragraph", style_parent_style_name="A")
        + style("Table", "paragraph", style_parent_style_name="Caption")
        + style("Caption", "paragraph")
    )
    title, caption = lines(p("a", "Title") + p("b", "Table"), common=common)
    assert (title.bold, title.italic, title.size, title.role) == (True, True, 11.0, "title")
    assert (caption.bold, caption.role) == (False, "caption")


def test_hidden_words_and_sections() -> None:
    hidden = style("H", "text", wrap("style:text-properties", text_display="none"))
    body = p('shown<text:span text:style-name="H">secret</text:span>')
    body += f'<text:section text:display="none">{p("gone")}</text:section><text:section>{p("kept")}</text:section>'
    assert [(line.text, line.role) for line in lines(body, hidden)] == [
        ("shown\n", None),
        ("secret\n", "hidden"),
        ("gone\n", "hidden"),
        ("kept\n", None),
    ]


def test_contents_are_read_and_their_templates_are_not() -> None:
    source = wrap("text:table-of-content-source", wrap("text:index-title-template", "Template"))
    shown = wrap("text:index-body", wrap("text:index-title", p("Contents")), p("One<text:tab/>2"))
    index = wrap("text:table-of-content", source, shown)
    assert texts(index + p("Text")) == ["Contents\n", "One\t2\n", "Text\n"]


# -- tables -----------------------------------------------------------------


def cell(content: str, **more: str) -> str:
    """A cell; attributes of tables are named without their prefix."""
    inside = content if content.startswith("<") else p(content)
    return wrap("table:table-cell", inside, **{f"table_{key}": value for key, value in more.items()})


def row(*cells: str, **more: str) -> str:
    return wrap("table:table-row", *cells, **{f"table_{key}": value for key, value in more.items()})


def table(*rows: str) -> str:
    return wrap("table:table", *rows)


def placed(line: Line) -> tuple[str, int, int, int, int, bool]:
    assert line.cell
    return line.text, line.cell.row, line.cell.column, line.cell.rows, line.cell.columns, line.cell.header


COVERED = "<table:covered-table-cell/>"


def test_spans_stand_in_the_full_grid() -> None:
    upper = row(cell("Measure", number_rows_spanned="2"), cell("2020/21", number_columns_spanned="2"), COVERED)
    head = wrap("table:table-header-rows", upper, row(COVERED, cell("Q1"), cell("Q2")))
    body = table(head, row(cell("Rate"), cell("1"), cell("2")))
    assert [placed(line) for line in lines(body)] == [
        ("Measure\t", 0, 0, 2, 1, True),
        ("2020/21\n", 0, 1, 1, 2, True),
        ("Q1\t", 1, 1, 1, 1, True),
        ("Q2\n", 1, 2, 1, 1, True),
        ("Rate\t", 2, 0, 1, 1, False),
        ("1\t", 2, 1, 1, 1, False),
        ("2\n", 2, 2, 1, 1, False),
    ]


def test_repeated_cells_and_rows_are_written_out() -> None:
    body = table(row(cell("a"), cell("", number_columns_repeated="2"), number_rows_repeated="2"))
    assert [placed(line)[:3] for line in lines(body)] == [
        ("a\t", 0, 0),
        ("\t", 0, 1),
        ("\n", 0, 2),
        ("a\t", 1, 0),
        ("\t", 1, 1),
        ("\n", 1, 2),
    ]


def test_what_a_cell_covers_is_hidden() -> None:
    body = table(row(cell("a", number_columns_spanned="2"), wrap("table:covered-table-cell", p("lost")), cell("b")))
    assert [(line.text, line.role) for line in lines(body)] == [("a\t", None), ("lost\n", "hidden"), ("b\n", None)]


def test_fills_and_tables_in_cells() -> None:
    red = style("R", "table-cell", wrap("style:table-cell-properties", fo_background_color="#FF0000"))
    body = table(row(cell("a", style_name="R"), cell(p("b") + table(row(cell("x"))))))
    found = lines(body, red)
    assert [line.cell and line.cell.fill for line in found[:2]] == ["#ff0000", None]
    assert [(line.cell.table, line.cell.within) for line in found if line.cell and line.text.strip() == "x"] == [(1, 0)]


def test_a_table_that_grows_without_end_is_refused() -> None:
    endless = row(cell("a", number_columns_repeated="900"), number_rows_repeated="900000")
    assert refused(packed(table(endless))) == "expands-too-much"


# -- margins, notes, drawings -------------------------------------------------


def master(name: str, *margins: str, **more: str) -> str:
    return wrap("style:master-page", *margins, style_name=name, **more)


def head(text: str) -> str:
    return wrap("style:header", p(text))


def foot(text: str) -> str:
    return wrap("style:footer", p(text))


def test_heads_and_feet_of_the_page_styles_in_use() -> None:
    masters = (
        master("Standard", head("Usual"), wrap("style:header-left", p("Left"), style_display="false"))
        + master("First", head("First"), foot("Foot"), style_next_style_name="Next")
        + master("Next", head("Usual"), foot("Next foot"))
        + master("Unused", head("Never"))
    )
    begins = style("P", "paragraph", style_master_page_name="First")
    found = lines(p("Body", "P"), begins, masters=masters)
    assert [(line.text, line.role) for line in found] == [
        ("Usual\n", "running-head"),
        ("First\n", "running-head"),
        ("Body\n", None),
        ("Foot\n", "running-foot"),
        ("Next foot\n", "running-foot"),
    ]


def note(mark: str, text: str, kind: str = "footnote") -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
        f"<text:note-body>{p(text)}</text:note-body></text:note>"
    )


def test_notes_keep_their_anchor_and_stand_at_the_end() -> None:
    found = lines(p(f"One{note('i', 'End.', 'endnote')}, two{note('1', '<text:s/>First.')}.") + p("Text"))
    assert [(line.text, line.role, line.raised, line.mark) for line in found] == [
        ("Onei, two1.\n", None, ((3, 4), (9, 10)), None),
        ("Text\n", None, (), None),
        ("1 First.\n", "footnote", (), 2),
        ("i\tEnd.\n", "footnote", (), 2),
    ]


def test_text_boxes_shapes_and_pictures() -> None:
    box = wrap("draw:frame", wrap("draw:text-box", p("boxed")), "<draw:image/>", text_anchor_type="paragraph")
    shape = wrap("draw:g", wrap("draw:custom-shape", p("drawn")), "<draw:line/>")
    image = "<draw:image/>" + wrap("svg:desc", "A bar chart")
    picture = wrap("draw:frame", image, text_anchor_type="as-char")
    found = lines(p(box + "a" + shape) + p(picture + "b"))
    assert [(line.text, line.role) for line in found] == [
        ("a\n", None),
        ("boxed\n", None),
        ("drawn\n", None),
        ("", "figure"),
        ("b\n", None),
    ]


def test_a_chart_prints_its_titles_and_names() -> None:
    data = table(wrap("table:table-header-rows", row(cell("Visits"))), row(cell("41")))
    drawn = wrap("chart:chart", wrap("chart:title", p("On time")), data)
    chart = f"<office:document-content {SPACES}>{drawn}</office:document-content>"
    frame = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame>'
    whole = packed(p("a") + p(frame), **{"Object 1/content.xml": chart})
    assert [line.text.split("\n")[:2] for line in read(whole, "x.odt").lines if line.role == "figure"] == [
        ["On time", "Visits"]
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    deletion = wrap("text:changed-region", wrap("text:deletion", p("old")))
    insertion = wrap("text:changed-region", "<text:insertion/>")
    changed = "The <text:change-start/>new<text:change-end/><text:change/> plan"
    body = wrap("text:tracked-changes", insertion, deletion) + p(changed)
    found = paper(body)
    assert [(line.text, line.role) for line in found.lines] == [("The new plan\n", None), ("old\n", "deleted")]
    assert [remark.code for remark in found.remarks] == ["tracked-changes"]


def test_comments_are_no_part_of_the_paper() -> None:
    found = paper(p(f"a<office:annotation>{p('remark')}</office:annotation>b"))
    assert ([line.text for line in found.lines], [one.code for one in found.remarks]) == (
        ["ab\n"],
        ["comments-ignored"],
    )


# -- the file ---------------------------------------------------------------


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data, "paper.odt")
    return caught.value.code


def test_refusals() -> None:
    entry = wrap("manifest:file-entry", "<manifest:encryption-data/>")
    encrypted = f"<manifest:manifest {SPACES}>{entry}</manifest:manifest>"
    assert refused(b"") == "empty"
    assert refused(b"%PDF-1.7") == "not-odt"
    assert refused(zipped({"a.txt": "x"})) == "not-odt"
    assert refused(zipped({"content.xml": f"<office:document-content {SPACES}/>"})) == "not-odt"
    assert refused(packed(p("a"), **{"META-INF/manifest.xml": encrypted})) == "encrypted"
    assert refused(packed(p("a"))[:300]) == "corrupt"
    assert refused(packed("<text:section>" * 300 + "</text:section>" * 300)) == "too-deep"
    assert refused(zipped({"content.xml": '<!DOCTYPE x [<!ENTITY e "boom">]><a>&e;</a>'})) == "corrupt"
    assert refused(packed(p("x" * (9 << 20)))) == "expands-too-much"


def test_a_file_zipped_anew_is_known_by_its_name() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(p("a")))) as archive:
        names = archive.namelist()[::-1]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as again:
            for name in names:
                again.writestr(name, archive.read(name))
    assert sniff.identify("paper.odt", out.getvalue()) == MEDIA_TYPE
    with pytest.raises(Unreadable):
        sniff.identify("paper.docx", out.getvalue())


# -- the same paper as Word file ------------------------------------------------


def outline(found: Paper) -> dict[str, Any]:
    """All that a reader of the printed page sees of the structure."""
    return {
        "header": found.header.model_dump(exclude={"spans"}),
        "sections": [(one.number, one.title, one.level) for one in found.sections],
        "paragraphs": [
            (one.number, one.text, [item.model_dump(exclude={"spans", "items"}) for item in one.items])
            for one in found.paragraphs
        ],
        "tables": [(one.caption, one.columns, one.rows) for one in found.tables],
        "readings": [(one.label, [r.raw for r in one.readings]) for one in found.indicators],
        "areas": [one.text for one in found.improvement_areas],
    }


def paper_of(path: Path) -> Paper:
    data = path.read_bytes()
    return extract(Source(path.name, sniff.identify(path.name, data), data, "0" * 64, len(data)))


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The specimen Word files as LibreOffice writes them in its own format."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("odt")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "odt", "--outdir", str(folder)]
    words = sorted(map(str, CORPUS.glob("*.docx")))
    subprocess.run([*command, *words], check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.parametrize("name", sorted(path.stem for path in CORPUS.glob("*.docx")))
def test_the_same_paper_gives_the_same_outline(name: str, converted: Path) -> None:
    word, open_document = paper_of(CORPUS / f"{name}.docx"), paper_of(converted / f"{name}.odt")
    assert word.paragraphs
    assert outline(open_document) == outline(word)
