"""Word documents: structure, lists, tables, notes, text boxes, changes, pages, and what the file states of itself."""

from datetime import UTC, datetime

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.shared import RGBColor

from ingest.loaded import Limits
from ingest.word.loader import DocxLoader
from research.errors import CannotReadError
from tests.ingest.office_files import covers, figures, repacked, saved

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = "word/_rels/document.xml.rels"


def load(document, changes=None):
    content = saved(document)
    return DocxLoader(Limits()).load(repacked(content, changes) if changes else content, name="note.docx")


def lines(loaded):
    return [line for line in loaded.text.split("\n") if line]


def add(document, markup):
    """Put a paragraph's or a table's markup before the end of the body."""
    document.element.body.insert(len(document.element.body) - 1, parse_xml(markup.replace("<w:", "<w:", 1).replace(">", f" {W}>", 1)))


def fill(table, rows):
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text


def test_headings_lists_and_tables_keep_their_structure():
    document = docx.Document()
    document.add_heading("Fennimore plc", 0)
    document.add_heading("Outlook", 1)
    document.add_paragraph("Margins widen in 2025.")
    document.add_heading("Risks", 2)
    document.add_paragraph("Freight costs", style="List Bullet")
    for text in ("Order book", "Plant opening"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Sales by region (in thousands)")
    fill(document.add_table(3, 3), [["", "2024", "2023"], ["North", "1,200", "(20)"], ["South", "$ 30", "12.5%"]])
    loaded = load(document)
    assert lines(loaded)[2:7] == ["Margins widen in 2025.", "Risks", "• Freight costs", "1. Order book", "2. Plant opening"]
    assert [(heading.text, heading.level) for heading in loaded.headings] == [("Fennimore plc", 1), ("Outlook", 1), ("Risks", 2)]
    assert all(loaded.text[heading.start :].startswith(heading.text) for heading in loaded.headings)
    (table,) = loaded.tables
    assert (table.heads, table.units) == (("2024", "2023"), "(in thousands)")
    assert [(row.label, figures(loaded, row)) for row in table.rows] == [
        ("North", {0: "1,200", 1: "(20)"}),
        ("South", {0: "$ 30", 1: "12.5%"}),
    ]
    assert covers(loaded)


def test_merged_cells_and_tables_in_cells():
    document = docx.Document()
    table = document.add_table(4, 3)
    fill(table, [["Region", "Half year", ""], ["", "2024", "2023"], ["North", "5", "4"], ["South", "7", "6"]])
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    fill(table.cell(3, 0).add_table(2, 2), [["Plant", "2024"], ["Sawmill", "3"]])
    loaded = load(document)
    assert [one.heads for one in loaded.tables] == [("Half year 2024", "Half year 2023"), ("2024",)]
    assert [row.label for one in loaded.tables for row in one.rows] == ["North", "South", "Sawmill"]


def test_a_table_of_one_cell_is_only_a_frame():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Key points"
    cell.add_paragraph("Volumes rose.")
    assert lines(load(document)) == ["Key points", "Volumes rose."]


def test_changes_are_accepted_hidden_words_left_out_fields_shown():
    document = docx.Document()
    add(
        document,
        "<w:p><w:r><w:t xml:space='preserve'>Sales rose </w:t></w:r><w:ins><w:r><w:t>5%</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>4%</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>REF x</w:instrText><w:fldChar w:fldCharType='separate'/></w:r>"
        "<w:r><w:t xml:space='preserve'> as in table 2</w:t></w:r></w:p>",
    )
    add(
        document,
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Kept</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>Gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    )
    loaded = load(document)
    assert lines(loaded) == ["Sales rose 5% as in table 2", "Kept"]
    assert [defect.code for defect in loaded.defects] == ["hidden_text"]


def notes_part(kind, *texts):
    notes = "".join(f'<w:{kind} w:id="{number}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}>' for number, text in enumerate(texts, 1))
    return f'<w:{kind}s {W}><w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>{notes}</w:{kind}s>'.encode()


def test_notes_stand_at_the_end_as_sections_and_their_marks_do_not_hide_figures():
    document = docx.Document()
    add(
        document,
        '<w:p><w:r><w:t>Orders fell</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r></w:p>',
    )
    fill(document.add_table(2, 2), [["", "2024"], ["Sales", "1,200"]])
    document.tables[0].cell(1, 1).paragraphs[0].runs[0]._r.append(parse_xml(f'<w:footnoteReference {W} w:id="1"/>'))
    rel = '<Relationship Id="n{0}" Type="http://x/{0}" Target="{0}.xml"/>'
    links = "".join(rel.format(kind) for kind in ("footnotes", "endnotes")).encode()
    loaded = load(
        document,
        {
            "word/footnotes.xml": notes_part("footnote", "Restated.", "Before returns."),
            "word/endnotes.xml": notes_part("endnote", "Company data."),
            RELS: lambda part: part.replace(b"</Relationships>", links + b"</Relationships>"),
        },
    )
    assert lines(loaded)[0] == "Orders fell[1][i]"
    assert "Sales\t1,200\n" in loaded.text
    assert lines(loaded)[-5:] == ["Footnotes", "[1] Before returns.", "[2] Restated.", "Endnotes", "[i] Company data."]
    assert [heading.text for heading in loaded.headings] == ["Footnotes", "Endnotes"]


def test_a_text_box_is_read_once():
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    add(
        document,
        "<w:p><w:r><w:t>Beside it</w:t></w:r><w:r><mc:AlternateContent xmlns:mc='urn:mc'>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
    )
    assert lines(load(document)) == ["Beside it", "In the box"]


def test_breaks_of_the_author_are_the_pages():
    document = docx.Document()
    document.add_paragraph("Cover")
    document.add_section(WD_SECTION.NEW_PAGE)
    paragraph = document.add_paragraph("One")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.add_run("Two")
    document.add_section(WD_SECTION.CONTINUOUS)
    document.add_paragraph("Still two")
    loaded = load(document)
    assert [loaded.text[page.start : page.end].split() for page in loaded.pages] == [["Cover"], ["One"], ["Two", "Still", "two"]]


def test_without_breaks_a_top_heading_begins_a_page_and_none_is_long():
    document = docx.Document()
    document.add_heading("Fennimore", 0)
    document.add_heading("Outlook", 1)
    for _ in range(40):
        document.add_paragraph("The order book grew again in the quarter. " * 4)
    document.add_heading("Risks", 1)
    document.add_paragraph("Freight.")
    loaded = load(document)
    assert len(loaded.pages) == 4
    assert loaded.text[loaded.pages[0].start :].startswith("Fennimore\nOutlook\n")
    assert loaded.text[loaded.pages[-1].start :].startswith("Risks\n")
    assert max(page.end - page.start for page in loaded.pages) < 3_300
    assert covers(loaded)


def test_a_paragraph_longer_than_a_page_is_cut_after_a_sentence():
    document = docx.Document()
    document.add_paragraph("The order book grew again in the quarter. " * 200)
    loaded = load(document)
    assert len(loaded.pages) == 3
    assert all(loaded.text[page.start : page.end].strip().endswith(".") for page in loaded.pages)


def test_the_file_states_title_company_and_day_when_they_look_meant():
    document = docx.Document()
    document.core_properties.title = "Fennimore: a first look"
    document.core_properties.author = "Ann Example"
    document.core_properties.created = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
    document.core_properties.modified = datetime(2025, 5, 6, tzinfo=UTC)
    assert [(one.field, one.value) for one in load(document).stated] == [
        ("title", "Fennimore: a first look"),
        ("published_at", "2025-03-04T09:30:00+00:00"),
    ]
    bare = docx.Document()
    bare.add_heading("Tarrowby: notes of the visit", 0)
    assert [(one.field, one.value, one.source) for one in load(bare).stated] == [("title", "Tarrowby: notes of the visit", "title style")]


def test_comments_and_embedded_files_are_said_to_be_unread():
    document = docx.Document()
    paragraph = document.add_paragraph("Sales rose.")
    document.add_comment(paragraph.runs, text="Check this.", author="Ann")
    rel = b'<Relationship Id="o1" Type="http://x/package" Target="embeddings/model.xlsx"/></Relationships>'
    loaded = load(document, {RELS: lambda part: part.replace(b"</Relationships>", rel), "word/embeddings/model.xlsx": b"PK"})
    assert [defect.message for defect in loaded.defects] == [
        "The document's comments (1) are not read.",
        "not read: embedded file “model.xlsx” (ingest it as a file of its own)",
    ]
    assert "Check this" not in loaded.text


def test_a_damaged_document_and_one_of_another_kind_are_refused():
    content = saved(docx.Document())
    with pytest.raises(CannotReadError, match=r"note\.docx: damaged \(part word/document\.xml cannot be read\)"):
        DocxLoader(Limits()).load(repacked(content, {"word/document.xml": b"<w:document>"}), name="note.docx")
    with pytest.raises(CannotReadError, match=r"note\.docx: its main part is no document"):
        DocxLoader(Limits()).load(repacked(content, {"word/document.xml": b"<other/>"}), name="note.docx")


RUN = "<w:p><w:r><w:t xml:space='preserve'>Sales rose 5%. </w:t></w:r><w:r><w:rPr>{said}</w:rPr><w:t>Marlow lantern</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    "said",
    [
        "<w:vanish/>",
        "<w:color w:val='FFFFFF'/>",
        "<w:color w:val='FFFEFD' w:themeColor='background1'/>",
        "<w:color w:val='FFFF00'/><w:highlight w:val='yellow'/>",
        "<w:color w:val='003366'/><w:shd w:val='clear' w:fill='003366'/>",
        "<w:sz w:val='2'/>",
        "<w:w w:val='1'/>",
    ],
)
def test_runs_that_nobody_sees_are_left_out_and_counted(said):
    document = docx.Document()
    add(document, RUN.format(said=said))
    loaded = load(document)
    assert lines(loaded) == ["Sales rose 5%."]
    assert [one.message for one in loaded.defects] == ["Hidden text on page 1 (13 characters); it is left out."]


