"""When markets close: the one door to exchange_calendars, which knows their holidays, half days and changes of hours.

The library is slow to import and to build a calendar. So the closes of a market are asked of it once and kept in a file of the cache.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
import warnings
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

from research.errors import UsageError
from research.protocols.watchlists import MarketClose

# Longer than any holiday of a market.
_DAYS_BACK = 30
# The library knows days up to so long from now: a file that is older than this knows fewer of them.
_FRESH_SECONDS = 30 * 24 * 3600.0
_FRIDAY = 4
# Building a calendar is not thread-safe in the library: it fills tables of its own.
_building = Lock()


class ExchangeHours:
    """The `MarketHours` by exchange_calendars; it is imported, with pandas, when the folder `cache` does not hold what is asked."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._known: dict[str, tuple[datetime, ...]] = {}

    def markets(self) -> tuple[str, ...]:
        """Return the codes that are known, ordered."""
        return _codes()

    def last_close(self, market: str, before: datetime) -> MarketClose:
        """Return the end of the last session that ended before an instant; raises UsageError for a code that is not known.

        Beyond the years whose holidays are known, each weekday counts as a session of the usual hours, and the note says so.
        """
        if market not in self._known and (kept := self._kept(market)):
            self._known[market] = kept
        if found := _last_before(self._known.get(market, ()), before):
            return MarketClose(found)
        if market not in _codes():
            raise UsageError(f"market {market!r} is not known", "write the exchange's code, for example XNYS, XLON or XSHG")
        self._known[market] = _all_closes(market)
        self._keep(market, self._known[market])
        if found := _last_before(self._known[market], before):
            return MarketClose(found)
        day = before.astimezone(UTC).date()
        try:
            closes = _closes(market, (day - timedelta(days=_DAYS_BACK)).isoformat(), (day + timedelta(days=1)).isoformat())
        except ValueError:
            return _usual_close(market, before)
        return MarketClose(max(at for at in closes if at < before))

    def _place(self, market: str) -> Path | None:
        """Return where a market's closes are kept, by the library that knew them; None where nothing is kept."""
        return self._cache / "closes" / f"{market}-{version('exchange_calendars')}.json" if self._cache and market.isalnum() else None

    def _kept(self, market: str) -> tuple[datetime, ...]:
        """Return the closes that are kept, none where the file is old or is none."""
        place = self._place(market)
        with suppress(OSError, ValueError, TypeError, OverflowError):
            if place and time.time() - place.stat().st_mtime < _FRESH_SECONDS:
                return tuple(datetime.fromtimestamp(at, UTC) for at in json.loads(place.read_bytes()))
        return ()

    def _keep(self, market: str, closes: Iterable[datetime]) -> None:
        """Keep closes; a folder that cannot be written is no failure of what was asked."""
        if place := self._place(market):
            with suppress(OSError):
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                handle, name = tempfile.mkstemp(dir=place.parent)
                with os.fdopen(handle, "w") as file:
                    json.dump([int(at.timestamp()) for at in closes], file)
                Path(name).replace(place)


def _last_before(closes: Sequence[datetime], before: datetime) -> datetime | None:
    """Return the last close before an instant, None where the closes do not reach from long before it to beyond it."""
    if not closes or before > closes[-1] or before < closes[0] + timedelta(days=_DAYS_BACK):
        return None
    return closes[bisect_left(closes, before) - 1]


def _usual_close(market: str, before: datetime) -> MarketClose:
    """Return the last weekday's close before an instant, at the hour of the calendar's last known session."""
    hour = _last_known(market)
    at = before.astimezone(hour.tzinfo).replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    while at >= before or at.weekday() > _FRIDAY:
        at -= timedelta(days=1)
    return MarketClose(at.astimezone(UTC), f"the holidays of {market} in {before.year} are not known: each weekday counts as a session")


@lru_cache(maxsize=256)
def _closes(market: str, first: str, last: str) -> tuple[datetime, ...]:
    """Return when the sessions between two dates end, in order; raises ValueError where the calendar does not know the dates."""
    with _building, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        calendar = _calendars().get_calendar(market, start=first, end=last)
        return tuple(at.to_pydatetime().astimezone(UTC) for at in calendar.closes)


@lru_cache(maxsize=32)
def _all_closes(market: str) -> tuple[datetime, ...]:
    """Return when the sessions end that the library knows without being asked for others: of the last twenty years, and the next."""
    with _building, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return tuple(at.to_pydatetime().astimezone(UTC) for at in _calendars().get_calendar(market).closes)


@lru_cache(maxsize=32)
def _last_known(market: str) -> datetime:
    """Return the end of the last session that a calendar knows, in the market's own time zone."""
    with _building, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        calendar = _calendars().get_calendar(market)
        last: datetime = calendar.closes.iloc[-1].to_pydatetime()
        return last.astimezone(calendar.tz)


@lru_cache(maxsize=1)
def _codes() -> tuple[str, ...]:
    return tuple(sorted(_calendars().get_calendar_names()))


@lru_cache(maxsize=1)
def _calendars() -> Any:  # noqa: ANN401 - a library without types that this module alone may name
    import exchange_calendars  # noqa: PLC0415  (it imports pandas)

    return exchange_calendars
