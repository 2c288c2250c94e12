"""Quote marks and apostrophes: one or two, straight or curly, as printed.

The recogniser sees that there is a mark and guesses its style from the words round it. The ink knows better where it
is clear: a straight mark is as thick below as above and does not lean beyond the letters; a curly one leans, or tapers.
Some typefaces leave it open (Arial's curly mark and the straight one of Times are both upright wedges): then the
recogniser is asked, and where it is not sure of the word, the style of the page's other marks decides.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.pdf.ink import Spot
from pipeline.readers.pdf.inked import Column, Inked

SINGLE, DOUBLE = "'‘’`´", '"“”'
CURLY = "‘’“”"
QUOTES = re.compile(rf"[{SINGLE}{DOUBLE}]+")
FLOATING = 0.32  # of the em above the baseline: quote marks end there
EVEN = (0.82, 1.22)  # ink of the lower third against the upper one: straight 0.63 to 1.04, Arial's curly 0.53 to 0.8
STRAIGHT_SHARE = 0.84  # of its box is ink at least: only straight marks; Arial's curly ones reach 0.83
LEAN = 0.05  # of the height, beyond the lean of the word: straight marks stay below
LEANS = 0.12  # only curly ones reach this
CURLY_SHARE = 0.66  # of its box is ink at most, of a curly mark that leans
SURE = 0.85  # confidence of the word: below it the recogniser guesses a mark's style, and mostly wrongly


def with_quotes(words: Sequence[Inked]) -> list[Inked]:
    """The words with their quote marks as the ink has them."""
    curly = [style for word in words for marks in _marks(word) if (style := _style(word, *marks)) is not None]
    usual = sum(curly) * 2 > len(curly)
    return [_reworded(word, usual) for word in words]


def _marks(word: Inked) -> list[tuple[re.Match[str], list[Spot]]]:
    """The word's groups of quote marks with their spots; none where they do not match one to one."""
    groups = list(QUOTES.finditer(word.seen.text))
    high = floating(word) if groups else []
    if len(groups) != len(high):
        return []
    return [(match, [s for c in columns for s in c.spots]) for match, columns in zip(groups, high, strict=True)]


def _reworded(word: Inked, usual: bool) -> Inked:
    text = word.seen.text
    for match, spots in reversed(_marks(word)):
        style = _style(word, match, spots)
        opens = match.start() == 0 or text[match.start() - 1] in "(["
        mark = _quote(len(spots) == 2, usual if style is None else style, opens)
        text = text[: match.start()] + mark + text[match.end() :]
    if text == word.seen.text:
        return word
    middles = word.seen.middles if len(text) == len(word.seen.text) else ()
    return replace(word, seen=word.seen._replace(text=text, middles=middles))


def _quote(double: bool, curly: bool, opens: bool) -> str:
    if not curly:
        return '"' if double else "'"
    if opens:
        return "“" if double else "‘"
    return "”" if double else "’"


def _style(word: Inked, match: re.Match[str], spots: Sequence[Spot]) -> bool | None:
    """Whether a mark is curly; None where neither ink nor recogniser knows."""
    lean = sum(s.lean for s in spots) / len(spots) - max(0.0, word.lean)
    share = sum(s.area / (s.width * s.height) for s in spots) / len(spots)
    if lean >= LEANS or (lean >= LEAN and share <= CURLY_SHARE):
        return True
    taper = sum(s.taper for s in spots) / len(spots)
    if lean < LEAN and (share >= STRAIGHT_SHARE or EVEN[0] <= taper <= EVEN[1]):
        return False
    return match[0][0] in CURLY if word.seen.confidence >= SURE else None


def floating(word: Inked) -> list[list[Column]]:
    """The columns that are nothing but small marks high above the baseline, neighbours together."""
    limit = word.seen.baseline - FLOATING * word.em
    groups: list[list[Column]] = []
    before = -2
    for i, column in enumerate(word.columns):
        if column.bottom > limit or column.x1 - column.x0 > 0.5 * word.em:
            continue
        if i == before + 1:
            groups[-1].append(column)
        else:
            groups.append([column])
        before = i
    return groups
