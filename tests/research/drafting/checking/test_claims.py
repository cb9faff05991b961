"""What sentences say of their figures: of what, of whom, of when, and whether it is a level or a change."""

import pytest

from research.drafting.checking.claims import Kind, claims_of
from research.drafting.checking.names import topics_known
from research.drafting.checking.reading import read_sentence
from research.drafting.checking.when import Around
from research.nouns.answers import PeriodTerm

NAMES = {"Harbourne Foods, Inc.": ("Harbourne",), "Alder Mills Corporation": ("Alder Mills", "Alder")}
AROUND = Around("Harbourne Foods, Inc.", PeriodTerm(2024, "FY", ""))


def said(text, around=AROUND):
    """Return what each figure of a sentence is taken for."""
    read = read_sentence(text, NAMES, topics_known())
    return [
        (
            one.figure.text,
            one.topic.name if one.topic else None,
            one.kind.value,
            f"{one.period.label if one.period else None}{'-' * bool(one.back)}",
        )
        for one in claims_of(read, around)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Revenue rose 5% to $1.2 billion in 2024, from $1.1 billion.",
            [
                ("5%", "revenue", "growth", "FY2024"),
                ("$1.2 billion", "revenue", "level", "FY2024"),
                ("$1.1 billion", "revenue", "level", "FY2024-"),
            ],
        ),
        (
            "Gross margin narrowed by 1.5 percentage points to 36.1% in 2023.",
            [("1.5 percentage points", "gross_margin", "change", "FY2023"), ("36.1%", "gross_margin", "level", "FY2023")],
        ),
        (
            "Harbourne's gross profit of $14 million in 2023 compares with $21 million at Alder Mills in 2023.",
            [("$14 million", "gross_profit", "level", "FY2023"), ("$21 million", "gross_profit", "level", "FY2023")],
        ),
        (
            "Diluted EPS of $2.48 compares with $2.08, and gross margin was 36.1% (prior year: 37.6%).",
            [
                ("$2.48", "eps_diluted", "level", "FY2024"),
                ("$2.08", "eps_diluted", "level", "FY2024-"),
                ("36.1%", "gross_margin", "level", "FY2024"),
                ("37.6%", "gross_margin", "level", "FY2024-"),
            ],
        ),
        (
            "Sales were $2.86bn, 2.6% more than the $2.79bn of 2023.",
            [("$2.86bn", "revenue", "level", "FY2024"), ("2.6%", "revenue", "growth", "FY2024"), ("$2.79bn", "revenue", "level", "FY2023")],
        ),
        (
            "Net income was $85.9m ($68.7m) and gross margin was better (25.6% after 24.1%).",
            [
                ("$85.9m", "net_income", "level", "FY2024"),
                ("$68.7m)", "net_income", "level", "FY2024-"),
                ("25.6%", "gross_margin", "level", "FY2024"),
                ("24.1%", "gross_margin", "level", "FY2024-"),
            ],
        ),
        (
            "EPS: $2.09 diluted / $2.48 in 2023",
            [("$2.09", "eps_diluted", "level", "FY2024"), ("$2.48", "eps_diluted", "level", "FY2023")],
        ),
        (
            "Gross margin has declined from 37.6% to 36.1%; in 2022 it stood at 36.8%.",
            [
                ("37.6%", "gross_margin", "level", "FY2024-"),
                ("36.1%", "gross_margin", "level", "FY2024"),
                ("36.8%", "gross_margin", "level", "FY2022"),
            ],
        ),
        (
            "Operating income shrank by $20 million, most of it in the second half.",
            [("$20 million", "operating_income", "change", "FY2024")],
        ),
        ("Revenue made up $634 million of it.", [("$634 million", "revenue", "level", "FY2024")]),
        (
            "Gross profit for 2022 was recast to $64.8m from the $70.6m first reported.",
            [("$64.8m", "gross_profit", "level", "FY2022"), ("$70.6m", "gross_profit", "level", "FY2022")],
        ),
        (
            "Harbourne bought back $63 million of shares after $60 million in 2023.",
            [("$63 million", "share_repurchases", "level", "FY2024"), ("$60 million", "share_repurchases", "level", "FY2023")],
        ),
        (
            "Revenue +15.6% to $39.0bn (2023: $33.7bn)",
            [
                ("15.6%", "revenue", "growth", "FY2024"),
                ("$39.0bn", "revenue", "level", "FY2024"),
                ("$33.7bn", "revenue", "level", "FY2023"),
            ],
        ),
        (
            "Operating cash flow halved to $3.7bn from $7.4bn.",
            [("$3.7bn", "operating_cash_flow", "level", "FY2024"), ("$7.4bn", "operating_cash_flow", "level", "FY2024-")],
        ),
        (
            "Gross margin fell in each period: FY2022 36.8%, FY2023 37.6%.",
            [("36.8%", "gross_margin", "level", "FY2022"), ("37.6%", "gross_margin", "level", "FY2023")],
        ),
        (
            "Equity was $917 million, or $19.01 a share.",
            [("$917 million", "total_equity", "level", "FY2024"), ("$19.01", "book_value_per_share", "level", "FY2024")],
        ),
        (
            "Diluted EPS was $2.48, against $2.08 in 2022.",
            [("$2.48", "eps_diluted", "level", "FY2024"), ("$2.08", "eps_diluted", "level", "FY2022")],
        ),
        (
            "Net income was $16.0 million, or $1.27 per diluted share, compared with $11.0 million, or $0.88.",
            [
                ("$16.0 million", "net_income", "level", "FY2024"),
                ("$1.27", "eps_diluted", "level", "FY2024"),
                ("$11.0 million", "net_income", "level", "FY2024-"),
                ("$0.88", "eps_diluted", "level", "FY2024-"),
            ],
        ),
        (
            "The effective tax rate was 22.0% (22.5% in 2023).",
            [("22.0%", "effective_tax_rate", "level", "FY2024"), ("22.5%", "effective_tax_rate", "level", "FY2023")],
        ),
        (
            "R&D took up 4.6% of net sales, or $58.6 million.",
            [("4.6%", "research_and_development", "share", "FY2024"), ("$58.6 million", "research_and_development", "level", "FY2024")],
        ),
        (
            "Revenue was $10 million and $12 million in 2022 and 2023, respectively.",
            [("$10 million", "revenue", "level", "FY2022"), ("$12 million", "revenue", "level", "FY2023")],
        ),
        ("In the third quarter of 2023, revenue came to $5 million.", [("$5 million", "revenue", "level", "Q3 FY2023")]),
        ("Growth of net sales between 5% and 6% would do.", [("5%", "revenue", "untold", "FY2024"), ("6%", "revenue", "untold", "FY2024")]),
        (
            "Net sales $10 million (2023: $9 million), operating income $2 million (2023: $1 million).",
            [
                ("$10 million", "revenue", "level", "FY2024"),
                ("$9 million", "revenue", "level", "FY2023"),
                ("$2 million", "operating_income", "level", "FY2024"),
                ("$1 million", "operating_income", "level", "FY2023"),
            ],
        ),
        ("Third-quarter revenue slumped to $5 million in 2023.", [("$5 million", "revenue", "level", "Q3 FY2023")]),
        ("Gross margin improved 1.5 points in 2023.", [("1.5", "gross_margin", "change", "FY2023")]),
        (
            "Net cash from operations of $9 million was $2 million short of 2023's.",
            [("$9 million", "operating_cash_flow", "level", "FY2024"), ("$2 million", "operating_cash_flow", "change", "FY2024")],
        ),
        ("Operating income rose 16.2%, because the prices of late 2022 held.", [("16.2%", "operating_income", "growth", "FY2024")]),
    ],
)
def test_figures_are_read(text, expected):
    assert said(text) == expected


