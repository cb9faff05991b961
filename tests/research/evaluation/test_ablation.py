"""The hits without each signal: what a signal alone put in order falls back when it is taken away."""

from __future__ import annotations

from datetime import UTC, datetime

from research.evaluation.ablation import EVERYTHING, ablate
from research.evaluation.scoring import Sought
from research.nouns.answers import QuestionPlan
from research.nouns.documents import Chunk, Document, DocumentState, Kind, Tier
from research.retrieval.retriever import DENSE, LEXICAL, Gathered
from research.retrieval.scope import Scope

NOW = datetime(2025, 1, 1, tzinfo=UTC)


def document(name):
    return Document(name, name, name, name, Kind.FILING, Tier.FILED, DocumentState.COMPLETE, NOW)


def gathered(*rows):
    """`rows` are (document, page, signals)."""
    scored = tuple((Chunk(f"{name}-{page}", name, page, 0, 1, f"page {page} of {name}", page), signals) for name, page, signals in rows)
    scope = Scope(tuple(document(name) for name in dict.fromkeys(name for name, _, _ in rows)))
    return Gathered(QuestionPlan("q", focus="q"), scope, scored, {DENSE: {}, LEXICAL: {}})


def test_each_signal_is_taken_away_in_turn():
    found = {
        "one": gathered(("a", 1, {"row": 1.0, "lexical": 0.0}), ("b", 2, {"row": 0.0, "lexical": 0.8})),
        "two": gathered(("a", 1, {"row": 0.0, "lexical": 0.1}), ("a", 3, {"row": 0.0, "lexical": 0.9})),
    }
    sought = [Sought("one", frozenset({("a", 1)}), frozenset({"a"})), Sought("two", frozenset({("a", 3)}), frozenset({"a"}))]
    rows = ablate(sought, found.__getitem__, {"row": 2.0, "lexical": 1.0})
    assert [(row.without, row.pages, row.document) for row in rows] == [
        (EVERYTHING, (2, 2, 2), 2),
        ("row", (1, 2, 2), 1),
        ("lexical", (1, 2, 2), 2),
    ]
