"""In-memory stores of the ledger with the promises of the protocols: events, drafts, kept answers, watchlists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.audit import BEGINNING, AuditEnd, AuditFilter, AuditRow, row_hash
from research.nouns.conversations import KeptAnswer
from research.nouns.drafts import AcceptedSentence
from research.nouns.queries import AuditEvent
from tests.fakes.drafts import FakeDraftStore
from tests.fakes.sending import FakeOutbox, FakeReadMarks, FakeScheduleStore
from tests.fakes.watchlists import FakeWatchlistStore


class FakeLedger:
    """Events in a list."""

    def __init__(self) -> None:
        self.recorded: list[AuditEvent] = []

    def record(self, event: AuditEvent) -> int:
        if event.at.tzinfo is None:
            raise ValueError("an event without a time zone")
        self.recorded.append(replace(event, id=len(self.recorded) + 1))
        return len(self.recorded)

    def record_all(self, events: Sequence[AuditEvent]) -> None:
        for event in events:
            self.record(event)

    def events(self, access: Access, *, action: str = "", since: datetime | None = None, limit: int = 100) -> list[AuditEvent]:
        own = (event for event in reversed(self.recorded) if event.user == access.user and action in {"", event.action})
        return [event for event in own if since is None or event.at >= since][: max(limit, 0)]


class FakeAuditTrail:
    """The events of a `FakeLedger`, hashed when they are looked at: nothing changes them in between."""

    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger

    @contextmanager
    def whole(self) -> Iterator[tuple[AuditEnd, Iterator[AuditRow]]]:
        rows = self._rows()
        yield AuditEnd(len(rows)), iter(rows)

    def newest(self, wanted: AuditFilter, *, limit: int) -> list[AuditRow]:
        named = [row for row in self._rows() if wanted.user in {"", row.user} and wanted.action in {"", row.action}]
        since, until = (None if one is None else one.astimezone(UTC) for one in (wanted.since, wanted.until))
        later = [row for row in named if since is None or datetime.fromisoformat(row.at) >= since]
        return [row for row in reversed(later) if until is None or datetime.fromisoformat(row.at) < until][: max(limit, 0)]

    def _rows(self) -> list[AuditRow]:
        rows: list[AuditRow] = []
        for number, event in enumerate(self._ledger.recorded, start=1):
            at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
            row = AuditRow(number, at, event.user, event.action, event.subject, json.dumps(event.details, ensure_ascii=False), "")
            rows.append(replace(row, hash=row_hash(rows[-1].hash if rows else BEGINNING, row)))
        return rows


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
        trail=FakeAuditTrail(ledger),
        drafts=FakeDraftStore(ledger),
        answers=FakeAnswerStore(),
        accepted=FakeAcceptedStore(),
        watchlists=FakeWatchlistStore(),
        schedules=schedules,
        outbox=FakeOutbox(schedules),
        read_marks=FakeReadMarks(),
        copy=lambda folder: None,
        close=lambda: None,
    )
