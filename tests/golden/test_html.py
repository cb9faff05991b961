"""HTML pages, each with the text, pages, tables, headings and metadata that it must be read as."""

from __future__ import annotations

import pytest

from ingest.html.loader import HtmlLoader
from ingest.loaded import Limits, Loaded
from ingest.metadata import read_metadata
from research.errors import CannotReadError, LimitExceededError
from research.nouns.documents import Kind, Tier
from tests.golden.inline_xbrl import BREAK, NAMESPACES, heads, row


def load(content: str | bytes, **limits: int) -> Loaded:
    raw = content.encode() if isinstance(content, str) else content
    loaded = HtmlLoader(Limits(**limits)).load(raw, name="page.html")
    ends = [0, *(page.end for page in loaded.pages)]
    assert [page.start for page in loaded.pages] == ends[:-1]
    assert ends[-1] == len(loaded.text)
    return loaded


def words(content: str | bytes) -> str:
    return " ".join(load(content).text.split())


def test_what_a_browser_does_not_show_is_left_out():
    page = """<html><head><title>T</title><style>p {}</style><script>var a = "code"</script></head><body>
    <p>Seen <span style="display: none">unseen</span>and<span hidden> unseen</span> heard.</p><template>unseen</template>
    <div style="visibility:hidden">unseen</div><p style="font-size:0">unseen</p><noscript>unseen</noscript><!-- unseen --></body></html>"""
    assert words(page) == "Seen and heard."


def test_white_space_folds_and_blocks_divide():
    assert (
        load("<p>One\n two&nbsp; three<br>four</p>tail<div>five<p>six</p>seven</div>").text
        == "One two three\nfour\n\ntail\n\nfive\n\nsix\n\nseven\n\n"
    )


def test_preformatted_lines_stay_lines():
    assert load("<pre>first line\nsecond line</pre>").text.startswith("first line\nsecond line\n")


@pytest.mark.parametrize(
    ("block", "pages"),
    [
        (BREAK, 2),
        ('<div style="break-after: page">end of page</div>', 2),
        ('<p style="page-break-before:always">next</p>', 2),
        (BREAK + BREAK, 3),
        (BREAK + '<p style="page-break-before: always">next</p>', 2),
        ('<p style="page-break-after: avoid">same</p>', 1),
    ],
)
def test_a_page_is_one_more_than_the_breaks_before_it(block: str, pages: int):
    loaded = load(f"<p>First page.</p>{block}<p>Last page.</p>{BREAK}")
    assert len(loaded.pages) == pages
    assert "Last page." in loaded.text[loaded.pages[-1].start :]


def test_a_page_breaks_inside_a_table():
    loaded = load('<table><tr><td>North</td><td>1</td></tr><tr style="page-break-before:always"><td>South</td><td>2</td></tr></table>')
    assert [loaded.text[page.start : page.end].split() for page in loaded.pages] == [["North", "1"], ["South", "2"]]


def test_without_breaks_sections_make_pages():
    loaded = load("".join(f"<p>{number} {'word ' * 80}</p>" for number in range(30)))
    assert len(loaded.pages) == 4
    assert all(page.end - page.start < 3_500 for page in loaded.pages)


def test_parts_of_a_figure_are_joined_and_labels_keep_their_indent():
    rows = row("Europe", "$1,577", "(3)") + row("of which islands", "12.5%", "—", indent=19) + row("Loss", "$(1,204)", "88")
    loaded = load(f"<p>Sales by region</p><table>{heads('2024', '2023')}{rows}</table>")
    (table,) = loaded.tables
    assert (table.title, table.heads) == ("Sales by region", ("2024", "2023"))
    assert [row.label for row in table.rows] == ["Europe", "of which islands", "Loss"]
    printed = [[loaded.text[cell.start : cell.end] for cell in row.cells] for row in table.rows]
    assert printed == [["$1,577", "(3)"], ["12.5%", "—"], ["$(1,204)", "88"]]
    assert table.rows[1].indent == table.rows[0].indent + 19


def test_a_spanning_cell_holds_its_column_in_later_rows():
    page = "<table><tr><td>Region</td><td>2024</td></tr><tr><td rowspan=2>North</td><td>1.5</td></tr><tr><td>2.5</td></tr></table>"
    (table,) = load(page).tables
    assert [cell.column for row in table.rows for cell in row.cells] == [0, 0]


def test_tables_that_only_place_words_are_prose():
    points = "<table><tr><td>•</td><td>First point.</td></tr><tr><td>•</td><td>Second point.</td></tr></table>"
    page = f"{points}<table><tr><td>Alone.</td></tr></table>"
    loaded = load(page)
    assert loaded.text == "• First point.\n\n• Second point.\n\nAlone.\n\n"
    assert loaded.tables == ()


def test_a_table_inside_a_table_is_read_and_the_outer_one_is_prose():
    loaded = load("<table><tr><td>Before<table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table>After</td></tr></table>")
    assert loaded.text == "Before\n\nA\t1\nB\t2\n\nAfter\n\n"


