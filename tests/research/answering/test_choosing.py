"""Questions that choose among members, ask for a verdict or compare counts: decided by figures that are whole, else refused."""

from dataclasses import replace
from decimal import Decimal

import pytest

from research.nouns.access import Access
from research.nouns.answers import AnswerStatus, Verdict
from research.nouns.facts import Statement
from research.nouns.queries import DocumentFilter
from tests.fakes.stores import fake_catalog
from tests.research.answering.shelf import BALANCE, CASH, INCOME, QUILLMERE, READER, answerer_over
from tests.research.library import make_document
from tests.research.printed_rows import Row, period, store_rows

HEADS = ("FY2024", "FY2023")


def row(label, *values, statement=None, concept=None, member=None, kind="segment", unit="USD"):
    instant = statement is Statement.BALANCE
    scale = 1 if unit == "%" else 10**6
    numbers = [Decimal(value.replace(",", "").replace("(", "-").replace(")", "")) * scale for value in values]
    periods = [period(head, instant=instant) for head in HEADS]
    figures = tuple(zip(values, numbers, periods, strict=False))
    beside = {"dimensions": ((kind, member),) if member else ()}
    return Row(label, concept, statement, figures, unit, "USD" if unit == "USD" else None, scale, beside)


REVENUE = row("Net sales, all", "1,200.0", "1,000.0", statement=INCOME, concept="revenue")
SEGMENTS = (
    row("Net sales", "700.0", "500.0", member="Pumps"),
    row("Net sales", "300.0", "350.0", member="Valves"),
    row("Net sales", "200.0", "150.0", member="Service"),
    row("Net sales", "1,200.0", "1,000.0"),
    row("Operating profit", "60.0", "40.0", member="Pumps"),
    row("Operating profit", "75.0", "70.0", member="Valves"),
    row("Operating profit", "45.0", "30.0", member="Service"),
)
SHEET = (
    row("Total assets", "1,900.0", "1,700.0", statement=BALANCE, concept="total_assets"),
    row("Accounts payable", "210.0", "200.0", statement=BALANCE, concept="accounts_payable"),
    row("Other current liabilities", "190.0", "180.0", statement=BALANCE),
    row("Total current liabilities", "400.0", "380.0", statement=BALANCE, concept="total_current_liabilities"),
    row("Long-term debt", "350.0", "400.0", statement=BALANCE, concept="long_term_debt"),
    row("Total liabilities", "750.0", "780.0", statement=BALANCE, concept="total_liabilities"),
)
FLOWS = (
    row("Cash from operations", "90.0", "80.0", statement=CASH, concept="operating_cash_flow"),
    row("Cash from investing", "(120.0)", "(30.0)", statement=CASH, concept="investing_cash_flow"),
    row("Cash from financing", "(10.0)", "(20.0)", statement=CASH, concept="financing_cash_flow"),
)


def ask(question, *rows, said=()):
    catalog = fake_catalog()
    lines = (f"{QUILLMERE} statements (in millions)", "2024 2023", *said, *(one.line for one in rows))
    document = make_document("quillmere-2024", QUILLMERE, 2024, lines)
    store_rows(catalog, replace(document, period_end=period("FY2024", instant=True).end), rows)
    return answerer_over(catalog).ask(question, READER, DocumentFilter(), top_k=5)


@pytest.mark.parametrize(
    ("question", "lead", "figure"),
    [
        ("Which segment of Quillmere Pumps had the highest net sales in 2024?", "Pumps had the highest", "$700.0 million"),
        ("Which segment of Quillmere Pumps had the highest operating profit in 2024?", "Valves had the highest", "$75.0 million"),
        ("Which Quillmere Pumps segment had the lowest operating profit in FY2024?", "Service had the lowest", "$45.0 million"),
        ("Which segment of Quillmere Pumps grew the fastest in 2024?", "Pumps had the highest change", "40.00 %"),
        ("Which segment of Quillmere Pumps had the biggest drop in net sales in 2024?", "Valves had the largest decrease", "-14.29 %"),
        ("Which segment of Quillmere Pumps had the least decline in net sales in 2024?", "Pumps had the highest change", "40.00 %"),
        ("Rank the segments of Quillmere Pumps by net sales from largest to smallest in 2024", "Pumps had the highest", "$700.0 million"),
        ("Rank the segments of Quillmere Pumps by net sales in ascending order in 2024", "Service had the lowest", "$200.0 million"),
        (
            "Which segment had the worst topline performance for Quillmere Pumps during FY2024?",
            "Valves had the largest decrease",
            "-14.29 %",
        ),
    ],
)
def test_the_member_chosen_comes_first_with_its_figure_and_the_others_after_it(question, lead, figure):
    answer = ask(question, REVENUE, *SEGMENTS)
    assert answer.status is AnswerStatus.ANSWERED
    assert lead in answer.text.split("\n")[0]
    assert answer.values[0].display == figure
    assert len(answer.values) == 1
    assert len(answer.claims) == len(answer.table.rows) == 3
    assert all(claim.citations for claim in answer.claims)


