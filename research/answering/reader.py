"""Questions read against the library: what is asked, of which documents, and whether it can be answered at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from research.answering.meanings import which_figure
from research.answering.owners import PartOwners
from research.answering.pairs import pairs_of
from research.answering.reading import Reading
from research.answering.refusals import refusal, which_company
from research.answering.strangers import no_documents_lines, said_name
from research.answering.targets import Pair, said_of
from research.answering.topics import topics
from research.concepts.catalogue import find_concept
from research.directory import Company, CompanyDirectory, companies_nearly_called
from research.errors import LimitExceededError, UsageError
from research.nouns.access import Access
from research.nouns.answers import Answer, PeriodTerm, PlanTerm, QuestionPlan
from research.nouns.conversations import FRESH, Turn
from research.nouns.documents import Document, Kind
from research.nouns.queries import DocumentFilter, LexicalQuery, WeightedPhrase
from research.planning.across import read_ranking
from research.planning.follow_up import continue_plan, read_as
from research.planning.parts import lost_its_company, without_parts
from research.planning.plan import make_plan
from research.planning.two_parts import figure_part
from research.planning.vocabulary import vocabulary
from research.protocols.documents import DocumentStore, FactStore
from research.protocols.search import LexicalIndex
from research.retrieval.scope import narrow, own_filing
from research.settings import Settings
from research.text.words import words

# Parts of a year on which companies report in a filing of its own.
NO_SUCH_NAME = "The library has no company of exactly this name. Is one of these meant?"
# Words that set a name beside another.
_SIDE_BY_SIDE = re.compile(r"\b(?:vs?|versus|and|or|than|against|between|compare\w*|with|to)\b", re.IGNORECASE)
_FILED_PARTS = frozenset({"Q1", "Q2", "Q3", "H1", "9M"})


class QuestionReader:
    """Reads questions against the documents that a reader may see, and refuses those that cannot be answered or asks back."""

    def __init__(
        self, documents: DocumentStore, facts: FactStore, directory: CompanyDirectory, *, lexical: LexicalIndex, settings: Settings
    ) -> None:
        self._documents = documents
        self._owners = PartOwners(documents, facts, lexical)
        self._directory = directory
        self._lexical = lexical
        self._settings = settings

    def read(self, question: str, access: Access, wanted: DocumentFilter, turn: Turn = FRESH) -> Reading:
        """Return what a question asks, in its turn, of the documents that `access` and `wanted` leave; companies as it names them.

        Raises UsageError, LimitExceededError.
        """
        if not words(question):
            said = "has no words" if question.strip() else "is empty"
            raise UsageError(f"the question {said}", "ask for a figure or a topic, for example a company, a year and a line item")
        if len(question) > self._settings.max_question_chars:
            raise LimitExceededError(f"the question is longer than {self._settings.max_question_chars} characters", "shorten it")
        carriers = self._directory.carriers(access)
        directory = self._directory.of(carriers)
        names = {company.name: (*company.spellings, *company.other_names) for company in directory}
        plan = read_as(continue_plan(make_plan(question, names, topics()), turn.earlier), turn.reading)
        plan = without_parts(plan, turn.without)
        documents = carriers if wanted == DocumentFilter() else self._documents.find(access, wanted)
        searched = self._directory.of(documents)
        if not lost_its_company(plan) and (not plan.companies or _names_one_part(plan)):
            printed, named = {one.company for one in documents}, {term.value for term in plan.companies}
            owners = [one for one in directory if printed & {*one.spellings} and (not named or one.name in named)]
            plan = self._owners.with_owner(plan, _strange_words(plan), owners, access)
        nameless = not plan.companies and not plan.unknown_companies and not lost_its_company(plan)
        if nameless and len(searched) == 1 and not self._unused_words(plan, documents):
            why = "the only company in the library" if len(directory) == 1 else "the only company that is searched"
            plan = replace(plan, companies=(PlanTerm(searched[0].name, "", why),))
        elif nameless and plan.metric and not _strange_words(plan) and len(only := _filing_for(plan, documents, searched)) == 1:
            parts = " and ".join(period.label for period in _parts_of_years(plan))
            plan = replace(plan, companies=(PlanTerm(only[0].name, "", f"the only company with a filing for {parts}"),))
        spellings = {company.name: company.spellings for company in directory}
        if wanted == DocumentFilter():
            documents = self._with_news(plan, carriers, spellings, access)
        scope = narrow(plan, documents, spellings)
        undated = self._documents.undated(access, wanted)
        if undated:
            scope = replace(scope, missing=(*scope.missing, f"left out because they carry no date: {', '.join(undated[:10])}"))
        concept = find_concept(plan.metric.value) if plan.metric else None
        by_name = {company.name: company for company in directory}
        asked = tuple(by_name[term.value] for term in plan.companies if term.value in by_name)
        if nameless and read_ranking(plan):
            asked = searched
        return Reading(plan, concept, asked, tuple(documents), scope, chosen=wanted != DocumentFilter())

    def _with_news(
        self, plan: QuestionPlan, carriers: Sequence[Document], spellings: Mapping[str, Sequence[str]], access: Access
    ) -> list[Document]:
        """Return the documents of the library that a plan may be answered from, by name: all papers, and the news that may bear on it.

        News are many: of companies those of the companies named, all for a topic, and none for a figure without a company, which only
        papers state.
        """
        if not plan.companies and plan.metric is None and not read_ranking(plan):
            return self._documents.find(access, DocumentFilter())
        papers = [one for one in carriers if one.kind is not Kind.NEWS]
        printed = tuple(sorted({name for term in plan.companies for name in spellings.get(term.value, (term.value,))}))
        news = self._documents.find(access, DocumentFilter(companies=printed, kinds=(Kind.NEWS,))) if printed else []
        return sorted((*papers, *news), key=lambda one: one.name)

    def pairs(self, reading: Reading, access: Access) -> Iterator[Pair]:
        """Yield the pairs of printed figures that a question may set against each other, the likeliest first."""
        names = {company.name: (*company.spellings, *company.other_names) for company in self._directory.companies(access)}
        return pairs_of(reading.plan, lambda text: make_plan(text, names, topics()))

    def figure_part(self, reading: Reading, access: Access) -> Reading | None:
        """Return the reading of a question's part for a figure where its other part is for something else; None for any other question.

        None too where it names other companies or periods without the other part.
        """
        text = figure_part(reading.plan.question)
        if not text:
            return None
        names = {company.name: (*company.spellings, *company.other_names) for company in self._directory.companies(access)}
        plan = make_plan(text, names, topics())
        of_same = [one.value for one in plan.companies] == [one.value for one in reading.plan.companies]
        return replace(reading, plan=plan) if of_same and not plan.unknown_companies and not reading.plan.unknown_companies else None

    def refused_at_once(self, reading: Reading, access: Access) -> Answer | None:
        """Return the refusal of a question, or the question back, that no look into the documents changes; None for any other."""
        plan = reading.plan
        if not reading.documents:
            return refusal(plan, ("no document of the library may be searched for this: add one, or widen the filters",))
        if reading.companies and not plan.companies:
            return None
        if not plan.companies and (answer := self._without_company(reading, access)):
            return answer
        if plan.companies and not reading.scope.documents:
            names = " or ".join(term.value for term in plan.companies)
            return refusal(plan, (f"no document of {names} is among those searched", *reading.scope.missing))
        return which_figure(plan) if plan.companies else None

    def _without_company(self, reading: Reading, access: Access) -> Answer | None:
        """Return the answer to a question that names no company of the library; None when its topic may be looked for everywhere."""
        plan = reading.plan
        if plan.metric is None and not plan.unknown_companies and not _is_said(plan):
            return None
        companies = self._directory.of(reading.documents)
        strange = _strange_words(plan) if plan.metric and not plan.unknown_companies and not _is_said(plan) else []
        if answer := _misspelt(plan, strange, companies):
            return answer
        if plan.unknown_companies:
            if plan.metric:
                return refusal(plan, no_documents_lines(plan))
            if not self._mentioned(plan.unknown_companies, access, reading):
                return refusal(plan, tuple(f"no document of the library mentions {said_name(term)}" for term in plan.unknown_companies))
            return None
        if len(companies) == 1 and (unused := self._unused_words(plan, reading.documents)):
            return refusal(plan, (f"no document of {companies[0].name} that is searched has {_quoted(unused)}",))
        if strange:
            return refusal(plan, (f"no company of the library is named in the question, which has {_quoted(strange)}",))
        return which_company(plan, companies, "Which company is meant? The question names none, and the library has several.")

    def _unused_words(self, plan: QuestionPlan, documents: Sequence[Document]) -> list[str]:
        """Return the strange words of a question that the documents do not use either: those that they use are topics, no names."""
        ids = frozenset(document.id for document in documents)
        queries = [(word, LexicalQuery((WeightedPhrase((word,)),))) for word in _strange_words(plan)]
        return [word for word, query in queries if not self._lexical.query(query, limit=1, document_ids=ids)]

    def _mentioned(self, names: Sequence[PlanTerm], access: Access, reading: Reading) -> bool:
        """Return whether some document in scope names one of `names`: then it may be a topic and no company of its own."""
        query = LexicalQuery(tuple(WeightedPhrase(tuple(words(term.value))) for term in names if words(term.value)))
        ids = frozenset(document.id for document in reading.scope.documents)
        hits = self._lexical.query(query, limit=5, document_ids=ids, counted=None if access.sees_all else ids)
        chunks = self._documents.chunks(access, ids=[hit.chunk_id for hit in hits])
        return any(term.value.casefold() in chunk.text.casefold() for term in names for chunk in chunks)


def _is_said(plan: QuestionPlan) -> bool:
    """Return whether a question is for a figure that every company says of itself in a sentence, and for nothing else ("employees")."""
    said = said_of(plan)
    return said is not None and not said.subject


def _names_one_part(plan: QuestionPlan) -> bool:
    """Return whether a question about one company has a name beside it that may be a part's, and sets nothing side by side."""
    return len(plan.companies) == len(plan.unknown_companies) == 1 and plan.operation is None and not _SIDE_BY_SIDE.search(plan.question)


