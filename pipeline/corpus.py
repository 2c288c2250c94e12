"""Files and folders to Sources: what is to be read, under which name, of which type; and the sidecars beside them."""

import hashlib
import os
import stat
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.sniff import identify
from pipeline.transcript import Unreadable

MOST_BYTES = 256 * 1024 * 1024
SIDECAR = ".toml"
FACTS = ("council", "committee", "meeting_date", "title")


@dataclass(frozen=True, slots=True)
class Source:
    """One file's bytes, read once; `name` is its path below what was asked for."""

    name: str
    media_type: str
    data: bytes
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Header facts that a person states beside a source, in `NAME.toml`."""

    council: str | None = None
    committee: str | None = None
    meeting_date: date | None = None
    title: str | None = None

    def facts(self) -> dict[str, object]:
        """The facts that are stated."""
        return {name: value for name in FACTS if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, and the name its output is filed under."""

    path: Path
    name: str


def inputs(paths: Sequence[Path], skip: Path) -> tuple[Input, ...]:
    """Files named directly, and those in named folders, sorted by name; nothing below `skip` (the output folder).

    Names are paths below the folder that was named. Where two inputs would share one, both get their parents' names in
    front until they differ.
    """
    found = [Input(file, name) for path in paths for file, name in _files(path, skip)]
    unique = {f.path.absolute(): f for f in found}
    return tuple(sorted(_told_apart(list(unique.values())), key=lambda f: f.name))


def _files(path: Path, skip: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, path.name
        return
    for folder, folders, names in os.walk(path):
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != skip.resolve())
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith(SIDECAR):
                yield here / name, (here / name).relative_to(path).as_posix()


def _told_apart(found: list[Input]) -> Iterator[Input]:
    names = [f.name for f in found]
    for f in found:
        depth, name = len(Path(f.name).parts), f.name
        parts = f.path.absolute().parts
        while (
            names.count(f.name) > 1
            and depth < len(parts) - 1
            and any(
                other is not f and other.name == f.name and other.path.absolute().parts[-depth:] == parts[-depth:]
                for other in found
            )
        ):
            depth += 1
            name = "/".join(parts[-depth:])
        yield Input(f.path, name)


def load(file: Input) -> Source:
    """The file's bytes and type; raises `Unreadable` where it is no file, empty, too large or of no known type."""
    data = _bytes(file.path)
    if not data:
        raise Unreadable("empty", "the file is empty")
    kind = identify(file.name, data)
    return Source(file.name, kind, data, hashlib.sha256(data).hexdigest(), len(data))


def _bytes(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable("unreadable", error.strerror or "cannot be opened") from error
    with os.fdopen(handle, "rb") as stream:
        facts = os.fstat(stream.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise Unreadable("not-a-file", "this is no regular file")
        if facts.st_size > MOST_BYTES:
            raise Unreadable("too-large", f"the file has {facts.st_size} bytes, more than {MOST_BYTES}")
        try:
            return stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise Unreadable("unreadable", error.strerror or "cannot be read") from error


def sidecar_of(file: Input) -> Sidecar | None:
    """The facts in `NAME.toml` beside the file; None where there is no such file. Raises `Unreadable` on a bad one."""
    path = file.path.with_name(file.path.name + SIDECAR)
    if not path.is_file():
        return None
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unreadable("unreadable", f"the sidecar {path.name} is no TOML: {error}") from error
    unknown = sorted(stated.keys() - set(FACTS))
    if unknown:
        raise Unreadable("unreadable", f"the sidecar {path.name} has unknown keys: {', '.join(unknown)}")
    for name, value in stated.items():
        wanted = date if name == "meeting_date" else str
        if type(value) is not wanted:
            raise Unreadable("unreadable", f"the sidecar {path.name} gives {name} as no {wanted.__name__}")
    return Sidecar(**stated)
