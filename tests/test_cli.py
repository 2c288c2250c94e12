"""The program as its users see it: what it prints, writes and exits with. The extractor is a stub that does as told."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import cli, telling
from schemas import Paper

HOME = Path(__file__).parent.parent
STUB = HOME / "tests/stubs/papers_stub.py"
BIDI_OR_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e"

Run = subprocess.CompletedProcess[str]


def started(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(STUB), *map(str, arguments)]
    surroundings = {**os.environ, "PYTHONPATH": str(HOME), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings, start_new_session=True
    )


def papers(*arguments: object, **environment: str) -> Run:
    process = started(*arguments, **environment)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err or "--debug" in arguments
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def inputs(folder: Path, **texts: str) -> Path:
    """Text files `NAME.txt`; a double underscore in a name is a folder."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def report(out: Path) -> dict[str, dict[str, object]]:
    lines = (out / "run-report.jsonl").read_text().splitlines()
    return {line["name"]: line for line in map(json.loads, lines)}


def tree(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != ".papers.lock"
    }


# -- help


@pytest.mark.parametrize("verb", [(), *((name,) for name in cli.papers.commands)])
def test_every_help_has_examples(verb: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli.papers, [*verb, "--help"])
    assert result.exit_code == 0
    assert "Examples:\n" in result.output
    assert "  papers " in result.output.split("Examples:")[1]


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom pipeline import cli\nsys.argv = ['papers', 'extract', '--help']\ntry:\n  cli.main()\n"
        "except SystemExit as end:\n  assert not end.code\n"
        "heavy = {'pydantic', 'pypdfium2', 'pdfplumber', 'lxml', 'spacy', 'multiprocessing', 'concurrent.futures'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_parent_does_not_load_the_machinery(tmp_path: Path) -> None:
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['papers', 'extract', {str(inputs(tmp_path / 'in', a='x'))!r}, '-o', {str(tmp_path / 'out')!r}]\n"
        "try:\n"
        f"  runpy.run_path({str(STUB)!r}, run_name='__main__')\n"
        "except SystemExit as end:\n"
        "  assert not end.code\n"
        "assert 'multiprocessing' in sys.modules\n"
        "sys.exit('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_version() -> None:
    assert CliRunner().invoke(cli.papers, ["--version"]).output.startswith("papers, version ")


