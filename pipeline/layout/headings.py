"""What makes a line a heading: the format says so, or it is short, set apart and no sentence."""

from pipeline.layout.marks import Mark
from pipeline.layout.meetings import says
from pipeline.layout.typesetting import Typesetting
from pipeline.transcript import Line
from pipeline.vocabulary.headings import heading_kind, is_lead_in

MOST_WORDS = 28  # the longest real headings are questions of some 25 words
FORM_LABELS = frozenset({"background_documents", "appendices", "contact", "recommendations", "purpose", "reasons"})
CLOSING = "’”'\")"
SENTENCE_ENDS = (".", ";")


def is_heading(line: Line, mark: Mark | None, typesetting: Typesetting) -> bool:
    """Whether a block that opens with this line is a heading.

    Shapes: a heading style; a bold, underlined or larger line that is short and no sentence. What has neither styles
    nor type is read by `plain` beforehand.
    """
    words = line.text[mark.end if mark else 0 :].strip()
    if line.role == "heading":
        return bool(words)
    if not words or (mark is not None and mark.family == "bullet") or line.cell is not None:
        return False
    if not could_be_title(words):
        return False
    set_as_one = mark is None or mark.family in ("decimal", "lettered") or _is_capital(mark)
    return set_as_one and _set_apart(line, typesetting)


def could_be_title(words: str) -> bool:
    """Short, and neither a sentence, a form's row, the lead-in to a list nor who wrote the paper."""
    words = words.strip()
    if not words or len(words.split()) > MOST_WORDS or ends_sentence(words):
        return False
    return not (_is_form_row(words) or is_lead_in(words) or says("author", words))


def ends_sentence(words: str) -> bool:
    """In a full stop or a semicolon, quotation marks and brackets after it aside."""
    return words.rstrip(CLOSING).endswith(SENTENCE_ENDS)


def _is_form_row(words: str) -> bool:
    """Two texts with a gap between them, or a form's label and its answer in one line."""
    label, colon, answer = words.partition(":")
    return "\t" in words or (bool(colon and answer.strip()) and heading_kind(label) in FORM_LABELS)


def _is_capital(mark: Mark) -> bool:
    """`A.` before a heading, as in papers that number their sections by letters."""
    return mark.family == "letter" and mark.style == "." and mark.printed.isupper()


def _set_apart(line: Line, typesetting: Typesetting) -> bool:
    larger = line.size is not None and typesetting.size is not None and line.size > typesetting.size + 0.9
    return line.bold or larger or (line.underline and not line.text.strip().startswith("http"))
