"""`python -m tests.generator --count 40 --seed 1 --out DIR`: papers, their truth in `gold/`, and `styles.csv`."""

import argparse
import csv
import json
import subprocess
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.generator import docx_maker, html_maker, pdf_maker, text_maker
from tests.generator.description import describe
from tests.generator.printing import Printed, set_paper
from tests.generator.styles import Style, axes, deal
from tests.generator.truth import truth


def printed_papers(seed: int, count: int) -> list[tuple[str, Printed]]:
    """Names and papers; the same for the same seed."""
    return [(f"s{seed}x{i:03}", printed_paper(style, f"{seed}-{i}")) for i, style in enumerate(deal(seed, count))]


def printed_paper(style: Style, seed: str) -> Printed:
    """The paper of one seed in one style."""
    return set_paper(describe(seed, style.scheme, style.percent, style.groups == "yes"), style, seed)


def convert(papers: list[Path], out: Path) -> None:
    """DOCX to PDF, many in one run of LibreOffice with a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        for start in range(0, len(papers), 30):
            batch = [str(path) for path in papers[start : start + 30]]
            command = [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{profile}",
                "--convert-to",
                "pdf",
                "--outdir",
                str(out),
            ]
            subprocess.run([*command, *batch], check=True, capture_output=True, timeout=600)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--without-pdf", action="store_true", help="no LibreOffice")
    args = parser.parse_args()
    (args.out / "gold").mkdir(parents=True, exist_ok=True)
    papers = printed_papers(args.seed, args.count)
    for name, printed in papers:
        write(name, printed, args.out)
    with (args.out / "styles.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ("name", *axes()))
        writer.writeheader()
        writer.writerows({"name": name, **asdict(printed.style)} for name, printed in papers)
    if not args.without_pdf:
        convert([args.out / f"{name}.docx" for name, _ in papers], args.out)


def write(name: str, printed: Printed, out: Path) -> None:
    """One paper in every form, and its truth."""
    docx_maker.make(printed, out / f"{name}.docx")
    pdf_maker.make(printed, out / f"{name}-plain.pdf")
    html_maker.make(printed, out / f"{name}.html")
    text_maker.make(printed, out / f"{name}.txt")
    gold = json.dumps(truth(printed), ensure_ascii=False, indent=1)
    (out / "gold" / f"{name}.gold.json").write_text(gold + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
