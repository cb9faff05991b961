"""What sends in a workspace, put together: how digests are made, where their lines lead, and the ways out."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Protocol

from research.digests.addenda import addendum

from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.news import NewsFilter
from research.nouns.sending import Channel, FileFormat
from research.protocols.news import NewsStore
from ui.out.delivery import Delivery, SendingStores
from ui.out.drop import FileDrop
from ui.out.due import DigestPress, DueDigests, DueStores
from ui.out.smtp import SmtpWay
from ui.render.digest_html import digest_html
from ui.render.digest_view import DigestLinks, SourceName, cited_documents


class SendingWorkspace(SendingStores, DueStores, Protocol):
    """What sending needs of a workspace."""

    @property
    def entries(self) -> NewsStore:
        """Return news entries as they were understood."""
        ...

    def digest(self, access: Access, watchlist: str, *, start: datetime | None, end: datetime | None) -> Digest:
        """Return the digest of a watchlist."""
        ...


def due_digests_of(workspace: SendingWorkspace, access: Access) -> DueDigests:
    """Return what makes and queues a reader's digests when they are due."""
    return DueDigests(workspace, DigestPress(workspace.digest, addendum, partial(links_of, workspace, access), render_file), access)


def delivery_of(workspace: SendingWorkspace) -> Delivery:
    """Return what sends what is queued."""
    ways = {Channel.MAIL: SmtpWay(workspace.settings), Channel.FILE: FileDrop()}
    return Delivery(workspace, ways, workspace.settings.user)


def links_of(workspace: SendingWorkspace, access: Access, digest: Digest) -> DigestLinks:
    """Return where a digest's lines lead: to the page, and to the articles of cited entries that the reader may see."""
    cited = cited_documents(digest)
    entries = workspace.entries.find(access, NewsFilter(document_ids=cited)) if cited else []
    sources = {entry.document_id: SourceName(entry.outlet, entry.url) for entry in entries if entry.outlet}
    return DigestLinks(workspace.settings.page_url or "", sources)


def render_file(digest: Digest, form: FileFormat, links: DigestLinks) -> bytes:
    """Return a digest as a file of a format."""
    if form is FileFormat.HTML:
        return digest_html(digest, links).encode()
    raise NotImplementedError
