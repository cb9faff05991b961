"""What an entry is compared by."""

from datetime import timedelta

import pytest

from research.news.traits import FigureTrait, pack, unpack
from tests.research.news.entries import FEBRUARY
from tests.research.news.told import traits

OFFER = traits(
    "Calder & Finch raises bid for Render to $50",
    "Calder & Finch Group, Inc. (NYSE: CLFN) now offers $50 a share for Render, after investor Harkness Vale had turned down $47. "
    "The bid values Render at $2.4 billion. In the fourth quarter Render earned $0.31 a share with its model QX-710.",
    hours=3,
)


def test_an_entry_is_described():
    assert OFFER.document_id == "id-a"
    assert OFFER.at == int((FEBRUARY + timedelta(hours=3)).timestamp())
    assert OFFER.companies == {"Calder & Finch Group, Inc.", "Render, Inc."}
    assert {"bid_raised"} <= OFFER.title_kinds
    assert not OFFER.han
    assert {"harkness", "vale"} <= OFFER.head_names
    assert not {"calder", "finch", "render", "nyse", "clfn"} & OFFER.head_names
    assert {"calder", "render"} <= OFFER.names
    assert OFFER.codes == {"qx-710"}
    assert {(one.value, one.unit) for one in OFFER.figures if one.head} >= {(50.0, "USD"), (47.0, "USD"), (2.4e9, "USD")}


def test_traits_come_back_as_they_were_packed():
    assert unpack(OFFER.document_id, pack(OFFER)) == OFFER
    assert pack(OFFER) == pack(OFFER)


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Harrowgate Pumps fourth-quarter profit up", "", {"Q4"}),
        ("Harrowgate Pumps Q1 sales", "In the first half it sold more.", {"Q1", "H1"}),
        ("云栖重工三季报", "第三季度净利润增长。", {"Q3"}),
        ("Harrowgate half-year profit", "", {"H"}),
        ("Harrowgate Pumps buys a mill", "", set()),
    ],
)
def test_periods_are_read(title, body, expected):
    assert traits(title, body).periods == expected


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("CORRECTED: Harrowgate Pumps sells mill", "", {"correction"}),
        ("Harrowgate Pumps sells mill", "Corrects the price in the first paragraph of a report of February 13.", {"correction"}),
        ("RETRACTED: Harrowgate Pumps sells mill", "", {"retraction"}),
        ("更正：云栖重工去年净利", "", {"correction"}),
        ("UPDATE 1-Harrowgate Pumps sells mill", "", {"update"}),
        ("Harrowgate Pumps: what to expect", "", {"preview"}),
        ("Morning briefing: pumps and banks", "Harrowgate Pumps rose. Marlstone fell. Render stood still.", {"roundup"}),
        ("Pumps and banks", "Harrowgate Pumps sells a mill. Marlstone Bancshares pays a dividend.", {"roundup"}),
        ("Harrowgate Pumps sells mill", "This is unrelated to the sale of its office.", {"another"}),
        ("Harrowgate Pumps sells mill", "", set()),
    ],
)
def test_what_an_entry_says_of_itself_is_read(title, body, expected):
    assert traits(title, body).marks == expected


def test_what_came_before_is_not_what_a_title_tells():
    assert traits("Render sells stock for $90 million a day after product recall").title_kinds & {"shares_sold", "recall"} == {
        "shares_sold"
    }
    assert "results" in traits("Render jumps 6% after earnings beat").title_kinds


def test_a_brokers_buy_and_sell_are_no_deals():
    assert traits("Brightwater raises Render to buy", "The broker says sell Marlstone and buy Render.").title_kinds == {"upgrade"}


