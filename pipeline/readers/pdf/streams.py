"""Streams of a PDF that would unpack to more than a machine should hold, found before any engine is given the file.

A megabyte of Flate can stand for a gigabyte, and two filters in a row for terabytes; an engine unpacks it when it comes
upon it. What is looked at is how far the start of a stream goes, and only where all of it could be too much; pictures
and embedded files are left aside, since they are not unpacked to read the page.
"""

import re
import zlib

from pipeline.limits import Limits, over

STREAM = re.compile(rb"stream\r?\n")
END = b"endstream"
DICTIONARY = 2048  # bytes before the stream in which its dictionary stands
ASIDE = re.compile(rb"/Subtype\s{0,4}/Image|/Type\s{0,4}/EmbeddedFile|/Image(?:Mask)?\b")
FLATE = re.compile(rb"/(?:FlateDecode|Fl)(?![A-Za-z])")
BEST_RATIO = 1032  # of Flate: no stream unpacks to more than this many times its size
SAMPLE = 4096  # bytes of a stream; a bomb is the same all through
CHUNK = 1 << 20
MOST_FILTERS = 4  # on one stream; real files have one or two, and an engine may follow any number
FILTERS = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW|ASCIIHexDecode|AHx|ASCII85Decode|A85|RunLengthDecode|RL)\b")


def check_streams(data: bytes, limits: Limits) -> None:
    """Raises `Unreadable` (expands-too-much) where a stream that has to be read unpacks to more than the limit."""
    for match in STREAM.finditer(data):
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        head = _dictionary(data, match.start())
        if FLATE.search(head) is None or ASIDE.search(head):
            continue
        end = data.find(END, match.end())
        layers = len(FILTERS.findall(head))
        if layers > MOST_FILTERS or _is_too_much(data[match.end() : end if end > 0 else None], layers, limits):
            raise over("expands-too-much", f"a stream unpacks to more than {limits.part_bytes:,} bytes", "part_bytes")


def _dictionary(data: bytes, end: int) -> bytes:
    """What stands before the stream, from the number of its object on."""
    head = data[max(0, end - DICTIONARY) : end]
    return head[head.rfind(b" obj") + 1 :]


def _is_too_much(packed: bytes, layers: int, limits: Limits) -> bool:
    if layers == 1 and len(packed) * BEST_RATIO <= limits.part_bytes:
        return False
    sample = _unpacked(packed[:SAMPLE], CHUNK * 8)
    if layers == 1:
        likely = len(sample) * len(packed) // max(1, min(len(packed), SAMPLE))
        return likely > limits.part_bytes // 4 and _size(packed, limits.part_bytes) > limits.part_bytes
    inner = _unpacked(packed, limits.part_bytes + 1)
    return len(inner) > limits.part_bytes or _size(inner, limits.part_bytes) > limits.part_bytes


def _unpacked(packed: bytes, most: int) -> bytes:
    """As much as there is, or `most` bytes; nothing where it is not Flate."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _size(packed: bytes, most: int) -> int:
    """How many bytes it unpacks to; counting ends above `most`."""
    inflater, size = zlib.decompressobj(), 0
    try:
        while packed and size <= most:
            size += len(inflater.decompress(packed, CHUNK))
            packed = inflater.unconsumed_tail
    except zlib.error:
        pass
    return size
