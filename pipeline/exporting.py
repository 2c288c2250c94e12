"""A run of `papers export`: published papers read one at a time, written in one format, and told of."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, field
from importlib.util import find_spec
from itertools import chain

from pipeline import frames, ledger, naming, output
from pipeline.errors import Exit, WrongUse
from pipeline.exporters import EXPORTERS, Exporter
from pipeline.exporters.made import Made
from pipeline.frames import Fault, Published
from pipeline.records import dataclass
from pipeline.terminal import counted
from pipeline.tidy import Document

SUMMED_UP = ("readings", "improvement_areas", "recommendations", "passages")
"""The kinds of row that the summary counts."""


@dataclass(slots=True)
class Account:
    """What became of the files, so far."""

    papers: int = 0
    faults: list[Fault] = field(default_factory=list)
    made: tuple[Made, ...] = ()


def run(files: Iterable[Published], folder: str, format_name: str) -> Account:
    """Export the papers in the files to the folder. Where none of them holds a paper, nothing is written."""
    exporter = exporter_of(format_name)
    account = Account()
    with ledger.opened(folder):
        output.sweep(folder)
        documents = papers_in(files, account)
        first = next(documents, None)
        if first or not account.faults:
            with output.placing(folder) as path_for:
                account.made = exporter.export(chain([first] if first else [], documents), path_for)
    return account


def exporter_of(format_name: str) -> Exporter:
    """The exporter; `WrongUse` where its library is not installed."""
    exporter = EXPORTERS[format_name]
    library = exporter.library
    if library and not find_spec(library.name):
        raise WrongUse(
            f"--format {format_name} needs the library {library.name}; "
            f"install it with: pip install 'committee-papers[{library.extra}]'"
        )
    return exporter


def papers_in(files: Iterable[Published], account: Account) -> Iterator[Document]:
    for one in frames.read(files):
        if isinstance(one, Fault):
            account.faults.append(one)
        else:
            account.papers += 1
            yield one


def report(account: Account) -> bytes:
    """For programs: a line of JSON a table or document that was written, then one a file that holds no paper."""
    lines: list[dict[str, object]] = [asdict(made) for made in account.made]
    lines += [
        {"name": fault.name, "status": "rejected", "code": fault.code, "message": fault.message}
        for fault in account.faults
    ]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode()


def summary(account: Account, folder: str) -> str:
    """One line: how many papers, rows and files, and where they are."""
    tally = Counter[str]()
    for made in account.made:
        tally[made.kind] += made.rows
    rows = [f"{tally[kind]:,} {kind.replace('_', ' ')}" for kind in SUMMED_UP if kind in tally]
    files = counted(len({made.output for made in account.made}), "file")
    where = naming.shown(naming.spelled(folder))
    notes = [made.note for made in account.made if made.note]
    bad = [f"{len(account.faults)} not read"] if account.faults else []
    return "; ".join([f"{counted(account.papers, 'paper')} in {files} in {where}", *rows, *notes, *bad])


def status(account: Account) -> Exit:
    return Exit.NEEDS_A_PERSON if account.faults else Exit.DONE
