"""PowerPoint files: slides as pages, titles as headings, bullets as printed, tables, what no slide shows."""

import hashlib
import io
import zipfile
from collections.abc import Mapping

import pytest

from pipeline.corpus import Source
from pipeline.limits import Limits
from pipeline.readers.pptx import read
from pipeline.run import extract
from pipeline.transcript import Line, Transcript, Unreadable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
LAYOUT = "<p:sldLayout {names}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sldLayout>"
MASTER = (
    "<p:sldMaster {names}><p:cSld><p:spTree/></p:cSld><p:txStyles><p:bodyStyle>"
    '<a:lvl1pPr><a:buFont typeface="Wingdings"/><a:buChar char="&#xF0A7;"/></a:lvl1pPr>'
    '<a:lvl2pPr><a:buChar char="–"/></a:lvl2pPr></p:bodyStyle></p:txStyles></p:sldMaster>'
)


def zipped(parts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(**targets: str) -> str:
    """By id; the id's letters are the kind: `slide1`."""
    named = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{key.rstrip("0123456789")}" Target="{target}"/>'
        for key, target in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{named}</Relationships>'
    )


def presentation(*slides: str, notes: str = "", show: str = "1") -> bytes:
    """A file of these slides; notes belong to the first."""
    listed = "".join(f'<p:sldId id="{256 + n}" r:id="slide{n}"/>' for n in range(len(slides)))
    parts = {
        "_rels/.rels": relations(officeDocument="ppt/presentation.xml"),
        "ppt/presentation.xml": f"<p:presentation {NAMES}><p:sldIdLst>{listed}</p:sldIdLst>"
        '<p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(**{f"slide{n}": f"s{n}.xml" for n in range(len(slides))}),
        "ppt/layout.xml": LAYOUT.format(names=NAMES, shapes=""),
        "ppt/_rels/layout.xml.rels": relations(slideMaster="master.xml"),
        "ppt/master.xml": MASTER.format(names=NAMES),
        "ppt/notes.xml": f"<p:notes {NAMES}><p:cSld><p:spTree>{notes}</p:spTree></p:cSld></p:notes>",
    }
    for n, shapes in enumerate(slides):
        parts[f"ppt/s{n}.xml"] = f'<p:sld {NAMES} show="{show}"><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>'
        more = {"notesSlide": "notes.xml"} if notes and n == 0 else {}
        parts[f"ppt/_rels/s{n}.xml.rels"] = relations(slideLayout="layout.xml", **more)
    return zipped(parts)


def shape(*paragraphs: str, holder: str = "") -> str:
    body = "".join(p if p.startswith("<") else paragraph(p) for p in paragraphs)
    return f"<p:sp><p:nvSpPr><p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>"


def paragraph(text: str, properties: str = "", level: int = 0) -> str:
    runs = "<a:br/>".join(f"<a:r><a:t>{part}</a:t></a:r>" for part in text.split("|"))
    return f'<a:p><a:pPr lvl="{level}">{properties}</a:pPr>{runs}</a:p>'


def title(text: str) -> str:
    return shape(text, holder='<p:ph type="title"/>')


def body(*paragraphs: str) -> str:
    return shape(*paragraphs, holder='<p:ph idx="1"/>')


def of(*slides: str, notes: str = "", show: str = "1") -> Transcript:
    return read(presentation(*slides, notes=notes, show=show), "made.pptx")


def texts(lines: tuple[Line, ...], role: str | None = None) -> list[str]:
    return [line.text.rstrip("\n") for line in lines if line.role == role]


def test_slides_are_pages_and_titles_headings() -> None:
    found = of(title("Review of the year"), shape("Words before") + title("Highlights"))
    assert [(line.page, line.role, line.text) for line in found.lines] == [
        (1, "title", "Review of the year\n"),
        (2, "heading", "Highlights\n"),
        (2, None, "Words before\n"),
    ]
    assert [(sheet.number, sheet.width, sheet.height) for sheet in found.sheets] == [
        (1, 720.0, 540.0),
        (2, 720.0, 540.0),
    ]


