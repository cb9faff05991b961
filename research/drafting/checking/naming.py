"""Which name of a sentence each of its figures is of, and which figure is a share of what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.drafting.checking.reading import SentenceRead
from research.drafting.checking.words import checking_words
from research.nouns.facts import Statement
from research.planning.topics import TopicMatch
from research.text.figures import PERCENT
from research.text.words import words

_LEADS_TO_NAME = re.compile(r"\s*\)?\s*(?:(?P<link>of|in|for|from|as|worth\s+of|on)\s+)?(?P<between>(?:[\w’'&-]+\s+){0,4})$", re.IGNORECASE)
_LINKS = frozenset({"of", "in", "for", "as", "worth of", "on", ""})
_JOINERS = frozenset({"and", "or", "to", "from", "while", "but", "with", "against", "versus", "than", "when", "as"})
_SHARE_OF = re.compile(
    r"\b(?:as\s+a\s+(?:share|percentage|proportion|percent)\s+of|as\s+a\s+%\s+of|relative\s+to|in\s+relation\s+to)\s+(?:its\s+|the\s+|total\s+)*$",
    re.IGNORECASE,
)
_SAYS_OF = re.compile(r"\s*(?:of|as\s+a\s+(?:share|percentage|proportion)\s+of)\s", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:was|were|is|are|of|at|totall?ed|reached|amounted|stood|came|rose|fell|grew|declined|increased|decreased|dropped|by|to)\b"
)
_THAT_OF = re.compile(r"\b(?:that|those)\s+(?:of|on|in|from|for|at)\s", re.IGNORECASE)
_BOTH = re.compile(r"\s*(?:,|and|&|plus|or)\s+(?:other\s+|its\s+|the\s+)*", re.IGNORECASE)
_AND_MORE = re.compile(r"\s+(?:and|&|or)\s+(?!was|were|had|has|is|rose|fell|paid|spent|its\b|it\b)[a-z-]+", re.IGNORECASE)
_HELD = re.compile(r"\b(?:had|held|holds|has|have|ended|closed|finished|sat|carried|with|holding|left)\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\s*of\s+(?:(?:the|its|this|that|our|a|an|total|some)\s+)*[$€£¥]?", re.IGNORECASE)
_SPENT = re.compile(r"\b(?:spent|spending|invested|investing|paid|drew|repaid|issued|raised|borrowed|bought|sold)\b", re.IGNORECASE)
_VERB_FAR = 60
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Names:
    """For each figure of a sentence the name that it brings with it, None for one that is of what the one before is.

    `wholes` are the names of what figures are shares of, by figure; `apart` are the figures that are of nothing named.
    """

    topics: Sequence[TopicMatch | None]
    wholes: Mapping[int, TopicMatch]
    apart: frozenset[int]


def names_of(read: SentenceRead) -> Names:
    """Return which figure of a sentence is of what."""
    found: list[TopicMatch | None] = []
    wholes: dict[int, TopicMatch] = {}
    used = [one for one in read.topics if _SHARE_OF.search(read.text[: one.start])]
    shared = used[-1] if used else None
    apart: set[int] = set()
    for at, figure in enumerate(read.figures):
        first = read.figures[at - 1].end if at else 0
        last = read.figures[at + 1].start if at + 1 < len(read.figures) else len(read.text)
        before = [
            one
            for one in read.topics
            if first <= one.start and one.end <= figure.start and one not in used and _may_be(read, one, figure.start)
        ]
        after = _named_after(read, figure.end, last)
        if after is not None and _is_whole(read, at, after):
            wholes[at] = after
            used.append(after)
            found.append(before[-1] if before else None)
            if not before and not at and not any(one.start > after.end for one in read.topics):
                apart.add(at)
        elif len(before) > 1 and _are_together(read.text, before):
            found.append(None)
            apart.add(at)
        elif after is not None and not (before and _is_verb_between(read.text, before[-1].end, figure.start)):
            used.append(after)
            found.append(after if _may_be(read, after, figure.start) else None)
        else:
            found.append(before[-1] if before else None)
        if shared and figure.unit == PERCENT and at not in wholes and shared.end <= figure.start:
            wholes[at] = shared
        if found[-1] is None and (_is_apart(read, first, figure.start) or _OF_ANOTHER.fullmatch(read.text[figure.end : last])):
            apart.add(at)
    if found and found[0] is None and 0 not in apart:
        limit = read.figures[1].start if len(read.figures) > 1 else len(read.text)
        found[0] = next((one for one in read.topics if one not in used and one.start < limit and not read.is_aside(one.start)), None)
    return Names(found, wholes, frozenset(apart))


def _is_whole(read: SentenceRead, at: int, after: TopicMatch) -> bool:
    """Return whether the name after a percentage is what it is a share of, and not what it is: "4.6% of net sales"."""
    figure = read.figures[at]
    return figure.unit == PERCENT and after.topic.unit != PERCENT and bool(_SAYS_OF.match(read.text[figure.end : after.start + 1]))


def _is_apart(read: SentenceRead, first: int, start: int) -> bool:
    """Return whether what stands before a figure sets it apart from what was named: as a reason, a part, or something else."""
    gap = read.text[first:start]
    if any(first <= one < start for one, last in read.asides if one or last > start):
        return True
    known = checking_words()
    return bool(first and known.part_of.search(gap)) or bool(
        _THAT_OF.search(gap) and not any(first <= one.start < start for one in read.companies)
    )


def _may_be(read: SentenceRead, topic: TopicMatch, start: int) -> bool:
    """Return whether a name may be of a figure: not one beyond the words that say why, nor a part's, nor a balance of what was spent."""
    if any(topic.start - one.end() <= _NEAR for one in _THAT_OF.finditer(read.text[: topic.start])):
        return False
    if any(topic.start < first <= start < last for first, last in read.asides):
        return False
    is_balance = topic.topic.statement is Statement.BALANCE
    return not (is_balance and _SPENT.search(read.text[max(0, min(topic.start, start) - _VERB_FAR) : max(topic.start, start)]))


def _named_after(read: SentenceRead, start: int, last: int) -> TopicMatch | None:
    """Return the name that stands right after a figure: "$1.2 billion of net sales", "a 5% rise in revenue", None without one."""
    topic = next((one for one in read.topics if start <= one.start < last), None)
    if topic is None:
        return None
    match = _LEADS_TO_NAME.fullmatch(read.text[start : topic.start])
    if match is None or " ".join((match["link"] or "").lower().split()) not in _LINKS:
        return None
    between = words(match["between"])
    is_told = not _JOINERS & set(between) and all(word in checking_words().prose for word in between)
    return topic if is_told and _is_alone(read, topic, start) else None


def _are_together(text: str, before: Sequence[TopicMatch]) -> bool:
    """Return whether the last two names before a figure are joined, so that it may be of both: "goodwill and intangible assets"."""
    return bool(_BOTH.fullmatch(text[before[-2].end : before[-1].start]))


def _is_alone(read: SentenceRead, topic: TopicMatch, start: int) -> bool:
    """Return whether a name after a figure is all that the figure is of: no other thing is joined to it, and cash is held, not paid."""
    rest = read.text[topic.end :]
    if _AND_MORE.match(rest) and not any(one.start > topic.end for one in read.figures):
        return False
    return topic.words.lower() != "cash" or bool(_HELD.search(read.text[:start]))


def _is_verb_between(text: str, start: int, end: int) -> bool:
    """Return whether a name before a figure is told to be it by a verb that says nothing else: "was", "of", "reached"."""
    return end - start <= _VERB_FAR and bool(_VERB.search(text[start:end]))
