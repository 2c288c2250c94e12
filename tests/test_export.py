"""Exports: every format says what the published papers say, runs nothing, and is written whole or not at all."""

import csv
import io
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner
from csvw import CSVW
from hypothesis import given
from hypothesis import strategies as st

from pipeline import cli, exporting, frames, ledger, output
from pipeline.commands.export import FORMATS
from pipeline.errors import CannotGoOn, WrongUse
from pipeline.exporters import EXPORTERS, comma_separated, markdown
from pipeline.exporters.workbook import LAST_ROW
from pipeline.tidy import KINDS
from pipeline.transcript import Unreadable

HOME = Path(__file__).parent.parent
PUBLISHED = HOME / "output"
PROGRAM = (sys.executable, "-B", "-c", "from pipeline import cli; cli.main()")
SPECIMEN = PUBLISHED / "eastmarch/eastmarch-2025.pdf.json"

ONE_THREAD = {"threads": 1}  # more would take signals from other tests

LIVE = (
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "＝1+1",
    "  =1",
    "\t1",
    "\r1",
    "\n1",
    '"=1"',
    "'=1",
    "\ufeff=1",
    "=cmd|' /C calc'!A0",
)
"""What some spreadsheet would run."""
DEAD = (
    "1/2",
    "2020-01-01",
    "0012",
    "1e5",
    "TRUE",
    "https://example.org/",
    "<r><f>1+1</f></r>",
    "_x000D_",
    'a"b,c;d',
    "",
    "−3.2%",
)
"""What a careless export turns into a date, a number, a link or markup."""
WORDS = (*LIVE, *DEAD, "two\nlines", "two\r\nlines", "bell \x07")


def papers(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.papers, ["export", *map(str, arguments)], standalone_mode=False)
    if result.exception:
        raise result.exception
    return int(result.return_value or 0), result.stdout, result.stderr


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ledger.LOCK)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def paper_with(words: tuple[str, ...]) -> dict[str, object]:
    """The specimen with each of the words as a label, a printed cell, a passage, an area and an issue's quote."""
    paper = json.loads(SPECIMEN.read_text())
    for at, text in enumerate(words):
        paper["indicators"][at % len(paper["indicators"])]["readings"][0]["raw"] = text
        paper["indicators"][at % len(paper["indicators"])]["label"] = text
        paper["paragraphs"][at % len(paper["paragraphs"])]["text"] = text
        paper["issues"].append(
            {"code": "unread-cell", "severity": "info", "about": None, "message": text, "quote": text, "page": None}
        )
    paper["header"]["title"] = words[0]
    return paper


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "a.pdf.json").write_text(json.dumps(paper_with(WORDS)))
    return folder


def quotes(folder: Path) -> list[str | None]:
    """The words as they stand in the published paper, by way of the API."""
    rows = list(frames.rows("issues", str(folder)))[-len(WORDS) :]
    return [row["quote"] for row in rows]  # type: ignore[misc]


# -- rows


def test_formats_of_the_command_are_the_exporters() -> None:
    assert tuple(EXPORTERS) == FORMATS


def test_no_column_is_named_twice_and_keys_are_columns() -> None:
    for kind in KINDS.values():
        names = [column.name for column in kind.columns]
        assert len(names) == len(set(names)), kind.name
        assert set(kind.key) <= {column.name for column in kind.columns if column.need == "required"}, kind.name


@pytest.mark.parametrize("kind", KINDS)
def test_rows_have_the_columns_and_types_that_are_stated(kind: str) -> None:
    rows = list(frames.rows(kind, str(PUBLISHED)))
    types = frames.types(kind)
    for row in rows:
        assert list(row) == list(types)
        for name, value in row.items():
            expected = (int, float) if types[name] is float else types[name]
            assert value is None or isinstance(value, expected), (kind, name, value)
    keys = [tuple(row[name] for name in KINDS[kind].key) for row in rows]
    assert len(keys) == len(set(keys))


def test_a_row_for_each_reading_passage_and_statement() -> None:
    paper = json.loads(SPECIMEN.read_text())
    count = {kind: sum(1 for _ in frames.rows(kind, str(SPECIMEN))) for kind in KINDS}
    assert count["papers"] == 1
    assert count["readings"] == sum(len(row["readings"]) for row in (*paper["indicators"], *paper["narrative"]))
    assert count["passages"] == len(re.findall(r'"items": \[', json.dumps(paper)))
    assert count["improvement_areas"] == len(paper["improvement_areas"]) > 0
    assert count["recommendations"] == len(paper["recommendations"]) > 0
    assert count["issues"] == len(paper["issues"])
    assert count["cells"] == sum(len(row) for table in paper["tables"] for row in table["rows"])


