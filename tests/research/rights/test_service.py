"""A reader's access follows their grants at the moment of each request; a restricted company is closed to who has no grant for it."""

import sqlite3
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from research.adapters.sqlite import open_catalog, open_ledger
from research.audit.acts import Acts
from research.directory import CompanyDirectory
from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from research.rights.service import Leave, Rights
from tests.contracts.samples import make_document

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHIEF = Access("chief")
LEAVE = Leave("C. Lindqvist", "joins the deal team")


@pytest.fixture
def walled(tmp_path):
    """Return rights over real stores with documents of four labels, whose clock `now` is."""
    catalog, ledger = open_catalog(tmp_path), open_ledger(tmp_path)
    for name, label, company in (
        ("open", "public", "Quillmere Pumps, Inc."),
        ("house", "internal", "Quillmere Pumps, Inc."),
        ("deal", "deal:bluebird", "Quillmere Pumps Inc"),
        ("other", "deal:bluebird", "Tarrowby Foods plc"),
        ("own", "personal:ann", "Tarrowby Foods plc"),
    ):
        catalog.documents.add(make_document(name, label=label, company=company, ticker=company[:4].upper(), also_called=()), [], [])
    moment = SimpleNamespace(now=NOON)
    directory = CompanyDirectory(catalog.documents, catalog.names)
    acts = Acts(ledger.ledger, catalog.documents)
    rights = Rights(ledger.grants, acts, directory, walls=True, clock=lambda: moment.now)
    seen = lambda user: [one.name for one in catalog.documents.find(rights.access(user), DocumentFilter())]  # noqa: E731
    yield SimpleNamespace(rights=rights, moment=moment, seen=seen, ledger=ledger, catalog=catalog, directory=directory, acts=acts)
    ledger.close()
    catalog.close()


def test_without_walls_everybody_sees_everything(walled):
    rights = Rights(walled.ledger.grants, walled.acts, walled.directory, walls=False)
    assert rights.access("ann") == Access("ann")


def test_everyone_sees_what_is_open_and_their_own(walled):
    assert walled.seen("ann") == ["house", "open", "own"]
    assert walled.seen("ben") == ["house", "open"]


def test_what_everybody_may_see_is_what_is_open_and_of_no_closed_company(walled):
    walled.rights.restrict(CHIEF, "Quillmere Pumps, Inc.", reason="mandate")
    anybody = walled.rights.anybody()
    assert [one.name for one in walled.catalog.documents.find(anybody, DocumentFilter())] == ["open"]
    assert anybody.allows("internal", "Tarrowby Foods plc")


def test_a_grant_holds_from_its_beginning_to_its_end(walled):
    leave = Leave("C. Lindqvist", "joins", NOON + timedelta(hours=1), NOON + timedelta(hours=2))
    walled.rights.grant(CHIEF, "ben", "deal:bluebird", leave)
    seen = []
    for minutes in (59, 60, 119, 120):
        walled.moment.now = NOON + timedelta(minutes=minutes)
        seen.append("deal" in walled.seen("ben"))
    assert seen == [False, True, True, False]


def test_a_revocation_holds_on_the_next_request_and_is_recorded(walled):
    walled.rights.grant(CHIEF, "ben", "deal:bluebird", LEAVE)
    assert walled.seen("ben") == ["deal", "house", "open", "other"]
    assert walled.rights.revoke(CHIEF, "ben", "deal:bluebird", reason="left the team") == 1
    assert walled.seen("ben") == ["house", "open"]
    with pytest.raises(NotFoundError, match="ben has no grant of deal:bluebird"):
        walled.rights.revoke(CHIEF, "ben", "deal:bluebird", reason="left the team")
    revoked, granted = walled.ledger.ledger.events(CHIEF)
    assert (granted.action, granted.subject, dict(granted.details)["approver"]) == ("grant", "deal:bluebird", "C. Lindqvist")
    assert (revoked.action, dict(revoked.details)["user"], dict(revoked.details)["reason"]) == ("revoke", "ben", "left the team")
    assert len(dict(granted.details)["allowed_sha256"]) == 64
    assert (walled.rights.grants(CHIEF), [one.ended_by for one in walled.rights.grants(CHIEF, ended=True)]) == ([], ["chief"])


def test_a_restricted_company_is_closed_in_every_spelling_but_for_public_documents(walled):
    walled.rights.grant(CHIEF, "ben", "deal:bluebird", LEAVE)
    with pytest.raises(UsageError, match="may be Quillmere Pumps"):
        walled.rights.restrict(CHIEF, "Quillmere", reason="we advise")
    walled.rights.restrict(CHIEF, "Quillmere Pumps", reason="we advise")
    assert walled.seen("ben") == ["open", "other"]
    walled.rights.grant(CHIEF, "ben", "company:quillmere pumps", LEAVE)
    assert walled.seen("ben") == ["deal", "house", "open", "other"]
    assert walled.seen("ann") == ["open", "own"]
    walled.rights.unrestrict(CHIEF, "Quillmere Pumps", reason="the deal is closed")
    assert walled.seen("ann") == ["house", "open", "own"]


@pytest.mark.parametrize(
    ("user", "label", "leave", "why"),
    [
        ("ben", "bluebird", LEAVE, "does not fit"),
        ("ben", "deal:", LEAVE, "does not fit"),
        (" ", "deal:x", LEAVE, "the user is empty"),
        ("ben", "deal:x", Leave("", "joins"), "the approver is empty"),
        ("ben", "deal:x", Leave("C. Lindqvist", " "), "the reason is empty"),
        ("ben", "deal:x", Leave("ben", "joins"), "cannot approve"),
        ("ben", "deal:x", Leave("C. Lindqvist", "joins", until=NOON), "would end before"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(walled, user, label, leave, why):
    with pytest.raises(UsageError, match=why):
        walled.rights.grant(CHIEF, user, label, leave)
    assert walled.rights.grants(CHIEF, ended=True) == []


def test_a_right_is_lost_by_a_grant_that_ends_and_a_company_that_is_closed(walled):
    walled.rights.grant(CHIEF, "ben", "deal:bluebird", Leave("C. Lindqvist", "joins", until=NOON + timedelta(hours=2)))
    made, lost = NOON + timedelta(hours=1), walled.rights.has_lost_any
    walled.moment.now = made
    assert not lost("ben", since=made)
    walled.moment.now = NOON + timedelta(hours=3)
    assert (lost("ben", since=made), lost("ben", since=walled.moment.now), lost("ann", since=made)) == (True, False, False)
    walled.rights.grant(CHIEF, "ben", "deal:bluebird", LEAVE)
    assert not lost("ben", since=made)
    walled.rights.restrict(CHIEF, "Tarrowby Foods plc", reason="we advise")
    assert (lost("ben", since=made), lost("ann", since=walled.moment.now)) == (True, False)
    walled.rights.grant(CHIEF, "ben", "company:Tarrowby Foods plc", LEAVE)
    assert not lost("ben", since=made)


def test_grants_are_never_removed(walled, tmp_path):
    walled.rights.grant(CHIEF, "ben", "deal:bluebird", LEAVE)
    with sqlite3.connect(tmp_path / "ledger.db") as connection, pytest.raises(sqlite3.DatabaseError, match="never removed"):
        connection.execute("DELETE FROM grants")
