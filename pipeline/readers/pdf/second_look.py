"""Parts of a picture that are read again: ink that no word has, doubted words, and numbers in the margin.

A page's layout misleads a recogniser, and a few characters alone are hard for it: `2.` in the margin is dust, or `zs`.
Doubted words are read again as a line of their own. What stands before a line with white after it is read again with
the white closed up, as the first word of that line: of 265 such numbers 21 were wrong at first sight, then 6.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.readers.pdf.ink import Grey, Spot
from pipeline.readers.pdf.inked import Inked, inked
from pipeline.readers.pdf.tesseract import Seen, read_lines
from pipeline.records import dataclass

DOUBTED = 0.7  # confidence below which a word is read again
MARK_DOUBTED = 0.9  # the same for what stands alone before a line
SURER = 0.1  # by so much must the second reading of a word be surer
LONGEST_MARK = 6  # characters, as `(viii)`
LETTER = (0.35, 1.6)  # of the em: ink of less height is a mark or dust, of more a drawing
TOGETHER = 0.9  # of the em: spots nearer than this are of one run
STACK = 1.8  # of the em: no character is as high
LEVEL = 0.3  # of the em: what stands on one level
APART = (0.5, 8.0)  # of the em: white between a number in the margin and its line
CLOSED = 0.3  # of the em: the white put between them instead
ABOVE, BELOW, BESIDE = 0.95, 0.32, 0.12  # of the em: what is cut out round words
ENOUGH = 4.0  # of the em: so much of the line is read with its number
MOST_RUNS = 150  # on one page; more is a drawing or a photograph


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a line: from `x0` to `x1`, and the words that follow."""

    x0: float
    x1: float
    line: tuple[Inked, ...]


def looked_again(words: Sequence[Inked], free: Sequence[Spot], grey: Grey) -> tuple[list[Inked], list[Spot]]:
    """The words with better readings and with those found in unread ink; and the spots that are still free."""
    whole = [w for w in words if not _is_stack(w)]
    better = _marks(_doubted(whole, grey), grey)
    loose = sorted([*free, *(s for w in words if _is_stack(w) for c in w.columns for s in c.spots)])
    more, left = inked(_unread(better, loose, grey), loose)
    return [*better, *(w for w in more if w.columns)], left


def _is_stack(word: Inked) -> bool:
    """The bullets of several lines taken for one character."""
    return len(word.seen.text) <= 2 and word.seen.bottom - word.seen.top > STACK * word.em


def _doubted(words: Sequence[Inked], grey: Grey) -> list[Inked]:
    again = [i for i, w in enumerate(words) if w.seen.confidence < DOUBTED and len(w.seen.text) > 1]
    parts = [_part(grey, w.seen.x0, w.seen.x1, w) for w in (words[i] for i in again)]
    out = list(words)
    for i, line in zip(again, read_lines(parts), strict=True):
        if len(line) == 1 and line[0].confidence >= words[i].seen.confidence + SURER:
            out[i] = _reread(words[i], line[0])
    return out


def _marks(words: Sequence[Inked], grey: Grey) -> list[Inked]:
    """Short words before a line, read with it."""
    short = [
        (i, lead)
        for i, w in enumerate(words)
        if w.seen.confidence < MARK_DOUBTED and len(w.seen.text) <= LONGEST_MARK and (lead := _lead(w, words))
    ]
    out = list(words)
    for (i, _), line in zip(short, read_lines([_closed_up(lead, grey) for _, lead in short]), strict=True):
        if line and len(line[0].text) <= LONGEST_MARK and line[0].confidence >= words[i].seen.confidence:
            out[i] = _reread(words[i], line[0])
    return out


def _reread(word: Inked, seen: Seen) -> Inked:
    """The second reading at the first one's place; its characters stand where they stood where they are as many."""
    middles = word.seen.middles if len(seen.text) == len(word.seen.text) else ()
    return replace(word, seen=word.seen._replace(text=seen.text, confidence=seen.confidence, middles=middles))


