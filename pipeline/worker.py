"""A worker: a process that is confined and works on one paper at a time; and the parent's end of the line to it."""

import gc
import importlib
import multiprocessing
import os
import pickle
import resource
import shutil
import signal
import sys
import tempfile
import threading
import typing
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source
from math import ceil
from multiprocessing import connection, forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from pipeline import sniff, wire
from pipeline.allowance import FEWEST_PAGE_BYTES, Allowance, cpu_for
from pipeline.confinement import CONVERTER, Kind, Layers, confine
from pipeline.corpus import Sidecar, Source
from pipeline.output import HELD

MACHINERY = "pipeline.run"
COLLECT_AFTER = 50_000
"""Objects made before Python looks for rings of them, which none is here; its own 700 cost a tenth of the time."""
READERS = "pipeline.readers"
PACKS = "pipeline.packs.issues"
LATER = ("extractors/narrative/*.py", "extractors/clauses.py", "language.py")
"""What is loaded only where a paper's prose has figures."""
MOST_ANSWERED = 1 << 30  # bytes; more is no paper
NO_MEMORY = 71  # exit status of a worker that cannot even say that it has run out of memory
FAREWELL = 5.0  # seconds for an ended process to be gone
PAGES, ANSWER = b"P", b"A"
"""How a message of a worker begins."""

Work = Callable[[Source, Sidecar | None], Any]
"""Its return type says what a worker may answer; anything else counts as a crash."""


class Worker:
    """The parent's side of one worker process."""

    def __init__(self, context: ForkContext | ForkServerContext, kind: Kind, allowance: Allowance) -> None:
        """Starts the process; `OSError` or `EOFError` where that cannot be. Signals are held back meanwhile."""
        quieten(context)
        self.worked = 0
        self.pages = 0
        """Of the paper that it is working on, as far as it has said."""
        self._kept = allowance.kept
        self._scratch = tempfile.mkdtemp(prefix="papers-") if kind == CONVERTER else None
        self._thread: threading.Thread | None = None
        self._line, theirs = context.Pipe()
        arguments = (theirs, kind, allowance, self._scratch)
        self._process: BaseProcess = context.Process(target=serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, work: Work, source: Source, sidecar: Sidecar | None) -> "Future[Any]":
        """What the work makes of the source. The future fails when the worker dies or says nonsense."""
        self.worked += 1
        self.pages = 0
        future: Future[Any] = Future()
        self._thread = threading.Thread(target=self._converse, args=(work, source, sidecar, future), daemon=True)
        self._thread.start()
        return future

    def _converse(self, work: Work, source: Source, sidecar: Sidecar | None, future: "Future[Any]") -> None:
        """Send and wait, in a thread of its own: a worker that does not listen holds up nothing but its own paper."""
        most_pages = source.size // FEWEST_PAGE_BYTES
        try:
            self._line.send_bytes(pickle.dumps((work, source, sidecar)))
            while (message := self._line.recv_bytes(MOST_ANSWERED)).startswith(PAGES):
                self.pages = min(int(message.removeprefix(PAGES)), most_pages)
            answer = wire.decoded(message.removeprefix(ANSWER), answered_by(work))
        except (EOFError, OSError, ValueError, MemoryError) as error:
            future.set_exception(error)
        else:
            future.set_result(answer)

    def is_spent(self) -> bool:
        """It holds so much memory that a new one is better."""
        return resident(self._process.pid) > self._kept

    def status(self) -> int | None:
        """How the process ended: minus the signal, or an exit status; None where it has not."""
        self._process.join(FAREWELL)
        return self._process.exitcode

    def end(self) -> None:
        """End the process, at once, with all that it has started; it holds nothing that needs care."""
        end_all(descendants(self._process.pid) if self._scratch else ())
        self._process.kill()
        self._process.join(FAREWELL)
        if self._thread is not None:
            self._thread.join()
        self._line.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)


def answered_by(work: Work) -> Any:
    """The return type of the work, which may have some of its arguments already."""
    return typing.get_type_hints(getattr(work, "func", work))["return"]


def context_for(workers: int, *, threads: bool = False) -> ForkContext | ForkServerContext:
    """A single worker is forked: that is quick, and safe where no other lane's threads are there, nor any library's.

    Several come from a fork server, which loads the machinery once for all of them.
    """
    if workers == 1 and not threads and is_alone():
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([MACHINERY])
    return context


def is_alone() -> bool:
    """This process has one thread: a forked one would wait for ever for what another held, as those of polars do."""
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:  # no Linux
        return threading.active_count() == 1


