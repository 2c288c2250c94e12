"""The words of a paragraph as they are printed: spans, spaces, breaks, fields, notes, drawings."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pipeline.readers.odt.names import stated, tag, whole
from pipeline.readers.odt.story import Place, Story
from pipeline.readers.prose.symbols import shown
from pipeline.readers.prose.tokens import Break, Shape, Token, Words
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Typeface, over
from pipeline.records import dataclass

SPACES = re.compile("[ \t\r\n]+")
UNSEEN = "\u00ad"
"""A soft hyphen shows only where a line ends, and the file breaks no lines."""
MOST_SPACES = 1000  # that one `text:s` may stand for
NOT_PRINTED = frozenset(
    map(
        tag,
        (
            *("office:annotation", "office:event-listeners", "office:forms", "text:script", "text:tracked-changes"),
            *("text:table-of-content-source", "text:illustration-index-source", "text:table-index-source"),
            *("text:object-index-source", "text:user-index-source", "text:alphabetical-index-source"),
            *("text:bibliography-source", "svg:title", "svg:desc"),
        ),
    )
)
DRAWN = "{" + tag("draw:frame")[1:].partition("}")[0] + "}"
LINK = tag("draw:a")
"""A link around a drawing."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Characters of the file, in which white space does not count one by one."""

    words: Words


@dataclass(frozen=True, slots=True)
class Run:
    """What holds for the words at one place."""

    story: Story
    typeface: Typeface
    struck: bool


def is_drawn(element: Element) -> bool:
    """A frame or a drawn shape."""
    return isinstance(element.tag, str) and element.tag.startswith(DRAWN) and element.tag != LINK


def tokens_of(paragraph: Element, typeface: Typeface, place: Place, story: Story) -> list[Token]:
    """The content of a paragraph, white space collapsed as the format asks."""
    typed = _content(paragraph, Run(story, typeface, place.struck))
    return list(_collapsed(typed))


def _collapsed(typed: Iterator[Token | Typed]) -> Iterator[Token]:
    """Typed white space counts once, and not at the start; what the file states as spaces and tabs stays."""
    at_space = True
    for one in typed:
        if not isinstance(one, Typed):
            at_space = isinstance(one, Break)
            yield one
            continue
        text = one.words.text
        text = text.lstrip(" ") if at_space else text
        if text:
            at_space = text.endswith(" ")
            yield replace(one.words, text=text)


def _content(element: Element, run: Run) -> Iterator[Token | Typed]:
    yield from _typed(element.text, run)
    for child in element:
        if child.tag in RULES:
            yield from RULES[child.tag](child, run)
        elif is_drawn(child):
            yield Shape(child)
        elif child.tag not in NOT_PRINTED:
            yield from _content(child, run)
        yield from _typed(child.tail, run)


def _typed(text: str | None, run: Run) -> Iterator[Typed]:
    plain = SPACES.sub(" ", text or "").replace(UNSEEN, "")
    if plain:
        seen = shown(plain, run.typeface.font)
        words = seen.upper() if run.typeface.capitals else seen
        yield Typed(Words(words, run.typeface, run.struck))


def _span(element: Element, run: Run) -> Iterator[Token | Typed]:
    own = run.story.styles.typeface("text", stated(element, "text:style-name"))
    yield from _content(element, replace(run, typeface=over(run.typeface, own)))


def _spaces(element: Element, run: Run) -> Iterator[Token | Typed]:
    count = whole(stated(element, "text:c"))
    yield Words(" " * min(1 if count is None else count, MOST_SPACES), run.typeface, run.struck)


def _tab(_: Element, run: Run) -> Iterator[Token | Typed]:
    yield Words("\t", run.typeface, run.struck)


def _break(_: Element, __: Run) -> Iterator[Token | Typed]:
    yield Break(page=False)


def _nothing(_: Element, __: Run) -> Iterator[Token | Typed]:
    return iter(())


def _note(element: Element, run: Run) -> Iterator[Token | Typed]:
    """The mark; the body is read at the end."""
    if not run.struck:
        run.story.notes.append(element)
    mark = mark_of(element)
    if mark:
        yield Words(mark, run.typeface, run.struck, note=True)


def mark_of(note: Element) -> str:
    """The mark that is printed for a note."""
    citation = note.find(tag("text:note-citation"))
    return "" if citation is None else "".join("".join(citation.itertext()).split())


def _hidden(element: Element, run: Run) -> Iterator[Token | Typed]:
    """Text that a condition hides, or shows."""
    if stated(element, "text:is-hidden") == "true":
        run = replace(run, typeface=replace(run.typeface, hidden=True))
    yield from _content(element, run)


RULES: Mapping[str, Callable[[Element, Run], Iterator[Token | Typed]]] = {
    tag("text:span"): _span,
    tag("text:s"): _spaces,
    tag("text:tab"): _tab,
    tag("text:line-break"): _break,
    tag("text:soft-page-break"): _nothing,
    tag("text:note"): _note,
    tag("text:hidden-text"): _hidden,
}
