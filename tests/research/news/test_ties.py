"""Which entries tell one event, and how the later goes back to the earlier: in the words that outlets choose, and where they mislead."""

import pytest

from research.news.ties import tie_between
from research.nouns.news import Tie
from tests.research.news.told import tie, traits

RESULTS = (
    "Calder & Finch Group Reports Fourth Quarter 2024 Results",
    "Calder & Finch Group, Inc. (NYSE: CLFN) reported net sales of $512.3 million for the fourth quarter, up 4.2%, and $0.81 a share.",
)
RECALL = (
    "Calder & Finch recalls kettles over loose handles",
    "Calder & Finch Group is recalling about 18,200 Ember kettles, whose handles may come off, it said on Thursday.",
)
OFFER = (
    "Calder & Finch to Acquire Render for $2.3 Billion",
    "Calder & Finch Group, Inc. has agreed to acquire Render, Inc. for $47 per share in cash, or about $2.3 billion.",
)
RATING = (
    "Brightwater Capital lifts Harrowgate Pumps to buy",
    "Brightwater Capital upgraded Harrowgate Pumps to buy from hold and raised its target price to 880 pence from 700 pence.",
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            RESULTS,
            (
                "Cookware maker Calder & Finch sells more",
                "The group earned 81 cents a share in the final quarter on sales of $512 million.",
            ),
        ),
        (RESULTS, ("BRIEF-Calder & Finch Q4 EPS $0.81", "Calder & Finch Group: Q4 net sales $512.3 mln, up 4.2%.")),
        (RESULTS, ("Calder & Finch gains 6% after earnings beat", "Shares of Calder & Finch rose 6% to $31.40 on Thursday.")),
        (RECALL, ("Kettles called back", "Calder & Finch takes back some 18,000 Ember kettles since handles may come off.")),
        (OFFER, ("Calder & Finch snaps up Render", "The group pays $47 a share for Render, a premium of 38%.")),
        (OFFER, ("Render soars on takeover", "Render shares jumped 36% to $46.40 after Calder & Finch agreed to buy it.")),
        (
            RATING,
            (
                "Harrowgate upgraded at Brightwater",
                "Analyst Joan Pell of Brightwater moved Harrowgate Pumps to buy; she sees 880p a share.",
            ),
        ),
        (
            ("Harrowgate Pumps names Tomas Reyle finance chief", "Harrowgate Pumps appointed Tomas Reyle as chief financial officer."),
            ("Reyle to become CFO of Harrowgate", "Tomas Reyle takes over the finances of Harrowgate Pumps in May."),
        ),
        # A closed book is a thing, an order walked away from is no deal that ended, a settled suit no new one.
        (
            (
                "Marlstone Bancshares - Sale of closed pension book",
                "Marlstone has agreed to sell a book of 74,000 pensions to Carrow Re for €265m.",
            ),
            (
                "Marlstone to sell pensions to Carrow Re",
                "Marlstone has struck a deal to sell 74,000 pensions to Carrow Re for 265 million euros.",
            ),
        ),
        (
            (
                "Harrowgate Pumps withdraws outlook",
                "A shipyard has cancelled an order for 1,100 pumps, so Harrowgate Pumps withdraws its outlook.",
            ),
            (
                "Harrowgate Pumps scraps outlook as yard walks away from order",
                "Harrowgate Pumps dropped its forecast after an order for 1,100 pumps.",
            ),
        ),
        (
            (
                "Calder & Finch to pay $28 mln to settle state suit over tips",
                "Calder & Finch pays $28 million to end a lawsuit of the state over tips.",
            ),
            (
                "Couriers to share $28 million as Calder & Finch settles",
                "Drivers for Calder & Finch share $28 million in a case over tips.",
            ),
        ),
        (
            ("云栖重工：2024年净利润预增45%至55%", "云栖重工发布业绩预告，预计2024年归母净利润2.9亿元至3.1亿元。"),
            ("风电旺 云栖重工预喜", "云栖重工去年归母净利预计为2.9亿到3.1亿元，增幅最高55%。"),
        ),
    ],
)
def test_one_event_in_other_words_is_one_story(first, second):
    assert tie(first, second) is Tie.REWRITE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Another lot, another broker, another quarter, a preview, another sort of payout, other persons.
        (RECALL, ("Calder & Finch recalls toasters", "Calder & Finch Group is recalling 4,400 Glow toasters, which may give shocks.")),
        (
            RECALL,
            ("Calder & Finch takes back pans", "Calder & Finch recalls 18,200 pans. This is unrelated to the recall of Ember kettles."),
        ),
        (
            RATING,
            ("Corrigan & Wye lifts Harrowgate Pumps to buy", "Corrigan & Wye raised Harrowgate Pumps to buy; its target is now 910 pence."),
        ),
        (RESULTS, ("Calder & Finch first-quarter sales rise", "Calder & Finch Group sold goods for $488 million in the first quarter.")),
        (
            RESULTS,
            ("What to expect when Calder & Finch reports", "Analysts expect fourth-quarter earnings of $0.78 a share of Calder & Finch."),
        ),
        (
            ("Harrowgate Pumps declares dividend of 12 pence", "Harrowgate Pumps pays a dividend of 12 pence a share on March 28."),
            ("Harrowgate Pumps to buy back shares for £40 million", "Harrowgate Pumps begins a repurchase of its shares in March."),
        ),
        (
            ("Harrowgate Pumps director buys 12,000 shares", "Director Piet Vanderhoek bought 12,000 shares of Harrowgate Pumps."),
            ("Harrowgate Pumps chief sells 30,000 shares", "Chief executive Ruth Amadi sold 30,000 shares of Harrowgate Pumps."),
        ),
        # Titles that tell of different things, though much is shared; what somebody thinks of it; different stages of one deal.
        (
            ("Calder & Finch Q4 sales $512.3 mln, EPS $0.81", "Calder & Finch Group reported sales of $512.3 million and $0.81 a share."),
            ("Calder & Finch sets $500 million buyback", "Calder & Finch approved a repurchase of $500 million, days after its results."),
        ),
        (
            OFFER,
            ("$47 for Render: should take the money?", "Calder & Finch offers $47 for Render. We think that it is a seller's price."),
        ),
        (
            ("Calder & Finch in talks to buy Render", "Calder & Finch is in talks to buy Render for about $2.3 billion, people said."),
            ("Calder & Finch walks away from Render", "Calder & Finch has ended discussions to buy Render for $2.3 billion."),
        ),
        (
            ("Fire halts Harrowgate Pumps plant", "Harrowgate Pumps stopped production in Selby after a fire at the foundry."),
            ("Harrowgate Pumps wins order from navy", "Harrowgate Pumps has won an order to supply bilge pumps."),
        ),
        # What comes of an event is an event of its own.
        (
            RECALL,
            ("Agency opens probe into Calder & Finch kettle recall", "The safety agency investigates the recall of 18,200 Ember kettles."),
        ),
        (RECALL, ("Customers sue Calder & Finch over kettles", "Two customers sued Calder & Finch after the recall of Ember kettles.")),
        (OFFER, ("Render investor says Calder & Finch's bid is too low", "Harkness Vale called $47 a share for Render opportunistic.")),
        (OFFER, ("Regulator clears Calder & Finch's purchase of Render", "The commission approved the $2.3 billion deal with Render.")),
        (
            (
                "Calder & Finch to pay $28 mln to settle state suit over tips",
                "Calder & Finch pays $28 million to end a lawsuit of the state over tips.",
            ),
            (
                "Port Wye sues Calder & Finch over delivery fees",
                "The city filed a lawsuit against Calder & Finch over fees of its couriers.",
            ),
        ),
        (
            ("Render turns down Calder & Finch, calls $47 too little", "Render dismissed an approach of $47 a share from Calder & Finch."),
            (
                "Render adopts poison pill after spurning Calder & Finch",
                "Render has a plan against suitors, a day after it dismissed $47 a share.",
            ),
        ),
        (
            (
                "Calder & Finch sends letter to board of Render",
                "We are pleased to submit a proposal to acquire Render for $47.00 per share.",
            ),
            (
                "Lowell cuts Render to hold - bid leaves little on the table",
                "With Calder & Finch's $47 on the table, Lowell moves Render to Hold from Buy.",
            ),
        ),
        # Another company, and a list of companies; a wrap of two companies is one, and a column of people.
        (
            RECALL,
            (
                "US: Calder & Finch slips on kettles",
                "Calder & Finch lost 2% as it recalls 18,200 Ember kettles. Marlstone rose 3% on its results.",
            ),
        ),
        (
            ("Harrowgate Pumps names Tomas Reyle finance chief", "Harrowgate Pumps appointed Tomas Reyle as chief financial officer."),
            ("People: new faces in pumps", "Harrowgate Pumps: Tomas Reyle becomes chief financial officer. Dunsley: Ivor Crane retires."),
        ),
        (RECALL, ("Harrowgate Pumps recalls kettles over loose handles", "Harrowgate Pumps is recalling about 18,200 Ember kettles.")),
        (
            RECALL,
            ("Movers: Calder & Finch, Harrowgate and Marlstone", "Calder & Finch recalls kettles. Harrowgate Pumps rose. Marlstone fell."),
        ),
    ],
)
def test_two_events_are_no_story(first, second):
    assert tie(first, second) in {None, Tie.FOLLOW_UP}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Two outlets on one matter of law need not use the same words for it, nor say who acts.
        (
            ("Watchdog fines Harrowgate Pumps 4 mln pounds", "The competition watchdog fined Harrowgate Pumps 4 million pounds."),
            ("Harrowgate Pumps slapped for price fixing", "Harrowgate Pumps must pay a penalty of 4 million pounds, the largest yet."),
        ),
        # The price of an offering differs from what was meant to be raised; the price of a deal from what it saves.
        (
            ("Calder & Finch launches $250 million share sale", "Calder & Finch plans a public offering of $250 million of stock."),
            (
                "Calder & Finch prices upsized offering of stock",
                "Calder & Finch priced its public offering of stock, raising $300 million.",
            ),
        ),
        (OFFER, ("Calder & Finch swallows Render", "Calder & Finch buys Render and says that this will save $55 million a year.")),
        # "Separate" says of a listing nothing of another event.
        (
            ("Harrowgate Pumps to spin off valves", "Harrowgate Pumps will spin off its valves for a separate listing next year."),
            ("Harrowgate splits valves from pumps", "Harrowgate Pumps will part with its valves, which are to be listed next year."),
        ),
    ],
)
def test_what_differs_by_the_way_keeps_no_story_apart(first, second):
    assert tie(first, second) in {Tie.REWRITE, Tie.UPDATE}