def test_none_is_the_largest_where_a_member_is_lacking():
    answer = ask("Which segment of Quillmere Pumps had the highest net sales in 2024?", REVENUE, SEGMENTS[0], *SEGMENTS[2:])
    assert answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE


def test_rows_of_one_member_are_not_taken_for_its_figure():
    parts = (
        row("Rooms", "400.0", "300.0", member="Pumps"),
        row("Food", "300.0", "200.0", member="Pumps"),
        row("Rooms", "250.0", "300.0", member="Valves"),
        row("Food", "50.0", "50.0", member="Valves"),
        row("Rooms", "150.0", "100.0", member="Service"),
        row("Food", "50.0", "50.0", member="Service"),
    )
    answer = ask("Which segment of Quillmere Pumps had the lowest net sales in 2024?", REVENUE, *parts, *SEGMENTS[3:])
    assert not answer.values


def test_the_total_of_the_measure_asked_is_no_part_of_the_company():
    total = row("Segment EBITDAR", "300.0", "240.0")
    ebitdar = [row("EBITDAR", value, "80.0", member=name) for name, value in (("Pumps", "90.0"), ("Valves", "150.0"), ("Service", "60.0"))]
    answer = ask("Which segment of Quillmere Pumps had the highest EBITDAR in 2024?", REVENUE, *SEGMENTS[:4], *ebitdar, total)
    assert "Valves had the highest “EBITDAR”" in answer.text


def test_regions_without_results_of_their_own_are_no_segments():
    regions = (row("Revenues", "900.0", "800.0", member="Home market"), row("Revenues", "300.0", "200.0", member="Abroad"))
    whole = row("Revenues", "1,200.0", "1,000.0")
    answer = ask("Which segment of Quillmere Pumps had the highest net sales in 2024?", REVENUE, *regions, whole, *SEGMENTS[4:])
    assert not answer.values


def test_words_that_no_table_explains_leave_nothing_chosen():
    answer = ask("Which segment of Quillmere Pumps had the highest net sales to dentists in 2024?", REVENUE, *SEGMENTS)
    assert not answer.values


@pytest.mark.parametrize(
    ("question", "chosen"),
    [
        ("What was the largest liability on the balance sheet of Quillmere Pumps in 2024?", "Long-term debt"),
        ("What is the largest current liability of Quillmere Pumps at the end of FY2024?", "Accounts payable"),
        (
            "Of operating, investing and financing activities, which brought Quillmere Pumps the most cash in 2024?",
            "Cash from operations",
        ),
        ("Which of operating, investing and financing activities used the most cash at Quillmere Pumps in 2024?", "Cash from investing"),
    ],
)
def test_rows_of_a_statement_are_chosen_among_when_they_add_up(question, chosen):
    answer = ask(question, *SHEET, *FLOWS)
    assert f"“{chosen}” is the" in answer.text


def test_a_liability_is_not_called_the_largest_when_the_sheet_does_not_add_up():
    answer = ask("What was the largest liability on the balance sheet of Quillmere Pumps in 2024?", *SHEET[:1], *SHEET[2:])
    assert answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE
    assert "not all known" in answer.missing[-1]


def test_the_members_themselves_are_listed():
    answer = ask("What segments does Quillmere Pumps report in 2024?", REVENUE, *SEGMENTS)
    assert "the segments listed are Pumps, Valves, Service" in answer.text


