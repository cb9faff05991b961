"""What goes out to readers: when a digest is due and for whom, and each message or file on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from research.nouns.digests import Digest

# Days of the week as Python counts them: Monday is 0.
WORKDAYS = (0, 1, 2, 3, 4)


class Channel(StrEnum):
    """How something goes out."""

    MAIL = "mail"
    FILE = "file"


class FileFormat(StrEnum):
    """What a dropped file is, in the ending of its name."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"


class OutgoingState(StrEnum):
    """How far a message or file is.

    WAITING to be sent, or to be tried again; SENDING by a process, which has not handed it over: if that process ends, nobody has got
    it; HANDED over, and not yet known to have arrived; SENT; FAILED for good; UNSURE: handed over, and the answer was never heard.
    """

    WAITING = "waiting"
    SENDING = "sending"
    HANDED = "handed over"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a watchlist's digest goes out, and to whom; `id` is 0 until it is kept.

    `at` is a time of day on the reader's clock in `zone` (IANA), on `days` of the week. `recipients` get it by mail, `folder` as a file
    of `format` ("" for none). `done_at` is the last moment at which it was due and was sent, `window_end` where that digest's window
    ended: the next one goes on from there. Instants are aware UTC.
    """

    id: int
    user: str
    watchlist: str
    at: time
    zone: str
    created_at: datetime
    days: tuple[int, ...] = WORKDAYS
    recipients: tuple[str, ...] = ()
    folder: str = ""
    format: FileFormat = FileFormat.HTML
    done_at: datetime | None = None
    window_end: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScheduleRun:
    """A schedule's digest of one moment at which it was due."""

    schedule: int
    due: datetime
    digest: Digest


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one address, or one file for one folder (`target`), with the bytes that go out whatever happens meanwhile.

    `id` is made of what it is of, so that the same is queued once; `name` is the message's subject or the file's name. `tries` counts
    those that are over, `due_at` is when the next may be; `handed_by` names the claim under which it was handed over, "" before.
    `documents` are the ids of those that it cites, None where that is not known.
    """

    id: str
    user: str
    channel: Channel
    target: str
    name: str
    digest: str
    content: bytes
    created_at: datetime
    due_at: datetime
    state: OutgoingState = OutgoingState.WAITING
    tries: int = 0
    error: str = ""
    handed_by: str = ""
    settled_at: datetime | None = None
    documents: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a try: the state after it, one line that says why, and, when it is to be tried again, when."""

    state: OutgoingState
    at: datetime
    error: str = ""
    due_at: datetime | None = None
