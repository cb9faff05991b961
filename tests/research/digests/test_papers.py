"""New papers: what they are, what they rate anew, what they report first, and whether our own note is left behind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from research.nouns.documents import DocumentState, Kind
from research.nouns.news import EventType
from research.nouns.watchlists import Watchlist
from tests.research.digests.desk import BEFORE, CLOSE, NIGHT, PUMPS, Desk, section, texts

QUARTERLY = "FORM 10-Q\nFor the quarterly period ended September 30, 2024\n"
NOTE = "Rating: Sell (from Hold)\nThe plant is late, we fear.\nWe cut Quillmere to Sell from Hold and our target to $44.00.\n"
RATED = (("broker", "Fennimore"), ("rating", "Sell"), ("previous_rating", "Hold"), ("target_price", "USD 44.00"))


@pytest.fixture
def desk():
    return Desk()


def test_a_report_of_a_period_comes_first_and_a_second_one_does_not(desk):
    said = {"form_type": "10-Q", "fiscal_year": 2024, "fiscal_period": "Q3"}
    desk.paper("q3", QUARTERLY, **said)
    desk.paper("q3-again", QUARTERLY, came=NIGHT + timedelta(hours=1), **said | {"form_type": "10-Q/A"})
    digest = desk.digest()
    (line,) = section(digest, "exceptions")
    assert (line.text, line.note, line.event) == ("For the quarterly period ended September 30, 2024", "10-Q Q3 FY2024", EventType.RESULTS)
    assert [one.note for one in section(digest, "documents", "Quillmere, Inc.")] == ["10-Q/A Q3 FY2024"]
    assert digest.silent == ("Aldermoor",)


def test_a_note_that_rates_anew_comes_first_in_its_own_words(desk):
    desk.paper("note", NOTE, kind=Kind.NOTE, details=RATED, title="The plant is late")
    (line,) = section(desk.digest(), "exceptions")
    assert line.text == "We cut Quillmere to Sell from Hold and our target to $44.00."
    assert (line.note, line.event) == ("Fennimore note; rating Sell, was Hold", EventType.RATING)


def test_a_note_is_set_against_its_own_houses_last(desk):
    before = {"kind": Kind.NOTE, "came": BEFORE}
    desk.paper("old", "A note.", details=(("broker", "Fennimore"), ("target_price", "USD 50.00")), **before)
    desk.paper("other", "A note.", details=(("broker", "Castlereach"), ("target_price", "USD 44.00")), **before)
    desk.paper("new", "Our target is $44.00 now.\n", kind=Kind.NOTE, details=(("broker", "Fennimore"), ("target_price", "USD 44.00")))
    desk.paper("same", "Ours is $44.00 still.\n", kind=Kind.NOTE, details=(("broker", "Castlereach"), ("target_price", "USD 44.00")))
    digest = desk.digest()
    assert [line.note for line in section(digest, "exceptions")] == ["Fennimore note; target USD 44.00, was USD 50.00"]
    assert [line.note for line in section(digest, "documents", "Quillmere, Inc.")] == ["Castlereach note"]


@pytest.mark.parametrize(("house", "told"), [(("fennimore",), True), ((), False)])
def test_our_note_older_than_a_new_report_is_told(desk, house, told):
    desk.paper(
        "old", "A note.", kind=Kind.NOTE, came=BEFORE, details=(("broker", "Fennimore"),), published_at=datetime(2024, 11, 5, tzinfo=UTC)
    )
    desk.paper("q3", QUARTERLY, form_type="10-Q", fiscal_year=2024, fiscal_period="Q3")
    (line,) = section(desk.digest(replace(PUMPS, house=house)), "exceptions")
    assert ("our note old of 2024-11-05 is older" in line.note) is told


def test_a_note_of_no_house_is_our_own(desk):
    desk.paper("own", "A note.", kind=Kind.NOTE, came=BEFORE)
    desk.paper("extra", QUARTERLY, kind=Kind.FILING, form_type="8-K")
    assert "our note own of 2025-02-12 is older" in section(desk.digest(), "exceptions")[0].note


def test_a_paper_dated_by_its_day_says_so(desk):
    desk.paper(
        "call", "Third quarter call\n", kind=Kind.TRANSCRIPT, title="Third quarter call", published_at=datetime(2025, 2, 12, tzinfo=UTC)
    )
    (line,) = section(desk.digest(), "documents", "Quillmere, Inc.")
    assert (line.text, line.note, line.at) == ("Third quarter call", "transcript; dated 2025-02-12", None)


def test_papers_added_late_of_others_and_read_again_are_not_new(desk):
    desk.paper("old", QUARTERLY, published_at=CLOSE - timedelta(days=400))
    desk.paper("stranger", QUARTERLY, company="Osgrove")
    first = desk.paper("q2", QUARTERLY, came=BEFORE)
    desk.catalog.documents.set_state(first.id, DocumentState.SUPERSEDED)
    desk.paper("q2-again", QUARTERLY, came=BEFORE, source_key=first.source_key, name="q2", supersedes=first.id)
    digest = desk.digest()
    assert (texts(digest, "exceptions"), digest.silent) == ([], ("Quillmere, Inc.", "Aldermoor"))
    assert "not listed: 1 paper that came in the window but was published long before it" in digest.missing


def test_names_that_the_library_does_not_know_are_told(desk):
    desk.paper("q3", QUARTERLY, came=BEFORE)
    assert desk.digest().missing == ("only news is found, since no paper of theirs is in the library: Aldermoor",)


def test_a_list_that_follows_nothing_says_so(desk):
    nothing = "the watchlist follows no company and no keyword, so nothing can be found for it"
    assert desk.digest(Watchlist("Empty", "ann")).missing == (nothing,)
    assert desk.digest(Watchlist("Words", "ann", keywords=("tariff",))).missing == ()


def wire(desk, headline, body="", **more):
    return desk.entry("wire", headline, body, events=(EventType.RATING,), companies=("Quillmere, Inc.",), **more)


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Fennimore cuts Quillmere to sell", ""),
        ("Quillmere cut by Fennimore Securities", "The house sees $44.00 a share."),
    ],
)
def test_a_note_and_what_news_tell_of_it_are_one_exception_with_both_sources(desk, headline, body):
    details = (("broker", "Fennimore Securities"), *RATED[1:])
    desk.paper("note", NOTE, kind=Kind.NOTE, details=details, title="The plant is late")
    alone = section(desk.digest(), "exceptions")
    wire(desk, headline, body)
    digest = desk.digest()
    (line,) = section(digest, "exceptions")
    assert line.text == "We cut Quillmere to Sell from Hold and our target to $44.00."
    assert [one.quote for one in line.citations] == [line.text, headline]
    assert line.note == "Fennimore Securities note; rating Sell, was Hold; also told by Harrow Wire"
    assert [line.id] == [one.id for one in alone]
    assert section(digest, "stories", "Quillmere") == []


@pytest.mark.parametrize(
    "headline", ["Castlereach cuts Quillmere to sell", "Fennimore comments on Quillmere", "Fennimore cuts Aldermoor to sell"]
)
def test_news_of_another_house_company_or_rating_stay_exceptions_of_their_own(desk, headline):
    desk.paper("note", NOTE, kind=Kind.NOTE, details=RATED, title="The plant is late")
    company = "Aldermoor" if "Aldermoor" in headline else "Quillmere, Inc."
    desk.entry("wire", headline, events=(EventType.RATING,), companies=(company,))
    assert len(section(desk.digest(), "exceptions")) == 2


def test_a_note_that_changes_nothing_and_what_news_tell_of_it_are_one_line(desk):
    desk.paper("note", "We stay at Sell.\n", kind=Kind.NOTE, details=(("broker", "Fennimore"), ("rating", "Sell")))
    wire(desk, "Fennimore reiterates Sell on Quillmere")
    digest = desk.digest()
    (line,) = section(digest, "documents", "Quillmere, Inc.")
    assert [one.quote for one in line.citations] == ["We stay at Sell.", "Fennimore reiterates Sell on Quillmere"]
    assert section(digest, "exceptions") == []
