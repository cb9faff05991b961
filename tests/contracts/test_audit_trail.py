"""What every AuditTrail promises."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from research.audit.proving import prove
from research.nouns.audit import BEGINNING, AuditEnd, AuditFilter, row_hash
from research.nouns.audit_tallies import AuditTally, DayTally, HourTally, SentTally
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


def test_rows_are_chosen_by_words_of_their_subject_and_by_number(ledger_stores):
    for subject in ("Net sales of Quillmere", "net income of Quillmere", "100% of_net\\ sales", "Umsätze"):
        ledger_stores.ledger.record(replace(ASKED, subject=subject))

    def numbers(**wanted):
        return [row.id for row in ledger_stores.trail.newest(AuditFilter(**wanted), limit=9)]

    assert numbers(words=("QUILLMERE", "net")) == [2, 1]
    assert numbers(words=("%", "_")) == [3]
    assert numbers(words=("ätze",), before=5) == [4]
    assert numbers(before=3) == [2, 1]
    assert numbers(words=("quillmere",), before=2) == [1]
    assert ledger_stores.trail.tally(AuditFilter(words=("quillmere",))).rows == 2


def asked(status, *, marked="0", struck="0", hours=0, user="ann", action="ask", **more):
    details = (("status", status), ("marked", marked), ("struck", struck), *more.items())
    return AuditEvent(JANUARY + timedelta(hours=hours), user, action, "What?", details)


def test_rows_are_counted_by_day_and_status(ledger_stores):
    events = [
        asked("answered", marked="2"),
        asked("answered", struck="3", action="grid"),
        asked("insufficient_evidence", hours=1, of='["status", "answered"]'),
        asked("needs_clarification", hours=24, user="bob"),
        asked("partial", hours=24),
        AuditEvent(JANUARY + timedelta(hours=24), "ann", "struck", "digest", (("model", "m"), ("struck", "4"))),
        AuditEvent(JANUARY + timedelta(hours=24), "ann", "ask", "asked before statuses were kept"),
    ]
    for event in events:
        ledger_stores.ledger.record(event)
    found = ledger_stores.trail.tally(AuditFilter())
    assert found.days == (
        DayTally(date(2024, 1, 15), answered=2, refused=1, marked=2, struck=3),
        DayTally(date(2024, 1, 16), partial=1, unclear=1, struck=4),
    )
    assert (found.rows, found.actions) == (7, (("ask", 5), ("grid", 1), ("struck", 1)))
    nine = datetime(2024, 1, 15, 9, tzinfo=UTC)
    assert found.hours[:2] == (HourTally("ann", nine, 2), HourTally("ann", nine + timedelta(hours=1), 1))
    assert found.hours[-1] == HourTally("bob", nine + timedelta(hours=24), 1)
    of_bob = ledger_stores.trail.tally(AuditFilter(user="bob", since=JANUARY + timedelta(days=1)))
    assert of_bob.days == (DayTally(date(2024, 1, 16), unclear=1),)
    assert ledger_stores.trail.named() == (["ann", "bob"], ["ask", "grid", "struck"])


def test_what_was_sent_is_counted_by_place(ledger_stores):
    model = (("model", "far-1"), ("endpoint", "gateway.example.com"), ("remote", "yes"))
    own = (("model", "near"), ("endpoint", "127.0.0.1:11434"), ("remote", "no"))
    mail = (("digest", "d"), ("channel", "mail"), ("to", "ann@example.org"))
    ledger_stores.ledger.record(asked("answered", embedded_at="vectors.example.com"))
    for action, details in [
        ("model", model),
        ("model", model),
        ("model", own),
        ("send", (*mail, ("state", "sent"))),
        ("send", (*mail, ("state", "failed"))),
        ("send", (("channel", "file"), ("to", "/srv/digests"), ("state", "sent"))),
    ]:
        ledger_stores.ledger.record(AuditEvent(JANUARY, "ann", action, "what", details))
    assert ledger_stores.trail.tally(AuditFilter()).sent == (
        SentTally("model", "gateway.example.com", "far-1", True, 2),
        SentTally("ask", "vectors.example.com", "embedding", True, 1),
        SentTally("model", "127.0.0.1:11434", "near", False, 1),
        SentTally("send", "/srv/digests", "file", False, 1),
        SentTally("send", "ann@example.org", "mail", True, 1),
    )


def test_an_empty_trail_comes_to_nothing(ledger_stores):
    assert ledger_stores.trail.tally(AuditFilter()) == AuditTally(0)
    assert ledger_stores.trail.named() == ([], [])


def test_what_is_kept_beside_a_row_in_words_is_bound_to_it(ledger_stores):
    ledger_stores.ledger.record(ASKED)
    ledger_stores.ledger.record(replace(ASKED, apart=(("missing", "the “2019” paper"),)))
    end, rows = whole(ledger_stores)
    assert [row.words for row in rows] == ["", '[["missing", "the “2019” paper"]]']
    assert prove(rows, end).fault == ""
    assert prove([rows[0], replace(rows[1], words="")], end).fault == ""
    for at in range(2):
        changed = [replace(row, words='[["missing", "nothing"]]') if number == at else row for number, row in enumerate(rows)]
        proof = prove(changed, end)
        assert (proof.row, proof.fault) == (at + 1, f"row {at + 1} has other words beside it than were recorded with it")
