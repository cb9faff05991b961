"""Feeds as RSS 2.0, RSS 1.0, Atom and JSON Feed files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape


def feed_bytes(feed: Mapping[str, Any]) -> bytes:
    """Return a feed as the bytes of its file, in its `kind`: "rss", "rdf", "atom" or "json"; `encoding` is UTF-8 where it says none."""
    return _WRITERS[feed["kind"]](feed).encode(feed.get("encoding", "utf-8"))


def link_of(feed: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    """Return an entry's own link, else one made of the feed's and of the last part of the entry's id."""
    if "link" in entry:
        return str(entry["link"])
    last = str(entry["id"]).rsplit(":", 1)[-1].rsplit("/", 1)[-1]
    return f"{str(feed['link']).rstrip('/')}/{last}"


def _rss(feed: Mapping[str, Any]) -> str:
    items = "".join(
        f"<item>\n<title>{escape(one['title'])}</title>\n<link>{escape(link_of(feed, one))}</link>\n"
        f'<guid isPermaLink="false">{escape(one["id"])}</guid>\n'
        f"<pubDate>{format_datetime(_instant(one['published']))}</pubDate>\n"
        + (f"<author>{escape(one['author'])}</author>\n" if "author" in one else "")
        + f"<description>{escape(_body(feed, one))}</description>\n</item>\n"
        for one in feed["entries"]
    )
    return (
        f'{_declaration(feed)}\n<rss version="2.0">\n<channel>\n'
        f"<title>{escape(feed['title'])}</title>\n<link>{escape(feed['link'])}</link>\n<description>{escape(feed['about'])}</description>\n"
        f"<language>{feed['language']}</language>\n{items}</channel>\n</rss>\n"
    )


def _rdf(feed: Mapping[str, Any]) -> str:
    items = "".join(
        f'<item rdf:about="{escape(one["id"])}">\n<title>{escape(one["title"])}</title>\n<link>{escape(link_of(feed, one))}</link>\n'
        f"<description>{escape(_body(feed, one))}</description>\n<dc:date>{_instant(one['published']).isoformat()}</dc:date>\n</item>\n"
        for one in feed["entries"]
    )
    named = "".join(f'<rdf:li rdf:resource="{escape(one["id"])}"/>' for one in feed["entries"])
    return (
        f'{_declaration(feed)}\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel rdf:about="{escape(feed["link"])}">\n'
        f"<title>{escape(feed['title'])}</title>\n<link>{escape(feed['link'])}</link>\n<description>{escape(feed['about'])}</description>\n<dc:language>{feed['language']}</dc:language>\n"
        f"<items><rdf:Seq>{named}</rdf:Seq></items>\n</channel>\n{items}</rdf:RDF>\n"
    )


def _atom(feed: Mapping[str, Any]) -> str:
    body_type = "html" if feed.get("markup") else "text"
    entries = "".join(
        f"<entry>\n<id>{escape(one['id'])}</id>\n<title>{escape(one['title'])}</title>\n"
        f'<link rel="alternate" href="{escape(link_of(feed, one))}"/>\n'
        f"<published>{_instant(one['published']).isoformat()}</published>\n"
        f"<updated>{_instant(one.get('updated', one['published'])).isoformat()}</updated>\n"
        + (f"<author><name>{escape(one['author'])}</name></author>\n" if "author" in one else "")
        + f'<content type="{body_type}">{escape(_body(feed, one))}</content>\n</entry>\n'
        for one in feed["entries"]
    )
    latest = max(_instant(one.get("updated", one["published"])) for one in feed["entries"])
    return (
        f'{_declaration(feed)}\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed["language"]}">\n'
        f"<id>{escape(feed['link'])}</id>\n<title>{escape(feed['title'])}</title>\n<subtitle>{escape(feed['about'])}</subtitle>\n"
        f'<link href="{escape(feed["link"])}"/>\n<updated>{latest.isoformat()}</updated>\n{entries}</feed>\n'
    )


def _json(feed: Mapping[str, Any]) -> str:
    items = [
        {
            "id": one["id"],
            "url": link_of(feed, one),
            "title": one["title"],
            ("content_html" if feed.get("markup") else "content_text"): _body(feed, one),
            "date_published": _instant(one["published"]).isoformat(),
        }
        | ({"date_modified": _instant(one["updated"]).isoformat()} if "updated" in one else {})
        | ({"authors": [{"name": one["author"]}]} if "author" in one else {})
        for one in feed["entries"]
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": feed["title"], "home_page_url": feed["link"]}
    head |= {"description": feed["about"], "language": feed["language"]}
    return json.dumps(head | {"items": items}, ensure_ascii=False, indent=1) + "\n"


def _declaration(feed: Mapping[str, Any]) -> str:
    return f'<?xml version="1.0" encoding="{str(feed.get("encoding", "UTF-8")).upper()}"?>'


def _body(feed: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    """Return an entry's text: its paragraphs as lines, or in `<p>` where the feed's `markup` is true."""
    paragraphs = str(entry["text"]).strip().split("\n")
    return "".join(f"<p>{escape(one)}</p>" for one in paragraphs) if feed.get("markup") else "\n".join(paragraphs)


def _instant(text: str) -> datetime:
    """Return an instant; one without its offset is in UTC."""
    return datetime.fromisoformat(text if text[-6:-5] in {"+", "-"} else f"{text}+00:00")


_WRITERS: Mapping[str, Callable[[Mapping[str, Any]], str]] = MappingProxyType({"rss": _rss, "rdf": _rdf, "atom": _atom, "json": _json})
