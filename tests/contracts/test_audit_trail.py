"""What every AuditTrail promises."""

from dataclasses import replace
from datetime import timedelta

from research.audit.proving import prove
from research.nouns.audit import BEGINNING, AuditEnd, AuditFilter, row_hash
from research.nouns.queries import AuditEvent
from tests.contracts.samples import JANUARY

ASKED = AuditEvent(JANUARY, "ann", "ask", "What were the FY2023 revenues?", (("answer", "1,577 “x”"),))


def whole(stores):
    with stores.trail.whole() as (end, rows):
        return end, list(rows)


def test_an_empty_trail_is_whole(ledger_stores):
    assert whole(ledger_stores) == (AuditEnd(0), [])


def test_each_row_is_bound_to_the_one_before(ledger_stores):
    for subject in ("one", "zwei ä", "三"):
        ledger_stores.ledger.record(replace(ASKED, subject=subject))
    end, rows = whole(ledger_stores)
    assert end == AuditEnd(3)
    assert [(row.id, row.at, row.user, row.action, row.subject, row.details) for row in rows[:1]] == [
        (1, "2024-01-15T09:30:00.123456+00:00", "ann", "ask", "one", '[["answer", "1,577 “x”"]]')
    ]
    assert [row.hash for row in rows] == [
        row_hash(before, row) for before, row in zip([BEGINNING, *(row.hash for row in rows)], rows, strict=False)
    ]
    assert prove(rows, end).fault == ""


def test_rows_of_all_users_are_chosen_newest_first(ledger_stores):
    for day, (user, action) in enumerate([("ann", "ask"), ("bob", "ask"), ("bob", "export"), ("ann", "ask")]):
        ledger_stores.ledger.record(AuditEvent(JANUARY + timedelta(days=day), user, action, str(day)))

    def subjects(limit=9, **wanted):
        return [row.subject for row in ledger_stores.trail.newest(AuditFilter(**wanted), limit=limit)]

    assert subjects() == ["3", "2", "1", "0"]
    assert subjects(user="bob") == ["2", "1"]
    assert subjects(action="ask", limit=2) == ["3", "1"]
    assert subjects(since=JANUARY + timedelta(days=1), until=JANUARY + timedelta(days=3)) == ["2", "1"]
    assert subjects(limit=0) == []
