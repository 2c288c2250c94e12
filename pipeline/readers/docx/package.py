"""The Word file as a package: a zip of parts that name one another, opened within limits.

Only the parts that hold the paper's words are inflated; sizes are counted while inflating, since headers lie.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from pipeline.readers.docx.ooxml import Element, children, parsed, tag
from pipeline.transcript import Unreadable

MOST_ENTRIES = 10_000
MOST_BYTES = 512 << 20  # of all parts read
MOST_PART_BYTES = 64 << 20
MOST_RATIO = 200  # inflated to stored, above the size where a ratio means something
RATIO_FROM = 1 << 20
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
DOCUMENT_TYPE = "/officeDocument"
DOCUMENT_CONTENT = "wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml"
MACRO_CONTENT = "ms-word.document.macroEnabled.main+xml", "ms-word.template.macroEnabledTemplate.main+xml"
ROOT = tag("w:document")


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part names: `kind` is the last word of the relationship's type, `target` a part's name."""

    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """An open package; it remembers how much it has inflated."""

    name: str
    archive: zipfile.ZipFile
    entries: Mapping[str, tuple[zipfile.ZipInfo, ...]]
    """By name in lower case, as the packaging rules compare names."""
    inflated: int = 0
    trees: dict[str, Element] = field(default_factory=dict)

    def holds(self, part: str) -> bool:
        return part.lower() in self.entries

    def tree(self, part: str) -> Element:
        """The root of a part; parsed once."""
        if part not in self.trees:
            self.trees[part] = parsed(self._bytes(part), f"{self.name}: {part}")
        return self.trees[part]

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part names, by id; external targets are kept as names and never opened."""
        folder, file = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.holds(path):
            return {}
        found = children(self.tree(path), "rel:Relationship")
        return {one.get("Id", ""): _relation(one, folder) for one in found}

    def _bytes(self, part: str) -> bytes:
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
        if size > MOST_PART_BYTES:
            limit = f"the part {entry.filename} is larger than {MOST_PART_BYTES >> 20} MB"
        elif self.inflated > MOST_BYTES:
            limit = f"its parts are larger than {MOST_BYTES >> 20} MB"
        elif size > RATIO_FROM and size > MOST_RATIO * max(entry.compress_size, 1):
            limit = f"the part {entry.filename} inflates to more than {MOST_RATIO} times its size"
        else:
            return
        raise Unreadable("expands-too-much", f"{self.name}: {limit}.")


def _relation(element: Element, folder: str) -> Relation:
    target, external = element.get("Target", ""), element.get("TargetMode") == "External"
    kind = element.get("Type", "").rsplit("/", 1)[-1]
    return Relation(kind, target if external else _resolved(target, folder), external)


def _resolved(target: str, folder: str) -> str:
    path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(unquote(path))


def open_package(data: bytes, name: str) -> Package:
    """The package in the bytes. Raises `Unreadable`: empty, encrypted, not-docx, corrupt, expands-too-much."""
    if not data:
        raise Unreadable("empty", f"{name} has no bytes.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*BROKEN, IndexError) as error:
        raise _no_zip(data, name, str(error)) from error
    listed = archive.infolist()
    if len(listed) > MOST_ENTRIES:
        raise Unreadable("expands-too-much", f"{name} holds {len(listed)} parts, more than {MOST_ENTRIES}.")
    entries: dict[str, tuple[zipfile.ZipInfo, ...]] = {}
    for entry in listed:
        key = entry.filename.replace("\\", "/").lstrip("/").lower()
        entries[key] = (*entries.get(key, ()), entry)
    return Package(name, archive, entries)


def _no_zip(data: bytes, name: str, error: str) -> Unreadable:
    if data.startswith(OLE) and ENCRYPTED_PACKAGE in data:
        return Unreadable("encrypted", f"{name} is protected by a password.")
    if data.startswith(b"PK"):
        return Unreadable("corrupt", f"{name} is a damaged zip file: {error}.")
    head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    for start, kind in OTHER_KINDS:
        if head[: len(start)].lower() == start.lower():
            return Unreadable("not-docx", f"{name} is {kind}, not a Word file.")
    return Unreadable("not-docx", f"{name} is not a Word file.")


def main_part(package: Package) -> str:
    """The name of the part that holds the body: by relationship, else by content type."""
    relations = [one for one in package.relations("").values() if not one.external]
    if not relations and not package.holds("[Content_Types].xml"):
        raise Unreadable("not-docx", f"{package.name} is a zip file, but not a Word file.")
    named = [one.target for one in relations if one.kind == DOCUMENT_TYPE[1:]] or _by_content_type(package)
    if not named:
        raise Unreadable("not-docx", f"{package.name} is a zip file, but not a Word file.")
    if package.tree(named[0]).tag != ROOT:
        raise Unreadable("not-docx", f"{package.name} is an Office file, but not a Word document.")
    return named[0]


def _by_content_type(package: Package) -> list[str]:
    """The file names no main part: damaged, but the content types still tell."""
    if not package.holds("[Content_Types].xml"):
        return []
    overrides = children(package.tree("[Content_Types].xml"), "ct:Override")
    return [
        one.get("PartName", "").lstrip("/")
        for one in overrides
        if one.get("ContentType", "").endswith((*DOCUMENT_CONTENT, *MACRO_CONTENT))
    ]
