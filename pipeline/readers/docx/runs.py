"""The words of a paragraph, run by run, as they are printed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pipeline.readers.docx.fields import form_text
from pipeline.readers.docx.flow import ALTERNATIVES, NOT_PRINTED, choice, parts
from pipeline.readers.docx.ooxml import tag, value
from pipeline.readers.docx.settings import typeface_of
from pipeline.readers.docx.story import Place, Story
from pipeline.readers.docx.styles import Setting, effective
from pipeline.readers.prose.symbols import shown
from pipeline.readers.prose.tokens import Break, Shape, Token, Words
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Typeface
from pipeline.records import dataclass

NO_BREAK_HYPHEN = "\u2011"
UNSEEN = "\u00ad"
"""A soft hyphen shows only where a line ends, and the file breaks no lines."""
SPACE = tag("xml:space")
BLANKS = re.compile("[\r\n]")
MATH = tag("m:oMath")
INLINES = frozenset(map(tag, ("w:r", "m:oMath")))
PAGE_BREAKS = frozenset({"page", "column"})
CODE = re.compile("[0-9A-Fa-f]{1,6}")


@dataclass(frozen=True, slots=True)
class Run:
    """What holds for the content of one run."""

    story: Story
    typeface: Typeface
    struck: bool


def tokens_of(paragraphs: Sequence[Element], setting: Setting, place: Place, story: Story) -> Iterator[Token]:
    """The content of a paragraph; of several when tracked changes struck out the ends of the first ones."""
    for paragraph in paragraphs:
        for element, struck in parts(paragraph, INLINES, place.struck):
            yield from _run(element, setting, struck, story)


def _run(element: Element, setting: Setting, struck: bool, story: Story) -> Iterator[Token]:
    properties = element.find(tag("w:rPr"))
    style = story.source.styles.typeface(value(properties, "w:rStyle"))
    levels = (setting.typeface, setting.paragraph_typeface, style)
    typeface = effective(story.source.styles.defaults, levels, typeface_of(properties))
    run = Run(story, typeface, struck)
    if element.tag == MATH:
        yield Words(formula(element), typeface, struck)
    else:
        yield from _content(element, run)


def _content(element: Element, run: Run) -> Iterator[Token]:
    for child in element:
        rule = CONTENT.get(child.tag)
        if child in run.story.instructions or child.tag in NOT_PRINTED:
            continue
        if rule is not None:
            yield from rule(child, run)
        elif child.tag == ALTERNATIVES:
            chosen = choice(child)
            yield from _content(chosen, run) if chosen is not None else ()
        elif len(child):
            yield from _content(child, run)


def _text(element: Element, run: Run) -> Iterator[Token]:
    text = (element.text or "").replace(UNSEEN, "")
    if element.get(SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    if text:
        yield _words(BLANKS.sub(" ", text), run)


def _words(text: str, run: Run) -> Words:
    text = shown(text, run.typeface.font)
    return Words(text.upper() if run.typeface.capitals else text, run.typeface, run.struck)


def _tab(_: Element, run: Run) -> Iterator[Token]:
    yield Words("\t", run.typeface, run.struck)


def _no_break_hyphen(_: Element, run: Run) -> Iterator[Token]:
    yield Words(NO_BREAK_HYPHEN, run.typeface, run.struck)


def _break(element: Element, _: Run) -> Iterator[Token]:
    yield Break(element.get(tag("w:type")) in PAGE_BREAKS)


def _symbol(element: Element, run: Run) -> Iterator[Token]:
    code = element.get(tag("w:char"), "")
    if (CODE.fullmatch(code) and 0x20 <= int(code, 16) < 0xD800) or _is_private(code):
        yield Words(shown(chr(int(code, 16)), element.get(tag("w:font"))), run.typeface, run.struck)


def _is_private(code: str) -> bool:
    return bool(CODE.fullmatch(code)) and 0xE000 <= int(code, 16) < 0xFFFE


def _note(element: Element, run: Run) -> Iterator[Token]:
    mark = run.story.source.note_marks.get(element, "")
    if mark:
        yield Words(mark, run.typeface, run.struck, note=True)


def _own_mark(_: Element, run: Run) -> Iterator[Token]:
    if run.story.own_mark:
        yield Words(run.story.own_mark, run.typeface, run.struck, made=True)


def _form(element: Element, run: Run) -> Iterator[Token]:
    text = form_text(element)
    if text:
        yield Words(text, run.typeface, run.struck)


def _shape(element: Element, _: Run) -> Iterator[Token]:
    yield Shape(element)


CONTENT: Mapping[str, Callable[[Element, Run], Iterator[Token]]] = {
    tag("w:t"): _text,
    tag("w:delText"): _text,
    tag("m:t"): _text,
    tag("w:tab"): _tab,
    tag("w:ptab"): _tab,
    tag("w:br"): _break,
    tag("w:cr"): _break,
    tag("w:noBreakHyphen"): _no_break_hyphen,
    tag("w:sym"): _symbol,
    tag("w:footnoteReference"): _note,
    tag("w:endnoteReference"): _note,
    tag("w:footnoteRef"): _own_mark,
    tag("w:endnoteRef"): _own_mark,
    tag("w:fldChar"): _form,
    tag("w:drawing"): _shape,
    tag("w:pict"): _shape,
    tag("w:object"): _shape,
}

BARS = {tag("m:f"): "/"}
TEXT = frozenset({tag("m:t"), tag("w:t")})


def formula(element: Element) -> str:
    """The characters of a formula from left to right; a fraction bar is a slash, so that numbers stay apart."""
    if element.tag in TEXT:
        return element.text or ""
    inside = [formula(child) for child in element if child.tag not in NOT_PRINTED]
    return BARS.get(element.tag, "").join(text for text in inside if text)
