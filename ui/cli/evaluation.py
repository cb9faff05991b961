"""`desk eval`: measurements over the library as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from research.errors import UsageError
from research.evaluation.beginning import begin_evaluation, kept_cases
from research.evaluation.cases import case_row
from research.evaluation.comparison import compare, read_rows
from research.evaluation.financebench import EvaluationReport, evaluate, read_questions
from research.evaluation.questions import (
    HIT_AT,
    Expect,
    Outcome,
    OwnQuestion,
    OwnScore,
    count_outcomes,
    page_hits,
    read_own_questions,
    score_own_questions,
)
from research.evaluation.rows import Boxed, row_counts
from research.evaluation.scoring import CUTS, FigureScore, Judged, Sought
from research.evaluation.threshold import Scored, as_toml, fit, was_read
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from ui.cli.contract import Json
from ui.cli.evaluation_models import InWords, ModelOption, opened_with
from ui.cli.evaluation_tables import comparison_json, print_comparison
from ui.cli.exporting import ForFile, export_file
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import check_writable, console, notes, print_json

if TYPE_CHECKING:
    from research.workspace import Workspace

eval_app = typer.Typer(help="Measure retrieval and answers.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)
PAGES = 20
HtmlOption = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write each question with its answer and pages to this file, one HTML page.")
]
AblateOption = Annotated[
    bool, typer.Option("--ablate", help="Only search: print the hits without each part of ranking in turn, and answer nothing.")
]


@eval_app.callback()
def eval_options() -> None:
    """Measure retrieval and answers over the library as it is."""


@eval_app.command("financebench")
def financebench_command(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder with questions.jsonl (id, question, doc, answer, evidence pages).")
    ],
    html: HtmlOption = None,
    ablate: AblateOption = False,
    model: ModelOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score page hits, document hits and figures on the questions whose document is in the library.

    Pages are folded to distinct (document, page), then cut; strict counts the gold pages, lenient also those listed as `also`.
    A figure is correct within 0.5 % or one unit of the last digit asked for, at the asked unit and scale, with its citation.
    """
    questions = read_questions(folder)
    _check_options(html=html, ablate=ablate)
    with opened_with(home, model) as workspace:
        access = workspace.access()
        begin_evaluation(workspace.acts, access, folder.resolve().name, len(questions))
        held = frozenset(document.name for document in workspace.documents.find(access, DocumentFilter()))
        if ablate:
            sought = [Sought(one.question, one.pages | one.also, frozenset({one.document})) for one in questions if one.document in held]
            _ablated(workspace, access, sought, as_json=as_json)
            return
        in_words = InWords(workspace, access, model)
        with _told(workspace, access, html, f"Evaluation of {folder.resolve().name}") as judged:
            report = evaluate(
                questions,
                held,
                search=lambda text: workspace.pages_for(text, access, top_k=PAGES).retrieval.results,
                ask=lambda text: in_words(workspace.answerer.ask(text, access, DocumentFilter(), top_k=PAGES)),
                judged=judged,
            )
    if as_json:
        print_json(in_words.added(report_json(report)))
    else:
        _print_report(report)
        in_words.show()


@eval_app.command("questions")
def questions_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Questions, one JSON object a line (id, type, question, expect, figure, evidence).")
    ],
    fit_threshold: Annotated[Path | None, typer.Option(metavar="FILE", help="Fit the least score of passages; write it here.")] = None,
    html: HtmlOption = None,
    ablate: AblateOption = False,
    model: ModelOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score answers on questions of your own.

    A figure is right within 0.5 % or one unit of the last digit, at its scale and sign, with its citation; prose when it carries the facts
    that are listed; an unanswerable question when it is refused. Figures, passages, refusals and choices are counted apart. A question that
    "follows" another one goes on from it. With --fit-threshold nothing is scored: prose questions and unanswerable ones give the score
    below which no passage is called an answer, tried on each company with the questions of the others. With --model the answers are put
    into that model's words first, and how often it wrote one, found none, or failed is counted apart.
    """
    questions = read_own_questions(file)
    _check_options(html=html, ablate=ablate, fit_threshold=fit_threshold)
    if fit_threshold is not None:
        _fit_threshold(questions, fit_threshold, home, as_json=as_json)
        return
    with opened_with(home, model) as workspace:
        access = workspace.access()
        begin_evaluation(workspace.acts, access, file.name, len(questions))
        if ablate:
            paged = [one for one in questions if one.pages and not one.follows]
            sought = [Sought(one.question, one.pages | one.also, frozenset(name for name, _ in one.pages)) for one in paged]
            _ablated(workspace, access, sought, as_json=as_json)
            return
        in_words = InWords(workspace, access, model)
        with _told(workspace, access, html, f"Evaluation of {file.name}") as judged:
            scores = score_own_questions(
                questions,
                search=lambda text: workspace.pages_for(text, access, top_k=PAGES).retrieval.results,
                ask=lambda text, turn: in_words(workspace.answerer.ask(text, access, DocumentFilter(), top_k=PAGES, turn=turn), turn),
                judged=judged,
            )
    if as_json:
        print_json(in_words.added(own_json(scores)))
    else:
        _print_own(scores)
        in_words.show()


def _fit_threshold(questions: Sequence[OwnQuestion], file: Path, home: HomeOption, *, as_json: bool) -> None:
    scored: list[Scored] = []
    with opened(home) as workspace:
        access = workspace.access()
        begin_evaluation(workspace.acts, access, file.name, len(questions))
        for one in questions:
            if one.follows or one.expect not in {Expect.PROSE, Expect.REFUSE}:
                continue
            answer = workspace.answerer.ask(one.question, access, DocumentFilter(), top_k=PAGES)
            if was_read(answer):
                company, score = workspace.answerer.passage_score(one.question, access, top_k=PAGES)
                scored.append(Scored(one.id, company, one.expect is Expect.PROSE, score))
        if len({one.answerable for one in scored}) < 2:
            why = f"passages were read for {len(scored)} questions, all of one sort"
            raise UsageError(why, "give questions that the library answers and some that it does not")
        fitted = fit(scored)
        export_file(workspace.acts, access, file, ForFile(as_toml(fitted).encode(), "threshold of passages"))
    held = fitted.held_out
    if as_json:
        print_json({"questions": len(scored), "threshold": fitted.threshold, "answered": held.answered, "refused": held.refused})
    else:
        console().print(
            f"{len(scored)} questions: threshold {fitted.threshold}, held out: answered {held.answered}, refused {held.refused}"
        )


@eval_app.command("compare")
def compare_command(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="An earlier run, written with --json.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="A later run of the same questions, written with --json.")],
    as_json: JsonOption = False,
) -> None:
    """Compare two runs question by question.

    For each measure: how many questions have it, how many gained and lost it, and how often as uneven a split comes by chance (sign
    test, exact and two-sided). Then what changed, question by question.
    """
    comparison = compare(read_rows(before), read_rows(after))
    if as_json:
        print_json(comparison_json(comparison))
    else:
        print_comparison(comparison)


@eval_app.command("cases")
def cases_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List what you said of answers on the page: wrong figures, good and bad answers.

    With --json one object a line, which desk eval questions reads; cases of which nobody has said what is right are skipped there.
    """
    with opened(home) as workspace:
        rows = [case_row(case) for case in kept_cases(workspace.ledger, workspace.access())]
    for row in rows:
        if as_json:
            print_json(row)  # type: ignore[arg-type]
        else:
            console().print(f"{row['id']} {row['type']}: {row['asked']} · right: {row['right'] or 'not said'}")
    if not rows:
        notes().print("no case yet: say what you think of an answer on the page")


