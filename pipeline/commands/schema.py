"""`papers schema`"""

import click


@click.command()
def schema() -> None:
    """Print the JSON schema of an extracted paper.

    \b
    Examples:
      papers schema > paper.schema.json
    """
    from pipeline import published, terminal  # noqa: PLC0415

    terminal.print_data(published.schema())