def test_copies_are_known_under_another_title_and_cut_short():
    longer = (RESULTS[0], f"{RESULTS[1]} The group opened four shops. It will hold a call at 9 a.m. Orders came from nine countries.")
    assert tie(RESULTS, ("Calder & Finch: quarterly report", RESULTS[1])) is Tie.COPY
    assert tie(longer, RESULTS) is Tie.COPY


def test_a_copy_with_another_amount_is_none_unless_it_corrects():
    changed = RESULTS[1].replace("$512.3 million", "$498.1 million").replace("4.2%", "1.3%").replace("$0.81", "$0.79")
    assert tie(RESULTS, ("Calder & Finch Group Reports Results", changed)) is not Tie.COPY
    assert tie(RESULTS, ("CORRECTED: Calder & Finch Group Reports Results", changed)) is Tie.CORRECTION


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (
            ("UPDATE 1-Calder & Finch widens recall of kettles to 31,000", "Another 12,800 Ember kettles were added, Calder & Finch said."),
            Tie.UPDATE,
        ),
        (
            ("CORRECTED: Calder & Finch recalls kettles", "Corrects the number of Ember kettles that Calder & Finch recalls to 12,800."),
            Tie.CORRECTION,
        ),
        (
            ("RETRACTED: Calder & Finch recalls kettles", "This paper withdraws its report of Ember kettles that Calder & Finch recalls."),
            Tie.RETRACTION,
        ),
        (("更正：Calder & Finch recalls kettles", "Calder & Finch recalls 12,800 Ember kettles."), Tie.CORRECTION),
    ],
)
def test_updates_corrections_and_retractions_are_told_apart(second, expected):
    assert tie(RECALL, second, hours=20) is expected


