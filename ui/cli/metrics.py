"""`desk metrics`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from research.answering.counted import newest_period
from research.answering.sentences import lacking_line
from research.answering.targets import Figures
from research.answering.values import figure_value
from research.audit.acts import Act
from research.coverage import figures_unread
from research.errors import NotFoundError, UsageError
from research.metrics.calculator import CannotComputeError
from research.metrics.definitions import Metric, find_metric, metrics
from research.metrics.engine import MetricEngine, Question
from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.facts import Calculation
from ui.cli.contract import Json, calculation_json, number_text
from ui.cli.options import DocumentOption, Filters, HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json
from ui.cli.suggestions import near_names

MetricPeriodOption = Annotated[
    str | None,
    typer.Option(
        "--period", metavar="PERIOD", help="The periods to compute for, for example FY2018 or Q3 FY2018 (default: the newest fiscal year)."
    ),
]


def metrics_command(
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="The company, by any of its names.")],
    metric: Annotated[
        list[str] | None, typer.Argument(metavar="METRIC", help="Only these metrics, for example gross_margin (default: all).")
    ] = None,
    period: MetricPeriodOption = None,
    document: DocumentOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute a company's metrics, each with its formula and the printed rows that it is made of.

    A metric that was named and cannot be computed says which row is lacking; without names those are left out, and so are those that
    mean nothing for a company of its sort.

    Example: desk metrics 3M gross_margin free_cash_flow --period FY2018
    """
    wanted = [_metric(name) for name in metric or ()]
    filters = Filters((company,), None, (), tuple(document or ()))
    asked = Filters(period=period).periods()
    with opened(home) as workspace:
        access = filters.access(workspace)
        found = filters.wanted(workspace, access)
        held = filters.held(workspace, access, found)
        for line in figures_unread(held):
            notes().print(line)
        name = next((one.name for one in workspace.directory.companies(access) if set(one.spellings) & set(found.companies)), company)
        question = Question(access, name, found.companies, tuple(held))
        if not wanted:
            families = MetricEngine(workspace.facts).families(question)
            wanted = [one for one in metrics() if one.suits(families)]
        figures = Figures(workspace.facts, workspace.documents)
        periods = asked or _latest(figures, question, wanted)
        computed, missing = _computed(figures, question, wanted, periods)
        when = ", ".join(one.label for one in periods)
        details = (("metrics", ", ".join(metric or ())), ("periods", when), ("computed", str(len(computed))))
        workspace.acts.record(access, Act("metrics", name, details, tuple(one.id for one in held)))
    _print(computed, missing if metric else [], as_json=as_json)
    if not computed:
        when = " or ".join(one.label for one in periods)
        raise NotFoundError(f"no metric of {name} can be computed for {when}", "desk facts lists what is known")


def _print(computed: Sequence[Calculation], missing: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        rows: list[Json] = [_row(one) for one in computed]
        print_json({"metrics": rows, "missing": list[Json](missing)})
        return
    for one in computed:
        shown = figure_value(one, _metric(one.metric), QuestionPlan(""), "").display
        console().print(f"{one.period.label:>9}  {shown:>24}  {one.metric}  ({one.formula})")
    for line in missing:
        console().print(line)


def _computed(
    figures: Figures, question: Question, wanted: Sequence[Metric], periods: Sequence[PeriodTerm]
) -> tuple[list[Calculation], list[str]]:
    computed: list[Calculation] = []
    missing: list[str] = []
    for what in wanted:
        for term in periods:
            try:
                computed.append(figures.compute(question, what, term))
            except CannotComputeError as error:
                missing.append(lacking_line(error, what, question, term))
    return computed, missing


def _latest(figures: Figures, question: Question, wanted: Sequence[Metric]) -> tuple[PeriodTerm, ...]:
    """Return the newest fiscal year for which one of the metrics can be computed, else the newest that a document is of.

    Raises NotFoundError when no document says its year.
    """
    found = [newest_period("FY", figures.ends(question, one), partial(figures.has, question, one)) for one in wanted]
    years = [one.fiscal_year for one in found if one and one.fiscal_year is not None]
    years = years or [one.fiscal_year for one in question.documents if one.fiscal_year is not None]
    if not years:
        raise NotFoundError(f"no fiscal year of {question.company} is known", "desk status lists its documents; correct their years")
    return (PeriodTerm(max(years), "FY", ""),)


def _metric(name: str) -> Metric:
    """Return the metric of a name or an alias; raises UsageError, which names near ones, when it is none."""
    wanted = " ".join(name.lower().replace("_", " ").split())
    found = find_metric(name) or next((one for one in metrics() if wanted in {one.title.lower(), *one.aliases}), None)
    if found:
        return found
    words = {word: one.name for one in metrics() for word in (one.name, one.title, *one.aliases)}
    raise UsageError(f"metric {name!r} is not known", near_names(name, words) or "desk metrics COMPANY without names shows those it has")


def _row(one: Calculation) -> dict[str, Json]:
    return {
        "metric": one.metric,
        "company": one.company,
        "period": one.period.label,
        "value": number_text(one.value),
        "unit": one.unit,
        "calculation": calculation_json(one, {}),
    }
