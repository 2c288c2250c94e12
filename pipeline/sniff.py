"""What a file is, by its first bytes; its name is only a hint.

PDF, Word, PowerPoint, OpenDocument and RTF files say what they are and are read whatever they are called. Text and
HTML do not: any bytes can pass for text, so there the name must say so. A sign-in page saved as `paper.pdf` is no
paper.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.transcript import Unreadable

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
DOC = "application/msword"
RTF = "application/rtf"
HTML = "text/html"
TEXT = "text/plain"

CALLED = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".docm": DOCX,
    ".dotx": DOCX,
    ".pptx": PPTX,
    ".ppsx": PPTX,
    ".odt": ODT,
    ".doc": DOC,
    ".dot": DOC,
    ".rtf": RTF,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".txt": TEXT,
    ".text": TEXT,
}
"""What a name promises."""
TYPE = {PDF: "pdf", DOCX: "docx", PPTX: "pptx", ODT: "odt", DOC: "doc", RTF: "rtf", HTML: "html", TEXT: "txt"}
READ = "papers reads PDF, Word (.docx, .doc), PowerPoint (.pptx), OpenDocument (.odt), RTF, HTML and plain text (.txt)"

PDF_HEADER_WITHIN = 1024  # bytes; what every PDF program tolerates in front of the header
PDF_OBJECT_WITHIN = 1 << 16  # bytes; what a mail gateway or a web server puts in front is far shorter
PDF_OBJECT = re.compile(rb"[\s\x00]\d{1,9} \d{1,5} obj\b")
HEAD = 4096  # bytes; enough for a doctype, a title, a first line
MOST_MEMBERS = 10_000  # names of a zip directory that are looked at
MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--.{0,2000}?-->\s*+)?<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
OFFICE_MARKUP = re.compile(rb"urn:schemas-microsoft-com:office|Word\.Document", re.I)
TITLE = re.compile(rb"<title[^>]{0,200}>\s*([^<]{1,80})", re.I)
WORD, POWERPOINT = "a Word file", "a PowerPoint presentation"
OTHER_OPEN_DOCUMENT = "another OpenDocument file"
DIRECTORY_END = b"PK\x05\x06"
DIRECTORY_ENTRY = b"PK\x01\x02"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
RTF_START = b"{\\rtf"
OLD_WORD = "WordDocument".encode("utf-16-le")

MAGIC = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a WebP picture or a sound or video file"),
    (b"\x00\x00\x00\x18ftyp", "a HEIC picture or a video file"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "a sound file"),
    (b"JVBERi0", "a PDF in base64, as in an e-mail"),
    (b"MIME-Version:", "an e-mail or a saved web archive"),
    (b"From:", "an e-mail"),
    (b"Received:", "an e-mail"),
)
ONLY_FOREIGN_AS_BINARY = {b"BM", b"From:", b"Received:", b"MZ\x90", b"ID3", b"RIFF", b"JVBERi0"}
"""Starts that plain text can have too."""


def identify(name: str, data: bytes) -> str:
    """The media type of the bytes, or `Unreadable`."""
    promised = CALLED.get(PurePosixPath(name).suffix.lower())
    certain = says_so(data)
    if certain and not (certain == PDF and promised in (HTML, TEXT) and is_about_pdf(data)):
        return certain
    if promised == ODT and data.startswith(b"PK\x03\x04") and zip_of(data) == OTHER_OPEN_DOCUMENT:
        return ODT  # zipped anew, so that its type no longer stands at the front
    if promised == DOCX and data.rfind(DIRECTORY_END) > 0 and zip_of(data) == WORD:
        return DOCX  # something stands in front of the zip file, whose directory is at its end
    if promised == PDF and is_pdf_within(data):
        return PDF
    if promised == DOC and is_markup(data) and OFFICE_MARKUP.search(data[:HEAD]):
        return HTML  # as web applications make "Word files"
    if promised in (HTML, TEXT) and may_be_text(data):
        return HTML if promised == HTML or is_markup(data) else TEXT
    raise refusal(promised, data)


def is_pdf_within(data: bytes) -> bool:
    """The objects of a PDF behind what does not belong to it, or without its first line; the reader will repair it."""
    return PDF_OBJECT.search(data[:PDF_OBJECT_WITHIN]) is not None and b"endobj" in data


def is_about_pdf(data: bytes) -> bool:
    """Words in front of a PDF's first line and nothing of a PDF behind it: a text that says how one begins."""
    return not data.lstrip().startswith(b"%PDF-") and PDF_OBJECT.search(data) is None


