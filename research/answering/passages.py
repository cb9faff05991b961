"""Answers in the documents' own words: the printed rows of a figure that was not computed, and the sentences that answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from research.answering.extractive import READ_PAGES, Extract, ExtractiveReader, best_score
from research.answering.prose_words import prose_words
from research.answering.reading import Reading
from research.answering.refusals import refusal
from research.answering.sentences import describe_row
from research.answering.strangers import no_documents_lines
from research.answering.told import ReadPage
from research.citations import Quote, resolve
from research.concepts.catalogue import Concept
from research.metrics.engine import of_periods
from research.nouns.access import Access
from research.nouns.answers import Answer, AnswerStatus, Citation, Claim, QuestionPlan
from research.nouns.documents import Kind
from research.nouns.facts import Fact, Statement
from research.nouns.queries import FactFilter
from research.planning.parts import cutting_words
from research.planning.vocabulary import vocabulary
from research.protocols.documents import DocumentStore, FactStore
from research.retrieval.retriever import Retrieval

MOST_ROWS = 4
_PRO_FORMA = "pro forma"
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
NO_PASSAGE = "no passage of the"
# Of a page that is longer only so many characters are read.
MOST_READ = 20_000


class PassageAnswerer:
    """Answers with verbatim rows and sentences of retrieved pages, else says what is missing."""

    def __init__(self, documents: DocumentStore, facts: FactStore, reader: ExtractiveReader) -> None:
        self._documents = documents
        self._facts = facts
        self._reader = reader

    def answer(self, reading: Reading, retrieval: Retrieval, access: Access, not_found: Sequence[str] = ()) -> Answer:
        """Return the verbatim passages that answer, after the lines that say which figure no statement gave; else a refusal."""
        plan = reading.plan
        passages = self._rows(reading, access) if plan.asks_amount else []
        if not passages:
            companies = {document.id: document.company or "" for document in reading.documents}
            pages = self.pages(reading, retrieval, access)
            found = self._reader.read(plan, pages, must_name=_must_name(plan, pages), companies=companies)
            passages += self._of_metric(found, reading, access)
        strangers = no_documents_lines(plan) if plan.companies else ()
        missing = [*reading.scope.missing, *not_found, *_not_computed(reading), *strangers]
        if not passages:
            searched = len(reading.scope.documents)
            line = f"{NO_PASSAGE} {searched:,} document{'' if searched == 1 else 's'} searched answers this"
            return refusal(plan, (*missing, line))
        citations = _cited(self._documents, access, passages)
        captions = {(p.document_id, p.start, p.end): p.caption or self._caption(p, access) for p in passages}
        causes = {(p.document_id, p.start, p.end) for p in passages if p.is_cause}
        places = [(c.document_id, c.start, c.end) for c in citations]
        claims = tuple(_quoting(c, captions.get(place, ""), is_cause=place in causes) for c, place in zip(citations, places, strict=True))
        return Answer(
            question=plan.question,
            status=AnswerStatus.PARTIAL if missing else AnswerStatus.ANSWERED,
            text="\n".join(claim.text for claim in claims),
            plan=plan,
            claims=claims,
            citations=citations,
            missing=tuple(missing),
        )

    def score(self, reading: Reading, retrieval: Retrieval, access: Access) -> float:
        """Return the score of the passage that fits best, be it enough or not."""
        pages = self.pages(reading, retrieval, access)
        return best_score(reading.plan, pages, must_name=_must_name(reading.plan, pages))

    def pages(self, reading: Reading, retrieval: Retrieval, access: Access) -> list[ReadPage]:
        """Return the first pages found as they are read, in the order of rank."""
        results = retrieval.results[:READ_PAGES]
        best = max((one.score for one in results), default=0.0)
        documents = {document.id: document for document in reading.documents}
        numbers: dict[str, list[int]] = {}
        for one in results:
            numbers.setdefault(one.chunk.document_id, []).append(one.chunk.page)
        texts = {
            (name, page.number): (page.start, text[:MOST_READ])
            for name, wanted in numbers.items()
            for page, text in self._documents.pages(access, name, sorted(wanted))
        }
        return [
            ReadPage(
                one.chunk.document_id,
                one.chunk.page,
                *texts[one.chunk.document_id, one.chunk.page],
                section=one.chunk.section,
                rank=one.score / best if best > 0 else 0.0,
                fiscal_year=held.fiscal_year if held else None,
                is_news=held is not None and held.kind is Kind.NEWS,
            )
            for one in results
            for held in (documents.get(one.chunk.document_id),)
        ]

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

    def _of_metric(self, passages: Sequence[Extract], reading: Reading, access: Access) -> Sequence[Extract]:
        """Return the passages without the rows of another statement than the amount asked for, and those that are pro forma.

        "Proceeds from sales of securities" has the words for sales and is none. Words that narrow the amount ask for another row.
        """
        concept, plan = reading.concept, reading.plan
        if concept is None or not plan.asks_amount or _narrowing_words(plan) or not passages:
            return passages
        ids = tuple(dict.fromkeys(passage.document_id for passage in passages))
        facts = self._facts.find(access, FactFilter(document_ids=ids, everything=True))
        others = [fact for fact in facts if _is_other(fact, concept)]
        return [one for one in passages if not any(one.document_id == f.document_id and one.start <= f.start < one.end for f in others)]

    def _caption(self, passage: Extract, access: Access) -> str:
        """Return what a quoted statement row is, "" for any other passage."""
        facts = self._facts.find(access, FactFilter(document_ids=(passage.document_id,), statements=tuple(Statement), everything=True))
        row = [fact for fact in facts if passage.start <= fact.start and fact.end <= passage.end]
        return describe_row(row) if row and len({fact.start for fact in row}) == 1 else ""


def _is_other(fact: Fact, concept: Concept) -> bool:
    """Return whether a row cannot state a concept, whatever its words; cash flow statements repeat rows of the others, not they its own."""
    elsewhere = fact.statement not in {None, concept.statement} and concept.statement is not Statement.CASH_FLOW
    return elsewhere or fact.basis.accounting == _PRO_FORMA


def _must_name(plan: QuestionPlan, pages: Sequence[ReadPage]) -> list[str]:
    """Return the names of which a passage has to carry one: those of a question that names no company of the library.

    Beside a company it is what the question writes in capitals, where some page has it so: a sentence on another relationship than that
    "with VICI" answers nothing.
    """
    if not plan.companies:
        return [term.value for term in plan.unknown_companies]
    short = prose_words().said_as
    said = (word for word in _CAPITALS.findall(plan.question) if word.lower() in plan.qualifiers and word.lower() not in short)
    return [word for word in dict.fromkeys(said) if any(word in page.text for page in pages)]


def _narrowing_words(plan: QuestionPlan) -> list[str]:
    """Return the words that make another amount of a metric ("segment", "free"); "growth" and the like go with its plain rows."""
    return [word for word in plan.qualifiers if word not in vocabulary().comparing]


def _quoting(citation: Citation, caption: str, *, is_cause: bool) -> Claim:
    text = f"{caption}: “{citation.quote}” [{citation.marker}]" if caption else f"“{citation.quote}” [{citation.marker}]"
    return Claim(f"- {text}" if is_cause else text, (citation,))


def _not_computed(reading: Reading) -> list[str]:
    """Return the line that says why a question for an amount got no figure: the words that make it more than one printed figure."""
    plan = reading.plan
    if reading.concept is None or plan.wants_figure or not plan.asks_amount:
        return []
    asked = " ".join(cutting_words(plan))
    if not asked:
        return []
    return [f"no figure was computed: “{asked}” makes this another figure than the printed {reading.concept.title.lower()}"]


def _cited(documents: DocumentStore, access: Access, passages: Sequence[Extract]) -> tuple[Citation, ...]:
    quotes = dict.fromkeys(Quote(p.document_id, p.page, p.text, at=(p.start, p.end)) for p in passages)
    return tuple(resolve(documents, access, quote, marker=str(number)) for number, quote in enumerate(quotes, 1))
