"""Which companies an entry is about, and which names are of something else."""

import pytest

from tests.research.news.entries import read

CALDER, HARROWGATE, MARLSTONE = "Calder & Finch Group, Inc.", "Harrowgate Pumps plc", "Marlstone Bancshares, Inc."
RENDER, YUNQI, YUANFANG = "Render, Inc.", "云栖重工股份有限公司", "远方科技股份有限公司"


def about(title, body=""):
    return [link.company for link in read(title, body).companies]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Calder & Finch cuts jobs", CALDER),
        ("CALDER AND FINCH CUTS JOBS", CALDER),
        ("Calder cuts jobs", CALDER),
        ("C&F? No: $CLFN jumps", CALDER),
        ("Shares of a retailer (Nasdaq: CLFN) rise", CALDER),
        ("Harrowgate’s plant stands still", HARROWGATE),
        ("Lumo pump is a hit", HARROWGATE),
        ("Marlstone Bank opens branch", MARLSTONE),
        ("MRLS reports", MARLSTONE),
        ("云栖重工：新产线投产", YUNQI),
        ("云栖新产线投产", YUNQI),
        ("一家公司（608811.SH）签约", YUNQI),
        ("远方拟收购一家工厂", YUANFANG),
        ("Render buys startup", RENDER),
    ],
)
def test_a_company_is_known_by_all_it_is_called(title, expected):
    assert about(title) == [expected]


@pytest.mark.parametrize(
    "title",
    [
        "Calder Shipping orders two tankers",
        "Calder & Sons closes",
        "Calder Holdings (NYSE: CLDR) jumps",
        "Artist Jane Calder shows bronzes",
        "Flood in Calder, Pa., subsides",
        "Mayor of Harrowgate resigns",
        "Courts render verdicts faster",
        "Courts Render Verdicts Faster",
        "云栖航运新船下水",
        "云栖机床（608899）中标",
        "诗和远方",
        "奔向远方的列车",
        "calder is a word here",
    ],
)
def test_a_name_of_something_else_is_none(title):
    assert about(title) == []


def test_an_ordinary_word_counts_where_the_entry_is_sure_elsewhere():
    assert about("Render tips at last", "Render, Inc. (Nasdaq: RNDR) has new rules.") == [RENDER]
    assert about("Render tips at last", "Cooks render fat.") == []


@pytest.mark.parametrize(
    "body",
    [
        "Makers such as Harrowgate Pumps pay more.",
        "Unlike Harrowgate, most firms lost money.",
        "Pump makers, Harrowgate among them, pay more.",
        "She joins from Harrowgate Pumps, where she was treasurer.",
        "According to Marlstone Bancshares, small firms pay more.",
        "Tim Marsh, who led Harrowgate until 2022, has retired.",
        "Customers include Harrowgate Pumps and Calder & Finch.",
        "Steel rose. It fell later. Harrowgate was flat on no news.",
        "云栖重工等龙头企业有望受益。",
    ],
)
def test_who_is_only_named_is_not_what_an_entry_is_about(body):
    assert about("Steel prices rise", body) == []


def test_every_party_to_a_deal_counts_and_who_is_left_does_not():
    body = "Harrowgate Pumps plc will pay $90 million for the valve business of Calder & Finch."
    assert about("Harrowgate buys valve business", body) == [HARROWGATE, CALDER]
    assert about("Harrowgate lures Calder’s finance chief") == [HARROWGATE]
    assert about("Harrowgate seeks a treasurer after Moss’s leave for Calder") == [HARROWGATE]


def test_a_roundup_is_about_those_it_has_news_of():
    body = "- Harrowgate Pumps cut its dividend\n- $CLFN unch.\n- Marlstone Bancshares reports on Tuesday"
    assert about("Morning list", body) == [HARROWGATE, MARLSTONE]


def test_links_say_where_and_why():
    entry = read("Pump maker raises dividend", "Harrowgate Pumps plc (LSE: HGP) pays 12 pence.")
    (link,) = entry.companies
    text = "Pump maker raises dividend\nHarrow Wire · Ines Calloway · 2025-02-13 12:00 UTC · https://wire.example/a\n\nHarrowgate Pumps plc"
    assert (link.company, link.words, link.why) == (HARROWGATE, "Harrowgate Pumps plc", "name")
    assert text[link.start : link.end] == link.words
    assert [one.why for one in read("$HGP jumps").companies] == ["cashtag"]
    assert [one.why for one in read("Lumo recalls pump").companies] == ["alias"]
    assert [one.why for one in read("A maker (LSE: HGP) jumps").companies] == ["ticker"]


def test_the_one_company_that_an_entry_names_is_what_it_is_about_where_something_happened():
    body = "A switch did not fail over, says an internal memo. The back-up site had not been tested. So Harrowgate Pumps lost four hours."
    (link,) = read("Plant closed after fire", body).companies
    assert link.company == "Harrowgate Pumps plc"
    assert read("A walk through the fair", body).companies == ()
