"""How a figure was computed: the formula with its values and markers, and a line for each operand."""

from datetime import date
from decimal import Decimal

from research.nouns.answers import Answer, AnswerStatus, Citation, FigureValue, QuestionPlan
from research.nouns.facts import Basis, Calculation, Fact, Period, Span, Status
from ui.render.answer_html import calculation_html, operand_html
from ui.render.answer_view import view_answer

HARROW = "Harrow Glass plc"
MILLION = 1_000_000


def period(year, *, instant=False):
    start = None if instant else date(year, 1, 1)
    return Period(date(year, 12, 31), start, Span.INSTANT if instant else Span.YEAR, f"FY{year}", year)


def fact(label, printed, at, *, place, unit="USD", scale=MILLION):
    number = Decimal(printed.strip("()").replace(",", "")) * (-1 if printed.startswith("(") else 1)
    return Fact(
        id=f"{label}-{at.label}",
        company=HARROW,
        concept=None,
        label=label,
        value=number * scale,
        printed=printed,
        scale=scale,
        unit=unit,
        currency="USD",
        period=at,
        status=Status.ACTUAL,
        basis=Basis(),
        statement=None,
        document_id="d",
        page=1,
        start=place // 100 * 100,
        end=place // 100 * 100 + 99,
        cell_start=place,
        cell_end=place + 5,
    )


def calculation(name, formula, value, inputs, *, unit="USD", convention=""):
    whole = inputs[0][1].period
    return Calculation(name, formula, convention, Decimal(value), unit, whole, HARROW, tuple(inputs))


def answer(*computed, facts, question="q"):
    """Return an answer with calculations and how each is shown; every fact has a citation of its own, in order."""
    citations = tuple(
        Citation(str(number), "d", "harrow-10k", 1, one.start, one.end, "row", figure=(one.cell_start, one.cell_end))
        for number, one in enumerate(facts, 1)
    )
    values = tuple(FigureValue(one.value, one.unit, 1, shown, "computed", one.period.label, one, "1") for one, shown in computed)
    return Answer(question, AnswerStatus.ANSWERED, "", QuestionPlan(question), values=values, citations=citations)


SALES, COST = fact("Net sales", "1,284.6", period(2024), place=110), fact("Cost of goods sold", "800.1", period(2024), place=210)
SALES_BEFORE = fact("Net sales", "1,190.2", period(2023), place=120)


def worked(found):
    (view,) = view_answer(found).calculations
    return view.worked


def test_a_formula_is_repeated_with_values_and_markers():
    profit = calculation("gross_profit", "Revenue − Cost of revenue", "484500000", [("Revenue", SALES), ("Cost of revenue", COST)])
    margin = calculation("gross_margin", "Gross profit ÷ Revenue", "37.72", [("Gross profit", profit), ("Revenue", SALES)], unit="%")
    found = answer((margin, "37.72 %"), facts=(SALES, COST))
    assert worked(found) == ("($1,284.6 million [1] − $800.1 million [2]) ÷ $1,284.6 million [1] = 37.72 %",)
    (view,) = view_answer(found).calculations
    assert [(one.name, one.label, one.value, one.marker, one.depth) for one in view.operands] == [
        ("Gross profit", "Revenue − Cost of revenue", "$484.5 million", "", 0),
        ("Revenue", "Net sales", "1,284.6 in millions", "1", 1),
        ("Cost of revenue", "Cost of goods sold", "800.1 in millions", "2", 1),
        ("Revenue", "Net sales", "1,284.6 in millions", "1", 0),
    ]
    assert view_answer(found).figures[0].printed == "computed from 2 figures"
    assert "($1,284.6 million [1] − " in calculation_html(view)
    assert '<span class="rd-operand-name">Cost of revenue</span>' in operand_html(view.operands[2])


def test_amounts_of_many_digits_are_grouped_and_in_their_currency():
    sales, cost = (fact(label, printed, period(2024), place=at, unit="CNY", scale=1) for label, printed, at in
                   (("收入", "3,742,181,733.73", 110), ("成本", "2,671,920,027.21", 210)))  # fmt: skip
    profit = calculation(
        "gross_profit", "Revenue − Cost of revenue", "1070261706.52", [("Revenue", sales), ("Cost of revenue", cost)], unit="CNY"
    )
    margin = calculation("gross_margin", "Gross profit ÷ Revenue", "28.60", [("Gross profit", profit), ("Revenue", sales)], unit="%")
    found = answer((margin, "28.60 %"), facts=(sales, cost))
    assert view_answer(found).calculations[0].operands[0].value == "RMB 1,070,261,706.52"
    han = answer((margin, "28.60 %"), facts=(sales, cost), question="毛利率是多少？")
    assert view_answer(han).calculations[0].operands[0].value == "1,070,261,706.52元"


