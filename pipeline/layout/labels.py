"""Labels of a header block: `Report to:`, `Date of meeting`, `Ward(s) affected` (`vocabulary/header_labels.csv`)."""

import re
from functools import cache

from pipeline.vocabulary.wording import rows_of

LABEL = re.compile(r"\s*([A-Za-z][A-Za-z()/ \-’']{0,40}?)\s*(?::[ \t]*|\t+| {2,}|\Z)")


@cache
def labels() -> dict[str, str]:
    """Field by label, in small letters (`vocabulary/header_labels.csv`)."""
    return {row["label"]: row["field"] for row in rows_of("header_labels.csv")}


def label_of(words: str) -> str | None:
    """The field that a line's label names; None where the line begins with no known label."""
    match = LABEL.match(words)
    return None if match is None else labels().get(" ".join(match[1].lower().replace("’", "'").split()))
