import pytest

from research.planning.companies import find_companies, find_unknown_names

NAMES = {
    "Quillmere Pumps, Inc.": ["Quillmere Pumps", "Quillmere", "QLMP"],
    "Target Dental Corporation": ["Target Dental", "Target", "TDNT"],
    "4X Holdings": ["4X"],
}


@pytest.mark.parametrize(
    ("question", "companies"),
    [
        ("What is Quillmere's FY2024 capex?", ["Quillmere Pumps, Inc."]),
        ("what is quillmere's capex", ["Quillmere Pumps, Inc."]),
        ("QLMP revenue against 4X's", ["Quillmere Pumps, Inc.", "4X Holdings"]),
        ("What target margin does Quillmere name?", ["Quillmere Pumps, Inc."]),
        ("What is Target's revenue?", ["Target Dental Corporation"]),
        ("What is Quillmeres revenue?", []),
        ("qlmp revenue", ["Quillmere Pumps, Inc."]),
        ("4x revenue 2024", ["4X Holdings"]),
        ("4X Holdings Inc. revenue", ["4X Holdings"]),
    ],
)
def test_companies_of_a_question(question, companies):
    assert [match.company for match in find_companies(question, NAMES)] == companies


BEGUN = {
    "Osgrove Home & Garden, Inc.": ["Osgrove Home & Garden", "OSGV"],
    "Tarrowby Foods Corporation": ["Tarrowby Foods", "Tarrowby"],
    "Wexcombe Bancshares, Inc.": ["Wexcombe Bancshares"],
    "Fennimore Steel, Inc.": ["Fennimore Steel", "Fennimore"],
    "Fennimore Glass Corporation": ["Fennimore Glass"],
    "Best Lamps, Inc.": ["Best Lamps"],
    "General Widgets Company": ["General Widgets"],
    "American Kettle Corporation": ["American Kettle"],
    "First Wexham Bank, Inc.": ["First Wexham Bank"],
    "United Ladders plc": ["United Ladders"],
    "National Twine, Inc.": ["National Twine"],
    "ZQX Paper, Inc.": ["ZQX Paper"],
}


@pytest.mark.parametrize(
    ("question", "companies"),
    [
        ("What was Osgrove's revenue in FY2024?", ["Osgrove Home & Garden, Inc."]),
        ("what was osgrove's revenue in fy2024", ["Osgrove Home & Garden, Inc."]),
        ("osgrove revenue 2024", ["Osgrove Home & Garden, Inc."]),
        ("Osgrove 20-F revenue", ["Osgrove Home & Garden, Inc."]),
        ("Osgrove 10-K/A revenue", ["Osgrove Home & Garden, Inc."]),
        ("Osgrove Q3-2024 revenue", ["Osgrove Home & Garden, Inc."]),
        ("Osgrove 2024-Q3 revenue", ["Osgrove Home & Garden, Inc."]),
        ("Osgrove Backlog", ["Osgrove Home & Garden, Inc."]),
        ("Osgrove Shipping Backlog", []),
        ("What did Osgrove Home earn in 2024?", ["Osgrove Home & Garden, Inc."]),
        ("Osgrove Inc. revenue 2024", ["Osgrove Home & Garden, Inc."]),
        ("What Was Osgrove Revenue Growth In FY2024?", ["Osgrove Home & Garden, Inc."]),
        ("Compare Wexcombe and Tarrowby revenue in 2024", ["Wexcombe Bancshares, Inc.", "Tarrowby Foods Corporation"]),
        ("What was Tarrowby Shipping's revenue in FY2024?", []),
        ("What was the revenue of Osgrove & Sons?", []),
        ("What was the revenue of Royal Osgrove in 2024?", []),
        ("osgrove shipping revenue 2024", []),
        ("What was Fennimore's revenue in FY2024?", []),
        ("What was Fennimore Glass's revenue in FY2024?", ["Fennimore Glass Corporation"]),
        ("What was Best's revenue?", []),
        ("What was General's revenue?", []),
        ("What was American's revenue?", []),
        ("What was First's revenue?", []),
        ("What was United's revenue?", []),
        ("what was national's revenue?", []),
        ("What was ZQX's revenue?", []),
    ],
)
def test_a_distinctive_beginning_means_the_one_company_that_it_can_mean(question, companies):
    assert [match.company for match in find_companies(question, BEGUN)] == companies