def test_headings_by_element_and_by_bold_lines_but_not_links():
    page = """<h2>Outlook</h2><p><b>Item 7. Discussion of the year</b></p><p><a href="#x"><b>Item 8. Statements</b></a></p>
    <p style="font-weight:700">Note 3 – Inventories</p><p><b>Bold sentence in the text.</b></p><p>Item 9. Not bold</p>"""
    assert [(one.text, one.level) for one in load(page).headings] == [
        ("Outlook", 2), ("Item 7. Discussion of the year", 2), ("Note 3 – Inventories", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        "<p>Zürich café</p>".encode(),
        "<p>Zürich café</p>".encode("utf-8-sig"),
        "<p>Zürich café</p>".encode("utf-16"),
        "<p>Zürich café</p>".encode("utf-16-le"),
        "<p>Zürich café</p>".encode("cp1252"),
        b'<meta charset="iso-8859-1">' + "<p>Zürich café</p>".encode("latin-1"),
        b"<?xml version='1.0' encoding='ISO-8859-15'?><html><body>" + "<p>Zürich café</p></body></html>".encode("iso-8859-15"),
        b'<meta http-equiv="Content-Type" content="text/html; charset=nonsense">' + "<p>Zürich café</p>".encode(),
        b'<meta charset="unicode_escape">' + "<p>Zürich café</p>".encode(),
    ],
)
def test_characters_by_mark_by_declaration_or_by_what_fits(content: bytes):
    assert words(content) == "Zürich café"


def test_stray_bytes_are_noted():
    loaded = load(b'<meta charset="utf-8"><p>' + "Zürich café ".encode() * 50 + b"\xff</p>")
    assert "café �" in loaded.text
    assert [defect.code for defect in loaded.defects] == ["bad_characters"]


def test_an_article_states_its_title_date_and_language():
    page = """<html lang="en-GB"><head><title>Pump makers merge | Trade Post</title><meta property="og:site_name" content="Trade Post">
    <meta property="og:type" content="article"><meta property="article:published_time" content="2024-05-06T07:30:00+02:00"></head>
    <body><h1>Pump makers merge</h1><p>Two makers of pumps said that they will merge.</p></body></html>"""
    found = read_metadata(load(page))
    assert (found.title, found.kind, found.tier, found.language) == ("Pump makers merge", Kind.NEWS, Tier.THIRD_PARTY, "en")
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2024-05-06T05:30:00+00:00"
    assert dict(found.sources)["published_at"] == "page head (article:published_time)"


def test_a_submission_gives_its_first_page_and_names_the_rest():
    header = "<SEC-DOCUMENT>x\nCONFORMED SUBMISSION TYPE:\t8-K\nFILED AS OF DATE:\t20240506\nCOMPANY CONFORMED NAME:\t\tORCHARD TOOLS INC\n"
    parts = [
        ("8-K", "a.htm", "<html><body><p>Orchard Tools Inc reports.</p></body></html>"),
        ("EX-99.1", "b.htm", "<html><p>Release</p></html>"),
    ]
    body = "".join(f"<DOCUMENT>\n<TYPE>{kind}\n<FILENAME>{file}\n<TEXT>\n{text}\n</TEXT>\n</DOCUMENT>\n" for kind, file, text in parts)
    loaded = load(header + body)
    assert loaded.text.split() == ["Orchard", "Tools", "Inc", "reports."]
    assert [defect.message for defect in loaded.defects] == ["not read: exhibit EX-99.1 (b.htm); add it as a file of its own"]
    found = read_metadata(loaded)
    assert (found.form_type, found.company, str(found.published_at)[:10]) == ("8-K", "Orchard Tools Inc", "2024-05-06")


def test_named_characters_of_xhtml_need_no_document_type():
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
    assert words(f"{doctype}<html {NAMESPACES}><body><p>one&nbsp;two &euro;3</p></body></html>") == "one two €3"


@pytest.mark.parametrize(
    "page",
    [
        f'<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><html {NAMESPACES}><body><p>fine &b;</p></body></html>',
        f'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html {NAMESPACES}><body><p>fine &a;</p></body></html>',
    ],
)
def test_entities_are_not_expanded(page: str):
    text = words(page)
    assert "fine" in text
    assert "lol" not in text
    assert "root:" not in text


def test_markup_nested_without_end_is_cut_and_noted():
    loaded = load("<p>Begins.</p>" + "<div>" * 50_000 + "lost")
    assert loaded.text.startswith("Begins.")
    assert "markup_too_deep" in [defect.code for defect in loaded.defects]


def test_null_bytes_are_dropped():
    assert words(b"<p>be\0fore</p>\0\0<p>af\0ter</p>") == "before after"


@pytest.mark.parametrize(
    ("page", "limits", "message"),
    [
        ("<p>" * 500, {"max_cells": 400}, "more than 400 tags"),
        ("<table>" + "<tr><td>1" * 150 + "</table>", {"max_cells": 400}, "more than 100 table cells"),
        ("<table><tr>" + "<td rowspan=99>1" * 60 + "<tr><td>x" * 30, {"max_cells": 400}, "more than 100 table cells"),
        (BREAK.join("abcdef"), {"max_pages": 3}, "more than 3 pages"),
    ],
)
def test_what_is_too_large_is_refused(page: str, limits: dict[str, int], message: str):
    with pytest.raises(LimitExceededError, match=message):
        load(page, **limits)


def test_a_page_of_nothing_is_refused():
    with pytest.raises(CannotReadError, match=r"page\.html has no text"):
        load(b"  \n ")


def test_a_page_of_nothing_but_depth_is_refused_in_those_words():
    with pytest.raises(CannotReadError, match="nested too deeply"):
        HtmlLoader(Limits()).load(b"<html><body>" + b"<div>" * 5000 + b"words" + b"</div>" * 5000, name="deep.html")
