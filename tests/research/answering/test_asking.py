"""Questions asked end to end over a small invented library: counted periods, several companies, banks, Chinese units, sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from research.nouns.answers import AnswerStatus, Verdict
from tests.research.answering.shelf import (
    INCOME,
    JIANGYU,
    QUILLMERE,
    QUILLMERE_ROWS,
    READER,
    TARROW,
    WEXCOMBE,
    WEXCOMBE_ROWS,
    YEARS,
    ask,
    fake_catalog,
    file,
    gate_over,
    shelf,
    shown,
)
from tests.research.books import books, row


def refused(answer, *reasons):
    """Return whether an answer says nothing but what is missing, and names each of the reasons there."""
    says_nothing = (answer.status, answer.values, answer.claims) == (AnswerStatus.INSUFFICIENT_EVIDENCE, (), ())
    return says_nothing and all(any(reason in line for line in answer.missing) for reason in reasons)


# --- Periods counted back ---


def test_years_are_counted_back_from_the_newest_that_states_the_figure_though_a_newer_filing_is_there():
    catalog = shelf()
    file(catalog, QUILLMERE, "quillmere-2025", ("FY2025",), [(INCOME, "Interest income", "interest_income", ("9.0",))])
    assert [value.period for value in ask("Quillmere revenue over the last two years", catalog).values] == ["FY2024", "FY2023"]
    assert shown(ask("Quillmere average gross margin over the last three years", catalog)) == ["35.83 %"]


def test_a_year_in_between_is_not_left_out():
    catalog = fake_catalog()
    for year, value in ((2024, "1,200.0"), (2022, "800.0"), (2021, "700.0")):
        file(catalog, QUILLMERE, f"quillmere-{year}", (f"FY{year}",), [(INCOME, "Net sales", "revenue", (value,))])
    assert refused(ask("Quillmere average revenue over the last three years", catalog), "the FY2023 filing is not in the library")
    listed = ask("Quillmere revenue over the last three years", catalog)
    assert [value.period for value in listed.values] == ["FY2024", "FY2022"]
    assert listed.status is AnswerStatus.PARTIAL
    assert "the FY2023 filing is not in the library" in listed.missing[0]


def test_too_few_years_are_refused_and_the_first_lacking_ones_are_named():
    assert refused(ask("Quillmere average revenue over the last five years"), "FY2021 filing", "FY2020 filing")
    assert refused(ask("Revenue CAGR of Quillmere over the last three years"), "FY2021 filing")
    assert shown(ask("Revenue CAGR of Quillmere over the last two years")) == ["22.47 %"]


def quarterly():
    catalog = fake_catalog()
    file(catalog, QUILLMERE, "quillmere-2023", ("FY2023",), [(INCOME, "Net sales", "revenue", ("1,000.0",))])
    heads, values = ("9M FY2024", "Q3 FY2024", "9M FY2023", "Q3 FY2023"), ("900.0", "310.0", "740.0", "260.0")
    file(catalog, QUILLMERE, "quillmere-q3-2024", heads, [(INCOME, "Net sales", "revenue", values)], part="Q3")
    return catalog


def test_twelve_months_are_said_with_their_end_and_made_of_what_is_printed():
    answer = ask("What is Quillmere's LTM revenue?", quarterly())
    assert shown(answer) == ["$1,160.0 million"]
    assert "for the twelve months ended 30 September 2024 (LTM Q3 FY2024)" in answer.text
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_the_filings_that_twelve_months_are_made_of_are_named_when_they_lack():
    question = "Quillmere revenue LTM Q3 FY2024"
    assert shown(ask(question, quarterly())) == ["$1,160.0 million"]
    assert refused(
        ask(question), "the Q3 FY2024 filing of Quillmere", "; the Q3 FY2024 filing is not", "the FY2023 filing is not in the library"
    )
    assert not any("LTM Q3 FY2024 filing" in line for line in ask(question).missing)


def test_quarters_are_counted_back_one_by_one():
    assert shown(ask("Quillmere revenue over the last two quarters", quarterly())) == ["$310.0 million"]
    assert "Q2 FY2024" in ask("Quillmere revenue over the last two quarters", quarterly()).missing[0]
    assert refused(ask("Quillmere average revenue over the last two quarters", quarterly()), "Q2 FY2024")


# --- Several companies ---


def test_companies_are_compared_in_the_order_of_the_question_and_both_period_ends_are_said():
    more = ask("How much more revenue did Tarrow make than Quillmere in FY2024?")
    assert shown(more) == ["$1,800.0 million"]
    assert f"({TARROW}: year ended 30 June 2024 and {QUILLMERE}: year ended 31 December 2024)" in more.text
    assert shown(ask("How much more revenue did Quillmere make than Tarrow in FY2024?")) == ["-$1,800.0 million"]
    assert shown(ask("How many times larger was Tarrow's revenue than Quillmere's in FY2024?")) == ["2.50x"]
    assert shown(ask("How many times larger was Quillmere's revenue than Tarrow's in FY2024?")) == ["0.400x"]


def test_companies_with_periods_of_their_own_are_not_crossed():
    assert [
        (value.calculation.company, value.period) for value in ask("Compare Quillmere's 2024 revenue and Tarrow's 2023 revenue").values
    ] == [
        (QUILLMERE, "FY2024"),
        (TARROW, "FY2023"),
    ]
    assert shown(ask("How much more was Quillmere's revenue in 2024 than Tarrow's in 2023?")) == ["-$1,700.0 million"]
    last = ask("Quillmere vs Tarrow: Quillmere revenue in 2024 against Tarrow 2023 revenue. Who's bigger and by how much")
    assert shown(last) == ["$1,700.0 million"]
    assert f"{TARROW} and {QUILLMERE}" in last.text
    crossed = ask("Revenue of Quillmere and Tarrow in 2023 and 2024")
    assert len(crossed.values) == 4


def test_figures_in_different_currencies_or_units_are_not_put_together():
    reason = "different currencies, USD and CNY, and no exchange rate is applied"
    assert refused(ask(f"How many times larger was Quillmere's revenue than {JIANGYU}'s in FY2024?"), reason)
    assert refused(ask(f"How much more revenue did Quillmere make than {JIANGYU} in FY2024?"), reason)
    mixed = fake_catalog()
    rows = [*QUILLMERE_ROWS[:1], (INCOME, "Diluted shares", "shares_diluted", ("60.0", "59.0", "58.0"), "shares")]
    file(mixed, QUILLMERE, "quillmere-2024", YEARS, rows)
    assert refused(ask("Quillmere revenue plus diluted shares in 2024", mixed), "shares")


def test_a_multiple_of_a_loss_is_refused():
    assert refused(
        ask("How many times larger was Quillmere's net income than Tarrow's in FY2023?"), "a multiple of a loss is not meaningful"
    )


def test_a_comparison_without_a_known_period_is_refused():
    assert refused(ask("How much more goodwill did Quillmere have than Tarrow?"), "goodwill of Quillmere")
    assert refused(ask("How many times larger was Quillmere's inventory than Tarrow's?"), f"of {TARROW}: not found in a statement")


# --- What is not understood ---


@pytest.mark.parametrize(
    "question",
    [
        "Quillmere revenue before 2024",
        "Quillmere revenue since 2020",
        "Quillmere revenue until 2023",
        "Quillmere total income 2024",
        "Quillmere revenue 2024, segment by segment",
        "combined revenue of Quillmere and Tarrow in 2024",
        "Quillmere revenue excluding licensing 2024",
    ],
)
def test_a_question_that_asks_for_more_than_is_understood_gets_no_figure(question):
    assert ask(question).values == ()


def test_rows_of_a_year_are_not_quoted_for_a_quarter_that_is_not_there():
    assert refused(ask("Quillmere Q4 2024 revenue"), "Q4 FY2024: not found in a statement")


def test_a_sum_over_years_is_a_sum():
    assert shown(ask("sum of Quillmere's revenue for 2022, 2023 and 2024")) == ["$3,000.0 million"]


# --- Banks ---


@pytest.mark.parametrize(
    "question",
    [
        "What is Wexcombe's gross margin in FY2024?",
        "Wexcombe inventory turnover 2023",
        "What is the current ratio of Wexcombe?",
        "Does Wexcombe have an improving gross margin?",
        "Wexcombe free cash flow 2024",
        "What was Wexcombe's gross profit in 2024?",
    ],
)
def test_what_a_bank_does_not_have_is_not_meaningful_for_it(question):
    answer = ask(question)
    assert refused(answer, "not meaningful for a bank")
    assert "not meaningful for a bank (its statements show total deposits; " in answer.text


def test_it_is_only_said_of_a_company_whose_statements_show_a_bank_and_tie_out():
    for caveats, rows in ((("Does not tie out. Total assets differ by 5.",), WEXCOMBE_ROWS), ((), WEXCOMBE_ROWS[:3])):
        catalog = fake_catalog()
        file(catalog, WEXCOMBE, "wexcombe-2024", YEARS, rows, scale=1000, caveats=caveats)
        answer = ask("What is Wexcombe's gross margin in FY2024?", catalog)
        assert refused(answer, "not found in a statement")
        assert "not meaningful" not in answer.text


def test_a_bank_has_its_own_figures():
    assert shown(ask("What was Wexcombe's net interest income in FY2024?")) == ["$240,100 thousand"]


# --- Words ---


def test_amounts_are_shown_in_the_units_of_a_chinese_question():
    assert shown(ask(f"{JIANGYU} 2024年营业收入是多少，以亿元计，保留两位小数？")) == ["23.46亿元"]
    assert shown(ask(f"{JIANGYU} 2024年营业收入是多少")) == ["2,345,678,901.23元"]
    assert shown(ask(f"{JIANGYU} revenue 2024")) == ["RMB 2,345,678,901.23"]
    margin = ask(f"{JIANGYU} 2024年净利率")
    assert shown(margin) == ["10.00 %"]
    assert "营业收入 FY2024 2,345,678,901.23元" in margin.text


def test_a_row_is_called_by_its_label_and_by_the_questions_words_where_there_is_none():
    catalog = shelf()
    file(catalog, QUILLMERE, "quillmere-fees", YEARS, [(INCOME, "Licensing fees", None, ("12.0", "11.0", "10.0"))])
    assert f"{QUILLMERE}: licensing fees for FY2024" in ask("Quillmere licensing fees 2024", catalog).text
    lines = ask("Quillmere licensing fees 2019", catalog).missing
    assert not any("“”" in line or "fee licen" in line for line in lines)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Licensing Fees", "“Licensing Fees” for FY2024"),
        ("LICENSING FEES", "“LICENSING FEES” for FY2024"),
        ("Licensing fees", "licensing fees for FY2024"),
    ],
)
def test_a_label_with_capitals_of_its_own_is_quoted_as_it_is_printed(label, said):
    catalog = shelf()
    file(catalog, QUILLMERE, "quillmere-fees", YEARS, [(INCOME, label, None, ("12.0", "11.0", "10.0"))])
    answer = ask("Quillmere licensing fees 2024", catalog)
    assert f"{QUILLMERE}: {said}" in answer.text
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_a_part_is_named_in_brackets_behind_the_label():
    catalog = books(
        ("quillmere-parts", 2024, [row("Net Sales by:", of=(("segment", "Dosing"),), statement=None, FY2024="61.0", FY2023="58.0")])
    )
    answer = ask("Quillmere dosing net sales 2024", catalog)
    assert f"{QUILLMERE}: “Net Sales” (Dosing) for FY2024" in answer.text
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_things_counted_are_shown_without_a_unit_and_stay_supported():
    catalog = shelf()
    file(catalog, QUILLMERE, "quillmere-users", YEARS, [(INCOME, "Paid members", None, ("133.3", "120.1", "99.0"), "count")])
    answer = ask("Quillmere paid members 2024", catalog)
    assert shown(answer) == ["133.3 million"]
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_balances_are_named_as_opening_and_closing_or_closing_ones():
    assert "(average of opening and closing inventories)" in ask("Quillmere inventory turnover 2024").text
    assert "closing balances)" in ask("Quillmere revenue over total assets in 2024").text


def test_what_is_uncertain_of_operands_is_said_once_and_ends_in_one_stop():
    catalog = fake_catalog()
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, QUILLMERE_ROWS, caveats=("the fiscal year has 53 weeks.",))
    for question in ("Quillmere revenue growth in 2024", "Quillmere gross margin 2024", "Quillmere revenue in 2022, 2023 and 2024"):
        text = ask(question, catalog).text
        assert text.count("53 weeks") == 1
        assert ".." not in text


# --- The gate ---


@pytest.mark.parametrize(
    "question",
    [
        "What was Quillmere's revenue in FY2024?",
        "Quillmere gross margin 2023",
        "Quillmere revenue growth 2024",
        "Quillmere inventory turnover 2024",
        "Quillmere average revenue over the last three years",
        "Change in Quillmere's gross margin from 2022 to 2024",
        "How much more revenue did Quillmere make than Tarrow in FY2024?",
        f"{JIANGYU} average revenue over 2022-2024",
        f"{JIANGYU} 2024年营业收入是多少，以亿元计，保留两位小数？",
        "Tarrow net income 2023",
    ],
)
def test_what_is_computed_passes_the_gate(question):
    answer = ask(question)
    assert len(answer.values) == 1
    assert [claim.verdict for claim in answer.claims] == [Verdict.SUPPORTED]


@pytest.mark.parametrize(
    ("question", "said", "altered"),
    [
        ("What was Quillmere's revenue in FY2024?", "$1,200.0 million", "$1,210.0 million"),
        ("What was Quillmere's revenue in FY2024?", "$1,200.0 million", "$1,200.0 thousand"),
        ("Quillmere gross margin 2024", "40.00 %", "41.00 %"),
        ("Quillmere gross margin 2024", "FY2024 $720.0 million", "FY2024 $650.0 million"),
        ("Change in Quillmere's gross margin from 2022 to 2024", "7.50 pp", "7.50 %"),
    ],
)
def test_a_sentence_that_its_pages_or_its_calculation_do_not_give_is_not_called_supported(question, said, altered):
    catalog = shelf()
    answer = ask(question, catalog)
    claim = answer.claims[0]
    assert said in claim.text
    wrong = replace(answer, claims=(replace(claim, text=claim.text.replace(said, altered)),))
    checked = gate_over(catalog).checked(wrong, READER)
    assert checked.claims[0].verdict in {Verdict.MISMATCH, Verdict.NO_EVIDENCE}


def test_a_quotation_is_checked_too():
    catalog = shelf(but=(QUILLMERE,))
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, QUILLMERE_ROWS, said=("Resin prices drove gross margin down by 2.1 points in 2024.",))
    answer = ask("What drove the change in gross margin at Quillmere in 2024?", catalog)
    assert {claim.verdict for claim in answer.claims} == {Verdict.SUPPORTED}
    quoting = answer.claims[-1]
    cited = replace(quoting.citations[0], quote="Resin prices drove gross margin down by 3.1 points in 2024.")
    wrong = replace(answer, claims=(replace(quoting, citations=(cited,)),))
    assert gate_over(catalog).checked(wrong, READER).claims[0].verdict is Verdict.MISMATCH


# --- Names that are no company of the library ---


def with_segment():
    catalog = shelf()
    file(catalog, QUILLMERE, "quillmere-parts", YEARS, [(INCOME, "Brindle dosing units", None, ("44.0", "40.0", "39.0"))])
    return catalog


def test_what_may_be_a_part_of_a_company_never_gets_the_companys_figure():
    assert refused(ask("Quillmere and Brindle revenue 2024", with_segment()), "have “Brindle dosing units”: “Brindle” may be a part of it")
    assert refused(ask("Quillmere's Fennimore's revenue in 2024"), "“fennimore” makes this another figure")
    assert refused(
        ask("total revenue of Quillmere\n  and Fennimore\n Yard Tools Inc 2024"),
        "no document of Fennimore Yard Tools Inc is in the library",
    )


def test_what_is_quoted_of_a_question_stands_on_one_line():
    for question in (
        "What were Quillmere's pump \n\n   fees  revenue in 2024?",
        "Fennimore \n  Yard revenue 2024",
        "Quillmere net income\n  in FY2019 of the dosing\n unit",
        "What is Quillmere's net \n  profit \n margin in 2019",
        "Quillmere and Fennimore\n  Yard Tools Inc revenue in 2024",
    ):
        answer = ask(question)
        assert not any("\n" in text or "  " in text for text in (answer.text, *answer.missing)), answer.missing


def test_the_figure_of_one_company_says_that_it_is_not_the_whole_answer():
    answer = ask("Quillmere and Fennimore revenue 2024", with_segment())
    assert (answer.status, shown(answer)) == (AnswerStatus.PARTIAL, ["$1,200.0 million"])
    assert "this is of Quillmere Pumps, Inc. alone and not the whole answer: nothing of Fennimore is in the library." in answer.text
    assert answer.claims[0].verdict is Verdict.SUPPORTED
    assert answer.missing[-1] == "no document of Fennimore is in the library"


# --- Names ---


def test_a_misspelt_company_is_asked_back_about_and_never_answered_for():
    answer = ask("What was the revenue of Quilmere in FY2024?")
    assert (answer.status, answer.values) == (AnswerStatus.NEEDS_CLARIFICATION, ())
    assert [choice.question for choice in answer.choices] == [f"What was the revenue of {QUILLMERE} in FY2024?"]
    assert refused(ask("What was the revenue of Umbrella Holdings in FY2024?"), "no document of Umbrella Holdings")


@pytest.mark.parametrize("question", ["Quilmere net income FY2024", "Quilmere FY2024 EPS", "quilmere capex"])
def test_a_misspelt_company_is_told_from_what_is_asked_of_it_however_shortly(question):
    answer = ask(question)
    assert answer.status is AnswerStatus.NEEDS_CLARIFICATION
    assert [choice.question for choice in answer.choices] == [f"{QUILLMERE}{question[len('Quilmere') :]}"]


def test_a_formula_is_not_called_by_one_of_its_own_figures():
    assert "working capital / revenue for FY2024" in ask("Quillmere working capital / revenue 2024").text


def test_a_word_that_makes_another_figure_is_named_once():
    answer = ask("Quillmere revenue per employee 2024")
    assert any("“per employee” makes this another figure" in line for line in answer.missing)
