"""A run of `papers show`: every input read, and drawn, listed or refused."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import partial
from typing import TypeVar

from pipeline import fleet, ledger, naming, output, sniff
from pipeline.allowance import Allowance
from pipeline.batch import Account, Tell
from pipeline.corpus import Input, Source, read_input, read_sidecar, source_of
from pipeline.errors import Exit
from pipeline.fleet import Refused, Task
from pipeline.output import ReportLine, Status
from pipeline.records import dataclass
from pipeline.show import listing, pictures
from pipeline.terminal import counted, print_data
from pipeline.transcript import Unreadable

Made = TypeVar("Made")
"""What a worker makes of a paper: pictures or a listing."""

ON_STANDARD_OUTPUT = "-"
NO_PAGES = "it has no pages to draw on; with --text its lines are listed instead"


@dataclass(frozen=True, slots=True)
class Terms:
    """How large an input may be in bytes, how large where it is text, and what a worker may take for it."""

    most_bytes: int
    most_text: int
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Hung:
    """A picture in its place below the output folder."""

    page: int
    output: str
    drawn: dict[str, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of one input, and its pictures."""

    account: Account
    hung: tuple[Hung, ...] = ()


def draw_all(
    inputs: Iterable[Input], folder: str, order: pictures.Order, terms: Terms, tell: Tell
) -> tuple[Shown, ...]:
    """Draw the inputs into the folder, in their order; `tell` hears of each as it is finished."""
    shown: list[Shown] = []
    with ledger.opened(folder):
        output.sweep(folder)
        for one in inputs:
            shown.append(drawn(one, folder, order, terms))
            tell(shown[-1].account)
    return tuple(shown)


def drawn(one: Input, folder: str, order: pictures.Order, terms: Terms) -> Shown:
    sha256, made = made_of(one, partial(pictures.work, order), terms, needs_pages=True)
    if isinstance(made, Refused):
        return Shown(refused(one, sha256, made))
    hung = tuple(hang(one, folder, picture) for picture in made)
    return Shown(Account(ReportLine(one.name, sha256, "ok", None, None, hung[0].output)), hung)


def hang(one: Input, folder: str, picture: pictures.Picture) -> Hung:
    """`a/b.pdf` becomes `a/b.pdf-p001.png`: beside where its JSON would be."""
    name = f"{one.output.removesuffix('.json')}-p{picture.page:03}.png"
    output.place(folder, name, picture.png)
    return Hung(picture.page, name, {str(kind): count for kind, count in picture.drawn.items()})


def list_all(inputs: Iterable[Input], order: listing.Order, terms: Terms, tell: Tell) -> tuple[Shown, ...]:
    """Print the lines of the inputs on standard output, in their order."""
    shown: list[Shown] = []
    for one in inputs:
        sha256, made = made_of(one, partial(listing.work, order), terms, needs_pages=False)
        if isinstance(made, Refused):
            shown.append(Shown(refused(one, sha256, made)))
        else:
            print_data(made)
            shown.append(Shown(Account(ReportLine(one.name, sha256, "ok", None, None, ON_STANDARD_OUTPUT))))
        tell(shown[-1].account)
    return tuple(shown)


def made_of(
    one: Input, work: fleet.Work[Made], terms: Terms, *, needs_pages: bool
) -> tuple[str | None, Made | Refused]:
    """The hash of the input where it can be read, and what a worker of its own makes of it."""
    sha256 = None
    try:
        data = read_input(one, terms.most_bytes)
        sha256 = hashlib.sha256(data).hexdigest()
        source = source_of(one.name, data, sha256, terms.most_text)
        if needs_pages and not has_pages(source):
            raise Unreadable("unsupported-type", NO_PAGES)
        task = Task(source, read_sidecar(one.path), one.output)
    except Unreadable as refusal:
        return sha256, Refused(refusal.code, refusal.message)
    ((_, outcome),) = fleet.extract_all([task], fleet.workers(1, terms.allowance, work))
    return sha256, outcome


def has_pages(source: Source) -> bool:
    return source.media_type == sniff.PDF


def refused(one: Input, sha256: str | None, why: Refused) -> Account:
    status: Status = "failed" if why.code in fleet.CODES_OF_OURS else "rejected"
    return Account(ReportLine(one.name, sha256, status, why.code, why.message, None), trace=why.trace)


def report(shown: Iterable[Shown]) -> bytes:
    """For programs: one line of JSON a picture, and one for each input without pictures."""
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for one in shown for line in objects(one)).encode()


def objects(one: Shown) -> Iterator[dict[str, object]]:
    for picture in one.hung:
        yield {**asdict(one.account.line), "page": picture.page, "output": picture.output, "drawn": picture.drawn}
    if not one.hung:
        yield {**asdict(one.account.line), "page": None, "drawn": {}}


def summary(shown: Iterable[Shown], folder: str) -> str:
    """One line: how many pictures of how many papers, and where they are."""
    accounts = list(shown)
    bad = sum(not one.hung for one in accounts)
    total = counted(sum(len(one.hung) for one in accounts), "picture")
    where = naming.shown(naming.spelled(folder))
    return f"{counted(len(accounts) - bad, 'paper')}: {total} in {where}" + (f"; {bad} not drawn" if bad else "")


def status(shown: Iterable[Shown]) -> Exit:
    return Exit.NEEDS_A_PERSON if any(one.account.line.output is None for one in shown) else Exit.DONE
