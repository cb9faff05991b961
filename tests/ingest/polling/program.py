"""A poll as a process of its own, to be killed.

It does what `desk feeds poll` does, but for the fetcher, which may ask the server of the test on loopback.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ingest.fetch import SafeFetcher
from research.errors import IndexDamagedError
from research.nouns.access import Access
from research.nouns.feeds import Feed
from research.nouns.queries import DocumentFilter
from research.settings import load_settings
from research.workspace import Workspace
from tests.forks import start_fork
from tests.ingest.polling.polled import item, rss
from tests.outside.server import LocalServer, answer
from ui.cli.feeds_poll import poll_feeds

READER = Access("tester")
LONGEST_SECONDS = 600.0


def serve(server: LocalServer, *, feeds: int, entries: int) -> list[str]:
    """Have a server give feeds of so many entries, each with a validator, each feed under a host of its own; return their addresses."""

    def route(number: int) -> None:
        body = rss(*(_entry(number, entry) for entry in range(entries)), title=f"Wire {number}")
        tag = f'"{number}"'

        def answered(request: object) -> bytes:
            """Say that nothing changed to one who has seen it."""
            seen = getattr(request, "headers", {}).get("if-none-match") == tag
            return answer(status=304) if seen else answer(body, etag=tag)

        server.routes[f"/{number}"] = answered

    for number in range(feeds):
        route(number)
    return [server.url(f"/{number}", host=f"wire{number}.example.com") for number in range(feeds)]


def subscribe(home: Path, urls: list[str]) -> None:
    """Make a workspace that is subscribed to these."""
    with Workspace.open(load_settings(home)) as workspace:
        for url in urls:
            workspace.feeds.put(Feed(url))


def run(home: Path, port: int, *, kill_after: float | None = None) -> float | None:
    """Poll in a process and return its seconds; None when it was killed after so many. Raises AssertionError when it fails."""
    began = time.perf_counter()
    process = start_fork(poll, home, port)
    process.join(LONGEST_SECONDS if kill_after is None else kill_after)
    if process.exitcode is None and kill_after is not None:
        process.kill()
        process.join()
        return None
    assert process.exitcode == 0, process.exitcode
    return time.perf_counter() - began


def holdings(home: Path, kind: type[Workspace] = Workspace) -> dict[str, object]:
    """Return what a workspace holds: documents with their bytes, chunks, vectors and words, what is left in the queue, validators."""
    with kind.open(load_settings(home)) as workspace:
        documents = workspace.documents.find(READER, DocumentFilter(any_state=True))
        ids = [one.id for one in documents]
        return {
            "documents": [(one.id, one.name, one.source_key, one.state, one.label, one.chunk_count) for one in documents],
            "bytes": [workspace.documents.kept(one.content_hash) for one in documents],
            "chunks": [(chunk.id, chunk.text) for chunk in workspace.documents.chunks(READER, document_ids=ids)],
            "vectors": workspace.embeddings.vectors(ids, workspace.embedder.fingerprint)[0],
            "words": _words(workspace),
            "waiting": workspace.jobs.waiting(),
            "failed": workspace.jobs.failed(),
            "feeds": [
                (feed.url, feed.title, feed.etag, feed.content_hash, feed.entries, feed.error) for feed in workspace.feeds.all(READER)
            ],
        }


def _words(workspace: Workspace) -> dict[str, int] | str:
    """Return what the word index holds, or why it cannot be read: a kill may leave it amid a write, which the next run mends."""
    try:
        return dict(workspace.lexical.documents())
    except IndexDamagedError as error:
        return error.message


def _entry(feed: int, entry: int) -> str:
    text = f"Quillmere sold {100 + entry} pumps in week {entry + 1}, the works of wire {feed} told on Monday."
    return item(f"{feed}-{entry}", f"Wire {feed} tells of pump {entry}", text, link=f"https://wire{feed}.example.com/{entry}")


def poll(home: Path, port: int) -> None:
    """Poll once, in a process of its own."""
    sys.exit(1 if polled(home, port) else 0)


def polled(home: Path, port: int, kind: type[Workspace] = Workspace) -> list[str]:
    """Poll once, and return a line for each feed and each entry that failed."""
    fetcher = SafeFetcher(resolver=lambda _name: ["127.0.0.1"], allowed=[("127.0.0.1", port)])
    with kind.open(load_settings(home)) as workspace:
        asked, read = poll_feeds(workspace, fetcher)
    return [one.error for one in asked.failed] + [one.reason for one in read.failed]
