"""RSS, Atom and RDF feeds → their entries: the only door to feedparser, which is given bytes and never a path or an address."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any

from ingest.child import load_in_child
from ingest.feed_entry import FeedEntry, entry_bytes, entry_from_bytes
from ingest.feed_text import plain_line, plain_text
from ingest.loaded import Limits, Loaded
from research.errors import CannotReadError, LimitExceededError
from research.nouns.documents import Page
from research.settings import Settings

MAX_FEED_MB = 64
MAX_ENTRIES = 20_000
HEAD_BYTES = 1024
# An identifier longer than this is kept as its hash: it becomes part of a document's key.
_LONGEST_KEY = 400
_HASH_CHARS = 24

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# How "<" begins a file without a byte order mark in encodings that are wider than a byte.
_WIDE = ((b"<\x00\x00\x00", "utf-32-le"), (b"\x00\x00\x00<", "utf-32-be"), (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_ROOT = re.compile(r"<(?:[\w-]+:)?(?P<name>rss|feed|rdf|channel)(?=[\s>/])(?P<rest>[^>]*)", re.IGNORECASE)
_RDF_FEED = re.compile(r"purl\.org/(?:rss|net/rss)|netscape\.com/rdf|<(?:\w+:)?channel\b", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:[\w-]+:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_SKIPPED = re.compile(r"<!--|<!\[CDATA\[|<\?|<!ENTITY", re.IGNORECASE)
_CLOSERS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
# A name for a few characters cannot grow a file; anything else can, or reads another one.
_HARMLESS_ENTITY = re.compile(r"""<!ENTITY\s+[\w.-]+\s+(?:"(?:[^<>&%"]|&\#\w+;){0,64}"|'(?:[^<>&%']|&\#\w+;){0,64}')\s*>""", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?$")


def is_feed(head: bytes) -> bool:
    """Return whether a file that begins so is an RSS, Atom or RDF feed: its root stands within the first KiB, in any encoding."""
    text = _outside_comments(_decoded(head[:HEAD_BYTES])).lstrip()
    first = re.search(r"<[^!?]", text) if text.startswith("<") else None
    root = _ROOT.match(text, first.start()) if first else None
    if root is None:
        return False
    # "rdf:RDF" opens other graphs too; "channel" alone was RSS 0.9 without its root.
    return root["name"].lower() != "rdf" or _RDF_FEED.search(text, root.start()) is not None


def split_feed(content: bytes, *, name: str) -> tuple[FeedEntry, ...]:
    """Return the entries of a feed in its own order, () for one without; a damaged feed gives those that can be read.

    Keys are unique within the feed. Raises CannotReadError for what is no feed or declares entities, LimitExceededError over 64 MiB or
    20,000 entries.
    """
    _check(content, name)
    parsed = _parse(content, name)
    if not parsed.get("version") and not parsed["entries"]:
        raise CannotReadError(f"{name} is not an RSS, Atom or RDF feed", "give the address of the feed itself, not of its page")
    if len(parsed["entries"]) > MAX_ENTRIES:
        raise _too_many(name)
    feed = parsed["feed"]
    return tuple(_distinct([_entry(raw, feed) for raw in parsed["entries"]]))


def split_in_child(content: bytes, *, name: str, settings: Settings) -> tuple[FeedEntry, ...]:
    """Return what `split_feed` does, parsed in a limited child: for feeds that come from outside. Raises as `split_feed`."""
    loaded = load_in_child(content, name=name, settings=settings, loader="ingest.feeds:FeedSplitter")
    return tuple(entry_from_bytes(loaded.text[page.start : page.end].encode(), name=name) for page in loaded.pages)


class FeedSplitter:
    """A loader whose pages are the kept forms of a feed's entries, so that a feed too is parsed in the limited child only."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return a page for each entry: the text of its `entry_bytes`. Raises as `split_feed`."""
        pages: list[Page] = []
        texts = [entry_bytes(entry).decode() for entry in split_feed(content, name=name)]
        start = 0
        for number, text in enumerate(texts, 1):
            pages.append(Page(number, start, start + len(text), 0.0, 0.0))
            start += len(text)
        return Loaded("".join(texts), tuple(pages))


def _check(content: bytes, name: str) -> None:
    """Raise for what must not reach the parser: too large, too many entries, entities that are declared."""
    if len(content) > MAX_FEED_MB * 1024 * 1024:
        raise LimitExceededError(f"{name}: {len(content) / 1024 / 1024:.0f} MiB, a feed may have {MAX_FEED_MB}", "split the feed")
    text = _decoded(content)
    if any(not _HARMLESS_ENTITY.match(text, at) for at in _entity_declarations(text)):
        raise CannotReadError(f"{name} declares entities (<!ENTITY), which can read files or grow without end", "ask for plain XML")

    if sum(1 for _ in _ENTRY.finditer(text)) > MAX_ENTRIES * 2:
        raise _too_many(name)  # twice as many: words about XML inside a text are no entries


