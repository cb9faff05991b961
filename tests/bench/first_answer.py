"""How long after its arrival in a watched folder a file is found: by its words, and by its figures.

usage: python -m tests.bench.first_answer FILE [--times N] [--json]

`desk run` watches an empty folder with a workspace of its own, and has read a small file before. Then FILE is copied into the folder;
"words" ends when a search for words of its middle page, asked by another process that has the workspace open, gives that page.
"""

import argparse
import json
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from research.nouns.access import Access
from research.nouns.documents import DocumentState
from research.nouns.queries import DocumentFilter
from research.settings import load_settings
from research.workspace import Workspace
from tests.ingest.interrupted import COMMAND

READER = Access("tester")
EVERY_SECONDS = 0.05
LONGEST_SECONDS = 300.0
# After the last file before, the service has more to do: near-copies are looked for.
IDLE_SECONDS = 4.0
ROOT = Path(__file__).resolve().parents[2]


def until(seen):
    """Return what `seen` gives as soon as it is not None; raises TimeoutError."""
    began = time.perf_counter()
    while time.perf_counter() - began < LONGEST_SECONDS:
        if (found := seen()) is not None:
            return found
        time.sleep(EVERY_SECONDS)
    raise TimeoutError("the file was not found")


def in_state(workspace, name, *states):
    """Return the document of a name when it is in one of the states, None before."""
    found = workspace.documents.find(READER, DocumentFilter(names=(name,)))
    return next((one for one in found if one.state in states), None)


def in_words(workspace, name):
    """Return the document of a name once the index of words holds it; asked for cheaply, not to hold up what is measured."""
    document = in_state(workspace, name, *DocumentState)
    return document if document and document.id in workspace.lexical.documents() else None


def is_found(workspace, document):
    """Return whether a search for words of a document's middle page gives that page."""
    chunks = workspace.documents.chunks(READER, document_ids=[document.id])
    middle = chunks[len(chunks) // 2]
    query = " ".join(middle.text.split()[:12])
    hits = workspace.search(query, READER, wanted=DocumentFilter(ids=(document.id,))).retrieval.results
    return any(hit.chunk.page == middle.page for hit in hits)


def one_arrival(file):
    """Return the seconds from the copy's beginning until the file is found by words and by figures, and its pages."""
    with tempfile.TemporaryDirectory(prefix="desk-first-") as folder:
        home, inbox = Path(folder) / "home", Path(folder) / "inbox"
        inbox.mkdir()
        (inbox / "note.txt").write_text("Quillmere Pumps, Inc.\nA note that is read first.\n")
        subprocess.run([*COMMAND, "ingest", str(inbox), "--home", str(home), "--json"], cwd=ROOT, check=True, capture_output=True)
        command = [*COMMAND, "run", str(inbox), "--home", str(home)]
        service = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with Workspace.open(load_settings(home)) as workspace:
                workspace.search("A note", READER, wanted=DocumentFilter())
                (inbox / "other.txt").write_text("Quillmere Pumps, Inc.\nAnother note that the service reads.\n")
                until(lambda: in_state(workspace, "other", DocumentState.COMPLETE))
                time.sleep(IDLE_SECONDS)
                began = time.perf_counter()
                shutil.copyfile(file, inbox / f"new{file.suffix}")
                document = until(lambda: in_words(workspace, "new"))
                if not is_found(workspace, document):
                    raise LookupError(f"{file.name} is in the index of words, and a search does not find it")
                words = time.perf_counter() - began
                until(lambda: in_state(workspace, "new", DocumentState.LEXICAL, DocumentState.COMPLETE))
                figures = time.perf_counter() - began
        finally:
            service.send_signal(signal.SIGINT)
            service.wait(60)
    return {"pages": document.page_count, "words": round(words, 2), "figures": round(figures, 2)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    runs = []
    for _ in range(options.times):
        runs.append(one_arrival(options.file))
        if not options.json:
            print(runs[-1], flush=True)
    middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    print(json.dumps(middle | ({"runs": runs} if options.json else {})))
    return 0


if __name__ == "__main__":
    sys.exit(main())
