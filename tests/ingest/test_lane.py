"""The batch lane: entries of feeds stored many at a time, and what is not plain in a batch done alone."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.entry_batches import MOST_BYTES, load_entries
from ingest.entry_loading import FeedEntryLoader
from ingest.feed_entry import FeedEntry, entry_bytes
from ingest.loaded import Limits
from ingest.metadata import read_metadata
from ingest.naming import hash_content
from ingest.parts import Readers
from ingest.progress import Silence
from ingest.worker import IngestWorker
from research.adapters.sqlite import open_catalog
from research.errors import CannotReadError
from research.nouns.documents import DocumentState, Kind
from research.nouns.jobs import IngestJob, JobState
from research.nouns.queries import DocumentFilter
from research.settings import Settings
from tests.ingest.samples import FakeWorkspace, read_no_facts
from tests.ingest.test_worker import READER, CountedWrites, Cut, Events, state_of

FEED = "https://news.example/feed"
AT = datetime(2025, 2, 10, 8, tzinfo=UTC)


def entry(key, text="Quillmere said that orders rose in the quarter.", **fields):
    return FeedEntry(**({"key": key, "title": f"Quillmere reports on {key}", "published": AT, "source": "Wire", "text": text} | fields))


def load_alone(content, *, name, settings):
    return FeedEntryLoader(Limits()).load(content, name=name)


def load_together(contents, *, settings):
    """Read entries in this process; one that speaks of damage cannot be read."""
    return [None if b"damage" in one else load_alone(one, name="entry", settings=settings) for one in contents]


def readers(load=load_alone, entries=load_together, metadata=read_metadata):
    return Readers(load, metadata, read_no_facts, entries=entries)


def queue(workspace, *entries, stem="wire"):
    """Keep entries and queue their jobs, as polling a feed does; return the batch."""
    workspace.documents.keep_originals({hash_content(content): content for content in map(entry_bytes, entries)})
    first = IngestJob(0, "", "", None, None, (), JobState.QUEUED, stem=stem)
    return workspace.jobs.enqueue(
        [replace(first, path=f"{FEED}#{one.key}", content_hash=hash_content(entry_bytes(one))) for one in entries]
    )


def run(workspace, batch, *, using=None, progress=None):
    IngestWorker(workspace, using or readers(), progress or Silence()).run(batch)
    return workspace.jobs.batch(batch)


def outcomes(jobs):
    return [job.outcome for job in jobs]


@pytest.fixture
def writes(workspace):
    """Count the calls that store documents or index words."""
    counted = {"add": 0, "add_all": 0, "lexical": 0}
    add, add_all, index = workspace.documents.add, workspace.documents.add_all, workspace.lexical.add_all

    def count(name, method):
        def call(*args, **kwargs):
            counted[name] += 1
            return method(*args, **kwargs)

        return call

    workspace.documents.add, workspace.documents.add_all = count("add", add), count("add_all", add_all)
    workspace.lexical.add_all = count("lexical", index)
    return counted


def test_entries_are_stored_together_found_by_words_and_noted_whole(workspace, writes):
    events = Events()
    jobs = run(workspace, queue(workspace, *map(entry, "abc")), progress=events)
    assert outcomes(jobs) == ["added"] * 3
    assert writes == {"add": 0, "add_all": 1, "lexical": 1}
    found = workspace.documents.find(READER, DocumentFilter())
    assert [(one.name, one.title, one.kind, one.state, one.published_at) for one in found] == [
        (name, f"Quillmere reports on {key}", Kind.NEWS, DocumentState.COMPLETE, AT)
        for name, key in (("wire", "a"), ("wire~2", "b"), ("wire~3", "c"))
    ]
    assert [job.document_id for job in jobs] == [one.id for one in found] == list(workspace.lexical.held)
    assert [one.id for one in workspace.news.noted] == [one.id for one in found]
    assert workspace.news.noted[0].text.startswith("Quillmere reports on a\nWire · 2025-02-10 08:00 UTC\n")
    assert events.ended == [(f"feed#{key}", "added") for key in "abc"]


def test_entries_that_are_there_already_are_left_as_they_are(workspace, writes):
    run(workspace, queue(workspace, *map(entry, "ab")))
    jobs = run(workspace, queue(workspace, entry("a"), entry("b", text="Orders fell."), entry("c")))
    assert outcomes(jobs) == ["unchanged", "replaced", "added"]
    assert writes["add_all"] == 2
    assert len(workspace.news.noted) == 4


def test_an_update_replaces_what_an_entry_said_and_keeps_its_name(workspace):
    (first,) = run(workspace, queue(workspace, entry("a")))
    (second,) = run(workspace, queue(workspace, entry("a", text="The company said that orders fell.")))
    (found,) = workspace.documents.find(READER, DocumentFilter())
    assert (found.id, found.supersedes, found.name) == (second.document_id, first.document_id, "wire")
    assert workspace.documents.get(READER, first.document_id).state is DocumentState.SUPERSEDED


def test_two_versions_of_an_entry_in_one_batch_are_stored_in_their_order(workspace):
    jobs = run(workspace, queue(workspace, entry("a"), entry("a", text="Orders fell."), entry("b")))
    assert outcomes(jobs) == ["added", "replaced", "added"]
    found = workspace.documents.find(READER, DocumentFilter())
    assert [one.id for one in found] == [jobs[1].document_id, jobs[2].document_id]


def test_one_entry_that_cannot_be_read_costs_one_line(workspace):
    def load(content, *, name, settings):
        if b"damage" in content:
            raise CannotReadError(f"{name} is damaged", "poll the feed again")
        return load_alone(content, name=name, settings=settings)

    jobs = run(workspace, queue(workspace, entry("a"), entry("damage"), entry("c")), using=readers(load))
    assert outcomes(jobs) == ["added", "failed", "added"]
    assert jobs[1].error == "wire is damaged; poll the feed again"


def test_when_entries_cannot_be_read_together_each_is_read_alone(workspace, writes):
    def fail(contents, *, settings):
        raise CannotReadError("the reader crashed", "report it")

    jobs = run(workspace, queue(workspace, *map(entry, "abc")), using=readers(entries=fail))
    assert outcomes(jobs) == ["added"] * 3
    assert writes["add"] == 3
    assert [one.title for one in workspace.news.noted] == [f"Quillmere reports on {key}" for key in "abc"]


def test_an_entry_that_breaks_a_rule_of_the_catalog_does_not_keep_out_its_neighbours(workspace):
    add_all = workspace.documents.add_all

    def refuse(documents):
        if any(one.title.endswith("b") for one, *_ in documents):
            raise ValueError("document b breaks a rule of the catalog")
        add_all(documents)

    workspace.documents.add_all = refuse
    workspace.documents.add = lambda *parts: refuse([parts])
    jobs = run(workspace, queue(workspace, *map(entry, "abc")))
    assert outcomes(jobs) == ["added", "failed", "added"]
    assert jobs[1].error == "unexpected ValueError: document b breaks a rule of the catalog"


def test_entries_whose_bytes_are_gone_fail_and_their_neighbours_are_in(workspace):
    lost = IngestJob(0, "", f"{FEED}#lost", None, None, (), JobState.QUEUED, content_hash="0" * 64, stem="wire")
    batch = workspace.jobs.enqueue([lost])
    other = queue(workspace, entry("b"))
    (failed,) = run(workspace, batch)
    assert failed.outcome == "failed"
    assert failed.error.startswith("original ")
    assert outcomes(workspace.jobs.batch(other)) == ["added"]


def test_entries_that_ended_the_worker_are_tried_in_small_batches_and_then_alone(workspace):
    batch = queue(workspace, *(entry(str(number)) for number in range(10)))
    sizes = []
    for attempt in (1, 2):
        with workspace.jobs.lease(f"dead-{attempt}", seconds=30):
            sizes.append(len(workspace.jobs.claim_parts(f"dead-{attempt}", (256, 8))))
    assert sizes == [10, 8]
    jobs = run(workspace, batch)
    assert outcomes(jobs) == ["added"] * 10
    assert [job.attempts for job in jobs] == [3] * 8 + [2] * 2


def test_news_that_an_earlier_run_did_not_note_are_noted_by_the_next(workspace):
    (job,) = run(workspace, queue(workspace, entry("a")))
    workspace.news.noted.clear()
    workspace.news.left = [job.document_id, "gone"]
    run(workspace, queue(workspace, entry("b")))
    assert sorted(one.title for one in workspace.news.noted) == ["Quillmere reports on a", "Quillmere reports on b"]


def test_what_fails_to_be_noted_is_told_and_stays_stored(workspace):
    def fail(documents):
        raise ZeroDivisionError("division by zero")

    workspace.news.note, events = fail, Events()
    assert outcomes(run(workspace, queue(workspace, *map(entry, "ab")), progress=events)) == ["added"] * 2
    assert events.notices == ["2 news are not linked to companies yet: unexpected ZeroDivisionError: division by zero"]


def test_a_limited_child_reads_entries_together_and_leaves_odd_ones(tmp_path):
    contents = [
        entry_bytes(entry("a")),
        b"no entry",
        entry_bytes(entry("long", text="x" * MOST_BYTES)),
        b'{"desk_feed_entry":1,"key":3}',
        entry_bytes(entry("中文", title="公司公布业绩", text="收入增长。", language="zh")),
    ]
    found = load_entries(contents, settings=Settings(home=tmp_path))
    assert [one is None for one in found] == [False, True, True, True, False]
    assert found[0] == load_alone(contents[0], name="a", settings=None)
    assert found[4] == load_alone(contents[4], name="b", settings=None)
    assert load_entries([b"no entry"], settings=Settings(home=tmp_path)) == [None]


@dataclass
class KeepingIntake:
    """A news intake that keeps what it noted beyond the process; what it did not note is outdated."""

    documents: Any
    noted: set[str] = field(default_factory=set)

    def note(self, documents):
        self.noted |= {one.id for one in documents}

    def outdated(self):
        return sorted({one.id for one in self.documents.find(READER, DocumentFilter())} - self.noted)


def run_cut(catalog, batch, intake, *, writes, after):
    budget = {"left": writes, "after": after}
    workspace = FakeWorkspace(
        CountedWrites(catalog.documents, budget, {"add", "add_all", "add_facts", "complete_all", "keep_original"}),
        CountedWrites(catalog.embeddings, budget, {"put"}),
        CountedWrites(catalog.jobs, budget, {"claim", "claim_parts", "finish_all"}),
        news=CountedWrites(intake, budget, {"note"}),
    )
    IngestWorker(workspace, readers(), Silence()).run(batch)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_cut_at_any_write_and_run_again_the_lane_ends_as_if_undisturbed(tmp_path, after):
    entries = [*(entry(str(number)) for number in range(4)), entry("1", text="Orders fell.")]
    whole = FakeWorkspace.over(open_catalog(tmp_path / "whole"))
    run(whole, queue(whole, *entries))
    expected = state_of(whole)
    for writes in range(1, 40):
        catalog = open_catalog(tmp_path / f"cut-{writes}")
        workspace = FakeWorkspace.over(catalog)
        workspace.news = KeepingIntake(catalog.documents)
        batch = queue(workspace, *entries)
        try:
            run_cut(catalog, batch, workspace.news, writes=writes, after=after)
        except Cut:
            jobs = run(workspace, batch)
            assert {job.state for job in jobs} == {JobState.DONE}
            assert state_of(workspace) == expected, f"cut at write {writes}"
            assert workspace.news.outdated() == []
        else:
            assert writes > 8
            break
        finally:
            catalog.close()
    else:
        pytest.fail("no run was long enough to end")
