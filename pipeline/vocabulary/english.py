"""Common English words: evidence on where a word was cut."""

from functools import cache

from pipeline.vocabulary.wording import FOLDER


@cache
def english() -> frozenset[str]:
    """Common English words in small letters (`vocabulary/english.txt`); read when a cut word asks for them."""
    return frozenset((FOLDER / "english.txt").read_text(encoding="utf-8").split())
