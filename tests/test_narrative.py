"""Figures in prose: sentences that state one, sentences that must not, and where each stands in the text."""

import csv
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors import narrative
from pipeline.ids import Ids
from schemas.record import Narrative
from tests.printed import outline_of_text

CASES = Path(__file__).parent / "cases"
HOME = Path(__file__).parent.parent
MET = date(2025, 1, 20)
LEAST_PRECISION, LEAST_RECALL = 0.95, 0.90
"""Of the sentences held back. When they were first read, before anything was mended on their account, precision was
1.00 (no figure read from the 40 that state none) and recall 0.87; a wrong measure counts as both wrong and missed."""
SECOND_PRECISION, SECOND_RECALL = 0.95, 0.90
"""Of 80 sentences and 80 traps: 0.90 and 0.64 when first read; 0.918 and 0.817 and then 0.99 and 0.96 after work that
knew some of their misses, so they are no longer fresh."""
THIRD_PRECISION, THIRD_RECALL = 0.95, 0.90
"""Of 60 sentences and 60 traps written when the rules stood: 0.957 and 0.848 when first read; no longer fresh. A share
that a sentence states of the contacts it counts has been added to its truth since."""
FOURTH_PRECISION, FOURTH_RECALL = 0.95, 0.90
"""Of 81 sentences and 80 traps, frozen before anything was mended on their account: 0.877 and 0.623 when first read."""
FIFTH_PRECISION, FIFTH_RECALL = 0.95, 0.80
"""Held out: of 60 sentences and 60 traps frozen with the fourth set and read once, after the work on that: 0.930 and
0.609 (0.864 and 0.437 by the rules before that work), no trap read. Some of its misses were mended afterwards."""
SIXTH_PRECISION, SIXTH_RECALL = 0.95, 0.80
"""Held out: of 40 sentences and 40 traps written after that and read once: 0.906 and 0.857; five traps were read, of
staff, of statistics of the government and of another country. Those were mended afterwards."""
SEVENTH_PRECISION, SEVENTH_RECALL = 0.94, 0.85
"""Held out: of 30 sentences and 40 traps written after that and read once: 0.944 and 0.850; one trap was read, and one
figure that a sentence states and its truth leaves out. This is what to expect of sentences that were never seen."""
SHAPES_PRECISION, SHAPES_RECALL = 0.98, 0.90
"""Of the sentences that the rules were written by, grouped by their grammar."""


def _rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read(text: str) -> tuple[Narrative, ...]:
    return narrative.extract(outline_of_text(f"1. Heading\n\n1.1 {text}\n"), Ids(), MET)


def _told(found: Narrative) -> str:
    said = (f"{r.value} {r.unit} {r.of} {r.role} @{r.period.text if r.period else ''}" for r in found.readings)
    return "|".join(said)


def _normal(readings: str) -> str:
    parts = (part.split(" ", 1) for part in readings.split("|"))
    return "|".join(f"{int(float(v)) if float(v).is_integer() else float(v)} {rest}" for v, rest in parts)


STATED = {sentence: list(rows) for sentence, rows in groupby(_rows("narrative.csv"), lambda row: row["sentence"])}
"""A row for each statement of a sentence, in the order of the sentence."""


@pytest.mark.parametrize("sentence", STATED, ids=lambda sentence: sentence[:60])
def test_a_sentence_states_its_measures(sentence: str) -> None:
    found = _read(sentence)
    assert {one.kind for one in found} == {"narrative"}
    said = [(one.label, one.indicator or "", _told(one)) for one in found]
    assert said == [(row["label"], row["indicator"], _normal(row["readings"])) for row in STATED[sentence]]


@pytest.mark.parametrize("row", _rows("narrative-traps.csv"), ids=lambda row: row["sentence"][:60])
def test_a_number_that_states_no_measure_is_not_read(row: dict[str, str]) -> None:
    assert _read(row["sentence"]) == ()


def test_sentences_held_back() -> None:
    right = wrong = missed = 0
    for row in _rows("narrative-held.csv"):
        wanted = [tuple(part.split()) for part in row["readings"].split("|") if part]
        have = [r for found in _read(row["sentence"]) for r in found.readings]
        good = [found.label for found in _read(row["sentence"])] == [row["label"]]
        hits = _hits(wanted, [(r.value, r.unit, r.of) for r in have]) if good else 0
        right, wrong, missed = right + hits, wrong + len(have) - hits, missed + len(wanted) - hits
    assert right / (right + wrong) >= LEAST_PRECISION
    assert right / (right + missed) >= LEAST_RECALL


