"""Statements in Chinese as listed companies print them, each with the facts that it must be read as. The company is invented."""

from datetime import date
from decimal import Decimal

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont

from ingest.loaded import Limits, Metadata
from ingest.pdf.loader import PdfLoader
from ingest.statements.chinese_heads import in_english
from ingest.statements.chinese_titles import chinese_title, entity_of, is_note_mark
from ingest.statements.facts import read_facts
from ingest.statements.periods import FiscalCalendar
from ingest.statements.units import read_units
from research.nouns.facts import Span, Statement
from tests.golden.printed_statements import Sheet, print_pdf

COMPANY = "栖川印染股份有限公司"
FONT = "STSong-Light"
registerFont(UnicodeCIDFont(FONT))
YEAR_2024 = FiscalCalendar(date(2024, 12, 31), 2024, 4, annual=True)
HALF_2024 = FiscalCalendar(date(2024, 6, 30), 2024, 2, annual=False)
NINE_2024 = FiscalCalendar(date(2024, 9, 30), 2024, 3, annual=False)


def sheet(title, *lines, edges=(360, 460), unit="单位：元 币种：人民币"):
    printed = Sheet(edges, font=FONT).text(COMPANY).text(title)
    for line in lines:
        printed.text(line)
    return printed.text(unit)


def facts_of(*sheets, end=date(2024, 12, 31), period="FY"):
    loaded = PdfLoader(Limits(max_pages=20)).load(print_pdf(*sheets), name="printed.pdf")
    metadata = Metadata(company=COMPANY, fiscal_year=2024, fiscal_period=period, period_end=end)
    facts = read_facts(loaded, metadata, document_id="doc", company=COMPANY)
    for fact in facts:
        assert loaded.text[fact.cell_start : fact.cell_end] == fact.printed
    return facts


def values(facts, concept, entity="group"):
    return {fact.period.label: fact.value for fact in facts if fact.concept == concept and fact.basis.entity == entity}


def balance(title, heads, *, unit="单位：万元 币种：人民币", factor=1):
    page = sheet(title, "2024年12月31日", unit=unit).heads(*heads, stub="项目")
    page.text("流动资产：").row("货币资金", "1,204.50", "980.10").row("应收账款", "2,310.00", "2,105.40").row(
        "存货", "1,950.25", "1,877.00"
    )
    page.row("流动资产合计", "5,464.75", "4,962.50").text("非流动资产：").row("固定资产", "8,120.00", "8,400.00").row(
        "商誉", "615.25", "615.25"
    )
    page.row("非流动资产合计", "8,735.25", "9,015.25").row("资产总计", "14,200.00", "13,977.75")
    page.text("流动负债：").row("短期借款", "1,500.00", "1,700.00").row("应付账款", "2,400.00", "2,300.00").row(
        "流动负债合计", "3,900.00", "4,000.00"
    )
    page.row("负债合计", "3,900.00", "4,000.00").text("所有者权益：").row("实收资本（或股本）", "5,000.00", "5,000.00")
    page.row("未分配利润", "5,300.00", "4,977.75").row("所有者权益合计", "10,300.00", "9,977.75")
    return page.row("负债和所有者权益总计", "14,200.00", "13,977.75").text("法定代表人：甲 主管会计工作负责人：乙 会计机构负责人：丙")


def income(title, heads, *, unit="单位：元 币种：人民币", first="42,500,118.20"):
    page = sheet(title, "2024年1—12月", unit=unit).heads(*heads, stub="项目")
    page.row("一、营业总收入", first, "39,870,006.55").row("其中：营业收入", first, "39,870,006.55").row(
        "二、营业总成本", "36,110,000.00", "34,900,210.00"
    )
    page.row("其中：营业成本", "27,900,440.00", "27,100,115.00").row("研发费用", "1,910,200.00", "1,744,000.00")
    page.row("三、营业利润（亏损以“－”号填列）", "6,390,118.20", "4,969,796.55").row("加：营业外收入", "10,000.00", "-")
    page.row("四、利润总额（亏损总额以“－”号填列）", "6,400,118.20", "4,969,796.55").row("减：所得税费用", "960,017.73", "745,469.48")
    page.row("五、净利润（净亏损以“－”号填列）", "5,440,100.47", "4,224,327.07")
    page.row("1.归属于母公司股东的净利润", "5,200,000.00", "4,100,000.00").row("2.少数股东损益", "240,100.47", "124,327.07")
    return page.row("（一）基本每股收益(元/股)", "0.52", "0.41").row("（二）稀释每股收益(元/股)", "0.51", "(0.41)")


