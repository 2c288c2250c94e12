"""What hostile papers are parsed with is above the versions with known faults."""

import json
import tomllib
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.audit import UNREACHED, verdict
from tests.conftest import ROOT

FLOORS = {
    "jinja2": "3.1.6",  # CVE-2025-27516: a template runs code
    "lxml": "6.1",  # CVE-2026-41066: XML reads local files
    "pdfminer.six": "20251230",  # CVE-2025-64512, CVE-2025-70559: a PDF runs code
    "pillow": "12.3",  # CVE-2026-25990, -59199, -59205: writes out of bounds
    "pypdfium2": "5.10.1",  # CVE-2026-11303, -11304, -11306: freed memory; mended in PDFium 7827
}


def requirements() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = (project["dependencies"], *project["optional-dependencies"].values())
    stated = [Requirement(text) for group in groups for text in group]
    return [one for one in stated if one.name != "committee-papers"]


def lowest(requirement: Requirement) -> Version:
    return max(Version(one.version) for one in requirement.specifier if one.operator == ">=")


@pytest.mark.parametrize("name", FLOORS)
def test_no_parser_with_known_faults_is_allowed_or_installed(name: str) -> None:
    stated = [one for one in requirements() if one.name == name]
    assert stated
    assert all(lowest(one) >= Version(FLOORS[name]) for one in stated)
    assert Version(version(name)) >= Version(FLOORS[name])


def test_everything_has_a_floor() -> None:
    assert [one.name for one in requirements() if not any(part.operator == ">=" for part in one.specifier)] == []


def test_a_known_fault_ends_the_audit_and_no_answer_does_not() -> None:
    sound = {"name": "click", "version": "8.1", "vulns": []}
    holed = {"name": "lxml", "version": "5.0", "vulns": [{"id": "CVE-1", "fix_versions": ["6.1"]}]}
    unknown = {"name": "click", "skip_reason": "not found"}
    assert verdict("") == (0, [UNREACHED])
    assert verdict(json.dumps({"dependencies": [unknown]})) == (0, [UNREACHED])
    assert verdict(json.dumps({"dependencies": [sound, unknown]})) == (0, ["audit: 1 of 2 packages, no known fault"])
    assert verdict(json.dumps({"dependencies": [sound, holed]})) == (1, ["audit: lxml 5.0: CVE-1, mended in 6.1"])
