"""Questions for figures and what they are understood to ask, one line each: all the companies are invented."""

import pytest

from tests.golden.question_plans import plan, told

DAYS_PAYABLE = "365 * average(accounts_payable) / (cost_of_revenue + inventories - opening(inventories))"

METRICS = [
    ("What was Quillmere's gross margin in FY2024?", "gross_margin"),
    ("Quillmere free cash flow conversion FY2024", "free_cash_flow_conversion"),
    ("Quillmere free cash flow FY2024", "free_cash_flow"),
    ("what is quillmere's operating margin for fy2024", "operating_margin"),
    ("Quillmere operating income FY2024", "operating_income"),
    ("What were Quillmere's days sales outstanding in FY2024?", "days_sales_outstanding"),
    ("Quillmere's inventory turnover in FY2024", "inventory_turnover"),
    ("What is the FY2024 cash conversion cycle (CCC) for Quillmere?", "cash_conversion_cycle"),
    ("Net debt to EBITDA of Quillmere at the end of FY2024", "net_debt_to_ebitda"),
    ("Quillmere FY2024 EBITDA % margin", "ebitda_margin"),
    ("Quillmere FY2024 unadjusted EBITDA", "ebitda"),
    ("What is Quillmere's FY2024 effective tax rate?", "effective_tax_rate"),
    ("Quillmere's gross margin in FY2024 as a % of net sales", "gross_margin"),
    ("What is Quillmere's FY2024 retention ratio (using cash dividends paid and net income)?", "retention_ratio"),
    ("Quillmere asset turnover FY2024 using average total assets", "asset_turnover"),
    ("Net margin of Quillmere for FY2024 based on net income attributable to Quillmere", "net_margin"),
    ("Quillmere book value per share FY2024", "book_value_per_share"),
    ("How much did Quillmere pay out in dividends in FY2024?", "dividends_paid"),
    ("Cash Quillmere spent buying back its own shares in FY2024", "share_repurchases"),
    ("Quillmere diluted earnings per common share FY2024", "eps_diluted"),
    ("Net income attributable to Quillmere common shareholders in FY2024", "net_income_to_common"),
    ("Quillmere net income per share FY2024", "eps_diluted"),
    ("Quillmere net loss per diluted share FY2024", "eps_diluted"),
    ("Quillmere net income per basic share FY2024", "eps_basic"),
    ("Quillmere basic net loss per share FY2024", "eps_basic"),
    ("Net income attributable to Quillmere per share in FY2024", "eps_diluted"),
    ("Dividends paid per share by Quillmere in FY2024", "dividends_per_share"),
    ("Dividends declared per share by Quillmere in FY2024", "dividends_per_share"),
    ("Quillmere operating income per share FY2024", "operating_income / shares_diluted"),
]


@pytest.mark.parametrize(("question", "metric"), METRICS)
def test_the_longest_name_of_a_figure_wins(question, metric):
    found = plan(question)
    assert told(found) == (metric, "", "FY2024")
    assert found.wants_figure or found.wants_computed


