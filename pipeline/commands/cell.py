"""`papers cell`"""

import re
import sys
from collections.abc import Iterator
from datetime import datetime

import click

_MISTYPED = re.compile(r"--?[a-z]{3,}", re.IGNORECASE)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("texts", nargs=-1, type=click.UNPROCESSED, metavar="[TEXT]...")
@click.option("--unit", metavar="UNIT", help="Unit that the row or column says, such as percent, count or days.")
@click.option(
    "--date",
    "anchor",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help='Date of the paper, from which "Q2", "YTD" or "last year" count.',
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a text, one a line.")
def cell(texts: tuple[str, ...], unit: str | None, anchor: datetime | None, as_json: bool) -> None:
    """Show how a table cell or a heading is read on its own.

    Without a TEXT every line of standard input is one. Shown are values, units, statuses and periods, other readings
    that can be defended, and the rule that decided. A text may begin with a minus (-3.2%).

    \b
    Examples:
      papers cell "19.4% Year End 19/20. 18.9% Aug-20"
      papers cell "2018/19 (Q4, FY or 31 Mar snapshot)" "<5" --json
      papers cell --unit days "377 (16-19)"
      papers cell --json < cells.txt > readings.jsonl
    """
    from pipeline import naming, terminal  # noqa: PLC0415
    from pipeline.values import account  # noqa: PLC0415

    if mistyped := next((text for text in texts if _MISTYPED.fullmatch(text)), None):
        raise click.NoSuchOption(mistyped)
    asked = map(naming.spelled, texts) if texts else lines_in()
    day = anchor.date() if anchor else None
    accounts = (account.account_of(text, unit, day) for text in asked)
    terminal.print_data(account.as_lines(accounts) if as_json else account.in_words(accounts))


def lines_in() -> Iterator[str]:
    """The lines of standard input, as UTF-8 whatever the locale; an empty one is an empty cell."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8-sig", "replace").rstrip("\r\n")