def test_bullets_are_those_of_the_master_unless_the_paragraph_says_otherwise() -> None:
    lines = of(
        body(
            "Help early",
            paragraph("for families", level=1),
            paragraph("A lead-in", "<a:buNone/>"),
            paragraph("first", '<a:buAutoNum type="alphaLcParenR"/>'),
            paragraph("second", '<a:buAutoNum type="alphaLcParenR"/>'),
            paragraph("third|goes on", '<a:buAutoNum type="romanLcPeriod" startAt="4"/>'),
        )
        + shape("A box")
    ).lines
    assert [line.text for line in lines] == [
        "▪\tHelp early\n",
        "–\tfor families\n",
        "A lead-in\n",
        "a)\tfirst\n",
        "b)\tsecond\n",
        "iv.\tthird\n",
        "goes on\n",
        "A box\n",
    ]
    assert [line.level for line in lines] == [0, 1, None, 0, 0, 0, 0, None]
    assert [line.opens for line in lines][-3:] == [True, False, True]


def test_a_table_has_its_head_and_merged_cells() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<a:tc {more}><a:txBody>{paragraph(text)}</a:txBody></a:tc>"

    rows = (
        cell("Measure") + cell("2023/24", 'gridSpan="2"') + cell("", 'hMerge="1"'),
        cell("Visits") + cell("88%") + cell("91%"),
    )
    table = "".join(f"<a:tr>{row}</a:tr>" for row in rows)
    frame = f'<p:graphicFrame><a:graphic><a:tbl><a:tblPr firstRow="1"/>{table}</a:tbl></a:graphic></p:graphicFrame>'
    lines = of(frame).lines
    assert [(line.text, c.row, c.column, c.columns, c.header) for line in lines if (c := line.cell)] == [
        ("Measure\t", 0, 0, 1, True),
        ("2023/24\n", 0, 1, 2, True),
        ("Visits\t", 1, 0, 1, False),
        ("88%\t", 1, 1, 1, False),
        ("91%\n", 1, 2, 1, False),
    ]


def test_notes_and_slides_passed_over_are_hidden() -> None:
    found = of(title("Shown"), notes=shape("Say thank you") + shape("1", holder='<p:ph type="sldNum"/>'))
    assert texts(found.lines, "hidden") == ["Say thank you"]
    assert [remark.code for remark in found.remarks] == ["hidden-text"]
    assert texts(of(title("Not shown"), show="0").lines, "hidden") == ["Not shown"]


def test_a_slide_of_groups_and_alternatives_shows_each_word_once() -> None:
    group = f"<p:grpSp>{shape('one')}<p:grpSp>{shape('two')}</p:grpSp></p:grpSp>"
    ways = "".join(f"<mc:{way}>{shape('three')}</mc:{way}>" for way in ("Choice", "Fallback"))
    choice = f"<mc:AlternateContent>{ways}</mc:AlternateContent>"
    feet = shape("Page 4", holder='<p:ph type="sldNum"/>')
    lines = of(group + choice + feet).lines
    assert texts(lines) == ["one", "two", "three"]
    assert texts(lines, "running-foot") == ["Page 4"]


def test_a_presentation_becomes_a_paper() -> None:
    data = presentation(
        title("Improvement plan"), title("Areas for improvement") + body("Visits on time", "Timely plans")
    )
    paper = extract(Source("made.pptx", MEDIA_TYPE, data, hashlib.sha256(data).hexdigest(), len(data)))
    assert paper.header.title == "Improvement plan"
    assert [section.title for section in paper.sections] == ["Areas for improvement"]
    assert [area.text for area in paper.improvement_areas] == ["Visits on time", "Timely plans"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"no zip", "not-pptx"),
        (zipped({"word/document.xml": "<a/>"}), "not-pptx"),
        (zipped({"_rels/.rels": relations(officeDocument="a.xml"), "a.xml": "<a/>"}), "not-pptx"),
        (presentation(), "no-pages"),
        (presentation("<!DOCTYPE a>"), "corrupt"),
        (presentation(title("a"))[:400], "corrupt"),
        (presentation("<p:grpSp>" * 300 + "</p:grpSp>" * 300), "too-deep"),
    ],
)
def test_what_is_no_presentation_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data, "made.pptx")
    assert caught.value.code == code


def test_too_many_slides_are_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read(presentation(title("a"), title("b")), "made.pptx", Limits(pages=1))
    assert caught.value.code == "too-many-pages"