def test_figures_of_one_row_have_each_their_own_marker():
    inputs = [("Revenue FY2024", SALES), ("Revenue FY2023", SALES_BEFORE)]
    growth = calculation("revenue growth", "Revenue FY2024 ÷ Revenue FY2023 − 1", "7.93", inputs, unit="%")
    found = answer((growth, "7.93 %"), facts=(SALES, SALES_BEFORE))
    assert worked(found) == ("$1,284.6 million [1] ÷ $1,190.2 million [2] − 1 = 7.93 %",)
    assert [one.marker for one in view_answer(found).calculations[0].operands] == ["1", "2"]


def test_an_average_is_of_the_closing_and_the_opening_balance():
    closing, opening = (fact("Stock", printed, period(year, instant=True), place=at) for printed, year, at in
                        (("90.0", 2024, 310), ("70.0", 2023, 320)))  # fmt: skip
    inputs = [("Cost of revenue", COST), ("Inventories", closing), ("Inventories", opening)]
    turns = calculation("inventory_turnover", "Cost of revenue ÷ average Inventories", "10.0", inputs, unit="x")
    found = answer((turns, "10.00x"), facts=(COST, closing, opening))
    assert worked(found) == ("$800.1 million [1] ÷ (($90.0 million [2] + $70.0 million [3]) ÷ 2) = 10.00x",)
    change = calculation("c", "Inventories − Inventories (opening)", "20000000", inputs[1:])
    found = answer((change, "$20.0 million"), facts=(closing, opening))
    assert worked(found) == ("$90.0 million [1] − $70.0 million [2] = $20.0 million",)


def test_no_values_are_put_where_names_do_not_tell_which_is_which():
    inputs = [("Revenue", SALES), ("Revenue", SALES_BEFORE)]
    twice = calculation("the sum", "Revenue + Revenue", "2474800000", inputs)
    elsewhere = calculation("revenue", "Revenue Q4 FY2024 = FY2024 − 9M FY2024", "1", [("Revenue FY2024", SALES), ("Revenue 9M", COST)])
    taken_as_nothing = calculation(
        "c", "Revenue − Cost of revenue − Preferred dividends", "1", [("Revenue", SALES), ("Cost of revenue", COST)]
    )
    for one in (twice, elsewhere, taken_as_nothing):
        assert worked(answer((one, "$1"), facts=(SALES, SALES_BEFORE, COST))) == ()


def test_a_cost_with_its_sign_turned_is_one_line_with_the_printed_row():
    printed = fact("Purchases of plant", "(63.8)", period(2024), place=410)
    capex = calculation("capital_expenditure", "Capital expenditure = Purchases of plant", "63800000", [("Capital expenditure", printed)])
    inputs = [("Operating cash flow", fact("Cash from operations", "163.1", period(2024), place=510)), ("Capital expenditure", capex)]
    free = calculation("free_cash_flow", "Operating cash flow − Capital expenditure", "99300000", inputs)
    found = answer((free, "$99.3 million"), facts=(inputs[0][1], printed))
    assert worked(found) == ("$163.1 million [1] − $63.8 million [2] = $99.3 million",)
    assert [(one.name, one.label, one.value) for one in view_answer(found).calculations[0].operands] == [
        ("Operating cash flow", "Cash from operations", "163.1 in millions"),
        ("Capital expenditure", "Purchases of plant", "(63.8) in millions"),
    ]


def test_a_series_has_a_line_with_values_for_each_period():
    def free(year, value, at):
        flow, spent = fact("Cash", value, period(year), place=at), fact("Plant", "10.0", period(year), place=at + 300)
        inputs = [("Operating cash flow", flow), ("Capital expenditure", spent)]
        made = calculation("free_cash_flow", "Operating cash flow − Capital expenditure", "1", inputs)
        return made, (flow, spent)

    (one, facts), (other, more) = free(2023, "40.0", 110), free(2024, "50.0", 120)
    found = answer((one, "$30.0 million"), (other, "$40.0 million"), facts=(*facts, *more))
    assert worked(found) == (
        "FY2023: $40.0 million [1] − $10.0 million [2] = $30.0 million",
        "FY2024: $50.0 million [3] − $10.0 million [4] = $40.0 million",
    )