def _check_options(*, html: Path | None, ablate: bool, fit_threshold: Path | None = None) -> None:
    """Raise UsageError when options do not go together, CannotReadError for a file that could not be written at the end."""
    given = [name for name, there in (("--html", html), ("--ablate", ablate), ("--fit-threshold", fit_threshold)) if there]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} do different things", "give one of them")
    for path in (html, fit_threshold):
        if path is not None:
            check_writable(path)


def _ablated(workspace: Workspace, access: Access, sought: Sequence[Sought], *, as_json: bool) -> None:
    from ui.cli.ablation import print_ablation  # noqa: PLC0415  (loads ranking)

    print_ablation(workspace, access, sought, as_json=as_json)


@contextmanager
def _told(workspace: Workspace, access: Access, html: Path | None, title: str) -> Iterator[Callable[[Judged], None]]:
    """Lend what is told of each question judged: it shows progress on a terminal and, given a file, writes the page at the end."""
    if html is None:
        yield _progress
        return
    from ui.cli.evaluation_page import PageWriter  # noqa: PLC0415  (draws images)

    writer = PageWriter(workspace, access)

    def judged(one: Judged) -> None:
        """Keep a judged question for the page, and show progress."""
        writer.add(one)
        _progress(one)

    yield judged
    writer.write(html, title)
    notes().print(f"wrote {html}")


def _progress(one: Judged) -> None:
    if notes().is_terminal:
        notes().print(one.id, end=" ")


def own_json(scores: Sequence[OwnScore]) -> dict[str, Json]:
    """Return the scores as plain data: counts by what is expected and by type, page hits, then one row for each question."""
    counts = {
        name: {key: {outcome.value: found[outcome] for outcome in Outcome} for key, found in count_outcomes(scores, of).items()}
        for name, of in (("expect", lambda score: score.expect.value), ("type", lambda score: score.type))
    }
    paged, strict, lenient = page_hits(scores)
    rows: list[Json] = [{**asdict(score), "expect": score.expect.value, "outcome": score.outcome.value} for score in scores]
    hits = {"questions": paged, "strict": strict, "lenient": lenient}
    boxed = row_counts(score.boxed for score in scores)
    return {"questions": len(scores), f"page_hit@{HIT_AT}": hits, "cited": boxed, "outcomes": counts, "rows": rows}  # type: ignore[dict-item]


def _print_own(scores: Sequence[OwnScore]) -> None:
    out = console()
    paged, strict, lenient = page_hits(scores)
    out.print(f"{len(scores)} questions; gold page among the first {HIT_AT}: {strict} of {paged} (lenient {lenient})")
    boxed = row_counts(score.boxed for score in scores)
    if boxed["questions"]:
        out.print(f"  marked rows {boxed['questions']}: cited " + "  ".join(f"{kind.value} {boxed[kind]}" for kind in Boxed))
    for name, of in (("expected", lambda score: score.expect.value), ("type", lambda score: score.type)):
        for key, found in count_outcomes(scores, of).items():
            total = sum(found.values())
            out.print(f"  {name} {key:<14} {total:>4}  " + "  ".join(f"{outcome.value} {found[outcome]}" for outcome in Outcome))
    for score in scores:
        out.print(f"  {score.id} {score.type}: {score.outcome.value} · page {score.lenient or '-'} · {score.shown}")


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
