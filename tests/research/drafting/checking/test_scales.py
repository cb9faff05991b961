"""The scale of tables and sentences that tell none: the one at which their figures are what the library states."""

from datetime import date
from decimal import Decimal

import pytest

from research.drafting.checking.claims import claims_of
from research.drafting.checking.names import topics_known
from research.drafting.checking.reading import read_sentence
from research.drafting.checking.scales import TableScale, scale_in, scaled_in_words
from research.drafting.checking.when import Around
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Calculation, Period, Span

NAMES = {"Harbourne Foods, Inc.": ("Harbourne",)}
AROUND = Around("Harbourne Foods, Inc.", PeriodTerm(2024, "FY", ""))
YEAR = Period(date(2024, 12, 31), date(2024, 1, 1), Span.YEAR, "FY2024", 2024)
STATED = {
    "revenue": ("1284600000", "USD"),
    "operating_income": ("133900000", "USD"),
    "eps_diluted": ("2.09", "USD/share"),
    "gross_margin": ("36.1", "%"),
}


def values(claim):
    """Return what a library states of a figure."""
    amount, unit = STATED.get(claim.topic.name if claim.topic else "", (None, ""))
    return [Calculation(claim.topic.name, "", "", Decimal(amount), unit, YEAR, "Harbourne Foods, Inc.", ())] if amount else []


def claims(text):
    return claims_of(read_sentence(text, NAMES, topics_known()), AROUND)


def scales(text, told=None):
    return [one.figure.scale if one else "?" for one in scaled_in_words(claims(text), text, values, told=told)]


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("US$ in millions", 10**6),
        ("$bn", 10**9),
        ("in thousands", 10**3),
        ("单位：亿元", 10**8),
        ("万元", 10**4),
        ("per share", None),
        ("%", None),
    ],
)
def test_words_name_a_scale(text, scale):
    assert scale_in(text) == scale


def test_a_bare_amount_is_at_the_scale_at_which_the_library_states_it():
    assert scales("Revenue was 1,284.6 and operating income 133.9.") == [10**6, 10**6]


def test_an_amount_that_fits_at_none_is_at_the_scale_of_the_others_or_the_nearest():
    assert scales("Revenue was 1,384.6 and operating income 133.9.") == [10**6, 10**6]
    assert scales("Revenue was 1.38.") == [10**9]


def test_a_scale_that_nothing_tells_is_left_open():
    assert scales("Revenue was 5.") == ["?"]


def test_what_is_told_around_it_goes_before_what_fits():
    assert scales("Revenue was 1,284.6.", told=10**3) == [10**3]


def test_currencies_ratios_and_figures_per_share_are_let_alone():
    assert scales("Revenue was $1,284.6.") == [None]
    assert scales("Diluted EPS was 2.09 and gross margin 36.1%.") == [None, None]
    assert scales("Revenue was 1.2846 billion.") == [10**9]


def test_a_tables_cells_vote_for_its_scale():
    scale = TableScale(values)
    cells = [(claims(f"Revenue was {text}.")[0], text) for text in ("1,284.6", "1,285", "9,999")]
    for claim, text in cells:
        scale.add(claim, text)
    assert [scale.scaled(claim, text).figure.scale for claim, text in cells] == [10**6] * 3


def test_a_table_without_a_cell_that_fits_tells_no_scale():
    scale = TableScale(values)
    (claim,) = claims("Revenue was 9,999.")
    scale.add(claim, "9,999")
    assert scale.scaled(claim, "9,999") is None
