"""What ends a try to hand something over, and the seam between the outbox and the ways out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from research.errors import CouldNotAskError
from research.nouns.sending import Outgoing


class NotHandedOverError(CouldNotAskError):
    """Nobody has got it; it may be tried again, unless `for_good`."""

    def __init__(self, message: str, hint: str = "", *, for_good: bool = False) -> None:
        super().__init__(message, hint)
        self.for_good = for_good


class NeverHeardError(CouldNotAskError):
    """It was handed over and the answer was never heard: it may or may not have arrived."""


class ClaimLostError(CouldNotAskError):
    """Another process has taken it over; nothing was handed over by this one."""


class WayOut(Protocol):
    """Hands items over: to a mail server, or into a folder."""

    def hand(self, item: Outgoing, token: str, mark: Callable[[], bool]) -> None:
        """Return once the item has been taken.

        `mark` is called after all that can be undone and just before what cannot; when it returns False nothing is handed over, and
        ClaimLostError raised. Raises NotHandedOverError, NeverHeardError.
        """
        ...
