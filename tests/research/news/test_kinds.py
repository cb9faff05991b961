"""What sort of thing happened, however it is worded."""

import pytest

import research.news.kinds as module
from research.news.kinds import apart, later_kinds, phrases, says_of_itself, told_first, told_kinds
from research.news.word_classes import is_common, is_rare, weight
from research.text.patterns import read_beside


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Brewer recalls ales", "recall"),
        ("Ales are pulled from the shelves", "recall"),
        ("啤酒召回", "recall"),
        ("Brewer raises its full-year profit forecast", "guidance_up"),
        ("Brewer trims outlook", "guidance_down"),
        ("Brewer steps down", "departure"),
        ("Pell named as chief executive", "arrival"),
        ("Brewer to buy back shares", "buyback"),
        ("拟10派3元", "dividend"),
        ("Brewer swallows rival", "acquisition"),
        ("Brewer sells its cider business", "divestiture"),
        ("Workers walk off the job", "strike"),
        ("Broker cuts brewer to sell", "downgrade"),
        ("Broker lifts price target", "target_up"),
        ("Brewer priced $90 million of senior notes", "bonds"),
        ("Brewer halves its profit guidance", "guidance_down"),
        ("Workers vote to walk out", "strike_vote"),
        ("Workers back strike over pay", "strike_vote"),
        ("Walkout is over", "strike_over"),
    ],
)
def test_other_words_say_the_same(text, kind):
    assert kind in told_kinds(text)


@pytest.mark.parametrize("text", ["Brewer opens its doors", "Weather is fine", "天气晴", ""])
def test_what_tells_of_no_event_has_no_kind(text):
    assert told_kinds(text) == frozenset()


def test_what_a_strike_is_over_is_not_its_end():
    assert "strike_over" not in told_kinds("Workers vote for strike over pay")


def test_a_letter_that_is_sent_is_no_opinion_and_what_to_watch_is_no_report():
    assert "opinion" not in says_of_itself("Marlow sends letter to board of brewer")
    assert says_of_itself("A letter to the editor") == {"opinion"}
    assert says_of_itself("Shares: factors to watch on Thursday") == {"preview"}


def test_a_gap_in_a_chinese_phrase_stays_in_its_clause():
    assert "bid_raised" in told_kinds("远方上调对凯恩报价")
    assert "bid_raised" not in told_kinds("远方上调指引，凯恩报价不变")


def test_a_gap_in_a_phrase_is_short():
    assert "target_up" in told_kinds("Broker raises its old and dusty target")
    assert "target_up" not in told_kinds("Broker raises one two three four five target")


def test_a_title_is_read_up_to_what_came_before():
    assert told_first("Brewer sells stock after trial") == "Brewer sells stock "
    assert told_first("After trial brewer sells stock") == "After trial brewer sells stock"


def test_the_lists_name_kinds_that_there_are():
    data = read_beside(module.__file__, "kinds.toml")
    assert frozenset().union(*apart()) | later_kinds() <= data["kinds"].keys()
    assert {kind for one in data["alike"].values() for kind in one} <= data["kinds"].keys()
    assert {kind for affair in data["affairs"].values() for part in affair if part != "events" for kind in affair[part]} <= data[
        "kinds"
    ].keys()
    assert {name for found in phrases("kinds").stems.values() for _, name in found} <= data["kinds"].keys()


def test_words_weigh_by_how_rare_they_are():
    assert is_common("compani")
    assert is_common("the")
    assert is_rare("relmidocept")
    assert weight("compani") < weight("turbin") < weight("relmidocept")
    assert weight("公司") < weight("风电")
