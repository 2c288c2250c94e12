"""Which files are papers, what they are called, what they are, and what is said about them beside them."""

import os
import socket
import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import corpus, naming, sniff
from pipeline.corpus import Input, Sidecar
from pipeline.errors import WrongUse
from pipeline.transcript import Unreadable


def write(path: Path, data: bytes = b"words") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def found(*paths: Path | str, output: Path | str = "/nowhere/out") -> dict[str, str]:
    return {one.name: one.output for one in corpus.find([str(path) for path in paths], str(output)).inputs}


def code_of(path: Path, most_bytes: int = corpus.MOST_BYTES) -> str:
    with pytest.raises(Unreadable) as caught:
        corpus.read_input(Input(path.name, str(path), ""), most_bytes)
    return caught.value.code


# -- finding files


def test_a_folder_stands_for_the_papers_below_it(tmp_path: Path) -> None:
    for name in ("a/b.pdf", "a/b.docx", "z.txt", "scan.jpg", "odd.xyz", "none"):
        write(tmp_path / name)
    assert found(tmp_path) == {
        name: f"{name}.json" for name in ("a/b.docx", "a/b.pdf", "none", "odd.xyz", "scan.jpg", "z.txt")
    }


def test_what_is_no_paper_by_its_name_is_left_out_and_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "README.md", "make.py", "data.csv", "a.txt.json", ".hidden.pdf", ".git/x.pdf", "~$a.docx"):
        write(tmp_path / name)
    write(tmp_path / "a.txt.toml")
    write(tmp_path / "lone.toml")
    result = corpus.find([str(tmp_path)], "/nowhere/out")
    assert [one.name for one in result.inputs] == ["a.txt"]
    assert [Path(path).name for path in result.left_out] == [
        "README.md",
        "a.txt.json",
        "data.csv",
        "lone.toml",
        "make.py",
        "~$a.docx",
    ]


def test_a_file_named_by_itself_is_taken_whatever_its_name(tmp_path: Path) -> None:
    assert found(write(tmp_path / ".hidden.md")) == {".hidden.md": naming.output_name((".hidden.md",))}


def test_linked_files_are_followed_linked_folders_are_not(tmp_path: Path) -> None:
    write(tmp_path / "in/a/x.txt")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/link.txt").symlink_to(tmp_path / "in/a/x.txt")
    (tmp_path / "in/dangling.txt").symlink_to(tmp_path / "nothing")
    assert list(found(tmp_path / "in")) == ["a/x.txt", "dangling.txt", "link.txt"]


def test_the_output_folder_is_not_walked(tmp_path: Path) -> None:
    write(tmp_path / "in/x.txt")
    write(tmp_path / "in/out/old.txt")
    assert list(found(tmp_path / "in", output=tmp_path / "in/out")) == ["x.txt"]


def test_outputs_do_not_go_among_the_inputs(tmp_path: Path) -> None:
    write(tmp_path / "x.txt")
    with pytest.raises(WrongUse, match="output folder"):
        found(tmp_path, output=tmp_path)
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(WrongUse, match="output folder"):
        found(tmp_path, output=tmp_path / "link")


def test_a_path_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"none\.pdf"):
        found(tmp_path / "none.pdf")


def test_a_very_deep_folder(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d" * 40] * 40)
    write(deep / "x.txt")
    assert [name.count("/") for name in found(tmp_path)] == [40]


# -- names


def test_inputs_of_one_name_get_as_many_folders_as_they_need(tmp_path: Path) -> None:
    paths = [write(tmp_path / name) for name in ("p/one/r.txt", "q/one/r.txt", "q/two/r.txt", "q/s.txt")]
    names = {"p/one/r.txt", "q/one/r.txt", "two/r.txt", "s.txt"}
    assert set(found(*paths)) == names
    assert found(*paths) == found(*reversed(paths)), "the order of the arguments does not matter"


def test_a_file_given_twice_is_one_input(tmp_path: Path) -> None:
    path = write(tmp_path / "a/b.txt")
    assert list(found(path, path, tmp_path / "a" / ".." / "a" / "b.txt")) == ["b.txt"]
    assert list(found(tmp_path, path)) == list(found(path, tmp_path)) == ["a/b.txt"]


def test_a_folder_may_be_called_as_an_output(tmp_path: Path) -> None:
    write(tmp_path / "b.pdf")
    write(tmp_path / "b.pdf.json/c.txt")
    outputs = list(found(tmp_path).values())
    assert "b.pdf.json" in outputs
    assert not any(output.startswith("b.pdf.json/") for output in outputs)


@pytest.mark.parametrize(
    "name",
    [
        "new\nline.txt",
        "\u202etxt.exe",
        "a" * 300,
        "CON.txt",
        "..",
        "~x.txt",
        ".x",
        "cafe\u0301.txt",
        "a\\b",
        "x. ",
        "bad-\udcff",
    ],
)
def test_names_that_mislead_are_escaped_and_hashed(name: str) -> None:
    output = naming.output_name((name,))
    assert output != f"{name}.json"
    assert not naming.UNSAFE.search(output)
    assert len(output.encode()) <= naming.MOST_BYTES + 1 + naming.HASH_DIGITS + len(".json")


@pytest.mark.parametrize("name", ["paper.pdf", "with space.txt", "café £5 (final).docx", "CONTENTS.txt", "$(x);'.txt"])
def test_ordinary_names_stay(name: str) -> None:
    assert naming.output_name(("a b", name)) == f"a b/{name}.json"


part = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\x00") | st.sampled_from("\udc80\udcff"),
    min_size=1,
    max_size=80,
)