def says_so(data: bytes) -> str | None:
    """The media type of a file that states its own."""
    if b"%PDF-" in data[:PDF_HEADER_WITHIN]:
        return PDF
    if data.startswith(RTF_START):
        return RTF
    if data.startswith(OLE):
        return DOC if OLD_WORD in data and ENCRYPTED_PACKAGE not in data else None
    if not data.startswith(b"PK\x03\x04"):
        return None
    if data[30:].startswith(b"mimetype" + ODT.encode()):
        return ODT
    return {WORD: DOCX, POWERPOINT: PPTX}.get(zip_of(data))


def may_be_text(data: bytes) -> bool:
    """Nothing at the start says that it is something else. Whether the words make sense is the reader's business."""
    if data.startswith((OLE, b"PK\x03\x04")):
        return False
    return not any(data.startswith(magic) for magic, _ in MAGIC if magic not in ONLY_FOREIGN_AS_BINARY)


def is_markup(data: bytes) -> bool:
    """Begins as an HTML page; UTF-16 without its zero bytes is near enough to tell."""
    return MARKUP.match(data[:HEAD].replace(b"\x00", b"")) is not None


def refusal(promised: str | None, data: bytes) -> Unreadable:
    if data.startswith(OLE) and ENCRYPTED_PACKAGE in data:
        return Unreadable("encrypted", "it is protected by a password; save a copy without one")
    if promised:
        return Unreadable(
            f"not-{TYPE[promised]}", f"the name says {TYPE[promised].upper()}, but it looks like {likeness(data)}"
        )
    return Unreadable("unsupported-type", f"it looks like {likeness(data)}; {READ}")


def likeness(data: bytes) -> str:
    """What a person would call the bytes."""
    if data.startswith(OLE):
        return "an old Office file; save it as .docx"
    if data.startswith(b"PK\x03\x04"):
        return zip_of(data)
    return next((what for magic, what in MAGIC if data.startswith(magic)), None) or likeness_of_text(data)


def likeness_of_text(data: bytes) -> str:
    head = data[:HEAD]
    if is_markup(data):
        title = TITLE.search(head)
        return (
            f"an HTML page titled “{' '.join(title[1].decode('utf-8', 'replace').split())}”"
            if title
            else "an HTML page"
        )
    if not head.strip(b"\x00"):
        return "nothing but zero bytes, as from a failed download"
    if any(byte < 9 or 13 < byte < 32 for byte in head):
        return "binary data of an unknown kind"
    start = head.lstrip()[:1]
    return {b"{": "JSON", b"[": "JSON", b"<": "XML"}.get(start, "plain text; if it is a paper, name it .txt")


def zip_of(data: bytes) -> str:
    """What the names in a zip file make of it."""
    names = [name.replace(b"\\", b"/").removeprefix(b"./") for name in member_names(data)]
    tops = {name.partition(b"/")[0] for name in names if b"/" in name}
    if b"xl" in tops:
        return "an Excel workbook"
    if b"ppt" in tops:
        return POWERPOINT
    if b"word" in tops or b"[Content_Types].xml" in names:
        return WORD
    return OTHER_OPEN_DOCUMENT if b"mimetype" in names else "a zip archive; unpack it first"


def member_names(data: bytes) -> Iterator[bytes]:
    """The names of the zip directory; where the end of the file is lost, the first name alone."""
    if data.rfind(DIRECTORY_END) < 0:
        yield data[30 : 30 + int.from_bytes(data[26:28], "little")]
        return
    end = data.rfind(DIRECTORY_END)
    at = end - int.from_bytes(data[end + 12 : end + 16], "little")  # the directory stands directly before its end
    for _ in range(MOST_MEMBERS):
        if at < 0 or data[at : at + 4] != DIRECTORY_ENTRY:
            return
        name, extra, comment = (int.from_bytes(data[at + i : at + i + 2], "little") for i in (28, 30, 32))
        yield data[at + 46 : at + 46 + name]
        at += 46 + name + extra + comment