def test_a_company_that_shares_a_first_word_is_unknown():
    assert [term.value for term in find_unknown_names("What was Tarrowby Shipping's revenue in FY2024?", ())] == ["Tarrowby Shipping"]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What is Fennimore's FY2022 revenue?", ["Fennimore"]),
        ("what is fennimore's revenue in 2022", ["fennimore"]),
        ("Fennimore revenue 2022", ["Fennimore"]),
        ("Fennimore FY2022 revenue", ["Fennimore"]),
        ("Fennimore ePump revenue 2022", ["Fennimore"]),
        ("Fennimore \n\n\n FY2022", ["Fennimore"]),
        ("What was the total revenue of General Widgets in FY2018?", ["General Widgets"]),
        ("How much did A.B. Marlow earn in 2020?", ["A.B. Marlow"]),
        ("What is Marlow & Marlow's FY2022 net income?", ["Marlow & Marlow"]),
        ("Compare Quillmere and Fennimore capex", ["Fennimore"]),
        ("What did Quillmere sell through Las Vegas Pools?", []),
        ("What's the company's FY2018 revenue and the year's capex?", []),
        ("What is Fennimore's (formerly known as Quillmere) FY2016 revenue?", []),
        ("How Much Net Income In Fiscal 2018?", []),
    ],
)
def test_unknown_names(question, unknown):
    known = [(match.start, match.end) for match in find_companies(question, NAMES)]
    assert [term.value for term in find_unknown_names(question, known)] == unknown


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("Quillmere's Metering's revenue FY2024", []),
        ("QLMP Men's revenue", []),
        ("Quillmere's Valves' revenue", []),
        ("Quillmere's competitors' revenue", []),
        ("What is footwear's revenue at Quillmere in 2024?", []),
        ("Fennimore's and Quillmere's revenue in 2024", ["Fennimore"]),
        ("Quillmere and Zephyr Corp revenue", ["Zephyr Corp"]),
        ("Quillmere's revenue in 2024, and Fennimore's", ["Fennimore"]),
    ],
)
def test_a_possessive_is_another_company_only_where_it_is_put_beside_a_known_one(question, unknown):
    known = [(match.start, match.end) for match in find_companies(question, NAMES)]
    assert [term.value for term in find_unknown_names(question, known)] == unknown


HAN = {"江屿精密传动股份有限公司": ["江屿传动"], "江河重工股份有限公司": [], "江河水务有限公司": [], "深圳海棠照明股份有限公司": []}


@pytest.mark.parametrize(
    ("question", "companies"),
    [
        ("江屿2024年营业收入", ["江屿精密传动股份有限公司"]),
        ("江屿精密 2024年营业收入", ["江屿精密传动股份有限公司"]),
        ("江屿的营业收入是多少", ["江屿精密传动股份有限公司"]),
        ("江屿哪一年的营业收入最高", ["江屿精密传动股份有限公司"]),
        ("2024年江屿营业收入", ["江屿精密传动股份有限公司"]),
        ("请问江屿公司2024年的净利润", ["江屿精密传动股份有限公司"]),
        ("江屿和江河重工2024年营业收入", ["江屿精密传动股份有限公司", "江河重工股份有限公司"]),
        ("江2024年营业收入", []),
        ("江河2024年营业收入", []),
        ("江屿科技2024年营业收入", []),
        ("江屿集团2024年营业收入", []),
        ("长江屿2024年营业收入", []),
        ("深圳2024年营业收入", []),
    ],
)
def test_the_beginning_of_a_chinese_name_means_the_one_company_that_it_can_mean(question, companies):
    assert [match.company for match in find_companies(question, HAN)] == companies
