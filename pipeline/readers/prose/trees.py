"""XML parts as trees: parsing that no hostile part can abuse."""

import re
from typing import Any

from lxml import etree

from pipeline.limits import DEFAULT, Limits, over
from pipeline.transcript import Unreadable

Element = Any
"""An element of lxml, which brings no types of its own."""

DOCTYPE = re.compile(rb"<!DOCTYPE|<\0!\0D\0O\0C\0T\0Y\0P\0E|\0<\0!\0D\0O\0C\0T\0Y\0P\0E", re.I)


PARSER_DEPTH = 256  # where libxml2 stops of itself; told to read huge files, at 2,048


class IllFormed(Unreadable):
    """The part is XML with a mistake in it."""


def tree_of(data: bytes, part: str, limits: Limits = DEFAULT, *, mending: bool = False) -> Element:
    """The root of a part; `mending` passes over mistakes, and over what cannot be made sense of after them.

    Raises `Unreadable`: corrupt, too-deep, expands-too-much; of these `IllFormed` where mending may help.
    """
    if DOCTYPE.search(data):
        raise Unreadable("corrupt", f"{part} declares a document type (DOCTYPE); no office file has one.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=limits.xml_depth > PARSER_DEPTH,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=mending,
    )
    try:
        root: Element = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(str(error), part, limits) from error
    if root is None:
        raise Unreadable("corrupt", f"{part} is not XML.")
    if limits.xml_depth != PARSER_DEPTH and is_deeper(root, limits.xml_depth):
        raise _too_deep(part, limits)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("corrupt", f"{part} declares a document type (DOCTYPE); no office file has one.")
    return root


def is_deeper(root: Element, most: int) -> bool:
    """Some element has more than `most` around it and itself."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > most:
            return True
    return False


def _too_deep(part: str, limits: Limits) -> Unreadable:
    return over("too-deep", f"{part} nests elements more than {limits.xml_depth:,} deep", "xml_depth")


def _unreadable(message: str, part: str, limits: Limits) -> Unreadable:
    if "xcessive depth" in message:
        return _too_deep(part, limits)
    if "Resource limit" in message:
        return Unreadable("expands-too-much", f"{part} holds a text longer than 10 MB in one piece.")
    return IllFormed("corrupt", f"{part} is not well-formed XML: {message}.")
