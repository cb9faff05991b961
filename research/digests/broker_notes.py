"""Notes of brokers and what news tells of them: one line of a digest, with both as its sources."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from research.digests.news import ToldStory
from research.digests.papers import NewPaper
from research.digests.words import digest_words
from research.nouns.digests import DigestLine
from research.nouns.documents import Kind
from research.nouns.news import EventType
from research.text.patterns import any_of

# A house is not told by fewer letters than these: "BNK" may be anybody's.
_SHORTEST_NAME = 4
_SUM = re.compile(r"\d+(?:\.\d+)?")


def is_of_note(told: ToldStory, text: str, paper: NewPaper) -> bool:
    """Return whether a story, whose entry has this text, tells of a broker's note: of its company, house, and rating or target."""
    details = dict(paper.document.details)
    if paper.document.kind is not Kind.NOTE or paper.company not in told.companies or EventType.RATING not in told.events:
        return False
    rating, target = details.get("rating", ""), details.get("target_price", "").rpartition(" ")[2]
    says_rating = bool(rating and any_of([rating]).search(text))
    return _names_house(details.get("broker", ""), text) and (says_rating or _prints(told, target))


def with_news(line: DigestLine, told: ToldStory, story: DigestLine) -> DigestLine:
    """Return a note's line with the headline of a story of it as a further source; its id stays, so that it is the same line later."""
    own = {(one.document_id, one.start) for one in line.citations}
    headline = story.citations[:1] if (story.citations[0].document_id, story.citations[0].start) not in own else ()
    note = f"{line.note}; also told by {', '.join(told.outlets)}" if told.outlets else line.note
    return replace(line, citations=(*line.citations, *headline), note=note, story=line.story or told.story.id)


def _names_house(broker: str, text: str) -> bool:
    """Return whether a text names a house, whole or without the words that say what it is: "Thornbury Lane" of "… Securities"."""
    if not broker:
        return False
    short = digest_words().house_kinds.sub("", broker).strip(" ,&")
    names = [broker, *([short] if len(short) >= _SHORTEST_NAME and not digest_words().house_kinds.fullmatch(f" {short}") else [])]
    return bool(any_of(names).search(text))


def _prints(told: ToldStory, target: str) -> bool:
    """Return whether an entry of a story prints the sum of a target, as it is kept with a note ("44.00")."""
    sums = {figure.value for entry in told.entries for figure in entry.figures}
    return bool(_SUM.fullmatch(target)) and Decimal(target) in sums
