"""Hostile and odd files, made from a seed: what broken downloads, other programs and people of ill will put on disk.

Each is one small change to a sound file of its format, so that a test can say what must come of it: the words `WORDS`
are read, the file is refused with one of some codes, or either, but nothing else ever.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

WORDS = "Looked-after children rose to 62.4"
ROWS = (("Measure", "Target", "2024/25"), ("Reviews held in time", "95%", "91.3%"))
READ = "read"
ANY = "any"


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and what must come of it: `read`, `any`, or the codes that refuse it."""

    name: str
    data: bytes
    outcome: str


# --- PDF --------------------------------------------------------------------------------------------------------


def page_words(words: str = WORDS, count: int = 1) -> bytes:
    lines = "".join(f"BT /F1 10 Tf 60 {780 - 14 * i} Td ({words}) Tj ET\n" for i in range(count))
    return lines.encode("latin-1", "replace")


def packed(content: bytes, more: bytes = b"") -> bytes:
    body = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode%b>>\nstream\n%b\nendstream" % (len(body), more, body)


def plain(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), more, content)


def pdf(
    content: bytes | None = None,
    *,
    pages: int = 1,
    page: bytes = b"",
    font: bytes = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    box: bytes = b"[0 0 595 842]",
    catalogue: bytes = b"",
    stream: bytes | None = None,
    trailer: bytes = b"",
    kids: bytes | None = None,
    count: bytes | None = None,
) -> bytes:
    """Objects: 1 catalogue, 2 tree, 3 font, 4 content, 5 and on pages."""
    named = kids if kids is not None else b" ".join(b"%d 0 R" % (5 + i) for i in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue,
        b"<</Type/Pages/Count %b/Kids[%b]>>" % (count if count is not None else b"%d" % pages, named),
        font,
        stream if stream is not None else packed(content if content is not None else page_words()),
    ]
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox %b/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>%b>>" % (box, page)
    return assembled([*objects, *([leaf] * pages)], trailer)


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, at)
    return bytes(out)


