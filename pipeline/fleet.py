"""Many papers over worker processes. The parent reads and writes and never parses; a worker parses, touching no file.

A *lane* has one worker, which works on one paper at a time. Because of that a worker that dies, hangs or takes too much
costs its own paper and no other: it is replaced, and its paper is tried once more in a new one and then given up.
"""

import os
import re
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from pipeline import sniff
from pipeline.allowance import Allowance, cpu_for, seconds_for
from pipeline.confinement import CONVERTER, READER, Kind
from pipeline.corpus import Sidecar, Source
from pipeline.errors import CannotGoOn
from pipeline.limits import DEFAULT, Limits
from pipeline.output import to_json, undisturbed
from pipeline.records import dataclass
from pipeline.transcript import Unreadable
from pipeline.wire import Nonsense
from pipeline.worker import NO_MEMORY, Worker, context_for

TRIES = 2  # a worker may have died of its neighbours' hunger for memory; the second try tells
FEW = 4  # papers; below, a second worker costs more to start than it saves
CORES_GRANTED = Path("/sys/fs/cgroup/cpu.max")  # Linux, in a container: microseconds of processor time, and in how many
NEED_A_PROGRAM = frozenset({sniff.DOC, sniff.RTF})
ADDRESS = re.compile("0x[0-9a-f]+")
CODES_OF_OURS = frozenset({"timeout", "memory", "crashed", "internal"})
"""Codes that say that the program or the machine failed, not the input."""

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Task:
    """One source for a worker, and where its JSON will go."""

    source: Source
    sidecar: Sidecar | None
    output: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """The papers of a source as the bytes to publish: one, or those of a pack in their order."""

    documents: tuple[bytes, ...]
    tally: tuple[tuple[str, int], ...]
    """How many issues of which severity; severities without issues are left out."""
    loss: tuple[str, str] | None
    """Code and message of the first issue of severity error."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no paper."""

    code: str
    message: str
    trace: str = field(default="", repr=False)


Wordings = tuple[tuple[str, str], ...]
Outcome = Extracted | Refused
Result = TypeVar("Result")
"""What a worker makes of a source: `Extracted`, or whatever another verb asks its workers for."""
Work = Callable[[Source, Sidecar | None], Result | Refused]
OpenWorker = Callable[[Kind], Worker]


@dataclass(frozen=True, slots=True)
class Settings(Generic[Result]):
    """How many workers, of which make, what each may take, doing what."""

    lanes: int
    open_worker: OpenWorker
    allowance: Allowance
    work: Work[Result]


@dataclass(slots=True)
class Lane(Generic[Result]):
    """One worker, and what it is working on."""

    worker: Worker | None = None
    kind: Kind = READER
    task: Task | None = None
    future: "Future[Result | Refused] | None" = None
    tries: int = 0
    began: float = 0.0


def extract_one(source: Source, sidecar: Sidecar | None, limits: Limits = DEFAULT) -> Outcome:
    """A worker's job: the papers as bytes, or the reason why there are none."""
    return attempted(partial(extracted, limits=limits), source, sidecar)


def extract_worded(wordings: Wordings, source: Source, sidecar: Sidecar | None, limits: Limits = DEFAULT) -> Outcome:
    """The same with a council's own wordings over the vocabulary."""
    from pipeline.vocabulary.indicators import lay_over  # noqa: PLC0415  only a worker pays for the machinery

    lay_over(wordings)
    return extract_one(source, sidecar, limits)


def extracted(source: Source, sidecar: Sidecar | None, limits: Limits = DEFAULT) -> Extracted:
    from pipeline.run import papers_of  # noqa: PLC0415  only a worker pays for the machinery

    documents: list[bytes] = []
    counted = Counter[str]()
    loss: tuple[str, str] | None = None
    for paper in papers_of(source, sidecar, limits):
        documents.append(to_json(paper))
        counted.update(issue.severity for issue in paper.issues)
        errors = (issue for issue in paper.issues if issue.severity == "error")
        loss = loss or next(((issue.code, issue.message) for issue in errors), None)
    tally = tuple((name, counted[name]) for name in SEVERITIES if counted[name])
    return Extracted(tuple(documents), tally, loss)


def attempted(
    job: Callable[[Source, Sidecar | None], Result], source: Source, sidecar: Sidecar | None
) -> Result | Refused:
    """What the job makes of the source, or the reason why not. Whatever goes wrong with one paper stays with it."""
    try:
        return job(source, sidecar)
    except Unreadable as refusal:
        return Refused(refusal.code, refusal.message)
    except MemoryError:
        return Refused("memory", "it takes more memory than a worker may have; --max-memory raises the limit")
    except RecursionError:
        return Refused("too-deep", "it is nested too deeply to be followed", traceback.format_exc())
    except Exception as error:  # noqa: BLE001  the boundary: one paper's unforeseen fault must not end the others' work
        words = ADDRESS.sub("0x…", " ".join(str(error).split()))
        reason = f"{type(error).__name__}: {words}"[:200]
        return Refused("internal", f"the program failed on it, which is a bug ({reason})", traceback.format_exc())


def lanes_for(papers: int) -> int:
    """How many workers pay: the cores that this process may use, one for a few papers."""
    return 1 if papers <= FEW else min(papers, cores())


def cores() -> int:
    """Those that this process may run on, and fewer where its container has a share of them."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        granted, period = CORES_GRANTED.read_text(encoding="ascii").split()
        return max(1, min(allowed, int(granted) // int(period)))
    except (OSError, ValueError):  # none is set
        return allowed


def workers(lanes: int, allowance: Allowance, work: Work[Result], *, threads: bool = False) -> Settings[Result]:
    """Worker processes on this machine; `threads`: this process has others, as those that speak to an object store."""
    context = context_for(lanes, threads=threads)
    return Settings(lanes, lambda kind: Worker(context, kind, allowance), allowance, work)


def manner_of(work: Callable[..., object]) -> str:
    """What has been settled about a work beforehand: a council's own wordings, limits on what is read."""
    return repr((work.args, work.keywords)) if isinstance(work, partial) else ""