def test_organic_growth_is_taken_as_printed_and_never_for_another_growth():
    organic = tuple(
        row("Organic sales", value, member=name, unit="%") for name, value in (("Pumps", "1.2"), ("Valves", "3.4"), ("Service", "2.0"))
    )
    asked = "Which segment of Quillmere Pumps had the highest organic growth in 2024?"
    assert "Valves had the highest “Organic sales”" in ask(asked, REVENUE, *SEGMENTS, *organic).text
    assert not ask(asked, REVENUE, *SEGMENTS).values
    assert (
        "Pumps had the highest change"
        in ask("Which segment of Quillmere Pumps grew the fastest in 2024?", REVENUE, *SEGMENTS, *organic).text
    )


@pytest.mark.parametrize(
    "question",
    [
        "Which segment of Quillmere Pumps did not have the highest net sales in 2024?",
        "Which quarter had the highest net sales among the segments of Quillmere Pumps in 2024?",
        "In which year did the largest segment of Quillmere Pumps have the highest net sales before 2024?",
        "What was the operating profit of the largest segment of Quillmere Pumps in 2024?",
        "Which segment of Quillmere Pumps had the highest US net sales in 2024?",
        "Which segment of Quillmere Pumps had the highest market share in 2024?",
        "Which segment of Quillmere Pumps had the highest impact in 2024?",
        "Which segment of Quillmere Pumps had the highest net sales in 2023 and 2024?",
        "Which segment of Quillmere Pumps had the largest operating loss in 2024?",
    ],
)
def test_another_question_with_the_words_of_a_choice_is_not_answered_by_one(question):
    assert not ask(question, REVENUE, *SEGMENTS).values


@pytest.mark.parametrize("verb", ["increased", "fell"])
def test_balances_are_not_chosen_among_by_how_they_moved(verb):
    assert not ask(f"Which liability of Quillmere Pumps {verb} the most in 2024?", REVENUE, *SHEET).values


@pytest.mark.parametrize(("printed", "shown"), [("(75.0)", "-$75.0 million"), ("20.0", "")])
def test_the_largest_loss_is_the_lowest_result_where_that_is_a_loss(printed, shown):
    named = (("Pumps", "160.0"), ("Valves", printed), ("Service", "45.0"))
    results = [row("Operating profit (loss)", value, member=name) for name, value in named]
    total = row("Operating profit (loss)", "130.0" if shown else "225.0")
    answer = ask("Which segment of Quillmere Pumps had the largest operating loss in 2024?", REVENUE, *SEGMENTS[:4], *results, total)
    assert [value.display for value in answer.values] == ([shown] if shown else [])
    assert ("Valves had the lowest" in answer.text) is bool(shown)


def test_charges_beside_results_are_no_segments():
    parts = (("Pumps", "160.0"), ("Valves", "75.0"), ("Service", "45.0"), ("Costs for a lawsuit", "(120.0)"), ("Exit charges", "(30.0)"))
    results = [row(name, value) for name, value in parts]
    whole = row("Operating income", "130.0", statement=INCOME, concept="operating_income")
    total = row("Total operating income", "130.0")
    answer = ask("Which segment of Quillmere Pumps had the lowest operating income in 2024?", REVENUE, whole, *results, total)
    assert "Service had the lowest" in answer.text
    assert "lawsuit" not in answer.text


def test_a_total_of_something_else_is_no_revenue():
    parts = [row(name, value, kind="product") for name, value in (("New depots", "70.0"), ("Old depots", "30.0"))]
    charges = (*parts, row("Total", "100.0"), row("Restructuring charges", "100.0", statement=INCOME, concept="restructuring_charges"))
    answer = ask("Which product category brought in the most revenue for Quillmere Pumps in 2024?", REVENUE, *charges)
    assert not answer.values


@pytest.mark.parametrize(("verb", "said"), [("increase", "no, it fell"), ("decrease", "yes, it fell")])
def test_a_count_that_went_the_other_way_is_a_no(verb, said):
    stores = row("Stores at end of period", "120", "130", unit="count")
    answer = ask(f"Did the number of stores of Quillmere Pumps {verb} between 2023 and 2024?", REVENUE, stores)
    assert said in answer.text


@pytest.mark.parametrize("label", ["Stores at end of period", "Stores open at end of year", "Stores in operation at the end of the year"])
def test_a_count_of_one_year_is_set_against_the_year_before(label):
    answer = ask("Did the number of stores of Quillmere Pumps increase in 2024?", REVENUE, row(label, "130", "120", unit="count"))
    assert "yes, it rose" in answer.text


