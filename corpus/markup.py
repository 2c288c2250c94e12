"""The little markup of a description's words: **bold** and [^name] for a footnote."""

import re
from collections.abc import Iterator
from typing import Literal

PIECE = re.compile(r"\*\*([^*]{1,200})\*\*|\[\^([a-z]{1,40})\]")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
Kind = Literal["plain", "bold", "footnote"]


def pieces(text: str) -> Iterator[tuple[Kind, str]]:
    """The text cut into runs; a footnote's piece is its name."""
    end = 0
    for match in PIECE.finditer(text):
        if match.start() > end:
            yield "plain", text[end : match.start()]
        yield ("bold", match[1]) if match[1] else ("footnote", match[2])
        end = match.end()
    if end < len(text):
        yield "plain", text[end:]


def words(text: str) -> str:
    """The words alone, as the truth has them: a footnote mark is not text."""
    return "".join(piece for kind, piece in pieces(text) if kind != "footnote")


def typed(text: str, footnotes: list[str]) -> str:
    """The words as plain text prints them, with raised footnote numbers; `footnotes` are the names in order."""
    return "".join(
        str(footnotes.index(piece) + 1).translate(SUPERSCRIPT) if kind == "footnote" else piece
        for kind, piece in pieces(text)
    )


def marks(first: str, count: int) -> list[str]:
    """The marks of a list from the printed form of its first: "a)" gives a), b), c); "(i)" gives (i), (ii), (iii)."""
    if first == "(i)":
        return [f"({roman})" for roman in ("i", "ii", "iii", "iv", "v", "vi")[:count]]
    if first == "a)":
        return [f"{letter})" for letter in "abcdefgh"[:count]]
    return [first] * count
