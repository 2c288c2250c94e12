"""What pip-audit has found, for `.ci/run`: a known fault is an end; that the list of them is out of reach is said."""

import json
import sys
from pathlib import Path
from typing import Any

UNREACHED = "audit: skipped, the list of known faults cannot be reached from here"


def verdict(found: str) -> tuple[int, list[str]]:
    """Exit status, and lines for people."""
    try:
        packages: list[dict[str, Any]] = json.loads(found)["dependencies"]
    except (ValueError, KeyError):
        return 0, [UNREACHED]
    known = [package for package in packages if "vulns" in package]
    if not known:
        return 0, [UNREACHED]
    faults = [
        f"audit: {package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions'])}"
        for package in known
        for fault in package["vulns"]
    ]
    return (1, faults) if faults else (0, [f"audit: {len(known)} of {len(packages)} packages, no known fault"])


if __name__ == "__main__":
    status, lines = verdict(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print("\n".join(lines))
    sys.exit(status)
