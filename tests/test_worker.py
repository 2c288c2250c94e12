"""A worker is kept in, and what comes out of it is believed only as far as it was agreed upon."""

import csv
import json
import os
import pickle
import struct
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline import cli, confinement, doctor, fleet, wire
from pipeline.allowance import Allowance, cpu_for, seconds_for
from pipeline.corpus import Sidecar, Source
from pipeline.fleet import Extracted, Refused
from pipeline.worker import answered_by, descendants

LINUX = pytest.mark.skipif(not confinement.landlock_version(), reason="this kernel has no Landlock")


def source(data: bytes = b"x", media_type: str = "text/plain") -> Source:
    return Source("a.txt", media_type, data, "", len(data))


def outcome(work: Any, given: Source, lanes: int = 1) -> Any:
    settings = fleet.workers(lanes, Allowance(seconds=60), work)
    ((_, found),) = fleet.extract_all([fleet.Task(given, None, "a.json")], settings)
    return found


# -- the wire


@dataclass(frozen=True, slots=True)
class Picture:
    page: int
    png: bytes
    drawn: dict[Literal["line", "cell"], int]


Answer = tuple[Picture, ...] | Refused
ANSWERS = st.builds(Refused, st.text(), st.text(), st.text()) | st.lists(
    st.builds(
        Picture,
        st.integers(),
        st.binary(),
        st.dictionaries(st.sampled_from(["line", "cell"]), st.integers(), max_size=2),
    )
).map(tuple)


@given(ANSWERS)
def test_an_answer_arrives_as_it_was(answer: Answer) -> None:
    assert wire.decoded(wire.encoded(answer), Answer) == answer


@given(
    st.builds(Extracted, st.lists(st.binary()).map(tuple), st.just((("error", 1),)), st.none()),
    st.data(),
)
def test_a_damaged_answer_is_nonsense_or_still_of_its_type(answer: Extracted, data: st.DataObject) -> None:
    sent = bytearray(wire.encoded(answer))
    at = data.draw(st.integers(0, len(sent) - 1))
    sent[at] = data.draw(st.integers(0, 255))
    try:
        got = wire.decoded(bytes(sent), fleet.Outcome)
    except wire.Nonsense:
        return
    assert isinstance(got, Extracted | Refused)
    assert not isinstance(got, Extracted) or all(type(document) is bytes for document in got.documents)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"is": "Refused", "code": 1, "message": "", "trace": ""}\n',
        b'{"is": "Refused", "code": "a", "message": ""}\n',
        b'{"is": "Settings", "code": "a", "message": "b", "trace": ""}\n',
        b'{"is": "Extracted", "documents": [5], "tally": [], "loss": null}\nabc',
        b'{"is": "Extracted", "documents": [-1], "tally": [], "loss": null}\n',
        b'{"is": "Extracted", "documents": [], "tally": [], "loss": null}\nabc',
        b'{"is": "Extracted", "documents": [], "tally": [["error"]], "loss": null}\n',
        pickle.dumps(Refused("a", "b")),
    ],
)
def test_what_was_not_agreed_upon_is_nonsense(sent: bytes) -> None:
    with pytest.raises(wire.Nonsense):
        wire.decoded(sent, fleet.Outcome)


def test_what_is_agreed_upon_is_the_works_return_type() -> None:
    assert answered_by(fleet.extract_one) == fleet.Outcome
    assert answered_by(partial(fleet.extract_one, source())) == fleet.Outcome


def test_what_is_settled_about_a_work_is_known() -> None:
    assert fleet.manner_of(fleet.extract_one) == ""
    assert fleet.manner_of(partial(fleet.extract_one, sidecar=None)) == "((), {'sidecar': None})"


# -- confinement


@LINUX
@pytest.mark.parametrize("lanes", [1, 2])
def test_a_worker_can_do_nothing_to_the_machine(lanes: int) -> None:
    found = outcome(doctor.trial, source(), lanes)
    assert [attempt.what for attempt in found.attempts if not attempt.refused] == []
    assert len(found.attempts) == len(doctor.ACTS)


