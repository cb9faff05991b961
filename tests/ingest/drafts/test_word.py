"""Word drafts: sentences over runs, changes, fields, links, tables and notes, each found again at its place."""

import docx
import pytest

from ingest.drafts import read
from research.nouns.drafts import DraftKind, DraftPart
from tests.ingest.drafts.word_files import (
    cell,
    deleted,
    footnote_mark,
    found,
    inserted,
    paragraph,
    run,
    table,
    texts,
    word_file,
)
from tests.ingest.office_files import saved


def test_sentences_over_runs_links_and_fields_are_whole():
    link = f'<w:hyperlink w:anchor="x">{run("up 4.2%")}</w:hyperlink>'
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF fig \\h </w:instrText></w:r>'
    field = code + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("Table 3") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    content = word_file(
        paragraph(run("Sales of Fenn"), run("imore", "<w:b/>"), run(" were "), link, run(". See "), field, run(" for more. Costs fell.")),
        paragraph(
            '<w:fldSimple w:instr=" DOCPROPERTY x ">' + run("Margins") + "</w:fldSimple>",
            run(" widened"),
            "<w:r><w:tab/></w:r>",
            run("in 2024."),
        ),
    )
    draft = read(content, "note.docx")
    assert [one.text for one in draft.sentences] == [
        "Sales of Fennimore were up 4.2%.",
        "See Table 3 for more.",
        "Costs fell.",
        "Margins widened in 2024.",
    ]
    assert [found(content, one) for one in draft.sentences][-1] == "Margins widened\tin 2024."
    assert [one.place.block for one in draft.sentences] == [0, 0, 0, 1]
    assert draft.kind is DraftKind.WORD


def test_inserted_words_count_and_deleted_ones_do_not():
    gone = '<w:pPr><w:rPr><w:del w:id="7" w:author="Ann" w:date="2026-01-05T09:00:00Z"/></w:rPr></w:pPr>'
    content = word_file(
        paragraph(run("Revenue was "), deleted("$4.1"), inserted(run("$4.2")), run(" billion.")),
        f"<w:p>{gone}{run('The plant opens ')}</w:p>",
        paragraph(run("in May. Then it ships.")),
        table(["Sales", "10"], ["Costs", "4"]).replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="8" w:author="Ann"/></w:trPr>', 1),
    )
    draft = read(content, "note.docx")
    assert texts(content)[:3] == ["Revenue was $4.2 billion.", "The plant opens in May.", "Then it ships."]
    assert found(content, draft.sentences[1]) == "The plant opens in May."
    assert [one.text for one in draft.sentences if one.table] == ["4"]


def test_headings_title_and_bold_lines_stand_over_what_follows():
    document = docx.Document()
    document.add_heading("Fennimore plc", 0)
    document.add_heading("Results", 1)
    document.add_paragraph("Sales rose.")
    document.add_paragraph().add_run("Margins").bold = True
    document.add_paragraph("They widened.")
    document.add_heading("Outlook", 1)
    document.add_paragraph("We expect more", style="List Bullet")
    draft = read(saved(document), "note.docx")
    assert draft.title == "Fennimore plc"
    assert [(one.text, one.headings, one.is_heading) for one in draft.sentences] == [
        ("Fennimore plc", ("Fennimore plc",), True),
        ("Results", ("Fennimore plc", "Results"), True),
        ("Sales rose.", ("Fennimore plc", "Results"), False),
        ("Margins", ("Fennimore plc", "Results", "Margins"), True),
        ("They widened.", ("Fennimore plc", "Results", "Margins"), False),
        ("Outlook", ("Fennimore plc", "Outlook"), True),
        ("We expect more", ("Fennimore plc", "Outlook"), False),
    ]
    assert draft.sentences[2].heading == "Results"


