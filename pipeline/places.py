"""Places that are not on this machine's disk: object stores and whatever else fsspec opens, `s3://bucket/agendas`.

A place is spelled as a URL. Keys and endpoint come from where the store's own library looks for them (environment,
settings), never from the URL. An object appears whole or not at all, so nothing here writes a temporary one first.
Every store's library has failures of its own kind; from here they come as `OSError`.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pipeline import naming
from pipeline.errors import WrongUse

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

REMOTE = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
ON_DISK = re.compile(r"(?:file|local)://", re.I)
NO_NAME = "%2F"  # how a step without a name is spelled: a store may hold a//b besides a/b


def is_remote(path: str) -> bool:
    return bool(REMOTE.match(path)) and not ON_DISK.match(path)


def plain(path: str) -> str:
    """`file:///papers` is the path `/papers`; any other place stays as it is, without a slash at its end."""
    return path.rstrip("/") if is_remote(path) else ON_DISK.sub("", path)


def below(folder: str, name: str) -> str:
    return f"{folder}/{naming.on_disk(name)}"


def parts_of(url: str) -> naming.Parts:
    """The names along the URL; the first two are scheme and bucket, or host."""
    scheme, _, path = url.partition("://")
    return (f"{scheme}:", *(naming.spelled(part) or NO_NAME for part in path.split("/")))


def opened(url: str) -> "tuple[AbstractFileSystem, str]":
    """The store, and the place as the store spells it; `WrongUse` where what opens it is not installed."""
    shown = naming.shown(url)
    try:
        import fsspec  # noqa: PLC0415  only who reads from a store pays for it
    except ImportError:
        raise WrongUse(f"{shown}: stores need fsspec; install it with: pip install 'committee-papers[s3]'") from None
    try:
        store, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        raise WrongUse(f"{shown}: what opens such a place is not installed: {in_words(error)}") from error
    except ValueError as error:
        raise WrongUse(f"{shown}: there is no such kind of place: {in_words(error)}") from error
    return store, path


@contextmanager
def asking() -> Iterator[None]:
    """What a store's library fails with, as `OSError`: some of its failures are of no kind that is known beforehand."""
    try:
        yield
    except (FileNotFoundError, PermissionError) as error:
        raise type(error)(error.errno or 0, in_words(error)) from error
    except Exception as error:  # the boundary: each store's library has failures of its own
        raise OSError(0, in_words(error)) from error


def in_words(error: BaseException) -> str:
    """The first line of what it says."""
    said = str(getattr(error, "strerror", None) or error) or type(error).__name__
    return naming.shown(said.strip().splitlines()[0][:200])


def files_below(url: str) -> list[str]:
    """The URLs of the files below a folder, sorted; the URL itself where it is a file; none where nothing is there."""
    store, path = opened(url)
    with asking():
        found = store.find(path)
    return sorted(f"{url}{name.removeprefix(path)}" for name in found if not name.endswith("/"))


def size_of(url: str) -> int | None:
    """Bytes; None where it is a folder."""
    store, path = opened(url)
    with asking():
        about = store.info(path)
    return int(about["size"] or 0) if about["type"] == "file" else None


def is_there(url: str) -> bool:
    """One request for one byte; to ask about the object, most stores would also look for a folder of that name."""
    store, path = opened(url)
    try:
        with asking():
            store.cat_file(path, start=0, end=1)
    except FileNotFoundError:
        return False
    except OSError:  # of an object without bytes there is no first one
        return size_of(url) is not None
    return True


def read(url: str) -> bytes:
    store, path = opened(url)
    with asking():
        return bytes(store.cat_file(path))


def write(url: str, data: bytes) -> None:
    store, path = opened(url)
    with asking():
        store.pipe_file(path, data)


def remove(url: str) -> None:
    """Where there is one."""
    store, path = opened(url)
    with asking(), suppress(FileNotFoundError):
        store.rm_file(path)


def digest_of(url: str) -> str | None:
    """SHA-256 of the bytes; None where they cannot be read."""
    try:
        return hashlib.sha256(read(url)).hexdigest()
    except OSError:
        return None
