"""`python -m tests.generator.score DIR --command 'papers extract'`: an extractor against the truth.

Every group of facts is counted over all papers: how many were expected, found, and given that nobody expected. A
fact is found where all of its parts are equal after white space is folded; one that the truth calls optional is
neither missed nor extra. Then the same by value of each style axis, worst first: that is where the layout engine
fails.
"""

import argparse
import csv
import json
import re
import shlex
import subprocess
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Fact = tuple[Any, ...]
Json = dict[str, Any]
GROUPS = ("header", "sections", "paragraphs", "items", "indicators", "readings", "improvement_areas", "recommendations")
HEADER = ("council", "committee", "meeting_date", "title")


@dataclass(frozen=True, slots=True)
class Expected:
    """A fact in every form that will do, the best first."""

    forms: tuple[Fact, ...]
    optional: bool = False


@dataclass(slots=True)
class Tally:
    """Counts of one group; they add up over papers."""

    expected: int = 0
    found: int = 0
    extra: int = 0
    misses: list[tuple[str, str, Fact]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what was given, the part that was right."""
        return self.found / (self.found + self.extra) if self.found + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Of what was there, the part that was given."""
        return self.found / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Both in one."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, other: "Tally") -> None:
        """Counts another's counts too."""
        self.expected += other.expected
        self.found += other.found
        self.extra += other.extra
        self.misses += other.misses


def folded(text: str | None) -> str:
    """NFC, and one space for white space of any length."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def bare(number: str | None) -> str | None:
    """'2.' and '2' are one number."""
    return None if number is None else folded(str(number)).rstrip(".")


def heading(text: str | None) -> str:
    """A closing colon is no part of a title."""
    return folded(text).rstrip(" :")


# -- what was given ---------------------------------------------------------


def given(paper: Json) -> dict[str, list[Fact]]:
    """The facts of an emitted paper."""
    header = paper.get("header") or {}
    paragraphs = paper.get("paragraphs", [])
    rows = paper.get("indicators", [])
    return {
        "header": [(key, folded(header[key])) for key in HEADER if header.get(key)],
        "sections": [(bare(s.get("number")), heading(s["title"])) for s in paper.get("sections", []) if s.get("title")],
        "paragraphs": [(bare(p.get("number")), folded(p.get("text"))) for p in paragraphs],
        "items": [(bare(p.get("number")), text) for p in paragraphs for text in item_texts(p.get("items"))],
        "indicators": [(folded(row["label"]),) for row in rows],
        "readings": [fact for row in rows for r in row.get("readings", []) for fact in given_reading(row, r)],
        "improvement_areas": [(folded(area["text"]),) for area in paper.get("improvement_areas", [])],
        "recommendations": [(folded(asked["text"]),) for asked in paper.get("recommendations", [])],
    }


def item_texts(items: list[Json] | None) -> Iterator[str]:
    """Items depth first."""
    for item in items or []:
        yield folded(item["text"])
        yield from item_texts(item.get("items"))


def given_reading(row: Json, r: Json) -> Iterator[Fact]:
    """A reading that has a value or a range; others are not scored."""
    value, low, high = r.get("value"), r.get("low"), r.get("high")
    if value is None and low is None:
        return
    period = r.get("period") or {}
    yield reading_fact(
        row["label"], r, value, None if value is not None else (low, high), (period.get("start"), period.get("end"))
    )


def reading_fact(label: str, r: Json, value: float | None, spread: Any, period: Any) -> Fact:
    """Everything that makes two readings the same."""
    start, end = period or (None, None)
    number = None if value is None else float(value)
    limits = tuple(float(limit) for limit in spread) if spread and None not in spread else None
    return folded(label), number, limits, r.get("unit"), start, end, r.get("of") or "authority"


# -- what was expected ------------------------------------------------------


def wanted(gold: Json) -> dict[str, list[Expected]]:
    """The facts of the truth."""
    paragraphs = gold.get("paragraphs", [])
    rows = [(row, False) for row in gold.get("indicators", [])]
    rows += [(row, True) for row in gold.get("indicators_optional", [])]
    header = gold.get("header", {})
    return {
        "header": [Expected(((key, folded(header[key])),)) for key in HEADER if header.get(key)],
        "sections": [one((bare(s["number"]), heading(s["title"])), s) for s in gold.get("sections", [])],
        "paragraphs": [one((bare(p["number"]), folded(p["text"])), p) for p in paragraphs],
        "items": [one((bare(p["number"]), folded(text)), p) for p in paragraphs for text in p.get("items", [])],
        "indicators": [Expected(((folded(row["label"]),),), optional) for row, optional in rows],
        "readings": [
            Expected(tuple(reading_forms(row["label"], r)), optional) for row, optional in rows for r in row["readings"]
        ],
        "improvement_areas": [Expected(((folded(text),),)) for text in gold.get("improvement_areas", [])],
        "recommendations": [Expected(((folded(text),),)) for text in gold.get("recommendations", [])],
    }


def one(fact: Fact, source: Json) -> Expected:
    """A fact of one form, optional where its source is."""
    return Expected((fact,), bool(source.get("optional")))


def reading_forms(label: str, r: Json) -> Iterator[Fact]:
    """The reading with its own period, then with each that is as good."""
    for period in (r.get("period"), *r.get("also_accept_period", [])):
        yield reading_fact(label, r, r.get("value"), r.get("range"), period)


# -- the comparison ---------------------------------------------------------


def compared(gold: Json, paper: Json, name: str = "") -> dict[str, Tally]:
    """The tallies of one paper."""
    have = given(paper)
    keys = {key for key in HEADER if gold.get("header", {}).get(key)}
    have["header"] = [fact for fact in have["header"] if fact[0] in keys]
    return {group: matched(expected, have[group], name) for group, expected in wanted(gold).items()}


def matched(expected: list[Expected], have: Iterable[Fact], name: str) -> Tally:
    """Required facts choose first, best forms first; then optional ones take what is theirs."""
    left = Counter(have)
    hit: set[int] = set()
    for optional in (False, True):
        ranks = max((len(e.forms) for e in expected), default=0)
        for rank in range(ranks):
            for index, fact in enumerate(expected):
                if fact.optional is optional and index not in hit and rank < len(fact.forms) and left[fact.forms[rank]]:
                    hit.add(index)
                    left[fact.forms[rank]] -= 1
    required = [i for i, e in enumerate(expected) if not e.optional]
    extra = list(left.elements())
    misses = [(name, "missing", expected[i].forms[0]) for i in required if i not in hit] + [
        (name, "extra", fact) for fact in extra
    ]
    return Tally(len(required), sum(i in hit for i in required), len(extra), misses)


def emitted(out: Path, paper: Path) -> Json | None:
    """The JSON that the command wrote for `paper`: `NAME.ext.json`, or the only one in a folder of its name."""
    found = sorted(out.rglob(f"{paper.name}.json")) or sorted(out.rglob(f"{paper.name}/*.json"))
    if len(found) != 1:
        return None
    loaded: Json = json.loads(found[0].read_text(encoding="utf-8"))
    return loaded


def by_axis(
    results: dict[str, dict[str, Tally]], styles: dict[str, dict[str, str]]
) -> list[tuple[float, str, str, str, Tally]]:
    """(f1, axis, value, group, tally), worst first."""
    sums: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
    for file, groups in results.items():
        row = {**styles.get(sample(file), {}), "form": file.removeprefix(sample(file))}
        for group, tally in groups.items():
            for axis, value in row.items():
                if axis != "name":
                    sums[axis, value, group].add(tally)
    return sorted(((t.f1, *key, t) for key, t in sums.items() if t.expected), key=lambda line: line[:4])


def sample(file: str) -> str:
    """'s1x004' of 's1x004-plain.pdf'."""
    return re.split(r"[.-]", file, maxsplit=1)[0]


def report(results: dict[str, dict[str, Tally]], styles: dict[str, dict[str, str]], worst: int, shown: int) -> None:
    """Prints the groups, then the worst axis values, then some of what was missed."""
    print(f"{'group':20}{'precision':>10}{'recall':>9}{'expected':>10}")
    for group in GROUPS:
        total = Tally()
        for groups in results.values():
            total.add(groups[group])
        print(f"{group:20}{total.precision:10.3f}{total.recall:9.3f}{total.expected:10}")
        for name, kind, fact in total.misses[:shown]:
            print(f"    {name} {kind}: {str(fact)[:150]}")
    print(f"\n{'axis = value':44}{'group':20}{'precision':>10}{'recall':>9}{'expected':>10}")
    for _, axis, value, group, tally in by_axis(results, styles)[:worst]:
        print(f"{f'{axis} = {value}':44}{group:20}{tally.precision:10.3f}{tally.recall:9.3f}{tally.expected:10}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--command", default="papers extract", help="gets the papers and `-o OUT`")
    parser.add_argument("--emitted", type=Path, help="score what stands here; run nothing")
    parser.add_argument("--forms", default="pdf,docx,html,txt", help="file endings to score")
    parser.add_argument("--worst", type=int, default=40)
    parser.add_argument("--show", type=int, default=0, help="misses and extras to show of each group")
    args = parser.parse_args()
    endings = tuple(f".{form}" for form in args.forms.split(","))
    papers = [p for p in sorted(args.folder.iterdir()) if p.suffix in endings]
    with (args.folder / "styles.csv").open(encoding="utf-8", newline="") as file:
        styles = {row["name"]: row for row in csv.DictReader(file)}
    out = args.emitted or Path(tempfile.mkdtemp())
    if args.emitted is None:
        subprocess.run([*shlex.split(args.command), *map(str, papers), "-o", str(out)], check=False)
    results: dict[str, dict[str, Tally]] = {}
    for paper in papers:
        gold = json.loads((args.folder / "gold" / f"{sample(paper.name)}.gold.json").read_text(encoding="utf-8"))
        json_paper = emitted(out, paper)
        if json_paper is None:
            print(f"{paper.name}: no paper emitted")
        results[paper.name] = compared(gold, json_paper or {}, paper.name)
    report(results, styles, args.worst, args.show)


if __name__ == "__main__":
    main()