def _too_many(name: str) -> LimitExceededError:
    return LimitExceededError(f"{name}: more than {MAX_ENTRIES:,} entries", "split the feed")


def _parse(content: bytes, name: str) -> Mapping[str, Any]:
    import feedparser  # noqa: PLC0415 - whoever only asks whether a file is a feed does not wait for it

    try:
        parsed: Mapping[str, Any] = feedparser.parse(BytesIO(content), sanitize_html=True, resolve_relative_uris=True)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise CannotReadError(f"{name}: the feed cannot be parsed ({type(error).__name__})", "validate the feed") from error
    return parsed


def _decoded(content: bytes) -> str:
    """Return the bytes as text in which the markup can be read; letters beyond ASCII may be wrong."""
    for mark, encoding in (*_BOMS, *_WIDE):
        if content.startswith(mark):
            return content.decode(encoding, "replace").lstrip("\ufeff")
    return content.decode("latin-1")


def _markup(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield comments, CDATA sections, instructions and entity declarations as (opener, start, end) in one pass; unclosed ones run on."""
    at = 0
    while opened := _SKIPPED.search(text, at):
        closer = _CLOSERS.get(opened[0].upper())
        end = text.find(closer, opened.end()) if closer else opened.end()
        at = len(text) if end < 0 else end + len(closer or "")
        yield opened[0].upper(), opened.start(), at


def _outside_comments(text: str) -> str:
    kept, at = [], 0
    for opener, start, end in _markup(text):
        if opener in _CLOSERS:
            kept.append(text[at:start])
            at = end
    return "".join(kept) + text[at:]


def _entity_declarations(text: str) -> Iterator[int]:
    return (start for opener, start, _ in _markup(text) if opener == "<!ENTITY")


def _entry(raw: Mapping[str, Any], feed: Mapping[str, Any]) -> FeedEntry:
    title, text = plain_line(_value(raw, "title")), _text(raw)
    published, updated = _instant(raw, "published"), _instant(raw, "updated")
    origin = raw.get("source")
    language = _language(raw.get("language")) or _language(_detail(raw).get("language")) or _language(feed.get("language"))
    return FeedEntry(
        key=_key(raw, f"{title}\n{published or updated or ''}\n{text}"),
        title=title,
        link=_address(_value(raw, "link")),
        published=published,
        updated=updated,
        author=plain_line(_value(raw, "author")),
        source=(plain_line(_value(origin, "title")) if isinstance(origin, Mapping) else "") or plain_line(_value(feed, "title")),
        language=language,
        text=text,
        categories=tuple(dict.fromkeys(filter(None, (plain_line(_value(tag, "term")) for tag in raw.get("tags", ()))))),
    )


def _value(raw: Mapping[str, Any], name: str) -> str:
    """Return a field as text, "" when it is absent; asked with `in` first, for feedparser answers some names with others' values."""
    found = raw[name] if name in raw.keys() else None  # noqa: SIM118 - its `in` knows of synonyms, its keys do not
    return found if isinstance(found, str) else ""


def _detail(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    detail = raw.get("title_detail")
    return detail if isinstance(detail, Mapping) else {}


def _text(raw: Mapping[str, Any]) -> str:
    """Return the longest of an entry's contents and its summary."""
    contents = [one for one in raw.get("content", ()) if isinstance(one, Mapping) and _is_text(one.get("type"))]
    candidates = [*(_value(one, "value") for one in contents), _value(raw, "summary")]
    return max((plain_text(one) for one in candidates), key=len, default="")


def _is_text(media_type: object) -> bool:
    return not media_type or str(media_type).startswith(("text/", "application/xhtml"))


def _key(raw: Mapping[str, Any], content: str) -> str:
    key = " ".join((_value(raw, "id") or _address(_value(raw, "link"))).encode("utf-8", "replace").decode().split())
    return key if key and len(key) <= _LONGEST_KEY else f"sha256:{_hash(key or content)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_HASH_CHARS]


def _distinct(entries: Sequence[FeedEntry]) -> Iterator[FeedEntry]:
    """Yield the entries with keys that differ: careless feeds give all their entries one identifier, so the words must tell them apart."""
    shared = {key for key, count in Counter(entry.key for entry in entries).items() if count > 1}
    seen: Counter[str] = Counter()
    for entry in entries:
        key = f"{entry.key}~{_hash(entry.title + entry.text)}" if entry.key in shared else entry.key
        seen[key] += 1
        yield replace(entry, key=key if seen[key] == 1 else f"{key}~{seen[key]}")


def _instant(raw: Mapping[str, Any], name: str) -> datetime | None:
    parsed = raw[f"{name}_parsed"] if f"{name}_parsed" in raw.keys() else None  # noqa: SIM118 - see `_value`
    if not isinstance(parsed, struct_time):
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _address(link: str) -> str:
    link = link.strip()
    return link if re.match(r"https?://[^\s<>\"]+$", link, re.IGNORECASE) else ""


def _language(text: object) -> str | None:
    found = _LANGUAGE.match(text.strip()) if isinstance(text, str) else None
    return found[1].lower() if found else None
