"""A reader's schedules: checked before they are kept, recorded, and forgotten."""

from dataclasses import replace
from datetime import time
from types import SimpleNamespace

import pytest

from research.errors import DeskError, NotFoundError
from research.nouns.access import Access
from research.nouns.sending import WORKDAYS, Channel, FileFormat, Outgoing
from research.nouns.watchlists import Watchlist
from research.settings import Settings
from research.watchlists.service import Watchlists
from tests.contracts.samples import JANUARY
from tests.fakes.ledger import fake_ledger
from tests.fakes.watchlists import FakeMarketHours
from ui.out.scheduling import Plan, Scheduling

ANN, BOB = Access("ann"), Access("bob")
MAILED = Plan("pumps", time(7, 30), mail=("ann@example.org", "ann@example.org"))


@pytest.fixture
def desk():
    stores = fake_ledger()
    lists = Watchlists(stores.watchlists, stores.ledger, FakeMarketHours())
    lists.save(ANN, Watchlist("Pumps", "ann", zone="Europe/Berlin"))
    lists.save(BOB, Watchlist("Semis", "bob", shared=True))
    settings = Settings(smtp_host="mail.example.org", smtp_from="desk@example.org")
    return SimpleNamespace(**vars(stores) | {"watchlists": lists, "settings": settings})


def scheduling(desk, access=ANN):
    return Scheduling(desk, access, clock=lambda: JANUARY)


def test_a_schedule_has_its_lists_name_and_clock_and_each_reader_once(desk):
    kept = scheduling(desk).add(MAILED)
    assert (kept.watchlist, kept.zone, kept.days, kept.recipients) == ("Pumps", "Europe/Berlin", WORKDAYS, ("ann@example.org",))
    assert (kept.created_at, kept.folder, kept.done_at) == (JANUARY, "", None)
    assert scheduling(desk).all() == [kept]
    assert scheduling(desk, BOB).all() == []
    (event,) = desk.ledger.events(ANN, action="add schedule")
    said = dict(event.details)
    assert (event.subject, said.pop("days"), said) == (
        str(kept.id),
        "0,1,2,3,4",
        {"watchlist": "Pumps", "to": "ann@example.org", "format": "html", "at": "07:30 Europe/Berlin"},
    )


def test_anothers_list_keeps_its_address(desk, tmp_path):
    kept = scheduling(desk).add(Plan("bob/Semis", time(9), (0,), "Asia/Tokyo", folder=tmp_path, format=FileFormat.JSON))
    assert (kept.watchlist, kept.zone, kept.folder, kept.format) == ("bob/Semis", "Asia/Tokyo", str(tmp_path.resolve()), FileFormat.JSON)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mail": ()}, "nowhere"),
        ({"days": ()}, "never go out"),
        ({"mail": ("nobody",)}, "is no mail address"),
        ({"zone": "Mars/Base"}, "is not known"),
        ({"watchlist": "None"}, "None"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(desk, change, said):
    with pytest.raises(DeskError, match=said):
        scheduling(desk).add(replace(MAILED, **change))
    assert scheduling(desk).all() == []
    assert desk.ledger.events(ANN, action="add schedule") == []


def test_mail_wants_a_server_and_a_folder_wants_to_be_there(desk, tmp_path):
    desk.settings = Settings()
    with pytest.raises(DeskError, match="no mail server is set"):
        scheduling(desk).add(MAILED)
    with pytest.raises(DeskError, match="no such folder"):
        scheduling(desk).add(replace(MAILED, mail=(), folder=tmp_path / "none"))


def test_a_schedule_is_forgotten_by_its_reader_alone(desk):
    kept = scheduling(desk).add(MAILED)
    with pytest.raises(NotFoundError):
        scheduling(desk, BOB).remove(kept.id)
    scheduling(desk).remove(kept.id)
    assert scheduling(desk).all() == []
    assert [event.subject for event in desk.ledger.events(ANN, action="remove schedule")] == [str(kept.id)]


def test_what_waits_is_troubled_and_what_was_sent_is_not(desk):
    desk.outbox.queue(None, [Outgoing("x", "ann", Channel.FILE, "/drop", "a.html", "d1", b"", JANUARY, JANUARY)])
    assert [one.id for one in scheduling(desk).troubled()] == ["x"]
    assert scheduling(desk, BOB).troubled() == []
