"""Windows of digests: from the last close of a list's market before a day to an instant, and what falls into one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from research.errors import UsageError
from research.nouns.documents import Document
from research.nouns.watchlists import Watchlist
from research.protocols.watchlists import MarketHours

# What was published so long before a window begins was added to the library late, and is no news.
LATEST = timedelta(days=30)
# Where nothing says when a paper was published: so long before the window the period ended that it is on.
LATEST_PERIOD = timedelta(days=365)
# Windows lie between these: clocks and calendars do not go on for ever.
EARLIEST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, `start` <= instant < `end`, aware UTC.

    What falls into it is told by when it came, so that what comes late is in the next window and never lost; with `by_arrival` False by
    when it was published, for a library that was filled afterwards: a paper that is dated by its day counts from the begin of that day in
    `zone`, the reader's. `notes` are what is uncertain of the window itself.
    """

    start: datetime
    end: datetime
    zone: str = "UTC"
    by_arrival: bool = True
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.start >= self.end:
            said = f"the window from {self.start:%Y-%m-%d %H:%M} to {self.end:%Y-%m-%d %H:%M} UTC is empty"
            raise UsageError(said, "give a day that has begun, or an end after the start")

    def moment(self, document: Document) -> datetime | None:
        """Return the instant by which a document falls into windows, None for one without a date where that is asked for."""
        if self.by_arrival or document.published_at is None:
            return document.known_at if self.by_arrival else None
        return begin_of(document.published_at.date(), self.zone) if is_day(document.published_at) else document.published_at

    def holds(self, document: Document) -> bool:
        """Return whether a document falls into the window."""
        moment = self.moment(document)
        return moment is not None and self.start <= moment < self.end

    def is_known(self, document: Document) -> bool:
        """Return whether a document was there when the window ended."""
        moment = self.moment(document)
        return moment is not None and moment < self.end

    def was_known(self, document: Document) -> bool:
        """Return whether a document was there before the window began."""
        moment = self.moment(document)
        return moment is not None and moment < self.start

    def is_old(self, document: Document) -> bool:
        """Return whether a document was published long before the window: it was added late, and is no news."""
        if document.published_at is None:
            return document.period_end is not None and document.period_end < (self.start - LATEST_PERIOD).date()
        return document.published_at < self.start - LATEST


def window_of(watchlist: Watchlist, hours: MarketHours, day: date, end: datetime) -> Window:
    """Return the window of a digest of a reader's day: from the last close of the list's market before the day begins to `end`.

    The day is one of the list's time zone. Raises UsageError when `end` lies before it.
    """
    close = hours.last_close(watchlist.market, begin_of(day, watchlist.zone))
    return Window(close.at, end.astimezone(UTC), watchlist.zone, notes=(close.note,) if close.note else ())


def begin_of(day: date, zone: str) -> datetime:
    """Return the instant (UTC) at which a day begins in a time zone."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def is_day(instant: datetime) -> bool:
    """Return whether an instant stands for a day: papers that print no time of day are dated at midnight UTC."""
    return instant.astimezone(UTC).time() == time()


def ending_day(end: datetime, zone: str) -> date:
    """Return the day in a time zone that lasts until an instant: at midnight the one that is over."""
    return (end.astimezone(ZoneInfo(zone)) - timedelta.resolution).date()


def day_of(watchlist: Watchlist, instant: datetime) -> date:
    """Return the day of an instant in the list's time zone."""
    return instant.astimezone(ZoneInfo(watchlist.zone)).date()
