"""The worker: queue, lease, failures, files that end it, what an interrupted run left, and reading ahead."""

import threading
import time
from dataclasses import dataclass, field, replace

import pytest

from ingest.formats import load_file
from ingest.parts import Readers
from ingest.progress import Silence
from ingest.worker import IngestWorker
from research.adapters.sqlite import open_catalog
from research.errors import ModelUnavailableError, WorkspaceDamagedError
from research.nouns.access import Access
from research.nouns.documents import DocumentState
from research.nouns.jobs import IngestJob, JobState
from research.nouns.queries import DocumentFilter
from tests.contracts.samples import make_document, make_fact
from tests.ingest.samples import (
    FakeWorkspace,
    WordEmbedder,
    ingest,
    load_text,
    read_dated_line,
    read_first_line,
    read_no_facts,
    text_readers,
)
from tests.waiting import LONG_SECONDS

READER = Access("tester")


@dataclass
class Events(Silence):
    """A `Progress` that keeps what it was told."""

    ended: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    noticed: threading.Event = field(default_factory=threading.Event)

    def finish(self, path, outcome):
        self.ended.append((path.rpartition("/")[2], outcome))

    def notice(self, line):
        self.notices.append(line)
        self.noticed.set()


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / f"{name}.pdf" for name in ("a", "b", "c")]
    for path in paths:
        sentences = (f"Sentence {number} of file {path.stem} goes on for some words more than that. " for number in range(12))
        path.write_text(f"Quillmere {path.stem}\n" + "".join(sentences))
    return paths


def queue(workspace, *paths):
    return workspace.jobs.enqueue([IngestJob(0, "", str(path), None, None, (), JobState.QUEUED) for path in paths])


def names(workspace, state=DocumentState.COMPLETE):
    return [one.name for one in workspace.documents.find(READER, DocumentFilter()) if one.state is state]


def test_one_bad_file_costs_one_line_and_its_neighbours_are_in(workspace, files):
    files[1].write_text("damaged")
    events = Events()
    jobs = ingest(workspace, *files, progress=events)
    assert [job.outcome for job in jobs] == ["added", "failed", "added"]
    assert jobs[1].error == "b.pdf is damaged; fetch it again"
    assert names(workspace) == ["a", "c"]
    assert sorted(events.ended) == [("a.pdf", "added"), ("b.pdf", "failed"), ("c.pdf", "added")]


def test_an_unexpected_failure_is_one_line_too(workspace, files):
    def load(content, *, name, settings):
        if name == "b.pdf":
            raise KeyError("first line\nsecond line")
        return load_text(content, name=name, settings=settings)

    jobs = ingest(workspace, *files, readers=Readers(load, read_first_line, read_no_facts))
    assert [job.outcome for job in jobs] == ["added", "failed", "added"]
    assert jobs[1].error == r"unexpected KeyError: 'first line\nsecond line'"


def test_a_file_that_no_loader_reads_is_skipped(workspace, tmp_path):
    other = tmp_path / "notes.xyz"
    other.write_text("Some words.")
    (job,) = ingest(workspace, other, readers=Readers(load_file, read_first_line, read_no_facts))
    assert (job.state, job.outcome) == (JobState.SKIPPED, "skipped")


def test_waiting_jobs_of_others_are_done_too(workspace, files):
    earlier = queue(workspace, files[0])
    ingest(workspace, files[1])
    assert [job.outcome for job in workspace.jobs.batch(earlier)] == ["added"]
    assert names(workspace) == ["a", "b"]


def die_at(workspace, holder):
    """Claim the next job and leave it running, as a worker that was killed."""
    with workspace.jobs.lease(holder, seconds=30) as held:
        assert held
        return workspace.jobs.claim(holder)


def test_a_file_that_ended_the_worker_twice_fails_and_the_others_go_on(workspace, files):
    earlier = queue(workspace, files[0], files[1], files[0])
    assert [die_at(workspace, f"dead-{attempt}").path for attempt in range(2)] == [str(files[0])] * 2
    jobs = ingest(workspace, files[2])
    assert [job.outcome for job in jobs] == ["added"]
    first, second, again = workspace.jobs.batch(earlier)
    assert (first.state, first.error) == (JobState.FAILED, "the worker ended 2 times while it was at this file")
    assert second.outcome == "added"
    assert again.state is JobState.FAILED


def test_a_new_request_for_such_a_file_gets_its_own_attempts(workspace, files):
    queue(workspace, files[0])
    for attempt in range(2):
        die_at(workspace, f"dead-{attempt}")
    assert [job.outcome for job in ingest(workspace, files[0])] == ["added"]


