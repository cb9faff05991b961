"""A reader's digests: of one of their lists, for a day, a moment or a window of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from research.digests.compiler import DigestCompiler
from research.digests.past_days import LastDay, PastDays
from research.digests.sources import DigestSources
from research.digests.window import Window, begin_of, day_of, ending_day, window_of
from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.roles import Action
from research.nouns.watchlists import Watchlist
from research.protocols.watchlists import MarketHours
from research.watchlists.service import Watchlists

FILLED_LATER = "nothing had come by then: the library was filled later, so papers and news are placed by when they were published"


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
        """Return the digest from the last close of the list's market before the reader's day that lasts until `end` to that instant."""
        return self.between(access, watchlist, window_of(watchlist, self._hours, ending_day(end, watchlist.zone), end))

    def of_day(self, access: Access, watchlist: Watchlist, day: date, *, now: datetime) -> Digest:
        """Return the digest of a reader's day: from the last close before it to its end, but to `now` while it lasts.

        Raises UsageError for a day that has not begun, before its window has.
        """
        if begin_of(day, watchlist.zone) > now and self._hours.last_close(watchlist.market, begin_of(day, watchlist.zone)).at >= now:
            raise UsageError(f"{day} has not begun", f"name a day up to {day_of(watchlist, now)}")
        return self.between(access, watchlist, self._window_of_day(watchlist, day, now))

    def between(self, access: Access, watchlist: Watchlist, window: Window) -> Digest:
        """Return the digest of a window; of one that ended before anything came to the library by when things were published."""
        made = self._made(access, watchlist, window)
        self._note(made, access)
        return made

    def _made(self, access: Access, watchlist: Watchlist, window: Window) -> Digest:
        access.need(Action.ASK)
        if window.by_arrival and not self._compiler.had_anything(access, window):
            window = replace(window, by_arrival=False, notes=(*window.notes, FILLED_LATER))
        rolled = self._watchlists.rolled_up(access, watchlist)
        return self._compiler.compile(access, rolled, window, watched=self._watchlists.watched())

    def _window_of_day(self, watchlist: Watchlist, day: date, now: datetime) -> Window:
        end = min(begin_of(day + timedelta(days=1), watchlist.zone), now)
        return window_of(watchlist, self._hours, day, end)

    def last_day(self, access: Access, watchlist: Watchlist, before: datetime) -> LastDay | None:
        """Return the last of the reader's days before an instant whose digest is worth showing; None when there is none."""
        rolled, watched = self._watchlists.rolled_up(access, watchlist), self._watchlists.watched()
        past = PastDays(self._compiler, access, rolled, watched=watched, hours=self._hours)
        return past.last(before, lambda day: self._made(access, watchlist, self._window_of_day(watchlist, day, before)))
