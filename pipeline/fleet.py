"""Many papers over worker processes. The parent reads and writes and never parses; a worker parses, touching no file.

One code path for every kind of worker: a *lane* is a `concurrent.futures.Executor` that works on one paper at a time.
Because of that a worker that dies or hangs costs its own paper and no other. A lane of a cluster is an executor too.
"""

import multiprocessing
import os
import re
import resource
import signal
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from pipeline.corpus import Sidecar, Source
from pipeline.errors import CannotGoOn
from pipeline.limits import DEFAULT, Limits
from pipeline.output import to_json, undisturbed
from pipeline.transcript import Unreadable

TIMEOUT = 120.0  # seconds for one paper; real ones take under ten
TRIES = 2  # a worker may have died of its neighbours' hunger for memory; the second try tells
MOST_MEMORY = 2 << 30  # bytes of address space; real papers take 150 MB, only hostile ones more than 500 MB
FRESH_AFTER = 100  # papers, then a worker is replaced: PDF libraries keep memory
FEW = 4  # papers; below, a second worker costs more to start than it saves
MACHINERY = "pipeline.run"
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
OpenLane = Callable[[], Executor]


@dataclass(frozen=True, slots=True)
class Settings(Generic[Result]):
    """How many workers, of which kind, for how long, doing what."""

    lanes: int
    open_lane: OpenLane
    timeout: float
    work: Work[Result]


@dataclass(slots=True)
class Lane(Generic[Result]):
    """One worker, and what it is working on."""

    executor: Executor | None = None
    processes: frozenset[BaseProcess] = frozenset()
    worked: int = 0
    task: Task | None = None
    future: "Future[Result | Refused] | None" = None
    tries: int = 0
    deadline: float = 0.0


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
        return Refused("memory", "it takes more memory than a worker may have")
    except RecursionError:
        return Refused("too-deep", "it is nested too deeply to be followed", traceback.format_exc())
    except Exception as error:  # noqa: BLE001  the boundary: one paper's unforeseen fault must not end the others' work
        words = ADDRESS.sub("0x…", " ".join(str(error).split()))
        reason = f"{type(error).__name__}: {words}"[:200]
        return Refused("internal", f"the program failed on it, which is a bug ({reason})", traceback.format_exc())


def lanes_for(papers: int) -> int:
    """How many workers pay: the cores that this process may use, one for a few papers."""
    return 1 if papers <= FEW else min(papers, len(os.sched_getaffinity(0)))


def local(lanes: int, timeout: float = TIMEOUT, work: Work[Extracted] | None = None) -> Settings[Extracted]:
    """Worker processes on this machine that extract papers."""
    return workers(lanes, timeout, work or extract_one)


def workers(lanes: int, timeout: float, work: Work[Result]) -> Settings[Result]:
    """Worker processes on this machine.

    A single worker is forked: that is quick, and safe because no other lane's threads are there. Several come from a
    fork server, which loads the machinery once for all of them.
    """
    context = multiprocessing.get_context("fork" if lanes == 1 else "forkserver")
    context.set_forkserver_preload([MACHINERY])
    return Settings(lanes, lambda: ProcessPoolExecutor(1, context, prepare_worker), timeout, work)


def prepare_worker() -> None:
    """A worker's first act; limits and confinement belong here. It is quiet, and it ends when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit(resource.RLIMIT_AS, MOST_MEMORY)
    limit(resource.RLIMIT_CORE, 0)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # libraries chatter; what matters comes back as an outcome
    os.dup2(nowhere, 2)
    threading.Thread(target=end_with_parent, daemon=True).start()


def limit(what: int, most: int) -> None:
    """Lower a limit of this process; one that is lower already stays."""
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def end_with_parent() -> None:
    """An orphan would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def extract_all(tasks: Iterable[Task], settings: Settings[Result]) -> Iterator[tuple[Task, Result | Refused]]:
    """The outcome of every task, as they are finished. A task is taken from the iterable only when a lane is idle."""
    waiting = iter(tasks)
    lanes = [Lane[Result]() for _ in range(settings.lanes)]
    try:
        while busy := assigned(lanes, waiting, settings):
            wait([future for _, future in busy], until_first(lane.deadline for lane, _ in busy), FIRST_COMPLETED)
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
    """Send the task to the lane's worker, a new one where there is none or it has worked long enough."""
    if lane.worked >= FRESH_AFTER:
        close(lane)
    try:
        with undisturbed():
            submit(lane, task, settings)
    except OSError as error:
        raise CannotGoOn(f"cannot start a worker process: {error.strerror or error}") from error
    lane.tries += 1
    lane.worked += 1
    lane.deadline = time.monotonic() + settings.timeout


def submit(lane: Lane[Result], task: Task, settings: Settings[Result]) -> None:
    """The processes that are there afterwards and were not before are the lane's."""
    before = frozenset(multiprocessing.active_children())
    lane.executor = lane.executor or settings.open_lane()
    try:
        lane.future = lane.executor.submit(settings.work, task.source, task.sidecar)
    except BrokenProcessPool:  # died while it was idle
        close(lane)
        lane.executor = settings.open_lane()
        lane.future = lane.executor.submit(settings.work, task.source, task.sidecar)
    lane.processes |= frozenset(multiprocessing.active_children()) - before


def until_first(deadlines: Iterable[float]) -> float:
    """Seconds until the first of the deadlines."""
    return max(0.0, min(deadlines) - time.monotonic())


def settled(lanes: Iterable[Lane[Result]], settings: Settings[Result]) -> Iterator[tuple[Task, Result | Refused]]:
    """What the lanes have come to; they are idle then."""
    for lane in lanes:
        if lane.task is not None and (outcome := outcome_of(lane, lane.task, settings)):
            task = lane.task
            lane.task = lane.future = None
            yield task, outcome


def outcome_of(lane: Lane[Result], task: Task, settings: Settings[Result]) -> Result | Refused | None:
    """None while the lane is still at work. A worker that died is replaced, and the task tried once more."""
    if lane.future is None:
        return None
    if not lane.future.done():
        return None if time.monotonic() < lane.deadline else stopped(lane, settings)
    error = lane.future.exception()
    if error is None:
        return lane.future.result()
    close(lane)
    if not isinstance(error, BrokenProcessPool):
        return Refused("internal", f"its worker could not answer, which is a bug ({type(error).__name__})", repr(error))
    if lane.tries < TRIES:
        begin(lane, task, settings)
        return None
    return Refused("crashed", f"its worker process died, {TRIES} times")


def stopped(lane: Lane[Result], settings: Settings[Result]) -> Refused:
    """The verdict on a paper that takes too long; its worker is ended."""
    close(lane)
    return Refused("timeout", f"it was not finished after {settings.timeout:g} seconds; --timeout raises the limit")


def close(lane: Lane[Result]) -> None:
    """End the lane's worker, at once; it holds nothing that needs care."""
    for process in lane.processes:
        process.kill()
    if lane.executor is not None:
        lane.executor.shutdown(wait=True, cancel_futures=True)
    lane.executor, lane.processes, lane.worked = None, frozenset(), 0
