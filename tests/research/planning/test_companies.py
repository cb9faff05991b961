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


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What is Fennimore's FY2022 revenue?", ["Fennimore"]),
        ("what is fennimore's revenue in 2022", ["fennimore"]),
        ("Fennimore revenue 2022", ["Fennimore"]),
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
