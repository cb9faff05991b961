"""How the original lays a page out: the shape crosses from the child, and its offsets are the loader's."""

import pytest

from ingest.child import LayoutTask, lay_out_in_child
from ingest.formats import lay_out_file
from ingest.html.layout import html_layouts
from ingest.html.loader import HtmlLoader
from ingest.html.looks import looks_of
from ingest.layouts import Closed, MarkupLayout, Opened, Run, SheetLayout, TextLayout, digest_of, layout_from_json, layout_to_json
from ingest.loaded import Limits
from ingest.sheets.layout import separated_layouts, workbook_layouts
from ingest.sheets.loader import XlsxLoader
from ingest.sheets.separated import SeparatedLoader
from ingest.text.layout import text_layouts
from research.errors import CannotReadError, LimitExceededError, UnsupportedFileError
from research.settings import Settings
from tests.ingest.office_files import workbook as book_of
from tests.ui.own_sources import TRANSCRIPT, html_filing, workbook

PRE = b"<html><body><h1>Plan</h1><pre>one\n  two</pre><p>A<sup>1</sup> b<br>c</p><table><tr><td>only</td></tr></table></body></html>"
NESTED = (
    b"<html><body>Before<table><tr><td>Left<table><tr><td>In</td><td>ner</td></tr><tr><td>x</td><td>2</td></tr></table>after</td>"
    b"<td>Right</td></tr></table>After</body></html>"
)


def html_pages(content):
    loaded = HtmlLoader(Limits()).load(content, name="x")
    layouts = html_layouts(content, 1, name="x", limits=Limits(), loader="", kind="filing")
    return loaded, [(page, layouts[page.number]) for page in loaded.pages]


@pytest.mark.parametrize("content", [html_filing(), PRE, NESTED, html_filing(hostile="<p>" + "Long words. " * 900)])
def test_the_runs_of_a_page_are_its_words_in_order_and_its_elements_balance(content):
    loaded, pages = html_pages(content)
    for page, layout in pages:
        text = loaded.text[page.start : page.end]
        assert layout.digest == digest_of(text)
        runs = [token for token in layout.tokens if isinstance(token, Run)]
        assert [run.start for run in runs] == sorted(run.start for run in runs)
        assert "".join(loaded.text[run.start : run.end] for run in runs).split() != [] or not text.strip()
        assert "".join("".join(loaded.text[run.start : run.end] for run in runs).split()) == "".join(text.split())
        depth = 0
        for token in layout.tokens:
            depth += 1 if isinstance(token, Opened) else -1 if isinstance(token, Closed) else 0
            assert depth >= 0
        assert depth == 0


def test_a_page_of_html_knows_its_headings_and_looks():
    loaded, pages = html_pages(html_filing())
    second, third = pages[1][1], pages[2][1]
    assert [loaded.text[start:].split("\n")[0] for start in second.headings] == ["Item 7. Management’s discussion and analysis"]
    assert Opened("td", "cs", 2) in third.tokens
    assert Opened("td", "", indent=8) in third.tokens
    assert Opened("span", "i") in second.tokens


@pytest.mark.parametrize(
    ("style", "align", "name", "looks"),
    [
        ("text-align:right;font-weight:700", "", "td", "rb"),
        ("border-top:1px solid #000; border-bottom: 3px double black", "", "td", "td"),
        ("border-bottom:0px solid #000", "center", "td", "c"),
        ("font-weight:normal", "", "th", ""),
        ("font-style:italic;text-decoration:underline", "", "span", "iu"),
        ("background:url(http://x/);position:fixed", "", "div", ""),
    ],
)
def test_of_a_style_only_a_few_letters_are_kept(style, align, name, looks):
    assert looks_of(style, align, name) == looks


