"""Glyphs that a PDF names no character for: a font set by the numbers of its glyphs, without a table of what they are.

What stands on the page can be seen, and not copied. Some programs number the glyphs as the letters that they show:
where the numbers, taken for letters, make English words, they are read so, and it is told. Otherwise no letter is
guessed: a page of such glyphs is a picture of text, and what is not recognised there as English stands as U+FFFD, with
an issue: where the font itself is lost the picture shows nonsense too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Literal

from pipeline.readers.pdf.engine import UNCODED, PageContent, Word
from pipeline.transcript import Remark
from pipeline.vocabulary.english import is_english

UNKNOWN = "\ufffd"
SIGNS = re.compile(f"[{UNKNOWN}{chr(UNCODED)}-\U0010ffff]")
LETTERS = re.compile("[a-z]{3,}")
ENGLISH = 0.5  # of the words of three letters and more; of glyphs numbered otherwise next to none is one
MOSTLY = 0.5  # of a page's characters: the page is a picture of text then
MOST_QUOTED = 6  # words in one remark


def count(page: PageContent) -> int:
    """How many characters of the page have no code."""
    return len(SIGNS.findall("".join([word.text for word in page.words])))


def _count(word: Word) -> int:
    return len(SIGNS.findall(word.text))


def is_mostly_uncoded(page: PageContent) -> bool:
    """To be looked at rather than read."""
    return count(page) > MOSTLY * sum(len(word.text) for word in page.words)


def coded(page: PageContent) -> PageContent:
    """The page without its glyphs of no code."""
    return replace(page, words=tuple(word for word in page.words if not _count(word)))


def by_numbers(page: PageContent) -> PageContent | None:
    """The page with the glyphs' numbers taken for letters; None where that makes no English."""
    read = _reworded(page, lambda one: chr(ord(one) - UNCODED))
    if not all(word.text.isprintable() for word in read.words):
        return None
    doubted = (word for word, was in zip(read.words, page.words, strict=True) if _count(was))
    return read if are_english(doubted) else None


def are_english(words: Iterable[Word]) -> bool:
    """Most of them, as far as they are words at all."""
    found = [letters for word in words for letters in LETTERS.findall(word.text.lower())]
    return sum(map(is_english, found)) > ENGLISH * len(found)


def unread(page: PageContent) -> PageContent:
    """The page with a mark for each of them."""
    return _reworded(page, lambda _: UNKNOWN)


def _reworded(page: PageContent, character: Callable[[str], str]) -> PageContent:
    return replace(page, words=tuple(_spelled(word, character) for word in page.words))


def _spelled(word: Word, character: Callable[[str], str]) -> Word:
    if not _count(word):
        return word
    return word._replace(text="".join(character(one) if ord(one) >= UNCODED else one for one in word.text))


def remark_on(page: PageContent, read: PageContent, how: str) -> Remark:
    """What a person should know; `read`: the same words as they were read, if they were."""
    quote = " ".join(_quoted(page, read))
    message = f"{count(page):,} characters on page {page.number} have no readable code in the PDF; {how}"
    severity: Literal["error", "warning"] = "error" if UNKNOWN in quote and is_mostly_uncoded(page) else "warning"
    return Remark("replaced-characters", severity, message, page.number, quote or None)


def _quoted(page: PageContent, read: PageContent) -> Iterator[str]:
    """The first of the words, each with the word before and after it: where on the page to look."""
    at = [n for n, word in enumerate(page.words) if _count(word)][:MOST_QUOTED]
    shown = sorted({m for n in at for m in (n - 1, n, n + 1) if 0 <= m < len(read.words)})
    return (read.words[n].text for n in shown)
