"""What a worker cannot do to the machine, even when a hostile paper has taken it over.

Four layers, each used where the system has it: limits of the process (any Unix); Landlock, which leaves it only the
named folders and no TCP (Linux 5.13, TCP from 6.7, signals from 6.12); a filter of system calls, which leaves it no
socket, no other program and no other process (Linux on x86-64 and ARM64). No package and no root is needed. A process
confines itself, for good, before it sees a paper; what it starts is confined as well.

`READER` may read the interpreter and its packages, and nothing else. RTF and .doc files need LibreOffice, a program of
its own that writes files: it is started by a worker of the other kind, `CONVERTER`, which may run programs and write in
one folder made for it. So no reader has to be given what only a converter needs, and LibreOffice has no network.
"""

import csv
import ctypes
import errno
import os
import resource
import struct
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pipeline.records import dataclass

Kind = Literal["reader", "converter"]
READER: Kind = "reader"
CONVERTER: Kind = "converter"

HOME = Path(__file__).parent
OURS = (HOME, HOME.parent / "schemas")
PACKAGE_FOLDERS = ("site-packages", "dist-packages")
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts")  # for text whose font is not in the PDF
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
NOWHERE = "/dev/null"  # Tesseract sends its remarks there, and does not look whether it could
PROGRAMS = ("/usr", "/bin", "/opt", "/snap", "/nix", *LIBRARIES)
SETTINGS = (
    "/etc/fonts",
    "/etc/libreoffice",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
    "/var/cache/fontconfig",
    "/etc/passwd",
    "/etc/nsswitch.conf",
    "/etc/alternatives",
    "/proc",
    "/sys",
)
"""What LibreOffice reads besides; none of it is secret."""

MOST_OPEN = 256  # files at a time; a reader has about ten open
MOST_WRITTEN = 512 << 20  # bytes of one file of a converter; a reader writes none

# Landlock, from linux/landlock.h
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
OF_THE_FIRST = (1 << 13) - 1  # rights over files that the first version knew
ADDED = {2: 1 << 13, 3: 1 << 14, 5: 1 << 15}  # refer, truncate, ioctl on devices; by version
TRUNCATE, IOCTL = ADDED[3], ADDED[5]
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL
TCP, SCOPES = 3, 3  # bind and connect; abstract sockets and signals
WITH_TCP, WITH_SCOPES = 4, 6  # versions

# prctl and seccomp, from linux/prctl.h, seccomp.h, filter.h, audit.h
NO_NEW_PRIVILEGES = 38
SECCOMP = {"x86_64": 317, "aarch64": 277}
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
SET_FILTER, ALL_THREADS = 1, 1
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCH, FIRST_ARGUMENT = 0, 4, 16  # offsets in what the filter sees
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
X32 = 0x40000000  # the other numbering of x86-64
CLONE_THREAD = 0x10000
AF_UNIX = 1
FEIGNED = frozenset({"bind", "listen"})

Instruction = bytes


@dataclass(frozen=True, slots=True)
class Layers:
    """What is in force in a process."""

    landlock: int
    """The version of Landlock that the kernel has; 0: none."""
    seccomp: bool
    memory: int
    """Bytes of address space."""
    file_size: int
    """Bytes that it may write to one file."""
    open_files: int


@dataclass(frozen=True, slots=True)
class Room:
    """What Landlock leaves to a process: paths to read below, to run programs from, to write below."""

    read: tuple[str, ...]
    run: tuple[str, ...] = ()
    write: tuple[str, ...] = ()


def confine(kind: Kind, memory: int, scratch: str | None) -> Layers:
    """Give up everything that the kind of worker does not need; `scratch` is where a converter may write.

    Has to be called while the process has one thread: Landlock binds the thread that asks.
    """
    written = 0 if kind == READER else MOST_WRITTEN
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: written,
        resource.RLIMIT_NOFILE: MOST_OPEN,
    }
    for what, most in limits.items():
        lower(what, most)
    version = landlocked(room_of(kind, scratch))
    return Layers(
        version, filtered(kind), held(resource.RLIMIT_AS), held(resource.RLIMIT_FSIZE), held(resource.RLIMIT_NOFILE)
    )


def lower(what: int, most: int) -> None:
    """Lower a limit of this process; one that is lower already stays. Not every system has every limit."""
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


def held(what: int) -> int:
    return resource.getrlimit(what)[0]


