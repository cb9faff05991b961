"""Facts of tables beside the statements: of whom each figure is, and what a total's rows are called."""

import pytest

from ingest.tables.lines import of_lines
from tests.ingest.statements.test_lookalikes import read, statement, table

YEARS = ("", "2024", "2023")


def facts(*body, label=None):
    """Return (label, parts, printed) of the facts outside the statement for 2024, perhaps of one label."""
    found = read(statement(YEARS) + "".join(body))[1]
    return [
        (fact.label, tuple(member for _, member in fact.dimensions), fact.printed)
        for fact in found
        if fact.statement is None and fact.period.fiscal_year == 2024 and label in {None, fact.label}
    ]


LINES = (YEARS, ("Cost of sales", "11", "9"), ("Selling and administrative expenses", "42", "40"))
AWARDS = "<h3>Awards</h3><p>Share-based compensation is included as follows (in millions):</p>"


def test_an_amount_divided_among_lines_of_the_statement_is_of_each_line():
    found = facts(AWARDS, table(*LINES, ("Total share-based compensation", "53", "49")))
    assert found[:2] == [
        ("share-based compensation", ("Cost of sales",), "11"),
        ("share-based compensation", ("Selling and administrative expenses",), "42"),
    ]
    unsummed = facts(AWARDS, table(*LINES, ("Total share-based compensation", "54", "49")))
    assert all(not parts for _, parts, _ in unsummed)


def test_a_total_without_a_name_is_of_what_the_title_measures():
    rows = [fact for fact in read(statement(YEARS) + AWARDS + table(*LINES, ("Total", "53", "49")))[1] if fact.statement is None]
    assert {fact.label for fact in of_lines(rows, "share-based compensation", {}) if fact.dimensions} == {"share-based compensation"}
    assert not any(fact.dimensions for fact in of_lines(rows, "compensation", {}))


def test_rows_of_anothers_statement_are_of_no_line():
    rows = (YEARS, ("Cost of sales", "11", "9"), ("Selling and administrative expenses", "42", "40"), ("Net sales", "53", "49"))
    renamed = [(label.replace("Net sales", "Total net sales"), *values) for label, *values in rows]
    found = facts("<p>The accounts of our joint venture are as follows (in millions):</p>", table(*renamed))
    assert ("Cost of sales", (), "11") in found


def test_the_total_of_a_section_ends_it():
    rows = (("Mill revenues by:", "", ""), ("Flour", "700", "640"), ("Meal", "90", "80"), ("Total mill revenues", "790", "720"))
    found = facts("<h3>Revenues by product</h3><p>(in millions)</p>", table(YEARS, *rows, ("Bakeries", "30", "20")))
    assert ("Mill revenues", ("Flour",), "700") in found
    assert [label for label, parts, _ in found if parts == ("Bakeries",)] == ["Revenues"]


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Tarn Harbour The following table shows key figures for Tarn Harbour", ("Tarn Harbour",)),
        ("Tarn Harbour The following table shows key figures for our mills", ()),
        ("Segment and Geographic Information Reportable segment figures", ()),
    ],
)
def test_a_title_names_one_part(title, part):
    rows = (("Sales of barges", "70", "66"), ("Docking fees", "31", "30"), ("Towing costs", "12", "9"))
    found = facts(f"<h3>{title}</h3><p>(in millions)</p>", table(YEARS, *rows))
    assert {parts for _, parts, _ in found} == {part}


def test_two_scales_over_columns_are_no_scale_of_the_table():
    rows = (("", "2024 (Thousands)", "2023 (Millions)"), ("Value granted", "17.5", "53.2"), ("Value vested", "7.5", "4.2"))
    assert facts("<h3>Options</h3>", table(*rows)) == []


@pytest.mark.parametrize(
    ("head", "called"),
    [
        ("Revenue by end market", "Revenue"),
        ("Geographic revenue based upon billing address", "revenue"),
        ("Revenue from outside customers", "Revenue from outside customers"),
    ],
)
def test_what_divides_a_measure_is_no_part_of_its_name(head, called):
    rows = ((f"{head}:", "", ""), ("Mills", "700", "640"), ("Bakeries", "90", "80"), ("Total", "790", "720"))
    found = facts("<h3>Figures of our segments</h3><p>(in millions)</p>", table(YEARS, *rows))
    assert (called, ("Mills",), "700") in found


def test_a_title_divides_its_measure_however_it_says_so():
    rows = (("Mills", "700", "640"), ("Bakeries", "90", "80"))
    found = facts("<h3>Revenue, classified by product, was as follows</h3><p>(in millions)</p>", table(YEARS, *rows))
    assert found == [("Revenue", ("Mills",), "700"), ("Revenue", ("Bakeries",), "90")]


def test_counts_beside_money_are_counts():
    rows = (("Net sales", "$ 700", "$ 640"), ("Unit counts at period end", "312", "298"))
    document = statement(YEARS) + "<h3>Mills Segment</h3><p>(amounts in millions, except unit counts)</p>" + table(YEARS, *rows)
    found = [fact for fact in read(document)[1] if fact.label.startswith("Unit")]
    assert {(fact.unit, int(fact.value), fact.period.span.value) for fact in found} == {
        ("count", 312, "instant"),
        ("count", 298, "instant"),
    }
