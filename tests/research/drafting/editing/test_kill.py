"""A process that saves and is killed at any moment leaves the last version or the one before it, whole.

`python -m tests.bench.draft_kill` kills at 60 moments.
"""

import pytest

from tests.research.drafting.editing.saver import killed_at, wrong_after


@pytest.mark.parametrize(("saves", "after"), [(0, 0.0), (1, 0.0), (6, 0.004), (9, 0.011)])
def test_a_killed_save_leaves_whole_versions(tmp_path, saves, after):
    assert wrong_after(tmp_path, killed_at(tmp_path, saves, after)) == []
