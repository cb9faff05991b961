"""Names in a question that are no company of the library: how they are said, and whether one is a part of a company that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from research.concepts.companies import short_names
from research.nouns.answers import PlanTerm, QuestionPlan
from research.nouns.facts import Fact
from research.text.words import words


def said_name(term: PlanTerm) -> str:
    """Return a name as it stands in a line: on one line, however the question breaks it."""
    return " ".join(term.value.split())


def no_documents_lines(plan: QuestionPlan) -> tuple[str, ...]:
    """Return a line for each name of a plan of which the library has no document."""
    return tuple(f"no document of {said_name(term)} is in the library" for term in plan.unknown_companies)


def owned_lines(plan: QuestionPlan) -> tuple[str, ...]:
    """Return a line for each such name that the question sets right behind a company's as its part ("Quillmere's Dosing's revenue")."""
    pairs = [(company, term) for company in plan.companies for term in plan.unknown_companies if company.words and term.words]
    return tuple(
        f"“{said_name(term)}” stands in the question as a part of {company.value}, and no figure of it was found: the company's is not its"
        for company, term in pairs
        if re.search(rf"{re.escape(company.words)}(?:['’]s?)\s+{re.escape(term.words)}", plan.question, re.IGNORECASE)
    )


def printed_part(name: str, facts: Iterable[Fact]) -> str:
    """Return the row or the part, as it is printed, that carries a name among a company's figures; "" when none does."""
    wanted = [_folded(one) for one in (name, *short_names(name)) if _folded(one).strip()]
    printed = dict.fromkeys(text for fact in facts for text in (*(member for _, member in fact.dimensions), fact.label))
    return next((text for text in printed if any(one in _folded(text) for one in wanted)), "")


def part_line(term: PlanTerm, company: str, printed: str) -> str:
    """Return the line for a name that a company's documents print as one of its parts or rows."""
    return f"the documents of {company} have “{printed}”: “{said_name(term)}” may be a part of it, whose figures the company's own are not"


def only_of(companies: Sequence[str], plan: QuestionPlan) -> str:
    """Return what a sentence adds when its figures are not all that was asked: whose are lacking."""
    lacking = " and ".join(dict.fromkeys(said_name(term) for term in plan.unknown_companies))
    return f"this is of {' and '.join(companies)} alone and not the whole answer: nothing of {lacking} is in the library"


def _folded(text: str) -> str:
    return f" {' '.join(words(text.casefold()))} "
