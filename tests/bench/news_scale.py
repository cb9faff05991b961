"""How fast news come in and how a library with many of them answers: 10,000 or 100,000 made-up entries over 60 days from 12 feeds.

usage: python -m tests.bench.news_scale [--entries 10000] [--poll 400] [--stored N] [--library HOME] [--home FOLDER] [--questions 40]
           [--keep] [--json]
       python -m tests.bench.news_scale --one-run [--entries 100000] [--poll 400] [--stretch 10000] [--home FOLDER]

Entries (`made_news`: copies, rewrites and updates among them) come as RSS in polls of --poll entries each: taken apart in the limited
child, their bytes kept and jobs queued as polling does it; then the worker stores them, indexes their words, and understands them. Vectors
are made up, of the model's length, and their making is not counted: `entries/s` is from the first poll to the last job's end. With
--stored, N entries more, a third of them of companies of the library, are put into the stores beforehand, complete with vectors, neither
polled nor understood. With --library, a copy of that workspace takes the entries in, and questions of its companies are asked before and
after: each question's seconds, by the clock and of this process's processor time. Then what else reads the whole library: the worker's
start without work (of news all are taken for understood), the directory, the documents found by id, by company and all.
With --one-run, two processes poll and store side by side, and the rates are given stretch by stretch: see `tests.bench.news_run`.
"""

import argparse
import json
import resource
import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np

from ingest.discovery import PART_MARK
from ingest.entry_loading import FeedEntryLoader
from ingest.feed_entry import entry_bytes
from ingest.feeds import split_in_child
from ingest.loaded import Limits
from ingest.naming import hash_content
from ingest.progress import Silence
from ingest.readers import file_readers
from ingest.worker import ENDED, IngestWorker
from research.nouns.access import Access
from research.nouns.documents import Chunk, Document, DocumentState, Kind, Tier
from research.nouns.jobs import IngestJob, JobState
from research.nouns.queries import DocumentFilter
from research.settings import load_settings
from research.workspace import Workspace
from tests.bench.made_news import feed_bytes, made_entry
from tests.bench.news_run import one_run, poll_all, work

READER = Access("bench")
POOL = 4096
QUESTIONS = (
    "What was {name}'s revenue in 2024?", "{name} net income", "Why did {name}'s margin change?", "{name} capital expenditure 2023 vs 2022",
    "What does {name} say about risks of supply?", "What is new at {name}?", "Which company had the largest revenue?", "dividend increase",
)  # fmt: skip


class MadeVectors:
    """The model of a workspace whose vectors of news are taken from a pool of random ones; questions are embedded as ever."""

    def close(self):
        """Nothing is open."""

    def __init__(self, model):
        self._model = model
        rows = np.random.default_rng(7).normal(size=(POOL, model.dimensions)).astype(np.float32)
        self._pool = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        self.fingerprint, self.dimensions, self.max_pieces = model.fingerprint, model.dimensions, model.max_pieces
        self.count_pieces = model.count_pieces

    def embed(self, texts):
        """Return a row of the pool for each text."""
        return self._pool[[hash(text) % POOL for text in texts]]


class SilentIntake:
    """The intake that understands nothing of any entry and misses none."""

    def note(self, documents):
        """Do nothing."""

    def outdated(self):
        """Return no ids: nothing is to be noted."""
        return []


class LastEnd(Silence):
    """Keeps when the last job ended, by the clock and by this process's and its children's processor time."""

    def __init__(self):
        self.at = used()

    def finish(self, path, outcome):
        """Take note of the time."""
        self.at = used()


