"""What a library lacks that a question asks for."""

from __future__ import annotations

from collections.abc import Sequence

from research.directory import Company
from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.documents import Document, Kind
from research.planning.forms import document_is_of


def lacking(plan: QuestionPlan, documents: Sequence[Document], companies: Sequence[Company]) -> str:
    """Return what to add, in the words to look for it: "Umbrella Holdings 10-K FY2024"; "" when it is held or no company is named."""
    wanted = [term.value for term in plan.unknown_companies]
    forms = [term.value for term in plan.form_types]
    spellings = {company.name: company.spellings for company in companies}
    absent: list[PeriodTerm] = []
    for term in plan.companies:
        own = [one for one in documents if one.company in spellings.get(term.value, (term.value,))]
        of_form = [one for one in own if not forms or document_is_of(one, forms)]
        gaps = [period for period in plan.periods if not any(_covers(one, period) for one in of_form)]
        if gaps or not of_form:
            wanted.append(term.value)
            absent += gaps
    if not wanted:
        return ""
    periods = plan.periods if plan.unknown_companies else absent
    return " ".join([*wanted, *forms, *dict.fromkeys(period.label for period in periods)])


def _covers(document: Document, period: PeriodTerm) -> bool:
    """Return whether a document is the filing of a period; what is not known of it is not held against it."""
    if document.kind is not Kind.FILING:
        return False
    if period.fiscal_year is None:
        return document.period_end is None or document.period_end == period.on
    return document.fiscal_year == period.fiscal_year and document.fiscal_period in {None, period.fiscal_period}
