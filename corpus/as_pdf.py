"""A paper's Word file printed to PDF by LibreOffice, then freed of what differs from run to run."""

import json
import subprocess
import tempfile
from pathlib import Path

import pikepdf
from description import Paper

TIME_LIMIT = 180  # seconds; the first start of LibreOffice is slow


def pages(paper: Paper, word: Path) -> bytes:
    """The PDF's bytes: title and author only, no clock, no program, an id worked out from the content."""
    with tempfile.TemporaryDirectory() as folder:
        convert(word, Path(folder), paper.tagged_pdf)
        with pikepdf.open(Path(folder) / f"{word.stem}.pdf") as document:
            clean(document, paper)
            target = Path(folder) / "clean.pdf"
            document.save(target, deterministic_id=True)
        return target.read_bytes()


def convert(word: Path, folder: Path, tagged: bool) -> None:
    """A profile of its own, so that a running office is neither needed nor disturbed."""
    options = {"UseTaggedPDF": {"type": "boolean", "value": str(tagged).lower()}}
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            f"pdf:writer_pdf_Export:{json.dumps(options)}",
            "--outdir",
            str(folder),
            str(word),
        ],
        check=True,
        capture_output=True,
        timeout=TIME_LIMIT,
    )


def clean(document: pikepdf.Pdf, paper: Paper) -> None:
    if "/Metadata" in document.Root:
        del document.Root.Metadata
    for key in ("/DocChecksum", "/ID"):
        if key in document.trailer:
            del document.trailer[key]
    for key in list(document.docinfo.keys()):
        del document.docinfo[key]
    document.docinfo["/Title"] = paper.header.title
    document.docinfo["/Author"] = paper.header.council