def test_a_range_has_the_scale_of_its_end():
    figures = {(one.value, one.unit) for one in traits("Render sees sales of $610-630M", "").figures}
    assert (610e6, "USD") in figures


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (FigureTrait(343.2e6, 1e5, "USD", True), FigureTrait(343e6, 1e6, "USD", True), True),
        (FigureTrait(3480, 1, "", True), FigureTrait(3500, 1, "", False), True),
        (FigureTrait(1e9, 1e9, "USD", True), FigureTrait(1.42e9, 1e7, "USD", True), False),
        (FigureTrait(3e6, 1e6, "USD", True), FigureTrait(3.1e6, 1e5, "USD", True), True),
        (FigureTrait(44, 1, "USD", True), FigureTrait(40, 1, "USD", True), False),
        (FigureTrait(5, 1, "%", True), FigureTrait(5, 1, "USD", True), False),
        (FigureTrait(2.6e8, 1e7, "CNY", True), FigureTrait(2.6e8, 1e6, "", True), True),
        (FigureTrait(0, 1, "", True), FigureTrait(0, 1, "", True), True),
    ],
)
def test_amounts_are_one_when_they_are_printed_to_different_digits(one, other, same):
    assert one.equals(other) is same
    assert other.equals(one) is same


@pytest.mark.parametrize(
    ("value", "step", "unit", "telling"),
    [
        (343.2e6, 1e5, "USD", True),
        (12, 1, "USD", True),
        (6, 1, "%", False),
        (12, 1, "%", False),
        (6.25, 0.01, "%", True),
        (18000, 1, "", True),
        (40, 1, "", False),
    ],
)
def test_a_figure_tells_when_few_others_would_be_the_same(value, step, unit, telling):
    assert FigureTrait(value, step, unit, True).telling is telling


def test_a_title_of_capitals_that_the_text_repeats_is_read_as_a_title_and_as_a_sentence():
    once = traits("Harrowgate Pumps Opens Brellan Works Plant", "Nothing else is known.")
    twice = traits("Harrowgate Pumps Opens Brellan Works Plant", "Harrowgate Pumps Opens Brellan Works Plant. Nothing else is known.")
    assert "brellan" in once.head_names
    assert once.head_names <= twice.head_names


def test_names_are_told_from_words_that_begin_a_sentence_or_stand_in_a_title_of_capitals():
    entry = traits("Shoppers Take Back Ovens Of Harrowgate Pumps", "Ovens may burn. Buyers in Tarnmoor complained to Joan Pell.")
    assert entry.head_names == {"tarnmoor", "joan", "pell"}


def test_chinese_is_compared_by_pairs_of_characters_without_the_companys_name():
    entry = traits("云栖重工中标风电项目", "云栖重工公告，中标风电设备项目。")
    assert entry.han
    assert "风电" in entry.terms
    assert "云栖" not in entry.terms
    assert entry.kinds == {"contract"}


def test_a_title_has_its_own_types_of_events():
    both = traits(
        "Harrowgate Pumps Reports Results", "Harrowgate Pumps plc reported sales of $90 million and declared a dividend of 12 cents."
    )
    assert (both.title_events, both.events) == ({"results"}, {"results", "dividend or buyback"})


def test_items_that_begin_with_names_make_a_list():
    body = "Harrowgate Pumps: cut its dividend.\nMarlstone Bancshares: names a chief executive."
    assert "roundup" in traits("Thoughts from the train about Harrowgate Pumps and Marlstone Bancshares", body).marks


@pytest.mark.parametrize(
    "dateline",
    ["DENVER, Colo.--(MARLOW WIRE)--Feb. 3, 2025--", "DENVER--(MARLOW WIRE)--", "Oslo, 14 February 2025: ", "DENVER, Feb 3 (Marlow) - "],
)
def test_a_dateline_names_nobody_and_is_no_code(dateline):
    found = traits("Calder & Finch update", f"{dateline}Calder & Finch Group makes kettles at Ember Vale.")
    assert found.head_names == {"ember", "vale"}
    assert found.codes == frozenset()


def test_codes_are_words_of_letters_and_digits_beside_chinese_too():
    assert traits("云栖重工推出 YQ-118 泵", "每台 12 万元，Harrow 供货。").codes == {"yq-118"}
    assert traits("云栖重工推出 YQ-118 泵").title_codes == {"yq-118"}