def test_what_a_killed_run_left_without_vectors_is_finished(workspace, files):
    broken = WordEmbedder()
    broken.embed = lambda texts: 1 / 0
    working, workspace.embedder = workspace.embedder, broken
    events = Events()
    (job,) = ingest(workspace, files[0], progress=events)
    assert job.outcome == "added"
    assert events.notices == ["a stays without vectors: unexpected ZeroDivisionError: division by zero"]
    assert names(workspace, DocumentState.LEXICAL) == ["a"]
    workspace.embedder = working
    ingest(workspace, files[1])
    assert names(workspace) == ["a", "b"]


def test_a_file_that_is_completed_after_an_interruption_counts_as_added(workspace, files):
    class Killed(BaseException):
        pass

    def die(texts):
        raise Killed

    working, workspace.embedder = workspace.embedder, WordEmbedder()
    workspace.embedder.embed = die
    earlier = queue(workspace, files[0])
    with pytest.raises(Killed):
        ingest(workspace, files[0])
    workspace.embedder = working
    (own,) = ingest(workspace, files[0])
    assert [job.outcome for job in workspace.jobs.batch(earlier)] == ["added"]
    assert own.outcome == "unchanged"
    assert names(workspace) == ["a"]
    assert len(working.embedded) == len(set(working.embedded)) > 3


def test_without_a_model_nothing_is_claimed(workspace, files):
    class NoModel:
        @property
        def fingerprint(self):
            raise ModelUnavailableError("no model", "install it")

    working, workspace.embedder = workspace.embedder, NoModel()
    with pytest.raises(ModelUnavailableError):
        ingest(workspace, files[0])
    workspace.embedder = working
    with workspace.jobs.lease("next", seconds=30):
        assert workspace.jobs.claim("next").attempts == 1


def test_a_damaged_catalog_ends_the_run(workspace, files):
    def add(document, chunks, facts, marks):
        raise WorkspaceDamagedError("catalog.db is damaged", "restore it")

    workspace.documents.add = add
    with pytest.raises(WorkspaceDamagedError):
        ingest(workspace, *files)


def test_while_another_holds_the_lease_its_work_is_watched(workspace, files):
    events, taken = Events(), threading.Event()

    def other_worker():
        with workspace.jobs.lease("elsewhere:7:ingest", seconds=30) as held:
            assert held
            taken.set()
            assert events.noticed.wait(10)
            job = workspace.jobs.claim("elsewhere:7:ingest")
            workspace.jobs.finish(job.id, JobState.DONE, outcome="added")

    other = threading.Thread(target=other_worker)
    other.start()
    assert taken.wait(10)
    jobs = ingest(workspace, files[0], progress=events)
    other.join()
    assert [job.outcome for job in jobs] == ["added"]
    assert events.notices == ["another process (7, ingest) is at work in this workspace; waiting for it"]
    assert events.ended == [("a.pdf", "added")]
    assert names(workspace) == []


def test_when_the_holder_dies_its_work_is_taken_over(workspace, files):
    events = Events()
    with workspace.jobs.lease("elsewhere:7:ingest", seconds=30):
        worker = threading.Thread(target=lambda: ingest(workspace, *files, progress=events))
        worker.start()
        assert events.noticed.wait(10)
        workspace.jobs.claim("elsewhere:7:ingest")
    worker.join(30)
    assert names(workspace) == ["a", "b", "c"]


def test_the_next_file_is_read_while_this_one_is_embedded(workspace, files):
    second_read, embedding_saw_it = threading.Event(), []

    def load(content, *, name, settings):
        if name == "b.pdf":
            second_read.set()
        return load_text(content, name=name, settings=settings)

    class Waiting(WordEmbedder):
        def embed(self, texts):
            embedding_saw_it.append(second_read.wait(LONG_SECONDS))
            return super().embed(texts)

    workspace.embedder = Waiting()
    ingest(workspace, *files, readers=Readers(load, read_first_line, read_no_facts))
    assert all(embedding_saw_it)
    assert names(workspace) == ["a", "b", "c"]


def test_a_file_that_may_have_ended_the_worker_is_read_alone(workspace, files):
    queue(workspace, files[0])
    die_at(workspace, "dead")
    reading, beside = [], []

    def load(content, *, name, settings):
        reading.append(name)
        time.sleep(0.1)
        beside.append((name, [other for other in reading if other != name]))
        reading.remove(name)
        return load_text(content, name=name, settings=settings)

    jobs = ingest(workspace, *files[1:], readers=Readers(load, read_first_line, read_no_facts))
    assert [job.outcome for job in jobs] == ["added", "added"]
    assert dict(beside)["a.pdf"] == []
    assert names(workspace) == ["a", "b", "c"]


