"""A watchlist's form: what it shows is read back as it was, and names may hold whatever names hold."""

from research.nouns.news import EventType
from research.nouns.watchlists import WatchedCompany, Watchlist
from ui.render.watchlist_form import companies_text, filled_list, form_of, read_companies

COMPANIES = (
    WatchedCompany("Quillmere Pumps & Instruments, Inc.", "QLMR", "Industrials", "Ann Ferris"),
    WatchedCompany("Tarrowby Foods Corporation"),
    WatchedCompany('The "Pipe | Valve" Company', "", "", "Bo"),
    WatchedCompany("=cmd()", "-X"),
    WatchedCompany("齐山泵业", "600001"),
)


def test_companies_are_read_back_as_they_were():
    text = companies_text(COMPANIES)
    assert text.splitlines()[:2] == ["Quillmere Pumps & Instruments, Inc. | QLMR | Industrials | Ann Ferris", "Tarrowby Foods Corporation"]
    assert read_companies(text) == COMPANIES
    assert companies_text(read_companies(text)) == text


def test_nothing_typed_is_no_company():
    assert read_companies(" \n\n") == ()
    assert companies_text(()) == ""


def test_a_filled_form_is_a_list():
    values = dict.fromkeys(("companies", "keywords", "sectors", "sources", "muted", "includes", "house"), "")
    values |= {"name": "Pumps", "market": "XNYS", "zone": None, "shared": 1, "events": ["guidance", "unheard of"], "muted": "a\n\n b "}
    held = Watchlist("Pumps", "ann", COMPANIES[:1])
    made = filled_list(form_of(values), held, more=COMPANIES[1:2])
    assert (made.user, made.companies, made.muted, made.events) == ("ann", COMPANIES[1:2], ("a", "b"), (EventType.GUIDANCE,))
    assert (made.market, made.zone, made.shared) == ("XNYS", "", True)
