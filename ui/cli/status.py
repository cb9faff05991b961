"""`desk status`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ingest.discovery import PART_MARK, LeftOut, is_gone
from research.coverage import period_label
from research.nouns.access import Access
from research.nouns.documents import DocumentState, Kind
from research.nouns.jobs import IngestJob
from research.nouns.queries import DocumentFilter
from ui.cli.contract import Json, document_json
from ui.cli.ingest import left_out_line
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, print_json
from ui.render.words import counted

if TYPE_CHECKING:
    from research.workspace import Workspace


def _is_gone(path: str) -> bool:
    """Return whether a file that failed is not there any more; an entry of a feed on the web is never gone."""
    source = path.partition(PART_MARK)[0]
    return "://" not in source and is_gone(Path(source))


def _may_know(workspace: Workspace, access: Access, job: IngestJob) -> bool:
    """Return whether a reader may know of a file: of a document that they may see, else one that came with a label that they may."""
    known = workspace.documents.newest(job.path)
    if known:
        return access.allows(known.label, known.company)
    return access.allows(job.label or workspace.settings.label_of(Kind(job.kind) if job.kind else Kind.OTHER))


def status_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show what is held, which files failed when they were last tried and why, what is waiting, and who is ingesting."""
    with opened(home) as workspace:
        access = workspace.access()
        everything = workspace.documents.find(access, DocumentFilter(any_state=True))
        waiting, holder = workspace.jobs.waiting(), workspace.jobs.holder()
        tried = [job for job in workspace.jobs.failed() if not _is_gone(job.path) and _may_know(workspace, access, job)]
    failed = [LeftOut(job.path, job.error) for job in tried]
    shown = [document for document in everything if document.state is not DocumentState.SUPERSEDED]
    if as_json:
        rows: list[Json] = [document_json(document) for document in shown]
        superseded = len(everything) - len(shown)
        left: list[Json] = [{"path": one.path, "error": one.reason} for one in failed]
        worker = holder.holder if holder else None
        print_json({"documents": rows, "superseded": superseded, "failed": left, "waiting": waiting, "worker": worker})
        return
    out = console()
    for document in shown:
        period = period_label(document) if document.fiscal_year is not None or document.published_at else "period unknown"
        facts = "figures not read yet" if document.state is DocumentState.PARSED else counted(document.fact_count, "fact")
        out.print(
            f"{document.name}: {document.company or 'company unknown'}, {document.form_type or document.kind.value}, {period}, "
            f"{document.state.value}, {counted(document.chunk_count, 'chunk')}, {facts}"
        )
        for defect in document.defects:
            out.print(f"    {defect.message}" + (f" (page {defect.page})" if defect.page else ""), style="yellow")
    for one in failed:
        out.print(left_out_line("failed", one), style="red")
    out.print(
        f"{counted(len(shown), 'document')}; {len(failed)} failed; {counted(waiting, 'job')} waiting; "
        f"worker: {holder.holder if holder else 'none'}"
    )