def test_two_files_are_read_at_a_time(workspace, files):
    both = threading.Barrier(2, timeout=LONG_SECONDS)

    def load(content, *, name, settings):
        if name != "c.pdf":
            both.wait()
        return load_text(content, name=name, settings=settings)

    jobs = ingest(workspace, *files, readers=Readers(load, read_first_line, read_no_facts))
    assert [job.outcome for job in jobs] == ["added"] * 3


def test_a_copy_of_a_file_that_is_being_read_is_told_from_it(workspace, files):
    files[1].write_text(files[0].read_text())
    first, copy, other = ingest(workspace, *files)
    assert (first.outcome, copy.outcome, other.outcome) == ("added", "skipped", "added")
    assert copy.error.startswith("same content as a ")
    assert names(workspace) == ["a", "c"]


def test_a_new_file_is_found_by_words_before_older_ones_are_embedded(workspace, files):
    states = []

    class Arriving(WordEmbedder):
        def embed(self, texts):
            if not states:
                queue(workspace, files[1])
            states.append(sorted(names(workspace, DocumentState.LEXICAL)))
            return super().embed(texts)

    files[0].write_text("Quillmere a\n" + "".join(f"Sentence {n} goes on for some words more than that one. " for n in range(400)))
    workspace.embedder = Arriving()
    ingest(workspace, files[0])
    assert states[0] == ["a"]
    assert ["a", "b"] in states
    assert names(workspace) == ["a", "b"]


class Cut(BaseException):
    """The process ends here; nothing below catches it."""


class CountedWrites:
    """A store whose n-th write, counted over all stores that share `budget`, ends the process before or after it is made."""

    def __init__(self, store, budget, writes):
        self._store, self._budget, self._writes = store, budget, writes

    def __getattr__(self, name):
        method = getattr(self._store, name)
        return self._counted(method) if name in self._writes else method

    def _counted(self, method):
        def call(*args, **kwargs):
            self._budget["left"] -= 1
            if self._budget["left"] == 0 and not self._budget["after"]:
                raise Cut
            result = method(*args, **kwargs)
            if self._budget["left"] == 0:
                raise Cut
            return result

        return call


def state_of(workspace):
    documents = workspace.documents.find(READER, DocumentFilter(any_state=True))
    chunks = workspace.documents.chunks(READER, document_ids=[one.id for one in documents])
    ids, vectors = workspace.embeddings.vectors([one.id for one in documents], workspace.embedder.fingerprint)
    summary = [(one.id, one.name, one.state, one.chunk_count, one.fact_count, one.supersedes) for one in documents]
    return summary, [(chunk.id, chunk.text) for chunk in chunks], ids, vectors.tolist()


def state_a_figure(loaded, metadata, *, document_id, company):
    return (replace(make_fact(make_document()), document_id=document_id, company=company),)


def run_cut(catalog, files, *, readers, writes, after):
    budget = {"left": writes, "after": after}
    workspace = FakeWorkspace(
        CountedWrites(catalog.documents, budget, {"add", "add_all", "add_facts", "complete_all", "keep_original"}),
        CountedWrites(catalog.embeddings, budget, {"put"}),
        CountedWrites(catalog.jobs, budget, {"enqueue", "claim", "claim_parts", "finish_all"}),
    )
    ingest(workspace, *files, readers=readers)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    "readers", [text_readers(), Readers(load_text, read_dated_line, state_a_figure)], ids=["words", "words and figures"]
)
def test_cut_at_any_write_and_run_again_ends_as_if_undisturbed(tmp_path, files, readers, after):
    whole = FakeWorkspace.over(open_catalog(tmp_path / "whole"))
    ingest(whole, *files, readers=readers)
    expected = state_of(whole)
    for writes in range(1, 60):
        catalog = open_catalog(tmp_path / f"cut-{writes}")
        try:
            run_cut(catalog, files, readers=readers, writes=writes, after=after)
        except Cut:
            workspace = FakeWorkspace.over(catalog)
            assert {job.state for job in ingest(workspace, *files, readers=readers)} == {JobState.DONE}
            assert state_of(workspace) == expected, f"cut at write {writes}"
            assert workspace.jobs.waiting() == 0
        else:
            assert writes > 20
            break
        finally:
            catalog.close()
    else:
        pytest.fail("no run was long enough to end")


def test_the_worker_signs_with_host_process_and_purpose(workspace, files):
    seen = []

    def load(content, *, name, settings):
        seen.append(workspace.jobs.holder().holder)
        return load_text(content, name=name, settings=settings)

    batch = queue(workspace, files[0])
    IngestWorker(workspace, Readers(load, read_first_line, read_no_facts), Silence(), name="desk:1:ingest").run(batch)
    assert seen == ["desk:1:ingest"]
    assert workspace.jobs.holder() is None
    assert text_readers().facts is read_no_facts
