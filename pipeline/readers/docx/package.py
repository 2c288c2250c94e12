"""The Word file as a package: a zip of parts that name one another."""

import posixpath
from dataclasses import field
from urllib.parse import unquote

from pipeline.limits import Limits
from pipeline.readers.docx.ooxml import children, parsed, tag
from pipeline.readers.prose.trees import Element, IllFormed
from pipeline.readers.prose.zipped import Archive, Format, open_archive
from pipeline.records import dataclass
from pipeline.transcript import Unreadable

WORD = Format("not-docx", "a Word file")
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
    """An open package."""

    archive: Archive
    trees: dict[str, Element] = field(default_factory=dict)
    mended: list[str] = field(default_factory=list)
    """The parts that were not well-formed XML, and were read as far as sense could be made of them."""

    @property
    def name(self) -> str:
        return self.archive.name

    def holds(self, part: str) -> bool:
        return self.archive.holds(part)

    def tree(self, part: str) -> Element:
        """The root of a part; parsed once."""
        if part not in self.trees:
            self.trees[part] = self._parsed(part, self.archive.content(part), f"{self.name}: {part}")
        return self.trees[part]

    def _parsed(self, part: str, data: bytes, named: str) -> Element:
        try:
            return parsed(data, named, self.archive.limits)
        except IllFormed:
            tree = parsed(data, named, self.archive.limits, mending=True)
            self.mended.append(part)
            return tree

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part names, by id; external targets are kept as names and never opened."""
        folder, file = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.holds(path):
            return {}
        found = children(self.tree(path), "rel:Relationship")
        return {one.get("Id", ""): _relation(one, folder) for one in found}


def _relation(element: Element, folder: str) -> Relation:
    target, external = element.get("Target", ""), element.get("TargetMode") == "External"
    kind = element.get("Type", "").rsplit("/", 1)[-1]
    return Relation(kind, target if external else _resolved(target, folder), external)


def _resolved(target: str, folder: str) -> str:
    path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(unquote(path))


def open_package(data: bytes, name: str, limits: Limits) -> Package:
    """The package in the bytes. Raises `Unreadable`: empty, encrypted, not-docx, corrupt, expands-too-much."""
    return Package(open_archive(data, name, WORD, limits))


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
