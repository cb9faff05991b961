"""Chunks: exact offsets, whole coverage, the limit, sections, tables, and ids that stay."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunking import chunk_document
from ingest.loaded import Heading
from ingest.outline import read_outline
from ingest.pieces import CHARS_PER_PIECE
from research.nouns.documents import Table, TableRow
from tests.ingest.samples import count_words, paged

SENTENCE = "The segment sold {n} units of timber and {m} of stone, which was more than in the year before. "


def prose(sentences: int, seed: int = 1) -> str:
    chance = random.Random(seed)  # noqa: S311
    return "".join(SENTENCE.format(n=chance.randint(10, 9999), m=chance.randint(10, 9999)) for _ in range(sentences)).strip()


def chunked(document, tables=(), limit=60):
    return chunk_document(document, tables, count_pieces=count_words, max_pieces=limit)


def without_blanks(text):
    return "".join(text.split())


def faults(document, chunks, limit):
    """Return what is wrong with the chunks of a document, by name; none of it may be."""
    pages = [document.pages[chunk.page - 1] for chunk in chunks]
    sound = {
        "ordinals": [chunk.ordinal for chunk in chunks] == list(range(len(chunks))),
        "ids": len({chunk.id for chunk in chunks}) == len(chunks),
        "text": all(chunk.text == document.text[chunk.start : chunk.end] == chunk.text.strip() for chunk in chunks),
        "page": all(page.start <= chunk.start < chunk.end <= page.end for page, chunk in zip(pages, chunks, strict=True)),
        "order": all(one.end <= two.start for one, two in pairwise(chunks)),
        "coverage": without_blanks("".join(chunk.text for chunk in chunks)) == without_blanks(document.text),
        "size": max(count_words([chunk.indexed_text for chunk in chunks]), default=0) <= limit,
    }
    return [name for name, holds in sound.items() if not holds]


def test_prose_is_cut_at_sentence_ends_inside_the_limit():
    document = paged(prose(20), prose(3, seed=2))
    chunks = chunked(document)
    assert faults(document, chunks, 60) == []
    assert len(chunks) > 5
    assert all(chunk.text.endswith("before.") for chunk in chunks)


def test_context_names_company_form_year_and_section_and_is_not_text():
    document = paged("Item 7. Management's Discussion\n\n" + prose(2))
    (chunk,) = chunked(document, limit=120)
    assert chunk.section == "Item 7. Management's Discussion"
    assert chunk.context == "Quillmere · 10-K · FY2024 · Item 7. Management's Discussion"
    assert "Quillmere" not in chunk.text


def test_a_quarter_and_a_document_without_metadata_have_honest_contexts():
    quarter = paged("Some text.", fiscal_period="Q2")
    assert chunked(quarter)[0].context == "Quillmere · 10-K · Q2 FY2024"
    bare = paged("Some text.", company=None, form_type=None, fiscal_year=None, fiscal_period=None, title="A note on timber")
    assert chunked(bare)[0].context == "A note on timber · filing"


def test_notes_and_capital_headings_stand_under_their_item():
    pages = [
        "Item 8. Financial Statements\n\nText of the item.",
        "Note 5. Goodwill\n\nText of the note.\n\nSEGMENT RESULTS BY REGION\n\nMore.",
    ]
    sections = [heading.section for heading in read_outline(paged(*pages)).headings]
    assert sections == [
        "Item 8. Financial Statements",
        "Item 8. Financial Statements › Note 5. Goodwill",
        "Item 8. Financial Statements › SEGMENT RESULTS BY REGION",
    ]


def test_headings_that_the_format_marks_win_and_nest_by_their_level():
    document = paged("Outlook\nMargins\nText.\nRISKS AND OTHER MATTERS\nMore.\nPrices\nEnd.")
    given = [Heading(document.text.index(text), text, level) for text, level in (("Outlook", 1), ("Margins", 2), ("Prices", 1))]
    sections = [heading.section for heading in read_outline(document, headings=given).headings]
    assert sections == ["Outlook", "Outlook › Margins", "Prices"]
    long = paged("Outlook\n" + prose(4) + "\nPrices\n" + prose(4, seed=2))
    given = [Heading(0, "Outlook", 1), Heading(long.text.index("Prices"), "Prices", 2)]
    chunks = chunk_document(long, (), headings=given, count_pieces=count_words, max_pieces=90)
    assert list(dict.fromkeys(chunk.section for chunk in chunks)) == ["Outlook", "Outlook › Prices"]


def test_running_heads_contents_pages_and_parts_are_no_sections():
    contents = "\n".join(f"Item {number}. Something {number}" for number in range(1, 8))
    pages = [contents, "PART II\nItem 1. Business\nText."] + [f"QUILLMERE HOLDINGS REPORT\nText {number}." for number in range(6)]
    sections = [heading.section for heading in read_outline(paged(*pages)).headings]
    assert sections == ["Item 1. Business"]


def test_a_page_of_short_items_is_no_table_of_contents():
    said = "We own the plant at Hedley and lease the other places in which we work and keep our goods."
    pages = [
        "Item 1A. Risk Factors\nText.",
        "\n".join(f"Item {number}. A matter\n{said}" for number in range(2, 7)),
        "Item 7. Results\nText.",
    ]
    headings = read_outline(paged(*pages)).headings
    assert [heading.section for heading in headings][-2:] == ["Item 6. A matter", "Item 7. Results"]
    pages[1] = "\n".join(f"Item {number}. A matter {number + 12}\n{said}" for number in range(2, 7))
    assert [heading.section for heading in read_outline(paged(*pages)).headings] == ["Item 1A. Risk Factors", "Item 7. Results"]


def rows_table(document, first_row, *, title="Statement of Cash Flows", heads=("2024", "2023")):
    rows = []
    offset = document.text.index(first_row)
    end = document.pages[0].end
    for line in document.text[offset:end].splitlines(keepends=True):
        if line.strip():
            rows.append(TableRow(line.split("  ")[0], offset, offset + len(line.rstrip()), ()))
        offset += len(line)
    return Table(1, title, "(Millions)", heads, tuple(rows), document.text.index("Statement"), rows[-1].end)


def test_tables_are_cut_between_rows_and_carry_title_units_and_heads():
    lines = [f"Purchases of item {number}  1,{number:03d}  2,{number:03d}" for number in range(30)]
    document = paged(prose(1) + "\n\nStatement of Cash Flows\n(Millions) 2024 2023\n" + "\n".join(lines) + "\n17")
    table = rows_table(document, "Purchases of item 0")
    chunks = chunked(document, [table])
    assert faults(document, chunks, 60) == []
    of_table = [chunk for chunk in chunks if "Purchases" in chunk.text]
    assert len(of_table) > 3
    for chunk in of_table:
        assert chunk.section == "Statement of Cash Flows"
        assert chunk.context == "Quillmere · 10-K · FY2024 · Statement of Cash Flows · (Millions) · 2024 | 2023"
        assert all(line in lines or "Statement" in line or "Millions" in line or line == "17" for line in chunk.text.splitlines())


def test_capitals_inside_a_table_open_no_section():
    document = paged("Item 8. Financial Statements\nStatement of Cash Flows\nOPERATING ACTIVITIES:\nNet income  5  4", "Text after it.")
    table = rows_table(document, "OPERATING")
    assert [chunk.section for chunk in chunked(document, [table])][-1] == "Item 8. Financial Statements"


def test_no_figure_is_cut_where_numbers_stand_without_sentences():
    figures = " ".join(f"{number},{number:03d}" for number in range(100, 400))
    document = paged("\n".join(figures[start : start + 80].strip() for start in range(0, len(figures), 80)))
    whole = set(document.text.split())
    for chunk in chunked(document, limit=40):
        assert set(chunk.text.split()) <= whole


def test_a_page_number_joins_its_neighbour():
    document = paged("60\n\n" + prose(2), prose(9) + "\n\n61")
    chunks = chunked(document, limit=80)
    assert faults(document, chunks, 80) == []
    assert not any(chunk.text.isdigit() for chunk in chunks)


def test_a_context_longer_than_its_share_leaves_room_for_the_text():
    document = paged(prose(6), company=" ".join(["Quillmere"] * 5))
    table = Table(1, "word " * 300, "", ("head",) * 40, (TableRow("x", 10, 20, ()),), 0, len(document.text) - 1)
    chunks = chunked(document, [table], limit=50)
    assert faults(document, chunks, 50) == []


def test_ids_stay_for_the_same_document_and_change_with_it():
    document = paged(prose(10))
    assert [chunk.id for chunk in chunked(document)] == [chunk.id for chunk in chunked(document)]
    other = replace(document, id="d2")
    assert not {chunk.id for chunk in chunked(document)} & {chunk.id for chunk in chunked(other)}


def test_pieces_are_counted_in_few_calls():
    calls = []

    def counting(texts):
        calls.append(len(texts))
        return count_words(texts)

    chunk_document(paged(*(prose(30, seed) for seed in range(20))), (), count_pieces=counting, max_pieces=60)
    assert len(calls) <= 3


def test_blank_pages_give_no_chunks():
    assert chunked(paged("", "  \n ")) == ()


@settings(max_examples=60, deadline=None)
@given(
    pages=st.lists(
        st.text(st.sampled_from("ab A.1,\n\u00a0\u2028é—%$()") | st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=300),
        min_size=1,
        max_size=4,
    ),
    limit=st.integers(20, 60),
)
def test_any_text_is_covered_exactly(pages, limit):
    document = paged(*pages)
    assert faults(document, chunked(document, limit=limit), limit) == []


@pytest.mark.parametrize("length", [200, 5000])
def test_a_word_longer_than_the_limit_is_cut_and_kept(length):
    document = paged("x" * length)
    assert faults(document, chunked(document, limit=25), 25) == []


def test_text_that_counts_no_piece_is_cut_by_its_length():
    def count_letters(texts):
        return [sum(word[:1].isalpha() for word in text.split()) for text in texts]

    lines = [f"{number}. Other officers sign here.\n\n{number}.\n\n(i) {number},{number:03} 4.1%\n" for number in range(200)]
    document = paged("".join(lines), "1,577 (63.8) 71.5 48.2\n" * 200)
    chunks = chunk_document(document, (), count_pieces=count_letters, max_pieces=60)
    assert without_blanks("".join(chunk.text for chunk in chunks)) == without_blanks(document.text)
    assert max(len(chunk.text) for chunk in chunks) <= 60 * CHARS_PER_PIECE
