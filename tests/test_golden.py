"""`output/` is what the specimens become; the schema file is what the models say. `pytest --update` rewrites both."""

import hashlib
import json
from pathlib import Path

import pytest

from pipeline.corpus import Source, read_file, read_sidecar, source_of
from pipeline.output import to_json
from pipeline.readers import READERS
from pipeline.run import extract
from pipeline.sniff import identify
from schemas import Paper

ROOT = Path(__file__).parent.parent
SPECIMENS = sorted(p for p in (ROOT / "corpus").glob("*/*") if p.suffix in (".pdf", ".docx", ".html", ".txt"))
READ = [p for p in SPECIMENS if identify(p.name, p.read_bytes()) in READERS]


def source(specimen: Path) -> Source:
    data = read_file(str(specimen), 1 << 24)
    return source_of(specimen.name, data, hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("specimen", READ, ids=lambda p: p.name)
def test_a_specimen_becomes_what_output_says(specimen: Path, update: bool) -> None:
    made = to_json(extract(source(specimen), read_sidecar(str(specimen))))
    golden = ROOT / "output" / specimen.parent.name / f"{specimen.name}.json"
    if update:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(made)
    assert made == golden.read_bytes(), "run `pytest --update` and read the difference"


@pytest.mark.parametrize("specimen", READ, ids=lambda p: p.name)
def test_a_paper_comes_back_from_its_json(specimen: Path) -> None:
    paper = extract(source(specimen))
    assert Paper.model_validate_json(to_json(paper)) == paper


def test_the_published_schema_is_current(update: bool) -> None:
    path = ROOT / "schemas" / "paper.schema.json"
    made = json.dumps(Paper.model_json_schema(), indent=1) + "\n"
    if update:
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made
