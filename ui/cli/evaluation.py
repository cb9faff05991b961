"""`desk eval`: measurements over the library as it is."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from research.evaluation.financebench import CUTS, EvaluationReport, evaluate, read_questions
from research.evaluation.scoring import FigureScore
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json

eval_app = typer.Typer(help="Measure retrieval and answers.", no_args_is_help=True)
PAGES = 20


@eval_app.callback()
def eval_options() -> None:
    """Measure retrieval and answers over the library as it is."""


@eval_app.command("financebench")
def financebench_command(
    folder: Annotated[Path, typer.Argument(help="Folder with questions.jsonl (id, question, doc, answer, evidence pages).")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score page hits, document hits and figures on the questions whose document is in the library.

    Pages are folded to distinct (document, page), then cut; strict counts the gold pages, lenient also those listed as `also`.
    A figure is correct within 0.5 % or one unit of the last digit asked for, at the asked unit and scale, with its citation.
    """
    questions = read_questions(folder)
    with opened(home) as workspace:
        access = Access(workspace.settings.user)
        held = frozenset(document.name for document in workspace.documents.find(access, DocumentFilter()))
        report = evaluate(
            questions,
            held,
            search=lambda text: workspace.search(text, access, top_k=PAGES).retrieval.results,
            ask=lambda text: workspace.answerer.ask(text, access, DocumentFilter(), top_k=PAGES),
            progress=lambda done: notes().print(done, end=" ") if notes().is_terminal else None,
        )
    if as_json:
        print_json(report_json(report))
    else:
        _print_report(report)


def report_json(report: EvaluationReport) -> dict[str, Json]:
    """Return a report as plain data: counts first, latency apart, then one row for each question."""
    rows: list[Json] = [{**asdict(score), "figure": score.figure.value if score.figure else None} for score in report.scores]
    return {
        "questions": len(report.scores),
        "not_in_library": len(report.not_in_library),
        "page_hits": {kind: {str(cut): hits for cut, hits in report.hits(kind).items()} for kind in ("strict", "lenient")},
        "document_hits": {str(cut): hits for cut, hits in report.hits("document").items()},
        "figures": {kind.value: count for kind, count in report.figures().items()},
        "latency": dict(report.latency()),
        "rows": rows,
    }


def _print_report(report: EvaluationReport) -> None:
    out = console()
    out.print(f"{len(report.scores)} questions ({len(report.not_in_library)} more have no document in the library)")
    for kind in ("strict", "lenient", "document"):
        hits = report.hits(kind)
        out.print(f"  {kind + (' page' if kind != 'document' else ''):<13} " + "  ".join(f"hit@{cut} {hits[cut]}" for cut in CUTS))
    figures = report.figures()
    out.print("  figures       " + "  ".join(f"{kind.value} {figures[kind]}" for kind in FigureScore))
    out.print("  latency       " + "  ".join(f"{name} {seconds:.3f} s" for name, seconds in report.latency().items()))
    for score in report.scores:
        figure = f" · {score.figure.value}: {score.shown or 'no value'} (gold {score.gold})" if score.figure else ""
        out.print(f"  {score.id}: page {score.lenient or '-'}, document {score.document or '-'} · {score.status}{figure}")
