from dataclasses import replace
from decimal import Decimal

import pytest

from research.metrics.engine import NoFigure
from research.metrics.labelled import LabelledFigures, Topic
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Basis, Calculation, Span
from research.nouns.queries import FactFilter
from tests.research.books import READER, balance, books, cash, question, row


def find(*phrases, year=2024, part="FY", catalog=None, metric="", said=""):
    catalog = catalog or books()
    topic = Topic.of(phrases, metric=metric, said=said)
    return LabelledFigures(catalog.facts).compute(question(catalog), topic, PeriodTerm(year, part, ""))


def note(label, *members, axis="segment", **values):
    """Return a row of a note, perhaps of a part."""
    return row(label, statement=None, of=tuple((axis, member) for member in members), **values)


def told(words, *rows, metric="", said=""):
    """Return what the words find among rows of a filing, in units of a million, None for no figure."""
    catalog = books(("quillmere-notes", 2024, rows))
    found = find(*words, catalog=catalog, metric=metric, said=said)
    return int(found.value / 10**6) if isinstance(found, Calculation) else None


@pytest.mark.parametrize(
    ("phrases", "value"),
    [
        (["fulfillment"], 61_000_000),
        (["fulfillment", "expense"], 61_000_000),
        (["average daily output"], 312),
        (["dosing", "operating income"], 44_000_000),
        (["dosing segment", "operating profit"], 44_000_000),
    ],
)
def test_a_row_is_found_by_its_own_words(phrases, value):
    found = find(*phrases)
    assert isinstance(found, Calculation)
    assert found.value == value


@pytest.mark.parametrize(
    "phrases",
    [
        ["fulfillment", "revenue"],
        ["daily output"],
        ["average daily output per site"],
        ["filters", "operating income"],
        ["adjusted", "operating income"],
        ["expense"],
        ["operating income"],
        [],
        ["of", "the"],
    ],
)
def test_a_word_too_many_or_too_few_finds_nothing(phrases):
    assert find(*phrases) == NoFigure()


def test_another_year_is_another_figure():
    assert find("fulfillment", year=2023).value == 55_500_000
    assert find("fulfillment", year=2022) == NoFigure()


def test_two_values_under_one_label_give_none():
    catalog = books(("quillmere-notes", 2024, (row("Freight", FY2024="5.0"), row("Freight", FY2024="7.0"))))
    found = find("freight", catalog=catalog)
    assert [fact.printed for fact in found.stated] == ["5.0", "7.0"]


def test_a_row_of_a_note_under_a_concepts_name_may_be_anybodys():
    notes = (row("Interest expense", statement=None, FY2024="9.0"), row("Freight income", statement=None, FY2024="3.0"))
    catalog = books(("quillmere-notes", 2024, notes))
    assert find("interest expense", catalog=catalog) == NoFigure()
    assert find("freight income", catalog=catalog).value == 3_000_000


OF = {"metric": "operating_income", "said": "operating income"}
REVENUE = {"metric": "revenue", "said": "revenue"}


@pytest.mark.parametrize(
    ("words", "label", "member"),
    [
        (["filters"], "Operating income", "Other Filters"),
        (["other", "filters"], "Operating income", "Filters"),
        (["filters"], "Operating income", "Filters only"),
        (["filters"], "Operating income", "All Filters but none"),
        (["canada"], "Operating income", "Not Canada"),
        (["u.s"], "Operating income", "Non-U.S."),
        (["non-u.s"], "Operating income", "U.S."),
        (["filters"], "Operating income", "Filters before eliminations"),
        (["filters"], "Operating income", "Filters, Europe"),
        (["filters", "europe"], "Operating income", "Filters"),
        (["filters"], "Other operating income", "Filters"),
        (["filters"], "Operating income before charges", "Filters"),
        (["filters"], "Operating loss", "Filters"),
        (["filters"], "Consolidated operating income", "Filters"),
        (["filters"], "Operating income", "Consolidated Filters"),
        (["consolidated"], "Operating income", "Filters"),
        (["group"], "Operating income", "Filters"),
        (["filters", "group"], "Operating income", "Filters"),
        (["filters"], "Net operating income", "Filters"),
        (["filters"], "Operating income per plant", "Filters"),
    ],
)
def test_every_word_of_a_row_and_of_a_part_counts(words, label, member):
    assert told(words, note(label, member, FY2024="7.0"), **OF) is None


