"""What a question is about, as texts are searched for it: its topics, each with the sets of words of which one has to be carried whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

from research.concepts.catalogue import find_concept
from research.nouns.answers import QuestionPlan
from research.retrieval.question_kinds import QuestionKind
from research.retrieval.reading import topics_of

# A topic's name, and the sets of words of which one has to be carried whole.
AskedTopics: TypeAlias = Mapping[str, tuple[frozenset[str], ...]]
METRIC, KIND = "metric ", "kind "


def asked_topics(plan: QuestionPlan, kinds: Sequence[QuestionKind]) -> AskedTopics:
    """Return a question's topics: its words, its metric under any of its names, and what is said where such questions are answered."""
    concept = find_concept(plan.metric.value) if plan.metric else None
    focus = plan.focus.replace(plan.metric.words, " ") if plan.metric and concept else plan.focus
    found: dict[str, tuple[frozenset[str], ...]] = {
        topic: (frozenset({topic}),) for topic in sorted(topics_of(without_hyphens(focus)) - question_topics())
    }
    if concept:
        found[f"{METRIC}{concept.name}"] = _ways((concept.title, *concept.aliases))
    return found | {f"{KIND}{kind.name}": _ways(kind.said) for kind in kinds if kind.said}


def words_of(topics: AskedTopics) -> frozenset[str]:
    """Return every word that carries a part of some topic."""
    return frozenset[str]().union(*(way for ways in topics.values() for way in ways))


def carried(topics: AskedTopics, words: frozenset[str], held: frozenset[str]) -> frozenset[str]:
    """Return the topics that a text holding these words carries; `words` are those of `words_of`."""
    known = held & words
    return frozenset(topic for topic, ways in topics.items() if any(way <= known for way in ways)) if known else frozenset()


def without_hyphens(text: str) -> str:
    """Return a text with its hyphens opened, so that each part of a word counts."""
    return text.replace("-", " ")


@cache
def question_topics() -> frozenset[str]:
    """Return the topics of words that only make a question, from `question_words.txt`."""
    return topics_of((Path(__file__).parent / "question_words.txt").read_text(encoding="utf-8"))


def _ways(phrases: Iterable[str]) -> tuple[frozenset[str], ...]:
    return tuple(dict.fromkeys(way for phrase in phrases if (way := topics_of(without_hyphens(phrase)))))
