"""The program `papers` from its first moment: Ctrl-C ends it without a traceback while it is still loading, too."""

import gc
import os
import signal
from types import FrameType

from pipeline.errors import Exit

COLLECT_AFTER = 50_000
"""Objects made before Python looks for rings of them; its own 700 cost a twentieth of a short run, while it loads."""


def main() -> None:
    signal.signal(signal.SIGINT, leave)
    gc.set_threshold(COLLECT_AFTER)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look for some in each package
    from pipeline import cli  # noqa: PLC0415  what takes its time to load

    cli.main()


def leave(_number: int, _frame: FrameType | None) -> None:
    """Nothing has been begun."""
    os._exit(Exit.INTERRUPTED)