@pytest.mark.parametrize(
    ("words", "label", "members"),
    [
        (["filters"], "Operating income", ["Filters"]),
        (["filters", "segment"], "Operating income", ["Filters"]),
        (["filters"], "Operating income (loss)", ["Filters Segment"]),
        (["filters"], "Operating income (in millions)", ["Filters Group"]),
        (["other", "filters"], "Operating income", ["Other Filters"]),
        (["non-u.s"], "Operating income", ["Non-U.S."]),
        (["small", "business"], "Operating income", ["Small Business"]),
        (["filters", "europe"], "Operating income", ["Filters", "Europe"]),
        (["filters"], "Total operating income", ["Filters"]),
    ],
)
def test_a_part_is_found_by_all_its_words(words, label, members):
    assert told(words, note(label, *members, FY2024="7.0"), **OF) == 7


def test_a_row_of_a_part_is_not_the_groups_and_the_groups_not_a_parts():
    assert told(["segment"], note("Operating income", "Filters", FY2024="7.0"), **OF) is None
    assert told(["segment"], **OF) is None
    assert told(["total", "segment"], note("Total segment operating income", FY2024="9.0"), **OF) == 9
    assert told(["total"], note("Total segment operating income", FY2024="9.0"), **OF) is None
    assert told(["consolidated"], **OF) is None


def test_words_that_only_name_the_metric_are_left_to_its_concept():
    assert told([], **OF) is None
    assert told(["total"], **OF) is None
    assert told(["net"], note("Net sales", FY2024="7.0"), metric="revenue", said="sales") is None


def test_a_negation_belongs_to_the_word_after_it():
    rows = (note("Interest income", "Non-U.S.", FY2024="7.0"),)
    assert told(["non-interest", "income", "u.s"], *rows) is None
    assert told(["interest", "income", "non", "u.s"], *rows) == 7


def test_net_is_no_word_to_leave_out_but_before_sales():
    rows = (note("Interest income", "Consumer", FY2024="7.0"),)
    assert told(["net", "consumer"], *rows, metric="interest_income", said="interest income") is None
    assert told(["consumer"], note("Net sales", "Consumer", FY2024="5.0"), **REVENUE) == 5


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Revenue", "%"),
        ("Revenue % change", "%"),
        ("% of revenue", "%"),
        ("Revenue growth", "%"),
        ("Revenue", "USD/share"),
        ("Revenue", "USD/pump"),
        ("Revenue", "shares"),
        ("Revenue", "pumps"),
    ],
)
def test_a_row_of_another_kind_never_answers_for_an_amount(label, unit):
    rows = row(label, statement=None, unit=unit, scale=1, of=(("segment", "Filters"),), FY2024="12.5")
    assert told(["filters"], rows, **REVENUE) is None


def test_a_percentage_or_an_amount_for_each_is_found_where_words_ask_for_one():
    share = row("Filters", statement=None, unit="%", scale=10**6, FY2024="12.5")
    margin = row("Gross margin", statement=None, unit="%", scale=10**6, of=(("segment", "Filters"),), FY2024="31")
    each = row("Price per pump", statement=None, unit="USD/pump", scale=10**6, FY2024="99")
    assert told(["filters"], share) is None
    assert told(["filters"], margin, metric="gross_margin", said="gross margin") == 31
    assert told(["filters"], note("Gross margin", "Filters", FY2024="31"), metric="gross_margin", said="gross margin") is None
    assert told(["price", "per", "pump"], each) == 99


def test_a_balance_is_no_amount_over_time():
    assert told(["filters"], balance("Revenue filters", None, FY2024="7.0"), **REVENUE) is None
    assert told(["filters"], note("Inventories filters", FY2024="7.0"), metric="inventories", said="inventories") is None


