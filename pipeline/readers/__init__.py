"""One reader a format, all with one signature: bytes and a name in, a `Transcript` out."""

from collections.abc import Callable
from importlib import import_module

from pipeline.transcript import Transcript, Unreadable

Reader = Callable[[bytes, str], Transcript]

READERS: dict[str, str] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "pipeline.readers.docx",
    "application/vnd.oasis.opendocument.text": "pipeline.readers.odt",
    "application/msword": "pipeline.readers.libreoffice",
    "application/rtf": "pipeline.readers.libreoffice",
    "application/pdf": "pipeline.readers.pdf",
    "text/html": "pipeline.readers.html",
    "text/plain": "pipeline.readers.txt",
}
"""Module by media type; loaded when the first such paper comes, so that a text file does not pay for pdfium."""


def read(media_type: str, data: bytes, name: str) -> Transcript:
    """The transcript of a source; raises `Unreadable`."""
    if media_type not in READERS:
        raise Unreadable("unsupported-type", "there is no reader for this type yet")
    reader: Reader = import_module(READERS[media_type]).read
    return reader(data, name)