def room_of(kind: Kind, scratch: str | None) -> Room:
    paths = sysconfig.get_paths()
    packages = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    packages |= {entry for entry in sys.path if Path(entry).name in PACKAGE_FOLDERS}  # a person's own, a system's own
    native = Path(sys.base_prefix, "lib")  # where libpython and its neighbours are
    data = Path(paths["data"], "share")  # where packages put what is no code: Tesseract's models
    read = (*sorted(packages), str(native), str(data), *map(str, OURS), *LIBRARIES, *FONTS, *DEVICES)
    if kind == READER:
        return Room(read, write=(NOWHERE,))
    return Room((*read, *SETTINGS), PROGRAMS, tuple(path for path in (scratch, NOWHERE) if path))


# -- Landlock


def landlock_version() -> int:
    """0 where the kernel has none, or a container hides it."""
    if sys.platform != "linux":
        return 0
    return max(0, int(libc().syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1)))


def landlocked(room: Room) -> int:
    """The version of Landlock that now keeps this process in the room; 0 where there is none."""
    version = landlock_version()
    if version == 0:
        return 0
    rights = OF_THE_FIRST | sum(right for since, right in ADDED.items() if since <= version)
    fields = (rights, TCP, SCOPES)[: 1 + (version >= WITH_TCP) + (version >= WITH_SCOPES)]
    ruleset = libc().syscall(
        CREATE_RULESET, struct.pack(f"{len(fields)}Q", *fields), ctypes.c_size_t(8 * len(fields)), 0
    )
    if ruleset < 0:
        return 0
    try:
        for paths, granted in (
            (room.read, READ_FILE | READ_DIR),
            (room.run, READ_FILE | READ_DIR | EXECUTE),
            (room.write, rights & ~EXECUTE),
        ):
            for path in paths:
                grant(ruleset, path, granted & rights)
        libc().prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return version if libc().syscall(RESTRICT_SELF, ruleset, 0) == 0 else 0
    finally:
        os.close(ruleset)


def grant(ruleset: int, path: str, rights: int) -> None:
    """The rights below the path, where there is one."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights &= -1 if Path(path).is_dir() else OF_FILES
        libc().syscall(ADD_RULE, ruleset, 1, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)


# -- the filter of system calls


def filtered(kind: Kind) -> bool:
    """Whether the filter is now in force, in all threads of this process."""
    machine = os.uname().machine
    if sys.platform != "linux" or machine not in ARCHITECTURE:
        return False
    code = b"".join(program(kind, machine))
    held_code = ctypes.create_string_buffer(code, len(code))
    described = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held_code))
    libc().prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc().syscall(SECCOMP[machine], SET_FILTER, ALL_THREADS, described) == 0)


def program(kind: Kind, machine: str) -> Iterator[Instruction]:
    """Another architecture's calls end the process; the withheld ones fail as without permission; others go on."""
    yield from (step(LOAD, ARCH), step(EQUAL, ARCHITECTURE[machine], 1, 0), step(RETURN, KILL), step(LOAD, NUMBER))
    if machine == "x86_64":
        yield from (step(AT_LEAST, X32, 0, 1), refusal())
    for name, number in withheld(kind, machine):
        yield from refused_call(name, number, kind)
    yield step(RETURN, ALLOW)


def withheld(kind: Kind, machine: str) -> Iterator[tuple[str, int]]:
    with (HOME / "syscalls.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row[machine] and (kind == READER or row["withheld"] == "from all"):
                yield row["name"], int(row[machine])


def refused_call(name: str, number: int, kind: Kind) -> tuple[Instruction, ...]:
    """Threads stay possible, and limits of the process itself; `clone3` hides its arguments, so it is as if not there.

    LibreOffice insists on a socket of its own below /tmp: it is told that it has one.
    """
    if name == "clone":
        return only_if(number, step(ANY_BIT, CLONE_THREAD, 1, 0))
    if name == "prlimit64":
        return only_if(number, step(EQUAL, 0, 1, 0))
    if name == "socket" and kind == CONVERTER:
        return only_if(number, step(EQUAL, AF_UNIX, 1, 0))
    feigned = kind == CONVERTER and name in FEIGNED
    return (step(EQUAL, number, 0, 1), refusal(0 if feigned else errno.ENOSYS if name == "clone3" else errno.EPERM))


def only_if(number: int, test: Instruction) -> tuple[Instruction, ...]:
    """The call goes on where its first argument passes the test; a test that holds skips the refusal."""
    return (step(EQUAL, number, 0, 4), step(LOAD, FIRST_ARGUMENT), test, refusal(), step(LOAD, NUMBER))


def refusal(error: int = errno.EPERM) -> Instruction:
    return step(RETURN, REFUSE | error)


def step(code: int, value: int, holds: int = 0, fails: int = 0) -> Instruction:
    """One instruction; for a test, how many to skip when it holds and when it fails."""
    return struct.pack("HBBI", code, holds, fails, value)


def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
