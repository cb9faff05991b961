"""kill -9 at random moments of a real ingest, then ingest again: what the workspace holds equals an undisturbed run's.

`python -m tests.bench.kill` does so at more moments.
"""

import random

import pytest

from tests.conftest import SAMPLE_FILINGS
from tests.ingest.interrupted import holdings, kill_after, run

KILLS = 2
# Where a document's counts stand in `Holdings.documents`.
PAGES, CHUNKS, FACTS = 3, 4, 5

pytestmark = pytest.mark.model


def test_killed_ingest_is_made_whole_by_the_next(tmp_path, sample_home, sample_ingest):
    seconds, expected = sample_ingest[1], holdings(sample_home)
    assert len(expected.documents) == len(SAMPLE_FILINGS) >= 2
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    killed = [kill_after(chance.uniform(0.1, 1.0) * seconds, tmp_path, *SAMPLE_FILINGS) for _ in range(KILLS)]
    report, _ = run(tmp_path, *SAMPLE_FILINGS)
    assert any(killed)
    assert report["failed"] == report["skipped"] == []
    totals = [sum(one[place] for one in expected.documents) for place in (PAGES, CHUNKS, FACTS)]
    assert [report[total] for total in ("documents", "pages", "chunks", "facts")] == [len(expected.documents), *totals]
    assert holdings(tmp_path) == expected
