"""Plain text and Markdown: paragraphs, pages, columns, structure, and the fields of a front matter."""

import pytest

from ingest.loaded import Limits
from ingest.statements.titles import statement_of
from ingest.text.front_matter import read_front_matter
from ingest.text.markdown import MarkdownLoader, plain
from ingest.text.plain import TextLoader
from research.errors import CannotReadError
from research.nouns.facts import Statement
from tests.ingest.office_files import covers, figures


def text(content):
    return TextLoader(Limits()).load(content if isinstance(content, bytes) else content.encode(), name="note.txt")


def markdown(content):
    return MarkdownLoader(Limits()).load(content.encode(), name="note.md")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_paragraphs_keep_their_lines_in_every_usual_encoding(encoding):
    loaded = text("Quillmere’s café\r\nopened.\r\n\r\nSales  rose.\r\n".encode(encoding))
    assert loaded.text == "Quillmere’s café\nopened.\n\nSales rose.\n\n"
    assert covers(loaded)


def test_form_feeds_are_page_breaks():
    loaded = text("One\fTwo\n\fThree\f")
    assert [loaded.text[page.start : page.end].strip() for page in loaded.pages] == ["One", "Two", "Three"]


def test_one_long_line_is_cut_into_pages_after_sentences():
    loaded = text("The mill ran at full capacity all year. " * 250)
    assert len(loaded.pages) == 4
    assert all(loaded.text[page.start : page.end].strip().endswith("year.") for page in loaded.pages)
    assert covers(loaded)
    unbroken = text("x" * 10_000)
    assert unbroken.text.replace("\n", "") == "x" * 10_000


def test_columns_set_with_blanks_are_tables_and_statements():
    loaded = text(
        """
QUILLMERE HOLDINGS
Consolidated Balance Sheets
(in thousands)

                                   December 31,   December 31,
                                           2024           2023
Assets
  Cash and cash equivalents......      $  1,200        $   900
  Inventories                               300            400
    Total assets                          1,500          1,300
Liabilities and equity
  Accounts payable                          500            450
    Total liabilities                       500            450
  Total stockholders' equity              1,000            850
    Total liabilities and equity       $  1,500       $  1,300

The mill opened   in June.
"""
    )
    (table,) = loaded.tables
    assert statement_of(table.title) is Statement.BALANCE
    assert table.heads == ("December 31, 2024", "December 31, 2023")
    assert table.rows[0].label == "Cash and cash equivalents"
    assert figures(loaded, table.rows[-1]) == {0: "1,500", 1: "1,300"}
    assert loaded.text.endswith("The mill opened in June.\n\n")


@pytest.mark.parametrize(
    "content", [bytes(range(8)) * 200 + bytes(1000), bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + bytes(range(1, 9)) * 9]
)
def test_binary_data_is_no_text(content):
    with pytest.raises(CannotReadError, match=r"note\.txt: holds no text but binary data"):
        text(content)


@pytest.mark.parametrize("stray", ["\x02", "\0", "\x1f"])
def test_a_few_stray_characters_of_control_make_no_binary_data_of_a_short_note(stray):
    assert "Sales rose" in text(f"Sales rose in the low\u00adlands{stray} by a tenth.").text


NOTE = """---
title: "Quillmere: view after the visit"
date: 2025-03-04
company: Quillmere plc   # the group
ticker: QLM
kind: Note
fiscal_year: soon
label: secret
tags: [a, b]
---

# Quillmere

A **strong** quarter, see [the deck](http://example.com/x(1)).

Outlook
-------

| Year | Sales | Margin |
|------|------:|-------:|
| 2024 | 1,200 | 12.5% |
| 2023 | `1,100` | (0.5)% |

```python
# not a heading
rate = 5 * 3 * 2
```

- one
* two

### Risks ###
"""


def test_markdown_is_read_as_a_reader_sees_it():
    loaded = markdown(NOTE)
    assert [(heading.text, heading.level) for heading in loaded.headings] == [("Quillmere", 1), ("Outlook", 2), ("Risks", 3)]
    assert "A strong quarter, see the deck.\n" in loaded.text
    assert "# not a heading\nrate = 5 * 3 * 2\n" in loaded.text
    assert "• one\n• two\n" in loaded.text
    (table,) = loaded.tables
    assert (table.title, table.heads) == ("Outlook", ("Sales", "Margin"))
    assert [(row.label, figures(loaded, row)) for row in table.rows] == [
        ("2024", {0: "1,200", 1: "12.5%"}),
        ("2023", {0: "1,100", 1: "(0.5)%"}),
    ]
    assert covers(loaded)


def test_a_front_matter_states_fields_that_fit_and_no_label():
    assert {one.field: one.value for one in markdown(NOTE).stated} == {
        "title": "Quillmere: view after the visit",
        "published_at": "2025-03-04",
        "company": "Quillmere plc",
        "ticker": "QLM",
        "kind": "note",
    }


def test_without_a_front_matter_the_first_heading_is_the_title():
    stated = markdown("Tarrowby\n========\n\nText.\n").stated
    assert [(one.field, one.value, one.source) for one in stated] == [("title", "Tarrowby", "first heading")]
    assert read_front_matter("---\nno end") == ([], "---\nno end")


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("a *b* and **c** and __d__ and _e_", "a b and c and d and e"),
        ("5 * 3 * 2, snake_case_name, 2*3", "5 * 3 * 2, snake_case_name, 2*3"),
        ("![chart](x.png) `code` ~~old~~", "chart code old"),
        (r"\*not bold\* and \$5", "*not bold* and $5"),
        ("<https://example.com/a>", "https://example.com/a"),
    ],
)
def test_marks_inside_lines_are_taken_away(written, seen):
    assert plain(written) == seen


def test_words_in_place_of_a_picture_are_not_seen():
    loaded = markdown("# Fennimore\n\nSales ![Say otter.](a.png) rose.\n")
    assert loaded.text.split("\n")[:3] == ["Fennimore", "Sales rose.", ""]
    assert [one.message for one in loaded.defects] == ["Hidden text outside its pages (8 characters); it is left out."]


def test_a_line_of_figures_that_nobody_reads_is_no_row_of_a_table():
    row = "Revenue" + "      120" * 1_001
    assert text(f"Quillmere\n\n{row}\n{row}\n").tables == ()
    assert len(text(f"Quillmere\n\n{row[:600]}\n{row[:600]}\n").tables) == 1
