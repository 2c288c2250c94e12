"""A crew that works elsewhere: orders go out through an executor, a Dask scheduler's or any other.

Nothing is lost when a machine of the cluster is: Dask does its tasks again on another one, up to the number of deaths
that the scheduler allows (`distributed.scheduler.allowed-failures`, three); an order of which more die is given up.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import field, replace
from itertools import islice
from typing import TYPE_CHECKING

from pipeline import ledger, naming, places, wire
from pipeline.errors import CannotGoOn, WrongUse
from pipeline.fleet import Refused
from pipeline.orders import Answer, Crew, Finding, Order, Terms
from pipeline.records import dataclass
from pipeline.station import packed, worked_off

if TYPE_CHECKING:
    from distributed import Client

REACHED = 10.0  # seconds for the scheduler to answer
AWAITED = 60.0  # seconds without any worker; a manager that replaces lost ones needs some
LOOK = 5.0  # seconds between two looks at who is there
AHEAD = 4  # orders for each thread of the cluster: the next ones are there when one is done
RETRIES = 2  # for an order whose machine had no process for it
PAUSE = 0.5  # seconds, while there is no worker
NOWHERE = ledger.Mark(None, "")
DEADLY = Refused("crashed", "machines of the cluster died of it, also when they had nothing else to do")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where orders go."""

    executor: Executor
    room: Callable[[], int]
    """How many orders may be out at a time; `CannotGoOn` where no one is left to take one."""
    killers: tuple[type[Exception], ...] = ()
    """What an order fails with of which too many machines have died."""


@contextmanager
def joined(address: str, terms: Terms) -> Iterator[Crew]:
    """The workers of a Dask scheduler as a crew; `WrongUse` or `CannotGoOn` where that cannot be."""
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415  only who has a cluster pays for it
    except ImportError:
        raise WrongUse("--scheduler needs Dask; install it with: pip install 'committee-papers[dask]'") from None
    logging.disable()  # Dask's own words; what matters is told in one line
    shown = naming.shown(address)
    try:
        client = Client(address, timeout=REACHED, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise CannotGoOn(f"cannot reach a Dask scheduler at {shown}") from error
    except (ValueError, TypeError) as error:
        raise WrongUse(f"{shown} is no address of a Dask scheduler; one looks like tcp://10.0.0.1:8786") from error
    with client:
        room = Room(client, shown)
        compare(client, shown)
        executor = client.get_executor(pure=False, retries=RETRIES)
        yield crew(terms, Elsewhere(executor, room.size, (KilledWorker,)))


def compare(client: "Client", shown: str) -> None:
    """`CannotGoOn` where a worker that is there now has not the program that this machine has."""
    try:
        builds = client.run(ledger.build, on_error="return")
    except Exception as error:
        raise CannotGoOn(f"a worker of {shown} does not have this program; install the same version there") from error
    others = sorted(naming.shown(str(worker)) for worker, build in builds.items() if build != ledger.build())
    if others:
        raise CannotGoOn(f"{others[0]} does not have this version of the program and its libraries; install the same")


class Room:
    """How many orders a cluster takes at a time, which changes as its workers come and go."""

    def __init__(self, client: "Client", shown: str) -> None:
        self.client, self.shown = client, shown
        self.threads = 0
        self.seen = time.monotonic()
        """When there was a worker last."""
        self.looked = -LOOK

    def size(self) -> int:
        now = time.monotonic()
        if now - self.looked > LOOK or not self.threads:
            self.looked = now
            self.threads = self.counted()
        if self.threads:
            self.seen = now
        elif now - self.seen > AWAITED:
            raise CannotGoOn(f"{self.shown} has had no worker for {AWAITED:g} seconds")
        return self.threads * AHEAD

    def counted(self) -> int:
        """None while the scheduler is not to be reached; Dask goes on trying for a while."""
        try:
            return sum(self.client.nthreads().values())
        except (OSError, TimeoutError):
            return 0


def crew(terms: Terms, elsewhere: Elsewhere) -> Crew:
    """Whoever the executor gives the orders to."""

    def work(orders: Iterable[Order]) -> Iterator[Answer]:
        waiting, dispatch = iter(orders), Dispatch(packed(terms), elsewhere)
        while True:
            room = elsewhere.room() - len(dispatch.out)
            for order in islice(waiting, max(0, room)):
                dispatch.submit(order)
            if dispatch.out or (room > 0 and dispatch.submit_suspect()):
                yield from dispatch.landed()
            elif room > 0:  # there was room, and no order
                return
            else:
                time.sleep(PAUSE)

    return work


@dataclass(slots=True)
class Dispatch:
    """Which orders are out.

    Of all orders that a machine had when it died one may be to blame. Those that saw too many die are put aside and
    given out one by one when no other is out: then the one that a machine dies of is known.
    """

    sent: bytes
    elsewhere: Elsewhere
    out: "dict[Future[bytes], Order]" = field(default_factory=dict)
    suspects: list[Order] = field(default_factory=list)
    alone: Order | None = None

    def submit(self, order: Order) -> None:
        self.out[self.elsewhere.executor.submit(worked_off, self.sent, anywhere(order))] = order

    def submit_suspect(self) -> bool:
        """Whether there was one; it goes alone."""
        if not self.suspects:
            return False
        self.alone = self.suspects.pop()
        self.submit(self.alone)
        return True

    def landed(self) -> Iterator[Answer]:
        """What has been answered by now, or is within some seconds."""
        for future in wait(self.out, LOOK, FIRST_COMPLETED).done:
            order = self.out.pop(future)
            if finding := finding_of(future, self.elsewhere):
                yield order, finding
            elif order is self.alone:
                yield order, Finding(NOWHERE, DEADLY)
            else:
                self.suspects.append(order)


def finding_of(future: "Future[bytes]", elsewhere: Elsewhere) -> Finding | None:
    """None where machines have died of it, or of what they had besides."""
    try:
        finding: Finding = wire.decoded(future.result(), Finding)
    except CancelledError as error:
        raise CannotGoOn("the Dask scheduler has ended") from error
    except elsewhere.killers:
        return None
    except Exception as error:  # noqa: BLE001  the boundary: what fails on another machine must not end the others' work
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
        return Finding(NOWHERE, Refused("crashed", f"the cluster could not work on it ({reason})"))
    return finding


def anywhere(order: Order) -> Order:
    """The order for a process in another folder."""
    path = order.input.path
    return order if places.is_remote(path) else replace(order, input=replace(order.input, path=os.path.abspath(path)))  # noqa: PTH100  paths of any bytes
