"""RTF and old Word files: through LibreOffice where it is there, else a clear word; nothing is left running."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.readers import docx, libreoffice
from pipeline.transcript import Transcript, Unreadable

CORPUS = Path(__file__).parent.parent / "corpus" / "eastmarch"
RTF = rb"{\rtf1\ansi{\b 1.\tab Purpose}\par The paper\'92s aim.\par}"


def refused(data: bytes = RTF) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        libreoffice.read(data, "paper.rtf")
    return caught.value


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called soffice that the test writes, in place of any other."""
    program = tmp_path / "soffice"
    monkeypatch.setattr("shutil.which", lambda name: str(program) if name == program.name else None)
    return program


def write_program(path: Path, *commands: str) -> None:
    path.write_text("\n".join(("#!/bin/sh", *commands, "")))
    path.chmod(0o700)


def test_without_libreoffice_a_person_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    refusal = refused()
    assert refusal.code == "unsupported-type"
    assert "LibreOffice" in refusal.message
    assert ".docx" in refusal.message


def test_a_program_that_makes_nothing_of_the_file(stand_in: Path) -> None:
    write_program(stand_in, "exit 77")
    assert refused().code == "corrupt"


def test_a_program_that_cannot_be_started(stand_in: Path) -> None:
    stand_in.write_text("#!/nowhere/sh\n")
    stand_in.chmod(0o700)
    assert refused().code == "unsupported-type"


def test_nowhere_to_write(stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_program(stand_in, "exit 0")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    assert refused().code == "unsupported-type"


def test_a_program_that_hangs_is_ended_with_what_it_started(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "PATIENCE", 0.3)
    late = tmp_path / "late"
    write_program(stand_in, f"(sleep 1; touch {late}) &", "sleep 60")
    assert refused().code == "timeout"
    time.sleep(1.2)  # longer than the child would have lived
    assert not late.exists()


def test_the_profile_forbids_macros_and_the_private_folder_goes(stand_in: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    write_program(stand_in, f'cat "$HOME"/profile/user/*.xcu > {seen}', f'echo "$HOME" >> {seen}')
    refused()
    words = seen.read_text()
    assert "DisableMacrosExecution" in words
    assert not Path(words.splitlines()[-1]).exists()


@pytest.fixture(scope="module")
def program() -> str:
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return found


def shape(transcript: Transcript) -> list[tuple[str, int | None, bool, bool]]:
    """What must survive the way through another program; page numbers in heads and feet need not."""
    lines = (line for line in transcript.lines if line.role not in {"running-head", "running-foot"})
    return [(line.text.strip(), line.mark, line.bold, line.cell is not None) for line in lines if line.text.strip()]


def test_rtf_is_read(program: str) -> None:
    assert [line.text.strip() for line in libreoffice.read(RTF, "paper.rtf").lines] == [
        "1.\tPurpose",
        "The paper’s aim.",
    ]


@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_a_word_file_saved_in_an_old_format_reads_the_same(kind: str, program: str, tmp_path: Path) -> None:
    word = sorted(CORPUS.glob("*.docx"))[0]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(word)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    old = (tmp_path / f"{word.stem}.{kind}").read_bytes()
    assert shape(libreoffice.read(old, word.name)) == shape(docx.read(word.read_bytes(), word.name))
