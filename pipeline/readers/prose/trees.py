"""XML parts as trees: parsing that no hostile part can abuse."""

import re
from typing import Any

from lxml import etree

from pipeline.transcript import Unreadable

Element = Any
"""An element of lxml, which brings no types of its own."""

DOCTYPE = re.compile(rb"<!DOCTYPE|<\0!\0D\0O\0C\0T\0Y\0P\0E|\0<\0!\0D\0O\0C\0T\0Y\0P\0E", re.I)


def tree_of(data: bytes, part: str) -> Element:
    """The root of a part. Raises `Unreadable`: corrupt, too-deep, expands-too-much."""
    if DOCTYPE.search(data):
        raise Unreadable("corrupt", f"{part} declares a document type (DOCTYPE); no office file has one.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root: Element = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(str(error), part) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("corrupt", f"{part} declares a document type (DOCTYPE); no office file has one.")
    return root


def _unreadable(message: str, part: str) -> Unreadable:
    if "xcessive depth" in message:
        return Unreadable("too-deep", f"{part} nests elements more than 256 deep.")
    if "Resource limit" in message:
        return Unreadable("expands-too-much", f"{part} holds a text longer than 10 MB in one piece.")
    return Unreadable("corrupt", f"{part} is not well-formed XML: {message}.")
