"""Who is measured: this program, poppler as the yardstick, and what else a person would turn such papers to data with.

An explicit list. A library that is not installed is left out with a word; none of them is needed for anything else.
"""

import contextlib
import hashlib
import importlib
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Work = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Contender:
    """A name for the table, what it does, and the module that must be installed."""

    name: str
    does: str
    module: str
    work: Work
    most_pages: int = 10_000
    """Beyond these it would hold up the whole run."""

    def installed(self) -> bool:
        return not self.module or find_spec(self.module) is not None


def ours(path: Path) -> object:
    """From the bytes to JSON on the disk, as a worker and its parent do it."""
    from pipeline import fleet, output, sniff  # noqa: PLC0415  each contender's process loads its own library alone
    from pipeline.corpus import Source  # noqa: PLC0415

    _made_ready()
    data = path.read_bytes()
    source = Source(path.name, sniff.PDF, data, hashlib.sha256(data).hexdigest(), len(data))
    done = fleet.extract_one(source, None)
    if isinstance(done, fleet.Refused):
        raise SystemExit(f"{path.name}: {done.code}: {done.message}")
    with tempfile.TemporaryDirectory() as folder:
        for number, document in enumerate(done.documents):
            output.place(folder, f"{number}.json", document)
    return done


@cache
def _made_ready() -> None:
    """As a worker is, its collector of garbage included."""
    from pipeline import sniff, worker  # noqa: PLC0415

    worker.load(sniff.PDF)


def pdfplumber(path: Path) -> object:
    with _module("pdfplumber").open(path) as pdf:
        return [(page.extract_words(), page.extract_tables(), page.close()) for page in pdf.pages]


def pypdf(path: Path) -> object:
    return [page.extract_text() for page in _module("pypdf").PdfReader(path).pages]


def pdfminer(path: Path) -> object:
    return _module("pdfminer.high_level").extract_text(path)


def pymupdf(path: Path) -> object:
    with _module("pymupdf").open(path) as pdf:
        return [(page.get_text("dict"), page.find_tables()) for page in pdf]


def markitdown(path: Path) -> object:
    return _module("markitdown").MarkItDown().convert(str(path))


def unstructured(path: Path) -> object:
    return _module("unstructured.partition.pdf").partition_pdf(str(path), strategy="fast")


def kreuzberg(path: Path) -> object:
    return _module("kreuzberg").extract_file_sync(str(path))


def docling(path: Path) -> object:
    return _module("docling.document_converter").DocumentConverter().convert(str(path))


def _module(name: str) -> Any:
    return importlib.import_module(name)


CONTENDERS = (
    Contender("committee-papers", "validated JSON on the disk", "", ours),
    Contender("pypdf", "text", "pypdf", pypdf),
    Contender("pdfminer.six", "text", "pdfminer", pdfminer, 100),
    Contender("pdfplumber", "words and tables", "pdfplumber", pdfplumber, 100),
    Contender("PyMuPDF", "text with places, tables", "pymupdf", pymupdf),
    Contender("MarkItDown", "Markdown", "markitdown", markitdown, 100),
    Contender("unstructured", "elements (fast)", "unstructured", unstructured, 100),
    Contender("kreuzberg", "text", "kreuzberg", kreuzberg),
    Contender("Docling", "document model", "docling", docling, 10),
)


def work_quietly(name: str, path: Path, again: int) -> list[float]:
    """CPU seconds of the first time, which loads and prepares, and of each time after it."""
    import time  # noqa: PLC0415

    contender = next(c for c in CONTENDERS if c.name == name)
    seconds: list[float] = []
    with contextlib.redirect_stdout(sys.stderr), open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):  # noqa: PTH123
        for _ in range(1 + again):
            start = time.process_time()
            contender.work(path)
            seconds.append(time.process_time() - start)
    return seconds
