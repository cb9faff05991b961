"""The company of a question that names only a part of it: "AWS operating income 2019", "Harbour Clinics revenue"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from research.concepts.companies import short_names
from research.directory import Company
from research.nouns.access import Access
from research.nouns.answers import PlanTerm, QuestionPlan
from research.nouns.documents import PAPERS
from research.nouns.queries import DocumentFilter, FactFilter, LexicalQuery, WeightedPhrase
from research.planning.beginnings import common_words, is_plain
from research.planning.settled import settled
from research.protocols.documents import DocumentStore, FactStore
from research.protocols.search import LexicalIndex
from research.text.words import words

# The parts of a company that people call by name; a customer or a place has figures of many companies.
_KINDS = frozenset({"segment", "product"})
_HOME = frozenset({"u.s", "us", "usa"})
_MOST_HITS, _MOST_COMPANIES = 200, 8
_MOST_NAMED = 4096  # companies whose own words are kept


class PartOwners:
    """Tells whose part a name is that is no company's: the one company of the library whose tables have figures under it."""

    def __init__(self, documents: DocumentStore, facts: FactStore, lexical: LexicalIndex) -> None:
        self._documents = documents
        self._facts = facts
        self._lexical = lexical

    def with_owner(self, plan: QuestionPlan, strange: Sequence[str], companies: Sequence[Company], access: Access) -> QuestionPlan:
        """Return the plan of a question about the part that it names, of one of `companies`; unchanged where it names none, or several's.

        `strange` are its words that may be a name. The part's name has a word that is none of the language, or stands behind its
        company's own.
        """
        names = [words(term.words) for term in plan.unknown_companies] or [[word] for word in strange]
        if not names or len(plan.unknown_companies) > 1:
            return plan
        found = [(one, part) for one in self._mentioning(names, companies, access) if (part := self._part(plan, names, one, access))]
        if len(found) != 1:
            beside = self._beside_its_own(plan, names[0], companies, access) if plan.unknown_companies and not found else None
            return beside or plan
        company, part = found[0]
        said = f"“{' '.join(part)}” is printed as a part of it"
        rest = [word for word in plan.qualifiers if word not in _own_words(company)]
        return settled(
            replace(
                plan,
                companies=plan.companies or (PlanTerm(company.name, "", said),),
                unknown_companies=(),
                qualifiers=tuple(dict.fromkeys((*part, *rest))),
            )
        )

    def _beside_its_own(self, plan: QuestionPlan, name: Sequence[str], companies: Sequence[Company], access: Access) -> QuestionPlan | None:
        """Return the plan of a name that begins with one company's own and goes on in words that its tables print: "Quillmere Dosing Asia".

        The further words stay over: a figure has to be of a row that has them. None where they are another company's, or several have them.
        """
        own = {one.name: _own_words(one) for one in companies}
        begun = [one for one in companies if name and name[0] in own[one.name]]
        rest = [word for word in name if begun and word not in own[begun[0].name]]
        if len(begun) != 1 or not rest:
            return None
        facts = self._facts.find(access, FactFilter(companies=begun[0].spellings, fiscal_years=_years(plan), everything=True))
        printed = {word for fact in facts for said in (fact.label, *(member for _, member in fact.dimensions)) for word in words(said)}
        if not printed.issuperset(rest):
            return None
        company = PlanTerm(begun[0].name, plan.unknown_companies[0].words.split()[0])
        return settled(
            replace(plan, companies=(company,), unknown_companies=(), qualifiers=tuple(dict.fromkeys((*rest, *plan.qualifiers))))
        )

    def _mentioning(self, names: Sequence[Sequence[str]], companies: Sequence[Company], access: Access) -> list[Company]:
        """Return the companies whose papers have a name, or whose own name stands in it, at most a few."""
        query = LexicalQuery(tuple(WeightedPhrase(tuple(name)) for name in names))
        owner = self._owners(companies, access)
        searched = frozenset(owner)
        hits = self._lexical.query(query, limit=_MOST_HITS, document_ids=searched, counted=None if access.sees_all else searched)
        chunks = self._documents.chunks(access, ids=[hit.chunk_id for hit in hits])
        mentioned = {owner[chunk.document_id] for chunk in chunks if chunk.document_id in owner}
        said = {word for name in names for word in name}
        return [one for one in companies if one.name in mentioned or _own_words(one) & said][:_MOST_COMPANIES]

    def _part(self, plan: QuestionPlan, names: Sequence[Sequence[str]], company: Company, access: Access) -> tuple[str, ...]:
        """Return the words of the longest name of a part of a company that the question has, none without one."""
        wanted = FactFilter(companies=company.spellings, fiscal_years=_years(plan), everything=True, of_parts=True)
        facts = self._facts.find(access, wanted)
        printed = {tuple(words(member)) for fact in facts for kind, member in fact.dimensions if kind in _KINDS}
        question, own = words(plan.question), _own_words(company)
        members = {form for member in printed for form in (member, _less_home(member)) if set(form) - own}
        said = [member for member in members if member and _stands_in(member, question) and _covers(member, names, own)]
        return max(said, key=len, default=())

    def _owners(self, companies: Sequence[Company], access: Access) -> dict[str, str]:
        """Return which company each paper is of, by the paper's id: what tables state papers hold, and news are many."""
        by_spelling = {spelling: one.name for one in companies for spelling in one.spellings}
        found = self._documents.find(access, DocumentFilter(companies=tuple(by_spelling), kinds=PAPERS))
        return {one.id: by_spelling[one.company] for one in found if one.company in by_spelling}


def _years(plan: QuestionPlan) -> tuple[int, ...]:
    return tuple(period.fiscal_year for period in plan.periods if period.fiscal_year is not None)


def _own_words(company: Company) -> frozenset[str]:
    """Return the distinctive words of a company's names, which may stand before its part."""
    return _distinctive_words((company.name, *company.spellings, *company.other_names))


@lru_cache(_MOST_NAMED)
def _distinctive_words(names: tuple[str, ...]) -> frozenset[str]:
    every = (name for one in names for name in (one, *short_names(one)))
    return frozenset(word for name in every for word in words(name) if _is_distinctive(word))


def _is_distinctive(word: str) -> bool:
    return word not in common_words() and not is_plain(word)


def _stands_in(member: Sequence[str], question: Sequence[str]) -> bool:
    return any(tuple(question[at : at + len(member)]) == tuple(member) for at in range(len(question)))


def _less_home(member: Sequence[str]) -> tuple[str, ...]:
    """Return a part's name without the home country that it ends with, which people leave out: "Sam's Club U.S."."""
    return tuple(member[:-1]) if len(member) > 2 and member[-1] in _HOME else tuple(member)


def _covers(member: Sequence[str], names: Sequence[Sequence[str]], own: frozenset[str]) -> bool:
    """Return whether a part's name is that of the question, all words of it but its company's; and could be no other company's."""
    name = next((name for name in names if set(name) & set(member)), None)
    if name is None or not set(name) <= set(member) | own:
        return False
    return any(map(_is_distinctive, member)) or bool(set(name) & own)
