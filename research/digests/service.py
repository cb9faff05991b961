"""A reader's digests: of one of their lists, for a day, a moment or a window of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from research.digests.compiler import DigestCompiler
from research.digests.sources import DigestSources
from research.digests.window import EARLIEST, Window, begin_of, day_of, window_of
from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.watchlists import Watchlist
from research.protocols.watchlists import MarketHours
from research.watchlists.service import Watchlists

FILLED_LATER = "nothing had come by then: the library was filled later, so papers and news are placed by when they were published"

# How far back is looked for the last day that has something, and how many days are tried: what came on one may be told otherwise.
_SPANS = (timedelta(days=7), timedelta(days=90), timedelta(days=3650))
_MOST_TRIES = 5


class DigestService:
    """Makes digests of the lists that a reader may read, and notes for whom. Nothing here asks what time it is."""

    def __init__(
        self,
        sources: DigestSources,
        watchlists: Watchlists,
        hours: MarketHours,
        *,
        note: Callable[[Digest, Access], None] = lambda *_: None,
    ) -> None:
        self._compiler, self._watchlists, self._hours = DigestCompiler(sources), watchlists, hours
        self._note = note

    def until(self, access: Access, watchlist: Watchlist, end: datetime) -> Digest:
        """Return the digest from the last close of the list's market before the reader's day of `end` to that instant."""
        return self.between(access, watchlist, window_of(watchlist, self._hours, day_of(watchlist, end), end))

    def of_day(self, access: Access, watchlist: Watchlist, day: date, *, now: datetime) -> Digest:
        """Return the digest of a reader's day: from the last close before it to its end, but to `now` while it lasts.

        Raises UsageError for a day that has not begun.
        """
        return self.between(access, watchlist, self._window_of_day(watchlist, day, now))

    def between(self, access: Access, watchlist: Watchlist, window: Window) -> Digest:
        """Return the digest of a window; of one that ended before anything came to the library by when things were published."""
        made = self._made(access, watchlist, window)
        self._note(made, access)
        return made

    def _made(self, access: Access, watchlist: Watchlist, window: Window) -> Digest:
        if window.by_arrival and not self._compiler.had_anything(access, window):
            window = replace(window, by_arrival=False, notes=(*window.notes, FILLED_LATER))
        rolled = self._watchlists.rolled_up(access, watchlist)
        return self._compiler.compile(access, rolled, window, watched=self._watchlists.watched())

    def _window_of_day(self, watchlist: Watchlist, day: date, now: datetime) -> Window:
        end = min(begin_of(day + timedelta(days=1), watchlist.zone), now)
        return window_of(watchlist, self._hours, day, end)

    def last_day(self, access: Access, watchlist: Watchlist, before: datetime) -> date | None:
        """Return the last of the reader's days before an instant whose digest has a line from a source; None when there is none.

        What came is looked for first, then what was published before the library was filled.
        """
        for by_arrival in (True, False):
            for day in self._days(access, watchlist, before, by_arrival=by_arrival):
                if has_news(self._made(access, watchlist, self._window_of_day(watchlist, day, before))):
                    return day
        return None

    def _days(self, access: Access, watchlist: Watchlist, before: datetime, *, by_arrival: bool) -> Iterator[date]:
        """Yield the reader's days before an instant on which something may be that is told, the likeliest first."""
        busy = self._busy_days(access, watchlist, before, by_arrival=by_arrival)
        yield from islice(busy, _MOST_TRIES)
        if next(busy, None) is not None:
            # There are many days with something of which nothing is told: the digests of longer windows say on which days something is.
            yield from self._told_days(access, watchlist, before, by_arrival=by_arrival)

    def _busy_days(self, access: Access, watchlist: Watchlist, before: datetime, *, by_arrival: bool) -> Iterator[date]:
        """Yield the reader's days before an instant on which something came, or was published, that may be told, the last first."""
        rolled, watched, end = self._watchlists.rolled_up(access, watchlist), self._watchlists.watched(), before
        while end > EARLIEST:
            window = Window(EARLIEST, end, watchlist.zone, by_arrival)
            moment = self._compiler.last_moment(access, rolled, window, watched=watched)
            if moment is None:
                return
            yield (day := day_of(watchlist, moment))
            end = begin_of(day, watchlist.zone)

    def _told_days(self, access: Access, watchlist: Watchlist, before: datetime, *, by_arrival: bool) -> Iterator[date]:
        """Yield the days of what the digests of ever longer windows before an instant cite, the last of each first."""
        rolled, watched = self._watchlists.rolled_up(access, watchlist), self._watchlists.watched()
        for span in _SPANS:
            window = Window(max(before - span, EARLIEST), before, watchlist.zone, by_arrival)
            moments = self._compiler.moments(access, self._compiler.compile(access, rolled, window, watched=watched), window)
            yield from sorted({day_of(watchlist, moment) for moment in moments}, reverse=True)[:_MOST_TRIES]


def has_news(digest: Digest) -> bool:
    """Return whether a digest has a line from a source; that a feed failed is none."""
    return any(line.citations for section in digest.sections for line in section.lines)
