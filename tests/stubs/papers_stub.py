"""`papers` with an extractor that obeys what the text says, so that workers can be made to fail at will.

The text is a list of words. `hang`, `die`, `die-once FILE`, `memory`, `bug`, `deep`, `reject CODE`, `shout`,
`issue SEVERITY` do what they say; `CUT` begins the next paper of a pack; any other word is printed as it is. Run in
place of the program, it is also imported by every worker, so that they find the same extractor.
"""

import os
import pickle
import signal
import sys
import time
import types
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

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


def papers_of(source: Source, sidecar: Sidecar | None, _limits: object = None) -> Iterator[object]:
    for part in source.data.decode("utf-8", "replace").split("CUT"):
        words = part.split()
        for word, following in zip(words, [*words[1:], ""], strict=True):
            obey(word, following)
        yield paper_of(source, sidecar, words)


def obey(word: str, following: str) -> None:
    if word in SECONDS:
        time.sleep(SECONDS[word])
    elif word in FAULTS:
        raise FAULTS[word]
    elif word == "reject":
        raise Unreadable(following, "the stub was told to \x1b[2J refuse")
    elif word == "die" or (word == "die-once" and not Path(following).exists()):
        if following:
            Path(following).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "shout":
        print("noise on standard output", flush=True)
        print("noise on standard error", file=sys.stderr, flush=True)


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
