"""Many words as one expression: those that begin alike share their beginning, so that a place is looked at once.

An expression `a|b|c …` of some hundred words is tried word by word at every character of a text, and was a tenth of
all that a paper costs. As a tree of letters it is left at the first letter that no word has.
"""

import re
from collections.abc import Iterable, Mapping

Tree = dict[str, "Tree"]
END = ""
APOSTROPHES = {"'": "[’']"}
"""How the apostrophe of a list may be printed."""


def any_of(words: Iterable[str], spelled: Mapping[str, str] | None = None) -> str:
    """An expression for any of the words, of two that both fit the longer; `spelled`: how a character may be printed.

    It captures nothing, and stands in brackets of its own where it must.
    """
    tree: Tree = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[END] = {}
    return _expression(tree, spelled or {})


def _expression(tree: Tree, spelled: Mapping[str, str]) -> str:
    ways = [
        spelled.get(character, re.escape(character)) + _expression(rest, spelled)
        for character, rest in tree.items()
        if character != END
    ]
    if not ways:
        return ""
    if END in tree:
        return f"(?:{'|'.join(ways)})?"
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
