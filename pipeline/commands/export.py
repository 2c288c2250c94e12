"""`papers export`"""

import click

FORMATS = ("csv", "xlsx", "parquet", "duckdb", "markdown")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option(
    "-o", "--output", "folder", required=True, type=click.Path(), metavar="DIR", help="Folder for what is written."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    default="csv",
    show_default=True,
    help="csv: a file a table, with CSVW metadata. xlsx: a workbook. parquet: a file a table. duckdb: a database with "
    "views. markdown: a file a paper, for reading.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print what was written on standard output, one JSON object a line."
)
@click.option("--quiet", is_flag=True, help="No summary; files that hold no paper are still named.")
@click.pass_context
def export(
    ctx: click.Context, paths: tuple[str, ...], folder: str, format_name: str, as_json: bool, quiet: bool
) -> None:
    """Turn extracted papers into tables: a row a reading, a passage, an improvement area, a recommendation ...

    PATH is a JSON file that `papers extract` has written, or a folder of them. Every row states the paper it is from,
    the GSS code of its council, and the page and place that it is printed at; dates are ISO dates.

    In CSV a text that a spreadsheet would run as a formula has an apostrophe before it; numbers stay numbers.

    \b
    Examples:
      papers export out -o tables
      papers export out -o tables --format xlsx
      papers export out/2023 out/2024 -o tables --format duckdb --json
    """
    from pipeline import exporting, frames, terminal  # noqa: PLC0415

    files = frames.find(paths)
    account = exporting.run(terminal.watched(files, quiet), folder, format_name)
    if as_json:
        terminal.print_data(exporting.report(account))
    for fault in account.faults:
        terminal.say(terminal.rejection(fault.name, fault.code, fault.message))
    if not quiet:
        terminal.say(exporting.summary(account, folder))
    ctx.exit(exporting.status(account))
