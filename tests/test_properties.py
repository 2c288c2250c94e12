"""What must hold for every paper: a page break changes no words, and the form of a file changes no outline."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.transcript import Line
from tests.printed import outline_of, outline_of_text, paragraphs, points, printed, sections

OUTPUT = Path(__file__).parent.parent / "output" / "eastmarch"
FULL = {"full": True}
PAPER = printed(
    ("1. Background", {"bold": True}),
    "",
    ("1.1 The service was inspected in June and found to be good overall in", FULL),
    ("every area that was looked at, with one exception. The exception was", FULL),
    "the timeliness of reviews.",
    "",
    ("1.2 The programme rests on four principles, which partners agreed in the", FULL),
    "spring:",
    ("• help at the earliest point, given by people whom the family knows and", FULL),
    "trusts",
    "• stable homes",
    ("• swift action where children go missing from home or from care, at any", FULL),
    "hour of the day",
    "",
    ("2. Performance", {"bold": True}),
    "",
    ("2.1 The rate fell by a third over the year. It is now lower than in like", FULL),
    ("authorities, and it is expected to fall again in the year to come. The", FULL),
    "reasons are not yet known.",
)


def broken(lines: tuple[Line, ...], at: int) -> tuple[Line, ...]:
    """The lines with a page break before line `at`."""
    top = lines[at].box
    assert top is not None
    moved = []
    for line in lines[at:]:
        assert line.box is not None
        x0, y0, x1, y1 = line.box
        moved.append(
            Line(
                line.text,
                2,
                (x0, y0 - top[1] + 72.0, x1, y1 - top[1] + 72.0),
                line.left,
                line.size,
                line.bold,
            )
        )
    return (*lines[:at], *moved)


@pytest.mark.parametrize("at", range(1, len(PAPER)))
def test_a_page_break_anywhere_changes_no_words(at: int) -> None:
    whole, cut = outline_of(PAPER), outline_of(broken(PAPER, at))
    assert sections(cut) == sections(whole)
    assert paragraphs(cut) == paragraphs(whole)
    assert [points(p.items) for p in cut.paragraphs] == [points(p.items) for p in whole.paragraphs]


TEXT = (
    "1. Background\n\n1.1 The service was inspected in June and found to be good overall in every area that was "
    "looked at, with one exception, the timeliness of reviews.\n\n1.2 The rate fell by a third over the year and is "
    "now lower than in like authorities.\n"
)
SPACES = [i for i, c in enumerate(TEXT) if c == " " and TEXT[i - 1].isalpha() and TEXT[i + 1].islower()]


@given(st.sampled_from(SPACES))
@settings(deadline=None)
def test_a_page_break_between_two_words_of_a_text_changes_no_words(at: int) -> None:
    cut = f"{TEXT[:at]}\n\f{TEXT[at + 1 :]}"
    assert paragraphs(outline_of_text(cut)) == paragraphs(outline_of_text(TEXT))


def published(name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((OUTPUT / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


FORMS = {
    "eastmarch-2023": ("pdf", "docx", "txt"),
    "eastmarch-2024": ("pdf", "docx", "txt"),
    "eastmarch-2025": ("pdf", "docx", "html", "txt"),
    "eastmarch-fostering-2024": ("pdf", "docx", "txt"),
}


def folded(text: str) -> str:
    """Text copies have straight quote marks and hyphens for dashes."""
    return text.translate(str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}))


@pytest.mark.parametrize("paper", FORMS)
def test_every_form_of_a_specimen_gives_the_same_outline(paper: str) -> None:
    def outline(form: str) -> object:
        read = published(f"{paper}.{form}")
        found = [(s["number"], folded(s["title"])) for s in read["sections"]]  # type: ignore[attr-defined]
        texts = [(p["number"], folded(p["text"])) for p in read["paragraphs"]]  # type: ignore[attr-defined]
        return found, texts

    first, *others = FORMS[paper]
    assert {form: outline(form) for form in others} == {form: outline(first) for form in others}
