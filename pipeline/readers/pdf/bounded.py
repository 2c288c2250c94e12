"""A bound on the processor time of one step of reading, so that what is slow costs its page and not the paper.

The bound is a signal of the system, which Tesseract heeds too. Processor time and not time by the clock: a busy machine
changes nothing.
"""

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 0.5  # seconds, then the signal comes once more: a library may have swallowed it
SHARE = 4  # a step gets this part of what the paper has left, so that there is always some for the rest


class TooLong(Exception):  # noqa: N818  what happened, said of a step
    """The step was not done within its processor time."""


def left() -> float:
    """Seconds of processor time that this process may still use."""
    most, _ = resource.getrlimit(resource.RLIMIT_CPU)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return float("inf") if most == resource.RLIM_INFINITY else most - used.ru_utime - used.ru_stime


def share(most: float) -> float:
    """Seconds for one step: the most that it may have, less where the paper has little left."""
    return min(most, left() / SHARE)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises `TooLong` where the block takes more; a thread other than the first one hears no signals and goes on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def give_up(_number: int, _frame: FrameType | None) -> None:
    raise TooLong
