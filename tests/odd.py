"""Odd files that can be read: what other programs, years and standards make. To refuse one is to lose it."""

import base64
import io
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf

from tests import hostile
from tests.hostile import ANY, READ, WORDS, Case

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
TREE = b"<</Type/Pages/Count 1/Kids[5 0 R]>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CONTENT = hostile.packed(hostile.page_words())
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"


def cases() -> tuple[Case, ...]:
    made = (*locked(), *frames(), *trees(), *streams(), *fonts(), *packages(), *pages(), *texts())
    return tuple(made)


def saved(data: bytes, **options: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, **options)
    return out.getvalue()


def locked() -> Iterator[Case]:
    """Files that anyone may open: their user password is empty."""
    for revision, aes in ((2, False), (3, False), (4, True), (6, True)):
        lock = pikepdf.Encryption(user="", owner="owner", R=revision, aes=aes, metadata=aes)
        for mode in (pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate):
            data = saved(hostile.pdf(), encryption=lock, object_stream_mode=mode)
            yield Case(f"pdf-locked-{revision}-{mode.name}.pdf", data, READ)
    asking = pikepdf.Encryption(user="user", owner="owner", R=6)
    yield Case("pdf-locked.pdf", saved(hostile.pdf(), encryption=asking), "encrypted")


