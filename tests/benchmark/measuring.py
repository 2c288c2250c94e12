"""CPU, wall and peak memory of processes, those that they start included."""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SUBREAPER = 36  # prctl(2): orphans of our children, as a fork server is, become ours, so that their CPU counts
AGAIN = 1  # times in a process that is warm
YARDSTICK = "pdftotext -bbox-layout"


@dataclass(frozen=True, slots=True)
class Measure:
    """One run of one contender over one paper."""

    cpu: float
    """Seconds of the whole process, from its start."""
    wall: float
    peak: float
    """Megabytes of the largest of its processes."""
    again: float
    """CPU seconds of a paper in a process that has read one before."""


def adopt_orphans() -> None:
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def of_command(command: list[str]) -> Measure:
    """A command of its own; what it does in a second run is what it does in the first."""
    cpu, wall, peak, _ = _run(command)
    return Measure(cpu, wall, peak, cpu)


def of_contender(name: str, path: Path) -> Measure:
    """A contender in a fresh process: once from the start, then warm."""
    program = "from tests.benchmark.__main__ import child; child()"
    cpu, wall, peak, said = _run([sys.executable, "-c", program, name, str(path), str(AGAIN)])
    first, *again = json.loads(said)
    return Measure(cpu - sum(again), wall * first / (first + sum(again)), peak, min(again))


def own_peak() -> float:
    """Megabytes of this process: the kernel counts them into the peak of what it starts, so less is not seen."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _run(command: list[str]) -> tuple[float, float, float, bytes]:
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:4])} … ended with {process.returncode}")
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss
    for orphan in _orphans():
        cpu, peak = cpu + orphan.ru_utime + orphan.ru_stime, max(peak, orphan.ru_maxrss)
    return cpu, wall, peak / 1024, said


def _orphans() -> list[resource.struct_rusage]:
    found = []
    while True:
        try:
            found.append(os.wait4(-1, 0)[2])
        except ChildProcessError:
            return found
