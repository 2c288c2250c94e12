"""Published papers: finding them again, what they say of themselves, and the schema that they follow."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pipeline import comparators, naming, sniff
from pipeline.corpus import MOST_BYTES, read_file
from pipeline.errors import Exit, WrongUse
from pipeline.records import dataclass
from pipeline.terminal import counted, issues_in_words
from pipeline.transcript import Unreadable
from schemas import Paper
from schemas.comparison import COMPARISON_VERSION, Comparison
from schemas.issue import Issue
from schemas.migrations import Document, ForeignVersionError, check_version, current

INDENT = "  "
BEGINNING = 256  # bytes: two keys and a version
BESIDE = re.compile(
    rb'\s*\{\s*(?:"schema_version"\s*:\s*"[^"]*"\s*,\s*"papers"|"only_one"|"@context"|"\$defs"|"\$schema")\s*:'
)
"""How documents begin that are no papers; `only_one`: a comparison whose keys some other program has sorted."""


@dataclass(frozen=True, slots=True)
class Account:
    """One file that was looked at: the issues of the paper in it, or why it is none."""

    name: str
    issues: tuple[Issue, ...] = ()
    fault: tuple[str, str] | None = None
    """Code and message."""
    has_pages: bool = True
    """Of a certain size, as in a PDF; all else is one long page, whose number tells nobody anything."""


def find(paths: Iterable[str]) -> tuple[str, ...]:
    """The files that the paths stand for; of a folder the .json files below it. Sorted, each once."""
    found: set[str] = set()
    for path in paths:
        if not os.path.lexists(path):
            raise WrongUse(f"{naming.shown(naming.spelled(path))}: there is no such file or folder")
        found.update(json_below(path) if os.path.isdir(path) else [path])  # noqa: PTH112
    return tuple(sorted(found, key=os.fsencode))


def json_below(folder: str) -> Iterator[str]:
    """The .json files below a folder, but for what the program writes that is no paper: it may lie among them."""
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found = (os.path.join(here, name) for name in files if name.endswith(".json") and not name.startswith("."))  # noqa: PTH118
        yield from (path for path in found if not lies_beside(path))


def lies_beside(path: str) -> bool:
    """A comparison, the metadata of an export, a published schema: each says so by its first keys."""
    try:
        with Path(path).open("rb") as file:
            return bool(BESIDE.match(file.read(BEGINNING)))
    except OSError:
        return False  # reading it again will say why


def account_of(path: str, against: comparators.Table | None = None) -> Account:
    """The issues of the paper in a file; with published figures to hold it against, what differs from them too."""
    name = naming.published((naming.spelled(path),))
    try:
        paper = paper_of(path)
    except Unreadable as refusal:
        return Account(name, fault=(refusal.code, refusal.message))
    issues = (*paper.issues, *comparators.differences(paper, against or {}))
    return Account(name, issues, has_pages=len(paper.pages) > 1 or any(page.width for page in paper.pages))


def paper_of(path: str) -> Paper:
    """The paper in a published file; `Unreadable` says why there is none."""
    return paper_in(read_file(path, MOST_BYTES))


def paper_in(data: bytes) -> Paper:
    """The paper in the bytes of a published file, of whatever version; only an older one is read twice."""
    try:
        return Paper.model_validate_json(data)
    except ValidationError as error:
        document = object_in(data)
        if document is None:
            raise Unreadable("not-json", why_not(data, error)) from error
    try:
        return Paper.model_validate_json(json.dumps(current(document)))
    except ForeignVersionError as foreign:
        raise Unreadable("schema-version", str(foreign)) from foreign
    except ValidationError as error:
        raise Unreadable("not-json", why_not(data, error)) from error


def comparison_in(data: bytes) -> Comparison:
    """The comparison in the bytes of a file that `papers compare` has written."""
    try:
        return Comparison.model_validate_json(data)
    except ValidationError as error:
        try:
            check_version((object_in(data) or {}).get("schema_version"), (COMPARISON_VERSION,), "the comparison")
        except ForeignVersionError as foreign:
            raise Unreadable("schema-version", str(foreign)) from foreign
        raise Unreadable("not-json", why_not(data, error)) from error


def object_in(data: bytes) -> Document | None:
    """The JSON object in the bytes; None where there is none."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def why_not(data: bytes, error: ValidationError) -> str:
    """Why the bytes are no published paper, and what to do."""
    if sniff.says_so(data) or sniff.is_markup(data):
        return "it is a source document; run `papers extract` on it first, then check what that has written"
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return "it is no JSON, so no extracted paper; if it is a source document, run `papers extract` on it first"
    place = ".".join(str(step) for step in first["loc"])
    return f"it is no extracted paper: {place + ': ' if place else ''}{first['msg']}"


def listing(accounts: Iterable[Account]) -> bytes:
    """For people: the papers that have issues, and under each its issues."""
    return "".join(f"{line}\n" for account in accounts if account.issues for line in paragraph(account)).encode(
        "utf-8", "replace"
    )


def paragraph(account: Account) -> Iterator[str]:
    yield naming.shown(account.name)
    for issue in account.issues:
        yield INDENT + naming.shown(in_words(issue, account.has_pages))


def in_words(issue: Issue, has_pages: bool = True) -> str:
    """`warning  period-after-meeting  page 4, ind_3: message “quote”`; no page where the format has none."""
    page = f"page {issue.page}" if issue.page and has_pages else ""
    where = ", ".join(part for part in (page, issue.about or "") if part)
    quote = f" “{' '.join(issue.quote.split())}”" if issue.quote else ""
    return f"{issue.severity:8}{issue.code}  {f'{where}: ' if where else ''}{' '.join(issue.message.split())}{quote}"


def lines(accounts: Iterable[Account]) -> bytes:
    """For programs: one issue a line with the file it stands in; a file that is no paper is one line with its fault."""
    return "".join(
        f"{json.dumps(line, ensure_ascii=False)}\n" for account in accounts for line in objects(account)
    ).encode()


def objects(account: Account) -> Iterator[dict[str, object]]:
    if account.fault:
        code, message = account.fault
        yield {"name": account.name, "status": "rejected", "code": code, "message": message}
    for issue in account.issues:
        yield {"name": account.name, **issue.model_dump(mode="json")}


def summary(accounts: Iterable[Account]) -> str:
    """One line: how many papers, how many issues of which severity."""
    all_of_them = list(accounts)
    tally = Counter[str](issue.severity for account in all_of_them for issue in account.issues)
    papers = sum(account.fault is None for account in all_of_them)
    return f"{counted(papers, 'paper')}: {issues_in_words(tally) or 'no issues'}" if papers else "0 papers"


def status(accounts: Iterable[Account]) -> Exit:
    standing = any(account.fault or any(issue.severity == "error" for issue in account.issues) for account in accounts)
    return Exit.NEEDS_A_PERSON if standing else Exit.DONE


SCHEMAS: dict[str, type[BaseModel]] = {"paper": Paper, "comparison": Comparison}
"""What has a published shape."""


def schema(of: str = "paper") -> bytes:
    """The JSON schema of what the program writes."""
    shape = SCHEMAS[of].model_json_schema(mode="serialization")
    return f"{json.dumps(shape, indent=2, ensure_ascii=False)}\n".encode()
