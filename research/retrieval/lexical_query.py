"""The words to search for: the plan's, not the question's, since questions carry instructions and filings repeat their words."""

from __future__ import annotations

from research.concepts.catalogue import Concept
from research.nouns.answers import QuestionPlan
from research.nouns.queries import LexicalQuery, WeightedPhrase
from research.text.words import stop_words, words

LABEL_WEIGHT = 1.5
STATEMENT_WEIGHT = 1.0


def lexical_query(plan: QuestionPlan, concept: Concept | None) -> LexicalQuery:
    """Return the topic words of the plan's focus, with the metric's names and its statement's name as phrases."""
    topic = dict.fromkeys(word for word in words(plan.focus) if word not in stop_words())
    phrases = [WeightedPhrase((word,)) for word in topic]
    if concept is not None:
        phrases += [WeightedPhrase(tuple(words(label)), LABEL_WEIGHT) for label in dict.fromkeys((concept.title.lower(), *concept.aliases))]
    named = dict.fromkeys([*(statement for statement, _ in plan.statements), *((concept.statement,) if concept else ())])
    phrases += [WeightedPhrase(tuple(words(statement.value)), STATEMENT_WEIGHT) for statement in named]
    return LexicalQuery(tuple(phrase for phrase in phrases if phrase.words))
