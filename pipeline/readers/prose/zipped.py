"""Zip files that hold a document, opened within limits.

Only the parts that hold the paper's words are inflated; sizes are counted while inflating, since headers lie.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping

from pipeline.limits import Limits, over
from pipeline.records import dataclass
from pipeline.transcript import Unreadable

RATIO_FROM = 1 << 20  # bytes; below, a ratio means nothing
CHUNK = 1 << 16
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
OTHER_KINDS = (
    (OLE, "an old Office file (.doc)"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF file"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "a single XML file"),
    (b"MIME-Version:", "a web archive (MHTML)"),
)


@dataclass(frozen=True, slots=True)
class Format:
    """What the file should be: the code that refuses another, and its name in a sentence."""

    code: str
    named: str


@dataclass(slots=True)
class Archive:
    """An open zip file; it remembers how much it has inflated."""

    name: str
    archive: zipfile.ZipFile
    limits: Limits
    entries: Mapping[str, tuple[zipfile.ZipInfo, ...]]
    """By name in lower case, as the packaging rules of Office compare names."""
    inflated: int = 0

    def holds(self, part: str) -> bool:
        return part.lower() in self.entries

    def content(self, part: str) -> bytes:
        """The bytes of a part. Raises `Unreadable`: corrupt, encrypted, expands-too-much."""
        found = self.entries.get(part.lower(), ())
        if len(found) != 1:
            state = "is missing" if not found else "is there more than once"
            raise Unreadable("corrupt", f"{self.name}: the part {part} {state}.")
        if found[0].flag_bits & 1:
            raise Unreadable("encrypted", f"{self.name} is a zip with a password.")
        try:
            return self._inflated(found[0])
        except BROKEN as error:
            raise Unreadable("corrupt", f"{self.name}: the part {part} cannot be unpacked: {error}.") from error

    def _inflated(self, entry: zipfile.ZipInfo) -> bytes:
        chunks, size = [], 0
        with self.archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                self.inflated += len(chunk)
                self._check(entry, size)
        return b"".join(chunks)

    def _check(self, entry: zipfile.ZipInfo, size: int) -> None:
        limits = self.limits
        if size > limits.part_bytes:
            fault, limit = f"the part {entry.filename} is larger than {limits.part_bytes:,} bytes", "part_bytes"
        elif self.inflated > limits.unpacked_bytes:
            fault, limit = f"its parts are larger than {limits.unpacked_bytes:,} bytes", "unpacked_bytes"
        elif size > RATIO_FROM and size > limits.ratio * max(entry.compress_size, 1):
            fault, limit = f"the part {entry.filename} inflates to more than {limits.ratio} times its size", "ratio"
        else:
            return
        raise over("expands-too-much", f"{self.name}: {fault}", limit)


def open_archive(data: bytes, name: str, wanted: Format, limits: Limits) -> Archive:
    """The zip file. Raises `Unreadable`: empty, encrypted, corrupt, expands-too-much, what the format says."""
    if not data:
        raise Unreadable("empty", f"{name} has no bytes.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*BROKEN, IndexError) as error:
        raise _no_zip(data, name, str(error), wanted) from error
    listed = archive.infolist()
    if len(listed) > limits.entries:
        raise over("expands-too-much", f"{name} holds {len(listed):,} parts, more than {limits.entries:,}", "entries")
    entries: dict[str, tuple[zipfile.ZipInfo, ...]] = {}
    for entry in listed:
        key = entry.filename.replace("\\", "/").removeprefix("./").lstrip("/").lower()
        entries[key] = (*entries.get(key, ()), entry)
    return Archive(name, archive, limits, entries)


def _no_zip(data: bytes, name: str, error: str, wanted: Format) -> Unreadable:
    if data.startswith(OLE) and ENCRYPTED_PACKAGE in data:
        return Unreadable("encrypted", f"{name} is protected by a password.")
    if data.startswith(b"PK"):
        return Unreadable("corrupt", f"{name} is a damaged zip file: {error}.")
    head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    for start, kind in OTHER_KINDS:
        if head[: len(start)].lower() == start.lower():
            return Unreadable(wanted.code, f"{name} is {kind}, not {wanted.named}.")
    return Unreadable(wanted.code, f"{name} is not {wanted.named}.")
