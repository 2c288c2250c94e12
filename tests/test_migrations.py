"""Papers and comparisons of other versions: an older one loads and says what it lacks, an unknown one is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline import cli, frames, published
from pipeline.transcript import Unreadable
from schemas import Paper
from schemas.comparison import Comparison

ROOT = Path(__file__).parent.parent
OLDER = ROOT / "tests" / "cases" / "older" / "eastmarch-fostering-2024.txt.json"
"""As the first version published it: before figures in sentences, names and commitments were read."""
PUBLISHED = ROOT / "output" / "eastmarch" / "eastmarch-fostering-2024.txt.json"


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return found


def in_file(folder: Path, changed: object) -> Path:
    path = folder / "paper.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    return path


def test_a_paper_of_the_first_shape_loads_and_says_what_was_not_looked_for() -> None:
    with pytest.raises(ValueError, match="narrative"):
        Paper.model_validate_json(OLDER.read_bytes())
    paper = frames.load(str(OLDER))
    assert paper.paragraphs
    assert paper.narrative == ()
    assert [(issue.code, issue.severity, issue.about) for issue in paper.issues if issue.code == "older-version"] == [
        ("older-version", "warning", None)
    ]
    assert [issue for issue in frames.load(str(PUBLISHED)).issues if issue.code == "older-version"] == []


def test_an_issue_of_a_code_that_is_gone_keeps_its_words(tmp_path: Path) -> None:
    drawn = {
        "code": "drawn-table",
        "severity": "info",
        "about": None,
        "message": "a table drawn with characters is kept as text",
        "quote": "+---+",
        "page": 2,
    }
    paper = frames.load(str(in_file(tmp_path, {**document(), "issues": [drawn]})))
    assert [issue.model_dump() for issue in paper.issues] == [{**drawn, "code": "older-version"}]


@pytest.mark.parametrize(
    ("version", "todo"),
    [
        ("1.1.0", "a newer program reads it"),
        ("2.0.0", "a newer program reads it"),
        ("0.9.0", "extract its source document again"),
        ("draft", "extract its source document again"),
    ],
)
def test_an_unknown_version_is_refused_in_one_line_by_every_verb(tmp_path: Path, version: str, todo: str) -> None:
    path = in_file(tmp_path, {**document(), "schema_version": version})
    told = f"schema-version: it was written by schema {version}; this program reads 1.0.0: {todo}\n"
    for verb in (
        ["check", str(path), "--quiet"],
        ["compare", str(path), str(PUBLISHED)],
        ["export", str(path), "-o", str(tmp_path / "out"), "--quiet"],
    ):
        result = CliRunner().invoke(cli.papers, verb, standalone_mode=False)
        assert result.return_value == 3, verb
        assert result.stderr.startswith("papers: rejected: "), verb
        assert result.stderr.endswith(f"{path.name}: {told}"), verb
        assert result.stderr.count("\n") == 1, verb


@pytest.mark.parametrize("changed", [{}, {"schema_version": "1.0.0"}, {"indicators": []}, [], {"issues": 3}])
def test_json_that_is_no_paper_is_not_migrated_into_one(tmp_path: Path, changed: object) -> None:
    with pytest.raises(Unreadable) as refusal:
        published.paper_of(str(in_file(tmp_path, changed)))
    assert refusal.value.code == "not-json"


def test_a_comparison_of_another_version_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"the comparison was written by schema 3\.0\.0"):
        published.comparison_in(b'{"schema_version": "3.0.0"}')
    with pytest.raises(Unreadable, match="no extracted paper"):
        published.comparison_in(b"[]")


def test_both_schemas_are_printed() -> None:
    for arguments, model in ((["schema"], Paper), (["schema", "comparison"], Comparison)):
        result = CliRunner().invoke(cli.papers, arguments, standalone_mode=False)
        assert json.loads(result.stdout) == model.model_json_schema(mode="serialization")
