"""Common English words: evidence on where a word was cut."""

from bisect import bisect_left
from functools import cache, lru_cache

from pipeline.vocabulary.wording import FOLDER

MOST_KEPT = 4096  # words; the same ones are cut again and again


@lru_cache(MOST_KEPT)
def is_english(word: str) -> bool:
    """A common English word, in small letters (`english.txt`).

    The file is sorted and is searched as it is: a short paper asks for a few words, and a set of all takes 7 ms.
    """
    return _line_at(bisect_left(range(len(_text())), word, key=_line_at)) == word


def _line_at(place: int) -> str:
    text = _text()
    return text[text.rfind("\n", 0, place) + 1 : text.find("\n", place)]


@cache
def _text() -> str:
    return (FOLDER / "english.txt").read_text(encoding="utf-8")
