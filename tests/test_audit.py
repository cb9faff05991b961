"""What is said of the versions that the vulnerability service knows, does not know, or cannot be asked about."""

import json

import pytest

from tests.audit import judge

FINE = {"name": "rich", "version": "15.0.0", "vulns": []}
KNOWN = {"name": "idna", "version": "3.1", "vulns": [{"id": "PYSEC-2024-60", "fix_versions": ["3.7"]}]}
OPEN = {"name": "idna", "version": "3.1", "vulns": [{"id": "GHSA-1", "fix_versions": []}]}
LEFT = {"name": "torch", "version": "2.13.0", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status", "lines"),
    [
        ([FINE], 0, ["Nothing is known against the versions of 1 packages."]),
        ([FINE, KNOWN], 1, ["idna 3.1: PYSEC-2024-60, mended in 3.7"]),
        ([OPEN], 1, ["idna 3.1: GHSA-1, mended in no version yet"]),
        ([FINE, LEFT], 2, ["Not audited in whole: the vulnerability service does not know 1 of 2 packages: torch"]),
        ([LEFT], 2, ["Not audited: the vulnerability service that this index offers knows none of 1 packages."]),
        (
            [KNOWN, LEFT],
            1,
            [
                "idna 3.1: PYSEC-2024-60, mended in 3.7",
                "Not audited in whole: the vulnerability service does not know 1 of 2 packages: torch",
            ],
        ),
    ],
)
def test_only_what_was_looked_up_is_told_as_fine(packages, status, lines):
    assert judge(json.dumps({"dependencies": packages, "fixes": []})) == (status, lines)


@pytest.mark.parametrize("told", ["", "no JSON", "{}"])
def test_a_service_that_is_not_reached_is_no_pass(told):
    assert judge(told) == (2, ["Not audited: the vulnerability service could not be reached."])
