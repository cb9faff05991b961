"""What waits to be sent stays back once its reader may not see all of it any more, whatever it is."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from research.nouns.access import Access
from research.nouns.sending import Channel, Outgoing
from tests.contracts.samples import make_document
from tests.fakes.stores import fake_catalog
from ui.out.sending import may_go

NOW = datetime(2026, 3, 2, tzinfo=UTC)
OPEN, INNER = make_document("open"), make_document("inner", label="internal")
ITEM = Outgoing("m1", "ann", Channel.MAIL, "ann@example.org", "Pumps (addendum)", "a1", b"", NOW, NOW, documents=(OPEN.id, INNER.id))


@pytest.fixture
def workspace():
    catalog = fake_catalog()
    for document in (OPEN, INNER):
        catalog.documents.add(document, [], [])
    return SimpleNamespace(
        documents=catalog.documents,
        schedules=SimpleNamespace(all=lambda _: [], last_sent=lambda *_: None),
        rights=SimpleNamespace(has_lost_any=lambda *_, **__: False),
        access=lambda: Access("ann", frozenset({"public", "internal"})),
    )


def test_an_addendum_stays_back_when_the_label_of_a_source_changes(workspace):
    assert may_go(workspace, ITEM)
    workspace.access = lambda: Access("ann", frozenset({"public"}))
    assert not may_go(workspace, ITEM)
    assert may_go(workspace, replace(ITEM, documents=(OPEN.id,)))
    assert may_go(workspace, replace(ITEM, documents=()))
    assert may_go(workspace, replace(ITEM, documents=None))


def test_who_sees_everything_gets_everything(workspace):
    workspace.access = lambda: Access("ann")
    assert may_go(workspace, replace(ITEM, documents=("gone",)))
