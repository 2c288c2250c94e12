"""Orders: one input each, read and extracted by whoever takes it, on this machine or another; and what was found.

The inputs of a run are the same orders for every crew. What becomes of a finding is not the crew's business: it is
written, noted and told in one place.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator

from pipeline import fleet, ledger
from pipeline.allowance import Allowance
from pipeline.corpus import Input, Sidecar, Source, read_input, read_sidecar, source_of
from pipeline.fleet import Extracted, Refused, Task
from pipeline.records import dataclass
from pipeline.transcript import Unreadable


@dataclass(frozen=True, slots=True)
class Order:
    """One input to be worked on."""

    input: Input
    standing: ledger.Mark | None
    """Of an earlier output that stands as it was written: where it still holds nothing has to be done."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every order of a run."""

    work: fleet.Work[Extracted]
    allowance: Allowance
    most_bytes: int
    most_text: int
    """Bytes of a text or HTML file."""
    program: str
    """The state of the program that asks; it is part of the mark, whichever machine does the work."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The mark still holds: the earlier output is what would be found."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found in an input."""

    mark: ledger.Mark
    outcome: Extracted | Refused | Unchanged


@dataclass(frozen=True, slots=True)
class Read:
    """An input that needs a worker."""

    order: Order
    mark: ledger.Mark
    task: Task


Answer = tuple[Order, Finding]
Crew = Callable[[Iterable[Order]], Iterator[Answer]]
"""Takes an order only when it can begin with it, and answers in any order."""


def read(order: Order, terms: Terms) -> Read | Finding:
    """The input, read once and hashed; a finding where no worker is needed: it cannot be read, or is finished."""
    sha256 = None
    try:
        data = read_input(order.input, terms.most_bytes)
        sha256 = hashlib.sha256(data).hexdigest()
        source = source_of(order.input.name, data, sha256, terms.most_text)
        sidecar = read_sidecar(order.input.path)
    except Unreadable as refusal:
        return Finding(ledger.Mark(sha256, ""), Refused(refusal.code, refusal.message))
    mark = mark_of(source, sidecar, terms)
    if order.standing == mark:
        return Finding(mark, Unchanged())
    return Read(order, mark, Task(source, sidecar, order.input.output))


def mark_of(source: Source, sidecar: Sidecar | None, terms: Terms) -> ledger.Mark:
    manner = fleet.manner_of(terms.work)
    return ledger.Mark(source.sha256, ledger.recipe(source, sidecar, manner, terms.program))


def here(terms: Terms, lanes: int, *, threads: bool = False) -> Crew:
    """This machine: its workers parse, this process reads."""
    settings = fleet.workers(lanes, terms.allowance, terms.work, threads=threads)

    def crew(orders: Iterable[Order]) -> Iterator[Answer]:
        settled: list[Answer] = []
        begun: dict[str, Read] = {}
        for task, outcome in fleet.extract_all(tasks_of(orders, terms, begun, settled), settings):
            yield from taken(settled)
            read = begun.pop(task.output)
            yield read.order, Finding(read.mark, outcome)
        yield from taken(settled)

    return crew


def tasks_of(orders: Iterable[Order], terms: Terms, begun: dict[str, Read], settled: list[Answer]) -> Iterator[Task]:
    """The orders that need a worker. The others are settled: they come out before what was read after them."""
    for order in orders:
        found = read(order, terms)
        if isinstance(found, Finding):
            settled.append((order, found))
        else:
            begun[order.input.output] = found
            yield found.task


def taken(settled: list[Answer]) -> Iterator[Answer]:
    while settled:
        yield settled.pop(0)
