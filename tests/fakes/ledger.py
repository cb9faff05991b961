"""In-memory stores of the ledger with the promises of the protocols: events, drafts, kept answers, watchlists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.conversations import KeptAnswer
from research.nouns.drafts import AcceptedSentence
from research.nouns.queries import AuditEvent
from tests.fakes.drafts import FakeDraftStore
from tests.fakes.sending import FakeOutbox, FakeReadMarks, FakeScheduleStore
from tests.fakes.watchlists import FakeWatchlistStore


class FakeLedger:
    """Events in a list."""

    def __init__(self) -> None:
        self._events: list[AuditEvent] = []

    def record(self, event: AuditEvent) -> int:
        if event.at.tzinfo is None:
            raise ValueError("an event without a time zone")
        self._events.append(replace(event, id=len(self._events) + 1))
        return len(self._events)

    def events(self, access: Access, *, action: str = "", since: datetime | None = None, limit: int = 100) -> list[AuditEvent]:
        own = (event for event in reversed(self._events) if event.user == access.user and action in {"", event.action})
        return [event for event in own if since is None or event.at >= since][: max(limit, 0)]


class FakeAnswerStore:
    """Kept answers in a dictionary."""

    def __init__(self) -> None:
        self._answers: dict[str, KeptAnswer] = {}

    def keep(self, kept: KeptAnswer) -> None:
        if kept.id in self._answers:
            raise ValueError(f"an answer {kept.id} is kept already")
        self._answers[kept.id] = kept

    def get(self, answer_id: str) -> KeptAnswer:
        if answer_id not in self._answers:
            raise NotFoundError(f"no answer {answer_id} is kept")
        return self._answers[answer_id]


class FakeAcceptedStore:
    """Accepted sentences in a dictionary."""

    def __init__(self) -> None:
        self._accepted: dict[tuple[str, str, Verdict], AcceptedSentence] = {}

    def accept(self, access: Access, accepted: AcceptedSentence) -> None:
        self._accepted[access.user, accepted.sentence, accepted.verdict] = accepted

    def withdraw(self, access: Access, sentence: str, verdict: Verdict) -> bool:
        return self._accepted.pop((access.user, sentence, verdict), None) is not None

    def find(self, access: Access, sentences: Sequence[str]) -> list[AcceptedSentence]:
        own = [one for (user, sentence, _), one in self._accepted.items() if user == access.user and sentence in sentences]
        return sorted(own, key=lambda one: (one.sentence, one.verdict.value))


def fake_ledger() -> SimpleNamespace:
    """Return fakes under the names that `open_ledger` gives the real ones."""
    schedules = FakeScheduleStore()
    ledger = FakeLedger()
    return SimpleNamespace(
        ledger=ledger,
        drafts=FakeDraftStore(ledger),
        answers=FakeAnswerStore(),
        accepted=FakeAcceptedStore(),
        watchlists=FakeWatchlistStore(),
        schedules=schedules,
        outbox=FakeOutbox(schedules),
        read_marks=FakeReadMarks(),
        close=lambda: None,
    )
