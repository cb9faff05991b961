"""What an entry tells of, and what only looks like it."""

import pytest

from research.news.events import Telling, events_of
from research.news.parts import Parts, Sentence
from research.news.rules import event_rules
from research.nouns.news import EventType
from tests.research.news.entries import read


def told(title, body=""):
    return [event.type for event in read(title, body).events]


def test_the_words_that_say_so_stand_where_they_are_said_to():
    entry = read("Harrowgate Pumps to buy valve maker", "Harrowgate Pumps plc agreed to buy a valve maker for $80 million.")
    (event,) = entry.events
    assert (event.type, event.words) == (EventType.DEAL, "to buy valve maker")
    assert "Harrowgate Pumps to buy valve maker"[event.start : event.end] == event.words


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Harrowgate Pumps lifts dividend ahead of results", [EventType.PAYOUT]),
        ("Harrowgate Pumps sells $90 million of stock a day after trial success", [EventType.FINANCING]),
        ("Harrowgate Pumps raises outlook after record quarter", [EventType.GUIDANCE, EventType.RESULTS]),
        ("Harrowgate Pumps has no plans to sell its valve unit", []),
        ("Harrowgate Pumps scraps dividend", [EventType.PAYOUT]),
        ("Harrowgate Pumps denies plan to cut dividend", []),
        ("Analysts expect Harrowgate Pumps profit to fall", []),
        ("Harrowgate Pumps expects profit to fall this year", [EventType.GUIDANCE]),
        ("Harrowgate Pumps to Report First Quarter Results on May 6", []),
        ("What to expect when Harrowgate Pumps reports results", []),
        ("Harrowgate Pumps opens inquiry into recall", [EventType.LEGAL]),
        ("Harrowgate Pumps to cut 40 jobs after recall", []),
        ("Harrowgate Pumps guides above estimates despite outage", [EventType.GUIDANCE]),
        ("Drivers at Harrowgate Pumps walk out", []),
        ("Harrowgate Pumps revenue is expected to be between $540 million and $580 million", [EventType.GUIDANCE]),
        ("For the June quarter Harrowgate Pumps looks for profit growth", [EventType.GUIDANCE]),
        ("Essay: why recalls at Harrowgate Pumps cost so much", []),
        ("Harrowgate Pumps: Notice of Trading Update", []),
        ("Harrowgate Pumps expects her back in early 2026", []),
        ("Union rejects final wage proposal of Harrowgate Pumps", []),
        ("What would happen if somebody bought Harrowgate Pumps?", []),
        ("云栖重工：未中标海外项目 市场传闻不实", []),
        ("Harrowgate Pumps names no boss yet, sources say", []),
        ("The Harrowgate Pumps transaction needs a green light from the cartel office", []),
        ("Staffing agency finds Harrowgate Pumps a great client", []),
        ("Harrowgate Pumps publishes annual results at 0630 GMT", []),
        ("Harrowgate Pumps sales rise 6%, forecast unchanged", [EventType.RESULTS, EventType.GUIDANCE]),
        ("If Harrowgate Pumps cut its dividend, who would notice?", []),
        ("Could Harrowgate Pumps be the next takeover target?", []),
        ("Five years after the merger, Harrowgate Pumps is still two firms", []),
        ("Harrowgate Pumps denies it is looking for a buyer", []),
        ("Sponsored: how Harrowgate Pumps lifts its dividend", []),
        ("Five stocks to buy now: Harrowgate Pumps raises its outlook", []),
        ("Webinar: Harrowgate Pumps and its record quarter", []),
        ("Harrowgate Pumps fab to open in spring", [EventType.PRODUCT]),
        ("Harrowgate Pumps carried 3,100 passengers in May", [EventType.RESULTS]),
        ("Tariffs to cost Harrowgate Pumps $30 million this year", [EventType.GUIDANCE]),
        ("Talks between Harrowgate Pumps and Render collapse", [EventType.DEAL]),
        ("Tax office wants $9 million from Harrowgate Pumps", [EventType.LEGAL]),
    ],
)
def test_what_stands_around_the_words_may_take_their_meaning(title, expected):
    assert told(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Harrowgate Pumps app is down for millions", [EventType.PRODUCT]),
        ("Harrowgate Pumps customers cannot log in", [EventType.PRODUCT]),
        ("Hackers stole customer data of Harrowgate Pumps", [EventType.PRODUCT]),
        ("Harrowgate Pumps asks shoppers to return hoses that may burst", [EventType.PRODUCT]),
        ("Health watchdog signs off on Harrowgate Pumps inhaler", [EventType.PRODUCT]),
        ("Fund opposes Harrowgate Pumps merger", [EventType.DEAL]),
        ("Harrowgate Pumps exits Norway in $90 million sale to Marlow", [EventType.DEAL]),
        ("Activist fund takes 7.1% stake in Harrowgate Pumps", [EventType.INSIDER]),
        ("Harrowgate Pumps taps investors for £90 million", [EventType.FINANCING]),
        ("Harrowgate Pumps hit by anti-dumping duties", [EventType.LEGAL]),
        ("Harrowgate Pumps starts £250m share buyback programme", [EventType.PAYOUT]),
        ("Boss of Harrowgate Pumps gets the boot", [EventType.MANAGEMENT]),
        ("Profit before tax of Harrowgate Pumps was £118m (2024: £104m)", [EventType.RESULTS]),
        ("Harrowgate Pumps makes £2.3bn approach for Marlow", [EventType.DEAL]),
        ("Harrowgate Pumps sounds out Asian buyers", [EventType.DEAL]),
        ("Harrowgate Pumps (HGP): still dear. Hold, TP 640p (610p)", [EventType.RATING]),
        ("Harrowgate Pumps (HGP): we suspend our rating and target", [EventType.RATING]),
        ("Ostwick lowers Harrowgate Pumps to BBB-minus, outlook stable", [EventType.RATING]),
        ("Marlow is the buyer of three Harrowgate Pumps depots", [EventType.DEAL]),
        ("Marlow picks up two sheds from Harrowgate Pumps", [EventType.DEAL]),
        ("Harrowgate Pumps: disposal of Ostrava business park", [EventType.DEAL]),
        ("Harrowgate Pumps: Flagging of holding", [EventType.INSIDER]),
        ("Marlow turns up in Harrowgate Pumps's register", [EventType.INSIDER]),
        ("Marlow sends letter to board of Harrowgate Pumps", [EventType.INSIDER]),
        ("Harrowgate Pumps is asking its lenders for $40 million", [EventType.FINANCING]),
        ("Health department suspends Harrowgate Pumps from state programme", [EventType.LEGAL]),
        ("Safety board instructs owners of Harrowgate Pumps hoists", [EventType.LEGAL]),
        ("FDA approves Harrowgate Pumps's Brandelis for control of worms in sheep", [EventType.PRODUCT]),
        ("Harrowgate Pumps moves release of Lumo II", [EventType.PRODUCT]),
        ("Lumo of Harrowgate Pumps slips to October", [EventType.PRODUCT]),
        ("Harrowgate Pumps obtains type certificate for cargo drone", [EventType.PRODUCT]),
        ("Harrowgate Pumps is fitting out a second forging line", [EventType.PRODUCT]),
        ("Harrowgate Pumps books 44 lifts for Ostrava", [EventType.PRODUCT]),
        ("云栖重工：CR-6直升机获颁型号合格证", [EventType.PRODUCT]),
        ("云栖重工：影片《山灯》定档4月30日", [EventType.PRODUCT]),
        ("Due diligence at Harrowgate Pumps begins", [EventType.DEAL]),
        ("Harrowgate Pumps: Transaction in Own Shares", [EventType.PAYOUT]),
        ("Lawmakers question Harrowgate Pumps over tariffs", [EventType.LEGAL]),
        ("Washington lets Harrowgate Pumps ship to China", [EventType.LEGAL]),
        ("Harrowgate Pumps declares force majeure", [EventType.PRODUCT]),
        ("Harrowgate Pumps guides down", [EventType.GUIDANCE]),
        ("No longer junk: Harrowgate Pumps regains investment grade", [EventType.RATING]),
        ("远方科技股份有限公司凌晨起火 产线停产检查", [EventType.PRODUCT]),
        ("远方科技股份有限公司被交易所发函追问", [EventType.LEGAL]),
        ("远方科技股份有限公司二股东套现", [EventType.INSIDER]),
        ("远方科技股份有限公司掏4亿买自家股票", [EventType.PAYOUT]),
    ],
)
def test_background_denials_previews_and_others_words_are_no_events(title, expected):
    assert told(title) == expected


