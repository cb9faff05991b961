"""Digests that are due: made, rendered for each way out, and queued together with the mark that they were, all or nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from research.errors import DeskError
from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.sending import Channel, FileFormat, Outgoing, OutgoingState, Schedule, ScheduleRun
from research.protocols.sending import Outbox, ScheduleStore
from research.settings import Settings
from ui.out.mail import Letter, message_bytes
from ui.out.smtp import sender_of
from ui.out.times import last_due, next_due
from ui.render.digest_html import digest_html
from ui.render.digest_text import digest_text
from ui.render.digest_view import DigestLinks, subject_of

_LONGEST_STEM = 60


class MakeDigest(Protocol):
    """Makes the digest of a watchlist."""

    def __call__(self, access: Access, watchlist: str, *, start: datetime | None, end: datetime) -> Digest:
        """Return the digest of a window; without a start, from where the list's own begins. Raises NotFoundError, UsageError."""
        ...


class RenderFile(Protocol):
    """Renders a digest as a file."""

    def __call__(self, digest: Digest, form: FileFormat, links: DigestLinks) -> bytes:
        """Return the file's bytes."""
        ...


class DueStores(Protocol):
    """What queueing needs of a workspace."""

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        ...

    @property
    def schedules(self) -> ScheduleStore:
        """Return the schedules."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Return what is on its way."""
        ...


@dataclass(frozen=True, slots=True)
class DigestRun:
    """A schedule that was due, and how many items were queued; `error` is why none was: it stays due."""

    schedule: Schedule
    due: datetime
    queued: int = 0
    error: DeskError | None = None


@dataclass(frozen=True, slots=True)
class DigestPress:
    """How digests are made and turned into what goes out.

    `sum_up` puts the summary on top of one that goes out, where a model is configured.
    `late` gives what a digest says that the one of the same window, which went out, did not, None when that is nothing; `link` where a
    digest's lines lead.
    """

    make: MakeDigest
    late: Callable[[Digest, Digest], Digest | None]
    link: Callable[[Digest], DigestLinks]
    render: RenderFile
    sum_up: Callable[[Digest], Digest] = lambda digest: digest


class DueDigests:
    """One reader's schedules; any number of processes may have one. `clock` gives aware instants."""

    def __init__(
        self, stores: DueStores, press: DigestPress, access: Access, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._stores, self._press, self._access, self._clock = stores, press, access, clock

    def due(self) -> list[tuple[Schedule, datetime]]:
        """Return the schedules that are due now, each with the last moment at which it was."""
        now = self._clock()
        found = ((schedule, last_due(schedule, now)) for schedule in self._stores.schedules.all(self._access))
        return [(schedule, at) for schedule, at in found if at is not None]

    def next_due(self) -> datetime | None:
        """Return the next moment at which one is due, None when there is none."""
        now = self._clock()
        return min((next_due(schedule, now) for schedule in self._stores.schedules.all(self._access)), default=None)

    def queue(self) -> Iterator[DigestRun]:
        """Queue the digest of each schedule that is due, and yield what came of it; one that another process queued is not told."""
        for schedule, at in self.due():
            try:
                now = self._clock()
                digest = self._press.sum_up(self._made(schedule, schedule.window_end, now))
                made = [one for one in (self._late(schedule), digest) if one]
                items = [item for one in made for item in self._items(schedule, one, at, now)]
                if self._stores.outbox.queue(ScheduleRun(schedule.id, at, digest), items):
                    yield DigestRun(schedule, at, len(items))
            except DeskError as error:
                yield DigestRun(schedule, at, error=error)

    def queue_now(self, schedule: Schedule) -> DigestRun:
        """Queue a schedule's digest up to now beside its own ones, which go out as if it had not been; raises DeskError."""
        now = self._clock()
        digest = self._press.sum_up(self._made(schedule, schedule.window_end, now))
        items = list(self._items(schedule, digest, now, now))
        self._stores.outbox.queue(None, items)
        return DigestRun(schedule, now, len(items))

    def _made(self, schedule: Schedule, start: datetime | None, end: datetime) -> Digest:
        """Return the digest from where the last one ended, so that nothing lies between two; the first from where the list's begins."""
        return self._press.make(self._access, schedule.watchlist, start=start, end=end)

    def _late(self, schedule: Schedule) -> Digest | None:
        """Return the addendum to the digest that went out last: what had come by its end and was not read in yet; None without any."""
        sent = self._stores.schedules.last_sent(self._access, schedule.id)
        if sent is None:
            return None
        again = self._made(schedule, sent.start, sent.end)
        return self._press.late(sent, again) if (again.user, again.watchlist) == (sent.user, sent.watchlist) else None

    def _items(self, schedule: Schedule, digest: Digest, due: datetime, now: datetime) -> Iterable[Outgoing]:
        links = self._press.link(digest)
        if schedule.recipients:
            sender, subject = sender_of(self._stores.settings), subject_of(digest)
            unsure = self._stores.outbox.find(self._access, [OutgoingState.UNSURE])
        for recipient in dict.fromkeys(schedule.recipients):
            notes = [unsure_note(one) for one in unsure if one.target == recipient and one.created_at >= (schedule.done_at or due)]
            plain, html = digest_text(digest, links, notes), digest_html(digest, links, notes)
            key = _key(schedule, digest, due, f"{Channel.MAIL.value} {recipient}")
            content = message_bytes(Letter(key, sender, recipient, subject, plain, html, now))
            yield self._item(key, Channel.MAIL, recipient, subject, digest, content, now)
        if schedule.folder:
            key = _key(schedule, digest, due, f"{Channel.FILE.value} {schedule.folder}")
            content = self._press.render(digest, schedule.format, links)
            yield self._item(key, Channel.FILE, schedule.folder, file_name(digest, key, schedule.format), digest, content, now)

    def _item(self, key: str, channel: Channel, target: str, name: str, digest: Digest, content: bytes, now: datetime) -> Outgoing:  # noqa: PLR0913, PLR0917
        return Outgoing(key, self._access.user, channel, target, name, digest.id, content, now, now, documents=cited_by(digest))


def cited_by(digest: Digest) -> tuple[str, ...]:
    """Return the documents that a digest's lines cite, each once, in order."""
    return tuple(sorted({one.document_id for section in digest.sections for line in section.lines for one in line.citations}))


def unsure_note(item: Outgoing) -> str:
    """Return what a reader is told of a message before, which may not have arrived."""
    return f"“{item.name}”, the mail before this one, may not have reached you: the mail server's answer to it was never heard."


def file_name(digest: Digest, key: str, form: FileFormat) -> str:
    """Return a dropped file's name: the list, the window's end on the reader's clock, and what tells it from any other."""
    stem = "-".join(re.findall(r"\w+", digest.watchlist.lower()))[:_LONGEST_STEM].strip("-") or "digest"
    return f"{stem}-{digest.end.astimezone(ZoneInfo(digest.zone)):%Y-%m-%d-%H%M}-{key[:8]}.{form.value}"


def _key(schedule: Schedule, digest: Digest, due: datetime, target: str) -> str:
    """Return what names an item: the same for the same schedule, moment and target, in this workspace and in no other."""
    parts = (schedule.user, str(schedule.id), schedule.created_at.isoformat(), due.isoformat(), target, digest.addendum_to)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
