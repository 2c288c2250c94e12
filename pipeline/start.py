"""The program `papers` from its first moment: Ctrl-C ends it without a traceback while it is still loading, too."""

import os
import signal
from types import FrameType

from pipeline.errors import Exit


def main() -> None:
    signal.signal(signal.SIGINT, leave)
    from pipeline import cli  # noqa: PLC0415  what takes its time to load

    cli.main()


def leave(_number: int, _frame: FrameType | None) -> None:
    """Nothing has been begun."""
    os._exit(Exit.INTERRUPTED)
