from datetime import date
from decimal import Decimal

import pytest

from ingest.statements.figures import find_figures, is_all_figures, is_year
from ingest.statements.periods import FiscalCalendar, read_calendar, read_period
from ingest.statements.titles import statement_of
from ingest.statements.units import Units, is_unit_text, read_units, unit_text
from research.nouns.facts import Span, Statement
from research.text.dates import find_dates, find_spans, find_years, shift_years


@pytest.mark.parametrize(
    ("text", "value", "printed"),
    [
        ("(1,577)", "-1577", "(1,577)"),
        ("$ 5,363", "5363", "5,363"),
        ("$(0.50)", "-0.50", "(0.50)"),
        ("$ (0.50)", "-0.50", "(0.50)"),
        ("-12.5", "-12.5", "-12.5"),
        ("—", "0", "—"),
        ("$ —", "0", "—"),
        (".89", "0.89", ".89"),
        ("14.8 %", "14.8", "14.8 %"),
        ("(0.3)%", "-0.3", "(0.3)%"),
    ],
)
def test_one_figure(text, value, printed):
    (figure,) = find_figures(text)
    assert figure.value == Decimal(value)
    assert text[figure.start : figure.end] == printed
    assert figure.percent == ("%" in text)


def test_runs_of_figures_are_told_from_words():
    assert [figure.value for figure in find_figures("1,488 (370) —")] == [1488, -370, 0]
    assert is_all_figures("$ 5,363 (a)")
    assert not is_all_figures("Note 21")
    assert not is_all_figures("10-K")
    assert is_year("2018")
    assert not is_year("2,018")


def test_dates_spans_and_years():
    assert [one.on for one in find_dates("January 28, 2017 and 30 June 2018, Sept. 29, 2018; June 31, 2018")] == [
        date(2017, 1, 28),
        date(2018, 6, 30),
        date(2018, 9, 29),
    ]
    assert find_spans("Three Months Ended") == [Span.QUARTER]
    assert find_spans("Twenty-six weeks ended") == [Span.HALF]
    assert find_spans("39 Weeks Ended") == [Span.NINE_MONTHS]
    assert find_spans("Fiscal Years Ended") == [Span.YEAR]
    assert find_years("2018 and 12,018 and $2019") == [2018]
    assert shift_years(date(2020, 2, 29), 1) == date(2021, 2, 28)


@pytest.mark.parametrize(
    ("title", "statement"),
    [
        ("CONSOLIDATED STATEMENTS OF OPERATIONS", Statement.INCOME),
        ("Consolidated Statement of Incom e", Statement.INCOME),
        ("INCOME STATEMENTS", Statement.INCOME),
        ("Consolidated Statements of Earnings and Comprehensive Income (Unaudited)", Statement.INCOME),
        ("Condensed Consolidated Balance Sheets (continued)", Statement.BALANCE),
        ("Orchard Tools and Subsidiaries Consolidated Statements of Financial Position", Statement.BALANCE),
        ("CASH FLOWS STATEMENTS", Statement.CASH_FLOW),
        ("Consolidated Statements of Cash Flows for the years ended December 31, 2018, 2017 and 2016", Statement.CASH_FLOW),
        ("Consolidated Balance Sheets 55", None),
        ("Consolidated Statements of Income ........ 41", None),
        ("our consolidated statements of income", None),
        ("Supplemental Balance Sheet Information", None),
        ("Notes to Consolidated Balance Sheets", None),
        ("See Consolidated Statements of Income.", None),
    ],
)
def test_titles(title, statement):
    assert statement_of(title) is statement


@pytest.mark.parametrize(
    ("text", "scale", "share_scale"),
    [
        ("(Millions, except per share amounts)", 1_000_000, 1_000_000),
        ("(In thousands, except share and per share data)", 1_000, 1),
        ("(in thousands, except share data)", 1_000, 1),
        ("(In millions, except number of shares, which are reflected in thousands, and per-share amounts)", 1_000_000, 1_000),
        ("$ and shares in millions, except per share amounts", 1_000_000, 1_000_000),
        ("(dollars in millions; shares in thousands, except per share)", 1_000_000, 1_000),
        ("(In Millions, Except Par Value)", 1_000_000, 1_000_000),
        ("", 1, 1),
    ],
)
def test_scales(text, scale, share_scale):
    units = read_units(text, figures="$ 5")
    assert units == Units(scale, share_scale, "USD")


def test_currency_is_known_only_where_printed():
    assert read_units("(in millions)").currency is None
    assert read_units("(in millions of Canadian dollars)", figures="$ 5").currency == "CAD"
    assert read_units("(€ in millions)").currency == "EUR"
    assert unit_text("Year Ended December 31 (Millions, except per share amounts)") == "(Millions, except per share amounts)"
    assert unit_text("Year Ended December 31") == ""


def calendar(end: date, year: int, period: str, text: str = "") -> FiscalCalendar:
    return read_calendar(text, end, year, period)


