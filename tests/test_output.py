"""Writing: whole or not at all, inside the folder or nowhere; the lock, the ledger, the report."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import ledger, output
from pipeline.corpus import Sidecar, Source
from pipeline.errors import CannotGoOn
from pipeline.output import ReportLine

LINE = ReportLine("a.txt", "00", "ok", None, None, "a.txt.json")


def names_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def test_a_file_is_placed_with_its_folders(tmp_path: Path) -> None:
    output.place(str(tmp_path), "a/b/c.json", b"one")
    output.place(str(tmp_path), "a/b/c.json", b"two")
    assert (tmp_path / "a/b/c.json").read_bytes() == b"two"
    assert names_below(tmp_path) == ["a/b/c.json"]


def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        output.place(str(tmp_path), "c.json", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "c.json").stat().st_mode & 0o777 == 0o644


def test_a_planted_link_is_replaced_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "victim").write_text("keep me")
    (tmp_path / "out/c.json").symlink_to(tmp_path / "victim")
    output.place(str(tmp_path / "out"), "c.json", b"new")
    assert (tmp_path / "victim").read_text() == "keep me"
    assert (tmp_path / "out/c.json").read_bytes() == b"new"
    assert not (tmp_path / "out/c.json").is_symlink()


def test_a_linked_folder_is_no_way_out(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out/a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotGoOn, match="a link or a file stands where a folder must go"):
        output.place(str(tmp_path / "out"), "a/c.json", b"new")
    assert names_below(tmp_path / "elsewhere") == []


def test_a_folder_stands_where_a_result_goes(tmp_path: Path) -> None:
    (tmp_path / "c.json/x").mkdir(parents=True)
    with pytest.raises(CannotGoOn, match=r"c\.json"):
        output.place(str(tmp_path), "c.json", b"new")
    assert names_below(tmp_path) == [], "no temporary file stays"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_when_the_disk_fails_the_old_file_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    output.place(str(tmp_path), "c.json", b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(CannotGoOn, match="No space left on device"):
        output.place(str(tmp_path), "c.json", b"new")
    assert (tmp_path / "c.json").read_bytes() == b"old"
    assert names_below(tmp_path) == ["c.json"]


INTERRUPTED = """
import os, signal, sys
from pipeline import output
from pipeline.errors import Terminated

real = os.fsync

def interrupting(handle):
    os.kill(os.getpid(), signal.SIGTERM)
    real(handle)

def terminate(*_):
    raise Terminated

os.fsync = interrupting
signal.signal(signal.SIGTERM, terminate)
try:
    output.place(sys.argv[1], "c.json", b"whole")
except Terminated:
    sys.exit(7)
"""


def test_a_signal_waits_until_the_file_is_placed(tmp_path: Path) -> None:
    """In a process of its own, as `papers` is: threads of libraries that other tests load would take the signal."""
    run = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(tmp_path)], check=False, capture_output=True, text=True
    )
    assert run.returncode == 7, run.stderr
    assert (tmp_path / "c.json").read_bytes() == b"whole"
    assert names_below(tmp_path) == ["c.json"]


def test_leavings_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/.papers-00ff.tmp", ".papers-1.tmp", "a/own.tmp", ".papers-notes", "a/c.json"):
        (tmp_path / name).touch()
    output.sweep(str(tmp_path))
    assert names_below(tmp_path) == [".papers-notes", "a/c.json", "a/own.tmp"]


def test_the_report_is_sorted_and_plain() -> None:
    lines = (ReportLine("b", None, "rejected", "empty", "é “no” bytes", None), LINE)
    read = [json.loads(line) for line in output.report_bytes(lines).decode().splitlines()]
    assert [line["name"] for line in read] == ["a.txt", "b"]
    assert read[1] == {
        "name": "b", "sha256": None, "status": "rejected", "code": "empty", "message": "é “no” bytes", "output": None
    }  # fmt: skip
    assert output.report_bytes(lines) == output.report_bytes(reversed(lines))


# -- the ledger

SOURCE = Source("a.txt", "text/plain", b"words", "00", 5)


def recipe(source: Source = SOURCE, sidecar: Sidecar | None = None, manner: str = "", program: str = "now") -> str:
    return ledger.recipe(source, sidecar, manner, program)


def noted(folder: Path, document: bytes = b"{}") -> None:
    with ledger.opened(str(folder)) as book:
        output.place(str(folder), "a.txt.json", document)
        digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # of {}
        ledger.note(
            book,
            ledger.Entry("a.txt.json", recipe(), (("a.txt.json", digest),), LINE, (("error", 1),)),
        )


def is_finished(folder: Path) -> bool:
    with ledger.opened(str(folder)) as book:
        return ledger.standing(book, "a.txt.json") == ledger.Mark(SOURCE.sha256, recipe())


def test_what_is_finished_is_known_by_the_next_run(tmp_path: Path) -> None:
    noted(tmp_path)
    assert is_finished(tmp_path)
    assert is_finished(tmp_path), "to look changes nothing"


def test_whatever_decides_about_an_output_changes_its_recipe() -> None:
    others = (
        recipe(Source("b.txt", "text/plain", b"words", "00", 5)),
        recipe(Source("a.txt", "text/html", b"words", "00", 5)),
        recipe(sidecar=Sidecar(council="Kent")),
        recipe(manner="fewer pages"),
        recipe(program="another version"),
    )
    assert len({recipe(), *others}) == 1 + len(others)


def test_what_has_changed_is_not_finished(tmp_path: Path) -> None:
    noted(tmp_path)
    (tmp_path / "a.txt.json").write_bytes(b"{ }")
    assert not is_finished(tmp_path), "changed by hand"
    (tmp_path / "a.txt.json").write_bytes(b"{}")
    assert is_finished(tmp_path)


def test_files_that_were_begun_are_known_and_not_finished(tmp_path: Path) -> None:
    entry = ledger.Entry("a.txt.json", recipe(), (("a.txt/01.json", "d1"),), LINE, ())
    with ledger.opened(str(tmp_path)) as book:
        ledger.note(book, ledger.begun(entry, {"a.txt.json"}))
    with ledger.opened(str(tmp_path)) as book:
        assert ledger.files_of(book, "a.txt.json") == {"a.txt.json", "a.txt/01.json"}
        assert ledger.standing(book, "a.txt.json") is None
        assert ledger.files_of(book, "other.json") == set()


@pytest.mark.parametrize("torn", [b'{"recipe": "x', b"\xff\xfe\n", b"[1]\n", b'{"recipe": 1}\n', b"null\n"])
def test_a_torn_ledger_costs_work_and_nothing_else(tmp_path: Path, torn: bytes) -> None:
    noted(tmp_path)
    with (tmp_path / ledger.LOCK).open("ab") as file:
        file.write(torn)
    assert is_finished(tmp_path)
    noted(tmp_path)
    assert is_finished(tmp_path)


def test_the_ledger_does_not_grow_with_every_run(tmp_path: Path) -> None:
    noted(tmp_path)
    size = (tmp_path / ledger.LOCK).stat().st_size
    for _ in range(5):
        noted(tmp_path)
    assert is_finished(tmp_path)
    assert (tmp_path / ledger.LOCK).stat().st_size == size


def test_the_lock_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ledger.LOCK).symlink_to(tmp_path / "victim")
    with pytest.raises(CannotGoOn), ledger.opened(str(tmp_path / "out")):
        pass
    assert not (tmp_path / "victim").exists()