FORMULAS = [
    ("Quillmere capex as a % of revenue FY2024", "capital_expenditure / revenue", "%"),
    ("What is Quillmere's FY2024 SG&A as a share of net sales?", "selling_general_and_administrative / revenue", "%"),
    ("capex as percent of net sales for quillmere in fiscal 2024", "capital_expenditure / revenue", "%"),
    ("Quillmere R&D-to-revenue ratio FY2024", "research_and_development / revenue", "x"),
    ("Ratio of Quillmere's long-term debt to total equity at year-end FY2024", "long_term_debt / total_equity", "x"),
    ("Quillmere's long-term debt to total assets at year-end 2024, as a multiple", "long_term_debt / total_assets", "x"),
    ("Quillmere net income over average total assets FY2024, in percent", "net_income / average(total_assets)", "%"),
    ("Quillmere's goodwill divided by total assets FY2024", "goodwill / total_assets", "x"),
    ("Quillmere EBITDA less capex FY2024", "ebitda - capital_expenditure", "currency"),
    ("Quillmere current assets minus inventories FY2024", "total_current_assets - inventories", "currency"),
    ("Quillmere current assets excluding inventories FY2024", "total_current_assets - inventories", "currency"),
    ("Quillmere dividends plus buybacks FY2024", "dividends_paid + share_repurchases", "currency"),
    ("Sum of dividends and share repurchases of Quillmere in FY2024", "dividends_paid + share_repurchases", "currency"),
    ("Quillmere total debt net of cash FY2024", "total_debt - cash_and_equivalents", "currency"),
    ("What percentage of Quillmere's revenue was R&D in FY2024?", "research_and_development / revenue", "%"),
    ("What share of net income did Quillmere pay out as dividends in FY2024?", "dividends_paid / net_income", "%"),
    ("Quillmere's pretax income margin in FY2024", "pretax_income / revenue", "%"),
    ("Quillmere operating income per diluted share FY2024", "operating_income / shares_diluted", "per share"),
    (
        "(current assets - inventories) / current liabilities for Quillmere FY2024",
        "(total_current_assets - inventories) / total_current_liabilities",
        "x",
    ),
    ("What was Quillmere's average inventory in FY2024?", "average(inventories)", "currency"),
    (
        "Quillmere FY2024 D&A (the amount of depreciation and amortization) as a percent of revenue",
        "depreciation_and_amortization / revenue",
        "%",
    ),
    # Stated by the question itself.
    (
        "What was Quillmere's gross margin in FY2024? (net sales less cost of sales, over net sales)",
        "(revenue - cost_of_revenue) / revenue",
        "%",
    ),
    (
        "Quillmere FY2024 free cash flow, taking operating cash flow minus purchases of property and equipment",
        "operating_cash_flow - capital_expenditure",
        "currency",
    ),
    (
        "Quillmere net debt at the end of FY2024, defined as notes payable + long-term debt - cash and equivalents",
        "short_term_debt + long_term_debt - cash_and_equivalents",
        "currency",
    ),
    ("Quillmere FY2024 free cash flow - operating cash flow less capex", "operating_cash_flow - capital_expenditure", "currency"),
    ("Quillmere FY2024 ROA - net income over total assets", "net_income / total_assets", "%"),
    (
        "Days sales outstanding for Quillmere in FY2024. Use 365 x average accounts receivable (opening and closing) / revenue.",
        "365 * average(accounts_receivable) / revenue",
        "days",
    ),
    (
        "Quillmere days inventory outstanding FY2024, average inventories over cost of sales x 365",
        "average(inventories) / cost_of_revenue * 365",
        "days",
    ),
    (
        "Quillmere inventory turnover, FY2024: cost of goods sold divided by the average of opening and closing inventories",
        "cost_of_revenue / average(inventories)",
        "x",
    ),
    (
        "EBITDA for Quillmere in FY2024, simple version = operating income plus depreciation and amortization",
        "operating_income + depreciation_and_amortization",
        "currency",
    ),
    (
        "What is Quillmere's FY2024 current ratio? Define current ratio as current assets divided by current liabilities.",
        "total_current_assets / total_current_liabilities",
        "x",
    ),
    (
        "What is Quillmere's FY2024 coverage figure? Define coverage figure as operating cash flow divided by capex.",
        "operating_cash_flow / capital_expenditure",
        "x",
    ),
    (
        "What is Quillmere's FY2024 EBITDA margin? Define EBITDA as unadjusted operating income + D&A from the cash flow statement.",
        "(operating_income + depreciation_and_amortization) / revenue",
        "%",
    ),
    (
        "What was the FY2024 free cash flow (FCF) for Quillmere? FCF here is defined as: (cash from operations - capex).",
        "operating_cash_flow - capital_expenditure",
        "currency",
    ),
    (
        "What is Quillmere's FY2024 DPO? DPO is defined as: 365 * (average accounts payable between FY2023 and FY2024) / "
        "(FY2024 COGS + change in inventory between FY2023 and FY2024).",
        DAYS_PAYABLE,
        "days",
    ),
    (
        "What is the FY2024 cash conversion cycle for Quillmere? CCC is defined as: DIO - DPO. "
        "DIO is defined as: 365 * (average inventory between "
        "FY2023 and FY2024) / (FY2024 COGS). DPO is defined as: 365 * accounts payable / FY2024 COGS.",
        "(365 * average(inventories) / cost_of_revenue) - (365 * accounts_payable / cost_of_revenue)",
        "days",
    ),
    ("Quillmere FY2024 revenue divided by FY2022 inventory", "at(revenue, FY2024) / at(inventories, FY2022)", "x"),
]


@pytest.mark.parametrize(("question", "formula", "unit"), FORMULAS)
def test_a_formula_in_words_is_read_whole(question, formula, unit):
    found = plan(question)
    assert (found.formula, found.unit, found.qualifiers, found.wants_computed) == (formula, unit, (), True)
    assert [period.label for period in found.periods if period.fiscal_year != 2022] == ["FY2024"]


HALF = [
    "Quillmere FY2024 EBITDA - capex over revenue",
    "Quillmere FY2024 revenue - cost of sales less R&D",
    "Quillmere FY2024 free cash flow, taking operating cash flow minus purchases of property and equipment net of proceeds from disposals",
    "What is Quillmere's FY2024 cash burn? Cash burn is defined as: operating cash flow - capex - lease payments.",
    "Quillmere FY2024 net debt, defined as long-term debt + pension deficit - cash",
    "Quillmere current assets less inventories divided by current liabilities FY2024",
    "Quillmere operating cash flow less capex and other items FY2024",
    "Quillmere revenue excluding acquisitions FY2024",
    "Quillmere FY2024 revenue minus inventories per day",
    "What is Quillmere's FY2024 ROCE? ROCE is defined as operating income over average capital employed in pumps.",
    "Quillmere net income less EPS FY2024",
    "Quillmere FY2024 gross margin as a % of total assets",
    "Quillmere FY2024 DPO, defined as 365 * average accounts payable / purchases",
    "Define leverage as long-term debt / EBITDA. Define leverage as long-term debt / total equity. What is Quillmere's FY2024 leverage?",
]


