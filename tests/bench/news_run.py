"""News that come in at one go: polled by one process while another stores, links and joins them, and the rate as more and more are kept.

usage: python -m tests.bench.news_scale --one-run [--entries 100000] [--poll 400] [--stretch 10000] [--home FOLDER]

Two processes as `desk feeds poll` and `desk run` are: one has the poller ask 12 feeds again and again, whose answers lie on the disk, until
all made-up entries are queued; the other works through the queue. All made-up companies are on a watchlist, so that entries are linked.
Counted are entries that are stored, found by their words, linked and joined into stories; vectors are made up, and their making comes
after. For each stretch: seconds of the clock since the one before, the seconds of the processor that each process took with its children,
and the most memory that each has had so far.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ingest.fetch import SafeFetcher
from ingest.polling.poller import Poller
from ingest.polling.turns import HostTurns
from ingest.progress import Silence
from ingest.readers import file_readers
from ingest.worker import IngestWorker
from research.nouns.access import Access
from research.nouns.feeds import Feed
from research.nouns.fetched import FetchedContent
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.settings import load_settings
from research.workspace import Workspace
from tests.bench.made_news import FEEDS, company_names, feed_bytes, made_entry

READER = Access("bench")
LOOK_SECONDS = 0.25
TICKS = os.sysconf("SC_CLK_TCK")


class FolderFetcher(SafeFetcher):
    """Gives what lies in a folder for each feed, another file at each poll."""

    def __init__(self, folder):
        super().__init__()
        self._left = {url: sorted(folder.glob(f"{number:02}-*")) for number, url in enumerate(FEEDS)}

    def fetch(self, url, *, etag=None, last_modified=None):
        """Return the next file of a feed."""
        return FetchedContent(url, 200, self._left[url].pop(0).read_bytes())

    def waiting(self):
        """Return the feeds that have more to give."""
        return [url for url, files in self._left.items() if files]


def lay_out(folder, total, size):
    """Write the answers of all feeds, each of `size` entries."""
    open_polls, count = {url: [] for url in FEEDS}, dict.fromkeys(FEEDS, 0)

    def close(url):
        """Write an answer."""
        entries, open_polls[url] = open_polls[url], []
        name = f"{FEEDS.index(url):02}-{count[url]:05}.xml"
        (folder / name).write_bytes(feed_bytes([one.entry for one in entries], entries[0].entry.source))
        count[url] += 1

    for number in range(total):
        one = made_entry(number, total)
        open_polls[one.feed].append(one)
        if len(open_polls[one.feed]) == size:
            close(one.feed)
    for url in FEEDS:
        if open_polls[url]:
            close(url)


def poll_all(home, folder):
    """Poll until no feed has more."""
    fetcher = FolderFetcher(folder)
    with Workspace.open(load_settings(home)) as workspace:
        poller = Poller(workspace, fetcher, turns=HostTurns(seconds_apart=0.0))
        while wanted := fetcher.waiting():
            feeds = [feed for feed in workspace.feeds.all(READER) if feed.url in wanted]
            report = poller.poll(feeds)
            assert not report.failed, report.failed[0].error


def work(home, vectors):
    """Work through the queue until ended from outside."""
    with Workspace.open(load_settings(home)) as workspace:
        workspace.__dict__["embedder"] = vectors(workspace.embedder)
        while True:
            IngestWorker(workspace, file_readers(), Silence()).run("")
            time.sleep(LOOK_SECONDS)


class Watched:
    """A process of the bench, and what it has used."""

    def __init__(self, part, *arguments):
        command = [sys.executable, "-m", "tests.bench.news_scale", f"--part={part}", *map(str, arguments)]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self.seconds, self.peak = 0.0, 0

    def look(self):
        """Take note of what it has used; return whether it is still at work."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
            lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        except OSError:
            return False
        self.seconds = sum(map(int, fields[11:15])) / TICKS
        peak = next((line.split()[1] for line in lines if line.startswith("VmHWM")), None)
        self.peak = int(peak) // 1024 if peak else self.peak
        code = self._process.poll()
        assert not code, f"ended with {code}"
        return code is None

    def end(self):
        """End it, at whatever it is."""
        self._process.kill()
        self._process.wait()


def one_run(home, *, total, size, stretch):
    """Return the rows of the table; each stretch is printed when it is through."""
    with tempfile.TemporaryDirectory(prefix="news-run-") as folder:
        lay_out(Path(folder), total, size)
        with Workspace.open(load_settings(home)) as workspace:
            companies = tuple(WatchedCompany(name) for name in company_names())
            workspace.watchlists.save(READER, Watchlist("all", READER.user, companies=companies))
            for url in FEEDS:
                workspace.feeds.put(Feed(url))
        began = time.perf_counter()
        processes = {"poll": Watched("poll", home, folder), "store": Watched("work", home)}
        try:
            stretches = list(_watched(home, processes, total=total, stretch=stretch, began=began))
        finally:
            for one in processes.values():
                one.end()
    took = stretches[-1]["at s"]
    return {
        "entries": total,
        "seconds": took,
        "entries/s": round(total / took),
        "processor ms each": {name: round(1000 * one.seconds / total, 2) for name, one in processes.items()},
        "peak MB": {name: one.peak for name, one in processes.items()},
        "stretches": stretches,
    }


def _watched(home, processes, *, total, stretch, began):
    """Yield a row for each stretch."""
    done, before, last = 0, dict.fromkeys(processes, 0.0), began
    while done < total:
        time.sleep(LOOK_SECONDS)
        alive = {name: one.look() for name, one in processes.items()}
        found, now = _understood(home), time.perf_counter()
        assert alive["store"], "the worker ended"
        if found < total and found < done + stretch:
            continue
        used = {name: round(one.seconds - before[name], 1) for name, one in processes.items()}
        row = {
            "entries": found, "entries/s": round((found - done) / (now - last)), "at s": round(now - began, 1), "processor s": used,
            "peak MB": {name: one.peak for name, one in processes.items()},
        }  # fmt: skip
        sys.stderr.write(json.dumps(row) + "\n")
        yield row
        done, last, before = found, now, {name: one.seconds for name, one in processes.items()}


def _understood(home):
    """Return how many entries are through."""
    connection = sqlite3.connect(f"file:{home / 'catalog.db'}?mode=ro", uri=True, timeout=60)
    try:
        return connection.execute("SELECT count(*) FROM news").fetchone()[0]
    finally:
        connection.close()
