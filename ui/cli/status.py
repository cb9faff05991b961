"""`desk status`."""

from __future__ import annotations

from pathlib import Path

from ingest.discovery import PART_MARK, LeftOut, is_gone
from ingest.telling import may_know, waiting_for
from research.coverage import period_label
from research.nouns.documents import DocumentState
from research.nouns.queries import DocumentFilter
from ui.cli.contract import Json, document_json
from ui.cli.ingest import left_out_line
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, print_json
from ui.render.words import counted


def _is_gone(path: str) -> bool:
    """Return whether a file that failed is not there any more; an entry of a feed on the web is never gone."""
    source = path.partition(PART_MARK)[0]
    return "://" not in source and is_gone(Path(source))


def status_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show what is held, which files failed when they were last tried and why, what is waiting, and who is ingesting."""
    with opened(home) as workspace:
        access = workspace.access()
        everything = workspace.documents.find(access, DocumentFilter(any_state=True))
        waiting, holder = waiting_for(access, workspace.jobs, workspace.documents, workspace.settings)
        tried = [
            job
            for job in workspace.jobs.failed()
            if not _is_gone(job.path) and may_know(job, access, workspace.documents, workspace.settings)
        ]
    failed = [LeftOut(job.path, job.error) for job in tried]
    shown = [document for document in everything if document.state is not DocumentState.SUPERSEDED]
    if as_json:
        rows: list[Json] = [document_json(document) for document in shown]
        superseded = len(everything) - len(shown)
        left: list[Json] = [{"path": one.path, "error": one.reason} for one in failed]
        worker = holder or None
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
    out.print(f"{counted(len(shown), 'document')}; {len(failed)} failed; {counted(waiting, 'job')} waiting; worker: {holder or 'none'}")
