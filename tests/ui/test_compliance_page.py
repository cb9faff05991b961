"""The page Compliance run without a browser, over a real ledger."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from research.adapters.sqlite import open_catalog, open_ledger
from research.audit.acts import Acts
from research.nouns.access import Access
from research.nouns.audit import AuditFilter
from research.nouns.queries import AuditEvent
from research.settings import Settings
from tests.waiting import LONG_SECONDS
from ui.pages.compliance_desk import ComplianceDesk
from ui.pages.compliance_state import ROWS_A_PAGE

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOSTILE = '<img src=x onerror="alert(1)">'


def page(desk) -> None:
    from ui.pages import compliance

    compliance.show(desk)


@pytest.fixture
def kept(tmp_path):
    """Return a desk over a real ledger, and its stores."""
    catalog, ledger = open_catalog(tmp_path / "home"), open_ledger(tmp_path / "home")
    acts = Acts(ledger.ledger, catalog.documents)
    settings = Settings(home=tmp_path / "home", user="cora")
    workspace = SimpleNamespace(settings=settings, access=Access, trail=ledger.trail, acts=acts)
    yield SimpleNamespace(desk=ComplianceDesk(workspace, clock=lambda: NOW), ledger=ledger.ledger, home=tmp_path / "home")
    ledger.close()
    catalog.close()


def record(kept, *, user="ann", action="ask", subject="What were net sales?", days=0, status="answered"):
    details = (("status", status), ("marked", "0"), ("struck", "0"))
    kept.ledger.record(AuditEvent(NOW - timedelta(days=days), user, action, subject, details))


def opened(kept):
    app = AppTest.from_function(page, args=(kept.desk,), default_timeout=LONG_SECONDS).run()
    assert not app.exception
    return app


def html(app):
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def numbers(app):
    """Return the numbers of the rows that are shown."""
    return [int(one.split("<", 1)[0].replace(",", "")) for one in html(app).split('<td class="rd-number">')[1:]]


def test_an_empty_trail_says_so_everywhere_and_is_whole(kept):
    app = opened(kept)
    shown = html(app)
    assert "0 rows, 2026-02-01 to 2026-03-02" in shown
    assert "No question was asked." in shown
    assert "No row fits." in shown
    app.button(key="compliance-prove").click().run()
    assert "The audit trail is whole" in html(app)
    assert app.code[0].value == f"0:{'0' * 64}"


def test_rows_are_found_by_user_action_days_and_words(kept):
    record(kept, days=40)
    record(kept, subject=f"{HOSTILE} margins")
    record(kept, user="bob", action="grid", status="insufficient_evidence")
    app = opened(kept)
    assert numbers(app) == [3, 2]
    assert "2 questions, 50% answered or in part" in html(app)
    assert "<img" not in html(app)
    app.selectbox(key="compliance-window").select("All days").run()
    assert numbers(app) == [3, 2, 1]
    app.selectbox(key="compliance-user").select("ann").run()
    assert numbers(app) == [2, 1]
    app.text_input(key="compliance-words").input("MARGINS <img").run()
    assert numbers(app) == [2]
    app.selectbox(key="compliance-action").select("grid").run()
    assert "No row fits." in html(app)


def test_chosen_days_both_count(kept):
    for days in (3, 2, 1, 0):
        record(kept, days=days)
    app = opened(kept)
    app.selectbox(key="compliance-window").select("Chosen days").run()
    assert numbers(app) == [4, 3, 2, 1]
    app.date_input(key="compliance-first").set_value((NOW - timedelta(days=2)).date()).run()
    app.date_input(key="compliance-last").set_value((NOW - timedelta(days=1)).date()).run()
    assert numbers(app) == [3, 2]
    assert "2 rows, 2026-02-28 to 2026-03-01" in html(app)


def test_more_rows_are_shown_on_demand_and_a_filter_begins_anew(kept):
    for _ in range(ROWS_A_PAGE + 30):
        record(kept)
    app = opened(kept)
    assert len(numbers(app)) == ROWS_A_PAGE
    assert app.button(key="compliance-more").label == "Show 30 more rows of 30"
    app.button(key="compliance-more").click().run()
    assert (len(numbers(app)), numbers(app)[-1]) == (ROWS_A_PAGE + 30, 1)
    app.selectbox(key="compliance-user").select("ann").run()
    assert len(numbers(app)) == ROWS_A_PAGE


def test_a_tampered_trail_is_told(kept):
    import sqlite3

    for _ in range(3):
        record(kept)
    with sqlite3.connect(kept.home / "ledger.db") as connection:
        connection.execute("DROP TRIGGER audit_is_never_changed")
        connection.execute("UPDATE audit SET user = 'somebody' WHERE id = 2")
    connection.close()
    app = opened(kept)
    app.button(key="compliance-prove").click().run()
    assert "Row 2 is not what was recorded: it, its hash or the hash before was changed" in html(app)


def test_the_export_has_the_rows_that_are_chosen_and_is_recorded(kept):
    record(kept, days=1)
    record(kept, user="bob")
    assert opened(kept).get("download_button")[0].label == "Export these rows"
    content = kept.desk.file(AuditFilter(user="bob"), "audit-trail.jsonl")
    assert [json.loads(line)["user"] for line in content.decode().splitlines()] == ["bob"]
    (event,) = kept.ledger.events(Access("cora"))
    said = dict(event.details)
    assert (event.action, event.subject, said["rows"], said["user"]) == ("export audit", "audit-trail.jsonl", "1", "bob")


def test_it_is_counted_anew_when_the_trail_has_grown(kept):
    record(kept)
    first, _ = kept.desk.tally(AuditFilter())
    assert kept.desk.tally(AuditFilter())[0] is first
    record(kept)
    assert kept.desk.tally(AuditFilter())[0].rows == 2
