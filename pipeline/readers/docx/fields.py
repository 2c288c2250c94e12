"""Fields: only their results are printed; what lies in their instructions is not."""

from pipeline.readers.docx.ooxml import children, tag, value, whole
from pipeline.readers.prose.trees import Element

FIELD, KIND = tag("w:fldChar"), tag("w:fldCharType")
CONTENT = tuple(map(tag, ("w:t", "w:tab", "w:br", "w:cr", "w:sym", "w:noBreakHyphen", "w:drawing", "w:pict")))


def instructions_in(root: Element) -> frozenset[Element]:
    """The printed-looking elements that are part of a field's instruction, as in a field inside a field.

    A field that is never closed is damage; then nothing counts as instruction.
    """
    if next(root.iter(FIELD), None) is None:
        return frozenset()
    found: set[Element] = set()
    open_fields: list[tuple[bool, list[Element]]] = []
    for element in root.iter(FIELD, *CONTENT):
        if element.tag == FIELD:
            _step(element.get(KIND), open_fields, found)
        elif open_fields and open_fields[-1][0]:
            open_fields[-1][1].append(element)
    return frozenset(found)


def _step(kind: str | None, open_fields: list[tuple[bool, list[Element]]], found: set[Element]) -> None:
    """One mark of a field: it begins, its result begins, it ends. A result inside an instruction is instruction."""
    if kind == "begin":
        open_fields.append((True, []))
    elif open_fields and kind == "separate":
        found_so_far = open_fields[-1][1]
        inside = any(instructing for instructing, _ in open_fields[:-1])
        open_fields[-1] = (inside, found_so_far)
    elif open_fields and kind == "end":
        found.update(open_fields.pop()[1])


def form_text(element: Element) -> str:
    """What a form field prints by itself: a box to tick, or the entry chosen from a list."""
    data = element.find(tag("w:ffData"))
    if data is None or element.get(KIND) != "begin":
        return ""
    choice = data.find(tag("w:ddList"))
    if choice is not None:
        return "" if _has_result(element) else _chosen(choice)
    box = data.find(tag("w:checkBox"))
    return "" if box is None else _ticked(box)


def _ticked(box: Element) -> str:
    states = [box.find(tag(name)) for name in ("w:checked", "w:default")]
    stated = next((one.get(tag("w:val"), "1") for one in states if one is not None), "0")
    return "☐" if stated in {"0", "false", "off"} else "☒"


def _chosen(choice: Element) -> str:
    """The entry that is chosen, else the default one, else the first."""
    entries = [one.get(tag("w:val"), "") for one in children(choice, "w:listEntry")]
    stated = (whole(value(choice, name)) for name in ("w:result", "w:default"))
    at = next((number for number in stated if number is not None), 0)
    return entries[at] if 0 <= at < len(entries) else ""


def _has_result(begin: Element) -> bool:
    """The field's result is written out in the file, as other programs do; Word leaves it to the list."""
    after = (one for run in (begin, begin.getparent()) for later in run.itersiblings() for one in later.iter(FIELD))
    following = next(after, None)
    return following is not None and following.get(KIND) == "separate"
