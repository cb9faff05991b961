"""What the document of a feed's entry is called: the feed's name and the entry's title."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ingest.feed_entry import FeedEntry

LONGEST_SLUG = 60
LONGEST_FEED = 40


def entry_stem(entry: FeedEntry, feed: str) -> str:
    """Return the name that an entry's document asks for, in a feed that is called so."""
    return f"{feed}-{slug(entry.title) or entry.key[:LONGEST_SLUG]}"


def feed_stem(title: str, url: str) -> str:
    """Return what a subscribed feed is called in the names of its documents: its title, else the host that it comes from."""
    return slug(title, LONGEST_FEED) or slug((urlsplit(url).hostname or "").removeprefix("www."), LONGEST_FEED) or "feed"


def slug(title: str, longest: int = LONGEST_SLUG) -> str:
    """Return a title's words joined by hyphens, cut at a word."""
    words = "-".join(re.findall(r"\w+", title.casefold()))
    return words if len(words) <= longest else words[:longest].rpartition("-")[0] or words[:longest]
