"""Evidence cut into sentences and rows, each figure with the head of its column."""

import pytest

from research.verification.evidence import Evidence, figures_of, passages_of


def heads(text):
    return [(stated.figure.text, stated.head) for stated in figures_of(Evidence(text))]


def test_sentences_and_rows_are_told_apart():
    found = passages_of(Evidence("Sales rose 5 percent in\n2024. Costs fell.\n\n(in millions) 2024 2023\nNet sales 12 11\n"))
    assert [(passage.is_row, passage.label, passage.scale) for passage in found] == [
        (False, "", 1),
        (False, "", 1),
        (True, "(in millions) 2024 2023", 10**6),
        (True, "Net sales", 10**6),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024 2023 2022\nNet sales 12 11 10", ["2024", "2023", "2022"]),
        ("2024 2023 2022\nNotes payable — 11 10", ["2023", "2022"]),
        ("2024 2023 2022 2024 vs. 2023\nNet sales 12 11 10 9 %", ["2024", "2023", "2022", ""]),
        ("2024 2023 2022 2024 vs. 2023\nTax rate 21.6 % 24.6 % 27.0 %", ["2024", "2023", "2022"]),
        ("2024 2023 Change 2024 2023 Change\nNet sales 12 11 9 30 28 7", ["2024", "2023", "", "2024", "2023", ""]),
        (
            "Three months ended Six months ended\n2024 2023 2024 2023\nNet sales 12 11 30 28",
            ["three months 2024", "three months 2023", "six months 2024", "six months 2023"],
        ),
        ("Net sales 12 11", ["", ""]),
    ],
)
def test_each_figure_of_a_row_has_the_head_of_its_column(text, expected):
    assert [head for _, head in heads(text)] == expected


def test_headings_over_rows_may_end_in_a_shortened_name_or_a_footnote_mark():
    text = "(in millions) 2024 2023\nBeta U.S.\nNet sales 12 11\nBeta Club U.S.(1)\nNet sales 8 7\n"
    rows = [passage for passage in passages_of(Evidence(text)) if passage.label == "Net sales"]
    assert [passage.over.splitlines()[-1] for passage in rows] == ["Beta U.S.", "Beta Club U.S.(1)"]


def test_a_line_of_cells_with_a_figure_alone_is_a_row_whatever_stands_after_it():
    text = "Revenue · tagged\nConcept\tPeriod\tValue\tUnit\nRevenue\t2023-01-01 – 2023-12-31\t39,436,343\tUSD\t20-F\t2024-04-26\n"
    (row,) = [passage for passage in passages_of(Evidence(text)) if passage.figures]
    assert (row.is_row, [figure.number for figure in row.figures]) == (True, [39_436_343])
