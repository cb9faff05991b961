"""What is stored and waits for its vectors: embedded in small portions, between which the worker takes in new files.

A file goes by itself; news documents, which have a chunk or two each, go together.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from ingest.guarded import guarded
from ingest.parts import IngestWorkspace
from ingest.pipeline import EMBED_BATCH, IngestPipeline
from ingest.progress import Progress
from research.nouns.access import SYSTEM
from research.nouns.documents import Chunk, Document, DocumentState, Kind
from research.nouns.queries import DocumentFilter

# So many news documents are completed as one.
NEWS_TOGETHER = 256
# Of more that wait only the ids are held.
MOST_NEWS_WAITING = 2_048


@dataclass(slots=True)
class _Waiting:
    """Documents that are completed together: how many chunks lacked a vector, and which still do (None: not looked yet)."""

    documents: list[Document]
    is_news: bool
    total: int = 0
    left: list[Chunk] | None = None


class EmbeddingStage:
    """The documents of one hold of the lease that lack vectors, and after them those that earlier runs left without.

    Of what an earlier run left, and of news that are too many to wait, the ids are held.
    """

    def __init__(self, workspace: IngestWorkspace, pipeline: IngestPipeline, progress: Progress) -> None:
        self._workspace = workspace
        self._pipeline = pipeline
        self._progress = progress
        self._waiting: deque[_Waiting] = deque()
        self._left_behind = deque(workspace.embeddings.lacking(workspace.embedder.fingerprint))

    def add(self, documents: Iterable[Document]) -> None:
        """Let stored documents wait for their vectors; of their texts nothing is needed. News beyond some come after all others."""
        room = MOST_NEWS_WAITING - sum(len(one.documents) for one in self._waiting if one.is_news)
        for document in documents:
            last = self._waiting[-1] if self._waiting else None
            is_news = document.kind is Kind.NEWS
            room -= is_news
            if is_news and room < 0:
                self._left_behind.append(document.id)
            elif is_news and last and last.is_news and last.left is None and len(last.documents) < NEWS_TOGETHER:
                last.documents.append(document)
            else:
                self._waiting.append(_Waiting([document], is_news))

    def step(self) -> bool:
        """Embed the next portion of what has waited longest, and complete it after its last one; return whether there was anything."""
        if not self._waiting:
            self._look_behind()
        if not self._waiting:
            return False
        first, failed = self._waiting[0], list[str]()
        if not guarded(partial(self._embed_some, first), lambda line, _: failed.append(line)):
            self._waiting.popleft()
            self._set_aside(first, failed)
        return True

    @property
    def is_idle(self) -> bool:
        """Return whether nothing of this hold waits; earlier runs may have left something."""
        return not self._waiting

    def _look_behind(self) -> None:
        """Take up some documents that an earlier run left: it was killed, or the model is another now."""
        ids = tuple(self._left_behind.popleft() for _ in range(min(NEWS_TOGETHER, len(self._left_behind))))
        if ids:
            access = SYSTEM
            self.add(self._workspace.documents.find(access, DocumentFilter(ids=ids, any_state=True)))

    def _embed_some(self, first: _Waiting) -> bool:
        """Return whether the documents lack vectors still."""
        if first.left is None:
            first.left = self._pipeline.unembedded(first.documents)
            first.total = len(first.left)
            lacking = {chunk.document_id for chunk in first.left}
            first.documents = [one for one in first.documents if one.id in lacking or one.state is not DocumentState.COMPLETE]
        if first.left:
            self._pipeline.embed(first.left[:EMBED_BATCH])
            del first.left[:EMBED_BATCH]
            if len(first.documents) == 1:
                self._progress.embedded(first.documents[0].source_key, first.total - len(first.left), first.total)
        if not first.left and first.documents:
            self._pipeline.complete(first.documents)
        return bool(first.left)

    def _set_aside(self, first: _Waiting, failed: list[str]) -> None:
        """Try documents that failed together one by one; one that failed alone stays as it is."""
        if failed and len(first.documents) > 1:
            self._waiting.extendleft(_Waiting([document], is_news=False) for document in reversed(first.documents))
        elif failed:
            self._progress.notice(f"{first.documents[0].name} stays without vectors: {failed[0]}")
