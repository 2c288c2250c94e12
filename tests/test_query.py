"""Questions in SQL over published papers: what is answered, in which form, and what is said where nothing is."""

import csv
import io
import json
import re
import shlex
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import cli, querying, terminal
from pipeline.commands import query as verb
from pipeline.errors import WrongUse
from pipeline.querying import Result
from pipeline.tidy import KINDS

pytest.importorskip("duckdb", reason="duckdb is not installed")

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT / "output" / "eastmarch"
YEAR = PUBLISHED / "eastmarch-2025.pdf.json"
VIEWS = {"figures", "latest", "against_target", "against_others", "doubts"}


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.papers, ["query", *map(str, arguments)], standalone_mode=False)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return int(result.return_value or 0), result.stdout, result.stderr


LATEST = "SELECT council, period_text, value, meeting_date FROM latest WHERE indicator_id = 'rereferral_rate'"


def test_a_question_is_answered_as_a_table_as_json_and_as_csv() -> None:
    assert run(YEAR, LATEST) == (
        0,
        "council                   period_text  value  meeting_date\n"
        "Eastmarch County Council  Nov-24        19.8  2025-01-21\n",
        "",
    )
    row = {
        "council": "Eastmarch County Council",
        "period_text": "Nov-24",
        "value": 19.8,
        "meeting_date": "2025-01-21",
    }
    assert json.loads(run(YEAR, LATEST, "--json")[1]) == row
    assert list(csv.DictReader(io.StringIO(run(YEAR, LATEST, "--csv")[1]))) == [{**row, "value": "19.8"}]


def test_all_tables_and_views_are_listed_with_what_they_hold() -> None:
    listed = [json.loads(line) for line in run(YEAR, "--list", "--json")[1].splitlines()]
    assert {one["table"] for one in listed} == {*KINDS, *VIEWS}
    assert {"table": "readings", "column": "value", "type": "DOUBLE", "meaning": KINDS_VALUE} in listed
    for kind in KINDS.values():
        assert [one["column"] for one in listed if one["table"] == kind.name] == [one.name for one in kind.columns]


KINDS_VALUE = next(column.about for column in KINDS["readings"].columns if column.name == "value")


def test_every_example_of_the_help_is_answered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    help_text = verb.query.callback.__doc__ if verb.query.callback else ""
    examples = re.findall(r"papers query out (.*)", help_text or "")
    assert len(examples) == 5
    (tmp_path / "out").symlink_to(PUBLISHED)
    monkeypatch.chdir(tmp_path)
    for example in examples:
        status, out, err = run("out", *shlex.split(example.split(" > ")[0]))
        assert (status, err) == (0, ""), example
        assert out.count("\n") > 1 or "rereferral" in example, example


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["SELEC"], "the query cannot be answered: Parser Error: syntax error at or near"),
        (["SELECT nothing FROM readings"], 'the query cannot be answered: Binder Error: Referenced column "nothing"'),
        (["SELECT * FROM nowhere"], "the query cannot be answered: Catalog Error: Table with name nowhere"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.ended(["query", str(YEAR), *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"papers: {told}")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [[], ["SELECT 1", "--list"], ["SELECT 1", "--json", "--csv"]], ids=["nothing", "both", "two forms"]
)
def test_wrong_use_is_said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.ended(["query", str(YEAR), *arguments]) == 2
    assert "Error: Give" in capsys.readouterr().err


def test_without_duckdb_the_way_to_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(querying, "find_spec", lambda _: None)
    assert cli.ended(["query", str(YEAR), "SELECT 1"]) == 2
    assert capsys.readouterr().err == (
        "papers: papers query needs the library duckdb; install it with: pip install 'committee-papers[duckdb]'\n"
    )


def test_a_file_that_is_no_paper_is_named_and_the_others_answer(tmp_path: Path) -> None:
    (tmp_path / "stray.json").write_text("[]", encoding="utf-8")
    (tmp_path / "paper.json").write_bytes(YEAR.read_bytes())
    status, out, err = run(tmp_path, "SELECT count(*) AS papers FROM papers", "--json")
    assert (status, out) == (3, '{"papers": 1}\n')
    assert err.startswith("papers: rejected: stray.json: not-json: ")


def test_a_bar_is_drawn_for_people_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    many = range(20)
    assert terminal.watched(many, quiet=False) is many
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert terminal.watched(many, quiet=True) is many
    assert list(terminal.watched(many, quiet=False)) == list(many)
    said = capsys.readouterr()
    assert said.out == ""
    assert "Reading papers" in said.err


def test_words_of_papers_are_shown_and_not_obeyed() -> None:
    hostile = Result(("a\x1b[2J", "n"), (("[red]x[/red]\u202e\n:smile:", 1.5), (None, float("nan"))))
    table = querying.written(hostile, "table", None).decode()
    assert table.splitlines()[0].startswith("a\\x1b[2J")
    assert "[red]x[/red]\\u202e\\x0a:smile:" in table
    assert [json.loads(line) for line in querying.written(hostile, "json", None).splitlines()][1] == {
        "a\x1b[2J": None,
        "n": None,
    }
    formula = Result(("=1+1",), (("=cmd()",),))
    assert querying.written(formula, "csv", None) == b'"\'=1+1"\r\n"\'=cmd()"\r\n'


def test_a_narrow_terminal_folds_and_loses_nothing() -> None:
    wide = Result(("words", "n"), (("one two three four five six seven eight nine ten", 10),))
    drawn = querying.written(wide, "table", 20).decode()
    assert max(map(len, drawn.splitlines())) <= 20
    assert " ".join(drawn.replace("10", "").split()) == "words n one two three four five six seven eight nine ten"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT * FROM glob('{folder}/*')",
        "COPY papers TO '{folder}/out.csv'",
        "ATTACH '{folder}/out.duckdb'",
        "EXPORT DATABASE '{folder}/out'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "PRAGMA profiling_output = '{folder}/out'",
    ],
)
def test_a_question_reaches_no_file(sql: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="cannot be answered"):
        run(YEAR, sql.format(secret=secret, folder=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]