def test_tables_are_read_cell_by_cell_with_their_heads():
    wide = cell(paragraph(run("Year ended December")), properties='<w:gridSpan w:val="2"/>')
    content = word_file(
        paragraph(run("Table 1: Sales by region, US$ in millions"), style="Caption"),
        paragraph(),
        table(["", wide], ["Region", "2024", "2023"], ["North", "1,200", "(20)"], ["Prices rose. Volumes fell by 3%.", "$ 30", "n.m."]),
    )
    draft = read(content, "note.docx")
    (one,) = draft.tables
    assert (one.caption, one.head_rows) == ("Table 1: Sales by region, US$ in millions", 2)
    assert one.rows[0] == ("", "Year ended December", "")
    assert [one.text for one in draft.sentences if one.is_caption] == [one.caption]
    cells = [(s.text, s.table.row_head, s.table.column_heads, (s.place.row, s.place.column)) for s in draft.sentences if s.table]
    over = {1: ("Year ended December", "2024"), 2: ("Year ended December", "2023")}
    words = "Prices rose. Volumes fell by 3%."
    assert cells == [
        ("1,200", "North", over[1], (2, 1)),
        ("(20)", "North", over[2], (2, 2)),
        ("Prices rose.", "", ("Region",), (3, 0)),
        ("Volumes fell by 3%.", "", ("Region",), (3, 0)),
        ("$ 30", words, over[1], (3, 1)),
        ("n.m.", words, over[2], (3, 2)),
    ]
    assert all(found(content, sentence) == sentence.text for sentence in draft.sentences)


def test_a_line_that_begins_like_a_caption_is_one_and_a_sentence_that_does_is_none():
    content = word_file(paragraph(run("Exhibit 3 Sales by region")), paragraph(run("Table 3 shows sales of $5 million.")))
    assert [one.is_caption for one in read(content, "note.docx").sentences] == [True, False]


def test_a_line_of_units_may_stand_between_a_caption_and_its_table():
    content = word_file(
        paragraph(run("Table 3: Revenue by segment")), paragraph(run("US$ in millions")), table(("", "2024"), ("Total", "5.0"))
    )
    (found,) = read(content, "note.docx").tables
    assert (found.caption, found.before) == ("Table 3: Revenue by segment", "US$ in millions")


def test_the_mark_of_a_note_that_is_repeated_or_raised_by_hand_is_no_word_and_a_power_is_one():
    raised = '<w:vertAlign w:val="superscript"/>'
    again = f'<w:fldSimple w:instr=" NOTEREF _Ref1 \\f \\h ">{run("1", raised)}</w:fldSimple>'
    content = word_file(
        paragraph(
            run("Sales rose."), footnote_mark(1), run(", ", raised), again, run(" Costs fell."), run("1, 2", raised), run(" Cash rose.")
        ),
        paragraph(run("Net sales"), run("3", raised), run(" were 5%"), run("3", raised), run(" up on 20 m"), run("2", raised)),
        notes=("Fennimore, page 3.",),
    )
    draft = read(content, "note.docx")
    assert [one.text for one in draft.sentences] == [
        "Sales rose.",
        "Costs fell.",
        "Cash rose.",
        "Net sales were 5% up on 20 m2",
        "Fennimore, page 3.",
    ]
    assert all(found(content, one) == one.text for one in draft.sentences)


def test_a_title_with_its_day_and_page_is_a_place_whatever_it_says():
    listed = (
        "The worst is behind us, 18 February 2025, page 1",
        "A contract worth $41 million, 13 February 2025, page 2",
        "Sales were $5m, page 1",
    )
    content = word_file(
        paragraph(run("Source: The worst is behind us, page 1; The plant is late, page 2.")),
        paragraph(run("Source: sales were $5 million, page 1, and fell.")),
        paragraph(run("Sources"), style="Heading1"),
        *(paragraph(run(one)) for one in listed),
    )
    assert [one.is_source for one in read(content, "note.docx").sentences] == [True, False, False, True, True, False]


def test_what_only_says_where_something_stands_is_told_from_what_says_more():
    notes = ("Fennimore 10-K 2024, 14 February 2025, page 41.", "Headcount was 5,200, page 9.", "Sales of $5 million, page 9.")
    marks = [footnote_mark(number) for number in (1, 2, 3)]
    listed = (paragraph(run("Sources"), style="Heading1"), paragraph(run("Fennimore 10-K 2023, pages 3, 4")))
    content = word_file(paragraph(run("Sales rose."), *marks), paragraph(run("Source: Fennimore, page 3.")), *listed, notes=notes)
    told = [(one.text, one.is_source) for one in read(content, "note.docx").sentences]
    assert told == [
        ("Sales rose.", False),
        ("Source: Fennimore, page 3.", True),
        ("Sources", False),
        ("Fennimore 10-K 2023, pages 3, 4", True),
        ("Fennimore 10-K 2024, 14 February 2025, page 41.", True),
        ("Headcount was 5,200, page 9.", False),
        ("Sales of $5 million, page 9.", False),
    ]