def object_streams(*, cut: int = 0) -> bytes:
    """All but the content packed in an object stream, and no directory: what a download that broke off leaves."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[5 0 R]>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
    ]
    offsets = [sum(len(p) + 1 for p in parts[:i]) for i in range(len(parts))]
    head = b" ".join(b"%d %d" % pair for pair in zip((1, 2, 3, 5), offsets, strict=True)) + b" "
    inside = packed(head + b" ".join(parts), b"/Type/ObjStm/N 4/First %d" % len(head))
    whole = b"%%PDF-1.5\n4 0 obj\n%b\nendobj\n9 0 obj\n%b\nendobj\n" % (packed(page_words()), inside)
    return whole[: len(whole) - cut]


def bomb(size: int, block: bytes) -> bytes:
    deflater = zlib.compressobj(9)
    chunk = block * ((1 << 20) // len(block))
    return b"".join(deflater.compress(chunk) for _ in range(size >> 20)) + deflater.flush()


def pdf_cases() -> Iterator[Case]:
    sound = pdf()
    yield from (Case(f"pdf-{name}.pdf", data, outcome) for name, data, outcome in pdf_frames(sound))
    boxes = ("[0 0 0 0]", "[595 842 0 0]", "[-9 -9 595 842]", "[0 0 14400 14400]", "[(a) /b null 1]", "[595]", "null")
    for i, box in enumerate(boxes):
        yield Case(f"pdf-box-{i}.pdf", pdf(box=box.encode()), READ if i in {1, 2, 3} else ANY)
    for turn in (b"90", b"180", b"270", b"45", b"-90", b"1099511627776", b"(x)"):
        yield Case(
            f"pdf-turn-{turn.decode()[:4]}.pdf", pdf(page=b"/Rotate " + turn), READ if turn[0] in b"129" else ANY
        )
    fonts = (
        b"null",
        b"3 0 R",
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[3 0 R]>>",
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</C 4 0 R>>"
        b"/Encoding<</Differences[0/C]>>/FirstChar 0/LastChar 255/Widths[500]/Resources<</Font<</F1 3 0 R>>>>>>",
    )
    for i, font in enumerate(fonts):
        yield Case(f"pdf-font-{i}.pdf", pdf(font=font), ANY)
    for name, content in contents():
        yield Case(f"pdf-content-{name}.pdf", pdf(content), ANY)


def pdf_frames(sound: bytes) -> Iterator[tuple[str, bytes, str]]:
    """What goes wrong around the objects: the file's ends, its directory, its tree of pages, its streams."""
    start = sound.index(b"xref\n0")
    yield "sound", sound, READ
    yield "hundred-pages", pdf(pages=100), READ
    yield "no-directory", sound[:start], READ
    yield "no-directory-object-streams", object_streams(), READ
    yield "cut-in-object-stream", object_streams(cut=40), ANY
    yield "directory-elsewhere", sound[: sound.rindex(b"startxref")] + b"startxref\n0\n%%EOF", READ
    yield "directory-too-long", sound.replace(b"xref\n0 6", b"xref\n0 999999999"), READ
    yield "previous-is-itself", pdf(trailer=b"/Prev %d" % start), READ
    yield "previous-beyond-the-end", pdf(trailer=b"/Prev 99999999999"), READ
    yield "junk-in-front", b"HTTP/1.1 200 OK\r\n\r\n" * 20 + sound, READ
    yield "much-junk-in-front", b" " * 5000 + sound, READ
    yield "junk-behind", sound + b"\0" * 100_000, READ
    yield "no-first-line", sound[9:], READ
    yield "twice", sound + sound, READ
    yield "line-ends-of-windows", sound.replace(b"\n", b"\r\n"), ANY
    yield "through-utf-8", sound.decode("utf-8", "replace").encode(), ANY
    yield "count-zero", pdf(count=b"0"), READ
    yield "count-negative", pdf(count=b"-3"), READ
    yield "count-huge", pdf(count=b"2147483647"), READ
    yield "count-is-less", pdf(pages=3, count=b"1"), READ
    yield "tree-in-itself", pdf(kids=b"2 0 R"), ANY
    yield "one-page-many-times", pdf(kids=b"5 0 R " * 6000, count=b"6000"), "too-many-pages"
    yield "no-kids", pdf(kids=b"", count=b"0", pages=0), "no-pages corrupt"
    yield "too-many-pages", pdf(pages=5001), "too-many-pages"
    yield "lost-page", pdf(kids=b"5 0 R 99 0 R", count=b"2"), READ
    yield "length-of-itself", pdf(stream=b"<</Length 4 0 R>>\nstream\n" + page_words() + b"\nendstream"), ANY
    yield "length-too-short", pdf(stream=b"<</Length 3>>\nstream\n" + page_words() + b"\nendstream"), READ
    yield "unpacks-to-100-mb", pdf(stream=streamed(bomb(100 << 20, b" "))), "expands-too-much"
    yield "unpacks-twice", pdf(stream=streamed(zlib.compress(bomb(200 << 20, b"\0")), 2)), "expands-too-much"
    yield "forty-filters", pdf(stream=streamed(zlib.compress(page_words()), 40)), "expands-too-much"
    yield "damaged-stream", pdf(stream=streamed(zlib.compress(page_words())[:20])), ANY
    yield "javascript", pdf(catalogue=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), READ
    yield "launch", pdf(catalogue=b"/OpenAction<</S/Launch/F(/bin/sh)>>"), READ
    yield "form-with-entity", pdf(catalogue=b"/AcroForm<</Fields[]/XFA(<!DOCTYPE x [<!ENTITY e SYSTEM 'x'>]>)>>"), READ
    yield "unknown-lock", pdf(trailer=b"/Encrypt<</Filter/Fancy/V 9/R 99>>/ID[<00><00>]"), ANY


def streamed(data: bytes, filters: int = 1) -> bytes:
    named = b"/FlateDecode" * filters
    return b"<</Length %d/Filter[%b]>>\nstream\n%b\nendstream" % (len(data), named, data)


