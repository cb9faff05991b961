"""Questions for several figures at once, taken apart: "net sales, operating margin and EPS in 2022"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from research.nouns.answers import PlanTerm
from research.planning.topics import Topic, TopicMatch, find_topics
from research.text.patterns import read_beside

MOST_FIGURES = 8


def single_questions(question: str, topics: tuple[Topic, ...]) -> dict[PlanTerm, str]:
    """Return the figures that a question lists, up to `MOST_FIGURES`, each with the question for it alone; none where it lists no two.

    Such a question is the whole one with one name in place of the list. A question that makes one figure of several lists none.
    """
    known = _patterns()
    listed = _longest_list(question, find_topics(question, topics), known["between"])
    if len({one.topic.name for one in listed}) < 2 or len(listed) > MOST_FIGURES:
        return {}
    before, after = question[: listed[0].start], question[listed[-1].end :]
    if known["together"].search(before) or known["together"].search(after):
        return {}
    return {PlanTerm(one.topic.name, one.words): f"{before}{one.words}{after}" for one in listed}


def _longest_list(question: str, found: Sequence[TopicMatch], between: re.Pattern[str]) -> list[TopicMatch]:
    """Return the longest run of names with nothing between them but what joins a list, the first of two as long."""
    runs: list[list[TopicMatch]] = []
    for one in found:
        if runs and between.fullmatch(question, runs[-1][-1].end, one.start):
            runs[-1].append(one)
        else:
            runs.append([one])
    return max(runs, key=len, default=[])


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    raw = read_beside(__file__, "several.toml")
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in raw.items()}
