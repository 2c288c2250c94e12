"""`papers compare`"""

import click


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option(
    "-o", "--output", "file", type=click.Path(), metavar="FILE", help="Write the comparison to this JSON file."
)
@click.option(
    "--decisions",
    "decided",
    type=click.Path(),
    metavar="FILE",
    help="What a person has decided. [default: beside the output, NAME.decisions.toml for NAME.json]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison on standard output as JSON.")
@click.option("--quiet", is_flag=True, help="No summary; files that are no papers are still named.")
@click.pass_context
def compare(
    ctx: click.Context, paths: tuple[str, ...], file: str | None, decided: str | None, as_json: bool, quiet: bool
) -> None:
    """Set extracted papers side by side: the years of one council, and councils against each other.

    PATH is a JSON file that `papers extract` has written, or a folder of them; comparisons, exports and schemas that
    lie in the folder are passed over. Papers of one council and kind are a series by meeting date, else by the latest
    day that the header names: measures with their differences, restated figures, renamed and redefined, new and dropped
    measures; improvement areas continued, reworded, split, merged, dropped, new; sections and passages that changed.

    Where two wordings are alike but not enough, the answer is a question. A person answers it in the file of decisions:

    \b
      [[decision]]
      about = "improvement_area"            # or "measure"
      earlier = "the earlier words, as printed"
      later = "the later words, as printed"
      same = true                           # or false

    The exit status is 3 where a file is no paper of this version, or a decision quotes words that no paper has.

    \b
    Examples:
      papers compare 2023.pdf.json 2024.pdf.json
      papers compare out -o comparison.json
      papers compare out --json > comparison.json
    """
    import os  # noqa: PLC0415
    import sys  # noqa: PLC0415

    from pipeline import terminal  # noqa: PLC0415
    from pipeline.compare import asking, telling  # noqa: PLC0415

    coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    asked = asking.ask(paths, file, decided, quiet)
    for fault in asked.faults:
        terminal.say(terminal.rejection(fault.name, fault.code, fault.message))
    for stale in asked.stale if quiet or file or as_json else ():  # else the listing says it
        terminal.say(asking.not_applied(stale))
    if asked.parts is None:
        ctx.exit(asked.status)
    tally = telling.Tally()
    parts = tally.counting(asked.parts)
    if file:
        asking.write(parts, file)
        if as_json:
            asking.print_file(file)
    elif as_json:
        asking.print_json(parts)
    else:
        for part in parts:
            terminal.print_data(telling.listing(part, coloured))
    if not quiet:
        terminal.say(tally.summary())
    ctx.exit(asked.status)
