"""A paragraph's own words: line ends become one space; words cut at a line end are joined on the paper's evidence."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.records import dataclass
from pipeline.transcript import Line
from pipeline.vocabulary.english import is_english
from pipeline.vocabulary.wording import rows_of

CUT = re.compile(r"([A-Za-zÀ-ÿ]{1,60})[-\u00ad‐]\Z")
HYPHENS = ("-", "\u00ad", "‐")
SOFT = re.compile("\u00ad(?=.)")  # shows at a line's end only
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*")
WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,2000}\Z")
REST_OF_ADDRESS = re.compile(r"[^\s/%=&?_#]{0,200}[/%=&?_#]")
LAST, FIRST = re.compile(r"(?<![A-Za-z])[A-Za-z]+\Z"), re.compile(r"[a-z]+(?![\w-])")
NEXT = re.compile(r"([A-Za-zÀ-ÿ]+)(?:-[A-Za-zÀ-ÿ]+)*")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the paper itself says about words cut at a line's end."""

    known: frozenset[str]
    """The words it prints inside its lines, in small letters."""
    cuts: bool
    """Some word that stands whole elsewhere is cut: the paper is set with hyphenation."""


@cache
def prefixes() -> frozenset[str]:
    """Words that are joined to others by a hyphen (`vocabulary/prefixes.csv`)."""
    return frozenset(row["prefix"] for row in rows_of("prefixes.csv"))


def evidence_of(lines: Sequence[Line]) -> Evidence:
    """The words inside the lines, without the halves of those that a line's end may have cut."""
    known: set[str] = set()
    halves: list[tuple[str, str]] = []
    cut = ""
    for line in lines:
        text = SOFT.sub("", line.text.rstrip())
        words = WORD.findall(text)
        if cut and words:
            halves.append((cut, words[0].lower()))
        known.update(words[bool(cut) : -1])
        ended = CUT.search(text) if text.endswith(HYPHENS) else None
        cut = ended[1].lower() if ended else ""
    known = set(map(str.lower, known))  # once for each word, not once for each place where it stands
    known.update([part for word in known if "-" in word for part in word.split("-")])
    whole = (left + right in known and f"{left}-{right}" not in known for left, right in halves)
    return Evidence(frozenset(known), any(whole))


def own_words(line: Line, start: int = 0) -> str:
    """A line's words from `start` on, without footnote marks; white space folded, hyphens that do not show left out.

    What is drawn has no words.
    """
    if line.role == "rule":
        return ""
    text, end = "", len(line.text)
    at = start
    for low, high in line.raised:
        if low >= at:
            text += line.text[at:low]
            at = high
    return SOFT.sub("", " ".join((text + line.text[at:end]).replace("\u200b", "").split()))


def joined(pieces: Sequence[str], evidence: Evidence, *, narrow: bool = False) -> str:
    """Lines as one text; a `narrow` column cuts words that are too long for it without a hyphen: `neighbou` / `rs`."""
    text = ""
    for piece in pieces:
        if not piece:
            continue
        if not text or (narrow and _is_cut(text, piece, evidence)):
            text += piece
        else:
            text = _join(text, piece, evidence)
    return text


def _is_cut(text: str, piece: str, evidence: Evidence) -> bool:
    """Two pieces that make a word, of which one is none."""
    left, right = LAST.search(text), FIRST.match(piece)
    if left is None or right is None:
        return False
    halves, whole = (left[0].lower(), right[0]), left[0].lower() + right[0]
    is_word = whole in evidence.known or is_english(whole)
    return is_word and not all(map(is_english, halves))


def _join(text: str, piece: str, evidence: Evidence) -> str:
    last = text[text.rfind(" ") + 1 :]  # what was joined before must not be gone through again for every line
    if WEB_ADDRESS.search(last) and REST_OF_ADDRESS.match(piece):
        return text + piece
    cut = CUT.search(last) if last.endswith(HYPHENS) else None
    if cut is None:
        return (
            text + piece
            if text.endswith(("/", "-")) and piece[:1].isalnum() and text[-2:-1].isalnum()
            else f"{text} {piece}"
        )
    after = NEXT.match(piece)
    if after is None:
        return text + piece
    if text.endswith("\u00ad"):
        return text[:-1] + piece
    keeps = not after[1][:1].islower() or _keeps_hyphen(cut[1].lower(), after[1].lower(), evidence)
    return text + piece if keeps else text[:-1] + piece


def _keeps_hyphen(left: str, right: str, evidence: Evidence) -> bool:
    """Whether the hyphen is the word's own; the first that has an answer decides.

    What the paper prints elsewhere: the compound keeps it, the whole word loses it, a prefix keeps it. Then the words:
    a word that is whole without it loses it, two words that make no third keep it. Where nothing tells, it stays
    unless the paper is seen to cut words.
    """
    known = evidence.known
    if f"{left}-{right}" in known:
        return True
    if left + right in known:
        return False
    if left in prefixes() or any(w.startswith(f"{left}-") or w.endswith(f"-{right}") for w in known):
        return True
    apart, whole = is_english(left) and is_english(right), is_english(left + right)
    return not whole and (apart or not evidence.cuts)
