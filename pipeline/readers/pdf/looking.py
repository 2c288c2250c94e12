"""Pages that have to be looked at: those that are pictures, and those whose glyphs have no code."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.limits import OPTIONS, Limits
from pipeline.readers.pdf import bounded, uncoded
from pipeline.readers.pdf.engine import CONTROL, PageContent, Raster, pages, rendered
from pipeline.readers.pdf.scans import DPI, INSTALL, LONGEST, Recognise, is_scan, recogniser
from pipeline.transcript import Remark

DOUBTFUL = 0.6  # confidence of a word; of real scans' words below it about half are wrong
MOST_QUOTED = 6  # doubtful words in one remark
LEAST_SECONDS = 1.0  # with less no page is begun


def looked_at(data: bytes, remarks: list[Remark], limits: Limits) -> Iterator[PageContent]:
    """The pages with all words that can be read on them; what could not be read goes to the remarks."""
    eyes = _Eyes(data, limits)
    for page in pages(data):
        if uncoded.count(page):
            found, told = _of_uncoded(page, eyes)
        elif is_scan(page):
            found, told = _of_picture(page, eyes)
        else:
            found, told = page, ()
        remarks += (*told, *_controls(found))
        yield found


class _Eyes:
    """The recogniser of one paper, which is loaded when the first page asks for it."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data, self.limits = data, limits
        self._recognise: Recognise | None = None

    def read(self, page: PageContent) -> PageContent | Remark:
        """The page with the words of its picture, or why it could not be read."""
        self._recognise = self._recognise or recogniser()
        if self._recognise is None:
            return _unread(page, f"is a picture of text and was not read; to have such pages read: {INSTALL}")
        most = self.limits.pixels
        picture = rendered(self.data, page.number, DPI / 72, LONGEST, most)
        if picture is None:
            words = f"is a picture of more than {most:,} pixels and was not read; {OPTIONS['pixels']} raises the limit"
            return _unread(page, words)
        return self._within_time(self._recognise, page, picture)

    def _within_time(self, recognise: Recognise, page: PageContent, picture: Raster) -> PageContent | Remark:
        seconds = bounded.share(self.limits.ocr)
        lifted = OPTIONS["ocr"] if seconds == self.limits.ocr else "--max-cpu"
        try:
            if seconds < LEAST_SECONDS:
                raise bounded.TooLong
            with bounded.within(seconds):
                return recognise(page, picture)
        except bounded.TooLong:
            words = f"is a picture that was not recognised within {seconds:.0f} seconds; {lifted} raises the limit"
            return _unread(page, words)


def _unread(page: PageContent, words: str) -> Remark:
    return Remark("page-without-text", "error", f"page {page.number} {words}", page.number)


def _of_picture(page: PageContent, eyes: _Eyes) -> tuple[PageContent, tuple[Remark, ...]]:
    seen = eyes.read(page)
    return (page, (seen,)) if isinstance(seen, Remark) else (seen, tuple(_doubts(seen)))


def _of_uncoded(page: PageContent, eyes: _Eyes) -> tuple[PageContent, tuple[Remark, ...]]:
    read = uncoded.by_numbers(page)
    if read is not None:
        how = "they were read by the numbers of their glyphs, which make English words; compare them with the PDF"
        return read, (uncoded.remark_on(page, read, how),)
    marked = uncoded.unread(page)
    as_marks = uncoded.remark_on(page, marked, f"each stands as {uncoded.UNKNOWN}; look at the PDF")
    if not uncoded.is_mostly_uncoded(page):
        return marked, (as_marks,)
    seen = eyes.read(replace(uncoded.coded(page), rulings=()))
    if isinstance(seen, Remark):
        return marked, (as_marks, seen)
    if not uncoded.are_english(word for word in seen.words if word.confidence is not None):
        return marked, (as_marks,)
    how = "the page was read from its picture instead; compare it with the PDF"
    return seen, (uncoded.remark_on(page, seen, how), *_doubts(seen))


def _doubts(page: PageContent) -> Iterator[Remark]:
    """Which words of a recognised page a person should look at."""
    if not any(w.confidence is not None for w in page.words):  # words without one are stamps of the file's own
        yield Remark(
            "page-without-text", "warning", f"on page {page.number}, a picture, no text was found", page.number
        )
    doubtful = [w.text for w in page.words if w.confidence is not None and w.confidence < DOUBTFUL]
    if doubtful:
        message = (
            f"page {page.number} was read from a picture, and {len(doubtful)} of {len(page.words)} words are doubtful"
        )
        yield Remark("doubtful-text", "warning", message, page.number, " … ".join(doubtful[:MOST_QUOTED]))


def _controls(page: PageContent) -> Iterator[Remark]:
    """Control characters that the file itself names for its glyphs."""
    odd = [word.text for word in page.words if not word.text.isprintable() and CONTROL.search(word.text)]
    if odd:
        count = sum(len(CONTROL.findall(text)) for text in odd)
        message = f"{count:,} characters on page {page.number} are control characters, which nobody can read"
        yield Remark("control-characters", "warning", message, page.number, " ".join(odd[:MOST_QUOTED]))
