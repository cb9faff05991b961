"""Lists that hold lists: each company once, who covers it, and what could not be read."""

from research.errors import NotFoundError
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.watchlists.rollup import roll_up

PUMPS = Watchlist("Pumps", "ann", (WatchedCompany("Quillmere", "QLMR", "Machinery"), WatchedCompany("Aldermoor", owner="cy")))
BANKS = Watchlist("Banks", "bob", (WatchedCompany("Wexcombe", "", "Banks"), WatchedCompany("Quillmere, Inc.", "", "", "bob")))


def reader(*held):
    known = {one.address.casefold(): one for one in held}

    def read(address):
        if address.casefold() not in known:
            raise NotFoundError(address)
        return known[address.casefold()]

    return read


def test_companies_of_included_lists_follow_and_tell_who_covers_them():
    team = Watchlist("Team", "ann", (WatchedCompany("Osgrove"),), includes=("pumps", "bob/Banks"))
    rolled = roll_up(team, reader(PUMPS, BANKS))
    assert rolled.watchlist.companies == (
        WatchedCompany("Osgrove"),
        WatchedCompany("Quillmere", "QLMR", "Machinery", "bob"),
        WatchedCompany("Aldermoor", owner="cy"),
        WatchedCompany("Wexcombe", "", "Banks", "bob"),
    )
    assert rolled.missing == ()


def test_lists_that_hold_each_other_are_read_once():
    one = Watchlist("One", "ann", (WatchedCompany("A"),), includes=("Two", "ONE"))
    two = Watchlist("Two", "ann", (WatchedCompany("B"),), includes=("One", "ann/two"))
    assert [held.company for held in roll_up(one, reader(one, two)).watchlist.companies] == ["A", "B"]


def test_a_list_that_is_not_there_is_told_once():
    team = Watchlist("Team", "ann", (WatchedCompany("A"),), includes=("Gone", "ann/gone", "bob/Gone"))
    rolled = roll_up(team, reader())
    assert [held.company for held in rolled.watchlist.companies] == ["A"]
    assert rolled.missing == (
        "the watchlist ann/Gone, which Team includes, is not there for you",
        "the watchlist bob/Gone, which Team includes, is not there for you",
    )


def test_sectors_leave_only_their_companies_and_say_which_have_none():
    team = Watchlist("Team", "ann", (WatchedCompany("Osgrove"),), sectors=("banks",), includes=("bob/Banks",))
    rolled = roll_up(team, reader(BANKS))
    assert [held.company for held in rolled.watchlist.companies] == ["Wexcombe"]
    assert rolled.missing == tuple(
        f"{name} has no sector on the list, and only some sectors are followed" for name in ("Osgrove", "Quillmere, Inc.")
    )
