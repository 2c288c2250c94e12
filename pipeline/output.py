"""Writing: a file appears whole or not at all, in the output folder or nowhere; the run report; a paper as bytes."""

import errno
import json
import os
import signal
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Literal

from pipeline import naming, places
from pipeline.errors import CannotGoOn
from pipeline.records import dataclass

if TYPE_CHECKING:
    from schemas import Paper

REPORT = "run-report.jsonl"
TEMPORARY = (".papers-", ".tmp")
HELD = {signal.SIGINT, signal.SIGTERM}

Status = Literal["ok", "partial", "rejected", "failed"]
"""ok: read. partial: read, and an issue of severity error says what could not be. rejected: the input's fault.
failed: ours, or the machine's."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What became of one input. No times, no absolute paths: two runs can be compared byte by byte."""

    name: str
    sha256: str | None
    """None where the bytes could not be read."""
    status: Status
    code: str | None
    message: str | None
    output: str | None
    """Relative to the output folder."""


def to_json(paper: "Paper") -> bytes:
    """The published document: UTF-8, two spaces a level, a line end at the end; the same on every machine."""
    return f"{paper.model_dump_json(indent=2)}\n".encode()


def report_bytes(lines: Iterable[ReportLine]) -> bytes:
    """One line of JSON an input, sorted by name."""
    ordered = sorted(lines, key=lambda line: (line.name, line.output or ""))
    return "".join(f"{json.dumps(asdict(line), ensure_ascii=False)}\n" for line in ordered).encode()


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Turns what the file system refuses into `CannotGoOn`, which names the path and the reason."""
    try:
        yield
    except OSError as error:
        raise CannotGoOn(f"cannot write {naming.shown(naming.spelled(path))}: {error.strerror or error}") from error


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C and TERM wait until the block is done; it must be short."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def place(folder: str, name: str, data: bytes) -> None:
    """Write the file `name` below the folder: to a temporary file beside it, to the disk, then under its name.

    A link that stands under the name is replaced, never written through. In an object store an object is whole anyway.
    """
    if places.is_remote(folder):
        url = places.below(folder, name)
        with writing(url):
            places.write(url, data)
        return
    path = os.path.join(folder, naming.on_disk(name))  # noqa: PTH118  names of any bytes
    with writing(path), undisturbed():
        make_folders(folder, name)
        temporary = os.path.join(os.path.dirname(path), os.urandom(8).hex().join(TEMPORARY))  # noqa: PTH118, PTH120
        try:
            write_through(temporary, data)
            os.replace(temporary, path)  # noqa: PTH105
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
            raise
        sync_folder(os.path.dirname(path))  # noqa: PTH120


@contextmanager
def placing(folder: str) -> Iterator[Callable[[str], str]]:
    """For files that a library writes itself: gives for each name below the folder a temporary path to write to.

    When the block ends well all files take their names, in the order they were asked for; otherwise none does.
    """
    waiting: dict[str, str] = {}

    def path_for(name: str) -> str:
        path = os.path.join(folder, naming.on_disk(name))  # noqa: PTH118
        make_folders(folder, name)
        temporary = os.path.join(os.path.dirname(path), os.urandom(8).hex().join(TEMPORARY))  # noqa: PTH118, PTH120
        waiting[temporary] = path
        return temporary

    with writing(folder):
        try:
            yield path_for
            for temporary in waiting:
                sync(temporary, os.O_RDWR)
            with undisturbed():
                for temporary, path in waiting.items():
                    os.replace(temporary, path)  # noqa: PTH105
            for place_of_some in sorted({os.path.dirname(path) for path in waiting.values()}):  # noqa: PTH120
                sync_folder(place_of_some)
        finally:
            for temporary in waiting:
                with suppress(OSError):
                    os.unlink(temporary)  # noqa: PTH108


def write_through(path: str, data: bytes) -> None:
    """Write a new file and wait until the disk has it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def make(folder: str) -> None:
    """The folder that a person named for what is written, and those on the way to it."""
    with writing(folder):
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103  paths of any bytes


def make_folders(folder: str, name: str) -> None:
    """The folders on the way to `name`; a link or a file that stands in their place is an error, not a way out."""
    for part in name.split("/")[:-1]:
        folder = os.path.join(folder, naming.on_disk(part))  # noqa: PTH118
        with suppress(FileExistsError):
            os.mkdir(folder)  # noqa: PTH102
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            raise NotADirectoryError(errno.ENOTDIR, "a link or a file stands where a folder must go", folder)


def sync_folder(folder: str) -> None:
    """The new name is on the disk too. Some network file systems cannot promise that."""
    sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def sync(path: str, flags: int) -> None:
    """Wait until the disk has it, as far as the file system can say."""
    handle = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def remove(folder: str, name: str) -> None:
    """Remove the file `name` below the folder, where it is there."""
    if places.is_remote(folder):
        url = places.below(folder, name)
        with writing(url):
            places.remove(url)
        return
    path = os.path.join(folder, naming.on_disk(name))  # noqa: PTH118
    with writing(path), suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(path)  # noqa: PTH108


def remove_folder(folder: str, name: str) -> None:
    """Remove the folder `name` below the folder, where it is one and nothing stands in it."""
    if places.is_remote(folder):  # a folder is nothing there but a part of a name
        return
    with suppress(OSError):  # other files stand in it; it is not there; a link stands in its place
        os.rmdir(os.path.join(folder, naming.on_disk(name)))  # noqa: PTH106, PTH118


def sweep(folder: str) -> None:
    """Remove what a run that was killed has left half-written anywhere below the folder."""
    if places.is_remote(folder):  # an object is whole or not there
        return
    start, end = TEMPORARY
    with writing(folder):
        for here, _, files in os.walk(folder):
            for file in files:
                if file.startswith(start) and file.endswith(end):
                    os.unlink(os.path.join(here, file))  # noqa: PTH108, PTH118
