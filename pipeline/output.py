"""Writing: whole files only, never outside the output folder, one run at a time."""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from schemas.paper import Paper

LONGEST_NAME = 150  # bytes
REPORT, LOCK = "run-report.jsonl", ".papers.lock"


class CannotWrite(Exception):  # noqa: N818  the contract's exit 4
    """The output folder cannot be written, or is in use by another run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a line of the run report."""

    name: str
    sha256: str | None
    status: str
    code: str | None
    message: str | None
    output: str | None


def to_json(paper: Paper) -> bytes:
    """The published document: UTF-8, indented, the same bytes for the same paper."""
    return (paper.model_dump_json(indent=1) + "\n").encode("utf-8", "backslashreplace")


def output_name(name: str) -> str:
    """The output's path for an input's: the same folders, `.json` added; odd or long parts are escaped."""
    parts = [_safe(part) for part in name.split("/")]
    return "/".join(parts) + ".json"


def _safe(part: str) -> str:
    plain = "".join(c if c.isprintable() and c not in '\\:*?"<>|' else "_" for c in part)
    raw = plain.encode("utf-8", "replace")
    if plain == part and len(raw) <= LONGEST_NAME and part not in (".", ".."):
        return part
    digest = hashlib.sha256(part.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return raw[:LONGEST_NAME].decode("utf-8", "ignore") + "-" + digest


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the output folder for this run; raises `CannotWrite` where another run has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise CannotWrite(f"{folder}: {error.strerror}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise CannotWrite(f"{folder}: in use by another run") from error
    finally:
        os.close(handle)


def write(folder: Path, name: str, data: bytes) -> None:
    """The file whole or not at all: a hidden file beside it, flushed, then renamed over it."""
    target = folder / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".papers-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync(target.parent)
    except OSError as error:
        raise CannotWrite(f"{target}: {error.strerror}") from error


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def report(outcomes: Iterable[Outcome]) -> bytes:
    """The run report: a line an input, sorted by name, without times and places."""
    rows = (json.dumps(asdict(o), ensure_ascii=True) for o in sorted(outcomes, key=lambda o: o.name))
    return "".join(row + "\n" for row in rows).encode()
