"""What may stand on a watchlist, and how it is tidied."""

import pytest

from research.errors import UsageError
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.watchlists.checking import MOST_COMPANIES, checked, company_key

MARKETS = ("XLON", "XNYS")


def check(**changes):
    return checked(Watchlist(**{"name": "Pumps", "user": "ann"} | changes), MARKETS)


def test_names_and_terms_are_tidied():
    found = check(
        name="  My \n pumps ",
        companies=(WatchedCompany(" Quillmere  Pumps ", " qlmr ", " Machinery", "ann "), WatchedCompany("  ")),
        keywords=("tariff", " ", "Tariff", "rare  earths"),
        market=" xlon ",
        zone=" Europe/London",
    )
    assert found == Watchlist(
        "My pumps",
        "ann",
        (WatchedCompany("Quillmere Pumps", "QLMR", "Machinery", "ann"),),
        keywords=("tariff", "rare earths"),
        market="XLON",
        zone="Europe/London",
    )


def test_a_company_stands_once_and_what_one_line_leaves_out_another_says():
    found = check(
        companies=(WatchedCompany("Quillmere, Inc."), WatchedCompany("Aldermoor"), WatchedCompany("QUILLMERE", "QLMR", "", "bob"))
    )
    assert found.companies == (WatchedCompany("Quillmere, Inc.", "QLMR", "", "bob"), WatchedCompany("Aldermoor"))


@pytest.mark.parametrize(("one", "other"), [("Quillmere, Inc.", "quillmere inc"), ("3M Co", "3M Company")])
def test_legal_forms_do_not_tell_companies_apart(one, other):
    assert company_key(one) == company_key(other)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "cannot be a watchlist's name"),
        ({"name": "ann/Pumps"}, "cannot be a watchlist's name"),
        ({"market": "NOWHERE"}, "market 'NOWHERE' is not known"),
        ({"zone": "Nowhere/Land"}, "time zone 'Nowhere/Land' is not known"),
        ({"zone": "../../etc/passwd"}, "time zone '../../etc/passwd' is not known"),
        ({"zone": ""}, "time zone '' is not known"),
        ({"keywords": ("x" * 200,)}, "too long"),
        ({"muted": tuple(map(str, range(300)))}, "300 terms are too many"),
        ({"companies": tuple(WatchedCompany(f"C{at}") for at in range(MOST_COMPANIES + 1))}, "5001 companies are too many"),
    ],
)
def test_what_cannot_stand_on_a_list_is_refused(changes, said):
    with pytest.raises(UsageError, match=said.replace("(", r"\(")):
        check(**changes)


def test_what_is_not_seen_does_not_stand_on_a_list():
    kept = check(name="Pu\u202emps\u200b", companies=(WatchedCompany("\ufeffQuillmere\u200d", owner="An\u2066n"),))
    assert (kept.name, kept.companies) == ("Pumps", (WatchedCompany("Quillmere", owner="Ann"),))
