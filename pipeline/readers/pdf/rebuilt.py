"""A damaged PDF put in order again: where the directory of its objects is lost or lies, one is made from what is there.

What pdfium does not mend of itself: a file cut off in the middle (a broken download) has no trailer, and where its
objects are packed in object streams, as all newer programs do, nothing is found without the directory; and a page tree
that counts fewer pages than it names. Here every `N G obj` in the bytes is noted, object streams are unpacked, and a
page tree, a directory and a trailer are written behind. The objects stay as they are; what is decided is where they
stand and, by the tree's own order of naming them, which pages there are. Nothing here is repaired by guess: an object
whose bytes are lost stays lost, and a page that is named and not there is a page that cannot be read.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import field
from itertools import pairwise

from pipeline.limits import Limits
from pipeline.records import dataclass

OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,9})[\s\x00]{1,4}([0-9]{1,5})[\s\x00]{1,4}obj(?![a-z])")
STREAM = re.compile(rb"stream\r?\n")
TYPE = re.compile(rb"/Type\s{0,4}/(ObjStm|Catalog|Pages|Page)(?![A-Za-z])")
COUNT = re.compile(rb"/N\s{1,4}([0-9]{1,7})(?![0-9])")
FIRST = re.compile(rb"/First\s{1,4}([0-9]{1,9})(?![0-9])")
KIDS = re.compile(rb"/Kids\s{0,4}\[([^\[\]]{0,2000000})\]")
REFERENCE = re.compile(rb"([0-9]{1,9})\s{1,4}[0-9]{1,5}\s{1,4}R")
PAGES = re.compile(rb"/Pages\s{1,4}([0-9]{1,9})\s{1,4}[0-9]{1,5}\s{1,4}R")
ENCRYPT = re.compile(rb"/Encrypt\s{0,4}[0-9]{1,9}\s{1,4}[0-9]{1,5}\s{1,4}R")
IDENTITY = re.compile(rb"/ID\s{0,4}\[\s{0,4}<[0-9A-Fa-f\s]{0,200}>\s{0,4}<[0-9A-Fa-f\s]{0,200}>\s{0,4}\]")
HEADER = b"%PDF-"
LOOKED_AT = 4096  # bytes of an object that say what it is
MOST_OBJECTS = 500_000  # the largest real packs have some 50,000
MOST_PACKED = 100_000  # objects of one stream; programs put 100 to 200 into one
CHUNK = 256  # bytes; of damaged Flate all but the last chunk counts
PREDICTED, FLATE, FILTERED = b"/Predictor", b"/FlateDecode", b"/Filter"


@dataclass(frozen=True, slots=True)
class Object:
    """A numbered object: its bytes, and where they stand; no offset for one that was packed in a stream."""

    body: bytes
    offset: int | None = None
    generation: int = 0

    @property
    def kind(self) -> bytes:
        found = TYPE.search(self.body, 0, LOOKED_AT)
        return found[1] if found else b""

    @property
    def holds_objects(self) -> bool:
        """An object stream, also where the word for it is damaged: nothing else says how many and where the first."""
        kind = self.kind
        if kind or self.body.find(b"/First", 0, LOOKED_AT) < 0:
            return kind == b"ObjStm"
        return all(known.search(self.body, 0, LOOKED_AT) for known in (COUNT, FIRST, STREAM))


@dataclass(slots=True)
class _Written:
    """The file as it grows; lives inside `rebuilt` only."""

    data: bytearray
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Offset and generation by object number."""

    def add(self, number: int, body: bytes) -> None:
        self.places[number] = (len(self.data), 0)
        self.data += b"%d 0 obj\n%b\nendobj\n" % (number, body)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The file with its new directory, and how many of the pages that its tree names are there."""

    data: bytes
    pages: int


def rebuilt(data: bytes, limits: Limits) -> Rebuilt | None:
    """The same objects with a new directory; None where there are no pages among them."""
    start = data.find(HEADER)
    body = data[start:] if start >= 0 else HEADER + b"1.7\n" + data
    objects = _objects(body, limits)
    order = _named_pages(objects)[: limits.pages + 1] or [n for n, o in objects.items() if o.kind == b"Page"]
    if not order:
        return None
    written = _Written(bytearray(body + b"\nendstream endobj\n"))  # what was cut off in its middle ends here
    for number, found in objects.items():
        if found.offset is None:
            written.add(number, found.body)
        else:
            written.places[number] = (found.offset, found.generation)
    root = max(objects) + 1
    kids = b" ".join(b"%d 0 R" % number for number in order)
    written.add(root, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(order), kids))
    written.add(root + 1, _catalogue(objects, root))
    _close(written, root + 1, _protection(body))
    return Rebuilt(bytes(written.data), sum(number in objects for number in order))


def _objects(data: bytes, limits: Limits) -> dict[int, Object]:
    """Every object; of those with one number the last, as programs that change a file write behind it."""
    found: dict[int, Object] = {}
    starts = [match for match, _ in zip(OBJECT.finditer(data), range(MOST_OBJECTS), strict=False)]
    ends = [*(match.start() for match in starts), len(data)][1:]
    unpacked = 0
    for match, end in zip(starts, ends, strict=True):
        one = Object(data[match.end() : end], match.start(), int(match[2]))
        found.pop(int(match[1]), None)
        found[int(match[1])] = one
        if one.holds_objects and unpacked <= limits.unpacked_bytes:
            content = _content(one.body, limits)
            unpacked += len(content)
            found.update(_packed(one.body, content))
    return found


def _content(stream: bytes, limits: Limits) -> bytes:
    """The bytes of an object stream, as far as they can be unpacked."""
    begun = STREAM.search(stream)
    head = stream[: begun.start()] if begun else b""
    if begun is None or PREDICTED in head or (FILTERED in head and FLATE not in head):
        return b""
    packed = stream[begun.end() :]
    return _inflated(packed, limits.part_bytes) if FLATE in head else packed


def _inflated(packed: bytes, most: int) -> bytes:
    inflater, out = zlib.decompressobj(), bytearray()
    for at in range(0, len(packed), CHUNK):
        try:
            out += inflater.decompress(packed[at : at + CHUNK], most - len(out) + 1)
        except zlib.error:
            break
        if inflater.eof or len(out) > most:
            break
    return bytes(out[:most])


def _packed(stream: bytes, content: bytes) -> Iterator[tuple[int, Object]]:
    """The objects of a stream: in front pairs of number and offset, then the objects."""
    count, first = COUNT.search(stream, 0, LOOKED_AT), FIRST.search(stream, 0, LOOKED_AT)
    if count is None or first is None:
        return
    numbers = content[: int(first[1])].split()[: 2 * min(int(count[1]), MOST_PACKED)]
    if not all(number.isdigit() and len(number) < 10 for number in numbers):
        return
    pairs = list(zip(map(int, numbers[0::2]), map(int, numbers[1::2]), strict=False))
    for (number, start), (_, end) in pairwise([*pairs, (0, len(content))]):
        body = content[int(first[1]) + start : int(first[1]) + end if end < len(content) else end]
        if body.strip():
            yield number, Object(body)


def _named_pages(objects: dict[int, Object]) -> list[int]:
    """The pages that the tree names, in its order; also those whose objects are lost."""
    roots = (PAGES.search(one.body) for one in objects.values() if one.kind == b"Catalog")
    named = [int(root[1]) for root in roots if root is not None and int(root[1]) in objects]
    waiting, seen, order = named[-1:], set[int](), list[int]()
    while waiting:
        number = waiting.pop()
        one = objects.get(number)
        kids = KIDS.search(one.body) if one is not None and one.kind != b"Page" else None
        if kids is None:
            order.append(number)
        elif number not in seen:
            seen.add(number)
            waiting += [int(kid[1]) for kid in REFERENCE.finditer(kids[1])][::-1]
    return order if any(number in objects for number in order) else []


def _catalogue(objects: dict[int, Object], root: int) -> bytes:
    """The old catalogue, with what it knows of bookmarks and labels, over the new tree."""
    old = [one.body for one in objects.values() if one.kind == b"Catalog" and PAGES.search(one.body)]
    if not old:
        return b"<</Type/Catalog/Pages %d 0 R>>" % root
    end = old[-1].rfind(b"endobj")
    return PAGES.sub(b"/Pages %d 0 R" % root, old[-1][: end if end >= 0 else None], count=1)


def _protection(data: bytes) -> bytes:
    """What a reader needs to open an encrypted file: it stood in the trailer."""
    locks, names = ENCRYPT.findall(data), IDENTITY.findall(data)
    return b"".join((*locks[-1:], *names[-1:]))


def _close(written: _Written, catalogue: int, protection: bytes) -> None:
    at = len(written.data)
    rows = (b"%d 1\n%010d %05d n\r\n" % (number, *place) for number, place in sorted(written.places.items()))
    size = max(written.places) + 1
    written.data += b"xref\n0 1\n0000000000 65535 f\r\n" + b"".join(rows)
    written.data += b"trailer\n<</Size %d/Root %d 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, catalogue, protection, at)