def kind_for(source: Source) -> Kind:
    """RTF and .doc need a worker that may run LibreOffice."""
    return CONVERTER if source.media_type in NEED_A_PROGRAM else READER


def extract_all(tasks: Iterable[Task], settings: Settings[Result]) -> Iterator[tuple[Task, Result | Refused]]:
    """The outcome of every task, as they are finished. A task is taken from the iterable only when a lane is idle."""
    waiting = iter(tasks)
    lanes = [Lane[Result]() for _ in range(settings.lanes)]
    try:
        while busy := assigned(lanes, waiting, settings):
            wait([future for _, future in busy], until_first(lanes, settings), FIRST_COMPLETED)
            yield from settled(lanes, settings)
    finally:
        for lane in lanes:
            close(lane)


def assigned(
    lanes: Iterable[Lane[Result]], waiting: Iterator[Task], settings: Settings[Result]
) -> "list[tuple[Lane[Result], Future[Result | Refused]]]":
    """Give every idle lane a task while there are any; the lanes that are then busy, with what they will answer."""
    for lane in lanes:
        if lane.task is None and (task := next(waiting, None)):
            lane.task, lane.tries = task, 0
            begin(lane, task, settings)
    return [(lane, lane.future) for lane in lanes if lane.future is not None]


def begin(lane: Lane[Result], task: Task, settings: Settings[Result]) -> None:
    """Send the task to the lane's worker; a new one where there is none, it is worn out, or of the wrong kind."""
    kind = kind_for(task.source)
    if lane.kind != kind or (lane.worker is not None and is_worn_out(lane.worker, settings.allowance)):
        close(lane)
    try:
        with undisturbed():
            lane.kind = kind
            lane.worker = lane.worker or settings.open_worker(kind)
            lane.future = lane.worker.ask(settings.work, task.source, task.sidecar)
    except (OSError, EOFError, RuntimeError) as error:  # no process, or no thread to speak to it
        reason = getattr(error, "strerror", None) or str(error) or "what starts them has died"
        raise CannotGoOn(f"cannot start a worker process: {reason}") from error
    lane.tries += 1
    lane.began = time.monotonic()


def is_worn_out(worker: Worker, allowance: Allowance) -> bool:
    return worker.worked >= allowance.papers or worker.is_spent()


def until_first(lanes: Iterable[Lane[Result]], settings: Settings[Result]) -> float:
    """Seconds until the first of the busy lanes has no time left."""
    left = (time_left(lane, settings) for lane in lanes if lane.future is not None)
    return max(0.0, min(left))


def time_left(lane: Lane[Result], settings: Settings[Result]) -> float:
    """Seconds; more when the worker has said how many pages there are."""
    pages = lane.worker.pages if lane.worker else 0
    return lane.began + seconds_for(settings.allowance, pages) - time.monotonic()


def settled(lanes: Iterable[Lane[Result]], settings: Settings[Result]) -> Iterator[tuple[Task, Result | Refused]]:
    """What the lanes have come to; they are idle then."""
    for lane in lanes:
        if lane.task is not None and (outcome := outcome_of(lane, lane.task, settings)):
            task = lane.task
            lane.task = lane.future = None
            yield task, outcome


def outcome_of(lane: Lane[Result], task: Task, settings: Settings[Result]) -> Result | Refused | None:
    """None while the lane is still at work. A paper that a worker died of is tried once more, in a new one."""
    if lane.future is None or lane.worker is None:
        return None
    if not lane.future.done():
        return None if time_left(lane, settings) > 0 else stopped(lane, settings)
    error = lane.future.exception()
    answer = lane.future.result() if error is None else death_of(lane.worker, error, settings)
    if not isinstance(answer, Refused) or answer.code not in {"memory", "crashed"}:
        if error is not None:
            close(lane)
        return answer
    is_new = lane.worker.worked == 1
    close(lane)
    if lane.tries < TRIES and (answer.code == "crashed" or not is_new):
        begin(lane, task, settings)
        return None
    return answer


def death_of(worker: Worker, error: BaseException, settings: Settings[Result]) -> Refused:
    """The verdict on a paper whose worker gave no answer."""
    if isinstance(error, Nonsense):
        return Refused("crashed", f"its worker answered nonsense, {TRIES} times")
    if isinstance(error, MemoryError):
        return Refused("memory", "there is not enough memory to take in what was found in it")
    status = worker.status()
    if status == NO_MEMORY:
        return out_of_memory(settings.allowance)
    if status == -signal.SIGXCPU:
        most = cpu_for(settings.allowance, worker.pages)
        return Refused("timeout", f"it took more than {most:g} seconds of processor time; --max-cpu raises the limit")
    return Refused("crashed", f"its worker process died, {TRIES} times")


def out_of_memory(allowance: Allowance) -> Refused:
    most = allowance.memory >> 20
    return Refused(
        "memory", f"it takes more memory than a worker may have ({most:,} MB); --max-memory raises the limit"
    )


def stopped(lane: Lane[Result], settings: Settings[Result]) -> Refused:
    """The verdict on a paper that takes too long; its worker is ended."""
    most = seconds_for(settings.allowance, lane.worker.pages if lane.worker else 0)
    close(lane)
    return Refused("timeout", f"it was not finished after {most:g} seconds; --timeout raises the limit")


def close(lane: Lane[Result]) -> None:
    """End the lane's worker."""
    if lane.worker is not None:
        lane.worker.end()
    lane.worker = None