def contents() -> Iterator[tuple[str, bytes]]:
    words = page_words()
    yield "nothing", b""
    yield "unclosed", words + b"BT (never (closed Tj ET"
    yield "saves", b"q\n" * 100_000 + words
    yield "arrays", words + b"[" * 50_000 + b"]" * 50_000 + b" TJ"
    yield "long-string", b"BT /F1 8 Tf 50 700 Td (" + b"Children " * 50_000 + b") Tj ET"
    yield "grid", b"".join(b"20 %d m 575 %d l S %d 20 m %d 820 l S\n" % (n, n, n, n) for n in range(20, 560, 3)) + words
    dice = random.Random(3)
    dots = (b"%d %d 3 3 re f\n" % (dice.randint(0, 590), dice.randint(0, 840)) for _ in range(6000))
    yield "strokes", b"".join(dots) + words
    yield "off-the-page", b"BT /F1 9 Tf 9999 9 Td (Hidden) Tj ET " + words
    yield "unseen", b"3 Tr " + words
    yield "huge-numbers", b"1e308 0 0 1e308 9e99 -9e99 cm " + words
    yield "operators", b"\xff\xfe Tj ' \" TJ Do Do sh BI ID EI " * 200 + words


# --- Word -------------------------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
ENTITY = '<!DOCTYPE d [<!ENTITY e "boom"><!ENTITY f SYSTEM "file:///etc/hostname">]>'


def relations(*rows: tuple[str, str], mode: str = "") -> str:
    inner = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        for i, (kind, target) in enumerate(rows)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def p(words: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def table(rows: tuple[tuple[str, ...], ...]) -> str:
    return (
        "<w:tbl>" + "".join(f"<w:tr>{''.join(f'<w:tc>{p(c)}</w:tc>' for c in row)}</w:tr>" for row in rows) + "</w:tbl>"
    )


BODY = p(WORDS) + table(ROWS)


def document(body: str = BODY, front: str = "") -> str:
    return f"{front}<w:document {W} {R}><w:body>{body}</w:body></w:document>"


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def docx(main: str | bytes = "", **changed: str | bytes | None) -> bytes:
    parts: dict[str, str | bytes | None] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": main or document(),
    }
    renamed = {"types": "[Content_Types].xml", "rels": "_rels/.rels", "doc_rels": "word/_rels/document.xml.rels"}
    parts |= {renamed.get(name, name): content for name, content in changed.items()}
    return zipped({name: content for name, content in parts.items() if content is not None})


def docx_cases() -> Iterator[Case]:
    sound = docx()
    made = (*docx_packages(sound), *docx_bodies())
    yield from (Case(f"docx-{name}.docx", data, outcome) for name, data, outcome in made)


