"""No pattern of the program can be made to run away: each is fed texts made against it, as the program calls it."""

import re
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pipeline
import schemas
from tests.runaway import attacks, calls, modules, patterns_in

MOST_SECONDS = 0.25  # of processor time for 20,000 characters; a quadratic pattern takes a second and more
PATIENCE = 2.0  # seconds of processor time, then a search is broken off
PACKAGES = (pipeline, schemas)
FEWEST = 100  # patterns; fewer were not all found
USUAL = {"search"}
"""How a pattern is tried that no constant's name leads to."""


class TooLongError(Exception):
    pass


def stop(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


def seconds(pattern: "re.Pattern[Any]", call: str, text: str) -> float:
    given: Any = text if isinstance(pattern.pattern, str) else text.encode("utf-8")
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    start = time.process_time()
    try:
        getattr(pattern, call)(given)
    except TooLongError:
        return PATIENCE
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start


def test_no_pattern_runs_away() -> None:
    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        slow = dict(slow_patterns())
    finally:
        signal.signal(signal.SIGVTALRM, before)
    assert not slow


def slow_patterns() -> Iterator[tuple[str, str]]:
    seen: set[Any] = set()
    for module in modules(*PACKAGES):
        ways = calls(module, PACKAGES)
        for name, pattern in patterns_in(module):
            if pattern in seen and name not in ways:
                continue
            seen.add(pattern)
            for call in sorted(ways.get(name, USUAL)):
                worst = slowest(pattern, call)
                if worst:
                    yield f"{module.__name__}.{name}.{call}", worst
    assert len(seen) > FEWEST


def slowest(pattern: "re.Pattern[Any]", call: str) -> str | None:
    for text in attacks(pattern):
        took = seconds(pattern, call, text)
        if took > MOST_SECONDS:
            return f"{took:.2f} s: {text[:40]!r}"
    return None
