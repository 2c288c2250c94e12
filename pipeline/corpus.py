"""Files and folders to sources: which files are meant, their names, their bytes, what a person says about them.

They are on this machine's disk, or in a place that fsspec opens (`places`). A folder stands for the files below it.
Left out are hidden files, what is no paper by its name (`BESIDE`), sidecars, and what lies in the output folder. Links
to files are followed; links to folders are not, or a loop would never end.
"""

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import date
from pathlib import Path

from pipeline import naming, places, sniff
from pipeline.errors import CannotGoOn, WrongUse
from pipeline.limits import DEFAULT, over
from pipeline.records import dataclass
from pipeline.transcript import Unreadable

MOST_BYTES = 256 << 20  # far above any real paper; a paper of this size is a scan that was never made smaller
MOST_SIDECAR_BYTES = 64 << 10
BESIDE = re.compile(
    r"\.(?:toml|md|rst|csv|tsv|jsonl?|ndjson|ya?ml|ini|cfg|lock|log|xml|xsd|css|js|py|sh|bat|ipynb|parquet|duckdb|db|ini|url|lnk|part|tmp|bak)$"
    r"|^(?:~\$|thumbs\.db$|desktop\.ini$)",
    re.I,
)
"""Names of what lies beside papers and is none: data, notes, settings, programs, what Word and Windows leave behind."""
ASIDE = (errno.ENXIO, errno.ENODEV)  # what opening a socket or an absent device says

SIDECAR_WORDS = ("council", "committee", "title")
SIDECAR_KEYS = (*SIDECAR_WORDS, "meeting_date")


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was asked for, not yet opened."""

    name: str
    """Relative, as the report and the paper state it."""
    path: str
    output: str
    """Where its JSON goes, relative to the output folder."""
    fault: str | None = None
    """Why the folder of this name could not be looked into."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the paths on the command line stand for."""

    inputs: tuple[Input, ...]
    left_out: tuple[str, ...]
    """Paths below the folders that are no papers by their names."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input, read: its bytes are what is hashed and what is extracted."""

    name: str
    media_type: str
    data: bytes = field(repr=False)
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a person states about a paper that the paper itself may not say; None: not stated."""

    council: str | None = None
    committee: str | None = None
    meeting_date: date | None = None
    title: str | None = None


@dataclass(slots=True)
class Walk:
    """What a walk has come upon so far."""

    depths: dict[naming.Parts, int] = field(default_factory=dict)
    """For each absolute path, how many of its last parts name it."""
    spots: dict[naming.Parts, str] = field(default_factory=dict)
    faults: dict[naming.Parts, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def add(self, path: str, depth: int) -> naming.Parts:
        """A path met twice, in a folder and by itself, keeps its longer name."""
        parts = places.parts_of(path) if places.is_remote(path) else naming.parts_of(path)
        self.depths[parts] = max(depth, self.depths.get(parts, 0))
        self.spots[parts] = path
        return parts


def find(paths: Iterable[str], output: str) -> Found:
    """Every input that the paths stand for, sorted by name; `WrongUse` where one of them is not there."""
    walk = Walk()
    apart = output if places.is_remote(output) else os.path.realpath(output)
    for path in paths:
        if places.is_remote(path):
            look_up(path, apart, walk)
            continue
        if not os.path.lexists(path) and not is_locked_away(path):
            raise WrongUse(f"{naming.shown(naming.spelled(path))}: there is no such file or folder")
        if not os.path.isdir(path):  # noqa: PTH112  paths of any bytes, as given
            walk.add(path, 1)
        elif os.path.realpath(path) == apart:
            raise WrongUse("the output folder is one of the input folders; name another one with -o")
        else:
            walk_folder(path, apart, walk)
    names = naming.mirrored(walk.depths)
    inputs = (
        Input(naming.published(name), walk.spots[at], naming.output_name(name), walk.faults.get(at))
        for at, name in names.items()
    )
    return Found(tuple(sorted(inputs, key=lambda one: (one.name, one.output))), tuple(sorted(walk.left_out)))


def look_up(url: str, apart: str, walk: Walk) -> None:
    """Add every object below the URL that may be a paper; those below `apart` are not entered."""
    if url == apart:
        raise WrongUse("the output folder is one of the input folders; name another one with -o")
    try:
        found = places.files_below(url)
    except FileNotFoundError as error:
        raise WrongUse(f"{naming.shown(url)}: there is no such file or folder: {error.strerror}") from error
    except OSError as error:
        raise CannotGoOn(f"cannot look into {naming.shown(url)}: {error.strerror}") from error
    if not found:
        raise WrongUse(f"{naming.shown(url)}: there is no such file or folder")
    if found == [url]:
        walk.add(url, 1)
        return
    folders: dict[str, list[str]] = {}
    for one in found:
        if not one.startswith(f"{apart}/"):
            folder, _, file = one.removeprefix(f"{url}/").rpartition("/")
            folders.setdefault(folder, []).append(file)
    for folder, files in sorted(folders.items()):
        steps = folder.split("/") if folder else []
        if not any(step.startswith(".") for step in steps):
            seen = [(file, "/".join((url, *steps, file))) for file in files if not file.startswith(".")]
            sort_out(seen, 1 + len(steps), walk)


def is_locked_away(path: str) -> bool:
    """Whether there is a file at all cannot be told: its folder may not be looked into."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def walk_folder(top: str, apart: str, walk: Walk) -> None:
    """Add every file below `top` that may be a paper; `apart` is not entered."""
    waiting = [(top, 1)]
    while waiting:
        folder, depth = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            walk.faults[walk.add(folder, max(depth - 1, 1))] = error.strerror or str(error)
            continue
        inside = [entry for entry in entries if not entry.name.startswith(".")]
        waiting += [
            (entry.path, depth + 1)
            for entry in inside
            if entry.is_dir(follow_symlinks=False) and os.path.realpath(entry.path) != apart
        ]
        sort_out([(entry.name, entry.path) for entry in inside if not entry.is_dir()], depth, walk)


