"""The options that raise or lower the limits on what is read: one for each, all made from `Limits`."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

import click

from pipeline.limits import OPTIONS, Limits

Command = TypeVar("Command", bound=Callable[..., Any])


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
