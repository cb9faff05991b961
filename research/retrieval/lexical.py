"""Lexical search inside the allowed documents, which goes on without the word index while that is damaged."""

from __future__ import annotations

from collections.abc import Callable

from research.errors import IndexDamagedError
from research.nouns.queries import IndexHit, LexicalQuery
from research.protocols.search import LexicalIndex


class LexicalSearch:
    """Chunks that carry a query's words; whoever mends the index is told of its damage. Thread-safe where the index is."""

    def __init__(self, index: LexicalIndex, *, on_damage: Callable[[IndexDamagedError], None]) -> None:
        self._index = index
        self._on_damage = on_damage

    def query(
        self, query: LexicalQuery, document_ids: frozenset[str], *, limit: int, counted: frozenset[str] | None = None
    ) -> list[IndexHit] | None:
        """Return the matching chunks of these documents, best first, at most `limit`; None while the index is damaged.

        Words are counted in the documents of `counted`, in all without it.
        """
        if not query.phrases:
            return []
        try:
            return self._index.query(query, limit=limit, document_ids=document_ids, counted=counted)
        except IndexDamagedError as error:
            self._on_damage(error)
            return None
