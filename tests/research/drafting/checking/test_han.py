"""What Chinese sentences say of their figures."""

import pytest

from research.drafting.checking.claims import claims_of
from research.drafting.checking.han import is_han_sentence
from research.drafting.checking.moves import moves_of
from research.drafting.checking.names import topics_known
from research.drafting.checking.reading import read_sentence
from research.drafting.checking.when import Around
from research.nouns.answers import PeriodTerm

NAMES = {"海岚食品股份有限公司": ("海岚食品",)}
AROUND = Around("海岚食品股份有限公司", PeriodTerm(2024, "FY", ""))


def said(text):
    """Return what each figure of a sentence is taken for."""
    read = read_sentence(text, NAMES, topics_known())
    return [
        (
            one.figure.text,
            one.topic.name if one.topic else " ".join(one.narrowing),
            one.kind.value,
            one.direction,
            f"{one.period.label}{'-' * bool(one.back)}",
        )
        for one in claims_of(read, AROUND)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2023年公司实现营业收入37.42亿元，同比增长13.2%；归母净利润38,020.98万元，同比下降5.2%。",
            [
                ("37.42亿元", "revenue", "level", "", "FY2023"),
                ("13.2%", "revenue", "growth", "up", "FY2023"),
                ("38,020.98万元", "net_income", "level", "", "FY2023"),
                ("5.2%", "net_income", "growth", "down", "FY2023"),
            ],
        ),
        (
            "综合毛利率为28.6%，较上年的26.9%上升1.7个百分点。",
            [
                ("28.6%", "gross_margin", "level", "", "FY2024"),
                ("26.9%", "gross_margin", "level", "", "FY2024-"),
                ("1.7个百分点", "gross_margin", "change", "up", "FY2024"),
            ],
        ),
        (
            "营业收入由2022年的32.18亿元增至2024年的37.42亿元。",
            [("32.18亿元", "revenue", "level", "", "FY2022"), ("37.42亿元", "revenue", "level", "up", "FY2024")],
        ),
        (
            "研发费用2.46亿元，占营业收入的6.6%。",
            [("2.46亿元", "research_and_development", "level", "", "FY2024"), ("6.6%", "research_and_development", "share", "", "FY2024")],
        ),
        (
            "基本每股收益0.92元，上年同期为0.61元。",
            [("0.92元", "eps_basic", "level", "", "FY2024"), ("0.61元", "eps_basic", "level", "", "FY2024-")],
        ),
        ("营业收入37.4亿元（+13.2%）。", [("37.4亿元", "revenue", "level", "", "FY2024"), ("13.2%", "revenue", "growth", "up", "FY2024")]),
        ("谐波减速器收入19.64亿元。", [("19.64亿元", "谐波减速器收入", "level", "", "FY2024")]),
    ],
)
def test_figures_of_a_sentence(text, expected):
    assert said(text) == expected


def test_directions_without_a_figure():
    read = read_sentence("2024年归母净利润同比下降。", NAMES, topics_known())
    assert [(one.topic.topic.name, one.way, one.period.label, one.back) for one in moves_of(read, (), AROUND)] == [
        ("net_income", "down", "FY2024", "year")
    ]


def test_a_chinese_name_does_not_make_a_sentence_chinese():
    assert not is_han_sentence("Revenue of 海岚食品 rose in 2024.")
    assert is_han_sentence("2024年EBITDA为3亿元。")
