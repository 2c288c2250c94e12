"""One run of the comparison: which files, whose decisions, and what it ends in."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import naming, output
from pipeline.compare import decisions, loading
from pipeline.compare.comparing import compare
from pipeline.errors import Exit, WrongUse
from pipeline.terminal import watched
from schemas.comparison import Comparison

LEAST_PAPERS = 2
DECISIONS = ".decisions.toml"
DEFAULT_DECISIONS = "comparison" + DECISIONS
"""Where there is no output file: in the working folder."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A comparison, or None where fewer than two papers could be read; and the files that could not."""

    comparison: Comparison | None
    faults: tuple[loading.Fault, ...]
    status: Exit


def ask(paths: Sequence[str], file: str | None, decided: str | None, quiet: bool = True) -> Answer:
    """Compare the papers that the paths stand for."""
    own = os.path.abspath(file) if file else None  # noqa: PTH100  resolve() follows links
    files = [path for path in loading.find(paths) if os.path.abspath(path) != own]  # noqa: PTH100
    if len(files) < LEAST_PAPERS:
        raise WrongUse("it takes two extracted papers to compare; name two files, or a folder that holds them")
    known = decisions_for(file, decided)
    papers, faults = loading.load(watched(files, quiet))
    if len(papers) < LEAST_PAPERS:
        return Answer(None, faults, Exit.NEEDS_A_PERSON)
    found = compare(papers, known)
    needs_a_person = bool(faults or found.stale_decisions)
    return Answer(found, faults, Exit.NEEDS_A_PERSON if needs_a_person else Exit.DONE)


def decisions_for(file: str | None, decided: str | None) -> decisions.Decisions:
    """The decisions of the file named; else of the one beside the output, where there is one."""
    if decided:
        return decisions.read(decided)
    beside = str(Path(file).with_suffix(DECISIONS)) if file else DEFAULT_DECISIONS
    return decisions.read(beside) if Path(beside).is_file() else decisions.Decisions()


def to_json(comparison: Comparison) -> bytes:
    """UTF-8, two spaces a level, a line end at the end; the same on every machine."""
    return f"{comparison.model_dump_json(indent=2)}\n".encode()


def write(comparison: Comparison, file: str) -> None:
    """The whole file or none of it."""
    folder, name = os.path.split(os.path.abspath(file))  # noqa: PTH100
    output.place(folder, naming.spelled(name), to_json(comparison))
