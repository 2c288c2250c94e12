"""A comparison as JSON, part by part: the same bytes as of the whole, which need not be in memory."""

import shutil
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from schemas.base import Model
from schemas.comparison import COMPARISON_VERSION, Comparison

ITEM = b"\n    "  # a line of a thing in a list of the document: two spaces a level
CHUNK = 1 << 20  # bytes


def to_json(comparison: Comparison) -> bytes:
    """UTF-8, two spaces a level, a line end at the end; the same on every machine."""
    return f"{comparison.model_dump_json(indent=2)}\n".encode()


def write(parts: Iterable[Comparison], into: BinaryIO, spool: BinaryIO) -> None:
    """The document that `to_json` makes of all parts. `spool`: an empty file, for the papers come before the series."""
    papers: list[bytes] = []
    last: Comparison | None = None
    for part in parts:
        last = part
        if part.series:
            papers += map(_item, part.papers)
            for one in part.series:
                spool.write((b"," if spool.tell() else b"") + _item(one))
    assert last is not None  # the part that lies between councils
    spool.seek(0)
    into.write(f'{{\n  "schema_version": "{COMPARISON_VERSION}",\n  "papers": '.encode())
    into.writelines(_list(papers))
    into.write(b',\n  "series": [')
    shutil.copyfileobj(spool, into, CHUNK)
    into.write(b"\n  ]")
    between = (("standings", last.standings), ("only_one", last.only_one), ("stale_decisions", last.stale_decisions))
    for name, models in between:
        into.write(f',\n  "{name}": '.encode())
        into.writelines(_list([_item(one) for one in models]))
    into.write(b"\n}\n")


def _item(model: Model) -> bytes:
    """On lines of its own. No string of JSON has a line end in it."""
    return ITEM + model.model_dump_json(indent=2).encode().replace(b"\n", ITEM)


def _list(items: list[bytes]) -> Iterator[bytes]:
    if not items:
        yield b"[]"
        return
    yield b"["
    for number, item in enumerate(items):
        yield b"," + item if number else item
    yield b"\n  ]"
