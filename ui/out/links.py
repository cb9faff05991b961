"""Where the lines of a digest and the sources of a draft lead: to the page, and to the articles of the entries that they cite."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol
from urllib.parse import urlencode

from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.drafts import CitedSource, Draft
from research.nouns.news import NewsFilter
from research.protocols.news import NewsStore
from research.settings import Settings
from ui.render.digest_view import DigestLinks, SourceName, cited_documents
from ui.render.web_links import web_link


class LinkedWorkspace(Protocol):
    """What links need of a workspace."""

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        ...

    @property
    def entries(self) -> NewsStore:
        """Return news entries as they were understood."""
        ...


def with_links(workspace: LinkedWorkspace, access: Access, draft: Draft) -> Draft:
    """Return a draft whose sources have links: news that the reader may see to its article, others to the page, where it has an address."""
    cited = tuple(dict.fromkeys(one.citation.document_id for one in draft.sources))
    entries = workspace.entries.find(access, NewsFilter(document_ids=cited)) if cited else []
    articles = {entry.document_id: web_link(entry.url) for entry in entries}
    page = web_link(workspace.settings.page_url or "").rstrip("/")

    def link(one: CitedSource) -> str:
        """Return where a source leads, "" for nowhere."""
        opened = f"{page}/library?{urlencode({'document': one.citation.document, 'page': one.citation.page})}" if page else ""
        return articles.get(one.citation.document_id) or opened

    return replace(draft, sources=tuple(replace(one, link=link(one)) for one in draft.sources))


def links_of(workspace: LinkedWorkspace, access: Access, digest: Digest) -> DigestLinks:
    """Return where a digest's lines lead: to the page, and to the articles of cited entries that the reader may see."""
    cited = cited_documents(digest)
    entries = workspace.entries.find(access, NewsFilter(document_ids=cited)) if cited else []
    sources = {entry.document_id: SourceName(entry.outlet, entry.url) for entry in entries if entry.outlet}
    return DigestLinks(workspace.settings.page_url or "", sources)
