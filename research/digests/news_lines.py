"""Stories as lines: the headline as it is printed, the sentence that says most, and who told it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from research.digests.news import ToldStory
from research.digests.quoting import Quoting, make_line
from research.digests.words import digest_words
from research.nouns.answers import Citation
from research.nouns.digests import DigestLine
from research.nouns.news import EventType, NewsEntry
from research.text.words import sentences

MOST_OUTLETS = 3
LONGEST_SENTENCE = 600
# An entry's text begins a paragraph below its headline and the line that says source, author, date and link.
_PARAGRAPH = "\n\n"
_BLOCK = re.compile(r"\S(?:(?!\n\s*\n).)*", re.DOTALL)
_HAN_SENTENCE = re.compile(r"[^。！？\s][^。！？]*[。！？”]*")
# The events that change what others think of a company, which come first.
_CHANGING = (EventType.RATING, EventType.GUIDANCE)


def story_line(told: ToldStory, quoting: Quoting) -> DigestLine | None:
    """Return a story's line: its headline, cited, then the sentence of it that says most; None where the headline is not printed."""
    headline = quoting.words(told.lead.document_id, told.lead.headline)
    if headline is None:
        return None
    said = _telling_sentence(told.lead, headline, quoting)
    line = make_line(headline.quote, (headline, *([said] if said else [])), company=told.companies[0].name if told.companies else "")
    events = sorted(told.story.events, key=lambda event: digest_words().rank((event,)))
    return replace(line, note=_note(told), event=events[0] if events else None, at=told.lead.at, story=told.story.id)


def exception_of(told: ToldStory, line: DigestLine) -> EventType | str:
    """Return why a story comes first: "again" for what corrects or retracts one told before, "house", or its event; "" when it does not."""
    if told.again and told.how in {"corrected", "retracted"}:
        return "again"
    if told.house:
        return "house"
    said = " ".join(citation.quote for citation in line.citations)
    if not told.companies or digest_words().tells_no_change(said):
        return ""
    return next((event for event in _CHANGING if event in told.story.events), "")


def story_order(told: ToldStory) -> tuple[int, int, str, str]:
    """Return what stories of a company are ordered by: their event, how many outlets told them, when, and their id."""
    return digest_words().rank(told.story.events), -len(told.outlets), told.lead.at.isoformat(), told.story.id


def _note(told: ToldStory) -> str:
    """Return what stands beside a story: how it changed, who told it, which other watched companies it is about."""
    outlets = told.outlets
    named = ", ".join(outlets[:MOST_OUTLETS]) + (f" and {len(outlets) - MOST_OUTLETS} more" if len(outlets) > MOST_OUTLETS else "")
    parts = (
        f"{told.how} since it was told" if told.again else told.how,
        "goes on from an earlier story" if told.story.thread not in {"", told.story.id} else "",
        f"{len(outlets)} outlets: {named}" if len(outlets) > 1 else named,
        f"also about {', '.join(one.name for one in told.companies[1:])}" if told.companies[1:] else "",
        f"says “{told.keyword}”" if told.keyword else "",
        "" if told.lead.dated else "not dated by its source",
    )
    return "; ".join(part for part in parts if part)


def _telling_sentence(entry: NewsEntry, headline: Citation, quoting: Quoting) -> Citation | None:
    """Return the citation of the first sentence below the headline with a figure of the entry, else with the words of an event."""
    found = quoting.documents.pages(quoting.access, entry.document_id, [1])
    if not found:
        return None
    page, text = found[0]
    below = text.find(_PARAGRAPH, headline.end - page.start)
    spans = [(page.start + start, page.start + end) for start, end in _sentences(text, max(below, headline.end - page.start))]
    spans = [span for span in spans if span[1] - span[0] <= LONGEST_SENTENCE]
    for marks in (entry.figures, entry.events):
        for start, end in spans:
            if any(start <= mark.start and mark.end <= end for mark in marks):
                return quoting.words(entry.document_id, text[start - page.start : end - page.start], at=(start, end))
    return None


def _sentences(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the sentences of a text from an offset on; a paragraph ends one, and so does a Chinese full stop."""
    for paragraph in _BLOCK.finditer(text, begin):
        for start, end in sentences(paragraph.group()):
            for part in _HAN_SENTENCE.finditer(paragraph.group(), start, end):
                yield paragraph.start() + part.start(), paragraph.start() + part.end()
