"""Which sentences of papers are taken: what says what a company is first, nothing twice, no years before, no lost letters."""

from dataclasses import replace
from datetime import date

import pytest

from research.drafting.templates.evidence import PassagesSpec
from research.drafting.writing.choosing import chosen
from research.drafting.writing.places import Looked, places_on
from research.nouns.documents import Page
from tests.contracts.samples import make_document

PAPER = replace(make_document("paper"), fiscal_year=2024, fiscal_period="FY", period_end=date(2024, 12, 31))
WHOLE = (0, 10**9)


def said(text, *, paper=PAPER, opening=False, own_period=False, loose=False, lead=(), **spec):
    wanted = PassagesSpec(kind="passages", about="results", lead=list(lead), opening=opening, **spec)
    looked = Looked(
        tuple(lead),
        "results",
        tuple(wanted.first),
        tuple(wanted.without),
        opening=opening,
        own_period=own_period,
        defining=wanted.style == "prose",
        loose=loose,
    )
    page = Page(number=1, start=0, end=len(text), width=None, height=None, lines=())
    return [one.said for one in chosen(list(places_on(paper, page, text, span=WHOLE, looked=looked)), wanted)]


def test_what_a_company_is_goes_before_what_else_is_said_of_it():
    text = (
        "Our products reach customers in forty countries every single year.\n\n"
        'Acme Pumps, Inc. ("Acme," the "registrant" or "we") is a maker of pumps for water treatment and for food.\n\n'
        "Our employees sell products to customers in a culture of respect for all.\n"
    )
    assert said(text, lead=("products", "customers", "is a"), without=["employees", "water"], most=1) == [
        'Acme Pumps, Inc. ("Acme," the "registrant" or "we") is a maker of pumps for water treatment and for food.'
    ]
    assert len(said(text, lead=("products", "customers", "is a"), without=["employees", "water"], most=5)) == 2


def test_a_list_set_in_a_sentence_belongs_to_it():
    text = "Acme is a group with a presence in these businesses: Pumps and valves; Motors; Health Care; and Consumer.\n"
    assert said(text, lead=("is a",)) == [text.strip()]


def test_two_sentences_that_say_the_same_are_one():
    text = (
        "Sales rose because prices of pumps were raised in spring.\n\nSales rose because prices of pumps were raised in the spring again.\n"
    )
    assert len(said(text, lead=("rose",), style="list")) == 1


@pytest.mark.parametrize(
    ("sentence", "paper"),
    [
        ("Sales rose by 9 percent in 2022 as compared with the year 2021.", PAPER),
        ("Sales rose in the six months ended June 30, 2024 on higher prices.", replace(PAPER, fiscal_period="Q2")),
    ],
    ids=["years before", "a longer stretch"],
)
def test_what_tells_of_another_period_is_not_taken(sentence, paper):
    own = "Sales rose in the quarter, the second of 2024, on much higher prices."
    assert said(f"{sentence}\n\n{own}\n", paper=paper, own_period=True, lead=("rose",), style="list") == [own]


def test_sentences_that_lost_letters_or_point_back_come_only_where_others_are_lacking():
    good = "Competition may reduce our margins and harm our results."
    bad = "A decline may materially benef it our rivals and the results."
    pointing = "The increase was due to higher prices, which may not last long."
    assert said(f"{bad}\n\n{pointing}\n\n{good}\n", lead=("may",), style="list", most=2) == [good]
    assert said(f"{bad}\n", lead=("may",), style="list", most=2) == [bad]


def test_a_short_opening_is_quoted_with_the_sentence_after_it():
    wide = "and this line of the page is as wide as the text of it goes,\nand then it ends.\n"
    text = (
        f"Weather decides our spring. A cold spring cost us $38 million of net sales, {wide}"
        "Theft and shrinkage have risen. They were more than a year before in the stores.\n"
        f"We lease our stores. Payments due are $978.4 million in total, {wide}"
    )
    found = said(text, lead=("may",), opening=True, loose=True, style="list", most=8)
    heads = ["Weather decides our spring", "Theft and shrinkage have risen", "We lease our stores"]
    assert [one.partition(".")[0] for one in found] == heads


def test_headings_above_a_sentence_are_no_part_of_it():
    wide = "and the rest of the line that shows how wide the text of this page is.\n"
    text = f"Liquidity and capital resources\nNet cash rose to $248.8 million, against $263.8 million before, {wide}"
    assert said(text, lead=("rose",))[0].startswith("Net cash rose to $248.8 million")
