"""What names an entry inside its feed and stays the same from poll to poll: its identifier, else its canonical link, else its words."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import SplitResult, parse_qsl, urlsplit

from ingest.feed_entry import FeedEntry
from research.text.patterns import read_beside

# An identifier longer than this is kept as its hash: it becomes part of a document's key.
LONGEST_KEY = 400
_HASH_CHARS = 24
_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+$", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def web_address(text: str) -> str:
    """Return a link as it is when it is an http(s) address that a browser can open, without what only tracks readers; else ""."""
    text = text.strip()
    if not _ADDRESS.match(text):
        return ""
    try:
        parts = urlsplit(text)
        if not parts.hostname or (parts.port or 1) < 1:
            return ""
    except ValueError:
        return ""
    return _without_tracking(text, parts)


def canonical_link(address: str) -> str:
    """Return the form that all spellings of a `web_address` share: case of scheme and host, default port and fragment count for nothing."""
    parts = urlsplit(address)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS[scheme] else ""
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    host = f"[{host}]" if ":" in host else host
    return parts._replace(scheme=scheme, netloc=f"{user}{host}{port}", path=parts.path or "/", fragment="").geturl()


def entry_key(identifier: str, link: str, content: str) -> str:
    """Return an entry's key: its identifier on one line, else its canonical link, else a hash of its words."""
    key = " ".join((identifier or (canonical_link(link) if link else "")).encode("utf-8", "replace").decode().split())
    return key if key and len(key) <= LONGEST_KEY else f"sha256:{_hash(key or content)}"


def distinct(entries: Sequence[FeedEntry]) -> Iterator[FeedEntry]:
    """Yield the entries with keys that differ: careless feeds give all their entries one identifier, so the words must tell them apart."""
    shared = {key for key, count in Counter(entry.key for entry in entries).items() if count > 1}
    seen: Counter[str] = Counter()
    for entry in entries:
        key = told_apart(entry.key, entry) if entry.key in shared else entry.key
        seen[key] += 1
        yield replace(entry, key=key if seen[key] == 1 else f"{key}~{seen[key]}")


def told_apart(key: str, entry: FeedEntry) -> str:
    """Return the key of an entry that shares `key` with others of its feed."""
    return f"{key}~{_hash(chr(10).join((entry.title, entry.link, entry.text)))}"


def shared_key(entry: FeedEntry) -> str | None:
    """Return the key that an entry shares with others of its feed, None for one that has its key for itself."""
    key, mark, _ = entry.key.rpartition(told_apart("", entry))
    return key if mark else None


def _without_tracking(text: str, parts: SplitResult) -> str:
    """Return an address without the parameters that say how a reader came; as it is when it has none."""
    if not parts.query:
        return text
    prefixes, names = _tracking()
    kept = [pair for pair in parts.query.split("&") if not _tracks(pair, prefixes, names)]
    return text if len(kept) == parts.query.count("&") + 1 else parts._replace(query="&".join(kept)).geturl()


def _tracks(pair: str, prefixes: tuple[str, ...], names: frozenset[str]) -> bool:
    parsed = parse_qsl(pair, keep_blank_values=True)
    name = parsed[0][0].lower() if parsed else ""
    return name in names or name.startswith(prefixes)


@cache
def _tracking() -> tuple[tuple[str, ...], frozenset[str]]:
    data = read_beside(__file__, "feed_tracking.toml")
    return tuple(data["prefixes"]), frozenset(data["names"])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_HASH_CHARS]
