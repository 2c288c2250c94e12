"""One run of the comparison: which files, whose decisions, and what it ends in."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile

from pipeline import naming, output, terminal
from pipeline.compare import decisions, loading, writing
from pipeline.compare.comparing import parts
from pipeline.errors import Exit, WrongUse
from pipeline.records import dataclass
from pipeline.terminal import watched
from schemas.comparison import Comparison, StaleDecision

LEAST_PAPERS = 2
DECISIONS = ".decisions.toml"
DEFAULT_DECISIONS = "comparison" + DECISIONS
"""Where there is no output file: in the working folder."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A comparison, or None where fewer than two papers could be read; and the files that could not."""

    parts: Iterator[Comparison] | None
    """Series by series, as `comparing.parts` gives them; they can be taken once."""
    faults: tuple[loading.Fault, ...]
    status: Exit
    stale: tuple[StaleDecision, ...] = ()


def ask(paths: Sequence[str], file: str | None, decided: str | None, quiet: bool = True) -> Answer:
    """Compare the papers that the paths stand for."""
    own = os.path.abspath(file) if file else None  # noqa: PTH100  resolve() follows links
    files = [path for path in loading.find(paths) if os.path.abspath(path) != own]  # noqa: PTH100
    if len(files) < LEAST_PAPERS:
        raise WrongUse("it takes two extracted papers to compare; name two files, or a folder that holds them")
    known = decisions_for(file, decided)
    found = loading.load(watched(files, quiet), known.quoted())
    if len(found.entries) < LEAST_PAPERS:
        return Answer(None, found.faults, Exit.NEEDS_A_PERSON)
    stale = known.stale(found.met)
    status = Exit.NEEDS_A_PERSON if found.faults or stale else Exit.DONE
    return Answer(parts(found.entries, known, stale), found.faults, status, stale)


def not_applied(stale: StaleDecision) -> str:
    """For standard error, also where no summary is asked for: it is why the exit status is not 0."""
    words = f"{stale.reason}: “{stale.earlier}” and “{stale.later}”"
    return f"papers: decision not applied: {naming.shown(words)}"


def decisions_for(file: str | None, decided: str | None) -> decisions.Decisions:
    """The decisions of the file named; else of the one beside the output, where there is one."""
    if decided:
        return decisions.read(decided)
    beside = str(Path(file).with_suffix(DECISIONS)) if file else DEFAULT_DECISIONS
    return decisions.read(beside) if Path(beside).is_file() else decisions.Decisions()


def write(found: Iterable[Comparison], file: str) -> None:
    """The whole file or none of it; the folder that is named for it is made."""
    folder, name = os.path.split(os.path.abspath(file))  # noqa: PTH100
    output.make(folder)
    with output.placing(folder) as path_for:
        path = path_for(naming.spelled(name))
        with TemporaryFile(dir=folder) as spool, Path(path).open("wb") as into:
            writing.write(found, into, spool)


def print_json(found: Iterable[Comparison]) -> None:
    """On standard output."""
    with TemporaryFile() as whole, TemporaryFile() as spool:
        writing.write(found, whole, spool)
        whole.seek(0)
        while chunk := whole.read(writing.CHUNK):
            terminal.print_data(chunk)


def print_file(file: str) -> None:
    """On standard output, as it was written."""
    with Path(file).open("rb") as whole:
        while chunk := whole.read(writing.CHUNK):
            terminal.print_data(chunk)