def test_a_table_of_names_and_words_has_no_heads():
    content = word_file(table(["Company", "Fennimore plc"], ["Rating", "Hold"]), table(["Item", "Owner", "Due"], ["Pumps", "Ann", "May"]))
    draft = read(content, "note.docx")
    assert [one.head_rows for one in draft.tables] == [0, 1]
    assert [(one.text, one.table.row_head, one.table.column_heads) for one in draft.sentences] == [
        ("Fennimore plc", "Company", ()),
        ("Hold", "Rating", ()),
        ("Ann", "Pumps", ("Owner",)),
        ("May", "Pumps", ("Due",)),
    ]


def test_a_table_in_a_table_and_a_frame_are_read():
    inner = table(["Unit", "2024"], ["Vans", "7"])
    content = word_file(
        table(["Segment", "Detail"], ["Freight", cell(paragraph(run("Below.")), inner, paragraph())]),
        table([cell(paragraph(run("Key points")), paragraph(run("Sales grew 5%. Cash rose.")))]),
    )
    draft = read(content, "note.docx")
    assert [(one.text, one.place.block) for one in draft.sentences] == [
        ("Detail", 0),
        ("Below.", 0),
        ("7", 1),
        ("Key points", 2),
        ("Sales grew 5%.", 2),
        ("Cash rose.", 2),
    ]
    assert [found(content, one) for one in draft.sentences] == ["Detail", "Below.", "7", "Key points", "Sales grew 5%.", "Cash rose."]


def test_notes_are_read_after_the_body_in_the_order_of_their_marks():
    content = word_file(
        paragraph(run("Sales rose."), footnote_mark(2), run(" Costs fell."), footnote_mark(1), footnote_mark(1, "endnote")),
        notes=("Annual report, p. 4.", "Results call. Sales were $5m."),
        endnotes=("Prices as of May.",),
    )
    draft = read(content, "note.docx")
    assert [(one.text, one.note, one.notes, one.place.part) for one in draft.sentences] == [
        ("Sales rose.", "", ("1",), DraftPart.BODY),
        ("Costs fell.", "", ("2", "i"), DraftPart.BODY),
        ("Results call.", "1", (), DraftPart.FOOTNOTES),
        ("Sales were $5m.", "1", (), DraftPart.FOOTNOTES),
        ("Annual report, p. 4.", "2", (), DraftPart.FOOTNOTES),
        ("Prices as of May.", "i", (), DraftPart.ENDNOTES),
    ]
    assert [(note.mark, note.text) for note in draft.footnotes][:2] == [
        ("1", "Results call. Sales were $5m."),
        ("2", "Annual report, p. 4."),
    ]


def test_what_is_not_read_is_said_and_a_contents_list_is_none_of_the_drafts_words():
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(run('Hidden away'))}</w:txbxContent></w:pict></w:r>"
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    content = word_file(
        paragraph(begin, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', run("Results 3")),
        paragraph(run("Outlook 5"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        paragraph(run("Sales rose."), box, run("secret", "<w:vanish/>")),
    )
    draft = read(content, "note.docx")
    assert [one.text for one in draft.sentences] == ["Sales rose."]
    assert draft.unread == ("text boxes, which are not read: 1", "hidden words, which are left out")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("See Fig. 3 for sales. It shows 5.", ["See Fig. 3 for sales.", "It shows 5."]),
        ("Alpha Inc. sold 4; Beta sold 5.", ["Alpha Inc. sold 4; Beta sold 5."]),
        ("收入增长5%。成本下降。", ["收入增长5%。", "成本下降。"]),
        ("Sales at 31 Dec. 2024 rose.", ["Sales at 31 Dec. 2024 rose."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, sentences):
    assert texts(word_file(paragraph(run(text)))) == sentences
