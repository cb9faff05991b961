"""Drafts of ours as Word files: structure, footnotes, captions, tables, charts, reference documents."""

import io
from dataclasses import replace
from decimal import Decimal

import docx
import openpyxl
import pypdfium2
import pytest
from docx.shared import Pt
from lxml import etree

from ingest.drafts import read
from research.errors import CannotReadError, LimitExceededError
from research.nouns.answers import Claim
from research.nouns.drafts import ChartSeries, ParagraphBlock, Section
from tests.ingest.drafts.word_files import RELATIONS, footnote_mark, paragraph, run, word_file
from tests.ingest.office_files import repacked, saved
from tests.ui.word.notes import AT, chart, cited, own_draft, table
from tests.ui.word.office import converted, needs_office
from tests.ui.word.proof import W, members
from ui.render.word import draft_word

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
PLACE = "Fennimore 10-K 2024, 14 February 2025, page 41, table “Income statement”, row “Net sales”"


def parts(content):
    return {name: etree.fromstring(part) for name, part in members(content).items() if name.endswith((".xml", ".rels"))}


def styled(content):
    """Each paragraph of the body with the name of its style."""
    document = docx.Document(io.BytesIO(content))
    return [(one.style.name, one.text) for one in document.paragraphs]


def test_title_contents_headings_and_prose_are_in_their_styles():
    found = styled(draft_word(own_draft()))
    assert found[:6] == [
        ("Title", "Fennimore plc"),
        ("Subtitle", "Results note"),
        ("Desk Contents", "Contents"),
        ("toc 1", "Results"),
        ("toc 2", "Outlook & risks"),
        ("toc 1", "Sources"),
    ]
    assert ("Heading 1", "Results") in found
    assert ("Heading 2", "Outlook & risks") in found
    assert ("Normal", "Estimate: Sales of $1,300 million are expected.") in found
    assert ("List Bullet", "Opinion: Freight <costs>") in found
    assert ("Desk Missing", "The FY2021 10-K is not in the library.") in found
    assert found[-3:] == [
        ("Heading 1", "Sources"),
        ("Desk Small", "Fennimore 10-K 2024, 14 February 2025, pages 7, 41, 42"),
        ("Desk Small", "Completed on 2 March 2026, 09:30 UTC."),
    ]


def test_each_place_has_one_footnote_and_is_referred_to_again_by_its_number():
    content = draft_word(own_draft())
    draft = read(content, "draft.docx")
    assert [(note.mark, note.text) for note in draft.footnotes][:1] == [("1", PLACE)]
    assert len(draft.footnotes) == 3
    body = parts(content)["word/document.xml"]
    again = [
        (one.get(f"{W}instr").split()[1], "".join(one.itertext()))
        for one in body.iter(f"{W}fldSimple")
        if "NOTEREF" in one.get(f"{W}instr")
    ]
    marks = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    assert [number for _, number in again] == ["1", "1", "2", "1", "3"]
    assert {name for name, _ in again} <= marks
    links = parts(content)["word/_rels/footnotes.xml.rels"]
    assert links[0].get("Target") == "http://127.0.0.1:8501/?document=fennimore-10k-2024&page=41"


def test_the_rows_of_a_table_on_one_page_are_named_by_one_note():
    places = [cited(number, 50, f"Row {number}") for number in range(1, 23)]
    block = replace(table(), sources=tuple(one.citation for one in places))
    content = draft_word(own_draft(sections=(Section("Results", (block, block)),), sources=tuple(places)))
    rows = ", ".join(f"“Row {number}”" for number in range(1, 21))
    (note,) = read(content, "d.docx").footnotes
    assert note.text == f"Fennimore 10-K 2024, 14 February 2025, page 50, table “Income statement”, rows {rows} and 2 more"


def test_sentences_of_one_page_share_a_note():
    places = [cited(number, 3) for number in (1, 2)]
    claims = tuple(Claim(f"Sentence {one.citation.marker}.", (one.citation,)) for one in places)
    both = Claim("Both.", tuple(one.citation for one in places))
    content = draft_word(own_draft(sections=(Section("Business", (ParagraphBlock((*claims, both)),)),), sources=tuple(places)))
    assert [note.text for note in read(content, "d.docx").footnotes] == [
        "Fennimore 10-K 2024, 14 February 2025, page 3, table “Income statement”"
    ]
    (words,) = ["".join(one.itertext()) for one in parts(content)["word/document.xml"].iter(f"{W}p") if "Both" in "".join(one.itertext())]
    assert words == "Sentence 1. Sentence 2.1 Both.1"


