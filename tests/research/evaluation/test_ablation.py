"""The hits without each part of ranking: what it alone put in order falls back when it is taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from research.evaluation.ablation import EVERYTHING, SCOPE, ablate
from research.evaluation.scoring import Sought
from research.nouns.answers import QuestionPlan
from research.nouns.documents import Chunk, Document, DocumentState, Kind, Tier
from research.retrieval.retriever import DENSE, LEXICAL, Gathered, Step
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
        *((step.value, (2, 2, 2), 2) for step in Step),
    ]


def test_the_steps_after_ranking_and_the_scope_have_rows_of_their_own():
    again = tuple((f"b-{page}", page) for page in range(2, 7))
    found = gathered(*(("b", page, {"row": 1.0 - page / 100}) for _, page in again), ("a", 1, {"row": 0.1}))
    printed = "Net sales of pumps rose by 4 % on higher prices in the home market, and volumes were level with those of the year before."
    same = tuple((replace(chunk, text=printed) if chunk.document_id == "b" else chunk, signals) for chunk, signals in found.scored)
    narrow = gathered(("a", 1, {"row": 1.0}))
    sought = [Sought("one", frozenset({("a", 1)}), frozenset({"a"}))]
    rows = {row.without: row.pages for row in ablate(sought, lambda _: replace(found, scored=same), {"row": 1.0})}
    assert rows[EVERYTHING] == (0, 1, 1)
    assert rows[Step.REPEATS] == (0, 0, 1)
    assert SCOPE not in rows
    rows = {row.without: row.pages for row in ablate(sought, lambda _: narrow, {"row": 1.0}, widely=lambda _: found)}
    assert (rows[EVERYTHING], rows[SCOPE]) == ((1, 1, 1), (0, 0, 1))
