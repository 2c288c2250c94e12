"""A paragraph's own words: line ends become one space; words cut at a line end are joined on the paper's evidence."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from pipeline.transcript import Line
from pipeline.vocabulary.wording import rows_of

CUT = re.compile(r"([A-Za-zÀ-ÿ]+)[-\u00ad‐]\Z")
SOFT = re.compile("\u00ad(?=.)")  # shows at a line's end only
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*")
GLUED = re.compile(r"\w[/-]\Z")
NEXT = re.compile(r"([A-Za-zÀ-ÿ]+)")


@cache
def prefixes() -> frozenset[str]:
    """Words that are joined to others by a hyphen (`vocabulary/prefixes.csv`)."""
    return frozenset(row["prefix"] for row in rows_of("prefixes.csv"))


def vocabulary_of(lines: Iterable[Line]) -> frozenset[str]:
    """The words the paper prints inside its lines, in small letters: the evidence for joining cut ones."""
    return frozenset(w.lower() for line in lines for w in WORD.findall(SOFT.sub("", line.text.rstrip()))[:-1])


def own_words(line: Line, start: int = 0) -> str:
    """A line's words from `start` on, without footnote marks; white space folded, hyphens that do not show left out."""
    text, end = "", len(line.text)
    at = start
    for low, high in line.raised:
        if low >= at:
            text += line.text[at:low]
            at = high
    return SOFT.sub("", " ".join((text + line.text[at:end]).replace("\u200b", "").split()))


def joined(pieces: Sequence[str], known: frozenset[str]) -> str:
    """Lines as one text."""
    text = ""
    for piece in pieces:
        if not piece:
            continue
        text = _join(text, piece, known) if text else piece
    return text


def _join(text: str, piece: str, known: frozenset[str]) -> str:
    cut, after = CUT.search(text), NEXT.match(piece)
    if cut is None:
        return (
            text + piece
            if text.endswith(("/", "-")) and piece[:1].isalnum() and text[-2:-1].isalnum()
            else f"{text} {piece}"
        )
    if after is None:
        return text + piece
    if text.endswith("\u00ad"):
        return text[:-1] + piece
    keeps = _keeps_hyphen(cut[1].lower(), after[1].lower(), known) or not after[1][:1].islower()
    return text + piece if keeps else text[:-1] + piece


def _keeps_hyphen(left: str, right: str, known: frozenset[str]) -> bool:
    """The compound printed whole elsewhere keeps it, the whole word loses it; else two words of their own keep it."""
    if f"{left}-{right}" in known:
        return True
    if left + right in known:
        return False
    if left in prefixes():
        return True
    compound = any(w.startswith(f"{left}-") or w.endswith(f"-{right}") for w in known)
    return compound or (left in known and right in known)
