"""The options that bound what one paper may take: of the machine, and of what it may hold (all made from `Limits`)."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

import click

from pipeline.limits import OPTIONS, Limits

Command = TypeVar("Command", bound=Callable[..., Any])

OF_THE_MACHINE = (
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Longest time for one paper, by the clock. [default: three times --max-cpu]",
    ),
    click.option(
        "--max-cpu",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Most processor time for one paper. [default: as --timeout where that is given, else 120, and 2 more for "
        "each page, 1800 at most]",
    ),
    click.option(
        "--max-memory",
        type=click.IntRange(64),
        default=2048,
        show_default=True,
        metavar="MB",
        help="Most memory (address space) of a worker process.",
    ),
    click.option(
        "--max-bytes",
        type=click.IntRange(1),
        metavar="N",
        help="Largest input. [default: 256 MB; for text and HTML see --max-text-bytes]",
    ),
)


def machine_options(command: Command) -> Command:
    """Adds the options for time, memory and size; the command takes them by their names."""
    for option in reversed(OF_THE_MACHINE):
        command = option(command)
    return command


def limit_options(command: Command) -> Command:
    """Adds an option a limit; the command takes them as `**limits`."""
    for limit in reversed(fields(Limits)):
        option = click.option(
            OPTIONS[limit.name],
            limit.name,
            type=click.IntRange(1, limit.metadata["most"]),
            default=limit.default,
            show_default=True,
            metavar="N",
            help=limit.metadata["help"],
        )
        command = option(command)
    return command
