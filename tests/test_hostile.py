"""Hostile and damaged files: each becomes a paper or is refused with a code that is promised, in little time."""

import hashlib
import random
import time

import pytest

from pipeline.corpus import source_of
from pipeline.run import papers_of
from pipeline.transcript import Unreadable
from tests import hostile, odd
from tests.hostile import Case

CASES = (*hostile.cases(), *odd.cases())
MOST_SECONDS = 5.0  # of processor time for one small file; all but a few take a tenth of a second
ROUNDS = 12  # of damage, for each kind of file and seed


def outcome(case: Case) -> str:
    """The text that the file was read as, or the code that refuses it."""
    start = time.process_time()
    digest = hashlib.sha256(case.data).hexdigest()
    try:
        found = "".join(paper.text for paper in papers_of(source_of(case.name, case.data, digest)))
    except Unreadable as refusal:
        found = refusal.code
    assert time.process_time() - start < MOST_SECONDS
    return found


def test_there_are_enough() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 150


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_comes_of_a_hostile_file(case: Case) -> None:
    found = outcome(case)
    if case.outcome == hostile.READ:
        assert hostile.WORDS in " ".join(found.split())
    elif case.outcome != hostile.ANY:
        assert found in case.outcome.split()


@pytest.mark.parametrize("kind", hostile.SOUND)
@pytest.mark.parametrize("seed", range(8))
def test_damage_ends_in_a_paper_or_a_refusal(kind: str, seed: int) -> None:
    dice = random.Random(f"{kind} {seed}")
    sound = hostile.SOUND[kind]()
    for number in range(ROUNDS):
        data = hostile.damaged(sound, dice)
        if data:
            outcome(Case(f"damaged-{number}.{kind}", data, hostile.ANY))


@pytest.mark.parametrize("seed", range(6))
def test_damage_inside_the_part_that_holds_the_words(seed: int) -> None:
    dice = random.Random(seed)
    for number in range(ROUNDS):
        main = hostile.damaged(hostile.document().encode(), dice)
        outcome(Case(f"damaged-{number}.docx", hostile.docx(main), hostile.ANY))
