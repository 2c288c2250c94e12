"""The printed styles: independent axes, dealt so that every value of every axis comes up equally often."""

from dataclasses import dataclass, fields, replace
from random import Random

AXES: dict[str, tuple[str, ...]] = {
    "numbering": (
        "1. 1.1",
        "1 1.1",
        "1. 1.1.",
        "1.0 1.1",
        "continuous 1.",
        "continuous 1",
        "continuous (1)",
        "from 17",
        "sections from 17",
        "1. a)",
        "1. (a)",
        "1. (i)",
        "1 1.1 1.1.1",
        "1. plain",
        "plain",
        "restart 1.",
        "A. A1",
    ),
    "automatic": ("typed", "automatic"),
    "placement": ("hanging", "inline", "first-line", "wide hanging"),
    "heading": ("bold", "caps", "underlined", "large", "coloured", "colon", "light number", "word style"),
    "separation": ("space", "blank lines", "indents", "none"),
    "align": ("left", "justified"),
    "font": ("Liberation Sans", "Liberation Serif", "DejaVu Sans", "P052", "Liberation Sans Narrow", "DejaVu Serif"),
    "size": ("10", "11", "12"),
    "margin": ("54", "72", "90"),
    "leading": ("1.0", "1.15", "1.5"),
    "page": ("portrait", "portrait", "portrait", "landscape"),
    "bullet": ("•", "-", "–", "o", "▪", "✓", "\uf0b7", "‑", "*"),
    "bullet_indent": ("0", "18", "36"),
    "points": ("bullets", "bullets", "a)", "(i)", "1)"),
    "header": ("centred", "lines", "from to", "table", "labels", "agenda", "letterhead table"),
    "running": ("none", "page x of y", "committee and date", "title", "stamp", "pack page", "number only"),
    "summary": ("none", "boxed", "run-in", "none"),
    "table": ("grid", "header rule", "lines", "zebra", "unruled"),
    "scheme": ("baseline", "years", "quarters", "months", "snapshots", "outturn", "rating"),
    "table_align": ("left", "right", "centre"),
    "percent": ("cell", "cell", "label"),
    "groups": ("no", "yes"),
    "table_head": ("repeated", "once"),
    "table_notes": ("no", "no", "marks"),
    "areas": ("bullets", "numbered", "table", "lead-in", "bold lead-in"),
    "decoy": ("before", "after", "none"),
    "asked": ("a)", "1.", "paragraphs", "boxed", "sentence", "run-in", "bullets", "none"),
    "asked_place": ("end", "start"),
    "closing": ("contacts", "appendices", "sign-off", "none"),
    "footnotes": ("no", "no", "yes"),
    "quotes": ("curly", "straight"),
    "hyphenation": ("none", "none", "none", "words"),
    "loose": ("no", "no", "yes"),
    "run_ins": ("no", "no", "yes"),
    "other_table": ("none", "actions"),
    "references": ("no", "no", "yes"),
    "table_heads": ("one row", "two rows"),
    "cell_marks": ("none", "none", "arrow", "rating"),
}


@dataclass(frozen=True, slots=True)
class Style:
    """One value of each axis of `AXES`."""

    numbering: str
    automatic: str
    placement: str
    heading: str
    separation: str
    align: str
    font: str
    size: str
    margin: str
    leading: str
    page: str
    bullet: str
    bullet_indent: str
    points: str
    header: str
    running: str
    summary: str
    table: str
    scheme: str
    table_align: str
    percent: str
    groups: str
    table_head: str
    table_notes: str
    areas: str
    decoy: str
    asked: str
    asked_place: str
    closing: str
    footnotes: str
    quotes: str
    hyphenation: str
    loose: str
    run_ins: str
    other_table: str
    references: str
    table_heads: str
    cell_marks: str


PLAIN = ("plain", "1. plain")
"""Numberings whose paragraphs carry no number."""
UNNUMBERED_HEADINGS = ("plain", "continuous 1.", "continuous 1", "continuous (1)", "from 17", "restart 1.")


def deal(seed: int, count: int) -> tuple[Style, ...]:
    """`count` styles; each axis runs through all its values before one comes again."""
    columns = {axis: dealt(f"{axis} {seed}", values, count) for axis, values in AXES.items()}
    return tuple(settled(Style(**{axis: values[i] for axis, values in columns.items()})) for i in range(count))


def dealt(seed: str, values: tuple[str, ...], count: int) -> list[str]:
    """`values` shuffled, again and again, to `count`."""
    random, out = Random(seed), list[str]()
    while len(out) < count:
        out += random.sample(values, len(values))
    return out[:count]


def settled(style: Style) -> Style:
    """The style without combinations that no reader could tell apart or nobody prints."""
    if style.numbering in PLAIN and style.separation == "none":
        style = replace(style, separation="space")
    if style.numbering not in PLAIN and style.separation == "indents":
        style = replace(style, separation="none")
    if style.numbering in PLAIN and style.asked == "paragraphs":
        style = replace(style, asked="a)")
    if style.heading == "light number" and style.numbering in UNNUMBERED_HEADINGS:
        style = replace(style, heading="bold")
    if style.separation not in ("space", "blank lines") or style.numbering in PLAIN:
        style = replace(style, loose="no")  # only a gap tells such a paragraph from the one before it
    if style.footnotes == "yes":
        style = replace(style, table_notes="no")
    return replace(style, points=settled_points(style))


def settled_points(style: Style) -> str:
    """A list mark that is not the paragraph's own."""
    if style.numbering in ("1. a)", "1. (a)") and style.points == "a)":
        return "(i)"
    if style.numbering == "1. (i)" and style.points == "(i)":
        return "a)"
    if style.points == "1)" and style.numbering.startswith(("continuous", "from", "restart")):
        return "a)"
    return style.points


def axes() -> tuple[str, ...]:
    """The names of the axes in print order."""
    return tuple(field.name for field in fields(Style))
