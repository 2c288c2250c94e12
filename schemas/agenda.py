"""What the front sheet of an agenda pack lists."""

from typing import Annotated

from pydantic import Field

from schemas.base import Id, Model, Spans


class AgendaItem(Model):
    """An item of business as the front sheet lists it, and the paper of the pack that was matched to it."""

    id: Id
    number: str
    title: str
    first_page: int | None = Field(description="as printed; the pack's own page numbers")
    last_page: int | None
    paper: Annotated[int, Field(ge=1)] | None = Field(
        description="which paper of the pack, from 1: 2 is the file 02.json; null: none"
    )
    spans: Spans
