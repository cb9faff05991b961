"""What is read from brokers' notes: who says what of whom, at which price, and which pages are legal matter."""

from datetime import UTC, datetime

import pytest

from ingest.child import load_in_child
from ingest.kinds.quotes import Change, find_rating, find_target
from ingest.kinds.recognise import recognise_kind
from ingest.loaded import Loaded
from ingest.metadata import read_metadata
from research.nouns.documents import Kind, Page, Tier
from research.settings import Settings
from tests.golden import notes


def loaded(*pages: str) -> Loaded:
    text, out = "", []
    for number, page in enumerate(pages, 1):
        out.append(Page(number, len(text), len(text) + len(page), 0.0, 0.0))
        text += page
    return Loaded(text, tuple(out))


FILINGS = ["3M_2018_10K", "AMERICANEXPRESS_2022_10K", "BLOCK_2016_10K", "MGMRESORTS_2022Q4_EARNINGS", "Pfizer_2023Q2_10Q"]
ONE_LINE_TITLE = "We downgrade the shares from Buy to Hold and move our target price from SEK 240 to SEK 210."
CASES = [
    (
        notes.LABELS,
        ("Quillmere Pumps", "QLMR", (2024, 5, 2), "Steel is cheaper, orders are not", (3, 4)),
        {
            "broker": "Harbour Street Securities",
            "rating": "Buy",
            "target_price": "USD 42.00",
            "previous_target_price": "USD 38.00",
            "price": "USD 35.10",
            "price_date": "2024-05-01",
            "analysts": "Jane Roe; Bob Lee",
        },
    ),
    (
        notes.TARGET_CUT,
        ("Brackenford Water", "BRN", (2024, 3, 7), "Leaks cost more than rain brings", (2,)),
        {
            "broker": "Moorgate Research",
            "rating": "Sell",
            "target_price": "GBp 310",
            "previous_target_price": "GBp 360",
            "price": "GBp 342",
            "price_date": "2024-03-06",
            "analysts": "Ivy Marsh",
        },
    ),
    (
        notes.UPGRADE,
        ("Tarrowby Mills", "TWB", (2024, 5, 3), "Upgrading Tarrowby Mills (NYSE: TWB) to Overweight from Equal Weight", ()),
        {
            "broker": "Larch & Co",
            "rating": "Overweight",
            "previous_rating": "Equal-weight",
            "target_price": "EUR 18.00",
            "previous_target_price": "EUR 16.00",
            "price": "EUR 14.20",
            "price_date": "2024-05-02",
            "analysts": "Kit Moss",
        },
    ),
    (
        notes.ONE_LINE,
        (
            "Osterley Tools AB",
            "OST",
            (2024, 3, 8),
            ONE_LINE_TITLE,
            (2,),
        ),
        {
            "broker": "Nordhaven Markets",
            "rating": "Hold",
            "previous_rating": "Buy",
            "target_price": "SEK 210",
            "previous_target_price": "SEK 240",
            "price": "SEK 221.50",
            "price_date": "2024-03-07",
            "analysts": "Lena Falk",
        },
    ),
    (
        notes.INITIATION,
        ("Brackenford Water PLC", None, (2024, 6, 11), "A dry year ahead", ()),
        {
            "broker": "Fenchurch & Vale Capital Markets",
            "rating": "Outperform",
            "target_price": "GBP 4.50",
            "price": "GBP 3.42",
            "analysts": "Tom Hale",
        },
    ),
    (
        notes.TARGET_ONLY,
        ("Quillmere Pumps", "QLMR", (2024, 11, 12), "Quillmere Pumps (NYSE: QLMR): first look at the third quarter", ()),
        {"broker": "Nordhaven Markets", "target_price": "USD 41", "analysts": "Lena Falk"},
    ),
]


@pytest.mark.parametrize(
    ("pages", "head", "details"), CASES, ids=["labels", "target cut", "upgrade", "one line", "initiation", "target only"]
)
def test_a_note_says_who_rates_whom_at_which_price(pages, head, details):
    found = read_metadata(loaded(*pages))
    assert (found.kind, found.tier, found.form_type, found.fiscal_year) == (Kind.NOTE, Tier.THIRD_PARTY, None, None)
    company, ticker, on, title, legal = head
    assert dict(found.details) == details
    assert (found.company, found.ticker, found.title) == (company, ticker, title)
    assert found.published_at == datetime(*on, tzinfo=UTC)
    assert found.disclosure_pages == legal


@pytest.mark.parametrize("text", [notes.ANNUAL_REPORT, notes.RELEASE, notes.NEWS, "We buy, hold and sell. Target 2030.", ""])
def test_other_papers_are_no_notes(text):
    assert recognise_kind(loaded(text)) is None


def test_other_papers_keep_what_they_are():
    assert read_metadata(loaded(notes.ANNUAL_REPORT)).kind is not Kind.NOTE
    assert read_metadata(loaded(notes.RELEASE)).kind is Kind.RESULTS


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("We reiterate our Equal Weight rating.", Change("Equal-weight")),
        ("Downgrade to SELL (previously Buy)", Change("Sell", "Buy")),
        ("Rating: Not rated", Change("Not Rated")),
        ("Stock rating\nMarket-Perform", Change("Market Perform")),
        ("We initiate coverage of Quillmere with a Strong Buy", Change("Strong Buy")),
        ("we buy steel and hold stock", None),
        ("Credit rating: A-", None),
        ("maintain an add-on", None),
    ],
)
def test_ratings(text, change):
    assert find_rating(text) == change


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("TP raised to CHF 1,240 (prev. CHF 1,100)", Change("CHF 1,240", "CHF 1,100")),
        ("PT to C$42", Change("CAD 42")),
        ("Price objective: 42.50 USD", Change("USD 42.50")),
        ("target price of HK$18.6 from HK$20", Change("HKD 18.6", "HKD 20")),
        ("Price target\nUSD 42.00", Change("USD 42.00")),
        ("target price under review", None),
        ("TP steel", None),
        ("our target for 2025", None),
    ],
)
def test_targets(text, change):
    assert find_target(text) == change


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["3M_2018_10K", "AMERICANEXPRESS_2022_10K", "BLOCK_2016_10K", "MGMRESORTS_2022Q4_EARNINGS", "Pfizer_2023Q2_10Q"]
)
def test_filings_and_releases_are_neither_notes_nor_calls(shared, name):
    path = shared / "financebench-dev" / "pdfs" / f"{name}.pdf"
    file = load_in_child(path, name=path.name, settings=Settings())
    cover = file.pages[2].end
    assert recognise_kind(Loaded(file.text[:cover], file.pages[:3])) is None
    assert recognise_kind(file) is None
    assert read_metadata(file).kind is (Kind.RESULTS if "EARNINGS" in name else Kind.FILING)