def test_a_place_holds_the_printed_figure() -> None:
    text = frames.load(str(SPECIMEN)).text
    rows = [row for row in frames.rows("readings", str(SPECIMEN)) if row["kind"] == "narrative"]
    assert rows
    for row in rows:
        assert text[row["text_start"] : row["text_end"]].split() == str(row["raw"]).split()  # type: ignore[misc]


def test_names_of_files_are_relative_and_unique(tmp_path: Path) -> None:
    for place in ("one/a.pdf.json", "two/a.pdf.json"):
        (tmp_path / place).parent.mkdir()
        shutil.copy(SPECIMEN, tmp_path / place)
    names = [file.name for file in frames.find([str(tmp_path / "one"), str(tmp_path / "two/a.pdf.json")])]
    assert names == ["one/a.pdf.json", "two/a.pdf.json"]
    assert [file.name for file in frames.find([str(tmp_path / "one")])] == ["a.pdf.json"]


def test_api_says_what_it_cannot_do(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(WrongUse, match="readings"):
        frames.types("figures")
    with pytest.raises(Unreadable, match="no extracted paper"):
        next(frames.papers(str(tmp_path)))
    with pytest.raises(WrongUse, match="no such"):
        frames.find([str(tmp_path / "y")])


# -- CSV


@pytest.mark.parametrize("text", LIVE)
def test_live_text_gets_an_apostrophe(text: str) -> None:
    assert comma_separated.field(text) == "\"'" + text.replace('"', '""') + '"'


@pytest.mark.parametrize("value", [-3.2, 5, 0, None, date(2020, 3, 31), *DEAD])
def test_numbers_dates_and_other_text_stay(value: str | float | date | None) -> None:
    (row,) = csv.reader(io.StringIO(comma_separated.line([value]), newline=""))
    assert row == ([] if value is None else [str(value)])


@given(st.text())
def test_printed_words_can_be_had_back(text: str) -> None:
    armed = comma_separated.disarmed(text)
    assert (armed[1:] if comma_separated.ARMED.match(armed) else armed) == text
    assert not comma_separated.FORMULA.match(armed) or armed.startswith("'")


def test_csv_is_what_its_metadata_says(tmp_path: Path, hostile: Path) -> None:
    for at, folder in enumerate((PUBLISHED, hostile)):
        out = tmp_path / f"out{at}"
        assert papers(folder, "-o", out)[0] == 0
        described = CSVW(str(out / comma_separated.METADATA), validate=True)
        assert described.is_valid, described.warnings
        assert described.tablegroup.check_referential_integrity()
        assert all(table.check_primary_key() for table in described.tables)
        read = {table.local_name: sum(1 for _ in table) for table in described.tables}
        assert read == {f"{kind}.csv": sum(1 for _ in frames.rows(kind, str(folder))) for kind in KINDS}


@pytest.mark.filterwarnings("default")  # the validator warns before it raises
def test_validation_can_fail(tmp_path: Path) -> None:
    papers(SPECIMEN, "-o", tmp_path)
    readings = tmp_path / "readings.csv"
    readings.write_bytes(readings.read_bytes().replace(b",2024-04-01,", b",2024-13-01,", 1))
    with pytest.raises(ValueError, match=r"period_start: month must be in 1\.\.12"):
        assert CSVW(str(tmp_path / comma_separated.METADATA), validate=True).is_valid


def test_csv_is_rfc_4180(tmp_path: Path, hostile: Path) -> None:
    papers(hostile, "-o", tmp_path / "out")
    data = (tmp_path / "out/issues.csv").read_bytes()
    quoted = rb'"(?:[^"]|"")*"'
    bare = rb'[^",\r\n]*'
    record = rb"(?:%b|%b)(?:,(?:%b|%b))*\r\n" % (quoted, bare, quoted, bare)
    assert re.fullmatch(rb"(?:%b)+" % record, data)
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))[-len(WORDS) :]
    assert [row["quote"] for row in rows] == [f"'{word}" if word in LIVE else word for word in WORDS]


# -- Excel


