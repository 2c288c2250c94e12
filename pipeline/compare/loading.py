"""Published papers from their files, in the order named."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline import naming, published
from pipeline.errors import WrongUse
from pipeline.transcript import Unreadable
from schemas import Paper


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that holds no paper we can read."""

    name: str
    code: str
    message: str


def find(paths: Sequence[str]) -> list[str]:
    """The files as named, in that order, even one that is named twice; of a folder the .json files below it, sorted."""
    found: list[str] = []
    for path in paths:
        if not os.path.lexists(path):
            raise WrongUse(f"{naming.shown(naming.spelled(path))}: there is no such file or folder")
        is_folder = os.path.isdir(path)  # noqa: PTH112  paths of any bytes
        found += sorted(published.json_below(path), key=os.fsencode) if is_folder else [path]
    return found


def load(paths: Iterable[str]) -> tuple[tuple[Paper, ...], tuple[Fault, ...]]:
    """The papers of the files, in order, and what could not be read."""
    found = [read(path) for path in paths]
    papers = tuple(one for one in found if isinstance(one, Paper))
    return papers, tuple(one for one in found if isinstance(one, Fault))


def read(path: str) -> Paper | Fault:
    """The paper of one file, or why there is none."""
    try:
        return published.paper_of(path)
    except Unreadable as refusal:
        return Fault(naming.published((naming.spelled(path),)), refusal.code, refusal.message)
