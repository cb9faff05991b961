"""What was purged is refused; behind walls the line does not say that there was a document."""

from datetime import UTC, datetime

import pytest

from ingest.purged import refuse_purged
from research.errors import PurgedFileError
from research.nouns.jobs import IngestJob, JobState
from research.settings import Settings
from tests.fakes.stores import FakeDocumentStore

JOB = IngestJob(0, "", "/files/note.md", None, None, (), JobState.QUEUED)


class Purged(FakeDocumentStore):
    """Documents of which one was purged."""

    def purged(self, source_keys, content_hashes):
        return {one: datetime(2025, 3, 1, tzinfo=UTC) for one in content_hashes if one == "gone"}


@pytest.mark.parametrize(("walls", "told"), [(False, "it was purged on 2025-03-01"), (True, "it is kept out of this library")])
def test_what_was_purged_is_refused(walls, told):
    settings = Settings(walls=walls)
    refuse_purged(JOB, "other", documents=Purged(), settings=settings)
    with pytest.raises(PurgedFileError, match=told) as refused:
        refuse_purged(JOB, "gone", documents=Purged(), settings=settings)
    assert ("purge" in f"{refused.value} {refused.value.hint}") is not walls
