"""`papers extract`"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import click

from pipeline.commands.limiting import limit_options, machine_options
from pipeline.limits import Limits

if TYPE_CHECKING:
    from pipeline.corpus import Input
    from pipeline.fleet import Wordings
    from pipeline.orders import Crew, Terms


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(),
    metavar="DIR",
    help="Folder for the JSON files and the run report, on disk or in a store (s3://bucket/folder).",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 512),
    metavar="N",
    help="Worker processes. [default: one per core that this process may use; one for a few papers]",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Have the workers of a Dask cluster read and parse, such as tcp://10.0.0.1:8786 (extra dask).",
)
@machine_options
@limit_options
@click.option(
    "--vocabulary",
    type=click.Path(),
    metavar="FILE",
    help="A council's own wordings of measures, as CSV, laid over the vocabulary.",
)
@click.option(
    "--recycle-after",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    metavar="N",
    help="Papers, then a worker process is replaced by a new one.",
)
@click.option(
    "--recycle-above",
    type=click.IntRange(1),
    default=512,
    show_default=True,
    metavar="MB",
    help="Memory that a worker process may still hold after a paper; with more it is replaced.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the run report on standard output, one JSON object a line."
)
@click.option("--debug", is_flag=True, help="Show the traceback where the program failed on a paper.")
@click.option("--quiet", is_flag=True, help="No progress and no summary; rejected inputs are still named.")
@click.pass_context
def extract(  # noqa: PLR0913, PLR0917  one parameter an option
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    folder: str,
    jobs: int | None,
    scheduler: str | None,
    timeout: float | None,
    max_cpu: float | None,
    max_memory: int,
    max_bytes: int | None,
    vocabulary: str | None,
    recycle_after: int,
    recycle_above: int,
    as_json: bool,
    debug: bool,
    quiet: bool,
    **limits: int,
) -> None:
    """Turn papers into JSON, one file a paper.

    A folder stands for the papers below it. Hidden files, linked folders, sidecars (PAPER.pdf.toml) and files that
    are no papers by their names (notes, data, programs: .md .csv .json .py and the like) are left out. Every other
    file is an input: one that cannot be read is named on standard error and in DIR/run-report.jsonl, the others are
    still done, and the exit status is 3. A paper that was read in part is none of them: its issues say what is missing,
    the report calls it partial, and papers check exits with 3 for it.

    The output tree mirrors the input tree: a/b.pdf becomes DIR/a/b.pdf.json; where a/b.pdf is a merged agenda pack,
    its front sheet and papers become DIR/a/b.pdf/01.json, 02.json and so on. A run that was stopped goes on where it
    was when it is started again.

    --vocabulary FILE maps labels that only one council uses. It is CSV in UTF-8 with a header row and the columns
    alias (the label as printed) and indicator (the vocabulary's id, such as rereferral_rate); such a row goes before
    the vocabulary's own.

    Each paper is parsed in a worker process that can read nothing else, write nothing, start nothing and reach no
    network, as far as the system can enforce that (papers doctor says). A paper that such a worker hangs on, dies of or
    takes too much for is named as timeout, crashed or memory; the others are still done.

    PATH and DIR may lie in an object store, s3://bucket/folder with the extra s3, or in any other place that fsspec
    opens; keys and endpoint come from the environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL and so on). A store has no
    locks: let no two runs write to one folder there.

    --scheduler ADDRESS hands the papers to a Dask cluster. Its workers need this program in the same version, and have
    to reach PATH by the same name; they parse in confined processes too, and this one writes. Papers of a worker that
    dies go to another; one that several workers die of is named as crashed. Output is the same byte for byte.

    \b
    Examples:
      papers extract paper.pdf -o out
      papers extract agendas/ minutes.docx -o out --jobs 4
      papers extract agendas/ -o out --vocabulary our-labels.csv
      papers extract agendas/ -o out --json --quiet > report.jsonl
      papers extract scans/ -o out --timeout 3600 --max-memory 4096
      papers extract s3://papers/agendas -o s3://papers/json --scheduler tcp://10.0.0.1:8786
    """
    from pipeline import batch, corpus, fleet, ledger, output, places, telling, terminal  # noqa: PLC0415
    from pipeline.allowance import MEGABYTE, Allowance  # noqa: PLC0415
    from pipeline.orders import Terms  # noqa: PLC0415

    if scheduler and jobs:
        raise click.UsageError("--jobs is for this machine; with --scheduler the cluster has its own number of workers")
    wordings = wordings_of(vocabulary) if vocabulary else ()
    reading = Limits(**limits)
    worded = partial(fleet.extract_worded, wordings, limits=reading)
    work = worded if wordings else partial(fleet.extract_one, limits=reading)
    allowance = Allowance(timeout, max_cpu, max_memory * MEGABYTE, recycle_after, recycle_above * MEGABYTE)
    terms = Terms(work, allowance, max_bytes or corpus.MOST_BYTES, reading.text_bytes, ledger.program())
    folder = places.plain(folder)
    found = corpus.find(map(places.plain, paths), folder)
    tell = telling.teller(len(found.inputs), quiet, debug)
    with crew_of(scheduler, terms, found.inputs, folder, jobs) as crew:
        accounts = batch.run(found.inputs, folder, crew, tell)
    if as_json:
        terminal.print_data(output.report_bytes(account.line for account in accounts))
    if not quiet and not telling.is_told(accounts):
        terminal.say(telling.summary(accounts, len(found.left_out)))
    ctx.exit(batch.status(accounts))


def wordings_of(path: str) -> "Wordings":
    """A council's own wordings; what checks them loads the vocabulary, which else only workers do."""
    from pipeline.own_wordings import read_wordings  # noqa: PLC0415

    return read_wordings(path)


@contextmanager
def crew_of(
    scheduler: str | None, terms: "Terms", inputs: "tuple[Input, ...]", folder: str, jobs: int | None
) -> "Iterator[Crew]":
    """Who does the work: the workers of a cluster, or of this machine."""
    from pipeline import fleet, orders, places  # noqa: PLC0415

    if scheduler:
        from pipeline import cluster  # noqa: PLC0415

        with cluster.joined(scheduler, terms) as crew:
            yield crew
        return
    threads = any(places.is_remote(path) for path in (folder, *(one.path for one in inputs)))
    yield orders.here(terms, jobs or fleet.lanes_for(len(inputs)), threads=threads)