def test_contents_lead_to_the_headings_and_captions_count():
    body = parts(draft_word(own_draft()))["word/document.xml"]
    anchors = [one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink") if one.get(f"{W}anchor")]
    assert len(anchors) == 3
    assert set(anchors) <= {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    codes = [one.text.strip() for one in body.iter(f"{W}instrText")]
    assert codes == ['TOC \\o "1-3" \\h \\z \\u']
    found = ["".join(one.itertext()) for one in body.iter(f"{W}p") if one.find(f"{W}pPr/{W}pStyle[@{W}val='Caption']") is not None]
    assert found == ["Table 1: Results of Fennimore", "Chart 1: Sales and costs", "Chart 2: The same as lines"]
    identities = [one.get(f"{W}id") for one in body.iter(f"{W}bookmarkStart")]
    assert len(identities) == len(set(identities))


def test_a_table_repeats_its_head_and_sets_figures_to_the_right():
    document = docx.Document(io.BytesIO(draft_word(own_draft())))
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][:3] == [
        ["", "FY2024A", "FY2025E"],
        ["Per unit", "", ""],
        ["Net sales", "1,234", "1,200"],
    ]
    assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert [str(cell.paragraphs[0].alignment) for cell in table.rows[2].cells] == ["None", "RIGHT (2)", "RIGHT (2)"]
    assert [[run.bold for run in row.cells[0].paragraphs[0].runs] for row in table.rows[1:]] == [[True], [None], [None], [True]]
    cited = [one.text for one in document.paragraphs if one.style.name == "Desk Source"]
    assert cited == [
        "Source: Fennimore 10-K 2024, pages 41, 42.",
        "Source: Fennimore 10-K 2024, page 41.",
        "",
    ]


def test_charts_are_words_own_with_their_figures_and_words_for_who_cannot_see_them():
    content = draft_word(own_draft())
    found = parts(content)
    columns, lines = found["word/charts/chart.xml"], found["word/charts/chart2.xml"]
    assert [[point.text for point in one.iter(f"{C}v")] for one in columns.iter(f"{C}ser")] == [
        ["Sales", "FY2023", "FY2024", "FY2025E", "1200.5", "1234"],
        ["成本", "FY2023", "FY2024", "FY2025E", "-870", "900", "950"],
    ]
    assert columns.find(f".//{C}formatCode").text == "#,##0.0"
    assert [one.find(f"{C}idx").get("val") for one in lines.iter(f"{C}dPt")] == ["2", "2"]
    properties = [one for one in found["word/document.xml"].iter() if one.tag.endswith("}docPr")]
    assert [(one.get("id"), one.get("descr")) for one in properties] == [
        ("1", "Sales rose from 1,200.5 to 1,234."),
        ("2", "Sales rose from 1,200.5 to 1,234."),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(members(content)["word/embeddings/figures.xlsx"])).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "Sales", "成本"],
        ["FY2023", 1200.5, -870],
        ["FY2024", 1234, 900],
        ["FY2025E", None, 950],
    ]


def test_a_chart_without_figures_is_its_words_and_what_is_no_number_leaves_a_gap():
    odd = replace(chart(), series=(ChartSeries("Sales", (Decimal("NaN"), Decimal("Infinity"), Decimal("1.255"))),))
    blocks = (replace(chart(), labels=(), series=()), odd, replace(table(), rows=()))
    content = draft_word(own_draft(sections=(Section("Results", blocks),)))
    assert ("Normal", "Sales rose from 1,200.5 to 1,234.") in styled(content)
    drawn = parts(content)["word/charts/chart.xml"]
    assert [point.text for point in drawn.find(f".//{C}val").iter(f"{C}v")] == ["1.255"]
    assert drawn.find(f".//{C}formatCode").text == "#,##0.00"
    assert docx.Document(io.BytesIO(content)).tables == []


def test_the_same_draft_gives_the_same_bytes_and_all_its_parts_are_declared_and_related():
    content = draft_word(own_draft())
    assert draft_word(own_draft()) == content
    assert docx.Document(io.BytesIO(content)).core_properties.created.replace(tzinfo=AT.tzinfo) == AT
    found = members(content)
    types = etree.fromstring(found["[Content_Types].xml"])
    declared = {one.get("PartName").lstrip("/") for one in types if one.get("PartName")}
    assert declared == {name for name in found if not name.endswith(".rels") and name != "[Content_Types].xml"}


