"""`desk ingest`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from ingest.discovery import LeftOut, discover, is_folder
from ingest.given import MetadataLine, check_fields, fields_for, read_metadata_file
from ingest.recording import ingest_act
from ingest.report import Ingested, IngestReport, report_batch
from research.nouns.documents import Kind
from research.nouns.jobs import IngestJob, JobState
from research.nouns.roles import Action
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption, named_path, opened
from ui.cli.output import console, notes, one_line, print_json
from ui.cli.progress import LineProgress, TerminalProgress
from ui.render.words import counted

if TYPE_CHECKING:
    from research.workspace import Workspace

INTERRUPTED = 130

KindOption = Annotated[Kind | None, typer.Option("--kind", help="What the files are; goes before what they say of themselves.")]
LabelOption = Annotated[str | None, typer.Option("--label", metavar="LABEL", help="Who may read them: an access label (default: public).")]
MetadataOption = Annotated[
    Path | None,
    typer.Option(
        "--metadata",
        metavar="FILE",
        help='One JSON object a line, as {"name": "report.pdf", "company": "…", "published_at": "2024-02-01"}.',
    ),
]


def ingest_command(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", parser=named_path, help="Files and folders; folders are read to the bottom.")
    ],
    kind: KindOption = None,
    label: LabelOption = None,
    metadata: MetadataOption = None,
    purged: Annotated[bool, typer.Option("--purged", help="Also read in again what was purged; it is recorded.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read files and folders into the library.

    Files that are in it already are left as they are, changed ones replace their older version. A file that is gone from a folder
    named here answers no more.

    What you say with --kind, --label and --metadata goes before what a file says of itself. One bad file costs one line and
    exit code 1; the others are in. The totals count all documents of the library that can be found. Run it again after an
    interruption: it goes on where it was.

    Example: desk ingest filings/ report.pdf --label internal
    """
    if label is not None:
        check_fields([("label", label)], where="--label")
    lines = read_metadata_file(metadata) if metadata else ()
    try:
        with opened(home, create=True) as workspace:
            if purged:
                readmit(workspace, paths)
            report = ingest_paths(workspace, paths, kind=kind, label=label, lines=lines)
    except KeyboardInterrupt as error:
        notes().print("stopped; run it again, it goes on where it was")
        raise typer.Exit(INTERRUPTED) from error
    if as_json:
        print_json(report_json(report))
    else:
        print_report(report)
    if report.failed:
        raise typer.Exit(1)


def ingest_paths(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    kind: Kind | None = None,
    label: str | None = None,
    lines: Sequence[MetadataLine] = (),
    told: LineProgress | None = None,
) -> IngestReport:
    """Return what became of the files under `paths`, with progress on stderr when that is a terminal, else by `told`.

    Raises LimitExceededError, CouldNotAskError, WorkspaceDamagedError, ModelUnavailableError; a file that cannot be read is in the report.
    """
    from ingest.gone import retire_gone  # noqa: PLC0415
    from ingest.readers import file_readers  # noqa: PLC0415  (only ingest needs them)
    from ingest.worker import IngestWorker  # noqa: PLC0415

    started = time.perf_counter()
    discovery = discover(paths, most_files=workspace.settings.max_run_files, most_gb=workspace.settings.max_run_gb)
    jobs: list[IngestJob] = []
    access = workspace.access()
    access.need(Action.INGEST)
    with told or TerminalProgress(notes()) as progress:
        for line in _remarks(lines, discovery.files):
            progress.notice(line)
        if discovery.files:
            progress.expect(len(discovery.files))
            with workspace.jobs.together():
                batch = workspace.jobs.enqueue([_job(file, kind, label, lines, access.user) for file in discovery.files])
                act = ingest_act(discovery.files, how="command line", batch=batch, kind=kind.value if kind else None, label=label)
                workspace.acts.record(access, act)
            IngestWorker(workspace, file_readers(), progress).run(batch)
            jobs = workspace.jobs.batch(batch)
    gone = retire_gone(workspace.documents, workspace.jobs, access, [path for path in paths if is_folder(path)], acts=workspace.acts)
    seconds = time.perf_counter() - started
    return report_batch(jobs, discovery, gone=gone, documents=workspace.documents, access=access, seconds=seconds)