def test_rows_of_the_same_words_with_other_values_are_refused():
    same = (note("Revenue", "Filters", FY2024="7.0"), note("Revenue", "Filters", FY2024="7.0"))
    assert told(["filters"], *same, **REVENUE) == 7
    assert told(["filters"], *same, note("Total revenue", "Filters", FY2024="8.0"), **REVENUE) is None
    rounded = row("Revenue", statement=None, scale=10**9, of=(("segment", "Filters"),), FY2024="0.01")
    assert told(["filters"], note("Revenue", "Filters", FY2024="7.0"), rounded, **REVENUE) == 7


def test_a_quarter_never_answers_a_year_nor_a_year_a_quarter():
    rows = (note("Revenue", "Filters", Q4_FY2024="2.0", H1_FY2024="3.0"),)
    assert told(["filters"], *rows, **REVENUE) is None
    year = books(("quillmere-notes", 2024, (note("Revenue", "Filters", FY2024="7.0"),)))
    assert find("filters", part="Q4", catalog=year, **REVENUE) == NoFigure()
    assert find("filters", part="Q4", catalog=books(("quillmere-notes", 2024, rows)), **REVENUE).value == 2_000_000


def test_a_stretch_of_another_length_under_the_years_label_is_none():
    catalog = books(("quillmere-notes", 2024, (note("Revenue", "Filters", FY2024="7.0"),)))
    document = next(one for one in question(catalog).documents if one.name == "quillmere-notes")
    (fact,) = catalog.facts.find(READER, FactFilter(document_ids=(document.id,), everything=True))
    year = fact.period
    catalog.documents.add(document, [], [replace(fact, period=replace(year, span=Span.OTHER))])
    assert find("filters", catalog=catalog, **REVENUE) == NoFigure()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basis": Basis(accounting="adjusted")}, "adjusted"),
        ({"basis": Basis(accounting="pro forma")}, "pro forma"),
        ({"basis": Basis(share="basic")}, "basic"),
        ({"basis": Basis(operations="discontinued")}, "discontinued"),
    ],
)
def test_another_basis_must_be_named(changes, words):
    catalog = books(("quillmere-notes", 2024, (note("Revenue", "Filters", FY2024="7.0"),)))
    document = next(one for one in question(catalog).documents if one.name == "quillmere-notes")
    (fact,) = catalog.facts.find(READER, FactFilter(document_ids=(document.id,), everything=True))
    catalog.documents.add(document, [], [replace(fact, **changes)])
    assert find("filters", catalog=catalog, **REVENUE) == NoFigure()
    assert find("filters", words, catalog=catalog, **REVENUE).value == 7_000_000


def test_a_range_is_no_figure():
    catalog = books(("quillmere-notes", 2024, (note("Revenue", "Filters", FY2024="7.0"),)))
    document = next(one for one in question(catalog).documents if one.name == "quillmere-notes")
    (fact,) = catalog.facts.find(READER, FactFilter(document_ids=(document.id,), everything=True))
    catalog.documents.add(document, [], [replace(fact, low=fact.value, high=2 * fact.value)])
    assert find("filters", catalog=catalog, **REVENUE) == NoFigure()


def test_rows_are_revenue_or_costs_by_their_place():
    rows = (
        row("Subscriptions", FY2024="30.0"),
        row("Hosting", FY2024="20.0"),
        row("Less: discounts", FY2024="-2.0"),
        row("Net sales", "revenue", FY2024="48.0"),
        row("Hosting", FY2024="12.0"),
        row("Gain on sale", FY2024="3.0"),
        row("Operating income", "operating_income", FY2024="9.0"),
        row("Other, net", FY2024="4.0"),
    )
    cost = {"metric": "", "said": ""}
    assert told(["subscriptions", "expense"], *rows, **cost) is None
    assert told(["subscriptions"], *rows, **REVENUE) == 30
    assert told(["hosting"], *rows, **REVENUE) == 20
    assert told(["hosting", "expense"], *rows, **cost) == 12
    assert told(["hosting"], *rows, **cost) is None
    assert told(["discounts", "less"], *rows, **REVENUE) is None
    assert told(["gain", "sale", "expense"], *rows, **cost) is None
    assert told(["other", "net", "expense"], *rows, **cost) is None