def test_workbook_holds_text_as_text_and_numbers_as_numbers(tmp_path: Path, hostile: Path) -> None:
    papers(hostile, "-o", tmp_path / "out", "--format", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "out/papers.xlsx")
    assert book.sheetnames == [*KINDS, "columns"]
    for name, kind in KINDS.items():
        sheet = book[name]
        head, *body = sheet.iter_rows()
        assert [cell.value for cell in head] == [column.name for column in kind.columns]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        for row, expected in zip(body, frames.rows(name, str(hostile)), strict=True):
            for cell, (column, value) in zip(row, expected.items(), strict=True):
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                assert same(cell.value, value), (name, column, cell.value, value)


def same(cell: object, value: object) -> bool:
    """openpyxl leaves the escapes of control characters, and takes an empty text for none."""
    if isinstance(value, date):
        return cell == datetime(value.year, value.month, value.day)
    if isinstance(value, str):
        plain = re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), str(cell or ""))
        return plain.replace("\r\n", "\n").strip(" \r\n") == value.replace("\r\n", "\n").strip(" \r\n")
    return cell == value


def test_workbook_has_no_formula_link_or_clock_in_it(tmp_path: Path, hostile: Path) -> None:
    papers(hostile, "-o", tmp_path / "out", "--format", "xlsx")
    with zipfile.ZipFile(tmp_path / "out/papers.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheets = [data for name, data in parts.items() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in data or b"<f " in data or b"<hyperlink" in data for data in sheets)
    assert not any(b"External" in data for data in parts.values())
    assert b">2000-01-01T00:00:00Z<" in parts["docProps/core.xml"]


def test_workbook_cuts_what_excel_cannot_hold_and_says_so(tmp_path: Path) -> None:
    paper = paper_with(("x" * 40_000,))
    (tmp_path / "a.json").write_text(json.dumps(paper))
    code, out, err = papers(tmp_path / "a.json", "-o", tmp_path / "out", "--format", "xlsx", "--json")
    noted = {line["kind"]: line["note"] for line in map(json.loads, out.splitlines()) if line["note"]}
    assert code == 0
    assert set(noted) == {"papers", "readings", "passages", "issues"}
    assert "too long for Excel" in err


def test_workbook_goes_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LAST_ROW == 2**20 - 1
    monkeypatch.setattr("pipeline.exporters.workbook.LAST_ROW", 100)
    papers(PUBLISHED, "-o", tmp_path, "--format", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "papers.xlsx", read_only=True)
    rows = sum(1 for _ in frames.rows("readings", str(PUBLISHED)))
    sheets = [sheet for sheet in book if sheet.title.startswith("readings")]
    assert [sheet.title for sheet in sheets][:2] == ["readings", "readings 2"]
    assert sum(sum(1 for _ in sheet.rows) - 1 for sheet in sheets) == rows


def test_workbook_writes_days_before_excels_as_text(tmp_path: Path) -> None:
    paper = json.loads(SPECIMEN.read_text())
    paper["header"]["meeting_date"] = "1889-01-24"
    (tmp_path / "a.json").write_text(json.dumps(paper))
    papers(tmp_path / "a.json", "-o", tmp_path / "out", "--format", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out/papers.xlsx")["papers"]
    assert sheet["E2"].value == "1889-01-24"


def calc() -> str | None:
    """LibreOffice with its spreadsheet part."""
    found = shutil.which("soffice")
    return found if found and (Path(found).resolve().parent / "libsclo.so").exists() else None


@pytest.mark.skipif(not calc(), reason="LibreOffice Calc is not installed")
def test_libreoffice_reads_the_workbook_as_the_csv(tmp_path: Path, hostile: Path) -> None:
    shutil.copy(SPECIMEN, hostile / "b.json")
    papers(hostile, "-o", tmp_path / "out", "--format", "xlsx")
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [str(calc()), "--headless", profile, "--convert-to", every_sheet, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "out/papers.xlsx")], check=True, capture_output=True, timeout=120)
    for kind in KINDS:
        with (tmp_path / f"papers-{kind}.csv").open(encoding="utf-8", newline="") as file:
            opened = list(csv.DictReader(file))
        for row, expected in zip(opened, frames.rows(kind, str(hostile)), strict=True):
            for column, value in expected.items():
                assert as_opened(row[column]) == as_opened("" if value is None else str(value)), (kind, column)


