"""A file that a page gives is made when it is asked for, and recorded with its hash before it is there."""

from hashlib import sha256
from types import SimpleNamespace

import pytest

from research.audit.acts import Acts
from research.errors import CannotReadError
from research.nouns.access import Access
from tests.fakes.ledger import FakeLedger
from tests.fakes.stores import FakeDocumentStore
from ui.pages.downloads import Download, taken


def test_a_file_is_recorded_each_time_that_it_is_given():
    ledger, made = FakeLedger(), []
    desk = SimpleNamespace(acts=Acts(ledger, FakeDocumentStore()), access=Access("ann"))
    give = taken(desk, Download("grid.xlsx", "application/x", lambda: made.append(1) or b"bytes", "grid of 2 cells"))
    assert (made, ledger.recorded) == ([], [])
    assert (give(), give()) == (b"bytes", b"bytes")
    assert [(one.user, one.action, one.subject) for one in ledger.recorded] == [("ann", "export", "grid of 2 cells")] * 2
    assert dict(ledger.recorded[0].details)["sha256"] == sha256(b"bytes").hexdigest()


def test_a_file_that_cannot_be_made_or_recorded_is_not_given():
    def fail(*_):
        raise CannotReadError("the original is gone")

    ledger = FakeLedger()
    desk = SimpleNamespace(acts=Acts(ledger, FakeDocumentStore()), access=Access("ann"))
    with pytest.raises(CannotReadError):
        taken(desk, Download("a.pdf", "application/pdf", fail, "original"))()
    assert ledger.recorded == []
    closed = SimpleNamespace(acts=SimpleNamespace(record=fail), access=Access("ann"))
    with pytest.raises(CannotReadError):
        taken(closed, Download("a.pdf", "application/pdf", lambda: b"bytes", "original"))()
