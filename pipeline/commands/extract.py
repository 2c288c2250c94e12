"""`papers extract`"""

from functools import partial

import click

from pipeline.commands.limiting import limit_options
from pipeline.limits import Limits


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(),
    metavar="DIR",
    help="Folder for the JSON files and the run report.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 512),
    metavar="N",
    help="Worker processes. [default: one per core; one for a few papers]",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="Longest time for one paper.",
)
@click.option(
    "--max-bytes", type=click.IntRange(1), metavar="N", help="Largest input. [default: 256 MB; 64 MB for text and HTML]"
)
@limit_options
@click.option(
    "--vocabulary",
    type=click.Path(),
    metavar="FILE",
    help="A council's own wordings of measures, as CSV, laid over the vocabulary.",
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
    timeout: float,
    max_bytes: int | None,
    vocabulary: str | None,
    as_json: bool,
    debug: bool,
    quiet: bool,
    **limits: int,
) -> None:
    """Turn papers into JSON, one file a paper.

    A folder stands for the papers below it. Hidden files, linked folders, sidecars (PAPER.pdf.toml) and files that
    are no papers by their names (notes, data, programs: .md .csv .json .py and the like) are left out. Every other
    file is an input: one that cannot be read is named on standard error and in DIR/run-report.jsonl, the others are
    still done, and the exit status is 3.

    The output tree mirrors the input tree: a/b.pdf becomes DIR/a/b.pdf.json; where a/b.pdf is a merged agenda pack,
    its front sheet and papers become DIR/a/b.pdf/01.json, 02.json and so on. A run that was stopped goes on where it
    was when it is started again.

    --vocabulary FILE maps labels that only one council uses. It is CSV in UTF-8 with a header row and the columns
    alias (the label as printed) and indicator (the vocabulary's id, such as rereferral_rate); such a row goes before
    the vocabulary's own.

    \b
    Examples:
      papers extract paper.pdf -o out
      papers extract agendas/ minutes.docx -o out --jobs 4
      papers extract agendas/ -o out --vocabulary our-labels.csv
      papers extract agendas/ -o out --json --quiet > report.jsonl
    """
    from pipeline import batch, corpus, fleet, output, telling, terminal  # noqa: PLC0415
    from pipeline.own_wordings import read_wordings  # noqa: PLC0415

    wordings = read_wordings(vocabulary) if vocabulary else ()
    reading = Limits(**limits)
    worded = partial(fleet.extract_worded, wordings, limits=reading)
    work = worded if wordings else partial(fleet.extract_one, limits=reading)
    found = corpus.find(paths, folder)
    lanes = jobs or fleet.lanes_for(len(found.inputs))
    tell = telling.teller(len(found.inputs), quiet, debug)
    accounts = batch.run(found.inputs, folder, fleet.local(lanes, timeout, work), max_bytes, tell, wordings)
    if as_json:
        terminal.print_data(output.report_bytes(account.line for account in accounts))
    if not quiet and not telling.is_told(accounts):
        terminal.say(telling.summary(accounts, len(found.left_out)))
    ctx.exit(batch.status(accounts))