def _parts_of_years(plan: QuestionPlan) -> list[PeriodTerm]:
    """Return the quarters and halves that a plan names: a company has a filing of its own for each."""
    return [period for period in plan.periods if period.on is None and period.fiscal_period in _FILED_PARTS]


def _filing_for(plan: QuestionPlan, documents: Sequence[Document], companies: Sequence[Company]) -> list[Company]:
    """Return the companies that have a filing for each part of a year that a plan names, none where it names no part."""
    parts = _parts_of_years(plan)
    return [
        company
        for company in companies
        if parts and all(any(one.company in company.spellings and own_filing(one, part) for one in documents) for part in parts)
    ]


def _near_names(plan: QuestionPlan, companies: Sequence[Company]) -> list[Company]:
    """Return the companies whose names a name of the question begins ("Tarrowby" of "Tarrowby Foods") or misspells ("Tarowby")."""
    begun = [f"{term.value.casefold()} " for term in plan.unknown_companies]
    misspelt = [one for term in plan.unknown_companies for one in companies_nearly_called(term.value, companies)]
    return [one for one in companies if one in misspelt or any(one.name.casefold().startswith(name) for name in begun)]


def _misspelt(plan: QuestionPlan, strange: Sequence[str], companies: Sequence[Company]) -> Answer | None:
    """Return the question back whether a company is meant whose name a question has nearly: as a name, or as one of its `strange` words."""
    if near := _near_names(plan, companies):
        return which_company(plan, near, NO_SUCH_NAME)
    nearly = ((word, companies_nearly_called(word, companies)) for word in strange)
    word, meant = next((one for one in nearly if one[1]), ("", ()))
    return which_company(_named_by(plan, word), meant, NO_SUCH_NAME) if meant else None


def _named_by(plan: QuestionPlan, word: str) -> QuestionPlan:
    """Return a plan in which a word that was left over is the name of a company."""
    at = plan.question.casefold().find(word)
    said = plan.question[at : at + len(word)] if at >= 0 else word
    return replace(plan, unknown_companies=(PlanTerm(said, said),), qualifiers=tuple(one for one in plan.qualifiers if one != word))


def _strange_words(plan: QuestionPlan) -> list[str]:
    """Return the words of a question that are no word of analysis: one of them may be a company that the library does not have."""
    known = vocabulary()
    return [word for word in plan.qualifiers if word not in known.not_names and not known.derived.search(word) and not word[0].isdigit()]


def _quoted(words_left: Sequence[str]) -> str:
    return " and ".join(f"“{word}”" for word in words_left)
