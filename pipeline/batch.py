"""A run of `papers extract`: every input read, extracted or refused, written, and accounted for in the report."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field

from pipeline import fleet, ledger, naming, output
from pipeline.corpus import Input
from pipeline.errors import Exit
from pipeline.fleet import Extracted, Refused
from pipeline.orders import Crew, Finding, Order, Unchanged
from pipeline.output import ReportLine, Status
from pipeline.records import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one input, for the report and for people."""

    line: ReportLine
    tally: ledger.Tally = ()
    trace: str = field(default="", repr=False)
    kept: bool = False
    """Its output was there already, from the same bytes by the same program."""


Tell = Callable[[Account], None]


def run(inputs: Iterable[Input], folder: str, crew: Crew, tell: Tell) -> tuple[Account, ...]:
    """Extract the inputs into the folder; the accounts sorted by name. `tell` hears of each as it is finished."""
    with ledger.opened(folder) as book:
        output.sweep(folder)
        output.remove(folder, output.REPORT)
        accounts = []
        for order, finding in crew(orders_of(inputs, book)):
            account = concluded(book, order, finding)
            accounts.append(account)
            tell(account)
        output.place(folder, output.REPORT, output.report_bytes(account.line for account in accounts))
    return tuple(sorted(accounts, key=lambda account: account.line.name))


def orders_of(inputs: Iterable[Input], book: ledger.Ledger) -> Iterator[Order]:
    return (Order(one, ledger.standing(book, one.output)) for one in inputs)


def concluded(book: ledger.Ledger, order: Order, finding: Finding) -> Account:
    """Write what was found, wherever that was."""
    place = order.input.output
    if isinstance(finding.outcome, Unchanged):
        entry = book.entries[place]
        return Account(entry.line, entry.tally, kept=True)
    if isinstance(finding.outcome, Refused):
        return refused(book, order.input.name, finding.mark.sha256, place, finding.outcome)
    return written(book, order, finding.mark, finding.outcome)


def written(book: ledger.Ledger, order: Order, mark: ledger.Mark, found: Extracted) -> Account:
    code, message = found.loss or (None, None)
    status: Status = "partial" if found.loss else "ok"
    is_pack = len(found.documents) > 1
    place = naming.pack_folder(order.input.output) if is_pack else order.input.output
    line = ReportLine(order.input.name, mark.sha256, status, code, message, place)
    names = naming.pack_files(place, len(found.documents)) if is_pack else (place,)
    written = dict(zip(names, found.documents, strict=True))
    digests = tuple((name, hashlib.sha256(data).hexdigest()) for name, data in written.items())
    replace_files(book, ledger.Entry(order.input.output, mark.recipe, digests, line, found.tally), written)
    return Account(line, found.tally)


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
