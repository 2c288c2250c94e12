"""Checks: what a careful officer would want to be told. Sense, not shape; an issue is data, never an exception."""

from collections.abc import Callable, Iterator

from pipeline.checks import claims, figures, structure
from pipeline.checks.subject import Subject
from schemas.issue import Issue

CHECKS: tuple[Callable[[Subject], Iterator[Issue]], ...] = (
    structure.header_fields,
    structure.periods_after_meeting,
    structure.undated_readings,
    structure.unmapped_indicators,
    structure.missing_content,
    structure.missing_attachments,
    structure.numbering,
    figures.mixed_bases,
    figures.quarters_of_other_months,
    figures.values_out_of_range,
    figures.counts_against_shares,
    figures.parts_of_a_whole,
    figures.bases_of_rates,
    claims.differing_figures,
    claims.claims_of_improvement,
    claims.directions,
)


def check(subject: Subject) -> tuple[Issue, ...]:
    """All checks, in order."""
    return tuple(found for one in CHECKS for found in one(subject))


__all__ = ["CHECKS", "Subject", "check"]