def as_opened(text: str) -> str:
    """Without what LibreOffice does not keep: kinds of line ends, control characters, space at the ends; 5.0 is 5."""
    plain = re.sub(r"[\x00-\x08\x0b-\x1f\ufeff]|_x000D_", "", text.replace("\r\n", "\n")).strip()
    return plain.removesuffix(".0") if re.fullmatch(r"-?\d+\.0", plain) else plain


# -- DuckDB and Parquet


def notebook(code: str, folder: Path) -> str:
    """What the code prints, in a process of its own: the threads of polars would take signals from other tests."""
    surroundings = {**os.environ, "PYTHONPATH": str(HOME)}
    command = [sys.executable, "-B", "-c", code]
    return subprocess.run(
        command, cwd=folder, env=surroundings, check=True, capture_output=True, text=True, timeout=60
    ).stdout


ANOTHER_READER = """
import polars
from pipeline import frames
from pipeline.tidy import KINDS

for kind in KINDS:
    rows = list(frames.rows(kind, "published"))
    frame = polars.read_parquet(f"out/{kind}.parquet")
    assert frame.rows(named=True) == rows, kind
    assert frame.equals(polars.DataFrame(rows, schema=frames.types(kind))), kind
    print(kind, frame.height)
"""


def test_another_reader_finds_the_rows_in_parquet(tmp_path: Path, hostile: Path) -> None:
    papers(hostile, "-o", tmp_path / "out", "--format", "parquet")
    counts = {kind: sum(1 for _ in frames.rows(kind, str(hostile))) for kind in KINDS}
    assert notebook(ANOTHER_READER, tmp_path).split("\n")[:-1] == [f"{kind} {n}" for kind, n in counts.items()]


def test_database_holds_the_rows_and_says_what_they_mean(tmp_path: Path, hostile: Path) -> None:
    papers(hostile, "-o", tmp_path / "out", "--format", "duckdb")
    with duckdb.connect(str(tmp_path / "out/papers.duckdb"), read_only=True, config=ONE_THREAD) as database:
        for kind in KINDS:
            rows = database.sql(f"SELECT * FROM {kind}").fetchall()
            assert rows == [tuple(row.values()) for row in frames.rows(kind, str(hostile))]
        meant = dict(
            database.sql("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'readings'").fetchall()
        )
    assert meant["period_end"].startswith("its last day")


def test_views_answer(tmp_path: Path) -> None:
    papers(PUBLISHED, "-o", tmp_path, "--format", "duckdb")
    own = [
        row
        for row in frames.rows("readings", str(PUBLISHED))
        if row["status"] == "reported" and row["of"] == "authority" and row["role"] != "target"
    ]
    with duckdb.connect(str(tmp_path / "papers.duckdb"), read_only=True, config=ONE_THREAD) as database:

        def rows(query: str) -> list[tuple[object, ...]]:
            return database.sql(query).fetchall()

        once = {(row["paper_id"], row["record_id"], row["reading"]) for row in own}
        assert rows("SELECT count(*), count(DISTINCT (paper_id, record_id, reading)) FROM figures") == [
            (len(once), len(once))
        ]
        latest = max(
            (row for row in own if row["indicator_id"] == "rereferral_rate"), key=lambda row: str(row["period_end"])
        )
        assert rows("SELECT value, period_end FROM latest WHERE indicator_id = 'rereferral_rate'") == [
            (latest["value"], latest["period_end"])
        ]
        year = "indicator_id = 'rereferral_rate' AND meeting_date = '2025-01-21'"
        assert rows(f"SELECT DISTINCT target_value FROM against_target WHERE {year}") == [(20.0,)]
        england = f"{year} AND compared_with = 'england'"
        assert rows(f"SELECT DISTINCT other_value FROM against_others WHERE {england}") == [(22.3,)]
        assert rows("SELECT sum(issues) FROM doubts") == [(sum(1 for _ in frames.rows("issues", str(PUBLISHED))),)]


def test_a_figure_since_a_time_is_the_latest(tmp_path: Path) -> None:
    paper = json.loads(SPECIMEN.read_text())
    row = next(row for row in paper["indicators"] if row["indicator"] == "rereferral_rate")
    row["readings"][0]["value"] = 1.5
    row["readings"][0]["period"] |= {"start": "2022-10-01", "end": None}
    (tmp_path / "a.json").write_text(json.dumps(paper))
    papers(tmp_path / "a.json", "-o", tmp_path / "out", "--format", "duckdb")
    with duckdb.connect(str(tmp_path / "out/papers.duckdb"), read_only=True, config=ONE_THREAD) as database:
        answer = database.sql("SELECT value, period_end FROM latest WHERE indicator_id = 'rereferral_rate'").fetchall()
    assert answer == [(1.5, None)]


