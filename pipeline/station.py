"""A station: on a machine of a cluster, the process that works off orders there as the program does on its own machine.

Whoever runs the cluster's tasks (a Dask worker) starts it and asks it for one finding at a time. It reads the input and
has one confined worker, so what a paper does costs that paper and never the cluster's worker. It is a process of its
own because a Dask worker has threads, and may not have children of the kind that a worker is. Findings leave it as
bytes (`wire`), which the run that asked reads as what was agreed upon.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from queue import Empty, SimpleQueue
from types import FrameType

from pipeline import fleet, ledger, wire
from pipeline.errors import CannotGoOn, Terminated
from pipeline.fleet import Refused, Task
from pipeline.orders import Finding, Order, Terms, read
from pipeline.output import undisturbed
from pipeline.worker import FAREWELL, MOST_ANSWERED

IDLE = 60.0  # seconds without an order, then a station ends: the next order may be for another run, or never come
TRIES = 2  # a station that has just ended itself is replaced once
END = b"\n"
ANOTHER_PROGRAM = Refused("internal", "this machine of the cluster has another version of the program, or of a library")


class Station:
    """The side of whoever asks."""

    def __init__(self, terms: bytes) -> None:
        """Starts the process; `OSError` where that cannot be."""
        self.terms = terms
        self._line, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pipeline.station", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for whoever asks; when that ends, so does this
            )
        self._line.send_bytes(terms)

    def ask(self, order: Order) -> bytes:
        """The finding; `OSError` or `EOFError` where the station has ended."""
        self._line.send_bytes(pickle.dumps(order))
        return self._line.recv_bytes(MOST_ANSWERED)

    def end(self) -> None:
        self._line.close()
        try:
            self._process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


idle: list[Station] = []
"""The stations of this process that no one is asking."""


def packed(terms: Terms) -> bytes:
    """The terms on their way, after the build of the program that they are for."""
    return b"".join((ledger.build().encode("ascii"), END, pickle.dumps(terms)))


def worked_off(terms: bytes, order: Order) -> bytes:
    """A task of the cluster: the finding for an order, as bytes. `OSError` where this machine has no process for it."""
    for _ in range(TRIES):
        try:
            station = taken(terms) or Station(terms)
        except BrokenPipeError:
            continue
        try:
            answer = station.ask(order)
        except (EOFError, OSError):
            station.end()
        else:
            idle.append(station)
            return answer
    raise OSError(f"the process that reads papers there ended, {TRIES} times")


def taken(terms: bytes) -> Station | None:
    """An idle station with these terms. Those of other runs end by themselves."""
    for station in tuple(idle):
        if station.terms == terms:
            with suppress(ValueError):  # another thread was quicker
                idle.remove(station)
                return station
    return None


# -- in the station


def main() -> None:
    """A station's life: one order after another, until no one asks any more."""
    signal.signal(signal.SIGTERM, terminate)
    line: Connection = Connection(int(sys.argv[1]))
    os.set_inheritable(line.fileno(), False)
    heard: SimpleQueue[bytes] = SimpleQueue()
    with suppress(Terminated, OSError, CannotGoOn, Empty):
        with undisturbed():  # a thread that takes no signal; whoever asks may be gone before it has started
            threading.Thread(target=hear, args=(line, heard), daemon=True).start()
        build, _, terms = heard.get(timeout=IDLE).partition(END)
        serve(line, heard, pickle.loads(terms) if build.decode("ascii") == ledger.build() else None)


def terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def hear(line: Connection, heard: "SimpleQueue[bytes]") -> None:
    """What is said, into the queue. That whoever asks has gone ends the station, also in the middle of a paper."""
    with suppress(EOFError, OSError):
        while True:
            heard.put(line.recv_bytes())
    os.kill(os.getpid(), signal.SIGTERM)


def serve(line: Connection, heard: "SimpleQueue[bytes]", terms: Terms | None) -> None:
    """Answer every order; `Empty` when no more come. The worker is kept from one paper to the next."""
    if terms is None:
        while heard.get(timeout=IDLE):
            answer(line, Finding(ledger.Mark(None, ""), ANOTHER_PROGRAM))
        return
    marks: list[ledger.Mark] = []
    settings = fleet.workers(1, terms.allowance, terms.work, threads=True)
    for _, outcome in fleet.extract_all(tasks_of(line, heard, terms, marks), settings):
        answer(line, Finding(marks.pop(), outcome))


def tasks_of(line: Connection, heard: "SimpleQueue[bytes]", terms: Terms, marks: list[ledger.Mark]) -> Iterator[Task]:
    """The orders that need a worker; the others are answered here."""
    while True:
        order: Order = pickle.loads(heard.get(timeout=IDLE))
        found = read(order, terms)
        if isinstance(found, Finding):
            answer(line, found)
        else:
            marks.append(found.mark)
            yield found.task


def answer(line: Connection, finding: Finding) -> None:
    line.send_bytes(wire.encoded(finding))


if __name__ == "__main__":
    main()
