"""What ends a whole run, as `Unreadable` ends the work on one input; and the exit status for each end."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit statuses. Never 1: an uncaught exception exits 1, so that a 1 is always a bug."""

    DONE = 0
    WRONG_USE = 2
    NEEDS_A_PERSON = 3
    CANNOT_GO_ON = 4
    INTERRUPTED = 130
    TERMINATED = 143


class WrongUse(Exception):  # noqa: N818  the exit table's word
    """What was asked for makes no sense; the message says what would."""


class CannotGoOn(Exception):  # noqa: N818  nothing is wrong with the input or the program
    """The machine does not let the run go on: the output cannot be written, no worker can be started."""


class Terminated(BaseException):
    """The process was asked to end (SIGTERM). Like KeyboardInterrupt no error, and not to be caught as one."""
