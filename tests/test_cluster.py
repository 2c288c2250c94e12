"""Papers read by a cluster's workers, and from and into an object store: the same as on one machine, byte for byte."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from pipeline import cli, cluster, corpus, ledger, output, places, station, wire
from pipeline.allowance import Allowance
from pipeline.corpus import MOST_BYTES, Input, Sidecar, Source
from pipeline.errors import CannotGoOn, WrongUse
from pipeline.fleet import Extracted, Outcome, Refused
from pipeline.limits import DEFAULT
from pipeline.orders import Finding, Order, Terms, Unchanged, here
from pipeline.transcript import Unreadable
from tests.test_cli import HOME, STUB, inputs, papers, report, started, tree

DASK = pytest.mark.skipif(not find_spec("distributed"), reason="the extra dask is not installed")
FSSPEC = pytest.mark.skipif(not find_spec("fsspec"), reason="neither the extra dask nor s3 is installed")
S3 = pytest.mark.skipif(not (find_spec("s3fs") and find_spec("moto")), reason="the extra s3 or moto is not installed")
AWAITED = 30.0  # seconds for something that a moment should do


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + AWAITED
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def is_open(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# -- whoever takes orders


def echo(source: Source, sidecar: Sidecar | None) -> Outcome:
    return Extracted((source.data,), (), None)


def terms() -> Terms:
    return Terms(echo, Allowance(seconds=60), MOST_BYTES, DEFAULT.text_bytes, "now")


def orders(folder: Path, **texts: str) -> list[Order]:
    found = corpus.find([str(inputs(folder, **texts))], str(folder / "out"))
    return [Order(one, None) for one in found.inputs]


def found_by(executor: Executor, asked: list[Order], *killers: type[Exception]) -> dict[str, Finding]:
    crew = cluster.crew(terms(), cluster.Elsewhere(executor, lambda: 2, killers))
    return {order.input.name: finding for order, finding in crew(asked)}


@pytest.fixture
def stations() -> Iterator[None]:
    yield
    while station.idle:
        station.idle.pop().end()


def test_any_executor_finds_what_this_machine_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stations: None
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HOME))
    asked = orders(tmp_path, a="one", b="", c__d="two")
    at_home = {order.input.name: finding for order, finding in here(terms(), 1)(asked)}
    with ThreadPoolExecutor(2) as threads:
        assert found_by(threads, asked) == at_home
        assert at_home["a.txt"].outcome == Extracted((b"one",), (), None)
        assert at_home["b.txt"].outcome == Refused("empty", "the file has no bytes")
        again = [Order(order.input, at_home[order.input.name].mark) for order in asked]
        assert found_by(threads, again)["a.txt"].outcome == Unchanged()


def test_a_machine_with_another_program_finds_nothing(monkeypatch: pytest.MonkeyPatch, stations: None) -> None:
    monkeypatch.setattr(ledger, "build", lambda: "another")
    order = Order(Input("a.txt", str(STUB), "a.txt.json"), None)
    found = wire.decoded(station.worked_off(station.packed(terms()), order), Finding)
    assert found.outcome == station.ANOTHER_PROGRAM


def test_a_station_ends_with_whoever_asks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HOME))
    first = station.Station(station.packed(terms()))
    process = first._process
    first.end()
    assert process.returncode == 0


class Dies(Exception):  # noqa: N818
    """As Dask's KilledWorker."""


