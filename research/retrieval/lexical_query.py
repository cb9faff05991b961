"""The words to search for: the plan's, not the question's, since questions carry instructions and filings repeat their words."""

from __future__ import annotations

from collections.abc import Sequence

from research.concepts.catalogue import Concept
from research.nouns.answers import QuestionPlan
from research.nouns.queries import LexicalQuery, WeightedPhrase
from research.planning.alike import said_otherwise
from research.retrieval.question_kinds import kinds_of
from research.text.words import stop_words, words

LABEL_WEIGHT = 1.5
# What filings say instead of the question's word counts for less than the word.
ALIKE_WEIGHT = 0.5
STATEMENT_WEIGHT = 1.0


def lexical_query(plan: QuestionPlan, wanted: Sequence[Concept]) -> LexicalQuery:
    """Return the topic words of the plan's focus, what filings say in their place, and the names of concepts and statements as phrases."""
    topic = dict.fromkeys(word for word in words(plan.focus) if word not in stop_words())
    phrases = [WeightedPhrase((word,)) for word in topic]
    phrases += [WeightedPhrase((word,), ALIKE_WEIGHT) for word in said_otherwise(topic)]
    said = dict.fromkeys(phrase for kind in kinds_of(plan) for phrase in kind.said)
    phrases += [WeightedPhrase(tuple(words(phrase)), ALIKE_WEIGHT) for phrase in said if phrase not in topic]
    labels = dict.fromkeys(label for concept in wanted for label in (concept.title.lower(), *concept.aliases))
    phrases += [WeightedPhrase(tuple(words(label)), LABEL_WEIGHT) for label in labels]
    named = dict.fromkeys([*(statement for statement, _ in plan.statements), *(concept.statement for concept in wanted)])
    phrases += [WeightedPhrase(tuple(words(statement.value)), STATEMENT_WEIGHT) for statement in named]
    return LexicalQuery(tuple(phrase for phrase in phrases if phrase.words))