@settings(deadline=None)
@given(st.sets(st.tuples(part, part), max_size=20))
def test_different_names_stay_different(paths: set[tuple[str, str]]) -> None:
    outputs = {naming.output_name(path) for path in paths}
    assert len(outputs) == len(paths)
    for output in outputs:
        assert not {"", ".", ".."} & set(output.split("/"))
        output.encode()


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=40).filter(lambda name: b"/" not in name and b"\x00" not in name))
def test_any_bytes_of_a_name_survive(name: bytes) -> None:
    assert os.fsencode(naming.on_disk(naming.spelled(os.fsdecode(name)))) == name
    naming.published((naming.spelled(os.fsdecode(name)),)).encode()


def test_a_terminal_is_not_commanded() -> None:
    assert naming.shown("a\x1b[2J\u202e\udcff\nb–é") == "a\\x1b[2J\\u202e\\xff\\x0ab–é"


# -- reading


def test_the_bytes(tmp_path: Path) -> None:
    data = bytes(range(256)) * 10_000
    assert corpus.read_input(Input("x", str(write(tmp_path / "x", data)), "")) == data


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "s.pdf"))
    listening.close()
    for path in (tmp_path / "pipe.pdf", tmp_path / "s.pdf", tmp_path, Path("/dev/zero"), Path("/dev/null")):
        assert code_of(path) == "not-a-file"


def test_limits_on_size(tmp_path: Path) -> None:
    path = write(tmp_path / "x.txt", b"%PDF-")
    assert code_of(path, 4) == "too-large"
    assert corpus.read_input(Input("x", str(path), ""), 5) == b"%PDF-"
    os.truncate(path, 100 << 30)
    assert code_of(path) == "too-large"


def test_other_faults_of_a_file(tmp_path: Path) -> None:
    assert code_of(write(tmp_path / "e.pdf", b"")) == "empty"
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert code_of(tmp_path / "loop") == "unreadable"
    assert code_of(tmp_path / "gone") == "unreadable"
    assert code_of(Path("/proc/self/mem")) in ("unreadable", "changed")


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "x.txt", b"x" * 100)
    grown: list[int] = []
    real = corpus.chunks

    def growing(handle: int, size: int) -> list[bytes]:
        if len(grown) < limit:
            grown.append(1)
            with path.open("ab") as file:
                file.write(b"more")
        return list(real(handle, size))

    monkeypatch.setattr(corpus, "chunks", growing)
    limit = 1
    assert len(corpus.read_input(Input("x", str(path), ""))) == 104, "one retry"
    limit = 9
    assert code_of(path) == "changed"


# -- what a file is


def zip_of(*names: str, comment: bytes = b"") -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 100)
        archive.comment = comment
    return held.getvalue()


