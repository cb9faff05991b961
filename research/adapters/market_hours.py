"""When markets close: the one door to exchange_calendars, which knows their holidays, half days and changes of hours."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import Any

from research.errors import UsageError
from research.protocols.watchlists import MarketClose

# Longer than any holiday of a market.
_DAYS_BACK = 30
_FRIDAY = 4
# Building a calendar is not thread-safe in the library: it fills tables of its own.
_building = Lock()


class ExchangeHours:
    """The `MarketHours` by exchange_calendars; it is imported, with pandas, when first asked."""

    def markets(self) -> tuple[str, ...]:
        """Return the codes that are known, ordered."""
        return _codes()

    def last_close(self, market: str, before: datetime) -> MarketClose:
        """Return the end of the last session that ended before an instant; raises UsageError for a code that is not known.

        Beyond the years whose holidays are known, each weekday counts as a session of the usual hours, and the note says so.
        """
        if market not in _codes():
            raise UsageError(f"market {market!r} is not known", "write the exchange's code, for example XNYS, XLON or XSHG")
        day = before.astimezone(UTC).date()
        try:
            closes = _closes(market, (day - timedelta(days=_DAYS_BACK)).isoformat(), (day + timedelta(days=1)).isoformat())
        except ValueError:
            return _usual_close(market, before)
        return MarketClose(max(at for at in closes if at < before))


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