def test_unconfined_the_same_can_be_done() -> None:
    code = (
        "from pipeline import doctor\n"
        "acts = [what for what, act in doctor.ACTS.items() if what != 'take more memory than it may']\n"
        "print([what for what in acts if doctor.is_refused(doctor.ACTS[what])])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def reached(given: Source, sidecar: Sidecar | None) -> tuple[str, ...] | Refused:
    """Which of the files named in the source can be read."""
    return tuple(path for path in given.data.decode().split() if not doctor.is_refused(Path(path).read_bytes))


def open_files(given: Source, sidecar: Sidecar | None) -> tuple[bool, ...] | Refused:
    """Which of the first descriptors are open."""
    return tuple(not doctor.is_refused(partial(os.fstat, handle)) for handle in range(64))


def test_nothing_that_the_parent_holds_is_open_to_a_worker(tmp_path: Path) -> None:
    with (tmp_path / "ledger").open("w"):
        held = outcome(open_files, source())
    assert sum(held) == 5  # nowhere, three times; the line; what tells that the parent has gone


@LINUX
def test_a_worker_reads_its_packages_and_no_paper_beside_its_own(tmp_path: Path) -> None:
    beside = tmp_path / "beside.txt"
    beside.write_text("another's")
    packages = Path(pickle.__file__), Path(pytest.__file__)
    given = source(" ".join(map(str, [beside, Path(__file__), *packages])).encode())
    assert outcome(reached, given) == tuple(map(str, packages))


@LINUX
def test_a_converter_writes_in_its_own_folder_alone_and_has_no_network(tmp_path: Path) -> None:
    found = outcome(doctor.trial, source(b"{\\rtf1}", "application/rtf"))
    done = {attempt.what for attempt in found.attempts if not attempt.refused}
    assert done <= {
        "write a file",
        "start a program",
        "start a process",
        "speak to a local service",
        "signal its parent",
    }
    assert {"write a file", "start a program"} <= done


def test_a_converter_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert isinstance(outcome(doctor.trial, source(b"{\\rtf1}", "application/rtf")), doctor.Trial)
    assert list(tmp_path.iterdir()) == []


def verdict(steps: list[bytes], seen: dict[int, int]) -> int:
    """What the kernel would come to; `seen` holds what it shows of a call, by offset."""
    at, loaded = 0, 0
    while True:
        code, holds, fails, value = struct.unpack("HBBI", steps[at])
        if code == confinement.RETURN:
            return int(value)
        tests = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}
        loaded = seen.get(value, 0) if code == confinement.LOAD else loaded
        at += 1 + (0 if code == confinement.LOAD else holds if tests[code] else fails)


REFUSED, ABSENT = 0x50000 | 1, 0x50000 | 38


@pytest.mark.parametrize(
    ("name", "argument", "reader", "converter"),
    [
        ("read", 0, confinement.ALLOW, confinement.ALLOW),
        ("execve", 0, REFUSED, confinement.ALLOW),
        ("connect", 0, REFUSED, REFUSED),
        ("socket", 1, REFUSED, confinement.ALLOW),
        ("socket", 2, REFUSED, REFUSED),
        ("bind", 0, REFUSED, 0x50000),
        ("clone", 0x3D0F00, confinement.ALLOW, confinement.ALLOW),  # a thread
        ("clone", 0x1200011, REFUSED, confinement.ALLOW),  # a process
        ("clone3", 0, ABSENT, confinement.ALLOW),
        ("prlimit64", 0, confinement.ALLOW, confinement.ALLOW),  # of itself
        ("prlimit64", 4711, REFUSED, confinement.ALLOW),
        ("ptrace", 0, REFUSED, REFUSED),
        ("personality", 0, REFUSED, REFUSED),  # the last of the table
    ],
)
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter(machine: str, name: str, argument: int, reader: int, converter: int) -> None:
    table = list(csv.DictReader((confinement.HOME / "syscalls.csv").read_text().splitlines()))
    numbers = {row["name"]: int(row[machine]) for row in table if row[machine]} | {
        "read": 0 if machine == "x86_64" else 63
    }
    seen = {4: confinement.ARCHITECTURE[machine], 0: numbers[name], 16: argument}
    kinds: tuple[tuple[confinement.Kind, int], ...] = (("reader", reader), ("converter", converter))
    for kind, wanted in kinds:
        assert verdict(list(confinement.program(kind, machine)), seen) == wanted


