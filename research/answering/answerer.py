"""The answerer: question and access in, a checked answer out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from research.answering.computed import FigureAnswerer, describe_row
from research.answering.counted import counted_periods
from research.answering.extractive import Extract, ExtractiveReader
from research.answering.meanings import which_figure
from research.answering.reading import Reading
from research.answering.targets import Target, target_of, title_of_target, topic_of
from research.answering.topics import topics
from research.citations import resolve
from research.concepts.catalogue import concepts
from research.directory import Company, CompanyDirectory
from research.errors import LimitExceededError, UsageError
from research.metrics.engine import of_periods
from research.nouns.access import Access
from research.nouns.answers import Answer, AnswerStatus, Choice, Citation, Claim, PlanTerm, QuestionPlan, Verdict
from research.nouns.conversations import FRESH, Turn
from research.nouns.documents import Document
from research.nouns.facts import Fact, Statement
from research.nouns.queries import DocumentFilter, FactFilter, LexicalQuery, WeightedPhrase
from research.planning.follow_up import continue_plan, read_as
from research.planning.parts import lost_its_company, lost_its_period, was_removed, without_parts
from research.planning.plan import make_plan
from research.planning.vocabulary import vocabulary
from research.protocols.documents import DocumentStore, FactStore
from research.protocols.search import LexicalIndex
from research.retrieval.retriever import Retrieval, Retriever
from research.retrieval.scope import Scope, narrow, stating_figures
from research.settings import Settings
from research.text.words import words

MOST_CHOICES = 12
MOST_ROWS = 4


class Answerer:
    """Answers questions from what the reader may see: figures from facts, else verbatim extracts, else what is missing."""

    def __init__(
        self,
        *,
        documents: DocumentStore,
        directory: CompanyDirectory,
        facts: FactStore,
        lexical: LexicalIndex,
        retriever: Retriever,
        figures: FigureAnswerer,
        reader: ExtractiveReader,
        settings: Settings,
    ) -> None:
        self._documents = documents
        self._directory = directory
        self._facts = facts
        self._lexical = lexical
        self._retriever = retriever
        self._figures = figures
        self._reader = reader
        self._settings = settings
        self._concepts = concepts()

    def read(self, question: str, access: Access, wanted: DocumentFilter, turn: Turn = FRESH) -> Reading:
        """Return what a question asks, in its turn, of the documents that `access` and `wanted` leave.

        Raises UsageError, LimitExceededError.
        """
        if not words(question):
            raise UsageError("the question is empty", "ask for a figure or a topic, for example a company, a year and a line item")
        if len(question) > self._settings.max_question_chars:
            raise LimitExceededError(f"the question is longer than {self._settings.max_question_chars} characters", "shorten it")
        directory = self._directory.companies(access)
        names = {company.name: (*company.spellings, *company.other_names) for company in directory}
        plan = read_as(continue_plan(make_plan(question, names, topics()), turn.earlier), turn.reading)
        plan = without_parts(plan, turn.without)
        documents = self._documents.find(access, wanted)
        searched = self._directory.of(documents)
        nameless = not plan.companies and not plan.unknown_companies and not lost_its_company(plan)
        if nameless and len(searched) == 1 and not self._unused_words(plan, documents):
            why = "the only company in the library" if len(directory) == 1 else "the only company that is searched"
            plan = replace(plan, companies=(PlanTerm(searched[0].name, "", why),))
        scope = narrow(plan, documents, {company.name: company.spellings for company in directory})
        undated = self._documents.undated(access, wanted)
        if undated:
            scope = replace(scope, missing=(*scope.missing, f"left out because they carry no date: {', '.join(undated[:10])}"))
        concept = next((c for c in self._concepts if plan.metric and c.name == plan.metric.value), None)
        asked = {term.value for term in plan.companies}
        return Reading(plan, concept, tuple(c for c in directory if c.name in asked), tuple(documents), scope)

    def search(self, question: str, access: Access, wanted: DocumentFilter, *, top_k: int) -> tuple[Reading, Retrieval]:
        """Return the reading of a question and the pages that bear on it."""
        reading = self.read(question, access, wanted)
        return reading, self._retriever.retrieve(reading.plan, reading.concept, access, reading.scope, top_k=top_k)

    def ask(self, question: str, access: Access, wanted: DocumentFilter, *, top_k: int, turn: Turn = FRESH) -> Answer:
        """Return the answer to a question; a library that cannot answer it is an answer too, with what is missing."""
        started = time.perf_counter()
        reading = self.read(question, access, wanted, turn)
        refused = self._refused_at_once(reading, access)
        answer = self._with_nearest(refused, reading, access, top_k) if refused else self._answered(reading, access, top_k)
        return replace(
            answer,
            settings_fingerprint=self._settings.fingerprint(),
            as_of=access.as_of,
            created_at=datetime.now(UTC),
            seconds=round(time.perf_counter() - started, 4),
        )

    def _with_nearest(self, answer: Answer, reading: Reading, access: Access, top_k: int) -> Answer:
        """Return a refusal with the pages nearest to its question, whichever document they are in; a question back stays as it is."""
        if answer.status is not AnswerStatus.INSUFFICIENT_EVIDENCE or not reading.documents:
            return answer
        scope = Scope(reading.scope.documents or reading.documents)
        retrieval = self._retriever.retrieve(reading.plan, reading.concept, access, scope, top_k=top_k)
        return replace(answer, retrieved=retrieval.results)

    def _refused_at_once(self, reading: Reading, access: Access) -> Answer | None:
        plan = reading.plan
        if not reading.documents:
            return _refusal(plan, ("no document of the library may be searched for this: add one, or widen the filters",))
        if not plan.companies and (answer := self._without_company(reading, access)):
            return answer
        if plan.companies and not reading.scope.documents:
            names = " or ".join(term.value for term in plan.companies)
            return _refusal(plan, (f"no document of {names} is among those searched", *reading.scope.missing))
        return which_figure(plan) if plan.companies else None

    def _without_company(self, reading: Reading, access: Access) -> Answer | None:
        """Return the answer to a question that names no company of the library; None when its topic may be looked for everywhere."""
        plan = reading.plan
        begun = _begun_names(plan, self._directory.of(reading.documents))
        if begun:
            return _which_company(plan, begun, "The library has no company of exactly this name. Is one of these meant?")
        if plan.unknown_companies:
            if plan.metric:
                return _refusal(plan, tuple(f"no document of {term.value} is in the library" for term in plan.unknown_companies))
            if not self._mentioned(plan.unknown_companies, access, reading):
                return _refusal(plan, tuple(f"no document of the library mentions {term.value}" for term in plan.unknown_companies))
            return None
        if plan.metric is None:
            return None
        companies = self._directory.of(reading.documents)
        if len(companies) == 1 and (unused := self._unused_words(plan, reading.documents)):
            return _refusal(plan, (f"no document of {companies[0].name} that is searched has {_quoted(unused)}",))
        if strange := _strange_words(plan):
            return _refusal(plan, (f"no company of the library is named in the question, which has {_quoted(strange)}",))
        return _which_company(plan, companies, "Which company is meant? The question names none, and the library has several.")

    def _answered(self, reading: Reading, access: Access, top_k: int) -> Answer:
        plan, concept = reading.plan, reading.concept
        retrieval = self._retriever.retrieve(plan, concept, access, reading.scope, top_k=top_k)
        answer = self._computed(reading, access) if reading.companies else None
        if answer is None or (answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE and not reading.scope.missing and answer.plan.periods):
            answer = self._extracted(reading, retrieval, access, answer.missing if answer else ())
        return replace(answer, retrieved=retrieval.results, missing=(*answer.missing, *retrieval.degraded))

    def _computed(self, reading: Reading, access: Access) -> Answer | None:
        """Return the computed answer to a question that is understood to the last word, else what a row so labelled states.

        None when the question is for no figure; a refusal says which operand is lacking.
        """
        target = target_of(reading.plan)
        answer = self._figure(reading, target, access) if target else None
        if answer and answer.values:
            return answer
        if target or reading.plan.formula:
            return answer
        topic = topic_of(reading.plan)
        labelled = self._figure(reading, topic, access) if topic.stems else None
        return labelled if labelled and labelled.values else None

    def _figure(self, reading: Reading, target: Target, access: Access) -> Answer:
        """Return the computed answer, or a refusal with one line for each value that no statement gives."""
        plan = reading.plan
        spellings = {company.name: company.spellings for company in reading.companies}
        reading = replace(reading, documents=tuple(stating_figures(plan, reading.documents, spellings)))
        if not plan.periods:
            known = [period for period in self._figures.known_periods(access, target, reading) if not was_removed(plan, period)]
            newest = known if lost_its_period(plan) else known[:1]
            if plan.relative:
                of_companies = [one for one in reading.documents if any(one.company in ways for ways in spellings.values())]
                operation = plan.operation.value if plan.operation else ""
                newest = list(counted_periods(plan.relative, operation, known, of_companies))
            plan = replace(plan, periods=tuple(newest))
            if lost_its_period(plan) and not plan.periods:
                return _refusal(plan, (*reading.scope.missing, f"no other year's {title_of_target(target).lower()} is known"))
        found = self._figures.answer(access, target, replace(reading, plan=plan))
        missing = (*found.missing, *(f"no document of {term.value} is in the library" for term in plan.unknown_companies))
        if not found.values:
            return _refusal(plan, (*reading.scope.missing, *missing))
        return Answer(
            question=plan.question,
            status=AnswerStatus.PARTIAL if missing else AnswerStatus.ANSWERED,
            text="\n".join(claim.text for claim in found.claims),
            plan=plan,
            claims=found.claims,
            values=found.values,
            table=found.table(),
            calculation=found.values[0].calculation if len(found.values) == 1 else None,
            readings=found.readings,
            citations=found.citations,
            missing=missing,
        )

    def _extracted(self, reading: Reading, retrieval: Retrieval, access: Access, not_found: Sequence[str]) -> Answer:
        """Return the verbatim passages that answer, after the lines that say which figure no statement gave; else a refusal."""
        plan = reading.plan
        must_name = [] if plan.companies else [term.value for term in plan.unknown_companies]
        passages = self._rows(reading, access) if plan.asks_amount else []
        if not passages:
            years = {document.id: document.fiscal_year for document in reading.documents}
            passages += self._reader.read(plan, retrieval.results, must_name=must_name, metric=reading.concept, years=years)
        missing = [*reading.scope.missing, *not_found, *_not_computed(reading)]
        if not passages:
            searched = len(reading.scope.documents)
            line = f"no passage of the {searched:,} document{'' if searched == 1 else 's'} searched answers this"
            return _refusal(plan, (*missing, line))
        citations = _cited(self._documents, access, passages)
        captions = {(p.document_id, p.start, p.end): p.caption or self._caption(p, access) for p in passages}
        claims = tuple(_quoting(c, captions.get((c.document_id, c.start, c.end), "")) for c in citations)
        missing += [f"no document of {term.value} is in the library" for term in plan.unknown_companies if plan.companies]
        return Answer(
            question=plan.question,
            status=AnswerStatus.PARTIAL if missing else AnswerStatus.ANSWERED,
            text="\n".join(claim.text for claim in claims),
            plan=plan,
            claims=claims,
            citations=citations,
            missing=tuple(missing),
        )

    def _rows(self, reading: Reading, access: Access) -> list[Extract]:
        """Return the printed rows of the plan's concept in the documents in scope, for questions that ask for more than the figure.

        None when words of the question narrow the concept (a segment, "free"): its plain row would be another figure.
        """
        if reading.concept is None or not reading.companies or _narrowing_words(reading.plan):
            return []
        ids = tuple(document.id for document in reading.scope.documents)
        facts = self._facts.find(access, FactFilter(concepts=(reading.concept.name,), document_ids=ids))
        rows: dict[tuple[str, int], list[Fact]] = {}
        for fact in facts:
            rows.setdefault((fact.document_id, fact.start), []).append(fact)
        asked = [row for row in rows.values() if not reading.plan.periods or any(of_periods(fact, reading.plan.periods) for fact in row)]
        found: list[Extract] = []
        for row in asked[:MOST_ROWS]:
            fact = row[0]
            for page, text in self._documents.pages(access, fact.document_id, [fact.page]):
                quote = text[fact.start - page.start : fact.end - page.start]
                found.append(Extract(fact.document_id, fact.page, fact.start, fact.end, quote, 1.0, caption=describe_row(row)))
        return found

    def _caption(self, passage: Extract, access: Access) -> str:
        """Return what a quoted statement row is, "" for any other passage."""
        facts = self._facts.find(access, FactFilter(document_ids=(passage.document_id,), statements=tuple(Statement), everything=True))
        row = [fact for fact in facts if passage.start <= fact.start and fact.end <= passage.end]
        return describe_row(row) if row and len({fact.start for fact in row}) == 1 else ""

    def _unused_words(self, plan: QuestionPlan, documents: Sequence[Document]) -> list[str]:
        """Return the strange words of a question that the documents do not use either: those that they use are topics, no names."""
        ids = frozenset(document.id for document in documents)
        queries = [(word, LexicalQuery((WeightedPhrase((word,)),))) for word in _strange_words(plan)]
        return [word for word, query in queries if not self._lexical.query(query, limit=1, document_ids=ids)]

    def _mentioned(self, names: Sequence[PlanTerm], access: Access, reading: Reading) -> bool:
        """Return whether some document in scope names one of `names`: then it may be a topic and no company of its own."""
        query = LexicalQuery(tuple(WeightedPhrase(tuple(words(term.value))) for term in names if words(term.value)))
        ids = frozenset(document.id for document in reading.scope.documents)
        chunks = self._documents.chunks(access, ids=[hit.chunk_id for hit in self._lexical.query(query, limit=5, document_ids=ids)])
        return any(term.value.casefold() in chunk.text.casefold() for term in names for chunk in chunks)


def _which_company(plan: QuestionPlan, companies: Sequence[Company], text: str) -> Answer:
    """Return a question back with a choice for each company; the chosen question names it in place of the words it was begun with."""
    begun = plan.unknown_companies[0].words if plan.unknown_companies else ""
    question = plan.question.rstrip(" ?.")
    choices = [
        Choice(one.name, plan.question.replace(begun, one.name, 1) if begun else f"{question} for {one.name}?")
        for one in companies[:MOST_CHOICES]
    ]
    return Answer(plan.question, AnswerStatus.NEEDS_CLARIFICATION, text, plan, choices=tuple(choices))


def _begun_names(plan: QuestionPlan, companies: Sequence[Company]) -> list[Company]:
    """Return the companies whose names begin with a name of the question that is no whole name ("Tarrowby" of "Tarrowby Foods")."""
    begun = [f"{term.value.casefold()} " for term in plan.unknown_companies]
    return [one for one in companies if any(one.name.casefold().startswith(name) for name in begun)]


def _narrowing_words(plan: QuestionPlan) -> list[str]:
    """Return the words that make another amount of a metric ("segment", "free"); "growth" and the like go with its plain rows."""
    return [word for word in plan.qualifiers if word not in vocabulary().comparing]


def _strange_words(plan: QuestionPlan) -> list[str]:
    """Return the words of a question that are no word of analysis: one of them may be a company that the library does not have."""
    known = vocabulary()
    return [word for word in plan.qualifiers if word not in known.not_names and not known.derived.search(word) and not word[0].isdigit()]


def _quoted(words_left: Sequence[str]) -> str:
    return " and ".join(f"“{word}”" for word in words_left)


def _quoting(citation: Citation, caption: str) -> Claim:
    text = f"{caption}: “{citation.quote}” [{citation.marker}]" if caption else f"“{citation.quote}” [{citation.marker}]"
    return Claim(text, (citation,), None, Verdict.SUPPORTED)


def _not_computed(reading: Reading) -> list[str]:
    """Return the line that says why a question for an amount got no figure: the words that make it more than one printed figure."""
    plan = reading.plan
    if reading.concept is None or plan.wants_figure or not plan.asks_amount:
        return []
    asked = " ".join(dict.fromkeys(filter(None, (plan.derived, *plan.qualifiers))))
    return [f"no figure was computed: “{asked}” makes this another figure than the printed {reading.concept.title.lower()}"]


def _refusal(plan: QuestionPlan, missing: Sequence[str]) -> Answer:
    lines = tuple(dict.fromkeys(missing))
    text = "The library does not hold enough to answer this."
    return Answer(plan.question, AnswerStatus.INSUFFICIENT_EVIDENCE, text, plan, missing=lines)


def _cited(documents: DocumentStore, access: Access, passages: Sequence[Extract]) -> tuple[Citation, ...]:
    places = dict.fromkeys((p.document_id, p.page, p.start, p.end, p.text) for p in passages)
    return tuple(
        resolve(documents, access, marker=str(number), document_id=document, page=page, quote=quote, at=(start, end))
        for number, (document, page, start, end, quote) in enumerate(places, 1)
    )
