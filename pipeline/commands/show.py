"""`papers show`"""

import os

import click

from pipeline.commands.limiting import limit_options, machine_options
from pipeline.limits import Limits

VIEWS = ("lines", "blocks", "tables", "records")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option("-o", "--output", "folder", type=click.Path(), metavar="DIR", help="Folder for the pictures.")
@click.option(
    "--what",
    "view",
    type=click.Choice(VIEWS),
    default="blocks",
    show_default=True,
    help="lines: as they were read. blocks: sections, paragraphs, items, tables, furniture. tables: their cells. "
    "records: indicators with their readings, improvement areas, recommendations.",
)
@click.option("--pages", "numbers", metavar="PAGES", help="Only these pages, for example 1,3-5 or 7-. [default: all]")
@click.option(
    "--dpi",
    type=click.IntRange(36, 400),
    default=130,
    show_default=True,
    metavar="N",
    help="Size of the pictures, in pixels to the inch of paper.",
)
@click.option(
    "--text", "as_text", is_flag=True, help="No pictures: list the lines on standard output. For every format."
)
@machine_options
@limit_options
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print on standard output one JSON object for each picture; with --text, for each line.",
)
@click.option("--debug", is_flag=True, help="Show the traceback where the program failed on a paper.")
@click.option("--quiet", is_flag=True, help="No progress and no summary; rejected inputs are still named.")
@click.pass_context
def show(  # noqa: PLR0913, PLR0917  one parameter an option
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    folder: str | None,
    view: str,
    numbers: str | None,
    dpi: int,
    as_text: bool,
    timeout: float | None,
    max_cpu: float | None,
    max_memory: int,
    max_bytes: int | None,
    as_json: bool,
    debug: bool,
    quiet: bool,
    **limits: int,
) -> None:
    """Show what the program saw: pictures of the pages with everything that was found drawn and named on them.

    PATH is a PDF, or a folder; every page of a/b.pdf becomes a picture DIR/a/b.pdf-p001.png. A paper of another format
    has no pages to draw on: list its lines with --text.

    \b
    Examples:
      papers show paper.pdf -o pictures
      papers show paper.pdf -o pictures --what records --pages 5-6
      papers show paper.docx --text | less
      papers show paper.pdf --text --what tables --pages 5 --json
    """
    from pipeline import corpus, telling, terminal  # noqa: PLC0415
    from pipeline.allowance import MEGABYTE, Allowance  # noqa: PLC0415
    from pipeline.show import choice, claims, gallery, listing, pictures  # noqa: PLC0415

    if as_text == bool(folder):
        raise click.UsageError(
            "Name a folder for the pictures with -o DIR, or list the lines with --text: one of the two."
        )
    what, asked = claims.view_named(view), choice.page_ranges(numbers)
    inputs = corpus.find(paths, folder or os.devnull).inputs
    reading = Limits(**limits)
    allowance = Allowance(timeout, max_cpu, max_memory * MEGABYTE)
    terms = gallery.Terms(max_bytes or corpus.MOST_BYTES, reading.text_bytes, allowance)
    tell = telling.teller(len(inputs), quiet or as_text, debug)
    if folder:
        shown = gallery.draw_all(inputs, folder, pictures.Order(what, asked, dpi, reading), terms, tell)
        if as_json:
            terminal.print_data(gallery.report(shown))
    else:
        shown = gallery.list_all(inputs, listing.Order(what, asked, as_json, reading), terms, tell)
    if folder and not quiet and not telling.is_told([one.account for one in shown]):
        terminal.say(gallery.summary(shown, folder))
    ctx.exit(gallery.status(shown))
