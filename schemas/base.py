"""The ground that every published model stands on: frozen, strict, closed; and the span back to the page."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top left corner as displayed."""


class Model(BaseModel):
    """A published model: values cannot change, types are not coerced, unknown keys are refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Span(Model):
    """Characters `[start, end)` of the paper's text, and where they stand."""

    page: Annotated[int, Field(ge=1)]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    box: Box | None = Field(description="points from the top left as displayed; null where the format has no layout")

    @model_validator(mode="after")
    def _forward(self) -> "Span":
        if self.end < self.start:
            raise ValueError(f"span ends before it starts: {self.start} to {self.end}")
        return self


Id = Annotated[str, Field(min_length=1)]
Spans = tuple[Span, ...]
