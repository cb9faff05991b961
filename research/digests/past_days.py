"""Days of the past whose digests have something: the last of them, for a reader whose digest of now is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from research.digests.compiler import DigestCompiler
from research.digests.window import EARLIEST, Window, begin_of, day_of, is_day, window_of
from research.nouns.access import Access
from research.nouns.digests import Digest
from research.protocols.watchlists import MarketHours
from research.watchlists.rollup import RolledUp

# How far back is looked, and how many days are tried: what came on one may be told otherwise.
_SPANS = (timedelta(days=7), timedelta(days=90), timedelta(days=3650))
_MOST_TRIES = 5
# How many of the last days with papers are looked at for one that had news, too.
_MOST_PAPER_DAYS = 40


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last of a reader's days whose digest has something.

    `filled_later` tells that nothing is told by when it came: the library was filled afterwards, and the day is one of publication. Then
    it is the last with news and with figures that changed (`full`), where there is such a day.
    """

    day: date
    filled_later: bool = False
    full: bool = False

    @property
    def words(self) -> str:
        """Return what the day is."""
        return "the last day with news and changed figures" if self.full else "the last day with something"


class PastDays:
    """Looks for the days of a rolled-up list, as its reader sees them."""

    def __init__(self, compiler: DigestCompiler, access: Access, rolled: RolledUp, *, watched: Iterable[str], hours: MarketHours) -> None:
        self._compiler, self._access, self._rolled = compiler, access, rolled
        self._watched, self._hours = tuple(watched), hours
        self._watchlist = rolled.watchlist

    def last(self, before: datetime, digest_of: Callable[[date], Digest]) -> LastDay | None:
        """Return the last day before an instant whose digest has a line from a source, by when things came.

        Where there is none, the library was filled later, and the day is one by when things were published: preferably one that shows
        all that a digest is made of. None when nothing was published that is told, either.
        """
        found = next((day for day in self._days(before, by_arrival=True) if has_news(digest_of(day))), None)
        if found:
            return LastDay(found)
        full = next((day for day in islice(self._full_days(before), _MOST_TRIES) if _is_full(digest_of(day))), None)
        if full:
            return LastDay(full, filled_later=True, full=True)
        found = next((day for day in self._days(before, by_arrival=False) if has_news(digest_of(day))), None)
        return LastDay(found, filled_later=True) if found else None

    def _full_days(self, before: datetime) -> Iterator[date]:
        """Yield the days on which papers of the list's companies were published that had news, too, the last first."""
        window = Window(EARLIEST, before, self._watchlist.zone, by_arrival=False)
        moments = self._compiler.paper_moments(self._access, self._rolled, window)
        for day in sorted({day_of(self._watchlist, moment) for moment in moments}, reverse=True)[:_MOST_PAPER_DAYS]:
            start = window_of(self._watchlist, self._hours, day, before).start
            end = min(begin_of(day + timedelta(days=1), self._watchlist.zone), before)
            around = Window(start, end, self._watchlist.zone, by_arrival=False)
            if self._compiler.last_news(self._access, self._rolled, around, watched=self._watched):
                yield day

    def _days(self, before: datetime, *, by_arrival: bool) -> Iterator[date]:
        """Yield the days before an instant on which something may be that is told, the likeliest first."""
        busy = self._busy_days(before, by_arrival=by_arrival)
        yield from islice(busy, _MOST_TRIES)
        if next(busy, None) is not None:
            # There are many days with something of which nothing is told: the digests of longer windows say on which days something is.
            yield from self._told_days(before, by_arrival=by_arrival)

    def _busy_days(self, before: datetime, *, by_arrival: bool) -> Iterator[date]:
        """Yield the days before an instant on which something came, or was published, that may be told, the last first."""
        end = before
        while end > EARLIEST:
            window = Window(EARLIEST, end, self._watchlist.zone, by_arrival)
            moment = self._compiler.last_moment(self._access, self._rolled, window, watched=self._watched)
            if moment is None:
                return
            day = day_of(self._watchlist, moment)
            if not by_arrival and is_day(moment) and moment.date() != day:
                yield moment.date()  # an entry that is dated by its day falls into the reader's day of that date
            yield day
            end = begin_of(day, self._watchlist.zone)

    def _told_days(self, before: datetime, *, by_arrival: bool) -> Iterator[date]:
        """Yield the days of what the digests of ever longer windows before an instant cite, the last of each first."""
        for span in _SPANS:
            window = Window(max(before - span, EARLIEST), before, self._watchlist.zone, by_arrival)
            digest = self._compiler.compile(self._access, self._rolled, window, watched=self._watched)
            moments = self._compiler.moments(self._access, digest, window)
            yield from sorted({day_of(self._watchlist, moment) for moment in moments}, reverse=True)[:_MOST_TRIES]


def has_news(digest: Digest) -> bool:
    """Return whether a digest has a line from a source; that a feed failed is none."""
    return any(line.citations for section in digest.sections for line in section.lines)


def _is_full(digest: Digest) -> bool:
    """Return whether a digest tells both stories and figures that changed."""
    return {"stories", "changes"} <= {section.kind for section in digest.sections if section.lines}