def test_a_story_ends_after_three_days_and_a_thread_after_two_weeks():
    again = ("Kettles called back", "Calder & Finch takes back 18,200 Ember kettles since handles may come off.")
    assert tie(RECALL, again, hours=73) in {None, Tie.FOLLOW_UP}
    assert tie(RECALL, (RECALL[0], RECALL[1]), hours=24 * 15) is None


def test_what_calls_itself_an_update_may_come_a_day_later():
    wider = (
        "Recall of kettles spreads",
        "Calder & Finch Group's recall of Ember kettles, whose handles may come off, is extended to 31,000.",
    )
    assert tie(RECALL, wider, hours=80) is Tie.UPDATE
    assert tie(RECALL, wider, hours=97) in {None, Tie.FOLLOW_UP}


def test_what_comes_of_an_event_is_of_its_thread():
    assert (
        tie(OFFER, ("Render investor says Calder & Finch's bid is too low", "Harkness Vale called $47 a share for Render too low."))
        is Tie.FOLLOW_UP
    )


def test_companies_that_nobody_knows_are_told_by_their_names():
    first = (
        "Lochmere Brewing buys rival Old Tally for $90 million",
        "Lochmere Brewing agreed to buy Old Tally Ales for $90 million in cash.",
    )
    second = ("Craft brewers join: Lochmere takes over Old Tally", "The price is $90 million, Lochmere Brewing said. Old Tally makes ales.")
    other = ("Lochmere Brewing to raise beer prices", "Lochmere Brewing will raise prices by 4% in January because aluminum costs more.")
    assert tie(first, second) is Tie.REWRITE
    assert tie(first, other, hours=30) is None
    assert tie(first, ("Brewers buy brewers", "A brewer agreed to buy a brewer for $90 million in cash.")) is None


def test_an_entry_is_not_tied_to_itself():
    one = traits(*RECALL)
    assert tie_between(one, one) is None


def test_entries_of_no_words_are_tied_to_nothing():
    assert tie(("Kettles", ""), ("Pans", "")) is None
    assert tie(RECALL, ("", "")) is None
