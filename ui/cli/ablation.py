"""What `desk eval … --ablate` prints. Imported when it is asked for: ranking takes a while to load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from research.evaluation.ablation import AblationRow, ablate
from research.evaluation.scoring import CUTS, Sought
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from research.retrieval.ranking import signal_weights
from research.retrieval.retriever import Gathered
from research.retrieval.scope import Scope
from ui.cli.contract import Json
from ui.cli.output import console, print_json

if TYPE_CHECKING:
    from research.workspace import Workspace


def print_ablation(workspace: Workspace, access: Access, sought: Sequence[Sought], *, as_json: bool) -> None:
    """Search for each question, and write the hits with everything and without each part of ranking."""
    reader, retriever = workspace.reader, workspace.retriever
    everything = Scope(tuple(workspace.documents.find(access, DocumentFilter())))

    def gather(question: str) -> Gathered:
        """Return what is found for a question, read as any other, before it is ranked."""
        reading = reader.read(question, access, DocumentFilter())
        return retriever.gather(reading.plan, reading.wanted, access, reading.scope)

    def widely(question: str) -> Gathered:
        """Return what is found for a question in every document, whatever it names."""
        reading = reader.read(question, access, DocumentFilter())
        return retriever.gather(reading.plan, reading.wanted, access, everything)

    rows = ablate(sought, gather, signal_weights(), widely=widely)
    if as_json:
        print_json({"questions": len(sought), "ablation": [_ablation_json(row) for row in rows]})
        return
    table = Table("without", *(f"page@{cut}" for cut in CUTS), "document@1", title=f"{len(sought)} questions", title_justify="left")
    for row in rows:
        table.add_row(row.without, *(str(hits) for hits in row.pages), str(row.document))
    console().print(table)


def _ablation_json(row: AblationRow) -> Json:
    return {
        "without": row.without,
        **{f"page@{cut}": hits for cut, hits in zip(CUTS, row.pages, strict=True)},
        "document@1": row.document,
    }
