"""Where a digest's lines lead: to the page, and to the articles of the entries that they cite."""

from __future__ import annotations

from typing import Protocol

from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.news import NewsFilter
from research.protocols.news import NewsStore
from research.settings import Settings
from ui.render.digest_view import DigestLinks, SourceName, cited_documents


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


def links_of(workspace: LinkedWorkspace, access: Access, digest: Digest) -> DigestLinks:
    """Return where a digest's lines lead: to the page, and to the articles of cited entries that the reader may see."""
    cited = cited_documents(digest)
    entries = workspace.entries.find(access, NewsFilter(document_ids=cited)) if cited else []
    sources = {entry.document_id: SourceName(entry.outlet, entry.url) for entry in entries if entry.outlet}
    return DigestLinks(workspace.settings.page_url or "", sources)