def test_an_update_on_trading_tells_what_its_text_does():
    body = "Harrowgate Pumps plc now expects operating profit for the year of £31 million to £34 million."
    assert told("Harrowgate Pumps plc: Trading Update", body) == [EventType.GUIDANCE]
    assert told("Harrowgate Pumps plc: Trading Update") == [EventType.RESULTS]


def test_the_text_speaks_where_the_title_is_silent():
    assert told("A good week for Harrowgate Pumps", "Harrowgate Pumps plc named a new chief financial officer.") == [EventType.MANAGEMENT]


def test_the_text_adds_what_a_release_tells_beside_results_and_no_background():
    body = "For 2025 Harrowgate Pumps expects sales of $90 million. A new term loan of $20 million was used to buy a rival in 2023."
    assert told("Harrowgate Pumps Reports Fourth Quarter Results", body) == [EventType.RESULTS, EventType.GUIDANCE]


def test_what_a_title_says_less_clearly_gives_way_to_the_text():
    body = "The chief executive of Harrowgate Pumps has resigned."
    assert told("Harrowgate Pumps launches hunt", body) == [EventType.MANAGEMENT]
    assert told("Harrowgate Pumps launches hunt") == [EventType.PRODUCT]


def test_a_list_tells_of_what_it_says_of_its_companies():
    body = "- Harrowgate Pumps cut its dividend\n- A smelter in Norway was fined\n- Marlstone Bancshares named a chief executive"
    assert told("Morning list", body) == [EventType.PAYOUT, EventType.MANAGEMENT]