@pytest.mark.parametrize(
    ("question", "is_event"),
    [
        ("How many stores did Quillmere Pumps open in 2024?", True),
        ("How many stores were opened by Quillmere Pumps in 2024?", True),
        ("How many stores did Quillmere Pumps have open at the end of 2024?", False),
        ("How many stores were open at Quillmere Pumps at the end of 2024?", False),
    ],
)
def test_how_many_were_opened_is_not_how_many_are_open(question, is_event):
    stores = row("Stores open at end of year", "130", "120", unit="count")
    days = tuple((said, value, period(head, instant=True)) for (said, value, _), head in zip(stores.figures, HEADS, strict=False))
    answer = ask(question, REVENUE, replace(stores, figures=days))
    assert [value.display for value in answer.values] == ([] if is_event else ["130 million"])


def test_what_is_left_over_is_named_where_it_is_more_than_the_member_chosen():
    named = (("Pipes", "300.0"), ("Taps", "200.0"), ("Other", "700.0"))
    parts = [row("Net sales", value, member=name, kind="product") for name, value in named]
    answer = ask("Which product category of Quillmere Pumps had the highest net sales in 2024?", REVENUE, *parts, SEGMENTS[3])
    assert "Pipes had the highest “Net sales” of the product categories listed (“Other” aside)" in answer.text


@pytest.mark.parametrize(("labels", "shown"), [({"public"}, []), ({"public", "board only"}, ["$700.0 million"])])
def test_a_document_that_the_user_may_not_read_has_no_members(labels, shown):
    catalog = fake_catalog()
    rows = (REVENUE, *SEGMENTS)
    document = make_document("quillmere-2024", QUILLMERE, 2024, (f"{QUILLMERE} statements (in millions)", *(one.line for one in rows)))
    store_rows(catalog, replace(document, label="board only", period_end=period("FY2024", instant=True).end), rows)
    question = "Which segment of Quillmere Pumps had the highest net sales in 2024?"
    answer = answerer_over(catalog).ask(question, Access("reader", frozenset(labels)), DocumentFilter(), top_k=5)
    assert [value.display for value in answer.values] == shown


@pytest.mark.parametrize(
    "question",
    [
        "Net sales of Quillmere Pumps by segment in 2024",
        "What were the net sales of each segment of Quillmere Pumps in 2024?",
        "Quillmere Pumps segment breakdown of net sales 2024",
    ],
)
def test_the_figure_of_each_member_is_given_the_largest_first(question):
    answer = ask(question, REVENUE, *SEGMENTS)
    assert [value.display for value in answer.values] == ["$700.0 million", "$300.0 million", "$200.0 million"]
    assert [row[0] for row in answer.table.rows] == ["Pumps", "Valves", "Service"]
    assert "the largest first" in answer.text
    assert all(claim.verdict is Verdict.SUPPORTED for claim in answer.claims)


def test_several_figures_of_each_member_are_each_named():
    answer = ask("Net sales and operating profit of Quillmere Pumps by segment in 2024", REVENUE, *SEGMENTS)
    assert [value.display for value in answer.values[3:]] == ["$75.0 million", "$60.0 million", "$45.0 million"]
    assert [row[1] for row in answer.table.rows][3] == "“Operating profit” (Valves)"


def test_no_passage_stands_for_each_member_where_no_table_states_them():
    answer = ask("Net sales of Quillmere Pumps by region in 2024", REVENUE, *SEGMENTS)
    assert (answer.status, answer.values) == (AnswerStatus.INSUFFICIENT_EVIDENCE, ())


def test_members_are_set_in_order_by_a_metric_that_is_computed_for_each():
    answer = ask("Which segment of Quillmere Pumps had the highest operating margin in 2024?", REVENUE, *SEGMENTS)
    assert "Valves had the highest operating margin of the segments listed" in answer.text
    assert [(row[0], row[2]) for row in answer.table.rows] == [("Valves", "25.00 %"), ("Service", "22.50 %"), ("Pumps", "8.57 %")]
    lacking = [one for one in SEGMENTS if one.label != "Operating profit" or ("segment", "Service") not in one.beside["dimensions"]]
    assert ask("Which segment of Quillmere Pumps had the highest operating margin in 2024?", REVENUE, *lacking).values == ()
