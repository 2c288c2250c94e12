"""One reader a format, all with one signature: bytes, a name and limits in, a `Transcript` out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module

from pipeline.limits import DEFAULT, Limits, too_long, too_many_lines
from pipeline.readers.wide_tables import passed_over, too_wide, without
from pipeline.readers.windows import windowed
from pipeline.transcript import Remark, Transcript, Unreadable

Reader = Callable[[bytes, str, Limits], Transcript]

READERS: dict[str, str] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "pipeline.readers.docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pipeline.readers.pptx",
    "application/vnd.oasis.opendocument.text": "pipeline.readers.odt",
    "application/msword": "pipeline.readers.libreoffice",
    "application/rtf": "pipeline.readers.libreoffice",
    "application/pdf": "pipeline.readers.pdf",
    "text/html": "pipeline.readers.html",
    "text/plain": "pipeline.readers.txt",
}
"""Module by media type; loaded when the first such paper comes, so that a text file does not pay for pdfium."""

NO_TEXT = frozenset({"page-without-text", "unread-page"})


def _nothing_shown(transcript: Transcript) -> Iterator[Remark]:
    """A sound file without a word: a form that was never filled in, a page that a script would have written."""
    if not any(remark.code in NO_TEXT for remark in transcript.remarks):
        yield Remark("page-without-text", "error", "the file shows no text")


def _within(transcript: Transcript, limits: Limits) -> Transcript:
    """With no line and no table larger than what the rules are made for."""
    wide = too_wide(transcript.lines, limits)
    lines = tuple(without(transcript.lines, wide)) if wide else transcript.lines
    remarks = (*transcript.remarks, *passed_over(wide, limits))
    return replace(transcript, lines=tuple(windowed(lines, limits.line)), remarks=remarks)


def read(media_type: str, data: bytes, name: str, limits: Limits = DEFAULT) -> Transcript:
    """The transcript of a source; raises `Unreadable`."""
    if media_type not in READERS:
        raise Unreadable("unsupported-type", "there is no reader for this type yet")
    reader: Reader = import_module(READERS[media_type]).read
    transcript = reader(data, name, limits)
    if len(transcript.lines) > limits.lines:
        raise too_many_lines(limits)
    if sum(len(line.text) for line in transcript.lines) > limits.characters:
        raise too_long(limits)
    if not any(line.text.strip() or line.role == "figure" for line in transcript.lines):
        return replace(transcript, lines=(), remarks=(*transcript.remarks, *_nothing_shown(transcript)))
    return _within(transcript, limits)
