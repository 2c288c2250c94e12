"""What people see on standard error, and data on standard output. A stranger's text is escaped."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO, TypeVar

from pipeline.errors import CannotGoOn
from pipeline.naming import shown

FEW = 10  # files that are read before a person wonders
Thing = TypeVar("Thing")

WORDS = {"error": "error", "warning": "warning", "info": "note"}
"""How people call the severities."""


def say(line: str) -> None:
    """One line to people. That no one listens is no reason to stop."""
    write(sys.stderr, f"{line}\n")


def write(stream: IO[str], text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        return


def watched(things: Sequence[Thing], quiet: bool) -> Iterable[Thing]:
    """The things one by one, with a bar on standard error where a person looks on."""
    if quiet or len(things) < FEW or not sys.stderr.isatty():
        return things
    from rich.console import Console  # noqa: PLC0415  a bar is rarely drawn
    from rich.progress import track  # noqa: PLC0415

    return track(things, description="Reading papers", console=Console(stderr=True), transient=True)


def print_data(data: bytes) -> None:
    """To standard output, as UTF-8 whatever the locale."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise CannotGoOn("cannot write to standard output: whoever read it has stopped reading") from None
    except OSError as error:
        raise CannotGoOn(f"cannot write to standard output: {error.strerror or error}") from error


def rejection(name: str, code: str | None, message: str | None) -> str:
    return f"papers: rejected: {shown(name)}: {code}: {shown(message or '')}"


def issues_in_words(tally: Counter[str]) -> str:
    """`3 errors, 1 warning`; empty where there are none."""
    return ", ".join(counted(tally[severity], word) for severity, word in WORDS.items() if tally[severity])


def counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
