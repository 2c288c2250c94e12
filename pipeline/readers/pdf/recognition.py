"""A page that is a picture becomes the words and rulings that the engine would have found in a page of text.

The picture is turned upright and straightened, rulings are taken from it and painted over, what is left goes to the
recogniser, and small marks are put right by their ink. Boxes are those of the straightened page: on a page that lay
askew or sideways they are not those of the page as displayed. What the page has as real text (a stamp, a page number)
is kept and not read twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from pipeline.readers.pdf import ink, tesseract
from pipeline.readers.pdf.engine import PageContent, Raster, Ruling, Word
from pipeline.readers.pdf.glyphs import corrected
from pipeline.readers.pdf.inked import Inked, inked
from pipeline.readers.pdf.second_look import looked_again
from pipeline.readers.pdf.superscripts import with_superscripts
from pipeline.records import dataclass

SAME_SIZE = 0.08  # sizes closer than this share are one size: letters of a scan are measured to about 4 %
BOLD, HALF_BOLD = 1.3, 1.2  # stems of regular words reach 1.25 of the usual width, of bold ones 1.4 to 1.8
ASCENT, DESCENT = 0.9, 0.22  # of the em: the box that a font gives its characters
UPRIGHT = 0.7  # mean confidence: a page the right way up reaches 0.75 even in bad scans, upside down 0.5
MOST_READ = 0.6  # of the letters are in words: on a page on its side a quarter
DUST = 0.15  # of the em: a word without any ink as large as this is none


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one picture shows, read in one direction."""

    width: float
    height: float
    words: tuple[Inked, ...]
    rulings: tuple[Ruling, ...]

    share: float
    """How much of the ink that may be letters was read at first sight."""

    @property
    def certainty(self) -> float:
        """The sum of the characters' confidence."""
        return sum(w.seen.confidence * len(w.seen.text) for w in self.words)

    @property
    def is_upright(self) -> bool:
        """Nearly everything is read, and surely."""
        letters = sum(len(w.seen.text) for w in self.words)
        return self.share >= MOST_READ and self.certainty >= UPRIGHT * letters


class Recogniser:
    """Reads the pages of one paper in order. It remembers the paper's body size, so that all pages agree on it."""

    def __init__(self) -> None:
        self.body: float | None = None

    def read(self, page: PageContent, raster: Raster) -> PageContent:
        """The page with the words and rulings of its picture."""
        seen = upright(ink.picture(raster))
        by = raster.scale / ink.POINT
        printed = tuple(_resized(w, by) for w in page.words)
        words = [w for w in self._words(seen.words) if not _is_printed(w, printed)]
        drawn = [r._replace(x0=r.x0 * by, top=r.top * by, x1=r.x1 * by, bottom=r.bottom * by) for r in page.rulings]
        return replace(
            page,
            width=seen.width,
            height=seen.height,
            words=(*printed, *words),
            rulings=(*drawn, *seen.rulings),
            pictures=(),
        )

    def _words(self, found: Sequence[Inked]) -> Iterator[Word]:
        sizes = self._sizes(found)
        usual = _usual_stroke(found)
        for _, group in groupby(found, key=lambda w: w.seen.line):
            line = list(group)
            for word, bold in zip(line, bold_words(line, usual), strict=True):
                yield _word(word, sizes[word.seen.line], bold)

    def _sizes(self, found: Sequence[Inked]) -> dict[int, float]:
        """Points by text line: near the body size the body size, else to half a point."""
        measured = {w.seen.line: w.em / ink.POINT for w in found}
        weights: Counter[float] = Counter()
        for word in found:
            weights[_half(measured[word.seen.line])] += len(word.seen.text)
        if self.body is None and weights:
            self.body = max(weights, key=lambda size: (weights[size], -size))
        body = self.body or 1.0
        return {line: body if abs(size - body) <= SAME_SIZE * body else _half(size) for line, size in measured.items()}


def _half(size: float) -> float:
    return max(1.0, round(size * 2) / 2)


def upright(grey: ink.Grey) -> Sighting:
    """The page read as it lies, or turned by quarters where it reads far better so."""
    seen = sighting(grey)
    if seen.is_upright:
        return seen
    return max((seen, *(sighting(ink.turned(grey, n)) for n in (1, 3, 2))), key=lambda s: s.certainty)


def sighting(grey: ink.Grey) -> Sighting:
    """One reading of a picture."""
    level = ink.straightened(grey)
    rulings = ink.find_rulings(level)
    clean = ink.without_dust(ink.without(level, rulings))
    spots = ink.find_spots(clean)
    found, unread = inked(tesseract.read_words(clean), spots)
    share = 1 - _letters(unread) / max(1, _letters(spots))
    found, free = looked_again(found, unread, clean)
    right = with_superscripts(corrected(found, free, clean), clean)
    words = tuple(w for w in right if w.is_bullet or _has_ink(w))
    height, width = grey.shape
    return Sighting(width / ink.POINT, height / ink.POINT, words, rulings, share)


def _letters(spots: Iterable[ink.Spot]) -> int:
    return sum(1 for s in spots if s.height >= ink.LEAST_LETTER)


def _has_ink(word: Inked) -> bool:
    return any(max(s.height, s.width) >= DUST * word.em for c in word.columns for s in c.spots)


def _usual_stroke(found: Iterable[Inked]) -> float:
    strokes = [w.stroke / w.em for w in found if w.stroke and len(w.seen.text) > 1]
    return median(strokes) if strokes else 0.0


def bold_words(line: Sequence[Inked], usual: float) -> list[bool]:
    """Which words of a text line are bold: stems far wider than usual; in doubt a word is as its neighbours are."""
    ratios = [w.stroke / w.em / usual if usual and w.stroke and not w.is_bullet else None for w in line]
    sure = [None if r is None or HALF_BOLD < r < BOLD else r >= BOLD for r in ratios]
    out: list[bool] = []
    for i, bold in enumerate(sure):
        before = out[-1] if out else None
        after = next((b for b in sure[i + 1 :] if b is not None), None)
        out.append(bold if bold is not None else bool(after if before is None else before and after is not False))
    return out


def _word(word: Inked, size: float, bold: bool) -> Word:
    seen, base = word.seen, word.seen.baseline / ink.POINT
    return Word(
        seen.text,
        seen.x0 / ink.POINT,
        base - ASCENT * size,
        seen.x1 / ink.POINT,
        base + DESCENT * size,
        base,
        size,
        bold,
        italic=False,
        mcid=-1,
        raised=word.raised,
        upright=True,
        hidden=False,
        confidence=seen.confidence,
    )


def _resized(word: Word, by: float) -> Word:
    """The word on a page whose picture has another size than the page: a scan that claims to be a poster."""
    x0, top, x1, bottom = word.x0 * by, word.top * by, word.x1 * by, word.bottom * by
    return word._replace(x0=x0, top=top, x1=x1, bottom=bottom, baseline=word.baseline * by, size=word.size * by)


def _is_printed(word: Word, printed: Iterable[Word]) -> bool:
    """The middle of the recognised word lies in a word that the file has as text."""
    x, y = (word.x0 + word.x1) / 2, word.baseline - 0.3 * word.size
    return any(p.x0 <= x <= p.x1 and p.top <= y <= p.bottom for p in printed)
