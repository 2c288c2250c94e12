"""Papers of one shape in two sizes: where a rule goes through all lines for every line, the larger costs the square.

Each shape is what some rule must look at again and again: sections, points under one heading that asks, cards and the
sentences that may date them, names that a paper explains, cells of one table, words of one line. A real paper has tens
of each, a pack some hundred.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline import output
from pipeline.corpus import Source
from pipeline.run import papers_of

HEAD = "Wiltshire Council\n\nChildren's Select Committee\n\n19 January 2021\n\nPerformance of the service\n\n"
SIZE = 400  # of the smaller paper, in whatever the shape counts
LONGER = 4  # times: the larger paper
STEEPEST = 1.5  # times `LONGER`: what a linear rule may cost more, with noise; a square costs `LONGER` times as much


@dataclass(frozen=True, slots=True)
class Growth:
    """What the larger paper of a shape costs a unit, compared with the smaller."""

    shape: str
    small: float
    """Seconds of CPU."""
    large: float

    @property
    def steepness(self) -> float:
        """1: linear; `LONGER`: the square."""
        return self.large / self.small / LONGER


def paragraphs(count: int) -> str:
    return HEAD + "\n\n".join(
        f"{n}. In 2019/20 some {n} children were seen by the team, which was {n % 90}% of all; the target is 95%."
        for n in range(1, count + 1)
    )


def one_paragraph(count: int) -> str:
    return HEAD + "".join(
        f"The service saw {n} children in the year 2019/20 and wrote to www.example.org about a well-\nknown matter.\n"
        for n in range(count)
    )


def headings(count: int) -> str:
    return HEAD + "\n\n".join(f"{n}. Background to matter {n}\n\nThe matter is old." for n in range(1, count + 1))


def recommendations(count: int) -> str:
    points = "\n\n".join(f"{n}. The committee notes the report on matter {n}." for n in range(1, count + 1))
    return f"{HEAD}Recommendations\n\n{points}\n"


def areas(count: int) -> str:
    points = "\n".join(f"• Quality of plan {n} for children in need of help" for n in range(count))
    return f"{HEAD}Areas for improvement\n\nThe following areas for improvement were identified:\n\n{points}\n"


def cards(count: int) -> str:
    return HEAD + "\n\n".join(
        f"Percentage of reviews held on time in area number {n}\n\nLatest: {n % 90}.{n % 10}%, Target: 98%\n\n"
        f"The share of reviews in area {n} was {n % 90}.{n % 10}% in December 2020."
        for n in range(count)
    )


def names(count: int) -> str:
    letters = [f"{chr(65 + n // 676 % 26)}{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}" for n in range(count)]
    return HEAD + "\n\n".join(
        f"The {a}lpha {b}eta {c}roup Board ({a}{b}{c}B) met the Early Help Hub and {a}{b}{c}B agreed."
        for a, b, c in letters
    )


def rows(count: int) -> str:
    body = "".join(
        f"<tr><td>Share of matter {n} done</td><td>{n % 90}%</td><td>{n % 80}.5%</td><td>95%</td></tr>"
        for n in range(count)
    )
    head = "<tr><th>Indicator</th><th>2019/20</th><th>2020/21</th><th>Target</th></tr>"
    return page(f"<table>{head}{body}</table>")


def columns(count: int) -> str:
    cells = "".join(f"<td>{n % 90}%</td>" for n in range(count))
    head = "".join(f"<th>Q{n % 4 + 1} {2000 + n // 4 % 24}/{(n // 4 + 1) % 24:02}</th>" for n in range(count))
    return page(f"<table><tr><th>Indicator</th>{head}</tr><tr><td>Visits</td>{cells}</tr></table>")


def tables(count: int) -> str:
    head = "<tr><th>Indicator</th><th>2019/20</th></tr>"
    one = f"<p>Table {{}}: visits at Quarter 3 2024/25</p><table>{head}<tr><td>Visits</td><td>{{}}%</td></tr></table>"
    return page("".join(one.format(n, n % 90) for n in range(count)))


def nested(count: int) -> str:
    points = "".join(f"<li>Point {n} of the list<ul><li>and what is under it</li></ul></li>" for n in range(count))
    return page(f"<p>The plan is to:</p><ul>{points}</ul>")


def page(body: str) -> str:
    return f"<html><body><h1>Performance</h1>{body}</body></html>"


TEXT, HTML = "text/plain", "text/html"
SHAPES: tuple[tuple[Callable[[int], str], str], ...] = (
    (paragraphs, TEXT),
    (one_paragraph, TEXT),
    (headings, TEXT),
    (recommendations, TEXT),
    (areas, TEXT),
    (cards, TEXT),
    (names, TEXT),
    (rows, HTML),
    (columns, HTML),
    (tables, HTML),
    (nested, HTML),
)


def grown(size: int = SIZE) -> Iterator[Growth]:
    """How each shape grows; the smaller paper once before, so that nothing is measured that happens once."""
    for shape, media_type in SHAPES:
        small, large = source_of(shape(size), media_type), source_of(shape(LONGER * size), media_type)
        seconds(small)
        yield Growth(shape.__name__, min(seconds(small), seconds(small)), min(seconds(large), seconds(large)))


def source_of(text: str, media_type: str) -> Source:
    data = text.encode()
    return Source("paper", media_type, data, hashlib.sha256(data).hexdigest(), len(data))


def seconds(source: Source) -> float:
    """CPU seconds from bytes to JSON."""
    start = time.process_time()
    for paper in papers_of(source):
        output.to_json(paper)
    return time.process_time() - start
