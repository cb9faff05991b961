"""Ingest in a thread of its own: results, progress, a lease that another holds, and a failure that stops everything."""

import threading

import pytest

from ingest.background import BackgroundIngest, FileProgress
from research.errors import ModelUnavailableError
from research.nouns.access import Access
from research.nouns.jobs import IngestJob, JobState
from research.nouns.queries import DocumentFilter
from tests.ingest.samples import WordEmbedder, text_readers
from tests.waiting import LONG_SECONDS, wait_until

READER = Access("tester")


@pytest.fixture
def background(workspace):
    made = BackgroundIngest(workspace, text_readers())
    yield made
    made.wait(LONG_SECONDS)


def queued(workspace, *paths):
    return workspace.jobs.enqueue([IngestJob(0, "", str(path), None, None, (), JobState.QUEUED) for path in paths])


def written(folder, **texts):
    folder.mkdir(exist_ok=True)
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name}.pdf")
        paths[-1].write_text(text)
    return paths


def ended(background, batch):
    wait_until(lambda: background.progress(batch).over, "the end of the batch")
    return background.progress(batch)


def test_batches_are_worked_through_beside_the_caller(workspace, background, tmp_path):
    good, bad = written(tmp_path / "files", good="Quillmere report", bad="damaged")
    first, second = queued(workspace, good, bad), queued(workspace, good)
    background.start(first)
    background.start(second)
    progress = ended(background, first)
    assert [(job.outcome, job.error) for job in progress.jobs] == [("added", ""), ("failed", "bad.pdf is damaged; fetch it again")]
    assert progress.error is None
    assert [job.outcome for job in ended(background, second).jobs] == ["unchanged"]
    assert background.progress(first).files == {}


def test_how_far_a_file_is_can_be_seen_meanwhile(workspace, background, tmp_path):
    going, seen = threading.Event(), threading.Event()

    class Slow(WordEmbedder):
        def embed(self, texts):
            seen.set()
            assert going.wait(LONG_SECONDS)
            return super().embed(texts)

    workspace.embedder = Slow()
    (path,) = written(tmp_path / "files", long="\f".join(f"Quillmere page {number}" for number in range(80)))
    batch = queued(workspace, path)
    background.start(batch)
    assert seen.wait(LONG_SECONDS)
    progress = background.progress(batch)
    assert (progress.over, progress.jobs[0].outcome) == (False, "added")
    going.set()
    stages = set()
    while not (progress := background.progress(batch)).over:
        stages |= set(progress.files.values())
    assert all(isinstance(stage, FileProgress) for stage in stages)


def test_a_batch_that_ends_while_it_is_looked_at_did_not_stop(workspace, background, tmp_path):
    (path,) = written(tmp_path / "files", a="Quillmere report")
    batch, real = queued(workspace, path), workspace.jobs

    class SlowlyRead:
        """The queue, whose answer reaches the one who looks when the worker has gone on to the end."""

        def __getattr__(self, name):
            return getattr(real, name)

        def batch(self, batch):
            jobs = real.batch(batch)
            if threading.current_thread() is threading.main_thread():
                going.set()
                background.wait(LONG_SECONDS)
            return jobs

    class Waiting(WordEmbedder):
        @property
        def fingerprint(self):
            assert going.wait(LONG_SECONDS)
            return "words"

        @fingerprint.setter
        def fingerprint(self, value):
            pass

    going = threading.Event()
    workspace.jobs, workspace.embedder = SlowlyRead(), Waiting()
    background.start(batch)
    looked = background.progress(batch)
    assert (looked.over, looked.error) == (False, None)
    assert [job.outcome for job in ended(background, batch).jobs] == ["added"]


def test_another_that_holds_the_lease_is_named_and_waited_for(workspace, background, tmp_path):
    (path,) = written(tmp_path / "files", a="Quillmere report")
    with workspace.jobs.lease("elsewhere:42:ingest", seconds=30):
        batch = queued(workspace, path)
        background.start(batch)
        wait_until(lambda: background.progress(batch).notice, "the notice")
        progress = background.progress(batch)
        assert "another process (42, ingest) is at work" in progress.notice
        assert not progress.over
    assert [job.outcome for job in ended(background, batch).jobs] == ["added"]


def test_what_makes_all_work_impossible_is_told_and_the_next_start_goes_on(workspace, background, tmp_path):
    class Absent(WordEmbedder):
        @property
        def fingerprint(self):
            raise ModelUnavailableError("the model is not there", "install it")

        @fingerprint.setter
        def fingerprint(self, value):
            pass

    workspace.embedder = Absent()
    (path,) = written(tmp_path / "files", a="Quillmere report")
    batch = queued(workspace, path)
    background.start(batch)
    progress = ended(background, batch)
    assert str(progress.error) == "the model is not there; install it"
    workspace.embedder = WordEmbedder()
    background.start(batch)
    assert [job.outcome for job in ended(background, batch).jobs] == ["added"]


def test_a_batch_that_fails_unexpectedly_says_so_and_the_next_goes_on(workspace, background, tmp_path):
    class Odd(WordEmbedder):
        asked = False

        @property
        def fingerprint(self):
            if not self.asked:
                self.asked = True
                raise RuntimeError("no such\nthing")
            return "words-1"

        @fingerprint.setter
        def fingerprint(self, value):
            pass

    workspace.embedder = Odd()
    one, other = written(tmp_path / "files", a="Quillmere report", b="Tarrowby report")
    first, second = queued(workspace, one), queued(workspace, other)
    background.start(first)
    background.start(second)
    assert [job.outcome for job in ended(background, second).jobs] == ["added"]
    progress = ended(background, first)
    assert str(progress.error) == "the ingest failed unexpectedly: RuntimeError: no such thing; start it again; it goes on where it was"


def test_documents_whose_files_are_gone_from_the_folder_answer_no_more(workspace, background, tmp_path):
    keep, gone = written(tmp_path / "files", keep="Quillmere report", gone="Tarrowby report")
    first = queued(workspace, keep, gone)
    background.start(first, folders=[keep.parent])
    ended(background, first)
    gone.unlink()
    second = queued(workspace, keep)
    background.start(second, folders=[keep.parent])
    ended(background, second)
    assert [one.name for one in workspace.documents.find(READER, DocumentFilter())] == ["keep"]
