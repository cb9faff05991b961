"""`desk quality`: what is doubtful in the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from research.audit.acts import Act
from research.errors import UsageError
from research.nouns.facts import Fact
from research.nouns.quality import Finding, FindingFilter, Severity
from research.nouns.queries import DocumentFilter
from ui.cli.contract import Json
from ui.cli.options import AsOfOption, CompanyOption, DocumentOption, Filters, HomeOption, JsonOption, opened
from ui.cli.output import console, print_json
from ui.render.quality_view import counts_line, figure_line, where_line

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
SeverityOption = Annotated[
    list[str] | None, typer.Option("--severity", metavar="WORD", help="Only error, warning or note; may be repeated.")
]


def quality_command(
    company: CompanyOption = None,
    document: DocumentOption = None,
    severity: SeverityOption = None,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what is doubtful in the library, the gravest first, each with its source and what to do next.

    Figures of another scale than the same ones elsewhere, totals that do not add up, turned signs, jumps that nothing bears out, copies,
    restatements, periods that are missing or mislabelled, pages without text, documents without a date, companies of which nothing newer
    came. With --as-of it is the library as it was on that day, and what was stale then.

    Example: desk quality --company "Quillmere" --severity error --severity warning
    """
    filters = Filters(companies=tuple(company or ()), documents=tuple(document or ()), as_of=as_of)
    severities = tuple(_severity(word) for word in severity or ())
    with opened(home) as workspace:
        access = filters.access(workspace)
        wanted = filters.wanted(workspace, access)
        if filters.companies or filters.documents:
            filters.held(workspace, access, wanted)
        findings = workspace.quality.findings(access, FindingFilter(wanted.companies, filters.documents, severities))
        ids = tuple(dict.fromkeys(one.document_id for one in findings if one.document_id))
        names = {one.id: one.name for one in workspace.documents.find(access, DocumentFilter())} if findings else {}
        subject = ", ".join((*filters.companies, *filters.documents)) or "the whole library"
        workspace.acts.record(access, Act("quality", subject, (("findings", str(len(findings))),), ids))
    if as_json:
        counts: dict[str, Json] = {one.value: sum(1 for found in findings if found.severity is one) for one in Severity}
        print_json({"findings": [finding_json(one, names) for one in findings], "counts": counts})
        return
    _print(findings, names)


def finding_json(one: Finding, names: dict[str, str]) -> dict[str, Json]:
    """Return a finding as plain data; `names` are those of documents by id."""
    figures: list[Json] = [_figure_json(fact, names, doubted=at < one.doubted) for at, fact in enumerate(one.figures)]
    return {
        "kind": one.doubt.value,
        "severity": one.severity.value,
        "company": one.company or None,
        "document": one.document or None,
        "page": one.page,
        "message": one.message,
        "advice": one.advice,
        "others": list(one.others),
        "figures": figures,
    }


def _figure_json(fact: Fact, names: dict[str, str], *, doubted: bool) -> Json:
    return {
        "label": fact.label,
        "concept": fact.concept,
        "value": f"{fact.value:f}",
        "printed": fact.printed,
        "unit": fact.unit,
        "period": fact.period.label,
        "document": names.get(fact.document_id),
        "page": fact.page,
        "start": fact.start,
        "end": fact.end,
        "doubted": doubted,
    }


def _severity(word: str) -> Severity:
    try:
        return Severity(word.strip().lower())
    except ValueError as error:
        raise UsageError(f"severity {word!r} is not known", "write error, warning or note") from error


def _print(findings: Sequence[Finding], names: dict[str, str]) -> None:
    out = console()
    for one in findings:
        out.print(f"{one.severity.value}: {one.doubt.value}", style=_STYLES[one.severity], end="")
        out.print(f" · {where_line(one)}", markup=False, highlight=False, soft_wrap=True)
        out.print(f"    {one.message}", markup=False, highlight=False, soft_wrap=True)
        for fact in one.figures:
            out.print(
                f"    {figure_line(fact, names.get(fact.document_id, ''))}", style="dim", markup=False, highlight=False, soft_wrap=True
            )
        out.print(f"    → {one.advice}", markup=False, highlight=False, soft_wrap=True)
    out.print(counts_line(findings))
