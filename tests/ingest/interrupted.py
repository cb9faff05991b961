"""Running `desk ingest` as a process, killing it, and what a workspace then holds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from rich.console import Console

from research.nouns.access import Access
from research.nouns.queries import DocumentFilter, FactFilter
from research.settings import load_settings
from research.workspace import Workspace
from ui.cli.ingest import ingest_paths
from ui.cli.progress import LineProgress

READER = Access("tester")
COMMAND = [sys.executable, "-c", "from ui.cli.main import run; run()"]


@dataclass(frozen=True)
class Holdings:
    """What a workspace holds: documents, chunk ids and facts of the catalog, and what both indexes hold of them."""

    documents: list[tuple[object, ...]]
    chunks: list[tuple[str, str]]
    facts: list[object]
    vectors: list[str]
    indexed: dict[str, int]
    words: dict[str, int]


def start(home: Path, *paths: Path) -> subprocess.Popen[str]:
    """Start `desk ingest`."""
    command = [*COMMAND, "ingest", *map(str, paths), "--home", str(home), "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parents[2])


def run(home: Path, *paths: Path) -> tuple[dict[str, object], float]:
    """Return the report of an ingest that is let run, and its seconds; raises AssertionError when it fails."""
    began = time.perf_counter()
    process = start(home, *paths)
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    return json.loads(out), time.perf_counter() - began


def kill_after(seconds: float, home: Path, *paths: Path) -> bool:
    """Kill -9 an ingest after so many seconds; return whether it was still running."""
    process = start(home, *paths)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        return True
    return False


class _Telling(LineProgress):
    """Tells over a connection of each file that has ended."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(Console(quiet=True))
        self._connection = connection

    def finish(self, path: str, outcome: str) -> None:
        """Tell of a file that has ended: its name, and how."""
        self._connection.send((Path(path).name, outcome))


def ingest_and_tell(home: Path, files: list[Path], telling: Connection) -> None:
    """Do what `desk ingest` does, in a forked process, and tell of each file that has ended."""
    with Workspace.open(load_settings(home)) as workspace:
        ingest_paths(workspace, files, told=_Telling(telling))


def holdings(home: Path) -> Holdings:
    """Return what a workspace holds, read in this process."""
    with Workspace.open(load_settings(home)) as workspace:
        return held_by(workspace)


def held_by(workspace: Workspace) -> Holdings:
    """Return what an open workspace holds."""
    documents = workspace.documents.find(READER, DocumentFilter(any_state=True))
    ids = [one.id for one in documents]
    chunks = workspace.documents.chunks(READER, document_ids=ids)
    vectors, _ = workspace.embeddings.vectors(ids, workspace.embedder.fingerprint)
    workspace.graph.check()
    workspace.lexical.check()
    return Holdings(
        documents=[(one.id, one.name, one.state, one.page_count, one.chunk_count, one.fact_count) for one in documents],
        chunks=[(chunk.id, chunk.text) for chunk in chunks],
        facts=list(workspace.facts.find(READER, FactFilter(everything=True))),
        vectors=vectors,
        indexed=dict(workspace.graph.documents()),
        words=dict(workspace.lexical.documents()),
    )
