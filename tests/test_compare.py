"""Papers side by side: the specimen series against its planted changes, and each rule by a case of its own."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from functools import partial
from io import BytesIO
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import cli, frames
from pipeline.compare import areas, telling, writing
from pipeline.compare.assignment import best_pairs
from pipeline.compare.comparing import compare, parts
from pipeline.compare.decisions import Decision, Decisions
from pipeline.compare.grouping import entry_of
from pipeline.compare.likeness import Weights, marked
from pipeline.compare.loading import read
from pipeline.compare.matching import area
from schemas import Paper
from schemas.comparison import At, Comparison, Restatement, Series, places
from tests.rewordings import themes
from tests.series import Made, made

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT / "output" / "eastmarch"
YEARS = ("eastmarch-2023", "eastmarch-2024", "eastmarch-2025")
PLANTED: dict[str, list[dict[str, Any]]] = tomllib.loads((ROOT / "corpus" / "changes.toml").read_text(encoding="utf-8"))

Facts = set[tuple[object, ...]]


def published(name: str) -> Paper:
    paper = read(str(PUBLISHED / f"{name}.json"))
    assert isinstance(paper, Paper), paper
    return paper


def year_of(key: str, comparison: Comparison) -> str:
    """`eastmarch-2023`: the specimen that a key stands for."""
    return next(paper.source.split(".")[0] for paper in comparison.papers if paper.key == key)


@pytest.fixture(scope="module", params=["docx", "pdf", "txt"])
def eastmarch(request: pytest.FixtureRequest) -> Comparison:
    return compare([published(f"{name}.{request.param}") for name in YEARS], Decisions())


def only(comparison: Comparison) -> Series:
    assert len(comparison.series) == 1
    return comparison.series[0]


# --- the specimens ----------------------------------------------------------------------------------------------


def test_the_planted_restatements_and_no_other(eastmarch: Comparison) -> None:
    series = only(eastmarch)
    values = {(point.at, point.of): point for measure in series.measures for point in measure.points}
    found = {
        (
            one.measure,
            year_of(one.earlier.paper, eastmarch),
            values[one.earlier, one.of].value,
            year_of(one.later.paper, eastmarch),
            values[one.later, one.of].value,
            str(one.period and one.period.start),
        )
        for one in series.restatements
    }
    assert found == {
        (
            one["indicator"],
            one["from"]["paper"],
            one["from"]["value"],
            one["to"]["paper"],
            one["to"]["value"],
            one["period"][0],
        )
        for one in PLANTED["restated"]
    }


def test_the_planted_renamings_and_no_other(eastmarch: Comparison) -> None:
    found = {
        (one.measure, year_of(one.later.paper, eastmarch), one.earlier_label, one.later_label)
        for one in only(eastmarch).renamings
    }
    assert found == {
        (one["indicator"], one["to"]["paper"], one["from"]["label"], one["to"]["label"]) for one in PLANTED["renamed"]
    }


def test_the_planted_redefinitions_and_no_other(eastmarch: Comparison) -> None:
    found = {
        (year_of(one.later.paper, eastmarch), one.earlier_label, one.later_label)
        for one in only(eastmarch).redefinitions
    }
    assert found == {(one["to"]["paper"], one["from"]["label"], one["to"]["label"]) for one in PLANTED["redefined"]}


def test_the_planted_new_and_dropped_measures_and_no_other(eastmarch: Comparison) -> None:
    found = {(one.change, one.measure, year_of(one.at.paper, eastmarch)) for one in only(eastmarch).presences}
    assert found == {
        *(("dropped", one["indicator"], one["last"]) for one in PLANTED["dropped"]),
        *(("new", one["indicator"], one["first"]) for one in PLANTED["new"]),
    }


def test_the_planted_changes_of_improvement_areas_and_no_other(eastmarch: Comparison) -> None:
    assert area_facts(eastmarch) == planted_areas()
    assert only(eastmarch).questions == ()


def area_facts(comparison: Comparison) -> Facts:
    return {
        (one.change, year_of(one.later_paper, comparison), frozenset(one.earlier_words), frozenset(one.later_words))
        for one in only(comparison).improvement_areas
    }


def planted_areas() -> Facts:
    return {
        (one["change"], one["to"]["paper"], frozenset(one["from"]["areas"]), frozenset(one["to"]["areas"]))
        for one in PLANTED["improvement_area"]
    }


def test_the_planted_move_of_a_section(eastmarch: Comparison) -> None:
    found = {
        (year_of(one.later_paper, eastmarch), one.earlier_heading, one.later_heading)
        for one in only(eastmarch).sections
        if one.change == "renumbered"
    }
    assert {
        (one["to"]["paper"], *(f"{one[side]['number']} {one[side]['title']}" for side in ("from", "to")))
        for one in PLANTED["section_moved"]
    } <= found


def test_every_place_is_in_its_paper(eastmarch: Comparison) -> None:
    papers = {paper.key: published(f"{paper.source}") for paper in eastmarch.papers}
    known = {key: json.loads(paper.model_dump_json()) for key, paper in papers.items()}
    ids = {key: set(ids_of(document)) for key, document in known.items()}
    assert [at for at in places(eastmarch) if at.id not in ids[at.paper]] == []


def ids_of(document: object) -> Iterable[str]:
    if isinstance(document, dict):
        if isinstance(document.get("id"), str):
            yield document["id"]
        for value in document.values():
            yield from ids_of(value)
    if isinstance(document, list):
        for value in document:
            yield from ids_of(value)


def test_a_folder_is_grouped_by_kind_and_each_paper_stands_once() -> None:
    papers = [published(path.name.removesuffix(".json")) for path in sorted(PUBLISHED.glob("*.json"))]
    comparison = compare(papers, Decisions())
    assert [(series.kind, len(series.papers)) for series in comparison.series] == [
        ("fostering", 1),
        ("self_assessment", 3),
    ]
    assert sum(1 + len(paper.copies) for paper in comparison.papers) == len(papers)


def test_a_file_that_lies_twice_in_a_folder_stands_once_and_a_new_edition_for_itself() -> None:
    paper, before = published("eastmarch-2025.pdf"), published("eastmarch-2024.pdf")
    again = paper.model_copy(update={"source": paper.source.model_copy(update={"name": "again.pdf"})})
    assert [one.copies for one in compare([before, paper, again], Decisions()).papers] == [(), ("again.pdf",)]
    edition = again.model_copy(update={"text": again.text.replace("20.6%", "20.9%", 1)})
    assert [one.copies for one in compare([before, paper, edition], Decisions()).papers] == [(), (), ()]


@pytest.mark.parametrize("name", [f"{year}.docx" for year in YEARS])
def test_a_paper_against_itself_has_not_changed(name: str) -> None:
    assert changes(compare([published(name)] * 2, Decisions())) == []


def changes(comparison: Comparison) -> Sequence[object]:
    """Everything that a comparison says has changed."""
    series = only(comparison)
    return [
        *series.restatements,
        *series.renamings,
        *series.redefinitions,
        *series.presences,
        *(one for one in series.improvement_areas if one.change != "continued"),
        *(one for one in series.sections if one.change != "same"),
        *series.passages,
        *series.questions,
    ]


def test_the_same_papers_make_the_same_bytes() -> None:
    papers = [published(f"{name}.docx") for name in YEARS]
    first, again = (compare(order, Decisions()).model_dump_json() for order in (papers, papers[::-1]))
    assert first == again


def test_a_comparison_comes_back_from_its_json(eastmarch: Comparison) -> None:
    assert Comparison.model_validate_json(eastmarch.model_dump_json()) == eastmarch


def test_part_by_part_the_same_bytes_are_written() -> None:
    papers = [published(path.name.removesuffix(".json")) for path in sorted(PUBLISHED.glob("*.json"))]
    entries = [entry_of(paper, partial(copy, paper)) for paper in papers]
    into, spool = BytesIO(), BytesIO()
    writing.write(parts(entries, Decisions(), ()), into, spool)
    assert into.getvalue() == writing.to_json(compare(papers, Decisions()))


def test_the_published_schema_is_current(update: bool) -> None:
    path = ROOT / "schemas" / "comparison.schema.json"
    made = json.dumps(Comparison.model_json_schema(), indent=1) + "\n"
    if update:
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made


# --- made series ------------------------------------------------------------------------------------------------


def told(comparison: Comparison) -> Facts:
    """What a comparison says has changed, in the form of the planted facts."""
    series = only(comparison)
    number = {key: place for place, key in enumerate(series.papers)}
    base = {measure.id: measure.indicator or measure.labels[0].text for measure in series.measures}
    names = {"new": "new area", "question": None}
    return {
        *(("restated", number[one.later.paper], base[one.measure]) for one in series.restatements),
        *(("renamed", number[one.later.paper], base[one.measure]) for one in series.renamings),
        *(("redefined", number[one.later.paper], base[one.earlier_measure]) for one in series.redefinitions),
        *(
            (one.change, number[one.missing_in if one.change == "dropped" else one.at.paper], base[one.measure])
            for one in series.presences
        ),
        *(
            (name, number[one.later_paper], frozenset(one.earlier_words), frozenset(one.later_words))
            for one in series.improvement_areas
            if (name := names.get(one.change, one.change))
        ),
        *(
            (f"passage {one.change}", number[one.later_paper], "".join(p.text for p in one.marked if p.kind != kind))
            for one in series.passages
            if one.change != "renumbered"
            for kind in ("added" if one.change == "removed" else "removed",)
        ),
    }


Floors = dict[str, tuple[float, float]]

FLOORS: Floors = {
    "restated": (1.0, 1.0),
    "renamed": (1.0, 1.0),
    "dropped": (0.99, 0.99),
    "new": (1.0, 1.0),
    "continued": (1.0, 1.0),
    "reworded": (1.0, 0.96),
    "split": (1.0, 1.0),
    "merged": (1.0, 0.97),
    "new area": (1.0, 0.98),
    "passage changed": (1.0, 1.0),
    "passage removed": (1.0, 1.0),
}
"""Least precision and recall of each kind of change over the seeds below. They only rise."""
SEEDS = range(2000, 2040)
FLOORS_REWORDED: Floors = {
    "continued": (1.0, 1.0),
    "reworded": (0.96, 0.98),
    "split": (1.0, 0.96),
    "merged": (1.0, 0.98),
    "new area": (0.97, 0.94),
}
"""The same for improvement areas of the other style, whose single errors no rule was made from."""
SEEDS_REWORDED = range(5000, 5060)


def test_planted_changes_are_found_with_the_stated_precision_and_recall() -> None:
    assert below(FLOORS, map(made, SEEDS)) == {}


def test_improvement_areas_reworded_by_rule_are_found_too() -> None:
    assert below(FLOORS_REWORDED, (made(seed, themes(seed)) for seed in SEEDS_REWORDED)) == {}


def below(floors: Floors, every: Iterable[Made]) -> Floors:
    """Precision and recall of the kinds of change that fall short."""
    planted, found, right = Counter[object](), Counter[object](), Counter[object]()
    for series in every:
        facts = told(compare(series.papers, Decisions()))
        planted.update(fact[0] for fact in series.facts)
        found.update(fact[0] for fact in facts)
        right.update(fact[0] for fact in facts & series.facts)
    low = {}
    for kind in sorted({*planted, *found, *floors}, key=str):
        precision, recall = right[kind] / max(1, found[kind]), right[kind] / max(1, planted[kind])
        print(f"{kind!s:16} planted {planted[kind]:4}  precision {precision:.3f}  recall {recall:.3f}")
        least = floors.get(str(kind), (0.0, 0.0))
        if precision < least[0] or recall < least[1]:
            low[str(kind)] = (precision, recall)
    return low


def areas_of(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int]]:
    """What became of improvement areas in these words: the kind of each change, and how many are on its sides."""
    sides = (
        [area(At(paper=key, id=f"area_{n}"), text) for n, text in enumerate(texts)]
        for key, texts in (("p1", before), ("p2", after))
    )
    found = areas.match(*sides, Weights(), Decisions())
    return sorted((c.change, len(c.earlier), len(c.later)) for c in areas.changes(found, ("p1", "p2"), ()))


@pytest.mark.parametrize(
    ("before", "after", "became"),
    [
        (["Reduce the use of agency staff"], ["The use of agency staff is reduced"], [("reworded", 1, 1)]),
        (["Evaluate the early help hub"], ["Evaluation of the early help hub"], [("reworded", 1, 1)]),
        (["Health checks for children in care"], ["Health checks for LAC"], [("reworded", 1, 1)]),
        (["Timeliness of EHC plans"], ["Quality of EHC plans"], [("question", 1, 1)]),
        (
            ["Repair bridges, as the auditors advised"],
            ["Publish school results, as the auditors advised"],
            [("dropped", 1, 0), ("new", 0, 1)],
        ),
        (
            ["Repair of bridges, and inspection of private nurseries"],
            ["Repairing bridges", "Private nurseries are inspected"],
            [("split", 1, 2)],
        ),
        (
            ["Repair of bridges, as the auditors advised"],
            ["Bridges are repaired", "Private nurseries are inspected, as the auditors advised"],
            [("new", 0, 1), ("reworded", 1, 1)],
        ),
    ],
)
def test_what_becomes_of_areas(
    before: Sequence[str], after: Sequence[str], became: Sequence[tuple[str, int, int]]
) -> None:
    assert areas_of(before, after) == became


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000).map(made))
def test_every_area_is_in_exactly_one_change_on_each_side(series: Made) -> None:
    found = only(compare(series.papers, Decisions()))
    for number, (before, after) in enumerate(pairwise(found.papers)):
        step = [one for one in found.improvement_areas if one.later_paper == after]
        earlier = [at.id for one in step for at in one.earlier if at.paper == before]
        later = [at.id for one in step for at in one.later]
        assert sorted(earlier) == sorted(area.id for area in series.papers[number].improvement_areas)
        assert sorted(later) == sorted(area.id for area in series.papers[number + 1].improvement_areas)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000).map(made))
def test_a_made_paper_against_itself_has_not_changed(series: Made) -> None:
    assert changes(compare([series.papers[-1]] * 2, Decisions())) == []


# --- one digit --------------------------------------------------------------------------------------------------


def with_value(paper: Paper, row: int, reading: int, value: float) -> Paper:
    document = json.loads(paper.model_dump_json())
    document["indicators"][row]["readings"][reading]["value"] = value
    return Paper.model_validate_json(json.dumps(document))


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_one_changed_figure_is_exactly_one_restatement(data: st.DataObject) -> None:
    paper = published("eastmarch-2025.docx")
    figures = [(i, j) for i, row in enumerate(paper.indicators) for j, r in enumerate(row.readings) if r.value]
    row, reading = data.draw(st.sampled_from(figures))
    value = (paper.indicators[row].readings[reading].value or 0) + 1
    (change,) = changes(compare([paper, with_value(paper, row, reading, value)], Decisions()))
    assert isinstance(change, Restatement)
    assert (change.earlier.id, change.earlier.reading) == (paper.indicators[row].id, reading)
    assert change.difference == 1


def test_a_real_paper_against_itself_and_against_one_changed_digit(shared: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    runner.invoke(cli.papers, ["extract", str(shared / "papers" / "wiltshire-2021.docx"), "-o", str(tmp_path)])
    paper = read(str(tmp_path / "wiltshire-2021.docx.json"))
    assert isinstance(paper, Paper)
    assert changes(compare([paper, paper], Decisions())) == []
    row, reading = next((i, 0) for i, row in enumerate(paper.indicators) if row.readings and row.readings[0].value)
    value = (paper.indicators[row].readings[reading].value or 0) + 1
    (change,) = changes(compare([paper, with_value(paper, row, reading, value)], Decisions()))
    assert isinstance(change, Restatement)


# --- rules ------------------------------------------------------------------------------------------------------


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.floats(0.1, 1.0), max_size=15))
def test_no_other_choice_of_pairs_is_better(scores: dict[tuple[int, int], float]) -> None:
    found = best_pairs(scores)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    best = max(sum(scores.get(pair, 0.0) for pair in enumerate(order)) for order in permutations(range(5)))
    assert sum(found.values()) == pytest.approx(best)


def test_differing_words_are_marked_and_give_both_wordings_back() -> None:
    pieces = marked("Plans for children in need", "Short plans for children")
    assert [(piece.kind, piece.text.strip()) for piece in pieces] == [
        ("added", "Short"),
        ("same", "plans for children"),
        ("removed", "in need"),
    ]
    assert marked("The Council’s plans.", "The council's plans") == ()


def test_figures_of_unlike_periods_are_shown_and_not_subtracted(eastmarch: Comparison) -> None:
    measure = next(m for m in only(eastmarch).measures if m.id == "rereferral_rate")
    reasons = {step.reason for step in measure.steps if step.difference is None}
    assert "another kind of period: full year and rolling 12m" in reasons
    assert all((step.reason is None) == (step.difference is not None) for step in measure.steps)
    years = [step.difference for step in measure.steps if step.of == "authority" and step.difference is not None]
    assert years[:3] == [-2.2, 0.7, -1.1]
    assert [step.judgement for step in measure.steps if step.difference == 0.7] == ["worse"]


def test_a_census_is_not_subtracted_from_a_councils_own_year(eastmarch: Comparison) -> None:
    measure = next(m for m in only(eastmarch).measures if m.id == "assessments_45_days")
    points = {point.at: point for point in measure.points}
    steps = [
        ({points[at].period.kind for at in (step.earlier, step.later)}, step.reason, step.difference)  # type: ignore[union-attr]
        for step in measure.steps
    ]
    assert ({"census_year"}, None, 3) in steps
    mixed = [(reason, difference) for kinds, reason, difference in steps if kinds == {"census_year", "financial_year"}]
    assert mixed == [("another kind of period: full year and census year", None)]


def test_figures_across_a_redefinition_are_not_subtracted(eastmarch: Comparison) -> None:
    measure = next(m for m in only(eastmarch).measures if m.id == "cp_visits_on_time")
    assert "the measure was redefined between the two papers" in {step.reason for step in measure.steps}
    first = only(eastmarch).papers[0]
    assert [s for s in measure.steps if s.difference is not None and first in (s.earlier.paper, s.later.paper)] == []


def test_figures_stand_beside_target_and_england(eastmarch: Comparison) -> None:
    measure = next(m for m in only(eastmarch).measures if m.id == "assessments_45_days")
    assert {(one.of, one.difference, one.judgement) for one in measure.against} == {
        ("england", 3.5, "better"),
        ("target", 1, "better"),
    }


def test_an_area_lives_through_rewording_split_and_merger(eastmarch: Comparison) -> None:
    life = next(one for one in only(eastmarch).lives if one.words.startswith("Recruiting"))
    assert (len(life.areas), life.papers, life.current) == (4, 3, True)


def test_councils_are_ranked_on_the_same_basis() -> None:
    own = published("eastmarch-2025.docx")
    document = json.loads(own.model_dump_json())
    document["header"]["council"] = "Westmarch County Council"
    row = next(row for row in document["indicators"] if row["indicator"] == "rereferral_rate")
    row["readings"][0]["value"] = 19.0
    document["indicators"] = [one for one in document["indicators"] if one["indicator"] != "cla_rate"]
    document["issues"] = []
    other = Paper.model_validate_json(json.dumps(document))
    comparison = compare([own, other], Decisions())
    standing = next(
        one
        for one in comparison.standings
        if one.indicator == "rereferral_rate" and one.period.kind == "financial_year"
    )
    assert [(place.council, place.value, place.rank) for place in standing.places] == [
        ("Westmarch County Council", 19, 1),
        ("Eastmarch County Council", 21.4, 2),
    ]
    assert standing.spread == 2.4
    assert [(one.indicator, one.council) for one in comparison.only_one] == [("cla_rate", "Eastmarch County Council")]


def changed(paper: Paper, change: Callable[[dict[str, Any]], None]) -> Paper:
    """The paper with its published JSON changed."""
    document = json.loads(paper.model_dump_json())
    change(document)
    return Paper.model_validate_json(json.dumps(document))


def test_a_share_and_a_count_under_one_label_are_two_measures() -> None:
    def mix(document: dict[str, Any]) -> None:
        readings = document["indicators"][0]["readings"]
        readings[1].update(unit="percent", value=34.1, raw="34.1%")

    mixed = changed(published("eastmarch-2025.docx"), mix)
    found = only(compare([mixed, mixed], Decisions())).measures
    own = [one for one in found if mixed.indicators[0].id in {label.at.id for label in one.labels}]
    assert {one.unit for one in own} == {"percent", "count"}
    assert all(point.unit in (one.unit, None) for one in own for point in one.points if point.stated == "row")
    shares = next(one.points for one in own if one.unit == "percent")
    assert [point.at.reading for point in shares if point.stated == "row"] == [1, 1]


def test_a_unit_that_a_row_no_longer_has_is_no_dropped_measure() -> None:
    def mix(document: dict[str, Any]) -> None:
        document["indicators"][0]["readings"][1].update(unit="percent", value=34.1, raw="34.1%")

    plain = published("eastmarch-2025.docx")
    label = plain.indicators[0].label
    found = only(compare([changed(plain, mix), plain], Decisions()))
    assert [one for one in found.presences if one.label == label] == []


def test_ratings_are_those_that_the_papers_print() -> None:
    def rate(document: dict[str, Any]) -> None:
        document["indicators"][0]["readings"][0]["rating"] = "amber"

    plain = published("eastmarch-2025.docx")
    measure = only(compare([changed(plain, rate), plain], Decisions())).measures[0]
    assert sorted((point.rating or "", point.at.paper) for point in measure.points if point.rating) == [("amber", "p1")]


def undated(number: int, title: str, source: str) -> Paper:
    """A made paper without a meeting. `title`: as long as the one that it has."""

    def strip(document: dict[str, Any]) -> None:
        own = document["header"]["title"]
        assert len(own) == len(title)
        document["header"].update(meeting_date=None, title=title)
        document["text"] = document["text"].replace(own, title)
        document["source"]["name"] = source

    return changed(made(1).papers[number], strip)


def test_papers_without_a_meeting_stand_by_the_day_that_their_header_names() -> None:
    newer = undated(0, "Letter, 22 July 2025", "a.json")
    older = undated(1, "Visit to 5 June 2019", "z.json")
    papers = compare([newer, older], Decisions()).papers
    assert [(one.source, one.ordered_by, str(one.day)) for one in papers] == [
        ("z.json", "printed_date", "2019-06-05"),
        ("a.json", "printed_date", "2025-07-22"),
    ]


def test_papers_that_name_no_day_stand_by_name_and_that_is_said() -> None:
    papers = [undated(number, "Self-assessment here", source) for number, source in ((0, "b.json"), (1, "a.json"))]
    found = compare(papers, Decisions()).papers
    assert [one.source for one in found] == ["a.json", "b.json"]
    assert {(one.ordered_by, one.day) for one in found} == {("name", None)}


# --- decisions --------------------------------------------------------------------------------------------------

BEFORE, AFTER = (
    "Return interviews offered within 72 hours to every child who goes missing",
    "Initial health assessments for children who have just come into care",
)


def decided(earlier: str, later: str, same: bool) -> Decisions:
    return Decisions((Decision(about="improvement_area", earlier=earlier, later=later, same=same),))


def test_a_person_joins_two_areas_and_parts_two_others() -> None:
    papers = [published(f"{name}.docx") for name in YEARS[:2]]
    joined = only(compare(papers, decided(BEFORE.upper(), AFTER, True))).improvement_areas
    assert [(one.change, one.decided) for one in joined if BEFORE in one.earlier_words] == [("reworded", True)]
    plans = (
        "Consistency of plans for children in need",
        "Child in need plans that are short, dated and reviewed on time",
    )
    parted = only(compare(papers, decided(*plans, False))).improvement_areas
    assert [one for one in parted if set(plans) <= {*one.earlier_words, *one.later_words}] == []


def test_a_persons_yes_to_a_part_keeps_the_area_that_was_matched_already() -> None:
    papers = [published(f"{name}.docx") for name in YEARS[1:]]
    later = "Recruiting and keeping experienced social workers, so that agency staff are the exception in every team"
    second = "Reducing our use of agency staff in the northern assessment team"
    found = only(compare(papers, decided(second, later, True)))
    assert [len(one.earlier) for one in found.improvement_areas if later in one.later_words] == [2]


def test_a_measure_in_doubt_is_a_question_and_neither_new_nor_dropped() -> None:
    before, after = "Museum visits in school holidays", "Museum and gallery visits"
    papers = [labelled(published("eastmarch-2023.docx"), before), labelled(published("eastmarch-2024.docx"), after)]
    found = only(compare(papers, Decisions()))
    assert [(one.earlier_words, one.later_words) for one in found.questions] == [(before, after)]
    assert {before, after} & {one.label for one in found.presences} == set()
    yes = Decisions((Decision(about="measure", earlier=before, later=after, same=True),))
    assert (before, after) in {(r.earlier_label, r.later_label) for r in only(compare(papers, yes)).renamings}
    no = Decisions((Decision(about="measure", earlier=before, later=after, same=False),))
    assert {before, after} <= {one.label for one in only(compare(papers, no)).presences}


def labelled(paper: Paper, label: str) -> Paper:
    """The paper with the first row under another label, which no vocabulary has, and no figure that confirms it."""
    document = json.loads(paper.model_dump_json())
    row = document["indicators"][0]
    row.update(label=label, indicator=None, match=None, readings=row["readings"][1:])
    return Paper.model_validate_json(json.dumps(document))


def test_a_decision_on_words_that_no_paper_has_is_told_and_not_applied() -> None:
    papers = [published(f"{name}.docx") for name in YEARS[:2]]
    comparison = compare(papers, decided("Something else", AFTER, True))
    assert [one.earlier for one in comparison.stale_decisions] == ["Something else"]


# --- the command ------------------------------------------------------------------------------------------------


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.papers, ["compare", *map(str, arguments)], standalone_mode=False)
    return int(result.return_value or 0), result.stdout, result.stderr


def test_the_command_writes_prints_and_reads_the_decisions_beside(tmp_path: Path) -> None:
    years = [PUBLISHED / f"{name}.docx.json" for name in YEARS]
    file = tmp_path / "comparison.json"
    status, out, err = run(*years, "-o", file)
    assert (status, out) == (0, "")
    assert err == "3 papers in 1 series; 3 restatements; 2 redefinitions; 0 questions\n"
    assert run(*years, "--json", "--quiet") == (0, file.read_text(encoding="utf-8"), "")
    quoted = [f"{side} = {json.dumps(text)}" for side, text in (("earlier", BEFORE), ("later", AFTER))]
    answers = "\n".join(["[[decision]]", 'about = "improvement_area"', *quoted, "same = true"])
    (tmp_path / "comparison.decisions.toml").write_text(answers, encoding="utf-8")
    run(*years, "-o", file)
    assert '"decided": true' in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("quiet", [["--quiet"], []])
def test_a_decision_that_was_not_applied_is_told_also_when_quiet(tmp_path: Path, quiet: list[str]) -> None:
    quoted = [f"{side} = {json.dumps(text)}" for side, text in (("earlier", "Something else"), ("later", AFTER))]
    answers = tmp_path / "answers.toml"
    answers.write_text("\n".join(["[[decision]]", 'about = "measure"', *quoted, "same = true"]), encoding="utf-8")
    years = [PUBLISHED / f"{name}.docx.json" for name in YEARS]
    status, _, err = run(*years, "-o", tmp_path / "not" / "there" / "c.json", "--decisions", answers, *quiet)
    assert status == 3
    assert err.startswith("papers: decision not applied: the earlier words stand in none of the papers: “Something")


def test_the_command_tells_people_what_changed() -> None:
    status, out, _ = run(*(PUBLISHED / f"{name}.docx.json" for name in YEARS))
    assert status == 0
    assert "    dropped in 2025-01-21: Average caseload\n" in out
    assert "{+Enough+} homes" in out
    assert out.index("Got worse (1)") < out.index("Got better (10)") < out.index("Improvement areas")
    assert "Re-referrals within 12 months: 22.5% (Year End 22/23) → 21.4% (2023/24) (-1.1 points, better)\n" in out


def test_colours_of_the_terminal_only_stand_beside_words(eastmarch: Comparison) -> None:
    plain, coloured = (telling.listing(eastmarch, coloured).decode() for coloured in (False, True))
    assert "\x1b" not in plain
    assert re.sub("\x1b\\[[0-9]*m", "", coloured) == plain
    assert all(", worse)" in line for line in coloured.splitlines() if "\x1b[31m" in line)


def test_a_newer_version_is_refused_in_one_line(tmp_path: Path) -> None:
    document = json.loads((PUBLISHED / "eastmarch-2023.docx.json").read_text(encoding="utf-8"))
    old = tmp_path / "old.json"
    old.write_text(json.dumps({**document, "schema_version": "2.0.0"}), encoding="utf-8")
    status, out, err = run(
        old, PUBLISHED / "eastmarch-2024.docx.json", PUBLISHED / "eastmarch-2025.docx.json", "--quiet"
    )
    assert status == 3
    assert out
    assert err == (
        f"papers: rejected: {old}: schema-version: it was written by schema 2.0.0; "
        "this program reads 1.0.0: a newer program reads it\n"
    )
    assert run(old, PUBLISHED / "eastmarch-2024.docx.json")[:2] == (3, "")


def test_what_lies_beside_papers_is_passed_over_but_not_when_it_is_named(tmp_path: Path) -> None:
    for name in YEARS:
        (tmp_path / f"{name}.json").write_bytes((PUBLISHED / f"{name}.docx.json").read_bytes())
    file = tmp_path / "comparison.json"
    assert run(tmp_path, "-o", file, "--quiet") == (0, "", "")
    assert run(tmp_path, "--quiet")[0] == 0
    status, _, err = run(file, *(tmp_path / f"{name}.json" for name in YEARS), "--quiet")
    assert status == 3
    assert err.startswith(f"papers: rejected: {file}: not-json: ")
    assert [found.name for found in frames.find([str(tmp_path)])] == [f"{name}.json" for name in YEARS]


@pytest.mark.parametrize("text", ["", "[1", "[]", "{}", '{"schema_version": "1.0.0"}'])
def test_a_file_that_is_no_paper_is_named(tmp_path: Path, text: str) -> None:
    stray = tmp_path / "stray.json"
    stray.write_text(text, encoding="utf-8")
    status, _, err = run(stray, PUBLISHED / "eastmarch-2024.docx.json")
    assert status == 3
    assert err.startswith(f"papers: rejected: {stray}: not-json: ")
    assert err.count("\n") == 1


def test_wrong_use_is_said(tmp_path: Path) -> None:
    one = PUBLISHED / "eastmarch-2024.docx.json"
    assert cli.ended(["compare", str(one)]) == 2
    assert cli.ended(["compare", str(tmp_path / "nowhere"), str(one)]) == 2
    bad = tmp_path / "bad.toml"
    bad.write_text("[[decision]]\nabout = 'area'\n")
    assert cli.ended(["compare", str(one), str(one), "--decisions", str(bad)]) == 2
    assert cli.ended(["compare", str(one), str(one), "-o", str(bad / "x.json")]) == 4
