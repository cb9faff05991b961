"""The JSON that other programs rely on: answers, search results, facts and metrics as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from research.metrics.operands import facts_of
from research.nouns.answers import Answer, Citation, Claim, FigureValue, QuestionPlan, RetrievedChunk
from research.nouns.documents import Document
from research.nouns.facts import Calculation, Fact, Operand, Period, Status
from research.planning.decided import decided_parts
from research.planning.parts import relative_label
from research.verification.results import CheckedText

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


def answer_json(answer: Answer) -> dict[str, Json]:
    """Return an answer as `desk ask --json` prints it."""
    markers = _markers(answer)
    return {
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer.text,
        "value": value_json(answer.values[0]) if len(answer.values) == 1 else None,
        "values": [value_json(value) for value in answer.values],
        "table": {"columns": list(answer.table.columns), "rows": [list(row) for row in answer.table.rows]} if answer.table else None,
        "choices": [{"label": choice.label, "question": choice.question} for choice in answer.choices],
        "calculation": calculation_json(answer.calculation, markers) if answer.calculation else None,
        "claims": [claim_json(claim) for claim in answer.claims],
        "citations": [citation_json(citation) for citation in answer.citations],
        "retrieved": [
            {"rank": found.rank, "document": found.document, "page": found.chunk.page, "score": round(found.score, 6)}
            for found in answer.retrieved
        ],
        "plan": plan_json(answer.plan),
        "missing": list(answer.missing),
        "steps": [{"question": one.question, "status": one.status.value, "pages": one.pages} for one in answer.steps],
        "model": answer.model,
        "usage": dict(answer.usage),
        "seconds": answer.seconds,
    }


def claim_json(claim: Claim) -> dict[str, Json]:
    """Return a sentence of an answer with the verdict of the gate and the markers of what it cites."""
    return {"text": claim.text, "verdict": claim.verdict.value, "markers": [citation.marker for citation in claim.citations]}


def value_json(value: FigureValue) -> dict[str, Json]:
    """Return one figure: number as text (never a float), unit, scale, what to show, basis and period."""
    return {
        "number": number_text(value.number),
        "unit": value.unit,
        "scale": value.scale,
        "display": value.display,
        "basis": value.basis,
        "period": value.period,
        "marker": value.marker,
    }


def calculation_json(calculation: Calculation, markers: Mapping[str, str]) -> dict[str, Json]:
    """Return a calculation with its operands, nested ones as calculations of their own; `markers` maps fact ids to citation markers."""
    return {
        "metric": calculation.metric,
        "formula": calculation.formula,
        "convention": calculation.convention,
        "value": number_text(calculation.value),
        "unit": calculation.unit,
        "period": calculation.period.label,
        "caveats": list(calculation.caveats),
        "inputs": [_operand_json(name, operand, markers) for name, operand in calculation.inputs],
    }


def citation_json(citation: Citation) -> dict[str, Json]:
    """Return a citation; boxes are in PDF points with the origin at the top left."""
    return {
        "marker": citation.marker,
        "document": citation.document,
        "page": citation.page,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "boxes": [[round(edge, 2) for edge in (box.x0, box.y0, box.x1, box.y1)] for box in citation.boxes],
    }


def plan_json(plan: QuestionPlan) -> dict[str, Json]:
    """Return what a question was understood to ask, each term with the words that it came from ("" when assumed)."""
    return {
        "companies": [{"value": term.value, "words": term.words, "why": term.why} for term in plan.companies],
        "unknown_companies": [term.value for term in plan.unknown_companies],
        "periods": [{"value": period.label, "words": period.words} for period in plan.periods],
        "form_types": [{"value": term.value, "words": term.words} for term in plan.form_types],
        "statements": [{"value": statement.value, "words": said} for statement, said in plan.statements],
        "metric": {"value": plan.metric.value, "words": plan.metric.words} if plan.metric else None,
        "meanings": [{"value": term.value, "words": term.words} for term in plan.meanings],
        "listed": [{"value": term.value, "words": term.words} for term in plan.listed],
        "decided": [{"kind": part.kind.value, "value": part.value} for part in decided_parts(plan)],
        "operation": {"value": plan.operation.value, "words": plan.operation.words} if plan.operation else None,
        "relative": relative_label(plan.relative) if plan.relative else None,
        "formula": plan.formula,
        "convention": plan.convention,
        "derived": plan.derived,
        "qualifiers": list(plan.qualifiers),
        "unit": plan.unit,
        "scale": plan.scale,
        "decimals": plan.decimals,
        "focus": plan.focus,
    }


def search_json(query: str, plan: QuestionPlan, results: Iterable[RetrievedChunk]) -> dict[str, Json]:
    """Return search results as `desk search --json` prints them, one for each page."""
    rows: list[Json] = [
        {"rank": found.rank, "document": found.document, "page": found.chunk.page, "text": found.chunk.text, "score": round(found.score, 6)}
        for found in results
    ]
    return {"query": query, "plan": plan_json(plan), "results": rows}


def fact_json(fact: Fact, document: str, quote: str) -> dict[str, Json]:
    """Return a fact as `desk facts --json` prints it; `quote` is the printed row."""
    return {
        "label": fact.label,
        "concept": fact.concept,
        "value": number_text(fact.value),
        "unit": fact.unit,
        "period": period_json(fact.period),
        "status": fact.status.value,
        "basis": basis_text(fact),
        "statement": fact.statement.value if fact.statement else None,
        "dimensions": [{"axis": axis, "member": member} for axis, member in fact.dimensions],
        "range": {"low": number_text(fact.low), "high": number_text(fact.high)} if fact.low is not None and fact.high is not None else None,
        "document": document,
        "page": fact.page,
        "quote": quote,
        "caveats": list(fact.caveats),
    }


def fact_line(fact: Fact, document: str) -> str:
    """Return a fact as `desk facts` prints it in a terminal: period, value or range, unit, label, of whom, on which terms, and where."""
    value = f"{fact.low:,f} to {fact.high:,f}" if fact.low is not None and fact.high is not None else f"{fact.value:,f}"
    status = "" if fact.status is Status.ACTUAL else fact.status.value
    terms = ", ".join(filter(None, [*(member for _, member in fact.dimensions), status, basis_text(fact)]))
    named = f"{fact.label} [{terms}]" if terms else fact.label
    return f"{fact.period.label:>9}  {value:>20} {fact.unit:<10} {named}  ({fact.concept or '-'}; {document}, page {fact.page})"


def checked_json(checked: CheckedText) -> dict[str, Json]:
    """Return a checked text as `desk verify-claims --json` prints it; `found` is what the evidence prints, None for nothing."""
    return {
        "verdict": checked.verdict.value,
        "figures": [{"text": one.text, "verdict": one.verdict.value, "found": one.found or None} for one in checked.figures],
        "reasons": list(checked.reasons),
    }


def period_json(period: Period) -> dict[str, Json]:
    """Return a period: start (None for an instant) and end as ISO dates, and its fiscal label."""
    return {"start": period.start.isoformat() if period.start else None, "end": period.end.isoformat(), "label": period.label}


def document_json(document: Document) -> dict[str, Json]:
    """Return what the catalog knows of a document, without its text."""
    return {
        "document": document.name,
        "title": document.title,
        "company": document.company,
        "ticker": document.ticker,
        "kind": document.kind.value,
        "form_type": document.form_type,
        "fiscal_year": document.fiscal_year,
        "fiscal_period": document.fiscal_period,
        "period_end": document.period_end.isoformat() if document.period_end else None,
        "state": document.state.value,
        "chunks": document.chunk_count,
        "facts": document.fact_count,
        "defects": [{"code": defect.code, "message": defect.message, "page": defect.page} for defect in document.defects],
    }


def basis_text(fact: Fact) -> str:
    """Return the terms on which a fact is stated, in words; empty when the table does not say."""
    basis = fact.basis
    return ", ".join(part for part in (basis.accounting, basis.share, basis.entity, basis.restated, basis.operations) if part)


def number_text(number: Decimal) -> str:
    """Return a number without exponent or grouping: "1577000000", "-0.35"."""
    return f"{number:f}"


def _operand_json(name: str, operand: Operand, markers: Mapping[str, str]) -> dict[str, Json]:
    if isinstance(operand, Calculation):
        return {"name": name, **calculation_json(operand, markers)}
    return {
        "name": name,
        "label": operand.label,
        "value": number_text(operand.value),
        "unit": operand.unit,
        "period": operand.period.label,
        "marker": markers.get(operand.id, ""),
    }


def _markers(answer: Answer) -> dict[str, str]:
    """Return the marker of each printed fact under the answer's figures: that of the citation in which its figure stands."""
    facts = [fact for value in answer.values for fact in facts_of(value.calculation)]
    places = {(citation.document_id, citation.figure): citation.marker for citation in answer.citations}
    return {fact.id: places.get((fact.document_id, (fact.cell_start, fact.cell_end)), "") for fact in facts}
