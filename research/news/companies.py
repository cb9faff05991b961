"""Which companies an entry is about: those that do what it tells, have it done to them, or are a party to it; not those only named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from research.news.events import Telling, is_silent, item_events
from research.news.mentions import Mention
from research.news.parts import Parts, Sentence
from research.news.terms import folded
from research.news.wording import wording
from research.nouns.news import CompanyLink, EventType

# How much of a sentence before a name is looked at.
_BEFORE = 90
# The text's first sentences.
_LEAD = 2
# So far down an entry may name the one company that it names at all, where its title or its first sentences tell what happened.
_NEAR_LEAD = 4
# In these a company beside the one of the title is a party.
_OF_TWO = frozenset({EventType.DEAL, EventType.LEGAL})
_DATE = re.compile(r"\b(?:monday|tuesday|wednesday|thursday|friday|reports|speaks|due|\d{1,2} (?:a\.?m|p\.?m))\b|周[一二三四五]|\d+日")
_AFTERMATH = re.compile(r"\b(?:after|following|amid|despite|since|on hopes of|as) [^,;]*$")
# "Errand +12% on its loss": how much a price moved, and why.
_MOVE = re.compile(r"[:,]?(?: \w+){0,3} ?[+−–-]?\d[\d.,]* ?(?:%|per ?cent)(?: \S+){0,3}? (?:on|as|after|following|when|amid)\b")
_BULLET = re.compile(r"\s*[-•*·–]\s")


def companies_of(telling: Telling, mentions: Sequence[Mention]) -> tuple[CompanyLink, ...]:
    """Return the companies that an entry is about, each once, where it is first named so, in order."""
    parts = telling.parts
    named = [one for one in mentions if not _is_passing(parts, mentions, one)]
    chosen = _of_title(telling, [one for one in named if one.sentence.is_title])
    titled, lists = bool(chosen), is_list(parts)
    companies = {one.company for one in chosen}
    lone = not titled and not lists and len({one.company for one in mentions}) == 1
    told = lone and _tells(telling)
    for one in named:
        if one.sentence.is_title or one.company in companies:
            continue
        alone = len({other.company for other in mentions if other.sentence == one.sentence}) == 1
        if _counts(telling, one, lists=lists, titled=titled, alone=alone) or (lone and _is_subject(telling, one, told=told)):
            chosen.append(one)
    links: dict[str, CompanyLink] = {}
    for one in sorted(chosen, key=lambda mention: mention.start):
        links.setdefault(one.company, CompanyLink(one.company, parts.text[one.start : one.end], one.start, one.end, one.why))
    return tuple(links.values())


def is_list(parts: Parts) -> bool:
    """Return whether an entry is a roundup: its title says so, or its text is a list."""
    return _is_roundup(parts) or _has_bullets(parts)


def lists_events(parts: Parts, companies: Sequence[CompanyLink]) -> bool:
    """Return whether an entry lists what happened to companies: not where its title names the only one, whose points the text lists."""
    title = parts.title
    brief = title is not None and len(companies) == 1 and companies[0].end <= title.end
    return _is_roundup(parts) or (not brief and _has_bullets(parts))


def _is_roundup(parts: Parts) -> bool:
    title = parts.title
    return title is not None and wording().roundup.search(folded(parts.text[title.start : title.end])) is not None


def _has_bullets(parts: Parts) -> bool:
    text = [one for one in parts.sentences if not one.is_title]
    return len(text) > 1 and sum(_BULLET.match(parts.text, one.start) is not None for one in text) > 1


def _of_title(telling: Telling, named: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of a title that count: one in what went before ("after …") does not where another company does the telling."""
    if len({one.company for one in named}) < 2 or _kinds(telling, named[0].sentence) & _OF_TWO:
        return list(named)
    first = named[0]
    return [one for one in named if one.company == first.company or not _is_aftermath(telling.parts, one)]


def _is_subject(telling: Telling, one: Mention, *, told: bool) -> bool:
    """Return whether the one company that an entry names is what it is about: near its beginning, or where a sentence of the lead begins.

    `told` says that the title or the lead tells of an event.
    """
    if is_silent(telling.parts):
        return False
    return (told and one.sentence.number <= _NEAR_LEAD) or (one.sentence.number < _LEAD and one.start == one.sentence.start)


