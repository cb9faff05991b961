"""Rows that add up to a total are what the total is: of segments, of products, of places."""

import pytest

from research.metrics.summed import totals_of
from research.metrics.wordings import label_forms
from research.nouns.facts import Calculation
from tests.research.books import balance, books, row
from tests.research.metrics.test_labelled import REVENUE, find, note, told

OF_SEGMENTS = (
    note("Pumps", FY2024="700.0"),
    note("Filters", FY2024="252.5"),
    note("Corporate", FY2024="-40.5"),
    note("Total operating income", FY2024="912.0"),
)


@pytest.mark.parametrize("said", ["operating income", "operating profit"])
def test_a_row_is_what_the_total_of_its_rows_is(said):
    assert told(["filters"], *OF_SEGMENTS, metric="operating_income", said=said) == 252
    assert told(["filters", "segment"], *OF_SEGMENTS, metric="operating_income", said=said) == 252
    assert told(["filters"], *OF_SEGMENTS, **REVENUE) is None
    assert told(["filters", "europe"], *OF_SEGMENTS, metric="operating_income", said=said) is None
    assert told(["valves"], *OF_SEGMENTS, metric="operating_income", said=said) is None


def test_a_total_without_a_name_is_what_the_statement_states():
    rows = (row("Net sales", "revenue", FY2024="952.5"), *OF_SEGMENTS[:2], note("Consolidated", FY2024="952.5"))
    assert told(["filters"], *rows, **REVENUE) == 252
    assert told(["filters"], *rows, metric="operating_income", said="operating income") is None


def test_rows_that_do_not_add_up_are_parts_of_nothing():
    rows = (note("Pumps", FY2024="700.0"), note("Filters", FY2024="252.5"), note("Total operating income", FY2024="912.0"))
    assert told(["filters"], *rows, metric="operating_income", said="operating income") is None
    small = (note("Pumps", FY2024="1"), note("Filters", FY2024="2"), note("Operating income of sites", FY2024="3"))
    assert told(["filters", "sites"], *small, metric="operating_income", said="operating income") is None


def test_a_sub_total_stands_for_its_rows():
    rows = (
        *OF_SEGMENTS[:2],
        note("Reportable segments", FY2024="952.5"),
        note("Other sites", FY2024="10.0"),
        note("Net sales", FY2024="962.5"),
    )
    assert told(["other", "sites"], *rows, **REVENUE) == 10
    assert told(["filters"], *rows, **REVENUE) is None


def test_what_leads_from_one_measure_to_another_is_no_sum_of_parts():
    income = {"metric": "net_income", "said": "net income"}
    bridge = (*OF_SEGMENTS, note("Interest expense", FY2024="-12.0"), note("Net income", FY2024="900.0"))
    assert told(["filters"], *bridge, **income) is None
    assert told(["filters"], *bridge, metric="operating_income", said="operating income") == 252
    assert told(["filters"], *bridge[:2], note("Taxes", FY2024="-52.5"), note("Net income", FY2024="900.0"), **income) is None


def test_two_tables_of_the_same_segments_are_told_apart_by_their_totals():
    sales = (note("Pumps", FY2024="3000.0"), note("Filters", FY2024="1500.5"), note("Net sales", FY2024="4500.5"))
    assert told(["filters"], *sales, *OF_SEGMENTS, **REVENUE) == 1500
    assert told(["filters"], *sales, *OF_SEGMENTS, metric="operating_income", said="operating profit") == 252
    assert told(["filters"], *sales, *OF_SEGMENTS) is None


def test_a_product_may_be_called_by_its_name_alone():
    products = (
        row("Pump services", statement=None, of=(("product", "Pump"),), FY2024="300.0"),
        row("Filter services", statement=None, of=(("product", "Filter"),), FY2024="200.5"),
        note("Net sales", FY2024="500.5"),
    )
    assert told(["filter"], *products, **REVENUE) == 200
    assert told(["filter"], *products[:2], **REVENUE) is None
    assert told(["filter"], *products) is None


def test_no_fact_gives_no_total():
    assert totals_of([]) == {}


def test_letters_stand_for_the_words_before_them():
    assert label_forms("Gross Payment Volume (GPV) (in millions)") == ("Gross Payment Volume (in millions)", " GPV (in millions)")
    assert label_forms("Freight (net)") == ("Freight (net)",)
    assert label_forms("Freight (ABC)") == ("Freight (ABC)",)
    rows = (note("Average Daily Flow (ADF)", FY2024="7.0"),)
    assert [told(words, *rows) for words in (["average daily flow"], ["adf"], ["daily flow"])] == [7, 7, None]


def test_the_end_of_a_period_goes_without_saying_in_a_balance():
    kept, begun = (
        balance("Kits in use at end of period", None, FY2024="9.0"),
        balance("Kits in use at beginning of period", None, FY2024="8.0"),
    )
    assert told(["kits", "use"], kept, begun) == 9
    assert told(["kits", "use"], begun) is None


def test_a_statements_own_row_is_of_the_whole_beside_smaller_ones_of_parts():
    own, parts = row("Filters", FY2024="9.0"), [note("Filters revenue", FY2024=value) for value in ("4.0", "5.0")]
    total = row("Net sales", "revenue", FY2024="20.0")
    bottom = row("Operating income", "operating_income", FY2024="3.0")
    assert told(["filters"], own, total, bottom, *parts, **REVENUE) == 9
    assert told(["filters"], own, total, bottom, parts[0], **REVENUE) is None
    assert told(["filters"], own, total, bottom, parts[0], note("Filters revenue", FY2024="11.0"), **REVENUE) is None


def count(label, value):
    return row(label, statement=None, unit="count", scale=1, FY2024=value)


def test_of_values_under_one_label_the_sum_of_all_others_is_the_wholes():
    parts = [count("Sites served", value) for value in ("300", "200", "125")]
    assert told_count(["sites", "served"], *parts, count("Sites served", "625")) == 625
    assert told_count(["sites", "served"], *parts, count("Sites served", "626")) is None
    assert told_count(["sites", "served"], *parts[:2], count("Sites served", "500")) is None


def told_count(words, *rows):
    found = find(*words, catalog=books(("quillmere-notes", 2024, rows)))
    return int(found.value) if isinstance(found, Calculation) else None


def test_another_name_of_a_metric_says_no_less_than_the_one_that_is_asked():
    rows = (note("Segment profit", "Filters", FY2024="7.0"),)
    assert told(["filters", "segment"], *rows, metric="net_income", said="net income") is None
    assert told(["filters", "segment"], *rows, metric="operating_income", said="operating income") is None
    assert told(["filters"], note("Operating profit", "Filters", FY2024="7.0"), metric="operating_income", said="operating income") == 7
