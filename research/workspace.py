"""The composition root: opens a workspace's stores, indexes and model as settings describe, and the services over them."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from secrets import token_urlsafe
from typing import Self, TypeVar

import structlog

from research.answering.across import AcrossAnswerer
from research.answering.answerer import Answerer, Ways
from research.answering.checking import AnswerGate
from research.answering.choosing import ChoiceAnswerer
from research.answering.computed import FigureAnswerer
from research.answering.counts import CountAnswerer
from research.answering.extractive import ExtractiveReader
from research.answering.grid import GridAsker
from research.answering.keeping import documents_shown
from research.answering.news import NewsAnswerer
from research.answering.passages import PassageAnswerer
from research.answering.reader import QuestionReader
from research.answering.reading import Reading
from research.answering.recording import asked_act
from research.answering.verdicts import VerdictAnswerer
from research.answering.years import YearAnswerer
from research.audit.accepting import RecordedAccepted
from research.audit.acts import Act
from research.audit.describing import checked_act, compared_act, digest_act, searched_act
from research.digests.service import DigestService
from research.digests.sources import DigestSources
from research.drafting.checking.checker import CheckedAgainst, DraftChecker
from research.drafting.comparing.comparer import DocumentComparer
from research.drafting.editing.editor import DraftEditor, Editing
from research.drafting.writing.desk import DraftDesk
from research.drafting.writing.passages import Finding
from research.drafting.writing.writer import DraftWriter, Library
from research.errors import CouldNotAskError, IndexDamagedError, NotFoundError, UsageError
from research.models.composing import digest_summaries, draft_prose, model_answers
from research.models.instructions import marked_passages
from research.models.prose import ProseWriter
from research.models.service import SILENT, Asked, Asking, ModelAnswers, Telling
from research.models.summaries import DigestSummaries
from research.news.intake import NewsIntake
from research.news.joining import StoryJoiner, story_rules
from research.news.stories import StoryReader
from research.nouns.access import Access
from research.nouns.answers import Answer, RetrievedChunk
from research.nouns.conversations import KeptAnswer, Turn
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Action
from research.opened import OpenedWorkspace
from research.protocols.ledger import AcceptedStore
from research.protocols.models import LLM
from research.protocols.news import NewsStore
from research.purging.choosing import Chooser
from research.purging.holding import LegalHolds
from research.purging.service import Purger, PurgeStores
from research.retrieval.catalog_vectors import CatalogVectors
from research.retrieval.dense import DenseSearch
from research.retrieval.lexical import LexicalSearch
from research.retrieval.retriever import Retrieval, Retriever
from research.settings import Settings
from research.statements.service import StatementReader
from research.verification.citing import EvidenceReader

REPAIR_LEASE_SECONDS = 30.0
_T = TypeVar("_T")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A search's reading of the query, and the pages it found."""

    reading: Reading
    retrieval: Retrieval


