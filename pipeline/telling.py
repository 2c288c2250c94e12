"""What people are told of a run while it goes on and when it is over."""

import math
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.batch import Account, Tell
from pipeline.terminal import counted, issues_in_words, rejection, say, write

CLEAR_LINE = "\r\x1b[K"
OFTEN = 0.1  # seconds between two states of the progress line


def teller(papers: int, quiet: bool, debug: bool) -> Tell:
    """Names every rejected input at once; between them, on a terminal, how far the run is."""
    drawing = not quiet and papers > 1 and sys.stderr.isatty()
    clear = CLEAR_LINE if drawing else ""
    began = drawn = time.monotonic()
    done = kept = 0

    def tell(account: Account) -> None:
        nonlocal done, drawn, kept
        done += 1
        kept += account.kept
        line = account.line
        if line.output is None:
            say(clear + rejection(line.name, line.code, line.message))
        if debug and account.trace:
            say(account.trace.rstrip())
        if drawing and (done == papers or time.monotonic() - drawn > OFTEN):
            drawn = time.monotonic()
            write(sys.stderr, CLEAR_LINE + progress(papers, done, done - kept, drawn - began))
        if drawing and done == papers:
            write(sys.stderr, CLEAR_LINE)

    return tell


def progress(papers: int, done: int, worked: int, seconds: float) -> str:
    """`40 of 120 papers, 8.0 a second, 10 s left`; what was there before says nothing about the rate."""
    rate = worked / max(seconds, OFTEN)
    left = f", {duration((papers - done) / rate)} left" if rate else ""
    return f"{done} of {papers} papers, {rate:.1f} a second{left}"


def duration(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 05 min`"""
    minutes = math.ceil(seconds / 60)
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def is_told(accounts: Sequence[Account]) -> bool:
    """The line that rejected the only input has said all that there is to say."""
    return len(accounts) == 1 and accounts[0].line.output is None


def summary(accounts: Iterable[Account], left_out: int) -> str:
    """One line: how many papers, how many were not read, how many issues of which severity."""
    all_of_them = list(accounts)
    bad = sum(account.line.output is None for account in all_of_them)
    kept = sum(account.kept for account in all_of_them)
    tally = Counter[str]()
    for account in all_of_them:
        tally.update(dict(account.tally))
    return "; ".join(
        part
        for part in (
            f"{counted(len(all_of_them), 'paper')}: {len(all_of_them) - bad} read",
            f"{kept} of them before" if kept else "",
            f"{bad} not read" if bad else "",
            issues_in_words(tally),
            f"{counted(left_out, 'other file')} left out" if left_out else "",
        )
        if part
    )
