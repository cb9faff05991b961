"""Measure ingest on given PDFs: pages a second of the whole command, and the seconds of each step by itself.

usage: python -m tests.bench.ingest PDF... [--json]

The command runs in a process of its own with a new workspace, start and model included. The steps are then run one after
the other in this process, without overlap, so that their sum is more than the command's time.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from ingest.pipeline import EMBED_BATCH, IngestPipeline
from ingest.progress import Silence
from ingest.readers import file_readers
from research.nouns.jobs import IngestJob, JobState
from research.settings import load_settings
from research.workspace import Workspace
from tests.ingest.interrupted import run


def steps(files, home):
    """Return the seconds of each step over all files."""
    seconds = Counter()

    def timed(name, step, *arguments):
        began = time.perf_counter()
        result = step(*arguments)
        seconds[name] += time.perf_counter() - began
        return result

    with Workspace.open(load_settings(home)) as workspace:
        timed("open model", lambda: workspace.embedder.embed(["warm"]))
        pipeline = IngestPipeline(workspace, file_readers(), Silence())
        for file in files:
            job = IngestJob(0, "", str(file.resolve()), None, None, (), JobState.QUEUED)
            work = timed("examine", pipeline.examine, job)
            loaded = timed("read in child", pipeline.read, work)
            document = timed("metadata, facts, chunks, store, words", pipeline.store, work, loaded)
            chunks = pipeline.unembedded(document)
            for first in range(0, len(chunks), EMBED_BATCH):
                timed("embed", pipeline.embed, chunks[first : first + EMBED_BATCH])
            timed("complete, vectors", pipeline.complete, document)
        timed("sync", workspace.keeper.sync)
    return {name: round(value, 2) for name, value in seconds.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-ingest-") as folder:
        report, seconds = run(Path(folder) / "command", *options.files)
        _, again = run(Path(folder) / "command", *options.files)
        by_step = steps(options.files, Path(folder) / "steps")
    pages, chunks = report["pages"], report["chunks"]
    result = {"pages": pages, "chunks": chunks, "facts": report["facts"], "seconds": round(seconds, 2), "again_seconds": round(again, 2)}
    result |= {"pages_per_second": round(pages / seconds, 1), "steps": by_step}
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
        return 0
    for name, value in result.items():
        sys.stdout.write(f"{name:>18}  {value}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
