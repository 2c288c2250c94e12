"""`python -m tests.generator.verify DIR`: the truth held against what pdftotext reads from the printed pages.

Nothing of the product takes part. Words are compared without white space (line ends, justified gaps and page breaks
are not at issue); a text may be cut once, by a page's end and what is printed there.
"""

import argparse
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TAG = re.compile(r"<[^<>]*>")


def squashed(text: str) -> str:
    """Without white space, and without hyphens, hard or soft: pdftotext drops those at line ends."""
    return "".join(text.replace("-", "").replace("\xad", "").split())


def stands(text: str, page: str) -> bool:
    """Whether `text` is in `page`, whole or in two parts in order."""
    if text in page:
        return True
    low, high = 0, len(text)
    while low < high:  # the longest beginning that is there
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in page else (low, middle - 1)
    rest = text[low:]
    return low >= 8 and rest in page and page.rindex(rest) > page.index(text[:low])


def claims(gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What the truth says is printed: what it is, and the words with the number before them."""
    for section in gold["sections"]:
        yield "section", (section["number"] or "") + section["title"]
    for paragraph in gold["paragraphs"]:
        if not paragraph.get("optional"):
            yield from paragraph_claims(paragraph)
    for kind in ("improvement_areas", "recommendations"):
        yield from ((kind, text) for text in gold[kind])
    for row in gold["indicators"]:
        yield "label", row["label"]
        yield from (("value", f"{r['value'] if r['value'] is not None else r['range'][0]:,g}") for r in row["readings"])
    yield from ((name, gold["header"][name]) for name in ("council", "committee", "title") if name in gold["header"])


def paragraph_claims(paragraph: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A paragraph's words, its number before its first words, its items."""
    yield "paragraph", paragraph["text"]
    if paragraph["number"]:
        yield "numbered", paragraph["number"] + paragraph["text"][:12]
    yield from (("item", item) for item in paragraph["items"])


def wrong(pdf: Path, gold: dict[str, Any]) -> list[str]:
    """The claims that the pages do not bear out."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"]
    return unproved(subprocess.run(command, check=True, capture_output=True, text=True).stdout, gold)


def unproved(said: str, gold: dict[str, Any]) -> list[str]:
    """The claims that the words printed do not bear out."""
    page = squashed(said)
    return [
        f"{kind}: {claim}"
        for kind, claim in claims(gold)
        if not any(stands(form, page) for form in forms(kind, squashed(claim)))
    ]


def forms(kind: str, words: str) -> tuple[str, ...]:
    """The ways a claim's words can be printed: after the first run of digits or letters of a number, a dot or none."""
    if kind in ("section", "numbered"):
        return tuple({words, *(f"{words[:i]}.{words[i:]}" for i in range(1, min(8, len(words))))})
    return (words,)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    bad = 0
    for path in sorted(args.folder.glob("*.pdf")):
        name = path.stem.split("-")[0]
        gold = json.loads((args.folder / "gold" / f"{name}.gold.json").read_text(encoding="utf-8"))
        found = wrong(path, gold)
        bad += bool(found)
        for line in found:
            print(path.name, line[:180])
    print(f"{bad} papers with unproved truth")


if __name__ == "__main__":
    main()
