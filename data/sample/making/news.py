"""A set of news: feeds as files, and what is true of their entries as JSON lines."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from making.feeds import feed_bytes

# The types of event as sources write them, and as they are shown.
EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "results": "results",
        "guidance": "guidance",
        "rating": "rating or target",
        "deal": "deal",
        "payout": "dividend or buyback",
        "management": "management",
        "legal": "litigation or regulation",
        "product": "product",
        "financing": "financing",
        "insider": "insider",
    }
)
TIES = frozenset({"copy", "rewrite", "update", "correction", "retraction", "follow-up"})
COMPANIES = "companies.toml"


def read_feeds(source: Path) -> list[dict[str, Any]]:
    """Return the feeds of a folder of sources, ordered by the name of their source."""
    return [_read(path) for path in sorted(source.glob("*.toml")) if path.name != COMPANIES]


def write_feeds(feeds: Sequence[Mapping[str, Any]], source: Path, folder: Path) -> None:
    """Write the files of feeds; one with `file` is copied from `source` as it stands."""
    for feed in feeds:
        content = (source / feed["file"]).read_bytes() if "file" in feed else feed_bytes(feed)
        ending = ".json" if feed["kind"] == "json" else ".xml"
        (folder / f"{feed['name']}{ending}").write_bytes(content)


def company_lines(source: Path) -> list[str]:
    """Return a line for each company that the labels know: its name, short names, tickers and sector."""
    return [json.dumps({key: one[key] for key in ("name", "names", "tickers", "sector")}, ensure_ascii=False) for one in _companies(source)]


def truth_lines(feeds: Sequence[Mapping[str, Any]], source: Path) -> list[str]:
    """Return a line for each entry: companies, events, story, and its tie to an earlier entry where it has one.

    Raises ValueError for an unknown company, event, tie or entry, an id that is used twice, and a tie that its story contradicts.
    """
    names = {one["key"]: one["name"] for one in _companies(source)}
    entries = [(feed["name"], entry) for feed in feeds for entry in feed["entries"]]
    stories = {entry["id"]: entry.get("story", entry["id"]) for _, entry in entries}
    if len(stories) != len(entries):
        raise ValueError("an id is used twice")
    return [json.dumps(_line(feed, entry, names=names, stories=stories), ensure_ascii=False) for feed, entry in entries]


def _line(feed: str, entry: Mapping[str, Any], *, names: Mapping[str, str], stories: Mapping[str, str]) -> dict[str, Any]:
    unknown = [*(set(entry["about"]) - names.keys()), *(set(entry["events"]) - EVENTS.keys())]
    line = {
        "feed": feed,
        "entry": entry["id"],
        "title": entry["title"],
        "companies": sorted(names.get(key, key) for key in entry["about"]),
        "events": [shown for name, shown in EVENTS.items() if name in entry["events"]],
        "story": stories[entry["id"]],
    }
    if "tie" in entry:
        tie, to = entry["tie"]
        unknown += [tie] if tie not in TIES else [] if to in stories else [to]
        line |= {"tie": tie, "to": to}
    if unknown:
        raise ValueError(f"{entry['id']} names {unknown}, which nothing here is called")
    if "tie" in entry and (tie == "follow-up") == (stories[to] == stories[entry["id"]]):
        raise ValueError(f"{entry['id']} is a {tie} of {to}: a follow-up is another story, any other tie is the same one")
    return line


def _companies(source: Path) -> list[dict[str, Any]]:
    companies: list[dict[str, Any]] = tomllib.loads((source / COMPANIES).read_text(encoding="utf-8"))["companies"]
    return companies


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
