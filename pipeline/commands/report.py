"""`papers report`"""

import click


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option(
    "-o", "--output", "file", required=True, type=click.Path(), metavar="FILE", help="The HTML file to write."
)
@click.option(
    "--decisions",
    "decided",
    type=click.Path(),
    metavar="FILE",
    help="What a person has decided, as for `papers compare`. [default: comparison.decisions.toml where it is]",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was written on standard output, as one JSON object.")
@click.option("--quiet", is_flag=True, help="No summary; files that could not be read are still named.")
@click.pass_context
def report(
    ctx: click.Context, paths: tuple[str, ...], file: str, decided: str | None, as_json: bool, quiet: bool
) -> None:
    """Write a report for people to read: one HTML file that needs nothing but a browser, and prints on A4.

    PATH is one extracted paper: its measures with charts, improvement areas, recommendations, and what to check.
    Or a comparison that `papers compare -o` has written, or several papers, or a folder of them: what changed.

    \b
    Examples:
      papers report out/paper.pdf.json -o paper.html
      papers report comparison.json -o changes.html
      papers report out -o changes.html
    """
    from pipeline import naming, terminal  # noqa: PLC0415
    from pipeline.compare.asking import not_applied  # noqa: PLC0415
    from pipeline.report import asking  # noqa: PLC0415

    asked = asking.ask(paths, decided, quiet)
    for fault in asked.faults:
        terminal.say(terminal.rejection(fault.name, fault.code, fault.message))
    for stale in asked.stale:
        terminal.say(not_applied(stale))
    if asked.report is None:
        ctx.exit(asked.status)
    asking.write(asked.report, file)
    if as_json:
        terminal.print_data(asking.made(asked, file))
    if not quiet:
        terminal.say(f"{asked.about}; the report is in {naming.shown(naming.spelled(file))}")
    ctx.exit(asked.status)
