"""A council's own wordings: laid over the vocabulary for a run, and refused by the row where they are wrong."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline import cli
from pipeline.errors import WrongUse
from pipeline.own_wordings import read_wordings
from pipeline.vocabulary.indicators import lay_over, match_label

PAPER = """<h1>Children's Committee</h1><h2>1. Performance</h2><table>
<tr><th>Indicator</th><th>2022/23</th><th>2023/24</th></tr>
<tr><td>Bounce-back rate</td><td>22%</td><td>21%</td></tr>
<tr><td>Agency staff</td><td>66</td><td>61</td></tr></table>"""


@pytest.fixture
def alone() -> Iterator[None]:
    yield
    lay_over(())


def extracted(folder: Path, *options: str) -> tuple[Result, dict[str, str | None]]:
    (folder / "a.html").write_text(PAPER, encoding="utf-8")
    arguments = ["extract", str(folder / "a.html"), "-o", str(folder / "out"), "--quiet", *options]
    result = CliRunner().invoke(cli.papers, arguments)
    paper = json.loads((folder / "out/a.html.json").read_bytes())
    return result, {row["label"]: row["indicator"] for row in paper["indicators"]}


def test_a_council_s_own_label_is_mapped_and_only_where_asked(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("alias,indicator,why\nBounce-back rate,rereferral_rate,our dashboard\n", encoding="utf-8")
    _, before = extracted(tmp_path)
    result, after = extracted(tmp_path, "--vocabulary", str(own))
    _, again = extracted(tmp_path)
    assert result.exit_code == 0
    assert before["Bounce-back rate"] is None
    assert after["Bounce-back rate"] == "rereferral_rate"
    assert again == before  # what was finished with other wordings is not kept


@pytest.mark.usefixtures("alone")
def test_an_own_wording_settles_an_ambiguous_label() -> None:
    assert match_label("Agency staff", "percent").alternatives
    lay_over((("Agency staff", "agency_social_workers_rate"),))
    assert match_label("Agency staff", "percent").alternatives == ()
    assert match_label("% of agency staff", "percent").indicator == "agency_social_workers_rate"
    assert match_label("Agency staff", "count").indicator == "agency_social_workers_count"  # its unit does not fit


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("label,id\na,b\n", "no column alias and no indicator"),
        ("alias,indicator\nOurs,rereferal_rate\n", "row 2: .* did you mean rereferral_rate"),
        ("alias,indicator\nOurs,rereferral_rate\n,cla_rate\n", "row 3: alias and indicator must both"),
        ("alias,indicator\nOurs,rereferral_rate\nours,cla_rate\n", "row 3: ours stands for rereferral_rate"),
        (f"alias,indicator\n{'a' * 500},cla_rate\n", "row 2: the alias is longer"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, text: str, words: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=words):
        read_wordings(str(own))


def test_wrong_wordings_are_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1. A\n", encoding="utf-8")
    arguments = ["extract", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--vocabulary", "nowhere.csv"]
    result = CliRunner().invoke(cli.papers, arguments)
    assert isinstance(result.exception, WrongUse)
    assert re.search("nowhere.csv", str(result.exception))
    assert not (tmp_path / "out").exists()
