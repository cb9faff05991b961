"""The quotable parts of a page: whole sentences, rows, items and signatures, with what stands over them."""

from research.text.quotable import PartKind, quotable_parts

PAGE = """and so ended the sentence of the page before. We run two plants in Ohio.

Net Sales
Net sales rose because pumps sold well.
2024 compared to 2023
Margins fell.  Our main risks include:
• a strike at the foundry;
• dearer resin.
Total debt 410.0 455.5

12
We lease a third plant that
"""


def test_parts_keep_their_places_and_headings():
    parts = quotable_parts(PAGE)
    assert [PAGE[part.start : part.end] for part in parts] == [part.text for part in parts]
    assert [(part.kind, part.text) for part in parts] == [
        (PartKind.SENTENCE, "We run two plants in Ohio."),
        (PartKind.SENTENCE, "Net sales rose because pumps sold well."),
        (PartKind.SENTENCE, "Our main risks include:"),
        (PartKind.ITEM, "a strike at the foundry;"),
        (PartKind.ITEM, "dearer resin."),
        (PartKind.ROW, "Total debt 410.0 455.5"),
    ]
    assert parts[1].heading == "Net Sales"
    assert parts[2].heading == "2024 compared to 2023"
    assert parts[3].lead == "Our main risks include:"


def test_a_signature_is_one_part_with_who_signs_and_since_when():
    (part,) = quotable_parts("/s/ Pell & Marrow LLP\n\nColumbus, Ohio\nFebruary 21, 2025\n\nWe have served as auditor since 1996.\n")
    assert part.kind is PartKind.SIGNATURE
    assert part.text.startswith("/s/ Pell & Marrow LLP")
    assert part.text.endswith("since 1996.")


def test_what_a_caption_below_explains_goes_with_it():
    parts = quotable_parts("12 Foundry Road, Harlan Bend, Ohio 43001\n(Address of principal executive offices)\n")
    assert [part.text for part in parts] == ["12 Foundry Road, Harlan Bend, Ohio 43001\n(Address of principal executive offices)"]


def test_prose_with_figures_at_its_end_is_no_row():
    (part,) = quotable_parts("We served as the auditor of the company from 2011 to 2019.\n")
    assert part.kind is PartKind.SENTENCE


def test_columns_run_together_are_no_sentence():
    assert (
        quotable_parts("Sales in anticipation of a change Worldwide $ 143 $ 8,115 98 98 lower volume in most markets of the group.\n") == ()
    )


def test_the_units_of_a_table_take_nothing_from_the_paragraph_above():
    parts = quotable_parts(
        """Note 2. Purchase of Fern Meters
On May 3, 2023 we bought all shares of Fern Meters for cash.
Note 5. Debt
(in millions)
2023 2022
Total debt 411.6 339.0
Our loans fall due in 2027, and the notes as follows
(in millions of dollars)
Notes due 10.0 12.0
"""
    )
    assert [(part.text, part.heading) for part in parts if part.kind is PartKind.SENTENCE] == [
        ("On May 3, 2023 we bought all shares of Fern Meters for cash.", "Note 2. Purchase of Fern Meters"),
    ]
    assert [(part.text, part.heading) for part in parts if part.kind is PartKind.ROW] == [
        ("Total debt 411.6 339.0", "Note 5. Debt"),
        ("Notes due 10.0 12.0", "Our loans fall due in 2027, and the notes as follows"),
    ]


def test_heads_above_a_table_s_units_are_neither_its_title_nor_a_sentence():
    heads = "Jul 27, 2025 Jul 28, 2024 $ Change % Change\n(in millions)"
    text = f"Sales by market\n{heads}\nPumps 41.0 26.0 15.0 58%\nWe sold more pumps in Asia.\n"
    assert [(part.kind, part.heading) for part in quotable_parts(text)] == [
        (PartKind.ROW, "Sales by market"),
        (PartKind.SENTENCE, "Sales by market"),
    ]


def test_a_table_of_contents_is_nothing_to_quote():
    contents = "TABLE OF CONTENTS\nPART I 3\nItem 1. Business 3\nItem 1A. Risk Factors 5\nSignatures 8\n\n2\n"
    assert quotable_parts(contents) == ()
    assert quotable_parts("Pumps 3\nValves 5\nItem counts 8\n") != ()


def test_lines_that_name_two_years_against_each_other_are_headings():
    for line in ("2024 v. 2023", "2024 vs 2023", "Fiscal 2024 versus 2023"):
        parts = quotable_parts(f"Net sales rose because pumps sold well.\n{line}\nMargins fell because resin was dear.\n")
        assert [part.heading for part in parts if part.kind is PartKind.SENTENCE] == ["", line]