def test_each_figure_has_its_own_company():
    read = read_sentence("Harbourne's revenue of $10 million in 2024 was twice Alder's $5 million.", NAMES, topics_known())
    assert [one.company for one in claims_of(read, Around())] == ["Harbourne Foods, Inc.", "Alder Mills Corporation"]


def test_words_that_nothing_explains_narrow_a_figure():
    read = read_sentence("Harbourne's organic revenue in Europe was $10 million in 2024, helped by demand in Asia.", NAMES, topics_known())
    assert claims_of(read, Around())[0].narrowing == ("organic", "europe")


def test_a_figure_in_words_that_say_why_is_told_apart():
    read = read_sentence("Revenue rose 5% in 2024 because volumes in Asia rose by 9%.", NAMES, topics_known())
    first, second = claims_of(read, AROUND)
    assert (first.is_aside, second.is_aside, second.topic) == (False, True, None)


def test_a_part_of_a_year_that_is_not_told_gives_no_period():
    (claim,) = claims_of(read_sentence("In the quarter, revenue was $5 million.", NAMES, topics_known()), AROUND)
    assert claim.period is None
    assert claim.kind is Kind.LEVEL


@pytest.mark.parametrize(
    ("text", "number"),
    [("Gross margin (36.1%) was low.", "36.1"), ("Gross margin was (36.1%).", "-36.1"), ("Sales growth (5.2%) in 2023.", "-5.2")],
)
def test_a_percentage_that_is_set_apart_is_not_negative(text, number):
    (figure,) = read_sentence(text, NAMES, topics_known()).figures
    assert str(figure.number) == number