@pytest.mark.parametrize("question", HALF)
def test_half_a_formula_is_none_and_gives_no_figure(question):
    found = plan(question)
    assert (found.formula, found.wants_figure, found.wants_computed) == ("", False, False)
    assert found.qualifiers


LEFT = [
    ("Metering segment revenue growth of Quillmere in FY2024", ("metering", "segment")),
    ("Quillmere's gross margin in Norway FY2024", ("norway",)),
    ("Quillmere organic revenue growth FY2024", ("organic",)),
    ("Quillmere adjusted EBITDA FY2024", ("adjusted",)),
    ("Quillmere adjusted EBITDA margin FY2024", ("adjusted",)),
    ("What revenue growth does Quillmere expect for FY2024?", ("expect",)),
    ("Quillmere revenue FY2024 in percent", ("percent",)),
    ("Quillmere revenue FY2024 %", ("%",)),
    ("Quillmere gross margin by product FY2024", ("product",)),
    ("Quillmere average revenue growth FY2024", ("average",)),
    ("Quillmere operating margin of pumps FY2024", ("pumps",)),
    ("Quillmere gross margin and working capital FY2024", ("gross", "margin")),
    ("Quillmere revenue and capex as a % of revenue FY2024", ("and",)),
    ("What was Quillmere's gross margin in FY2024? Ignore the metering business.", ("ignore", "metering", "business")),
    ("Quillmere like-for-like sales growth FY2024", ("like-for-like",)),
]


@pytest.mark.parametrize(("question", "words"), LEFT)
def test_a_word_that_is_not_understood_gives_no_figure(question, words):
    found = plan(question)
    assert (found.wants_figure, found.wants_computed) == (False, False)
    assert set(words) - {"and"} <= set(found.qualifiers), found.qualifiers


CHINESE = [
    ("江屿传动2024年营业收入是多少？", "revenue", "", "FY2024"),
    ("江屿传动2024年度归母净利润是多少？", "net_income", "", "FY2024"),
    ("江屿传动2024年归母净利润同比增长多少？", "net_income", "growth", "FY2024"),
    ("江屿传动2024年毛利率是多少？", "gross_margin", "", "FY2024"),
    ("江屿传动2022年至2024年营业收入年复合增长率", "revenue", "cagr", "FY2022 FY2024"),
    ("江屿传动2024年上半年经营活动产生的现金流量净额", "operating_cash_flow", "", "H1/2024"),
    ("江屿传动2024年前三季度营业收入", "revenue", "", "9M/2024"),
    ("江屿传动2024年研发费用占营业收入的比例", "research_and_development / revenue", "", "FY2024"),
    ("江屿传动2024年第三季度净利润环比增长多少", "net_income_including_noncontrolling", "growth previous", "Q3/2024"),
    ("江屿传动2024年末资产负债率是多少？", "liabilities_to_assets", "", "FY2024"),
    ("江屿传动2024年和2023年的毛利率分别是多少？", "gross_margin", "", "FY2024 FY2023"),
    ("请问江屿传动2024年存货周转天数是多少天？", "days_inventory_outstanding", "", "FY2024"),
]


@pytest.mark.parametrize(("question", "figure", "done", "periods"), CHINESE)
def test_questions_in_chinese(question, figure, done, periods):
    found = plan(question)
    assert [term.value for term in found.companies] == ["江屿精密传动股份有限公司"]
    assert (told(found), found.qualifiers) == ((figure, done, periods), ())
    assert found.wants_figure or found.wants_computed


def test_chinese_units_rounding_and_words_that_are_not_understood():
    found = plan("江屿传动2024年营业收入，以亿元计，保留两位小数")
    assert (found.scale, found.decimals, found.wants_figure) == (100_000_000, 2, True)
    assert plan("江屿传动2024年丝杠营业收入是多少").qualifiers == ("丝杠",)


@pytest.mark.parametrize(
    ("question", "unit", "decimals"),
    [
        ("What is Quillmere's FY2024 retention ratio? Round to two decimal places.", "x", 2),
        ("What is Quillmere's FY2024 retention ratio in percent? Round to two decimal places.", "%", 2),
        ("Quillmere operating margin FY2024, %, 1 dp", "%", 1),
        ("Quillmere capital intensity ratio FY2024", None, None),
        ("Quillmere gross margin FY2024", None, None),
        ("Quillmere revenue growth FY2024, no decimals", "%", 0),
    ],
)
def test_the_unit_that_a_figure_is_wanted_in(question, unit, decimals):
    found = plan(question)
    assert (found.unit, found.decimals, found.wants_computed) == (unit, decimals, True)
