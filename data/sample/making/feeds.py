"""Feeds as RSS 2.0 and Atom files."""

from __future__ import annotations

import tomllib
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape


def write_feeds(source: Path, library: Path) -> dict[str, list[dict[str, Any]]]:
    """Write the feeds that `source` describes and return the entries of each by the file's name without ending."""
    feeds = tomllib.loads(source.read_text(encoding="utf-8"))["feeds"]
    for feed in feeds:
        write = _rss if feed["kind"] == "rss" else _atom
        (library / f"{feed['name']}.xml").write_text(write(feed), encoding="utf-8")
    return {feed["name"]: feed["entries"] for feed in feeds}


def _rss(feed: dict[str, Any]) -> str:
    items = "".join(
        f"<item>\n<title>{escape(one['title'])}</title>\n<link>{escape(one['link'])}</link>\n"
        f'<guid isPermaLink="false">{escape(one["id"])}</guid>\n'
        f"<pubDate>{format_datetime(_instant(one['published']))}</pubDate>\n"
        f"<description>{escape(one['text'])}</description>\n</item>\n"
        for one in feed["entries"]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">\n<channel>\n'
        f"<title>{escape(feed['title'])}</title>\n<link>{escape(feed['link'])}</link>\n<description>{escape(feed['about'])}</description>\n"
        f"<language>{feed['language']}</language>\n{items}</channel>\n</rss>\n"
    )


def _atom(feed: dict[str, Any]) -> str:
    entries = "".join(
        f"<entry>\n<id>{escape(one['id'])}</id>\n<title>{escape(one['title'])}</title>\n"
        f'<link rel="alternate" href="{escape(one["link"])}"/>\n'
        f"<published>{_instant(one['published']).isoformat()}</published>\n"
        f"<updated>{_instant(one.get('updated', one['published'])).isoformat()}</updated>\n"
        f'<author><name>{escape(one["author"])}</name></author>\n<content type="text">{escape(one["text"])}</content>\n</entry>\n'
        for one in feed["entries"]
    )
    latest = max(_instant(one.get("updated", one["published"])) for one in feed["entries"])
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed["language"]}">\n'
        f"<id>{escape(feed['link'])}</id>\n<title>{escape(feed['title'])}</title>\n<subtitle>{escape(feed['about'])}</subtitle>\n"
        f'<link href="{escape(feed["link"])}"/>\n<updated>{latest.isoformat()}</updated>\n{entries}</feed>\n'
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