def sort_out(files: list[tuple[str, str]], depth: int, walk: Walk) -> None:
    """Papers by their names into the walk, other files aside; a sidecar is neither. Each is a name and its path."""
    names = {name for name, _ in files}
    for name, path in files:
        if not BESIDE.search(name):
            walk.add(path, depth)
        elif name.removesuffix(".toml") not in names - {name}:
            walk.left_out.append(naming.spelled(path))


def read_input(one: Input, most_bytes: int = MOST_BYTES) -> bytes:
    """The input's bytes, or `Unreadable`."""
    if one.fault is not None:
        raise Unreadable("unreadable", f"this folder cannot be looked into: {one.fault}")
    data = read_file(one.path, most_bytes)
    if not data:
        raise Unreadable("empty", "the file has no bytes")
    return data


def source_of(name: str, data: bytes, sha256: str, most_text: int = DEFAULT.text_bytes) -> Source:
    """The bytes as what they are, or `Unreadable` where they are nothing that is read here, or too much text."""
    media_type = sniff.identify(name, data)
    if media_type in (sniff.TEXT, sniff.HTML) and len(data) > most_text:
        raise over("too-large", f"it is text of more than {most_text:,} bytes", "text_bytes")
    return Source(name, media_type, data, sha256, len(data))


def read_file(path: str, most_bytes: int) -> bytes:
    """All bytes of a regular file, read once; `Unreadable` where it is none, too large, or changes while it is read."""
    if places.is_remote(path):
        return read_remote(path, most_bytes)
    for _ in range(2):
        try:
            data = read_once(path, most_bytes)
        except OSError as error:
            if error.errno in ASIDE:
                raise not_a_file() from error
            raise Unreadable("unreadable", f"it cannot be read: {error.strerror}") from error
        if data is not None:
            return data
    raise Unreadable("changed", "it changed while it was being read; try again when it is finished")


def read_remote(url: str, most_bytes: int) -> bytes:
    try:
        size = places.size_of(url)
        if size is None:
            raise not_a_file()
        if size > most_bytes:
            raise too_large(most_bytes)
        data = places.read(url)
    except WrongUse as refusal:  # on this machine, what opens the place is not installed
        raise Unreadable("unreadable", str(refusal)) from refusal
    except OSError as error:
        raise Unreadable("unreadable", f"it cannot be read: {error.strerror}") from error
    if len(data) != size:
        raise Unreadable("changed", "it changed while it was being read; try again when it is finished")
    return data


def read_once(path: str, most_bytes: int) -> bytes | None:
    """The bytes, or None where they changed in the meantime. A pipe without a writer does not block."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise not_a_file()
        if before.st_size > most_bytes:
            raise too_large(most_bytes)
        data = b"".join(chunks(handle, before.st_size))
        after = os.fstat(handle)
    finally:
        os.close(handle)
    still = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return data if still and len(data) == before.st_size else None


def chunks(handle: int, size: int) -> Iterator[bytes]:
    """The bytes up to the end, or to one byte beyond `size`: enough to see that the file has grown."""
    left = size + 1
    while left > 0 and (chunk := os.read(handle, left)):
        left -= len(chunk)
        yield chunk


def not_a_file() -> Unreadable:
    return Unreadable("not-a-file", "it is a pipe, device, socket or folder, not a file")


def too_large(most_bytes: int) -> Unreadable:
    return Unreadable("too-large", f"it is larger than {most_bytes:,} bytes; --max-bytes raises the limit")


def read_sidecar(path: str) -> Sidecar | None:
    """What `path` with `.toml` after it states about the paper at `path`; None where there is no such file.

    One that cannot be understood is `Unreadable`: a paper without what a person meant to say would be wrong in silence.
    """
    beside = f"{path}.toml"
    name = naming.published((naming.spelled(Path(beside).name),))
    if not is_there(beside):
        return None
    import tomllib  # noqa: PLC0415  most papers have no sidecar

    try:
        stated = tomllib.loads(read_file(beside, MOST_SIDECAR_BYTES).decode("utf-8"))
        return sidecar_of(stated)
    except (ValueError, Unreadable) as error:
        raise Unreadable("unreadable", f"its sidecar {name} cannot be used: {' '.join(str(error).split())}") from error


def is_there(path: str) -> bool:
    """A file, or anything of its name."""
    if not places.is_remote(path):
        return os.path.lexists(path)
    try:
        return places.is_there(path)
    except OSError as error:
        raise Unreadable("unreadable", f"whether it has a sidecar cannot be told: {error.strerror}") from error


def sidecar_of(stated: dict[str, object]) -> Sidecar:
    """The statements checked; `ValueError` names the key that is wrong."""
    unknown = sorted(set(stated) - set(SIDECAR_KEYS))
    if unknown:
        raise ValueError(f"unknown key “{unknown[0]}”; the keys are {', '.join(sorted(SIDECAR_KEYS))}")
    council, committee, title = (stated_words(key, stated.get(key)) for key in SIDECAR_WORDS)
    return Sidecar(council, committee, stated_date("meeting_date", stated.get("meeting_date")), title)


def stated_words(key: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} must be words in quotes")
    return " ".join(value.split())


def stated_date(key: str, value: object) -> date | None:
    """A TOML date, or the same in quotes; a date with a time is none, its day depends on the zone."""
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(f"{key} must be a date written as 2021-01-19") from None
