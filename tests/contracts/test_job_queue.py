"""What every JobQueue promises."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from research.errors import NotFoundError, WorkspaceBusyError
from research.nouns.jobs import IngestJob, JobEnd, JobState, JobTask

JOB = IngestJob(0, "", "/library/a.pdf", "filing", "public", (("company", "Alpha"), ("note", "“x”")), JobState.DONE, "added", "d", "e", 7)


def paths(jobs):
    return [job.path for job in jobs]


def queue_three(catalog):
    return catalog.jobs.enqueue([replace(JOB, path=path) for path in ("c", "a", "b")])


def test_a_batch_keeps_the_order_given_and_what_the_caller_knew(catalog):
    before = datetime.now(UTC)
    batch = catalog.jobs.enqueue([JOB, replace(JOB, path="b", kind=None, label=None, metadata=(), brought_by="olga")])
    other = queue_three(catalog)
    first, second = catalog.jobs.batch(batch)
    assert before <= first.updated_at <= datetime.now(UTC)
    assert first == IngestJob(
        first.id, batch, "/library/a.pdf", "filing", "public", JOB.metadata, JobState.QUEUED, updated_at=first.updated_at
    )
    assert (second.path, second.kind, second.label, second.metadata, second.brought_by) == ("b", None, None, (), "olga")
    assert paths(catalog.jobs.batch(other)) == ["c", "a", "b"]
    assert catalog.jobs.batch("nothing") == []
    assert catalog.jobs.batch(catalog.jobs.enqueue([])) == []


def test_a_file_of_parts_becomes_jobs_of_its_own_batch(catalog):
    batch = catalog.jobs.enqueue([replace(JOB, path="feed.xml"), replace(JOB, path="b")])
    feed = catalog.jobs.claim("w")
    part = replace(JOB, path="feed.xml#1", content_hash="0" * 64, stem="feed-one")
    catalog.jobs.expand(feed.id, [part, replace(part, path="feed.xml#2", stem="feed-two")])
    jobs = catalog.jobs.batch(batch)
    assert paths(jobs) == ["feed.xml", "b", "feed.xml#1", "feed.xml#2"]
    assert (jobs[0].state, jobs[0].outcome) == (JobState.DONE, "expanded")
    assert [(job.content_hash, job.stem, job.state) for job in jobs[2:]] == [
        ("0" * 64, "feed-one", JobState.QUEUED),
        ("0" * 64, "feed-two", JobState.QUEUED),
    ]
    with pytest.raises(NotFoundError):
        catalog.jobs.expand(999, [part])


def test_jobs_are_claimed_oldest_first_and_once(catalog):
    batch = queue_three(catalog)
    claimed = [catalog.jobs.claim("w") for _ in range(4)]
    assert paths(claimed[:3]) == ["c", "a", "b"]
    assert claimed[3] is None
    assert [(job.state, job.attempts, job.batch) for job in claimed[:3]] == [(JobState.RUNNING, 1, batch)] * 3
    assert catalog.jobs.batch(batch) == claimed[:3]


def test_finishing_records_the_end(catalog):
    batch = queue_three(catalog)
    assert catalog.jobs.waiting() == 3
    job = catalog.jobs.claim("w")
    assert catalog.jobs.waiting() == 3
    catalog.jobs.finish(job.id, JobState.DONE, outcome="added", document_id="d1")
    catalog.jobs.finish(catalog.jobs.claim("w").id, JobState.FAILED, outcome="failed", error="c: not a PDF")
    assert catalog.jobs.waiting() == 1
    assert paths(catalog.jobs.unended()) == ["b"]
    ended = [(job.state, job.outcome, job.document_id, job.error) for job in catalog.jobs.batch(batch)]
    assert ended == [
        (JobState.DONE, "added", "d1", ""),
        (JobState.FAILED, "failed", None, "c: not a PDF"),
        (JobState.QUEUED, "", None, ""),
    ]
    assert [(job.path, job.error) for job in catalog.jobs.failed()] == [(catalog.jobs.batch(batch)[1].path, "c: not a PDF")]
    with pytest.raises(NotFoundError):
        catalog.jobs.finish(99, JobState.DONE, outcome="added")
    with pytest.raises(ValueError, match="does not end"):
        catalog.jobs.finish(job.id, JobState.RUNNING, outcome="")


def test_a_path_that_was_tried_again_is_failed_no_more(catalog):
    queue_three(catalog)
    first = catalog.jobs.claim("w")
    catalog.jobs.finish(first.id, JobState.FAILED, outcome="failed", error="damaged")
    assert [job.id for job in catalog.jobs.failed()] == [first.id]
    catalog.jobs.enqueue([IngestJob(0, "", first.path, None, None, (), JobState.QUEUED)])
    assert catalog.jobs.failed() == []


def test_the_latest_job_of_each_path_is_told(catalog):
    queue_three(catalog)
    failed = catalog.jobs.claim("w")
    catalog.jobs.finish(failed.id, JobState.FAILED, outcome="failed", error="torn")
    again = catalog.jobs.batch(catalog.jobs.enqueue([replace(JOB, path="a", content_hash="1" * 64)]))[0]
    found = catalog.jobs.latest(["a", "c", "unheard of"])
    assert found == {
        "a": again,
        "c": replace(failed, state=JobState.FAILED, outcome="failed", error="torn", updated_at=found["c"].updated_at),
    }
    assert catalog.jobs.latest([]) == {}


def test_one_holder_at_a_time_has_the_lease(catalog):
    assert catalog.jobs.holder() is None
    with catalog.jobs.lease("first", seconds=60) as held:
        assert held is True
        lease = catalog.jobs.holder()
        assert lease.holder == "first"
        assert timedelta(seconds=50) < lease.expires_at - datetime.now(UTC) <= timedelta(seconds=60)
        for other in ("second", "first"):
            with catalog.jobs.lease(other, seconds=60) as also:
                assert also is False
            assert catalog.jobs.holder().holder == "first"
    assert catalog.jobs.holder() is None
    with catalog.jobs.lease("second", seconds=60) as held:
        assert held is True


def test_two_threads_exclude_each_other(catalog):
    both, held = threading.Barrier(2), []

    def work(name):
        both.wait()
        with catalog.jobs.lease(name, seconds=60) as mine:
            held.append(mine)
            both.wait()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(held) == [False, True]
    assert catalog.jobs.holder() is None


def test_the_lease_is_given_back_by_an_error(catalog):
    with pytest.raises(RuntimeError, match="stop"), catalog.jobs.lease("w", seconds=60):
        raise RuntimeError("stop")
    assert catalog.jobs.holder() is None


def test_who_does_not_hold_the_lease_claims_nothing_while_another_does(catalog):
    queue_three(catalog)
    with catalog.jobs.lease("first", seconds=60):
        with pytest.raises(WorkspaceBusyError, match="first"):
            catalog.jobs.claim("second")
        assert catalog.jobs.claim("first").path == "c"


def test_a_job_left_running_by_an_earlier_tenure_waits_again(catalog):
    queue_three(catalog)
    with catalog.jobs.lease("w", seconds=60):
        assert catalog.jobs.claim("w").path == "c"
        assert catalog.jobs.claim("w").path == "a"
    with catalog.jobs.lease("w", seconds=60):
        again = catalog.jobs.claim("w")
        assert (again.path, again.attempts) == ("c", 2)
        assert [catalog.jobs.claim("w").path for _ in range(2)] == ["a", "b"]
        assert catalog.jobs.claim("w") is None


def test_a_lease_needs_a_length(catalog):
    with pytest.raises(ValueError, match="seconds"), catalog.jobs.lease("w", seconds=0):
        pass


PART = replace(JOB, content_hash="0" * 64, stem="entry")


def queue_parts(catalog, *names, **changes):
    return catalog.jobs.enqueue([replace(PART, path=f"feed#{name}", **changes) for name in names])


def test_parts_of_files_are_claimed_together_oldest_first(catalog):
    batch = queue_parts(catalog, "b", "a", "c")
    claimed = catalog.jobs.claim_parts("w", (2, 1))
    assert paths(claimed) == ["feed#b", "feed#a"]
    assert [(job.state, job.attempts, job.batch) for job in claimed] == [(JobState.RUNNING, 1, batch)] * 2
    assert catalog.jobs.batch(batch)[:2] == claimed
    assert paths(catalog.jobs.claim_parts("w", (2, 1))) == ["feed#c"]
    assert catalog.jobs.claim_parts("w", (2, 1)) == []
    assert catalog.jobs.waiting() == 3


@pytest.mark.parametrize("other", [{"content_hash": None}, {"stem": None}, {"task": JobTask.CORRECT}], ids=["file", "kept file", "task"])
def test_parts_are_claimed_up_to_the_first_job_of_another_sort(catalog, other):
    queue_parts(catalog, "a")
    catalog.jobs.enqueue([replace(PART, path="other", **other)])
    queue_parts(catalog, "b")
    assert paths(catalog.jobs.claim_parts("w", (9,))) == ["feed#a"]
    assert catalog.jobs.claim_parts("w", (9,)) == []
    assert catalog.jobs.claim("w").path == "other"
    assert paths(catalog.jobs.claim_parts("w", (9,))) == ["feed#b"]


def test_how_many_parts_are_claimed_depends_on_their_attempts(catalog):
    queue_parts(catalog, "a", "b", "c")
    with catalog.jobs.lease("w", seconds=60):
        assert paths(catalog.jobs.claim_parts("w", (2, 1))) == ["feed#a", "feed#b"]
    with catalog.jobs.lease("w", seconds=60):
        assert [(job.path, job.attempts) for job in catalog.jobs.claim_parts("w", (2, 1))] == [("feed#a", 2)]
    with catalog.jobs.lease("w", seconds=60):
        assert catalog.jobs.claim_parts("w", (2, 1)) == []
        assert catalog.jobs.claim("w").attempts == 3
        assert [(job.path, job.attempts) for job in catalog.jobs.claim_parts("w", (2, 1))] == [("feed#b", 2)]
        assert paths(catalog.jobs.claim_parts("w", (2, 1))) == ["feed#c"]


def test_who_does_not_hold_the_lease_claims_no_parts_while_another_does(catalog):
    queue_parts(catalog, "a")
    with catalog.jobs.lease("first", seconds=60), pytest.raises(WorkspaceBusyError, match="first"):
        catalog.jobs.claim_parts("second", (9,))


def test_several_ends_are_recorded_or_none(catalog):
    batch = queue_parts(catalog, "a", "b")
    first, second = catalog.jobs.claim_parts("w", (9,))
    added = JobEnd(first.id, JobState.DONE, "added", "d1")
    with pytest.raises(NotFoundError):
        catalog.jobs.finish_all([added, JobEnd(99, JobState.DONE, "added")])
    with pytest.raises(ValueError, match="does not end"):
        catalog.jobs.finish_all([added, JobEnd(second.id, JobState.QUEUED, "")])
    assert [job.state for job in catalog.jobs.batch(batch)] == [JobState.RUNNING] * 2
    catalog.jobs.finish_all([added, JobEnd(second.id, JobState.FAILED, "failed", error="b is damaged")])
    ended = [(job.state, job.outcome, job.document_id, job.error) for job in catalog.jobs.batch(batch)]
    assert ended == [(JobState.DONE, "added", "d1", ""), (JobState.FAILED, "failed", None, "b is damaged")]
    catalog.jobs.finish_all([])
