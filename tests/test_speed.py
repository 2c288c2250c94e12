"""What makes a run quick must not change what it finds, nor load what it does not need."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy  # noqa: TID251  the yardstick of one test
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import cli
from pipeline.language import sentences
from pipeline.values import figures, tokens
from pipeline.vocabulary import headings
from pipeline.vocabulary.alternatives import any_of
from pipeline.vocabulary.wording import folded, matches, opener_of, rows_of
from tests.benchmark import growth, quiet
from tests.conftest import ROOT

NEVER = re.compile(r"(?!)")
HEAVY = {"spacy", "numpy", "pdfplumber", "pdfminer", "lxml", "duckdb", "PIL", "rich", "click"}
SLOW_TO_START = HEAVY - {"click"} | {"pydantic", "pypdfium2", "multiprocessing", "asyncio"}
PRINTED = (
    *tokens.FIRST_OF_ATOMS, "word", "No2", "Sept-20", "18-20", "P9", "M 6", "agenda", "half-term 3", "12 months", "9%",
    "week 12", "wk 3", "Aut 23", "spr term 24", "a hundred", "two hundred", "it’s", "–",
    "FYE 21", "£1.2m", "twelvemonth", "a half", "an eighth", "n = 12", "ca 5", "5 d", "G", "e.g", "İ", "ſ",
)  # fmt: skip
printed = st.lists(st.tuples(st.sampled_from(PRINTED), st.sampled_from(("", " ", "  ", "\n", "-"))), max_size=8).map(
    lambda parts: "".join(word + white for word, white in parts)
)


@given(printed)
@settings(max_examples=300, deadline=None)
def test_plain_words_are_what_the_whole_grammar_of_periods_reads(text: str) -> None:
    lowered = text.translate(tokens.ODD_LETTERS).lower()
    assert list(tokens._atoms(lowered, text, tokens.plain_words())) == list(tokens._atoms(lowered, text, NEVER))


@given(printed)
@settings(max_examples=300, deadline=None)
def test_plain_words_are_what_the_whole_grammar_of_figures_reads(text: str) -> None:
    quick = figures.pieces(text, [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "plain_words", lambda: NEVER)
        assert figures.pieces(text, []) == quick


def test_a_length_in_one_word_is_a_length() -> None:
    (token,) = tokens.cut("twelvemonth")
    assert (token.cls, token.number, token.mark) == ("L", 12, "month")


@given(st.sets(st.text("ab c", min_size=1, max_size=5), min_size=1, max_size=12), st.text("ab c", max_size=20))
def test_a_tree_of_letters_finds_what_a_row_of_words_does(words: set[str], text: str) -> None:
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    row, tree = re.compile(f"(?:{longest_first})(?!c)"), re.compile(f"{any_of(words)}(?!c)")
    assert [m.span() for m in tree.finditer(text)] == [m.span() for m in row.finditer(text)]


WORDINGS = tuple(row for row in rows_of("headings.csv") if row["scope"] == "heading")


@given(
    st.lists(
        st.sampled_from(sorted({w for row in WORDINGS for w in re.findall(r"[a-z]+", row["pattern"])})), max_size=8
    )
)
def test_no_wording_fits_where_none_of_its_words_stands(words: list[str]) -> None:
    text = folded(" ".join(words))
    fits = any(matches(text, row["pattern"], row["without"]) for row in WORDINGS)
    assert opener_of(row["pattern"] for row in WORDINGS).stands_in(text) or not fits
    assert headings.heading_kind(text) is None or fits


def test_sentences_are_those_of_spacys_own_splitter() -> None:
    text = "The rate, 19.4%, fell. It doesn't matter... It was two-thirds! 23 of the 40 children were seen (it said). "
    english = spacy.blank("en")
    english.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?"]})
    (found,) = sentences([text], bool)
    assert [text[s[0].start : s[-1].end] for s in found] == [s.text.strip() for s in english(text).sents]
    assert all(text[w.start : w.end] == w.text for s in found for w in s)


@pytest.mark.parametrize(
    ("text", "phrase", "cue"),
    [
        ("two year olds were seen", "two year olds", "noun"),
        ("The 23 looked after children came", "looked after children", "noun"),
    ],
)
def test_of_two_cues_the_longer_and_of_two_as_long_the_first_in_the_list(text: str, phrase: str, cue: str) -> None:
    ((found,),) = sentences([text], bool)
    assert (phrase, cue) in {(word.text, word.cue) for word in found}


def loaded_by(program: str, modules: Sequence[str]) -> set[str]:
    """Which of the modules an interpreter of its own has loaded after the program."""
    asked = f"{program}\nimport sys\nprint(*(m for m in {sorted(modules)!r} if m in sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=environment)
    return set(done.stdout.split())


def test_help_loads_no_machinery() -> None:
    machinery = ("pipeline.run", "pipeline.fleet", "pipeline.vocabulary", "schemas", "csv", "json", "tomllib")
    asked = "import sys\nfrom pipeline import cli\nsys.stdout, printed = sys.stderr, sys.stdout\ncli.ended(['--help'])"
    program = f"{asked}\nsys.stdout = printed"
    assert loaded_by(program, sorted({*SLOW_TO_START, *machinery})) == set()


def test_a_verb_loads_no_other() -> None:
    others = [f"pipeline.commands.{verb}" for verb in cli.VERBS if verb != "schema"]
    assert loaded_by("from pipeline.cli import papers\npapers.get_command(None, 'schema')", others) == set()


def test_the_parent_of_the_workers_loads_nothing_that_reads_papers() -> None:
    program = "from pipeline import batch, corpus, fleet, ledger, orders, output, places, telling, terminal"
    readers = ("pipeline.run", "pipeline.readers", "pipeline.layout", "pipeline.vocabulary", "pipeline.values")
    assert loaded_by(program, sorted({*SLOW_TO_START - {"multiprocessing"}, *readers, "schemas", "tomllib"})) == set()


LATER = (
    *("pipeline.language", "pipeline.extractors.narrative", "pipeline.extractors.clauses"),
    *("pipeline.readers.docx", "pipeline.readers.odt", "pipeline.readers.html", "pipeline.readers.libreoffice"),
    *("pipeline.readers.pdf.recognition", "pipeline.readers.pdf.second_look", "pipeline.own_wordings"),
    *("pipeline.exporters", "pipeline.exporting", "pipeline.compare", "pipeline.report", "pipeline.show"),
    *("pipeline.comparators", "pipeline.published", "schemas.comparison", "schemas.migrations"),
)
"""What a short paper without figures in its prose has no use for."""


def test_a_text_without_figures_in_prose_loads_no_language_and_no_other_reader() -> None:
    program = (
        "from tests.benchmark.growth import HEAD, source_of\nfrom pipeline.run import extract\n"
        "extract(source_of(HEAD + 'Background\\n\\nThe committee met and was told of the plan.', 'text/plain'))"
    )
    assert loaded_by(program, sorted({*HEAVY, *LATER, "pypdfium2", "pipeline.readers.pdf", "pipeline.packs"})) == set()


def test_a_pdf_without_figures_in_prose_loads_no_language_and_no_second_reader(tmp_path: Path) -> None:
    """The paper is made by another process: what makes it loads much."""
    made = tmp_path / "quiet.pdf"
    made.write_bytes(quiet.printed())
    program = (
        "from pathlib import Path\nfrom pipeline.corpus import Source\nfrom pipeline.run import extract\n"
        f"extract(Source('quiet.pdf', 'application/pdf', Path({str(made)!r}).read_bytes(), '', 1))"
    )
    assert loaded_by(program, sorted({*HEAVY, *LATER, "pipeline.readers.txt"})) == set()


@pytest.mark.parametrize("shape", ["recommendations", "paragraphs", "names"])
def test_a_paper_four_times_as_long_costs_four_times_as_much(shape: str) -> None:
    """A square would cost sixteen; the least of some runs, since other work on the machine only adds."""
    make, media_type = next((make, kind) for make, kind in growth.SHAPES if make.__name__ == shape)
    small, large = (growth.source_of(make(n), media_type) for n in (100, 100 * growth.LONGER))
    growth.seconds(small)
    costs = [min(growth.seconds(source) for _ in range(3)) for source in (small, large)]
    assert costs[1] < 2 * growth.LONGER * costs[0]