WORD = zip_of("[Content_Types].xml", "_rels/.rels", "word/document.xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.pdf", b"%PDF-1.7", sniff.PDF),
        ("a.txt", b"junk" * 200 + b"%PDF-1.7\n1 0 obj", sniff.PDF),
        ("a.txt", b"A file begins with %PDF-1.7", sniff.TEXT),
        ("none", b"%PDF-1.7", sniff.PDF),
        ("a.docx", WORD, sniff.DOCX),
        ("a.pdf", WORD, sniff.DOCX),
        ("a.docx", zip_of("word/document.xml", comment=b"z" * 2000), sniff.DOCX),
        ("a.docx", zip_of("[Content_Types].xml", "parts/main.xml"), sniff.DOCX),
        ("a.docx", WORD[: len(WORD) // 2], sniff.DOCX),
        ("a.pptx", zip_of("[Content_Types].xml", "ppt/presentation.xml"), sniff.PPTX),
        ("a.docx", zip_of("[Content_Types].xml", "ppt/presentation.xml"), sniff.PPTX),
        ("a.odt", zip_of("mimetype")[:30] + b"mimetype" + sniff.ODT.encode() + b"PK", sniff.ODT),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), sniff.DOC),
        ("a.txt", b"{\\rtf1", sniff.RTF),
        ("a.HTM", b"a fragment <p>", sniff.HTML),
        ("a.txt", b"\xef\xbb\xbf\n<!DOCTYPE html><p>", sniff.HTML),
        ("a.txt", "<html>".encode("utf-16"), sniff.HTML),
        ("a.txt", b"1. <html> is a tag", sniff.TEXT),
        ("a.txt", b"BMX tracks", sniff.TEXT),
        ("a.txt", "Größe".encode("utf-16"), sniff.TEXT),
    ],
)
def test_content_decides(name: str, data: bytes, media_type: str) -> None:
    assert sniff.identify(name, data) == media_type


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.pdf", b"\x89PNG\r\n", "not-pdf", "a PNG picture"),
        ("a.png", b"\x89PNG\r\n", "unsupported-type", "a PNG picture"),
        ("a.pdf", b"<!DOCTYPE html><title>404 Not\nFound</title>", "not-pdf", "an HTML page titled “404 Not Found”"),
        ("a.pdf", b"plain words", "not-pdf", "plain text"),
        ("a.pdf", b'{"error": 403}', "not-pdf", "JSON"),
        ("a.pdf", bytes(5000), "not-pdf", "zero bytes"),
        ("a.pdf", b"\x01\x02\x03", "not-pdf", "binary data"),
        ("a.pdf", b"%", "not-pdf", "plain text"),
        ("a.docx", zip_of("xl/workbook.xml", "[Content_Types].xml"), "not-docx", "an Excel workbook"),
        ("a.pptx", b"%", "not-pptx", "plain text"),
        ("a.zip", zip_of("a.pdf", "word.pdf"), "unsupported-type", "a zip archive"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
        ("a.doc", OLE, "not-doc", "an old Office file"),
        ("a.txt", b"\x7fELF", "not-txt", "a program"),
        ("a.xyz", b"hello", "unsupported-type", "name it .txt"),
    ],
)
def test_what_is_refused_is_told_what_it_looks_like(name: str, data: bytes, code: str, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        sniff.identify(name, data)
    assert caught.value.code == code
    assert words in caught.value.message


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["", "%PDF-", "PK\x03\x04", "PK\x05\x06", "<html"]),
    st.sampled_from([".pdf", ".txt", ""]),
)
def test_any_bytes_get_a_type_or_a_reason(data: bytes, start: str, suffix: str) -> None:
    with suppress(Unreadable):
        assert sniff.identify(f"x{suffix}", start.encode() + data) in sniff.TYPE


@settings(deadline=None)
@given(st.integers(0, len(WORD) - 1), st.integers(0, 255))
def test_a_damaged_zip_directory_does_no_harm(at: int, byte: int) -> None:
    damaged = WORD[:at] + bytes([byte]) + WORD[at + 1 :]
    assert len(list(sniff.member_names(damaged))) <= 3


# -- sidecars


def sidecar(tmp_path: Path, text: str) -> Sidecar | None:
    write(tmp_path / "x.pdf.toml", text.encode())
    return corpus.read_sidecar(str(tmp_path / "x.pdf"))


def test_a_sidecar_states_what_it_states(tmp_path: Path) -> None:
    assert corpus.read_sidecar(str(tmp_path / "x.pdf")) is None
    assert sidecar(tmp_path, "") == Sidecar()
    assert sidecar(tmp_path, 'council = " Kent  County Council "\nmeeting_date = 2021-01-19') == Sidecar(
        council="Kent County Council", meeting_date=date(2021, 1, 19)
    )
    assert sidecar(tmp_path, 'meeting_date = "2021-01-19"') == Sidecar(meeting_date=date(2021, 1, 19))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('counsil = "Kent"', "counsil"),
        ("council = 7", "council"),
        ('title = " "', "title"),
        ('meeting_date = "19/01/2021"', "meeting_date"),
        ("meeting_date = 2021-01-19T10:00:00Z", "meeting_date"),
        ("meeting_date = 20210119", "meeting_date"),
        ("council = [broken", "line 1"),
    ],
)
def test_a_bad_sidecar_names_itself_and_the_key(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(Unreadable) as caught:
        sidecar(tmp_path, text)
    assert "x.pdf.toml" in caught.value.message
    assert word in caught.value.message
    assert "\n" not in caught.value.message
