"""RSS, Atom, RDF and JSON feeds → their entries: the only door to feedparser, which is given bytes and never a path or an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ingest.feed_dates import FeedDate, read_date
from ingest.feed_entry import FeedEntry, entry_bytes, entry_from_bytes
from ingest.feed_keys import distinct, entry_key, web_address
from ingest.feed_text import plain_line, plain_text
from ingest.json_feed import is_json_feed, looks_like_json, read_json_feed
from ingest.loaded import Limits, Loaded, Stated
from research.errors import CannotReadError, LimitExceededError
from research.nouns.documents import Page

if TYPE_CHECKING:
    from research.settings import Settings

MAX_FEED_MB = 64
MAX_ENTRIES = 20_000
HEAD_BYTES = 1024
_TITLE = "feed_title"

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


@dataclass(frozen=True, slots=True)
class FeedContent:
    """What a feed holds: its own title ("" when it has none) and its entries in its own order, with keys that differ."""

    title: str
    entries: tuple[FeedEntry, ...]


def is_feed(head: bytes) -> bool:
    """Return whether a file that begins so is an RSS, Atom, RDF or JSON feed: its root stands within the first KiB, in any encoding."""
    if is_json_feed(head[:HEAD_BYTES]):
        return True
    text = _outside_comments(_decoded(head[:HEAD_BYTES])).lstrip()
    first = re.search(r"<[^!?]", text) if text.startswith("<") else None
    root = _ROOT.match(text, first.start()) if first else None
    if root is None:
        return False
    # "rdf:RDF" opens other graphs too; "channel" alone was RSS 0.9 without its root.
    return root["name"].lower() != "rdf" or _RDF_FEED.search(text, root.start()) is not None


def read_feed(content: bytes, *, name: str) -> FeedContent:
    """Return a feed's title and entries, () for one without any; a damaged feed gives those that can be read.

    Raises CannotReadError for what is no feed or declares entities, LimitExceededError over 64 MiB or 20,000 entries.
    """
    if len(content) > MAX_FEED_MB * 1024 * 1024:
        raise LimitExceededError(f"{name}: {len(content) / 1024 / 1024:.0f} MiB, a feed may have {MAX_FEED_MB}", "split the feed")
    title, entries = read_json_feed(content, name=name) if looks_like_json(content) else _read_xml(content, name)
    if len(entries) > MAX_ENTRIES:
        raise _too_many(name)
    return FeedContent(title, tuple(distinct(entries)))


def read_in_child(content: bytes, *, name: str, settings: Settings) -> FeedContent:
    """Return what `read_feed` does, parsed in a limited child: for feeds that come from outside. Raises as `read_feed`."""
    from ingest.child import load_in_child  # noqa: PLC0415 - the child itself, which reads feeds, does without what starts one

    loaded = load_in_child(content, name=name, settings=settings, loader="ingest.feeds:FeedSplitter")
    entries = tuple(entry_from_bytes(loaded.text[page.start : page.end].encode(), name=name) for page in loaded.pages)
    return FeedContent(next((one.value for one in loaded.stated if one.field == _TITLE), ""), entries)


def split_in_child(content: bytes, *, name: str, settings: Settings) -> tuple[FeedEntry, ...]:
    """Return the entries of a feed, parsed in a limited child; raises as `read_feed`."""
    return read_in_child(content, name=name, settings=settings).entries


class FeedSplitter:
    """A loader whose pages are the kept forms of a feed's entries, so that a feed too is parsed in the limited child only."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return a page for each entry: the text of its `entry_bytes`, and the feed's title as stated. Raises as `read_feed`."""
        pages: list[Page] = []
        feed = read_feed(content, name=name)
        texts = [entry_bytes(entry).decode() for entry in feed.entries]
        start = 0
        for number, text in enumerate(texts, 1):
            pages.append(Page(number, start, start + len(text), 0.0, 0.0))
            start += len(text)
        return Loaded("".join(texts), tuple(pages), stated=(Stated(_TITLE, feed.title, "feed"),))


def _read_xml(content: bytes, name: str) -> tuple[str, list[FeedEntry]]:
    """Return the title and the entries of an RSS, Atom or RDF feed, the keys as it gives them."""
    _check(content, name)
    parsed = _parse(content, name)
    if not parsed.get("version") and not parsed["entries"]:
        raise CannotReadError(f"{name} is not an RSS, Atom, RDF or JSON feed", "give the address of the feed itself, not of its page")
    if len(parsed["entries"]) > MAX_ENTRIES:
        raise _too_many(name)
    feed = parsed["feed"]
    return plain_line(_value(feed, "title")), [_entry(raw, feed) for raw in parsed["entries"]]


def _check(content: bytes, name: str) -> None:
    """Raise for what must not reach the parser: too many entries, entities that are declared."""
    text = _decoded(content)
    if any(not _HARMLESS_ENTITY.match(text, at) for at in _entity_declarations(text)):
        raise CannotReadError(f"{name} declares entities (<!ENTITY), which can read files or grow without end", "ask for plain XML")

    if sum(1 for _ in _ENTRY.finditer(text)) > MAX_ENTRIES * 2:
        raise _too_many(name)  # twice as many: words about XML inside a text are no entries


def _too_many(name: str) -> LimitExceededError:
    return LimitExceededError(f"{name}: more than {MAX_ENTRIES:,} entries", "split the feed")


def _parse(content: bytes, name: str) -> Mapping[str, Any]:
    import feedparser  # noqa: PLC0415 - whoever only asks whether a file is a feed does not wait for it

    # Addresses inside markup stay as they are: of an entry's markup only the words are kept.
    try:
        parsed: Mapping[str, Any] = feedparser.parse(BytesIO(content), sanitize_html=True, resolve_relative_uris=False)
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
    title, text, link = plain_line(_value(raw, "title")), _text(raw), web_address(_value(raw, "link"))
    published, updated = _date(raw, "published"), _date(raw, "updated")
    on = published or updated
    origin = raw.get("source")
    language = _language(raw.get("language")) or _language(_detail(raw).get("language")) or _language(feed.get("language"))
    return FeedEntry(
        key=entry_key(_value(raw, "id"), link, f"{title}\n{on.at if on else ''}\n{text}"),
        title=title,
        link=link,
        published=published.at if published else None,
        updated=updated.at if updated else None,
        author=plain_line(_value(raw, "author")),
        source=(plain_line(_value(origin, "title")) if isinstance(origin, Mapping) else "") or plain_line(_value(feed, "title")),
        language=language,
        text=text,
        categories=tuple(dict.fromkeys(filter(None, (plain_line(_value(tag, "term")) for tag in raw.get("tags", ()))))),
        zoned=on is None or on.zoned,
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


def _date(raw: Mapping[str, Any], name: str) -> FeedDate | None:
    return read_date(_value(raw, name))


def _language(text: object) -> str | None:
    found = _LANGUAGE.match(text.strip()) if isinstance(text, str) else None
    return found[1].lower() if found else None