def readmit(workspace: Workspace, paths: Sequence[Path]) -> None:
    """Let files under `paths` that were purged, and the parts of files, be read in again, and say of how many documents they are."""
    from ingest.readmitting import purgeable  # noqa: PLC0415

    hashes, keys = purgeable(discover(paths).files, workspace.settings)
    if count := workspace.purger.readmit(workspace.access(), hashes, keys):
        notes().print(f"{counted(count, 'document')} of these files had been purged; they are read in again", soft_wrap=True)


def report_json(report: IngestReport) -> dict[str, Json]:
    """Return the report as `desk ingest --json` prints it."""
    return {
        "added": [_ingested_json(one) for one in report.added],
        "unchanged": [_ingested_json(one) for one in report.unchanged],
        "replaced": [_ingested_json(one) for one in report.replaced],
        "removed": [{"document": one.document.name, "path": one.path} for one in report.removed],
        "skipped": [{"path": one.path, "reason": one.reason} for one in report.skipped],
        "failed": [{"path": one.path, "error": one.reason} for one in report.failed],
        "documents": report.documents,
        "pages": report.pages,
        "chunks": report.chunks,
        "facts": report.facts,
        "seconds": report.seconds,
        "unseen": report.unseen,
    }


def print_report(report: IngestReport) -> None:
    """Write the report for a person: what came in, with its defects, then what did not and why."""
    out = console()
    table = Table("", "document", "pages", "chunks", "facts", box=None, pad_edge=False)
    for outcome, entries in (("added", report.added), ("replaced", report.replaced), ("unchanged", report.unchanged)):
        for one in entries:
            counts = (one.document.page_count, one.document.chunk_count, one.document.fact_count)
            table.add_row(outcome, one.document.name, *(str(count) for count in counts))
    if table.row_count:
        out.print(table)
    for one in (*report.added, *report.replaced):
        for defect in one.document.defects:
            out.print(f"  {one.document.name}: {defect.message}", style="yellow")
    for one in report.removed:
        out.print(one_line(f"removed: {one.document.name}: {one.path} is gone; it answers no more, and can still be opened"))
    _print_left_out("skipped", report.skipped)
    _print_left_out("failed", report.failed)
    if report.unseen:
        are = "is" if report.unseen == 1 else "are"
        out.print(f"{counted(report.unseen, 'document')} of these {are} in the library and not shown to you", style="yellow")
    out.print(
        f"The library holds {counted(report.documents, 'document')}: {counted(report.pages, 'page')}, {counted(report.chunks, 'chunk')}, "
        f"{counted(report.facts, 'fact')}. "
        f"This took {report.seconds:.1f} s."
    )


def left_out_line(word: str, one: LeftOut) -> str:
    """Return one line that says what was not read and why: "failed: /filings/a.pdf: is empty"."""
    name = PurePath(one.path).name  # reasons that stand alone in JSON name the file, which the path has just done
    reason = one.reason.removeprefix(f"{name}: ").removeprefix(f"{name} ")
    return one_line(f"{word}: {one.path}: {reason}")


def _print_left_out(word: str, entries: Sequence[LeftOut]) -> None:
    for one in entries:
        console().print(left_out_line(word, one), style="red" if word == "failed" else "dim")


def _ingested_json(one: Ingested) -> dict[str, Json]:
    document = one.document
    return {
        "document": document.name,
        "path": one.path,
        "pages": document.page_count,
        "chunks": document.chunk_count,
        "facts": document.fact_count,
        "defects": [{"code": defect.code, "message": defect.message, "page": defect.page} for defect in document.defects],
    }


def _job(file: Path, kind: Kind | None, label: str | None, lines: Sequence[MetadataLine], user: str) -> IngestJob:
    told = fields_for(file, lines)
    return IngestJob(0, "", str(file), kind.value if kind else None, label, told, JobState.QUEUED, brought_by=user)


def _remarks(lines: Sequence[MetadataLine], files: Sequence[Path]) -> list[str]:
    """Return what the user should know of their metadata file: keys that are no field, lines that fit no file."""
    unknown = sorted({key for line in lines for key in line.unknown})
    unused = [line.number for line in lines if not any(line.fits(file) for file in files)]
    remarks = [f"metadata: {', '.join(unknown)} not known as a field, left out"] if unknown else []
    if unused:
        remarks.append(f"metadata: {len(unused)} of {len(lines)} lines fit none of the files given (first: line {unused[0]})")
    return remarks