@pytest.mark.parametrize(
    "arguments", [["--nope"], ["nope"], ["extract"], ["extract", "x"], ["extract", "/no/such", "-o", "/tmp/zz-none"]]
)
def test_wrong_use_exits_2(arguments: list[str]) -> None:
    done = papers(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert not Path("/tmp/zz-none").exists()


# -- extract: outputs and report


def test_a_tree_of_papers(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="one", sub__b="two")
    out = tmp_path / "out"
    done = papers("extract", source, "-o", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "2 papers: 2 read\n"
    assert set(tree(out)) == {"a.txt.json", "sub/b.txt.json", "run-report.jsonl"}
    paper = Paper.model_validate_json((out / "sub/b.txt.json").read_bytes())
    assert (paper.text, paper.source.name, paper.source.media_type, paper.source.size) == (
        "two",
        "sub/b.txt",
        "text/plain",
        3,
    )
    assert report(out)["a.txt"] == {
        "name": "a.txt",
        "sha256": "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed",
        "status": "ok",
        "code": None,
        "message": None,
        "output": "a.txt.json",
    }


def test_a_single_file(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", deep__er__a="one")
    assert papers("extract", source / "deep/er/a.txt", "-o", tmp_path / "o/p").returncode == 0
    assert set(tree(tmp_path / "o/p")) == {"a.txt.json", "run-report.jsonl"}


def test_json_prints_the_report_and_quiet_nothing_else(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="one", b="reject corrupt")
    done = papers("extract", source, "-o", tmp_path / "out", "--json", "--quiet")
    assert done.stdout == (tmp_path / "out/run-report.jsonl").read_text()
    assert done.stderr.count("\n") == 1


def test_one_bad_paper_costs_only_itself(tmp_path: Path) -> None:
    source = inputs(
        tmp_path / "in", a="one", bug="bug", deep="deep", die="die", hang="hang", memory="memory",
        reject="reject corrupt", shout="shout", unpicklable="unpicklable", z="two",
    )  # fmt: skip
    (source / "picture.pdf").write_bytes(b"\x89PNG\r\n")
    (source / "void.pdf").touch()
    os.mkfifo(source / "pipe.pdf")
    out = tmp_path / "out"
    done = papers("extract", source, "-o", out, "--jobs", 2, "--timeout", 3)
    assert done.returncode == 3
    assert done.stdout == ""
    assert {name: (line["status"], line["code"]) for name, line in report(out).items()} == {
        "a.txt": ("ok", None),
        "bug.txt": ("failed", "internal"),
        "deep.txt": ("rejected", "too-deep"),
        "die.txt": ("failed", "crashed"),
        "hang.txt": ("failed", "timeout"),
        "memory.txt": ("failed", "memory"),
        "picture.pdf": ("rejected", "not-pdf"),
        "pipe.pdf": ("rejected", "not-a-file"),
        "reject.txt": ("rejected", "corrupt"),
        "shout.txt": ("ok", None),
        "unpicklable.txt": ("failed", "internal"),
        "void.pdf": ("rejected", "empty"),
        "z.txt": ("ok", None),
    }
    assert set(tree(out)) == {"a.txt.json", "shout.txt.json", "z.txt.json", "run-report.jsonl"}
    *lines, last = done.stderr.splitlines()
    assert last == "13 papers: 3 read; 10 not read"
    assert all(line.startswith("papers: rejected: ") for line in lines)
    assert "papers: rejected: picture.pdf: not-pdf: the name says PDF, but it looks like a PNG picture" in lines
    assert not any(character in done.stderr for character in "\x1b\x07\u202e")


@pytest.mark.parametrize("fault", ["die-old", "eat-old"])
def test_what_only_befalls_an_old_worker_is_tried_in_a_new_one(tmp_path: Path, fault: str) -> None:
    source = inputs(tmp_path / "in", a="one", b=fault, c="three")
    done = papers("extract", source, "-o", tmp_path / "out", "--jobs", 1, "--max-memory", 1024)
    assert done.returncode == 0, done.stderr


def test_each_fault_of_an_engine_costs_its_paper_and_has_its_code(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="one", die="die", eat="eat", garble="garble", hang="hang", z="two")
    out = tmp_path / "out"
    limits = ("--timeout", 6, "--max-memory", 1024)
    done = papers("extract", source, "-o", out, "--jobs", 2, *limits)
    assert done.returncode == 3
    found = report(out)
    assert {name: line["code"] for name, line in found.items()} == {
        "a.txt": None,
        "die.txt": "crashed",
        "eat.txt": "memory",
        "garble.txt": "crashed",
        "hang.txt": "timeout",
        "z.txt": None,
    }
    assert {line["status"] for line in found.values()} == {"ok", "failed"}
    assert "--timeout" in str(found["hang.txt"]["message"])
    assert "--max-memory" in str(found["eat.txt"]["message"])


def test_processor_time_is_bounded_for_each_paper_and_not_for_all_together(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="one", b="spin", c="three")
    out = tmp_path / "out"
    papers("extract", source, "-o", out, "--jobs", 1, "--max-cpu", 1, "--timeout", 50)
    assert [line["code"] for line in report(out).values()] == [None, "timeout", None]
    assert "--max-cpu" in str(report(out)["b.txt"]["message"])


@pytest.mark.parametrize(
    ("words", "option", "ages"),
    [("age", ("--recycle-after", 2), "12121"), ("age hoard", ("--recycle-above", 100), "11111"), ("age", (), "12345")],
)
def test_a_worker_is_replaced_after_so_many_papers_or_so_much_memory(
    tmp_path: Path, words: str, option: tuple[object, ...], ages: str
) -> None:
    source = inputs(tmp_path / "in", **dict.fromkeys("abcde", words))
    out = tmp_path / "out"
    papers("extract", source, "-o", out, "--jobs", 1, *option)
    assert "".join(json.loads((out / f"{name}.txt.json").read_text())["text"][0] for name in "abcde") == ages


def test_a_worker_that_dies_on_much_data(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="x" * 30_000_000 + " die", b="two")
    done = papers("extract", source, "-o", tmp_path / "out", "--timeout", 20)
    assert [line["code"] for line in report(tmp_path / "out").values()] == ["crashed", None]
    assert done.returncode == 3


def test_traceback_only_with_debug(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="bug")
    assert "ZeroDivisionError: nothing to share" in papers("extract", source, "-o", tmp_path / "out").stderr
    assert "Traceback" in papers("extract", source, "-o", tmp_path / "out", "--debug").stderr


def test_an_error_of_a_paper_makes_it_partial_and_is_counted(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="issue warning issue error issue info issue warning")
    done = papers("extract", source, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert done.stderr == "1 paper: 1 read; 1 error, 2 warnings, 1 note\n"
    line = report(tmp_path / "out")["a.txt"]
    assert (line["status"], line["code"], line["message"]) == ("partial", "unread-cell", "told to")


def test_workers_order_and_locale_do_not_matter(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", **{f"n{n}": f"paper {n}" for n in range(9)}, é="é", bad="bug")
    (source / "x.pdf").write_bytes(b"no")
    trees = []
    plain = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    for number, (jobs, environment) in enumerate([(1, {}), (3, {"PYTHONHASHSEED": "7"}), (1, plain)]):
        out = tmp_path / f"out{number}"
        assert papers("extract", source, "-o", out, "--jobs", jobs, **environment).returncode == 3
        trees.append(tree(out))
    assert trees[0] == trees[1] == trees[2]
    assert len(trees[0]) == 11
    assert str(tmp_path).encode() not in b"".join(trees[0].values())


def test_odd_names(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    names = [
        b"new\nline.txt",
        "\u202etxt.exe.txt".encode(),
        b"bad-\xff.txt",
        b"--help.txt",
        b"a" * 250 + b".txt",
        b"esc\x1b[2J.txt",
    ]
    for name in names:
        Path(os.fsdecode(os.fsencode(source) + b"/" + name)).write_bytes(b"reject corrupt")
        Path(os.fsdecode(os.fsencode(source) + b"/ok-" + name[:200] + b".txt")).write_bytes(b"words")
    done = papers("extract", source, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert len(report(tmp_path / "out")) == 12
    assert len(tree(tmp_path / "out")) == 7
    assert done.stderr.count("\n") == 7
    for escape in ("new\\x0aline", "\\u202etxt", "bad-\\xff", "esc\\x1b[2J"):
        assert escape in done.stderr


def test_a_sidecar_reaches_the_paper_and_a_bad_one_its_owner(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="one", b="two")
    (source / "a.txt.toml").write_text('council = "Kent County Council"\nmeeting_date = 2021-01-19')
    (source / "b.txt.toml").write_text("meeting_date = 1")
    done = papers("extract", source, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "b.txt: unreadable: its sidecar b.txt.toml cannot be used: meeting_date must be a date" in done.stderr
    header = Paper.model_validate_json((tmp_path / "out/a.txt.json").read_bytes()).header
    assert (header.council, str(header.meeting_date)) == ("Kent County Council", "2021-01-19")


def test_max_bytes(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="12345")
    done = papers("extract", source, "-o", tmp_path / "out", "--max-bytes", 4)
    assert "a.txt: too-large: " in done.stderr
    assert papers("extract", source, "-o", tmp_path / "out", "--max-bytes", 5).returncode == 0


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = papers("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "0 papers: 0 read\n")
    assert (tmp_path / "out/run-report.jsonl").read_bytes() == b""


# -- extract: going on, and outputs that no longer hold


def test_the_second_run_does_only_what_is_left(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="one", b="issue error", c="bug")
    out = tmp_path / "out"
    papers("extract", source, "-o", out)
    first = tree(out)
    written = (out / "a.txt.json").stat().st_mtime_ns
    done = papers("extract", source, "-o", out)
    assert done.stderr.splitlines()[-1] == "3 papers: 2 read; 2 of them before; 1 not read; 1 error"
    assert tree(out) == first
    assert (out / "a.txt.json").stat().st_mtime_ns == written
    (source / "a.txt").write_text("changed")
    (out / "b.txt.json").write_text("{}")
    papers("extract", source, "-o", out)
    assert json.loads((out / "a.txt.json").read_text())["text"] == "changed"
    assert tree(out)["b.txt.json"] == first["b.txt.json"]


def test_an_output_that_no_longer_holds_is_taken_away(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="one")
    out = tmp_path / "out"
    papers("extract", source, "-o", out)
    (out / "own.json").write_text("mine")
    inputs(source, a="reject corrupt", own="reject corrupt")
    papers("extract", source, "-o", out)
    assert set(tree(out)) == {"own.json", "run-report.jsonl"}


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", [1, 2])
def test_stopped_and_run_again(tmp_path: Path, signal_number: int, jobs: int) -> None:
    source = inputs(tmp_path / "in", **{f"n{n}": f"slow {n}" for n in range(6)})
    papers("extract", source, "-o", tmp_path / "whole", "--jobs", jobs)
    whole = tree(tmp_path / "whole")
    out = tmp_path / "out"
    process = started("extract", source, "-o", out, "--jobs", jobs)
    await_output(out)
    asked = time.monotonic()
    os.killpg(process.pid, signal_number)
    _, err = process.communicate(timeout=10)
    assert time.monotonic() - asked < 5
    assert process.returncode == {signal.SIGKILL: -9, signal.SIGINT: 130, signal.SIGTERM: 143}[signal_number]
    assert "Traceback" not in err
    left = tree(out)
    assert left
    assert all(whole[name] == data for name, data in left.items() if not name.startswith("."))
    assert signal_number == signal.SIGKILL or not [name for name in left if name.startswith(".")]
    assert papers("extract", source, "-o", out, "--jobs", jobs).returncode == 0
    assert tree(out) == whole


def await_output(out: Path) -> None:
    until = time.monotonic() + 20
    while not list(out.glob("*.json")):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_no_worker_outlives_a_killed_run(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", **{f"n{n}": f"slow {n}" for n in range(6)})
    process = started("extract", source, "-o", tmp_path / "out", "--jobs", 1)
    await_output(tmp_path / "out")
    process.kill()
    process.communicate(timeout=5)  # ends only when no worker holds the other end of its standard error
    until = time.monotonic() + 5
    while session(process.pid):
        assert time.monotonic() < until
        time.sleep(0.05)


def session(leader: int) -> list[str]:
    done = subprocess.run(["ps", "-s", str(leader), "-o", "pid="], capture_output=True, text=True, check=False)
    return done.stdout.split()


# -- extract: where nothing can be written


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="one", b="hang")
    process = started("extract", source, "-o", tmp_path / "out")
    await_output(tmp_path / "out")
    began = time.monotonic()
    second = papers("extract", source / "a.txt", "-o", tmp_path / "out")
    assert time.monotonic() - began < 2
    assert second.returncode == 4
    assert "in use by another run" in second.stderr
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=5)
    assert papers("extract", source / "a.txt", "-o", tmp_path / "out").returncode == 0, "a dead run holds no lock"


@pytest.mark.parametrize(
    "where", ["file", "file/sub", "/dev/null", "/proc/none", "dangling", "n" * 300, "folder-in-the-way"]
)
def test_an_output_that_cannot_be_written_exits_4(tmp_path: Path, where: str) -> None:
    source = inputs(tmp_path / "in", a="one")
    (tmp_path / "file").write_text("keep me")
    (tmp_path / "dangling").symlink_to("/nonexistent/zz")
    (tmp_path / "folder-in-the-way/a.txt.json/x").mkdir(parents=True)
    done = papers("extract", source, "-o", tmp_path / where)
    assert done.returncode == 4
    assert done.stderr.startswith("papers: cannot write ")
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "file").read_text() == "keep me"


def test_standard_output_that_cannot_be_written_exits_4(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="one")
    command = f"{sys.executable} {STUB} extract {source} -o {tmp_path / 'out'} --json > /dev/full"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(HOME)}
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert "standard output" in done.stderr
    assert "Traceback" not in done.stderr


# -- progress


@pytest.mark.parametrize(
    ("done", "worked", "seconds", "words"),
    [
        (40, 40, 5.0, "40 of 120 papers, 8.0 a second, 10 s left"),
        (60, 10, 100.0, "60 of 120 papers, 0.1 a second, 10 min left"),
        (20, 1, 100.0, "20 of 120 papers, 0.0 a second, 2 h 47 min left"),
        (20, 0, 1.0, "20 of 120 papers, 0.0 a second"),
    ],
)
def test_progress_tells_rate_and_time_left(done: int, worked: int, seconds: float, words: str) -> None:
    assert telling.progress(120, done, worked, seconds) == words


def test_progress_is_for_terminals(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="one", b="reject corrupt", c="slow")
    here, there = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(STUB), "extract", str(source), "-o", str(tmp_path / "out")],
        stdout=subprocess.PIPE, stderr=there, env={**os.environ, "PYTHONPATH": str(HOME)},
    )  # fmt: skip
    assert process.communicate(timeout=30)[0] == b""
    os.close(there)
    shown = os.read(here, 10_000).decode()
    os.close(here)
    assert "3 of 3 papers" in shown
    assert shown.endswith("\x1b[K3 papers: 2 read; 1 not read\r\n"), "the progress line is wiped"


# -- check and schema


def test_check_lists_issues_by_paper(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a="fine", b="issue warning", c="issue error")
    papers("extract", source, "-o", tmp_path / "out")
    fine = papers("check", tmp_path / "out/a.txt.json", tmp_path / "out/b.txt.json")
    assert fine.returncode == 0
    assert fine.stdout.splitlines()[1] == "  warning unread-cell  told to"
    assert fine.stderr == "2 papers: 1 warning\n"
    everything = papers("check", tmp_path / "out", "--json", "--quiet")
    assert everything.returncode == 3
    assert everything.stderr == ""
    assert [
        (Path(line["name"]).name, line["severity"]) for line in map(json.loads, everything.stdout.splitlines())
    ] == [
        ("b.txt.json", "warning"),
        ("c.txt.json", "error"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7", "run `papers extract` on it first"),
        (b"<!doctype html>", "run `papers extract` on it first"),
        (b"1. Words", "run `papers extract` on it first"),
        (b'{"schema_version": "1.0.0"}', "id: Field required"),
        (b"[]", "no extracted paper"),
        (b"\xff\xfe", "no JSON"),
        (b"", "no JSON"),
    ],
)
def test_check_says_what_is_no_extracted_paper(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "x").write_bytes(data)
    done = papers("check", tmp_path / "x")
    assert done.returncode == 3
    assert done.stderr.startswith(f"papers: rejected: {tmp_path / 'x'}: not-json: ")
    assert words in done.stderr


def test_schema_is_the_models(tmp_path: Path) -> None:
    done = papers("schema")
    assert done.returncode == 0
    assert json.loads(done.stdout)["title"] == "Paper"
    assert "unread-cell" in done.stdout


# -- packs: several papers from one input


def test_a_pack_becomes_a_folder_of_its_papers(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", a__b="front CUT one CUT issue error", c="alone")
    out = tmp_path / "out"
    done = papers("extract", source, "-o", out)
    assert done.returncode == 0
    assert set(tree(out)) == {"a/b.txt/01.json", "a/b.txt/02.json", "a/b.txt/03.json", "c.txt.json", "run-report.jsonl"}
    assert json.loads((out / "a/b.txt/02.json").read_text())["text"] == "one"
    line = report(out)["a/b.txt"]
    assert (line["output"], line["status"], line["code"]) == ("a/b.txt", "partial", "unread-cell")
    checked = papers("check", out, "--json", "--quiet")
    assert checked.returncode == 3
    assert [Path(row["name"]).name for row in map(json.loads, checked.stdout.splitlines())] == ["03.json"]


def test_a_pack_that_is_finished_is_not_done_again(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", b="one CUT two")
    out = tmp_path / "out"
    papers("extract", source, "-o", out)
    first, written = tree(out), (out / "b.txt/01.json").stat().st_mtime_ns
    assert papers("extract", source, "-o", out).stderr.endswith("1 paper: 1 read; 1 of them before\n")
    assert tree(out) == first
    assert (out / "b.txt/01.json").stat().st_mtime_ns == written
    (out / "b.txt/02.json").unlink()
    papers("extract", source, "-o", out)
    assert tree(out) == first


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ("one CUT two", {"b.txt/01.json", "b.txt/02.json"}),
        ("alone", {"b.txt.json"}),
        ("reject corrupt", set[str]()),
        ("one CUT bug", set[str]()),
    ],
)
def test_papers_that_a_pack_no_longer_has_are_taken_away(tmp_path: Path, after: str, left: set[str]) -> None:
    source = inputs(tmp_path / "in", b="one CUT two CUT three")
    out = tmp_path / "out"
    papers("extract", source, "-o", out)
    inputs(source, b=after)
    papers("extract", source, "-o", out)
    assert set(tree(out)) == left | {"run-report.jsonl"}
    assert (out / "b.txt").exists() == any("/" in name for name in left)


def test_a_single_paper_that_became_a_pack_leaves_nothing_behind(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", b="alone")
    out = tmp_path / "out"
    papers("extract", source, "-o", out)
    inputs(source, b="one CUT two")
    papers("extract", source, "-o", out)
    assert set(tree(out)) == {"b.txt/01.json", "b.txt/02.json", "run-report.jsonl"}


def test_files_of_others_in_a_packs_folder_stay(tmp_path: Path) -> None:
    source = inputs(tmp_path / "in", b="one CUT two")
    out = tmp_path / "out"
    papers("extract", source, "-o", out)
    (out / "b.txt/own.json").write_text("mine")
    inputs(source, b="alone")
    papers("extract", source, "-o", out)
    assert set(tree(out)) == {"b.txt.json", "b.txt/own.json", "run-report.jsonl"}


def test_a_pack_and_a_folder_of_its_name_do_not_share_a_place(tmp_path: Path) -> None:
    inputs(tmp_path / "one", b="front CUT paper")
    (tmp_path / "two/b.txt").mkdir(parents=True)
    (tmp_path / "two/b.txt/01").write_text("another paper")
    papers("extract", tmp_path / "one/b.txt", tmp_path / "two", "-o", tmp_path / "out")
    outputs = [str(line["output"]) for line in report(tmp_path / "out").values() if line["output"]]
    assert not any(a != b and b.startswith(f"{a}/") for a in outputs for b in outputs)


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_stopped_within_packs_leaves_whole_files_that_the_next_one_knows(
    tmp_path: Path, signal_number: int
) -> None:
    source = inputs(tmp_path / "in", **{f"n{n}": " CUT ".join(["slow"] * 3) for n in range(5)})
    out = tmp_path / "out"
    process = started("extract", source, "-o", out, "--jobs", 1)
    until = time.monotonic() + 20
    while not list(out.glob("*/*.json")):
        assert time.monotonic() < until
        time.sleep(0.005)
    os.killpg(process.pid, signal_number)
    process.communicate(timeout=10)
    assert all(json.loads(data)["id"] == "stub" for name, data in tree(out).items() if name.endswith("json"))
    for n in range(5):
        inputs(source, **{f"n{n}": "alone"})
    assert papers("extract", source, "-o", out).returncode == 0
    assert set(tree(out)) == {"run-report.jsonl", *(f"n{n}.txt.json" for n in range(5))}


# -- Ctrl-C wherever it comes

STOPPED = "papers: stopped; what was finished is whole"


@pytest.mark.parametrize(
    ("where", "status", "words"),
    [
        ("pipeline.cli.main = interrupted", 130, ""),
        ("pipeline.cli.papers.main = within_a_class", 130, STOPPED),
        ("pipeline.cli.papers.main = within_a_destructor", 130, STOPPED),
        ("pipeline.cli.papers.main = broken", 1, "papers: a bug: RuntimeError"),
    ],
)
def test_ctrl_c_ends_without_a_traceback(where: str, status: int, words: str) -> None:
    code = f"""
import os, signal, sys, time
from pipeline import cli, start
import pipeline
def interrupted(*_, **__):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)
def within_a_class(*_, **__):
    type("Made", (), {{"field": type("Field", (), {{"__set_name__": interrupted}})()}})
def within_a_destructor(*_, **__):
    type("Gone", (), {{"__del__": interrupted}})()
    time.sleep(10)
def broken(*_, **__):
    raise RuntimeError("as it is")
{where}
start.main()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr[: len(words)]) == (status, words), done.stderr
    assert "Traceback" not in done.stderr
