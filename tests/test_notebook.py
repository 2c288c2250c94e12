"""The example notebook runs, and its stored outputs are what its cells print; pandas and polars take the rows."""

import contextlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import frames

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "corpus" / "notebook.ipynb"
PUBLISHED = ROOT / "output" / "eastmarch"


def printed(code: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    """What a cell prints, as a notebook stores it."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, NOTEBOOK.name, "exec"), names)
    text = out.getvalue().splitlines(keepends=True)
    return [{"name": "stdout", "output_type": "stream", "text": text}] if text else []


def test_the_notebook_runs_and_its_outputs_are_current(monkeypatch: pytest.MonkeyPatch, update: bool) -> None:
    pytest.importorskip("polars", reason="polars is not installed")
    monkeypatch.chdir(NOTEBOOK.parent)
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    outputs = [printed("".join(cell["source"]), names) for cell in cells]
    if update:
        for number, (cell, output) in enumerate(zip(cells, outputs, strict=True), start=1):
            cell.update(execution_count=number, outputs=output)
        NOTEBOOK.write_text(f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n", encoding="utf-8")
    stored = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert [cell["outputs"] for cell in stored["cells"] if cell["cell_type"] == "code"] == outputs
    assert names["rates"]["value"].to_list() == [24, 21.8, 21.8, 22.5, 21.4]
    assert names["area"].text in names["latest"].text[names["span"].start : names["span"].end]


def test_pandas_takes_the_rows() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    readings = pandas.DataFrame(frames.rows("readings", str(PUBLISHED / "eastmarch-2025.pdf.json")))
    assert list(readings.columns) == list(frames.types("readings"))
    rate = readings[(readings.indicator_id == "rereferral_rate") & (readings.of == "authority")]
    assert rate.value.tolist() == [21.4, 20.6, 19.8]
    assert rate.period_end.tolist() == [date(2024, 3, 31), date(2024, 9, 30), date(2024, 11, 30)]
