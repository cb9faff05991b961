"""What every WatchlistStore promises."""

from dataclasses import replace

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.news import EventType
from research.nouns.watchlists import WatchedCompany, Watchlist

ANN, BOB = Access("ann"), Access("bob")
QUILLMERE = WatchedCompany("Quillmere Pumps & Instruments", "QLMR", "Machinery", "ann")
FULL = Watchlist(
    "Semis “A”",
    "ann",
    (QUILLMERE, WatchedCompany("江屿精密传动")),
    ("Machinery",),
    (EventType.RESULTS, EventType.RATING),
    ("tariff",),
    ("Harrow Wire",),
    ("class action",),
    ("bob/Banks",),
    "XSHG",
    "Asia/Shanghai",
    shared=True,
    house=("Thornbury Lane",),
)


def test_a_list_comes_back_equal_whatever_the_case_of_its_name(ledger_stores):
    assert ledger_stores.watchlists.put(ANN, FULL) == FULL
    assert ledger_stores.watchlists.get(ANN, "  sEMIS  “a” ") == FULL


def test_a_list_is_kept_for_the_reader_whoever_it_says_it_is_of(ledger_stores):
    assert ledger_stores.watchlists.put(BOB, FULL).user == "bob"
    with pytest.raises(NotFoundError):
        ledger_stores.watchlists.get(ANN, FULL.name)


def test_putting_a_list_again_replaces_it(ledger_stores):
    ledger_stores.watchlists.put(ANN, FULL)
    ledger_stores.watchlists.put(ANN, Watchlist("semis “a”", "ann"))
    assert ledger_stores.watchlists.all(ANN) == [Watchlist("semis “a”", "ann")]


def test_another_users_list_is_read_when_it_is_shared_and_never_changed(ledger_stores):
    ledger_stores.watchlists.put(ANN, FULL)
    ledger_stores.watchlists.put(ANN, Watchlist("Private", "ann"))
    assert ledger_stores.watchlists.get(BOB, "ANN/semis “a”") == FULL
    assert ledger_stores.watchlists.get(ANN, "ann/private").name == "Private"
    for name in ("ann/Private", "ann/Nothing", "Semis “A”"):
        with pytest.raises(NotFoundError, match="no watchlist"):
            ledger_stores.watchlists.get(BOB, name)
    with pytest.raises(NotFoundError):
        ledger_stores.watchlists.remove(BOB, "ann/Semis “A”")
    assert ledger_stores.watchlists.get(ANN, FULL.name) == FULL


def test_lists_are_ones_own_by_name_then_those_that_others_share(ledger_stores):
    for access, name, shared in ((BOB, "b", True), (BOB, "a", False), (ANN, "z", True), (ANN, "C", True), (BOB, "A2", False)):
        ledger_stores.watchlists.put(access, Watchlist(name, access.user, shared=shared))
    assert [held.address for held in ledger_stores.watchlists.all(BOB)] == ["bob/a", "bob/A2", "bob/b", "ann/C", "ann/z"]
    assert [held.address for held in ledger_stores.watchlists.all(Access("cy"))] == ["ann/C", "ann/z", "bob/b"]


def test_a_removed_list_is_gone(ledger_stores):
    ledger_stores.watchlists.put(ANN, FULL)
    ledger_stores.watchlists.remove(ANN, "SEMIS “A”")
    assert ledger_stores.watchlists.all(ANN) == []
    with pytest.raises(NotFoundError):
        ledger_stores.watchlists.remove(ANN, FULL.name)


def test_the_companies_of_all_lists_are_told_once_and_without_their_owners(ledger_stores):
    ledger_stores.watchlists.put(ANN, FULL)
    ledger_stores.watchlists.put(BOB, Watchlist("x", "bob", (replace(QUILLMERE, owner="bob"), WatchedCompany("Aldermoor", "ALD"))))
    assert ledger_stores.watchlists.watched() == [
        WatchedCompany("Aldermoor", "ALD"),
        replace(QUILLMERE, owner=""),
        WatchedCompany("江屿精密传动"),
    ]
