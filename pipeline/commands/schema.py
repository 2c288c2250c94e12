"""`papers schema`"""

import click


@click.command()
@click.argument("of", type=click.Choice(("paper", "comparison")), default="paper")
def schema(of: str) -> None:
    """Print the JSON schema of an extracted paper, or of a comparison.

    \b
    Examples:
      papers schema > paper.schema.json
      papers schema comparison > comparison.schema.json
    """
    from pipeline import published, terminal  # noqa: PLC0415

    terminal.print_data(published.schema(of))
