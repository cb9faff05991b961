"""The parts of the pages found, as a question reads them: what changed and why, which topics stand in them, and what governs them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from research.answering.prose import ProseQuestion, stems_in_order
from research.answering.prose_words import prose_words
from research.retrieval.asked_topics import carried
from research.retrieval.reading import topics_of
from research.retrieval.sections import section_kinds
from research.text.quotable import Part, PartKind, quotable_parts
from research.text.words import words

# How far before its end a sentence says why: a cause at the very start comes before what changed.
EARLY = 12
WEAK_CAUSE = 0.6
# Names of more words than this are shortened to their initials.
SHORTENED = 2
_ABBREVIATED = re.compile(r"(?<!\w)(?P<before>(?:[\w&’'-]{1,30}[ \n]{1,3}){2,6})\(?[\"“”]?\(?[\"“]?(?P<short>[A-Z]{2,6})[\"”]?\)")
_SHORT = re.compile(r"\b[A-Z]{2,6}\b")


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page that was found: its text from `start` of its document, the headings over it, and how near it ranks to the best (0 to 1).

    `is_news` tells a page of a news entry.
    """

    document_id: str
    number: int
    start: int
    text: str
    section: str
    rank: float
    fiscal_year: int | None = None
    is_news: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A part as a question reads it.

    `effect` is what it says before its reason, the whole when no reason is asked for; `cause` how surely it gives one (0 to 1); `own`
    are the topics of the effect, `later` those that only the rest carries; `before` is the part before it in its paragraph, which it
    may go on from, `opening` the paragraph's first one; `leads` tells that it announces a list.
    """

    page: ReadPage
    part: Part
    before: Part | None
    effect: str
    cause: float
    own: frozenset[str]
    later: frozenset[str]
    goes_on: bool
    leads: bool
    opening: str = ""


def told_parts(asked: ProseQuestion, pages: Sequence[ReadPage]) -> list[Told]:
    """Return the parts of the pages in order, less those that only send the reader elsewhere or say who wrote a news entry."""
    short = abbreviations(" ".join(page.text for page in pages))
    short |= {"".join(word[0] for word in name).upper(): frozenset(name) for name in asked.metric_names if len(name) > SHORTENED}
    return [one for page in pages for one in _told_of(asked, page, short)]


def abbreviations(text: str) -> dict[str, frozenset[str]]:
    """Return the topics of what a text's abbreviations stand for, by abbreviation: 'Effective Tax Rate ("ETR")'."""
    found: dict[str, frozenset[str]] = {}
    for match in _ABBREVIATED.finditer(text):
        before = words(match["before"])[-len(match["short"]) :]
        if [word[:1] for word in before] == [letter.lower() for letter in match["short"]]:
            found[match["short"]] = topics_of(" ".join(before))
    return found


def _told_of(asked: ProseQuestion, page: ReadPage, short: Mapping[str, frozenset[str]]) -> list[Told]:
    found: list[Told] = []
    before: Part | None = None
    opening = ""
    parts = quotable_parts(page.text)
    leads = {part.lead for part in parts if part.lead}
    for part in parts:
        if before is not None and before.paragraph != part.paragraph:
            before = None
        if before is None:
            opening = part.text
        known = prose_words()
        if not (known.pointer.match(part.text) or known.elsewhere.search(part.text) or known.byline.search(part.text)):
            told = Told(
                page, part, before, part.text, 0.0, frozenset(), frozenset(), goes_on=False, leads=part.text in leads, opening=opening
            )
            found.append(_read(asked, told, short))
        before = part
    return found


def _read(asked: ProseQuestion, one: Told, short: Mapping[str, frozenset[str]]) -> Told:
    """Return a part with what it says before its reason, how surely it gives one, and the topics of both."""
    known, text = prose_words(), one.part.text
    goes_on = one.part.kind is not PartKind.ROW and known.goes_on.match(text) is not None
    strong, giving = known.strong.search(text), known.giving.search(text)
    effect, cause = text, 0.0
    # "Volume gave 6.9 points, led by kefir" goes on from the sentence before it, whatever led the volume.
    if strong is not None and (giving is None or strong.start() < giving.start("verb")):
        effect, cause = (text[: strong.start()] if asked.reasons and strong.start() > EARLY else text), 1.0
    elif giving is not None:
        cause, goes_on = 1.0, goes_on or one.before is not None
    elif causing := known.causing.search(text):
        effect, cause = (text[causing.start() :] if asked.reasons else text), 1.0
    elif known.weak.search(text) and (goes_on or known.up.search(text) or known.down.search(text)):
        cause = WEAK_CAUSE
    own = carried(asked.topics, asked.words, _held(asked.about(effect), short) | _signed(one))
    if asked.reasons and asked.metric in own and metric_place(asked, effect) is None and not short.keys() & set(_SHORT.findall(effect)):
        own -= {asked.metric}
    later = carried(asked.topics, asked.words, _held(asked.about(text), short)) - own if asked.reasons else frozenset[str]()
    return replace(one, effect=effect, cause=cause, own=own, later=later, goes_on=goes_on)


def _signed(one: Told) -> frozenset[str]:
    """Return the topic of whoever signs below an audit report."""
    is_report = one.part.kind is PartKind.SIGNATURE and "audit" in section_kinds(one.part.heading) | section_kinds(one.page.section)
    return topics_of("auditor") if is_report else frozenset()


def _held(text: str, short: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return a text's topics with those of what its abbreviations stand for."""
    return topics_of(text).union(*(short[one] for one in set(_SHORT.findall(text)) & short.keys()))


def metric_place(asked: ProseQuestion, text: str) -> int | None:
    """Return the place among a text's stems where the metric's name begins, None where none of its names stands in one piece."""
    stems = stems_in_order(text)
    for name in asked.metric_names:
        for at in range(len(stems) - len(name) + 1):
            if stems[at] == name[0] and _matches(stems[at:], name, asked.gap):
                return at
    return None


def _matches(stems: Sequence[str], name: Sequence[str], gap: int) -> bool:
    at = 0
    for word in name:
        window = list(stems[at : at + gap + 1]) if at else list(stems[:1])
        if word not in window:
            return False
        at += window.index(word) + 1
    return True
