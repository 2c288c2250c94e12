"""Real papers beside the project, where they are: floors that only rise. Held-back papers are scored elsewhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FLOORS = {
    "wiltshire-2021.txt": 1.0,
    "wiltshire-2021.pdf": 1.0,
    "wiltshire-2021-tagged.pdf": 1.0,
    "wiltshire-2021-scan.pdf": 0.97,
    "wiltshire-2021.docx": 1.0,
    "wiltshire-2021-auto.docx": 1.0,
}


@pytest.mark.parametrize("name", FLOORS)
def test_every_group_of_a_real_paper_reaches_its_floor(name: str, shared: Path, tmp_path: Path) -> None:
    paper = shared / "papers" / name
    run = [str(Path(sys.executable).with_name("papers")), "extract", str(paper), "-o", str(tmp_path)]
    subprocess.run(run, check=True, capture_output=True)
    gold = shared / "papers" / "gold" / f"{Path(name).stem}-{Path(name).suffix[1:]}.gold.json"
    if not gold.exists():
        gold = shared / "papers" / "gold" / "wiltshire-2021.gold.json"
    command = [
        sys.executable,
        str(shared / "acceptance" / "score.py"),
        str(gold),
        str(tmp_path / f"{name}.json"),
        "--json",
    ]
    scored = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    report, _ = json.JSONDecoder().raw_decode(scored)
    assert {group: row["f1"] for group, row in report.items() if row["f1"] < FLOORS[name]} == {}
