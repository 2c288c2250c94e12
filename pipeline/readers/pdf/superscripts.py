"""Small characters set high at the end of a word: footnote marks, and the letters of ordinals.

A recogniser drops them or makes a quote mark or a bracket of them. The ink shows them: columns that end well above the
baseline and are higher than quote marks. They are read alone, enlarged: `why.1` with its mark, `5th`.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.pdf.ink import Grey, enlarged
from pipeline.readers.pdf.inked import Column, Inked
from pipeline.readers.pdf.tesseract import read_lines

RAISED = 0.16  # of the em above the baseline: they end there or higher
HEIGHT = (0.31, 0.6)  # of the em: quote marks are at most 0.3 high
MOST = 3  # characters
EDGE = 0.04  # of the em: white cut out with them; what is before them must stay out
FIGURES, LETTERS = "0123456789", "dhnrst"
ORDINALS = frozenset({"st", "nd", "rd", "th"})


def with_superscripts(words: Sequence[Inked], grey: Grey) -> list[Inked]:
    """The words with what is set high at their ends."""
    out = list(words)
    for letters in (FIGURES, LETTERS):
        found = [(i, columns) for i, w in enumerate(words) if (columns := _raised(w, letters == LETTERS))]
        parts = [_part(columns, words[i].em, grey) for i, columns in found]
        for (i, columns), line in zip(found, read_lines(parts, letters), strict=True):
            text = "".join(seen.text for seen in line)
            if text and len(text) <= MOST and (letters == FIGURES or text in ORDINALS):
                out[i] = _with(words[i], len(columns), text, 0 if text in ORDINALS else len(text))
    return out


def _raised(word: Inked, ordinal: bool) -> tuple[Column, ...]:
    """The raised columns at the end of a word that has others before them; an ordinal's follow a figure."""
    count = 0
    for column in reversed(word.columns):
        if not _is_raised(column, word):
            break
        count += 1
    if not 0 < count <= MOST or count == len(word.columns) or word.is_bullet:
        return ()
    after_figure = word.seen.text[:1].isdigit() and count >= 2
    return word.columns[-count:] if after_figure == ordinal else ()


def _is_raised(column: Column, word: Inked) -> bool:
    height = column.bottom - column.top
    low, high = HEIGHT
    return column.bottom < word.seen.baseline - RAISED * word.em and low * word.em <= height <= high * word.em


def _part(columns: Sequence[Column], em: float, grey: Grey) -> Grey:
    edge = round(EDGE * em)
    top, bottom = min(c.top for c in columns) - edge, max(c.bottom for c in columns) + edge
    return enlarged(grey[max(0, top) : bottom, max(0, columns[0].x0 - edge) : columns[-1].x1 + edge])


def _with(word: Inked, columns: int, text: str, raised: int) -> Inked:
    """The recogniser's characters for the plain columns, then the raised ones."""
    plain = len(word.columns) - columns
    if word.seen.middles and len(word.seen.text) != plain:
        edge = word.columns[plain].x0
        plain = sum(1 for middle in word.seen.middles if middle < edge)
    kept = word.seen.text[:plain]
    return replace(word, seen=word.seen._replace(text=kept + text, middles=()), raised=raised)
