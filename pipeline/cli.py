"""The command line: `papers VERB`. Here the ends of a run become exit statuses; every verb is a file in `commands`."""

import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from types import FrameType, TracebackType
from typing import cast

import click

from pipeline.errors import CannotGoOn, Exit, Terminated, WrongUse

VERBS = ("cell", "check", "compare", "doctor", "export", "extract", "query", "report", "schema", "show")
GOES_ON = "what was finished is whole, the same command goes on from there"
SOON = 0.05  # seconds
SIGNALS: dict[type[BaseException], signal.Signals] = {KeyboardInterrupt: signal.SIGINT, Terminated: signal.SIGTERM}


class Verbs(Mapping[str, click.Command]):
    """Each verb is loaded from its file when it is asked for, or told about."""

    def __getitem__(self, verb: str) -> click.Command:
        if verb not in VERBS:
            raise KeyError(verb)
        command: click.Command = getattr(import_module(f"pipeline.commands.{verb}"), verb)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(VERBS)

    def __len__(self) -> int:
        return len(VERBS)


@click.group(
    commands=cast(MutableMapping[str, click.Command], Verbs()), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="committee-papers", prog_name="papers")
def papers() -> None:
    """Turn council committee papers into JSON: sections, numbered paragraphs, indicators, improvement areas.

    \b
    Exit statuses:
      0    everything asked for was done
      2    wrong use: unknown option, no such path
      3    finished, and something needs a person: inputs were rejected; with check also where an issue of
           severity error stands, with compare and report where a decision was not applied, with doctor
           where something is not kept out
      4    the output cannot be written; nothing is torn, run again when that is mended
      130  stopped by Ctrl-C (143: by TERM); what was finished is whole

    \b
    Examples:
      papers extract paper.pdf -o out
      papers check out
      papers report out -o changes.html
      papers show paper.pdf -o pictures
    """


def main() -> None:
    """The program `papers`, once it is loaded."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, terminate)
    sys.excepthook = tell_of_bug
    sys.unraisablehook = come_again
    if not sys.warnoptions and "--debug" not in sys.argv:
        warnings.simplefilter("ignore")
    status = ended(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # there is nothing left to stop
    sys.exit(status)


def ended(arguments: list[str]) -> int:
    """Run a verb; the exit status of however it ends."""
    try:
        status = papers.main(arguments, prog_name="papers", standalone_mode=False)
        return int(status or Exit.DONE)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except WrongUse as error:
        return told(str(error), Exit.WRONG_USE)
    except CannotGoOn as error:
        return told(str(error), Exit.CANNOT_GO_ON)
    except MemoryError:
        return told("there is not enough memory", Exit.CANNOT_GO_ON)
    except (click.Abort, KeyboardInterrupt):
        return told(f"stopped; {GOES_ON}", Exit.INTERRUPTED)
    except Terminated:
        return told(f"terminated; {GOES_ON}", Exit.TERMINATED)
    except RuntimeError as error:
        if not isinstance(error.__cause__, KeyboardInterrupt | Terminated):
            raise
        return told(f"stopped; {GOES_ON}", Exit.INTERRUPTED)  # how Python tells of Ctrl-C while it makes a class


def told(line: str, status: Exit) -> int:
    click.echo(f"papers: {line}", err=True)
    return status


def terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def come_again(swallowed: "sys.UnraisableHookArgs") -> None:
    """A signal that came where Python cannot raise it, as in a destructor, comes again when that is left."""
    number = SIGNALS.get(swallowed.exc_type)
    if number:
        threading.Timer(SOON, os.kill, (os.getpid(), number)).start()
    elif "--debug" in sys.argv:
        sys.__unraisablehook__(swallowed)


def tell_of_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An exception that nothing foresaw: one line, and all of it with --debug. The exit status is then 1."""
    what = str(error).encode("unicode_escape").decode()[:300]
    if "--debug" in sys.argv:
        sys.__excepthook__(kind, error, trace)
    else:
        click.echo(f"papers: a bug: {kind.__name__}: {what}; --debug shows where", err=True)
