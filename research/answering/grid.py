"""The grid's asker: one question of one company at a time, never answered with another company's figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from research.directory import Company
from research.errors import DeskError
from research.nouns.answers import Answer, AnswerStatus, PlanTerm, QuestionPlan
from research.nouns.grids import GridCell, GridQuestion
from research.nouns.queries import DocumentFilter
from research.planning.companies import find_companies
from research.planning.periods import find_periods

EVERYWHERE = DocumentFilter()
Ask = Callable[[str, DocumentFilter], Answer]


class GridAsker:
    """Asks the questions of a grid of the companies that a reader may see, of which `reporting` have filings, releases or reports."""

    def __init__(self, ask: Ask, companies: Sequence[Company], reporting: Sequence[Company] = ()) -> None:
        self._ask = ask
        self.companies, self.reporting = tuple(companies), tuple(reporting)
        self._names = {company.name: (*company.spellings, *company.other_names) for company in companies}

    def cell(self, question: GridQuestion, company: Company, wanted: DocumentFilter = EVERYWHERE) -> GridCell:
        """Return a question's cell for a company, from its documents among those `wanted`; a failure to ask is a cell too."""
        try:
            return GridCell(question, company.name, self._answer(question.text, company, wanted))
        except DeskError as error:
            return GridCell(question, company.name, error=error)

    def _answer(self, question: str, company: Company, wanted: DocumentFilter) -> Answer:
        """Return the answer; a company without documents, or a question that names others, is refused without being asked."""
        if company.name not in self._names:
            return _refusal(QuestionPlan(question), f"no document of {company.name} is in the library")
        named = tuple({match.company: PlanTerm(match.company, match.words) for match in find_companies(question, self._names)}.values())
        if any(term.value != company.name for term in named):
            names = " and ".join(term.value for term in named)
            line = f"the question names {names}, and this column is {company.name}: ask it without a company"
            return _refusal(QuestionPlan(question, companies=named), line)
        return self._ask(question, replace(wanted, companies=company.spellings))


def with_period(question: str, period: str) -> str:
    """Return a question that names no period with `period` ("FY2024") said in it, before its question mark; any other as it is."""
    if not period or find_periods(question):
        return question
    asked, mark, rest = question.partition("?")
    return f"{asked.rstrip()} in {period}?{rest}" if mark else f"{question.rstrip(' .')} in {period}"


def _refusal(plan: QuestionPlan, line: str) -> Answer:
    return Answer(plan.question, AnswerStatus.INSUFFICIENT_EVIDENCE, f"{line[:1].upper()}{line[1:]}.", plan, missing=(line,))
