"""What drafts call figures: every concept and metric, with the names that drafts have for them beside those of questions."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from research.answering.topics import topics
from research.drafting.checking.words import checking_words
from research.planning.topics import Topic


@cache
def topics_known() -> tuple[Topic, ...]:
    """Return the topics of drafts, those of questions with further names."""
    more = checking_words().names
    return tuple(replace(one, phrases=(*one.phrases, *more.get(one.name, ()))) for one in topics())
