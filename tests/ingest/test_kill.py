"""kill -9 at random moments of a real ingest, then ingest again: what the workspace holds equals an undisturbed run's.

`python -m tests.bench.kill` does so at more moments.
"""

import random
from pathlib import Path

import pytest

from tests.ingest.interrupted import holdings, kill_after, run

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample" / "library"
FILES = [SAMPLE / "quillmere-10k-2024.pdf", SAMPLE / "tarrowby-10k-2024.pdf"]
KILLS = 2

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    home = tmp_path_factory.mktemp("undisturbed")
    report, seconds = run(home, *FILES)
    assert len(report["added"]) == report["documents"] == len(FILES) >= 2
    return report, seconds, holdings(home)


def test_killed_ingest_is_made_whole_by_the_next(tmp_path, undisturbed):
    expected_report, seconds, expected = undisturbed
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    killed = [kill_after(chance.uniform(0.1, 1.0) * seconds, tmp_path, *FILES) for _ in range(KILLS)]
    report, _ = run(tmp_path, *FILES)
    assert any(killed)
    assert report["failed"] == report["skipped"] == []
    assert [report[total] for total in ("documents", "pages", "chunks", "facts")] == [
        expected_report[total] for total in ("documents", "pages", "chunks", "facts")
    ]
    assert holdings(tmp_path) == expected
