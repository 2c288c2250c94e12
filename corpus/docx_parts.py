"""What python-docx has no calls for: numbering definitions, footnotes, fields; and a package with fixed dates."""

import io
import zipfile
from collections.abc import Mapping

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP member can bear
HEADINGS, BULLETS, LETTERS = 1, 2, 3  # numbering instances
SYMBOL_BULLETS = (("\uf0b7", "Symbol"), ("o", "Courier New"))  # as Word writes them
TYPED_BULLETS = (("•", "Arial"), ("–", "Arial"))
APPLICATION = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Company>Eastmarch County Council</Company></Properties>"
)


def level(depth: int, form: str, printed: str, hanging: tuple[int, int], extra: str = "") -> str:
    """One level of a numbering definition; `hanging` is the left indent and the part of it that hangs, in twips."""
    left, hang = hanging
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra.partition("|")[0]}'
        f'<w:lvlText w:val="{printed}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hang}"/></w:pPr>{extra.partition("|")[2]}</w:lvl>'
    )


def define_numbering(document: Document, bullets: tuple[tuple[str, str], ...], lettered: tuple[str, str]) -> None:
    """Headings 1. with paragraphs 1.1 below; bullets of two levels; sub points of the form and print in `lettered`."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    headings = level(0, "decimal", "%1.", (720, 720), '<w:pStyle w:val="Heading1"/>|') + level(
        1, "decimal", "%1.%2", (720, 720), '<w:pStyle w:val="NumberedParagraph"/>|'
    )
    dots = "".join(
        level(
            depth,
            "bullet",
            mark,
            (1080 + 360 * depth, 360),
            f'|<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>',
        )
        for depth, (mark, font) in enumerate(bullets)
    )
    points = level(0, lettered[0], lettered[1], (1287, 567))
    for number, levels in ((HEADINGS, headings), (BULLETS, dots), (LETTERS, points)):
        root.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
                f"{levels}</w:abstractNum>"
            )
        )
    for number in (HEADINGS, BULLETS, LETTERS):
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def number_by(properties: BaseOxmlElement, instance: int, depth: int) -> None:
    """Puts a style's or a paragraph's properties under a numbering instance; instance 0 takes the number away."""
    previous = properties.find(qn("w:numPr"))
    if previous is not None:
        properties.remove(previous)
    number = properties.get_or_add_numPr()
    number.get_or_add_ilvl().val = depth
    number.get_or_add_numId().val = instance


def add_field(paragraph: Paragraph, code: str) -> None:
    """A field such as PAGE, with 1 as the figure shown until it is worked out."""
    for piece in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{piece}</w:r>"))


def add_footnote_mark(paragraph: Paragraph, number: int) -> None:
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )
    )


def add_footnotes(document: Document, notes: Mapping[str, str]) -> None:
    """The footnotes part: the two separators that Word expects, then the notes from 1."""
    bodies = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="18"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve"> {note}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes.values(), start=1)
    )
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    content = f"<w:footnotes {nsdecls('w')}>{separators}{bodies}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, content.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def package(document: Document) -> bytes:
    """The file's bytes without the template's leavings: no thumbnail, no producing program, every date fixed."""
    relations = document.part.package.rels
    for key in [key for key, each in relations.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]
    raw, fixed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = APPLICATION.encode() if name == "docProps/app.xml" else source.read(name)
            member = zipfile.ZipInfo(name, FIXED)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, content)
    return fixed.getvalue()
