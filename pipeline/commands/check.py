"""`papers check`"""

import click


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option(
    "--published",
    "published_figures",
    type=click.Path(),
    metavar="FILE",
    help="Hold the papers' figures against a CSV table of published ones.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the issues on standard output, one JSON object a line.")
@click.option("--quiet", is_flag=True, help="No summary.")
@click.pass_context
def check(
    ctx: click.Context, paths: tuple[str, ...], published_figures: str | None, as_json: bool, quiet: bool
) -> None:
    """Show the issues of extracted papers: what a careful officer would want to be told.

    PATH is a JSON file that `papers extract` has written, or a folder of them. The exit status is 3 where an issue of
    severity error stands, or where a file is no extracted paper.

    --published FILE adds an issue for each figure that is not the published one of the same council, measure and time
    beyond rounding, with the basis of each. FILE is CSV in UTF-8 with a header row and one figure a row:

    \b
      area          name as published: Wiltshire, South West, England
      gss_code      ONS code of the council; empty for a region or England
      indicator_id  id in the vocabulary: rereferral_rate
      period_start  first day, as in 2019-04-01
      period_end    last day; the same as the first for a snapshot
      value         a plain number, or empty
      unit          as in the vocabulary (may be left out)
      status        "reported" where there is a value (may be left out)

    \b
    Examples:
      papers check out/paper.pdf.json
      papers check out
      papers check out --json > issues.jsonl
      papers check out --published figures.csv
    """
    from pipeline import comparators, published, terminal  # noqa: PLC0415

    against = comparators.read_table(published_figures) if published_figures else None
    accounts = [published.account_of(path, against) for path in published.find(paths)]
    terminal.print_data(published.lines(accounts) if as_json else published.listing(accounts))
    for account in accounts:
        if account.fault:
            terminal.say(terminal.rejection(account.name, *account.fault))
    if not quiet:
        terminal.say(published.summary(accounts))
    ctx.exit(published.status(accounts))
