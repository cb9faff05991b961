"""Which of the allowed documents a question is about, and what it needs that the library lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.documents import Document, Kind
from research.planning.forms import WORKBOOK, amends_form, document_is_of, is_amended
from research.planning.vocabulary import vocabulary
from research.planning.wordlists import phrases

COMPARATIVE_YEARS = 2
COMPARATIVE_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents to search, and one line for each thing asked for that none of them is."""

    documents: tuple[Document, ...]
    missing: tuple[str, ...] = ()


def narrow(plan: QuestionPlan, documents: Sequence[Document], spellings: dict[str, tuple[str, ...]]) -> Scope:
    """Return the documents that the plan's companies, forms and periods name.

    `spellings` maps a company of the plan to every way that documents print it. A period without a filing of its own is
    looked for in the comparative columns of the next two years' filings; news of the period is kept too. A form or period that is
    nowhere is reported in `missing` and does not restrict. What is expected of a period is looked for in the documents of the year before.
    """
    missing: list[str] = []
    kept = list(documents)
    if plan.companies:
        printed = {name for term in plan.companies for name in spellings.get(term.value, (term.value,))}
        kept = [document for document in kept if document.company in printed]
    if plan.form_types and kept:
        forms = {term.value for term in plan.form_types}
        of_form = _of_forms(plan, kept, spellings)
        missing += [] if of_form else [f"no {' or '.join(sorted(forms))} {_of(plan)}is in the library"]
        kept = of_form or kept
    if plan.periods and kept:
        kept, lacking = _of_periods(plan, kept)
        missing += lacking
    return Scope(tuple(kept), tuple(missing))


def stating_figures(plan: QuestionPlan, documents: Sequence[Document], spellings: dict[str, tuple[str, ...]]) -> list[Document]:
    """Return the documents that a figure may come from: those of an amended form, or the workbook, that the plan names.

    Without one, all but needless amended ones.

    A plain form does not restrict figures otherwise: another document's comparative column states the same figure, unless it is asked for
    as it was first reported.
    """
    if plan.periods and phrases("manner")["first_reported"].search(plan.question):
        documents = [document for document in documents if any(own_filing(document, period) for period in plan.periods)]
    forms = {term.value for term in plan.form_types}
    of_form = _of_forms(plan, documents, spellings)
    if any(is_amended(form) or form == WORKBOOK for form in forms):
        return of_form
    return [document for document in documents if document in of_form or not amends_form(document.form_type, forms)]


def _of_forms(plan: QuestionPlan, documents: Sequence[Document], spellings: dict[str, tuple[str, ...]]) -> list[Document]:
    """Return the documents of the forms named; an amended one stands in for a plain one that its company does not have (for the period)."""
    forms = {term.value for term in plan.form_types}
    names = {printed: name for name, ways in spellings.items() for printed in ways}
    of_form = [document for document in documents if document_is_of(document, forms)]
    amended = [document for document in documents if amends_form(document.form_type, forms) and document not in of_form]

    def company(document: Document) -> str | None:
        """Return the name of a document's company, as printed when it is none of those asked for."""
        return names.get(document.company or "", document.company)

    def stands_in(document: Document) -> bool:
        """Return whether the company of an amended document has no plain one, or none of a period asked for."""
        plain = [one for one in of_form if company(one) == company(document)]
        periods = [period for period in plan.periods if own_filing(document, period)]
        return not plain or any(not any(own_filing(one, period) for one in plain) for period in periods)

    return of_form + [document for document in amended if stands_in(document)]


def own_filing(document: Document, period: PeriodTerm) -> bool:
    """Return whether a document reports on this very period (a fourth quarter is reported with its year)."""
    if period.on is not None:
        return document.period_end == period.on
    if document.fiscal_year != period.fiscal_year:
        return False
    if period.fiscal_period in {"FY", "Q4", "H2"}:
        return document.fiscal_period in {"FY", "Q4", None}
    same = {"H1": {"Q2", "H1"}, "9M": {"Q3", "9M"}}.get(period.fiscal_period, {period.fiscal_period})
    return document.fiscal_period in same


def filed_parts(period: PeriodTerm) -> tuple[PeriodTerm, ...]:
    """Return the periods whose filings report on a period: of twelve months to a quarter that quarter and the year before, else itself."""
    name, _, quarter = period.fiscal_period.partition(" ")
    if name != "LTM" or period.fiscal_year is None or not quarter:
        return (period,)
    return replace(period, fiscal_period=quarter), replace(period, fiscal_year=period.fiscal_year - 1, fiscal_period="FY")


def carries_comparative(document: Document, period: PeriodTerm) -> bool:
    """Return whether a document may show the period in a comparative column."""
    if period.on is not None:
        return document.period_end is not None and 0 < (document.period_end - period.on).days < COMPARATIVE_DAYS
    if document.fiscal_year is None or period.fiscal_year is None:
        return False
    return period.fiscal_year < document.fiscal_year <= period.fiscal_year + COMPARATIVE_YEARS


def _of_periods(plan: QuestionPlan, documents: list[Document]) -> tuple[list[Document], list[str]]:
    kept: dict[str, Document] = {}
    missing: list[str] = []
    for period in (part for asked in plan.periods for part in filed_parts(asked)):
        own = [document for document in documents if own_filing(document, period)]
        told = [document for document in documents if _told_in(document, period)]
        kept |= {document.id: document for document in told}
        if not own and told and not plan.asks_amount and plan.metric is None:
            continue
        if not own:
            if before := _looking_ahead(plan, documents, period):
                kept |= {document.id: document for document in before}
                continue
            own = [document for document in documents if carries_comparative(document, period)]
            named = f"filing for the period that ended {period.label}" if period.on else f"{period.label} filing"
            missing.append(f"the {named} {_of(plan)}is not in the library")
        kept |= {document.id: document for document in own}
    return (list(kept.values()) or documents), list(dict.fromkeys(missing))


def _told_in(document: Document, period: PeriodTerm) -> bool:
    """Return whether a document is news of the year, or of the very day, that a period names."""
    if document.kind is not Kind.NEWS or document.published_at is None:
        return False
    if period.on is not None:
        return document.published_at.date() == period.on
    return period.fiscal_period == "FY" and document.published_at.year == period.fiscal_year


def _looking_ahead(plan: QuestionPlan, documents: list[Document], period: PeriodTerm) -> list[Document]:
    """Return the documents of the year before the period and those without a year, when the question is for what is expected of it."""
    if period.fiscal_year is None or vocabulary().expecting.search(plan.focus) is None:
        return []
    before = [document for document in documents if document.fiscal_year == period.fiscal_year - 1]
    return [*before, *(document for document in documents if document.fiscal_year is None)] if before else []


def _of(plan: QuestionPlan) -> str:
    names = " and ".join(term.value for term in plan.companies)
    return f"of {names} " if names else ""
