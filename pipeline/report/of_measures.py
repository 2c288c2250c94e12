"""The measures of a series as rows, charts and tables: for one paper and for many."""

from collections.abc import Callable, Mapping, Sequence

from pipeline.compare.since import GROUPS, TITLES, Group, Move, moves
from pipeline.report import words
from pipeline.report.charts import Chart, chart
from pipeline.report.views import Entry, Figures, Row, Rows, Where
from schemas.comparison import Against, At, Measure, Point, Series

ARROWS = {"up": "↑", "down": "↓", "same": "→"}

Finder = Callable[[At], Where]


def charts_of(series: Series, prefix: str) -> dict[str, Chart]:
    """By the id of the measure; what has a single figure has no chart."""
    found = ((m.id, chart(f"{prefix}chart-{n}", m, series.papers)) for n, m in enumerate(series.measures, start=1))
    return {name: one for name, one in found if one}


def rows_of(series: Series, charts: Mapping[str, Chart], find: Finder) -> tuple[Rows, ...]:
    """The measures of the latest paper, what got worse first."""
    found = moves(series)
    groups = ((TITLES[group], [one for one in found if one.group == group]) for group in GROUPS)
    return tuple(Rows(title, tuple(row(one, charts, find) for one in own)) for title, own in groups if own)


def row(one: Move, charts: Mapping[str, Chart], find: Finder) -> Row:
    measure, step = one.measure, one.step
    drawn = charts.get(measure.id)
    points = {point.at: point for point in measure.points}
    notes = [one.reason] if one.reason else []
    notes += [step.caution] if step and step.caution else []
    notes += [newer(one.newest)] if one.newest else []
    judged = step.judgement if step and step.judgement in ("better", "worse") else ""
    return Row(
        label=measure.labels[-1].text,
        chart=drawn.id if drawn else None,
        earlier=words.amount(one.earlier) if one.earlier else "",
        earlier_when=words.spoken(one.earlier.period) if one.earlier else "",
        later=words.amount(one.own),
        later_when=words.spoken(one.own.period),
        rating=one.own.rating or "",
        earlier_rating=(one.earlier.rating if one.earlier else None) or "",
        change=words.change(step, measure.unit) if step else "",
        arrow=ARROWS[step.trend] if step and step.trend else "",
        judgement=judged or "",
        beside=(
            *beside(one.beside, measure, points),
            *((f"newest figure {said}", caution) for said, caution in beside(one.beside_newest, measure, points)),
        ),
        notes=tuple(dict.fromkeys(notes)),
        where=tuple(dict.fromkeys(find(point.at) for point in (one.earlier, one.own) if point)),
    )


def newer(point: Point) -> str:
    return f"newest figure: {words.amount(point)} ({words.spoken(point.period)})"


def beside(found: Sequence[Against], measure: Measure, points: Mapping[At, Point]) -> list[tuple[str, str]]:
    return [
        (words.beside(against, words.amount(points[against.other]), measure.unit), against.caution or "")
        for against in found
        if against.other in points
    ]


def figures_of(measures: Sequence[Measure], find: Finder) -> tuple[Figures, ...]:
    return tuple(Figures(one.labels[-1].text, tuple(entry(point, find) for point in one.points)) for one in measures)


def entry(point: Point, find: Finder) -> Entry:
    return Entry(
        whose=words.body(point.of),
        when=words.spoken(point.period),
        amount=words.amount(point),
        raw=point.raw,
        rating=point.rating or "",
        where=find(point.at),
    )


def labels_in(rows: Sequence[Rows], group: Group) -> tuple[str, ...]:
    """What a summary names: each measure with its two figures and their times."""
    return tuple(
        f"{row.label}: {row.earlier} ({row.earlier_when}) to {row.later} ({row.later_when})"
        for rows_of_group in rows
        if rows_of_group.title == TITLES[group]
        for row in rows_of_group.rows
    )