def docx_packages(sound: bytes) -> Iterator[tuple[str, bytes, str]]:
    yield "sound", sound, READ
    yield (
        "stored",
        zipped(
            {
                "[Content_Types].xml": TYPES,
                "_rels/.rels": relations(("officeDocument", "word/document.xml")),
                "word/document.xml": document(),
            },
            zipfile.ZIP_STORED,
        ),
        READ,
    )
    yield (
        "main-elsewhere",
        zipped(
            {
                "[Content_Types].xml": TYPES,
                "_rels/.rels": relations(("officeDocument", "/x/main.xml")),
                "x/main.xml": document(),
            }
        ),
        READ,
    )
    yield "no-types", docx(types=None), READ
    yield "no-relations", docx(rels=None), ANY
    yield "no-main", zipped({"[Content_Types].xml": TYPES, "_rels/.rels": relations()}), "not-docx corrupt"
    yield "entity", docx(document(p("&e;"), ENTITY)), "corrupt"
    yield "entity-in-relations", docx(rels=ENTITY + relations(("officeDocument", "word/document.xml"))), "corrupt"
    yield "part-of-200-mb", docx(document(p(" " * (200 << 20)))), "expands-too-much"
    yield "part-of-80-mb-of-noise", docx(document(p("é1" * (30 << 20)))), "expands-too-much"
    yield (
        "20000-parts",
        zipped({f"word/m/{i}.xml": "" for i in range(20_000)} | {"word/document.xml": document()}),
        "expands-too-much",
    )
    yield "twice-the-main", twice(), ANY
    yield "climbing-names", docx(**{"../../zz.txt": b"x", "/tmp/zz.txt": b"x", "C:\\zz.txt": b"x"}), READ
    yield "header-is-main", docx(doc_rels=relations(("header", "document.xml"))), READ
    outside = relations(
        ("attachedTemplate", "http://127.0.0.1:9/x"), ("image", "file:///etc/hostname"), mode=' TargetMode="External"'
    )
    yield "outside", docx(doc_rels=outside), READ
    yield "styles-lost", docx(doc_rels=relations(("styles", "styles.xml"), ("numbering", "none.xml"))), READ
    yield "junk-in-front", b"junk" * 99 + sound, READ
    yield "junk-behind", sound + b"\0" * 5000, READ
    yield "size-lies", lying(), ANY
    for share in (10, 50, 90, 99):
        yield f"cut-{share}", sound[: len(sound) * share // 100], "corrupt not-docx"
    yield "zip-of-pictures", zipped({"a.jpg": b"\xff\xd8\xff"}), "not-docx"
    yield "empty-zip", zipped({}), "not-docx corrupt"
    yield "html", b"<html><body>Not found</body></html>", "not-docx"
    yield "json", b'{"error": 403}', "not-docx"
    yield "locked", ole("EncryptionInfo", "EncryptedPackage"), "encrypted"
    yield "old-office", ole("Workbook"), "not-docx"


def docx_bodies() -> Iterator[tuple[str, bytes, str]]:
    def shows(body: str) -> bytes:
        return docx(document(body + BODY))

    yield (
        "include",
        shows('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>'),
        READ,
    )
    yield "deep", shows("<w:smartTag>" * 5000 + "</w:smartTag>" * 5000), "too-deep"
    yield "tables-40-deep", shows("<w:tbl><w:tr><w:tc>" * 40 + p("deep") + "</w:tc></w:tr></w:tbl>" * 40), READ
    yield "tables-400-deep", shows("<w:tbl><w:tr><w:tc>" * 400 + p("deep") + "</w:tc></w:tr></w:tbl>" * 400), "too-deep"
    for span in ("1000000000", "-3", "0", "", "two", "1e9", "9" * 400):
        cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{p("1")}</w:tc>'
        yield f"span-{span[:6]}", shows(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"), READ
    yield "wide-row", shows(table((("1.0",) * 3000,))), READ
    yield "many-runs", shows("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 20_000 + "</w:p>"), READ
    yield "many-attributes", shows("<w:p " + " ".join(f'a{i}="1"' for i in range(20_000)) + "/>"), READ
    yield (
        "numbering-loop",
        shows('<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="-1"/></w:numPr></w:pPr></w:p>'),
        READ,
    )
    yield (
        "field",
        shows('<w:p><w:fldSimple w:instr="INCLUDETEXT /etc/hostname"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'),
        READ,
    )
    yield "foreign", shows('<w:altChunk r:id="r1"/>'), READ
    yield "hidden", shows("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"), READ
    yield "struck", shows('<w:p><w:del w:id="1"><w:r><w:delText>61.0</w:delText></w:r></w:del></w:p>'), READ
    yield "nothing", docx(document(" ")), ANY
    yield "no-body", docx(f"<w:document {W}/>"), ANY
    yield "forbidden-character", docx(document(p("&#x0;") + BODY)), READ
    yield "unclosed", docx(document()[:-30]), READ
    yield "utf-16", docx(("<?xml version='1.0' encoding='UTF-16'?>" + document()).encode("utf-16")), READ
    yield "utf-7", docx("<?xml version='1.0' encoding='UTF-7'?>" + document()), ANY
    yield "not-utf-8", docx(document(BODY + p("Children’s £")).encode("cp1252")), READ
    yield "no-namespace", shows("<w:p><x:y/></w:p>"), READ
    yield "ampersand", shows(p("a & b")), READ


def twice() -> bytes:
    """Two parts of one name: programs differ about which of them counts."""
    first, second = docx(document(p("First 11.1"))), docx(document(p("Second 22.2")))
    return first + second


def lying() -> bytes:
    """Its headers say that the part has ten bytes."""
    data = bytearray(docx())
    size = struct.pack("<I", len(document().encode()))
    return bytes(data.replace(size, struct.pack("<I", 10)))


def ole(*names: str) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    return head + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)


# --- OpenDocument, HTML, text -----------------------------------------------------------------------------------

ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT_SPACES = f'xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" xmlns:table="{ODF}:table:1.0"'


def odt(body: str = "", front: str = "", **more: bytes) -> bytes:
    inner = f"<text:p>{WORDS}</text:p>{body}"
    text = f"<office:body><office:text>{inner}</office:text></office:body>"
    content = f"{front}<office:document-content {ODT_SPACES}>{text}</office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **more})


def odt_cases() -> Iterator[Case]:
    spans = 'table:number-columns-repeated="{n}" table:number-columns-spanned="{n}"'
    cell = f"<table:table-cell {spans}><text:p>1</text:p></table:table-cell>"
    grid = "<table:table><table:table-row>{}</table:table-row></table:table>"
    sound = odt()
    made: tuple[tuple[str, bytes, str], ...] = (
        ("sound", sound, READ),
        ("entity", odt(front=ENTITY), "corrupt"),
        ("deep", odt("<text:section>" * 3000 + "</text:section>" * 3000), "too-deep"),
        ("repeated-cells", odt(grid.format(cell.format(n="1000000000"))), READ),
        ("repeated-badly", odt(grid.format(cell.format(n="-1"))), READ),
        (
            "repeated-rows",
            odt('<table:table><table:table-row table:number-rows-repeated="1000000000"/></table:table>'),
            READ,
        ),
        ("spaces", odt('<text:p>a<text:s text:c="1000000000"/>b</text:p>'), READ),
        ("cut", sound[: len(sound) // 2], "corrupt not-odt"),
        ("bomb", odt("<text:p>" + " " * (150 << 20) + "</text:p>"), "expands-too-much"),
        ("styles-broken", odt(**{"styles.xml": b"<x"}), ANY),
        ("other-kind", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "not-odt"),
    )
    yield from (Case(f"odt-{name}.odt", data, outcome) for name, data, outcome in made)


def html(inner: str, head: str = '<meta charset="utf-8">') -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{WORDS}</p>{inner}</body></html>".encode()


SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title><base href=//x>",
    "{{7*7}}",
    "<!--#exec -->",
)


def html_cases() -> Iterator[Case]:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    made: tuple[tuple[str, bytes, str], ...] = (
        ("sound", html(f"<table>{rows}</table>"), READ),
        ("deep", html("<div>" * 50_000), "too-deep"),
        ("deep-tables", html("<table><tr><td>" * 3000), "too-deep"),
        ("300-deep", html("<div>" * 300 + "deep"), READ),
        ("unclosed-comment", html("<!-- never closed"), READ),
        ("unclosed-attribute", html('<p title="never closed'), READ),
        ("long-attribute", html(f'<img src="data:image/png;base64,{"A" * 1_000_000}">'), READ),
        ("long-script", html("<script>" + "var a='<p>9</p>';" * 50_000 + "</script>"), READ),
        ("nul", html("").replace(b"<p>", b"<\0p\0>"), ANY),
        ("bad-entities", html("&#0; &#xD800; &#x110000; &#99999999999999999999; &#x;"), READ),
        (
            "frames",
            html('<iframe src="file:///etc/hostname"></iframe><object data="http://127.0.0.1:9/"></object>'),
            READ,
        ),
        ("entity", html("&f;").replace(b"<!DOCTYPE html>", ENTITY.encode()), READ),
        ("formatting", html("<b><i><font>" * 20_000), "too-deep"),
        ("many-rows", html("<table>" + "<tr><td>a</td><td>1</td></tr>" * 2000 + "</table>"), READ),
        ("svg-only", b"<svg><text>62.4</text></svg>", ANY),
        ("nothing", b"<html></html>", ANY),
        ("mail", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>x</p>", "not-html"),
        ("pdf-inside", pdf(), READ),
    )
    yield from (Case(f"html-{name}.html", data, outcome) for name, data, outcome in made)
    for number, script in enumerate(SCRIPTS):
        yield Case(f"html-script-{number}.html", html(f"<p>{script}</p>"), READ)
    for span in ("1000000000", "-1", "0", "", "x", "1e3", "١"):
        yield Case(f"html-span-{span[:5]}.html", html(f'<table><tr><td colspan="{span}" rowspan="{span}">1'), READ)
    for charset in ("zip", "undefined", "idna", "rot13", "unicode_escape", "utf-7", "klingon", "../x", "utf-16"):
        yield Case(
            f"html-charset-{len(charset)}-{charset[:2].strip('.')}.html", html("", f'<meta charset="{charset}">'), READ
        )
    for codec in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "utf-32"):
        yield Case(f"html-in-{codec}.html", html("").decode().encode(codec), READ)


LONG = {
    "digits": "1",
    "spaces": " ",
    "commas": "1,",
    "dots": "1.",
    "words": "a ",
    "brackets": "(",
    "percent": "9% ",
    "dates": "12 March 2025 ",
    "years": "2024/25 ",
    "quarters": "Q1 ",
    "hyphens": "-",
    "quotes": "children's ",
    "mail": "a@",
    "pounds": "£1 ",
    "capitals": "Aa ",
    "bars": "| ",
    "bullets": "• ",
    "numbers": "1.1.1 ",
}


def txt_cases() -> Iterator[Case]:
    text = f"{WORDS}\n\nMeasure    Target\nReviews    95%\n"
    for name, pump in LONG.items():
        yield Case(f"txt-long-{name}.txt", f"{text}\n{pump * (60_000 // len(pump))}x\n".encode(), READ)
    for codec in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac_roman", "utf-7"):
        yield Case(f"txt-in-{codec}.txt", text.encode(codec), READ)
    made: tuple[tuple[str, bytes, str], ...] = (
        ("ebcdic", text.encode("cp037"), ANY),
        ("white", b" \t\n" * 500, ANY),
        ("mark-only", b"\xef\xbb\xbf", ANY),
        ("program", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, "not-txt"),
        ("noise", random.Random(5).randbytes(50_000), "not-txt"),
        ("combining", ("a" + "\u0301" * 20_000 + "\n" + text).encode(), READ),
        ("escapes", b"\x1b[2J\x1b]0;x\x07" + text.encode(), READ),
        ("bidi", f"\u202e{text}\u202c\u2067x\u2069".encode(), ANY),
        ("line-ends", text.replace("\n", "\r").encode() + "a\u2028b\u2029c\x85d\x0be\x0cf".encode(), READ),
        ("short-lines", (text + "62.4\n" * 20_000).encode(), READ),
        ("surrogates", text.encode() + b"\xed\xa0\xbd\xed\xb8\x80 \xc0\xaf \xf4\x90\x80\x80\xff\n", READ),
    )
    yield from (Case(f"txt-{name}.txt", data, outcome) for name, data, outcome in made)


# --- names that lie, and damage ---------------------------------------------------------------------------------


def liars() -> Iterator[Case]:
    made: tuple[tuple[str, bytes, str], ...] = (
        ("page.pdf", b"<!DOCTYPE html><title>404</title>", "not-pdf"),
        ("zeros.pdf", b"\0" * 100_000, "not-pdf"),
        ("noise.pdf", random.Random(6).randbytes(100_000), "not-pdf"),
        ("magic.pdf", b"%PDF-1.7\n", "corrupt no-pages"),
        ("magic-and-noise.pdf", b"%PDF-1.7\n" + random.Random(7).randbytes(50_000), "corrupt no-pages"),
        ("picture.pdf", b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 300, "not-pdf"),
        ("answer.pdf", b'{"error": 403}', "not-pdf"),
        ("word.pdf", docx(), READ),
        ("paper.docx", pdf(), READ),
        ("paper.xyz", b"hello", "unsupported-type"),
        ("paper", pdf(), READ),
        ("PAPER.PDF", pdf(), READ),
        ("papers.zip", zipped({"a.pdf": pdf()}), "unsupported-type"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "unsupported-type"),
    )
    yield from (Case(name, data, outcome) for name, data, outcome in made)


def damaged(data: bytes, dice: random.Random) -> bytes:
    """The bytes after one to thirty mishaps: a byte changed, some lost, put in or moved, the rest cut off."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 3, 30))):
        at, size = dice.randrange(len(out) + 1), dice.randrange(1, 40)
        mishap = dice.randrange(10)
        if mishap < 5 and at < len(out):
            out[at] = dice.randrange(256)
        elif mishap < 7:
            del out[at : at + size]
        elif mishap < 8:
            out[at:at] = dice.randbytes(size)
        elif mishap < 9:
            out[at:at] = out[: size * 4]
        elif dice.random() < 0.2:
            del out[at:]
    return bytes(out)


SOUND: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: pdf(page_words(count=8), pages=2),
    "docx": docx,
    "odt": odt,
    "html": lambda: html("<table><tr><td>Reviews</td><td>95%</td></tr></table><ul><li>One</li></ul>"),
    "txt": f"1. Purpose\n\n1.1 {WORDS}\n\nMeasure    Target\nReviews    95%\n".encode,
}


def cases() -> tuple[Case, ...]:
    made = (*pdf_cases(), *docx_cases(), *odt_cases(), *html_cases(), *txt_cases(), *liars())
    return tuple(made)
