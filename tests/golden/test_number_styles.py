"""Figures as other countries print them: thousands and decimals told apart by what the table shows, and nothing where it shows nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ingest.loaded import Limits, Metadata
from ingest.pdf.loader import PdfLoader
from ingest.sheets.separated import SeparatedLoader
from ingest.statements.facts import read_facts
from ingest.statements.figures import are_grouped, common_mark, find_figures, is_one_figure, join_groups
from ingest.statements.units import is_unit_text, read_units
from tests.golden.printed_statements import Sheet, print_pdf

METADATA = Metadata(fiscal_year=2024, fiscal_period="FY", period_end=date(2024, 12, 31))
ROWS = [
    ("Revenue", 5212, 4810),
    ("Cost of sales", -3100, -2900),
    ("Gross profit", 2112, 1910),
    ("Operating expenses", -600, -550),
    ("Operating profit", 1512, 1360),
    ("Income tax expense", -300, -280),
    ("Net profit", 1212, 1080),
]


def german(number, decimals):
    shown = f"{abs(number):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return f"({shown})" if number < 0 else shown


def spaced(number, decimals):
    return f"{abs(number):,.{decimals}f}".translate(str.maketrans(",.", " ,")).join(("(", ")") if number < 0 else ("", ""))


def swiss(number, decimals):
    return f"{number:,.{decimals}f}".replace(",", "'")


def english(number, decimals):
    return f"{number:,.{decimals}f}"


def printed(style, decimals, *, last=()):
    sheet = Sheet((440, 520)).text("Brackwater AG").text("Income statement").text("(in Mio. EUR)").heads("2024", "2023")
    for label, *numbers in ROWS:
        sheet.row(label, *(style(number, decimals) for number in numbers))
    for label, *figures in last:
        sheet.row(label, *figures)
    return PdfLoader(Limits()).load(print_pdf(sheet), name="report.pdf")


def separated(style, decimals, mark):
    heads = ["Income statement", "in TEUR", f"{mark}2024{mark}2023"]
    rows = [f"{label}{mark}{mark.join(style(number, decimals) for number in numbers)}" for label, *numbers in ROWS]
    return SeparatedLoader(Limits()).load("\n".join([*heads, *rows]).encode(), name="report.csv")


def facts_of(loaded):
    facts = read_facts(loaded, METADATA, document_id="d", company="Brackwater AG")
    return {(fact.label, fact.period.label): fact for fact in facts}


@pytest.mark.parametrize("style", [german, spaced, swiss, english])
@pytest.mark.parametrize("decimals", [1, 2])
def test_decimals_tell_what_parts_thousands(style, decimals):
    for loaded, scale in ((printed(style, decimals), 10**6), (separated(style, decimals, ";"), 10**3)):
        facts = facts_of(loaded)
        revenue, costs = facts["Revenue", "FY2024"], facts["Cost of sales", "FY2023"]
        assert (revenue.value, costs.value, revenue.currency) == (5212 * scale, -2900 * scale, "EUR")
        assert revenue.last_digit == Decimal(scale) / 10**decimals
        assert loaded.text[revenue.cell_start : revenue.cell_end] == revenue.printed
        assert len(facts) == 2 * len(ROWS)


def test_points_that_may_be_either_state_no_fact():
    facts = facts_of(printed(german, 0))
    assert {label for label, _ in facts} == {"Operating expenses", "Income tax expense"}
    assert facts["Operating expenses", "FY2024"].value == -600_000_000


def test_one_row_with_decimals_settles_the_others():
    facts = facts_of(printed(german, 0, last=[("Earnings per share, diluted", "1,25", "1,10")]))
    assert facts["Revenue", "FY2024"].value == 5_212_000_000
    assert facts["Revenue", "FY2024"].last_digit == 1_000_000
    assert facts["Earnings per share, diluted", "FY2023"].value == Decimal("1.10")
    facts = facts_of(
        printed(english, 0, last=[("Earnings per share, diluted", "1.255", "1.104"), ("Earnings per share, basic", "1.3", "1.2")])
    )
    assert facts["Earnings per share, diluted", "FY2024"].value == Decimal("1.255")


def test_whole_figures_parted_by_spaces_commas_and_apostrophes_need_no_decimals():
    for style in (spaced, swiss, english):
        assert facts_of(printed(style, 0))["Revenue", "FY2023"].value == 4_810_000_000
        assert facts_of(separated(style, 0, ";"))["Revenue", "FY2023"].value == 4_810_000


def test_figures_that_stand_close_are_not_joined():
    assert are_grouped(["1 234", "12 480", "(3 100)", "97"])
    assert not are_grouped(["5 120", "6 98", "7 455", "8 300"])
    assert not are_grouped(["5 120", "6 340", "7 455", "1,240"])
    assert not are_grouped(["5 120", "6 340", "7 455", "12400"])
    assert [figure.value for figure in find_figures("5 120")] == [5, 120]
    assert (join_groups("12 345 678"), join_groups("5 98"), is_one_figure("12 345 678")) == ("12\u00a0345\u00a0678", "5 98", True)


def test_marks_that_disagree_tell_nothing():
    assert common_mark(["1.234,5", "12"]) == ","
    assert common_mark(["1,234,567"]) == "."
    assert common_mark(["1,5", "1.5"]) == common_mark(["1.234", "(1,234)", "—"]) == ""


@pytest.mark.parametrize(
    ("words", "scale", "currency"),
    [
        ("in Mio. EUR", 10**6, "EUR"),
        ("Angaben in TEUR", 10**3, "EUR"),
        ("in T€", 10**3, "EUR"),
        ("in Mrd. EUR", 10**9, "EUR"),
        ("en millions d'euros", 10**6, "EUR"),
        ("en milliers d’euros", 10**3, "EUR"),
        ("€m", 10**6, "EUR"),
        ("USDm", 10**6, "USD"),
        ("k€", 10**3, "EUR"),
        ("MSEK", 10**6, "SEK"),
        ("SEK million", 10**6, "SEK"),
        ("CHF in Mio.", 10**6, "CHF"),
        ("£'000", 10**3, "GBP"),
    ],
)
def test_units_in_german_french_and_brokers_short_hand(words, scale, currency):
    units = read_units(words)
    assert (units.scale, units.currency, is_unit_text(words)) == (scale, currency, True)


@pytest.mark.parametrize("words", ["Entrepreneur awards", "Item", "At market", "Marketing"])
def test_words_that_only_hold_such_letters_are_no_units(words):
    assert (read_units(words).scale, read_units(words).currency, is_unit_text(words)) == (1, None, False)
