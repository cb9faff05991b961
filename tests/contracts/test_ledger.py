"""What every Ledger promises."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from research.nouns.access import Access
from research.nouns.queries import AuditEvent
from tests.contracts.samples import JANUARY

ANN = Access("ann")
ASKED = AuditEvent(JANUARY, "ann", "ask", "What were the FY2023 revenues?", (("answer", "1,577 “x”"), ("documents", "a, b")))


def test_events_come_back_equal_with_a_growing_id(ledger_stores):
    ids = [ledger_stores.ledger.record(replace(ASKED, subject=subject)) for subject in ("one", "two")]
    assert ids[0] < ids[1]
    found = ledger_stores.ledger.events(ANN)
    assert found == [replace(ASKED, subject="two", id=ids[1]), replace(ASKED, subject="one", id=ids[0])]


def test_readers_see_their_own_events_only(ledger_stores):
    ledger_stores.ledger.record(ASKED)
    assert ledger_stores.ledger.events(Access("bob")) == []


def test_events_are_chosen_by_action_time_and_number(ledger_stores):
    for day, action in enumerate(["ask", "ingest", "ask", "ask"]):
        ledger_stores.ledger.record(AuditEvent(JANUARY + timedelta(days=day), "ann", action, str(day)))

    def subjects(**wanted):
        return [event.subject for event in ledger_stores.ledger.events(ANN, **wanted)]

    assert subjects() == ["3", "2", "1", "0"]
    assert subjects(action="ask") == ["3", "2", "0"]
    assert subjects(since=JANUARY + timedelta(days=2)) == ["3", "2"]
    assert subjects(limit=1) == ["3"]
    assert subjects(limit=0) == []
    assert subjects(action="ask", since=JANUARY + timedelta(days=1), limit=5) == ["3", "2"]


def test_an_event_needs_a_time_zone(ledger_stores):
    with pytest.raises(ValueError, match="time zone"):
        ledger_stores.ledger.record(replace(ASKED, at=JANUARY.replace(tzinfo=None)))
    assert ledger_stores.ledger.record(replace(ASKED, at=JANUARY.astimezone(timezone(timedelta(hours=-5))))) == 1
    assert ledger_stores.ledger.events(ANN)[0].at == JANUARY


def test_events_are_recorded_together_in_their_order(ledger_stores):
    ledger_stores.ledger.record_all([replace(ASKED, subject=subject) for subject in ("one", "two", "three")])
    assert [event.subject for event in ledger_stores.ledger.events(ANN)] == ["three", "two", "one"]
    ledger_stores.ledger.record_all([])
    assert len(ledger_stores.ledger.events(ANN)) == 3
