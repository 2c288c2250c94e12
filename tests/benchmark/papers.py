"""What is measured: a specimen, packs made of generated papers, and real papers where they are there."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from tests.benchmark import quiet
from tests.conftest import ROOT, SHARED
from tests.generator.__main__ import printed_papers
from tests.generator.packs import append, as_pdfs, saved

MADE = ROOT / "build" / "benchmark"
SEED = 2026
PAGES = (5, 70, 400)
LONGEST = 2000  # pages: what a year's agendas of one committee make
PAPERS_A_TURN = 10
REAL = ("wiltshire-2021.pdf", "kent-qpr-appendix.pdf")


def measured() -> Iterator[tuple[str, Path]]:
    """Names for the table, and files."""
    yield "specimen", ROOT / "corpus" / "eastmarch" / "eastmarch-2025.pdf"
    for pages in PAGES:
        yield f"{pages} pages", pack(pages)
    for name in REAL:
        if (SHARED / "papers" / name).is_file():
            yield name, SHARED / "papers" / name


def without_language() -> Path:
    """A paper of six pages that is read without spaCy, made anew."""
    path = MADE / "quiet.pdf"
    MADE.mkdir(parents=True, exist_ok=True)
    path.write_bytes(quiet.printed())
    return path


def pack(pages: int) -> Path:
    """A file of so many pages, made once: generated papers one after the other, the last cut where the pages end."""
    path = MADE / f"pack-{pages}.pdf"
    if path.is_file():
        return path
    MADE.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as merged:
        for data in _endless():
            append(merged, data)
            if len(merged.pages) >= pages:
                break
        del merged.pages[pages:]
        path.write_bytes(saved(merged))
    return path


def _endless() -> Iterator[bytes]:
    """The PDFs of generated papers, again from the first when all are used: what is repeated is not cheaper."""
    made = as_pdfs([printed for _, printed in printed_papers(SEED, 4 * PAPERS_A_TURN)], office=False)
    while True:
        yield from made
