"""The paragraphs of a text on a slide, with the bullet or number that the slide prints in front of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import field

from pipeline.readers.docx.ooxml import children, tag, whole
from pipeline.readers.prose.number_formats import formatted
from pipeline.readers.prose.symbols import shown
from pipeline.readers.prose.trees import Element
from pipeline.records import dataclass
from pipeline.transcript import Line

NUMBERED = re.compile(r"(arabic|alphaLc|alphaUc|romanLc|romanUc)(Period|ParenR|ParenBoth|Plain)")
FORMATS = {"alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman"}
AROUND = {"Period": ("", "."), "ParenR": ("", ")"), "ParenBoth": ("(", ")"), "Plain": ("", "")}
DEEPEST = 8  # levels count from 0
LARGEST = 32_767  # of a list's first number
NONE, CHARACTER, AUTOMATIC, PICTURE = (tag(f"a:{name}") for name in ("buNone", "buChar", "buAutoNum", "buBlip"))


@dataclass(slots=True)
class Lists:
    """The lists of one text: where their manner is stated, the nearest first, and how far each level has counted."""

    styles: Sequence[Element]
    counts: dict[int, tuple[str, int, int]] = field(default_factory=dict)
    """By level: kind of number, first number, last number."""

    def mark(self, paragraph: Element) -> tuple[str, int]:
        """What is printed in front of the paragraph, with its gap; and its level."""
        own = paragraph.find(tag("a:pPr"))
        level = min(max(whole(own.get("lvl")) or 0, 0), DEEPEST) if own is not None else 0
        stated = [own, *(style.find(tag(f"a:lvl{level + 1}pPr")) for style in self.styles)]
        bullet, font = _first(stated, (NONE, CHARACTER, AUTOMATIC, PICTURE)), _first(stated, (tag("a:buFont"),))
        self.counts = {deep: count for deep, count in self.counts.items() if deep <= level}
        if bullet is not None and bullet.tag == AUTOMATIC:
            return self._number(bullet, level), level
        self.counts.pop(level, None)
        if bullet is None or bullet.tag == NONE:
            return "", level
        glyph = bullet.get("char", "•") if bullet.tag == CHARACTER else "•"
        return f"{shown(glyph, None if font is None else font.get('typeface'))}\t", level

    def _number(self, bullet: Element, level: int) -> str:
        first = min(max(whole(bullet.get("startAt")) or 1, 1), LARGEST)
        stated = bullet.get("type", "")
        before = self.counts.get(level)
        number = before[2] + 1 if before is not None and before[:2] == (stated, first) else first
        self.counts[level] = stated, first, number
        found = NUMBERED.fullmatch(stated)
        kind, around = (found[1], AROUND[found[2]]) if found else ("arabic", AROUND["Period"])
        return f"{around[0]}{formatted(number, FORMATS.get(kind, 'decimal'))}{around[1]}\t"


def _first(stated: Sequence[Element | None], names: Sequence[str]) -> Element | None:
    """The nearest statement of one of these."""
    return next((child for one in stated if one is not None for child in one if child.tag in names), None)


def paragraph_lines(body: Element, lists: Lists) -> Iterator[Line]:
    """One line for what stands between breaks; a blank paragraph is a blank line, and counts in no list."""
    for paragraph in children(body, "a:p"):
        pieces = _pieces(paragraph)
        if not any(text.strip() for piece in pieces for text, _ in piece):
            yield Line("\n", opens=True, mark=0)
            continue
        mark, level = lists.mark(paragraph)
        for number, piece in enumerate(pieces):
            front = mark if number == 0 else ""
            words = [bold for text, bold in piece if text.strip()]
            yield Line(
                front + "".join(text for text, _ in piece) + "\n",
                bold=bool(words) and all(words),
                opens=number == 0,
                role="item" if mark else None,
                level=level if mark else None,
                mark=len(front) or None,
            )


def _pieces(paragraph: Element) -> list[list[tuple[str, bool]]]:
    """The paragraph's words between breaks, each run with whether it is bold."""
    pieces: list[list[tuple[str, bool]]] = [[]]
    for child in paragraph:
        if child.tag == tag("a:br"):
            pieces.append([])
        elif child.tag in (tag("a:r"), tag("a:fld")):
            properties, text = child.find(tag("a:rPr")), child.findtext(tag("a:t")) or ""
            bold = properties is not None and properties.get("b") in ("1", "true")
            pieces[-1].append((" ".join(re.split(r"[\r\n\v]", text)), bold))
    return pieces
