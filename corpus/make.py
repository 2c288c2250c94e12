"""Re-creates the specimen papers and their truth from the descriptions: python corpus/make.py [NAME ...]

Needs the extra "dev" (python-docx, pikepdf) and LibreOffice (soffice) on the path.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import as_docx
import as_html
import as_pdf
import as_txt
import truth
from description import Paper, load

HERE = Path(__file__).resolve().parent
DESCRIPTIONS = HERE / "descriptions"
PAPERS = HERE / "eastmarch"
TRUTH = HERE.parent / "tests" / "truth"

# In this order: the PDF is printed from the Word file.
FORMATS: Mapping[str, Callable[[Paper], bytes]] = {
    "docx": as_docx.package,
    "txt": lambda paper: as_txt.text(paper).encode(),
    "html": lambda paper: as_html.page(paper).encode(),
    "pdf": lambda paper: as_pdf.pages(paper, PAPERS / f"{paper.name}.docx"),
}


def main(names: list[str]) -> int:
    """Makes the named papers, or all of them."""
    for path in sorted(DESCRIPTIONS.glob("*.toml")):
        if not names or path.stem in names:
            make(load(path))
    return 0


def make(paper: Paper) -> None:
    PAPERS.mkdir(exist_ok=True)
    TRUTH.mkdir(parents=True, exist_ok=True)
    for suffix, write in FORMATS.items():
        if suffix in paper.formats:
            (PAPERS / f"{paper.name}.{suffix}").write_bytes(write(paper))
    expected = json.dumps(truth.gold(paper), indent=1, ensure_ascii=False)
    (TRUTH / f"{paper.name}.gold.json").write_text(expected + "\n", encoding="utf-8")
    print(f"{paper.name}: {', '.join(suffix for suffix in FORMATS if suffix in paper.formats)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
