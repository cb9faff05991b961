"""In-memory stores of the ledger with the promises of the protocols: events, drafts, kept answers, watchlists."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.audit import BEGINNING, WORDS_HASH, AuditEnd, AuditFilter, AuditRow, row_hash, words_hash
from research.nouns.audit_tallies import AuditTally, DayTally, HourTally, SentTally
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
        self.apart: dict[int, tuple[tuple[str, str], ...]] = {}

    def record(self, event: AuditEvent) -> int:
        if event.at.tzinfo is None:
            raise ValueError("an event without a time zone")
        self.apart[len(self.recorded) + 1] = event.apart
        self.recorded.append(replace(event, id=len(self.recorded) + 1, details=(*event.details, *event.apart), apart=()))
        return len(self.recorded)

    def together(self):
        return nullcontext()

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
        return [row for row in reversed(self._rows()) if _is_wanted(row, wanted)][: max(limit, 0)]

    def tally(self, wanted: AuditFilter) -> AuditTally:
        rows = [row for row in self._rows() if _is_wanted(row, wanted)]
        actions = Counter(row.action for row in rows)
        hours = Counter((row.user, datetime.fromisoformat(row.at).replace(minute=0, second=0, microsecond=0)) for row in rows)
        sent = Counter(place for row in rows for place in _places(row))
        return AuditTally(
            len(rows),
            tuple(sorted(actions.items(), key=lambda one: (-one[1], one[0]))),
            _days([row for row in rows if row.action in {"ask", "grid", "draft", "struck"}]),
            tuple(HourTally(user, hour, count) for (user, hour), count in sorted(hours.items())),
            tuple(SentTally(*place, times) for place, times in sorted(sent.items(), key=lambda one: (-one[1], one[0]))),
        )

    def named(self) -> tuple[list[str], list[str]]:
        rows = self._rows()
        return sorted({row.user for row in rows}), sorted({row.action for row in rows})

    def _rows(self) -> list[AuditRow]:
        rows: list[AuditRow] = []
        for number, event in enumerate(self._ledger.recorded, start=1):
            at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
            apart = self._ledger.apart[number]
            words = json.dumps(apart, ensure_ascii=False) if apart else ""
            details = [*event.details[: len(event.details) - len(apart)], *([(WORDS_HASH, words_hash(words))] if words else [])]
            row = AuditRow(number, at, event.user, event.action, event.subject, json.dumps(details, ensure_ascii=False), "", words=words)
            rows.append(replace(row, hash=row_hash(rows[-1].hash if rows else BEGINNING, row)))
        return rows


def _is_wanted(row: AuditRow, wanted: AuditFilter) -> bool:
    at, said = datetime.fromisoformat(row.at), row.subject.lower()
    return (
        wanted.user in {"", row.user}
        and wanted.action in {"", row.action}
        and (wanted.since is None or at >= wanted.since)
        and (wanted.until is None or at < wanted.until)
        and all(word.lower() in said for word in wanted.words)
        and (wanted.before is None or row.id < wanted.before)
    )


def _days(rows: Sequence[AuditRow]) -> tuple[DayTally, ...]:
    days: dict[date, Counter[str]] = {}
    names = {"insufficient_evidence": "refused", "needs_clarification": "unclear"}
    for row in rows:
        details = dict(json.loads(row.details))
        of_day = days.setdefault(datetime.fromisoformat(row.at).date(), Counter())
        if row.action in {"ask", "grid"} and (status := details.get("status")):
            of_day[names.get(status, status)] += 1
        of_day.update({name: int(details.get(name, 0)) for name in ("marked", "struck")})
    return tuple(DayTally(day, **of_day) for day, of_day in sorted(days.items()))


def _places(row: AuditRow) -> Iterator[tuple[str, str, str, bool]]:
    details = dict(json.loads(row.details))
    if row.action in {"model", "embedding"}:
        yield row.action, details["endpoint"], details["model"], details["remote"] == "yes"
    if row.action == "send" and details["state"] != "failed":
        yield row.action, details["to"], details["channel"], details["channel"] == "mail"
    if "embedded_at" in details:
        yield row.action, details["embedded_at"], "embedding", True


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
