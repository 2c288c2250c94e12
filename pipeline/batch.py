"""A run of `papers extract`: every input read, extracted or refused, written, and accounted for in the report."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline import fleet, ledger, naming, output
from pipeline.corpus import Input, read_input, read_sidecar, source_of
from pipeline.errors import Exit
from pipeline.fleet import Outcome, Refused, Task
from pipeline.output import ReportLine, Status
from pipeline.transcript import Unreadable


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one input, for the report and for people."""

    line: ReportLine
    tally: ledger.Tally = ()
    trace: str = field(default="", repr=False)
    kept: bool = False
    """Its output was there already, from the same bytes by the same program."""


Tell = Callable[[Account], None]


def run(
    inputs: tuple[Input, ...],
    folder: str,
    settings: fleet.Settings[fleet.Extracted],
    most_bytes: int | None,
    tell: Tell,
) -> tuple[Account, ...]:
    """Extract the inputs into the folder; the accounts sorted by name. `tell` hears of each as it is finished."""
    with ledger.opened(folder, fleet.manner_of(settings.work)) as book:
        output.sweep(folder)
        output.remove(folder, output.REPORT)
        accounts = []
        for account in accounts_of(inputs, book, settings, most_bytes):
            accounts.append(account)
            tell(account)
        output.place(folder, output.REPORT, output.report_bytes(account.line for account in accounts))
    return tuple(sorted(accounts, key=lambda account: account.line.name))


def accounts_of(
    inputs: tuple[Input, ...], book: ledger.Ledger, settings: fleet.Settings[fleet.Extracted], most_bytes: int | None
) -> Iterator[Account]:
    """What is settled without a worker comes out before the tasks that were read after it."""
    settled: list[Account] = []
    for task, outcome in fleet.extract_all(tasks_of(inputs, book, most_bytes, settled), settings):
        yield from taken(settled)
        yield written(book, task, outcome)
    yield from taken(settled)


def taken(settled: list[Account]) -> Iterator[Account]:
    while settled:
        yield settled.pop(0)


def tasks_of(
    inputs: tuple[Input, ...], book: ledger.Ledger, most_bytes: int | None, settled: list[Account]
) -> Iterator[Task]:
    """The inputs that need a worker; the others are settled: they cannot be read, or they are finished already."""
    for one in inputs:
        sha256 = None
        try:
            data = read_input(one, most_bytes)
            sha256 = hashlib.sha256(data).hexdigest()
            source = source_of(one.name, data, sha256, most_bytes)
            sidecar = read_sidecar(one.path)
        except Unreadable as refusal:
            settled.append(refused(book, one.name, sha256, one.output, Refused(refusal.code, refusal.message)))
            continue
        entry = ledger.finished(book, one.output, source, sidecar)
        if entry:
            settled.append(Account(entry.line, entry.tally, kept=True))
        else:
            yield Task(source, sidecar, one.output)


def written(book: ledger.Ledger, task: Task, outcome: Outcome) -> Account:
    """Write what a worker has found."""
    if isinstance(outcome, Refused):
        return refused(book, task.source.name, task.source.sha256, task.output, outcome)
    code, message = outcome.loss or (None, None)
    status: Status = "partial" if outcome.loss else "ok"
    is_pack = len(outcome.documents) > 1
    place = naming.pack_folder(task.output) if is_pack else task.output
    line = ReportLine(task.source.name, task.source.sha256, status, code, message, place)
    names = naming.pack_files(place, len(outcome.documents)) if is_pack else (place,)
    written = dict(zip(names, outcome.documents, strict=True))
    digests = tuple((name, hashlib.sha256(data).hexdigest()) for name, data in written.items())
    entry = ledger.Entry(
        task.output, ledger.recipe(task.source, task.sidecar, book.manner), digests, line, outcome.tally
    )
    replace_files(book, entry, written)
    return Account(line, outcome.tally)


def replace_files(book: ledger.Ledger, entry: ledger.Entry, written: dict[str, bytes]) -> None:
    """Write the files of an input, and take away those of an earlier run that are not among them.

    Before a pack is written its files are noted as begun: a run that is killed in between leaves no file that the next
    one does not know as its own.
    """
    before = ledger.files_of(book, entry.place)
    if len(written) > 1 or before - written.keys():
        ledger.note(book, ledger.begun(entry, before))
    for name, data in written.items():
        output.place(book.folder, name, data)
    take_away(book, entry.place, before - written.keys())
    ledger.note(book, entry)


def take_away(book: ledger.Ledger, place: str, files: set[str]) -> None:
    """Remove files of an input, and with the last paper of a pack its folder."""
    for name in sorted(files):
        output.remove(book.folder, name)
    if files - {place}:
        output.remove_folder(book.folder, naming.pack_folder(place))


def refused(book: ledger.Ledger, name: str, sha256: str | None, place: str, why: Refused) -> Account:
    """What an earlier run wrote for this input is taken away: it is not what the input says now."""
    take_away(book, place, ledger.files_of(book, place))
    status: Status = "failed" if why.code in fleet.CODES_OF_OURS else "rejected"
    line = ReportLine(name, sha256, status, why.code, why.message, None)
    return Account(line, trace=why.trace)


def status(accounts: tuple[Account, ...]) -> Exit:
    return Exit.NEEDS_A_PERSON if any(account.line.output is None for account in accounts) else Exit.DONE
