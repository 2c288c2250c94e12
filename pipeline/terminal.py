"""What people see on standard error, and data on standard output. A stranger's text is escaped."""

import sys
from collections import Counter
from typing import IO

from pipeline.errors import CannotGoOn
from pipeline.naming import shown

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
