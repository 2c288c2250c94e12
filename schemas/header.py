"""Who put which paper to whom, and when."""

from datetime import date
from typing import Literal

from schemas.base import Model, Spans

Media = Literal[
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/msword",
    "application/rtf",
    "text/html",
    "text/plain",
]


class Source(Model):
    """The file that was read, by its bytes."""

    name: str
    media_type: Media
    sha256: str
    size: int
    page_count: int


class Header(Model):
    """The facts of the printed header block; null where neither the paper nor its sidecar states one."""

    council: str | None
    council_code: str | None
    committee: str | None
    meeting_date: date | None
    title: str | None
    spans: dict[str, Spans]
    """Where each fact is printed; `block` holds the rest of the header's words. A fact without spans is not in it."""