def _unread(words: Sequence[Inked], free: Sequence[Spot], grey: Grey) -> list[Seen]:
    """Words in ink that the recogniser passed over."""
    ems = sorted(w.em for w in words for _ in w.seen.text)
    if not ems:
        return []
    em = ems[len(ems) // 2]
    runs = [r for r in _runs(free, em) if any(LETTER[0] * em <= s.height for s in r)]
    if len(runs) > MOST_RUNS:
        return []
    leads = [_lead_of(run, words) for run in runs]
    parts = [_closed_up(lead, grey) if lead else _alone(run, em, grey) for run, lead in zip(runs, leads, strict=True)]
    last = max(w.seen.line for w in words)
    found = []
    for number, (run, lead, line) in enumerate(zip(runs, leads, read_lines(parts), strict=True), last + 1):
        text = (line[0].text if lead else " ".join(w.text for w in line)) if line else ""
        if text.strip():
            found.append(_seen(run, text, line[0].confidence, lead.line[0].seen if lead else None, number))
    return found


def _seen(run: Sequence[Spot], text: str, confidence: float, beside: Seen | None, number: int) -> Seen:
    x0, top, x1, bottom = _box(run)
    baseline = beside.baseline if beside else float(bottom)
    return Seen(text, x0, top, x1, bottom, beside.line if beside else number, baseline, confidence, ())


def _box(run: Sequence[Spot]) -> tuple[int, int, int, int]:
    return min(s.x0 for s in run), min(s.top for s in run), max(s.x1 for s in run), max(s.bottom for s in run)


def _runs(free: Sequence[Spot], em: float) -> list[list[Spot]]:
    """Free spots of letters' size side by side on one level, left to right, with the small marks between them."""
    runs: list[list[Spot]] = []
    for spot in sorted(free):
        if spot.height > LETTER[1] * em or spot.width > 3 * em:
            continue
        near = (r for r in runs if spot.x0 - r[-1].x1 < TOGETHER * em and abs(spot.bottom - r[-1].bottom) < LEVEL * em)
        run = next(near, None)
        if run is None:
            runs.append([spot])
        else:
            run.append(spot)
    return runs


def _lead(word: Inked, words: Sequence[Inked]) -> Lead | None:
    """The word with its line, where it stands first on its level with white after it."""
    return _found_lead(word.seen.x0, word.seen.x1, word.seen.baseline, word, words)


def _lead_of(run: Sequence[Spot], words: Sequence[Inked]) -> Lead | None:
    x0, _, x1, bottom = _box(run)
    return _found_lead(x0, x1, bottom, None, words)


def _found_lead(x0: float, x1: float, base: float, itself: Inked | None, words: Sequence[Inked]) -> Lead | None:
    level = [w for w in words if w is not itself and abs(w.seen.baseline - base) < LEVEL * w.em]
    after = sorted((w for w in level if w.seen.x0 > x0), key=lambda w: w.seen.x0)
    if not after or any(w.seen.x0 <= x0 for w in level if w.seen.x1 > x0 - APART[1] * w.em):
        return None
    if not APART[0] * after[0].em < after[0].seen.x0 - x1 < APART[1] * after[0].em:
        return None
    return Lead(x0, x1, tuple(_beginning(after)))


def _beginning(line: Sequence[Inked]) -> Iterator[Inked]:
    """The first words of a line: some ems of them, without a gap."""
    first = line[0]
    before = first.seen.x0
    for word in line:
        if word.seen.x0 - before > APART[0] * first.em or before - first.seen.x0 > ENOUGH * first.em:
            return
        yield word
        before = word.seen.x1


def _closed_up(lead: Lead, grey: Grey) -> Grey:
    """The picture of a line with the white after its number closed up."""
    first, last = lead.line[0], lead.line[-1]
    mark = _part(grey, lead.x0, lead.x1, first)
    white = np.full((mark.shape[0], max(1, round((CLOSED - 2 * BESIDE) * first.em))), 255, np.uint8)
    return np.hstack([mark, white, _part(grey, first.seen.x0, last.seen.x1, first)])


def _part(grey: Grey, x0: float, x1: float, word: Inked) -> Grey:
    """From `x0` to `x1` at the height of a word, with a little white."""
    em, base = word.em, word.seen.baseline
    return _cut(grey, x0 - BESIDE * em, base - ABOVE * em, x1 + BESIDE * em, base + BELOW * em)


def _alone(run: Sequence[Spot], em: float, grey: Grey) -> Grey:
    x0, top, x1, bottom = _box(run)
    return _cut(grey, x0 - BESIDE * em, top - BESIDE * em, x1 + BESIDE * em, bottom + BESIDE * em)


def _cut(grey: Grey, x0: float, top: float, x1: float, bottom: float) -> Grey:
    return grey[max(0, int(top)) : max(1, int(bottom) + 1), max(0, int(x0)) : max(1, int(x1) + 1)]
