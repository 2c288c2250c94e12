"""Word's automatic numbers: the definitions, and counting through a story.

Word counts per abstract definition, so lists of different ids that share one go on with each other's numbers; a list
with a start override begins anew when it first prints a number at that level.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from pipeline.readers.docx.ooxml import children, switch, tag, value, whole
from pipeline.readers.docx.settings import indent_of, typeface_of
from pipeline.readers.prose.lines import Number
from pipeline.readers.prose.number_formats import CUSTOM, formatted
from pipeline.readers.prose.symbols import shown
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Indent, Typeface
from pipeline.records import dataclass

LEVELS = 9
PLACEHOLDER = re.compile("%([1-9])")
GAPS = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart`: the level, counted from 1, after which it begins anew; 0: never."""

    start: int = 0
    format: str = "decimal"
    text: str = ""
    gap: str = "\t"
    restart: int | None = None
    legal: bool = False
    """All numbers in this level's text are printed in arabic figures."""
    style: str | None = None
    indent: Indent = field(default_factory=Indent)
    typeface: Typeface = field(default_factory=Typeface)


@dataclass(frozen=True, slots=True)
class Abstract:
    """A list's definition, or a link to the numbering style that holds it."""

    id: str
    levels: Mapping[int, Level]
    link: str | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list that paragraphs name: an abstract definition, with starts and levels of its own."""

    abstract: str
    starts: Mapping[int, int]
    levels: Mapping[int, Level]


@dataclass(frozen=True, slots=True)
class Numbering:
    abstracts: Mapping[str, Abstract]
    lists: Mapping[str, List]
    linked: Mapping[str, str]
    """Numbering styles: the list each one names."""

    def definition(self, list_id: str) -> Abstract | None:
        """The abstract definition that holds the list's levels; links to numbering styles are followed."""
        seen: set[str] = set()
        while list_id in self.lists and list_id not in seen:
            seen.add(list_id)
            found = self.abstracts.get(self.lists[list_id].abstract)
            if found is None or found.link is None or found.levels:
                return found
            list_id = self.linked.get(found.link, "")
        return None

    def level(self, list_id: str, at: int) -> Level | None:
        """A list's level, as its own override or its definition states it."""
        found = self.definition(list_id)
        if found is None:
            return None
        return self.lists[list_id].levels.get(at) or found.levels.get(at)

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level that a list reserves for a paragraph style."""
        levels = (self.level(list_id, at) for at in range(LEVELS))
        return next((at for at, level in enumerate(levels) if level and level.style == style), None)


@dataclass(slots=True)
class Counters:
    """Where the lists of one story stand while it is read from top to bottom."""

    numbering: Numbering
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, list_id: str, at: int) -> Number | None:
        """Count one paragraph of the list at a level; None when nothing is printed in front of it."""
        level, definition = self.numbering.level(list_id, at), self.numbering.definition(list_id)
        if level is None or definition is None:
            return None
        counts = self.counts.setdefault(definition.id, {})
        self._begin(list_id, at, counts)
        counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in [one for one in counts if one > at]:
            if _restarts(self.numbering.level(list_id, deeper), at, deeper):
                del counts[deeper]
        return self._number(list_id, level, counts)

    def _begin(self, list_id: str, at: int, counts: dict[int, int]) -> None:
        """Apply the list's own starts at the levels it comes to for the first time; count passed levels as begun."""
        starts = self.numbering.lists[list_id].starts
        for passed in range(at + 1):
            if (list_id, passed) not in self.begun and passed in starts:
                counts.pop(passed, None)
                if passed < at:
                    counts[passed] = starts[passed]
                else:
                    counts[passed] = starts[passed] - 1
            self.begun.add((list_id, passed))
            level = self.numbering.level(list_id, passed)
            if passed < at and level is not None:
                counts.setdefault(passed, level.start)

    def _number(self, list_id: str, level: Level, counts: Mapping[int, int]) -> Number | None:
        text = level.text if level.format == "bullet" else self._filled(list_id, level, counts)
        text = shown(text, level.typeface.font)
        return Number(text, level.gap, level.format == "bullet") if text.strip() else None

    def _filled(self, list_id: str, level: Level, counts: Mapping[int, int]) -> str:
        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = self.numbering.level(list_id, at)
            if other is None or at not in counts:
                return ""
            legal = level.legal and other.format not in {"none", "bullet"}
            return formatted(counts[at], "decimal" if legal else other.format)

        return PLACEHOLDER.sub(number, level.text)


def _restarts(level: Level | None, used: int, deeper: int) -> bool:
    after = deeper if level is None or level.restart is None else level.restart
    return used < after


def numbering_of(root: Element | None, linked: Mapping[str, str]) -> Numbering:
    """The definitions of the numbering part; none when there is no such part."""
    if root is None:
        return Numbering({}, {}, {})
    abstracts = (_abstract(one) for one in children(root, "w:abstractNum"))
    lists = {one.get(tag("w:numId"), ""): _list(one) for one in children(root, "w:num")}
    return Numbering({one.id: one for one in abstracts}, lists, linked)


def _abstract(element: Element) -> Abstract:
    levels = dict(_levels(element))
    return Abstract(element.get(tag("w:abstractNumId"), ""), levels, value(element, "w:numStyleLink"))


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for element in children(parent, "w:lvl"):
        at = whole(element.get(tag("w:ilvl")))
        if at is not None and 0 <= at < LEVELS:
            yield at, _level(element)


def _level(element: Element) -> Level:
    gap = GAPS.get(value(element, "w:suff") or "tab", "\t")
    level = Level(
        start=whole(value(element, "w:start")) or 0,
        format=_format(element),
        text=value(element, "w:lvlText") or "",
        gap=gap,
        restart=whole(value(element, "w:lvlRestart")),
        legal=switch(element, "w:isLgl") or False,
        style=value(element, "w:pStyle"),
    )
    return replace(
        level,
        indent=indent_of(element.find(tag("w:pPr"))),
        typeface=typeface_of(element.find(tag("w:rPr"))),
    )


def _format(element: Element) -> str:
    """The format's name. Word 2010 and later write rarer formats beside an older one."""
    stated = element.find(tag("w:numFmt"))
    if stated is None:
        stated = next(element.iter(tag("w:numFmt")), None)
    name = value(stated) or "decimal"
    return CUSTOM.get(stated.get(tag("w:format"), ""), "decimal") if name == "custom" else name


def _list(element: Element) -> List:
    starts, levels = {}, {}
    for override in children(element, "w:lvlOverride"):
        at, start = whole(override.get(tag("w:ilvl"))), whole(value(override, "w:startOverride"))
        if at is None or not 0 <= at < LEVELS:
            continue
        if start is not None:
            starts[at] = start
        for _, level in _levels(override):
            levels[at] = level
    return List(value(element, "w:abstractNumId") or "", starts, levels)
