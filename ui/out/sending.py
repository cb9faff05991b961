"""What sends in a workspace, put together: how digests are made, where their lines lead, and the ways out."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Protocol

from research.digests.addenda import addendum
from research.digests.service import DigestService
from research.digests.window import Window
from research.models.summaries import DigestSummaries
from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.queries import DocumentFilter
from research.nouns.sending import Channel, Outgoing
from research.protocols.documents import DocumentStore
from research.rights.service import Rights
from research.watchlists.service import Watchlists
from ui.out.delivery import Delivery, SendingStores
from ui.out.drop import FileDrop
from ui.out.due import DigestPress, DueDigests, DueStores, cited_by
from ui.out.files import render_file
from ui.out.handing import WayOut
from ui.out.links import LinkedWorkspace, links_of
from ui.out.smtp import SmtpWay


class DigestWorkspace(LinkedWorkspace, Protocol):
    """What making digests needs of a workspace."""

    @property
    def digests(self) -> DigestService:
        """Return what makes digests."""
        ...

    @property
    def watchlists(self) -> Watchlists:
        """Return who follows what."""
        ...


class SendingWorkspace(SendingStores, DueStores, DigestWorkspace, Protocol):
    """What sending needs of a workspace."""

    def access(self) -> Access:
        """Return what the reader may see now."""
        ...

    @property
    def documents(self) -> DocumentStore:
        """Return the documents."""
        ...

    @property
    def rights(self) -> Rights:
        """Return who may see what."""
        ...

    @property
    def digest_summaries(self) -> DigestSummaries:
        """Return what writes the paragraphs on top of digests."""
        ...


def make_digest(workspace: DigestWorkspace, access: Access, watchlist: str, *, start: datetime | None, end: datetime) -> Digest:
    """Return a list's digest of a window; without a start, from the last close of its market. Raises NotFoundError, UsageError."""
    held = workspace.watchlists.get(access, watchlist)
    if start is None:
        return workspace.digests.until(access, held, end)
    return workspace.digests.between(access, held, Window(start, end, held.zone))


def due_digests_of(workspace: SendingWorkspace, access: Access) -> DueDigests:
    """Return what makes and queues a reader's digests when they are due."""
    link, sum_up = partial(links_of, workspace, access), partial(workspace.digest_summaries.with_summary, access=access)
    press = DigestPress(partial(make_digest, workspace), addendum, link, render_file, sum_up)
    return DueDigests(workspace, press, access)


def may_go(workspace: SendingWorkspace, item: Outgoing) -> bool:
    """Return whether the reader of an item has lost no right since it was made, and may see every document that it cites.

    Of an item that does not say what it cites, that of the digest of this id which went out last is known.
    """
    access = workspace.access()
    if access.sees_all:
        return True
    cited = item.documents
    if cited is None:
        sent = [workspace.schedules.last_sent(access, one.id) for one in workspace.schedules.all(access)]
        cited = next((cited_by(one) for one in sent if one is not None and one.id == item.digest), ())
    found = workspace.documents.find(access, DocumentFilter(ids=cited, any_state=True)) if cited else []
    return len(found) == len(cited) and not workspace.rights.has_lost_any(access.user, since=item.created_at)


def delivery_of(workspace: SendingWorkspace) -> Delivery:
    """Return what sends what is queued."""
    ways: dict[Channel, WayOut] = {Channel.MAIL: SmtpWay(workspace.settings), Channel.FILE: FileDrop()}
    return Delivery(workspace, ways, workspace.settings.user, may_go=partial(may_go, workspace))
