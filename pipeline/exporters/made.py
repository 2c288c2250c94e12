"""What an exporter is given and what it gives back."""

from collections.abc import Callable

from pipeline.records import dataclass

PathFor = Callable[[str], str]
"""For the name of a file below the output folder the temporary path to write it to."""


@dataclass(frozen=True, slots=True)
class Made:
    """One table or document in a file."""

    output: str
    """Relative to the output folder."""
    kind: str
    rows: int
    note: str | None = None
    """What a reader of the file should know: what the format could not take as it is."""