def test_cells_of_a_sheet_are_told_with_their_rows_columns_and_offsets():
    content = book_of({"P": [["Title"], [], [None, "Sales", 5], [None, "Costs", 3]]})
    loaded = XlsxLoader(Limits()).load(content, name="x")
    layout = workbook_layouts(content, 1, name="x", limits=Limits(), loader="", kind="results")[1]
    assert layout.name == "P"
    assert [(cell.row, cell.column, cell.text, loaded.text[cell.start : cell.end]) for cell in layout.cells] == [
        (0, 0, "Title", "Title"),
        (2, 1, "Sales", "Sales"),
        (2, 2, "5", "5"),
        (3, 1, "Costs", "Costs"),
        (3, 2, "3", "3"),
    ]
    assert layout.digest == digest_of(loaded.text[loaded.pages[0].start : loaded.pages[0].end])


def test_a_later_page_of_a_sheet_carries_the_heads_that_stand_over_it():
    rows = [["Line", "2024"], *[[f"Item {number}", number + 0.5] for number in range(450)]]
    loaded = XlsxLoader(Limits()).load(book_of({"L": rows}), name="x")
    layouts = workbook_layouts(book_of({"L": rows}), 2, name="x", limits=Limits(), loader="", kind="results")
    assert len(loaded.pages) == 3
    assert layouts[3].heads == (0,)
    assert [cell.text for cell in layouts[3].cells[:2]] == ["Line", "2024"]
    assert layouts[3].cells[2].row > 390


def test_separated_values_are_one_sheet():
    content = b"Line;2024\nSales;5,5\n"
    loaded = SeparatedLoader(Limits()).load(content, name="x.csv")
    layout = separated_layouts(content, 1, name="x.csv", limits=Limits(), loader="", kind="other")[1]
    assert [loaded.text[cell.start : cell.end] for cell in layout.cells] == ["Line", "2024", "Sales", "5,5"]


def test_a_call_s_turns_are_headings_of_its_text():
    loader = "ingest.text.plain:TextLoader"
    layout = text_layouts(TRANSCRIPT.encode(), 1, name="x", limits=Limits(), loader=loader, kind="transcript")[1]
    assert layout.headings[0][2] == "Prepared remarks › Operator"
    assert text_layouts(TRANSCRIPT.encode(), 1, name="x", limits=Limits(), loader=loader, kind="other")[1].headings == ()


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (html_filing(), "a.html", MarkupLayout),
        (workbook(), "a.xlsx", SheetLayout),
        (b"a,b\n1,2\n", "a.csv", SheetLayout),
        (b"# Head\n\nText\n", "a.md", TextLayout),
    ],
)
def test_a_limited_child_lays_out_every_form(content, name, form):
    made = lay_out_file(content, 1, name=name, kind="other", settings=Settings())
    layout = layout_from_json(made[1], name=name)
    assert isinstance(layout, form)
    assert layout_from_json(layout_to_json(layout), name=name) == layout


def test_a_drawn_format_has_no_layouts_and_an_unknown_one_is_refused():
    assert lay_out_file(b"%PDF-1.7", 1, name="a.pdf", kind="filing", settings=Settings()) == {}
    with pytest.raises(UnsupportedFileError, match="no loader reads"):
        lay_out_file(b"\x00\x01", 1, name="a.bin", kind="filing", settings=Settings())


def test_limits_hold_for_layouts_too():
    with pytest.raises(LimitExceededError, match="more than 1000 tags"):
        lay_out_file(html_filing() + b"<p>" * 2000, 1, name="a.html", kind="filing", settings=Settings(max_cells=1000))
    with pytest.raises(CannotReadError, match="the reader failed"):
        lay_out_in_child(b"x", LayoutTask(1, "other", "", "ingest.absent:none"), name="a", settings=Settings())


@pytest.mark.parametrize(
    "damaged", [b"", b"{}", b'{"form":"markup"}', b'{"form":"sheet","digest":"","name":"","cells":[[1]],"heads":[],"is_cut":0}', b"[]"]
)
def test_a_damaged_layout_is_said_to_be(damaged):
    with pytest.raises(CannotReadError, match="its layout is damaged"):
        layout_from_json(damaged, name="a")
