"""Published papers from their files, in the order named."""

import os
from collections.abc import Iterable, Sequence
from functools import partial

from pipeline import naming, published
from pipeline.compare.comparing import wordings
from pipeline.compare.decisions import Wording
from pipeline.compare.grouping import Entry, entry_of
from pipeline.compare.likeness import folded_whole
from pipeline.errors import CannotGoOn, WrongUse
from pipeline.records import dataclass
from pipeline.transcript import Unreadable
from schemas import Paper


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that holds no paper we can read."""

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files hold. `met`: the quoted wordings that stand in one of the papers."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    met: frozenset[Wording]


def find(paths: Sequence[str]) -> list[str]:
    """The files as named, in that order, even one that is named twice; of a folder the .json files below it, sorted."""
    found: list[str] = []
    for path in paths:
        if not os.path.lexists(path):
            raise WrongUse(f"{naming.shown(naming.spelled(path))}: there is no such file or folder")
        is_folder = os.path.isdir(path)  # noqa: PTH112  paths of any bytes
        found += sorted(published.json_below(path), key=os.fsencode) if is_folder else [path]
    return found


def load(paths: Iterable[str], quoted: frozenset[Wording] = frozenset()) -> Loaded:
    """What each paper is, in order, and the files that could not be read. The papers themselves are read again later:
    a thousand of them take more memory than a laptop has to spare.

    `quoted`: wordings that a person has decided on; of each is said whether a paper has it.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    met: set[Wording] = set()
    for path in paths:
        one = read(path)
        if isinstance(one, Fault):
            faults.append(one)
            continue
        entries.append(entry_of(one, partial(again, path, one.source.sha256)))
        if quoted:
            met |= quoted & {(about, folded_whole(text)) for about, text in wordings(one)}
    return Loaded(tuple(entries), tuple(faults), frozenset(met))


def again(path: str, sha256: str) -> Paper:
    """The paper of a file that was read before."""
    found = read(path)
    if isinstance(found, Fault) or found.source.sha256 != sha256:
        raise CannotGoOn(f"{naming.shown(naming.spelled(path))}: it changed while it was being compared; run again")
    return found


def read(path: str) -> Paper | Fault:
    """The paper of one file, or why there is none."""
    try:
        return published.paper_of(path)
    except Unreadable as refusal:
        return Fault(naming.published((naming.spelled(path),)), refusal.code, refusal.message)