def test_an_item_of_a_list_says_in_a_word_what_a_sentence_needs_more_for():
    body = "Harrowgate Pumps: the fine is small beer.\n\nMarlstone Bancshares: a new CFO is nice.\n\nCalder & Finch: who is the activist?."
    assert told("Morning Notes, Tuesday", body) == [EventType.LEGAL, EventType.MANAGEMENT, EventType.INSIDER]


def test_points_of_a_brief_are_no_list_of_companies():
    points = "Harrowgate Pumps plc:\n* Q4 EPS $0.81 vs $0.72 year ago\n* Revenue $512 mln, up 4%\n* Sees FY26 deliveries of 10,400 pumps"
    assert told("BRIEF-Harrowgate Pumps Q4 EPS $0.81", points) == [EventType.RESULTS, EventType.GUIDANCE]


def test_an_entry_of_no_known_company_has_no_events():
    assert told("Brandel Corp raises dividend") == []


@pytest.mark.parametrize(
    ("year", "expected"), [(2025, [EventType.RESULTS]), (2024, [EventType.GUIDANCE])], ids=["of a year that is over", "of this year"]
)
def test_a_forecast_of_a_year_that_is_over_is_of_results(year, expected):
    title = "云栖重工预计2024年净利润增长20%"
    telling = Telling(Parts(title, "", "", (Sentence(0, len(title), -1),)), [(0, 4)], year)
    assert [event.type for event in events_of(telling, [(0, 4)], is_list=False)] == expected


def test_every_rule_is_found_by_the_group_with_which_it_begins():
    rules = event_rules()
    found = [(place, rank, rule) for first, several in rules.starts.items() for place, rank, rule in several if rule.first == first]
    listed = [(place, rank, rule) for place, kind in enumerate(rules.types) for rank, told in enumerate(kind.rules) for rule in told]
    assert sorted(found, key=str) == sorted(listed, key=str)


def test_a_sentence_that_comes_again_elsewhere_tells_the_same_in_its_own_place():
    once, again = "Gather raises dividend.", "Not much. Gather raises dividend."
    at = again.index("Gather")
    one = Telling(Parts(once, "", "", ()), [(0, 6)], 2025).events(Sentence(0, len(once), 0))
    other = Telling(Parts(again, "", "", ()), [(at, at + 6)], 2025).events(Sentence(at, len(again), 1))
    assert [(event.type, event.words) for event in one] == [(event.type, event.words) for event in other]
    assert [(event.start + at, event.end + at) for event in one] == [(event.start, event.end) for event in other]
    assert [again[event.start : event.end] for event in other] == [event.words for event in other] != []


def test_rules_are_about_groups_that_there_are_and_every_group_is_in_use():
    rules = event_rules()
    named = {group for kind in rules.types for rank in kind.rules for rule in rank for group in rule.groups}
    named |= {group for kind in rules.types for group in (*kind.but, *kind.within, kind.denied_by)}
    named |= {"nothing", "after", "long_after", "no_event"}
    found = {"company", "name", "past_year", "coming_year", "year_on", "figure"}
    assert named - found == set(rules.groups)
