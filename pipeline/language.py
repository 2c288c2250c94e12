"""The one door to spaCy: prose into sentences and words, each word with the cue that the project's own lists give it.

Blank English and rules: the tokeniser, a sentence splitter that goes by punctuation, an entity ruler fed from
`vocabulary/prose_cues.csv`. Nothing is downloaded and nothing is random. Loading this module loads spaCy, which takes
longer than reading a short paper; so it is loaded only where a text has work for it.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# The arithmetic under spaCy, which rules do not use, else starts a thread for each core; a signal that the main thread
# holds back while a file is placed would reach one of those.

import spacy
from spacy.language import Language
from spacy.pipeline import EntityRuler
from spacy.tokens import Doc

from pipeline.vocabulary.wording import rows_of

NUMBER = "#"
"""In a pattern: any number, in digits or in words."""
BATCH = 64  # texts a batch: enough that spaCy's own overhead per batch does not show


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
    for doc in _english().pipe(texts, batch_size=BATCH):
        spans = [sentence for sentence in doc.sents if worth(sentence.text)]
        yield tuple(_words(_ruler()(span.as_doc()), span.start_char) for span in spans)


def _words(doc: Doc, offset: int) -> Sentence:
    words: list[Word] = []
    at = 0
    for entity in doc.ents:
        words += [_word(doc, i, offset) for i in range(at, entity.start) if not doc[i].is_space]
        start, end = entity.start_char + offset, entity.end_char + offset
        words.append(Word(start, end, entity.text, entity.label_, entity.ent_id_))
        at = entity.end
    return (*words, *(_word(doc, i, offset) for i in range(at, len(doc)) if not doc[i].is_space))


def _word(doc: Doc, index: int, offset: int) -> Word:
    token = doc[index]
    start = token.idx + offset
    return Word(start, start + len(token), token.text, "mark" if token.is_punct else "", "")


@Language.component("numbers")
def _numbers(doc: Doc) -> Doc:
    """Every number has one norm, so that a pattern with a number in it is a plain phrase; any other word its own."""
    for token in doc:
        token.norm_ = NUMBER if token.like_num else token.lower_
    return doc


@cache
def _english() -> Language:
    """A text of any length is read whole: nothing here grows faster than the text."""
    english = spacy.blank("en")
    english.max_length = 10**9  # characters; spaCy's own bound is meant for its statistical parsers
    english.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?"]})
    english.add_pipe("numbers")
    return english


@cache
def _ruler() -> EntityRuler:
    """Of cues that begin at one word the longest is taken. Phrases only: patterns of tokens are 100 times slower."""
    ruler = EntityRuler(_english(), phrase_matcher_attr="NORM")
    ruler.add_patterns([pattern for row in rows_of("prose_cues.csv") for pattern in _patterns(row)])
    return ruler


def _patterns(row: dict[str, str]) -> Iterator[dict[str, str | list[dict[str, object]]]]:
    """A row's phrase, once for each choice of `a|b` in it."""
    for words in product(*(word.split("|") for word in row["words"].split())):
        yield {"label": row["cue"], "id": row["meaning"] or "-", "pattern": " ".join(words)}
