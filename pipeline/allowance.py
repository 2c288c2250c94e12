"""What one worker may take of the machine for one paper: time, processor time, memory; and when it is replaced.

What a paper may hold (pages, columns, depth) is not here: that is the readers' business.
"""

from pipeline.records import dataclass

CPU = 120.0  # seconds; real papers take under ten
CPU_A_PAGE = 2.0  # a scanned page takes about as long
MOST_CPU = 1800.0
BY_THE_CLOCK = 3  # times the processor time: on a busy machine a paper waits more than it works
FEWEST_PAGE_BYTES = 100  # a PDF cannot say in fewer bytes that there is one more page
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Allowance:
    """The defaults are those of `papers extract`, which has an option for each."""

    seconds: float | None = None
    """For one paper, by the clock; None: `BY_THE_CLOCK` times the processor time."""
    cpu: float | None = None
    """Seconds of processor time for one paper; None: as many as by the clock where that is stated, else `CPU`, and
    `CPU_A_PAGE` more for each page up to `MOST_CPU`."""
    memory: int = 2048 * MEGABYTE
    """Bytes of address space; real papers take 150 MB, only hostile ones more than 500 MB."""
    papers: int = 100
    """After so many a worker is replaced: PDF libraries keep memory."""
    kept: int = 512 * MEGABYTE
    """A worker that still holds more bytes than this when a paper is done is replaced."""


def seconds_for(allowance: Allowance, pages: int) -> float:
    """By the clock, for a paper of so many pages; 0 pages where a format has none."""
    return allowance.seconds or BY_THE_CLOCK * cpu_for(allowance, pages)


def cpu_for(allowance: Allowance, pages: int) -> float:
    return allowance.cpu or allowance.seconds or min(CPU + CPU_A_PAGE * pages, MOST_CPU)
