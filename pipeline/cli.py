"""The command line: one verb per job. Holds no logic; what a verb needs is loaded when it runs."""

import signal
import sys
from pathlib import Path

import click

VERSION = "0.1.0"
NEEDS_A_PERSON, CANNOT_WRITE, INTERRUPTED, TERMINATED = 3, 4, 130, 143


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="papers")
def papers() -> None:
    """Turn council committee papers into validated JSON.

    \b
    Examples:
      papers extract paper.pdf -o out
      papers extract papers/ -o out
      papers check out
    """


@papers.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Folder for the JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print the run report, one JSON object a line.")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal fault.")
def extract(paths: tuple[Path, ...], output: Path, as_json: bool, debug: bool) -> None:
    """Read papers (PDF, DOCX, HTML, TXT), or folders of them, into JSON.

    The output tree mirrors the input: a/b.pdf becomes OUTPUT/a/b.pdf.json. A file NAME.toml beside a source may state
    header facts: council, committee, meeting_date, title.

    \b
    Examples:
      papers extract paper.pdf -o out
      papers extract papers/ minutes.docx -o out --json
    """
    from pipeline.batch import extract_all
    from pipeline.output import CannotWrite, report

    try:
        outcomes = extract_all(paths, output, debug)
    except CannotWrite as error:
        click.echo(f"papers: cannot write: {error}", err=True)
        sys.exit(CANNOT_WRITE)
    if as_json:
        click.echo(report(outcomes).decode(), nl=False)
    sys.exit(NEEDS_A_PERSON if any(o.status in ("rejected", "failed") for o in outcomes) else 0)


@papers.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object an issue.")
def check(paths: tuple[Path, ...], as_json: bool) -> None:
    """Show the issues of extracted papers (JSON files, or folders of them).

    \b
    Examples:
      papers check out/paper.pdf.json
      papers check out --json
    """
    from pipeline.batch import check_all

    sys.exit(NEEDS_A_PERSON if check_all(paths, as_json) else 0)


@papers.command()
def schema() -> None:
    """Print the JSON schema of a paper.

    \b
    Example:
      papers schema > paper.schema.json
    """
    import json

    from schemas.paper import Paper

    click.echo(json.dumps(Paper.model_json_schema(), indent=1))


def main() -> None:
    """The program; Ctrl-C and TERM end it without a traceback."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        papers(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