# -- Markdown


def test_markdown_reads_as_the_paper(tmp_path: Path) -> None:
    papers(PUBLISHED, "-o", tmp_path, "--format", "markdown")
    text = (tmp_path / "eastmarch/eastmarch-2025.pdf.md").read_text()
    paper = frames.load(str(SPECIMEN))
    places = [text.index(f"# {section.number} {section.title}") for section in paper.sections if section.number]
    assert places == sorted(places)
    assert "| Re-referrals within 12 months | 21.4% | 20.6%. 19.8% Nov-24 | 20% | 22.3% |" in text
    for paragraph in paper.paragraphs:
        assert markdown.escaped(paragraph.text) in text
    assert len(list((tmp_path / "eastmarch").iterdir())) == len(list((PUBLISHED / "eastmarch").iterdir()))


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("[a](https://example.org)", r"\[a\](https\://example.org)"),
        ("www.example.org a@example.org", r"www\.example.org a\@example.org"),
        ("# 1 | 2 *3* _4_ `5` ~6~ &lt;", r"\# 1 \| 2 \*3\* \_4\_ \`5\` \~6\~ \&lt;"),
        ("12. twelve", r"12\. twelve"),
        ("12.5 per cent (see 3.)", "12.5 per cent (see 3.)"),
        ("- 3", r"\- 3"),
        ("a\nb\x1b", r"a b\\x1b"),
    ],
)
def test_markdown_acts_on_none_of_the_words(words: str, written: str) -> None:
    assert markdown.escaped(words) == written


# -- the README


def blocks_of_readme(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (HOME / "README.md").read_text(), re.DOTALL | re.MULTILINE)