def test_another_numbering_of_calls_is_no_way_round_the_filter() -> None:
    steps = list(confinement.program("reader", "x86_64"))
    assert verdict(steps, {4: 0x40000003, 0: 11}) == confinement.KILL  # 32 bits
    assert verdict(steps, {4: 0xC000003E, 0: 0x40000000 | 520}) == REFUSED


def test_where_the_system_has_nothing_limits_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    room = confinement.room_of("reader", None)
    assert (confinement.landlock_version(), confinement.landlocked(room), confinement.filtered("reader")) == (
        0,
        0,
        False,
    )


# -- allowances


@pytest.mark.parametrize(
    ("allowance", "pages", "by_clock", "of_processor"),
    [
        (Allowance(), 0, 360, 120),
        (Allowance(), 90, 900, 300),
        (Allowance(), 10**6, 5400, 1800),
        (Allowance(seconds=5), 90, 5, 5),
        (Allowance(cpu=5), 90, 15, 5),
        (Allowance(seconds=60, cpu=5), 90, 60, 5),
    ],
)
def test_a_long_paper_has_more_time_unless_a_person_says_otherwise(
    allowance: Allowance, pages: int, by_clock: float, of_processor: float
) -> None:
    assert (seconds_for(allowance, pages), cpu_for(allowance, pages)) == (by_clock, of_processor)


def test_workers_are_as_many_as_cores_are_allowed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(8)))
    share = tmp_path / "cpu.max"
    monkeypatch.setattr(fleet, "CORES_GRANTED", share)
    assert fleet.cores() == 8
    for text, cores in (("max 100000", 8), ("350000 100000", 3), ("50000 100000", 1), ("nonsense", 8)):
        share.write_text(text)
        assert fleet.cores() == cores
    assert [fleet.lanes_for(papers) for papers in (0, 4, 5, 100)] == [1, 1, 5, 8]


def test_who_started_what_is_known() -> None:
    with subprocess.Popen(["sh", "-c", "sleep 30 & sleep 30"]) as shell:
        while len(found := descendants(shell.pid)) < 2:
            pass
        shell.kill()
        for number in found:
            os.kill(number, 9)
    assert shell.pid not in found


@pytest.mark.parametrize(
    ("threads", "start"),
    [("", "fork"), ("threading.Thread(target=time.sleep, args=[9], daemon=True).start(); ", "forkserver")],
)
def test_one_worker_is_forked_from_a_process_of_one_thread(threads: str, start: str) -> None:
    code = f"import threading, time; from pipeline.worker import context_for; {threads}"
    code += "print(*(context_for(lanes).get_start_method() for lanes in (1, 2)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [start, "forkserver"]


# -- doctor


def test_doctor_speaks_to_programs_too() -> None:
    done = CliRunner().invoke(cli.papers, ["doctor", "--json"])
    found = json.loads(done.output)
    assert done.exit_code == (3 if any(not attempt["refused"] for attempt in found["trial"]["attempts"]) else 0)
    assert {engine["name"]: engine["version"] for engine in found["engines"]}["lxml"] == version("lxml")
    assert found["trial"]["layers"]["landlock"] == confinement.landlock_version()


def test_what_is_missing_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "version_of", lambda package: None if package == "xlsxwriter" else "1.0")
    monkeypatch.setattr(doctor, "which", {}.get)
    found = doctor.examine()
    words = doctor.in_words(found)
    assert "export to a workbook: not here; pip install 'committee-papers[excel]'" in words
    assert "reads RTF and .doc: not here; from the system's packages" in words


def test_what_was_not_refused_is_said_aloud() -> None:
    layers = confinement.Layers(0, False, 1 << 31, 0, 256)
    trial = doctor.Trial(layers, (doctor.Attempt("write a file", True), doctor.Attempt("start a program", False)))
    words = "\n".join(doctor.confinement_in_words(trial))
    assert "Landlock       not on this system" in words
    assert "NOT REFUSED    start a program" in words
    assert "container" in words
    assert "cannot work here" in doctor.confinement_in_words(None)[0]
