"""Stories as lines: the headline as it is printed, the sentence that says most, and who told it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from research.digests.news import ToldStory
from research.digests.quoting import Quoting, make_line
from research.digests.words import digest_words
from research.models.instructions import instruction_spans, is_instruction
from research.nouns.digests import DigestLine
from research.nouns.news import EventType, NewsEntry
from research.text.words import sentences

MOST_OUTLETS = 3
LONGEST_SENTENCE = 600
# The sentence that says most is one of the first; more figures than so many say no more.
_FIRST_SENTENCES, _MOST_FIGURES = 3, 3
# An entry's text begins a paragraph below its headline and the line that says source, author, date and link.
_PARAGRAPH = "\n\n"
_BLOCK = re.compile(r"\S(?:(?!\n\s*\n).)*", re.DOTALL)
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$")
_HAN_SENTENCE = re.compile(r"[^。！？\s][^。！？]*[。！？”]*")
# The events that change what others think of a company, which come first.
_CHANGING = (EventType.RATING, EventType.GUIDANCE)
_URGENT = frozenset({*_CHANGING, EventType.RESULTS})


def story_line(told: ToldStory, quoting: Quoting) -> DigestLine | None:
    """Return a story's line: its headline, cited, then the sentence of it that says most; None where the headline is not printed."""
    lead = told.lead
    found = quoting.pages(lead.document_id, [1])
    if not found:
        return None
    page, text = found[0]
    # An entry's text begins with its headline: looking for it on the page takes longer than all else of a line.
    at = (page.start, page.start + len(lead.headline)) if text.startswith(lead.headline) and lead.headline else None
    headline = quoting.words(lead.document_id, lead.headline, at=at)
    if headline is None:
        return None
    span = _telling_sentence(lead, text, page.start, headline.end)
    said = quoting.words(lead.document_id, text[span[0] - page.start : span[1] - page.start], at=span) if span else None
    line = make_line(headline.quote, (headline, *([said] if said else [])), company=told.companies[0].name if told.companies else "")
    return replace(line, note=_note(told), event=_event(told, line), at=lead.at, story=told.story.id)


def without_commands(told: ToldStory, text: str) -> ToldStory:
    """Return a story without the events that its lead, whose first page this is, tells only where it speaks to a program that reads it.

    Looked at where an event could make it an exception.
    """
    spans = () if _URGENT.isdisjoint(told.events) else instruction_spans(text)
    if not spans:
        return told

    def is_said(event: EventType) -> bool:
        """Return whether an event is told elsewhere, or not by the lead at all."""
        marks = [one for one in told.lead.events if one.type is event]
        return not marks or any(not any(start <= one.start < end for start, end in spans) for one in marks)

    return replace(told, events=tuple(filter(is_said, told.events)))


def exception_of(told: ToldStory, line: DigestLine) -> EventType | str:
    """Return why a story comes first: "again" for what corrects or retracts, "house", or its event; "" when it does not.

    What corrects or retracts comes first where the story was told before, and where it is of a rating or of what a company expects.
    """
    if told.how in {"corrected", "retracted"} and (told.again or _is_changing(told)):
        return "again"
    if told.house:
        return "house"
    said = " ".join(citation.quote for citation in line.citations)
    if not told.companies or digest_words().tells_no_change(said):
        return ""
    return next((event for event in _CHANGING if event in told.events), "")


def _is_changing(told: ToldStory) -> bool:
    """Return whether a story of a watched company is of a type that changes what others think of it."""
    return bool(told.companies) and not set(_CHANGING).isdisjoint(told.events)


def story_order(told: ToldStory) -> tuple[int, int, str, str]:
    """Return what stories of a company are ordered by: their event, how many outlets told them, when, and their id."""
    return digest_words().rank(told.events), -len(told.outlets), told.lead.at.isoformat(), told.story.id


def _event(told: ToldStory, line: DigestLine) -> EventType | None:
    """Return the event that a story's line tells: of those in its own words the first by rank, else of the story's."""
    said = [one.type for one in told.lead.events if any(cited.start <= one.start < cited.end for cited in line.citations)]
    ranked = sorted([one for one in told.events if one in said] or told.events, key=lambda event: digest_words().rank((event,)))
    return next(iter(ranked), None)


def _note(told: ToldStory) -> str:
    """Return what stands beside a story: how it changed, who told it, which other watched companies it is about."""
    outlets = told.outlets
    named = ", ".join(outlets[:MOST_OUTLETS]) + (f" and {len(outlets) - MOST_OUTLETS} more" if len(outlets) > MOST_OUTLETS else "")
    parts = (
        f"{told.how} since it was told" if told.again else told.how,
        f"first told as “{told.wrong}”" if told.wrong and _is_changing(told) else "",
        "goes on from an earlier story" if told.story.thread not in {"", told.story.id} else "",
        f"{len(outlets)} outlets: {named}" if len(outlets) > 1 else named,
        f"also about {', '.join(one.name for one in told.companies[1:])}" if told.companies[1:] else "",
        f"says “{told.keyword}”" if told.keyword else "",
        "dated in the future by its source" if told.future else "" if told.lead.dated else "not dated by its source",
    )
    return "; ".join(part for part in parts if part)


def _telling_sentence(entry: NewsEntry, text: str, start: int, headline_end: int) -> tuple[int, int] | None:
    """Return the offsets of the sentence below the headline that says most of the entry's events and figures, None when none says any.

    `text` is that of the page that begins at `start`. What speaks to a program that reads it is no sentence of the news.
    """
    below = max(text.find(_PARAGRAPH, headline_end - start), headline_end - start)
    spans = ((start + first, start + last) for first, last in _sentences(text, below))
    told = (span for span in spans if span[1] - span[0] <= LONGEST_SENTENCE and not is_instruction(text[span[0] - start : span[1] - start]))
    first = islice(told, _FIRST_SENTENCES)
    best = max(first, key=lambda span: _says_much(entry, span), default=None)
    return best if best and _says_much(entry, best) else None


def _says_much(entry: NewsEntry, span: tuple[int, int]) -> int:
    """Return how much a sentence says: the events that it tells count twice, its figures once, some of them."""
    start, end = span
    events, figures = (sum(start <= mark.start and mark.end <= end for mark in marks) for marks in (entry.events, entry.figures))
    return 2 * events + min(figures, _MOST_FIGURES)


def _whole(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of a paragraph's sentences; the short name of a month ends none: "Feb. 4, 2025"."""
    begun: int | None = None
    for start, end in sentences(paragraph):
        begun = start if begun is None else begun
        if _MONTH.search(paragraph, begun, end):
            continue
        yield begun, end
        begun = None
    if begun is not None:
        yield begun, len(paragraph)


def _sentences(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the sentences of a text from an offset on; a paragraph ends one, and so does a Chinese full stop."""
    for paragraph in _BLOCK.finditer(text, begin):
        for start, end in _whole(paragraph.group()):
            for part in _HAN_SENTENCE.finditer(paragraph.group(), start, end):
                yield paragraph.start() + part.start(), paragraph.start() + part.end()
