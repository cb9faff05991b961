"""What a page's head says of it: title, date, language, and that it is an article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ingest.html.markup import Element, name_of, text_of
from ingest.loaded import Stated
from research.text.dates import find_dates

LONGEST_TITLE = 300
SOURCE = "page title"
# In the order in which they are believed.
_DATES = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "publish-date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "og:published_time",
)


def stated_in_head(root: Element) -> Iterator[Stated]:
    """Return title, time of publication, language and kind as far as the page's head states them."""
    title, said = "", dict[str, str]()
    for element in root.iter():
        name = name_of(element.tag) if isinstance(element.tag, str) else ""
        if name == "title" and not title:
            title = text_of(element, LONGEST_TITLE)
        elif name == "meta":
            key = element.get("property") or element.get("name") or element.get("itemprop") or ""
            said.setdefault(key.lower(), (element.get("content") or "").strip()[:LONGEST_TITLE])
    if shown := " ".join((title or said.get("og:title", "")).split()):
        yield Stated("title", _without_site(shown, said.get("og:site_name", "")), SOURCE)
    for name in _DATES:
        if when := _instant(said.get(name, "")):
            yield Stated("published_at", when, f"page head ({name})")
            break
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    if len(code := language.replace("_", "-").partition("-")[0].lower()) == 2 and code.isascii() and code.isalpha():
        yield Stated("language", code, "page head (lang)")
    if said.get("og:type", "").lower() == "article":
        yield Stated("kind", "news", "page head (og:type)")


def _without_site(title: str, site: str) -> str:
    """Return a title without the site's name that pages put behind a bar or dash."""
    if site and title.lower().endswith(site.lower()):
        bare = title[: -len(site)].rstrip()
        if bare[-1:] in tuple("|-–—·:»"):
            return bare[:-1].rstrip() or title
    return title


def _instant(text: str) -> str | None:
    """Return an ISO date or instant, None for what is neither that nor a date in words."""
    try:
        return datetime.fromisoformat(text).isoformat() if text else None
    except ValueError:
        dates = find_dates(text)
        return dates[0].on.isoformat() if dates else None