@pytest.mark.parametrize(
    ("head", "statement", "label", "start", "end"),
    [
        ("Three Months Ended July 29, 2023", Statement.INCOME, "Q2 FY2024", date(2023, 4, 30), date(2023, 7, 29)),
        ("Six Months Ended July 30, 2022", Statement.CASH_FLOW, "H1 FY2023", date(2022, 1, 30), date(2022, 7, 30)),
        ("July 29, 2023", Statement.BALANCE, "Q2 FY2024", None, date(2023, 7, 29)),
        ("January 28, 2023", Statement.BALANCE, "FY2023", None, date(2023, 1, 28)),
    ],
)
def test_periods_of_a_quarterly_report(head, statement, *, label, start, end):
    found = read_period(head, statement, calendar(date(2023, 7, 29), 2024, "Q2"))
    assert found
    assert (found[0].label, found[0].start, found[0].end) == (label, start, end)


def test_a_column_without_a_certain_period_has_none():
    annual = calendar(date(2018, 12, 31), 2018, "FY")
    quarterly = calendar(date(2018, 6, 30), 2018, "Q2")
    assert read_period("% Change", Statement.INCOME, annual) is None
    assert read_period("2018 vs. 2017", Statement.INCOME, annual) is None
    assert read_period("Consolidated", Statement.INCOME, annual) is None
    assert read_period("June 30, 2018", Statement.INCOME, quarterly) is None
    assert read_period("Year Ended August 9, 2018", Statement.INCOME, annual) is None
    whole = read_period("2017", Statement.INCOME, annual)
    assert whole
    assert (whole[0].label, whole[0].start, whole[0].end, whole[1]) == ("FY2017", date(2017, 1, 1), date(2017, 12, 31), ())


def test_an_end_that_is_not_printed_is_said_to_be_counted():
    found = read_period("Fiscal Year 2020", Statement.INCOME, calendar(date(2022, 5, 29), 2022, "FY"))
    assert found
    assert found[0].label == "FY2020"
    assert "not printed" in found[1][0]


@pytest.mark.parametrize(
    ("words", "scale", "currency"),
    [
        ("(US$ 000)", 1_000, "USD"),
        ("£000", 1_000, "GBP"),
        ("(€000)", 1_000, "EUR"),
        ("(000s omitted)", 1_000, None),
        ("HK$'000", 1_000, "HKD"),
        ("(₹ in crores)", 10_000_000, "INR"),
        ("(Rs. in lakhs)", 100_000, "INR"),
        ("(in hundreds of millions of yen)", 100_000_000, "JPY"),
        ("(in thousands of New Taiwan dollars)", 1_000, "TWD"),
        ("(NT$ in thousands)", 1_000, "TWD"),
        ("(in millions of Singapore dollars)", 1_000_000, "SGD"),
        ("(in millions of New Zealand dollars)", 1_000_000, "NZD"),
        ("(R$ million)", 1_000_000, "BRL"),
        ("(in thousands of Jamaican dollars)", 1_000, None),
        ("(J$ thousands)", 1_000, None),
        ("(U.S.$ in thousands)", 1_000, "USD"),
        ("(in thousands of RMB and US$)", 1_000, "CNY"),
        ("单位：千元 币种：美元", 1_000, "USD"),
    ],
)
def test_units_of_other_countries(words, scale, currency):
    units = read_units(words, figures="5")
    assert (units.scale, units.currency, is_unit_text(words)) == (scale, currency, True)


def test_the_currency_is_that_of_the_signs_before_figures_and_of_no_words():
    assert read_units("(in millions)", figures="Cash $ 100 $ 90 Euro notes due 2027 30 30 Total $ 150 $ 130").currency == "USD"
    assert read_units("(in millions)", figures="Cash $ 100 $ 90 €500 million of notes 510 505 Total $ 150 $ 130").currency == "USD"
    assert read_units("(in millions)", figures="Cash $ 100 Notes € 500").currency is None


def test_zeros_alone_are_a_unit_and_no_figure():
    assert find_figures("£000") == []
    assert not is_all_figures("£000")
    assert [figure.value for figure in find_figures("0 0.00 1,000 100")] == [0, Decimal("0.00"), 1000, 100]
    assert is_all_figures("₹ 4,210")


@pytest.mark.parametrize(
    "head",
    [
        "Ten Months Ended December 31, 2024",
        "One Month Ended December 31, 2024",
        "Month Ended December 31, 2024",
        "18 months ended December 31, 2024",
        "Eight weeks ended December 31, 2024",
        "Period from March 1, 2024 through December 31, 2024",
        "For the period from inception (May 3, 2024) to December 31, 2024",
        "Cumulative since inception December 31, 2024",
        "Three-year CAGR 2024",
    ],
)
def test_a_column_of_another_length_is_no_year(head):
    assert read_period(head, Statement.INCOME, calendar(date(2024, 12, 31), 2024, "FY")) is None


def test_a_column_from_day_to_day_has_its_own_length():
    found = read_period("Period from July 1, 2024 through December 31, 2024", Statement.INCOME, calendar(date(2024, 12, 31), 2024, "FY"))
    assert found
    assert (found[0].span, found[0].label, found[0].start) == (Span.HALF, "H2 FY2024", date(2024, 7, 1))