def _tells(telling: Telling) -> bool:
    """Return whether the title or the first sentences tell of an event."""
    return not is_silent(telling.parts) and any(_kinds(telling, one) for one in telling.parts.sentences if one.number < _LEAD)


def _is_aftermath(parts: Parts, one: Mention) -> bool:
    return _AFTERMATH.search(folded(parts.text[one.sentence.start : one.start])) is not None


def _counts(telling: Telling, one: Mention, *, lists: bool, titled: bool, alone: bool) -> bool:
    """Return whether a mention in the text is of a company that the entry is about too; `alone` when its sentence names no other."""
    kinds = _kinds(telling, one.sentence)
    if lists:
        return (
            bool(kinds)
            or _has_date(telling.parts, one.sentence)
            or _moves(telling.parts, one)
            or any(item_events(telling.parts, one.sentence, one.start))
        )
    if titled:
        return one.sentence.number < _LEAD and (bool(kinds & _OF_TWO) or (EventType.PRODUCT in kinds and _is_party(telling.parts, one)))
    opens = _opens(telling.parts, one)
    if one.sentence.number == 0:
        return bool(kinds) or opens or alone
    return bool(kinds) and (one.sentence.number < _LEAD or opens)


def _is_party(parts: Parts, one: Mention) -> bool:
    """Return whether a name is of whom something is ordered or licensed from."""
    return wording().party_before.search(folded(parts.text[max(one.sentence.start, one.start - _BEFORE) : one.start])) is not None


def _opens(parts: Parts, one: Mention) -> bool:
    """Return whether a name stands at the beginning of its sentence, after a few words in small letters at most."""
    before = parts.text[one.sentence.start : one.start]
    return len(before.split()) <= 5 and not re.search(r"[,;:]", before)


def _moves(parts: Parts, one: Mention) -> bool:
    """Return whether a list says how a company's shares moved, and why."""
    return _MOVE.match(folded(parts.text[one.end : one.sentence.end])) is not None


def _has_date(parts: Parts, sentence: Sentence) -> bool:
    return _DATE.search(folded(parts.text[sentence.start : sentence.end])) is not None


def _kinds(telling: Telling, sentence: Sentence) -> set[EventType]:
    return {event.type for event in telling.events(sentence)}


def _is_passing(parts: Parts, mentions: Sequence[Mention], one: Mention) -> bool:
    """Return whether a company is only named: as a peer, an example, a source, in somebody's past, in a list, with nothing to say of it."""
    known = wording()
    plain = folded(parts.text[one.sentence.start : one.sentence.end])
    start, end = one.start - one.sentence.start, one.end - one.sentence.start
    begins, ends = _list_around(plain, mentions, one)
    if known.passing_after.search(plain[ends:]) or known.passing_before.search(plain, max(0, begins - _BEFORE), begins):
        return True
    if known.poached_after.search(plain[end:]) and known.poached_before.search(plain, max(0, start - _BEFORE), start):
        return any(other.company != one.company and other.end <= one.start for other in mentions)
    if known.source_after.search(plain[end:]) or known.source_before.search(plain, max(0, start - _BEFORE), start):
        return True
    return not one.sentence.is_title and (known.quiet.search(_item(plain, start)) or known.example_after.search(plain[ends:])) is not None


def _item(plain: str, at: int) -> str:
    """Return the part of a sentence between semicolons that a place is in."""
    stop = plain.find(";", at)
    return plain[plain.rfind(";", 0, at) + 1 : stop if stop >= 0 else len(plain)]


def _list_around(plain: str, mentions: Sequence[Mention], one: Mention) -> tuple[int, int]:
    """Return where the list of names that a mention is in begins and ends, in the sentence."""
    offset = one.sentence.start
    beside = [other for other in mentions if other.sentence == one.sentence]
    begins, ends = one.start, one.end
    for other in reversed([other for other in beside if other.end <= one.start]):
        if wording().joined.match(plain[other.end - offset : begins - offset]) is None:
            break
        begins = other.start
    for other in [other for other in beside if other.start >= one.end]:
        if wording().joined.match(plain[ends - offset : other.start - offset]) is None:
            break
        ends = other.end
    return begins - offset, ends - offset
