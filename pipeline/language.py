"""The one door to spaCy: prose into sentences and words, each word with the cue that the project's own lists give it.

spaCy's tokeniser for English, sentences by punctuation, and its phrase matcher fed from
`vocabulary/prose_cues.csv`. Nothing is downloaded and nothing is random. Loading this module loads spaCy, which takes
longer than reading a short paper; so it is loaded only where a text has work for it.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# The arithmetic under spaCy, which rules do not use, else starts a thread for each core; a signal that the main thread
# holds back while a file is placed would reach one of those.

from spacy.attrs import IDX, IS_PUNCT, IS_SPACE, LENGTH, LIKE_NUM, NORM, ORTH
from spacy.lang.en import EnglishDefaults
from spacy.matcher import PhraseMatcher
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import create_vocab

from pipeline.vocabulary.wording import rows_of

NUMBER = "#"
"""In a pattern: any number, in digits or in words."""
IS_NUMBER: Callable[[str], bool] = EnglishDefaults.lex_attr_getters[LIKE_NUM]
SENTENCE_ENDS = (".", "!", "?")


class Word(NamedTuple):
    """A word, a phrase that a cue names, or a mark; characters `[start, end)` of the text that was read."""

    start: int
    end: int
    text: str
    cue: str
    """The cue of `prose_cues.csv`; "" for any other word, "mark" for punctuation."""
    meaning: str


Sentence = tuple[Word, ...]


class _Token(NamedTuple):
    """One of spaCy's, in numbers: an object for each that is asked for cost as much as all the rest."""

    orth: int
    is_mark: int
    is_space: int
    start: int
    length: int


ASKED = [ORTH, IS_PUNCT, IS_SPACE, IDX, LENGTH]
"""Of each token, in the order of `_Token`."""


def sentences(texts: Iterable[str], worth: Callable[[str], object]) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of each text that are worth it, in words; looking for cues is most of the work, so others go."""
    parted = _tokenizer()
    for text in texts:
        doc = parted(text)
        tokens = list(map(_Token._make, doc.to_array(ASKED).tolist()))
        yield tuple(
            _words(text, tokens, (first, last), _cues(doc[first:last]))
            for first, last in _sentences(doc, tokens)
            if worth(_printed(text, tokens, first, last))
        )


def _printed(text: str, tokens: Sequence[_Token], first: int, last: int) -> str:
    """The text of tokens `[first, last)`."""
    return text[tokens[first].start : tokens[last - 1].start + tokens[last - 1].length]


def _sentences(doc: Doc, tokens: Sequence[_Token]) -> Iterator[tuple[int, int]]:
    """The tokens `[first, last)` of each sentence: it ends with its last mark, a full stop, or marks after it."""
    ends = {doc.vocab.strings[mark] for mark in SENTENCE_ENDS}
    start, ended = 0, False
    for at, token in enumerate(tokens):
        if token.orth in ends:
            ended = True
        elif ended and not token.is_mark:
            yield start, at
            start, ended = at, False
    if tokens:
        yield start, len(tokens)


def _words(
    text: str, tokens: Sequence[_Token], bounds: tuple[int, int], cues: Iterable[tuple[int, int, str, str]]
) -> Sentence:
    words: list[Word] = []
    at, last = bounds
    for start, end, cue, meaning in cues:
        words += _others(text, tokens[at:start])
        phrase = _printed(text, tokens, start, end)
        words.append(Word(tokens[start].start, tokens[start].start + len(phrase), phrase, cue, meaning))
        at = end
    return (*words, *_others(text, tokens[at:last]))


def _others(text: str, stretch: Sequence[_Token]) -> Iterator[Word]:
    """Words that no cue names, and marks."""
    for _, is_mark, is_space, start, length in stretch:
        if not is_space:
            end = start + length
            yield Word(start, end, text[start:end], "mark" if is_mark else "", "")


def _cues(sentence: Span) -> list[tuple[int, int, str, str]]:
    """The phrases of the lists in a sentence, in order: first and last token, cue, meaning; of two at once the longer.

    Of two of the same length the first; of two cues for one phrase ("two year olds") that which the lists give first.
    """
    cues = _phrases()
    found = sorted(cues.matcher(sentence), key=lambda match: (match[1] - match[2], match[1], cues.of[match[0]][0]))
    taken: set[int] = set()
    kept = []
    for key, start, end in found:
        if start not in taken and end - 1 not in taken:
            taken.update(range(start, end))
            kept.append((start, end, *cues.of[key][1:]))
    return sorted(kept)


class _Phrases(NamedTuple):
    matcher: PhraseMatcher
    of: dict[int, tuple[int, str, str]]
    """The matcher's key to cue and meaning, and before them their place in the lists."""


def _norm(text: str) -> str:
    """Every number has one norm, so that a pattern with a number in it is a plain phrase; any other word its own."""
    return NUMBER if IS_NUMBER(text) else text.lower()


@cache
def _tokenizer() -> Tokenizer:
    """spaCy's own for English; a text of any length is read whole, as nothing here grows faster than the text.

    The norm is the vocabulary's, found once for each word that is met, not once for each place where it stands; what
    the tokeniser parts ("don't") keeps the norm of its own print.
    """
    vocabulary: Any = create_vocab("en", EnglishDefaults)
    vocabulary.lex_attr_getters[NORM] = _norm
    exceptions = EnglishDefaults.tokenizer_exceptions
    return Tokenizer(
        vocabulary,
        rules={word: [{ORTH: part[ORTH]} for part in parts] for word, parts in exceptions.items()},
        prefix_search=compile_prefix_regex(EnglishDefaults.prefixes or ()).search,
        suffix_search=compile_suffix_regex(EnglishDefaults.suffixes or ()).search,
        infix_finditer=compile_infix_regex(EnglishDefaults.infixes).finditer,
        token_match=EnglishDefaults.token_match,
        url_match=EnglishDefaults.url_match,
    )


@cache
def _phrases() -> _Phrases:
    """Phrases only: patterns of tokens are 100 times slower."""
    parted = _tokenizer()
    phrases = _Phrases(PhraseMatcher(parted.vocab, attr="NORM"), {})
    for row in rows_of("prose_cues.csv"):
        cue = row["cue"], row["meaning"] or "-"
        name = "\t".join(cue)
        phrases.matcher.add(name, [parted(words) for words in _choices(row["words"])])
        phrases.of.setdefault(parted.vocab.strings[name], (len(phrases.of), *cue))
    return phrases


def _choices(words: str) -> Iterator[str]:
    """A row's phrase, once for each choice of `a|b` in it."""
    for chosen in product(*(word.split("|") for word in words.split())):
        yield " ".join(chosen)
