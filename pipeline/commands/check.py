"""`papers check`"""

import click


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="Print the issues on standard output, one JSON object a line.")
@click.option("--quiet", is_flag=True, help="No summary.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[str, ...], as_json: bool, quiet: bool) -> None:
    """Show the issues of extracted papers: what a careful officer would want to be told.

    PATH is a JSON file that `papers extract` has written, or a folder of them. The exit status is 3 where an issue of
    severity error stands, or where a file is no extracted paper.

    \b
    Examples:
      papers check out/paper.pdf.json
      papers check out
      papers check out --json > issues.jsonl
    """
    from pipeline import published, terminal  # noqa: PLC0415

    accounts = [published.account_of(path) for path in published.find(paths)]
    terminal.print_data(published.lines(accounts) if as_json else published.listing(accounts))
    for account in accounts:
        if account.fault:
            terminal.say(terminal.rejection(account.name, *account.fault))
    if not quiet:
        terminal.say(published.summary(accounts))
    ctx.exit(published.status(accounts))
