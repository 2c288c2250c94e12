"""The order of what a story prints: which elements count, which alternative is taken, what a change struck out."""

from collections.abc import Iterator

from pipeline.readers.docx.ooxml import tag
from pipeline.readers.prose.trees import Element

NOT_PRINTED = frozenset(
    map(
        tag,
        (
            *("w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:tblPrEx", "w:sectPr", "w:sdtPr"),
            *("w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:instrText", "w:delInstrText", "w:rubyPr", "w:ffData"),
            *("m:rPr", "m:ctrlPr", "m:fPr", "m:naryPr", "m:dPr", "m:oMathParaPr"),
        ),
    )
)
STRUCK = frozenset(map(tag, ("w:del", "w:moveFrom")))
ALTERNATIVES, CHOICE, FALLBACK = tag("mc:AlternateContent"), tag("mc:Choice"), tag("mc:Fallback")
KNOWN = frozenset(
    (
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
        "http://schemas.microsoft.com/office/word/2010/wordml",
        "http://schemas.microsoft.com/office/drawing/2010/main",
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
    )
)
"""Namespaces whose content this reader understands, so that the choice which needs them can be taken."""


def parts(parent: Element, names: frozenset[str], struck: bool = False) -> Iterator[tuple[Element, bool]]:
    """The elements of these names inside the parent, not inside one another, and whether they are struck out.

    Everything else is looked through (content controls, insertions, links, smart tags, what nobody knows), so that no
    words are lost in it.
    """
    for child in parent:
        if child.tag in names:
            yield child, struck
        elif child.tag == ALTERNATIVES:
            chosen = choice(child)
            if chosen is not None:
                yield from parts(chosen, names, struck)
        elif len(child) and child.tag not in NOT_PRINTED:
            yield from parts(child, names, struck or child.tag in STRUCK)


def choice(alternatives: Element) -> Element | None:
    """The one alternative that is shown: the first whose needs are known, else the fallback."""
    for child in alternatives.iterchildren(CHOICE):
        needs = child.get("Requires", "").split()
        if all(child.nsmap.get(need) in KNOWN for need in needs):
            found: Element = child
            return found
    return next(alternatives.iterchildren(FALLBACK), None)