def used():
    """Return seconds of the clock, and of the processor in this process and its ended children."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def poll(workspace, entries, title):
    """Take a feed's bytes apart, keep its entries and queue them; return the batch's id."""
    content, feed = feed_bytes([one.entry for one in entries], title), entries[0].feed
    found = [(one, entry_bytes(one)) for one in split_in_child(content, name=feed, settings=workspace.settings)]
    workspace.documents.keep_originals({hash_content(content): content for _, content in found})
    first = IngestJob(0, "", "", None, None, (), JobState.QUEUED, stem="news")
    return workspace.jobs.enqueue(
        [replace(first, path=f"{feed}{PART_MARK}{entry.key}", content_hash=hash_content(content)) for entry, content in found]
    )


def take_in(workspace, total, size):
    """Poll and store `total` entries; return rows of the table."""
    by_feed = {}
    for number in range(total):
        one = made_entry(number, total)
        by_feed.setdefault(one.feed, []).append(one)
    polls = [entries[at : at + size] for entries in by_feed.values() for at in range(0, len(entries), size)]
    polls.sort(key=lambda entries: entries[0].number)
    before = used()
    batches = [poll(workspace, entries, entries[0].entry.source) for entries in polls]
    polled, ended = used(), LastEnd()
    run(workspace, batches[-1:], ended)  # in the order of the queue: all before it are through then
    run(workspace, batches, Silence())
    finished = used()
    rows = {"entries": total, "polls": len(polls)}
    for name, start, end in (("poll", before, polled), ("store and understand", polled, ended.at), ("both", before, ended.at)):
        rows[name] = {"entries/s": round(total / (end[0] - start[0])), "processor ms each": round(1000 * (end[1] - start[1]) / total, 2)}
    rows["vectors and indexes afterwards, s"] = [round(finished[place] - ended.at[place], 1) for place in (0, 1)]
    return rows


def run(workspace, batches, progress):
    """Work through batches; every job must have ended as added."""
    worker = IngestWorker(workspace, file_readers(), progress)
    for batch in batches:
        worker.run(batch)
        jobs = workspace.jobs.batch(batch)
        assert {job.state for job in jobs} <= ENDED
        assert {job.outcome for job in jobs} <= {"added"}, sorted({(job.outcome, job.error) for job in jobs})[:3]


def store(workspace, total, size=2_000):
    """Put entries into the stores and the indexes as they are after all is done; a third carry a company of the library."""
    companies = [company.name for company in workspace.directory.companies(READER)]
    loader, model = FeedEntryLoader(Limits()), workspace.embedder
    for first in range(0, total, size):
        documents, chunks = [], []
        for number in range(first, min(first + size, total)):
            one = made_entry(number, total)
            text = (loaded := loader.load(entry_bytes(one.entry), name="entry")).text
            key = f"{number:024x}"
            company = companies[number % len(companies)] if companies and number % 3 == 0 else None
            documents.append(
                Document(
                    key, f"stored-{number}", f"{one.feed}{PART_MARK}stored-{number}", key, Kind.NEWS, Tier.THIRD_PARTY,
                    DocumentState.COMPLETE, one.entry.published, title=one.entry.title, company=company,
                    published_at=one.entry.published, language="en", text=text, pages=loaded.pages,
                )
            )  # fmt: skip
            chunks.append([Chunk(key, key, 0, 0, len(text), text, 1, context=one.entry.title)])
        workspace.documents.add_all([(one, held, [], []) for one, held in zip(documents, chunks, strict=True)])
        vectors = model.embed([held[0].indexed_text for held in chunks])
        workspace.embeddings.put([held[0] for held in chunks], model.fingerprint, vectors)
        workspace.lexical.add_all([(one.id, held) for one, held in zip(documents, chunks, strict=True)])
        workspace.matrix.add_all([(one.id, [one.id], vectors[at : at + 1]) for at, one in enumerate(documents)])


def ask(workspace, count):
    """Return p50 and p95 in milliseconds of questions to the library, of the clock and of the processor."""
    names = [company.name for company in workspace.directory.companies(READER)] or [""]
    seconds = []
    workspace.ask(QUESTIONS[0].format(name=names[0]), READER)
    for number in range(count):
        question = QUESTIONS[number % len(QUESTIONS)].format(name=names[number % len(names)])
        wall, cpu = time.perf_counter(), time.process_time()
        workspace.ask(question, READER)
        seconds.append((time.perf_counter() - wall, time.process_time() - cpu, question))
    out = {}
    for place, name in enumerate(("clock", "processor")):
        values = sorted(1000 * one[place] for one in seconds)
        out[name] = {"p50 ms": round(median(values)), "p95 ms": round(values[int(0.95 * (len(values) - 1))])}
    out["slowest"] = max(seconds)[2]
    return out


@contextmanager
def timed(rows, name):
    """Keep the milliseconds of a block."""
    start = time.perf_counter()
    yield
    rows[name] = round(1000 * (time.perf_counter() - start))


def whole_library(workspace):
    """Return the milliseconds of what reads every document."""
    rows = {}
    with timed(rows, "all documents, first time"):
        documents = workspace.documents.find(READER, DocumentFilter())
    with timed(rows, "all documents, again"):
        workspace.documents.find(READER, DocumentFilter())
    with timed(rows, "one by id"):
        workspace.documents.find(READER, DocumentFilter(ids=(documents[-1].id,)))
    with timed(rows, "of a company"):
        workspace.documents.find(READER, DocumentFilter(companies=(documents[0].company or "none",)))
    with timed(rows, "directory"):
        workspace.directory.companies(READER)
    with timed(rows, "are indexes behind, first time"):
        assert not workspace.keeper.behind()
    with timed(rows, "are indexes behind, again"):
        workspace.keeper.behind()
    with timed(rows, "news not understood"):
        workspace.news.outdated()
    workspace.__dict__["news"] = SilentIntake()
    with timed(rows, "worker without work"):
        run(workspace, [workspace.jobs.enqueue([])], Silence())
    return rows


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--poll", type=int, default=400)
    parser.add_argument("--stored", type=int, default=0)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--one-run", action="store_true")
    parser.add_argument("--stretch", type=int, default=10_000)
    parser.add_argument("--part", choices=("poll", "work"), help=argparse.SUPPRESS)
    parser.add_argument("folders", nargs="*", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.part:
        poll_all(*args.folders) if args.part == "poll" else work(*args.folders, MadeVectors)
        return
    home = args.home or Path(tempfile.mkdtemp(prefix="news-scale-"))
    rows = {}
    try:
        if args.one_run:
            print(json.dumps(one_run(home, total=args.entries, size=args.poll, stretch=args.stretch), indent=None if args.json else 2))
            return
        if args.library and not (home / "catalog.db").exists():
            shutil.copytree(args.library, home, dirs_exist_ok=True)
        with Workspace.open(load_settings(home)) as workspace:
            if args.library:
                rows["questions before"] = ask(workspace, args.questions)
            model = workspace.embedder
            workspace.__dict__["embedder"] = MadeVectors(model)
            store(workspace, args.stored)
            rows |= take_in(workspace, args.entries, args.poll) if args.entries else {}
        with Workspace.open(load_settings(home)) as workspace:
            rows["whole library, ms"] = whole_library(workspace)
            if args.library:
                rows["questions after"] = ask(workspace, args.questions)
    finally:
        if not args.keep and not args.home:
            shutil.rmtree(home, ignore_errors=True)
    print(json.dumps(rows, indent=None if args.json else 2, ensure_ascii=False))


if __name__ == "__main__":
    main()
