"""The one door to spaCy: prose into sentences and words, each word with the cue that the project's own lists give it.

spaCy's tokeniser for English, sentences by punctuation, and its phrase matcher fed from
`vocabulary/prose_cues.csv`. Nothing is downloaded and nothing is random. Loading this module loads spaCy, which takes
longer than reading a short paper; so it is loaded only where a text has work for it.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# The arithmetic under spaCy, which rules do not use, else starts a thread for each core; a signal that the main thread
# holds back while a file is placed would reach one of those.

from spacy.attrs import IS_PUNCT, LIKE_NUM, NORM, ORTH
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


def sentences(texts: Iterable[str], worth: Callable[[str], object]) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of each text that are worth it, in words; looking for cues is most of the work, so others go."""
    parted = _tokenizer()
    for text in texts:
        doc = parted(text)
        yield tuple(_words(doc, sentence) for sentence in _sentences(doc) if worth(sentence.text))


def _sentences(doc: Doc) -> Iterator[Span]:
    """A sentence ends with its last mark: a full stop, or marks after it. Goes by numbers, not by spaCy's objects."""
    ends = {doc.vocab.strings[mark] for mark in SENTENCE_ENDS}
    start, ended = 0, False
    for at, (word, is_mark) in enumerate(doc.to_array([ORTH, IS_PUNCT]).tolist()):
        if word in ends:
            ended = True
        elif ended and not is_mark:
            yield doc[start:at]
            start, ended = at, False
    if len(doc):
        yield doc[start:]


def _words(doc: Doc, sentence: Span) -> Sentence:
    words: list[Word] = []
    at = sentence.start
    for start, end, cue, meaning in _cues(sentence):
        words += _others(doc[at:start])
        phrase = doc[start:end]
        words.append(Word(phrase.start_char, phrase.end_char, phrase.text, cue, meaning))
        at = end
    return (*words, *_others(doc[at : sentence.end]))


def _others(stretch: Span) -> Iterator[Word]:
    """Words that no cue names, and marks."""
    for token in stretch:
        if not token.is_space:
            text, start = token.text, token.idx
            yield Word(start, start + len(text), text, "mark" if token.is_punct else "", "")


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