def test_statements_of_the_group_and_of_the_parent_apart_their_heads_naming_no_date():
    facts = facts_of(
        balance("合并资产负债表", ("期末余额", "期初余额")),
        balance("母公司资产负债表", ("期末余额", "期初余额")),
        income("合并利润表", ("本期发生额", "上期发生额")),
        income("母公司利润表", ("本期发生额", "上期发生额"), first="30,000,000.00"),
    )
    assert values(facts, "total_assets") == {"FY2024": 142_000_000, "FY2023": 139_777_500}
    assert values(facts, "total_assets", "parent") == {"FY2024": 142_000_000, "FY2023": 139_777_500}
    assert values(facts, "revenue") == {"FY2024": Decimal("42500118.20"), "FY2023": Decimal("39870006.55")}
    assert values(facts, "revenue", "parent")["FY2024"] == 30_000_000
    assert values(facts, "net_income") == {"FY2024": 5_200_000, "FY2023": 4_100_000}
    assert values(facts, "net_income_including_noncontrolling")["FY2023"] == Decimal("4224327.07")
    assert values(facts, "eps_diluted") == {"FY2024": Decimal("0.51"), "FY2023": Decimal("-0.41")}
    assert {fact.unit for fact in facts if fact.concept == "eps_basic"} == {"CNY/share"}
    assert {fact.scale for fact in facts if fact.statement is Statement.BALANCE} == {10_000}
    assert not [fact for fact in facts if fact.caveats]
    assert {fact.is_of_whole for fact in facts if fact.basis.entity == "parent"} == {False}


def test_a_statement_goes_on_under_a_title_that_says_so():
    whole = balance("合并资产负债表", ("2024年12月31日", "2023年12月31日"))
    first, second = sheet("合并资产负债表", unit="单位：万元"), sheet("合并资产负债表（续）", unit="单位：万元")
    cut = next(at for at, (_, cells) in enumerate(whole.lines) if cells[0][0] == "流动负债：")
    head = next(at for at, (_, cells) in enumerate(whole.lines) if cells[0][0] == "项目")
    first.lines += whole.lines[head:cut]
    second.lines += [whole.lines[head], *whole.lines[cut:]]
    facts = facts_of(first, second)
    assert values(facts, "total_assets")["FY2024"] == values(facts, "total_liabilities_and_equity")["FY2024"] == 142_000_000
    assert {fact.page for fact in facts} == {1, 2}


def test_a_half_year_beside_the_one_before():
    facts = facts_of(income("合并利润表", ("2024年半年度", "2023年半年度")), end=date(2024, 6, 30), period="H1")
    assert values(facts, "operating_income") == {"H1 FY2024": Decimal("6390118.20"), "H1 FY2023": Decimal("4969796.55")}
    assert {fact.period.span for fact in facts} == {Span.HALF}


