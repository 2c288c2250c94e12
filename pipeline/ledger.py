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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
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
    """One output that is finished."""

    recipe: str
    """Hash of all that decides about the output besides the bytes of the source."""
    digest: str
    """SHA-256 of the output as it was written."""
    line: ReportLine
    tally: Tally


@dataclass(frozen=True, slots=True)
class Ledger:
    """The open ledger of an output folder: entries by the name of their output."""

    folder: str
    handle: int
    entries: dict[str, Entry] = field(default_factory=dict)


@contextmanager
def opened(folder: str) -> Iterator[Ledger]:
    """Lock the output folder, made where it is not there. `CannotGoOn` at once where another run holds it."""
    with writing(folder):
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103  paths of any bytes
    path = os.path.join(folder, LOCK)  # noqa: PTH118
    with writing(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        lock(handle, folder)
        ledger = Ledger(folder, handle, entries_in(handle))
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
    read = [entry for entry in map(entry_of, lines) if entry]
    return {entry.line.output: entry for entry in read if entry.line.output}


def entry_of(line: bytes) -> Entry | None:
    try:
        noted = json.loads(line)
        tally = tuple((str(severity), int(times)) for severity, times in noted["tally"])
        return Entry(noted["recipe"], noted["digest"], ReportLine(**noted["line"]), tally)
    except (ValueError, TypeError, KeyError):
        return None


def note(ledger: Ledger, entry: Entry) -> None:
    """Add an entry for an output that has just been written."""
    append(ledger, [entry])
    if entry.line.output:
        ledger.entries[entry.line.output] = entry


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


def finished(ledger: Ledger, output: str, source: Source, sidecar: Sidecar | None) -> Entry | None:
    """The entry for this output where it stands as it was written, from the same bytes by the same program."""
    entry = ledger.entries.get(output)
    if entry is None or entry.line.sha256 != source.sha256 or entry.recipe != recipe(source, sidecar):
        return None
    return entry if entry.digest == digest_of(ledger.folder, output) else None


def digest_of(folder: str, output: str) -> str | None:
    path = Path(folder, naming.on_disk(output))
    try:
        return None if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def recipe(source: Source, sidecar: Sidecar | None) -> str:
    """All that decides about an output besides the bytes: name, type, sidecar, program."""
    return hashlib.sha256(repr((source.name, source.media_type, sidecar, program())).encode()).hexdigest()


@cache
def program() -> str:
    """The state of the program: its files by size and time, Python, and when a package was last installed."""
    home = Path(__file__).parent.parent
    files = sorted(path for name in OURS for path in (home / name).rglob("*") if path.suffix in WRITTEN)
    marks = [(str(path.relative_to(home)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    packages = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns
    return hashlib.sha256(repr((marks, packages, sys.version)).encode()).hexdigest()
