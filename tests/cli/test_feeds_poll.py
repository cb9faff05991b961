"""What a poll does when nothing is new: what an interrupted run has left."""

from __future__ import annotations

from research.nouns.queries import DocumentFilter
from tests.bench.planting import write
from tests.research.purging.planted import ANN, opened
from ui.cli.feeds_poll import work_through
from ui.cli.ingest import ingest_paths
from ui.cli.output import notes
from ui.cli.progress import TerminalProgress


def test_documents_that_are_stored_and_not_indexed_are_indexed(tmp_path):
    paper = write(tmp_path, "paper", "note", ("Tarrowby Foods sold soup in fiscal 2024.",), position="end", hidden=False)
    with opened(tmp_path / "home") as workspace:
        ingest_paths(workspace, [paper])
        (document,) = workspace.documents.find(ANN, DocumentFilter())
        workspace.lexical.clear()
        with TerminalProgress(notes()) as progress:
            work_through(workspace, [], progress)
        assert workspace.lexical.documents() == {document.id: document.chunk_count}