def reference(change=None):
    document = docx.Document()
    document.styles["Heading 1"].font.name = "Georgia"
    document.styles["Normal"].font.size = Pt(9)
    document.sections[0].header.paragraphs[0].text = "House of Fennimore"
    document.add_paragraph("Secret client words")
    document.add_comment(document.paragraphs[0].runs, "Secret remark", author="Ann", initials="A")
    return saved(document)


def test_a_reference_document_gives_its_looks_and_none_of_its_words():
    content = draft_word(own_draft(), reference=reference())
    document = docx.Document(io.BytesIO(content))
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert document.sections[0].header.paragraphs[0].text == "House of Fennimore"
    assert document.paragraphs[0].text == "Fennimore plc"
    assert [name for name, part in members(content).items() if b"Secret" in part] == []
    assert {"word/comments.xml", "docProps/thumbnail.jpeg"} & set(members(content)) == set()
    assert document.styles["footnote text"].base_style.name == "Normal"
    assert [one.style.name for one in document.paragraphs if one.text.startswith("Opinion")] == ["List Bullet"]
    assert draft_word(own_draft(), reference=reference()) == content


def test_a_template_becomes_a_document_that_fetches_nothing():
    attached = f'<w:attachedTemplate xmlns:r="{RELATIONS}" r:id="rId1"/><w:trackRevisions/></w:settings>'.encode()
    far = f'<Relationship Id="rId1" Type="{RELATIONS}/attachedTemplate" Target="https://far.example/x.dotm" TargetMode="External"/>'
    listing = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{far}</Relationships>'
    given = repacked(
        reference(),
        {
            "word/settings.xml": lambda old: old.replace(b"</w:settings>", attached),
            "word/_rels/settings.xml.rels": listing,
            "[Content_Types].xml": lambda old: old.replace(b"document.main+xml", b"template.main+xml"),
        },
    )
    found = members(draft_word(own_draft(), reference=given))
    assert [
        name for name, part in found.items() if b"far.example" in part or b"attachedTemplate" in part or b"trackRevisions" in part
    ] == []
    assert b"document.main+xml" in found["[Content_Types].xml"]
    assert b"template.main+xml" not in found["[Content_Types].xml"]


def test_notes_of_a_reference_document_stay_behind():
    given = word_file(paragraph(run("Old."), footnote_mark(1)), notes=("Secret note",))
    content = draft_word(own_draft(), reference=given)
    assert b"Secret" not in members(content)["word/footnotes.xml"]
    assert read(content, "d.docx").footnotes[0].text == PLACE


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"%PDF", CannotReadError, "house.docx: not an office file"),
        (repacked(reference(), {"word/vbaProject.bin": b"x"}), CannotReadError, "house.docx: holds macros"),
        (b"0" * (11 * 1024 * 1024), LimitExceededError, "house.docx: is 11.0 MiB"),
    ],
)
def test_a_reference_document_that_cannot_be_used_is_said_in_one_line(content, error, words):
    with pytest.raises(error, match=words):
        draft_word(own_draft(), reference=content, name="house.docx")


def test_an_empty_draft_and_one_without_sources_are_files_too():
    content = draft_word(own_draft(sections=(), sources=(), subtitle=""))
    assert styled(content) == [("Title", "Fennimore plc"), ("Desk Small", "Completed on 2 March 2026, 09:30 UTC.")]
    unknown = draft_word(own_draft(sources=(cited(9, 3),)))
    assert read(unknown, "d.docx").footnotes[0].text == "fennimore-10k-2024, page 41"


@needs_office
def test_another_program_opens_it_and_prints_all_of_it(tmp_path):
    printed = pypdfium2.PdfDocument(converted(draft_word(own_draft()), tmp_path, "pdf"))
    text = " ".join("".join(page.get_textpage().get_text_range() for page in printed).split())
    captions = ("Table 1: Results of Fennimore", "Chart 2: The same as lines")
    for words in (*captions, "Contents", "page 41, table “Income", "成本", "1,234", "Sources"):
        assert words in text


@needs_office
def test_another_program_opens_and_saves_one_in_the_looks_of_a_reference_document(tmp_path):
    content = draft_word(own_draft(), reference=reference())
    again = converted(content, tmp_path, "docx")
    assert [note.text for note in read(again, "a.docx").footnotes] == [note.text for note in read(content, "d.docx").footnotes]
