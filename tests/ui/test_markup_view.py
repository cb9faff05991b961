import re

import pytest

from ingest.html.layout import html_layouts
from ingest.html.loader import HtmlLoader
from ingest.layouts import Closed, MarkupLayout, Opened, Run
from ingest.loaded import Limits
from tests.ui.own_sources import HOSTILE, html_filing
from ui.render.lights import TextLight
from ui.render.markup_view import markup_html, sanitize


def shown(content, words=None, figure=None, *, page=None, whole=False):
    """The excerpt of an HTML file around the line that begins with some words."""
    loaded = HtmlLoader(Limits()).load(content, name="x.html")
    start = loaded.text.index(words) if words else -1
    number = page or next(one.number for one in loaded.pages if one.start <= start < one.end)
    layout = html_layouts(content, number, name="x.html", limits=Limits(), loader="", kind="filing")[number]
    here = loaded.pages[number - 1]
    lights = []
    if words:
        end = loaded.text.index("\n", start)
        at = loaded.text.index(figure, start) if figure else 0
        lights = [TextLight(start, end, (at, at + len(figure)) if figure else None, "1")]
    return markup_html(layout, loaded.text[here.start : here.end], here.start, lights, whole=whole)


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_table_is_cut_to_title_units_heads_section_and_the_rows_around():
    html = shown(html_filing(), "Purchases of property", "(27.5)")
    words = plain(html)
    for kept in (
        "STATEMENTS OF CASH FLOWS",
        "(In millions)",
        "Year ended December 31,",
        "2024 2023",
        "Investing activities",
        "Change in payables",
    ):
        assert kept in words
    assert "⋯ 4 rows left out" in words
    for left in ("Net income", "Dividends paid", "See the notes"):
        assert left not in words


def test_the_cited_row_is_tinted_marked_named_and_its_figure_ringed():
    html = shown(html_filing(), "Purchases of property", "(27.5)")
    row = next(part for part in html.split("<tr") if "Purchases" in part)
    assert row.startswith(' class="rd-lit-row">')
    assert '<span class="rd-at">[1]</span> <mark>Purchases of property, plant and equipment</mark>' in row
    assert '<mark><span class="rd-ring">(27.5</span></mark>' in row
    assert "<mark>(24.1</mark>" in row
    assert html.count("rd-lit-row") == 1


def test_cells_without_words_hold_their_columns_open():
    html = shown(html_filing(), "Purchases of property")
    rows = [part.split("</tr>")[0] for part in html.split("<tr")[1:]]
    heads = next(row for row in rows if "Year ended" in row)
    assert heads.count("<td") == 3
    assert 'colspan="5"' in heads


def test_a_sentence_comes_with_its_paragraphs_and_the_heading_above():
    html = shown(html_filing(), "Gross margin rose")
    words = plain(html)
    assert "Item 7. Management’s discussion" in words
    assert "We expect the forge" in words
    assert '<span class="rd-k-i"> <mark>0.9 percentage points</mark></span>' in html


def test_line_breaks_and_blanks_are_those_of_the_words():
    content = b"<html><body><div><b>Net</b> <i>paid</i><br>in 2024<sup>1</sup>; <span>more</span></div><p>Next</p></body></html>"
    html = shown(content, "Net", whole=True).replace("<mark>", "").replace("</mark>", "")
    assert "<br>in 2024" in html
    assert plain(html.replace("<br>", " / ")).replace("[1] ", "") == "Net paid / in 2024 1 ; more Next"
    assert "<div>Next</div>" in html


def test_the_whole_page_is_shown_on_request_and_when_nothing_is_cited():
    whole = plain(shown(html_filing(), "Purchases of property", whole=True))
    assert "Net income" in whole
    assert "left out" not in whole
    assert "rd-at" not in shown(html_filing(), page=3)
    assert "See the notes" in plain(shown(html_filing(), page=3))


@pytest.mark.parametrize(
    "never",
    ["script", "onerror", "onclick", "onload", "javascript", "svg", "iframe", "img", "href", "src", "style", "url(", "stApp", "127.0.0.1"],
)
def test_nothing_of_the_original_runs_or_is_fetched(never):
    html = shown(html_filing(), "Gross margin rose", whole=True)
    assert "Held apart" in html  # the words between the traps are there
    assert never not in html


@pytest.mark.parametrize(
    "spoilt", [HOSTILE, "<table><tr><td>1<table><tr><td>2", "<td>x</td></tr></table></div></body>", "<b><i></b>a</i><p><table><p>z"]
)
def test_broken_markup_shows_the_same_words(spoilt):
    html = shown(html_filing(hostile=spoilt), "Purchases of property", "(27.5)", whole=False)
    assert "Purchases of property, plant and equipment" in plain(html)
    assert html.count("<table") == html.count("</table>")


def test_what_the_words_spell_is_never_markup():
    content = html_filing(hostile="<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;</p>")
    html = shown(content, "Gross margin rose", whole=True)
    assert "&lt;script&gt;alert(1)" in html
    assert "<img" not in html


def test_a_huge_table_is_shown_around_its_light():
    rows = "".join(f"<tr><td>Row {number}</td><td>{number}.5</td></tr>" for number in range(5_000))
    content = f"<html><body><p style='page-break-after:always'>One</p><table>{rows}</table></body></html>".encode()
    for whole in (False, True):
        html = shown(content, "Row 4000\t", "4000.5", whole=whole)
        assert "Row 4000<" in html
        assert len(html) < 1_000_000


def test_deep_markup_does_not_break_the_writer():
    content = b"<html><body>" + b"<div><table><tr><td>" * 80 + b"Deep words" + b"</td></tr></table></div>" * 80 + b"</body></html>"
    assert "Deep words" in shown(content, "Deep words", whole=True)


def test_tokens_that_are_made_up_cannot_pass_the_gate():
    layout = MarkupLayout("", (Opened("script"), Run(0, 8), Closed(), Opened("td", '" onclick="x'), Run(0, 8), Closed(), Closed()))
    html = markup_html(layout, "alert(1)", 0, [], whole=True)
    assert "<script" not in html
    assert "onclick" not in re.sub(r'class="[^"]*"', "", html)
    assert sanitize("<a href='x'>y</a><p onclick=z>w</p>") == "yw"