class Workspace(OpenedWorkspace):
    """One workspace on this machine: stores opened at once, indexes and model when first needed. Use as a context manager.

    Thread-safe; many processes may have it open, and the ingest lease decides which one writes the catalog.
    """

    @classmethod
    def open(cls, settings: Settings, *, create: bool = True) -> Self:
        """Return the workspace in `settings.home` and go on with a purge that was cut; raises as `OpenedWorkspace.open`."""
        workspace = super().open(settings, create=create)
        try:
            workspace.purger.finish()
        except BaseException:
            workspace.close()
            raise
        return workspace

    @cached_property
    def purger(self) -> Purger:
        """Return what does away with documents for good."""
        catalog, ledger = self._catalog, self._ledger
        stores = PurgeStores(catalog.documents, catalog.purges, ledger.derived, ledger.holds, catalog.jobs)
        return Purger(stores, self.directory, lambda: self.keeper, acts=self.acts, settings=self.settings)

    @property
    def legal_holds(self) -> LegalHolds:
        """Return what forbids to do away with documents."""
        return LegalHolds(self._ledger.holds, self._catalog.purges, Chooser(self.documents, self.directory), self.acts)

    @cached_property
    def catalog_vectors(self) -> CatalogVectors:
        """Return the catalog's own vectors, for documents that no index holds."""
        return CatalogVectors(self.documents, self.embeddings, model=self.embedder.fingerprint)

    @cached_property
    def retriever(self) -> Retriever:
        """Return the retriever over both indexes and the facts."""
        dense = DenseSearch(
            self.catalog_vectors,
            self.matrix,
            self.graph,
            exact_scan_chunks=self.settings.exact_scan_chunks,
            on_damage=self.keeper.report_damage,
        )
        return Retriever(
            documents=self.documents,
            facts=self.facts,
            dense=dense,
            lexical=LexicalSearch(self.lexical, on_damage=partial(self.keeper.report_damage, self.lexical)),
            embedder=self.embedder,
            candidates=self.settings.candidates,
        )

    @cached_property
    def evidence(self) -> EvidenceReader:
        """Return what reads cited pages as evidence for the number gate."""
        return EvidenceReader(self.documents, self.facts, self.directory)

    @cached_property
    def reader(self) -> QuestionReader:
        """Return what reads questions against the library."""
        return QuestionReader(self.documents, self.facts, self.directory, lexical=self.lexical, settings=self.settings)

    @cached_property
    def answerer(self) -> Answerer:
        """Return the answerer over everything above."""
        figures = FigureAnswerer(self.facts, self.documents)
        return Answerer(
            reader=self.reader,
            retriever=self.retriever,
            ways=Ways(
                figures=figures,
                choices=ChoiceAnswerer(self.facts, figures),
                counts=CountAnswerer(self.facts, figures),
                across=AcrossAnswerer(figures),
                years=YearAnswerer(figures),
                news=NewsAnswerer(self.stories.stories, self.documents),
                verdicts=VerdictAnswerer(figures),
                passages=PassageAnswerer(self.documents, self.facts, ExtractiveReader()),
            ),
            gate=AnswerGate(self.evidence, self.quality),
            settings=self.settings,
        )

    @property
    def entries(self) -> NewsStore:
        """Return news entries as they were understood."""
        return self._catalog.news

    @cached_property
    def models(self) -> tuple[LLM, ...]:
        """Return the language models that may be asked, in the order in which they are; none where none is configured."""
        from research.adapters.opening import open_language_models  # noqa: PLC0415

        return open_language_models(self.settings)

    @cached_property
    def model_answers(self) -> ModelAnswers:
        """Return what puts answers into a model's words; without a model every answer stays as it is."""
        return model_answers(self.models, self._asking(), self.evidence, self.settings)

    @cached_property
    def digest_summaries(self) -> DigestSummaries:
        """Return what writes the paragraphs on top of digests; without a model there are none."""
        return digest_summaries(self.models, self._asking(), self.evidence, self.settings)

    def _asking(self) -> Asking:
        known = self.settings
        return Asking(self.answerer, self.documents, self.ledger, known.top_k, known.is_replayed)

    @cached_property
    def news(self) -> NewsIntake:
        """Return what understands news entries when they are read in."""
        joiner, watched = StoryJoiner(self._catalog.stories), self._ledger.watchlists.watched
        return NewsIntake(self.documents, self.names, self.entries, watched=watched, then=joiner.note, then_rules=story_rules())

    @cached_property
    def stories(self) -> StoryReader:
        """Return what tells the stories of news entries."""
        return StoryReader(self.entries, self._catalog.stories)

    @cached_property
    def digests(self) -> DigestService:
        """Return what makes digests of watchlists."""
        sources = DigestSources(self.documents, self.facts, self._catalog.feeds, self.names, self.stories)
        note = partial(self._note, digest_act)
        return DigestService(sources, self.watchlists, self.hours, note=note)

    @property
    def comparer(self) -> DocumentComparer:
        """Return what compares two documents of one company."""
        return DocumentComparer(self.documents, self.facts, self.directory, note=partial(self._note, compared_act))

    @cached_property
    def drafting(self) -> DraftDesk:
        """Return what writes drafts from templates and keeps them."""
        library = Library(self.documents, self.facts, self.evidence, self.stories, self._finding)
        return DraftDesk(DraftWriter(library), self.drafts, self.acts, folder=self.settings.home / "templates")

    @cached_property
    def draft_editor(self) -> DraftEditor:
        """Return what opens, edits and signs drafts."""
        return DraftEditor(
            Editing(
                drafts=self.drafts,
                documents=self.documents,
                evidence=self.evidence,
                checker=self.draft_checker,
                desk=self.drafting,
                directory=self.directory,
                accepted=self.accepted,
                acts=self.acts,
                now=lambda: datetime.now(UTC),
            )
        )

    def _finding(self, access: Access) -> Finding:
        """Return how a draft finds pages for a reader, and how models put what they say in words where any is set up."""

        def search(query: str, wanted: DocumentFilter) -> list[tuple[str, int]]:
            """Return the pages that bear on a query, best first."""
            found = self.pages_for(query[: self.settings.max_question_chars], access, wanted=wanted).retrieval.results
            return [(one.chunk.document_id, one.chunk.page) for one in found]

        return Finding(search, self._prose(access).write if self.models else None)

    @cached_property
    def _prose(self) -> Callable[[Access], ProseWriter]:
        return draft_prose(self.models, self._asking(), self.evidence, self.settings)

    @cached_property
    def statements(self) -> StatementReader:
        """Return what puts a company's statements side by side."""
        return StatementReader(self.documents, self.facts)

    @cached_property
    def draft_checker(self) -> DraftChecker:
        """Return what checks drafts line by line."""

        def search(words: str, access: Access, wanted: DocumentFilter, top_k: int) -> Sequence[RetrievedChunk]:
            """Return the pages that bear on words of a draft, none where they are no words to search for."""
            try:
                return self.pages_for(words[: self.settings.max_question_chars], access, wanted=wanted, top_k=top_k).retrieval.results
            except UsageError:
                return ()

        against = CheckedAgainst(self.documents, self.facts, self.directory, self.evidence, search, self.accepted)
        return DraftChecker(against, note=partial(self._note, checked_act))

    @cached_property
    def accepted(self) -> AcceptedStore:
        """Return the sentences of drafts that their writers let stand."""
        return RecordedAccepted(self._ledger.accepted, self.acts)

    def ask(
        self,
        question: str,
        access: Access,
        *,
        wanted: DocumentFilter | None = None,
        top_k: int | None = None,
        telling: Telling | None = SILENT,
    ) -> Answer:
        """Return the answer to a question and record that it was asked; raises UsageError, LimitExceededError.

        A model's words are told as they come, before they are checked; with `telling` of None no model is asked.
        """
        access.need(Action.ASK)
        asked = Asked(wanted or DocumentFilter(), top_k=top_k)
        answer = self.model_answers.in_words(self._filtered(question, access, wanted, top_k), access, telling, asked)
        self._record("ask", answer, access)
        return answer

    def _filtered(self, question: str, access: Access, wanted: DocumentFilter | None, top_k: int | None) -> Answer:
        return self._whole(lambda: self.answerer.ask(question, access, wanted or DocumentFilter(), top_k=top_k or self.settings.top_k))

    def converse(
        self,
        question: str,
        access: Access,
        turn: Turn,
        *,
        telling: Telling = SILENT,
    ) -> KeptAnswer:
        """Return the answer to a question in its turn of a conversation, kept so that its id opens it again. `telling` as for `ask`.

        It is asked once the answer is there whether to go on: an answer that nobody waits for any more is neither recorded as given nor
        kept, and raises CouldNotAskError. Raises as `ask`.
        """
        access.need(Action.ASK)
        answer = self._whole(lambda: self.answerer.ask(question, access, DocumentFilter(), top_k=self.settings.top_k, turn=turn))
        answer = self.model_answers.in_words(answer, access, telling, Asked(turn=turn))
        if not telling.go_on():
            raise CouldNotAskError("the question was stopped", "ask it again")
        shown = documents_shown(answer, self.documents, self.directory, access)
        kept = KeptAnswer(token_urlsafe(12), access.user, datetime.now(UTC), answer, turn, shown)
        with self.acts.together():
            self._ledger.answers.keep(kept)
            self._record("ask", answer, access, kept=kept.id)
        return kept

    def reopen(self, answer_id: str, access: Access) -> KeptAnswer:
        """Return a kept answer to a reader who may see every document that it says anything of; raises NotFoundError.

        One that says nothing of any document is for its own user: it holds little but their question.
        """
        access.need(Action.READ)
        kept = self._ledger.answers.get(answer_id)
        visible = self.documents.find(access, DocumentFilter(ids=kept.document_ids, any_state=True)) if kept.document_ids else []
        if len(visible) < len(kept.document_ids) or (not visible and kept.user != access.user):
            raise NotFoundError(f"no answer {answer_id[:40]} is kept", "ask the question again")  # as for one that is not there
        self.acts.record(access, Act("reopen", kept.answer.question, (("kept", kept.id), ("user", kept.user)), kept.document_ids))
        return kept

    def search(self, query: str, access: Access, *, wanted: DocumentFilter | None = None, top_k: int | None = None) -> SearchResult:
        """Return what `pages_for` does, and record that it was sought."""
        access.need(Action.ASK)
        result = self.pages_for(query, access, wanted=wanted, top_k=top_k)
        self.acts.record(access, searched_act(query, result.retrieval.results))
        return result

    def pages_for(self, query: str, access: Access, *, wanted: DocumentFilter | None = None, top_k: int | None = None) -> SearchResult:
        """Return the pages that bear on a query, best first, at most `top_k`; raises UsageError, LimitExceededError."""
        reading, retrieval = self._whole(
            lambda: self.answerer.search(query, access, wanted or DocumentFilter(), top_k=top_k or self.settings.top_k)
        )
        return SearchResult(reading, retrieval)

    def grid(self, access: Access, *, top_k: int | None = None) -> GridAsker:
        """Return what asks a grid's questions, for a reader, of the companies that the library has now.

        Each is recorded, with its company, apart from questions that were asked by themselves: a grid has hundreds.
        """

        def ask(question: str, wanted: DocumentFilter) -> Answer:
            """Return the answer to a grid's question, recorded with its company."""
            access.need(Action.ASK)
            answer = self._filtered(question, access, wanted, top_k)
            self._record("grid", answer, access, of=wanted.companies)
            return answer

        return GridAsker(ask, self.directory.companies(access), self.directory.reporting(access))

    def _whole(self, ask: Callable[[], _T]) -> _T:
        """Return what `ask` gives over mended indexes; when it is the first to find damage, it is asked again after the repair."""
        if self.keeper.behind():
            self.mend_indexes()
        try:
            result = ask()
        except IndexDamagedError:
            if not self.mend_indexes():
                raise
            return ask()
        return ask() if self.keeper.damage_reported and self.mend_indexes() else result

    def mend_indexes(self) -> bool:
        """Bring damaged or lagging indexes to what the catalog says; return False when an ingest worker is at it."""
        holder = f"{socket.gethostname()}:{os.getpid()}:repair"
        with self.jobs.lease(holder, seconds=REPAIR_LEASE_SECONDS) as held:
            if held:
                self.keeper.sync()
            else:
                _log.info("indexes are behind the catalog; the ingest worker brings them up")
        return held

    def _record(self, action: str, answer: Answer, access: Access, *, kept: str = "", of: Sequence[str] = ()) -> None:
        marked = marked_passages(one.chunk.text for one in answer.retrieved)
        self.acts.record(access, asked_act(action, answer, kept=kept, of=of, marked=marked))

    def _note(self, act: Callable[[_T], Act], made: _T, access: Access) -> None:
        self.acts.record(access, act(made))
