"""`papers` with an extractor that obeys what the text says, so that workers can be made to fail at will.

The text is a list of words. As an engine may fail: `hang` `slow` (in seconds), `spin` (processor), `die` (a fault in
memory), `eat` (memory, until there is no more), `memory` `bug` `deep` `unpicklable` (an exception), `garble` (writes
bytes of its own on the line to the parent), `hoard` (keeps memory), `reject CODE`, `shout`. `die-old` and `eat-old` do
so only in a worker that has worked before. `issue SEVERITY` adds an issue, `CUT` begins the next paper of a pack, `age`
prints how many papers its worker has read; any other word is printed as it is. Run in place of the program, it is also
imported by every worker, so that they find the same extractor.
"""

import ctypes
import os
import pickle
import struct
import sys
import time
import types
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

from pipeline.cli import main
from pipeline.corpus import Sidecar, Source
from pipeline.transcript import Unreadable

SECONDS = {"hang": 60, "slow": 0.1}
FAULTS = {
    "memory": MemoryError(),
    "bug": ZeroDivisionError("nothing\nto share"),
    "unpicklable": pickle.PicklingError("as it is"),
    "deep": RecursionError(),
}
CHUNK = 32 << 20  # bytes
NO_MESSAGE = struct.pack("!i", 8) + b"Agarbage"
read: list[str] = []
"""The papers that this worker has read."""
hoarded: list[bytes] = []


def papers_of(source: Source, sidecar: Sidecar | None, _limits: object = None) -> Iterator[object]:
    read.append(source.name)
    for part in source.data.decode("utf-8", "replace").split("CUT"):
        words = [str(len(read)) if word == "age" else word for word in part.split()]
        for word, following in zip(words, [*words[1:], ""], strict=True):
            obey(word, following)
        yield paper_of(source, sidecar, words)


def obey(word: str, following: str) -> None:
    if word.endswith("-old"):
        word = word.removesuffix("-old") if len(read) > 1 else ""
    if word in SECONDS:
        time.sleep(SECONDS[word])
    elif word in FAULTS:
        raise FAULTS[word]
    elif word == "reject":
        raise Unreadable(following, "the stub was told to \x1b[2J refuse")
    elif word in ACTS:
        ACTS[word]()


def spin() -> None:
    while True:
        pass


def eat() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(CHUNK))


def hoard() -> None:
    hoarded.extend(b"x" * CHUNK for _ in range(4))


def garble() -> None:
    for handle in range(3, 64):
        with suppress(OSError):
            os.write(handle, NO_MESSAGE)


def shout() -> None:
    print("noise on standard output", flush=True)
    print("noise on standard error", file=sys.stderr, flush=True)


ACTS = {"spin": spin, "die": lambda: ctypes.string_at(0), "eat": eat, "hoard": hoard, "garble": garble, "shout": shout}


def paper_of(source: Source, sidecar: Sidecar | None, words: list[str]) -> object:
    from schemas import Paper  # noqa: PLC0415

    text = " ".join(words) or " "
    severities = [after for word, after in pairwise(words) if word == "issue"]
    issue = {"code": "unread-cell", "about": None, "message": "told to", "quote": None, "page": None}
    return Paper.model_validate(
        {
            "schema_version": "1.0.0",
            "id": "stub",
            "source": {
                "name": source.name,
                "media_type": source.media_type,
                "sha256": source.sha256,
                "size": source.size,
                "page_count": 1,
            },
            "header": {
                "council": sidecar.council if sidecar else None,
                "council_code": None,
                "committee": None,
                "meeting_date": sidecar.meeting_date if sidecar else None,
                "title": None,
                "spans": {},
            },
            "text": text,
            "pages": ({"number": 1, "width": None, "height": None, "start": 0, "end": len(text)},),
            "sections": (),
            "paragraphs": (),
            "tables": (),
            "figures": (),
            "furniture": (
                {"kind": "stamp", "text": text, "spans": ({"page": 1, "start": 0, "end": len(text), "box": None},)},
            ),
            "indicators": (),
            "improvement_areas": (),
            "recommendations": (),
            "narrative": (),
            "names": (),
            "inspections": (),
            "commitments": (),
            "issues": tuple({**issue, "severity": severity} for severity in severities),
        }
    )


stub = types.ModuleType("pipeline.run")
stub.papers_of = papers_of  # type: ignore[attr-defined]
sys.modules["pipeline.run"] = stub

if __name__ == "__main__":
    main()