class Failing(Executor):
    """Dies of `poison`, and at first of what is out with it; cannot do `odd`; has ended when `last` comes."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def submit(self, _work: Any, _sent: bytes, order: Order, /) -> "Future[Any]":  # type: ignore[override]
        future: Future[Any] = Future()
        name = order.input.name
        self.asked.append(name)
        if name == "poison.txt" or (name == "near.txt" and self.asked.count(name) == 1):
            future.set_exception(Dies())
        elif name == "odd.txt":
            future.set_exception(OSError("no process"))
        elif name == "last.txt":
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_result(wire.encoded(Finding(ledger.Mark("00", "r"), Extracted((b"x",), (), None))))
        return future


def test_the_order_that_machines_die_of_is_told_from_its_neighbours(tmp_path: Path) -> None:
    asked = orders(tmp_path, a="1", near="2", odd="3", poison="4", z="5")
    executor = Failing()
    found = found_by(executor, asked, Dies)
    assert found["poison.txt"].outcome == cluster.DEADLY
    assert found["odd.txt"].outcome == Refused("crashed", "the cluster could not work on it (OSError: no process)")
    assert [type(found[f"{name}.txt"].outcome) for name in ("a", "near", "z")] == [Extracted] * 3
    assert executor.asked.count("poison.txt") == executor.asked.count("near.txt") == 2


def test_a_scheduler_that_ends_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(CannotGoOn, match="has ended"):
        found_by(Failing(), orders(tmp_path, last="1"))


def test_a_cluster_without_workers_is_waited_for_and_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Client:
        def nthreads(self) -> dict[str, int]:
            return {}

    room = cluster.Room(Client(), "tcp://here")  # type: ignore[arg-type]
    assert room.size() == 0
    monkeypatch.setattr(cluster, "AWAITED", -1.0)
    with pytest.raises(CannotGoOn, match="tcp://here has had no worker"):
        room.size()


# -- a Dask cluster


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A scheduler and two worker processes, all with the extractor that obeys."""
    port = free_port()
    path = os.pathsep.join([str(HOME), str(HOME / "tests/stubs/site")])
    surroundings = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}

    def run(module: str, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=nowhere, stderr=nowhere, env=surroundings, cwd=tmp_path)

    address = f"tcp://127.0.0.1:{port}"
    processes = [run("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    try:
        until(lambda: is_open(port))
        processes += [run("dask_worker", address, *options) for _ in range(2)]
        yield address, processes[1:]
    finally:
        for process in processes:
            end(process)


@DASK
def test_a_cluster_that_loses_a_worker_writes_what_this_machine_writes(
    tmp_path: Path, scheduler: tuple[str, list["subprocess.Popen[bytes]"]]
) -> None:
    address, workers = scheduler
    texts = {f"a__{number}": f"paper {number} slow slow slow" for number in range(16)}
    folder = inputs(tmp_path / "in", **texts, b="die", c="", d="reject encrypted", e="one CUT two", f="issue error")
    papers("extract", folder, "-o", tmp_path / "local")
    out = tmp_path / "out"
    run = started("extract", folder, "-o", out, "--scheduler", address)
    until(lambda: len(list(out.rglob("*.json"))) > 5)
    workers[0].send_signal(signal.SIGKILL)
    _, said = run.communicate(timeout=60)
    assert (run.returncode, said.count("\n")) == (3, 4)
    assert tree(out) == tree(tmp_path / "local")
    assert report(out)["b.txt"]["code"] == "crashed"
    assert all(line.startswith(("papers: rejected: ", "21 papers: ")) for line in said.splitlines())
    again = papers("extract", folder, "-o", out, "--scheduler", address)
    assert "21 papers: 18 read; 18 of them before; 3 not read" in again.stderr
    assert tree(out) == tree(tmp_path / "local")


def test_a_cluster_with_another_program_is_refused() -> None:
    class Client:
        builds: ClassVar[object] = {"tcp://a": ledger.build(), "tcp://b": "another"}

        def run(self, _asked: object, **_: object) -> object:
            if isinstance(self.builds, Exception):
                raise self.builds
            return self.builds

    with pytest.raises(CannotGoOn, match="tcp://b does not have this version"):
        cluster.compare(Client(), "tcp://s")  # type: ignore[arg-type]
    Client.builds = Exception("ModuleNotFoundError")
    with pytest.raises(CannotGoOn, match="a worker of tcp://s does not have this program"):
        cluster.compare(Client(), "tcp://s")  # type: ignore[arg-type]
    Client.builds = {"tcp://a": ledger.build()}
    cluster.compare(Client(), "tcp://s")  # type: ignore[arg-type]


# -- who is not there


def missing(monkeypatch: pytest.MonkeyPatch, module: str, *arguments: object) -> str:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises((WrongUse, CannotGoOn)) as raised:
        CliRunner().invoke(cli.papers, ["extract", *map(str, arguments)], catch_exceptions=False)
    return str(raised.value)


def test_an_extra_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = ("-o", tmp_path / "out")
    assert "committee-papers[dask]" in missing(
        monkeypatch, "distributed", STUB.parent, *out, "--scheduler", "tcp://127.0.0.1:1"
    )
    assert "committee-papers[s3]" in missing(monkeypatch, "fsspec", "s3://bucket/papers", *out)
    assert not (tmp_path / "out").exists()


@DASK
def test_a_scheduler_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    code = "from pipeline import cli, cluster\ncluster.REACHED = 0.5\ncli.main()"
    arguments = ["extract", str(inputs(tmp_path / "in", a="1")), "-o", str(tmp_path / "out"), "--scheduler"]
    for address, status, words in (
        (f"tcp://127.0.0.1:{free_port()}", 4, "cannot reach a Dask scheduler at tcp://127.0.0.1:"),
        ("127.0.0.1", 2, "127.0.0.1 is no address of a Dask scheduler"),
    ):
        run = subprocess.run(
            [sys.executable, "-c", code, *arguments, address], capture_output=True, text=True, check=False, cwd=HOME
        )
        assert (run.returncode, run.stderr.count("\n")) == (status, 1), run.stderr
        assert words in run.stderr


def test_the_number_of_local_workers_is_not_a_clusters(tmp_path: Path) -> None:
    run = CliRunner().invoke(cli.papers, ["extract", ".", "-o", str(tmp_path), "--jobs", "2", "--scheduler", "x"])
    assert run.exit_code == 2
    assert "--jobs is for this machine" in run.output


@FSSPEC
def test_a_store_that_refuses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a store's library raises, of whatever kind, costs the paper that was asked for, or the run that writes."""
    places.write("memory://refused/a.txt", b"x")
    (one,) = corpus.find(["memory://refused"], "out").inputs
    store, _ = places.opened("memory://refused")
    for fault, words in (
        (PermissionError(13, "Access Denied"), "Access Denied"),
        (RuntimeError("no credentials\nfor you"), "no credentials"),
    ):

        def refuse(*_: object, _fault: Exception = fault, **__: object) -> None:
            raise _fault

        for method in ("cat_file", "pipe_file", "find", "rm_file"):
            monkeypatch.setattr(type(store), method, refuse)
        with pytest.raises(Unreadable, match=f"it cannot be read: {words}$"):
            corpus.read_input(one)
        with pytest.raises(CannotGoOn, match=f"cannot write memory://refused/b: {words}$"):
            output.place("memory://refused", "b", b"x")
        with pytest.raises(CannotGoOn, match=f"cannot look into memory://refused: {words}$"):
            corpus.find(["memory://refused"], "out")


# -- places


def test_a_file_url_is_a_path() -> None:
    assert [places.plain(path) for path in ("file:///a/b", "a/b", "s3://b/c/", "memory://x")] == [
        "/a/b", "a/b", "s3://b/c", "memory://x"
    ]  # fmt: skip


@FSSPEC
def test_papers_in_a_store_are_found_as_on_disk(tmp_path: Path) -> None:
    names = ("a.txt", "b/c.txt", "b/c.txt.toml", "b/notes.md", ".hidden/d.txt", "b/.e.txt", "out/a.txt.json", "b.TXT")
    for name in names:
        places.write(f"memory://found/{name}", b"x")
        path = tmp_path / "found" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    there = corpus.find(["memory://found"], "memory://found/out")
    local = corpus.find([str(tmp_path / "found")], str(tmp_path / "found/out"))
    assert [(one.name, one.output) for one in there.inputs] == [(one.name, one.output) for one in local.inputs]
    assert len(there.left_out) == len(local.left_out) == 1
    assert corpus.read_sidecar("memory://found/a.txt") is None
    places.write("memory://found/a.txt.toml", b'council = "Kent"')
    assert corpus.read_sidecar("memory://found/a.txt") == Sidecar(council="Kent")
    assert corpus.find(["memory://found/b/c.txt"], "out").inputs[0].name == "c.txt"
    with pytest.raises(WrongUse, match="no such file"):
        corpus.find(["memory://found/none"], "out")
    with pytest.raises(WrongUse, match="no such kind of place"):
        corpus.find(["bogus://found"], "out")


@FSSPEC
def test_a_ledger_in_a_store_is_kept_and_does_not_grow() -> None:
    folder = "memory://ledger/out"
    line = output.ReportLine("a.txt", "00", "ok", None, None, "a.txt.json")
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # of x
    for _ in range(3):
        with ledger.opened(folder) as book:
            output.place(folder, "a.txt.json", b"x")
            ledger.note(book, ledger.Entry("a.txt.json", "recipe", (("a.txt.json", digest),), line, ()))
    with ledger.opened(folder) as book:
        assert ledger.standing(book, "a.txt.json") == ledger.Mark("00", "recipe")
        output.place(folder, "a.txt.json", b"y")
        assert ledger.standing(book, "a.txt.json") is None
        output.remove(folder, "a.txt.json")
        output.remove(folder, "a.txt.json")
        assert ledger.standing(book, "a.txt.json") is None
    assert len(places.files_below(f"{folder}/{ledger.OBJECTS}")) == 1


# -- an S3 server


class Store:
    """A real S3 server on this machine, spoken to without any library."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.settings = {
            "AWS_ENDPOINT_URL": self.url, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
        }  # fmt: skip

    def put(self, name: str, data: bytes = b"") -> None:
        self.asked("PUT", name, data)

    def get(self, name: str) -> bytes:
        return self.asked("GET", name)

    def asked(self, method: str, name: str, data: bytes | None = None) -> bytes:
        signed = "AWS4-HMAC-SHA256 Credential=a/20210119/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
        headers = {"Authorization": signed, "Content-Type": "application/octet-stream"}
        request = urllib.request.Request(f"{self.url}/{name}", data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return bytes(answer.read())

    def tree(self, bucket: str, folder: str) -> dict[str, bytes]:
        listing = ElementTree.fromstring(self.get(f"{bucket}?list-type=2&prefix={folder}/"))
        names = [key.text or "" for key in listing.iter() if key.tag.endswith("}Key")]
        kept = [name for name in names if f"/{ledger.OBJECTS}/" not in name]
        return {name.removeprefix(f"{folder}/"): self.get(f"{bucket}/{name}") for name in sorted(kept)}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: is_open(port))
        store = Store(port)
        store.put("papers")
        yield store
    finally:
        end(process)


@S3
def test_a_store_gives_and_takes_what_a_disk_does(tmp_path: Path, store: Store) -> None:
    texts = {"a__1": "one", "a__2": "two CUT three", "b": "", "c": "reject encrypted", "d": "age", "e": "die"}
    folder = inputs(tmp_path / "in", **texts)
    (folder / "a/1.txt.toml").write_text('council = "Kent"')
    (folder / "a/2.txt.toml").write_text("")
    for path in folder.rglob("*.t*"):
        store.put(f"papers/in/{path.relative_to(folder)}", path.read_bytes())
    local, out = tmp_path / "local", "s3://papers/out"
    papers("extract", folder, "-o", local, "--jobs", "1", "--recycle-after", "1")
    run = papers("extract", "s3://papers/in", "-o", out, "--jobs", "1", "--recycle-after", "1", **store.settings)
    assert run.returncode == 3, run.stderr
    assert store.tree("papers", "out") == tree(local)
    again = papers("extract", "s3://papers/in", "-o", out, **store.settings)
    assert "6 papers: 3 read; 3 of them before; 3 not read" in again.stderr
    store.put("papers/in/a/2.txt", b"one paper now")
    papers("extract", "s3://papers/in", "-o", out, **store.settings)
    assert sorted(store.tree("papers", "out")) == ["a/1.txt.json", "a/2.txt.json", "d.txt.json", "run-report.jsonl"]


@S3
def test_a_store_that_cannot_be_used_is_one_line(tmp_path: Path, store: Store) -> None:
    folder = inputs(tmp_path / "in", a="one")
    for arguments, status, words in (
        (("s3://nowhere/in", "-o", tmp_path / "out"), 2, "The specified bucket does not exist"),
        ((folder, "-o", "s3://nowhere/out"), 4, "cannot write s3://nowhere/out"),
        (("s3://papers/none", "-o", tmp_path / "out"), 2, "there is no such file or folder"),
    ):
        run = papers("extract", *arguments, **store.settings)
        assert (run.returncode, run.stderr.count("\n")) == (status, 1), run.stderr
        assert words in run.stderr