def test_white_words_on_dark_ground_and_in_shaded_tables_stay():
    document = docx.Document()
    add(document, RUN.format(said="<w:color w:val='FFFFFF'/><w:shd w:val='clear' w:fill='1F3864'/>"))
    cells = "<w:tc>{fill}<w:p><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:tc>"
    dark = cells.format(fill="<w:tcPr><w:shd w:val='clear' w:fill='1F3864'/></w:tcPr>", text="North")
    add(document, f"<w:tbl><w:tr>{dark}{cells.format(fill='', text='Unseen')}</w:tr></w:tbl>")
    table = document.add_table(1, 2, style="Medium Shading 1 Accent 1")
    table.cell(0, 1).paragraphs[0].add_run("Heads").font.color.rgb = RGBColor(255, 255, 255)
    loaded = load(document)
    assert lines(loaded) == ["Sales rose 5%. Marlow lantern", "North", "Heads"]
    assert [one.message for one in loaded.defects] == ["Hidden text on page 1 (6 characters); it is left out."]


def test_words_in_a_hidden_style_are_hidden_unless_the_run_says_otherwise():
    document = docx.Document()
    style = document.styles.add_style("Aside", 1)
    style.font.hidden = True
    document.add_paragraph("Marlow", style="Aside").add_run(" lantern").font.hidden = False
    assert lines(load(document)) == ["lantern"]