def test_the_companys_name_before_a_part_needs_not_be_said_again():
    rows = (note("Revenue", "Quillmere Pumps Canada", FY2024="7.0"), note("Revenue", "Quillmere Brand", FY2024="8.0"))
    assert told(["canada"], *rows, **REVENUE) == 7
    assert told(["brand"], *rows, **REVENUE) is None
    assert told(["pumps"], note("Revenue", "Quillmere Pumps", FY2024="7.0"), **REVENUE) is None


def test_another_filings_value_is_a_caveat():
    catalog = books(
        ("quillmere-2023", 2023, (note("Revenue", "Filters", FY2023="6.0"),)),
        ("quillmere-notes", 2024, (note("Revenue", "Filters", FY2024="7.0", FY2023="6.5"),)),
    )
    found = find("filters", year=2023, catalog=catalog, **REVENUE)
    assert (found.value, found.caveats) == (6_000_000, ("quillmere-notes states 6.5 USD in millions for the same period (page 1)",))


def test_a_change_of_a_balance_never_answers_for_the_balance():
    change, held = cash("Unearned fees", "change_in_deferred_revenue", FY2024="4.0"), balance("Unearned fees", None, FY2024="18.0")
    assert told(["unearned", "fees"], change) is None
    assert told(["unearned", "fees"], change, held) is None
    assert told(["unearned"], change, held, metric="revenue", said="fees") is None
    assert told(["unearned", "fees", "change"], change, held) == 4
    assert told(["unearned", "fees"], held) == 18
    assert told(["gift", "cards"], cash("Gift cards", None, FY2024="2.0")) == 2
    assert told(["unredeemed"], cash("Unredeemed gift cards", None, FY2024="2.0"), said="gift cards") is None


def test_a_balance_and_an_amount_of_the_same_words_are_refused():
    rows = (note("Revenue", "Filters", FY2024="7.0"), balance("Revenue filters", None, FY2024="9.0"))
    assert told(["filters"], *rows, **REVENUE) is None


def indicator(label, value, *members):
    return row(label, statement=None, unit="%", scale=10**6, of=tuple(("segment", member) for member in members), FY2024=value)


def test_a_row_beside_one_that_is_printed_of_two_parts_is_of_a_part():
    use, first, second = indicator("Kiln occupancy", "89"), indicator("Scrap rate", "4"), indicator("Scrap rate", "5")
    freight = note("Freight of kilns", FY2024="7.0")
    assert told(["kiln", "occupancy"], use, first) == 89
    assert told(["kiln", "occupancy"], use, first, indicator("Scrap rate", "5", "Filters")) == 89
    assert told(["kiln", "occupancy"], use, first, second) is None
    assert told(["freight", "kilns"], freight, first, second) is None
    far = [note(f"Other matter {'so ' * 60}{number}", FY2024="1.0") for number in range(10)]
    assert told(["kiln", "occupancy"], use, *far, first, second) == 89


@pytest.mark.parametrize(
    "rows",
    [
        (note("Freight", FY2024="3.0"),),
        (row("Freight", of=(("segment", "Filters"),), FY2024="3.0"),),
        (row("Freight", FY2024="3.0"), row("Freight", FY2024="4.0")),
        (row("Freight", unit="EUR", FY2024="3.0"),),
        (balance("Freight", None, FY2024="3.0"),),
    ],
)
def test_a_row_of_another_thing_in_another_filing_is_no_caveat(rows):
    catalog = books(("quillmere-notes", 2024, (row("Freight", FY2024="7.0"),)), ("quillmere-other", 2025, rows))
    found = find("freight", catalog=catalog)
    assert (found.value, found.caveats) == (7_000_000, ())