@pytest.mark.parametrize(
    ("name", "least_precision", "least_recall"),
    [
        ("narrative-held-2.csv", SECOND_PRECISION, SECOND_RECALL),
        ("narrative-held-3.csv", THIRD_PRECISION, THIRD_RECALL),
        ("narrative-held-4.csv", FOURTH_PRECISION, FOURTH_RECALL),
        ("narrative-held-5.csv", FIFTH_PRECISION, FIFTH_RECALL),
        ("narrative-held-6.csv", SIXTH_PRECISION, SIXTH_RECALL),
        ("narrative-held-7.csv", SEVENTH_PRECISION, SEVENTH_RECALL),
        ("narrative-shapes.csv", SHAPES_PRECISION, SHAPES_RECALL),
    ],
)
def test_sentences_and_traps(name: str, least_precision: float, least_recall: float) -> None:
    """A figure counts where its label has the measure's words."""
    right = wrong = missed = 0
    for row in _rows(name):
        wanted = [tuple(part.split()) for part in row["readings"].split("|") if part]
        read = [(r, found.label) for found in _read(row["sentence"]) for r in found.readings]
        named = [(r.value, r.unit, r.of) for r, label in read if row["measure"].lower() in label.lower()]
        hits = _hits(wanted, named) if wanted else 0
        right, wrong, missed = right + hits, wrong + len(read) - hits, missed + len(wanted) - hits
    assert right / (right + wrong) >= least_precision
    assert right / (right + missed) >= least_recall


def _hits(wanted: Sequence[tuple[str, ...]], have: Sequence[tuple[float | int | None, str | None, str]]) -> int:
    left = list(have)
    for value, unit, of in wanted:
        match = next((h for h in left if h[0] == float(value) and unit in ("*", h[1]) and h[2] == of), None)
        if match:
            left.remove(match)
    return len(have) - len(left)


def test_spans_point_at_the_printed_words() -> None:
    text = (
        "1. Heading\n\n1.1 Our visits are prompt. The re-referral\n"
        "rate was 19.4% in 2019/20, against an England\naverage of 21.9%.\n"
    )
    outline = outline_of_text(text)
    (found,) = narrative.extract(outline, Ids(), MET)
    printed = outline.transcript.text
    (sentence,) = found.spans
    assert printed[sentence.start : sentence.end].startswith("The re-referral\nrate")
    assert [printed[r.spans[0].start : r.spans[0].end] for r in found.readings] == ["19.4%", "21.9%"]
    assert found.passage == outline.paragraphs[0].id
    assert found.readings[0].period is not None
    assert found.readings[0].period.source == "sentence"


def test_a_point_of_a_list_is_prose_too() -> None:
    outline = outline_of_text(
        "1. Heading\n\n1.1 We report:\n\n- Re-referral rate: 19.4% (England 21.9%)\n- nothing else\n"
    )
    (found,) = narrative.extract(outline, Ids(), MET)
    assert found.passage == outline.paragraphs[0].items[0].id
    assert [r.of for r in found.readings] == ["authority", "england"]


@pytest.mark.parametrize(
    ("text", "loaded"),
    [
        ("1. Heading\n\n1.1 The Council thanks its officers.\n", False),
        ("1. Heading\n\n1.1 Members are asked to note the report in the usual way.\n", False),
        ("1. Heading\n\n1.1 The re-referral rate was 19.4% in 2019/20.\n", True),
    ],
)
def test_spacy_is_loaded_for_figures_only(tmp_path: Path, text: str, loaded: bool) -> None:
    code = (
        "import sys, hashlib\nfrom pipeline.corpus import Source\nfrom pipeline.run import extract\n"
        f"data = {text!r}.encode()\n"
        "extract(Source('a.txt', 'text/plain', data, hashlib.sha256(data).hexdigest(), len(data)))\n"
        "print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(loaded)


def test_spacy_starts_no_threads() -> None:
    """A signal held back by the main thread would be delivered to another."""
    code = "import os, pipeline.language; print(len(os.listdir('/proc/self/task')))"
    surroundings = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True, env=surroundings)
    assert done.stdout.strip() == "1"


def test_help_loads_no_spacy() -> None:
    code = (
        "import sys\nfrom pipeline import cli\n"
        "status = cli.ended(['--help'])\nprint('spacy' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "False"


WORDS = """the rate of children was were 19.4% 12 in of and compared with England ( ) , . ; : 2019/20 from to target per
cent 10,000 per visits on time rose fell there we received % £ - one five"""
PROSE = st.lists(st.sampled_from(sorted(set(WORDS.split()))), max_size=40)


@given(PROSE)
@settings(deadline=None, max_examples=120)
def test_any_words_are_read_within_their_place(words: list[str]) -> None:
    outline = outline_of_text(f"1. Heading\n\n1.1 Words {' '.join(words)}\n")
    for found in narrative.extract(outline, Ids(), MET):
        assert found.readings[0].of == "authority"
        for span in (*found.spans, *(s for r in found.readings for s in r.spans)):
            assert 0 <= span.start < span.end <= len(outline.transcript.text)