def test_a_label_in_two_lines_around_its_figures_and_a_reference_to_a_note():
    page = sheet("合并现金流量表", edges=(300, 400, 500)).heads("附注", "2024年度", "2023年度", stub="项目")
    page.text("一、经营活动产生的现金流量：").row("销售商品收到的现金", "七、78", "52,300.00", "49,100.00")
    page.row("经营活动产生的现金流量净额", "", "8,300.00", "7,100.00").text("二、投资活动产生的现金流量：")
    page.text("购建固定资产、无形资产和其他长")
    page.y -= 6
    page.row("", "七、79", "(3,105.00)", "(2,900.00)")
    page.y -= 6
    page.text("期资产支付的现金")
    page.row("投资活动产生的现金流量净额", "", "-3,105.00", "-2,900.00").text("三、筹资活动产生的现金流量：")
    page.row("筹资活动产生的现金流量净额", "", "-1,000.00", "-800.00").row("五、现金及现金等价物净增加额", "", "4,195.00", "3,400.00")
    page.row("加：期初现金及现金等价物余额", "", "9,400.00", "6,000.00").row("六、期末现金及现金等价物余额", "", "13,595.00", "9,400.00")
    facts = facts_of(page)
    assert values(facts, "capital_expenditure") == {"FY2024": -3105, "FY2023": -2900}
    labels = {fact.concept: fact.label for fact in facts}
    assert labels["capital_expenditure"] == "购建固定资产、无形资产和其他长期资产支付的现金"
    cash = {(fact.period.end, fact.value) for fact in facts if "现金等价物余额" in fact.label}
    assert cash == {(date(2022, 12, 31), 6000), (date(2023, 12, 31), 9400), (date(2024, 12, 31), 13595)}
    assert {fact.period.span for fact in facts if "现金等价物余额" in fact.label} == {Span.INSTANT}


@pytest.mark.parametrize(
    ("head", "calendar", "english"),
    [
        ("2024年1-6月", HALF_2024, "Six Months Ended June 30, 2024"),
        ("2024年1月至9月", NINE_2024, "Nine Months Ended September 30, 2024"),
        ("2024年前三季度（1-9月）", NINE_2024, "Nine Months Ended September 30, 2024 (1-9月)"),
        ("2023年第三季度（7－9月）", NINE_2024, "Three Months Ended September 30, 2023 (7-9月)"),
        ("2023年1月1日至2023年12月31日止", YEAR_2024, "Twelve Months Ended December 31, 2023 止"),
        ("本期发生额", NINE_2024, "本期发生额"),
        ("2024年1—9月 上期发生额", NINE_2024, "Nine Months Ended September 30, 2023"),
        ("上年同期", HALF_2024, "Six Months Ended June 30, 2023"),
        ("上年年末余额", HALF_2024, "December 31, 2023"),
        ("本期比上年同期增减（%）", YEAR_2024, "Change"),
        ("2024年13月40日", YEAR_2024, "2024-13-40"),
        ("Year ended 2024", YEAR_2024, "Year ended 2024"),
    ],
)
def test_heads_in_english_words(head, calendar, english):
    assert " ".join(in_english(head, calendar).split()) == english


@pytest.mark.parametrize(
    ("line", "statement"),
    [
        ("合并资产负债表", Statement.BALANCE),
        ("1、合并利润表", Statement.INCOME),
        ("栖川印染股份有限公司 母公司现金流量表（续）", Statement.CASH_FLOW),
        ("2024年度合并现金流量表", Statement.CASH_FLOW),
        ("合并资产负债表 45", None),
        ("二、合并财务报表项目注释", None),
        ("现金流量表补充资料", None),
        ("公司的合并资产负债表已经审计。", None),
    ],
)
def test_titles_are_told_from_lines_that_name_a_statement(line, statement):
    assert chinese_title(line) is statement


def test_whose_figures_they_are():
    assert [entity_of(words) for words in ("合并利润表", "母公司利润表", "合并及母公司利润表", "公司资产负债表", "Consolidated")] == [
        "group",
        "parent",
        None,
        "parent",
        None,
    ]


def test_references_to_notes():
    assert all(map(is_note_mark, ("七、46", "附注五(1)", "（十二）", "七、1")))
    assert not any(map(is_note_mark, ("货币资金", "46", "（元/股）")))


@pytest.mark.parametrize(
    ("printed", "scale", "currency"),
    [
        ("单位：元 币种：人民币", 1, "CNY"),
        ("单位：万元", 10_000, "CNY"),
        ("金额单位：人民币百万元", 1_000_000, "CNY"),
        ("单位：亿元 币种：美元", 100_000_000, "USD"),
        ("单位：千元 币种：港元", 1_000, "HKD"),
    ],
)
def test_units(printed, scale, currency):
    units = read_units(printed)
    assert (units.scale, units.currency) == (scale, currency)
