"""What a user does to their watchlists, each change recorded."""

from dataclasses import replace

import pytest

from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.watchlists.service import Watchlists
from tests.fakes.ledger import FakeLedger
from tests.fakes.watchlists import FakeMarketHours, FakeWatchlistStore

ANN, BOB = Access("ann"), Access("bob")
QUILLMERE = WatchedCompany("Quillmere", "QLMR", "Machinery", "ann")


@pytest.fixture
def ledger():
    return FakeLedger()


@pytest.fixture
def lists(ledger):
    return Watchlists(FakeWatchlistStore(), ledger, FakeMarketHours())


def test_companies_are_added_to_a_list_that_is_made_for_them(lists, ledger):
    lists.add(ANN, "Pumps", [QUILLMERE])
    kept = lists.add(ANN, "pumps", [WatchedCompany("QUILLMERE, Inc.", "", "Pumps"), WatchedCompany("Aldermoor")])
    assert kept.companies == (replace(QUILLMERE, sector="Pumps"), WatchedCompany("Aldermoor"))
    assert [(event.action, event.subject, event.details) for event in ledger.events(ANN)] == [
        ("set watchlist", "Pumps", (("companies", "2"),)),
        ("set watchlist", "Pumps", (("companies", "1"),)),
    ]


def test_companies_may_replace_those_that_stand_on_a_list(lists):
    lists.save(ANN, Watchlist("Pumps", "ann", (QUILLMERE,), keywords=("tariff",)))
    kept = lists.add(ANN, "Pumps", [WatchedCompany("Aldermoor")], instead=True)
    assert (kept.companies, kept.keywords) == ((WatchedCompany("Aldermoor"),), ("tariff",))


def test_companies_are_dropped_by_name_or_ticker(lists):
    lists.add(ANN, "Pumps", [QUILLMERE, WatchedCompany("Aldermoor Ltd"), WatchedCompany("Osgrove")])
    assert [one.company for one in lists.drop(ANN, "Pumps", ["qlmr", "aldermoor"]).companies] == ["Osgrove"]
    with pytest.raises(NotFoundError, match="Wexcombe is not on Pumps"):
        lists.drop(ANN, "Pumps", ["Wexcombe"])


def test_nobody_changes_anothers_list(lists):
    lists.save(ANN, Watchlist("Pumps", "ann", shared=True))
    with pytest.raises(UsageError, match="another user's list"):
        lists.add(BOB, "ann/Pumps", [QUILLMERE])
    with pytest.raises(NotFoundError):
        lists.remove(BOB, "ann/Pumps")
    assert lists.add(BOB, "Pumps", [QUILLMERE]).user == "bob"
    assert lists.get(BOB, "ann/Pumps").companies == ()


def test_the_only_list_needs_no_name(lists):
    with pytest.raises(NotFoundError, match="ann has no watchlist"):
        lists.the(ANN, None)
    lists.save(BOB, Watchlist("Banks", "bob", shared=True))
    lists.save(ANN, Watchlist("Pumps", "ann"))
    assert lists.the(ANN, None).name == "Pumps"
    assert lists.the(ANN, "bob/banks").name == "Banks"
    lists.save(ANN, Watchlist("Retail", "ann"))
    with pytest.raises(UsageError, match="which watchlist: Pumps, Retail"):
        lists.the(ANN, None)


def test_a_roll_up_reads_only_what_its_reader_may(lists):
    lists.save(ANN, Watchlist("Own", "ann", (QUILLMERE,)))
    lists.save(ANN, Watchlist("Team", "ann", includes=("Own",), shared=True))
    assert lists.rolled_up(ANN, lists.get(ANN, "Team")).watchlist.companies == (QUILLMERE,)
    others = lists.rolled_up(BOB, lists.get(BOB, "ann/Team"))
    assert (others.watchlist.companies, others.missing) == (
        (),
        ("the watchlist ann/Own, which Team includes, is not there for you",),
    )
