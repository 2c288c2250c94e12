"""Bytes to characters: which encoding a text or HTML file is in, and what could not be decoded."""

import codecs
import re

from pipeline.records import dataclass
from pipeline.transcript import Remark

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# A declaration is a stranger's word. Only names of character sets are obeyed: Python also has codecs called "zip" and
# "undefined", and a browser refuses UTF-7. Latin-1 and ASCII mean cp1252, as in every browser.
DECLARABLE = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "cp-1252": "cp1252",
    "iso-8859-14": "iso8859-14",
    "iso-8859-15": "iso8859-15",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
}

# The other encodings that browsers know, as Python names them, and what each means in practice (WHATWG Encoding).
OTHERS = {
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp{page}": f"cp{page}" for page in (866, 874, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "mac-cyrillic": "mac-cyrillic",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_jp": "euc_jp",
    "iso2022_jp": "iso2022_jp",
    "euc_kr": "cp949",
    "cp949": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
}
ESCAPED = "iso2022_jp"  # written in ASCII alone, so that it passes for UTF-8

SAMPLE = 4096  # bytes; enough to tell UTF-16 from 8-bit text
MOST = 0.4  # of the high bytes of UTF-16 text are zero where the text is mostly English
FEW = 0.05  # of the low bytes

UTF8_PAIR = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")

# cp1252 leaves five bytes undefined; browsers read them as the control characters of the same number.
CP1252 = "".join(bytes([i]).decode("cp1252", "ignore") or chr(i) for i in range(256))
CP1252_UNDEFINED = re.compile("[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file, without byte order mark."""

    text: str
    encoding: str
    remarks: tuple[Remark, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file: byte order mark, zero bytes, UTF-8, then what the file declares, then cp1252.

    UTF-8 comes before the declaration: other text is hardly ever valid UTF-8 by chance; declarations are often wrong.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    wide = _wide_encoding(data[:SAMPLE])
    if wide:
        return _decode_as(data, wide)
    named = _named(declared or "")
    if named == ESCAPED and b"\x1b" in data:
        return _decode_as(data, named)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, named)


def _named(declared: str) -> str:
    """The encoding that a declaration means; cp1252 where it means none, as in every browser."""
    label = declared.strip().lower()
    if label in DECLARABLE:
        return DECLARABLE[label]
    try:
        return OTHERS.get(codecs.lookup(label).name, "cp1252")
    except (LookupError, ValueError):
        return "cp1252"


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of English text is zero."""
    half = len(sample) // 2
    if not half:
        return None
    first, second = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if second > MOST and first < FEW:
        return "utf-16-le"
    if first > MOST and second < FEW:
        return "utf-16-be"
    return None


def _decode_as(data: bytes, encoding: str) -> Decoded:
    """Decode as marked; what is broken becomes U+FFFD and a remark."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, (_undecodable(text.count("�"), encoding.upper()),))


def _decode_other(data: bytes, encoding: str) -> Decoded:
    """Not UTF-8 throughout, whatever is declared."""
    if encoding not in {"utf-8", "cp1252"}:
        return _decode_narrow(data, encoding)
    return _decode_by_line(data) if UTF8_PAIR.search(data) else _decode_narrow(data, "cp1252")


def _decode_narrow(data: bytes, encoding: str) -> Decoded:
    if encoding != "cp1252":
        return _decode_as(data, encoding)
    text = _from_cp1252(data)
    undefined = len(CP1252_UNDEFINED.findall(text))
    return Decoded(text, "cp1252", (_undecodable(undefined, "CP1252"),) if undefined else ())


def _decode_by_line(data: bytes) -> Decoded:
    """A file put together from two encodings: each line is UTF-8, or else cp1252."""
    lines = data.splitlines(keepends=True)
    text = "".join(_utf8_or_cp1252(line) for line in lines)
    undefined = len(CP1252_UNDEFINED.findall(text))
    remark = Remark(
        "mixed-encoding", "warning", "Some lines are UTF-8, others are not; those were read as Windows-1252."
    )
    return Decoded(text, "utf-8", (remark, _undecodable(undefined, "CP1252")) if undefined else (remark,))


def _utf8_or_cp1252(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return _from_cp1252(line)


def _from_cp1252(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", CP1252)[0]


def _undecodable(count: int, encoding: str) -> Remark:
    noun = "character" if count == 1 else "characters"
    return Remark(
        "undecodable-bytes", "warning", f"{count} {noun} could not be decoded as {encoding}; compare with the source."
    )
