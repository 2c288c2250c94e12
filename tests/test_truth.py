"""What is published of the specimens against the truth made by hand: every group of facts, exactly.

The golden says that nothing changed unnoticed; only this says that it is right.
"""

import json
from pathlib import Path

import pytest

from tests.generator.score import compared

ROOT = Path(__file__).parent.parent
PUBLISHED = sorted((ROOT / "output" / "eastmarch").glob("*.json"))
PLANTED = {
    "paragraphs",
    "sections",
    "items",
    "improvement_areas",
    "recommendations",
    "header",
    "indicators",
    "readings",
}


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda p: p.name)
def test_every_fact_of_a_specimen_is_published_and_no_other(published: Path) -> None:
    paper = published.name.split(".")[0]
    gold = json.loads((ROOT / "tests" / "truth" / f"{paper}.gold.json").read_text(encoding="utf-8"))
    tallies = compared(gold, json.loads(published.read_text(encoding="utf-8")), published.name)
    misses = [miss for tally in tallies.values() for miss in tally.misses]
    assert misses == []
