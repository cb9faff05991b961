"""Statements among tables that look like them: outlooks beside results, other companies' tables below, heads that lack their spans."""

from datetime import date

import pytest

from ingest.html.loader import HtmlLoader
from ingest.loaded import Limits
from ingest.metadata import read_metadata
from ingest.statements.facts import read_facts

INCOME = (
    ("Net sales", 4812, 4377),
    ("Cost of sales", 2901, 2744),
    ("Gross profit", 1911, 1633),
    ("Selling and administrative expenses", 1102, 1011),
    ("Operating income", 809, 622),
    ("Income tax expense", 215, 172),
    ("Net income", 594, 450),
)
TITLE = "CONSOLIDATED STATEMENTS OF INCOME"


def table(*rows):
    return "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows) + "</table>"


def statement(*heads, title=TITLE, rows=INCOME):
    return f"<h2>{title}</h2><p>(in millions)</p>" + table(*heads, *((label, *(f"{one:,}" for one in values)) for label, *values in rows))


def read(body, *, form="10-K", period="fiscal year ended December 31, 2024"):
    """Return what a filing with this body says of its period, and its facts."""
    cover = (
        f"<p>FORM {form}</p><p>For the {period}</p><p>Tarnbrook Mills Inc.</p><p>(Exact name of registrant as specified in its charter)</p>"
    )
    content = f"<html><body>{cover}<div style='page-break-after:always'></div>{body}</body></html>".encode()
    loaded = HtmlLoader(Limits()).load(content, name="tarnbrook.html")
    metadata = read_metadata(loaded)
    return metadata, read_facts(loaded, metadata, document_id="tarnbrook", company="Tarnbrook Mills Inc.")


def stated(body, label, **said):
    """Return the figures that the statement states under a label, in millions by the name of their period."""
    found = [fact for fact in read(body, **said)[1] if fact.statement and fact.label == label]
    values = {fact.period.label: fact.value / 10**6 for fact in found}
    assert len(values) == len(found)
    return values


@pytest.mark.parametrize("head", ["2025 Outlook", "2025", "Budget 2024", "2025E"])
def test_a_column_of_what_is_expected_states_no_result(head):
    body = statement(("", "2024", "2023", head), rows=[(*row, row[1] + 100) for row in INCOME])
    assert stated(body, "Net sales") == {"FY2024": 4812, "FY2023": 4377}


def test_a_year_whose_day_is_printed_counts_among_bare_ones():
    metadata, _ = read(statement(("", "Years ended December 31,"), ("", "2024", "2023"), rows=INCOME[:4]))
    assert (metadata.fiscal_year, metadata.period_end) == (2024, date(2024, 12, 31))


@pytest.mark.parametrize(
    "below",
    [
        "<h2>Note 3. The bought mill</h2>" + table(("", "2024", "2023"), ("Net sales", "1,315", "1,204"), ("Net income", "77", "61")),
        "<p>What our associates report, of which we own a third and which are not consolidated, is:</p>"
        + table(("", "2024", "2023"), ("Net sales", "1,315", "1,204"), ("Net income", "77", "61")),
        "<h2>By quarter</h2>"
        + table(
            ("2024", "First quarter", "Second quarter", "Third quarter", "Fourth quarter"),
            ("Net sales", "1,100", "1,180", "1,210", "1,322"),
        ),
        "<h2>Corrected</h2>"
        + table(("Year ended December 31, 2023", "As reported", "Adjustment", "As restated"), ("Net sales", "4,420", "(43)", "4,377")),
        "<h2>Long ago</h2>" + table(("", "2014", "2013"), ("Net sales", "1,315", "1,204"), ("Net income", "77", "61")),
    ],
)
def test_a_table_below_a_statement_is_none_of_it(below):
    body = statement(("", "2024", "2023")) + below
    assert stated(body, "Net sales") == {"FY2024": 4812, "FY2023": 4377}
    (sales,) = (fact for fact in read(body)[1] if fact.label == "Net sales" and fact.is_stated_total and fact.period.fiscal_year == 2024)
    assert sales.concept == "revenue"


def test_a_statement_may_repeat_its_own_heads():
    body = statement(("", "2024", "2023"), rows=INCOME[:4]).removesuffix("</table>")
    body += table(("", "2024", "2023"), *((label, f"{one:,}", f"{other:,}") for label, one, other in INCOME[4:])).removeprefix("<table>")
    assert stated(body, "Net income") == {"FY2024": 594, "FY2023": 450}


def test_heads_without_spans_stand_over_the_years_that_repeat_below_them():
    rows = [(label, one // 4, two // 4, one, two) for label, one, two in INCOME]
    heads = [("", "Three months ended", "Nine months ended"), ("", "September 30,", "September 30,"), ("", "2024", "2023", "2024", "2023")]
    body = statement(*heads, rows=rows)
    found = stated(body, "Net sales", form="10-Q", period="quarterly period ended September 30, 2024")
    assert found == {"Q3 FY2024": 1203, "Q3 FY2023": 1094, "9M FY2024": 4812, "9M FY2023": 4377}


def test_the_parent_companys_own_statement_is_none_of_the_groups():
    body = "<h2>Note 21. Parent company only</h2>" + statement(("", "2024", "2023"), rows=INCOME[3:6])
    assert not [fact for fact in read(body)[1] if fact.statement]


def test_the_first_of_january_is_no_end_of_a_year_that_ends_with_a_month():
    body = statement(("", "2024", "2023")) + "<p>A rule on leases came in on January 1, 2024.</p>"
    (year,) = {fact.period for fact in read(body)[1] if fact.period.fiscal_year == 2023}
    assert (year.start, year.end) == (date(2023, 1, 1), date(2023, 12, 31))
