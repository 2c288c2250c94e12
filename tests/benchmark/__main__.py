"""`python -m tests.benchmark`: this program beside poppler and others, over papers of 5 to 400 pages; medians, ratios.

CPU, not wall time, and ratios, not seconds, since other work on the machine changes both runs alike. All contenders
take turns, so that a busy minute meets each of them.

    python -m tests.benchmark                      the table
    python -m tests.benchmark --readme             writes it into README.md
    python -m tests.benchmark --check              fails where a ratio is clearly worse than in baseline.json
    python -m tests.benchmark --baseline           writes baseline.json
    python -m tests.benchmark --growth             papers four times as large: do they cost four times as much?
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.benchmark import growth
from tests.benchmark.contenders import CONTENDERS, work_quietly
from tests.benchmark.measuring import YARDSTICK, Measure, adopt_orphans, of_command, of_contender, own_peak
from tests.benchmark.papers import LONGEST, PAGES, measured, pack, without_language
from tests.conftest import ROOT

ROUNDS = 3
STARTS = 7  # rounds; a start is short, and its ratios move more
OURS = CONTENDERS[0].name
SHORT = ("specimen", "wiltshire-2021.pdf")
BASELINE = Path(__file__).parent / "baseline.json"
README = ROOT / "README.md"
START, END = "<!-- benchmark -->", "<!-- /benchmark -->"
WORSE = 1.35  # times the baseline: noise of a shared machine moves the ratios of medians by up to a fifth
PAPERS = str(Path(sys.executable).with_name("papers"))

Table = dict[str, dict[str, Measure]]
"""By paper, then by contender: medians."""


def child() -> None:
    """In a process of its own: one contender, one paper; prints the seconds."""
    name, path, again = sys.argv[1:]
    print(json.dumps(work_quietly(name, Path(path), int(again))))


def measure(rounds: int, ours_only: bool) -> Table:
    table: Table = {}
    for paper, path in measured():
        runs: dict[str, list[Measure]] = {}
        for _ in range(rounds):
            runs.setdefault(YARDSTICK, []).append(of_command(["pdftotext", "-bbox-layout", str(path), "/dev/null"]))
            for contender in CONTENDERS:
                if (
                    contender.installed()
                    and _may(contender.most_pages, paper)
                    and (not ours_only or not contender.module)
                ):
                    runs.setdefault(contender.name, []).append(of_contender(contender.name, path))
        table[paper] = {name: _median(of) for name, of in runs.items()}
        print(f"{paper}: done", file=sys.stderr)
    return table


def _may(most_pages: int, paper: str) -> bool:
    pages = paper.removesuffix(" pages")
    return not pages.isdigit() or int(pages) <= most_pages


def _median(runs: Iterable[Measure]) -> Measure:
    columns = zip(*((m.cpu, m.wall, m.peak, m.again) for m in runs), strict=True)
    return Measure(*(statistics.median(column) for column in columns))


def cold() -> dict[str, float]:
    """Whole commands over short papers as ratios to an interpreter that does nothing: medians, all taking turns.

    Python keeps what it has compiled, as it does of an installed program; the first round, which compiles, is left out.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    papers = {"six pages, no figures in prose": without_language()}
    papers |= {name: path for name, path in measured() if name in SHORT}
    runs: dict[str, list[float]] = {}
    for _ in range(1 + STARTS):
        runs.setdefault("", []).append(of_command([sys.executable, "-c", "pass"]).cpu)
        runs.setdefault("papers --help", []).append(of_command([PAPERS, "--help"]).cpu)
        for name, path in papers.items():
            with tempfile.TemporaryDirectory() as folder:
                cpu = of_command([PAPERS, "extract", str(path), "-o", folder]).cpu
            runs.setdefault(f"papers extract ({name})", []).append(cpu)
    least, *others = ((name, statistics.median(cpu[1:])) for name, cpu in runs.items())
    return {name: cpu / least[1] for name, cpu in others}


def ratios(table: Mapping[str, Mapping[str, Measure]]) -> dict[str, float]:
    """Our CPU a paper, warm, as a ratio to the yardstick's."""
    return {paper: round(row[OURS].again / row[YARDSTICK].cpu, 2) for paper, row in table.items()}


def rows(table: Table, starts: Mapping[str, float]) -> list[str]:
    """The README's table: CPU as a ratio to the yardstick, a paper more in a process that runs; peak memory."""
    papers = list(table)
    names = [YARDSTICK, *(c.name for c in CONTENDERS if any(c.name in row for row in table.values()))]
    does = {YARDSTICK: "words with places", **{c.name: c.does for c in CONTENDERS}}
    out = [
        f"| CPU, {YARDSTICK} = 1 | makes | {' | '.join(papers)} | peak MB |",
        "|---|---|" + "---|" * (len(papers) + 1),
    ]
    for name in names:
        cells = [f"{row[name].again / row[YARDSTICK].cpu:.1f}" if name in row else "–" for row in table.values()]
        peak = max(row[name].peak for row in table.values() if name in row)
        hidden = "≤ " if peak <= own_peak() else ""
        out.append(f"| {name} | {does[name]} | {' | '.join(cells)} | {hidden}{peak:.0f} |")
    out += ["", "Start, an idle interpreter = 1: " + "; ".join(f"`{c}` {r:.0f}" for c, r in starts.items()) + "."]
    return out


def memory_a_page() -> float:
    """Kilobytes of peak memory that a page more costs, from 400 to 2,000 pages."""
    small, large = (of_contender(OURS, pack(pages)).peak for pages in (PAGES[-1], LONGEST))
    return (large - small) * 1024 / (LONGEST - PAGES[-1])


def regressions(now: Mapping[str, float]) -> list[str]:
    known: dict[str, float] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return [f"{name}: {now[name]:.1f}, was {was:.1f}" for name, was in known.items() if now.get(name, 0) > WORSE * was]


def into_readme(lines: list[str]) -> None:
    text = README.read_text(encoding="utf-8")
    before, after = text.index(START) + len(START), text.index(END)
    README.write_text(f"{text[:before]}\n{chr(10).join(lines)}\n{text[after:]}", encoding="utf-8")


def told_growth() -> int:
    steep = 0
    for grown in growth.grown():
        steep += grown.steepness > growth.STEEPEST
        print(f"{grown.shape:16} {grown.small:7.3f} s {grown.large:7.3f} s  {grown.steepness:.2f}")
    return int(steep > 0)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--ours-only", action="store_true", help="this program and the yardstick")
    for flag in ("readme", "baseline", "check", "growth", "memory"):
        parser.add_argument(f"--{flag}", action="store_true")
    asked = parser.parse_args()
    if shutil.which("pdftotext") is None:
        parser.error("pdftotext (poppler-utils) is the yardstick and is not installed")
    adopt_orphans()
    if asked.growth:
        return told_growth()
    if asked.memory:
        print(f"{memory_a_page():.1f} kB a page")
        return 0
    absent = [c.name for c in CONTENDERS if not c.installed()]
    print(f"not installed, left out: {', '.join(absent) or 'none'}", file=sys.stderr)
    table = measure(asked.rounds, asked.ours_only or asked.check)
    starts = cold()
    lines, now = rows(table, starts), ratios(table) | {name: round(ratio, 1) for name, ratio in starts.items()}
    print("\n".join(lines))
    if asked.readme:
        into_readme(lines)
    if asked.baseline:
        BASELINE.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
    worse = regressions(now) if asked.check else []
    print("".join(f"worse: {one}\n" for one in worse), end="", file=sys.stderr)
    return int(bool(worse))


if __name__ == "__main__":
    sys.exit(main())
