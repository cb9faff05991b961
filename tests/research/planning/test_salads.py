"""Whatever the words and their order, a question is read without a failure, and a figure only where nothing is left over."""

import random

from research.answering.topics import topics
from research.formulas.expressions import names_in, parse_formula
from research.planning.plan import make_plan

NAMES = {"Quillmere Pumps, Inc.": ["Quillmere"], "Tarrow Foods Corporation": ["Tarrow"], "江屿精密传动股份有限公司": ["江屿传动"]}
QUESTIONS = 1_000
SEED = 20_241_231
PIECES = [
    "Quillmere",
    "Tarrow",
    "江屿传动",
    "2024",
    "FY2023",
    "FY2022",
    "Q2'24",
    "LTM",
    "H1",
    "2019-2021",
    "2024年",
    "上半年",
    "同比增长",
    "占营业收入的比例",
    "毛利率",
    "营业收入",
    "是多少",
    "revenue",
    "capex",
    "inventories",
    "EBITDA",
    "cash",
    "COGS",
    "(",
    ")",
    "(",
    ")",
    "+",
    "-",
    "*",
    "/",
    "x",
    "=",
    ":",
    ",",
    ".",
    "?",
    "%",
    "365",
    "1,000",
    "$",
    "as",
    "a",
    "%",
    "of",
    "over",
    "less",
    "minus",
    "plus",
    "net",
    "of",
    "divided",
    "by",
    "average",
    "opening",
    "closing",
    "prior",
    "change",
    "in",
    "sum",
    "of",
    "ratio",
    "to",
    "and",
    "between",
    "from",
    "growth",
    "CAGR",
    "yoy",
    "QoQ",
    "vs",
    "compared",
    "with",
    "difference",
    "total",
    "mean",
    "3-year",
    "last",
    "three",
    "years",
    "define",
    "defined",
    "as",
    "using",
    "is",
    "excluding",
    "per",
    "share",
    "margin",
    "segment",
    "adjusted",
    "why",
    "organic",
    "days",
    "DPO",
    "in",
    "millions",
    "two",
    "decimals",
    "10-K",
    "income",
    "statement",
    "the",
    "of",
    "for",
    "what",
    "which",
    "how",
    "much",
    "'of'",
    "“",
    "”",
    ";",
    "…",
    "亿元",
    "，",
    "。",
    "§",
    "\\",
    "[",
    "]",
    "{",
    "}",
]
PHRASES = (
    "operating income",
    "free cash flow",
    "gross margin",
    "long-term debt",
    "cash from operations",
    "net income attributable to",
    "as a % of",
    "is defined as:",
    "the average of opening and closing",
    "over the last three years",
)


def salads():
    """Yield the questions, the same on each run."""
    dice = random.Random(SEED)  # noqa: S311
    for _ in range(QUESTIONS):
        yield " ".join(dice.choice(PIECES if dice.random() < 0.8 else PHRASES) for _ in range(dice.randint(1, 24)))


def test_word_salads_are_read():
    known = {topic.name for topic in topics()}
    understood = 0
    for question in salads():
        plan = make_plan(question, NAMES, topics())
        understood += plan.wants_computed
        assert not (plan.wants_figure and plan.wants_computed), question
        assert not (plan.qualifiers and (plan.wants_figure or plan.wants_computed or plan.formula)), question
        assert plan.wants_computed or not (plan.asks_amount and plan.formula and not plan.derived), question
        if plan.formula:
            assert {name.name for name in names_in(parse_formula(plan.formula))} <= known, question
    assert understood < QUESTIONS / 20


def test_formulas_nested_without_end_are_none():
    for question in ("Quillmere " + "(" * 500 + "revenue" + ")" * 500 + " / capex 2024", "revenue / " * 300 + "capex", "average " * 400):
        plan = make_plan(question, NAMES, topics())
        assert not plan.formula or parse_formula(plan.formula)
