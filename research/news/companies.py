"""Which companies an entry is about: those that do what it tells, have it done to them, or are a party to it; not those only named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from research.news.events import events_in
from research.news.mentions import Mention, mentions_of
from research.news.names import Lexicon
from research.news.parts import Parts, Sentence
from research.news.terms import folded
from research.news.wording import wording
from research.nouns.news import CompanyLink, EventType

# How much of a sentence before a name is looked at.
_BEFORE = 90
_LEAD = 2
# In these a company beside the one of the title is a party.
_OF_TWO = frozenset({EventType.DEAL, EventType.LEGAL})
_DATE = re.compile(r"\b(?:monday|tuesday|wednesday|thursday|friday|reports|speaks|due|\d{1,2} (?:a\.?m|p\.?m))\b|周[一二三四五]|\d+日")
_AFTERMATH = re.compile(r"\b(?:after|following|amid|despite|since|on hopes of|as) [^,;]*$")


def companies_of(parts: Parts, lexicon: Lexicon) -> tuple[CompanyLink, ...]:
    """Return the companies that an entry is about, each once, where it is first named so, in order."""
    mentions = mentions_of(parts, lexicon)
    named = [one for one in mentions if not _is_passing(parts, mentions, one)]
    title = [one for one in named if one.sentence.is_title]
    chosen = _of_title(parts, title)
    headline = parts.title
    lists = headline is not None and wording().roundup.search(folded(parts.text[headline.start : headline.end])) is not None
    companies = {one.company for one in chosen}
    for one in named:
        if one.sentence.is_title or one.company in companies:
            continue
        if _counts(parts, one, is_list=lists, titled=bool(companies)):
            chosen.append(one)
    links: dict[str, CompanyLink] = {}
    for one in sorted(chosen, key=lambda mention: mention.start):
        links.setdefault(one.company, CompanyLink(one.company, parts.text[one.start : one.end], one.start, one.end, one.why))
    return tuple(links.values())


def _of_title(parts: Parts, named: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of a title that count: one in what went before ("after …") does not where another company does the telling."""
    if len({one.company for one in named}) < 2 or EventType.DEAL in _kinds(parts, named[0].sentence):
        return list(named)
    first = named[0]
    return [one for one in named if one.company == first.company or not _is_aftermath(parts, one)]


def _is_aftermath(parts: Parts, one: Mention) -> bool:
    return _AFTERMATH.search(folded(parts.text[one.sentence.start : one.start])) is not None


def _counts(parts: Parts, one: Mention, *, is_list: bool, titled: bool) -> bool:
    """Return whether a mention in the text is of a company that the entry is about too."""
    kinds = _kinds(parts, one.sentence)
    if is_list:
        return bool(kinds) or _has_date(parts, one.sentence)
    if titled:
        return one.sentence.number < _LEAD and bool(kinds & _OF_TWO)
    return one.sentence.number < _LEAD or bool(kinds)


def _has_date(parts: Parts, sentence: Sentence) -> bool:
    plain = folded(parts.text[sentence.start : sentence.end])
    return _DATE.search(plain) is not None


def _kinds(parts: Parts, sentence: Sentence) -> set[EventType]:
    return {event.type for event in events_in(parts.text, sentence)}


def _is_passing(parts: Parts, mentions: Sequence[Mention], one: Mention) -> bool:
    """Return whether a company is only named: as a peer, an example, a source, in somebody's past, in a list, with nothing to say of it."""
    known = wording()
    plain = folded(parts.text[one.sentence.start : one.sentence.end])
    start, end = one.start - one.sentence.start, one.end - one.sentence.start
    if known.passing_after.search(plain[end:]) or known.source_after.search(plain[end:]):
        return True
    if known.source_before.search(plain, max(0, start - _BEFORE), start):
        return True
    item = plain[plain.rfind(";", 0, start) + 1 :].split(";")[0]
    if not one.sentence.is_title and known.quiet.search(item):
        return True
    begins = _list_begins(plain, mentions, one)
    return known.passing_before.search(plain, max(0, begins - _BEFORE), begins) is not None


def _list_begins(plain: str, mentions: Sequence[Mention], one: Mention) -> int:
    """Return where the list of names begins that a mention is in."""
    begins = one.start
    for other in reversed([other for other in mentions if other.sentence == one.sentence and other.end <= one.start]):
        offset = one.sentence.start
        if wording().joined.match(plain[other.end - offset : begins - offset]) is None:
            break
        begins = other.start
    return begins - one.sentence.start