def frames() -> Iterator[Case]:
    sound = hostile.pdf(pages=2)
    large = hostile.pdf(hostile.page_words(count=30), pages=30)
    linear = saved(large, linearize=True)
    packed = saved(large, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    directory = sound.index(b"xref\n0")
    update = b"3 0 obj\n%b\nendobj\n" % FONT
    entry = b"xref\n3 1\n%010d 00000 n \n" % len(sound)
    trailer = b"trailer\n<</Size 7/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    made = (
        ("linear", linear),
        ("linear-with-junk", linear + b"%% junk\n" * 3000),
        ("linear-cut", linear[: len(linear) * 6 // 10]),
        ("object-streams-shifted", b"\n\n\n" * 400 + packed),
        ("object-streams-no-start", packed[: packed.rindex(b"startxref")]),
        ("object-streams-wrong-start", packed[: packed.rindex(b"startxref")] + b"startxref\n17\n%%EOF"),
        ("byte-order-mark", b"\xef\xbb\xbf" + sound),
        ("mac-binary", b"\0" * 128 + sound),
        ("odd-version", sound.replace(b"%PDF-1.7", b"%PDF-9.9")),
        ("no-version", sound.replace(b"%PDF-1.7", b"%PDF-   ")),
        ("postscript-line", b"%!PS-Adobe-3.0 PDF-1.4\n" + sound[9:]),
        ("short-entries", sound.replace(b" n \n", b" n\n")),
        ("directory-from-one", sound.replace(b"xref\n0 7", b"xref\n1 7")),
        ("no-size", sound.replace(b"/Size 7", b"")),
        ("no-root", sound.replace(b"/Root 1 0 R", b"")),
        ("generations", sound.replace(b"4 0 obj", b"4 65535 obj").replace(b"4 0 R", b"4 65535 R")),
        ("comments", sound.replace(b"endobj\n", b"endobj % obj stream endobj\n")),
        ("updated", sound + update + entry + trailer % (directory, len(sound) + len(update))),
        ("updated-wrongly", sound + update + entry + trailer % (3, len(sound) + len(update))),
        ("claims-a-million-pages", hostile.pdf(count=b"1000000")),
        ("many-objects", hostile.assembled([CATALOGUE, TREE, FONT, CONTENT, PAGE, *[b"<</A 1>>"] * 60_000])),
    )
    yield from (Case(f"pdf-{name}.pdf", data, READ) for name, data in made)


def trees() -> Iterator[Case]:
    def of(tree: bytes = TREE, page: bytes = PAGE, catalogue: bytes = CATALOGUE) -> bytes:
        return hostile.assembled([catalogue, tree, FONT, CONTENT, page])

    def page(more: bytes) -> bytes:
        return of(page=PAGE.replace(b"/Contents", more + b"/Contents"))

    inherited = TREE.replace(b"/Count", b"/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Count")
    made = (
        ("kids-in-place", of(b"<</Type/Pages/Count 1/Kids[" + PAGE + b"]>>")),
        ("page-without-type", of(page=PAGE.replace(b"/Type/Page", b""))),
        ("tree-without-type", of(TREE.replace(b"/Type/Pages", b""))),
        ("tree-without-count", of(b"<</Type/Pages/Kids[5 0 R]>>")),
        ("count-in-words", of(TREE.replace(b"Count 1", b"Count(1)"))),
        ("tree-is-a-page", of(catalogue=CATALOGUE.replace(b"2 0 R", b"5 0 R"))),
        ("catalogue-without-type", of(catalogue=CATALOGUE.replace(b"/Type/Catalog", b""))),
        ("orphan", of(page=PAGE.replace(b"/Parent 2 0 R", b""))),
        ("no-box", of(page=PAGE.replace(b"/MediaBox[0 0 595 842]", b""))),
        ("all-inherited", of(inherited, b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>")),
        ("loop-beside-a-page", of(b"<</Type/Pages/Count 3/Kids[5 0 R 2 0 R 5 0 R]>>")),
        ("null-beside-a-page", of(b"<</Type/Pages/Count 3/Kids[null 5 0 R 77 0 R]>>")),
        ("font-beside-a-page", of(b"<</Type/Pages/Count 2/Kids[3 0 R 5 0 R]>>")),
        ("crop-of-nothing", page(b"/CropBox[0 0 0 0]")),
        *((f"unit-{n}", page(b"/UserUnit %b" % unit)) for n, unit in enumerate((b"10", b"1000000", b"0", b"-1"))),
        *((f"turned-{n}", page(b"/Rotate %b" % turn)) for n, turn in enumerate((b"450", b"90.0", b"360"))),
        ("free-text", page(b"/Annots[<</Type/Annot/Subtype/FreeText/Rect[5 5 30 10]/Contents(Free)>>]")),
        (
            "attached",
            of(catalogue=CATALOGUE.replace(b"/Pages", b"/Collection<<>>/Names<</EmbeddedFiles 3 0 R>>/Pages")),
        ),
    )
    yield from (Case(f"pdf-tree-{name}.pdf", data, READ) for name, data in made)


def streams() -> Iterator[Case]:
    words = hostile.page_words()

    def through(name: bytes, data: bytes, length: bytes | None = None) -> bytes:
        size = length if length is not None else b"%d" % len(data)
        return hostile.pdf(stream=b"<</Length %b%b>>\nstream\n%b\nendstream" % (size, name, data))

    runs = b"".join(bytes([len(words[i : i + 100]) - 1]) + words[i : i + 100] for i in range(0, len(words), 100))
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</Font<</F1 3 0 R>>/XObject<</X %d 0 R>>>>"
    nested = [hostile.packed(words if n == 24 else b"/X Do", form % (7 + n)) for n in range(25)]
    shown = PAGE.replace(b"/Font<<", b"/XObject<</X 6 0 R>>/Font<<")
    halves = [hostile.packed(words[:20]), PAGE.replace(b"4 0 R", b"[4 0 R 6 0 R]"), hostile.packed(words[20:])]
    made = (
        ("hexadecimal", through(b"/Filter/ASCIIHexDecode", words.hex().encode() + b">")),
        ("base-85", through(b"/Filter/ASCII85Decode", base64.a85encode(words) + b"~>")),
        ("run-lengths", through(b"/Filter/RunLengthDecode", runs + b"\x80")),
        ("no-checksum", through(b"/Filter/FlateDecode", zlib.compress(words)[:-4])),
        ("junk-behind", through(b"/Filter/FlateDecode", zlib.compress(words) + b"junk" * 20)),
        ("length-below-zero", through(b"", words, b"-5")),
        ("length-beyond-the-end", through(b"", words, b"999999999999")),
        ("carriage-return", hostile.pdf().replace(b"stream\n", b"stream\r")),
        ("never-ended", hostile.pdf().replace(b"\nendstream", b"\n")),
        ("forms-25-deep", hostile.assembled([CATALOGUE, TREE, FONT, hostile.packed(b"/X Do"), shown, *nested])),
        ("in-two-halves", hostile.assembled([CATALOGUE, TREE, FONT, *halves])),
        ("mirrored", hostile.pdf(b"-1 0 0 1 595 0 cm " + words)),
        ("tiny", hostile.pdf(b"0.001 0 0 0.001 300 400 cm " + words)),
    )
    yield from (Case(f"pdf-stream-{name}.pdf", data, READ) for name, data in made)


def fonts() -> Iterator[Case]:
    def named(letter: str, form: str) -> bytes:
        names = " ".join(f"/{letter}{n:{form}}" for n in range(32, 127))
        return b"<</Type/Font/Subtype/Type1/BaseFont/A+X/Encoding<</Differences[32 %b]>>>>" % names.encode()

    made = (
        ("no-widths", b"<</Type/Font/Subtype/TrueType/BaseFont/Arial>>"),
        ("no-name", b"<</Type/Font/Subtype/Type1>>"),
        ("no-kind", b"<</Type/Font/BaseFont/Helvetica>>"),
        ("no-such-encoding", FONT.replace(b">>", b"/Encoding/NoSuch>>")),
        ("hexadecimal-names", named("G", "02X")),
        ("missing", b"null"),
    )
    yield from (Case(f"pdf-letters-{name}.pdf", hostile.pdf(font=font), READ) for name, font in made)


# --- Word -------------------------------------------------------------------------------------------------------

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PARTS = {
    "[Content_Types].xml": hostile.TYPES,
    "_rels/.rels": hostile.relations(("officeDocument", "word/document.xml")),
    "word/document.xml": hostile.document(),
}
STRICT = "http://purl.oclc.org/ooxml"


class Pipe(io.RawIOBase):
    """Where nobody can go back: a zip written to it states its sizes behind each part."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def piped() -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
    return bytes(pipe.data)


def large_sizes() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content.encode())
    return out.getvalue()


def packages() -> Iterator[Case]:
    def renamed(old: str, new: str) -> bytes:
        return hostile.zipped({name.replace(old, new): content for name, content in PARTS.items()})

    def main(content: str | bytes) -> bytes:
        return hostile.zipped({**PARTS, "word/document.xml": content})

    def of_type(name: str) -> bytes:
        return hostile.zipped({**PARTS, "[Content_Types].xml": hostile.TYPES.replace(MAIN, f"application/{name}")})

    body = hostile.document()
    strict = body.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", f"{STRICT}/wordprocessingml/main"
    )
    relation = PARTS["_rels/.rels"].replace(hostile.OFFICE, f"{STRICT}/officeDocument/relationships")
    made = (
        ("strict", hostile.zipped({**PARTS, "word/document.xml": strict, "_rels/.rels": relation})),
        ("macros", of_type("vnd.ms-word.document.macroEnabled.main+xml")),
        ("template", of_type("vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")),
        ("macro-template", of_type("vnd.ms-word.template.macroEnabledTemplate.main+xml")),
        ("piped", piped()),
        ("large-sizes", large_sizes()),
        ("backslashes", renamed("/", "\\")),
        ("dots", hostile.zipped({f"./{name}": content for name, content in PARTS.items()})),
        ("capitals", renamed("word", "Word")),
        ("folders", hostile.zipped({"word/": "", "_rels/": "", **PARTS})),
        ("utf-16", main(f'<?xml version="1.0" encoding="UTF-16"?>{body}'.encode("utf-16"))),
        ("byte-order-mark", main(f'\ufeff<?xml version="1.0" encoding="UTF-8"?>{body}'.encode())),
        ("windows", main(f'<?xml version="1.0" encoding="windows-1252"?>{body}'.encode("cp1252"))),
        ("space-in-front", main(f'\n  <?xml version="1.0"?>{body}')),
        ("other-prefix", main(body.replace("w:", "n:").replace("xmlns:w=", "xmlns:n="))),
        ("remarks-in-front", main(f"<!-- x --><?mso x?>{body}")),
    )
    yield from (Case(f"docx-odd-{name}.docx", data, READ) for name, data in made)
    yield Case("docx-odd-named.doc", hostile.docx(), READ)
    yield Case("docx-odd-named.txt", hostile.docx(), READ)


# --- HTML and text ----------------------------------------------------------------------------------------------


def pages() -> Iterator[Case]:
    chinese = f'<html><head><meta charset="{{}}"></head><body><p>中文报告 {WORDS}</p></body></html>'
    whole = hostile.html("").decode()
    made: tuple[tuple[str, bytes], ...] = (
        ("utf-16", whole.encode("utf-16-le")),
        ("utf-16-says-utf-8", whole.replace("<head>", '<head><meta charset="utf-8">').encode("utf-16")),
        ("gb", chinese.format("gb2312").encode("gb18030")),
        ("gb-says-utf-8", chinese.format("utf-8").encode("gb18030")),
        ("utf-8-says-gb", chinese.format("gb2312").encode()),
        ("gb-says-nothing", chinese.format("").encode("gb18030")),
        ("xhtml", f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{WORDS}'.encode()),
        ("words-alone", WORDS.encode()),
        ("behind-the-end", f"<html><body><p>One</p></body></html><p>{WORDS}</p>".encode()),
        ("two-pages", f"<html><body>One</body></html><html><body>{WORDS}</body></html>".encode()),
        ("plain-text", f"<p>a</p><plaintext>{WORDS} <b>".encode()),
        ("program-in-front", f"<?php echo 1 ?><html><body>{WORDS}".encode()),
        ("conditions", f"<!--[if IE]><p>IE</p><![endif]--><![if !IE]><p>{WORDS}</p><![endif]>".encode()),
        ("script-without-end", f"<p>{WORDS}</p><script>var a=1".encode()),
        ("no-frames", f"<frameset><frame src=x><noframes><p>{WORDS}</p></noframes></frameset>".encode()),
        ("bogus", f"</p></div><!x><?y>{WORDS}".encode()),
        ("own-element", f"<my-own>{WORDS}</my-own>".encode()),
        ("drawing", f"<svg><text>{WORDS}</text></svg>".encode()),
    )
    yield from (Case(f"html-odd-{name}.html", data, READ) for name, data in made)
    office = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>'
    yield Case("html-odd-export.doc", f"{office}{WORDS}</body></html>".encode(), READ)
    yield Case("html-odd-sign-in.doc", b"<html><body>Sign in</body></html>", "not-doc")


def texts() -> Iterator[Case]:
    foreign = {"gb18030": "中文", "shift_jis": "日本", "koi8-r": "Привет", "cp1251": "Привет", "cp437": "║═"}
    for codec, words in foreign.items():
        yield Case(f"txt-odd-{codec}.txt", f"{words} {WORDS}\n".encode(codec) * 10, READ)
    made: tuple[tuple[str, bytes], ...] = (
        ("about-pdf", f"A file begins with %PDF-1.7. {WORDS}".encode()),
        ("about-gif", f"GIF89 is a format. {WORDS}".encode()),
        ("end-of-file", WORDS.encode() + b"\x1a"),
        ("form-feeds", f"{WORDS}\n\f".encode() * 20),
        ("no-width", f"\u200b\u200d\ufeff{WORDS}".encode()),
        ("json", f'{{"a": "{WORDS}"}}'.encode()),
    )
    yield from (Case(f"txt-odd-{name}.txt", data, READ) for name, data in made)
    yield Case("txt-odd-one.txt", b"x", ANY)