STREAMING = (
    note("Revenue", "Domestic Streaming", FY2024="70.0"),
    note("Revenue", "Foreign Streaming", FY2024="30.0"),
    note("Revenue", "Domestic Discs", FY2024="9.0"),
    note("Revenue", "Food and Drink", FY2024="4.0"),
    note("Revenue", "Port Harbour Resorts", FY2024="15.0"),
)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["discs"], 9),
        (["harbour"], 15),
        (["streaming"], None),
        (["domestic"], None),
        (["food"], None),
        (["harbour", "food"], None),
        (["foreign", "discs"], None),
    ],
)
def test_a_part_is_named_by_words_that_only_its_name_has(words, value):
    assert told(words, *STREAMING, **REVENUE) == value


def test_a_word_of_another_row_names_no_part():
    assert told(["harbour"], *STREAMING, note("Harbour dues", FY2024="2.0"), **REVENUE) is None
    assert told(["discs"], *STREAMING, note("Disc library", FY2024="2.0"), **REVENUE) == 9


def test_a_part_named_for_short_is_said_to_be_the_only_one():
    catalog = books(("quillmere-notes", 2024, STREAMING))
    assert any("Domestic Discs" in one for one in find("discs", catalog=catalog, **REVENUE).caveats)
    assert not find("domestic discs", catalog=catalog, **REVENUE).caveats


@pytest.mark.parametrize(
    ("words", "label", "member"),
    [
        (["canada", "revenue"], "Revenue from external customers", "Canada"),
        (["apac", "net", "adds"], "Net membership additions", "Asia-Pacific"),
        (["us", "paid", "net", "adds"], "Paid net subscriber additions", "United States"),
        (["valvex", "revenue"], "Valvex direct sales and alliance revenues", ""),
        (["tools", "stock-based", "compensation"], "Share-based compensation", "Tools"),
        (["international", "sites"], "Count of sites", "Int’l"),
        (["tools", "revpus"], "Revenue per unit sold (RevPUS)", "Tools"),
    ],
)
def test_rows_and_parts_are_called_for_short(words, label, member):
    assert told(words, note(label, *([member] if member else []), FY2024="12.0")) == 12
    assert told([*words, "licensed"], note(label, *([member] if member else []), FY2024="12.0")) is None


def test_a_row_called_as_the_question_calls_it_comes_first():
    rows = (note("Revenue from external customers", "Tools", FY2024="12.0"), note("Revenue", "Tools", FY2024="15.0"))
    assert told(["tools", "revenue"], *rows) == 15


def test_a_rate_of_change_is_found_by_what_changed():
    rows = (note("Comparable sales % change", "Tools", unit="%", scale=10**6, FY2024="4.0"), note("Sales", "Tools", FY2024="90.0"))
    for words in (["tools", "comparable", "change"], ["tools", "comparable", "growth"], ["tools", "same-store"], ["tools", "comparable"]):
        assert told(words, *rows, metric="revenue", said="sales") == 4
    assert told(["tools"], *rows, metric="revenue", said="sales") == 90
    assert told(["comparable"], *rows, metric="revenue", said="sales") is None


def test_an_amount_in_a_line_of_the_statement_is_asked_for_with_its_costs():
    rows = (note("share-based compensation", "Product development", axis="line", FY2024="9.0"),)
    assert told(["share-based", "compensation", "product", "development", "costs"], *rows) == 9
    assert told(["share-based", "compensation", "hardware", "costs"], *rows) is None


@pytest.mark.parametrize("label", ["Stores open at end of year", "Stores at the end of the period", "Stores in operation at year-end"])
def test_the_words_of_a_closing_count_need_not_be_said(label):
    catalog = books(("quillmere-notes", 2024, (counted(balance(label, None, FY2024="437")),)))
    assert find("stores", catalog=catalog).value == 437


def counted(made):
    """Return a row as one of a note that counts."""
    figures = tuple((printed, Decimal(printed), when) for printed, _, when in made.figures)
    return replace(made, statement=None, unit="count", currency=None, scale=1, figures=figures)
