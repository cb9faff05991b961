"""How many questions a session of the page has asked, so that a script or a stuck key cannot keep the program from all others."""

from __future__ import annotations

from collections import deque

from research.errors import LimitExceededError

_MINUTE = 60.0


class QuestionCount:
    """The questions of one session: how many in all, and when those of the last minute were asked."""

    def __init__(self) -> None:
        self._all = 0
        self._recent: deque[float] = deque()

    def take(self, now: float, *, minute: int, session: int) -> None:
        """Count a question asked at `now`, on the monotonic clock; raises LimitExceededError for one too many, which does not count."""
        while self._recent and now - self._recent[0] >= _MINUTE:
            self._recent.popleft()
        if self._all >= session:
            raise LimitExceededError(
                f"this session has asked {session:,} questions, which is the limit", "reload the page, or raise DESK_MAX_QUESTIONS_SESSION"
            )
        if len(self._recent) >= minute:
            wait = max(1, round(_MINUTE - (now - self._recent[0])))
            raise LimitExceededError(
                f"more than {minute:,} questions in a minute",
                f"ask again in {wait} s, put them in a grid, or raise DESK_MAX_QUESTIONS_MINUTE",
            )
        self._all += 1
        self._recent.append(now)