@pytest.fixture
def as_in_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders that the examples name."""
    shutil.copytree(PUBLISHED, tmp_path / "build/papers")
    monkeypatch.chdir(tmp_path)
    for command in re.findall("papers export (.*)", "".join(blocks_of_readme("sh"))):
        assert papers(*command.split())[0] == 0
    return tmp_path


def test_queries_of_the_readme_answer(as_in_readme: Path) -> None:
    blocks = blocks_of_readme("sql")
    assert len(blocks) == 2
    database, parquet = [
        duckdb.connect("build/tables/papers.duckdb", read_only=True, config=ONE_THREAD),
        duckdb.connect(config=ONE_THREAD),
    ]
    with database, parquet:
        answers = [database.sql(blocks[0]).fetchall(), parquet.sql(blocks[1]).fetchall()]
    assert answers[0][0][:4] == ("Eastmarch County Council", date(2024, 11, 30), 19.8, "percent")
    assert ("Eastmarch County Council", date(2025, 1, 21)) in [row[:2] for row in answers[1]]


def test_notebook_code_of_the_readme_runs(as_in_readme: Path) -> None:
    (block,) = blocks_of_readme("python")
    printed = notebook(f"{block}\nprint(type(readings).__name__, readings.height, len(titles))", as_in_readme)
    rows = sum(1 for _ in frames.rows("readings", "build/papers"))
    assert printed.split() == ["DataFrame", str(rows), str(len(frames.find(["build/papers"])))]


# -- a run


@pytest.mark.parametrize("format_name", FORMATS)
def test_same_papers_same_bytes(tmp_path: Path, format_name: str) -> None:
    for name in ("a", "b"):
        papers(PUBLISHED, "-o", tmp_path / name, "--format", format_name)
    one, two = tree(tmp_path / "a"), tree(tmp_path / "b")
    assert list(one) == list(two)
    if format_name != "duckdb":  # which numbers each file anew
        assert one == two


@pytest.mark.parametrize("format_name", FORMATS)
def test_what_is_no_paper_is_named_and_the_others_are_done(tmp_path: Path, format_name: str) -> None:
    folder = tmp_path / "in"
    shutil.copytree(PUBLISHED / "eastmarch", folder)
    (folder / "broken.json").write_text('{"id": ')
    code, out, err = papers(folder, "-o", tmp_path / "out", "--format", format_name, "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 3
    assert "papers: rejected: broken.json: not-json: " in err
    assert [line["name"] for line in lines if line.get("status") == "rejected"] == ["broken.json"]
    assert {line["output"] for line in lines if "output" in line} == set(tree(tmp_path / "out"))


@pytest.mark.parametrize("format_name", FORMATS)
def test_nothing_read_nothing_written(tmp_path: Path, format_name: str) -> None:
    papers(PUBLISHED, "-o", tmp_path / "out", "--format", format_name)
    before = tree(tmp_path / "out")
    (tmp_path / "broken.json").write_text("{}")
    assert papers(tmp_path / "broken.json", "-o", tmp_path / "out", "--format", format_name)[0] == 3
    assert tree(tmp_path / "out") == before


def test_an_export_may_lie_beside_the_papers(tmp_path: Path) -> None:
    shutil.copytree(PUBLISHED, tmp_path, dirs_exist_ok=True)
    assert papers(tmp_path, "-o", tmp_path)[0] == 0
    first = tree(tmp_path)
    assert papers(tmp_path, "-o", tmp_path)[0] == 0
    assert tree(tmp_path) == first


def few_bytes() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_full_disk_tears_nothing(tmp_path: Path, format_name: str) -> None:
    """The limit on the size of a file stands in for the full disk."""
    papers(SPECIMEN, "-o", tmp_path, "--format", format_name)
    before = tree(tmp_path)
    command = [*PROGRAM, "export", str(PUBLISHED), "-o", str(tmp_path), "--format", format_name]
    run = subprocess.run(command, preexec_fn=few_bytes, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 4, run.stderr
    assert run.stderr.startswith("papers: cannot write ")
    assert run.stderr.count("\n") == 1
    assert tree(tmp_path) == before


def test_a_file_where_the_folder_should_be_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CannotGoOn):
        exporting.run(frames.find([str(SPECIMEN)]), str(tmp_path / "out"), "csv")
    assert (tmp_path / "out").read_text() == "a file"


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    with ledger.opened(str(tmp_path)):
        command = [*PROGRAM, "export", str(SPECIMEN), "-o", str(tmp_path)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 4
    assert "in use by another run" in run.stderr
    assert tree(tmp_path) == {}


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many papers that an export of them takes a second or more."""
    folder = tmp_path_factory.mktemp("many")
    for path in (PUBLISHED / "eastmarch").iterdir():
        for at in range(40):
            shutil.copy(path, folder / f"{at}-{path.name}")
    return folder


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_leaves_nothing_torn(
    tmp_path: Path, many: Path, format_name: str, number: signal.Signals, code: int
) -> None:
    command = [*PROGRAM, "export", str(many), "-o", str(tmp_path), "--format", format_name]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until((tmp_path / ledger.LOCK).exists)
    time.sleep(0.3)
    process.send_signal(number)
    _, err = process.communicate(timeout=10)
    assert process.returncode == code, err
    assert len(err.split("papers: ")) == 2
    assert tree(tmp_path) == {}


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.005)


def fill(folder: Path) -> None:
    with output.placing(str(folder)) as path_for:
        Path(path_for("a")).write_text("new")
        raise OSError(28, "no space")


def test_files_take_their_names_together(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(CannotGoOn, match="no space"):
        fill(tmp_path)
    assert tree(tmp_path) == {"a": b"old"}
    with output.placing(str(tmp_path)) as path_for:
        Path(path_for("a")).write_text("new")
        Path(path_for("sub/b")).write_text("new")
        assert (tmp_path / "a").read_text() == "old"
    assert tree(tmp_path) == {"a": b"new", "sub/b": b"new"}


@pytest.mark.parametrize(("format_name", "extra"), [("xlsx", "excel"), ("parquet", "parquet"), ("duckdb", "duckdb")])
def test_an_absent_library_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_name: str, extra: str
) -> None:
    monkeypatch.setattr("pipeline.exporting.find_spec", lambda _: None)
    with pytest.raises(WrongUse, match=re.escape(f"pip install 'committee-papers[{extra}]'")):
        papers(SPECIMEN, "-o", tmp_path / "out", "--format", format_name)
    assert not (tmp_path / "out").exists()


def test_the_harness_finds_nothing_live(tmp_path: Path, hostile: Path, shared: Path) -> None:
    for format_name in FORMATS:
        papers(hostile, PUBLISHED, "-o", tmp_path / "out", "--format", format_name)
    scan = [sys.executable, str(shared / "hostile/run.py"), "exports", "--tree", str(tmp_path / "out")]
    run = subprocess.run(scan, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout
    assert " 0 FAIL" in run.stdout
