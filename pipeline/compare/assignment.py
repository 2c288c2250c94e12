"""Pairs of earlier and later things: one to one, and the best that the whole set allows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

Pair = tuple[int, int]
"""Which of the earlier, which of the later things; both from 0."""
Scores = Mapping[Pair, float]


def best_pairs(scores: Scores) -> dict[Pair, float]:
    """The pairs that share no member and have the greatest total score; only pairs that `scores` has.

    Things that no chain of pairs joins are solved apart, so that papers of hundreds of paragraphs stay cheap.
    """
    chosen: dict[Pair, float] = {}
    for component in _components(scores):
        lefts = sorted({left for left, _ in component})
        rights = sorted({right for _, right in component})
        table = [[scores.get((left, right), 0.0) for right in rights] for left in lefts]
        for row, column in _solved(table):
            pair = (lefts[row], rights[column])
            if pair in scores:
                chosen[pair] = scores[pair]
    return dict(sorted(chosen.items()))


def _components(pairs: Iterable[Pair]) -> list[list[Pair]]:
    by_left: dict[int, list[Pair]] = defaultdict(list)
    by_right: dict[int, list[Pair]] = defaultdict(list)
    ordered = sorted(pairs)
    for pair in ordered:
        by_left[pair[0]].append(pair)
        by_right[pair[1]].append(pair)
    seen: set[Pair] = set()
    components = []
    for pair in ordered:
        if pair in seen:
            continue
        seen.add(pair)
        component = [pair]
        for left, right in component:  # grows while it is walked
            fresh = [other for other in (*by_left[left], *by_right[right]) if other not in seen]
            seen.update(fresh)
            component.extend(dict.fromkeys(fresh))
        components.append(component)
    return components


def _solved(table: list[list[float]]) -> list[Pair]:
    """Rows to columns with the greatest sum: the Hungarian method with potentials (Kuhn, Munkres), O(n^2 m)."""
    if len(table) > len(table[0]):
        turned = [list(column) for column in zip(*table, strict=True)]
        return [(row, column) for column, row in _solved(turned)]
    costs = [[-score for score in row] for row in table]
    column_of = _Potentials(len(costs), len(costs[0]))
    for row in range(1, len(costs) + 1):
        column_of.place(row, costs)
    return [(row - 1, column - 1) for column, row in enumerate(column_of.row_at) if column and row]


class _Potentials:
    """The state of the method. Rows and columns count from 1; row 0 means none."""

    def __init__(self, rows: int, columns: int) -> None:
        self.of_row = [0.0] * (rows + 1)
        self.of_column = [0.0] * (columns + 1)
        self.row_at = [0] * (columns + 1)

    def place(self, row: int, costs: list[list[float]]) -> None:
        """Find a column for one more row, moving earlier rows where that is cheaper."""
        self.row_at[0] = row
        column, width = 0, len(self.row_at)
        least = [float("inf")] * width
        came_from = [0] * width
        done = [False] * width
        while self.row_at[column]:
            done[column] = True
            column = self._next(column, costs, least, came_from, done)
        while column:
            self.row_at[column] = self.row_at[came_from[column]]
            column = came_from[column]

    def _next(
        self, column: int, costs: list[list[float]], least: list[float], came_from: list[int], done: list[bool]
    ) -> int:
        row = self.row_at[column]
        open_columns = [other for other in range(1, len(done)) if not done[other]]
        for other in open_columns:
            slack = costs[row - 1][other - 1] - self.of_row[row] - self.of_column[other]
            if slack < least[other]:
                least[other], came_from[other] = slack, column
        nearest = min(open_columns, key=lambda other: (least[other], other))
        delta = least[nearest]
        for other, is_done in enumerate(done):
            if is_done:
                self.of_row[self.row_at[other]] += delta
                self.of_column[other] -= delta
            else:
                least[other] -= delta
        return nearest
