"""OpenDocument's automatic numbers: list styles, and counting through a story.

A list counts for itself unless it says that it goes on with another (`text:continue-list`) or with the last one of its
style (`text:continue-numbering`). A list inside an item is a deeper level of the same list. Headings outside lists
count in the outline.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from pipeline.readers.odt.names import points, stated, tag, whole
from pipeline.readers.odt.styles import typeface_of
from pipeline.readers.prose.lines import Number
from pipeline.readers.prose.number_formats import formatted
from pipeline.readers.prose.symbols import shown
from pipeline.readers.prose.trees import Element
from pipeline.readers.prose.typefaces import Indent
from pipeline.records import dataclass

LEVELS = 10
PLACEHOLDER = re.compile(r"%(10|[1-9])%")
GAPS = {"listtab": "\t", "space": " ", "nothing": ""}
FORMATS: Mapping[str, str] = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "01": "decimalZero",
    "001": "decimalZero3",
    "1st": "ordinal",
    "One": "cardinalText",
    "First": "ordinalText",
}
PICTURE = "•"
"""What stands for a bullet that is a picture, so that its paragraph is an item."""
OUTLINE = "\0outline"
"""The outline's place among the list styles; no style can have this name."""

Counts = dict[int, int]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list style."""

    format: str = ""
    synced: bool = False
    """After z comes aa, bb (Word's way), not aa, ab."""
    prefix: str = ""
    suffix: str = ""
    pattern: str | None = None
    """The whole text as newer programs write it: `%1%.%2%`."""
    shown: int = 1
    """How many levels are printed, this one the last."""
    start: int = 1
    bullet: str | None = None
    gap: str = "\t"
    indent: Indent = field(default_factory=Indent)


ListStyles = Mapping[str, Mapping[int, Level]]
"""By style name and level, counted from 0."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a block stands in a list. `due`: it is the first of its item and has the number in front."""

    counts: Counts
    style: str | None
    level: int
    due: bool = False
    start: int | None = None


@dataclass(slots=True)
class Lists:
    """The lists of one story, while it is read from top to bottom."""

    styles: ListStyles
    outline: Counts = field(default_factory=dict)
    by_id: dict[str, Counts] = field(default_factory=dict)
    last: dict[str, Counts] = field(default_factory=dict)

    def enter(self, element: Element, above: Entry | None) -> Entry:
        """The place of a `text:list` inside the item above, or at the top."""
        name = stated(element, "text:style-name")
        if above is not None:
            return Entry(above.counts, name or above.style, min(above.level + 1, LEVELS - 1))
        counts = self._continued(element, name)
        key = stated(element, "xml:id") or stated(element, "text:id")
        if key:
            self.by_id[key] = counts
        if name:
            self.last[name] = counts
        return Entry(counts, name, 0)

    def numbered(self, element: Element) -> Entry:
        """The place of a `text:numbered-paragraph`, a list item without its list."""
        level = (whole(stated(element, "text:level")) or 1) - 1
        counts = self.by_id.setdefault(stated(element, "text:list-id") or "", {})
        start = whole(stated(element, "text:start-value"))
        return Entry(counts, stated(element, "text:style-name"), min(max(level, 0), LEVELS - 1), True, start)

    def _continued(self, element: Element, name: str | None) -> Counts:
        with_id = stated(element, "text:continue-list")
        if with_id in self.by_id:
            return self.by_id[with_id]
        goes_on = stated(element, "text:continue-numbering") == "true"
        return self.last.get(name or "", {}) if goes_on else {}

    def level(self, style: str | None, at: int) -> Level | None:
        return self.styles.get(style or "", {}).get(at)

    def next(self, entry: Entry) -> Number | None:
        """Count one item; None when nothing is printed in front of it."""
        level = self.level(entry.style, entry.level)
        if level is None:
            return None
        counts = entry.counts
        for passed in range(entry.level):
            above = self.level(entry.style, passed)
            counts.setdefault(passed, above.start if above else 1)
        usual = counts[entry.level] + 1 if entry.level in counts else level.start
        counts[entry.level] = usual if entry.start is None else entry.start
        for deeper in [one for one in counts if one > entry.level]:
            del counts[deeper]
        return self._number(entry, level)

    def _number(self, entry: Entry, level: Level) -> Number | None:
        if level.bullet is not None:
            return Number(level.bullet, level.gap, bullet=True) if level.bullet.strip() else None
        text = self._filled(entry, level) if level.format else ""
        return Number(text, level.gap, bullet=False) if text.strip() else None

    def _filled(self, entry: Entry, level: Level) -> str:
        if level.pattern is not None:
            return PLACEHOLDER.sub(lambda found: self._figure(entry, int(found[1]) - 1), level.pattern)
        first = max(entry.level + 1 - level.shown, 0)
        figures = (self._figure(entry, at) for at in range(first, entry.level + 1))
        return level.prefix + ".".join(figure for figure in figures if figure) + level.suffix

    def _figure(self, entry: Entry, at: int) -> str:
        level = self.level(entry.style, at)
        if level is None or at not in entry.counts or level.bullet is not None or not level.format:
            return ""
        if level.format in "aA" and not level.synced:
            letters = _letters(entry.counts[at])
            return letters.upper() if level.format == "A" else letters
        return formatted(entry.counts[at], FORMATS.get(level.format, "decimal"))


def _letters(number: int) -> str:
    """a … z, aa, ab …"""
    text = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text


def list_styles_of(*parents: Element | None) -> dict[str, dict[int, Level]]:
    """The list styles below these elements, and the outline's."""
    found: dict[str, dict[int, Level]] = {}
    for parent in parents:
        for element in () if parent is None else parent.iterchildren(tag("text:list-style"), tag("text:outline-style")):
            is_outline = element.tag == tag("text:outline-style")
            name = OUTLINE if is_outline else stated(element, "style:name") or ""
            found[name] = dict(_levels(element))
    return found


def _levels(style: Element) -> Iterator[tuple[int, Level]]:
    for element in style:
        at = whole(stated(element, "text:level"))
        if at is not None and 1 <= at <= LEVELS:
            yield at - 1, _level(element)


def _level(element: Element) -> Level:
    level = Level(
        format=stated(element, "style:num-format") or "",
        synced=stated(element, "style:num-letter-sync") == "true",
        prefix=stated(element, "style:num-prefix") or "",
        suffix=stated(element, "style:num-suffix") or "",
        pattern=stated(element, "loext:num-list-format"),
        shown=whole(stated(element, "text:display-levels")) or 1,
        start=_start(element),
        bullet=_bullet(element),
    )
    return _placed(level, element.find(tag("style:list-level-properties")))


def _start(element: Element) -> int:
    start = whole(stated(element, "text:start-value"))
    return 1 if start is None else start


def _bullet(element: Element) -> str | None:
    if element.tag == tag("text:list-level-style-image"):
        return PICTURE
    if element.tag != tag("text:list-level-style-bullet"):
        return None
    properties = element.find(tag("style:text-properties"))
    font = None if properties is None else typeface_of(properties).font
    return shown(stated(element, "text:bullet-char") or "", font)  # programs print no prefix and suffix with it


def _placed(level: Level, properties: Element | None) -> Level:
    """The gap and the indent: of the label's alignment in newer files, of its width in older ones."""
    if properties is None:
        return level
    label = properties.find(tag("style:list-level-label-alignment"))
    if label is None:
        space = points(stated(properties, "text:space-before")) or 0.0
        width = points(stated(properties, "text:min-label-width")) or 0.0
        return replace(level, indent=Indent(round(space + width, 2), 0.0 - width))
    gap = GAPS.get(stated(label, "text:label-followed-by") or "listtab", "\t")
    indent = Indent(points(stated(label, "fo:margin-left")), points(stated(label, "fo:text-indent")))
    return replace(level, gap=gap, indent=indent)
