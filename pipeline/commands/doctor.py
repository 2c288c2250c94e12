"""`papers doctor`"""

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print all of it as one JSON object.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say what is installed, what could be, and what a hostile paper is kept from.

    Engines with their versions; extras that are there, and how to get those that are not; and what confines the worker
    process that reads a paper: Landlock (files, network), seccomp (system calls), limits (memory, files). A worker is
    started and tries what it must not be able to do; where the system cannot refuse it, that is said. The exit status
    is 3 where something was not refused, or where no worker could be started.

    \b
    Examples:
      papers doctor
      papers doctor --json > doctor.json
    """
    import json  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    from pipeline import doctor, terminal  # noqa: PLC0415
    from pipeline.errors import Exit  # noqa: PLC0415

    found = doctor.examine()
    words = f"{json.dumps(asdict(found), indent=2)}\n" if as_json else doctor.in_words(found)
    terminal.print_data(words.encode())
    ctx.exit(Exit.DONE if doctor.is_safe(found) else Exit.NEEDS_A_PERSON)
