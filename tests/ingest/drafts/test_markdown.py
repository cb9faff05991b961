"""Markdown drafts: what a reader sees, and where in the file it stands."""

from ingest.drafts import read
from research.nouns.drafts import DraftKind, DraftPart

TEXT = """---
title: Fennimore note
---
# Results

**Sales rose 4%.** Costs [fell](https://x.example/a) by `2%`.
They \\*did\\* so &amp; more.[^a]

- Margin: 12%
- Cash rose
1. First
> Quoted words.

<!-- Not a word. -->
```
code 5%
```

| US$ m | 2024 | 2023 |
|---|---:|---:|
| Sales | **1,200** | 1,150 |

[^a]: Annual report.
    Page 4.
[^b]: Nobody refers to it.
"""


def test_the_words_and_their_places():
    draft = read(TEXT.encode(), "note.md")
    assert (draft.title, draft.kind) == ("Fennimore note", DraftKind.MARKDOWN)
    assert [one.text for one in draft.sentences] == [
        "Results",
        "Sales rose 4%.",
        "Costs fell by 2%.",
        "They *did* so & more.",
        "Margin: 12%",
        "Cash rose",
        "First",
        "Quoted words.",
        "1,200",
        "1,150",
        "Annual report.",
        "Page 4.",
    ]
    by_text = {one.text: one for one in draft.sentences}
    at = {text: TEXT[one.place.start : one.place.end] for text, one in by_text.items()}
    assert at["Sales rose 4%."] == "Sales rose 4%."
    assert at["Costs fell by 2%."] == "Costs [fell](https://x.example/a) by `2%`."
    assert at["They *did* so & more."] == "They \\*did\\* so &amp; more."
    assert at["1,200"] == "1,200"
    assert by_text["They *did* so & more."].notes == ("1",)
    assert by_text["1,150"].table.column_heads == ("2023",)
    assert by_text["1,150"].table.row_head == "Sales"
    assert by_text["Annual report."].place.part is DraftPart.FOOTNOTES
    assert [one.text for one in draft.footnotes] == ["Annual report. Page 4."]
    assert draft.tables[0].rows == (("US$ m", "2024", "2023"), ("Sales", "1,200", "1,150"))


def test_windows_line_ends_and_a_byte_order_mark_move_no_place():
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    draft = read(text.encode(), "note.md")
    assert draft.title == "Fennimore note"
    assert [one.text for one in draft.sentences] == [one.text for one in read(TEXT.encode(), "note.md").sentences]
    cash = next(one for one in draft.sentences if one.text == "Cash rose")
    assert text[cash.place.start : cash.place.end] == "Cash rose"


def test_a_long_line_is_read_in_no_time():
    draft = read(("**a " * 300_000).encode(), "note.md")
    assert len(draft.sentences) == 1


def test_many_lines_of_one_paragraph_are_read():
    draft = read(("Sales rose 4%.\n" * 5_000).encode(), "note.md")
    assert len(draft.sentences) == 5_000
    assert draft.sentences[-1].text == "Sales rose 4%."
