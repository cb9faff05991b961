"""Understanding one news document: its outlet, language, companies, events and figures, as one entry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from research.news.companies import companies_of, lists_events
from research.news.events import Telling, events_of
from research.news.figures import figures_of
from research.news.known import KnownCompany, fingerprint
from research.news.language import language_of
from research.news.mentions import mentions_of
from research.news.names import Lexicon
from research.news.parts import Parts, parts_of
from research.nouns.documents import Document
from research.nouns.news import NewsEntry

# Raise it when an entry would be understood otherwise for a reason that does not stand in the data files.
RULES = 5
_FILES = ("companies.toml", "events.toml", "event_words.toml", "event_words_chinese.toml")


class NewsReader:
    """Reads news documents by the rules and the companies that are known; the same document gives the same entry."""

    def __init__(self, companies: Iterable[KnownCompany]) -> None:
        known = tuple(companies)
        self._lexicon = Lexicon(known)
        self._rules = f"{rules_version()}:{fingerprint(known)}"

    @property
    def rules(self) -> str:
        """Return the version of rules and of companies that entries are understood by."""
        return self._rules

    def read(self, document: Document) -> NewsEntry:
        """Return what a news document, given whole, says; as `read_parts`."""
        return self.read_parts(document)[0]

    def read_parts(self, document: Document, *, rules: str = "") -> tuple[NewsEntry, Parts]:
        """Return what a news document, given whole, says, and its parts.

        What happened is told of companies that are known: an entry of none has no events. `rules` names the rules where others
        go by them too.
        """
        parts = parts_of(document)
        at = document.published_at or document.known_at
        mentions = mentions_of(parts, self._lexicon)
        telling = Telling(parts, [(one.start, one.end) for one in mentions], at.year)
        companies = companies_of(telling, mentions)
        about = {link.company for link in companies}
        places = [(one.start, one.end) for one in mentions if one.company in about]
        entry = NewsEntry(
            document_id=document.id,
            at=at,
            outlet=parts.outlet,
            headline=document.title,
            url=parts.url,
            language=language_of(document.text, document.language),
            dated=document.published_at is not None,
            companies=companies,
            events=events_of(telling, places, is_list=lists_events(parts, companies)) if companies else (),
            figures=figures_of(parts),
            label=document.label,
            rules=rules or self._rules,
        )
        return entry, parts


@cache
def rules_version() -> str:
    """Return what names the rules: their number, and a hash of the data files that they read."""
    folder = Path(__file__).parent
    data = b"".join((folder / name).read_bytes() for name in _FILES)
    return f"{RULES}-{hashlib.sha256(data).hexdigest()[:12]}"
