"""Many papers in one run: each costs at most itself; the others go on."""

import json
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from pydantic import ValidationError

from pipeline.corpus import Input, inputs, load, sidecar_of
from pipeline.output import REPORT, Outcome, locked, output_name, report, to_json, write
from pipeline.run import extract
from pipeline.transcript import Unreadable
from schemas.paper import Paper


def extract_all(paths: Sequence[Path], output: Path, debug: bool) -> tuple[Outcome, ...]:
    """Reads every input, writes a JSON for each that can be read and the run report; raises `CannotWrite`."""
    files = inputs(paths, output)
    with locked(output):
        outcomes = []
        with click.progressbar(files, label="papers", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            for file in bar:
                outcomes.append(_one(file, output, debug))
        write(output, REPORT, report(outcomes))
    for outcome in outcomes:
        if outcome.status != "ok":
            line = f"papers: rejected: {escaped(outcome.name)}: {outcome.code}: {escaped(outcome.message or '')}"
            click.echo(line, err=True)
    return tuple(outcomes)


def _one(file: Input, output: Path, debug: bool) -> Outcome:
    sha256 = None
    try:
        source = load(file)
        sha256 = source.sha256
        paper = extract(source, sidecar_of(file))
    except Unreadable as error:
        return Outcome(file.name, sha256, "rejected", error.code, error.message, None)
    except Exception as error:  # noqa: BLE001  one paper's fault is told as its outcome; --debug shows it whole
        if debug:
            traceback.print_exc()
        return Outcome(file.name, sha256, "failed", "internal", f"a fault of the program: {type(error).__name__}", None)
    name = output_name(file.name)
    write(output, name, to_json(paper))
    return Outcome(file.name, sha256, "ok", None, None, name)


def escaped(text: str) -> str:
    """Control, bidi and surrogate characters made visible: a terminal is a parser too."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def check_all(paths: Sequence[Path], as_json: bool) -> bool:
    """Prints the issues of published papers; True where an error stands or a file is no paper."""
    bad = False
    for path in _published(paths):
        try:
            paper = Paper.model_validate_json(path.read_bytes())
        except ValidationError as error:
            click.echo(
                f"papers: rejected: {escaped(str(path))}: not-json: no published paper ({error.error_count()} faults)",
                err=True,
            )
            bad = True
            continue
        bad |= any(issue.severity == "error" for issue in paper.issues)
        _print_issues(paper, as_json)
    return bad


def _published(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.json")) if path.is_dir() else [path]


def _print_issues(paper: Paper, as_json: bool) -> None:
    if as_json:
        for issue in paper.issues:
            click.echo(json.dumps({"paper": paper.id, **issue.model_dump()}, ensure_ascii=False))
        return
    click.echo(f"{paper.source.name}: {len(paper.issues)} issues")
    for issue in paper.issues:
        place = f"page {issue.page}: " if issue.page else ""
        click.echo(f"  {issue.severity:8}{issue.code:22}{place}{escaped(issue.message)}")
