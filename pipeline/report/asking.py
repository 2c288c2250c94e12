"""One run of `papers report`: what the paths hold decides what is reported."""

import json
import os
from collections.abc import Sequence
from dataclasses import replace

from pipeline import naming, output, published
from pipeline.compare import asking, loading
from pipeline.compare.comparing import merged
from pipeline.corpus import MOST_BYTES, read_file
from pipeline.errors import Exit
from pipeline.records import dataclass
from pipeline.report import page
from pipeline.terminal import counted
from pipeline.transcript import Unreadable
from schemas import Paper
from schemas.comparison import Comparison, StaleDecision


@dataclass(frozen=True, slots=True)
class Answer:
    """The report, or None where there was nothing to report on; and the files that could not be read."""

    report: bytes | None
    about: str
    faults: tuple[loading.Fault, ...]
    status: Exit
    stale: tuple[StaleDecision, ...] = ()
    """Decisions that were not applied."""


def ask(paths: Sequence[str], decided: str | None, quiet: bool = True) -> Answer:
    """One file is a paper, or a comparison; several, or a folder, are papers to be compared."""
    files = loading.find(paths)
    if len(files) != 1:
        asked = asking.ask(paths, None, decided, quiet)
        found = answer(merged(asked.parts) if asked.parts else None, asked.faults, asked.status)
        return replace(found, stale=asked.stale)
    try:
        document = in_file(files[0])
    except Unreadable as refusal:
        fault = loading.Fault(naming.published((naming.spelled(files[0]),)), refusal.code, refusal.message)
        return Answer(None, "", (fault,), Exit.NEEDS_A_PERSON)
    return answer(document, (), Exit.DONE)


def in_file(path: str) -> Paper | Comparison:
    """A comparison says so by its series; whatever else it is, it is held to be a paper."""
    data = read_file(path, MOST_BYTES)
    document = published.object_in(data)
    if document is not None and "series" in document:
        return published.comparison_in(data)
    return published.paper_in(data)


def answer(document: Paper | Comparison | None, faults: tuple[loading.Fault, ...], status: Exit) -> Answer:
    if document is None:
        return Answer(None, "", faults, status)
    return Answer(page.of(document), about(document), faults, status)


def about(document: Paper | Comparison) -> str:
    if isinstance(document, Paper):
        return f"{counted(len(document.indicators), 'measure')}, {counted(len(document.issues), 'issue')}"
    return f"{counted(len(document.papers), 'paper')} in {len(document.series)} series"


def made(answer: Answer, file: str) -> bytes:
    """For programs: the file, what it is about, and its size."""
    line = {
        "output": naming.published((naming.spelled(file),)),
        "about": answer.about,
        "bytes": len(answer.report or b""),
    }
    return f"{json.dumps(line, ensure_ascii=False)}\n".encode()


def write(report: bytes, file: str) -> None:
    """The whole file or none of it; the folder that is named for it is made."""
    folder, name = os.path.split(os.path.abspath(file))  # noqa: PTH100
    output.make(folder)
    output.place(folder, naming.spelled(name), report)
