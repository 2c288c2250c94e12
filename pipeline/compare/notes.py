"""What a footnote says of a measure.

The mark of the note stands in the row's text but not in its label; the note itself is furniture that begins with it:

    text       CP visits in timescale²  89%  85%          label  CP visits in timescale
    furniture  ² From 1 April 2023 a visit counts as on time within 10 working days
"""

import re
import unicodedata
from functools import cache

from pipeline.vocabulary.wording import folded, pattern, rows_of
from schemas import Paper
from schemas.record import Indicator

MARK = re.compile(r"[\s(\[]*([0-9]{1,2}|[a-z]|[*†‡§¶]{1,3})[\s)\].:]*\Z")
NOTE = re.compile(r"[\s(\[]*([0-9]{1,2}|[a-z]|[*†‡§¶]{1,3})[)\].:]*\s+(?=\S)")


def notes_of(paper: Paper, row: Indicator) -> tuple[str, ...]:
    """The notes on a row's label, in the paper's words."""
    mark = mark_of(paper, row)
    return tuple(text for found, text in notes(paper) if found == mark) if mark else ()


def mark_of(paper: Paper, row: Indicator) -> str | None:
    """What stands after the label in the row's first cell and is no part of it."""
    if not row.spans:
        return None
    span = row.spans[0]
    printed = " ".join(re.split(r"[\t\n|]", paper.text[span.start : span.end].lstrip())[0].split())
    label = " ".join(row.label.split())
    if not printed.startswith(label):
        return None
    found = MARK.match(plain(printed[len(label) :]))
    return found[1] if found else None


def notes(paper: Paper) -> list[tuple[str, str]]:
    """Every note with its mark; one that runs over lines or pages is joined."""
    found: list[tuple[str, str]] = []
    for piece in paper.furniture:
        if piece.kind != "footnote":
            continue
        start = NOTE.match(plain(piece.text))
        if start:
            found.append((start[1], " ".join(plain(piece.text)[start.end() :].split())))
        elif found:
            mark, text = found[-1]
            found[-1] = mark, f"{text} {' '.join(piece.text.split())}"
    return found


def plain(text: str) -> str:
    """Raised digits as digits."""
    return unicodedata.normalize("NFKC", text)


def redefines(note: str) -> bool:
    """The note says that the measure is counted otherwise than before, by `redefinitions.csv`."""
    words = folded(note)
    return any(pattern(source).search(words) for source in _cues())


@cache
def _cues() -> tuple[str, ...]:
    return tuple(row["pattern"] for row in rows_of("redefinitions.csv"))
