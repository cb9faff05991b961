"""A draft as Markdown and as HTML: plain text of documents, footnotes and places, charts, what is open."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from lxml import html

from research.nouns.answers import Claim
from research.nouns.drafts import ChartBlock, ChartForm, ChartSeries, MissingBlock, Section
from tests.ui.word.notes import own_draft
from ui.render.draft_chart import chart_svg
from ui.render.draft_html import draft_html
from ui.render.draft_markdown import draft_markdown
from ui.render.draft_view import with_state

HOSTILE = "<script>alert(1)</script> [x](javascript:1) | `code` \u202e"


def page(**changes):
    return html.document_fromstring(draft_html(own_draft(**changes)))


def text_of(element):
    return " ".join(element.text_content().split())


def chart(**changes):
    series = (ChartSeries("Sales", (Decimal(100), None, Decimal(-20))),)
    return replace(ChartBlock("Sales", "Sales fell.", "US$ in millions", ("A", "B", "C"), series), **changes)


def test_markdown_has_headings_tables_and_footnotes_that_are_defined():
    text = draft_markdown(own_draft())
    assert text.startswith("# Fennimore plc\n\nDraft · Results note\n")
    assert "\n## Results\n" in text
    assert "\n### Outlook & risks\n" in text
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert used == set(re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)) == {"1", "2", "3"}
    assert "**Estimate:** Sales of \\$1,300 million are expected.[^3]" in text
    assert text.endswith("\n")


def test_markdown_has_one_footnote_a_page_with_its_rows_and_its_link():
    draft = own_draft()
    first = draft.sources[0]
    second = replace(first, citation=replace(first.citation, marker="9", start=900, end=905), row="Other row", link="")
    table = next(block for block in draft.sections[0].blocks if block.kind == "table")
    cited = replace(table, sources=(first.citation, second.citation))
    linked = replace(first, row="Sales", link="https://desk.example.org/library?document=x")
    text = draft_markdown(replace(draft, sections=(Section("Results", (cited,)),), sources=(linked, second)))
    notes = [line for line in text.splitlines() if line.startswith("[^")]
    assert len(notes) == 1
    assert "rows “Sales”, “Other row”" in notes[0]
    assert notes[0].endswith("<https://desk.example.org/library?document=x>")
    assert f"page {first.citation.page}[^1]." in text


def test_words_of_documents_are_plain_text_in_every_form():
    sections = (Section(HOSTILE, (MissingBlock(HOSTILE), chart(caption=HOSTILE, alt_text=HOSTILE))),)
    text = draft_markdown(own_draft(title=HOSTILE, sections=sections))
    assert "<script" not in text.replace("\\<script", "")
    assert "](javascript" not in text.replace("\\](javascript", "")
    found = page(title=HOSTILE, sections=sections)
    assert found.xpath("//script") == []
    assert found.xpath("//a[starts-with(@href, 'javascript')]") == []
    assert "\u202e" not in draft_html(own_draft(title=HOSTILE, sections=sections))


def test_html_stands_by_itself_and_its_figures_lead_to_their_places():
    found = page()
    assert found.xpath("//link | //img | //script | //iframe") == []
    assert "default-src 'none'" in found.xpath("//meta[@http-equiv]/@content")[0]
    places = {one.get("id") for one in found.xpath("//div[@class='sources']//li")}
    assert places == {"s1", "s2", "s3"}
    assert {one[1:] for one in found.xpath("//a[starts-with(@href, '#')]/@href")} <= places
    assert text_of(found.xpath("//header/span[@class='state']")[0]) == "Draft"


def test_what_is_open_is_said_until_the_draft_is_final():
    open_items = {"open_items": ("rating", "disclaimer")}
    assert "Open before it is final: rating; disclaimer" in text_of(page(**open_items))
    assert "- rating\n- disclaimer\n" in draft_markdown(own_draft(**open_items))
    shown = with_state(own_draft(**open_items))
    assert (shown.subtitle, shown.sections[0].heading) == ("Draft · Results note", "Open before it is final")
    assert [claim.text for claim in shown.sections[0].claims] == ["rating", "disclaimer"]
    final = own_draft(is_final=True, **open_items)
    assert "Open before" not in draft_html(final)
    assert "Draft" not in draft_markdown(final)
    assert with_state(final) == final


def test_a_chart_is_said_in_words_and_leaves_a_gap_where_a_figure_is_lacking():
    drawn = html.fragment_fromstring(chart_svg(chart()))
    assert drawn.get("aria-label") == "Sales. Sales fell."
    assert len(drawn.xpath(".//rect[contains(@class, 'c1') and @height > 11]")) == 2
    said = [one.text for one in drawn.xpath(".//text")]
    assert said == ["A", "B", "C", "100.0", "(20.0)", "Sales"]
    lines = html.fragment_fromstring(chart_svg(chart(form=ChartForm.LINES)))
    assert len(lines.xpath(".//polyline")) == 2


def test_columns_of_figures_stand_to_the_right_and_heads_over_rows():
    draft = own_draft()
    table = next(block for block in draft.sections[0].blocks if block.kind == "table")
    rows = ((Claim("Spent"), *(Claim("") for _ in table.header[1:])), *table.rows)
    found = page(sections=(Section("Results", (replace(table, rows=rows, totals=()),)),))
    assert text_of(found.xpath("//tr[@class='head']")[0]) == "Spent"


def test_the_same_draft_gives_the_same_bytes():
    assert draft_html(own_draft()) == draft_html(own_draft())
    assert draft_markdown(own_draft()) == draft_markdown(own_draft())


def test_figures_of_lines_that_lie_close_do_not_stand_over_each_other():
    values = {"a": "19.1", "b": "16.9", "c": "16.8", "d": "49.1"}
    near = [ChartSeries(name, (Decimal(value), Decimal(value))) for name, value in values.items()]
    shown = chart_svg(ChartBlock("Margins", "close", "%", ("FY2023", "FY2024"), tuple(near), (), ChartForm.LINES))
    first = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="middle">[\d.]+%', shown)
    for place in {x for x, _ in first}:
        heights = sorted(float(y) for x, y in first if x == place)
        assert len(heights) == 4
        assert all(below - above >= 10 for above, below in pairwise(heights))