def quieten(context: ForkContext | ForkServerContext) -> None:
    """Have the fork server run, silent, and deaf to Ctrl-C while it loads: it takes over what is open and held back.

    Python's tracker of resources, which comes first, lets go of the signals that were held back.
    """
    if context.get_start_method() != "forkserver":
        return
    standard_error, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
    os.dup2(nowhere, 2)
    try:
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
        forkserver.ensure_running()
    finally:
        os.dup2(standard_error, 2)
        os.close(standard_error)
        os.close(nowhere)


# -- in the worker


def serve(line: Connection, kind: Kind, allowance: Allowance, scratch: str | None) -> None:
    """A worker's life. It gives up its freedom when the first paper has come and what reads it is loaded."""
    settle(line)
    confined = False
    try:
        while True:
            work, source, sidecar = pickle.loads(line.recv_bytes())
            if not confined:
                load(source.media_type)
                enclose(kind, allowance, scratch)
                confined = True
            allow_processor(cpu_for(allowance, 0))
            pages = pages_of(source)
            line.send_bytes(b"%b%d" % (PAGES, pages))
            allow_processor(cpu_for(allowance, pages))
            line.send_bytes(ANSWER + wire.encoded(work(source, sidecar)))
    except MemoryError:
        os._exit(NO_MEMORY)
    except (EOFError, OSError):  # the parent is gone
        os._exit(0)


def settle(line: Connection) -> None:
    """It is quiet, and nothing that the parent holds is open to it: no other worker's line, no ledger."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # libraries chatter; what matters comes back as an answer
        os.dup2(nowhere, standard)
    parent = multiprocessing.parent_process()
    kept = sorted({2, line.fileno(), *([parent.sentinel] if parent else [])})
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    for before, after in zip(kept, [*kept[1:], most], strict=True):
        os.closerange(before + 1, after)


def load(media_type: str) -> None:
    """What reads such a paper, as far as it is known beforehand: once confined, Python cannot keep what it compiles."""
    gc.set_threshold(COLLECT_AFTER)
    with suppress(ImportError, MemoryError):  # happens again, and is told, when the paper is read
        importlib.import_module(MACHINERY)
        reader = importlib.import_module(READERS).READERS.get(media_type)
        for module in (reader, PACKS if media_type == sniff.PDF else None):
            if module:
                importlib.import_module(module)
        keep_compiled(source for pattern in LATER for source in Path(__file__).parent.glob(pattern))
    gc.freeze()


def keep_compiled(sources: Iterable[Path]) -> None:
    """Once confined, a worker would compile them for each paper anew: what it loads later it compiles before."""
    for source in sources:
        kept = Path(cache_from_source(source))
        if not sys.dont_write_bytecode and (not kept.exists() or kept.stat().st_mtime < source.stat().st_mtime):
            SourceFileLoader(source.stem, str(source)).get_code(source.stem)


def enclose(kind: Kind, allowance: Allowance, scratch: str | None) -> None:
    global _in_force  # noqa: PLW0603  a process is confined once
    if scratch is not None:
        tempfile.tempdir = os.environ["TMPDIR"] = scratch
    _in_force = confine(kind, allowance.memory, scratch)
    threading.Thread(target=end_with_parent, daemon=True).start()


_in_force: Layers | None = None


def in_force() -> Layers | None:
    """What confines this process; None where it is no worker."""
    return _in_force


def end_with_parent() -> None:
    """An orphan would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        end_all(descendants(os.getpid()))
        os._exit(1)


def pages_of(source: Source) -> int:
    """How many pages a PDF says it has, for its time; 0 for every other format."""
    if source.media_type != sniff.PDF:
        return 0
    import pypdfium2  # noqa: PLC0415  only a worker pays for it

    try:
        document = pypdfium2.PdfDocument(source.data)
        try:
            return len(document)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, MemoryError):
        return 0


def allow_processor(seconds: float) -> None:
    """A new bound for the next paper: the system counts over the whole life of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


# -- about processes


def resident(number: int | None) -> int:
    """Bytes of memory that the process holds; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{number}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def descendants(number: int | None) -> list[int]:
    """The processes that this one has started, and those that they have; none where the system does not say."""
    found: list[int] = []
    waiting = [number]
    while waiting:
        with suppress(OSError):
            for thread in sorted(Path(f"/proc/{waiting.pop()}/task").iterdir()):
                children = [int(child) for child in (thread / "children").read_text(encoding="ascii").split()]
                found += children
                waiting += children
    return found


def end_all(numbers: Iterable[int]) -> None:
    for number in numbers:
        with suppress(OSError):
            os.kill(number, signal.SIGKILL)
