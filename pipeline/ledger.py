"""The lock of an output folder, and the ledger in it: what has been finished, so that a run that was stopped can go on.

Both are the file `.papers.lock`. It may be deleted at any time when no run is going on; everything is then done afresh.
Unlike the report it is about this machine: it notes which state of the program made which output.
"""

import errno
import fcntl
import hashlib
import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

from pipeline import naming
from pipeline.corpus import Sidecar, Source
from pipeline.errors import CannotGoOn
from pipeline.output import ReportLine, undisturbed, writing

LOCK = ".papers.lock"
HELD_BY_ANOTHER = (errno.EAGAIN, errno.EACCES)
OURS = ("pipeline", "schemas")
WRITTEN = (".py", ".csv", ".toml", ".json")

Tally = tuple[tuple[str, int], ...]
"""How many issues of which severity."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written for one input."""

    place: str
    """Where the input's JSON goes when it is one paper: its key, also when it is a pack."""
    recipe: str
    """Hash of all that decides about the output besides the bytes of the source; empty while files are written."""
    files: tuple[tuple[str, str], ...]
    """Each file below the output folder, with the SHA-256 of its bytes as they were written."""
    line: ReportLine
    tally: Tally


@dataclass(frozen=True, slots=True)
class Ledger:
    """The open ledger of an output folder: entries by their place."""

    folder: str
    handle: int
    entries: dict[str, Entry] = field(default_factory=dict)
    manner: object = None
    """What besides inputs and program decides about outputs: a council's own wordings, limits on what is read."""


@contextmanager
def opened(folder: str, manner: object = None) -> Iterator[Ledger]:
    """Lock the output folder, made where it is not there. `CannotGoOn` at once where another run holds it."""
    with writing(folder):
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103  paths of any bytes
    path = os.path.join(folder, LOCK)  # noqa: PTH118
    with writing(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        lock(handle, folder)
        ledger = Ledger(folder, handle, entries_in(handle), manner)
        compact(ledger)
        yield ledger
    finally:
        os.close(handle)


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


def entries_in(handle: int) -> dict[str, Entry]:
    """The entries, later ones over earlier ones. A line that was cut off is as if it were not there."""
    # read in place: to close another descriptor of the file would undo the lock
    lines = os.pread(handle, os.fstat(handle).st_size, 0).splitlines()
    return {entry.place: entry for entry in map(entry_of, lines) if entry}


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
    append(ledger, [entry])
    ledger.entries[entry.place] = entry


def begun(entry: Entry, before: Iterable[str]) -> Entry:
    """The entry while its files are being written over those of an earlier run: all of them, none finished."""
    names = sorted({*before, *(name for name, _ in entry.files)})
    return replace(entry, recipe="", files=tuple((name, "") for name in names))


def files_of(ledger: Ledger, place: str) -> set[str]:
    """The files that earlier runs have written for the input of this place."""
    entry = ledger.entries.get(place)
    return {name for name, _ in entry.files} if entry else set()


def compact(ledger: Ledger) -> None:
    """One line an output, where runs have added several. Should it be cut off, some work is done again."""
    with writing(LOCK), undisturbed():
        os.ftruncate(ledger.handle, 0)
    append(ledger, [ledger.entries[name] for name in sorted(ledger.entries)])


def append(ledger: Ledger, entries: list[Entry]) -> None:
    data = "".join(f"{json.dumps(asdict(entry))}\n" for entry in entries).encode()
    with writing(LOCK), undisturbed():
        os.lseek(ledger.handle, 0, os.SEEK_END)
        while data:
            data = data[os.write(ledger.handle, data) :]


def finished(ledger: Ledger, place: str, source: Source, sidecar: Sidecar | None) -> Entry | None:
    """The entry of this place where all its files stand as written, from the same bytes by the same program."""
    entry = ledger.entries.get(place)
    if entry is None or entry.line.sha256 != source.sha256 or entry.recipe != recipe(source, sidecar, ledger.manner):
        return None
    return entry if all(digest == digest_of(ledger.folder, name) for name, digest in entry.files) else None


def digest_of(folder: str, output: str) -> str | None:
    path = Path(folder, naming.on_disk(output))
    try:
        return None if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def recipe(source: Source, sidecar: Sidecar | None, manner: object = None) -> str:
    """All that decides about an output besides the bytes: name, type, sidecar, program, and what was asked for."""
    return hashlib.sha256(repr((source.name, source.media_type, sidecar, program(), manner)).encode()).hexdigest()


@cache
def program() -> str:
    """The state of the program: its files by size and time, Python, and when a package was last installed."""
    home = Path(__file__).parent.parent
    files = sorted(path for name in OURS for path in (home / name).rglob("*") if path.suffix in WRITTEN)
    marks = [(str(path.relative_to(home)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    packages = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns
    return hashlib.sha256(repr((marks, packages, sys.version)).encode()).hexdigest()
